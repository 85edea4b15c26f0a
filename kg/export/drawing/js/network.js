// What is drawn now, where it stands, and how it looks.

const drawn = new Map(); // what is drawn now: id of a node → where it stands
let here = [], wires = []; // its nodes, best connected first, and the edges between them
const pinned = new Set(); // nodes that neither a drag nor a collapse moves
let chosen = { node: null, edge: null };
let over = { node: null, edge: null };
let colors = {};

const nodes = new vis.DataSet(), edges = new vis.DataSet();
const network = new vis.Network($("network"), { nodes, edges }, data.options);

/** Give vis-network the items that are new or differ from what it was given before, and take away all others. */
function hand(set, given, items) {
  const wanted = new Set(items.map(({ id }) => id)), gone = [...given.keys()].filter((id) => !wanted.has(id));
  for (const id of gone) given.delete(id);
  if (gone.length) set.remove(gone);
  const fresh = items.filter((item) => {
    const text = JSON.stringify(item), same = given.get(item.id) === text;
    given.set(item.id, text);
    return !same;
  });
  for (const { id } of fresh) painted.delete(set === nodes ? id : `edge ${id}`); // vis-network forgets the colours of what it is given anew
  if (fresh.length) set.update(fresh);
}
const givenNodes = new Map(), givenEdges = new Map();
/** Make the network show what `drawn` says: add what is new, take away what is gone. */
function redraw() {
  here = all.filter((node) => drawn.has(node.id));
  wires = [...new Set(here.flatMap((node) => links.get(node.id)))].filter((edge) => drawn.has(edge.from) && drawn.has(edge.to));
  rank();
  hand(nodes, givenNodes, here.map(({ id, shape, size }) => ({ id, shape, size, fixed: pinned.has(id), ...drawn.get(id) })));
  unseen = new Map();
  const bundles = new Map();
  hand(edges, givenEdges, wires.map(({ id, from, to }) => {
    const [a, b] = from < to ? [from, to] : [to, from], key = `${a} ${b}`, nth = bundles.get(key) ?? 0;
    bundles.set(key, nth + 1);
    const type = (nth % 2 === 0) === (from === a) ? "curvedCW" : "curvedCCW"; // each on its own side, further out
    return { id, from, to, smooth: { enabled: true, type, roundness: 0.1 + 0.12 * Math.ceil(nth / 2) } };
  }));
}

let unseen = new Map(); // id → its neighbours that are not drawn
/** Neighbours of a node that could be drawn and are not. @param {string} id @returns {string[]} */
function hiddenOf(id) {
  if (!unseen.has(id)) unseen.set(id, [...new Set(links.get(id).map((edge) => other(edge, id)))].filter((each) => !drawn.has(each) && allowed(each)));
  return unseen.get(id);
}

/** Place nodes near one that is drawn, on free spots of a spiral around it; nothing else moves. */
function place(ids, near) {
  const middle = near ? drawn.get(near) : network.getViewPosition();
  const spots = [...drawn.values()];
  let step = near ? 3 : 0;
  for (const id of ids) {
    if (drawn.has(id)) continue;
    let spot;
    do {
      const angle = step * 2.399963, reach = 46 * Math.sqrt(step); // the golden angle: no two in one direction
      spot = { x: Math.round(middle.x + 1.35 * reach * Math.cos(angle)), y: Math.round(middle.y + reach * Math.sin(angle)) };
      step += 1;
    } while (step < 4000 && spots.some(({ x, y }) => Math.abs(x - spot.x) < 92 && Math.abs(y - spot.y) < 52));
    drawn.set(id, spot);
    spots.push(spot);
  }
}

/** How many neighbours of a node are not drawn; of those that a server has not told of yet, whatever the filters will say. */
function left(id) {
  if (!live || whole.get(id) === Infinity) return hiddenOf(id).length;
  const here = new Set(links.get(id).map((edge) => other(edge, id))).size;
  return hiddenOf(id).length + Math.max(0, (beyond.get(id) ?? here) - here);
}

