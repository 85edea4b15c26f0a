// What is selected, and where the view goes for it.

function choose(next, { move = false, keep = false } = {}) {
  chosen = { node: null, edge: null, ...next };
  over = { node: null, edge: null };
  $("tip").hidden = true;
  const wanted = chosen.node ? [chosen.node] : chosen.edge ? [relations[chosen.edge].s, relations[chosen.edge].o] : [];
  if (wanted.some((id) => byId.has(id) && !drawn.has(id))) { bring(wanted.filter((id) => byId.has(id))); redraw(); note(); side(); }
  if (chosen.node && !shown(chosen.node)) { off.types.delete(byId.get(chosen.node).kind); side(); }
  network.unselectAll();
  if (chosen.node) network.selectNodes([chosen.node], false);
  if (chosen.edge && edges.get(chosen.edge)) network.selectEdges([chosen.edge]);
  paint();
  panel();
  if (chosen.node && (move || narrow.matches)) show(chosen.node, move);
  if (chosen.edge && (move || narrow.matches) && edges.get(chosen.edge)) between(chosen.edge);
  const address = chosen.node ? `#${encodeURIComponent(chosen.node)}` : "";
  if (!keep && address !== location.hash && (address || location.hash)) location.hash = address;
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
function fromAddress() {
  let id = "";
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { /* a half-typed address selects nothing */ }
  return entities[id] ? id : null;
}
addEventListener("hashchange", () => {
  if (fromAddress() !== chosen.node) choose({ node: fromAddress() }, { move: true, keep: true }); // else it was us who changed it
});

network.on("click", ({ nodes: [node], edges: [edge] }) => choose(node ? { node } : edge ? { edge } : {}));
network.on("hoverNode", ({ node, pointer }) => { over = { node, edge: null }; tip(pointer.DOM, byId.get(node).label, [typeName(entities[node]), entities[node].mentions ? counted(entities[node].mentions, "mentions") : "", hiddenOf(node).length ? t("more")(hiddenOf(node).length) : ""]); network.redraw(); });
network.on("hoverEdge", ({ edge, pointer }) => { over = { node: null, edge }; const r = relations[edge]; tip(pointer.DOM, `${byId.get(r.s).label} → ${byId.get(r.o).label}`, [verb(r), r.n ? `${t("evidence")} ${r.n}` : r.source]); network.redraw(); });
network.on("doubleClick", ({ nodes: [node] }) => { if (node) (hiddenOf(node).length ? expand : collapse)(node); });
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
