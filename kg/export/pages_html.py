"""Pages with their articles coloured, as one HTML file that needs no network: to check a split at a glance.

A text dump is shown as it is, line by line; a page whose layout is known also as the sheet, drawn to scale. The text is
markup already, so that the file can be read and printed without its script, which adds the hand and the keyboard.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import networkx as nx
from markupsafe import Markup

from kg.articles.lines import is_blank
from kg.export.files import policy_hash, save, whole
from kg.model import Article, Box, Page, Print, Reading

if TYPE_CHECKING:
    from kg.settings import Settings

HERE = Path(__file__).parent
PALETTE = HERE / "palette.css"
SLOTS = 16  # eight colours, then the same with stripes
FURNITURE, NOWHERE, TWICE = 0, -1, -2  # owners of characters beside the articles' numbers
NAME = 60  # characters of a title in the list
# The overview: percent of its height between two numbers, the width of its longest bar in Han characters, lines that fill its height.
MARK, WIDE, FEW = 2.2, 40, 80
ROLES = {
    "strap": ("引题", "strap"), "title": ("标题", "title"), "subtitle": ("副题", "subtitle"), "byline": ("署名", "byline"),
    "paragraph": ("正文", "text"), "subhead": ("小标题", "subhead"), "caption": ("图说", "caption"), "credit": ("摄影", "credit"),
    "header": ("报头", "header"), "editor": ("编辑", "editor"), "advert": ("广告", "advert"), "jump": ("转版", "jump"),
    "unknown": ("其他", "other"), "nowhere": ("无归属", "in no article"), "twice": ("重复", "in two"),
}  # fmt: skip
KINDS = {
    "news": ("消息", "news"), "brief": ("简讯", "brief"), "feature": ("通讯", "feature"), "photo_news": ("图片新闻", "photo news"),
    "photo": ("图片", "photo"), "notice": ("公告", "notice"), "wire": ("电讯", "wire"),
}  # fmt: skip


def write(readings: Iterable[Reading], path: Path, *, settings: Settings) -> None:
    """Write the pages with their articles to one HTML file. The same readings give the same bytes."""
    listed = sorted(readings, key=lambda reading: (reading.page.source, reading.page.id))
    script, style = _own("pages.js"), PALETTE.read_text(encoding="utf-8") + _own("pages.css")
    policy = f"default-src 'none'; script-src {policy_hash(script)}; style-src {policy_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined)
    chunks = environment.get_template("pages.jinja").generate(
        policy=policy,
        script=Markup(script),
        style=Markup(style),
        language=settings.language,
        names=[_name(reading.page) for reading in listed],
        pages=(PageView(reading) for reading in listed),
        roles=ROLES,
    )
    save(path, map(whole, chunks))


def readings(graph: nx.MultiDiGraph[str]) -> list[Reading]:
    """The pages of a graph with their articles and furniture."""
    kept = graph.graph
    stories: dict[str, list[Article]] = {}
    for article in sorted(kept["articles"].values(), key=lambda article: (article.page, article.order)):
        stories.setdefault(article.page, []).append(article)
    return [Reading(page, tuple(stories.get(key, ())), furniture=kept["furniture"].get(key, ())) for key, page in kept["pages"].items()]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line with one owner and role. `opens` says that a paragraph begins here."""

    text: str
    owner: int
    role: str
    opens: bool = False

    @property
    def look(self) -> str:
        """Classes of the stylesheet: the colour of the owner and the face of the role."""
        return f"{_colour(self.owner)} r-{self.role}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was printed; `label` is (owner, role) where one of them is new."""

    number: int
    pieces: tuple[Piece, ...]
    label: tuple[int, str] | None

    @property
    def look(self) -> str:
        """Classes of the label."""
        return f"{_colour(self.label[0])} r-{self.label[1]}" if self.label else ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece on the sheet: its box, the size of its print, and where its characters stand as the values of SVG's x and y."""

    piece: Piece
    box: Box
    size: float
    x: str
    y: str
    length: str


