// Meetings: when, who chaired and attended, what was on the agenda; and who met whom how often.

function meetingsView() {
  const meetings = new Map();
  const of = (id) => {
    if (!meetings.has(id)) meetings.set(id, { id, name: called(id), date: entities[id]?.facts?.startDate ?? "", convened: [], chaired: [], attended: [], considered: [], located_at: [], discussed: [] });
    return meetings.get(id);
  };
  for (const [, { p, s, o, q }] of stating("convened", "chaired", "attended")) of(o)[p].push(q?.role && p === "attended" && !/^(出席|参加)$/.test(q.role) ? `${called(s)}（${q.role.replaceAll(" ", "、")}）` : called(s));
  for (const [, { p, s, o, q }] of stating("considered", "located_at", "discussed")) if (byId.get(s)?.kind === "EVT") of(s)[p].push(q?.outcome ? `${called(o)}（${q.outcome}）` : called(o));
  const rows = [...meetings.values()].sort((a, b) => order(b.date, a.date) || order(a.id, b.id));
  const list = (key, name = t(key)) => ({ name, text: (row) => [...new Set(row[key])].join("、") });
  return [
    table(t("tab-meetings"), [{ name: t("date"), text: (row) => row.date }, { name: t("meeting"), text: (row) => row.name, wide: true }, list("convened"), list("chaired"), list("attended"), { name: t("agenda"), text: (row) => [...row.considered, ...row.discussed].join("；"), wide: true }, list("located_at")], rows, ({ id }) => ({ node: id })),
    table(t("together"), [{ name: t("person"), text: (row) => called(row.a) }, { name: t("person"), text: (row) => called(row.b) }, { name: t("times"), text: (row) => row.meetings.length }, { name: t("tab-meetings"), text: (row) => row.meetings.map(called).join("、"), wide: true }], pairsOf(), ({ a, b }) => ({ several: [a, b] })),
  ];
}
const CROWD = 40; // people of one meeting; of larger ones nobody reads the pairs

/** Pairs of people who chaired or attended the same meetings, the most frequent first. */
function pairsOf() {
  const people = new Map(), pairs = new Map();
  for (const [, { s, o }] of stating("chaired", "attended")) people.set(o, (people.get(o) ?? new Set()).add(s));
  for (const [meeting, who] of people) {
    const sorted = [...who].sort();
    if (sorted.length > CROWD) continue;
    sorted.forEach((a, i) => sorted.slice(i + 1).forEach((b) => {
      const key = JSON.stringify([a, b]);
      if (!pairs.has(key)) pairs.set(key, { a, b, meetings: [] });
      pairs.get(key).meetings.push(meeting);
    }));
  }
  return [...pairs.values()].sort((x, y) => y.meetings.length - x.meetings.length || order(x.a, y.a) || order(x.b, y.b));
}
