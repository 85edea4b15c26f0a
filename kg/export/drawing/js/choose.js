// What is selected, and where the view goes for it.

function choose(next, { move = false, keep = false } = {}) {
  chosen = { node: null, edge: null, ...next };
  over = { node: null, edge: null };
  $("tip").hidden = true;
  note();
  seeking = null;
  adding = false;
  const wanted = [chosen.node ? [chosen.node] : [], [chosen.edge, ...(chosen.way ?? [])].filter(Boolean).flatMap((id) => [relations[id].s, relations[id].o])].flat().filter((id) => byId.has(id));
  const missing = wanted.some((id) => !drawn.has(id)), unlit = wanted.some((id) => !allowed(id));
  for (const id of unlit ? wanted : []) letThrough(id);
  if (missing) bring(wanted);
  if (missing || unlit) { redraw(); note(); side(); blank(); remember(); }
  network.setSelection({ nodes: chosen.node ? [chosen.node] : [], edges: chosen.edge && edges.get(chosen.edge) ? [chosen.edge] : [] }, { highlightEdges: false });
  paint();
  panel();
  if (chosen.node && (move || narrow.matches)) show(chosen.node, move);
  if (chosen.edge && tab === "network" && (move || narrow.matches) && edges.get(chosen.edge)) between(chosen.edge);
  if (!keep) writeAddress(true);
}
/** Open the filters that hide a node which somebody asks for. */
function letThrough(id) {
  off.types.delete(byId.get(id).kind);
  off.nodes.delete(id);
  passing = new Map();
  if (passes(id)) return;
  off.papers.clear();
  Object.assign(only, { article: -1, since: "", until: "" });
  passing = new Map();
}
/** A click that adds a node to the selection, or takes it away. */
function toggle(id) {
  const several = new Set(chosen.several ?? (chosen.node ? [chosen.node] : []));
  if (!several.delete(id)) several.add(id);
  const [first] = several;
  choose(several.size > 1 ? { several: [...several] } : { node: first ?? null });
}
let adding = false; // whether the next node clicked is added to the selection, for those without a Ctrl key
let seeking = null; // the node whose shortest path to the next one clicked is wanted
let roads = null;
/** The whole graph for searches of ways, made once, while nobody waits if that can be. */
const roadsOf = () => (roads ??= packed(all, links));
/** The shortest way over what the filters let through, as ids of edges; null when there is none. */
function route(from, to) {
  const free = !off.types.size && !off.predicates.size && !off.nodes.size && !bySource();
  return shortest(roadsOf(), byId.get(from).at, byId.get(to).at, free ? null : (at) => allowedEdge(every[at]))?.map((at) => every[at].id) ?? null;
}
/** Choose the shortest way between two nodes over what the filters let through. */
function connect(from, to) {
  if (!live) return connected(from, to, route(from, to));
  const wish = { path: [from, to], without: [...off.predicates], have: [...drawn.keys()] };
  return ask(wish).then(async (found) => { await join(found); connected(from, to, found.way); }, (error) => say(error.message));
}
function connected(from, to, way) {
  choose(way?.length ? { way, ends: [from, to] } : { several: [from, to] });
  if (!way) return say(t("noWay"));
  const ids = [...new Set(way.flatMap((id) => [relations[id].s, relations[id].o]))];
  network.fit({ nodes: ids, maxZoomLevel: 1.3, animation: false });
  return network.moveTo({ scale: network.getScale() * 0.72 }); // clear of the period above and the buttons beside
}
function seek(id) {
  seeking = id;
  say(t("seek")(byId.get(id).label));
}
/** A line over the drawing, read out; gone at the next choice. */
function say(text) {
  $("note").hidden = false;
  $("note").replaceChildren(text);
}
function show(id, move) {
  const scale = Math.max(network.getScale(), move ? 0.9 : 0);
  const lift = narrow.matches ? -$("stage").clientHeight * 0.27 : 0;
  network.focus(id, { scale, offset: { x: 0, y: lift }, animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}
function between(id) { // both ends of a line, large enough to read it
  const [a, b] = [relations[id].s, relations[id].o].map((end) => network.getPositions([end])[end]);
  const room = Math.min($("stage").clientWidth * 0.5, $("stage").clientHeight * (narrow.matches ? 0.25 : 0.5));
  const scale = Math.min(1.5, Math.max(0.25, room / (Math.hypot(a.x - b.x, a.y - b.y) + 1)));
  const lift = narrow.matches ? -$("stage").clientHeight * 0.27 : 0;
  network.moveTo({ position: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, scale, offset: { x: 0, y: lift }, animation: calm ? false : { duration: 350 } });
}
network.on("click", ({ nodes: [node], edges: [edge], event }) => {
  const { ctrlKey, shiftKey, metaKey } = event.srcEvent ?? {};
  if (node && seeking && seeking !== node) connect(seeking, node);
  else if (node && (adding || ctrlKey || shiftKey || metaKey)) toggle(node);
  else choose(node ? { node } : edge ? { edge } : {});
});
network.on("dragEnd", ({ nodes: moved }) => { // what a hand moves, stays there
  for (const [id, spot] of Object.entries(network.getPositions(moved))) drawn.set(id, spot);
  if (moved.length) remember();
});
network.on("hoverNode", ({ node, pointer }) => { over = { node, edge: null }; tip(pointer.DOM, byId.get(node).label, [typeName(entities[node]), entities[node].mentions ? counted(entities[node].mentions, "mentions") : "", left(node) ? t("more")(left(node)) : ""]); network.redraw(); });
network.on("hoverEdge", ({ edge, pointer }) => { over = { node: null, edge }; const r = relations[edge]; tip(pointer.DOM, `${byId.get(r.s).label} → ${byId.get(r.o).label}`, [verb(r), r.n ? `${t("evidence")} ${r.n}` : r.source]); network.redraw(); });
network.on("doubleClick", ({ nodes: [node] }) => { if (node) (left(node) ? expand : collapse)(node); });
const leave = () => { over = { node: null, edge: null }; $("tip").hidden = true; network.redraw(); };
network.on("blurNode", leave);
network.on("blurEdge", leave);
network.on("dragStart", leave);
network.on("zoom", () => { $("tip").hidden = true; });

function tip({ x, y }, name, rest) {
  const box = $("tip");
  box.replaceChildren(h("b", null, h("bdi", null, name)), h("small", null, rest.filter(Boolean).join(" · ")));
  box.hidden = false;
  const stage = $("stage");
  box.style.transform = `translate(${Math.max(8, Math.min(x + 14, stage.clientWidth - box.offsetWidth - 8))}px,${Math.max(8, Math.min(y + 16, stage.clientHeight - box.offsetHeight - 8))}px)`;
}
