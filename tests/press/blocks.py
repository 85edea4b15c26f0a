"""One article in one box: headline, straps, pictures and body columns, everything at known places."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from .pool import Story
from .setting import Box, Face, Line, em, halved, line_end, lines_of, place, single, tokens, upright

NARROW = 6  # em: text does not run through a gap narrower than this
CAPTION = Face(8.5, "kai")
CAPTION_PITCH = 11.0
LOOSE = 1.75  # em from line to line at most
LEAST = 46.0  # points that a picture is high at least
PAD = 9.0  # points within a frame
GAP = 8.0  # points between a headline or a picture and the text


@dataclass(frozen=True, slots=True)
class Grid:
    """What the text of a page has in common: ``size`` and ``pitch`` (from line to line) in points, ``columns`` of ``room`` em with
    a ``gutter`` between; ``air`` em where Han and digits meet; ``rules`` between columns."""

    columns: int
    room: int
    size: float
    pitch: float
    gutter: float
    air: float = 0.0
    rules: bool = False

    def width(self, columns: int) -> float:
        """Width of so many columns in points."""
        return columns * self.room * self.size + (columns - 1) * self.gutter


@dataclass(frozen=True, slots=True)
class Style:
    """How an article is made up. ``head``: over all columns, over ``part`` of them, or vertical at the ``right``, ``left`` or in
    the ``middle``; ``columns`` of body; ``frame``: "", ``line`` or ``tint``; ``strap``: kicker, boxed or banner; ``byline``:
    under the headline, in the column, at the end; ``picture`` stands at the top, bottom or middle, over ``span`` columns."""

    head: str = "over"
    columns: int = 2
    size: float = 26.0
    align: str = "centre"
    face: str = "hei"
    frame: str = ""
    reverse: bool = False
    shadow: bool = False
    strap: str = "kicker"
    byline: str = "under"
    picture: str = "top"
    span: int = 1
    on_right: bool = True
    wrap: bool = False
    spare: bool = True
    inline_jump: bool = False


@dataclass(slots=True)
class Region:
    """Lines of one part of an article, or of page furniture (``article`` is empty), in reading order. ``marks`` pairs with each
    line what it belongs to: text, subhead or jump, and which."""

    article: str
    part: str
    lines: list[Line] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    shadow: bool = False
    first: int = 0  # lines of the part that stand in regions before this one, in reading order

    def add(self, lines: Iterable[Line], role: str = "text", number: int = 0) -> Region:
        """Put lines at the end; returns itself."""
        for line in lines:
            self.lines.append(line)
            self.marks.append((role, number))
        return self


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule, box or picture: ``fill`` and ``stroke`` are greys from 0 (black) to 1, None for nothing; ``seed`` makes a picture."""

    box: Box
    fill: float | None = None
    stroke: float | None = None
    seed: int = 0


Placing = tuple["Block", Callable[[], Line]]  # a line of a block, put in its place when called


@dataclass(slots=True)
class Built:
    """What stands in a box; ``slack``: share of the lines for text that stayed empty, ``empty``: their area in square points;
    ``text``: the running text, not yet among the regions."""

    regions: list[Region] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    slack: float = 0.0
    empty: float = 0.0
    text: list[Placing] = field(default_factory=list)


class Slot(NamedTuple):
    """Room for one line of text."""

    x: float
    y: float
    w: float
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be set, a heading with ``above`` free lines over it; ``align`` is justify, left, centre, right, or ``row`` for
    what keeps to one line, ``cells`` for a table's."""

    article: str
    part: str
    text: str
    face: Face
    role: str = "text"
    number: int = 0
    indent: float = 2.0
    align: str = "justify"
    above: int = 0
    stops: tuple[float, ...] = ()


# ------------------------------------------------------------------------------------------------------------- running text


