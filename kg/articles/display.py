"""What the short lines between texts are: kicker, title, subtitle, byline, subhead, caption, advert or a line of text after all.

A run of lines is read as one chain: each line gets the label that, with those of its neighbours, is likeliest by dense_weights.LINES.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.articles import bylines
from kg.articles.compose import undoubled
from kg.articles.flow import DASHES, NEWS, NUMBER, Other
from kg.articles.unwrap import Heading, Unit, closes
from kg.articles.words import HAN
from kg.text import segment

if TYPE_CHECKING:
    from kg.articles.evidence import Evidence
    from kg.articles.flow import Flow
    from kg.articles.words import PageWords

# What a line can be; a lower-case letter goes on with the same part on the next line.
STRAP, TITLE, SUBTITLE, BYLINE = "S", "T", "U", "Y"
SUBHEAD, CAPTION, ADVERT, TEXT, OTHER = "H", "C", "A", "P", "-"
LABELS = (STRAP, "s", TITLE, "t", SUBTITLE, "u", BYLINE, "y", SUBHEAD, "h", CAPTION, "c", ADVERT, "a", TEXT, OTHER)
ROLES: dict[str, Heading] = {STRAP: "strap", TITLE: "title", SUBTITLE: "subtitle", SUBHEAD: "subhead"}
# The parts of one heading, from top to bottom.
_RANK = {STRAP: 0, TITLE: 1, SUBTITLE: 2, BYLINE: 3}
# Longer paragraphs are text beyond doubt.
_LINES, _LONGEST = 3, 60
# So many lines at an end of a longer one may be display lines after all; lines of a column differ by less.
_SWALLOWED, _EVEN = 3, 0.6
_STOP, _COMMA = re.compile("[。；;]"), re.compile("[，、：]")
_NAMES = re.compile(rf"[{HAN}]{{1,4}}(?:[ \u3000·、]?[{HAN}]{{1,4}}){{0,3}}")
_KNOWN = {"byline": BYLINE, "credit": OTHER, "header": OTHER, "editor": OTHER, "jump": OTHER}

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Token:
    """A line, or a column of a vertical headline: its unit alone, the text once, and the unit that it was cut from."""

    unit: Unit
    text: str
    whole: Unit
    first: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Lines in a row with what is seen of each (`signs`) and of each with the one before (`pairs`, the first empty)."""

    tokens: tuple[Token, ...]
    signs: tuple[Signs, ...]
    pairs: tuple[Signs, ...]

    def allowed(self, i: int) -> tuple[str, ...]:
        """The labels that line i may have."""
        known = _KNOWN.get(self.tokens[i].unit.kind)
        if known is None and len(self.tokens) == 1 and self._heads_page():
            return (STRAP, TITLE, ADVERT)
        return LABELS if known is None else (known, known.lower()) if known == BYLINE else (known,)


    def _heads_page(self) -> bool:
        """Whether it stands above the first text of the page, and does not look like text."""
        first = self.signs[0]
        return "first after text" not in first and self.tokens[0].unit.kind == "display" and any(name.startswith("last b") for name in first)


def chains(evidence: Evidence) -> Iterator[Chain]:
    """The runs of lines of a page that are no long paragraphs, and those at either end of one that may be none of it."""
    run: list[Token] = []
    before: Unit | None = None
    for unit in [unit for item in evidence.flow.items for unit in ([item.unit] if isinstance(item, Other) else item.units)]:
        if unit.kind == "paragraph" and (unit.dateline or unit.listed or len(unit.lines) > _LINES or len(unit.text) > _LONGEST):
            head, tail = _doubtful(unit)
            run += _cut(unit, 0, head)
            if run:
                yield _chain(run, before, unit, evidence)
            run, before = list(_cut(unit, tail, len(unit.lines))), unit
        else:
            run += _tokens(unit)
    if run:
        yield _chain(run, before, None, evidence)


