"""The make-up of whole pages: which articles stand where. The same name and pool give the same page, down to each character."""

from __future__ import annotations

import datetime
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from . import blocks
from .blocks import Built, Grid, Job, Region, Shape, Style, joined
from .pool import Story, halves, truth, undated
from .setting import Box, Face, single

FORMATS = ((640, 920), (700, 1000), (740, 1060), (790, 1130), (850, 1220), (920, 1320), (1000, 1500), (1040, 1560))
STACKED = 15.0  # points between articles one above the other
WEEKDAYS = "一二三四五六日"
ATTEMPTS = 300  # make-ups tried for a page before the fullest is taken
SHORT = {"brief", "notice", "table", "list", "poem"}

# One entry a page: number of articles, and what must be seen on it. Issues are runs of pages; their first is a front page.
PLAN = (
    (8, "front vertical boxed rules broad"),
    (5, "ell photo reverse"),
    (5, "part subheads wrap column_byline"),
    (7, "briefs advert tint"),
    (7, "front vertical shadow editor_below"),
    (3, "middle long list"),
    (5, "poem line commentary end_byline"),
    (8, "front briefs banner rules"),
    (4, "ell advert left_vertical"),
    (2, "long wide"),
    (5, "table notice vertical column_rules"),
    (9, "front briefs photo rules broad"),
    (4, "subheads reverse part lost"),
    (6, "front wire ell boxed"),
    (3, "long middle photo"),
    (5, "list advert end_byline shadow"),
    (8, "briefs vertical column_rules notice broad"),
    (5, "front part line photo"),
    (4, "poem left_vertical commentary tint"),
    (6, "ell wire advert lost"),
    (8, "front briefs table rules banner"),
    (4, "long wrap subheads column_byline"),
    (5, "vertical reverse photo notice editor_below"),
    (4, "ell middle shadow column_rules"),
)
ISSUES = (4, 3, 4, 2, 4, 3, 4)  # pages of each
JUMPS = ((0, 2), (4, 5), (7, 9), (13, 14), (17, 19))  # from the page, to the page: places in PLAN
KINDS = {
    "photo": "photo_news",
    "poem": "poem",
    "list": "list",
    "table": "table",
    "notice": "notice",
    "wire": "wire",
    "commentary": "commentary",
}


@dataclass(frozen=True, slots=True)
class House:
    """What the newspapers of a set are called, and who makes them."""

    papers: tuple[str, ...]
    editors: tuple[str, ...]
    sections: tuple[str, ...]
    straps: tuple[str, ...]
    adverts: tuple[tuple[str, ...], ...]


HOUSES = {
    "dev": House(
        ("青石日报", "澜江晚报", "云麓日报", "临汀时报", "沐川新报", "白沙日报", "远安晨报"),
        ("方晓", "崔岚", "陶毅", "韦青", "安宁", "邹平", "贺新"),
        ("要闻", "综合", "民生", "经济", "文化", "县区", "副刊", "社会"),
        ("简讯", "新闻速览", "一周要闻", "基层快报", "市井速递"),
        (
            ("节约用水 从点滴做起", "公益广告", "青石市节水办宣"),
            ("云麓绿茶", "一杯春色入心来", "订购热线：0716-3320915 地址：云麓县茶市街12号"),
        ),
    ),
    "frozen": House(
        ("望川日报", "栖霞晚报", "漓阳日报", "东屏时报", "石门新报", "清河日报", "鹿鸣晨报"),
        ("梁朔", "池月", "雷鸣", "颜芳", "屈原野", "骆冰", "温良"),
        ("时政", "新闻", "本地", "产业", "人文", "乡镇", "读书", "法治"),
        ("短波", "要闻集萃", "新闻简报", "镇街动态", "微新闻"),
        (
            ("文明出行 礼让三分", "公益广告", "望川市文明办 望川日报社宣"),
            ("清河老窖", "窖藏三十年 只为这一口", "经销热线：0839-6612058 诚招县区代理"),
        ),
    ),
    "drawn": House(
        ("洛川日报", "浔阳晚报", "秀山时报", "金城早报", "乌苏日报", "宁远新报", "棠溪日报"),
        ("柏舟", "钟毓", "孟夏", "欧阳雪", "尤里", "汤显", "曲直"),
        ("一版", "民声", "城事", "乡村", "教科", "视野", "生活", "政法"),
        ("县域拾零", "百字新闻", "快读", "街头巷尾", "今日播报"),
        (
            ("垃圾分类 人人有责", "公益广告", "洛川市城管局宣"),
            ("棠溪白茶", "山里人家的春天", "订货电话：0596-3310077 棠溪镇茶场"),
        ),
    ),
}


