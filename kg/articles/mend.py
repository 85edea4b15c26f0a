"""Second thoughts: once a page's articles and headlines are known, some lines turn out to have been read wrongly."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.articles import bylines
from kg.articles.evidence import Evidence
from kg.articles.flow import FAR, Block, Item, Other, Piece, swallowed
from kg.articles.headlines import Words
from kg.articles.unwrap import Unit, inside_word

Mend = Callable[[Evidence], list[Unit]]
"""The units of a page again, or nothing when all is well."""

# A first line that says this much of another article's opening is that article's headline; one too wide for its column needs less.
BURIED, BURIED_WIDE = 0.6, 0.4
# A headline that no piece's opening says this much of may belong to a paragraph inside one that says more than the second.
ANSWERED, ANSWERS = 0.4, 0.5
_STOP = re.compile("[，。；]")
# A headline has so many characters at least where a name below it is its author's.
_HEADLINE = 5
# Lines of verse are no wider than this, a poem has so many of them at least, and articles say no more of them than that.
_VERSE, _STANZA, _SAID = 14.0, 6, 0.25
# A first line of text is shorter or longer than its column by no more than this.
_RAGGED = 3.0


def mended(evidence: Evidence, continued: Collection[int]) -> list[Unit]:
    """The units again, or nothing when all is well. `continued` are the open pieces that go on elsewhere.

    A headline taken for the last or first line of a paragraph is cut out; a paragraph inside a piece that a headline speaks of, and
    no piece's beginning, is marked as a beginning.
    """
    loose = {id(piece.units[-1]) for p, piece in enumerate(evidence.pieces) if piece.open and p not in continued}
    wanted = _unanswered(evidence)
    leads = [p for p, piece in enumerate(evidence.pieces) if piece.dateline]
    units: list[Unit] = []
    inside = changed = False  # inside a sentence that the unit before left open
    for item in evidence.flow.items:
        for k, unit in enumerate([item.unit] if isinstance(item, Other) else item.units):
            found = [unit]
            if isinstance(item, Piece):
                if id(unit) in loose:
                    found = _without_tail(unit, evidence)
                elif not inside and not unit.dateline:
                    found = _without_head(unit, item, evidence, leads)
                    if len(found) == 1 and k and not unit.marked and evidence.lexis.answers(unit.text, _of_others(wanted, item), ANSWERS):
                        found = [replace(unit, marked=True)]
            inside = isinstance(item, Piece) and not unit.closed
            changed = changed or found != [unit]
            units += found
    return units if changed else []


def resumed(evidence: Evidence) -> list[Unit]:
    """The units again with lines of text that were taken for headlines put back before the text that ends their last word, or nothing."""
    units: list[Unit] = []
    changed, line = False, None
    items = evidence.flow.items
    for item, after in zip_longest(items, items[1:]):
        found = [item.unit] if isinstance(item, Other) else list(item.units)
        if line is not None:
            found[0], line = replace(found[0], lines=(*line.lines, *found[0].lines), marked=line.marked), None
        if isinstance(item, Block) and isinstance(after, Piece) and _goes_on(found[-1], after.units[0]):
            line, changed = found.pop(), True
        units += found
    return units if changed else []


def _goes_on(line: Unit, text: Unit) -> bool:
    """Whether a line as wide as the text below it ends with the beginning of a word that this text ends."""
    if line.vertical or line.role or text.dateline or text.listed:
        return False
    wide = text.column or max(each.width for each in text.lines)
    return abs(line.lines[-1].width - wide) <= _RAGGED and inside_word(line.text, text.text)


def _without_tail(unit: Unit, evidence: Evidence) -> list[Unit]:
    """A paragraph without an end loses the lines without a stop after its last sentence: they are display lines."""
    cut = swallowed(unit, evidence.words)
    if cut is None:
        return [unit]
    rest = [replace(unit, lines=unit.lines[:cut], closed=True)] if cut else []
    return rest + [replace(unit, kind="display", lines=(line,), dateline=False, marked=False) for line in unit.lines[cut:]]


def _without_head(unit: Unit, piece: Piece, evidence: Evidence, leads: Sequence[int]) -> list[Unit]:
    """A paragraph loses its first line when that is the headline of an article on this page."""
    first, text = unit.lines[0], unit.lines[0].text
    if (
        len(unit.lines) < 2
        or not leads
        or not 6 <= len(text) <= 26
        or _STOP.search(text)
        or text[-1] in "、：》"
        or text.count("《") > text.count("》")
    ):
        return [unit]
    column = unit.column or unit.lines[1].width
    if column - 3.5 <= first.width <= column + 0.5:
        return [unit]  # as long as a first line should be
    near, line = evidence.flow.near(piece.at), evidence.line(text)
    if max((evidence.lexis.similarity(line, p) for p in leads if p in near), default=0.0) < (
        BURIED_WIDE if first.width > column else BURIED
    ):
        return [unit]
    if sum(evidence.pieces[p].text.count(text[-1] + unit.lines[1].text[0]) for p in near) > 1:
        return [unit]  # the line goes on in the next one
    return [replace(unit, kind="display", lines=(first,), closed=False), replace(unit, lines=unit.lines[1:], marked=False)]


def _unanswered(evidence: Evidence) -> list[tuple[int, Words]]:
    """Headlines that no piece begins with, and where they stand."""
    found = []
    for block in evidence.flow.blocks:
        for unit in block.units:
            line = evidence.line(unit.text)
            if len(line.known) >= 3 and all(evidence.lexis.similarity(line, p) < ANSWERED for p in evidence.flow.near(block.at)):
                found.append((block.at, line))
    return found


def _of_others(wanted: Sequence[tuple[int, Words]], piece: Piece) -> list[Words]:
    """The headlines around a piece without the one right above its dateline: that one is its own, whichever paragraph it speaks of."""
    own = piece.at - 1 if piece.dateline else -1
    return _around([each for each in wanted if each[0] != own], piece.at)


def _around(wanted: Sequence[tuple[int, Words]], at: int) -> list[Words]:
    """The headlines not too far from a place: all of them on a real page."""
    first, last = (bisect_left(wanted, place, key=lambda each: each[0]) for place in (at - FAR, at + FAR))
    return [line for _, line in wanted[first:last]]


def signed(evidence: Evidence) -> list[Unit]:
    """The units again with the names that stand below headlines as bylines, or nothing when there is none."""
    units = [unit for item in evidence.flow.items for unit in ([item.unit] if isinstance(item, Other) else item.units)]
    found = units[:1]
    for above, unit, after in zip(units, units[1:], [*units[2:], None], strict=False):
        names = bylines.bare_name(unit.text, evidence.words) if _may_sign(unit, above, after) else ()
        names = () if any(evidence.lexis.said(name[:2]) for name in names) else names
        found.append(replace(unit, kind="byline", names=names) if names else unit)
    return found if found != units else []


def _may_sign(unit: Unit, above: Unit, after: Unit | None) -> bool:
    """Whether a line stands below a headline as an author's name does: no other headline and no news begins right below it."""
    heads = above.kind == "display" and not above.vertical and len(above.text) >= _HEADLINE
    return unit.kind == "display" and not unit.vertical and heads and (after is None or not (after.dateline or after.tight))


