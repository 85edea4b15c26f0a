"""Where narrow gutters part lines of print that were read across them: columns begin at one place, line after line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.pages.runs import Run

# All lengths are in characters. A gap that a gutter leaves: between letters, and after a mark that hangs over into it.
_GAP, _HUNG = 0.7, 0.3
# Text of a column is no narrower than this; its lines begin at one place but for so much; how far above and below they are looked for.
_NARROW, _SAME, _NEAR = 5.0, 0.25, 6.0
# So many other lines begin where a gutter ends.
_LINES = 2
# A first line is indented by so much.
_INDENT = 2.0
_MARKS = frozenset("，。、；：！？”’）》」』】")

Starts = dict[int, list[tuple[float, float, float]]]  # by place: place, height, size


def cut(runs: Sequence[Run]) -> list[Run]:
    """The lines, each that runs across a gutter cut there."""
    level = sorted((run for run in runs if not run.vertical), key=lambda run: run.middle)
    heights = [run.middle for run in level]
    starts: Starts = defaultdict(list)
    for run in level:
        for x in _starts(run):
            starts[int(x / 4)].append((x, run.middle, run.size))
    found: list[Run] = []
    for run in runs:
        first = 0
        for i in range(1, len(run.glyphs)) if not run.vertical else ():
            if _room(run, i) >= _HUNG and _begun(run, first, starts) and _parts(run, i, starts, level, heights):
                found.append(Run(run.glyphs[first:i], run.order))
                first = i
        found.append(Run(run.glyphs[first:], run.order) if first else run)
    return found


def _room(run: Run, i: int) -> float:
    """The gap before a line's character i; marks of punctuation end in their middle."""
    before, after = run.glyphs[i - 1], run.glyphs[i]
    return (after.x0 - (before.x0 + before.size / 2 if before.char in _MARKS else before.x1)) / run.size


def _wide(run: Run, i: int) -> bool:
    """Whether the gap before character i is one whatever stands before it."""
    return (run.glyphs[i].x0 - run.glyphs[i - 1].x1) / run.size >= _GAP


def _starts(run: Run) -> Iterator[float]:
    """Where text of a column's width begins in a line: at its first character, and after wide gaps."""
    cuts = [0, *(i for i in range(1, len(run.glyphs)) if _wide(run, i)), len(run.glyphs)]
    for first, end in pairwise(cuts):
        if run.glyphs[end - 1].x1 - run.glyphs[first].x0 >= _NARROW * run.size:
            yield run.glyphs[first].x0


def _parts(run: Run, i: int, starts: Starts, level: Sequence[Run], heights: Sequence[float]) -> bool:
    """Whether the gap before character i is a gutter: lines above and below begin where it ends, more than run across it."""
    size, x = run.size, run.glyphs[i].x0
    begun = _begun(run, i, starts)
    if begun < _LINES:
        return False
    crossing = sum(
        _crosses(other, x)
        for other in level[bisect_left(heights, run.middle - _NEAR * size) : bisect_right(heights, run.middle + _NEAR * size)]
        if other is not run and abs(other.size - size) <= 0.1 * size
    )
    return crossing < begun if _wide(run, i) else not crossing


def _begun(run: Run, i: int, starts: Starts) -> int:
    """How many lines above and below begin where character i of a line stands, or where the line would without an indent."""
    size, x = run.size, run.glyphs[i].x0
    begun = set()
    for left in (x, x - _INDENT * size) if not i or _room(run, i) >= _INDENT else (x,):
        for key in (int(left / 4) - 1, int(left / 4), int(left / 4) + 1):
            for at, height, other in starts.get(key, ()):
                near = 0.5 * size < abs(height - run.middle) <= _NEAR * size
                if near and abs(at - left) <= _SAME * size and abs(other - size) <= 0.1 * size:
                    begun.add(round(height))
    return len(begun)


def _crosses(run: Run, x: float) -> bool:
    """Whether a line runs across a place without a gap right before it."""
    box = run.box
    if not box[0] < x - run.size < x + run.size < box[2]:
        return False
    i = next(i for i, glyph in enumerate(run.glyphs) if glyph.x1 > x)
    return abs(run.glyphs[i].x0 - x) > _SAME * run.size or _room(run, i) < _HUNG
