"""Units to the flow of a page: pieces of running text and whatever stands between them, in page order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.articles import bylines
from kg.articles.compose import undoubled
from kg.articles.lines import Line
from kg.articles.unwrap import Unit, closes
from kg.articles.words import PageWords

# A bare date that signs a notice, and the office above it.
_DATE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日$")
# Who stands where in a picture.
_PLACED = re.compile("（[前后左右上下中](?:[排一二三四五六七八九]|[左右中][一二三四五六七八九]?){0,2}）")
# How photo news begins: with a day, or with a look around.
NEWS = re.compile(r"\d{1,2}月(?:\d{1,2}日|[上中下]旬)|近日|日前|连日来|近段时间|眼下|时下|走进|图为|[初盛深][春夏秋冬]时节")
DASHES = "—－-―–"
NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、]|第[一二三四五六七八九十]+[章节部]"
)
_STOP = re.compile("[，。；]")
_LONGEST_CAPTION = 50
_COLUMNS = 1.25
# A page with fewer characters of display lines and nothing else has no article.
_LEAST = 30
# Pages with more pieces than this on either side (no newspaper's) are looked at in windows.
FAR = 60


@dataclass(eq=False)
class Piece:
    """Paragraphs with nothing between them; what an article is made of.

    `at` is its place in the flow and `number` its place among the pieces. `boundary` says what stands before it: first, dateline,
    open (an unfinished sentence), ended (a bracketed name), listed (a table or list begins or ends), marked, parted, width, display,
    vertical, byline, credit or furniture. `owner` is the number of the piece
    that its article begins with; `caption` is set when it turns out to explain a picture.
    """

    units: list[Unit]
    at: int
    number: int
    boundary: str
    owner: int = -1
    caption: bool = False

    @cached_property
    def text(self) -> str:
        """Asked for only when the piece is complete."""
        return "".join(unit.text for unit in self.units)

    @property
    def open(self) -> bool:
        """Whether it ends inside a sentence."""
        return not self.units[-1].closed

    @property
    def dateline(self) -> bool:
        """Whether it opens a story."""
        return self.units[0].dateline

    @property
    def marked(self) -> bool:
        """Whether a blank marks it as a new region."""
        return self.units[0].marked

    @property
    def reach(self) -> float:
        """The width of its widest line, 0 when it has too few lines to tell."""
        widths = [line.width for unit in self.units[:3] for line in unit.lines]
        return max(widths) if len(widths) >= 3 else 0.0

    @property
    def lone(self) -> bool:
        """Whether it is one short sentence by itself, or a few on a line each, as captions are."""
        return len(self.units) <= 4 and not self.dateline and all(_sentence(unit) for unit in self.units)

    @property
    def signed(self) -> bool:
        """Whether it ends as a notice does, with a date."""
        return bool(_DATE.search(self.units[-1].text))

    def column(self, step: int = 1) -> float:
        """The width of its first paragraph that has one (its last for step −1), 0 when none has."""
        return next((unit.column for unit in self.units[::step] if unit.column), 0.0)


@dataclass(slots=True, eq=False)
class Block:
    """Display lines printed together: a headline or part of one, a strap, a subhead, a caption."""

    units: list[Unit]
    at: int
    number: int
    owner: int = -1
    role: str = ""

    @property
    def text(self) -> str:
        return "".join(unit.text for unit in self.units)

    @property
    def vertical(self) -> bool:
        return self.units[0].vertical

    @property
    def heads(self) -> bool:
        """Whether it is a headline or part of one, more than a kicker by itself."""
        return any(unit.role in ("title", "subtitle") for unit in self.units)

    @property
    def titled(self) -> bool:
        """Whether it has a title."""
        return any(unit.role == "title" for unit in self.units)

    @property
    def dashed(self) -> bool:
        """Whether it begins with the dash of a subtitle."""
        return self.units[0].text[0] in DASHES

    @property
    def doubled(self) -> bool:
        """Whether a shadowed face printed every line twice over."""
        return all(once(line.text) != line.text for unit in self.units for line in unit.lines)


@dataclass(slots=True, eq=False)
class Other:
    """A byline, a credit, a caption or a piece of furniture."""

    unit: Unit
    at: int
    owner: int = -1

    @property
    def text(self) -> str:
        return self.unit.text

    @property
    def kind(self) -> str:
        return self.unit.kind


Item = Piece | Block | Other


class Flow:
    """Everything on the page in page order."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.pieces: list[Piece] = []
        self.blocks: list[Block] = []
        self.others: list[Other] = []
        self.settle()

    def add(self, item: Item) -> None:
        """Put an item at the end."""
        self.items.append(item)
        if isinstance(item, Piece):
            self.pieces.append(item)
        elif isinstance(item, Block):
            self.blocks.append(item)
        else:
            self.others.append(item)

    def merge(self, block: Block, other: Block) -> None:
        """Make one block of two neighbours, its lines in page order; call `settle` when done."""
        block.units = sorted([*block.units, *other.units], key=lambda unit: unit.start)
        del self.items[other.at], self.blocks[other.number]
        for at in range(min(block.at, other.at), len(self.items)):
            self.items[at].at = at
        for number in range(min(block.number, other.number), len(self.blocks)):
            self.blocks[number].number = number

    def settle(self) -> None:
        """Note where running text stands, once items or captions have changed."""
        self._text = [piece for piece in self.pieces if not piece.caption]
        self._text_places = [piece.at for piece in self._text]
        self._places = [piece.at for piece in self.pieces]

    def item(self, at: int) -> Item | None:
        """What stands at a place, None outside the page."""
        return self.items[at] if 0 <= at < len(self.items) else None

    def between(self, first: Item, second: Item) -> list[Item]:
        """What stands between two items."""
        return self.items[min(first.at, second.at) + 1 : max(first.at, second.at)]

    def piece(self, at: int, step: int) -> Piece | None:
        """The nearest running text before (step −1) or after (1) a place."""
        return _neighbour(self._text, self._text_places, at, step)

    def any_piece(self, at: int, step: int) -> Piece | None:
        """The same, captions among them."""
        return _neighbour(self.pieces, self._places, at, step)

    def near(self, at: int) -> range:
        """The numbers of the pieces around a place: all of them on a real page."""
        middle = bisect_left(self._places, at)
        return range(max(0, middle - FAR), min(len(self.pieces), middle + FAR))