def columns_of(box: Box, count: int, grid: Grid) -> list[tuple[float, float]]:
    """Left and right edges of columns of whole em; what is left over widens the gutters."""
    room = math.floor((box.w - (count - 1) * grid.gutter) / count / grid.size + 1e-6)
    width = room * grid.size
    gutter = (box.w - count * width) / (count - 1) if count > 1 else 0.0
    left = box.x if count > 1 else box.x + (box.w - width) / 2
    return [(left + i * (width + gutter), left + i * (width + gutter) + width) for i in range(count)]


def slots_of(columns: Sequence[tuple[float, float]], box: Box, grid: Grid, pitch: float, holes: Sequence[Box]) -> list[Slot]:
    """The free lines of all columns in reading order; beside a hole they are shorter, of whole em."""
    slots = []
    for number, (left, right) in enumerate(columns):
        for row in range(int((box.h - grid.size) / pitch + 1e-6) + 1):
            y = box.y + row * pitch
            free = [(left, right)]
            for hole in holes:
                if hole.y < y + grid.size and y < hole.bottom:
                    free = [piece for a, b in free for piece in ((a, min(b, hole.x)), (max(a, hole.right), b)) if piece[1] > piece[0]]
            if not free:
                continue
            a, b = max(free, key=lambda piece: piece[1] - piece[0])
            room = math.floor((b - a) / grid.size + 1e-6)
            if room >= NARROW:
                slots.append(Slot(a if a == left else b - room * grid.size, y, room * grid.size, number))
    return slots


def flow(blocks: Sequence[Block], slots: Sequence[Slot], pitch: float, air: float) -> tuple[list[Placing], int] | None:
    """The blocks' lines, and the number of slots they took; None when there are too few."""
    done: list[Placing] = []
    at = 0
    for block in blocks:
        if block.role in ("subhead", "title"):
            rows = 1 if at < len(slots) and em(block.text) * block.face.size <= slots[at].w else 2
            at = unbroken(slots, at, block.above + rows + 2, pitch)
            if at + rows + block.above >= len(slots):
                return None
            at += block.above if at and slots[at - 1].column == slots[at].column else 0
            for text in (block.text,) if rows == 1 else halved(block.text):
                done.append((block, partial(single, text, Box(slots[at].x, slots[at].y, slots[at].w, 0), block.face, "centre")))
                at += 1
            continue
        words, word = tokens(block.text), 0
        while word < len(words):
            if at == len(slots):
                return None
            slot = slots[at]
            indent = 0.0 if word else block.indent * block.face.size
            whole = block.align in ("cells", "row")
            end = len(words) if whole else line_end(words, word, (slot.w - indent) / block.face.size, air)
            if block.align == "cells":
                done.append((block, partial(cells, block, slot)))
            else:
                spot, ends = (slot.x + indent, slot.y, slot.w - indent), end == len(words)
                done.append((block, partial(place, words[word:end], *spot, block.face, air, align=block.align, ends=ends)))
            at, word = at + 1, end
    return done, at


def unbroken(slots: Sequence[Slot], at: int, count: int, pitch: float) -> int:
    """The first slot from ``at`` on with ``count`` slots below each other in one column, of one width."""
    while at + count <= len(slots):
        first, last = slots[at], slots[at + count - 1]
        if (first.column, first.w) == (last.column, last.w) and last.y - first.y < count * pitch - 1:
            break
        at += 1
    return at


def cells(block: Block, slot: Slot) -> Line:
    """A row of a table: its words at the stops, the last one at the right edge."""
    size, edges = block.face.size, []
    spare = (slot.w / size - sum(block.stops)) / max(1, len(block.stops) - 1)
    words, at = block.text.split(" "), slot.x
    for word, stop in zip(words, block.stops, strict=True):
        edges += [at + em(word[:i]) * size for i in range(len(word) + 1)]
        at += (stop + spare) * size
    return Line(block.text, tuple(edges[:-1]), slot.y, block.face)


