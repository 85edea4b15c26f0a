// Labels: as on a map, of constant size, the important ones first, none over another.

const wide = (character) => (character.codePointAt(0) > 0x2e7f ? 1 : 0.56);
/** As much of a text as so many full-width characters have room for. */
function cut(text, room) {
  let width = 0;
  const fits = [...text].filter((character) => (width += wide(character)) <= room);
  return width <= room ? text : `${fits.slice(0, -1).join("")}…`;
}
const wraps = new Map();
function wrap(text) {
  if (wraps.has(text)) return wraps.get(text);
  const rows = [""];
  let width = 0;
  const total = [...text].reduce((sum, character) => sum + wide(character), 0);
  const room = total <= 10 ? 10 : Math.min(10, Math.ceil(total / 2) + 0.5);
  for (const character of text) {
    if (width + wide(character) > room) {
      if (rows.length === 2) { rows[1] = `${[...rows[1]].slice(0, -1).join("")}…`; break; }
      rows.push("");
      width = 0;
    }
    rows[rows.length - 1] += character;
    width += wide(character);
  }
  wraps.set(text, rows);
  return rows;
}

// nodes come best connected first; those landmarks are named even where other nodes stand close
let bySize = [], landmarks = new Set();
function rank() {
  const first = Math.min(30, Math.ceil(here.length / 12));
  bySize = here.map((node, i) => ({ node, i })).sort((a, b) => (b.i < first) - (a.i < first) || b.node.size - a.node.size || a.i - b.i).map(({ node }) => node);
  landmarks = new Set(here.slice(0, first).map((node) => node.id));
}
const stack = 'px "Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei",system-ui,sans-serif';
const apart = (a, b) => a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];

// communities of the first view, as a field with its name
const groups = data.groups.map(([members, name]) => ({ members: members.map((at) => all[at].id), name }));
network.on("beforeDrawing", (context) => {
  const at = network.getPositions();
  context.save();
  for (const group of groups) {
    group.corner = null;
    const spots = group.members.filter(shown).map((id) => at[id]).filter(Boolean);
    if (spots.length < 3) continue;
    const left = Math.min(...spots.map(({ x }) => x)) - 48, right = Math.max(...spots.map(({ x }) => x)) + 48;
    const top = Math.min(...spots.map(({ y }) => y)) - 66, bottom = Math.max(...spots.map(({ y }) => y)) + 44; // layout.py leaves this room
    context.fillStyle = colors.field;
    context.beginPath();
    context.roundRect(left, top, right - left, bottom - top, 22);
    context.fill();
    group.corner = { x: left, y: top, width: right - left };
  }
  context.restore();
});

