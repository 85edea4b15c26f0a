"""Lines of print on a scanned sheet: from what detection found to exact boxes, one line of one column each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[Any]  # True and False
Floats = npt.NDArray[Any]  # 0 … 1
Pixels = tuple[int, int, int, int]  # x0, y0, x1, y1

# Detection marks the middle of a line; marks fainter on the whole than FIRM are none.
LIKELY, _FIRM = 0.3, 0.5
# Size of the type in heights of the mark.
MARKED = 2.0
# Ink height of a line of Han characters in sizes: 0.95 in song and hei, more where brackets stand.
_INK = 0.97
# A white gap this wide (in sizes) may be a gutter, one this wide is; pieces of a line no further apart may belong together.
_GUTTER, _APART, _NEXT = 0.5, 2.5, 1.3
# A gap in a headline that is no wider is that at a quotation mark.
_GUTTER_LARGE = 0.75
# Narrower columns than this are those of a list or a table: its lines stay whole.
_COLUMN = 4.5
# A narrower piece (in sizes) is a sliver of a character.
_SLIVER = 0.16
# Larger type than this (in sizes of the body) is that of headlines.
_LARGE = 1.25


@dataclass(slots=True, eq=False)
class Strip:
    """A line of print: the box of its ink in pixels of the upright sheet, the size of its type in pixels, `white` on black or not."""

    x0: int
    y0: int
    x1: int
    y1: int
    size: float
    vertical: bool = False
    white: bool = False

    @property
    def box(self) -> Pixels:
        return self.x0, self.y0, self.x1, self.y1

    @property
    def wide(self) -> int:
        return self.x1 - self.x0

    @property
    def high(self) -> int:
        return self.y1 - self.y0


def find(seen: Floats, ink: Mask, rules: Sequence[Pixels]) -> list[Strip]:
    """The lines in what detection saw (at any scale), with boxes on `ink`, in which the rules are not."""
    strips = _found(seen, ink, rules)
    strips = _joined(_cut(strips, ink), ink, rules, usual(strips))
    return _stacked(strips, usual(strips))


def usual(strips: Sequence[Strip]) -> float:
    """The size of most print, in pixels; 0 without any."""
    return _middle([(strip.size, max(strip.wide, strip.high)) for strip in strips])


def _middle(weighted: Sequence[tuple[float, float]]) -> float:
    """The weighted median of (value, weight)."""
    half = sum(weight for _, weight in weighted) / 2
    for value, weight in sorted(weighted):
        half -= weight
        if half <= 0:
            return value
    return 0.0


def _found(seen: Floats, ink: Mask, rules: Sequence[Pixels]) -> list[Strip]:
    factor = ink.shape[0] / seen.shape[0]
    count, owner, stats, _ = cv2.connectedComponentsWithStats((seen > LIKELY).astype(np.uint8))
    likely = np.bincount(owner.ravel(), seen.ravel(), count) / np.bincount(owner.ravel(), minlength=count)
    marks = [(i, *stats[i].tolist()[:4]) for i in range(1, count) if min(stats[i][2], stats[i][3]) >= 3 and likely[i] >= _FIRM]
    body = MARKED * factor * _middle([(min(w, h), max(w, h)) for _, _, _, w, h in marks])
    strips, done = _upright(marks, owner, ink, factor, body)
    for rule in rules:
        x0, y0, x1, y1 = (int(value / factor) for value in rule)
        owner[y0 : y1 + 1, x0 : x1 + 1] = -1
    taken = np.zeros(ink.shape, np.bool_)
    for strip in strips:
        taken[strip.y0 : strip.y1, strip.x0 : strip.x1] = True
    for i, x, y, w, h in sorted(marks, key=lambda mark: (-int(stats[mark[0]][4]), mark)):
        if i in done:
            continue
        vertical = h > 1.6 * w
        reach = 6 * min(w, h)
        x0, y0, x1, y1 = x, y, x + w, y + h
        if vertical:
            y0, y1 = _free(owner[:, x0:x1], i, y0, y1, reach)
        else:
            x0, x1 = _free(owner[y0:y1].T, i, x0, x1, reach)
        mark, free = ([round(value * factor) for value in box] for box in ((x, y, x + w, y + h), (x0, y0, x1, y1)))
        lines = list(_fitted(mark, free, ink, rules, vertical))
        if vertical and len(lines) == 1 and (rows := _rows(lines[0], ink, body)):
            wide = [max(0, lines[0].x0 - round(8 * body)), 0, lines[0].x1 + round(8 * body), 0]
            lines = [line for y0, y1 in rows for line in _fitted((lines[0].x0, y0, lines[0].x1, y1), wide, ink, rules, False)]
        for strip in lines:
            if strip.size > 2 * _LARGE * body and _covers(strip, marks, factor):
                continue
            place = taken[strip.y0 : strip.y1, strip.x0 : strip.x1]
            if place.mean() < 0.4 and strip.wide > _SLIVER * strip.size:
                place[:] = True
                strips.append(strip)
    return strips


def _covers(strip: Strip, marks: Sequence[tuple[int, ...]], factor: float) -> bool:
    """Whether lines of their own stand in a strip: then it is a picture that looks like print, and what stands around it."""
    middles = (((x + w / 2) * factor, (y + h / 2) * factor, h * factor) for _, x, y, w, h in marks)
    return sum(strip.x0 < x < strip.x1 and strip.y0 < y < strip.y1 and high < strip.high / 4 for x, y, high in middles) > 1


def _upright(marks: Sequence[tuple[int, ...]], owner: Any, ink: Mask, factor: float, body: float) -> tuple[list[Strip], set[int]]:
    """Vertical headlines of several lines side by side, whose characters detection joins across, and the marks they are made of.

    Characters stand closer along a line than lines stand to each other: that tells them from lines one below the other.
    """
    thick = body / MARKED / factor
    large = [mark for mark in marks if min(mark[3], mark[4]) > _LARGE * thick]
    near = np.zeros(owner.shape, np.uint8)
    for _, x, y, w, h in large:
        side = min(w, h, 4 * thick)
        right, down = round(0.6 * side), round((0.8 if h > w else 0.6) * side)
        near[max(0, y - down) : y + h + down, max(0, x - right) : x + w + right] = 1
    _, groups = cv2.connectedComponents(near)
    found: list[Strip] = []
    used: set[int] = set()
    for group in sorted({int(groups[y, x]) for _, x, y, _, _ in large}):
        inside = [mark for mark in large if groups[mark[2], mark[1]] == group]
        rows, across = (np.flatnonzero((groups == group).any(axis)) for axis in (1, 0))
        y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(across[0]), int(across[-1]) + 1
        box = [round(value * factor) for value in (x0, y0, x1, y1)]
        block = ink[box[1] : box[3], box[0] : box[2]]
        own = cv2.resize((groups[y0:y1, x0:x1] == group).astype(np.uint8), block.shape[::-1], interpolation=cv2.INTER_NEAREST)
        columns = _columns(block & (own > 0))
        if columns:
            lines = [(box[0] + a, box[1] + b, box[0] + c, box[1] + d) for a, b, c, d in columns]
            found += [Strip(a, b, c, _with_mark(ink, a, c, d), (c - a) / _INK, True) for a, b, c, d in lines]
            used |= {mark[0] for mark in inside}
    return found, used


def _with_mark(ink: Mask, x0: int, x1: int, end: int) -> int:
    """Where a vertical line ends with the marks of punctuation below its last character."""
    size = x1 - x0
    rows = np.flatnonzero(ink[end : end + 2 * size, x0:x1].any(1))
    for part in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if not len(part) or part[0] > 0.9 * size or part[-1] - part[0] > 0.6 * size:
            break
        across = np.flatnonzero(ink[end + part[0] : end + part[-1] + 1, x0:x1].any(0))
        if across[-1] - across[0] > 0.7 * size or across[0] < 2 or across[-1] > size - 3:
            break
        return _with_mark(ink, x0, x1, end + int(part[-1]) + 1)
    return end


def _columns(ink: Mask) -> list[Pixels]:
    """The vertical lines of a block of large print, two at least; none when its lines are horizontal."""
    filled = np.flatnonzero(ink.any(0))
    if not len(filled):
        return []
    cuts = [int(filled[0]), *(edge for gap in gaps_of(_any(ink), 3) for edge in gap), int(filled[-1]) + 1]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    size = max(b - a for a, b in spans)
    spans = [span for span in spans if span[1] - span[0] > 0.2 * size]
    # Two or three characters a line in many lines is no horizontal headline, even where the face leaves more white below than beside.
    doubt = 2.5 if len(spans) <= 3 and len(ink) > 1.8 * (spans[-1][1] - spans[0][0]) else 1.0
    between = min((after[0] - before[1] for before, after in pairwise(spans)), default=0)
    boxes = []
    for a, b in spans:
        rows = np.flatnonzero(ink[:, a:b].any(1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        gaps = sorted(end - start for start, end in gaps_of(_any(ink[:, a:b].T), 1))
        if bottom - top < 2.5 * (b - a) or (gaps and gaps[len(gaps) // 2] >= doubt * between):
            return []
        boxes.append((a, top, b, bottom))
    return boxes if len(boxes) > 1 and between > 0.03 * size else []


def _rows(strip: Strip, ink: Mask, body: float) -> list[tuple[int, int]]:
    """The middle half of each character of a vertical line of body type, when they stand as far apart as lines do.

    Then it is a column of a list or a table, and its lines are horizontal.
    """
    if strip.size > _LARGE * body:
        return []
    gaps = gaps_of(_any(ink[strip.y0 : strip.y1, strip.x0 : strip.x1].T), 0.12 * strip.size)
    gaps = [(a, b) for a, b in gaps if b - a > 0.3 * strip.size]
    if len(gaps) < strip.high / strip.size / 2 - 1:
        return []
    cuts = [strip.y0, *(strip.y0 + edge for gap in gaps for edge in gap), strip.y1]
    return [(y0 + (y1 - y0) // 4, y1 - (y1 - y0) // 4) for y0, y1 in zip(cuts[::2], cuts[1::2], strict=True)]


def _free(owner: Any, own: int, start: int, end: int, reach: int) -> tuple[int, int]:
    """How far a line may reach along its direction before it meets another line or a rule. `owner` has the direction first."""
    first, last = max(0, start - reach), min(len(owner), end + reach)
    other = ((owner[first:last] != 0) & (owner[first:last] != own)).any(1)
    before, after = np.flatnonzero(other[: start - first]), np.flatnonzero(other[end - first :])
    return first + int(before[-1]) + 1 if len(before) else first, end + int(after[0]) if len(after) else last


def _fitted(mark: Sequence[int], free: Sequence[int], ink: Mask, rules: Sequence[Pixels], vertical: bool) -> Iterator[Strip]:
    """The ink around the middle of a line that detection found, in pieces where it runs across a gutter."""
    x0, y0, x1, y1 = mark
    if vertical:
        turned = [(r[1], r[0], r[3], r[2]) for r in rules]
        for s in _fitted((y0, x0, y1, x1), (free[1], free[0], free[3], free[2]), ink.T, turned, False):
            yield Strip(s.y0, s.x0, s.y1, s.x1, s.size, True, s.white)
        return
    size = MARKED * (y1 - y0)
    middle = (y0 + y1) / 2
    above, below = (
        ink[max(0, round(a)) : round(b), x0:x1].mean(1) for a, b in ((middle - 0.9 * size, middle), (middle, middle + 0.9 * size))
    )
    white = bool(len(above) and len(below) and above.max() > 0.93 and below.max() > 0.93)
    left, right = free[0], free[2]
    top, bottom = max(0, round(middle - 0.9 * size)), min(ink.shape[0], round(middle + 0.9 * size))
    page = ink[:, left:right]
    if white:  # print in white: what the black ends at is paper
        page = ~page
        paper = page[y0:y1].all(0)
        page = page & ~paper
    near = page[top:bottom, max(0, round(x0 - 0.4 * size) - left) : round(x1 + 0.4 * size) - left]
    rows = near.sum(1) > max(1.0, 0.01 * near.shape[1])
    inner = [min(max(0, round(middle + side * size) - top), len(rows)) for side in (-0.4, 0.4)]
    first, last = inner
    while first > 0 and rows[first - 1]:
        first -= 1
    while last < len(rows) and rows[last]:
        last += 1
    if last - first > 1.45 * size:  # print touches the lines above or below: part them where there is least ink
        weights, reach = near.sum(1), round(0.3 * size)
        first = max(first, inner[0] - reach + int(weights[max(0, inner[0] - reach) : inner[0]].argmin())) if inner[0] > reach else first
        last = min(last, inner[1] + int(weights[inner[1] : inner[1] + reach].argmin()) + 1)
    filled = np.flatnonzero(rows[first:last])
    if not len(filled):
        return
    top, bottom = top + first + int(filled[0]), top + first + int(filled[-1]) + 1
    start, end = _spread(page[top:bottom], x0 - left, x1 - left, size, 0.2 if white else 0.45)
    if end - start < 2:
        return
    whole = Strip(left + start, top, left + end, bottom, (bottom - top) / _INK, white=white)
    cuts = [whole.x0]
    for gap in () if white else _gutters(whole, ink, rules):
        cuts += gap
    cuts.append(whole.x1)
    for x0, x1 in zip(cuts[::2], cuts[1::2], strict=True):
        yield replace(whole, x0=x0, x1=x1)


def _spread(ink: Mask, start: int, end: int, size: float, gap: float) -> tuple[int, int]:
    """The stretch of ink around [start, end), over gaps narrower than `gap` sizes, with a quotation mark or dash before or behind it."""
    columns = _any(ink)
    filled = np.flatnonzero(columns)
    inside = filled[(filled >= start) & (filled < end)]
    if not len(inside):
        return start, start
    first, last = int(inside[0]), int(inside[-1]) + 1
    pieces = [0, *(edge for white in gaps_of(columns, gap * size) for edge in white), len(columns)]
    spans = list(zip(pieces[::2], pieces[1::2], strict=True))
    touched = [i for i, (a, b) in enumerate(spans) if a < last and b > first]
    first = min(first, max(spans[touched[0]][0], int(filled[0])))
    last = max(last, min(spans[touched[-1]][1], int(filled[-1]) + 1))
    for i in (touched[0] - 1, touched[-1] + 1):
        if 0 <= i < len(spans):
            a, b = max(spans[i][0], int(filled[0])), min(spans[i][1], int(filled[-1]) + 1)
            high = int(ink[:, a:b].any(1).sum())
            small = b - a < 0.5 * size or (b - a < 2.3 * size and high < 0.15 * size)
            if small and max(first - b, a - last) < (1.1 if high < 0.5 * size else 0.85) * size:
                first, last = min(first, a), max(last, b)
    return first, last


def _gutters(strip: Strip, ink: Mask, rules: Sequence[Pixels]) -> list[tuple[int, int]]:
    """White gaps in a line at which columns of text part: they go on through the lines above or below."""
    gaps = [(strip.x0 + a, strip.x0 + b) for a, b in gaps_of(_any(ink[strip.y0 : strip.y1, strip.x0 : strip.x1]), _GUTTER * strip.size)]
    found = []
    for gap in gaps:
        wide = gap[1] - gap[0]
        near = [b - a for a, b in gaps if 0 < max(gap[0] - b, a - gap[1]) < _COLUMN * strip.size and b - a > 0.8 * strip.size]
        listed = len(near) > 1 and wide < 1.5 * max(near)
        if wide > _APART * strip.size or _ruled(gap, strip, rules) or (not listed and _parts(gap, strip, ink)):
            found.append(gap)
    return found


def _any(ink: Mask) -> Mask:
    """In which columns there is ink."""
    columns: Mask = np.asarray(ink.any(0))
    return columns


def gaps_of(filled: Mask, least: float) -> list[tuple[int, int]]:
    """The gaps of at least so many pixels between the first and the last ink."""
    at = np.flatnonzero(filled)
    steps = np.flatnonzero(np.diff(at) > max(1.0, least))
    return [(int(at[i]) + 1, int(at[i + 1])) for i in steps]


def _ruled(gap: tuple[int, int], strip: Strip, rules: Sequence[Pixels]) -> bool:
    """Whether a rule stands upright in a gap."""
    return any(gap[0] <= r[0] and r[2] <= gap[1] and r[1] <= strip.y0 and r[3] >= strip.y1 for r in rules)


def _parts(gap: tuple[int, int], strip: Strip, ink: Mask) -> bool:
    """Whether a gap is part of a gutter: the lines above and below leave it white and have print on both sides of it.

    A gap no wider than the white at a mark of punctuation must be white through four lines, which marks in line with each other are
    not. Behind a mark the gap is wider than the gutter: then a part of it is white through the lines.
    """
    size = round(strip.size)
    x0, x1 = gap
    inner = max(1, (x1 - x0) // 5)
    above, below = ink[max(0, strip.y0 - 10 * size) : strip.y0][::-1], ink[strip.y1 : strip.y1 + 10 * size]
    if _between(above, below, x0 + inner, x1 - inner, size) >= (1.2 if x1 - x0 >= size else 3.6) * size:
        return True
    for rows in (above, below):
        runs = gaps_of(np.concatenate(([True], _any(rows[:, x0:x1]), [True])), 0.35 * size)
        a, b = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
        if b > a and _between(above, below, x0 + a - 1, x0 + b - 1, size) >= 3 * size:
            return True
    return False


def _between(above: Mask, below: Mask, x0: int, x1: int, size: int) -> int:
    """In how many rows around a line there is print on both sides of a gap, until there is some in it.

    None where a column beside the gap is as narrow as those of lists.
    """
    count = 0
    for side in (above, below):
        printed = np.flatnonzero(np.convolve(side[:, x0:x1].any(1), np.ones(3), "same") > 2)
        rows = side[: int(printed[0])] if len(printed) else side
        left, right = rows[:, max(0, x0 - round(1.7 * size)) : x0].any(1), rows[:, x1 : x1 + size].any(1)
        both = left & right
        if both.sum() > 2 * size and _listed(rows[both], x0, x1, size):
            return 0
        count += int(both.sum())
    return count


def _listed(rows: Mask, x0: int, x1: int, size: int) -> bool:
    """Whether the print left or right of a gap ends within the width that a column has at least."""
    most, gap = round(_COLUMN * size), round(0.35 * size)
    for beside in (_any(rows[:, max(0, x0 - most) : x0])[::-1], _any(rows[:, x1 : x1 + most])):
        filled = np.flatnonzero(np.concatenate((beside, [False] * gap, [True])))
        if filled[np.flatnonzero(np.diff(filled) > gap)[0]] < most - gap:
            return True
    return False


def _cut(strips: Sequence[Strip], ink: Mask) -> list[Strip]:
    """The lines, parted at gaps where columns begin: where lines close by do."""
    begins = _Begins(strips)
    done = []
    for strip in strips:
        gaps = [] if strip.vertical or strip.white else gaps_of(_any(ink[strip.y0 : strip.y1, strip.x0 : strip.x1]), _GUTTER * strip.size)
        edges = [strip.x0]
        for a, b in gaps:
            if b > _COLUMN * strip.size and begins.at(strip.x0 + b, strip) > 1:  # nearer, paragraphs of its own column do
                edges += [strip.x0 + a, strip.x0 + b]
        edges.append(strip.x1)
        done += [replace(strip, x0=x0, x1=x1) for x0, x1 in zip(edges[::2], edges[1::2], strict=True)]
    return done


class _Begins:
    """Where lines begin."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        level = np.array([(strip.x0, strip.y0, strip.size) for strip in strips if not strip.vertical], np.float64)
        self.x, self.y, self.size = level.reshape(-1, 3).T

    def at(self, x: float, strip: Strip) -> int:
        """How many lines of a strip's size, not far above or below it, begin at x, or two characters before as paragraphs do not."""
        size = strip.size
        near = (np.abs(self.y - strip.y0) > 0.5 * size) & (np.abs(self.y - strip.y0) < 12 * size) & (np.abs(self.size / size - 1) < 0.2)
        begun = np.abs(self.x - x) < 0.3 * size
        indented = np.abs(self.x - x + 2 * size) < 0.3 * size
        return int((near & (begun | indented)).sum())