def table(item: Story, name: str, face: Face, room: float) -> list[Block]:
    """The rows of a table in a column of ``room`` em, set smaller when they would not fit; notes are plain paragraphs."""
    rows = [text.split(" ") for text, _ in item.blocks]
    stops = tuple(max(em(row[i]) for row in rows if len(row) == len(rows[0])) for i in range(len(rows[0])))
    size = min(face.size, face.size * room / (sum(stops) + len(stops) - 1))
    blocks = []
    for number, (text, _) in enumerate(item.blocks):
        if len(rows[number]) == len(stops):
            blocks.append(Block(name, "body", text, replace(face, size=size), "text", number, 0, "cells", stops=stops))
        else:
            blocks.append(Block(name, "body", text, face, "text", number))
    return blocks


def names_of(text: str, room: float) -> list[str] | None:
    """The rows of a list of names, those of two characters wide-set; None when the text is no such list."""
    names = text.split(" ")
    if len(names) < 4 or max(len(name) for name in names) > 8:
        return None
    wide = [f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name for name in names]
    rows = [wide[0]]
    for name in wide[1:]:
        if em(rows[-1]) + 1 + em(name) <= room:
            rows[-1] += "\u3000" + name
        else:
            rows.append(name)
    return rows


def body_blocks(item: Story, name: str, face: Face, room: float, style: Style) -> list[Block]:
    """The blocks of an article's body, with the byline and the jump lines that stand in it."""
    blocks: list[Block] = []
    numbers = {True: 0, False: 0}
    if item.kind == "table":
        blocks += table(item, name, face, room)
    if item.since and not style.inline_jump:
        blocks.append(Block(name, "jump", f"（上接第{item.since}版）", face, role="jump", indent=0, align="left"))
    for text, subhead in item.blocks if item.kind != "table" else ():
        number = numbers[subhead]
        numbers[subhead] += 1
        if subhead:
            bold = Face(face.size + 0.5, "hei", bold=True)
            blocks.append(Block(name, "body", text, bold, "subhead", number, 0, "centre", 1))
        elif item.kind == "poem":
            blocks.append(Block(name, "body", text, Face(face.size, "kai"), "text", number, 0, "centre"))
        elif item.kind == "list" and (rows := names_of(text, room)):
            blocks += [Block(name, "body", row, face, "text", number, 0, "row") for row in rows]
        elif item.since and style.inline_jump and number == 0:
            blocks.append(Block(name, "body", f"（上接第{item.since}版）{text}", face, "text", number))
        else:
            blocks.append(Block(name, "body", text, face, "text", number))
    if item.byline and style.byline != "under":
        at, align = (0, "centre") if style.byline == "column" else (len(blocks), "right")
        parts = byline_lines(item.byline) if style.byline == "column" else [item.byline]
        blocks[at:at] = [Block(name, "byline", part, Face(face.size, "kai"), indent=0, align=align) for part in parts]
    if item.credit and not item.captions:
        blocks.append(Block(name, "credit", item.credit, Face(face.size, "kai"), indent=0, align="right"))
    if item.to:
        blocks.append(Block(name, "jump", f"（下转第{item.to}版）", face, role="jump", indent=0, align="right"))
    return blocks


def byline_lines(text: str) -> list[str]:
    """A byline on one line a role, the second role wide-set."""
    head, mark, rest = text.partition(" 通讯员")
    return [head, "通 讯 员" + rest] if mark else [text]


# ---------------------------------------------------------------------------------------------------------------- headlines


def fitted(text: str, width: float, want: float, least: float) -> tuple[float, list[str]]:
    """Size and lines of a headline: one line when it need not be much smaller for that, else two, else as many as it takes."""
    if width / em(text) >= max(least, 0.8 * want):
        return min(want, width / em(text)), [text]
    lines = list(halved(text))
    size = width / max(em(line) for line in lines)
    if size >= least:
        return min(want, size), lines
    room = em(text) / math.ceil(em(text) * least / width)
    while True:  # lines of about the same length
        words, lines, at = tokens(text), [], 0
        while at < len(words):
            end = line_end(words, at, room, 0)
            lines.append("".join(words[at:end]).strip())
            at = end
        if len(lines) <= math.ceil(em(text) * least / width) or room >= width / least:
            return min(least, *(width / em(line) for line in lines)), lines
        room += 0.5


