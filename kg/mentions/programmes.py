"""Programmes, campaigns and reforms: known ones, quoted ones with a telling noun or verb (“六乱”整治), and named ones without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.mentions.candidates import Candidate, Line
from kg.text.choice import choice
from kg.text.segment import frequency

QUOTED = re.compile("“(‘?)([^“”‘’]{2,24})(?:’?)”|‘([^“”‘’]{2,12})’")
CLAUSE = re.compile("[，。！？；：]")
FIGURES = re.compile("[\\d一二三四五六七八九十百千万两双全][\\d一二三四五六七八九十百千万+＋]*")
WHOLE = ("joined", "called")  # the words behind a quotation that belong to the name, and those that may
BETWEEN = ("", "、", "和", "及")


@lru_cache(maxsize=4)
def _patterns(root: str) -> dict[str, re.Pattern[str]]:
    words = load(root).words["programmes"]

    return {
        "head": re.compile(f"(?:等)?(?:[\u4e00-\u9fff]{{0,4}}?)({choice(words['heads'])})"),
        "direct": re.compile(f"({choice(words['heads'])})"),
        "far": re.compile(f"(?:(?![的在与和及是为了等])[\u4e00-\u9fff]){{1,8}}?({choice(words['far_heads'])})"),
        "joined": re.compile(f"({choice(words['joined'])})"),
        "called": re.compile(f"({choice(words['called'])})"),
        "slogan": re.compile(f"[\u4e00-\u9fff]{{0,3}}?({choice(words['slogan_heads'])})"),
        "naming": re.compile(f"(?:{choice(words['naming_verbs'])})(?:了|好)?$"),
        "naming_of": re.compile(f"(?:{choice(words['naming_verbs'])})(?:了|好)?[\u4e00-\u9fff]{{0,4}}$"),
        "inner": re.compile(f"(?:{choice(words['inner_heads'])})$"),
        "unquoted": re.compile(f"({choice(words['unquoted'])})"),
        "deeds": re.compile(
            "(?:全[省市县区州镇])?(?:[二三四五六七八九十][一二三四五六七八九十]*|\\d+)(?:大|件|项|个)(?:重点)?(?:"
            + choice(words["deeds"])
            + ")"
        ),
    }


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type POL, subtype Programme; national laws without brackets too."""
    yield from known(line)
    yield from laws(line)
    yield from quoted(line)
    yield from unquoted(line)
    yield from deeds(line)


def known(line: Line) -> Iterator[Candidate]:
    """Programmes of the gazetteer."""
    for start, end, form in line.longest("programmes"):
        quotation = line.quotation(start, end)
        if "、" in form and quotation != (start, end):
            continue
        if len(form) <= 3 and quotation != (start, end) and not line.aligned(start, end):
            continue
        name, scope = line.lexicon.programmes[form]
        yield Candidate(start, end, "POL", "programme.known", 68, 0.9, name, {"subtype": "Programme", "scope": scope})


def laws(line: Line) -> Iterator[Candidate]:
    """National laws named without brackets: 民法典, 长江保护法."""
    for start, end, name in line.longest("laws"):
        if end in line.ends and not line.text.startswith(tuple(line.lexicon.words["documents"]["law_stops"]), end):
            yield Candidate(start, end, "POL", "programme.law", 72, 0.85, name, {"subtype": "Law"})


def quoted(line: Line) -> Iterator[Candidate]:
    """“…” before a noun that names a programme, behind a verb of carrying out, or ending in such a noun itself; in a row of quotes the noun
    behind the last speaks for all."""
    matches = list(QUOTED.finditer(line.text))
    for i, match in enumerate(matches):
        last = i
        while last + 1 < len(matches) and line.text[matches[last].end() : matches[last + 1].start()] in BETWEEN:
            last += 1
        group = 2 if match.group(2) else 3
        inner = match.group(group)
        sure = _named(line, inner, match.start(), matches[last].end())
        if sure:
            joined, called = (_patterns(str(line.lexicon.root))[key].match(line.text, match.end()) if last == i else None for key in WHOLE)
            longer = {"full": f"“{inner}”{joined.group(1)}"} if joined else {"called": f"“{inner}”{called.group(1)}"} if called else {}
            hint = {"subtype": "Programme", **longer}
            yield Candidate(match.start(group), match.end(group), "POL", "programme.quoted", 77, sure, inner, hint)