network.on("afterDrawing", (context) => {
  const scale = network.getScale(), centre = network.getViewPosition(), at = { ...Object.fromEntries(drawn), ...network.getPositions() }; // vis-network leaves out what is hidden
  const box = $("network");
  const half = [box.clientWidth / 2, box.clientHeight / 2];
  const screen = ({ x, y }) => [(x - centre.x) * scale + half[0], (y - centre.y) * scale + half[1]];
  const seen = ([x, y]) => x > -60 && y > -40 && x < half[0] * 2 + 60 && y < half[1] * 2 + 40;
  const light = lit();
  const rankOf = (id) => (id === over.node || id === chosen.node || (chosen.edge && light.has(id)) ? 2 : light?.has(id) ? 1 : 0);
  const wanted = bySize.filter(({ id }) => shown(id) && (light === null || light.has(id) || id === over.node)).map((node) => ({ node, rank: rankOf(node.id), spot: screen(at[node.id]) })).filter(({ spot }) => seen(spot));
  if (light || over.node) wanted.sort((a, b) => b.rank - a.rank);
  const discs = wanted.map(({ node, spot: [x, y] }) => [node.id, x, y, Math.max(2, node.size * scale * 0.8)]);
  const taken = [];
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  // names of the lines of what is chosen
  const named = new Set(over.edge ? [over.edge] : []);
  if (chosen.edge) named.add(chosen.edge);
  for (const id of chosen.way ?? []) named.add(id);
  if (chosen.node) for (const edge of links.get(chosen.node)) if (open(edge)) named.add(edge.id);
  const verbs = [];
  for (const id of named) {
    const shape = network.body.edges[id]?.edgeType;
    if (!shape || !relations[id]) continue;
    const spots = [0.5, 0.64, 0.36].map((part) => screen(shape.getPoint(part))).filter(seen);
    if (spots.length) verbs.push([id, spots]);
  }
  const px = (size) => size / scale;
  const net = ([x, y]) => [(x - half[0]) / scale + centre.x, (y - half[1]) / scale + centre.y];
  const nameNode = ({ node, rank, spot: [x, y] }) => {
    const rows = wrap(node.label), size = node.size > 17 || rank === 2 ? 13.5 : node.size > 11 ? 12.5 : 11.5;
    const width = Math.max(...rows.map((row) => [...row].reduce((sum, c) => sum + wide(c), 0))) * size + 4;
    const height = rows.length * size * 1.22, reach = node.size * scale + 3;
    const box = (left, top) => [left, top, left + width, top + height];
    const sides = [box(x - width / 2, y + reach), box(x - width / 2, y - reach - height), box(x + reach, y - height / 2), box(x - reach - width, y - height / 2)];
    const free = (rect) => taken.every((other) => apart(rect, other)) && (landmarks.has(node.id) || discs.every(([id, dx, dy, r]) => id === node.id || apart(rect, [dx - r, dy - r, dx + r, dy + r])));
    // below the node; beside or above it only when few nodes are lit, so that nobody takes it for another's name
    const rect = rank === 2 ? sides.find((side) => taken.every((other) => apart(side, other))) ?? sides[0] : sides.slice(0, rank ? 4 : 1).find(free);
    if (!rect) return;
    taken.push(rect);
    context.font = `${node.size > 17 || rank === 2 ? "600 " : ""}${px(size)}${stack}`;
    context.lineWidth = px(3.5);
    context.strokeStyle = colors.halo;
    context.fillStyle = node.size > 9 || rank ? colors.ink : colors.soft;
    rows.forEach((row, i) => {
      const [nx, ny] = net([rect[0] + width / 2, rect[1] + (i + 0.55) * size * 1.22]);
      context.strokeText(row, nx, ny);
      context.fillText(row, nx, ny);
    });
  };
  for (const { corner, name } of light ? [] : groups) { // inside the upper edge of its field, when there is room
    if (!corner) continue;
    const [x, y] = screen(corner), size = 11.5, text = cut(name, (corner.width * scale - 12) / size);
    const width = [...text].reduce((sum, c) => sum + wide(c), 0) * size;
    const rect = [x + 8, y + 4, x + 8 + width, y + 4 + size * 1.2];
    if ([...text].length < 3 && text !== name) continue;
    taken.push(rect);
    context.font = `600 ${px(size)}${stack}`;
    context.fillStyle = colors.accent;
    context.fillText(text, ...net([x + 8 + width / 2, y + 4 + size * 0.6]));
  }
  wanted.filter(({ rank }) => rank > 0).forEach(nameNode);
  for (const [id, spots] of verbs) {
    const text = verb(relations[id]), size = 11.5, asked = id === over.edge || id === chosen.edge;
    context.font = px(size) + stack;
    const width = context.measureText(text).width * scale + 12;
    const around = ([x, y]) => [x - width / 2, y - 9, x + width / 2, y + 9];
    const [from, to] = [relations[id].s, relations[id].o].map((end) => screen(at[end]));
    const short = Math.hypot(from[0] - to[0], from[1] - to[1]) < width + 40; // then it would hide what it names
    const beside = [-30, -50, 50].map((by) => [spots[0][0], (by < 0 ? Math.min : Math.max)(from[1], to[1]) + by]);
    const places = short ? (asked ? beside : []) : spots;
    const place = (asked && places.find((spot) => taken.every((other) => apart(around(spot), other)))) || places.find((spot) => asked || (taken.every((other) => apart(around(spot), other)) && discs.every(([, dx, dy, r]) => apart(around(spot), [dx - r, dy - r, dx + r, dy + r]))));
    if (!place) continue;
    const rect = around(place);
    taken.push(rect);
    const [left, up] = net([rect[0], rect[1]]);
    context.fillStyle = colors.sheet;
    context.strokeStyle = colors.line;
    context.lineWidth = px(1);
    context.beginPath();
    context.roundRect(left, up, px(width), px(18), px(5));
    context.fill();
    context.stroke();
    context.fillStyle = colors.soft;
    const [nx, ny] = net([place[0], place[1] + 0.5]);
    context.fillText(text, nx, ny);
  }
  wanted.filter(({ rank }) => !rank).forEach(nameNode);
  if (scale < 0.7 && !chosen.node) return context.restore();
  for (const { node, spot: [x, y] } of wanted) { // how many neighbours are not drawn
    const hidden = scale >= 0.7 || node.id === chosen.node ? left(node.id) : 0;
    if (!hidden) continue;
    context.font = `600 ${px(10)}${stack}`;
    context.lineWidth = px(3);
    context.strokeStyle = colors.halo;
    context.fillStyle = colors.accent;
    context.strokeText(`+${hidden}`, ...net([x + node.size * scale + 7, y - node.size * scale]));
    context.fillText(`+${hidden}`, ...net([x + node.size * scale + 7, y - node.size * scale]));
  }
  return context.restore();
});

function verb(relation) { // what stands on a line: the predicate, and the post or outcome that makes it this one
  const own = relation.q?.title ?? relation.q?.outcome;
  const name = predicates[relation.p] ? label(predicates[relation.p]) : relation.p;
  return own && [...own].length <= 14 ? `${name} · ${own}` : name;
}