def heading_parts(item: Story, style: Style) -> list[tuple[str, str, float, float, Face]]:
    """What stands in a horizontal heading from top to bottom: part, text, wanted and least size, face."""
    ink = "white" if style.reverse else "black"
    parts: list[tuple[str, str, float, float, Face]] = []
    if item.strap:
        parts.append(("strap", item.strap, min(15.0, style.size * 0.6), 10, Face(0, "kai" if style.strap == "kicker" else "hei", ink=ink)))
    if item.title:
        parts.append(("title", item.title, style.size, 15, Face(0, style.face, bold=style.face == "hei", ink=ink)))
    if item.subtitle:
        parts.append(("subtitle", item.subtitle, min(15.0, style.size * 0.6), 10, Face(0, "kai", ink=ink)))
    if item.byline and style.byline == "under":
        parts.append(("byline", item.byline, 10.5, 8, Face(0, "kai", ink=ink)))
    return parts


def over(item: Story, name: str, style: Style, box: Box) -> tuple[Built, float]:
    """A horizontal heading at the top of a box, and the height it takes."""
    built, pad = Built(), 6.0 if style.reverse else 0.0
    y = box.y + pad
    width = box.w - 2 * pad
    for part, text, want, least, face in heading_parts(item, style):
        badge = part == "strap" and style.strap != "kicker"
        size, texts = fitted(text, width - (16 if badge else 0), want, least)
        if part == "byline" and size < 9.5:
            texts = byline_lines(item.byline)
            size = min(10.0, *(width / em(line) for line in texts))
        region = Region(name, part, shadow=style.shadow and part in ("strap", "title") and (part == "strap" or not item.strap))
        align = "left" if badge and style.align == "left" else style.align
        y += 3 if badge else 0
        left = box.x + pad + (8 if badge else 0)
        for line in texts:
            ink = "white" if badge and style.strap == "banner" else face.ink
            printed = single(line, Box(left, y, width - (16 if badge else 0), size), replace(face, size=size, ink=ink), align)
            region.add([printed])
            if badge:
                frame = Box(printed.box.x - 5, y - 3, printed.box.w + 10, size + 6)
                built.shapes.append(Shape(frame, 0.25, None) if style.strap == "banner" else Shape(frame, None, 0.2))
            y += size * 1.18
        y += (7 if badge else 0) + (4 if part in ("title", "byline") else 2)
        built.regions.append(region)
    if not built.regions:
        return built, 0.0
    if style.reverse:
        built.shapes.insert(0, Shape(Box(box.x, box.y, box.w, y - box.y), 0.2))
        y += 3
    return built, y - box.y + (GAP - 4)


def aside(item: Story, name: str, style: Style, x: float, y: float, height: float) -> tuple[Built, float, float]:
    """A vertical heading from a left upper corner, columns from right to left; its width and height."""
    parts = []
    for part, text, want, face in (
        ("strap", item.strap, 12.0, Face(0, "kai")),
        ("title", item.title, style.size, Face(0, style.face, bold=style.face == "hei")),
        ("subtitle", item.subtitle, 13.0, Face(0, "kai")),
    ):
        if not text:
            continue
        texts = [text] if len(text) * want * 1.08 <= height else list(halved(text))
        size = min(want, height / max(len(line) for line in texts) / 1.08)
        parts.append((part, texts, replace(face, size=size)))
    if style.byline == "under" and item.byline:
        parts.append(("byline", byline_lines(item.byline), Face(9.5, "kai")))
    width = sum(len(texts) * face.size * 1.15 for _, texts, face in parts) + 4 * (len(parts) - 1)
    right, deep, built = x + width, 0.0, Built()
    for part, texts, face in parts:
        region = Region(name, part)
        for text in texts:
            right -= face.size * 1.15
            top = y + (face.size * 1.5 if part == "subtitle" and len(text) * face.size * 1.08 + face.size * 1.5 < height else 0)
            line = upright(text, right, top, face, 1.08 if part in ("title", "strap") else 1.04)
            region.add([line])
            deep = max(deep, line.box.bottom - y)
        right -= 4
        built.regions.append(region)
    return built, width, deep


