"""Characters with their places to lines of print, whatever the order in which the file draws them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.model import Box, Print
from kg.pages import gutters
from kg.pages.runs import Glyph, Run

# Characters stand on one line when their middles differ by less than this share of their size, and their sizes by less than that.
_LEVEL, _SIZES = 0.3, 1.25
# … and these by less when the file draws them apart.
_ALIKE = 1.04
# How wide a blank may be inside a line, in characters: of one drawn in one go, and of one put together from far apart in the file.
_GAP, _LOOSE = 1.1, 0.35
# A gap in a line that another character fits into.
_HOLE = 0.8
# Characters overlap by so much at most: punctuation marks are squeezed to half their width.
_SQUEEZED = 0.65
# A gap wider than the line's usual one by this much is a blank between words.
_BLANK = 0.45
# … and between Han characters by this much, where the others are narrow: browsers print a blank a quarter of a character wide.
_THIN, _EVEN = 0.18, 0.14
# A second copy of a character no further off than this is its shadow.
_SHADOW = 0.22
# How far lines above and below show whether a gap is a gutter, in lines, and how wide a gap inside a column may be.
_NEAR, _WIDEST = 6, 6.0
# So many columns of a vertical headline stand side by side; the pitch downward in them, and how much closer than beside.
_ABREAST, _PITCH, _CLOSER, _FAR = 4, 1.6, 0.02, 99.0
# Characters that stand one below the other no further apart than this are no beginnings of lines.
_SOLID = 1.12
# Words of one line stand no further apart than this.
_WORDS = 2.2
_HAN = re.compile("[\u3400-\u9fff]{2}")
# Characters of a vertical line stand no further apart than this, and a line of fewer than that many of them is none.
_DOWN, _FEWEST = 1.3, 2


def lines(glyphs: Sequence[Glyph], rules: Sequence[Box] = ()) -> tuple[str, tuple[Print, ...]]:
    """The text of a sheet, a line of print a line, and where the lines stand; lines come in the order of the file.

    No line crosses an upright rule.
    """
    once = list(enumerate(_without_shadows(glyphs)))
    standing, rest = _columns(once)
    runs = _stitched([*standing, *_down(_filled(_merged(_across(rest))))])
    uprights = [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
    return _composed(sorted(_cut(gutters.cut(_one_column(runs)), uprights), key=lambda run: run.order))


def _cut(runs: Sequence[Run], uprights: Sequence[Box]) -> list[Run]:
    """Runs cut where an upright rule stands in a gap of theirs."""
    found: list[Run] = []
    for run in runs:
        left, _, right, _ = run.box
        crossed = [] if run.vertical else [r for r in uprights if left < r[0] and r[2] < right and r[1] < run.middle < r[3]]
        rest = run.glyphs
        for rule in sorted(crossed):
            before = [glyph for glyph in rest if (glyph.x0 + glyph.x1) / 2 < rule[0]]
            after = rest[len(before) :]
            gap = before and after and before == rest[: len(before)] and after[0].x0 >= rule[0] - 1
            if gap and before[-1].x0 + before[-1].size / 2 <= rule[2] + 1:  # marks of punctuation may hang over
                found.append(Run(before, run.order))
                rest = after
        found.append(Run(rest, run.order, run.vertical))
    return found


def _without_shadows(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters once each: a shadowed face is drawn twice, a little apart."""
    seen: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept = []
    for glyph in glyphs:
        cell = max(1.0, glyph.size * _SHADOW)
        column, row = int(glyph.x0 / cell), int(glyph.y0 / cell)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in seen.get((glyph.char, column + dx, row + dy), ()))
        if any(abs(o.x0 - glyph.x0) <= cell and abs(o.y0 - glyph.y0) <= cell and o.size == glyph.size for o in near):
            continue
        seen[glyph.char, column, row].append(glyph)
        kept.append(glyph)
    return kept