def _neighbour(pieces: Sequence[Piece], places: Sequence[int], at: int, step: int) -> Piece | None:
    i = bisect_right(places, at) if step > 0 else bisect_left(places, at) - 1
    return pieces[i] if 0 <= i < len(pieces) else None


def flow_of(units: Sequence[Unit], words: PageWords) -> Flow:
    """The flow of a page's units."""
    flow = Flow()
    before = "first"
    for unit in _captions(_signatures(units), words):
        last = flow.items[-1] if flow.items else None
        if unit.kind == "paragraph":
            boundary = _boundary(last, unit, before, words)
            if boundary or not isinstance(last, Piece):
                flow.add(Piece([unit], len(flow.items), len(flow.pieces), boundary or before))
            else:
                last.units.append(unit)
        elif unit.kind == "display":
            named = (
                not unit.role and isinstance(last, Block) and bool(words.column.match(unit.text) or words.column.match(last.units[-1].text))
            )
            if isinstance(last, Block) and not named and _goes_with(unit, last.units[-1]):
                last.units.append(unit)
            else:
                flow.add(Block([unit], len(flow.items), len(flow.blocks)))
            before = "vertical" if unit.vertical else "display"
        else:
            flow.add(Other(unit, len(flow.items)))
            before = unit.kind if unit.kind in ("byline", "credit") else "furniture"
    if not flow.pieces and sum(len(block.text) for block in flow.blocks) >= _LEAST:
        return _verse(flow)
    flow.settle()
    return flow


def _verse(flow: Flow) -> Flow:
    """A page of display lines only: verse, or pictures with their captions. Its lines become its text, the first its headline."""
    verse = Flow()
    for item in flow.items:
        if isinstance(item, Block) and verse.blocks:
            verse.add(Piece([replace(unit, closed=True) for unit in item.units], len(verse.items), len(verse.pieces), "display"))
        else:
            item.at = len(verse.items)
            verse.add(item)
    verse.settle()
    return verse


def _goes_with(unit: Unit, above: Unit) -> bool:
    """Whether a display line is printed together with the one above it."""
    if unit.role:
        return not unit.opens
    if unit.vertical or above.vertical:
        return unit.vertical and above.vertical
    if above.text.count("“") > above.text.count("”") and unit.text.count("”") > unit.text.count("“"):
        return True
    return unit.tight and not unit.marked and (once(unit.text) == unit.text) == (once(above.text) == above.text)