@dataclass(slots=True)
class Spec:
    """What a page is to hold."""

    kind: str
    name: str
    newspaper: str
    date: datetime.date
    number: int
    pages: int
    section: str
    count: int
    flags: frozenset[str]
    stories: list[Story] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page made up: ``regions`` in the order in which its file holds them."""

    spec: Spec
    width: float
    height: float
    regions: list[Region]
    shapes: list[Shape]
    truth: dict[str, Any]
    shows: frozenset[str]


class Full(Exception):
    """An article does not fit in its box."""


# ------------------------------------------------------------------------------------------------------------ nodes of a page


@dataclass(slots=True)
class Leaf:
    """One article."""

    item: Story
    name: str
    style: Style
    columns: int
    tall: float = 0.0  # its need, once that is known


@dataclass(slots=True)
class Ad:
    """An advert, as high as there is room."""

    item: Story
    columns: int


@dataclass(slots=True)
class Briefs:
    """Short articles under one strap."""

    items: list[tuple[Story, str]]
    strap: str
    columns: int
    banner: bool


@dataclass(slots=True)
class Beside:
    """Nodes side by side."""

    nodes: list[Node]
    columns: int


@dataclass(slots=True)
class Stack:
    """Nodes one above the other."""

    nodes: list[Node]
    columns: int


@dataclass(slots=True)
class Ell:
    """An article whose text runs round the box of another at its lower left or right corner."""

    main: Leaf
    node: Node
    columns: int
    on_right: bool


Node = Leaf | Ad | Briefs | Beside | Stack | Ell


def need(node: Node, grid: Grid) -> float:
    """About how high the node must be."""
    width = grid.width(node.columns)
    match node:
        case Leaf():
            node.tall = node.tall or blocks.need(node.item, node.style, width, grid)
            return node.tall
        case Ad():
            return max(80.0, min(170.0, width * 0.35))
        case Briefs():
            style = Style(columns=node.columns, frame="line", byline="end")
            texts = sum(blocks.need(replace(item, title="", strap="", subtitle=""), style, width, grid) - 18 for item, _ in node.items)
            heads = sum(3 + bool(item.subtitle) + 0.5 for item, _ in node.items) * grid.pitch / node.columns
            return texts + heads + 18 + 26 + 2 * blocks.GAP
        case Beside():
            return max(need(child, grid) for child in node.nodes)
        case Stack():
            return sum(need(child, grid) for child in node.nodes) + STACKED * (len(node.nodes) - 1)
        case Ell():
            inner = need(node.node, grid) + STACKED
            outer = need(node.main, grid)
            return max(outer + inner * (node.node.columns / node.columns), inner + 0.45 * outer)


def waste(node: Node, grid: Grid, height: float) -> float:
    """The area of a node, in columns times points, that its texts are not likely to fill."""
    match node:
        case Beside():
            return sum(waste(child, grid, height) for child in node.nodes)
        case Stack():
            return sum(waste(child, grid, tall) for child, tall in zip(node.nodes, shares(node, grid, height), strict=True))
        case Ad():
            return max(0.0, height - 190) * node.columns
        case Ell():
            return max(0.0, height - need(node, grid)) * node.columns
    spare = height - need(node, grid)
    if isinstance(node, Leaf) and (node.item.captions or node.item.kind == "photo_news"):
        spare = max(0.0, spare - 150)
    return max(0.0, spare) * node.columns * (1.6 if isinstance(node, Briefs) or node.item.kind in SHORT else 1.0)


def shares(node: Stack, grid: Grid, height: float) -> list[float]:
    """The heights of a stack's nodes; what is over goes to adverts and pictures first."""
    needs = [need(child, grid) for child in node.nodes]
    spare = height - sum(needs) - STACKED * (len(needs) - 1)
    weights = [tall * (6 if elastic(child) else 1) for child, tall in zip(node.nodes, needs, strict=True)]
    return [tall + spare * weight / sum(weights) for tall, weight in zip(needs, weights, strict=True)]


def elastic(node: Node) -> bool:
    """Whether a node can take more room by itself."""
    match node:
        case Leaf():
            return bool(node.item.captions) or node.item.kind == "photo_news"
        case Ad():
            return True
        case Beside():
            return all(elastic(child) for child in node.nodes)
        case Stack():
            return any(elastic(child) for child in node.nodes)
    return False


