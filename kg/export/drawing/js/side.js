// Legend and filters.

function filter(title, set, rows) {
  const every = h("button", { type: "button", on: { click: () => { set.clear(); refresh(); } } }, t("all"));
  return h("section", null, h("p", { class: "group" }, title, set.size ? every : null), rows.map(({ key, labels, n, mark }) => {
    const [name, second] = pair(labels);
    const toggle = () => { if (set.has(key)) set.delete(key); else set.add(key); refresh(`${title} ${key}`); };
    const only = () => { set.clear(); for (const row of rows) if (row.key !== key) set.add(row.key); refresh(); };
    return h("div", { class: set.has(key) ? "row off" : "row", "data-key": key },
      h("label", null, h("input", { type: "checkbox", checked: !set.has(key), "data-focus": `${title} ${key}`, on: { change: toggle } }), mark, h("span", { class: "zh" }, name), h("span", { class: "en", title: second }, second)),
      h("span", { class: "n" }, count(n)), h("button", { class: "only", type: "button", on: { click: only } }, t("only")));
  }));
}
function side() {
  const tally = (items, key) => items.reduce((sums, item) => sums.set(item[key], (sums.get(item[key]) ?? 0) + 1), new Map());
  const kinds = tally(here, "kind"), verbs = tally(wires, "predicate");
  $("side").replaceChildren(
    filter(t("types"), off.types, data.types.filter((type) => kinds.has(type.key)).map((type) => ({ key: type.key, labels: type, n: kinds.get(type.key), mark: glyph(type.key) }))),
    verbs.size ? filter(t("predicates"), off.predicates, Object.entries(predicates).filter(([key]) => verbs.has(key)).map(([key, labels]) => ({ key, labels, n: verbs.get(key) }))) : "",
    h("section", null, h("p", { class: "group" }, t("how")), h("p", { class: "help" }, t("howText"))));
}
function refresh(focus) {
  if (chosen.node && !shown(chosen.node)) choose({});
  if (chosen.edge && !wires.some((edge) => edge.id === chosen.edge && open(edge))) choose({});
  side();
  blank();
  paint();
  if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}
function blank() {
  const none = !all.length, box = $("blank");
  box.hidden = !none && here.some((node) => shown(node.id));
  if (!box.hidden) box.replaceChildren(h("h2", null, t(none ? "blank" : "hidden")), h("p", null, t(none ? "blankHow" : "hiddenHow")), none ? h("code", null, "kg build PAGES -o output/") : "");
}
