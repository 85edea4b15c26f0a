// Search by name, alias, code or id.

const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
let index = null; // made at the first search: folding 50,000 names takes a moment
const keysOf = (node) => [node.label, ...node.aliases, node.code, node.id].filter(Boolean).map((text) => [fold(text), text]);
let hits = [], cursor = 0;
function find() {
  const wanted = fold($("search").value);
  hits = [];
  if (wanted) {
    index ??= all.map((node) => ({ node, keys: keysOf(node) }));
    for (const { node, keys } of index) {
      if (!keys.some(([key]) => key.includes(wanted))) continue;
      const scored = keys.map(([key, text], i) => [key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : 9, i, text]).filter(([score]) => score < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      if (scored.length) hits.push({ node, score: scored[0][0], via: scored[0][1] ? scored[0][2] : "" });
    }
    hits.sort((a, b) => a.score - b.score || b.node.mentions - a.node.mentions);
    hits = hits.slice(0, 12);
  }
  cursor = 0;
  drawHits(wanted);
}
function drawHits(wanted) {
  const list = $("hits"), input = $("search");
  list.hidden = !wanted;
  input.setAttribute("aria-expanded", String(Boolean(wanted)));
  list.replaceChildren(...hits.map(({ node, via }, i) => h("li", { id: `hit-${i}`, role: "option", "aria-selected": String(i === cursor), on: { pointerdown: (event) => { event.preventDefault(); take(i); } } },
    glyph(node.kind), h("span", { class: "name" }, node.label, via ? h("small", null, ` ${via}`) : null), h("small", null, node.mentions ? count(node.mentions) : ""))));
  if (wanted && !hits.length) list.append(h("li", { class: "none" }, t("none")));
  if (hits.length) input.setAttribute("aria-activedescendant", `hit-${cursor}`); else input.removeAttribute("aria-activedescendant");
}
function take(i) {
  if (!hits[i]) return;
  const { id } = hits[i].node;
  if (seeking && seeking !== id) connect(seeking, id); else choose({ node: id }, { move: true });
  $("search").value = "";
  hits = [];
  drawHits("");
  $("search").blur();
}
$("search").addEventListener("input", find);
$("search").addEventListener("focus", find);
$("search").addEventListener("blur", () => drawHits(""));
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter that ends a pinyin input is not ours
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) {
    event.preventDefault();
    cursor = (cursor + step + hits.length) % hits.length;
    drawHits(true);
    $(`hit-${cursor}`).scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") take(cursor);
  else if (event.key === "Escape") { event.stopPropagation(); $("search").value = ""; $("search").blur(); }
});
addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
  if (event.key === "/" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); $("search").focus(); }
  else if (event.key === "Escape") { choose({}); $("side").classList.remove("open"); $("filters").setAttribute("aria-expanded", "false"); }
});
