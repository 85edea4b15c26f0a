"""What ties a piece to the one before it, and a headline to a piece: log-odds, by the weights of weights.py."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.articles import headlines
from kg.articles.flow import NEWS, NUMBER, Block, Item, Other, Piece, single, swallowed
from kg.articles.headlines import WINDOW
from kg.articles.unwrap import MEASURE
from kg.articles.words import HAN
from kg.text import segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.articles.evidence import Evidence
    from kg.articles.unwrap import Unit
    from kg.articles.words import PageWords

Signs = Mapping[str, float]
# What a paragraph opens with: places, a day, a person of an age.
_OPENING = 40
# Columns that differ by this are two.
APART = 1.25
_PLACE = re.compile(f"[{HAN}]{{2}}[省市州县区旗镇乡村]")
_DAY = re.compile(r"\d月\d{1,2}日|\d月[上中下]旬|[今昨]天|近日|日前")
_SURE = 6.0
# Lists of decisions: 陈立为县教育局局长；.
LISTING = re.compile(f"(?:[一二三四五六七八九十]+、)?(?:任命|免去|决定)?[{HAN}·]{{2,5}}(?:（[^（）]{{1,8}}）)?(?:为|的)[{HAN}]{{4,}}")
_SCRAP = re.compile(f"[{HAN}]{{1,5}}[。！？；]")
_AGE = re.compile(r"\d岁")


def odds(weights: Signs, seen: Signs) -> float:
    """The log-odds of what was seen."""
    return weights["one"] + sum(weights.get(name, 0.0) * value for name, value in seen.items() if value)


def nexts(evidence: Evidence) -> Iterator[tuple[Unit, Unit, Signs]]:
    """Paragraphs in a row, the second without dateline and not inside a sentence, and what speaks for and against one article."""
    places = [(p, unit) for p, piece in enumerate(evidence.pieces) if not piece.caption for unit in piece.units]
    starts = [unit.dateline for _, unit in places]
    lengths = [0]
    for _, unit in places:
        lengths.append(lengths[-1] + len(unit.text))
    texts = [unit.text for _, unit in places]
    shared = headlines.crossings(texts, starts, lengths)
    turns = headlines.turns([evidence.line(unit.text) for block in evidence.flow.blocks for unit in block.units], texts, starts)
    ends, end = [0] * len(places), len(places)
    for i in range(len(places) - 1, -1, -1):
        ends[i] = end
        end = i if starts[i] else end
    first = 0
    for i, (p, unit) in enumerate(places):
        if starts[i]:
            first = i
        elif i and places[i - 1][1].closed:
            size = max(1, min(WINDOW, lengths[i] - lengths[first], lengths[ends[i]] - lengths[i]))
            near = {"shared": shared[i] / (size + 60), "size": math.log(size), "fresh": turns[i][0], "both": turns[i][1]}
            seen = near | _next(evidence, places[i - 1], (p, unit), starts[first])
            yield places[i - 1][1], unit, seen


def _next(evidence: Evidence, above: tuple[int, Unit], here: tuple[int, Unit], newsy: bool) -> dict[str, float]:
    (p, before), (q, unit) = above, here
    one, other = evidence.pieces[p], evidence.pieces[q]
    between = evidence.flow.between(one, other) if p != q else []
    others = [item for item in between if isinstance(item, Other)]
    named = any(item.kind in ("byline", "credit") for item in others)
    width, wide = before.column or one.column(-1), unit.column or other.column()
    alone = single(between)
    return {
        "width": min(abs(width - wide), 3.0) if width and wide else 0.0,
        "apart": bool(width and wide) and abs(width - wide) > APART,
        "alike": bool(width and wide) and abs(width - wide) < APART / 2,
        "same": p == q or not between,
        "single": alone,
        "opened": alone and _opens(between[0], unit),
        "sisters": alone and evidence.sisters(q) > 1,
        "newsy": alone and newsy,
        "numbered": alone and bool(NUMBER.match(between[0].text)),
        "listing": bool(LISTING.match(unit.text)),
        "notice": alone and bool(evidence.words.notice.search(between[0].text)),
        "pictured": p != q and evidence.pictured(q),
        "photo": evidence.pictured(q) and unit is other.units[0] and bool(NEWS.match(unit.text)) and not NEWS.match(before.text),
        "several": any(isinstance(item, Block) and len(item.units) > 1 for item in between) or len(between) - len(others) > 1,
        "named": named,
        "furniture": bool(others) and not named,
        "marked": unit.marked,
        "news": bool(NEWS.match(unit.text)),
        **_opening(unit.text, evidence.words),
        "spoken": before.text[-1] == "”",
        "ended": other.boundary == "ended" or (len(others) == 1 and others[0].text[0] in "（("),
        "signed": one.signed and p != q,
        "listed": unit.listed != before.listed and before.text[-1] not in "：:",
        "jump": unit.text[:3] == "（上接",
    }


def _opens(line: Item, unit: Unit) -> bool:
    """Whether a display line stands closer to the paragraph below it than to what is above it; below digits a blank line may be missing."""
    return isinstance(line, Block) and not line.text[-1].isdigit() and line.units[0].lines[0].gap > unit.lines[0].gap


def _opening(text: str, words: PageWords) -> dict[str, float]:
    """How a paragraph begins: articles begin with where, when and who, and not with what was spoken of before."""
    head = text[:_OPENING]
    return {
        "backward": bool(words.backward.match(text)),
        "quote": text[0] == "“",
        "where": min(3, len(_PLACE.findall(head))),
        "when": bool(_DAY.search(head)),
        "who": bool(_AGE.search(text[: 2 * _OPENING])),
        "brief": len(text) < _OPENING,
    }


def follows(evidence: Evidence, p: int, q: int) -> Signs:
    """What speaks for piece q going on with piece p, which is open, or does not stand right above it."""
    one, other = evidence.pieces[p], evidence.pieces[q]
    first, last = other.units[0].lines[0], one.units[-1].lines[-1]
    width, wide = one.column(-1) or one.reach, other.column() or other.reach
    column = wide or width
    short = column - first.width if column and not first.spaced else 0.5
    tail, head = last.text[-1], first.text[0]
    quotes = last.text.rfind("“") > last.text.rfind("”") or one.units[-1].text.count("“") > one.units[-1].text.count("”")
    closing, opening = other.units[0].text.find("”"), other.units[0].text.find("“")
    return {
        "adjacent": q == p + 1,
        "none": q == p + 1 and not evidence.flow.between(one, other),
        "earlier": q < p,
        "distance": math.log1p(abs(q - p - 1)),
        "width": min(abs(width - wide), 3.0) if width and wide else 0.0,
        "known": bool(width and wide),
        "mark": head in evidence.words.no_line_start,
        "full": short < 1.0,
        "indented": 1.25 <= short <= 2.75,
        "said": evidence.lexis.said(tail + head),
        "word": bool(segment.frequency(tail + head)),
        "words": _longer_word(last.text, first.text),
        "shared": evidence.togetherness(q, [p]),
        "news": bool(NEWS.match(first.text)) and tail not in "，、",
        "numbered": bool(NUMBER.match(first.text) or evidence.words.bullet.match(first.text)),
        "parted": other.boundary == "parted" or (q > 0 and single(evidence.flow.between(evidence.pieces[q - 1], other))),
        "swallowed": swallowed(one.units[-1], evidence.words) is not None,
        "quoted": quotes == (closing >= 0 and (opening < 0 or closing < opening)),
        "loose": q > 0 and evidence.pieces[q - 1].open,
        "ended": one.signed or bool(one.units[-1].text[-1] in "）)"),
        "listed": one.units[-1].listed != other.units[0].listed,
        "pictured": evidence.pictured(q),
        "scrap": scrap(first.text),
        "measure": tail.isdigit() and bool(MEASURE.match(first.text)),
        "moved": other.marked and bool(width and wide) and abs(width - wide) > APART,
    }


def _longer_word(above: str, below: str) -> bool:
    return any(segment.frequency(above[-k:] + below[:m]) for k, m in ((2, 1), (1, 2), (2, 2)))


def belongs(evidence: Evidence, block: Block, chain: Sequence[int], above: int, below: int) -> Signs:
    """What speaks for a block being the headline of the article that is made of a chain of pieces.

    `above` is the piece that follows the block on the page, `below` the one before it; −1 for none.
    """
    first, lexis = chain[0], evidence.lexis
    lines = [evidence.line(unit.text) for unit in block.units]
    own = [evidence.score(block, p) for p in chain]
    text = "".join(unit.text for unit in block.units)
    return {
        "lead": own[0],
        "best": max(own),
        "much": max(0.0, max(own) - 0.4),
        "whole": max(lexis.shared(line, chain) for line in lines),
        "touched": lexis.touched(text, chain),
        "touched first": lexis.touched(text, chain[:1]),
        "above": first == above,
        "inside": above in chain[1:],
        "below": below in chain,
        "distance": math.log1p(abs(first - above)) if above >= 0 else math.log1p(len(evidence.pieces) - first),
        "dateline": evidence.pieces[first].dateline,
        "long": math.log(sum(len(evidence.pieces[p].text) for p in chain)),
        "pictured": evidence.pictured(first),
        "listed": evidence.pieces[first].units[-1].listed,
        "notice": bool(evidence.words.notice.search(text)) and evidence.pieces[chain[-1]].signed,
    }


def compared(signs: Mapping[int, Signs]) -> dict[int, dict[str, float]]:
    """The same with what speaks for each article (by the number of its first piece) held against what speaks for the others."""
    said, touched = ({p: seen[name] for p, seen in signs.items()} for name in ("best", "touched"))
    found: dict[int, dict[str, float]] = {}
    for p, seen in signs.items():
        rival, other = _rest(said, p), _rest(touched, p)
        found[p] = {
            **seen,
            "rival": rival,
            "led": max(0.0, said[p] - rival),
            "short": max(0.0, rival - said[p]),
            "touch led": max(0.0, touched[p] - other),
            "touch short": max(0.0, other - touched[p]),
        }
    return found


def _rest(values: Mapping[int, float], p: int) -> float:
    return max((value for q, value in values.items() if q != p), default=0.0)


def looks(evidence: Evidence, block: Block, p: int, above: int, below: int, shown: int) -> dict[str, float]:
    """What the look and the place of a display line say of its being the headline of the article that piece p begins.

    `above` and `below` are as in `belongs`, `shown` is the photo news whose captions stand below the line, -1 for none.
    """
    before, after = evidence.flow.item(block.at - 1), evidence.flow.item(block.at + 1)
    inside, signed = evidence.inside(block), evidence.signed(block, above)
    return {
        "touching": p == above and after is evidence.pieces[p],
        "signed": signed and p == above,
        "signed other": signed and p != above,
        "shown": p == shown,
        "shows": shown >= 0,
        "within": inside and evidence.pieces[below].owner == p,
        "parts": inside,
        "row": evidence.listed(block),
        "trailing": evidence.trailing(block),
        "beside": isinstance(before, Block) or isinstance(after, Block),
        "vertical": block.vertical,
        "several": len(block.units) > 1,
        "brief": len(block.text) < 5,
        "wordy": len(block.text) > 9,
    }


def links(evidence: Evidence, q: int, headed: float, *, seam: float | None = None, bond: float | None = None) -> Signs:
    """What speaks for piece q going on with another, whose sentence it may end (`seam`) or that it may be the next paragraph of (`bond`).

    `headed` are the log-odds of the display line that is likeliest the headline of an article that begins here.
    """
    return {
        "seam": clipped(seam or 0.0),
        "open": seam is not None,
        "bond": clipped(bond or 0.0),
        "headed": clipped(headed),
        "pictured": evidence.pictured(q),
        "brief": len(evidence.pieces[q].text) < _OPENING,
    }


def clipped(odds: float) -> float:
    """Log-odds, none of them beyond doubt."""
    return max(-_SURE, min(_SURE, odds))


def heads(evidence: Evidence, block: Block, p: int, similarity: float, best: float, above: int, below: int, bond: float) -> Signs:
    """What speaks for a block being the headline of the article that piece p begins.

    `similarity` is how much of it the piece says, `best` the most that any piece says, `above` and `below` are the pieces it touches.
    """
    before, after = evidence.flow.item(block.at - 1), evidence.flow.item(block.at + 1)
    notice = bool(evidence.words.notice.search(block.text))
    between = isinstance(before, Piece) and isinstance(after, Piece)
    piece = evidence.pieces[p]
    signed = evidence.signed(block, above)
    return {
        "signed": signed and p == above,
        "signed other": signed and p != above,
        "said": similarity,
        "much": max(0.0, similarity - 0.4),
        "short": max(0.0, best - similarity),
        "above": p == above,
        "touching": p == above and after is piece,
        "below": p == below,
        "between": between,
        "dateline": piece.dateline,
        "bond": clipped(bond),
        "midway": piece.boundary == "open",
        "doubled": block.doubled,
        "trailing": evidence.trailing(block),
        "several": len(block.units) > 1,
        "dashed": block.dashed,
        "vertical": block.vertical,
        "brief": len(block.text) < 5,
        "long": len(block.text) > 9,
        "name": bool(evidence.words.column.match(block.text)),
        "parted": piece.boundary == "parted",
        "scrap": scrap(piece.text),
        "distance": math.log1p(abs(p - (above if above >= 0 else len(evidence.pieces)))),
        "pictured": evidence.pictured(p),
        "notice": notice and noticed(evidence, piece),
        "no notice": notice and not noticed(evidence, piece),
    }


def scrap(text: str) -> bool:
    """Whether a text begins with the end of a sentence (技术。作为镇里聘请的顾问…) or with the unit of a number before it (公里机耕路…)."""
    return bool(_SCRAP.match(text) or MEASURE.match(text))


def noticed(evidence: Evidence, piece: Piece) -> bool:
    """Whether a piece reads as a notice: it is signed or says what notices say, and has no dateline."""
    return not piece.dateline and (piece.signed or bool(evidence.words.notice_sign.search(piece.text)))
