// The page for SPARQL: an editor that completes, and answers without leaving the page. Without this script the form works as it stands.

import { answerViews, readAnswer } from "./answers.js";
import { h, say } from "./dom.js";

const form = document.getElementById("ask"), field = document.getElementById("query"), box = document.getElementById("result");
const world = { prefixes: {}, base: "", terms: [], link: (path) => `${form.dataset.root}/${path}` };
const TYPES = "application/sparql-results+json, application/n-triples;q=0.9";
const MATCHES = 60;

const known = fetch(form.dataset.vocabulary).then((reply) => reply.json()).then((found) => Object.assign(world, found));
const editor = await open();
let running = null;

/** The editor in the place of the text field; null where it is not installed. */
async function open() {
  const { Yasqe } = window;
  if (!Yasqe) return null;
  await known;
  Yasqe.registerAutocompleter({ name: "ours-prefixes", bulk: false, autoShow: true, isValidCompletionPosition: Yasqe.Autocompleters.prefixes.isValidCompletionPosition, preProcessToken: Yasqe.Autocompleters.prefixes.preProcessToken, get: (_, token) => declarations(token?.autocompletionString ?? token?.string ?? "") }, false);
  for (const kind of ["property", "class"]) Yasqe.registerAutocompleter({ name: `ours-${kind}`, bulk: false, autoShow: true, isValidCompletionPosition: (yasqe) => namesTerm(yasqe, kind), get: (_, token) => matches(token?.string ?? "", kind), postprocessHints: told }, false);
  Yasqe.defineMode("sparql-declared", (config) => { // the server declares these prefixes, so a query that does not is right
    const mode = Yasqe.getMode(config, "sparql11");
    return { ...mode, startState: () => ({ ...mode.startState(), prefixes: { ...world.prefixes } }) };
  });
  const ask = () => form.requestSubmit();
  const place = h("div", { id: "editor" });
  field.after(place);
  const made = new Yasqe(place, {
    mode: "sparql-declared", value: field.value, autocompleters: ["variables", "ours-prefixes", "ours-property", "ours-class"], persistenceId: null, consumeShareLink: null, createShareableLink: null,
    showQueryButton: false, resizeable: false, editorHeight: "auto", viewportMargin: Infinity, queryingDisabled: "", extraKeys: { "Ctrl-Enter": ask, "Cmd-Enter": ask, "Ctrl-S": false },
  });
  field.hidden = true;
  made.getInputField().setAttribute("aria-label", say("查询语句", "Query"));
  made.getInputField().setAttribute("aria-describedby", "editor-help");
  place.addEventListener("mouseover", (event) => { if (event.target.closest?.(".parseErrorIcon")) event.stopPropagation(); }, true); // its tooltip has inline styles, which the policy refuses
  return made;
}
const declarations = (start) => Object.entries(world.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`).filter((line) => line.startsWith(start.trim())).sort();

/** Whether the cursor is where a property or a class may stand, behind at least one letter of it. */
function namesTerm(yasqe, kind) {
  const token = yasqe.getCompleteToken();
  if (!token.string.trim() || /^[?$<"]/.test(token.string)) return false;
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;
  const typed = before === "a" || before === "rdf:type";
  return kind === "class" ? typed : !typed && token.state.possibleCurrent.includes("a");
}
/** Terms whose name, or label in either language, has the letters: those that begin with them first. */
function matches(letters, kind) {
  const wanted = letters.trim().toLowerCase(), rank = ({ term, zh, en }) => {
    const [whole, local] = [term.toLowerCase(), term.toLowerCase().split(":")[1]];
    if (whole.startsWith(wanted)) return 0;
    return local.startsWith(wanted) || zh.startsWith(wanted) ? 1 : local.includes(wanted) || zh.includes(wanted) || en.toLowerCase().includes(wanted) ? 2 : 9;
  };
  return world.terms.filter((each) => each.kind === kind).map((each) => [rank(each), each.term]).filter(([score]) => score < 9).sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)).slice(0, MATCHES).map(([, term]) => term);
}
/** Hints with the labels of their terms. */
function told(_, hints) {
  return hints.map((hint) => {
    const { zh = "", en = "" } = world.terms.find(({ term }) => term === hint.text) ?? {};
    return { ...hint, displayText: [hint.text, zh, en].filter(Boolean).join("  ") };
  });
}

/** Ask what stands in the field, and show the answer below. */
async function run(text, view) {
  running?.abort();
  running = new AbortController();
  const started = performance.now();
  box.replaceChildren(h("p", { class: "source", role: "status" }, say("正在查询……", "Asking …")));
  try {
    await known;
    const reply = await fetch(form.dataset.endpoint, { method: "POST", body: text, headers: { "Content-Type": "application/sparql-query", Accept: TYPES }, signal: running.signal });
    const said = await reply.text();
    if (!reply.ok) return box.replaceChildren(h("pre", { class: "fault", role: "alert", tabindex: 0 }, said.trim()));
    const answer = readAnswer(reply.headers.get("content-type") ?? "", said), took = Math.round(performance.now() - started);
    const turned = (key) => remember(text, key);
    return box.replaceChildren(...answerViews(answer, world, view, turned), h("p", { class: "source" }, `${took} ms · `, h("a", { href: `${form.dataset.endpoint}?${new URLSearchParams({ query: text })}` }, "SPARQL")));
  } catch (error) {
    if (error.name !== "AbortError") box.replaceChildren(h("p", { class: "fault", role: "alert" }, String(error)));
  }
  return null;
}
/** The address keeps the query and the view, so that a copied link shows the same. */
function remember(text, view) {
  const asked = new URLSearchParams(location.search);
  asked.set("query", text);
  if (view === "table") asked.delete("view"); else asked.set("view", view);
  history.replaceState(null, "", `?${asked}`);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (editor) field.value = editor.getValue();
  run(field.value, new URLSearchParams(location.search).get("view") ?? "table");
});
if (box.dataset.asked) run(field.value, new URLSearchParams(location.search).get("view") ?? "table");
window.zhitu = { editor, world };
