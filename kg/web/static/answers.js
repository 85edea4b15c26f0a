// The answer of a query: as a table, a network, a map, a chart. Cells are terms of the SPARQL results JSON.

import { count, draw, h, ink, say } from "./dom.js";

const ROWS = 200; // of a table at first
const NODES = 300; // of a network; more is a hairball
const BARS = 60;
const LINES = 4;
const NUMBERS = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|gYear)$/;

/** Columns and rows of an answer: of SELECT as it is, of N-Triples as three columns. */
export function readAnswer(type, text) {
  if (!type.includes("json")) return { columns: ["subject", "predicate", "object"], rows: triples(text), graph: true };
  const found = JSON.parse(text);
  if ("boolean" in found) return { columns: ["ASK"], rows: [[{ type: "literal", value: String(found.boolean) }]] };
  const columns = found.head.vars ?? [];
  return { columns, rows: found.results.bindings.map((row) => columns.map((name) => row[name] ?? null)) };
}

/** The terms of N-Triples, whose strings have JSON's escapes (but for \U). */
function triples(text) {
  const term = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?/g;
  const plain = (string) => string.replace(/\\U([0-9A-Fa-f]{8})/g, (_, code) => String.fromCodePoint(parseInt(code, 16))).replace(/\\u([0-9A-Fa-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16))).replace(/\\(.)/g, (_, c) => ({ n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" })[c] ?? c);
  return text.split("\n").filter(Boolean).map((line) => [...line.matchAll(term)].slice(0, 3).map(([, iri, blank, string, datatype, language]) => {
    if (iri !== undefined) return { type: "uri", value: plain(iri) };
    return blank !== undefined ? { type: "bnode", value: blank } : { type: "literal", value: plain(string), datatype, "xml:lang": language };
  }));
}

const number = (term) => (term?.type === "literal" && (NUMBERS.test(term.datatype ?? "") || !term.datatype) && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(term.value) ? Number(term.value) : NaN);

/**
 * The views of an answer, with a tab for each.
 * @param {{columns: string[], rows: any[][]}} answer
 * @param {{prefixes: Record<string, string>, base: string, terms: any[], link: (path: string) => string}} world
 */
export function answerViews(answer, world, wanted, turned) {
  const names = { table: say("表格", "Table"), network: say("网络", "Network"), map: say("地图", "Map"), chart: say("图表", "Chart") };
  const views = { table, network, map, chart }, body = h("div", { id: "answer", role: "tabpanel", tabindex: "-1" });
  const tabs = h("div", { class: "tabs views", role: "tablist", "aria-label": say("结果的样式", "Views of the answer") });
  const turn = (key, focus) => {
    for (const tab of tabs.children) {
      const here = tab.dataset.view === key;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      if (here && focus) tab.focus();
      if (here) body.setAttribute("aria-labelledby", tab.id);
    }
    body.replaceChildren(...[views[key](answer, world, body)].flat().filter(Boolean));
    turned(key);
  };
  const keys = Object.keys(views);
  const arrows = ({ key }, at) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) turn(keys[(at + step + keys.length) % keys.length], true);
  };
  tabs.append(...keys.map((key, at) => h("button", { type: "button", role: "tab", id: `tab-${key}`, "data-view": key, "aria-controls": "answer", on: { click: () => turn(key), keydown: (event) => arrows(event, at) } }, names[key])));
  turn(wanted in views ? wanted : "table");
  return [tabs, body];
}

/** The name of an IRI for reading: prefixed where a prefix is known. */
function short(term, { prefixes }) {
  if (term.type !== "uri") return term.value;
  const [prefix, start] = Object.entries(prefixes).filter(([, iri]) => term.value.startsWith(iri)).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  return start ? `${prefix}:${decode(term.value.slice(start.length))}` : decode(term.value);
}
function decode(text) { try { return decodeURI(text); } catch { return text; } }
/** Where this site shows a term, "" where it does not. */
const address = (term, { base, link }) => (term?.type === "uri" && base && term.value.startsWith(base) ? link(`id/${term.value.slice(base.length)}`) : "");

function cell(term, world) {
  if (!term) return "";
  const to = address(term, world), name = h("bdi", null, short(term, world));
  return to ? h("a", { href: to }, name) : name;
}

function table({ columns, rows }, world) {
  const state = { by: -1, down: false, words: "", most: ROWS };
  const texts = rows.map((row) => row.map((term) => (term ? short(term, world) : "")));
  const body = h("tbody"), head = h("tr"), size = h("span", { class: "source", role: "status" }), order = new Intl.Collator("zh", { numeric: true });
  const found = () => {
    const wanted = state.words.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = rows.map((_, i) => i).filter((i) => wanted.every((word) => texts[i].join(" ").toLowerCase().includes(word)));
    if (state.by >= 0) kept.sort((a, b) => (state.down ? -1 : 1) * order.compare(texts[a][state.by], texts[b][state.by]) || a - b);
    return kept;
  };
  const show = () => {
    const all = found();
    size.replaceChildren(say(`${count(all.length)} 行`, all.length === 1 ? "1 row" : `${count(all.length)} rows`));
    body.replaceChildren(...all.slice(0, state.most).map((i) => h("tr", null, rows[i].map((term) => h("td", { class: Number.isFinite(number(term)) ? "number" : null, lang: "zh" }, cell(term, world))))));
    if (all.length > state.most) body.append(h("tr", null, h("td", { colspan: columns.length }, h("button", { type: "button", on: { click: () => { state.most += 1000; show(); } } }, say(`另 ${count(all.length - state.most)} 行`, `${count(all.length - state.most)} more`)))));
    head.replaceChildren(...columns.map((name, i) => h("th", { scope: "col", lang: "zh", "aria-sort": state.by === i ? (state.down ? "descending" : "ascending") : null },
      h("button", { type: "button", class: "sort", on: { click: () => { state.down = state.by === i && !state.down; state.by = i; show(); } } }, name, state.by === i ? (state.down ? " ▾" : " ▴") : ""))));
  };
  show();
  const narrow = say("在结果中筛选", "Filter the rows");
  return [
    h("div", { class: "filters" }, h("input", { type: "search", "aria-label": narrow, placeholder: narrow, on: { input: ({ target }) => { state.words = target.value; show(); } } }),
      h("button", { type: "button", "data-act": "csv", on: { click: ({ target }) => copy(csv(columns, found().map((i) => texts[i])), target) } }, say("复制 CSV", "Copy CSV")), size),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("结果", "Results") }, h("table", null, h("thead", null, head), body)),
  ];
}
/** Rows as CSV; what a spreadsheet would take for a formula is text. */
function csv(columns, rows) {
  const field = (text) => {
    const plain = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n");
}
async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  button.replaceChildren(say("已复制", "Copied"));
}

