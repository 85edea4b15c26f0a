"""Meetings and activities: 市委召开[常委会会议], [全省生态环境质量达标推进会]召开, 举行[签约仪式]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import load
from kg.mentions.candidates import Candidate, Line
from kg.text.choice import choice

SORTS = re.compile("^(?:一系列|系列|多种|各类|各种|一些)|、[^、]{1,12}等")  # 一系列宣传活动, 助残、助学等志愿服务活动
CAMPAIGN = re.compile("“[^“”]{2,20}”[\u4e00-\u9fff]{0,4}活动")  # a programme, not a day's event: “邻里守望”志愿服务活动


TITLE = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》")  # what it names is not held here


@dataclass(frozen=True)
class _Words:
    before: re.Pattern[str]
    at: re.Pattern[str]
    after: re.Pattern[str]
    bare: re.Pattern[str]
    again: re.Pattern[str]
    lead: re.Pattern[str]
    anaphors: frozenset[str]
    activities: tuple[str, ...]
    tails: tuple[str, ...]
    bodies: tuple[str, ...]
    behind: tuple[str, ...]
    held: tuple[str, ...]
    never_begin: tuple[str, ...]
    about: tuple[str, ...]
    more: re.Pattern[str]
    also: re.Pattern[str]
    quoted: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(root: str) -> _Words:
    words = load(root).words["events"]

    tails, hold, after = choice([*words["meeting"], *words["activity"]]), choice(words["hold"]), choice(words["after"])
    days, manner = choice(words["days"]), choice(words["manner"])
    bodies = "".join(f"(?<!{body})" for body in words["not_ending"] if body != "晚会上")
    tails = f"(?:{tails})(?:{bodies}|(?=[，。；]))"
    inside = "(?:[^，。；：！？\\s《》“”]|“[^“”]{1,20}”)"
    return _Words(
        re.compile(f"(?:{hold}|{choice(words['come'])})(?:了)?({inside}{{0,36}}?(?:{tails}))(?!{choice(words['not_before'])})"),
        re.compile(f"(?:{hold})的({inside}{{1,36}}?(?:{tails}))(?=上，)"),
        re.compile(
            f"(?:^|(?<=[，。；：！？\\s）]))({inside}{{1,60}}?(?:{tails}))(?:于?{days}|于?(?:\\d{{1,2}}月)?\\d{{1,2}}日){{0,2}}(?:在[^，。；]{{1,40}})?(?:{manner})?(?:{after})"
        ),
        re.compile(f"(?:{choice(words['hold'])})(?:了)?({choice(words['bare'])})(?=[，。；]|$)"),
        re.compile(
            f"(?:{choice(words['again'])})[^，。；]{{0,6}}?(?:{choice(words['hold'])})(?:了)?({choice(words['bare'])})(?=[，。；]|$|贯彻|部署|安排|研究|落实)"
        ),
        re.compile(f"(?:{choice(words['lead'])}|\\d+月\\d+日(?:至\\d+日)?)+"),
        frozenset(words["anaphors"]),
        tuple(words["activity"]),
        (*words["meeting"], *words["activity"]),
        tuple(words["not_ending"]),
        tuple(words["behind"]),
        tuple(words["held_bodies"]),
        tuple(words["never_begin"]),
        tuple(words["about"]),
        re.compile(f"(?:{tails})(?!{choice(words['not_before'])})|暨{inside}{{2,30}}?(?:{tails})(?!{choice(words['not_before'])})"),
        re.compile(f"(?:和|及|以及|与)((?:(?![和与及、]){inside}){{3,36}}?(?:{tails}))(?!{choice(words['not_before'])})"),
        re.compile(f"(?:{hold})(?:了)?“([^“”，。]{{4,40}}?(?:{tails}))”"),
        re.compile(
            f"“([^“”，。]{{4,40}}?(?:{tails}))”(?:于?{days}|于?(?:\\d{{1,2}}月)?\\d{{1,2}}日){{0,2}}(?:在[^，。；]{{1,40}})?(?:{manner})?(?:{after})"
        ),
    )


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type EVT, subtype Meeting or Activity; an adverb or a day at the front is not part of the name."""
    words = _words(str(line.lexicon.root))
    named, titles = False, [m.span() for m in TITLE.finditer(line.text)]
    rules = {
        "event.before": (words.before,),
        "event.at": (words.at,),
        "event.after": (words.after,),
        "event.quoted": (words.quoted, words.named),
    }
    for rule, pattern in ((rule, pattern) for rule, patterns in rules.items() for pattern in patterns):
        found = [match.span(1) for match in pattern.finditer(line.text)]
        for first, last in found:
            start, end = first, last
            lead = words.lead.match(line.text, start, end)
            while longer := words.more.match(line.text, end):
                end = longer.end()
            if rule == "event.before" and (also := words.also.match(line.text, end)):
                found.append(also.span(1))  # 召开县政府党组会议和|县政府常务会议
            start = max([lead.end() if lead else start, *_behind(line, start, end, words.behind)])
            name = line.text[start:end]
            if (
                end - start >= 2
                and name not in words.anaphors
                and not name.startswith(words.never_begin)
                and not name.endswith(words.about)
                and not any(a < start and end < b for a, b in titles)
                and not CAMPAIGN.fullmatch(name)
                and not SORTS.search(name)
                and (_tail(name, words.tails) > _tail(name, words.bodies) or _held(line, name, end, rule, words))
            ):
                named = True
                subtype = "Activity" if name.endswith(words.activities) else "Meeting"
                yield Candidate(start, end, "EVT", rule, 40, 0.85, name, {"subtype": subtype})
    for match in (words.again if named else words.bare).finditer(line.text):
        yield Candidate(match.start(1), match.end(1), "EVT", "event.bare", 30, 0.6, match.group(1), {"subtype": "Meeting"})


def _held(line: Line, name: str, end: int, rule: str, words: _Words) -> bool:
    """Whether a body's name is that of its meeting: behind a verb of holding, before a stop."""
    return rule == "event.before" and name.endswith(words.held) and line.text[end : end + 1] in ("，", "。", "；")


def _tail(name: str, words: tuple[str, ...]) -> int:
    """How long the longest of some words is that a name ends in: 专题协商会 ends in 协商会 rather than in 商会."""
    return max((len(word) for word in words if name.endswith(word)), default=0)


def _behind(line: Line, start: int, end: int, words: tuple[str, ...]) -> Iterator[int]:
    """Where a name may really begin: behind the words that only say who holds it."""
    for word in words:
        at = line.text.rfind(word, start, end)
        if at >= 0:
            yield at + len(word)