class PageView:
    """What a template shows of one page: its lines and its articles (`stories`), each with its colour."""

    def __init__(self, reading: Reading) -> None:
        self.page, self.articles = reading.page, reading.articles
        self.name = _name(reading.page)
        self.blanks = {char for char in set(reading.page.body) if is_blank(char)}
        self._claim_all(reading)
        self.lines = tuple(self._lines())
        self.layout = reading.page.layout
        self.stories = [self._story(article) for article in reading.articles]
        counts = Counter(owner for owner, char in zip(self.owner, self.page.body, strict=True) if char not in self.blanks)
        self.rest, self.astray = counts[FURNITURE], counts[NOWHERE] + counts[TWICE]

    def _claim_all(self, reading: Reading) -> None:
        """Give each character of the page its owner and role; blanks have none of their own."""
        body = reading.page.body
        self.owner, self.role = [NOWHERE] * len(body), ["nowhere"] * len(body)
        self.opens: set[int] = set()
        for start, end, role in reading.furniture:
            self._claim(range(start, end), FURNITURE, role)
        for article in reading.articles:
            for part in article.parts:
                first = article.origin.at(part.start)
                if part.role == "paragraph" and first is not None:
                    self.opens.add(first)
            edges = [part.start for part in article.parts]
            for text, at, length in article.origin.runs:
                offset = text
                while offset < text + length:  # what of a run lies in one part
                    here = max(0, bisect_right(edges, offset) - 1)
                    end = min((text + length, *edges[here + 1 : here + 2]))
                    self._claim(range(at + offset - text, at + end - text), article.order, article.parts[here].role)
                    offset = end

    def _claim(self, places: Iterable[int], owner: int, role: str) -> None:
        for place in places:
            taken = self.owner[place] != NOWHERE and self.page.body[place] not in self.blanks
            self.owner[place], self.role[place] = (TWICE, "twice") if taken else (owner, role)

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of [start, end); blanks go with what stands before them."""
        keys: list[tuple[int, str, int]] = []
        opened = 0
        for place in range(start, end):
            blank = self.page.body[place] in self.blanks
            opened += place in self.opens
            keys.append(keys[-1] if blank and keys else (self.owner[place], self.role[place], opened))
        found: list[Piece] = []
        at = start
        for (owner, role, _), group in groupby(keys):
            text = self.page.body[at : at + len(list(group))]
            opens = any(place in self.opens for place in range(at, at + len(text)))
            leading = not found and self.blanks.issuperset(text)
            found.append(Piece(text, FURNITURE, "blank") if leading else Piece(text, owner, role, opens))
            at += len(text)
        return tuple(found)

    def _lines(self) -> Iterator[Line]:
        at, last = 0, None
        for number, text in enumerate(self.page.body.split("\n"), 1):
            pieces = self.pieces(at, at + len(text)) if text.strip() else ()
            shown = [(piece.owner, piece.role) for piece in pieces if piece.role != "blank"]
            yield Line(number, pieces, shown[0] if shown and shown[0] != last else None)
            last = shown[-1] if shown else last
            at += len(text) + 1

    def _story(self, article: Article) -> dict[str, Any]:
        numbers = [line.number for line in self.lines if any(piece.owner == article.order for piece in line.pieces)]
        first = next((article.text[p.start : p.end] for p in article.parts if p.role in ("paragraph", "caption")), article.text)
        return {
            "order": article.order,
            "colour": _colour(article.order),
            "title": _short(article.title),
            "first": _short(first),
            "authors": "、".join(article.authors),
            "size": sum(not char.isspace() for char in article.text),
            "kind": KINDS.get(article.kind, (article.kind, article.kind)),
            "lines": self._ranges(numbers),
            "parts": [(part.role, article.text[part.start : part.end]) for part in article.parts],
        }

    def _ranges(self, numbers: Sequence[int]) -> str:
        """Line numbers as 2–180, 527: empty lines between them do not part them."""
        ranges: list[list[int]] = []
        filled = [line.number for line in self.lines if line.pieces]
        places = {number: i for i, number in enumerate(filled)}
        for number in numbers:
            if ranges and places[number] == places[ranges[-1][1]] + 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
        return ", ".join(f"{a}–{b}" if a < b else f"{a}" for a, b in ranges)

    def strip(self) -> list[dict[str, Any]]:
        """The overview beside the lines: each as a bar of its article's colour, in percent; a number where the article changes."""
        rows = [line for line in self.lines if line.pieces]
        each = 100 / max(len(rows), FEW)
        bars, owner, marked = [], NOWHERE, -MARK
        for i, line in enumerate(rows):
            piece = next((piece for piece in line.pieces if piece.role != "blank"), line.pieces[0])
            top = each * i
            mark = piece.owner > 0 and piece.owner != owner and top - marked >= MARK
            marked, owner = top if mark else marked, piece.owner
            width = min(1.0, sum(_width(char) for part in line.pieces for char in part.text) / WIDE)
            bars.append(
                {"top": _number(top, 2), "height": _number(0.9 * each, 2), "width": _number(70 * width), "line": line.number}
                | {"owner": owner, "look": piece.look, "mark": str(owner) if mark else ""}
            )
        return bars

    # --- the sheet

    def spots(self) -> Iterator[Spot]:
        """The pieces of all lines of print at their boxes."""
        for line in self.layout.lines if self.layout else ():
            pieces = [piece for piece in self.pieces(line.start, line.end) if piece.text.strip()]
            widths = [sum(map(_width, piece.text)) for piece in pieces]
            done = 0.0
            for piece, width in zip(pieces, widths, strict=True):
                begin, done = done, done + width / sum(widths)
                yield _spot(piece, line, begin, done)

    def badges(self) -> list[tuple[int, str, str, str]]:
        """(article, its colour, x, y) at the head of every run of its lines: where the article changes, or the column."""
        marks = []
        last: Spot | None = None
        for spot in self.spots():
            if spot.piece.owner > 0 and not (last and _follows(spot, last)):
                x, y = spot.box[0] - 0.8 * self.radius, spot.box[1] - 0.3 * self.radius
                marks.append((spot.piece.owner, _colour(spot.piece.owner), _number(x), _number(y)))
            last = spot
        return marks

    @property
    def radius(self) -> float:
        """Of a badge, in points: readable when the sheet fits the window."""
        return max(self.layout.width, self.layout.height) / 130 if self.layout else 0.0