const EXPAND = 30; // neighbours drawn at a time
/** Draw neighbours of a node; from a server they are fetched first. */
function expand(id) {
  if (live && hiddenOf(id).length < EXPAND && whole.get(id) !== Infinity) return neighbours(id).then(() => spread(id), (error) => say(error.message));
  return spread(id);
}
/** Draw neighbours of a node that are here, those that most claims speak of first. */
function spread(id) {
  const weight = new Map();
  for (const edge of links.get(id)) weight.set(other(edge, id), (weight.get(other(edge, id)) ?? 0) + 1 + edge.n * 1000);
  place([...hiddenOf(id)].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1)).slice(0, EXPAND), id);
  changed();
}
/** Take away the neighbours of a node that hang on nothing else. */
function collapse(id) {
  for (const each of new Set(links.get(id).map((edge) => other(edge, id)))) {
    if (each !== id && !pinned.has(each) && links.get(each).every((edge) => other(edge, each) === id || !drawn.has(other(edge, each)))) drawn.delete(each);
  }
  changed();
}
/** Draw nodes that were searched for or named in the panel, each beside a neighbour that is drawn. */
function bring(ids) {
  for (const id of ids) {
    if (!drawn.has(id)) place([id], links.get(id).map((edge) => other(edge, id)).find((each) => drawn.has(each)));
  }
}
/** Draw only these nodes, those of their neighbours that are drawn, and what is pinned. */
function focus(ids) {
  const kept = new Set([...ids, ...pinned, ...ids.flatMap((id) => links.get(id).map((edge) => other(edge, id)))]);
  for (const id of [...drawn.keys()]) if (!kept.has(id)) drawn.delete(id);
  changed();
  fit(true);
}
function hide(ids) {
  for (const id of ids) off.nodes.add(id);
  choose({});
  changed();
}
function pin(ids) {
  const all = ids.every((id) => pinned.has(id));
  for (const id of ids) if (all) pinned.delete(id); else pinned.add(id);
  changed();
}
/** After any change of what is drawn or let through: show it, and remember it. */
function changed() { passing = new Map(); redraw(); side(); blank(); note(); paint(); panel(); fill(); remember(); }

function fit(animate) { // all of it, with a margin for the labels at its edge
  const view = [network.getViewPosition(), network.getScale()];
  network.fit({ maxZoomLevel: 1.3, animation: false });
  const position = network.getViewPosition(), scale = network.getScale() * (all.length > here.length ? 0.88 : 0.93);
  const offset = { x: narrow.matches ? 0 : -12, y: all.length > here.length ? -24 : -6 };
  if (!animate || calm) return network.moveTo({ position, scale, offset });
  network.moveTo({ position: view[0], scale: view[1] });
  return network.moveTo({ position, scale, offset, animation: { duration: 350 } });
}


function lit() { // ids of the nodes in the light, or null when all are
  if (chosen.way) return new Set(chosen.way.flatMap((id) => [relations[id].s, relations[id].o]));
  if (chosen.several) return new Set(chosen.several);
  if (chosen.node && !chosen.soft) return new Set([chosen.node, ...links.get(chosen.node).filter(open).flatMap((edge) => [edge.from, edge.to])]);
  if (chosen.edge) return new Set([relations[chosen.edge].s, relations[chosen.edge].o]);
  if (off.predicates.size) return new Set(here.map((n) => n.id).filter((id) => !links.get(id).length || links.get(id).some(open)));
  return null;
}

let painted = new Map(); // id → how it was painted last
/**
 * Make everything look as what is chosen and let through says. Only what is hidden goes by vis-network's data; colours are put on its items directly,
 * which takes milliseconds where its own updates of four hundred nodes and their edges take tenths of a second.
 */
function paint() {
  const light = lit(), state = new Map(), away = { nodes: [], edges: [] };
  const change = (key, look) => {
    state.set(key, look);
    return painted.get(key) !== look;
  };
  const hide = (key, kind, id, hidden) => { if (change(key, hidden) && (hidden || painted.has(key))) away[kind].push({ id, hidden }); };
  for (const { id, color } of here) {
    const dim = light !== null && !light.has(id);
    hide(`hidden ${id}`, "nodes", id, !shown(id));
    if (!change(id, `${dim} ${dark()} ${pinned.has(id)}`)) continue;
    const { options } = network.body.nodes[id], fill = tone(color), rim = { background: fill, border: colors.ink };
    options.color = { background: fill, border: pinned.has(id) ? colors.accent : colors.halo, highlight: rim, hover: rim };
    options.opacity = dim ? 0.14 : 1;
    options.borderWidth = pinned.has(id) ? 3.5 : 1.5;
  }
  for (const edge of wires) {
    const bright = edge.id === chosen.edge || chosen.way?.includes(edge.id) || edge.from === chosen.node || edge.to === chosen.node;
    const dim = light !== null && !bright && (chosen.node && !chosen.soft || chosen.edge || chosen.way || !(light.has(edge.from) && light.has(edge.to)));
    hide(`hidden edge ${edge.id}`, "edges", edge.id, !open(edge));
    if (!change(`edge ${edge.id}`, `${dim} ${bright} ${dark()}`)) continue;
    const { options } = network.body.edges[edge.id];
    options.color = { color: bright ? colors.soft : colors.edge, highlight: colors.accent, hover: colors.accent, inherit: false, opacity: dim ? 0.1 : bright ? 0.95 : 0.6 };
    options.width = bright ? 1.6 : 1;
  }
  painted = state;
  if (away.nodes.length) nodes.update(away.nodes);
  if (away.edges.length) edges.update(away.edges);
  network.body.emitter.emit("_requestRedraw"); // with the next frame, however often this is called before it
}