def _doubtful(unit: Unit) -> tuple[int, int]:
    """How many lines at the beginning of a paragraph may be display lines, and from which line on those at its end may be."""
    head, tail = 0, len(unit.lines)
    if not unit.listed:
        while not unit.dateline and head < min(_SWALLOWED, tail) and _odd(unit, head):
            head += 1
        while not unit.closed and tail > len(unit.lines) - _SWALLOWED and tail > head + 1 and _odd(unit, tail - 1):
            tail -= 1
    return head, tail


def _odd(unit: Unit, i: int) -> bool:
    """Whether a line has no full stop, and either no comma or another width than the first line or a full one of a paragraph."""
    line = unit.lines[i]
    if _STOP.search(line.text):
        return False
    short = unit.column - line.width
    usual = unit.column > 0 and (abs(short) < _EVEN or abs(short - 2) < _EVEN)
    return not (_COMMA.search(line.text) and usual)


def _tokens(unit: Unit) -> Iterator[Token]:
    if unit.vertical or unit.kind in _KNOWN or len(unit.lines) == 1:
        yield Token(unit, undoubled(unit.text)[0], unit, True)
    else:
        yield from _cut(unit, 0, len(unit.lines))


def _cut(unit: Unit, first: int, last: int) -> Iterator[Token]:
    """Some lines of a unit."""
    for i, line in enumerate(unit.lines[first:last], first):
        each = replace(unit, lines=(line,), tight=unit.tight if i == 0 else line.gap == 0, marked=unit.marked and i == 0)
        yield Token(each, undoubled(line.text)[0], unit, i == 0)


def _chain(run: Sequence[Token], before: Unit | None, after: Unit | None, evidence: Evidence) -> Chain:
    said = [_said(token, evidence) for token in run]
    edges = _edges(before, after)
    signs = tuple(_signs(token, i, len(run), said[i], edges, evidence.words) for i, token in enumerate(run))
    pairs = ({}, *(_pair(run[i - 1], run[i], said[i - 1], said[i], evidence) for i in range(1, len(run))))
    return Chain(tuple(run), signs, pairs)


def _said(token: Token, evidence: Evidence) -> tuple[float, int]:
    """How much of a line the piece says that says most of it, and the number of that piece."""
    best, where = 0.0, -1
    if token.unit.kind not in _KNOWN:
        line = evidence.line(token.text)
        for p in evidence.flow.near(0) if len(evidence.pieces) < 120 else ():
            score = evidence.lexis.similarity(line, p) if token.whole not in evidence.pieces[p].units else 0.0
            if score > best:
                best, where = score, p
    return best, where


def _edges(before: Unit | None, after: Unit | None) -> Signs:
    """What stands before and after a run of lines."""
    return {
        "after text": before is not None,
        "after open": before is not None and not before.closed,
        "before dateline": after is not None and after.dateline,
        "before text": after is not None and not after.dateline,
    }


