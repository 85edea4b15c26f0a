// Places on a map without tiles: as many as have coordinates, over lines of latitude and longitude.

const SPOTS = 600; // drawn at once, the most mentioned of what is in sight
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]; // degrees between lines
const KILOMETRES = 111.2; // of a degree of latitude

function placesView() {
  const rows = all.filter(({ id, kind }) => kind === "LOC" && allowed(id)).map((node) => ({ id: node.id, name: node.label, code: node.code, mentions: node.mentions, within: [], meetings: 0, lat: Number(entities[node.id].facts?.lat ?? NaN), long: Number(entities[node.id].facts?.long ?? NaN) }));
  const row = new Map(rows.map((each) => [each.id, each]));
  for (const [, { s, o }] of stating("within")) row.get(s)?.within.push(called(o));
  for (const [, { o }] of stating("located_at")) if (row.has(o)) row.get(o).meetings += 1;
  rows.sort((a, b) => b.mentions - a.mentions || order(a.id, b.id));
  const known = rows.filter(({ lat, long }) => Number.isFinite(lat) && Number.isFinite(long));
  return [
    known.length ? map(known) : h("p", { class: "help" }, t("noMap")),
    table(t("tab-places"), [{ name: t("place"), text: (each) => each.name }, { name: t("code"), text: (each) => each.code ?? "" }, { name: t("within"), text: (each) => each.within.join("、"), wide: true }, { name: t("mentionsOf"), text: (each) => each.mentions }, { name: t("events"), text: (each) => each.meetings }], rows, ({ id }) => ({ node: id })),
  ];
}

/** What a map shows at first: all places, with a margin. */
function extentOf(known) {
  const north = Math.max(...known.map(({ lat }) => lat)), south = Math.min(...known.map(({ lat }) => lat)), east = Math.max(...known.map(({ long }) => long)), west = Math.min(...known.map(({ long }) => long));
  const squeeze = Math.cos((north + south) / 2 * Math.PI / 180); // a degree of longitude is that much shorter there
  return { lat: (north + south) / 2, long: (east + west) / 2, squeeze, high: Math.max(north - south, 0.2) * 1.16, wide: Math.max((east - west) * squeeze, 0.2) * 1.22 };
}

