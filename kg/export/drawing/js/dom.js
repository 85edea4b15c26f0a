// Elements and glyphs; every word of the data becomes a text node, never markup.

const types = new Map(data.types.map((type) => [type.key, type]));
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = matchMedia("(max-width: 820px)");
const idly = (action) => (window.requestIdleCallback ?? setTimeout)(action);
const $ = (id) => document.getElementById(id);

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key === "on") for (const [event, action] of Object.entries(value)) element.addEventListener(event, action);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const outlines = {
  dot: "M7 1a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", square: "M2 2h10v10h-10z", diamond: "M7 .5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
  triangle: "M7 1l6.4 11.2h-12.8z", hexagon: "M3.8 1.4h6.4l3.2 5.6l-3.2 5.6h-6.4l-3.2-5.6z", star: "M7 .5l1.9 4.3l4.7.5l-3.5 3.1l1 4.6l-4.1-2.4l-4.1 2.4l1-4.6l-3.5-3.1l4.7-.5z",
};
function glyph(key) {
  const type = types.get(key);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outlines[type?.shape] ?? outlines.dot);
  path.setAttribute("fill", type ? tone(type.color) : "#8a8a8a");
  svg.append(path);
  return svg;
}

const dark = () => document.documentElement.dataset.theme === "dark";
function tone(color) { // the colour of a type, lighter on a dark ground
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!found || !dark()) return color;
  return `rgb(${found.slice(1).map((hex) => Math.round(parseInt(hex, 16) * 0.78 + 255 * 0.22)).join(",")})`;
}
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
