// What is let through: types, relations, newspapers, one article, a period; and what was hidden by hand.

const off = { types: new Set(), predicates: new Set(), papers: new Set(), nodes: new Set() };
const only = { article: -1, since: "", until: "" }; // since, until: months
let papers = [], months = [];
const month = (day) => day.slice(0, 7);
/** Newspapers and months, again when more has come from a server. */
function refilter() {
  papers = [...new Set(press.paper)].filter(Boolean).sort();
  months = [...new Set([...press.date, ...every.flatMap((edge) => edge.time.split("/"))].filter((day) => day.length >= 7).map(month))].sort();
}
refilter();

const bySource = () => off.papers.size > 0 || only.article >= 0 || Boolean(only.since || only.until);
const inPress = (at) => !off.papers.has(press.paper[at]) && (only.article < 0 || only.article === at);

/** Whether a time, `2019` or `2019-01-02/2020`, shares a day with the period; what has no time always does. @param {string} time */
function inPeriod(time) {
  const [first, last = first] = time.split("/");
  return (!only.until || !first || month(first) <= only.until) && (!only.since || !last || month(`${last}-99`) >= only.since);
}
/** Whether an article that is let through states an edge in the period. */
const stated = (edge) => edge.told.some(inPress) && inPeriod(edge.time);

let passing = new Map(); // id → whether its sources let it through; forgotten when a filter changes
function passes(id) {
  if (!bySource()) return true;
  if (!passing.has(id)) {
    passing.set(id, byId.get(id).told.some((at) => inPress(at) && inPeriod(press.date[at])) || links.get(id).some(stated));
  }
  return passing.get(id);
}
/** Whether a node may be seen, drawn or not. */
const allowed = (id) => !off.types.has(byId.get(id).kind) && !off.nodes.has(id) && passes(id);
/** Whether an edge may be seen; a gazetteer's goes with its ends. */
const allowedEdge = (edge) => !off.predicates.has(edge.predicate) && (!bySource() || !edge.told.length || stated(edge)) && allowed(edge.from) && allowed(edge.to);
const shown = (id) => drawn.has(id) && allowed(id);
const open = (edge) => drawn.has(edge.from) && drawn.has(edge.to) && allowedEdge(edge);
