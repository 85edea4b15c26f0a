// Figures: all values of indicators, and those that are told for several periods as lines.

function figuresView() {
  const rows = stating("observation").map(([id, { s, o, q = {}, claims }]) => ({ id, of: s, who: called(s), what: o, ...q, value: q.value ?? "", told: claims?.length ? articles[sentences[claims[0].at].a]?.date ?? "" : "" }));
  rows.sort((a, b) => order(a.who, b.who) || order(a.what, b.what) || order(a.period ?? "", b.period ?? ""));
  const series = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.of, row.what, row.unit, row.scope, row.change]);
    if (Number.isFinite(Number(row.value)) && row.value !== "" && (row.period || row.told)) series.set(key, [...(series.get(key) ?? []), row]);
  }
  const lines = [...series.values()].map((points) => points.map((row) => ({ ...row, at: year((row.period || row.told).split("/")[0]) })).sort((a, b) => a.at - b.at)).filter((points) => new Set(points.map(({ at }) => at)).size > 1);
  const column = (name, key, wide) => ({ name, text: (row) => row[key] ?? "", wide });
  return [
    lines.length ? h("div", { class: "series" }, lines.slice(0, 24).map(line)) : h("p", { class: "help" }, t("noSeries")),
    table(t("tab-figures"), [column(t("who"), "who", true), column(t("indicator"), "what"), column(t("value"), "value"), column(t("unit"), "unit"), column(t("period"), "period"), { name: t("change"), text: (row) => (row.change ? t(row.change) : "") }, column(t("scope"), "scope"), { name: t("status"), text: (row) => (row.status ? t(row.status) : "") }, column(t("told"), "told")], rows, ({ id, of }) => (edgeOf.has(id) ? { edge: id } : { edge: id, of })),
  ];
}
/** One indicator of one entity as a line over time. */
function line(points) {
  const values = points.map(({ value }) => Number(value)), low = Math.min(...values), high = Math.max(...values), first = points[0].at, last = points.at(-1).at;
  const spots = points.map(({ at, value }) => [(8 + 204 * (at - first) / (last - first)).toFixed(1), (64 - 52 * (high > low ? (Number(value) - low) / (high - low) : 0.5)).toFixed(1)]);
  const svg = draw("svg", { viewBox: "0 0 220 72", role: "img", "aria-label": `${points[0].who} ${points[0].what}` }, draw("polyline", { points: spots.map((spot) => spot.join(",")).join(" "), class: "line" }), ...spots.map(([cx, cy]) => draw("circle", { cx, cy, r: 3.5, class: "held" })));
  return h("figure", null, h("figcaption", null, h("b", null, points[0].what), " ", points[0].who), svg, h("p", { class: "aside" }, points.map(({ period, told, value, unit }) => h("button", { type: "button", class: "link", on: { click: () => choose({ edge: points.find((each) => each.value === value && each.period === period).id }, { move: true }) } }, `${period || told}: ${value}${unit ?? ""} `))));
}
