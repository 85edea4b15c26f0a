// Moves between pages and articles, and shows all pieces of the article under the hand.
"use strict";
(() => {
  const root = document.documentElement;
  const pages = [...document.querySelectorAll(".page")];
  const byId = (id) => document.getElementById(id);
  const status = byId("status");
  let page = 0, held = null, zoom = 1;
  root.classList.add("js");
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const wanted = root.dataset.language;
  root.lang = wanted === "auto" ? (navigator.language.startsWith("zh") ? "zh" : "en") : wanted;

  // --- articles

  function light(article) {
    const here = pages[page];
    for (const piece of here.querySelectorAll(".stage .hot")) piece.classList.remove("hot");
    here.classList.toggle("busy", article !== null);
    const item = article !== null && here.querySelector(`li[data-a="${article}"]`);
    status.hidden = !item;
    if (article !== null) for (const piece of here.querySelectorAll(`.stage [data-a="${article}"]`)) piece.classList.add("hot");
    if (item) status.textContent = `${item.querySelector(".chip").textContent}  ${item.querySelector(".name").innerText}`;
  }

  function hold(article) {
    held = article;
    for (const button of pages[page].querySelectorAll(".story")) button.setAttribute("aria-pressed", String(button.dataset.go === article));
    light(article);
  }

  function go(article) {
    const here = pages[page];
    const stage = here.querySelector(here.classList.contains("drawn") && !here.classList.contains("plain") ? ".sheet" : ".lines");
    const pieces = [...stage.querySelectorAll(`[data-a="${article}"]`)];
    if (!pieces.length) return;
    hold(String(article));
    const first = pieces.find((piece) => piece.classList.contains("r-title")) ?? pieces[0];
    first.scrollIntoView({ block: "center", inline: "nearest" });
    here.querySelector(`.story[data-go="${article}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const buttons = [...pages[page].querySelectorAll(".story")];
    if (!buttons.length) return;
    const at = buttons.findIndex((button) => button.dataset.go === held);
    go(buttons[at < 0 ? (by > 0 ? 0 : buttons.length - 1) : (at + by + buttons.length) % buttons.length].dataset.go);
  }

  for (const here of pages) {
    here.addEventListener("mouseover", (event) => {
      const piece = event.target.closest("[data-a]");
      if (held === null) light(piece ? piece.dataset.a : null);
    });
    here.addEventListener("mouseleave", () => { if (held === null) light(null); });
    here.addEventListener("click", (event) => {
      const button = event.target.closest(".story");
      const bar = event.target.closest(".strip [data-to]");
      if (bar) return here.querySelector(`.line[data-n="${bar.dataset.to}"]`).scrollIntoView({ block: "center" });
      const piece = event.target.closest(".stage [data-a]");
      if (button) return held === button.dataset.go ? hold(null) : go(button.dataset.go);
      if (piece) return hold(held === piece.dataset.a ? null : piece.dataset.a);
      if (event.target.closest(".stage")) hold(null);
    });
  }

  // --- pages

  function show(number) {
    if (!pages.length) return;
    if (pages[page].classList.contains("shown")) hold(null);
    page = Math.min(Math.max(number, 0), pages.length - 1);
    pages.forEach((each, i) => each.classList.toggle("shown", i === page));
    byId("choose").value = String(page + 1);
    byId("back").disabled = page === 0;
    byId("on").disabled = page === pages.length - 1;
    const drawn = pages[page].classList.contains("drawn");
    for (const id of ["view", "smaller", "larger"]) byId(id).hidden = !drawn;
    history.replaceState(null, "", `#p${page + 1}`);
    scrollTo(0, 0);
  }

  function scale(by) {
    zoom = Math.min(Math.max(zoom * by, 0.5), 6);
    for (const sheet of document.querySelectorAll(".sheet svg")) sheet.style.width = `${100 * zoom}%`;
  }

  const actions = {
    back: () => show(page - 1), on: () => show(page + 1), smaller: () => scale(0.8), larger: () => scale(1.25),
    view: () => pages[page].classList.toggle("plain"),
    theme: () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; },
    language: () => { root.lang = root.lang === "zh" ? "en" : "zh"; },
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  byId("choose").addEventListener("change", (event) => show(Number(event.target.value) - 1));
  const keys = { ArrowLeft: actions.back, ArrowRight: actions.on, n: () => step(1), p: () => step(-1), v: actions.view, t: actions.theme, Escape: () => hold(null), "+": actions.larger, "-": actions.smaller };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, summary")) return;
    const action = /^[1-9]$/.test(event.key) ? () => go(event.key) : keys[event.key] ?? keys[event.key.toLowerCase()];
    if (action) { event.preventDefault(); action(); }
  });
  const asked = /^#p(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) - 1 : 0);
})();