def _boundary(last: Item | None, unit: Unit, before: str, words: PageWords) -> str:
    """Why a paragraph begins a new piece, or an empty string when it does not."""
    if unit.dateline:
        return "dateline"
    if not isinstance(last, Piece):
        return before
    above = last.units[-1]
    if unit.listed != above.listed and above.text[-1] not in "：:" and not (above.listed and unit.text[0] in "（("):
        return "listed"
    if last.open:
        return "open"
    if last.units[-1].text[-1] in "）)" and bylines.tail_credit(last.units[-1].text, words):
        return "ended"
    if unit.marked:
        return "marked"
    if unit.parted:
        return "parted"
    if _DATE.search(last.units[-1].text) and not _DATE.search(unit.text):
        return "width"
    return "width" if apart(last.column(-1), unit.column) or _out_of(last.column(-1), unit) else ""


def _out_of(column: float, unit: Unit) -> bool:
    """Whether a paragraph too short to show its column is plainly not as wide as another."""
    reach = max((line.width for line in unit.lines[:-1]), default=0.0)
    return not unit.column and column > 0 and reach > 0 and not column - 3 <= reach <= column + _COLUMNS


def apart(column: float, other: float) -> bool:
    """Whether two columns differ: so do 6 of 153 neighbours within an article, and 35 of 42 across (development pages)."""
    return column > 0 and other > 0 and abs(column - other) > _COLUMNS


def once(text: str) -> str:
    """The text once, when a shadowed face printed it twice over."""
    return undoubled(text)[0]


def single(between: Sequence[Item]) -> bool:
    """Whether nothing but one display line stands there: a subhead, perhaps."""
    return len(between) == 1 and isinstance(between[0], Block) and len(between[0].units) == 1 and not between[0].vertical


def swallowed(unit: Unit, words: PageWords) -> int | None:
    """Where display lines begin that a paragraph without an end swallowed: lines without a stop after a sentence; None if nowhere."""
    cut = len(unit.lines)
    while cut and len(unit.lines) - cut < 3 and not _STOP.search(unit.lines[cut - 1].text):
        cut -= 1
    whole = cut == 0 and not unit.dateline and len(unit.text) <= 40
    return cut if cut < len(unit.lines) and (whole or (cut and closes(unit.lines[cut - 1].text, words))) else None


def explains(item: Item | None) -> bool:
    """Whether an item is a picture's caption."""
    return (isinstance(item, Other) and item.kind == "caption") or (isinstance(item, Piece) and item.caption)


def _signatures(units: Sequence[Unit]) -> list[Unit]:
    """The office above the date that signs a notice is no headline."""
    found: list[Unit] = []
    for unit in units:
        if unit.kind == "paragraph" and _DATE.fullmatch(unit.text):
            office: list[Line] = []
            while found and found[-1].kind == "display" and not found[-1].vertical and len(office) < 2:
                office[:0] = found.pop().lines
            if office:
                found.append(Unit("paragraph", tuple(office), unit.column))
        found.append(unit)
    return found


def _captions(units: Sequence[Unit], words: PageWords) -> list[Unit]:
    """Mark the lines that say of themselves that they explain a picture."""
    found: list[Unit] = []
    for i, unit in enumerate(units):
        after = units[i + 1] if i + 1 < len(units) else None
        says = words.caption.match(unit.text) or (_PLACED.search(unit.text) and _sentence(unit))
        if unit.kind == "paragraph" and len(unit.text) <= _LONGEST_CAPTION and says:
            found.append(replace(unit, kind="caption"))
        elif unit.kind == "paragraph" and after is not None and after.kind == "credit" and (cut := _placed(unit)):
            rest = unit.lines[:cut]
            found.append(replace(unit, lines=rest, closed=closes(rest[-1].text, words)))
            found.append(replace(unit, kind="caption", lines=unit.lines[cut:], marked=False))
        elif after is not None and after.kind == "credit" and _pictures(unit, found[-1] if found else None):
            found.append(replace(unit, marked=True))
        else:
            found.append(unit)
    return found


def _pictures(unit: Unit, before: Unit | None) -> bool:
    """Whether a paragraph above a credit is photo news of its own: it says so, or opens as news does."""
    if unit.kind != "paragraph" or unit.dateline or len(unit.text) > 300:
        return False
    if before is None or before.kind != "paragraph" or before.marked or NEWS.match(before.text):
        return False
    return bool(NEWS.match(unit.text) or re.search(r"。(?:图为|上图|左图|图①)", unit.text))


def _sentence(unit: Unit) -> bool:
    text = unit.text
    return len(text) <= _LONGEST_CAPTION and len(unit.lines) <= 3 and text[-1] in "。！" and text.count("。") < 2 and "：" not in text


def _placed(unit: Unit) -> int:
    """The line from which a paragraph is a picture's caption (罗振华（前右二）在…), 0 when it is not."""
    for i in range(max(1, len(unit.lines) - 2), len(unit.lines)):
        if _PLACED.search(unit.lines[i].text):
            return i
    return 0