def _columns(glyphs: Sequence[tuple[int, Glyph]]) -> tuple[list[Run], list[tuple[int, Glyph]]]:
    """Vertical lines of several columns side by side, and the other characters, all with their order.

    Characters that stand closer to those above and below them than to those beside them run downward.
    """
    short = {id(g) for run in _merged(_across(glyphs)) if len(run.glyphs) <= _ABREAST for g in run.glyphs}
    few = [(order, glyph) for order, glyph in glyphs if id(glyph) in short]
    by_order = dict(few)
    below: dict[int, int] = {}
    above: dict[int, int] = {}
    for order, glyph in few:
        down = _under(glyph, few)
        if down is None or down[1] in above:
            continue
        across = min(_aside(glyph, few), _aside(by_order[down[1]], few))
        if down[0] < across - _CLOSER:
            below[order], above[down[1]] = down[1], order
    runs: list[Run] = []
    taken: set[int] = set()
    for order, _ in few:
        if order in above or order not in below:
            continue
        tower = [order]
        while tower[-1] in below:
            tower.append(below[tower[-1]])
        if len(tower) > _FEWEST:
            runs.append(Run([by_order[i] for i in tower], min(tower), True))
            taken.update(tower)
    rest = [glyph for order, glyph in glyphs if order not in taken]
    loose = [run for run in runs if run.box[3] - run.box[1] > _SOLID * run.size * len(run.glyphs)]
    for run in [run for run in loose if 2 * sum(_accompanied(glyph, rest) for glyph in run.glyphs) >= len(run.glyphs)]:
        runs.remove(run)  # names in a list, one under the other
        taken.difference_update(order for order, glyph in few if glyph in run.glyphs)
    runs = _lengthened(runs, [(order, glyph) for order, glyph in few if order not in taken])
    gone = {id(glyph) for run in runs for glyph in run.glyphs}
    return runs, [(order, glyph) for order, glyph in glyphs if id(glyph) not in gone]


def _lengthened(runs: list[Run], rest: Sequence[tuple[int, Glyph]]) -> list[Run]:
    """Vertical lines with the characters that go on with them above and below.

    Where lines stand close, a character may be as near to that beside it as to the next of its own line.
    """
    home = {id(glyph): run for run in runs for glyph in run.glyphs}
    grown = True
    while grown:
        grown = False
        for order, glyph in rest:
            if id(glyph) in home:
                continue
            near = (run for run in runs if _touches(run, glyph))
            if (run := next(near, None)) is not None:
                run.glyphs = sorted([*run.glyphs, glyph], key=lambda g: g.y0)
                run.order = min(run.order, order)
                home[id(glyph)] = run
                grown = True
    return _joined_down(runs)


def _touches(run: Run, glyph: Glyph) -> bool:
    """Whether a character stands above or below a vertical line, up to a blank away, in it and of its size."""
    top, foot = run.glyphs[0], run.glyphs[-1]
    return any(
        0.5 < (below.y0 - above.y0) / glyph.size <= _WORDS
        and abs(above.size - below.size) <= 0.05 * glyph.size
        and _one_above_the_other(above, below)
        for above, below in ((glyph, top), (foot, glyph))
    )


def _joined_down(runs: Sequence[Run]) -> list[Run]:
    """Vertical lines, each put together with the one that stands right below it."""
    found: list[Run] = []
    for run in sorted(runs, key=lambda run: run.glyphs[0].y0):
        above = next((other for other in found if _touches(other, run.glyphs[0])), None)
        if above is None:
            found.append(run)
        else:
            above.glyphs = [*above.glyphs, *run.glyphs]
            above.order = min(above.order, run.order)
    return found


def _under(glyph: Glyph, others: Sequence[tuple[int, Glyph]]) -> tuple[float, int] | None:
    """The pitch, in characters, and number of the next character of the same size below one, None when there is none."""
    best: tuple[float, int] | None = None
    for order, other in others:
        down = (other.y0 - glyph.y0) / glyph.size
        if not 0.5 < down <= _PITCH or (best is not None and down >= best[0]) or abs(other.size - glyph.size) > 0.05 * glyph.size:
            continue
        if _one_above_the_other(glyph, other):
            best = (down, order)
    return best