/** Which columns make the network: of triples subject and object, else the first two that name things. */
function joined({ columns, rows, graph }) {
  if (graph) return [0, 2, 1];
  const named = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i] && row[i].type !== "literal"));
  const worded = columns.map((_, i) => i).filter((i) => !named.includes(i) && rows.some((row) => row[i] && !Number.isFinite(number(row[i]))));
  const [a, b] = [...named, ...worded];
  return b === undefined ? [] : [a, b, -1];
}
function network({ columns, rows, graph }, world, box) {
  const [from, to, middle] = joined({ columns, rows, graph });
  if (from === undefined) return help(say("网络要有两列写着事物的名称或 IRI。", "A network needs two columns that name things."));
  const nodes = new Map(), edges = new Map(), key = (term) => `${term.type} ${term.value}`;
  for (const row of rows) {
    const ends = [row[from], row[to]];
    if (ends.some((term) => !term)) continue;
    const fresh = new Set(ends.filter((term) => !nodes.has(key(term))).map(key));
    if (nodes.size + fresh.size > NODES) continue;
    for (const term of ends) nodes.set(key(term), term);
    const label = middle < 0 ? "" : title(row[middle], world);
    edges.set(JSON.stringify([...ends.map(key), label]), { from: key(ends[0]), to: key(ends[1]), label });
  }
  const stage = h("div", { class: "stage", role: "img", "aria-label": say(`${nodes.size} 个点、${edges.size} 条线；同样的内容见表格`, `${nodes.size} nodes, ${edges.size} lines; the table has the same`) });
  requestAnimationFrame(() => { if (stage.isConnected) plot(stage, nodes, edges, world); });
  const left = new Set(rows.flatMap((row) => [row[from], row[to]]).filter(Boolean).map(key)).size - nodes.size;
  return [h("p", { class: "source" }, say(`${columns[from]} → ${columns[to]}，${nodes.size} 个点、${edges.size} 条线`, `${columns[from]} → ${columns[to]}: ${nodes.size} nodes, ${edges.size} lines`), left > 0 ? say(`；另有 ${left} 个没有画`, `; ${left} more are not drawn`) : ""), stage];
}
/** A name for a picture: the label of a term of the vocabulary, the end of an IRI, a text. */
function title(term, world) {
  if (term.type !== "uri") return term.value.length > 16 ? `${term.value.slice(0, 15)}…` : term.value;
  const name = short(term, world), known = world.terms.find((each) => each.term === name);
  return (known && say(known.zh, known.en)) || name.split(/[/#:]/).filter(Boolean).at(-1) || name;
}
/** A name on several lines: what tells namesakes apart below it, nothing longer than nine characters. */
const rows = (name) => name.replace("-", "\n").split("\n").flatMap((line) => [...line].length > 12 ? line.match(/.{1,9}/gu) : [line]).slice(0, 3).join("\n");
function plot(stage, nodes, edges, world) {
  const font = { face: getComputedStyle(document.body).fontFamily, color: ink("ink"), size: 13, strokeWidth: 3, strokeColor: ink("paper") };
  const data = {
    nodes: [...nodes].map(([id, term]) => ({ id, label: rows(title(term, world)), shape: "dot", size: 8, color: { background: address(term, world) ? ink("accent") : ink("soft"), border: ink("paper") } })),
    edges: [...edges.values()].map((edge, id) => ({ id, ...edge })),
  };
  const picture = new window.vis.Network(stage, data, {
    layout: { randomSeed: 1 }, nodes: { font, borderWidth: 1.5 }, edges: { color: { color: ink("line-strong"), inherit: false }, font: { ...font, size: 11, color: ink("soft") }, arrows: { to: { enabled: true, scaleFactor: 0.4 } }, smooth: false },
    physics: { solver: "forceAtlas2Based", stabilization: { iterations: 250 }, forceAtlas2Based: { avoidOverlap: 0.4, springLength: 60, gravitationalConstant: -38, centralGravity: 0.02 } },
  });
  picture.once("stabilizationIterationsDone", () => { 
    const wide = Math.max(1, Math.min(2, stage.clientWidth / stage.clientHeight)); // forces make a disc; names need the width
    picture.setOptions({ physics: false });
    for (const [id, { x, y }] of Object.entries(picture.getPositions())) picture.moveNode(id, x * wide, y);
    picture.fit({ maxZoomLevel: 1.4 });
    picture.setOptions({ nodes: { font: { ...font, size: Math.min(20, 11.5 / Math.min(1, picture.getScale())) } } }); // to be read without zooming
    stage.dataset.still = "yes";
  });
  picture.on("doubleClick", ({ nodes: [id] }) => { const where = id && address(nodes.get(id), world); if (where) location.assign(where); });
}

/** Latitude and longitude of a row: columns of these names, or a WKT point. */
function spotsOf({ columns, rows }) {
  const at = (pattern) => columns.findIndex((name) => pattern.test(name));
  const lat = at(/^(lat|latitude|纬度)$/i), long = at(/^(long|lon|lng|longitude|经度)$/i);
  return rows.map((row) => {
    const point = row.map((term) => /^\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i.exec(term?.value ?? "")).find(Boolean);
    const [y, x] = point ? [Number(point[2]), Number(point[1])] : [row[lat], row[long]].map((term) => Number(term?.value ?? NaN));
    const named = row.find((term, i) => term?.type === "literal" && i !== lat && i !== long && !point) ?? row.find((term) => term?.type === "uri");
    return { x, y, term: row.find((term) => term?.type === "uri"), named };
  }).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && Math.abs(y) <= 90);
}
function map(answer, world) {
  const spots = spotsOf(answer);
  if (!spots.length) return help(say("地图要有 ?lat 与 ?long 两列（十进制度），或一列 WKT 点。", "A map needs columns ?lat and ?long (decimal degrees), or one of WKT points."));
  const narrow = Math.cos(spots.reduce((sum, { y }) => sum + y, 0) / spots.length * Math.PI / 180);
  const [west, east] = [Math.min(...spots.map(({ x }) => x)), Math.max(...spots.map(({ x }) => x))], [south, north] = [Math.min(...spots.map(({ y }) => y)), Math.max(...spots.map(({ y }) => y))];
  const reach = Math.max((east - west) * narrow, north - south, 0.02), scale = 560 / reach, height = Math.max(120, (north - south) * scale + 70);
  const left = (x) => 30 + (x - west) * narrow * scale + (560 - (east - west) * narrow * scale) / 2, top = (y) => 30 + (north - y) * scale;
  const taken = [];
  return h("figure", { class: "chart", tabindex: 0 }, draw("svg", { viewBox: `0 0 700 ${height.toFixed(0)}`, role: "img", "aria-label": say(`${spots.length} 个地点`, `${spots.length} places`) }, spots.map(({ x, y, term, named }) => {
    const [cx, cy] = [left(x), top(y)], name = named ? title(named, world) : "", to = term && address(term, world), width = name.length * 13;
    const free = taken.every(([a, b, w]) => Math.abs(b - cy) > 15 || a > cx + width + 12 || a + w < cx);
    if (free) taken.push([cx, cy, width + 12]);
    const dot = [draw("title", {}, `${name} ${y}, ${x}`), draw("circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: 4.5, class: "point" }), free ? draw("text", { x: (cx + 8).toFixed(1), y: (cy + 4.5).toFixed(1) }, name) : null];
    return to ? draw("a", { href: to, "aria-label": name }, dot) : draw("g", {}, dot);
  })));
}

function chart({ columns, rows }) {
  const numeric = columns.map((_, i) => i).filter((i) => rows.length && rows.every((row) => !row[i] || Number.isFinite(number(row[i]))) && rows.some((row) => row[i]));
  const dated = columns.findIndex((_, i) => rows.length > 1 && rows.every((row) => /^\d{4}(-\d\d){0,2}/.test(row[i]?.value ?? "")));
  const worded = columns.findIndex((_, i) => i !== dated && !numeric.includes(i) && rows.some((row) => row[i]?.type === "literal"));
  const category = dated >= 0 ? dated : worded >= 0 ? worded : columns.findIndex((_, i) => !numeric.includes(i));
  const series = numeric.filter((i) => i !== category).slice(0, LINES);
  if (category < 0 || !series.length) return help(say("图表要有一列名称或日期，和一列数值。", "A chart needs a column of names or dates, and one of numbers."));
  const names = rows.map((row) => row[category]?.value ?? "");
  return category === dated ? lines(names, series.map((i) => [columns[i], rows.map((row) => number(row[i]))])) : bars(names, columns[series[0]], rows.map((row) => number(row[series[0]])));
}
function bars(names, title, values) {
  const shown = values.map((value, i) => ({ value, name: names[i] })).filter(({ value }) => Number.isFinite(value)).slice(0, BARS);
  const [low, high] = [Math.min(0, ...shown.map(({ value }) => value)), Math.max(0, ...shown.map(({ value }) => value))], scale = 480 / (high - low || 1);
  const at = (value) => 230 + (value - low) * scale;
  return [h("p", { class: "source" }, title, values.length > shown.length ? say(`，前 ${shown.length} 行`, `, the first ${shown.length} rows`) : ""),
    h("figure", { class: "chart", tabindex: 0 }, draw("svg", { viewBox: `0 0 790 ${shown.length * 24 + 10}`, role: "img", "aria-label": title }, shown.map(({ value, name }, i) => draw("g", {}, draw("title", {}, `${name} ${value}`),
      draw("text", { x: 222, y: i * 24 + 19, "text-anchor": "end" }, name.length > 16 ? `${name.slice(0, 15)}…` : name), draw("rect", { class: "known", x: Math.min(at(0), at(value)).toFixed(1), y: i * 24 + 7, width: Math.max(1, Math.abs(value) * scale).toFixed(1), height: 14, rx: 2 }),
      draw("text", { class: "year", x: (Math.max(at(0), at(value)) + 6).toFixed(1), y: i * 24 + 19 }, count(value))))))];
}
function lines(days, series) {
  const time = (day) => { const [y, m = 1, d = 1] = day.split(/[-T]/).map(Number); return y + (m - 1) / 12 + (d - 1) / 365; };
  const values = series.flatMap(([, each]) => each).filter(Number.isFinite), [low, high] = [Math.min(...values), Math.max(...values)], [first, last] = [Math.min(...days.map(time)), Math.max(...days.map(time))];
  const x = (day) => 70 + 600 * (time(day) - first) / (last - first || 1), y = (value) => 250 - 220 * (value - low) / (high - low || 1);
  const row = (each) => days.map((day, i) => ({ day, value: each[i] })).filter(({ value }) => Number.isFinite(value)).sort((a, b) => time(a.day) - time(b.day));
  return h("figure", { class: "chart", tabindex: 0 }, draw("svg", { viewBox: "0 0 790 290", role: "img", "aria-label": series.map(([name]) => name).join(", ") },
    [low, high].map((value) => [draw("path", { class: "tick", d: `M70 ${y(value)}H670` }), draw("text", { class: "year", x: 64, y: y(value) + 4, "text-anchor": "end" }, count(value))]).flat(),
    [...new Set([Math.min(...days.map(time)), Math.max(...days.map(time))])].map((at, i) => draw("text", { class: "year", x: i ? 670 : 70, y: 272, "text-anchor": i ? "end" : "start" }, days.find((day) => time(day) === at))),
    series.map(([name, each], i) => { const points = row(each), end = points.at(-1); return draw("g", { class: `line${i}` }, draw("polyline", { class: "through", points: points.map(({ day, value }) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }),
      points.map(({ day, value }) => draw("circle", { class: "point", cx: x(day).toFixed(1), cy: y(value).toFixed(1), r: 3.5 }, draw("title", {}, `${day} ${value}`))), draw("text", { class: "year", x: 680, y: y(end.value) + 4 + 14 * i * Number(series.length > 1 && low === high) }, name)); })));
}
const help = (text) => h("p", { class: "empty" }, text);
