// Places on a map without tiles: as many as have coordinates.

function placesView() {
  const rows = all.filter(({ id, kind }) => kind === "LOC" && allowed(id)).map((node) => ({ id: node.id, name: node.label, code: node.code, mentions: node.mentions, within: [], lat: Number(entities[node.id].facts?.lat ?? NaN), long: Number(entities[node.id].facts?.long ?? NaN) }));
  const row = new Map(rows.map((each) => [each.id, each]));
  for (const [, { s, o }] of stating("within")) row.get(s)?.within.push(called(o));
  rows.sort((a, b) => b.mentions - a.mentions || order(a.id, b.id));
  const known = rows.filter(({ lat, long }) => Number.isFinite(lat) && Number.isFinite(long));
  return [
    known.length ? map(known) : h("p", { class: "help" }, t("noMap")),
    table(t("tab-places"), [{ name: t("place"), text: (each) => each.name }, { name: t("code"), text: (each) => each.code ?? "" }, { name: t("within"), text: (each) => each.within.join("、"), wide: true }, { name: t("mentionsOf"), text: (each) => each.mentions }], rows, ({ id }) => ({ node: id })),
  ];
}
/** Places as dots, degrees of longitude shortened as at their middle latitude. */
function map(known) {
  const middle = known.reduce((sum, { lat }) => sum + lat, 0) / known.length, narrow = Math.cos(middle * Math.PI / 180);
  const spots = known.map((each) => ({ ...each, x: each.long * narrow, y: -each.lat }));
  const left = Math.min(...spots.map(({ x }) => x)), top = Math.min(...spots.map(({ y }) => y));
  const reach = Math.max(...spots.map(({ x }) => x - left), ...spots.map(({ y }) => y - top), 0.01);
  const at = (value, start) => (20 + 560 * (value - start) / reach).toFixed(1);
  return draw("svg", { viewBox: "0 0 640 600", class: "map", role: "img", "aria-label": t("tab-places") }, ...spots.map(({ id, name, mentions, x, y }) => {
    const dot = draw("circle", { cx: at(x, left), cy: at(y, top), r: Math.min(14, 3 + Math.sqrt(mentions)), class: "held" }), word = draw("text", { x: Number(at(x, left)) + 9, y: at(y, top) });
    word.append(name);
    const group = draw("g", { tabindex: 0, role: "button", class: "spot" }, dot, word);
    group.addEventListener("click", () => choose({ node: id }, { move: true }));
    return group;
  }));
}
