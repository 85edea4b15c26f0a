// The whole graph of the file: nodes, edges, and what the panel tells of them once it is asked for.

const data = await unpack("core");
const { predicates, meta } = data;
let sentences = [], articles = {};

const all = nodesOf(data), every = edgesOf(data); // of the whole graph
const byId = new Map(all.map((node) => [node.id, node]));
const links = new Map(all.map((node) => [node.id, []]));
for (const edge of every) {
  links.get(edge.from).push(edge);
  if (edge.to !== edge.from) links.get(edge.to).push(edge);
}
for (const each of links.values()) each.sort((a, b) => b.n - a.n); // what most claims state comes first, on a shortest path too
const entities = Object.fromEntries(all.map((node) => [node.id, { name: node.label, type: node.kind, aliases: node.aliases.length ? node.aliases : null, code: node.code, mentions: node.mentions, degree: links.get(node.id).length }]));
const relations = Object.fromEntries(every.map(({ id, from, to, predicate, n, own }) => [id, { s: from, p: predicate, o: to, n, q: own ? { title: own } : {} }]));
const other = (edge, id) => (edge.from === id ? edge.to : edge.from);

let asked = null;
/** What the panel tells, joined to the entities and relations when it is first asked for. */
function detail() {
  asked ??= unpack("detail").then((found) => {
    const ids = [...every.map((edge) => edge.id), ...found.literals.map(([id]) => id)];
    found.literals.forEach(([id, s, p, o]) => { relations[id] = { s: all[s].id, p, o }; entities[all[s].id].degree += 1; });
    found.relations.forEach((record, i) => { delete relations[ids[i]].q; Object.assign(relations[ids[i]], record); });
    found.entities.forEach((record, i) => Object.assign(entities[all[i].id], record, record.relations && { relations: record.relations.map((at) => ids[at]) }));
    ({ sentences, articles } = found);
    detail.done = true;
  });
  return asked;
}
