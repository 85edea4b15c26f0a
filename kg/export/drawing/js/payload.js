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
    at: i, id, from: nodes.id[edges.s[i]], to: nodes.id[edges.o[i]], predicate: keys[edges.p[i]], n: edges.n[i], own: edges.own[i], time: edges.time[i], told: edges.told[i],
  }));
}

/** A graph as typed arrays: the edges of node i are wires[offsets[i]] to wires[offsets[i + 1] - 1], their other ends beside them. */
function packed(nodes, linksOf) {
  const offsets = new Int32Array(nodes.length + 1);
  nodes.forEach(({ id }, i) => { offsets[i + 1] = offsets[i] + linksOf.get(id).length; });
  const ends = new Int32Array(offsets.at(-1)), wires = new Int32Array(offsets.at(-1));
  const place = new Map(nodes.map(({ id }, i) => [id, i]));
  nodes.forEach(({ id }, i) => linksOf.get(id).forEach((edge, j) => {
    ends[offsets[i] + j] = place.get(edge.from === id ? edge.to : edge.from);
    wires[offsets[i] + j] = edge.at;
  }));
  return { offsets, ends, wires };
}

/**
 * Shortest way between two nodes by breadth-first search from both ends, as numbers of edges in order; null when there is none.
 * @param {{offsets: Int32Array, ends: Int32Array, wires: Int32Array}} graph
 * @param {((edge: number) => boolean) | null} passes null when every edge does
 */
function shortest({ offsets, ends, wires }, from, to, passes) {
  if (from === to) return [];
  const size = offsets.length - 1, came = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)], back = [new Int32Array(size), new Int32Array(size)];
  const rings = [[from], [to]];
  came[0][from] = came[1][to] = -2;
  const trace = (side, node, way = []) => {
    for (let at = node; came[side][at] !== -2; at = back[side][at]) way.push(came[side][at]);
    return way;
  };
  while (rings[0].length && rings[1].length) {
    const side = rings[0].length <= rings[1].length ? 0 : 1, ring = [];
    for (const node of rings[side]) {
      for (let at = offsets[node]; at < offsets[node + 1]; at += 1) {
        const end = ends[at];
        if (came[side][end] !== -1 || (passes && !passes(wires[at]))) continue;
        came[side][end] = wires[at];
        back[side][end] = node;
        if (came[1 - side][end] !== -1) return [...trace(0, end).reverse(), ...trace(1, end)];
        ring.push(end);
      }
    }
    rings[side] = ring;
  }
  return null;
}