def _one_above_the_other(a: Glyph, b: Glyph) -> bool:
    """Whether two characters stand in one vertical line; marks of punctuation are narrow and stand aside in it."""
    if abs((a.x0 + a.x1) - (b.x0 + b.x1)) / 2 <= _LEVEL / 2 * a.size:
        return True
    narrow, wide = (a, b) if a.x1 - a.x0 < b.x1 - b.x0 else (b, a)
    room = 0.12 * a.size
    return narrow.x1 - narrow.x0 < 0.7 * a.size and wide.x0 - room <= narrow.x0 and narrow.x1 <= wide.x1 + room


def _aside(glyph: Glyph, others: Sequence[tuple[int, Glyph]]) -> float:
    """The pitch of the nearest character of the same size beside one, in characters."""
    pitches = [
        abs((other.x0 + other.x1) - (glyph.x0 + glyph.x1)) / 2 / glyph.size
        for _, other in others
        if other is not glyph and abs(other.y0 - glyph.y0) <= _LEVEL / 2 * glyph.size and abs(other.size - glyph.size) <= 0.05 * glyph.size
    ]
    return min(pitches, default=_FAR)


def _accompanied(glyph: Glyph, others: Sequence[Glyph]) -> bool:
    """Whether one of the characters stands beside a character on its level, up to a wide blank away."""
    return any(
        abs(other.y0 - glyph.y0) <= _LEVEL / 2 * glyph.size
        and min(abs(other.x0 - glyph.x1), abs(glyph.x0 - other.x1)) <= _WORDS * glyph.size
        and abs(other.size - glyph.size) <= 0.05 * glyph.size
        for other in others
    )


def _size_of(glyphs: Iterable[Glyph]) -> float:
    """The size of most characters, in points."""
    sizes = Counter(round(glyph.size * 4) for glyph in glyphs)
    return max(sizes, key=lambda size: (sizes[size], size), default=40) / 4


def _across(glyphs: Iterable[tuple[int, Glyph]]) -> list[Run]:
    """Runs of characters that are drawn one after another on one level."""
    runs: list[Run] = []
    for order, glyph in glyphs:
        last = runs[-1].glyphs[-1] if runs else None
        if last is not None and _follows(last, glyph, _GAP):
            runs[-1].glyphs.append(glyph)
        else:
            runs.append(Run([glyph], order))
    return runs


def _follows(last: Glyph, glyph: Glyph, most: float) -> bool:
    size = max(last.size, glyph.size)
    level = abs(last.y0 + last.y1 - glyph.y0 - glyph.y1) / 2 <= _LEVEL * size
    return level and size <= _SIZES * min(last.size, glyph.size) and -_SQUEEZED * size <= glyph.x0 - last.x1 <= most * size


def _merged(runs: list[Run]) -> list[Run]:
    """Runs put together that touch on one level though the file draws them apart."""
    runs = sorted(runs, key=lambda run: (run.glyphs[0].x0, run.order))
    rows: dict[int, list[Run]] = defaultdict(list)
    done: list[Run] = []
    for run in runs:
        row = int(run.middle / 4)
        near = [other for key in (row - 2, row - 1, row, row + 1, row + 2) for other in rows[key]]
        home = next(
            (o for o in near if _follows(o.glyphs[-1], run.glyphs[0], _LOOSE) and o.size <= _ALIKE * run.size <= _ALIKE**2 * o.size), None
        )
        if home is not None:
            home.glyphs += run.glyphs
            home.order = min(home.order, run.order)
        else:
            done.append(run)
            rows[row].append(run)
    return done