# ----------------------------------------------------------------------------------------------------------------- pictures


def pictures(item: Story, name: str, box: Box, height: float, seed: int) -> tuple[Built, float]:
    """Pictures side by side at the top of a box, each over its caption, the credit below; and the height they take."""
    built, cells_ = Built(), max(1, len(item.captions))
    width, deep = (box.w - (cells_ - 1) * GAP) / cells_, 0.0
    region = Region(name, "captions")
    for i in range(cells_):
        cell = Box(box.x + i * (width + GAP), box.y, width, height)
        built.shapes.append(Shape(cell, 0.7, 0.4, seed + i))
        if i >= len(item.captions):
            continue
        room, words, at, y = int(width / CAPTION.size), tokens(item.captions[i]), 0, cell.bottom + 4
        while at < len(words):
            end = line_end(words, at, room, 0)
            line = place(words[at:end], cell.x, y, room * CAPTION.size, CAPTION, 0, align="justify", ends=end == len(words))
            region.add([line], "text", i)
            at, y = end, y + CAPTION_PITCH
        deep = max(deep, y - box.y)
    if item.captions:
        built.regions.append(region)
        if item.credit:
            line = single(item.credit, Box(box.x, box.y + deep, box.w, 9), CAPTION, "right")
            built.regions.append(Region(name, "credit").add([line]))
            deep += CAPTION_PITCH
    return built, max(deep, height)


# ------------------------------------------------------------------------------------------------------------------ article


@dataclass(frozen=True, slots=True)
class Job:
    """An article to be made up in a box; ``holes`` are boxes of others within it, ``seed`` makes its pictures."""

    item: Story
    name: str
    box: Box
    style: Style
    grid: Grid
    holes: tuple[Box, ...] = ()
    seed: int = 1

    @property
    def inner(self) -> Box:
        """The box within the frame, if there is one."""
        return self.box.inset(PAD) if self.style.frame else self.box


def article(job: Job) -> Built | None:
    """An article that fills its box; None when the box is too small for it."""
    item, style, box = job.item, job.style, job.box
    photos = bool(item.captions) or item.kind == "photo_news"
    height, pitch, best = LEAST if photos else 0.0, job.grid.pitch, None
    for scale, tight in ((1.0, 1.0), (0.85, 1.0), (0.85, 0.94), (0.7, 0.92)):
        pitch = job.grid.pitch * tight
        job = replace(job, style=replace(style, size=max(16.0, style.size * scale)))
        best = attempt(job, height, pitch)
        if best is not None:
            break
    if best is None:
        return None
    if photos or (best.slack > 0.14 and style.spare):
        if not photos:  # a picture just to fill the box
            job = replace(job, style=replace(job.style, span=1, wrap=False))
        wide = box.w * min(job.style.span, style.columns) / style.columns
        low, high = height if photos else 0.45 * wide, min(box.h * 0.75, 1.3 * wide / max(1, len(item.captions)))
        while high - low > 4:
            middle = (low + high) / 2
            built = attempt(job, middle, pitch)
            low, high, best, height = (low, middle, best, height) if built is None else (middle, high, built, middle)
    low, high = pitch, min(LOOSE * job.grid.size, job.grid.pitch * (1.35 if style.columns == 1 or not style.spare else 1.22))
    while high - low > 0.03:
        middle = (low + high) / 2
        built = attempt(job, height, middle)
        low, high, best = (low, middle, best) if built is None else (middle, high, built)
    best.regions += gathered(best.text)
    return best