def _signs(token: Token, i: int, count: int, said: tuple[float, int], edges: Signs, words: PageWords) -> Signs:
    text, unit = token.text, token.unit
    size = len(text)
    found: Signs = {
        f"size {min(size, 4) if size < 5 else min(size // 3, 8) * 3}": 1.0,
        f"kind {unit.kind}": 1.0,
        "said": said[0],
        "much": max(0.0, said[0] - 0.4),
        "dash": text[0] in DASHES,
        "vertical": unit.vertical,
        "doubled": text != unit.text,
        "marked": unit.marked,
        "closed": closes(text, words),
        "stop": bool(_STOP.search(text[:-1])),
        "comma": bool(_COMMA.search(text[:-1])),
        "comma last": text[-1] in "，、",
        "colon last": text[-1] in "：:",
        "exclaims": text[-1] in "！？!?",
        "blank": " " in text,
        "bracket": text[0] in "（(",
        "digits": any(char.isdigit() for char in text),
        "number": bool(NUMBER.match(text)),
        "names": bool(_NAMES.fullmatch(text)),
        "surname": text[0] in words.surnames,
        "reporter": bool(words.reporter.search(text)),
        "mark": bool(words.byline_mark.match(text)),
        "strap words": bool(words.strap.search(text)),
        "subtitle words": bool(words.subtitle.search(text)),
        "column": bool(words.column.match(text)),
        "dot": "·" in text,
        "notice": bool(words.notice.search(text)),
        "caption words": bool(words.caption.match(text)),
        "advert words": bool(words.advert.search(text) or words.small_advert.search(text) or words.contact.search(text)),
        "news": bool(NEWS.match(text)),
        "quotes": "“" in text or "”" in text,
        "inside": not token.first,
        "long": len(token.whole.lines) > _LINES,
        "odd": token.whole.column > 0 and abs(token.whole.column - unit.lines[0].width) > _EVEN,
        "page": not (edges["after text"] and (edges["before text"] or edges["before dateline"])),
        "lone": count == 1,
    }
    if i == 0:
        found |= {f"first {name}": value for name, value in edges.items() if name[0] == "a"} | {"first": 1.0}
    if i == count - 1:
        found |= {f"last {name}": value for name, value in edges.items() if name[0] == "b"} | {"last": 1.0}
    return {name: float(value) for name, value in found.items() if value}


def _pair(before: Token, here: Token, one: tuple[float, int], other: tuple[float, int], evidence: Evidence) -> Signs:
    above, text = before.text, here.text
    width = here.unit.lines[0].width - before.unit.lines[0].width
    found = {
        "tight": here.unit.tight,
        "said": evidence.lexis.said(above[-1] + text[0]),
        "word": bool(segment.frequency(above[-1] + text[0])),
        "words": any(segment.frequency(above[-k:] + text[:m]) for k, m in ((2, 1), (1, 2), (2, 2))),
        "open": above[-1] in "，、：" or any(above.count(a) > above.count(b) for a, b in ("“”", "《》", "（）")),
        "even": abs(width) < 1.6,
        "longer": width > 3,
        "shorter": width < -3,
        "agree": min(one[0], other[0]) if one[1] == other[1] else 0.0,
        "disagree": min(one[0], other[0]) if one[1] != other[1] else 0.0,
        "turned": before.unit.vertical != here.unit.vertical,
        "inside": not here.first,
        "gap": here.unit.lines[0].gap > 0,
    }
    return {name: float(value) for name, value in found.items() if value}


@lru_cache(maxsize=1024)
def tie(label: str, after: str) -> str:
    """How a line ties to the one above it, by their labels: it goes on with it, with its heading, or begins one."""
    if label.islower():
        return label
    if heads(label, after):
        return "Y" if label == BYLINE else after.upper() + label
    return "new" if label in (STRAP, TITLE) and after.upper() in _RANK else "text" if label == after == TEXT else "other"


def heads(label: str, after: str) -> bool:
    """Whether a line belongs to the heading of the line above it."""
    one, other = after.upper(), label.upper()
    return one in _RANK and other in _RANK and (_RANK[one] < _RANK[other] or label.islower())


@lru_cache(maxsize=64)
def above(label: str) -> tuple[tuple[str, str], ...]:
    """The labels that the line above may have, each with how the line then ties to it."""
    return tuple((after, tie(label, after)) for after in LABELS if label.isupper() or label == OTHER or after.upper() == label.upper())


