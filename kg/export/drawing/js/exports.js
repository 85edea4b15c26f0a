// The current view as a picture (PNG, SVG) or as data (GEXF, Turtle).

const visible = () => ({ nodes: here.filter(({ id }) => shown(id)), edges: wires.filter(open) });
/** Without what XML has no way to write: controls and halves of characters. */
const clean = (text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

/** The network as it stands on the screen, with its ground. @returns {Promise<Blob>} */
function png() {
  const shot = $("network").querySelector("canvas"), copy = document.createElement("canvas");
  [copy.width, copy.height] = [shot.width, shot.height];
  const context = copy.getContext("2d");
  context.fillStyle = ink("paper");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(shot, 0, 0);
  return new Promise((done) => { copy.toBlob(done, "image/png"); });
}

/** All that is drawn, whether it is on the screen or not. */
function svg() {
  const { nodes: dots, edges: lines } = visible(), at = ({ id }) => drawn.get(id);
  const xs = dots.map((node) => at(node).x), ys = dots.map((node) => at(node).y);
  const [left, top, right, bottom] = dots.length ? [Math.min(...xs) - 80, Math.min(...ys) - 60, Math.max(...xs) + 80, Math.max(...ys) + 70] : [0, 0, 1, 1];
  const root = draw("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${left} ${top} ${right - left} ${bottom - top}`, "font-family": "Noto Sans CJK SC, Microsoft YaHei, sans-serif" });
  root.append(draw("rect", { x: left, y: top, width: right - left, height: bottom - top, fill: ink("paper") }));
  for (const edge of lines) {
    const [a, b] = [drawn.get(edge.from), drawn.get(edge.to)];
    root.append(draw("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: colors.edge, "stroke-opacity": 0.7 }, draw("title", {}, clean(`${called(edge.from)} ${verb(relations[edge.id])} ${called(edge.to)}`))));
  }
  for (const node of dots) {
    const { x, y } = at(node), scale = node.size / 7;
    root.append(draw("path", { d: outlines[node.shape], transform: `translate(${x - 7 * scale} ${y - 7 * scale}) scale(${scale.toFixed(3)})`, fill: tone(node.color) }));
    wrap(clean(node.label)).forEach((row, i) => root.append(draw("text", { x, y: (y + node.size + 14 + 15 * i).toFixed(1), "font-size": 12.5, "text-anchor": "middle", fill: colors.ink }, row)));
  }
  return new XMLSerializer().serializeToString(root);
}

/** For Gephi: labels, types, mentions, places; predicates and numbers of claims. */
function gexf() {
  const space = "http://gexf.net/1.3", viz = `${space}/viz`;
  const page = document.implementation.createDocument(space, "gexf");
  const element = (tag, attributes, ...children) => {
    const [prefix] = tag.split(":"), made = page.createElementNS(prefix === "viz" ? viz : space, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, clean(String(value)));
    made.append(...children);
    return made;
  };
  const values = (pairs) => element("attvalues", {}, ...Object.entries(pairs).map(([key, value]) => element("attvalue", { for: key, value })));
  const columns = (of, names) => element("attributes", { class: of }, ...Object.entries(names).map(([id, type]) => element("attribute", { id, title: id, type })));
  const { nodes: dots, edges: lines } = visible();
  page.documentElement.setAttribute("version", "1.3");
  page.documentElement.append(element("graph", { defaultedgetype: "directed" }, columns("node", { type: "string", mentions: "integer" }), columns("edge", { predicate: "string", claims: "integer" }),
    element("nodes", {}, ...dots.map(({ id, label: name, kind, mentions }) => element("node", { id, label: name }, values({ type: kind, mentions }), element("viz:position", { x: drawn.get(id).x, y: -drawn.get(id).y, z: 0 })))),
    element("edges", {}, ...lines.map((edge) => element("edge", { id: edge.id, source: edge.from, target: edge.to, label: verb(relations[edge.id]) }, values({ predicate: edge.predicate, claims: edge.n }))))));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(page)}`;
}

/** The entities and relations of the view; posts as memberships. `kg export` writes all that the graph knows. */
function turtle() {
  const literal = (text) => `"${text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd").replace(/[\\"\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"@zh`;
  const iri = (text) => `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => encodeURIComponent(c))}>`;
  const subject = ({ id }) => iri(iris.get(id) ?? meta.base + id);
  const { nodes: dots, edges: lines } = visible();
  const lead = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "@prefix org: <http://www.w3.org/ns/org#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", ""];
  const things = dots.map((node) => `${subject(node)} a ${iri(types.get(node.kind).iri)} ; skos:prefLabel ${literal(node.label)}${node.aliases.length ? ` ; skos:altLabel ${node.aliases.map(literal).join(", ")}` : ""} .`);
  const facts = lines.map((edge) => {
    const { iri: property, reverse } = predicates[edge.predicate], [s, o] = [edge.from, edge.to].map((id) => subject(byId.get(id)));
    if (edge.predicate === "holds_post" || edge.predicate === "left_post") return `[] a org:Membership ; org:member ${s} ; org:organization ${o}${edge.own ? ` ; rdfs:label ${literal(edge.own)}` : ""} .`;
    return reverse ? `${o} ${iri(property)} ${s} .` : `${s} ${iri(property)} ${o} .`;
  });
  return [...lead, ...things, "", ...facts, ""].join("\n");
}

function save(name, content, type) {
  const link = h("a", { href: URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
const exporting = {
  PNG: async () => save("zhitu.png", await png(), "image/png"), SVG: () => save("zhitu.svg", svg(), "image/svg+xml"),
  GEXF: () => save("zhitu.gexf", gexf(), "application/xml"), Turtle: () => save("zhitu.ttl", turtle(), "text/turtle"),
};
function menu() {
  const item = (key, name, action) => h("button", { type: "button", role: "menuitem", "data-export": key, on: { click: () => { openMenu(false); action(); } } }, name);
  $("menu").replaceChildren(...Object.entries(exporting).map(([key, action]) => item(key, key, action)), item("print", t("print"), () => print()), item("link", t("copyLink"), () => copy(location.href)), item("help", t("shortcuts"), help));
}
function openMenu(wanted) {
  $("menu").hidden = !wanted;
  $("more").setAttribute("aria-expanded", String(wanted));
  if (wanted) $("menu").querySelector("button").focus();
}