def put(node: Node, box: Box, grid: Grid, rng: random.Random, *, rules: bool) -> Built:
    """The node in its box; Full when something does not fit."""
    match node:
        case Leaf():
            return whole(blocks.article(Job(node.item, node.name, box, node.style, grid, (), rng.randrange(1, 10**6))))
        case Ad():
            return blocks.advert(node.item, box)
        case Briefs():
            return whole(blocks.briefs(node.items, node.strap, box, node.columns, grid, banner=node.banner))
        case Ell():
            width = grid.width(node.node.columns)
            tall = need(node.node, grid)
            spot = Box(box.right - width if node.on_right else box.x, box.bottom - tall, width, tall)
            inner = put(node.node, spot, grid, rng, rules=rules)
            hole = Box(spot.x - 1, spot.y - STACKED, spot.w + 2, spot.h + STACKED)
            main = node.main
            outer = whole(blocks.article(Job(main.item, main.name, box, main.style, grid, (hole,), rng.randrange(1, 10**6))))
            frame = [] if not rules else [Shape(Box(spot.x, spot.y - STACKED / 2, spot.w, 0.5), 0.3)]
            return joined([outer, inner], frame)
        case Beside():
            x, parts, lines = box.x, [], []
            for child in node.nodes:
                width = grid.width(child.columns)
                parts.append(put(child, Box(x, box.y, width, box.h), grid, rng, rules=rules))
                x += width + grid.gutter
                lines.append(Shape(Box(x - grid.gutter / 2, box.y, 0.5, box.h), 0.3))
            return joined(parts, lines[:-1] if rules else [])
        case Stack():
            y, parts, lines = box.y, [], []
            for child, tall in zip(node.nodes, shares(node, grid, box.h), strict=True):
                parts.append(put(child, Box(box.x, y, box.w, tall), grid, rng, rules=rules))
                y += tall + STACKED
                lines.append(Shape(Box(box.x, y - STACKED / 2, box.w, 0.5), 0.3))
            return joined(parts, lines[:-1] if rules else [])


def whole(built: Built | None) -> Built:
    """What was built, if it was."""
    if built is None:
        raise Full
    return built


# -------------------------------------------------------------------------------------------------------------- planning a page