def _follows(spot: Spot, last: Spot) -> bool:
    """Whether a line stands beside or right below the last one, of the same article."""
    beneath = last.box[0] < spot.box[2] and spot.box[0] < last.box[2]
    return spot.piece.owner == last.piece.owner and beneath and abs(spot.box[1] - last.box[1]) < 4 * max(spot.size, last.size)


def _spot(piece: Piece, line: Print, begin: float, end: float) -> Spot:
    """The share [begin, end) of a line's box, along its characters."""
    x0, y0, x1, y1 = line.box
    size = line.size or (x1 - x0 if line.vertical else y1 - y0)
    text = "".join(piece.text.split()) if line.vertical else piece.text.strip()
    if not line.vertical:
        box = (x0 + (x1 - x0) * begin, y0, x0 + (x1 - x0) * end, y1)
        return Spot(_with(piece, text), box, size, _number(box[0]), _number((y0 + y1) / 2 + 0.36 * size), _number(box[2] - box[0]))
    box = (x0, y0 + (y1 - y0) * begin, x1, y0 + (y1 - y0) * end)
    step = (box[3] - box[1]) / len(text)
    down = (_number(box[1] + (i + 0.5) * step + 0.36 * size) for i in range(len(text)))
    return Spot(_with(piece, text), box, size, " ".join([_number((x0 + x1) / 2)] * len(text)), " ".join(down), "")


def _with(piece: Piece, text: str) -> Piece:
    return Piece(text, piece.owner, piece.role, piece.opens)


def _width(char: str) -> float:
    return 1.0 if ord(char) > 0x2E7F else 0.5


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".rstrip("0").removesuffix(".")


def _colour(owner: int) -> str:
    return f"k{(owner - 1) % SLOTS + 1}" if owner > 0 else "k0" if owner == FURNITURE else "kx"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= NAME else plain[: NAME - 1] + "…"


def _name(page: Page) -> str:
    return page.source.replace("\\", "/").rpartition("/")[2] or page.id


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
