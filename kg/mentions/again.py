"""A name found once with certainty is the same name elsewhere in the article, where the finders saw only words; and so are its short forms."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon, level_word
from kg.mentions.candidates import Candidate, Line, Placed
from kg.mentions.person_words import DOTS, words_of
from kg.mentions.scan import Scanner, longest
from kg.text.segment import frequency

LEGAL = re.compile("(?:股份|集团|控股)?(?:有限责任|股份有限|有限)?公司$|集团$")
STARTS = frozenset("，。；：！？、“”（）—\n \u3000")


def complete(text: str, found: Sequence[Placed], lines: Sequence[tuple[Line, int]], lexicon: Lexicon) -> list[Placed]:
    """`found` with every further occurrence of the names in it; a longer name takes the place of pieces of itself."""
    names = known(found, lexicon)
    if not names:
        return list(found)
    kept: list[Placed | None] = list(found)
    owner = array("l", [-1]) * len(text)
    for i, (base, c, _) in enumerate(found):
        if c.type != "EVT":
            owner[base + c.start : base + c.end] = array("l", [i]) * (c.end - c.start)
    scanner, more = Scanner(names), []
    for line, base in lines:
        for start, end, name in longest(hit for hit, _ in scanner.find(line.text)):
            held = {owner[i] for i in range(base + start, base + end)} - {-1}
            pieces = [found[i][1] for i in held]
            candidate = _again(names[name], name, start, end)
            place = candidate.type == "LOC" and "full" in candidate.hint
            whole = any(
                p.start < start or p.end > end or p.priority > 90 or (p.end - p.start == end - start and not (place and _taken(p)))
                for p in pieces
            )
            if whole or not _fits(line, start, end, candidate):
                continue
            for i in held:
                kept[i] = None
            more.append((base, candidate, line))
    return [p for p in kept if p] + more


def _taken(c: Candidate) -> bool:
    """Whether a candidate is a person only by its form, where the article names a town or village so: 王庆坨 of 王庆坨镇."""
    return c.type == "PER" and c.rule in ("person.tagger", "person.tagger-other", "person.longer", "person.again")


def known(found: Sequence[Placed], lexicon: Lexicon) -> dict[str, Candidate]:
    """The names to look for, each with the candidate that it names; full names win over short forms of others."""
    firm = [c for _, c, line in found if _firm(c, lexicon)]
    last = sorted(firm, key=lambda c: (c.normal, c.type, c.start), reverse=True)
    short = {name: c for c in last for name in short_forms(c, lexicon)}
    places = {name for name, c in short.items() if c.type == "LOC"}
    full = (c for c in sorted(firm, key=lambda c: (c.normal, c.confidence, c.start)) if not (c.normal in places and _taken(c)))
    return {**short, **{c.normal: c for c in full}}


def _again(c: Candidate, name: str, start: int, end: int) -> Candidate:
    """What a further occurrence of a candidate's name, in full or short, is."""
    again = replace(c, start=start, end=end, rule=f"{c.rule.split('.')[0]}.again", priority=60)
    if name == c.normal:
        return replace(again, confidence=0.85)
    return replace(again, normal=name, confidence=0.75, hint=_short_hint(c))


def _firm(c: Candidate, lexicon: Lexicon) -> bool:
    if c.type == "PER":
        return c.confidence >= 0.8 and len(c.normal) >= 2
    if c.type == "ORG":
        return "organ" not in c.hint and "level" not in c.hint and len(c.normal) >= 4 and c.confidence >= 0.7
    if c.type == "POL":
        return c.rule in ("programme.quoted", "programme.known") and len(c.normal) >= 2
    return c.type == "LOC" and "deictic" not in c.hint and len(c.normal) >= 3 and c.confidence >= 0.75


def short_forms(c: Candidate, lexicon: Lexicon) -> Iterator[str]:
    """What an article calls a thing after it has named it in full: 梦溪实验学校, 两山公司, 阿依古丽, 界河."""
    name = c.normal
    if c.type == "PER" and any(d in name for d in DOTS):
        yield re.split(f"[{DOTS}]", name)[0]
    elif c.type == "ORG":
        body = name[_place_length(name, lexicon) :]
        trade = LEGAL.sub("", body)
        if trade != body:
            if len(trade) >= 4:
                yield trade
            place = name[: len(name) - len(body)]
            if place and not level_word(place) and 2 <= len(trade) <= 4:
                yield place + trade  # 中国|五矿
            if len(trade) >= 2:
                yield from (f"{trade[:n]}公司" for n in (2, 3) if len(trade) > n)
        elif len(body) >= 4 and body != name:
            yield body
    elif c.type == "LOC" and level_word(name) in ("镇", "乡", "街道", "苏木") and c.rule != "place.gazetteer":
        stem = re.sub(f"(?:{'|'.join(lexicon.words['suffixes']['nations'])})+$", "", name[: -len(level_word(name))])
        if len(stem) >= 2:
            yield stem
    elif c.type == "LOC" and c.rule == "place.gazetteer" and name in lexicon.full_names:
        division = lexicon.divisions.get(c.hint.get("code", ""))
        yield from (short for short in (division.shorts if division else ()) if frequency(short) > 0)
    elif c.type == "LOC" and level_word(name) == "村" and _stem_stands(name):
        yield name[:-1]


def _stem_stands(village: str) -> bool:
    """Whether a village may be called by its stem: 下榆涧 of 下榆涧村, and 凤仪 of 凤仪村 as it is no word."""
    return (
        frequency(village[:-1]) == 0 if len(village) == 3 else len(village) > 3 and not village.endswith(("新村", "山村", "渔村", "农村"))
    )


def _short_hint(c: Candidate) -> Mapping[str, str]:
    return {**c.hint, "full": c.normal} if c.type == "LOC" else c.hint


def _place_length(name: str, lexicon: Lexicon) -> int:
    return next((n for n in range(min(12, len(name) - 3), 1, -1) if name[:n] in lexicon.place_names), 0)


def _fits(line: Line, start: int, end: int, c: Candidate) -> bool:
    """Whether an occurrence can be the name: a short or common one needs a word's bounds, and a person's of two characters a verb of speech."""
    name = line.text[start:end]
    before, words = line.text[start - 1 : start], words_of(line.lexicon)
    if c.type == "POL":
        return line.quotation(start, end) == (start, end)
    if c.type == "PER" and len(name) == 2:
        return (start == 0 or before in STARTS or start in line.post_ends) and line.text.startswith(words.speech, end)
    if c.type == "PER":
        return frequency(name) < 50 or line.aligned(start, end)
    if c.type == "LOC" and "full" in c.hint:
        token = line.at(start)
        named = frequency(name) == 0 or token.tag in ("LOC", "nz", "PER", "ns")
        return named and line.aligned(start, end) and not line.text.startswith(words.geography, end)
    return start in line.starts or before in STARTS or len(name) >= 4
