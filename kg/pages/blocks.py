"""A web page as lines: what stands where, in which element, how large; and which elements hold running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from kg.pages.forms import Forms

# Elements that never hold text of the paper, elements that begin a line of their own, and those that hold others of that kind.
_SKIPPED = frozenset(
    ["script", "style", "noscript", "iframe", "object", "embed", "svg", "math", "template", "select", "option", "textarea", "button", "nav",
     "footer", "map", "audio", "video", "head"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "li", "main", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "founder-content", "founder-title", "founder-author"]
)  # fmt: skip
_CONTAINERS = frozenset(["article", "aside", "body", "div", "header", "main", "section", "table", "td"])
# The parser needs time with the square of the depth; no page that a person made comes near.
DEEPEST = 4_000
_TAG = re.compile(r"<(/?)(div|span|font|table|section|article|center|b|i|strong|em|a|ul|ol|blockquote|form|dl|small|big|u)\b", re.I)
HAN = re.compile("[\u3400-\u9fff]")
SPACE = re.compile(r"[ \t\r\n\f]+")

# A running text has at least so many Han characters when an element is known to hold it, and when only its mass tells.
_LEAST, _MASS = 10, 40
# More of a text than this in links makes it a list of links.
LINKED = 0.5
# The sizes of <font size=…> in pixels.
_FONT = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
# Lines about an article, and headlines, are shorter.
SHORT, HEADLINE = 80, 60


@dataclass(slots=True)
class Block:
    """A line of a web page, or several that only <br> parts.

    `level` is that of a heading (0: none), `role` what an element of its kind holds by forms.yaml, `content` the number of the
    running text it stands in (−1: none). `inside` are the containers around it, the nearest last, `near` the two nearest below
    <body>; `linked` is the share of its text in links, `size` the largest that is said of its characters, in pixels (0: none);
    `pictured` is set right after a picture.
    """

    text: str
    level: int = 0
    role: str = ""
    content: int = -1
    inside: tuple[int, ...] = ()
    near: frozenset[int] = frozenset()
    linked: float = 0.0
    size: float = 0.0
    pictured: bool = False


def _depth(said: str) -> int:
    deepest = depth = 0
    for match in _TAG.finditer(said):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def too_deep(said: str) -> bool:
    """Whether a page is nested too deep to be parsed in bearable time."""
    return _depth(said) > DEEPEST


def lines(tree: LexborHTMLParser, words: Forms) -> list[Block]:
    """All lines of a parsed page, with the roles that their elements have by forms.yaml."""
    return blocks(tree, roles(tree, words), {})


def roles(tree: LexborHTMLParser, words: Forms) -> dict[int, str]:
    return {node.mem_id: role for role in words.selectors if role != "content" for node in _select(tree, words.selectors[role])}


def _select(tree: LexborHTMLParser, selectors: Iterable[str]) -> list[LexborNode]:
    found = []
    for selector in selectors:
        try:
            found += tree.css(selector)
        except SelectolaxError:
            continue  # a selector of another dialect finds nothing
    return found


def contents(tree: LexborHTMLParser, words: Forms) -> list[LexborNode]:
    """The elements that hold running text, by the first selector that finds some."""
    for selector in words.selectors["content"]:
        nodes = [node for node in _select(tree, [selector]) if _flows(node)]
        ids = {node.mem_id for node in nodes}
        if outer := [node for node in nodes if not any(above.mem_id in ids for above in _above(node))]:
            return outer
    return []


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _flows(node: LexborNode) -> bool:
    """Whether the text of an element runs: enough Han characters, few of them in links."""
    said = len(HAN.findall(node.text(deep=True)))
    linked = sum(len(HAN.findall(link.text(deep=True))) for link in node.css("a"))
    return said - linked >= _LEAST and linked <= LINKED * said


class _Walk:
    """One walk through the tree, which leaves blocks."""

    def __init__(self, roles: Mapping[int, str], contents: Mapping[int, int]) -> None:
        self.roles, self.contents = roles, contents
        self.blocks: list[Block] = []
        self.said: list[tuple[str, bool, float]] = []  # text, whether in a link, size
        self.level, self.link, self.pre = 0, 0, 0
        self.sizes = [0.0]
        self.role: list[str] = []
        self.content: list[int] = []
        self.inside: list[int] = []
        self.body = 0
        self.pictured = False

    def run(self, root: LexborNode) -> list[Block]:
        """All blocks below a node. A stack of its own, since a page may be nested deeper than calls may be."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if node.is_text_node:
                self._text(node.text(deep=False))
            elif leaving:
                self._leave(node)
            elif node.is_element_node and not self._apart(node):
                self._enter(node)
                stack.append((node, True))
                stack += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
        self._flush()
        return self.blocks

    def _apart(self, node: LexborNode) -> bool:
        """Whether the walk leaves an element out, or has read it by itself."""
        tag = node.tag or ""
        if tag in _SKIPPED or (tag not in ("html", "body") and re.search(r"display\s*:\s*none", node.attributes.get("style") or "")):
            return True
        if tag == "br":
            self.said.append(("\n", False, 0.0))
        elif tag == "hr":
            self._flush()
        elif tag == "img":
            self._flush()
            self.pictured = True
        elif tag == "table" and self.content:
            return self._table(node)
        return tag in ("br", "hr", "img")

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS or self._plays(node) or node.mem_id in self.contents:
            self._flush()
        if re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])
        self.link += tag == "a"
        self.sizes.append(_size(node) or self.sizes[-1])
        self.pre += tag == "pre"
        if self._plays(node):
            self.role.append(self.roles[node.mem_id])
        if node.mem_id in self.contents:
            self.content.append(self.contents[node.mem_id])
        if tag in _CONTAINERS:
            self.inside.append(node.mem_id)
            self.body = node.mem_id if tag == "body" else self.body

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS or self._plays(node) or node.mem_id in self.contents:
            self._flush()
        if re.fullmatch("h[1-6]", tag):
            self.level = 0
        self.link -= tag == "a"
        self.sizes.pop()
        self.pre -= tag == "pre"
        if self._plays(node):
            self.role.pop()
        if node.mem_id in self.contents:
            self.content.pop()
        if tag in _CONTAINERS:
            self.inside.pop()

    def _plays(self, node: LexborNode) -> bool:
        """Whether an element has a role of its own; a date inside a line is part of the line."""
        role = self.roles.get(node.mem_id)
        return role is not None and (role != "date" or (node.tag or "") in _BLOCKS)

    def _text(self, said: str) -> None:
        self.said.append((said if self.pre else SPACE.sub(" ", said), self.link > 0, self.sizes[-1]))

    def _flush(self) -> None:
        lines = "".join(said for said, _, _ in self.said).split("\n")
        whole = "\n".join(SPACE.sub(" ", line).strip(" ") for line in lines).strip("\n")
        size = sum(len(said.strip()) for said, _, _ in self.said)
        if whole.strip():
            linked = sum(len(said.strip()) for said, link, _ in self.said if link) / max(size, 1)
            self._add(whole, linked, max(largest for said, _, largest in self.said if said.strip()))
        self.said.clear()

    def _add(self, whole: str, linked: float = 0.0, size: float = 0.0) -> None:
        role, content = self.role[-1] if self.role else "", self.content[-1] if self.content else -1
        near = frozenset(self.inside[-2:]) - {self.body}
        self.blocks.append(Block(whole, self.level, role, content, tuple(self.inside), near, linked, size, self.pictured))
        self.pictured = False

    def _table(self, node: LexborNode) -> bool:
        """Read a table inside a running text: a picture with its words, or figures, a line for each row; others are only layout."""
        rows = [[SPACE.sub(" ", cell.text(deep=True)).strip(" \u3000\xa0") for cell in row.css("td, th")] for row in node.css("tr")]
        cells = [cell for row in rows for cell in row if cell]
        if node.css_first("table table") or not cells or node.css_first("p + p"):
            return False
        if node.css_first("img"):
            if sum(map(len, cells)) > 3 * SHORT:
                return False
            self._flush()
            self.role.append("caption")
            for cell in cells:
                self._add(cell)
            self.role.pop()
            return True
        if max(map(len, cells)) > HEADLINE or sum(len([cell for cell in row if cell]) > 1 for row in rows) < 2:
            return False
        self._flush()
        for row in rows:
            if any(row):
                self._add("\u3000".join(cell for cell in row if cell))
        return True