def versed(evidence: Evidence) -> list[Unit]:
    """The units again with the lines of poems as paragraphs of their own, or nothing when the page has none."""
    units: list[Unit] = []
    run: list[Piece | Block] = []
    changed = False
    for item in [*evidence.flow.items, None]:
        if item is not None and not isinstance(item, Other) and _like_verse(item, evidence):
            run.append(item)
            continue
        found = _verse(run, item, evidence)
        changed = changed or bool(found)
        units += found or [unit for each in run for unit in each.units]
        run = []
        if item is not None:
            units += [item.unit] if isinstance(item, Other) else item.units
    return units if changed else []


def _like_verse(item: Piece | Block, evidence: Evidence) -> bool:
    """Whether an item is made of short lines without stops that no article on the page speaks of."""
    if isinstance(item, Block) and (item.vertical or item.dashed or item.doubled or evidence.captioned(item)):
        return False
    if isinstance(item, Piece) and (item.dateline or any(unit.listed for unit in item.units)):
        return False
    lines = [line for unit in item.units for line in unit.lines]
    if any(_STOP.search(line.text) or line.width > _VERSE for line in lines):
        return False
    return isinstance(item, Piece) or evidence.best(item, _SAID) is None


def _verse(run: list[Piece | Block], after: Item | None, evidence: Evidence) -> list[Unit]:
    """The units of a poem: its headline, its author and its lines; nothing when the run is too short or too even for one."""
    lines = [line for item in run for unit in item.units for line in unit.lines]
    if len(lines) < _STANZA:
        return []
    named = [i for i, line in enumerate(lines) if bylines.bare_name(line.text, evidence.words) and i in (1, 2, 3, len(lines) - 1)]
    first, last = 0, len(lines)
    title, name = range(0), range(0)
    if named and named[0] <= 3:
        title, name, first = range(named[0]), range(named[0], named[0] + 1), named[0] + 1
    elif named or (isinstance(after, Other) and after.kind == "byline"):
        last = named[0] if named else len(lines)
        name = range(last, len(lines))
        size = len(run[-1].units) if isinstance(run[-1], Block) and not named else 1
        title, last = range(last - size, last), last - size
    if last - first < _STANZA - 1:
        return []
    names = [Unit("byline", (lines[i],), names=bylines.bare_name(lines[i].text, evidence.words)) for i in name]
    titles = [Unit("display", (lines[i],), closed=False, tight=i > title.start) for i in title]
    verse = [Unit("paragraph", (line,), listed=True, marked=i == first) for i, line in enumerate(lines[first:last], first)]
    return [*titles, *names, *verse] if title.start < first else [*verse, *titles, *names]
