// Policies: from the centre to the district, with who issued, considered and implements them, and what they rest on.

const LEVELS = ["national", "provincial", "prefectural", "county"];
function policiesView() {
  const rows = all.filter(({ id, kind }) => kind === "POL" && allowed(id)).map(({ id }) => ({ id, name: called(id), level: entities[id].facts?.level ?? "", issued: [], considered: [], based: [], implements: [], submitted: [] }));
  const row = new Map(rows.map((each) => [each.id, each]));
  const note = (id, key, text) => row.get(id)?.[key].push(text);
  for (const [, { p, s, o, q }] of stating("issued", "implements", "handled")) note(o, p === "issued" ? "issued" : "implements", called(s));
  for (const [, { s, o, q }] of stating("considered")) note(o, "considered", `${called(s)}${q?.outcome ? `（${q.outcome}）` : ""}`);
  for (const [, { p, s, o }] of stating("based_on", "draft_of")) note(s, "based", p === "draft_of" ? `${label(predicates[p])} ${called(o)}` : called(o));
  for (const [, { s, o }] of stating("submitted_to")) note(s, "submitted", called(o));
  const told = (each) => LEVELS.indexOf(each.level) >= 0 ? LEVELS.indexOf(each.level) : LEVELS.length;
  rows.sort((a, b) => told(a) - told(b) || order(a.name, b.name));
  const list = (key, name) => ({ name, text: (each) => [...new Set(each[key])].join("、"), wide: key === "considered" });
  const lanes = LEVELS.map((level) => [level, rows.filter((each) => each.level === level)]);
  return [
    lanes.some(([, found]) => found.length) ? h("div", { class: "lanes" }, lanes.map(([level, found]) => h("section", { "data-level": level }, h("h3", null, t(level), h("span", { class: "n" }, count(found.length))),
      found.slice(0, 60).map((each) => h("button", { type: "button", class: "card", on: { click: () => choose({ node: each.id }, { move: true }) } }, h("b", null, each.name),
        each.issued.length ? h("small", null, `${t("issuer")} ${each.issued.join("、")}`) : null, each.based.length ? h("small", null, `↑ ${each.based.join("、")}`) : null, each.implements.length ? h("small", null, `${t("implementers")} ${each.implements.join("、")}`) : null))))) : null,
    table(t("tab-policies"), [{ name: t("document"), text: (each) => each.name, wide: true }, { name: t("level"), text: (each) => (each.level ? t(each.level) : "") }, list("issued", t("issuer")), list("considered", t("considered")), list("submitted", t("submitted")), list("based", t("based")), list("implements", t("implementers"))], rows, ({ id }) => ({ node: id })),
  ];
}
