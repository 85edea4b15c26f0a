"""The entry of this room: a page's articles as records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.articles import bylines, compose, dense, jumps, lines, marked, unwrap, words
from kg.articles.compose import Strip
from kg.articles.flow import Block, Item, Other, Piece
from kg.articles.laid import Laid
from kg.articles.split import Split
from kg.articles.unwrap import Unit
from kg.articles.words import HAN, PageWords, Rooted
from kg.model import Article, Page, Problem, Role
from kg.text import segment

Furniture = tuple[int, int, str]

# Lines of one title differ in size by no more than this.
_TITLE = 0.88

# A slogan of two phrases (投资临河 共赢未来) has phrases no longer than this.
_SLOGAN = 8
# The rest of a wrapped headline, and the name of a column above one, are no longer than this.
_REST, _COLUMN = 5, 6

# A blank between two Han characters of a paragraph, but not in a document's name or a list of names.
_LOST = re.compile(rf"(?<=[{HAN}]{{2}}) (?=[{HAN}]{{2}})")
_OPEN = re.compile("[《（“][^》）”]*$|、[^，。]{0,4}$|(?:记者|通讯员)[^，。]{0,9}$|[讯电]$")


def split(page: Page, lexicon: Rooted, settings: object) -> tuple[tuple[Article, ...], tuple[Furniture, ...], tuple[Problem, ...]]:
    """The articles of a page in page order, and (start, end, role) of whatever belongs to none of them.

    Roles are header, strap, editor, advert, jump and unknown. Every character of the page that is not blank stands in exactly one article
    or one piece of furniture.
    """
    vocabulary = words.load(lexicon)
    if page.marks:
        return marked.split(page, vocabulary)
    found = Laid(page, vocabulary).run() if page.layout is not None else dense.split(lines.read(page.body), vocabulary).run()
    owned: dict[int, list[Item]] = {piece.owner: [] for piece in found.pieces}
    for item in found.flow.items:
        owned.setdefault(item.owner, []).append(item)
    furniture: list[Furniture] = []
    articles = []
    for item in found.flow.items:
        if isinstance(item, Other) and item.kind == "jump" and item.owner < 0:
            item.owner = _jumper(item, found)
            if item.owner >= 0:
                owned[item.owner].append(item)
    for order, owner in enumerate(sorted(owner for owner in owned if owner >= 0), 1):
        writer = _Writer(page, found, owner, owned[owner])
        articles.append(writer.article(order))
        furniture += writer.furniture
    for item in owned.get(-1, ()):
        if isinstance(item, Other) and item.owner < 0:
            role, rows = _role(item.unit, vocabulary), item.unit.lines
            together = all(above.end <= below.start and not page.body[above.end : below.start].strip() for above, below in pairwise(rows))
            furniture += [(item.unit.start, item.unit.end, role)] if together else [(row.start, row.end, role) for row in rows]
        elif isinstance(item, Block):
            furniture += [(line.start, line.end, item.role or "unknown") for unit in item.units for line in unit.lines]
    return tuple(articles), tuple(sorted(furniture)), tuple(_problems(page, articles))


def _jumper(item: Other, found: Split | Laid) -> int:
    """The article that a line in the flow sends to another page, or brings from there: the text above it, or below it; −1 for none."""
    came_from = jumps.said(item.text, found.words)[1]
    near = found.flow.piece(item.at, 1 if came_from else -1) or found.flow.piece(item.at, -1 if came_from else 1)
    return near.owner if near is not None else -1


def _role(unit: Unit, vocabulary: PageWords) -> str:
    if vocabulary.advert.search(unit.text):
        return "advert"
    return unit.kind if unit.kind in ("header", "editor", "advert") else "unknown"


def _problems(page: Page, articles: Sequence[Article]) -> list[Problem]:
    """What a reader of the page should know: that it has no article, or that a glyph is lost inside a sentence (率先 出)."""
    if not articles:
        return [Problem("articles", "no-article", "warning", "no article found on this page", page.source, "is this a newspaper page?")]
    found = []
    for article in articles:
        for part in article.parts:
            for match in _LOST.finditer(article.text, part.start, part.end) if part.role == "paragraph" else ():
                at = article.origin.at(match.start())
                if _OPEN.search(article.text, max(part.start, match.start() - 40), match.start()):
                    continue
                message = f"a character may be lost: …{article.text[max(part.start, match.start() - 6) : match.end() + 6]}…"
                found.append(Problem("articles", "lost-glyph", "info", message, f"{page.source}@{at}", "look at the printed page"))
    return found


class _Writer:
    """Writes one article from its pieces, blocks, bylines and credits; `furniture` is what shadowed faces printed again."""

    def __init__(self, page: Page, found: Split | Laid, owner: int, items: Sequence[Item]) -> None:
        self.page, self.found, self.owner = page, found, owner
        self.words, self.said = found.words, found.lexis.said
        pieces = [item for item in items if isinstance(item, Piece)]
        self.explaining = [piece for piece in pieces if piece.caption]
        self.pieces = _reading_order([piece for piece in pieces if not piece.caption], found)
        self.blocks = [item for item in items if isinstance(item, Block)]
        self.others = [item for item in items if isinstance(item, Other)]
        self.furniture: list[Furniture] = []
        self.jumps: list[str] = []

    def article(self, order: int) -> Article:
        """The record: strap, title, subtitle, detached byline, body, captions and credit, a line each."""
        heads, straps = self._heads(), [strip for block in self.blocks if block.role == "strap" for strip in self._straps(block)]
        signed = [self._strip("byline", [item.unit]) for item in self.others if item.kind == "byline"]
        credits = [self._strip("credit", [item.unit]) for item in self.others if item.kind == "credit"]
        body, captions = self._spoken(self._body())
        captions += self._captions()
        heads.sort(key=lambda strip: ("strap", "title", "subtitle").index(strip.role))
        text, parts, origin = compose.compose([*straps, *heads, *signed, *body, *captions, *credits])
        jumping = [item for item in self.others if item.kind == "jump"]
        self.furniture += [(line.start, line.end, "jump") for item in jumping for line in item.unit.lines]
        goes_on, came_from = jumps.said(" ".join([*self.jumps, *(item.text for item in jumping)]), self.words)
        dateline = self._dateline()
        title, byline = (
            _line(heads, "title"),
            _line(signed, "byline") or (dateline.byline.replace("\n", "") if dateline else "") or _line(credits, "credit"),
        )
        return Article(
            id=f"{self.page.id}-{order}", page=self.page.id, order=order, text=text, parts=parts, origin=origin, title=title,
            subtitle=_line(heads, "subtitle"), byline=byline, captions=tuple(strip.text for strip in captions),
            authors=self._authors(dateline, body), published=self.page.published, kind=self._kind(dateline, title, body, bool(credits)),
            goes_on=goes_on, came_from=came_from,
        )  # fmt: skip

    def _dateline(self) -> bylines.Dateline | None:
        """The first paragraph's dateline; a line feed marks where its lines end, so that names may be put together rightly."""
        lines = self.pieces[0].units[0].lines if self.pieces else ()
        return bylines.dateline("\n".join(line.text for line in lines[:4]), self.words)

    def _authors(self, dateline: bylines.Dateline | None, body: Sequence[Strip]) -> tuple[str, ...]:
        last = ["\n".join(line.text for line in piece.units[-1].lines[-3:]) for piece in self.pieces[-1:]]
        names = [*(dateline.names if dateline else ()), *(name for item in self.others for name in item.unit.names)]
        names += [name for text in last for name in bylines.tail_credit(text, self.words)]
        if dateline and not names:
            names = [name for text in last for name in bylines.signature(text, self.words)]
        return tuple(dict.fromkeys(names))

    def _captions(self) -> list[Strip]:
        """Display lines, marked lines and lone sentences that explain pictures."""
        units = [[unit] for block in self.blocks if block.role == "caption" for unit in block.units]
        units += [[item.unit] for item in self.others if item.kind == "caption"]
        units += [piece.units for piece in self.explaining]
        return [self._strip("caption", each) for each in units]

    def _strip(self, role: Role, units: Sequence[Unit]) -> Strip:
        text, runs = unwrap.joined([line for unit in units for line in unit.lines])
        return Strip(role, text, runs) if role != "paragraph" else self._without_jump(Strip(role, text, runs))

    def _without_jump(self, strip: Strip) -> Strip:
        """A paragraph without the line that sends the reader to another page (下转第二版): that is furniture."""
        rest, lines = jumps.without(strip, self.words)
        self.jumps += [strip.text[first:last] for first, last in lines]
        for first, last in lines:
            self.furniture += [(page, page + length, "jump") for _, page, length in compose.cut(strip.runs, first, last)]
        return rest

    def _straps(self, block: Block) -> list[Strip]:
        """A strap's lines; one set from top to bottom is one line."""
        if any(unit.role or unit.vertical for unit in block.units):
            return [replace(self._once(unit), role="strap") for unit in block.units]
        return [self._once(replace(unit, lines=(line,))) for unit in block.units for line in unit.lines]

    def _body(self) -> list[Strip]:
        """Paragraphs with the subheads between them; a paragraph parted by a column break is made whole."""
        items: list[Piece | Block] = [*self.pieces]
        for block in self.blocks:
            if block.role == "subhead":
                place = next((i for i, item in enumerate(items) if isinstance(item, Piece) and item.at > block.at), len(items))
                items.insert(place, block)
        strips: list[Strip] = []
        pending: list[Unit] = []
        for item in items:
            for unit in item.units:
                if isinstance(item, Block):
                    if pending:
                        strips.append(self._strip("paragraph", pending))
                        pending = []
                    if unit is item.units[0]:
                        strips += [self._strip("subhead", group) for group in self._unwrapped(item.units)]
                    continue
                pending.append(unit)
                if unit.closed or unit is not item.units[-1]:
                    strips.append(self._strip("paragraph", pending))
                    pending = []
        if pending:
            strips.append(self._strip("paragraph", pending))
        return strips

    def _spoken(self, body: list[Strip]) -> tuple[list[Strip], list[Strip]]:
        """Photo news ends with the captions of its pictures: short sentences on a line each."""
        at = len(body)
        told = self.page.layout is None and bool(self.pieces)  # a layout shows what stands at a picture
        if told and self.found.evidence.pictured(self.pieces[-1].number):
            while at > 1 and len(body[at - 1].text) <= 25 and body[at - 1].text[-1] == "。" and body[at - 1].text.count("。") == 1:
                at -= 1
        return body[:at], [Strip("caption", strip.text, strip.runs) for strip in body[at:]]

    def _unwrapped(self, units: Sequence[Unit]) -> list[list[Unit]]:
        """Display lines, those that go on in the next one put together."""
        groups: list[list[Unit]] = []
        for unit in units:
            if groups and self._wrapped(groups[-1], unit):
                groups[-1].append(unit)
            else:
                groups.append([unit])
        return groups

    def _heads(self) -> list[Strip]:
        """Strap, title and subtitle lines, wrapped ones made whole."""
        if any(unit.role for block in self.blocks for unit in block.units):
            return [self._once(unit) for block in self.blocks if block.role == "title" for unit in block.units]
        groups: list[list[Unit]] = []
        blocks: list[Block] = []
        for block in self.blocks:
            for unit in block.units if block.role == "title" else ():
                alike = not groups or abs(unit.size - groups[-1][-1].size) <= (1 - _TITLE) * unit.size
                if groups and alike and self._wrapped(groups[-1], unit):
                    groups[-1].append(unit)
                else:
                    groups.append([unit])
                    blocks.append(block)
        sizes = [max(unit.size for unit in group) for group in groups]
        roles = _sized_roles(groups, sizes, self.words) if any(sizes) else self._roles([_text(group) for group in groups], blocks)
        return [self._strip(role, group) for role, group in zip(roles, groups, strict=True)]

    def _once(self, unit: Unit) -> Strip:
        """A part of a heading, its lines once each; what a shadowed face printed again is furniture."""
        text, runs = "", []
        for line in unit.lines:
            once, start, end = compose.undoubled(line.text)
            runs += [(len(text) + at, page, length) for at, page, length in compose.cut(line.runs, start, end)]
            self.furniture += [(page, page + length, "strap") for _, page, length in compose.cut(line.runs, end, len(line.text))]
            text += once
        return Strip(unit.role or "strap", text, tuple(runs))

    def _wrapped(self, group: list[Unit], unit: Unit) -> bool:
        before, after = _text(group), unit.text
        if after[0] in "—－-―":
            return False
        longest = _REST if unit.tight and not self.words.subtitle.search(after) else 3
        if len(after) <= longest or before[-1] in "、，" or any(before.count(a) > before.count(b) for a, b in ("“”", "《》", "（）")):
            return True
        meeting = before[-1] + after[0]
        return bool(segment.frequency(meeting)) if len(after) > len(before) + 1 else not after[0].isascii() and self.said(meeting)

    def _roles(self, texts: list[str], blocks: list[Block]) -> list[Role]:
        """Which lines are kicker, title and subtitle; without font sizes their form and their place must tell."""
        roles: list[Role] = ["subtitle" if text[0] in "—－-―" else "title" for text in texts]
        named = [bool(self.words.column.match(text)) for text in texts]
        if not all(named):
            roles = ["strap" if name else role for name, role in zip(named, roles, strict=True)]
        main = [i for i, role in enumerate(roles) if role == "title"]
        above = [i for i in main if blocks[i] is blocks[main[0]]]
        below = main[len(above) :]
        if below and self._kicker([texts[i] for i in above], [texts[i] for i in below]):
            for i in above:
                roles[i] = "strap"
            main = below
        for i in main[1:]:
            if not (i == main[1] and self._couplet(texts[main[0]], texts[i], upright=blocks[i].vertical)):
                roles[i] = "subtitle"
        return roles

    def _kicker(self, above: list[str], below: list[str]) -> bool:
        """Whether the first block leads up to the next: it says so, it is a short couplet, or the next has a subtitle of its own."""
        subtitle = self.words.subtitle.search
        if self.words.strap.search(above[0]) or (subtitle(above[0]) and not subtitle(below[0])):
            return True
        if len(above) == 1 and len(above[0]) <= _COLUMN and len(below[0]) >= len(above[0]) + 3:
            return True
        if len(above) > 1 and max(map(len, above)) <= _SLOGAN < len(below[0]):
            return True
        return len(below) > 1 and bool(subtitle(below[-1]))

    def _couplet(self, first: str, second: str, *, upright: bool) -> bool:
        """Whether two lines are one headline of two phrases (小麦归仓 农机进田), not headline and subtitle."""
        if self.words.subtitle.search(second) or " " in first:
            return False
        sizes = [len(re.sub("[“”‘’、，]", "", text)) for text in (first, second)]
        even = abs(sizes[0] - sizes[1]) <= 1
        return (sizes[1] <= sizes[0] + 1 or not upright) and max(sizes) <= (12 if even else 10)

    def _kind(self, dateline: bylines.Dateline | None, title: str, body: list[Strip], credited: bool) -> str:
        size = sum(len(strip.text) for strip in body)
        if dateline and re.match("据?(?:新华|中新|央视|人民日报)", dateline.byline):
            return "wire"
        if self.words.notice.search(title):
            return "notice"
        if credited and not dateline and size <= 400:
            return "photo_news"
        if dateline:
            return "brief" if size <= 200 else "news"
        return "feature" if size > 400 else "news"


