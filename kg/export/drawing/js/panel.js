// The panel: an entity or a relation with its evidence.

function typeName(entity) {
  const type = types.get(entity.type);
  const sub = entity.sub ? ` · ${entity.sub[language === "zh" ? 0 : 1]}` : "";
  return (type ? pair(type).join(" ") : entity.type) + sub;
}

function nameOf(id) { // a button; an entity that is not drawn yet comes into the drawing by it
  const node = byId.get(id);
  if (!node) return [glyph(""), h("span", { class: "undrawn" }, id)];
  return [glyph(node.kind), h("button", { class: drawn.has(id) ? "entity" : "entity apart", title: drawn.has(id) ? null : t("undrawn"), type: "button", "data-id": id, on: { click: () => choose({ node: id }, { move: true }) } }, node.label)];
}

function quote(index, marks, caption = []) {
  const sentence = sentences[index];
  const letters = [...sentence.t];
  const body = h("blockquote", { lang: "zh" });
  let done = 0;
  if (sentence.pre) body.append("……");
  for (const [start, end, role] of marks) {
    if (start < done) continue;
    body.append(letters.slice(done, start).join(""), h("mark", role === "o" ? { class: "o" } : null, letters.slice(start, end).join("")));
    done = end;
  }
  body.append(letters.slice(done).join(""), sentence.post ? "……" : "");
  return h("figure", { class: "quote" }, body, caption.length ? h("figcaption", null, caption) : null);
}

function origin(index) { // article, date, and the lines of the page
  const sentence = sentences[index], article = articles[sentence.a] ?? {};
  const facts = [article.paper, article.date, article.edition && t("edition")(article.edition)].filter(Boolean).join(" ");
  return [h("cite", null, article.path ? h("a", { href: `${root}/id/${article.path}` }, article.title ?? "") : article.title ?? ""), ` ${facts} `, pageLines(sentence, article)];
}
function pageLines(sentence, article) {
  if (!article.source) return null;
  const file = article.source.split(/[\\/]/).pop();
  return h("span", { class: "where", title: article.source }, h("code", null, file), sentence.l?.length ? ` ${t("lines")(...sentence.l)}` : "");
}

function claim(one) {
  const notes = [`${t("rule")} ${one.rule} · ${t("confidence")} ${one.conf}`, one.when && `${t("when")} ${one.when}`, one.by && `${t("said")} ${one.by}`].filter(Boolean);
  return quote(one.at, one.marks ?? [], [...origin(one.at), h("br"), notes.join(" · "), one.negated ? h("span", { class: "tag no" }, t("negated")) : null, one.modality ? h("span", { class: "tag no" }, t(one.modality)) : null]);
}

/** A value with the word that blurs it in its place: 近40亿元, 8000余元, 25万人以上. */
function amountOf(value, unit = "", approximator = "") {
  if ("余多来几".includes(approximator)) return `${value}${approximator}${unit}`;
  return ["以上", "以下", "以内", "左右", "上下"].includes(approximator) ? `${value}${unit}${approximator}` : `${approximator}${value}${unit}`;
}

function tags(relation) {
  const { value, unit, approximator, title, outcome, ...rest } = relation.q ?? {};
  const amount = value ? amountOf(value, unit, approximator) : "";
  const time = Object.entries({ ...rest, since: relation.since, until: relation.until }).filter(([, text]) => text);
  return [amount && h("b", null, h("bdi", null, amount)), ...[title, outcome].filter(Boolean).map((text) => h("span", { class: "tag" }, text)),
    ...time.map(([key, text]) => h("span", { class: "aside", title: t(key) }, h("bdi", null, key === "period" || key === "when" ? text : `${t(key)} ${text}`)))];
}

