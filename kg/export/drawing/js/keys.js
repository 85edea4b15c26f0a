// The keyboard: everything that a mouse can do with what is selected.

const chosenIds = () => chosen.several ?? (chosen.node ? [chosen.node] : []);
/** Key → what it does and how the help calls it. */
const keys = {
  "/": ["search", () => $("search").focus()],
  e: ["expand", () => chosen.node && expand(chosen.node)],
  c: ["collapse", () => chosen.node && collapse(chosen.node)],
  f: ["focus", () => chosenIds().length && focus(chosenIds())],
  w: ["path", () => (chosen.several?.length === 2 ? connect(...chosen.several) : chosen.node && seek(chosen.node))],
  p: ["pin", () => chosenIds().length && pin(chosenIds())],
  h: ["hide", () => chosenIds().length && hide(chosenIds())],
  z: ["undo", () => undo()],
  y: ["redo", () => redo()],
  "+": ["closer", () => zoom(1.4)],
  "-": ["farther", () => zoom(1 / 1.4)],
  0: ["whole", () => fit(true)],
  t: ["theme", () => $("theme").click()],
  "?": ["shortcuts", () => help()],
};
const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Choose the neighbour that lies nearest in a direction; without a selection, the best connected node. */
function step([dx, dy]) {
  if (!chosen.node) return here.length ? choose({ node: here.find(({ id }) => shown(id))?.id ?? null }, { move: true }) : null;
  const from = drawn.get(chosen.node);
  const near = [...new Set(links.get(chosen.node).filter(open).map((edge) => other(edge, chosen.node)))].filter((id) => id !== chosen.node).map((id) => {
    const [x, y] = [drawn.get(id).x - from.x, drawn.get(id).y - from.y], along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
    return { id, along, cost: along + 2 * across };
  }).filter(({ along }) => along > 0).sort((a, b) => a.cost - b.cost);
  return near.length ? choose({ node: near[0].id }, { move: true }) : null;
}

function help() {
  const row = (key, text) => [h("dt", null, h("kbd", null, key)), h("dd", null, text)];
  $("help").replaceChildren(h("h2", null, t("shortcuts")), h("dl", null, Object.entries(keys).map(([key, [name]]) => row(key, t(name))), row("← ↑ → ↓", t("arrows")), row("1 – 6", t("turnTo")), row("Esc", t("clear")), row("Ctrl", t("add"))),
    h("form", { method: "dialog" }, h("button", { autofocus: true }, t("close"))));
  $("help").showModal();
}

addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, dialog")) return;
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === "z") { event.preventDefault(); (shiftKey ? redo : undo)(); }
    return;
  }
  if (altKey) return;
  const within = event.target.closest("#panel, #side, #view, #tabs, #menu"); // there the arrows scroll
  if (key === "Escape") { openMenu(false); choose({}); $("side").classList.remove("open"); $("filters").setAttribute("aria-expanded", "false"); }
  else if (arrows[key] && !within && tab === "network") { event.preventDefault(); step(arrows[key]); }
  else if (keys[key]) { event.preventDefault(); keys[key][1](); }
  else if (Object.keys(views)[Number(key) - 1]) { turn(Object.keys(views)[Number(key) - 1]); writeAddress(true); }
});