/** Places as dots that can be clicked, zoomed and moved; names where they cover nothing. */
function map(known) {
  const full = extentOf(known), state = { ...full, zoom: 1 };
  const width = Math.round(Math.max(300, Math.min(960, $("view").clientWidth - 40)));
  const height = Math.round(Math.max(width * (width < 500 ? 0.85 : 0.45), Math.min(width * full.high / full.wide, 560)));
  const sheet = draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "map", role: "group", tabindex: 0, "aria-label": `${t("tab-places")}: ${counted(known.length, "places")}` });
  const scale = () => Math.min(width / full.wide, height / full.high) * state.zoom; // pixels of a degree of latitude
  const x = (long) => width / 2 + (long - state.long) * full.squeeze * scale(), y = (lat) => height / 2 - (lat - state.lat) * scale();
  const paint = () => {
    const held = sheet.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    sheet.replaceChildren(...groundOf(state, width, height, scale(), full.squeeze, x, y), ...dotsOf(known, width, height, x, y));
    sheet.classList.toggle("near", state.zoom > 1);
    if (held) sheet.querySelector(`[data-id="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  };
  const closer = (by, at = [width / 2, height / 2]) => {
    const zoom = Math.min(64, Math.max(1, state.zoom * by)), part = 1 / scale();
    const [dx, dy] = [at[0] - width / 2, height / 2 - at[1]], rest = part - part * state.zoom / zoom;
    Object.assign(state, zoom === 1 ? { lat: full.lat, long: full.long } : { lat: state.lat + dy * rest, long: state.long + dx * rest / full.squeeze }, { zoom });
    paint();
  };
  const shift = (dx, dy) => { state.long -= dx / scale() / full.squeeze; state.lat += dy / scale(); paint(); };
  byHand(sheet, () => width / sheet.clientWidth, shift, closer, () => state.zoom > 1);
  paint();
  const button = (key, sign, by) => h("button", { type: "button", "data-zoom": key, title: t(key), "aria-label": t(key), on: { click: () => closer(by) } }, sign);
  return h("figure", { class: "atlas" }, h("div", { class: "zooms" }, button("closer", "+", 2), button("farther", "−", 0.5), button("whole", "⤢", 0)), sheet,
    meta.positions ? h("figcaption", { class: "help" }, t("positions")(meta.positions)) : null);
}

/** Lines of latitude and longitude with their degrees, and a length in kilometres. */
function groundOf(state, width, height, scale, squeeze, x, y) {
  const step = STEPS.find((each) => each * scale > 80) ?? STEPS.at(-1), digits = step < 0.1 ? 2 : step < 1 ? 1 : 0, found = [];
  const half = [width / 2 / scale / squeeze, height / 2 / scale];
  const lines = (from, to) => Array.from({ length: Math.max(0, Math.floor(to / step) - Math.ceil(from / step) + 1) }, (_, i) => (Math.ceil(from / step) + i) * step);
  const degrees = (value, sides) => `${Math.abs(value).toFixed(digits)}°${sides[value < 0 ? 1 : 0]}`;
  const line = (d, text, at) => {
    const word = draw("text", { x: at[0], y: at[1], class: "degree", "aria-hidden": "true" }, text);
    found.push(draw("path", { d, class: "grid" }), word);
  };
  for (const long of lines(state.long - half[0], state.long + half[0])) line(`M${x(long).toFixed(1)} 0V${height}`, degrees(long, "EW"), [(x(long) + 3).toFixed(1), 10]);
  for (const lat of lines(state.lat - half[1], state.lat + half[1])) line(`M0 ${y(lat).toFixed(1)}H${width}`, degrees(lat, "NS"), [3, (y(lat) - 7).toFixed(1)]);
  const most = width / 4 / scale * KILOMETRES, power = 10 ** Math.floor(Math.log10(most)), length = [5, 2, 1].find((each) => each * power <= most) * power;
  const end = width - 12, start = end - length / KILOMETRES * scale;
  found.push(draw("path", { d: `M${start.toFixed(1)} ${height - 14}v5H${end}v-5`, class: "scale" }), draw("text", { x: ((start + end) / 2).toFixed(1), y: height - 19, "text-anchor": "middle", class: "degree" }, `${length} km`));
  return found;
}

/** The dots of what is in sight, the largest below, and the names that find room right, left, below or above. */
function dotsOf(known, width, height, x, y) {
  const seen = known.map((each) => ({ ...each, x: x(each.long), y: y(each.lat), r: Math.min(13, 3 + Math.sqrt(each.mentions) * 0.8) })).filter((each) => each.x > 0 && each.x < width && each.y > 0 && each.y < height).slice(0, SPOTS);
  const taken = [[width * 0.72, height - 34, width, height, ""], ...seen.map((each) => [each.x - each.r, each.y - each.r, each.x + each.r, each.y + each.r, each.id])]; // the first: the length in kilometres
  return seen.map(({ id, name, mentions, code, x, y, r }) => {
    const short = cut(name, 14), length = [...short].reduce((sum, character) => sum + wide(character), 0) * 12 + 3;
    const sides = [[x + r + 3, y - 8], [x - r - 3 - length, y - 8], [x - length / 2, y + r + 2], [x - length / 2, y - r - 18]].map(([left, top]) => [left, top, left + length, top + 16, id]);
    const side = sides.find((each) => each[0] > 0 && each[2] < width && each[1] > 14 && each[3] < height - 4 && taken.every((other) => other[4] === id || apart(each, other)));
    const group = draw("g", { tabindex: 0, role: "button", class: "spot", "data-id": id, "aria-label": `${name} ${counted(mentions, "mentions")}` }, draw("title", {}, [name, code, counted(mentions, "mentions")].filter(Boolean).join(" · ")), draw("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), class: mentions ? "held" : "held still" }));
    if (side) {
      taken.push(side);
      group.append(draw("text", { x: side[0].toFixed(1), y: (side[1] + 8).toFixed(1) }, short));
    }
    const take = () => choose({ node: id }, { move: true });
    group.addEventListener("click", take);
    group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); take(); } });
    return group;
  }).reverse(); // small ones lie on large ones
}

/** Zooming and moving by hand: a drag or one finger once it is zoomed, two fingers, Ctrl and the wheel, and the keys + - 0 and arrows. */
function byHand(sheet, ratio, shift, closer, free) {
  const fingers = new Map();
  let dragged = false;
  const at = ({ clientX, clientY }) => { const box = sheet.getBoundingClientRect(); return [(clientX - box.left) * ratio(), (clientY - box.top) * ratio()]; };
  const span = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  sheet.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, at(event)); if (fingers.size === 1) dragged = false; });
  sheet.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId), now = at(event);
    if (!before) return;
    if (fingers.size === 2) {
      const length = span();
      fingers.set(event.pointerId, now);
      dragged = true;
      const [a, b] = [...fingers.values()];
      closer(span() / (length || 1), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    } else if (free() && (dragged || Math.hypot(now[0] - before[0], now[1] - before[1]) > 4)) {
      dragged = true;
      fingers.set(event.pointerId, now);
      shift(now[0] - before[0], now[1] - before[1]);
    }
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"]) sheet.addEventListener(kind, (event) => fingers.delete(event.pointerId));
  sheet.addEventListener("click", (event) => { if (dragged) { event.stopPropagation(); dragged = false; } }, true); // the end of a drag chooses nothing
  sheet.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); closer(event.deltaY < 0 ? 1.25 : 0.8, at(event)); } }, { passive: false });
  sheet.addEventListener("dblclick", (event) => closer(2, at(event)));
  sheet.addEventListener("keydown", (event) => {
    const { key } = event, way = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(way || "+=-0".includes(key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (way) shift(...way);
    else closer(key === "-" ? 0.5 : key === "0" ? 0 : 2);
  });
}
