// Views beside the network, over the same data and the same filters: tabs, and the table that all of them use.

let tab = "network";
const views = live ? { network: null } : { network: null, posts: postsView, meetings: meetingsView, policies: policiesView, figures: figuresView, places: placesView };

function tabs() {
  $("tabs").hidden = live !== ""; // the site has pages for what the other views tell
  $("tabs").replaceChildren(...Object.keys(views).map((key) => h("button", { type: "button", role: "tab", "data-tab": key, "aria-selected": String(tab === key), "aria-controls": "view", on: { click: () => { turn(key); writeAddress(true); } } }, t(`tab-${key}`))));
}
/** Show a view; one that nobody knows is the network. @param {string} key */
async function turn(key) {
  tab = key in views ? key : "network";
  tabs();
  $("view").hidden = tab === "network";
  if (tab === "network") return $("view").replaceChildren();
  await detail();
  return fill();
}
function fill() { // again after every change of the filters
  if (tab !== "network" && detail.done) $("view").replaceChildren(...views[tab]().flat().filter(Boolean));
}

const edgeOf = new Map(every.map((edge) => [edge.id, edge]));
/** Members by what a function says of them, in their order. */
function grouped(members, of) {
  const groups = new Map();
  for (const member of members) {
    const key = of(member), same = groups.get(key);
    if (same) same.push(member);
    else groups.set(key, [member]);
  }
  return groups;
}
let byPredicate = null; // predicate → its relations as [id, record], once what the panel tells is there
/** Relations of these predicates that the filters let through, as [id, record]. */
function stating(...keys) {
  byPredicate ??= grouped(Object.entries(relations), ([, { p }]) => p);
  return keys.filter((key) => !off.predicates.has(key)).flatMap((key) => byPredicate.get(key) ?? []).filter(([id, { s }]) => (edgeOf.has(id) ? allowedEdge(edgeOf.get(id)) : allowed(s)));
}
const called = (id) => byId.get(id)?.label ?? id;

/**
 * A table that sorts by a click on a head, filters by words and copies as CSV; a row leads to its evidence.
 * @param {string} title
 * @param {{name: string, text: (row: any) => string | number, cell?: (row: any) => Node, wide?: boolean}[]} columns
 * @param {any[]} rows
 * @param {(row: any) => object} choice what `choose` takes for a row
 * @param {(row: any) => string} [group] rows of one group stand together under its name
 */
function table(title, columns, rows, choice, group) {
  const state = { by: -1, down: false, words: "", most: 200 };
  const body = h("tbody"), head = h("tr"), size = h("span", { class: "n" });
  const found = () => {
    const wanted = fold(state.words).split(/\s+/).filter(Boolean);
    const kept = rows.filter((row) => wanted.every((word) => fold(columns.map(({ text }) => text(row)).join(" ")).includes(word)));
    if (state.by < 0) return kept;
    const { text } = columns[state.by], order = new Intl.Collator("zh", { numeric: true });
    return kept.sort((a, b) => (state.down ? -1 : 1) * order.compare(String(text(a)), String(text(b))));
  };
  const fillBody = () => {
    const all = found();
    let last = null;
    size.replaceChildren(count(all.length));
    body.replaceChildren(...all.slice(0, state.most).flatMap((row) => {
      const name = group && state.by < 0 ? group(row) : null, lead = name !== null && name !== last ? h("tr", { class: "lead" }, h("th", { colspan: columns.length, scope: "rowgroup" }, name)) : null;
      last = name;
      const take = () => choose(choice(row), { move: true });
      return [lead, h("tr", { class: "pick", tabindex: 0, on: { click: take, keydown: ({ key }) => { if (key === "Enter") take(); } } }, columns.map(({ text, cell, wide }) => h("td", { class: wide ? "wide" : /^[\d-]{4,10}$/.test(text(row)) ? "day" : null }, cell ? cell(row) : h("bdi", null, String(text(row))))))].filter(Boolean);
    }), all.length > state.most ? h("tr", null, h("td", { colspan: columns.length }, h("button", { class: "more", type: "button", on: { click: () => { state.most += 1000; fillBody(); } } }, t("others")(count(all.length - state.most))))) : "");
    head.replaceChildren(...columns.map(({ name }, i) => h("th", { scope: "col", "aria-sort": state.by === i ? (state.down ? "descending" : "ascending") : "none" },
      h("button", { type: "button", on: { click: () => { state.down = state.by === i && !state.down; state.by = i; fillBody(); } } }, name, state.by === i ? (state.down ? " ▾" : " ▴") : ""))));
  };
  fillBody();
  return h("section", { class: "table" },
    h("div", { class: "caption" }, h("h2", null, title, " ", size), h("input", { type: "search", placeholder: t("narrow"), "aria-label": t("narrow"), on: { input: (event) => { state.words = event.target.value; fillBody(); } } }),
      h("button", { type: "button", "data-act": "csv", on: { click: () => copy(csv(columns, found())) } }, t("csv"))),
    rows.length ? h("div", { class: "scroll" }, h("table", null, h("thead", null, head), body)) : h("p", { class: "help" }, t("noRows")));
}
/** Rows as CSV; what a spreadsheet would take for a formula is text. */
function csv(columns, rows) {
  const field = (value) => {
    const text = String(value), plain = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ text }) => text(row)))].map((line) => line.map(field).join(",")).join("\r\n");
}
/** Put a text on the clipboard, in the old way where a browser forbids the new one to files. */
async function copy(text) {
  try { await navigator.clipboard.writeText(text); } catch {
    const box = h("textarea", { class: "away" });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  copy.last = text;
  say(t("copied"));
}

/** An SVG element. */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
/** A day as a number of years, `2019-07` → 2019.5; NaN when it is none. */
function year(day) {
  const [y, m = 1, d = 1] = day.split("-").map(Number);
  return y + (m - 1) / 12 + (d - 1) / 365;
}