def _filled(runs: list[Run]) -> list[Run]:
    """Runs with the characters that stand in their gaps though the file draws them elsewhere: a rare one from another font, say."""
    rows: dict[int, list[tuple[Run, Glyph, Glyph]]] = defaultdict(list)
    for run in runs:
        for before, after in zip(run.glyphs, run.glyphs[1:], strict=False):
            if after.x0 - before.x1 > _HOLE * run.size:
                rows[int(run.middle / 4)].append((run, before, after))
    gone: set[int] = set()
    for run in runs if rows else ():
        row, size, (x0, _, x1, _) = int(run.middle / 4), run.size, run.box
        for home, before, after in [hole for key in (row - 1, row, row + 1) for hole in rows.get(key, ())]:
            inside = before.x1 - _LEVEL * size <= x0 and x1 <= after.x0 + _LEVEL * size
            level = abs(run.middle - home.middle) <= _LEVEL * size and max(size, home.size) <= _SIZES * min(size, home.size)
            if inside and level and home is not run and id(home) not in gone:
                at = home.glyphs.index(after)
                home.glyphs[at:at] = run.glyphs
                home.order = min(home.order, run.order)
                gone.add(id(run))
                break
    return [run for run in runs if id(run) not in gone]


def _down(runs: list[Run]) -> list[Run]:
    """Vertical lines: characters that stand alone on their level, one under the other."""
    single = [run for run in runs if len(run.glyphs) == 1 or (len(run.glyphs) == 2 and all(g.char.isascii() for g in run.glyphs))]
    single.sort(key=lambda run: (run.box[1], run.box[0]))
    towers: list[list[Run]] = []
    open_: list[list[Run]] = []
    for run in single:
        box, size = run.box, run.size
        middle = (box[0] + box[2]) / 2
        home = None
        for tower in open_:
            last = tower[-1].box
            size_above = tower[-1].size
            if (
                abs((last[0] + last[2]) / 2 - middle) <= _LEVEL * size
                and -0.3 * size <= box[1] - last[3] <= _DOWN * size
                and size <= _SIZES * size_above
                and size_above <= _SIZES * size
            ):
                home = tower
                break
        if home is None:
            home = []
            towers.append(home)
            open_.append(home)
        home.append(run)
        open_ = [tower for tower in open_ if box[1] - tower[-1].box[3] <= _DOWN * tower[-1].size + 2 * size]
    body = _size_of(glyph for run in runs for glyph in run.glyphs)
    standing = {id(run) for tower in towers if len(tower) >= (_FEWEST if tower[0].size >= 1.2 * body else _FEWEST + 1) for run in tower}
    found = [run for run in runs if id(run) not in standing]
    for tower in towers:
        if id(tower[0]) in standing:
            found.append(Run([glyph for run in tower for glyph in run.glyphs], min(run.order for run in tower), True))
    return found


def _stitched(runs: list[Run]) -> list[Run]:
    """Vertical lines put together that stand one under the other with a blank between them (本报记者 张三)."""
    standing = sorted((run for run in runs if run.vertical), key=lambda run: run.box[1])
    single = [run for run in runs if not run.vertical and len(run.glyphs) == 1]
    gone: set[int] = set()
    for run in sorted([*standing, *single], key=lambda run: run.box[1]):
        for above in [*standing, *single]:
            if above is run or id(above) in gone or id(run) in gone or not (above.vertical or run.vertical):
                continue
            a, b = above.box, run.box
            level = abs((a[0] + a[2]) - (b[0] + b[2])) / 2 <= _LEVEL / 2 * run.size and abs(above.size - run.size) <= 0.05 * run.size
            if level and 0 <= b[1] - a[3] <= _WORDS * run.size:
                above.glyphs += run.glyphs
                above.order, above.vertical = min(above.order, run.order), True
                gone.add(id(run))
                run.glyphs = above.glyphs
                break
    return [run for run in runs if id(run) not in gone]


