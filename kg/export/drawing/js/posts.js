// The ledger of posts: who held what, where, when; each row with its bar, by organ or by person.

let postsBy = "organ";
function postsView() {
  const rows = stating("holds_post", "left_post").map(([id, relation]) => {
    const days = (relation.q?.observed ?? "").split(/[^\d-]+/).filter(Boolean).sort();
    const left = relation.p === "left_post";
    return { id, person: called(relation.s), organ: called(relation.o), title: relation.q?.title ?? "", since: relation.since ?? "", until: relation.until ?? "", days, left };
  });
  const [first, second] = postsBy === "organ" ? ["organ", "person"] : ["person", "organ"];
  rows.sort((a, b) => order(a[first], b[first]) || order(a.since || a.days[0] || "", b.since || b.days[0] || "") || order(a[second], b[second]));
  const times = rows.flatMap(({ since, until, days }) => [since, until, ...days]).filter(Boolean).map(year).filter(Number.isFinite);
  const span = [Math.floor(Math.min(...times, 9999)), Math.ceil(Math.max(...times, 0) + 0.01)];
  const by = (key) => h("button", { type: "button", "aria-pressed": String(postsBy === key), "data-by": key, on: { click: () => { postsBy = key; fill(); } } }, t(`by-${key}`));
  const column = (name, key) => ({ name, text: (row) => row[key] });
  return [
    h("p", { class: "switch" }, by("organ"), by("person")),
    table(t("tab-posts"), [column(t("person"), "person"), { name: t("title"), text: (row) => (row.left ? `${row.title}（${t("left-post")}）` : row.title) }, { ...column(t("organ"), "organ"), wide: true }, column(t("since"), "since"), column(t("until"), "until"),
      { name: t("observed"), text: (row) => row.days.join(" ") }, { name: times.length ? `${span[0]} – ${span[1]}` : "", text: () => "", cell: (row) => bar(row, span), wide: true }],
    rows, ({ id }) => ({ edge: id }), (row) => row[first]),
  ];
}
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** A row's time on the scale of all: a bar from since to until, and a dot for every day on which an article saw it. */
function bar({ since, until, days, left }, [from, to]) {
  const ends = [since || days[0], until || days.at(-1)].filter(Boolean);
  if (!ends.length) return "";
  const x = (day) => (Math.min(Math.max((year(day) - from) / (to - from || 1), 0), 1) * 196 + 2).toFixed(1);
  const svg = draw("svg", { viewBox: "0 0 200 14", class: "bar-of-time", role: "img", "aria-label": [since, ...days, until].filter(Boolean).join(" – ") });
  for (let y = from; y <= to; y += 1) svg.append(draw("line", { x1: x(`${y}`), x2: x(`${y}`), y1: 0, y2: 14, class: "tick" }));
  svg.append(draw("rect", { x: x(ends[0]), y: 5, width: Math.max(2, x(ends.at(-1)) - x(ends[0])), height: 4, rx: 2, class: left ? "gone" : "held" }));
  for (const day of days) svg.append(draw("circle", { cx: x(day), cy: 7, r: 3, class: "held" }));
  return svg;
}
