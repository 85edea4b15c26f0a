// The period: two handles over the months that the graph knows; posts and meetings come and go with them.

let playing = 0; // the timer that moves the end of the period

function timeline() {
  const box = $("time"), last = months.length - 1;
  box.hidden = last < 1;
  if (box.hidden) return;
  const handle = (key, at) => h("input", { type: "range", min: 0, max: last, value: at, "data-time": key, "aria-label": t(key), "aria-valuetext": months[at],
    on: { input: (event) => { setPeriod(key, Number(event.target.value)); period(); paint(); }, change: () => changed() } });
  box.replaceChildren(
    h("button", { type: "button", id: "play", "aria-label": t("play"), title: t("play"), on: { click: play } }, playing ? "■" : "▶"),
    h("span", { id: "period" }), h("span", { class: "handles" }, handle("since", indexOf("since")), handle("until", indexOf("until"))),
    h("button", { type: "button", id: "always", class: "link", on: { click: () => { setPeriod("since", 0); setPeriod("until", last); timeline(); changed(); } } }, t("always")));
  period();
}
const indexOf = (key) => (only[key] ? Math.max(0, months.indexOf(only[key])) : key === "since" ? 0 : months.length - 1);

/** Move one end of the period to a month; at the edge of the scale it is open, and it never passes the other end. */
function setPeriod(key, at) {
  const last = months.length - 1;
  const held = key === "since" ? Math.min(at, indexOf("until")) : Math.max(at, indexOf("since"));
  only[key] = held === (key === "since" ? 0 : last) ? "" : months[held];
  passing = new Map();
}
function period() {
  $("period").replaceChildren(`${months[indexOf("since")]} – ${months[indexOf("until")]}`);
  $("always").hidden = !only.since && !only.until;
}
/** Let the end of the period walk through the months, from the start; a second click stops it. */
function play() {
  if (playing) { clearInterval(playing); playing = 0; changed(); timeline(); return; }
  let at = indexOf("since");
  playing = setInterval(() => {
    setPeriod("until", at);
    period();
    passing = new Map();
    paint();
    document.querySelector("[data-time=until]").value = at;
    at += 1;
    if (at > months.length - 1) play();
  }, 600);
  $("play").replaceChildren("■");
}