def _named(line: Line, inner: str, start: int, tail: int) -> float:
    """How surely a quotation names a programme, 0 when it does not."""
    patterns, text, words = _patterns(str(line.lexicon.root)), line.text, line.lexicon.words["programmes"]
    sum_of = re.search("[+＋]", inner) and not re.search("\\d", inner)  # 企业+农户: a way of working, unless it is made a rule
    if inner in words["days"] or inner.endswith(tuple(words["slogan_ends"])):
        return 0.0
    if (CLAUSE.search(inner) and len(inner) > 12) or (sum_of and not text.startswith(tuple(words["ruled"]), tail)):
        return 0.0
    slogan = patterns["slogan"].match(text, tail) and not patterns["joined"].match(text, tail)  # “双争”活动|要求
    if slogan or text.endswith(tuple(words["likening"]), 0, start):
        return 0.0
    if patterns["direct"].match(text, tail) or (text.startswith("等", tail) and patterns["head"].match(text, tail)):
        return 0.75
    if text.startswith(tuple(words["building"]), tail) and "、" in inner:
        return 0.7
    if patterns["far"].match(text, tail):
        return 0.65
    if inner.startswith(tuple(words["never_begin"])) or inner.endswith(tuple(words["never_end"])):
        return 0.0
    if patterns["inner"].search(inner) and len(inner) > 3:
        return 0.7
    named = patterns["naming"].search(text[max(0, start - 8) : start])
    if text.startswith(tuple(words["kinds_of"]), tail):
        return 0.0
    if FIGURES.match(inner) and len(inner) <= 6 and patterns["naming_of"].search(text[max(0, start - 10) : start]):
        return 0.65  # 开展小麦“一喷三防”
    if (
        named
        and len(inner) <= 12
        and not re.search("[的，。！]", inner)
        and (FIGURES.match(inner) or (frequency(inner) == 0 and len(inner) <= 8))
    ):
        return 0.65
    return 0.0


def unquoted(line: Line) -> Iterator[Candidate]:
    """A noun that only programmes end in, with the words of its name before it: 开展|打击整治养老诈骗|专项行动."""
    patterns = _patterns(str(line.lexicon.root))
    words = line.lexicon.words["programmes"]
    for match in patterns["unquoted"].finditer(line.text):
        head, end = match.start(), match.end()
        begin = _begin(line, head, words)
        if begin is None or line.text.startswith(tuple(words["unquoted_stops"]), end):
            continue
        name = line.text[begin:end]
        if 2 <= head - begin <= 18 and not (match.group() in words["weak_heads"] and not _own(line, begin, head)):
            yield Candidate(begin, end, "POL", "programme.unquoted", 52, 0.6, name, {"subtype": "Programme"})


def _begin(line: Line, head: int, words: dict[str, list[str]]) -> int | None:
    """Where an unquoted name begins: behind the verb that carries it out, or a stop; None behind a quotation or when nothing starts it."""
    at, begin = line.index(head - 1) if head else -1, None
    while at >= 0 and head - line.tokens[at].start <= 18:
        token = line.tokens[at]
        word = line.text[token.start : min(token.end, head)]
        if word == "”":
            return None
        if (
            word in words["verbs"]
            or token.tag in ("p", "u", "d", "r", "TIME", "PER", "ORG")
            or word in words["breaks"]
            or (token.tag == "w" and word != "、")
        ):
            break
        if token.tag in ("w", "c") or (token.tag == "LOC" and begin is not None):
            break
        begin = token.start
        at -= 1
    if begin is not None and re.search("”[^，。；：、和与及]*$", line.text[max(0, begin - 8) : begin]):
        return None
    before = line.text[begin - 1 : begin] if begin else ""
    led = at >= 0 and (
        line.word(line.tokens[at]) in words["verbs"] or before in "，。；：、" or line.tokens[at].tag in ("p", "ORG", "PER", "TIME", "d")
    )
    return begin if begin is not None and (led or at < 0) else None


def _own(line: Line, start: int, end: int) -> bool:
    """Whether the words before a common head hold a figure or something that no dictionary has: 兴边富民|行动."""
    return bool(FIGURES.match(line.text[start:end])) or any(
        frequency(line.word(t)) == 0 and t.end - t.start >= 3 for t in line.between(start, end)
    )


def deeds(line: Line) -> Iterator[Candidate]:
    """Numbered promises to the people: 六大民生实事, 10件民生实事."""
    for match in _patterns(str(line.lexicon.root))["deeds"].finditer(line.text):
        start = match.start() + (2 if match.group()[0] == "全" else 0)
        yield Candidate(start, match.end(), "POL", "programme.deeds", 67, 0.8, line.text[start : match.end()], {"subtype": "Programme"})