def attempt(job: Job, picture: float, pitch: float) -> Built | None:
    """The article with pictures of a height (none for 0) and lines of a pitch, or None when its text does not fit."""
    built, columns, hole = headed(job, pitch)
    taken = [*job.holes, hole]
    if picture:
        shown = pictured(job, columns, hole, picture)
        if shown is None:
            return None
        built = joined([built, shown[0]])
        taken.append(shown[1])
    slots = slots_of(columns, job.inner, job.grid, pitch, taken)
    room = min(right - left for left, right in columns) / job.grid.size
    done = flow(body_blocks(job.item, job.name, Face(job.grid.size), room, job.style), slots, pitch, job.grid.air)
    if done is None:
        return None
    built.text = done[0]
    built.slack = 1 - done[1] / max(1, len(slots))
    built.empty = sum(slot.w * pitch for slot in slots[done[1] :])
    if job.style.frame:
        tint = job.style.frame == "tint"
        built.shapes.insert(0, Shape(job.box, 0.9 if tint else None, None if tint else 0.3))
    if job.grid.rules:
        built.shapes += column_rules(slots, columns, taken)
    return built


def headed(job: Job, pitch: float) -> tuple[Built, list[tuple[float, float]], Box]:
    """The heading, the columns of the body, and the heading's place, where no text can stand."""
    inner, style, grid = job.inner, job.style, job.grid
    if style.head in ("over", "part"):
        columns = columns_of(inner, style.columns, grid)
        span = style.columns if style.head == "over" else min(style.span, style.columns)
        first = style.columns - span if style.on_right else 0
        spot = Box(columns[first][0], inner.y, columns[first + span - 1][1] - columns[first][0], inner.h)
        spot = inner if span == style.columns else spot
        built, deep = over(job.item, job.name, style, spot)
        return built, columns, Box(spot.x - 1, inner.y, spot.w + 2, deep)
    _, width, deep = aside(job.item, job.name, style, inner.x, inner.y, inner.h)
    columns, left = beside(inner, style.columns, grid, width, style.head)
    built, _, _ = aside(job.item, job.name, style, left, inner.y, inner.h)
    deep = deep + GAP if deep < inner.h - 4 * pitch else inner.h
    return built, columns, Box(left - grid.gutter, inner.y, width + 2 * grid.gutter, deep)


def pictured(job: Job, columns: Sequence[tuple[float, float]], hole: Box, height: float) -> tuple[Built, Box] | None:
    """The pictures and the place they take from the text; None when they would stand on something else."""
    inner, style = job.inner, job.style
    span = min(style.span, len(columns))
    first = len(columns) - span if style.on_right else 0
    left, right = columns[first][0], columns[first + span - 1][1]
    if style.head not in ("over", "part"):  # a column that reaches over the heading's place is no wider for a picture
        left, right = (
            (max(left, hole.right), right) if style.head == "left" else (left, min(right, hole.x) if right > hole.x > left else right)
        )
    if style.wrap and span < len(columns):
        half = (columns[1][1] - columns[1][0]) * 0.45
        left, right = (left - half, right) if style.on_right else (left, right + half)
    _, tall = pictures(job.item, job.name, Box(left, inner.y, right - left, height), height, job.seed)
    under = left < hole.right and hole.x < right
    top = inner.y + (hole.h if under else 0.0)
    if style.picture != "top":
        top = inner.bottom - tall if style.picture == "bottom" else max(top, (top + inner.bottom - tall) / 2)
    spot = Box(left, top, right - left, tall)
    if spot.bottom > inner.bottom + 0.1 or any(meeting(spot, other) for other in (hole, *job.holes)):
        return None
    built, _ = pictures(job.item, job.name, spot, height, job.seed)
    side, above = (GAP if style.wrap else 1.0), (0.0 if style.picture == "top" else GAP)
    return built, Box(spot.x - side, spot.y - above, spot.w + 2 * side, tall + above + GAP)


