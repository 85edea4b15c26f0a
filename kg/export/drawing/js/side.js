// Legend and filters.

function filter(title, set, rows) {
  const every = h("button", { type: "button", on: { click: () => { set.clear(); refresh(); } } }, t("all"));
  return h("section", null, h("p", { class: "group" }, title, set.size ? every : null), rows.map(({ key, labels, n, mark }) => {
    const [name, second] = pair(labels);
    const toggle = () => { if (set.has(key)) set.delete(key); else set.add(key); refresh(`${title} ${key}`); };
    const only = () => { set.clear(); for (const row of rows) if (row.key !== key) set.add(row.key); refresh(); };
    return h("div", { class: set.has(key) ? "row off" : "row", "data-key": key },
      h("label", null, h("input", { type: "checkbox", checked: !set.has(key), "data-focus": `${title} ${key}`, on: { change: toggle } }), mark, h("span", { class: "zh" }, name), second === name ? null : h("span", { class: "en", title: second }, second)),
      h("span", { class: "n" }, count(n)), h("button", { class: "only", type: "button", on: { click: only } }, t("only")));
  }));
}
function side() {
  const tally = (items, key) => items.reduce((sums, item) => sums.set(item[key], (sums.get(item[key]) ?? 0) + 1), new Map());
  const kinds = tally(here.filter(({ id }) => !off.nodes.has(id) && passes(id)), "kind"), verbs = tally(wires.filter((edge) => off.predicates.has(edge.predicate) || open(edge)), "predicate");
  const drawnKinds = new Set(here.map(({ kind }) => kind)), drawnVerbs = new Set(wires.map(({ predicate }) => predicate));
  $("side").replaceChildren(
    filter(t("types"), off.types, data.types.filter((type) => drawnKinds.has(type.key)).map((type) => ({ key: type.key, labels: type, n: kinds.get(type.key) ?? 0, mark: glyph(type.key) }))),
    drawnVerbs.size ? filter(t("predicates"), off.predicates, Object.entries(predicates).filter(([key]) => drawnVerbs.has(key)).map(([key, labels]) => ({ key, labels, n: verbs.get(key) ?? 0 }))) : "",
    papers.length > 1 && !live ? filter(t("papers"), off.papers, papers.map((key) => ({ key, labels: { zh: key, en: key }, n: ofPaper.get(key) }))) : "",
    press.id.length && !live ? articleFilter() : "",
    off.nodes.size ? h("section", null, h("p", { class: "group" }, t("hiddenNodes")(off.nodes.size), h("button", { type: "button", id: "unhide", on: { click: () => { off.nodes.clear(); changed(); } } }, t("all")))) : "",
    h("section", null, h("p", { class: "group" }, t("how")), h("p", { class: "help" }, t("howText"))));
}
const ofPaper = press.paper.reduce((sums, paper) => sums.set(paper, (sums.get(paper) ?? 0) + 1), new Map());
const ARTICLES = 500; // in the list of articles; of more, those that tell of what is drawn
/** One article, chosen by title: what it tells of, and nothing else; what is not drawn yet is drawn. */
function articleFilter() {
  const option = (at) => h("option", { value: at, selected: only.article === at }, at < 0 ? t("every") : `${press.date[at]} ${press.title[at]}`);
  const list = () => { // made when somebody opens it
    const all = press.id.length <= ARTICLES ? press.id.map((_, at) => at) : [...new Set(here.flatMap(({ told }) => told))].sort((a, b) => a - b).slice(-ARTICLES);
    select.replaceChildren(option(-1), ...all.map(option));
  };
  const select = h("select", { id: "article", "aria-label": t("article"), on: { focus: list, change: () => { only.article = Number(select.value); if (only.article >= 0) tell(only.article); else changed(); } } }, option(only.article));
  return h("section", null, h("p", { class: "group" }, t("article")), select);
}
/** Draw what an article tells of. */
function tell(article) {
  bring(all.filter((node) => node.told.includes(article)).slice(0, 10 * EXPAND).map(({ id }) => id));
  bring(every.filter((edge) => edge.told.includes(article)).slice(0, 10 * EXPAND).flatMap((edge) => [edge.from, edge.to]));
  changed();
  fit(true);
}
function refresh(focus) {
  passing = new Map();
  if (chosen.node && !shown(chosen.node)) choose({});
  if (chosen.edge && !wires.some((edge) => edge.id === chosen.edge && open(edge))) choose({});
  changed();
  if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}
function blank() {
  const none = !all.length, box = $("blank");
  box.hidden = !none && here.some((node) => shown(node.id));
  if (!box.hidden) box.replaceChildren(h("h2", null, t(none ? "blank" : "hidden")), h("p", null, t(none ? "blankHow" : "hiddenHow")), none ? h("code", null, "kg build PAGES -o output/") : "");
}
