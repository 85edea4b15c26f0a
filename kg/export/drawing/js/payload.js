// What the file holds, unpacked: columns of the core become nodes and edges, the detail joins them when it is asked for.

/** The JSON of a compressed block: base64, deflate. @param {string} id @returns {Promise<any>} */
async function unpack(id) {
  const text = atob(document.getElementById(id).textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

/** Nodes of the core, in its order. */
function nodesOf({ nodes, types }) {
  const stretch = { dot: 1, square: 0.86, diamond: 1.2, triangle: 1.1, hexagon: 1.05, star: 1.2 };
  return nodes.id.map((id, i) => {
    const { key, color, shape } = types[nodes.type[i]];
    const size = Math.min(28, 7 + 2.6 * Math.sqrt(nodes.mentions[i])) * stretch[shape];
    return { at: i, id, label: nodes.name[i], kind: key, color, shape, size, aliases: nodes.aliases[i], code: nodes.code[i], mentions: nodes.mentions[i], told: nodes.told[i] };
  });
}

/** Edges of the core, in its order. */
function edgesOf({ edges, nodes, predicates }) {
  const keys = Object.keys(predicates);
  return edges.id.map((id, i) => ({
    id, from: nodes.id[edges.s[i]], to: nodes.id[edges.o[i]], predicate: keys[edges.p[i]], n: edges.n[i], own: edges.own[i], time: edges.time[i], told: edges.told[i],
  }));
}

/** Shortest way between two nodes over all edges that pass, as ids of edges; null when there is none. */
function shortest(links, from, to, passes) {
  const came = new Map([[from, null]]);
  let ring = [from];
  while (ring.length && !came.has(to)) {
    const next = [];
    for (const node of ring) {
      for (const edge of links.get(node)) {
        const other = edge.from === node ? edge.to : edge.from;
        if (came.has(other) || !passes(edge)) continue;
        came.set(other, { edge, node });
        next.push(other);
      }
    }
    ring = next;
  }
  if (!came.has(to)) return null;
  const way = [];
  for (let step = came.get(to); step; step = came.get(step.node)) way.unshift(step.edge.id);
  return way;
}