def joined(parts: Sequence[Built], shapes: Sequence[Shape] = ()) -> Built:
    """Several as one; its slack is the worst of theirs, and nothing is lost of what is empty."""
    return Built(
        [region for part in parts for region in part.regions],
        [shape for part in parts for shape in part.shapes] + list(shapes),
        max(part.slack for part in parts),
        sum(part.empty for part in parts),
    )


def beside(box: Box, count: int, grid: Grid, width: float, side: str) -> tuple[list[tuple[float, float]], float]:
    """Body columns beside a vertical heading of a width, and the heading's left edge. The column next to it reaches over the
    heading's place, so that text may run on below it."""
    strip = width + grid.gutter
    if side == "middle" and count > 1:
        columns = columns_of(Box(box.x, box.y, box.w - strip, box.h), count, grid)
        cut = count // 2
        gap = columns[cut][0] - columns[cut - 1][1]
        left = columns[cut - 1][1] + gap / 2 + grid.gutter / 2
        moved = [c if i < cut else (c[0] + strip, c[1] + strip) for i, c in enumerate(columns)]
        moved[cut - 1] = (moved[cut - 1][0], moved[cut][0] - gap)
        return moved, left
    if side == "left":
        columns = columns_of(Box(box.x + strip, box.y, box.w - strip, box.h), count, grid)
        return [(box.x, columns[0][1]), *columns[1:]], box.x
    columns = columns_of(Box(box.x, box.y, box.w - strip, box.h), count, grid)
    return [*columns[:-1], (columns[-1][0], box.right)], box.right - width


