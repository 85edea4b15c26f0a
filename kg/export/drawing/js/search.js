// Search by name, alias, code or id.

const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
const index = []; // made while the page is idle, or at the first search: folding 50,000 names takes a moment
const keysOf = (node) => [...[node.label, ...node.aliases, node.code, node.id].filter(Boolean).map((text) => [fold(text), text]), ...[node.label, ...node.aliases].map((text) => [initials(text), text]).filter(([key]) => key)];

// The first character of each initial in the order of pinyin, which browsers know; so no table of readings is needed. 重庆 is zq there.
const firsts = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀", letters = "abcdefghjklmnopqrstwxyz", readings = new Intl.Collator("zh-u-co-pinyin"), known = new Map();
/** Pinyin initials of a name's Chinese characters, `lhs` of 临河市; empty when it has none. @param {string} text */
function initials(text) {
  return [...text].map((character) => {
    if (!known.has(character)) {
      const at = /\p{Script=Han}/u.test(character) ? [...firsts].findLastIndex((first) => readings.compare(first, character) <= 0) : -1;
      known.set(character, letters[at] ?? "");
    }
    return known.get(character);
  }).join("");
}
/** The keys of all entities, or of those that can be had until a time. @param {number} until */
function indexed(until = Infinity) {
  while (index.length < all.length && performance.now() < until) for (const node of all.slice(index.length, index.length + 64)) index.push({ node, keys: keysOf(node) });
  return index;
}
/** Make the keys a few milliseconds at a time. */
function prepare() {
  indexed(performance.now() + 12);
  if (index.length < all.length) idly(prepare);
}
let hits = [], cursor = 0;
/** Ask the server for names; an answer that comes after the next letter is dropped. */
async function findThere(wanted) {
  const found = wanted ? await ask({ find: wanted }).catch(() => ({ hits: [] })) : { hits: [] };
  if (fold($("search").value) !== wanted) return;
  hits = found.hits.map(({ id, name, type, mentions, via }) => ({ node: { id, label: name, kind: type, mentions }, via }));
  cursor = 0;
  drawHits(wanted);
}
function find() {
  const wanted = fold($("search").value);
  if (live) return findThere(wanted);
  hits = [];
  if (wanted) {
    for (const { node, keys } of indexed()) {
      if (!keys.some(([key]) => key.includes(wanted))) continue;
      const scored = keys.map(([key, text], i) => [key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : 9, i, text]).filter(([score]) => score < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      if (scored.length) hits.push({ node, score: scored[0][0], via: scored[0][2] === node.label ? "" : scored[0][2] });
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
  list.replaceChildren(...hits.map(({ node, via }, i) => h("li", { id: `hit-${i}`, role: "option", "aria-selected": String(i === cursor), on: { pointerdown: (event) => { event.preventDefault(); taken(i); } } },
    glyph(node.kind), h("span", { class: "name" }, node.label, via ? h("small", null, ` ${via}`) : null), h("small", null, node.mentions ? count(node.mentions) : ""))));
  if (wanted && !hits.length) list.append(h("li", { class: "none" }, t("none")));
  if (hits.length) input.setAttribute("aria-activedescendant", `hit-${cursor}`); else input.removeAttribute("aria-activedescendant");
}
function goTo(id) {
  if (seeking && seeking !== id) connect(seeking, id); else choose({ node: id }, { move: true });
}
function taken(i) {
  if (!hits[i]) return;
  const { id } = hits[i].node;
  if (byId.has(id)) goTo(id); else neighbours(id).then(() => goTo(id), (error) => say(error.message));
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
  } else if (event.key === "Enter") taken(cursor);
  else if (event.key === "Escape") { event.stopPropagation(); $("search").value = ""; $("search").blur(); }
});