class Planner:
    """Draws one make-up of a page; ``wanted`` is what the page must show and does not yet."""

    def __init__(self, spec: Spec, house: House, rng: random.Random) -> None:
        self.spec, self.house, self.rng = spec, house, rng
        self.wanted = set(spec.flags)
        self.grid = Grid(6, 14, 9.5, 13.5, 14)

    def tree(self, stories: list[tuple[Story, str]], columns: int) -> Node:
        """All articles of the page: the adverts and briefs set apart, the others divided by guillotine cuts."""
        rng = self.rng
        ads = [item for item, _ in stories if item.kind == "advert"]
        rest = [pair for pair in stories if pair[0].kind != "advert"]
        short = [pair for pair in rest if pair[0].kind == "brief"]
        extras: list[Node] = []
        if "briefs" in self.wanted and len(short) >= 3:
            self.wanted.discard("briefs")
            rest = [pair for pair in rest if pair not in short]
            width = rng.choice([c for c in range(1, columns + 1) if c <= max(2, columns // 2) or c == columns])
            extras.append(Briefs(short, rng.choice(self.house.straps), width, "banner" in self.wanted or rng.random() < 0.3))
            self.wanted.discard("banner")
        if ads:
            extras.append(Ad(ads[0], columns if rng.random() < 0.5 else rng.randint(max(1, columns // 3), columns)))
            self.wanted.discard("advert")
        rng.shuffle(rest)
        rest.sort(key=lambda pair: pair[0].kind in SHORT)
        if "ell" in self.wanted and columns >= 4 and len(rest) >= 2:
            ranked = sorted(rest, key=lambda pair: pair[0].chars)
            if ranked[-1][0].chars > 1.6 * ranked[0][0].chars:
                self.wanted.discard("ell")
                extras.append(self.ell(ranked[-1], ranked[0], columns))
                rest = [pair for pair in rest if pair not in (ranked[0], ranked[-1])]
        return self.around(rest, extras, columns)

    def around(self, rest: list[tuple[Story, str]], extras: list[Node], columns: int) -> Node:
        """The divided articles, with briefs and adverts below or beside them."""
        if not extras:
            return self.divide(rest, columns)
        extra = extras[0]
        if extra.columns == columns or columns - extra.columns < 2 or not rest:
            extra.columns = columns
            if not rest and not extras[1:]:
                return extra
            nodes = [self.around(rest, extras[1:], columns), extra]
            return Stack(nodes[::-1] if isinstance(extra, Ell) and self.rng.random() < 0.5 else nodes, columns)
        if self.rng.random() < 0.5 and len(rest) > 1:
            side = rest[-1:] if rest[-1][0].chars < 500 else []
            if side or isinstance(extra, Briefs):
                column: Node = Stack([self.divide(side, extra.columns), extra], extra.columns) if side else extra
                left = self.around([pair for pair in rest if pair not in side], extras[1:], columns - extra.columns)
                return Beside([left, column] if self.rng.random() < 0.6 else [column, left], columns)
        cut = max(1, len(rest) - self.rng.randint(1, 2))
        if cut == len(rest):
            return Beside([self.around(rest, extras[1:], columns - extra.columns), extra], columns)
        low = Beside([self.divide(rest[cut:], columns - extra.columns), extra], columns)
        return Stack([self.around(rest[:cut], extras[1:], columns), low], columns)

    def divide(self, stories: list[tuple[Story, str]], columns: int) -> Node:
        """A block of articles, cut until each stands alone."""
        rng = self.rng
        if len(stories) == 1:
            return self.leaf(*stories[0], columns)
        if columns >= 3 and rng.random() < (0.75 if len(stories) <= 3 else 0.5):
            return self.beside(stories, columns)
        cut = rng.randint(1, len(stories) - 1)
        return Stack([self.divide(stories[:cut], columns), self.divide(stories[cut:], columns)], columns)

    def ell(self, main: tuple[Story, str], other: tuple[Story, str], columns: int) -> Ell:
        """A long article round a short one."""
        width = self.rng.randint(1 if columns > 5 else 2, columns // 2)
        leaf = self.leaf(*main, columns)
        leaf.style = replace(leaf.style, head="over", frame="", columns=columns, picture="top")
        return Ell(leaf, self.leaf(*other, width), columns, self.rng.random() < 0.6)

    def beside(self, stories: list[tuple[Story, str]], columns: int) -> Node:
        """Articles side by side, their widths in columns such that their heights differ least."""
        groups = 3 if len(stories) >= 3 and columns >= 6 and self.rng.random() < 0.4 else 2
        cuts = sorted(self.rng.sample(range(1, len(stories)), groups - 1))
        parts = [stories[a:b] for a, b in itertools.pairwise([0, *cuts, len(stories)])]
        weight = [sum(item.chars + 120 * len(item.captions) + 60 for item, _ in part) for part in parts]
        best, widths = math.inf, (1,) * groups
        for split in itertools.product(range(1, columns), repeat=groups):
            if sum(split) == columns:
                heights = [w / c for w, c in zip(weight, split, strict=True)]
                if max(heights) / min(heights) < best:
                    best, widths = max(heights) / min(heights), split
        return Beside([self.divide(part, width) for part, width in zip(parts, widths, strict=True)], columns)

    def leaf(self, item: Story, name: str, columns: int) -> Leaf:
        """An article with a style of its own, and what the page still wants of it if it can have it."""
        rng, wanted = self.rng, self.wanted
        weight = min(1.0, item.chars / 1500)
        style = Style(
            columns=columns if columns < 3 or rng.random() < 0.8 else columns - 1,
            size=rng.uniform(17, 22) if columns == 1 else min(40.0, rng.uniform(20, 26) + 12 * weight * rng.random() + 1.5 * columns),
            align=rng.choice(("centre", "centre", "left")),
            face=rng.choice(("hei", "hei", "song", "kai")),
            frame=rng.choice(("", "", "", "", "line", "tint")),
            reverse=False,
            strap=rng.choice(("boxed", "banner")) if item.strap and len(item.strap) <= 10 else "kicker",
            byline=rng.choice(("under", "under", "column", "end")) if item.byline else "under",
            picture=rng.choice(("top", "top", "bottom", "middle")),
            span=rng.randint(1, max(1, columns - 1)) if columns > 1 else 1,
            on_right=rng.random() < 0.6,
            wrap=rng.random() < 0.15,
            spare=item.kind not in SHORT and item.kind != "wire",
            inline_jump=rng.random() < 0.5,
        )
        if item.kind == "photo_news":
            style = replace(style, span=columns, wrap=False, picture="top", columns=max(1, columns // 2))
        if item.kind in ("list", "table", "poem"):
            style = replace(style, frame=rng.choice(("line", "tint", "")), columns=max(1, columns // 2) if item.kind != "list" else columns)
        if item.title and 4 <= len(item.title) <= 22 and item.kind not in SHORT and item.kind != "photo_news" and columns >= 2:
            for flag, side in (("vertical", "right"), ("left_vertical", "left"), ("middle", "middle")):
                if flag in wanted and (side != "middle" or columns >= 3):
                    wanted.discard(flag)
                    style = replace(style, head=side, columns=columns - 1 if side != "middle" else columns - columns % 2, byline="under")
                    return Leaf(item, name, replace(style, size=rng.uniform(22, 30), picture="bottom"), columns)
        if "part" in wanted and columns >= 3 and item.chars > 350:
            wanted.discard("part")
            style = replace(
                style, head="part", columns=columns, span=rng.randint(max(2, columns // 2), columns - 1), picture="bottom", frame=""
            )
        if "reverse" in wanted and item.title:
            wanted.discard("reverse")
            style = replace(style, reverse=True)
        if "shadow" in wanted and item.strap:
            wanted.discard("shadow")
            style = replace(style, shadow=True, reverse=False)
        if "wrap" in wanted and item.captions and columns >= 2:
            wanted.discard("wrap")
            style = replace(style, wrap=True, span=min(style.span, columns - 1))
        for flag in ("line", "tint"):
            if flag in wanted:
                wanted.discard(flag)
                style = replace(style, frame=flag)
        for flag, where in (("column_byline", "column"), ("end_byline", "end")):
            if flag in wanted and item.byline:
                wanted.discard(flag)
                style = replace(style, byline=where)
        if item.strap and len(item.strap) <= 10:
            for flag in ("boxed", "banner"):
                if flag in wanted:
                    wanted.discard(flag)
                    style = replace(style, strap=flag)
        if style.reverse:
            style = replace(style, strap="kicker", shadow=False)
        return Leaf(item, name, style, columns)


def make(spec: Spec) -> Page:
    """The page: of many drawn make-ups the fullest that holds everything."""
    rng, house = random.Random(spec.name), HOUSES[spec.kind]
    names = [(item, f"{spec.name}-{i}") for i, item in enumerate((item for item in spec.stories if item.kind != "advert"), 1)]
    stories = names + [(item, "") for item in spec.stories if item.kind == "advert"]
    area = sum(item.chars * 9.5 * 13.5 * 1.45 + 22000 * len(item.captions) + 9000 for item, _ in stories)
    drafts: list[tuple[float, int, tuple[int, int], Planner, Node, int]] = []
    for attempt in range(ATTEMPTS):
        wanted = area * (1 if drafts else 1 + 1.5 * attempt / ATTEMPTS)
        formats = FORMATS[-2:] if "broad" in spec.flags else FORMATS
        paper = min(formats, key=lambda f: abs(math.log((f[0] - 90) * (f[1] - 170) / wanted) + rng.gauss(0, 0.12)))
        planner = Planner(spec, house, random.Random(f"{spec.name} {attempt}"))
        grid, columns = draw_grid(paper, planner, spec)
        planner.grid = grid
        node = planner.tree(stories, columns)
        height = paper[1] - 2 * 40 - header_height(spec)
        tall = need(node, grid)
        if tall * 1.01 > height:
            continue
        missing = len(planner.wanted & PLACED)
        empty = waste(node, grid, height) / (height * columns)
        drafts.append((empty + 0.4 * missing, attempt, paper, planner, node, missing))
    drafts.sort(key=lambda draft: draft[:2])
    best: tuple[float, Page] | None = None
    for _, attempt, paper, planner, node, missing in drafts[:20]:
        try:
            page, empty = finish(spec, house, paper, planner, node, names, attempt)
        except Full:
            continue
        if best is None or empty + missing < best[0]:
            best = (empty + missing, page)
        if best[0] < 0.015:
            break
    if best is None:
        raise ValueError(f"{spec.name}: {', '.join(item.id for item in spec.stories)} fit on no page ({len(drafts)} drafts)")
    return best[1]


PLACED = {
    "vertical", "left_vertical", "middle", "part", "ell", "briefs", "banner", "boxed", "reverse", "shadow", "wrap", "line", "tint",
    "column_byline", "end_byline", "advert",
}  # fmt: skip


def draw_grid(paper: tuple[int, int], planner: Planner, spec: Spec) -> tuple[Grid, int]:
    """A grid for a paper: size, pitch and number of columns, of 10 to 22 em."""
    rng, width = planner.rng, paper[0] - 2 * 40
    size = rng.choice((9.0, 9.5, 10.0, 10.5))
    least = 2 if "wide" in spec.flags else 4
    counts = [c for c in range(least, 9) if 10 <= (width - (c - 1) * size * 1.4) / c / size <= (30 if least == 2 else 20)]
    columns = rng.choice(counts[:1] if least == 2 else counts)
    gutter = size * rng.choice((1.2, 1.4, 1.6, 1.8))
    room = math.floor((width - (columns - 1) * gutter) / columns / size)
    gutter = (width - columns * room * size) / (columns - 1)
    gutter = min(gutter, 2.4 * size)
    pitch = size * rng.uniform(1.3, 1.62)
    air = rng.choice((0.0, 0.125, 0.25))
    return Grid(columns, room, size, round(pitch, 2), gutter, air, "column_rules" in spec.flags or rng.random() < 0.15), columns


def header_height(spec: Spec) -> float:
    """Height of the header, with the gap below it, and of the line at the foot."""
    return (118.0 if "front" in spec.flags else 44.0) + (18.0 if "editor_below" in spec.flags else 0.0)


def finish(
    spec: Spec, house: House, paper: tuple[int, int], planner: Planner, node: Node, names: Sequence[tuple[Story, str]], attempt: int
) -> tuple[Page, float]:
    """The page of a make-up, and the share of it that stayed empty; Full when something does not fit after all."""
    rng = random.Random(f"{spec.name} {attempt} finish")
    width = planner.grid.width(node.columns)
    left = (paper[0] - width) / 2
    foot = 18.0 if "editor_below" in spec.flags else 0.0
    top = 40 + header_height(spec) - foot
    rules = "rules" in spec.flags or rng.random() < 0.4
    built = put(node, Box(left, top, width, paper[1] - 40 - foot - top), planner.grid, rng, rules=rules)
    furniture = header(spec, house, Box(left, 40, width, paper[1] - 80), rng)
    regions = ordered(built.regions, furniture.regions, rng)
    record = {
        "page": spec.name,
        "newspaper": spec.newspaper,
        "date": spec.date.isoformat(),
        "edition": f"{spec.number:02d}",
        "articles": [truth(item, name) for item, name in names],
        "furniture": furniture_of(regions, names),
    }
    shapes, shows = built.shapes + furniture.shapes, spec.flags - (planner.wanted & PLACED)
    return Page(spec, float(paper[0]), float(paper[1]), regions, shapes, record, shows), built.empty / (paper[0] * paper[1])


def furniture_of(regions: Sequence[Region], names: Sequence[tuple[Story, str]]) -> list[dict[str, str]]:
    """The texts of a page that belong to no article."""
    found = []
    for region in regions:
        if not region.article or region.part == "jump":
            found.append({"role": region.part, "text": " ".join(line.text for line in region.lines)})
    inline = [f"（上接第{item.since}版）" for item, _ in names if item.since]
    seen = Counter(record["text"] for record in found)
    return found + [{"role": "jump", "text": text} for text in inline if not seen[text]]


def header(spec: Spec, house: House, box: Box, rng: random.Random) -> Built:
    """Name of the paper, date, number of the page, editors: the head of a front page, or the strip above the other pages."""
    built = Built()
    date = f"{spec.date.year}年{spec.date.month}月{spec.date.day}日"
    day = f"星期{WEEKDAYS[spec.date.weekday()]}"
    editors = rng.sample(house.editors, 3)
    editor = f"责任编辑 {editors[0]} 版式 {editors[1]} 校对 {editors[2]}"
    if rng.random() < 0.5:
        editor = f"■责编：{editors[0]} ■美编：{editors[1]} ■电话：0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}"

    def add(part: str, text: str, place: Box, size: float, align: str, face: str = "song", *, bold: bool = False) -> None:
        built.regions.append(Region("", part).add([single(text, place, Face(size, face, bold), align)]))

    def rule(y: float, thick: float) -> None:
        built.shapes.append(Shape(Box(box.x, y, box.w, thick), 0.0))

    low = Box(box.x, box.bottom - 9, box.w, 9)
    if "front" in spec.flags:
        size = min(56.0, box.w * 0.42 / len(spec.newspaper))
        add("header", spec.newspaper, Box(box.x, box.y + 6, box.w * 0.5, size), size, "left", "kai", bold=True)
        side = Box(box.x + box.w * 0.55, box.y + 8, box.w * 0.45, 12)
        number = rng.randint(3000, 9999)
        add("header", f"{date} {day}", side, 12, "right", "hei")
        add("header", f"第{number}期 今日{spec.pages}版", Box(side.x, side.y + 20, side.w, 10), 10, "right")
        add(
            "header",
            f"国内统一连续出版物号 CN {rng.randint(11, 65)}-00{rng.randint(10, 99)}",
            Box(side.x, side.y + 36, side.w, 10),
            9,
            "right",
        )
        add("header", f"{spec.newspaper}社出版", Box(side.x, side.y + 52, side.w, 10), 9, "right")
        rule(box.y + 84, 2)
        strip = low if "editor_below" in spec.flags else Box(box.x, box.y + 90, box.w, 9)
        add("editor", editor, strip, 9, "right")
        rule(box.y + 103, 0.5)
    else:
        joined_up = rng.random() < 0.4
        edition = f"{spec.number:02d}" if rng.random() < 0.5 else f"第{spec.number:02d}版"
        if joined_up:
            add("header", f"{edition} {spec.section} {date} {day}", Box(box.x, box.y + 4, box.w * 0.5, 14), 13, "left", "hei")
        else:
            add("header", f"{edition}/{spec.section}", Box(box.x, box.y, box.w * 0.3, 20), 19, "left", "hei", bold=True)
            add("header", f"{date} {day}", Box(box.x + box.w * 0.3, box.y + 9, box.w * 0.3, 10), 10, "left")
        add("header", spec.newspaper, Box(box.x + box.w * 0.75, box.y, box.w * 0.25, 18), 17, "right", "kai", bold=True)
        strip = low if "editor_below" in spec.flags else Box(box.x + box.w * 0.4, box.y + 22, box.w * 0.6, 8)
        add("editor", editor, strip, 8, "right")
        rule(box.y + 32, 1.2)
    return built


def ordered(regions: Sequence[Region], furniture: Sequence[Region], rng: random.Random) -> list[Region]:
    """The regions in the order of a production file: bodies often first, their headings after them, some far away."""
    mode = rng.choice(("natural", "after", "chunks", "chunks", "apart", "shuffled"))
    articles = sorted({region.article for region in regions if region.article})
    rng.shuffle(articles)
    heads = {"strap", "title", "subtitle", "byline"}
    head = {name: [r for r in regions if r.article == name and r.part in heads] for name in articles}
    body = {name: [r for r in regions if r.article == name and r.part not in heads] for name in articles}
    rest = [region for region in regions if not region.article]
    if rng.random() < 0.3:  # the columns of a body as frames of their own, often drawn in another order
        for name in articles:
            body[name] = [piece for region in body[name] for piece in by_column(region, rng)]
    found: list[Region] = []
    if mode == "shuffled":
        groups = [group for name in articles for group in (head[name], *([r] for r in body[name]))]
        rng.shuffle(groups)
        found = [region for group in groups for region in group]
    else:
        step = {"natural": 1, "after": 1, "chunks": rng.randint(2, 4), "apart": len(articles)}[mode]
        for at in range(0, len(articles), step):
            chunk = articles[at : at + step]
            bodies = [region for name in chunk for region in body[name]]
            rng.shuffle(chunk)
            titles = [region for name in chunk for region in head[name]]
            found += titles + bodies if mode == "natural" else bodies + titles
    for region in rest:
        found.insert(rng.randint(0, len(found)), region)
    strip = list(furniture)
    rng.shuffle(strip)
    return strip + found if rng.random() < 0.5 else found + strip


def by_column(region: Region, rng: random.Random) -> list[Region]:
    """A body as one region a column; other parts as they are."""
    if region.part != "body":
        return [region]
    pieces = [Region(region.article, region.part)]
    for i, (line, mark) in enumerate(zip(region.lines, region.marks, strict=True)):
        if i and line.off < region.lines[i - 1].off:
            pieces.append(Region(region.article, region.part, first=i))
        pieces[-1].add([line], *mark)
    if rng.random() < 0.3:
        rng.shuffle(pieces)
    return pieces


# -------------------------------------------------------------------------------------------------------------- a set of pages


def specs(kind: str, pool: Sequence[Story]) -> list[Spec]:
    """The 24 pages of a set and the stories on each."""
    rng = random.Random(f"{kind} set")
    house, found = HOUSES[kind], []
    papers = list(house.papers)
    at = 0
    for issue, pages in enumerate(ISSUES):
        date = datetime.date(2021, 1, 4) + datetime.timedelta(days=rng.randrange(700))
        for number in range(1, pages + 1):
            count, flags = PLAN[at]
            name, section = f"{kind[0]}{at + 1:02d}", rng.choice(house.sections)
            found.append(Spec(kind, name, papers[issue % len(papers)], date, number, pages, section, count, frozenset(flags.split())))
            at += 1
    used: Counter[str] = Counter()
    for source, target in JUMPS:
        one, two = found[source], found[target]
        long = [s for s in pool if s.kind in ("feature", "news") and s.chars > 700 and len(s.blocks) > 5 and s.title and not used[s.id]]
        item = rng.choice(long)
        first, second = halves(item, str(two.number), str(one.number), inside=rng.random() < 0.5)
        one.stories.append(first)
        two.stories.append(second)
        used[item.id] += 2
    for spec in found:
        select(spec, pool, used, rng)
    return found


def select(spec: Spec, pool: Sequence[Story], used: Counter[str], rng: random.Random) -> None:
    """Choose the stories of a page: what its flags ask for, then those used least."""

    def take(fits: Callable[[Story], bool], count: int = 1) -> None:
        taken = {item.id for item in spec.stories}
        room = spec.count - sum(item.kind != "advert" for item in spec.stories)
        free = [s for s in pool if fits(s) and s.kind != "advert" and s.id not in taken and used[s.id] < USES]
        free.sort(key=lambda s: (used[s.id], rng.random()))
        for item in free:
            if min(count, room) > 0 and sum(other.chars for other in spec.stories) + item.chars <= MOST:
                spec.stories.append(item)
                used[item.id] += 1
                count, room = count - 1, room - 1

    kinds = {kind for flag, kind in KINDS.items() if flag in spec.flags}
    for kind in sorted(kinds):
        take(partial(of_kind, kind))
    for flags, fits, count in ASKS:
        if spec.flags & flags:
            take(fits, count)
    if "broad" in spec.flags:
        take(lambda s: s.kind in ("news", "feature") and s.chars > 480, spec.count - 2)
    take(lambda s: s.kind in ("news", "wire", "commentary"), spec.count // 2)
    take(lambda s: s.kind in ("news", "feature", "wire", "commentary"), 9)
    take(lambda s: s.kind in ("photo_news", "notice", "brief"), 9)
    if "advert" in spec.flags:
        ads = [item for item in pool if item.kind == "advert"]
        spec.stories.append(rng.choice(ads + [display(texts, i) for i, texts in enumerate(HOUSES[spec.kind].adverts)]))


def of_kind(kind: str, item: Story) -> bool:
    """Whether a story is of a kind."""
    return item.kind == kind


def display(texts: Sequence[str], number: int) -> Story:
    """An advert of the paper's own."""
    head, *rest = texts
    return Story(f"advert-{number}", "advert", "", head, "", "", "", (), tuple((text, False) for text in rest), (), "")


USES = 3  # pages of its set on which an article stands at most
MOST = 4800  # characters of all articles of a page
ASKS: tuple[tuple[frozenset[str], Callable[[Story], bool], int], ...] = (
    (frozenset({"briefs"}), lambda s: s.kind == "brief", 3),
    (frozenset({"long"}), lambda s: s.kind == "feature" and s.chars > 800, 1),
    (frozenset({"broad"}), lambda s: s.kind == "feature", 2),
    (frozenset({"ell"}), lambda s: s.kind == "feature", 1),
    (frozenset({"ell"}), lambda s: s.kind == "brief", 1),
    (frozenset({"boxed", "banner", "shadow"}), lambda s: 0 < len(s.strap) <= 10 and s.kind != "brief", 1),
    (frozenset({"column_byline", "end_byline"}), lambda s: bool(s.byline), 1),
    (frozenset({"subheads"}), lambda s: any(subhead for _, subhead in s.blocks), 1),
    (frozenset({"wrap"}), lambda s: bool(s.captions), 1),
    (frozenset({"vertical", "left_vertical", "middle"}), lambda s: s.kind in ("news", "commentary") and len(s.title) <= 18, 1),
)


def pages(kind: str, pool: Sequence[Story], names: Sequence[str] = ()) -> list[Page]:
    """The pages of a set, or those of it that are named."""
    return [make(spec) for spec in specs(kind, pool) if not names or spec.name in names]


def drawn(name: str, pool: Sequence[Story], count: int) -> Iterator[Page]:
    """Pages whose plans are drawn too: how many articles, which of the pool, what must be seen; the same name gives the same pages."""
    for number in range(1, count + 1):
        spec = draw(f"{name}{number:03d}", pool)
        with suppress(ValueError):  # its stories fit on no page
            yield make(spec)


def draw(name: str, pool: Sequence[Story]) -> Spec:
    """The plan of one page. Some stories lose their dateline, subtitle or strap, so that none is known by what it always has."""
    rng, house = random.Random(f"{name} plan"), HOUSES["drawn"]
    flags = {flag for _, entry in rng.sample(PLAN, 2) for flag in entry.split() if rng.random() < 0.6} - {"wide"}
    date = datetime.date(2021, 1, 4) + datetime.timedelta(days=rng.randrange(700))
    count = rng.choice((2, 3, 4, 4, 5, 5, 6, 6, 7, 8))
    spec = Spec("drawn", name, rng.choice(house.papers), date, rng.randint(1, 8), 8, rng.choice(house.sections), count, frozenset(flags))
    some = (
        [varied(item, rng) for item in rng.sample(pool, max(30, len(pool) * 2 // 3))]
        if len(pool) > 30
        else [varied(item, rng) for item in pool]
    )
    long = [item for item in some if item.kind in ("feature", "news") and item.chars > 700 and len(item.blocks) > 5 and item.title]
    if long and rng.random() < 0.4:
        halved = halves(rng.choice(long), "5", "1", inside=rng.random() < 0.5)
        spec.stories.append(rng.choice(halved))
    select(spec, some, Counter(item.id for item in spec.stories for _ in range(USES)), rng)
    return spec


def varied(item: Story, rng: random.Random) -> Story:
    """A story, at times without what it need not have."""
    if item.kind in ("news", "feature") and rng.random() < 0.2:
        item = undated(item)
    if item.subtitle and rng.random() < 0.3:
        item = replace(item, subtitle="")
    return replace(item, strap="") if item.strap and rng.random() < 0.3 else item