def meeting(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def gathered(done: Sequence[Placing]) -> list[Region]:
    """Regions of lines that belong to one part of one article, in order of their first line."""
    regions: dict[tuple[str, str], Region] = {}
    for block, line in done:
        regions.setdefault((block.article, block.part), Region(block.article, block.part)).add([line()], block.role, block.number)
    return list(regions.values())


def column_rules(slots: Sequence[Slot], columns: Sequence[tuple[float, float]], holes: Sequence[Box]) -> list[Shape]:
    """Thin rules in the gutters, where nothing stands across them."""
    rules = []
    for i, ((_, left), (right, _)) in enumerate(pairwise(columns)):
        both = [[slot for slot in slots if slot.column == number] for number in (i, i + 1)]
        if not all(both):
            continue
        x = (left + right) / 2
        top, bottom = max(side[0].y for side in both), min(side[-1].y for side in both) + 10
        if bottom > top and not any(meeting(Box(x - 1, top, 2, bottom - top), hole) for hole in holes):
            rules.append(Shape(Box(x, top, 0.4, bottom - top), 0.5))
    return rules


def advert(item: Story, box: Box) -> Built:
    """An advert: its texts in large type, in a box."""
    built = Built(shapes=[Shape(box, 0.93, 0.0), Shape(box.inset(3), None, 0.5)])
    texts = [text for text in (item.title, item.subtitle, *(text for text, _ in item.blocks), *item.captions) if text]
    inner = box.inset(12)
    rows: list[tuple[str, float]] = []
    for scale in (30, 26, 22, 19, 16, 14, 12, 10, 9, 8, 7):
        rows = []
        for i, text in enumerate(texts):
            size = float(scale) if i == 0 else max(6.5, scale * 0.55)
            words, at = tokens(text), 0
            while at < len(words):
                end = line_end(words, at, inner.w / size, 0)
                rows.append(("".join(words[at:end]).strip(), size))
                at = end
        if sum(size * 1.35 for _, size in rows) <= inner.h:
            break
    region, y = Region("", "advert"), inner.y + (inner.h - sum(size * 1.35 for _, size in rows)) / 2
    align = "left" if max(len(text) for text in texts) > 30 else "centre"  # classified adverts are set like text
    for i, (text, size) in enumerate(rows):
        region.add([single(text, Box(inner.x, y, inner.w, size), Face(size, "hei", bold=i == 0), align if i else "centre")])
        y += size * 1.35
    built.regions.append(region)
    return built


def briefs(items: Sequence[tuple[Story, str]], strap: str, box: Box, count: int, grid: Grid, *, banner: bool) -> Built | None:
    """Several short articles one after the other in a frame, under one strap; None when they do not fit."""
    built, inner = Built(shapes=[Shape(box, None, 0.2)]), box.inset(PAD)
    face = Face(17, "hei", bold=True, ink="white" if banner else "black")
    bar = Box(inner.x, inner.y, inner.w, 26)
    built.shapes.append(Shape(bar, 0.2) if banner else Shape(Box(bar.x, bar.bottom, bar.w, 1.2), 0.0))
    built.regions.append(Region("", "strap").add([single(strap, Box(bar.x + 6, bar.y + 4, bar.w - 12, 17), face, "centre")]))
    columns = columns_of(inner, count, grid)
    blocks: list[Block] = []
    for item, name in items:
        for part, text, bold in (("strap", item.strap, False), ("title", item.title, True), ("subtitle", item.subtitle, False)):
            if text:
                head = Face(grid.size + (2 if bold else 0), "hei" if bold else "kai", bold=bold)
                blocks.append(Block(name, part, text, head, "title", 0, 0, "centre", 1 if bold and not item.strap else 0))
        blocks += body_blocks(item, name, Face(grid.size), grid.room, Style(byline="end"))
    low, high, best = grid.pitch * 0.93, LOOSE * grid.size, None
    while high - low > 0.03:
        pitch = (low + high) / 2 if best else low
        slots = slots_of(columns, inner, grid, pitch, [Box(bar.x - 1, bar.y, bar.w + 2, bar.h + GAP)])
        done = flow(blocks, slots, pitch, grid.air)
        if done is None:
            if best is None:
                break
            high = pitch
        else:
            best, low = done, pitch
            built.slack, built.empty = 1 - done[1] / max(1, len(slots)), sum(slot.w * pitch for slot in slots[done[1] :])
    if best is None:
        return None
    built.regions += gathered(best[0])
    return built


# ---------------------------------------------------------------------------------------------------------------- estimates


def lines_taken(block: Block, room: float, air: float) -> int:
    """About how many lines of a column a block takes."""
    if block.role in ("subhead", "title"):
        return block.above + (1 if em(block.text) <= room else 2)
    return 1 if block.align in ("cells", "row") else lines_of(block.text, room, air)


def need(item: Story, style: Style, width: float, grid: Grid) -> float:
    """About how high a box of a width must be for an article."""
    inner = width - (2 * PAD if style.frame else 0)
    count, box = style.columns, Box(0, 0, inner, 900)
    deep = 0.0
    if style.head in ("over", "part"):
        columns = columns_of(box, count, grid)
        share = 1.0 if style.head == "over" else min(style.span, count) / count
        deep = over(item, "", style, Box(0, 0, inner * share, 900))[1] * share
    else:
        strip, tall = aside(item, "", style, 0, 0, 330)[1:]
        columns = columns_of(Box(0, 0, inner - strip - grid.gutter, 900), count, grid)
    room = round((columns[0][1] - columns[0][0]) / grid.size)
    if room < NARROW + 1:
        return math.inf
    lines = sum(lines_taken(block, room, grid.air) for block in body_blocks(item, "", Face(grid.size), room, style))
    if item.captions or item.kind == "photo_news":
        span = min(style.span, count) / count
        wide = inner * span
        shots = max(1, len(item.captions))
        words = max((em(text) for text in item.captions), default=0.0)
        deep += span * (
            min(0.62 * wide / shots, 220) + 16 + (words * CAPTION.size / (wide / shots) + 1 + bool(item.credit)) * CAPTION_PITCH
        )
    height = deep + math.ceil(lines / count + 0.6) * grid.pitch + (2 * PAD if style.frame else 0)
    if style.head not in ("over", "part"):
        height = max(height, tall + 6)
    return height