def _sized_roles(groups: Sequence[Sequence[Unit]], sizes: Sequence[float], words: PageWords) -> list[Role]:
    """Which lines are kicker, title and subtitle where sizes are known: the largest are the title, smaller ones above it the kicker.

    The name of a column (短评, 新闻速览) is never a title where another line is.
    """
    named = [bool(words.column.match(_text(group))) for group in groups]
    sizes = [0.0 if name and not all(named) else size for name, size in zip(named, sizes, strict=True)]
    most = max(sizes)
    first = next(i for i, size in enumerate(sizes) if size == most)
    roles: list[Role] = []
    for i, (group, size) in enumerate(zip(groups, sizes, strict=True)):
        text = _text(group)
        if (text[0] in "—－-―" and size < most) or (size < 0.98 * most and i > first and words.subtitle.search(text)):
            roles.append("subtitle")
        elif size >= _TITLE * most:
            roles.append("title")
        else:
            roles.append("strap" if i < first else "subtitle")
    return roles


def _line(strips: Sequence[Strip], role: Role) -> str:
    return " ".join(strip.text for strip in strips if strip.role == role)


def _text(group: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in group)


def _reading_order(pieces: list[Piece], found: Split | Laid) -> list[Piece]:
    """Page order, but a piece that goes on with another comes right after it."""
    after = {found.follows[piece.number]: piece for piece in pieces if piece.number in found.follows}
    numbers = {piece.number for piece in pieces}
    ordered: list[Piece] = []
    for piece in pieces:
        following = None if found.follows.get(piece.number) in numbers else piece
        while following is not None:
            ordered.append(following)
            following = after.get(following.number)
    return ordered