def _joined(strips: list[Strip], ink: Mask, rules: Sequence[Pixels], body: float) -> list[Strip]:
    """Pieces of one line that detection found apart, put together; a gap between columns stays."""
    begins = _Begins(strips)
    done: list[Strip] = []
    for strip in sorted(strips, key=lambda s: (s.x0, s.y0)):
        home = next((i for i, other in enumerate(done) if _continues(other, strip, ink, rules, body, begins)), None)
        if home is None:
            done.append(strip)
            continue
        other = done[home]
        y0, y1 = min(other.y0, strip.y0), max(other.y1, strip.y1)
        done[home] = Strip(other.x0, y0, max(other.x1, strip.x1), y1, (y1 - y0) / _INK, white=strip.white)
    return done


def _continues(one: Strip, other: Strip, ink: Mask, rules: Sequence[Pixels], body: float, begins: _Begins) -> bool:
    """Whether a piece goes on with a line: on one level, of one size (a single mark may be smaller), and no gutter between."""
    if one.vertical or other.vertical or one.white != other.white:
        return False
    size = max(one.size, other.size)
    gap = other.x0 - one.x1
    if not -0.3 * size <= gap <= _NEXT * size:
        return False
    if min(one.y1, other.y1) - max(one.y0, other.y0) < 0.6 * min(one.high, other.high):
        return False
    if size > _LARGE * body and gap < _GUTTER_LARGE * size and max(abs(one.y0 - other.y0), abs(one.y1 - other.y1)) < 0.15 * size:
        return True
    if min(one.wide, other.wide) > 1.5 * size and (
        size > 1.2 * min(one.size, other.size) or abs(one.y0 + one.y1 - other.y0 - other.y1) > 0.3 * size
    ):
        return False
    if max(one.y1, other.y1) - min(one.y0, other.y0) > 1.25 * (one if one.wide > other.wide else other).high:
        return False
    if gap < 0.3 * size:
        return True
    if _ruled((one.x1, other.x0), one, rules):
        return False
    lines = begins.at(other.x0, other) if one.wide > _COLUMN * size else 1
    return lines == 0 or (lines == 1 and not _parts((one.x1, other.x0), replace(one, x1=other.x1), ink))