function relationRow(id, relation, self) {
  const other = relation.s === self ? relation.o : relation.s;
  const head = h("div", { class: "head" }, relation.literal ? h("span", { class: "undrawn" }, relation.o) : nameOf(other), tags(relation),
    h("button", { class: "link detail", type: "button", on: { click: () => choose({ edge: id }, { move: true }) } }, relation.claims ? `${t("details")} ${relation.n} ›` : `${t("source")} ›`));
  const [first, ...more] = relation.claims ?? [];
  const row = h("div", { class: "relation", "data-relation": id }, head);
  if (first) row.append(quote(first.at, first.marks ?? [], origin(first.at)));
  if (more.length) row.append(h("details", null, h("summary", null, t("sentences")(more.length)), more.map((one) => quote(one.at, one.marks ?? [], origin(one.at)))));
  return row;
}

function relationGroups(id, entity) {
  const groups = new Map();
  for (const key of entity.relations ?? []) {
    const relation = relations[key];
    const group = `${relation.p} ${relation.s === id}`;
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(key);
  }
  const stated = (keys) => keys.some((key) => relations[key].claims); // what articles say before what gazetteers know
  const ordered = [...groups.values()].sort((a, b) => stated(b) - stated(a));
  const found = ordered.map((keys) => {
    const { p, s, literal } = relations[keys[0]];
    const [name, second] = predicates[p] ? pair(predicates[p]) : [p, ""];
    const out = s === id;
    const rows = (list) => list.map((key) => relationRow(key, relations[key], id));
    const rest = keys.slice(12);
    return h("section", { "data-predicate": p, "data-direction": out ? "out" : "in" },
      h("h3", null, out ? null : h("span", { class: "arrow", title: t("object") }, "←"), name, out && !literal ? h("span", { class: "arrow", title: t("subject") }, "→") : null, h("span", { class: "en" }, second), h("span", { class: "n" }, keys.length > 1 ? String(keys.length) : "")),
      rows(keys.slice(0, 12)), rest.length ? lazily(t("others")(rest.length), () => rows(rest)) : null);
  });
  if (!found.length && !(entity.quotes ?? []).length) return found;
  if (!found.length) found.push(h("section", null, h("p", { class: "help" }, t("noRelations"))));
  const left = (entity.degree ?? 0) - (entity.relations ?? []).length;
  if (left > 0) found.push(h("p", { class: "help more" }, `${t("moreRelations")(count(left))} ${t("explain")}`));
  return found;
}
function lazily(text, rows) { // long lists are built when they are asked for
  const button = h("button", { class: "more", type: "button", on: { click: () => button.replaceWith(...rows()) } }, `▸ ${text}`);
  return button;
}

