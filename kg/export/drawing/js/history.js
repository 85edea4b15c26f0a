// Undo, redo, and the address: the view as a text that says how it differs from the first one.

const start = new Map(data.first.map(([at, x, y]) => [all[at].id, { x, y }]));
/** The node that an address names: by its place in the file, or in full by a server. */
const named = (at) => (live ? byId.get(decodeURIComponent(at)) : all[Number(at)]);

/** What differs from the first view, as a query string; empty when nothing does. */
function snapshot() {
  const view = new URLSearchParams();
  const put = (key, list) => { if (list.length) view.set(key, list.join("_")); };
  const at = live ? (id) => encodeURIComponent(id).replace(/[_.~]/g, (c) => `%${c.charCodeAt(0).toString(16)}`) : (id) => byId.get(id).at;
  const moved = [...drawn].filter(([id, { x, y }]) => start.get(id)?.x !== x || start.get(id)?.y !== y);
  put("put", moved.map(([id, { x, y }]) => [at(id), Math.round(x), Math.round(y)].join(".")));
  put("gone", [...start.keys()].filter((id) => !drawn.has(id)).map(at));
  put("pin", [...pinned].map(at));
  put("hide", [...off.nodes].map(at));
  put("types", [...off.types]);
  put("relations", [...off.predicates].map((key) => (live ? key.replaceAll("_", ".") : Object.keys(predicates).indexOf(key))));
  put("papers", [...off.papers].map((paper) => papers.indexOf(paper)));
  put("article", only.article < 0 ? [] : [only.article]);
  put("since", only.since ? [only.since] : []);
  put("until", only.until ? [only.until] : []);
  return view.toString();
}

/** Make the view what a snapshot says; what it says of things that this file does not have is left out. */
function restore(text) {
  const view = new URLSearchParams(text);
  const list = (key) => (view.get(key) ?? "").split("_").filter(Boolean);
  const ids = (key) => list(key).map((at) => named(at)?.id).filter(Boolean);
  const fill = (set, items) => { set.clear(); for (const item of items) if (item !== undefined) set.add(item); };
  const gone = new Set(ids("gone"));
  drawn.clear();
  for (const [id, spot] of start) if (!gone.has(id)) drawn.set(id, spot);
  for (const [at, ...spot] of list("put").map((each) => each.split("."))) {
    const [x, y] = spot.map(Number);
    if (named(at) && Number.isFinite(x) && Number.isFinite(y)) drawn.set(named(at).id, { x, y });
  }
  fill(pinned, ids("pin"));
  fill(off.nodes, ids("hide"));
  fill(off.types, list("types").filter((key) => types.has(key)));
  fill(off.predicates, list("relations").map((at) => (live ? at.replaceAll(".", "_") : Object.keys(predicates)[Number(at)])));
  fill(off.papers, list("papers").map((at) => papers[Number(at)]));
  const article = Number(view.get("article") ?? -1);
  Object.assign(only, { article: press.id[article] ? article : -1, since: view.get("since") ?? "", until: view.get("until") ?? "" });
}

const past = [], future = [];
let present = "";
/** Keep the view before this one for undo, when something has changed, and put the new one into the address. */
function remember() {
  const next = snapshot();
  if (next === present) return;
  past.push(present);
  future.length = 0;
  present = next;
  tools();
  writeAddress(false);
}
/** Go back one view, or forward again. */
function travel(from, to) {
  if (!from.length) return;
  to.push(present);
  present = from.pop();
  restore(present);
  if (chosen.node && !drawn.has(chosen.node) || chosen.edge || chosen.way || chosen.several) choose({}, { keep: true });
  changed();
  tools();
  writeAddress(false);
}
const undo = () => travel(past, future), redo = () => travel(future, past);
function tools() {
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
}

/** Only a selection is `#id`, as links to an entity have it; any other view is `#?…`. */
function address() {
  if (!present && !chosen.edge && !chosen.way && tab === "network") return chosen.node ? `#${encodeURIComponent(chosen.node)}` : "";
  const view = new URLSearchParams(present);
  if (chosen.node) view.set("node", chosen.node);
  if (chosen.edge) view.set("edge", chosen.edge);
  if (chosen.way) view.set("path", chosen.ends.join(" "));
  if (tab !== "network") view.set("tab", tab);
  return `#?${view}`;
}
let written = "";
function writeAddress(push) {
  const next = address();
  if (next === written) return;
  written = next;
  if (push) location.hash = next; else history.replaceState(null, "", next || "#");
}
/** Fetch what the address names and is not here. */
async function fetchNamed(view, node) {
  const spots = ["put", "pin", "hide"].flatMap((key) => (view.get(key) ?? "").split("_")).filter(Boolean).map((spot) => decodeURIComponent(spot.split(".")[0]));
  const ids = [...spots, node, ...(view.get("path") ?? "").split(" ")].filter((id) => id && !byId.has(id));
  if (ids.length) await ask({ ids, have: [...drawn.keys()] }).then(join, () => {});
}
/** Show what the address says. */
async function readAddress(move) {
  written = location.hash;
  const text = location.hash.slice(1), view = new URLSearchParams(text.startsWith("?") ? text.slice(1) : "");
  let node = view.get("node");
  if (!text.startsWith("?")) { try { node = decodeURIComponent(text); } catch { /* a half-typed address selects nothing */ } }
  if (live) await fetchNamed(view, node);
  restore(view.toString());
  present = snapshot();
  changed();
  const [from, to] = (view.get("path") ?? "").split(" ");
  if (byId.has(from) && byId.has(to)) connect(from, to);
  else if (relations[view.get("edge")]) choose({ edge: view.get("edge") }, { keep: true });
  else choose({ node: byId.has(node) ? node : null }, { move, keep: true });
  turn(view.get("tab") ?? "network");
}
addEventListener("hashchange", () => { if (location.hash !== written && (location.hash || written)) readAddress(true); }); // else it was us who changed it