def signs(chain: Chain, path: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The names of the weights that speak for a run of labels, and how often they count."""
    for i, label in enumerate(path):
        after = path[i - 1] if i else ""
        yield after + label, 1.0
        yield from ((f"{label} {name}", value) for name, value in chain.signs[i].items())
        yield from ((f"{tie(label, after)}: {name}", value) for name, value in chain.pairs[i].items())


def labels(chain: Chain, model: Mapping[str, float]) -> list[str]:
    """The likeliest labels of a run of lines (Viterbi's algorithm)."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for i, (signs, pairs) in enumerate(zip(chain.signs, chain.pairs, strict=True)):
        here: dict[str, tuple[float, tuple[str, ...]]] = {}
        ways: dict[str, float] = {}
        for label in chain.allowed(i):
            own = sum([value * model.get(f"{label} {name}", 0.0) for name, value in signs.items()])
            if i == 0 and (label.isupper() or label == OTHER):
                here[label] = (own + model.get(label, 0.0), (label,))
            for after, way in above(label):
                if after in best:
                    if way not in ways:
                        ways[way] = sum([value * model.get(f"{way}: {name}", 0.0) for name, value in pairs.items()])
                    total = best[after][0] + own + ways[way] + model.get(after + label, 0.0)
                    if label not in here or total > here[label][0]:
                        here[label] = (total, (*best[after][1], label))
        best = here
    return list(max(best.values())[1])


def read(flow: Flow, chains: Sequence[Chain], words: PageWords, model: Mapping[str, float]) -> list[Unit]:
    """The units of a page again: short lines as the parts of headings, captions and the like that they are."""
    placed: dict[int, list[Unit]] = {}  # by the offset of the line where they begin
    gone: set[int] = set()
    for chain in chains:
        for tokens, label, opens in _parts(chain, labels(chain, model)):
            kind = tokens[0].unit.kind
            if (label == TEXT and kind == "paragraph") or (label == OTHER and kind in _KNOWN):
                continue  # they are what they were
            placed[tokens[0].unit.start] = _units(tokens, label, opens, words)
            gone.update(line.start for token in tokens for line in token.unit.lines)
    units = [unit for item in flow.items for unit in ([item.unit] if isinstance(item, Other) else item.units)]
    return [new for unit in units for new in _rest(unit, placed, gone, words)]


def _rest(unit: Unit, placed: Mapping[int, list[Unit]], gone: Collection[int], words: PageWords) -> Iterator[Unit]:
    """A unit without the lines that are gone, and what stands in their place."""
    lines = unit.lines
    if not any(line.start in gone for line in lines):
        yield unit
        return
    first = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or lines[i].start in gone:
            if first < i:
                closed = unit.closed if i == len(lines) else closes(lines[i - 1].text, words)
                begins = first == 0
                yield replace(unit, lines=lines[first:i], closed=closed, dateline=unit.dateline and begins, marked=unit.marked and begins)
            first = i + 1
            yield from placed.get(lines[i].start, ()) if i < len(lines) else ()


def _parts(chain: Chain, path: Sequence[str]) -> Iterator[tuple[list[Token], str, bool]]:
    """The lines of each part, its label, and whether it begins a heading."""
    run: list[Token] = []
    before = last = ""
    for token, label in zip(chain.tokens, path, strict=True):
        same = label.islower() or (label == last == TEXT and run[-1].whole is token.whole)
        if run and not same:
            yield run, last, not heads(last, before)
            run, before = [], last
        run, last = [*run, token], label.upper()
    if run:
        yield run, last, not heads(last, before)


def _units(tokens: Sequence[Token], label: str, opens: bool, words: PageWords) -> list[Unit]:
    """The units of one part."""
    lines, first = tuple(line for token in tokens for line in token.unit.lines), tokens[0].unit
    if label == OTHER:
        return [replace(first, kind="header", lines=lines, closed=True)]
    if label == TEXT:
        return [replace(first, kind="paragraph", lines=lines, closed=closes(lines[-1].text, words), tight=False)]
    if label == BYLINE:
        text = "".join(line.text for line in lines) if first.vertical else "\n".join(token.text for token in tokens)
        names = bylines.names_of(text, words) or bylines.more_names(text, words) or ()
        known = tuple(dict.fromkeys(name for token in tokens for name in token.unit.names))
        return [replace(first, kind="byline", lines=lines, names=names or known)]
    if label in (CAPTION, ADVERT):
        return [replace(first, kind="caption" if label == CAPTION else "advert", lines=lines, closed=True)]
    return [replace(first, kind="display", lines=lines, closed=False, dateline=False, role=ROLES[label], opens=opens)]