function mentionsOf(entity) {
  if (!entity.quotes) return null;
  const byArticle = new Map();
  for (const one of entity.quotes) {
    const key = sentences[one[0]].a;
    if (!byArticle.has(key)) byArticle.set(key, []);
    byArticle.get(key).push(one);
  }
  const groups = [...byArticle].map(([key, list]) => {
    const article = articles[key] ?? {};
    const facts = [article.paper, article.date, article.edition && t("edition")(article.edition), article.by && `${t("by")} ${article.by}`].filter(Boolean).join(" ");
    return [h("p", { class: "article" }, article.title ?? key, h("small", null, facts, link(article.url))),
      list.map(([at, start, end, deictic]) => quote(at, [[start, end, "s"]], [pageLines(sentences[at], article), deictic ? [" ", h("span", { class: "tag" }, t("deictic"))] : null].flat()))];
  });
  return h("section", { id: "mentions" }, h("h3", null, t("mentionsOf"), h("span", { class: "n" }, count(entity.mentions))), groups.slice(0, 6),
    groups.length > 6 ? lazily(counted(groups.length - 6, "articles"), () => groups.slice(6).flat(2)) : null,
    entity.quotes.length < entity.mentions ? h("p", { class: "help more" }, `${t("moreQuotes")(count(entity.mentions))} ${t("explain")}`) : null);
}
const link = (url) => (/^https?:\/\//.test(url ?? "") ? [" ", h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, t("link"))] : null);

function entityPanel(id) {
  const entity = entities[id];
  const numbers = ["mentions", "relations", "articles"].map((key) => [key === "relations" ? entity.degree : entity[key], key]).filter(([n]) => n).map(([n, key]) => counted(n, key)).join(" · ");
  const facts = [["code", entity.code], ...Object.entries(entity.facts ?? {}), ["gazetteer", entity.gazetteer]].filter(([, value]) => value);
  return [
    h("p", { class: "kind" }, glyph(entity.type), typeName(entity)),
    h("h2", { class: [...entity.name].length > 24 ? "long" : null }, entity.name),
    h("p", { class: "meta" }, numbers),
    h("p", { class: "meta" }, h("code", null, id), live ? [" · ", h("a", { href: `${root}/id/${iris.get(id)?.slice(meta.base.length) ?? id}` }, t("page"))] : null),
    h("p", { class: "acts" }, actions(id)),
    entity.aliases ? h("ul", { class: "chips", "aria-label": t("aka") }, entity.aliases.map((alias) => h("li", null, alias))) : null,
    facts.length || entity.same ? h("dl", { class: "facts" }, facts.map(([key, value]) => [h("dt", null, t(key)), h("dd", null, h("bdi", null, value))]).flat(),
      (entity.same ?? []).map((iri) => [h("dt", null, t("sameAs")), h("dd", null, /^https?:\/\//.test(iri) ? h("a", { href: iri, rel: "noreferrer noopener", target: "_blank" }, iri) : iri)]).flat()) : null,
    ["maybe", "homonyms"].map((kind) => entity[kind] ? h("section", null, h("h3", null, t(kind)), entity[kind].map((other) => h("div", { class: "relation head" }, nameOf(other), h("span", { class: "aside" }, other)))) : null),
    relationGroups(id, entity),
    entity.reported ? h("section", null, h("h3", null, t("reported"), h("span", { class: "n" }, String(entity.reported.length))), entity.reported.map((key) => h("p", { class: "article" }, articles[key]?.title ?? key, h("small", null, [articles[key]?.paper, articles[key]?.date].filter(Boolean).join(" "))))) : null,
    mentionsOf(entity),
    entity.reasons ? h("section", null, h("h3", null, t("reasons")), h("ul", { class: "steps" }, entity.reasons.map((reason) => h("li", null, h("bdi", null, reason))))) : null,
  ];
}

/** Buttons of what can be done with a node. */
function actions(id) {
  const hidden = left(id);
  return [
    hidden ? act("expand", () => expand(id), hidden) : null, act("collapse", () => collapse(id)), act("focus", () => focus([id])),
    act("path", () => seek(id)), act("add", () => { adding = true; say(t("adding")); }), act(pinned.has(id) ? "unpin" : "pin", () => pin([id])), act("hide", () => hide([id])),
  ];
}
const act = (key, action, n) => h("button", { type: "button", "data-act": key, on: { click: action } }, t(key), n ? h("span", { class: "n" }, ` ${count(n)}`) : null);

/** Several nodes at once. */
function severalPanel(ids) {
  return [
    h("h2", null, counted(ids.length, "entities")),
    h("p", { class: "acts" }, ids.length === 2 ? act("path", () => connect(...ids)) : null, act("focus", () => focus(ids)), act(ids.every((id) => pinned.has(id)) ? "unpin" : "pin", () => pin(ids)), act("hide", () => hide(ids))),
    h("ul", { class: "starts" }, ids.map((id) => h("li", { class: "head" }, nameOf(id)))),
  ];
}

/** The shortest way between two nodes: every step with a sentence that states it. */
function wayPanel({ way, ends }) {
  let at = ends[0];
  const steps = way.map((id) => {
    const relation = relations[id], out = relation.s === at;
    at = out ? relation.o : relation.s;
    const first = relation.claims?.[0];
    return h("li", { class: "step", "data-relation": id },
      h("p", { class: "verb" }, out ? "↓ " : "↑ ", verb(relation), " ", h("button", { class: "link", type: "button", on: { click: () => choose({ edge: id }, { move: true }) } }, relation.n ? `${t("details")} ${relation.n} ›` : `${t("source")} ›`)),
      first ? quote(first.at, first.marks ?? [], origin(first.at)) : relation.source ? h("p", { class: "aside" }, relation.source) : null,
      h("p", { class: "head" }, nameOf(at)));
  });
  return [h("p", { class: "kind" }, t("way")), h("h2", null, t("ways")(way.length)), h("p", { class: "head" }, nameOf(ends[0])), h("ol", { class: "way" }, steps)];
}

function relationPanel(id) {
  const relation = relations[id];
  const name = predicates[relation.p] ? pair(predicates[relation.p]) : [relation.p, ""];
  const claims = relation.claims ?? [];
  return [
    h("p", { class: "kind" }, name.join(" ")),
    h("div", { class: "triple" }, h("div", { class: "head" }, nameOf(relation.s)), h("div", { class: "verb" }, `↓ ${verb(relation)}`),
      h("div", { class: "head" }, relation.literal ? h("span", { class: "undrawn" }, relation.o) : nameOf(relation.o))),
    h("dl", { class: "facts" }, [...Object.entries(relation.q ?? {}), ["since", relation.since], ["until", relation.until], ["confidence", String(relation.conf)], ["source", relation.source]].filter(([, value]) => value).map(([key, value]) => [h("dt", null, t(key)), h("dd", null, h("bdi", null, value))]).flat()),
    h("section", null, h("h3", null, t("evidence"), h("span", { class: "n" }, relation.n ? count(relation.n) : "")),
      claims.map((one) => h("div", { class: "relation" }, claim(one))), claims.length ? null : h("p", { class: "help more" }, t("noClaims")),
      relation.n > claims.length ? h("p", { class: "help more" }, `${t("moreClaims")(count(relation.n - claims.length))} ${t("explain")}`) : null,
      claims.length ? h("p", { class: "legend-marks" }, h("mark", null, t("subject")), " ", h("mark", { class: "o" }, t("object"))) : null),
  ];
}

function startPanel() {
  const most = all.filter((node) => node.mentions).sort((a, b) => b.mentions - a.mentions).slice(0, 10);
  return [
    h("h2", null, t("start")),
    h("ul", { class: "steps" }, t("steps").map(([what, then]) => h("li", null, h("b", null, what), language === "zh" ? "，" : " ", then))),
    most.length ? h("section", null, h("h3", null, t("most")), h("ul", { class: "starts" }, most.map((node) => h("li", null,
      h("button", { type: "button", on: { click: () => choose({ node: node.id }, { move: true }) } }, glyph(node.kind), h("span", { class: "name" }, node.label), h("span", { class: "n" }, count(node.mentions))))))) : null,
  ];
}

function panel() {
  const box = $("panel"), free = !chosen.node && !chosen.edge && !chosen.way && !(chosen.several?.length > 1);
  box.classList.toggle("empty", free);
  const wait = !free && !detail.done ? detail() : live && chosen.node && !whole.has(chosen.node) ? about(chosen.node) : null;
  wait?.then(() => { panel(); network.redraw(); }, (error) => say(error.message));
  const content = chosen.way ? wayPanel(chosen) : chosen.several?.length > 1 ? severalPanel(chosen.several) : chosen.node ? entityPanel(chosen.node) : chosen.edge ? relationPanel(chosen.edge) : startPanel();
  box.replaceChildren(...[free ? null : h("button", { class: "close", type: "button", "aria-label": t("close"), title: `${t("close")} (Esc)`, on: { click: () => choose({}) } }, "×"), ...content].flat(Infinity).filter(Boolean));
  box.scrollTop = 0;
}