def _one_column(runs: list[Run]) -> list[Run]:
    """Pieces of letter-spaced lines put together: the gap between them is no gutter when lines close by run across it."""
    level = [run for run in runs if not run.vertical]
    spans = sorted(((run.middle, run) for run in level if len(run.glyphs) >= 4), key=lambda each: each[0])
    heights = [height for height, _ in spans]
    level.sort(key=lambda run: (round(run.middle / 2), run.box[0]))
    merged: dict[int, Run] = {}
    gone: set[int] = set()
    for run in sorted(level, key=lambda run: (run.box[0], run.order)):
        merged[id(run)] = run
    ordered = sorted(level, key=lambda run: run.middle)
    middles = [run.middle for run in ordered]
    for run in sorted(level, key=lambda run: run.box[0]):
        if id(run) in gone:
            continue
        while True:
            box, size = run.box, run.size
            first, last = bisect_left(middles, run.middle - _LEVEL * size), bisect_right(middles, run.middle + _LEVEL * size)
            after = [
                other
                for other in ordered[first:last]
                if other is not run
                and id(other) not in gone
                and -_SQUEEZED * size <= other.box[0] - box[2] <= _WIDEST * size
                and max(size, other.size) <= _SIZES * min(size, other.size)
            ]
            other = min(after, key=lambda o: o.box[0], default=None)
            if other is None or not _spanned((box[2], other.box[0]), run, size, spans, heights):
                break
            run.glyphs += other.glyphs
            run.order = min(run.order, other.order)
            gone.add(id(other))
    return [run for run in runs if id(run) not in gone]


def _spanned(gap: tuple[float, float], run: Run, size: float, spans: Sequence[tuple[float, Run]], heights: Sequence[float]) -> bool:
    """Whether lines of the same size close by run across the gap, on both sides of it by a character at least, and none ends in it."""
    reach = _NEAR * 2 * size
    first, last = bisect_left(heights, run.middle - reach), bisect_right(heights, run.middle + reach)
    across = parted = 0
    for _, other in spans[first:last]:
        if other is run or not 0.85 * size <= other.size <= 1.18 * size:
            continue
        box = other.box
        if box[0] < gap[0] - size and box[2] > gap[1] + size:
            across += 1
        elif (gap[0] - size / 2 <= box[2] <= gap[1] and box[0] < gap[0]) or (gap[0] <= box[0] <= gap[1] + size / 2 and box[2] > gap[1]):
            parted += 1
    return across >= 2 and across > parted


def _composed(runs: Sequence[Run]) -> tuple[str, tuple[Print, ...]]:
    pieces: list[str] = []
    prints: list[Print] = []
    at = 0
    for run in runs:
        text = _text(run)
        if not text.strip():
            continue
        bold = 2 * sum(glyph.bold for glyph in run.glyphs) > len(run.glyphs)
        box = run.box
        rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
        prints.append(Print(at, at + len(text), rounded, round(run.size, 2), run.vertical, bold))
        pieces.append(text)
        at += len(text) + 1
    return "\n".join(pieces) + ("\n" if pieces else ""), tuple(prints)


def _text(run: Run) -> str:
    """The characters with a blank where one is drawn, or where the gap is wider than usual in this line."""
    if run.vertical:
        gaps = [after.y0 - before.y1 for before, after in zip(run.glyphs, run.glyphs[1:], strict=False)]
    else:
        gaps = [after.x0 - before.x1 for before, after in zip(run.glyphs, run.glyphs[1:], strict=False)]
    share = 4 if run.vertical else 2  # 通 讯 员 is spaced out where the names are not
    usual = max(0.0, sorted(gaps)[len(gaps) // share]) if gaps else 0.0
    han = [_HAN.fullmatch(a.char + b.char) is not None for a, b in zip(run.glyphs, run.glyphs[1:], strict=False)]
    even = not any(_EVEN < abs(gap - usual) / run.size <= _THIN for gap, both in zip(gaps, han, strict=True) if both)
    text = run.glyphs[0].char
    for gap, both, glyph in zip(gaps, han, run.glyphs[1:], strict=True):
        if glyph.blank or gap > usual + (_THIN if both and even else _BLANK) * run.size:
            text += " "
        text += glyph.char
    return text
