// Header, language, theme, and the first view.

function header() {
  document.documentElement.lang = language;
  $("title").replaceChildren(live ? h("a", { href: document.body.dataset.home, lang: "zh" }, "知图") : h("bdi", null, meta.around ? t("around")(byId.get(meta.centre)?.label ?? meta.around) : "zhitu"));
  const numbers = [["entities", meta.entities], ["relations", meta.relations], ["articles", meta.articles], ["mentions", meta.mentions]];
  const period = [...new Set([meta.first, meta.last])].filter(Boolean).join(" – ");
  $("counts").replaceChildren(...numbers.flatMap(([key, n], i) => [i ? " · " : "", h("b", null, count(n)), ` ${unit(n, key)}`]), period ? ` · ${period}` : "");
  $("counts").title = $("counts").textContent;
  const wording = t(live ? "searchThere" : "search");
  $("search").placeholder = wording;
  $("search").setAttribute("aria-label", wording);
  $("network").setAttribute("aria-label", t("network"));
  for (const id of ["whole", "closer", "farther", "undo", "redo"]) { $(id).title = t(id); $(id).setAttribute("aria-label", t(id)); }
  $("more").title = t("moreTools");
  $("more").setAttribute("aria-label", t("moreTools"));
  menu();
  $("filters").textContent = t("filters");
  $("language").textContent = t("language");
  $("theme").replaceChildren(dark() ? "☀" : "☾");
  $("theme").title = t("theme");
  $("theme").setAttribute("aria-label", t("theme"));
  note();
  timeline();
}
function note() {
  const out = (live ? meta.entities : all.length) - here.length;
  $("note").hidden = !out;
  if (out) $("note").replaceChildren(t("left")(count(here.length), count(out)));
}
function theme(name) {
  document.documentElement.dataset.theme = name;
  colors = Object.fromEntries(["ink", "soft", "line", "edge", "halo", "sheet", "accent", "field"].map((key) => [key, ink(key)]));
}
function everything() { header(); tabs(); fill(); side(); blank(); panel(); paint(); }

$("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; everything(); });
$("theme").addEventListener("click", () => { theme(dark() ? "light" : "dark"); everything(); });
$("filters").addEventListener("click", () => $("filters").setAttribute("aria-expanded", String($("side").classList.toggle("open"))));
$("more").addEventListener("click", () => openMenu($("menu").hidden));
addEventListener("pointerdown", (event) => { if (!event.target.closest("#menu, #more")) openMenu(false); });
$("undo").addEventListener("click", undo);
$("redo").addEventListener("click", redo);
$("whole").addEventListener("click", () => fit(true));
const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: calm ? false : { duration: 180 } });
$("closer").addEventListener("click", () => zoom(1.4));
$("farther").addEventListener("click", () => zoom(1 / 1.4));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { theme(event.matches ? "dark" : "light"); everything(); });

theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
for (const [id, spot] of start) drawn.set(id, spot);
redraw();
everything();
tools();
fit(false);
if (location.hash) readAddress(true);
else if (meta.centre && !narrow.matches) choose({ node: meta.centre, soft: true }, { keep: true }); // told about, but nothing around it is dimmed
if (!live) idly(() => { roadsOf(); idly(prepare); idly(detail); });
window.zhitu = { whole, left, network, choose, connect, detail, expand, collapse, focus, hide, pin, undo, redo, drawn, all, only, changed, turn, copy, csv, svg, gexf, turtle, initials };
