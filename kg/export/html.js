// What the drawing does. Data comes from the payload; every word of it becomes a text node, never markup.
(async () => {
  const data = await payload.unpack("core");
  const { predicates, meta } = data;
  let sentences = [], articles = {};
  const types = new Map(data.types.map((type) => [type.key, type]));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 820px)");
  const $ = (id) => document.getElementById(id);

  const words = {
    zh: {
      search: "搜索名称、别名、代码", entities: "实体", relations: "关系", articles: "篇文章", mentions: "次提及",
      types: "类型", predicates: "关系类型", all: "全部", only: "只看", none: "没有叫这个名字的实体。", filters: "筛选", theme: "明暗", language: "English",
      more: (n) => `双击展开另 ${n} 个邻居`, expand: "展开邻居", collapse: "收起邻居", around: (n) => `${n} 的周围`, whole: "看全图", closer: "放大", farther: "缩小", close: "关闭",
      left: (drawn, out) => `画着 ${drawn} 个实体，另有 ${out} 个没有画：搜索、双击一个点或在右边点名称，它们就来。`,
      blank: "图里还没有实体", blankHow: "先从报纸版面建图，再画一次：", hidden: "所有类型都关上了", hiddenHow: "在图例里打开一种类型。",
      start: "从这里开始", steps: [
        ["点一个点", "看它的各种名称、关系，以及说出这些关系的句子。"], ["点一条线", "看这一条关系的每一个依据：句子、文章、版面行号、所用规则。"],
        ["按 /", "搜索名称或别名；Esc 取消选择，拖动、滚轮移动和缩放。"]],
      most: "提到最多", how: "读图", howText: "点越大，提到的次数越多。箭头从主语指向宾语；选中一个点，线上才写出关系。放大后名称会更多。",
      code: "代码", gazetteer: "名录", code2: "标识", sameAs: "同一事物", aka: "又作", homonyms: "同名而不同", maybe: "或为同一", reasons: "为什么算作同一个", mentionsOf: "出处",
      reported: "采写的文章", noRelations: "没有文章说出它和别的实体有什么关系。", sentences: (n) => `另 ${n} 句`, others: (n) => `另 ${n} 条`, evidence: "依据", details: "依据",
      confidence: "可信度", rule: "规则", source: "来自名录", lines: (a, b) => (a === b ? `第 ${a} 行` : `第 ${a}–${b} 行`), edition: (e) => `${e}版`, said: "说话人", negated: "否定", planned: "计划", conditional: "假设",
      deictic: "指代", moreRelations: (n) => `另有 ${n} 条关系没有列出。`, moreClaims: (n) => `另有 ${n} 个依据没有列出。`, moreQuotes: (n) => `共提及 ${n} 次，这里只列一部分。`,
      explain: "kg explain 列出全部。", subject: "主语", object: "宾语", noClaims: "这条关系来自名录，没有文章句子。", undrawn: "还没有画，点一下就来", by: "记者",
      title: "职务", role: "身份", half: "半日", body: "会议主体", outcome: "结果", status: "状态", scope: "口径", change: "变动", of: "变动的数据", state: "进展", home: "属地", value: "数值", unit: "单位", period: "时期", approximator: "约数", when: "时间", observed: "见于", term: "第几任", since: "自", until: "至",
      startDate: "开始日期", endDate: "结束日期", issued: "发布日期", lat: "纬度", long: "经度", network: "关系网络图", link: "原文",
    },
    en: {
      search: "Search names, aliases, codes", entities: "entities", relations: "relations", articles: "articles", mentions: "mentions",
      types: "Types", predicates: "Relations", all: "All", only: "only", none: "No entity is called that.", filters: "Filters", theme: "Light or dark", language: "中文",
      more: (n) => `double-click for ${n} more`, expand: "Expand", collapse: "Collapse", around: (n) => `Around ${n}`, whole: "Show all", closer: "Closer", farther: "Farther", close: "Close",
      left: (drawn, out) => `${drawn} entities are drawn, ${out} more are in the file: search, double-click a node, or click a name in the panel.`,
      blank: "No entities yet", blankHow: "Build a graph from newspaper pages, then draw again:", hidden: "Every type is switched off", hiddenHow: "Switch one on in the legend.",
      start: "Start here", steps: [
        ["Click a node", "for its names, its relations, and the sentences that state them."], ["Click a line", "for the grounds of one relation: sentence, article, lines of the page, rule."],
        ["Press /", "to search by name or alias; Esc clears the selection, drag and scroll move and zoom."]],
      most: "Most mentioned", how: "Reading the picture", howText: "Larger nodes are mentioned more often. Arrows run from subject to object; lines are named when a node is selected. More names appear as you zoom in.",
      code: "Code", gazetteer: "Gazetteer", code2: "Identifier", sameAs: "Same as", aka: "Also", homonyms: "Same name, kept apart", maybe: "Perhaps the same", reasons: "Why this is one entity", mentionsOf: "Mentions",
      reported: "Articles reported", noRelations: "No article states a relation of this entity.", sentences: (n) => `${n} more`, others: (n) => `${n} more`, evidence: "Evidence", details: "evidence",
      confidence: "confidence", rule: "rule", source: "from gazetteer", lines: (a, b) => (a === b ? `line ${a}` : `lines ${a}–${b}`), edition: (e) => `p. ${e}`, said: "said by", negated: "negated", planned: "planned", conditional: "conditional",
      deictic: "deictic", moreRelations: (n) => `${n} more relations are not listed.`, moreClaims: (n) => `${n} more claims are not listed.`, moreQuotes: (n) => `A selection of ${n} mentions.`,
      explain: "kg explain lists all.", subject: "subject", object: "object", noClaims: "This relation comes from a gazetteer; no article states it.", undrawn: "not drawn yet: click to draw", by: "by",
      title: "title", role: "role", half: "half of the day", body: "body", outcome: "outcome", status: "status", scope: "scope", change: "change", of: "change of", state: "state", home: "home", value: "value", unit: "unit", period: "period", approximator: "approximator", when: "when", observed: "observed", term: "term", since: "since", until: "until",
      startDate: "starts", endDate: "ends", issued: "issued", lat: "latitude", long: "longitude", network: "Network of relations", link: "original",
    },
  };
  let language = meta.language === "auto" ? (navigator.language.startsWith("zh") ? "zh" : "en") : meta.language;
  const t = (key) => words[language][key] ?? key;
  const pair = (labels) => (language === "zh" ? [labels.zh, labels.en] : [labels.en, labels.zh]);
  const label = (labels) => pair(labels)[0];
  const count = (n) => n.toLocaleString("en-US");
  const one = { entities: "entity", relations: "relation", articles: "article", mentions: "mention" };
  const unit = (n, key) => (language === "en" && n === 1 ? one[key] : t(key));
  const counted = (n, key) => `${count(n)} ${unit(n, key)}`;

  // --- small helpers -----------------------------------------------------------------------------------------------

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

  // --- the network ---------------------------------------------------------------------------------------------------

  const all = payload.nodesOf(data), every = payload.edgesOf(data); // of the whole graph
  const byId = new Map(all.map((node) => [node.id, node]));
  const links = new Map(all.map((node) => [node.id, []]));
  for (const edge of every) {
    links.get(edge.from).push(edge);
    if (edge.to !== edge.from) links.get(edge.to).push(edge);
  }
  const entities = Object.fromEntries(all.map((node) => [node.id, { name: node.label, type: node.kind, aliases: node.aliases.length ? node.aliases : null, code: node.code, mentions: node.mentions, degree: links.get(node.id).length }]));
  const relations = Object.fromEntries(every.map(({ id, from, to, predicate, n, own }) => [id, { s: from, p: predicate, o: to, n, q: own ? { title: own } : {} }]));
  const other = (edge, id) => (edge.from === id ? edge.to : edge.from);

  let asked = null;
  /** What the panel tells, joined to the entities and relations when it is first asked for. */
  function detail() {
    asked ??= payload.unpack("detail").then((found) => {
      const ids = [...every.map((edge) => edge.id), ...found.literals.map(([id]) => id)];
      found.literals.forEach(([id, s, p, o]) => { relations[id] = { s: all[s].id, p, o }; entities[all[s].id].degree += 1; });
      found.relations.forEach((record, i) => { delete relations[ids[i]].q; Object.assign(relations[ids[i]], record); });
      found.entities.forEach((record, i) => Object.assign(entities[all[i].id], record, record.relations && { relations: record.relations.map((at) => ids[at]) }));
      ({ sentences, articles } = found);
      detail.done = true;
    });
    return asked;
  }

  const drawn = new Map(); // what is drawn now: id of a node → where it stands
  let here = [], wires = []; // its nodes, best connected first, and the edges between them
  const off = { types: new Set(), predicates: new Set() };
  let chosen = { node: null, edge: null };
  let over = { node: null, edge: null };
  let colors = {};

  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const network = new vis.Network($("network"), { nodes, edges }, data.options);

  /** Make the network show what `drawn` says: add what is new, take away what is gone. */
  function redraw() {
    here = all.filter((node) => drawn.has(node.id));
    wires = [...new Set(here.flatMap((node) => links.get(node.id)))].filter((edge) => drawn.has(edge.from) && drawn.has(edge.to));
    rank();
    nodes.remove(nodes.getIds().filter((id) => !drawn.has(id)));
    nodes.update(here.map(({ id, shape, size }) => ({ id, shape, size, ...drawn.get(id) })));
    const wanted = new Set(wires.map((edge) => edge.id)), bundles = new Map();
    edges.remove(edges.getIds().filter((id) => !wanted.has(id)));
    edges.update(wires.map(({ id, from, to }) => {
      const [a, b] = from < to ? [from, to] : [to, from], key = `${a} ${b}`, nth = bundles.get(key) ?? 0;
      bundles.set(key, nth + 1);
      const type = (nth % 2 === 0) === (from === a) ? "curvedCW" : "curvedCCW"; // each on its own side, further out
      return { id, from, to, smooth: { enabled: true, type, roundness: 0.1 + 0.12 * Math.ceil(nth / 2) } };
    }));
    painted = new Map();
  }

  const hiddenOf = (id) => [...new Set(links.get(id).map((edge) => other(edge, id)))].filter((each) => !drawn.has(each) && !off.types.has(byId.get(each).kind));

  /** Place nodes near one that is drawn, on free spots of a spiral around it; nothing else moves. */
  function place(ids, near) {
    const middle = near ? drawn.get(near) : network.getViewPosition();
    const spots = [...drawn.values()];
    let step = near ? 3 : 0;
    for (const id of ids) {
      if (drawn.has(id)) continue;
      let spot;
      do {
        const angle = step * 2.399963, reach = 46 * Math.sqrt(step); // the golden angle: no two in one direction
        spot = { x: Math.round(middle.x + 1.35 * reach * Math.cos(angle)), y: Math.round(middle.y + reach * Math.sin(angle)) };
        step += 1;
      } while (step < 4000 && spots.some(({ x, y }) => Math.abs(x - spot.x) < 92 && Math.abs(y - spot.y) < 52));
      drawn.set(id, spot);
      spots.push(spot);
    }
  }

  const EXPAND = 30; // neighbours drawn at a time
  /** Draw neighbours of a node, those that most claims speak of first. */
  function expand(id) {
    const weight = new Map();
    for (const edge of links.get(id)) weight.set(other(edge, id), (weight.get(other(edge, id)) ?? 0) + 1 + edge.n * 1000);
    place(hiddenOf(id).sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1)).slice(0, EXPAND), id);
    changed();
  }
  /** Take away the neighbours of a node that hang on nothing else. */
  function collapse(id) {
    for (const each of new Set(links.get(id).map((edge) => other(edge, id)))) {
      if (each !== id && links.get(each).every((edge) => other(edge, each) === id || !drawn.has(other(edge, each)))) drawn.delete(each);
    }
    changed();
  }
  /** Draw nodes that were searched for or named in the panel, each beside a neighbour that is drawn. */
  function bring(ids) {
    for (const id of ids) {
      if (!drawn.has(id)) place([id], links.get(id).map((edge) => other(edge, id)).find((each) => drawn.has(each)));
    }
  }
  function changed() { redraw(); side(); blank(); note(); paint(); panel(); }

  function fit(animate) { // all of it, with a margin for the labels at its edge
    const view = [network.getViewPosition(), network.getScale()];
    network.fit({ maxZoomLevel: 1.3, animation: false });
    const position = network.getViewPosition(), scale = network.getScale() * (all.length > here.length ? 0.88 : 0.93);
    const offset = { x: narrow.matches ? 0 : -12, y: all.length > here.length ? -24 : -6 };
    if (!animate || calm) return network.moveTo({ position, scale, offset });
    network.moveTo({ position: view[0], scale: view[1] });
    return network.moveTo({ position, scale, offset, animation: { duration: 350 } });
  }

  const shown = (id) => drawn.has(id) && !off.types.has(byId.get(id).kind);
  const open = (edge) => shown(edge.from) && shown(edge.to) && !off.predicates.has(edge.predicate);

  function lit() { // ids of the nodes in the light, or null when all are
    if (chosen.node && !chosen.soft) return new Set([chosen.node, ...links.get(chosen.node).filter(open).flatMap((edge) => [edge.from, edge.to])]);
    if (chosen.edge) return new Set([relations[chosen.edge].s, relations[chosen.edge].o]);
    if (off.predicates.size) return new Set(here.map((n) => n.id).filter((id) => !links.get(id).length || links.get(id).some(open)));
    return null;
  }

  let painted = new Map();
  function paint() { // tell vis-network only what changed
    const light = lit();
    const state = new Map();
    const fresh = { nodes: [], edges: [] };
    for (const { id, color } of here) {
      const dim = light !== null && !light.has(id);
      const look = `${!shown(id)} ${dim} ${dark()}`;
      state.set(id, look);
      if (painted.get(id) === look) continue;
      const fill = tone(color), rim = colors.halo;
      const fix = { background: fill, border: rim };
      fresh.nodes.push({ id, hidden: !shown(id), opacity: dim ? 0.14 : 1, color: { ...fix, highlight: { background: fill, border: colors.ink }, hover: { background: fill, border: colors.ink } } });
    }
    for (const edge of wires) {
      const bright = edge.id === chosen.edge || edge.from === chosen.node || edge.to === chosen.node;
      const dim = light !== null && !bright && (chosen.node && !chosen.soft || chosen.edge || !(light.has(edge.from) && light.has(edge.to)));
      const look = `${!open(edge)} ${dim} ${bright} ${dark()}`;
      state.set(`edge ${edge.id}`, look);
      if (painted.get(`edge ${edge.id}`) === look) continue;
      const color = bright ? colors.soft : colors.edge;
      fresh.edges.push({ id: edge.id, hidden: !open(edge), width: bright ? 1.6 : 1, color: { color, highlight: colors.accent, hover: colors.accent, inherit: false, opacity: dim ? 0.1 : bright ? 0.95 : 0.6 } });
    }
    painted = state;
    nodes.update(fresh.nodes);
    edges.update(fresh.edges);
    network.redraw();
  }

  // --- labels: as on a map, of constant size, the important ones first, none over another -------------------------------

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
    const scale = network.getScale(), centre = network.getViewPosition(), at = network.getPositions();
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
    context.restore();
  });

  function verb(relation) { // what stands on a line: the predicate, and the post or outcome that makes it this one
    const own = relation.q?.title ?? relation.q?.outcome;
    const name = predicates[relation.p] ? label(predicates[relation.p]) : relation.p;
    return own && [...own].length <= 14 ? `${name} · ${own}` : name;
  }

  // --- choosing ---------------------------------------------------------------------------------------------------------

  function choose(next, { move = false, keep = false } = {}) {
    chosen = { node: null, edge: null, ...next };
    over = { node: null, edge: null };
    $("tip").hidden = true;
    const wanted = chosen.node ? [chosen.node] : chosen.edge ? [relations[chosen.edge].s, relations[chosen.edge].o] : [];
    if (wanted.some((id) => byId.has(id) && !drawn.has(id))) { bring(wanted.filter((id) => byId.has(id))); redraw(); note(); side(); }
    if (chosen.node && !shown(chosen.node)) { off.types.delete(byId.get(chosen.node).kind); side(); }
    network.unselectAll();
    if (chosen.node) network.selectNodes([chosen.node], false);
    if (chosen.edge && edges.get(chosen.edge)) network.selectEdges([chosen.edge]);
    paint();
    panel();
    if (chosen.node && (move || narrow.matches)) show(chosen.node, move);
    if (chosen.edge && (move || narrow.matches) && edges.get(chosen.edge)) between(chosen.edge);
    const address = chosen.node ? `#${encodeURIComponent(chosen.node)}` : "";
    if (!keep && address !== location.hash && (address || location.hash)) location.hash = address;
  }
  function show(id, move) {
    const scale = Math.max(network.getScale(), move ? 0.9 : 0);
    const lift = narrow.matches ? -$("stage").clientHeight * 0.27 : 0;
    network.focus(id, { scale, offset: { x: 0, y: lift }, animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  }
  function between(id) { // both ends of a line, large enough to read it
    const [a, b] = [relations[id].s, relations[id].o].map((end) => network.getPositions([end])[end]);
    const room = Math.min($("stage").clientWidth * 0.5, $("stage").clientHeight * (narrow.matches ? 0.25 : 0.5));
    const scale = Math.min(1.5, Math.max(0.25, room / (Math.hypot(a.x - b.x, a.y - b.y) + 1)));
    const lift = narrow.matches ? -$("stage").clientHeight * 0.27 : 0;
    network.moveTo({ position: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, scale, offset: { x: 0, y: lift }, animation: calm ? false : { duration: 350 } });
  }
  function fromAddress() {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { /* a half-typed address selects nothing */ }
    return entities[id] ? id : null;
  }
  addEventListener("hashchange", () => {
    if (fromAddress() !== chosen.node) choose({ node: fromAddress() }, { move: true, keep: true }); // else it was us who changed it
  });

  network.on("click", ({ nodes: [node], edges: [edge] }) => choose(node ? { node } : edge ? { edge } : {}));
  network.on("hoverNode", ({ node, pointer }) => { over = { node, edge: null }; tip(pointer.DOM, byId.get(node).label, [typeName(entities[node]), entities[node].mentions ? counted(entities[node].mentions, "mentions") : "", hiddenOf(node).length ? t("more")(hiddenOf(node).length) : ""]); network.redraw(); });
  network.on("hoverEdge", ({ edge, pointer }) => { over = { node: null, edge }; const r = relations[edge]; tip(pointer.DOM, `${byId.get(r.s).label} → ${byId.get(r.o).label}`, [verb(r), r.n ? `${t("evidence")} ${r.n}` : r.source]); network.redraw(); });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node) (hiddenOf(node).length ? expand : collapse)(node); });
  const leave = () => { over = { node: null, edge: null }; $("tip").hidden = true; network.redraw(); };
  network.on("blurNode", leave);
  network.on("blurEdge", leave);
  network.on("dragStart", leave);
  network.on("zoom", () => { $("tip").hidden = true; });

  function tip({ x, y }, name, rest) {
    const box = $("tip");
    box.replaceChildren(h("b", null, h("bdi", null, name)), h("small", null, rest.filter(Boolean).join(" · ")));
    box.hidden = false;
    const stage = $("stage");
    box.style.transform = `translate(${Math.max(8, Math.min(x + 14, stage.clientWidth - box.offsetWidth - 8))}px,${Math.max(8, Math.min(y + 16, stage.clientHeight - box.offsetHeight - 8))}px)`;
  }

  // --- panel ------------------------------------------------------------------------------------------------------------

  function typeName(entity) {
    const type = types.get(entity.type);
    const sub = entity.sub ? ` · ${entity.sub[language === "zh" ? 0 : 1]}` : "";
    return (type ? pair(type).join(" ") : entity.type) + sub;
  }

  function nameOf(id) { // a button; an entity that is not drawn yet comes into the drawing by it
    const node = byId.get(id);
    if (!node) return [glyph(""), h("span", { class: "undrawn" }, id)];
    return [glyph(node.kind), h("button", { class: drawn.has(id) ? "entity" : "entity apart", title: drawn.has(id) ? null : t("undrawn"), type: "button", "data-id": id, on: { click: () => choose({ node: id }, { move: true }) } }, node.label)];
  }

  function quote(index, marks, caption = []) {
    const sentence = sentences[index];
    const letters = [...sentence.t];
    const body = h("blockquote", { lang: "zh" });
    let done = 0;
    if (sentence.pre) body.append("……");
    for (const [start, end, role] of marks) {
      if (start < done) continue;
      body.append(letters.slice(done, start).join(""), h("mark", role === "o" ? { class: "o" } : null, letters.slice(start, end).join("")));
      done = end;
    }
    body.append(letters.slice(done).join(""), sentence.post ? "……" : "");
    return h("figure", { class: "quote" }, body, caption.length ? h("figcaption", null, caption) : null);
  }

  function origin(index) { // article, date, and the lines of the page
    const sentence = sentences[index], article = articles[sentence.a] ?? {};
    const facts = [article.paper, article.date, article.edition && t("edition")(article.edition)].filter(Boolean).join(" ");
    return [h("cite", null, article.title ?? ""), ` ${facts} `, pageLines(sentence, article)];
  }
  function pageLines(sentence, article) {
    if (!article.source) return null;
    const file = article.source.split(/[\\/]/).pop();
    return h("span", { class: "where", title: article.source }, h("code", null, file), sentence.l?.length ? ` ${t("lines")(...sentence.l)}` : "");
  }

  function claim(one) {
    const notes = [`${t("rule")} ${one.rule} · ${t("confidence")} ${one.conf}`, one.when && `${t("when")} ${one.when}`, one.by && `${t("said")} ${one.by}`].filter(Boolean);
    return quote(one.at, one.marks ?? [], [...origin(one.at), h("br"), notes.join(" · "), one.negated ? h("span", { class: "tag no" }, t("negated")) : null, one.modality ? h("span", { class: "tag no" }, t(one.modality)) : null]);
  }

  function tags(relation) {
    const { value, unit, approximator, title, outcome, ...rest } = relation.q ?? {};
    const amount = [value, unit].filter(Boolean).join("");
    const time = Object.entries({ ...rest, since: relation.since, until: relation.until }).filter(([, text]) => text);
    return [amount && h("b", null, h("bdi", null, amount)), ...[approximator, title, outcome].filter(Boolean).map((text) => h("span", { class: "tag" }, text)),
      ...time.map(([key, text]) => h("span", { class: "aside", title: t(key) }, h("bdi", null, key === "period" || key === "when" ? text : `${t(key)} ${text}`)))];
  }

  function relationRow(id, relation, self) {
    const other = relation.s === self ? relation.o : relation.s;
    const head = h("div", { class: "head" }, relation.literal ? h("span", { class: "undrawn" }, relation.o) : nameOf(other), tags(relation),
      h("button", { class: "link detail", type: "button", on: { click: () => choose({ edge: id }, { move: true }) } }, relation.claims ? `${t("details")} ${relation.n} ›` : `${t("source")} ›`));
    const [first, ...more] = relation.claims ?? [];
    const row = h("div", { class: "relation", "data-relation": id }, head);
    if (first) row.append(quote(first.at, first.marks ?? [], origin(first.at)));
    if (more.length) row.append(h("details", null, h("summary", null, t("sentences")(more.length)), more.map((one) => quote(one.at, one.marks ?? [], origin(one.at)))));
    return row;
  }

  function relationGroups(id, entity) {
    const groups = new Map();
    for (const key of entity.relations ?? []) {
      const relation = relations[key];
      const group = `${relation.p} ${relation.s === id}`;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(key);
    }
    const stated = (keys) => keys.some((key) => relations[key].claims); // what articles say before what gazetteers know
    const ordered = [...groups.values()].sort((a, b) => stated(b) - stated(a));
    const found = ordered.map((keys) => {
      const { p, s, literal } = relations[keys[0]];
      const [name, second] = predicates[p] ? pair(predicates[p]) : [p, ""];
      const out = s === id;
      const rows = (list) => list.map((key) => relationRow(key, relations[key], id));
      const rest = keys.slice(12);
      return h("section", { "data-predicate": p, "data-direction": out ? "out" : "in" },
        h("h3", null, out ? null : h("span", { class: "arrow", title: t("object") }, "←"), name, out && !literal ? h("span", { class: "arrow", title: t("subject") }, "→") : null, h("span", { class: "en" }, second), h("span", { class: "n" }, keys.length > 1 ? String(keys.length) : "")),
        rows(keys.slice(0, 12)), rest.length ? lazily(t("others")(rest.length), () => rows(rest)) : null);
    });
    if (!found.length && !(entity.quotes ?? []).length) return found;
    if (!found.length) found.push(h("section", null, h("p", { class: "help" }, t("noRelations"))));
    const left = (entity.degree ?? 0) - (entity.relations ?? []).length;
    if (left > 0) found.push(h("p", { class: "help more" }, `${t("moreRelations")(count(left))} ${t("explain")}`));
    return found;
  }
  function lazily(text, rows) { // long lists are built when they are asked for
    const button = h("button", { class: "more", type: "button", on: { click: () => button.replaceWith(...rows()) } }, `▸ ${text}`);
    return button;
  }

  function mentionsOf(entity) {
    if (!entity.quotes) return null;
    const byArticle = new Map();
    for (const one of entity.quotes) {
      const key = sentences[one[0]].a;
      if (!byArticle.has(key)) byArticle.set(key, []);
      byArticle.get(key).push(one);
    }
    const groups = [...byArticle].map(([key, list]) => {
      const article = articles[key] ?? {};
      const facts = [article.paper, article.date, article.edition && t("edition")(article.edition), article.by && `${t("by")} ${article.by}`].filter(Boolean).join(" ");
      return [h("p", { class: "article" }, article.title ?? key, h("small", null, facts, link(article.url))),
        list.map(([at, start, end, deictic]) => quote(at, [[start, end, "s"]], [pageLines(sentences[at], article), deictic ? [" ", h("span", { class: "tag" }, t("deictic"))] : null].flat()))];
    });
    return h("section", { id: "mentions" }, h("h3", null, t("mentionsOf"), h("span", { class: "n" }, count(entity.mentions))), groups.slice(0, 6),
      groups.length > 6 ? lazily(counted(groups.length - 6, "articles"), () => groups.slice(6).flat(2)) : null,
      entity.quotes.length < entity.mentions ? h("p", { class: "help more" }, `${t("moreQuotes")(count(entity.mentions))} ${t("explain")}`) : null);
  }
  const link = (url) => (/^https?:\/\//.test(url ?? "") ? [" ", h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, t("link"))] : null);

  function entityPanel(id) {
    const entity = entities[id];
    const numbers = ["mentions", "relations", "articles"].map((key) => [key === "relations" ? entity.degree : entity[key], key]).filter(([n]) => n).map(([n, key]) => counted(n, key)).join(" · ");
    const facts = [["code", entity.code], ...Object.entries(entity.facts ?? {}), ["gazetteer", entity.gazetteer]].filter(([, value]) => value);
    return [
      h("p", { class: "kind" }, glyph(entity.type), typeName(entity)),
      h("h2", { class: [...entity.name].length > 24 ? "long" : null }, entity.name),
      h("p", { class: "meta" }, numbers),
      h("p", { class: "meta" }, h("code", null, id)),
      h("p", { class: "acts" }, actions(id)),
      entity.aliases ? h("ul", { class: "chips", "aria-label": t("aka") }, entity.aliases.map((alias) => h("li", null, alias))) : null,
      facts.length || entity.same ? h("dl", { class: "facts" }, facts.map(([key, value]) => [h("dt", null, t(key)), h("dd", null, h("bdi", null, value))]).flat(),
        (entity.same ?? []).map((iri) => [h("dt", null, t("sameAs")), h("dd", null, /^https?:\/\//.test(iri) ? h("a", { href: iri, rel: "noreferrer noopener", target: "_blank" }, iri) : iri)]).flat()) : null,
      ["maybe", "homonyms"].map((kind) => entity[kind] ? h("section", null, h("h3", null, t(kind)), entity[kind].map((other) => h("div", { class: "relation head" }, nameOf(other), h("span", { class: "aside" }, other)))) : null),
      relationGroups(id, entity),
      entity.reported ? h("section", null, h("h3", null, t("reported"), h("span", { class: "n" }, String(entity.reported.length))), entity.reported.map((key) => h("p", { class: "article" }, articles[key]?.title ?? key, h("small", null, [articles[key]?.paper, articles[key]?.date].filter(Boolean).join(" "))))) : null,
      mentionsOf(entity),
      entity.reasons ? h("section", null, h("h3", null, t("reasons")), h("ul", { class: "steps" }, entity.reasons.map((reason) => h("li", null, h("bdi", null, reason))))) : null,
    ];
  }

  /** Buttons of what can be done with a node. */
  function actions(id) {
    const hidden = hiddenOf(id).length;
    const act = (key, action, n) => h("button", { type: "button", "data-act": key, on: { click: action } }, t(key), n ? h("span", { class: "n" }, ` ${count(n)}`) : null);
    return [hidden ? act("expand", () => expand(id), hidden) : null, act("collapse", () => collapse(id))];
  }

  function relationPanel(id) {
    const relation = relations[id];
    const name = predicates[relation.p] ? pair(predicates[relation.p]) : [relation.p, ""];
    const claims = relation.claims ?? [];
    return [
      h("p", { class: "kind" }, name.join(" ")),
      h("div", { class: "triple" }, h("div", { class: "head" }, nameOf(relation.s)), h("div", { class: "verb" }, `↓ ${verb(relation)}`),
        h("div", { class: "head" }, relation.literal ? h("span", { class: "undrawn" }, relation.o) : nameOf(relation.o))),
      h("dl", { class: "facts" }, [...Object.entries(relation.q ?? {}), ["since", relation.since], ["until", relation.until], ["confidence", String(relation.conf)], ["source", relation.source]].filter(([, value]) => value).map(([key, value]) => [h("dt", null, t(key)), h("dd", null, h("bdi", null, value))]).flat()),
      h("section", null, h("h3", null, t("evidence"), h("span", { class: "n" }, relation.n ? count(relation.n) : "")),
        claims.map((one) => h("div", { class: "relation" }, claim(one))), claims.length ? null : h("p", { class: "help more" }, t("noClaims")),
        relation.n > claims.length ? h("p", { class: "help more" }, `${t("moreClaims")(count(relation.n - claims.length))} ${t("explain")}`) : null,
        claims.length ? h("p", { class: "legend-marks" }, h("mark", null, t("subject")), " ", h("mark", { class: "o" }, t("object"))) : null),
    ];
  }

  function startPanel() {
    const most = all.filter((node) => node.mentions).sort((a, b) => b.mentions - a.mentions).slice(0, 10);
    return [
      h("h2", null, t("start")),
      h("ul", { class: "steps" }, t("steps").map(([what, then]) => h("li", null, h("b", null, what), language === "zh" ? "，" : " ", then))),
      most.length ? h("section", null, h("h3", null, t("most")), h("ul", { class: "starts" }, most.map((node) => h("li", null,
        h("button", { type: "button", on: { click: () => choose({ node: node.id }, { move: true }) } }, glyph(node.kind), h("span", { class: "name" }, node.label), h("span", { class: "n" }, count(node.mentions))))))) : null,
    ];
  }

  function panel() {
    const box = $("panel"), free = !chosen.node && !chosen.edge;
    box.classList.toggle("empty", free);
    if (!free && !detail.done) detail().then(panel);
    const content = chosen.node ? entityPanel(chosen.node) : chosen.edge ? relationPanel(chosen.edge) : startPanel();
    box.replaceChildren(...[free ? null : h("button", { class: "close", type: "button", "aria-label": t("close"), title: `${t("close")} (Esc)`, on: { click: () => choose({}) } }, "×"), ...content].flat(Infinity).filter(Boolean));
    box.scrollTop = 0;
  }

  // --- legend and filters --------------------------------------------------------------------------------------------------

  function filter(title, set, rows) {
    const every = h("button", { type: "button", on: { click: () => { set.clear(); refresh(); } } }, t("all"));
    return h("section", null, h("p", { class: "group" }, title, set.size ? every : null), rows.map(({ key, labels, n, mark }) => {
      const [name, second] = pair(labels);
      const toggle = () => { if (set.has(key)) set.delete(key); else set.add(key); refresh(`${title} ${key}`); };
      const only = () => { set.clear(); for (const row of rows) if (row.key !== key) set.add(row.key); refresh(); };
      return h("div", { class: set.has(key) ? "row off" : "row", "data-key": key },
        h("label", null, h("input", { type: "checkbox", checked: !set.has(key), "data-focus": `${title} ${key}`, on: { change: toggle } }), mark, h("span", { class: "zh" }, name), h("span", { class: "en", title: second }, second)),
        h("span", { class: "n" }, count(n)), h("button", { class: "only", type: "button", on: { click: only } }, t("only")));
    }));
  }
  function side() {
    const tally = (items, key) => items.reduce((sums, item) => sums.set(item[key], (sums.get(item[key]) ?? 0) + 1), new Map());
    const kinds = tally(here, "kind"), verbs = tally(wires, "predicate");
    $("side").replaceChildren(
      filter(t("types"), off.types, data.types.filter((type) => kinds.has(type.key)).map((type) => ({ key: type.key, labels: type, n: kinds.get(type.key), mark: glyph(type.key) }))),
      verbs.size ? filter(t("predicates"), off.predicates, Object.entries(predicates).filter(([key]) => verbs.has(key)).map(([key, labels]) => ({ key, labels, n: verbs.get(key) }))) : "",
      h("section", null, h("p", { class: "group" }, t("how")), h("p", { class: "help" }, t("howText"))));
  }
  function refresh(focus) {
    if (chosen.node && !shown(chosen.node)) choose({});
    if (chosen.edge && !wires.some((edge) => edge.id === chosen.edge && open(edge))) choose({});
    side();
    blank();
    paint();
    if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }
  function blank() {
    const none = !all.length, box = $("blank");
    box.hidden = !none && here.some((node) => shown(node.id));
    if (!box.hidden) box.replaceChildren(h("h2", null, t(none ? "blank" : "hidden")), h("p", null, t(none ? "blankHow" : "hiddenHow")), none ? h("code", null, "kg build PAGES -o output/") : "");
  }

  // --- search -----------------------------------------------------------------------------------------------------------------

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
    choose({ node: hits[i].node.id }, { move: true });
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

  // --- header, language, theme ---------------------------------------------------------------------------------------------------

  function header() {
    document.documentElement.lang = language;
    $("title").replaceChildren(h("bdi", null, meta.around ? t("around")(byId.get(meta.centre)?.label ?? meta.around) : "zhitu"));
    const numbers = [["entities", meta.entities], ["relations", meta.relations], ["articles", meta.articles], ["mentions", meta.mentions]];
    const period = [...new Set([meta.first, meta.last])].filter(Boolean).join(" – ");
    $("counts").replaceChildren(...numbers.flatMap(([key, n], i) => [i ? " · " : "", h("b", null, count(n)), ` ${unit(n, key)}`]), period ? ` · ${period}` : "");
    $("counts").title = $("counts").textContent;
    $("search").placeholder = t("search");
    $("search").setAttribute("aria-label", t("search"));
    $("network").setAttribute("aria-label", t("network"));
    for (const id of ["whole", "closer", "farther"]) { $(id).title = t(id); $(id).setAttribute("aria-label", t(id)); }
    $("filters").textContent = t("filters");
    $("language").textContent = t("language");
    $("theme").replaceChildren(dark() ? "☀" : "☾");
    $("theme").title = t("theme");
    $("theme").setAttribute("aria-label", t("theme"));
    note();
  }
  function note() {
    const out = all.length - here.length;
    $("note").hidden = !out;
    if (out) $("note").replaceChildren(t("left")(count(here.length), count(out)));
  }
  function theme(name) {
    document.documentElement.dataset.theme = name;
    colors = Object.fromEntries(["ink", "soft", "line", "edge", "halo", "sheet", "accent", "field"].map((key) => [key, ink(key)]));
  }
  function everything() { header(); side(); blank(); panel(); paint(); }

  $("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; everything(); });
  $("theme").addEventListener("click", () => { theme(dark() ? "light" : "dark"); everything(); });
  $("filters").addEventListener("click", () => $("filters").setAttribute("aria-expanded", String($("side").classList.toggle("open"))));
  $("whole").addEventListener("click", () => fit(true));
  const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: calm ? false : { duration: 180 } });
  $("closer").addEventListener("click", () => zoom(1.4));
  $("farther").addEventListener("click", () => zoom(1 / 1.4));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { theme(event.matches ? "dark" : "light"); everything(); });

  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  for (const [at, x, y] of data.first) drawn.set(all[at].id, { x, y });
  redraw();
  everything();
  fit(false);
  if (fromAddress()) choose({ node: fromAddress() }, { move: true, keep: true });
  else if (meta.centre && !narrow.matches) choose({ node: meta.centre, soft: true }, { keep: true }); // told about, but nothing around it is dimmed
  window.zhitu = { network, choose, detail, expand, collapse, drawn, all };
})();