def _stacked(strips: list[Strip], body: float) -> list[Strip]:
    """Vertical lines whose characters detection found one by one, put together."""
    towers: list[list[Strip]] = []
    done = []
    for strip in sorted(strips, key=lambda s: (s.y0, s.x0)):
        if not strip.vertical and not 0.5 * strip.size < strip.wide < 1.3 * strip.size:
            done.append(strip)
            continue
        home = next((tower for tower in towers if _under(tower[-1], strip)), None)
        if home is None:
            towers.append([strip])
        else:
            home.append(strip)
    for tower in towers:
        vertical = any(strip.vertical for strip in tower)
        if len(tower) == 1 or not (vertical or tower[0].size > _LARGE * body):
            done += tower
            continue
        x0, x1 = min(s.x0 for s in tower), max(s.x1 for s in tower)
        done.append(Strip(x0, tower[0].y0, x1, max(s.y1 for s in tower), (x1 - x0) / _INK, True, tower[0].white))
    return done


def _under(one: Strip, other: Strip) -> bool:
    wide = max(one.wide, other.wide)
    level = abs(one.x0 + one.x1 - other.x0 - other.x1) <= 0.3 * wide
    return (
        level and wide <= 1.4 * min(one.wide, other.wide) and -0.2 * wide <= other.y0 - one.y1 <= _NEXT * wide and one.white == other.white
    )
