// The graph as far as it is here: all of it in a file; of a server (`live`) what was asked for, to which more is added.

const live = document.body.dataset.live ?? ""; // the address that answers, "" in a file
const root = document.body.dataset.root ?? "";

/** What a server has for a wish (see kg/web/explore.py). Throws what went wrong, in its words. */
async function ask(wish) {
  const reply = await fetch(live, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}
const around = live ? new URLSearchParams(location.search).get("around") ?? "" : "";
const opening = live ? await ask(around ? { near: around } : {}).catch(() => ask({})) : null; // of nobody: the first view of all
const data = live ? opening.core : await unpack("core");
const { meta } = data;
const predicates = {};
let sentences = [], articles = {};

const all = [], every = []; // nodes and edges, in the order in which they came
const byId = new Map(), links = new Map(), entities = {}, relations = {}, iris = new Map();
const press = { id: [], title: [], date: [], paper: [] }; // articles

/** Add what a core has and is not here yet. */
function takeIn(core) {
  Object.assign(predicates, core.predicates);
  const known = live && press.id.length ? new Map(press.id.map((id, at) => [id, at])) : null;
  const told = core.articles.id.map((id, i) => {
    if (known?.has(id)) return known.get(id);
    for (const key of Object.keys(press)) press[key].push(core.articles[key][i]);
    return press.id.length - 1;
  });
  const moved = (item) => (known ? { ...item, told: item.told.map((at) => told[at]) } : item);
  const fresh = new Set();
  for (const [i, node] of nodesOf(core).entries()) {
    if (core.iris[i]) iris.set(node.id, core.iris[i]);
    if (byId.has(node.id)) continue;
    byId.set(node.id, Object.assign(moved(node), { at: all.length }));
    all.push(byId.get(node.id));
    links.set(node.id, []);
  }
  for (const edge of edgesOf(core)) {
    if (relations[edge.id]) continue;
    const { id, from, to, predicate, n, own } = edge;
    every.push(Object.assign(moved(edge), { at: every.length }));
    relations[id] = { s: from, p: predicate, o: to, n, q: own ? { title: own } : {} };
    links.get(from).push(every.at(-1));
    if (to !== from) links.get(to).push(every.at(-1));
    fresh.add(from).add(to);
  }
  for (const id of fresh) links.get(id).sort((a, b) => b.n - a.n); // what most claims state comes first, on a shortest path too
  for (const node of all) {
    const { id, label: name, kind: type, code, mentions } = node;
    entities[id] ??= { name, type, aliases: node.aliases.length ? node.aliases : null, code, mentions };
    if (!live) entities[id].degree = links.get(id).length;
  }
}
takeIn(data);
const other = (edge, id) => (edge.from === id ? edge.to : edge.from);

/** Join what the panel tells to the entities and relations of a core. */
function tellOf(core, found) {
  const nodes = core.nodes.id, ids = [...core.edges.id, ...found.literals.map(([id]) => id)], offset = sentences.length;
  for (const [id, s, p, o] of found.literals) {
    if (relations[id]) continue;
    relations[id] = { s: nodes[s], p, o };
    if (!live) entities[nodes[s]].degree += 1;
  }
  found.relations.forEach((record, i) => {
    const relation = relations[ids[i]];
    delete relation.q;
    for (const claim of offset ? record.claims ?? [] : []) claim.at += offset;
    Object.assign(relation, record);
  });
  found.entities.forEach((record, i) => {
    const entity = entities[nodes[i]], told = record.relations?.map((at) => ids[at]);
    for (const quote of offset ? record.quotes ?? [] : []) quote[0] += offset;
    Object.assign(entity, record, told && { relations: live && entity.relations ? [...new Set([...entity.relations, ...told])] : told });
  });
  sentences = offset ? [...sentences, ...found.sentences] : found.sentences;
  articles = offset ? { ...articles, ...found.articles } : found.articles;
}
let asked = null;
/** What the panel tells, joined to the entities and relations when it is first asked for. */
function detail() {
  asked ??= (live ? Promise.resolve(opening.detail) : unpack("detail")).then((found) => {
    tellOf(data, found);
    detail.done = true;
  });
  return asked;
}

// --- what a server has besides

const whole = new Map(); // id of a node that was asked for → how many of its neighbours came, Infinity when all did
const beyond = new Map(); // id → how many neighbours it has in the store
/** Take in an answer of the server. */
async function join(found) {
  await detail();
  takeIn(found.core);
  tellOf(found.core, found.detail);
  extent(found);
  refilter();
  unseen = new Map();
  passing = new Map();
}
function extent({ core, of, centre, near }) {
  core.nodes.id.forEach((id, i) => {
    beyond.set(id, of.neighbours[i]);
    entities[id].degree = of.relations[i];
  });
  if (centre) whole.set(centre, near ? (whole.get(centre) ?? 0) + near : Infinity);
}
if (live) extent(opening);
/** Everything of a node that the panel tells, and its first neighbours. */
const about = (id) => (!live || whole.has(id) ? detail() : neighbours(id));
const pending = new Map();
/** More neighbours of a node; one request at a time. */
function neighbours(id) {
  if (whole.get(id) === Infinity) return detail();
  if (!pending.has(id)) {
    pending.set(id, ask({ near: id, skip: whole.get(id) ?? 0, have: [...drawn.keys()] }).then(join).finally(() => pending.delete(id)));
  }
  return pending.get(id);
}