def _size(node: LexborNode) -> float:
    """The size that an element says of its characters, in pixels; 0 when it says none."""
    if found := re.search(r"font-size\s*:\s*(\d+(?:\.\d+)?)(px|pt)", node.attributes.get("style") or ""):
        return float(found[1]) * (4 / 3 if found[2] == "pt" else 1)
    step = (node.attributes.get("size") or "") if node.tag == "font" else ""
    return _FONT.get(step, 0.0)


def blocks(tree: LexborHTMLParser, roles: Mapping[int, str], contents: Mapping[int, int]) -> list[Block]:
    return _Walk(roles, contents).run(tree.root) if tree.root is not None else []


def heaviest(blocks: Sequence[Block]) -> bool:
    """Mark the blocks of the container that holds most of the running text; False when none holds enough."""
    mass: Counter[int] = Counter()
    for block in blocks:
        if block.linked < LINKED / 2 and re.search("[，。]", block.text) and len(block.text) >= 15:
            for share, container in zip((1.0, 0.6, 0.36), reversed(block.inside), strict=False):
                mass[container] += int(share * 100 * len(HAN.findall(block.text)))
    if not mass:
        return False
    best = max(mass, key=lambda container: mass[container])
    own = [block for block in blocks if best in block.inside and block.linked < LINKED]
    if sum(len(HAN.findall(block.text)) for block in own if "。" in block.text) < _MASS:
        return False
    for block in own:
        block.content = 0
    return True
