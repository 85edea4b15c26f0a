// What the drawing says, in both languages.

const words = {
  zh: {
    search: "搜索名称、别名、代码、拼音首字母", searchThere: "搜索全部实体的名称、别名", entities: "实体", relations: "关系", articles: "篇文章", mentions: "次提及",
    types: "类型", predicates: "关系类型", all: "全部", only: "只看", none: "没有叫这个名字的实体。", filters: "筛选", theme: "明暗", language: "English",
    more: (n) => `双击展开另 ${n} 个邻居`, expand: "展开邻居", collapse: "收起邻居", focus: "只看它和邻居", path: "最短路径", add: "多选", pin: "固定", unpin: "取消固定", hide: "隐藏", way: "最短路径", ways: (n) => `${n} 步`,
    seek: (n) => `“${n}”到哪里？再点一个点，或搜索它。`, adding: "再点一个点，加入所选。", noWay: "两者之间没有路。", papers: "报纸", article: "文章", every: "全部文章", hiddenNodes: (n) => `隐藏了 ${n} 个`,
    "tab-network": "网络", "tab-posts": "职务", "tab-meetings": "会议", "tab-policies": "政策", "tab-figures": "数据", "tab-places": "地图", narrow: "在表中筛选", csv: "复制 CSV", copied: "已复制。", noRows: "没有。",
    "by-organ": "按机构", "by-person": "按人物", person: "人物", organ: "机构", "left-post": "卸任", date: "日期", meeting: "会议", convened: "召集", chaired: "主持", attended: "出席", agenda: "议题", located_at: "地点", together: "同场", times: "次数",
    national: "中央", provincial: "省", prefectural: "市", county: "县区", document: "文件", level: "层级", issuer: "发布", considered: "审议", submitted: "提请", based: "依据", implementers: "落实", who: "谁", indicator: "指标", told: "见报", place: "地点", within: "位于",
    growth: "增长", decline: "下降", "year-on-year": "同比", "month-on-month": "环比",
    print: "打印", copyLink: "复制链接", shortcuts: "键盘", arrows: "走到邻居", turnTo: "换视图", clear: "取消选择", moreTools: "导出、打印、键盘",
    noSeries: "没有哪一项数据有两个时期。", noMap: "图里没有地点带坐标。名录给出坐标的地点才在地图上。", positions: (from) => `坐标是政府驻地的，来自 ${from}。`, events: "会议、活动", places: "个地点",
    always: "全部时间", play: "按月播放", undo: "撤销", redo: "重做", around: (n) => `${n} 的周围`, whole: "看全图", closer: "放大", farther: "缩小", close: "关闭",
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
    startDate: "开始日期", endDate: "结束日期", issued: "发布日期", lat: "纬度", long: "经度", network: "关系网络图", link: "原文", page: "条目页",
  },
  en: {
    search: "Search names, aliases, codes, initials", searchThere: "Search all names and aliases", entities: "entities", relations: "relations", articles: "articles", mentions: "mentions",
    types: "Types", predicates: "Relations", all: "All", only: "only", none: "No entity is called that.", filters: "Filters", theme: "Light or dark", language: "中文",
    more: (n) => `double-click for ${n} more`, expand: "Expand", collapse: "Collapse", focus: "Focus", path: "Shortest path", add: "Select more", pin: "Pin", unpin: "Unpin", hide: "Hide", way: "Shortest path", ways: (n) => (n === 1 ? "1 step" : `${n} steps`),
    seek: (n) => `From ${n} to where? Click another node, or search for it.`, adding: "Click another node to add it.", noWay: "No path joins them.", papers: "Newspapers", article: "Article", every: "All articles", hiddenNodes: (n) => `${n} hidden`,
    "tab-network": "Network", "tab-posts": "Posts", "tab-meetings": "Meetings", "tab-policies": "Policies", "tab-figures": "Figures", "tab-places": "Map", narrow: "Filter the table", csv: "Copy CSV", copied: "Copied.", noRows: "None.",
    "by-organ": "By organ", "by-person": "By person", person: "Person", organ: "Organ", "left-post": "left", date: "Date", meeting: "Meeting", convened: "Convened", chaired: "Chair", attended: "Attended", agenda: "Agenda", located_at: "Place", together: "Met together", times: "Times",
    national: "Centre", provincial: "Province", prefectural: "City", county: "District", document: "Document", level: "Level", issuer: "Issued by", considered: "Considered", submitted: "Submitted to", based: "Rests on", implementers: "Implemented by", who: "Of", indicator: "Indicator", told: "Reported", place: "Place", within: "Within",
    growth: "growth", decline: "decline", print: "Print", copyLink: "Copy link", shortcuts: "Keyboard", arrows: "Go to a neighbour", turnTo: "Change the view", clear: "Clear the selection", moreTools: "Export, print, keyboard",
    noSeries: "No indicator is told for two periods.", noMap: "No place of this graph has coordinates; those that a gazetteer gives some stand on the map.", positions: (from) => `Positions are those of seats of government, from ${from}.`, events: "Events", places: "places",
    always: "all times", play: "Play by month", undo: "Undo", redo: "Redo", around: (n) => `Around ${n}`, whole: "Show all", closer: "Closer", farther: "Farther", close: "Close",
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
    startDate: "starts", endDate: "ends", issued: "issued", lat: "latitude", long: "longitude", network: "Network of relations", link: "original", page: "its page",
  },
};
let language = document.body.dataset.language ?? meta.language;
language = language === "auto" ? (navigator.language.startsWith("zh") ? "zh" : "en") : language;
const t = (key) => words[language][key] ?? key;
const pair = (labels) => (language === "zh" ? [labels.zh, labels.en] : [labels.en, labels.zh]);
const label = (labels) => pair(labels)[0];
const count = (n) => n.toLocaleString("en-US");
const one = { entities: "entity", relations: "relation", articles: "article", mentions: "mention", places: "place" };
const unit = (n, key) => (language === "en" && n === 1 ? one[key] : t(key));
const counted = (n, key) => `${count(n)} ${unit(n, key)}`;
