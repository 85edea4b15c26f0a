"""Dates and periods in the text of a Chinese newspaper, resolved against the day it came out.

8月17日, 7月26—29日, 2020年秋季, 今年以来, 截至10月底, 昨日下午, “十四五”期间, 国庆假期, 腊月廿三. A value is an ISO 8601 day, month or year,
or a period "first/last" of days, both included ("first/.." when open). What cannot be resolved is reported with an
empty value and no confidence; what had to be inferred (a year above all) says so by a confidence below 1. docs/time.md has the conventions.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.text import date_senses as sense
from kg.text import date_words as words
from kg.text.date_senses import Context, Resolver
from kg.text.days import Days, join, months_on, shifted, text_of
from kg.text.numerals import narrow

Kind = Literal["day", "month", "year", "period", "since", "until", "vague", "duration", "recurring"]
Precision = Literal["half-day", "day", "week", "month", "year", "decade", "century", "vague", "duration", "recurring"]


@dataclass(frozen=True, slots=True)
class Date:
    """A date where it stands: `surface == text[start:end]`.

    `value` is "2021-08-17", "2021-08", "2021", "2021-07-26/2021-07-29" or, when unresolved, empty. `kind` is the grain,
    or "since" (今年以来, 自1月1日起), "until" (截至10月底, 6月6日前: the value is that last day) or, when there is no
    value, "vague" (近日, or 8月17日 in a paper of unknown year). Only `kg.text.times` makes the last two kinds.
    """

    start: int
    end: int
    surface: str
    value: str
    kind: Kind
    confidence: float

    @property
    def part(self) -> str:
        """The part of the day that is said, as TIMEX3 has it: "MO" morning, "MI" noon, "AF" afternoon, "EV" evening, "NI" night; or empty."""
        word = next((name for name, pattern in _PARTS if pattern.search(self.surface)), "")
        hour = _CLOCK.search(narrow(self.surface)) if not word else None
        return word or (_part_of_hour(int(hour[1])) if hour else "")

    @property
    def timex(self) -> str:
        """The value with the part of a single day, as TIMEX3 has it: "2021-08-18TAF"."""
        return f"{self.value}T{self.part}" if len(self.value) == len("2021-08-18") and self.part else self.value

    @property
    def precision(self) -> Precision:
        """The finest unit that the words name: 10月底 is precise to a month although its value is a day, 近日 to nothing."""
        match self.kind:
            case "duration" | "recurring" as other:
                return other
        if not self.value or self.surface.endswith(("前后", "左右")):
            return "vague"
        if self.part:
            return "half-day"
        return next((name for name, pattern in _GRAINS if pattern.search(self.surface)), "day")


@lru_cache(maxsize=256)  # the claims of one sentence ask for its dates several times
def find(text: str, *, published: str) -> tuple[Date, ...]:
    """All dates of a text from left to right. `published` is an ISO date, only a year, or empty when unknown."""
    context = Context(*_known(published))
    return tuple(found.date(text) for found in _find(narrow(text), context))


_PARTS = (
    ("NI", re.compile("凌晨|零时|深夜|半夜")),
    ("MO", re.compile("上午|[早晨]")),
    ("MI", re.compile("[中正]午")),
    ("AF", re.compile("[下]午|午后")),
    ("EV", re.compile("晚")),
    ("NI", re.compile("夜")),
)
_CLOCK = re.compile("([0-9]{1,2})[时点:：]")

_GRAINS: tuple[tuple[Precision, re.Pattern[str]], ...] = (  # the first that fits
    ("century", re.compile("世纪$")),
    ("decade", re.compile("年代|世纪")),
    ("week", re.compile("前夕|(?:周|星期|礼拜|周末)$")),
    (
        "day",
        re.compile(
            f"[日号]|(?<![春夏秋冬])天|假(?<!暑假)|[周期拜][一二三四五六日]|[-./][0-9]+[-./]|大年|月(?:{words.MOON_DAY})"
            f"|(?:{words.NAMES})(?!月)|[“”](?:{words.QUOTED})"
        ),
    ),
    ("month", re.compile("月|旬|季|半年|[今去明来年]的?[春夏秋冬]|暑|年[初中]|同期")),
    ("year", re.compile("年|五")),
)


def _part_of_hour(hour: int) -> str:
    return "NI" if hour < 5 or hour == 24 else "MO" if hour < 12 else "MI" if hour == 12 else "AF" if hour < 18 else "EV"


# ---- reading from left to right ------------------------------------------------------------------------------------


def _known(published: str) -> tuple[int | None, dt.date | None]:
    try:
        found = dt.date.fromisoformat(published)
        return found.year, found
    except ValueError:
        year = re.match(r"[0-9]{4}(?![0-9])", published)
        return (int(year.group()), None) if year and int(year.group()) >= dt.MINYEAR else (None, None)


@dataclass(frozen=True, slots=True)
class _Finding:
    start: int
    end: int
    days: Days | None
    confidence: float
    kind: Kind
    told_year: bool = False

    def date(self, text: str) -> Date:
        value = text_of(self.days)[0] if self.days else ""
        if self.kind == "until" and self.days and self.days[1]:
            value = self.days[1].isoformat()
        return Date(self.start, self.end, text[self.start : self.end], value, self.kind, self.confidence)


def _find(text: str, context: Context) -> Iterator[_Finding]:
    titles = [match.span() for match in re.finditer("《[^《》]{1,99}》", text)]
    pending: _Finding | None = None
    for start, match, resolve, after in _matches(text):
        if re.search("[。！？；\n]", text[pending.end if pending else 0 : start]):
            context.said_year = None
        found = _finding(start, match, resolve, after, context)
        title = bisect_right(titles, (start, len(text))) - 1
        joined = _joined(text, pending, found) if pending else None
        told = joined or found
        if told.days and not (title >= 0 and start < titles[title][1]):  # 《2021—2025年规划》 dates nothing outside it
            context.remember(told.days, told_year=told.told_year, bounded=told.kind in ("since", "until"))
        if pending and not joined:
            yield pending
        pending = joined or found
    if pending:
        yield pending


def _matches(text: str) -> Iterator[tuple[int, re.Match[str], Resolver, re.Match[str]]]:
    """(start with what leads in, match, resolver, what follows) from the left, the longest first, without overlaps."""
    end = 0
    for trigger in _TRIGGER.finditer(text):
        at = trigger.start()
        if at < end:
            continue
        best: tuple[re.Match[str], Resolver] | None = None
        for pattern, resolve in _BY_FIRST[trigger.group()]:
            match = pattern.match(text, at)
            if match and match.end() > (best[0].end() if best else at) and _says_something(match):
                best = match, resolve
        if best is None:
            continue
        lead = words.LEAD.search(text, max(end, at - 4), at)
        after = words.AFTER.match(text, best[0].end())
        assert after is not None  # all of it is optional
        yield (lead.start() if lead else at), *best, after
        end = after.end()


def _says_something(match: re.Match[str]) -> bool:
    """Whether a festival is not another word (大雪), which only what stands around it can tell."""
    if match.re is not words.FESTIVAL or match["off"] or match["quoted"] or match["bare"] or not words.NO_FESTIVAL.search(match.group()):
        return True
    return bool(re.compile("节气|时节|当天").match(match.string, match.end()))


def _finding(start: int, match: re.Match[str], resolve: Resolver, after: re.Match[str], context: Context) -> _Finding:
    lead, tail = match.string[start : match.start()], after["tail"] or ""
    context.until = lead.startswith("截")
    context.ahead = tail in ("前", "之前") or bool(_AHEAD.search(match.string, max(0, start - 8), start))
    days, confidence = resolve(match, context)
    said = match.groupdict()
    told = match.re is words.ISO or bool(said.get("year3") or said.get("relative"))
    if days is None:
        return _Finding(start, after.end(), None, 0.0, "vague", told)
    if lead == "自" and not tail and not re.search(words.TO, match.group()):
        tail = "起"
    days, kind = _bounded(days, tail, context)
    kind = kind or ("until" if context.until else text_of(days)[1])
    return _Finding(start, after.end(), days, min(confidence, _TAIL_CONFIDENCE.get(tail, 1.0)), kind, told)


_AHEAD = re.compile("将|力争|预计|计划|定于|拟于|确保|到$|至$")
_TAIL_CONFIDENCE = {"前夕": 0.5, "前后": 0.6, "左右": 0.6}


def _bounded(days: Days, tail: str, context: Context) -> tuple[Days, Kind | None]:
    """Days with what follows them, and the kind when that is not the grain: 以来, 起, 前, 前夕 …"""
    first, last = days[0], days[1] or days[0]
    match tail:
        case "以来" | "至今":
            return (first, context.published if context.published and context.published >= first else None), "since"
        case "起" | "开始" | "以后" | "之后" | "后":
            return (first, None), "since"
        case "前" | "之前":
            return (last, last), "until"
        case "以前":
            return (shifted(first, -1),) * 2, "until"
        case "前夕":
            return (shifted(first, -7), shifted(first, -1)), None
        case "前一天" | "前一日":
            return (shifted(first, -1),) * 2, None
    return days, None


def _joined(text: str, left: _Finding, right: _Finding) -> _Finding | None:
    """One period of two expressions with nothing but 至 between them: 去年11月至今年1月, 即日起至5月20日, 2010年之后2018年之前."""
    if not left.days or not right.days or left.kind == "until" or right.kind == "since":
        return None
    between = text[left.end : right.start]
    if between or left.kind != "since" if right.kind == "until" else not re.fullmatch(words.TO, between):
        return None
    last = right.days[1]
    if (
        last and left.told_year and _MONTH_ALONE.match(text, right.start, right.end)
    ):  # 自2021年6月1日起至8月31日, in whatever year it is printed
        last = months_on(last, 12 * (left.days[0].year - last.year))
    if last and last < left.days[0] and not right.told_year:
        last = months_on(last, 12)
    days = join(left.days, (last, last)) if last else None
    if days is None:
        return None
    return _Finding(left.start, right.end, days, min(left.confidence, right.confidence), text_of(days)[1], left.told_year)


_MONTH_ALONE = re.compile("[0-9一二三四五六七八九十]{1,2}月")


# ---- which pattern may begin where ---------------------------------------------------------------------------------

_DIGITS = "0123456789"
_NUMERALS = f"{_DIGITS}零〇○一二三四五六七八九十廿两半"
_YEARS = "今本全年去上前明来后当同次翌"

# The characters that a pattern may begin with, the pattern, and what resolves it; of matches of one length the first stands.
_PATTERNS: tuple[tuple[str, re.Pattern[str], Resolver], ...] = (
    (f"{_NUMERALS}{_YEARS}元下第春夏秋冬暑岁", words.EXPRESSION, sense.expression),
    (_DIGITS, words.ISO, sense.iso),
    (_DIGITS, words.SPACED, sense.iso),
    (_DIGITS, words.DAY_FIRST, sense.iso),
    (f"{_NUMERALS}上本", words.DECADE, sense.decade),
    (f"{_NUMERALS}上本", words.CENTURY, sense.century),
    ('“"十六七八九', words.PLAN, sense.plan),
    (f"{_NUMERALS}最近过未今", words.NEAR, sense.near),
    (_NUMERALS, words.AGO, sense.ago),
    (f"{_NUMERALS}近日最前连不岁新入开多几", words.VAGUE, sense.vague),
    ("上下本这", words.WEEK, sense.week),
    ("周星礼", words.WEEKDAY, sense.weekday),
    ("去今前明本当同上下月", words.MONTH_WORD, sense.month_word),
    ("大今昨前后明即", words.DAY_WORD, sense.day_word),
    ("当同次翌", words.SAME_DAY, sense.same_day),
    (_DIGITS, words.BARE_DAY, sense.bare_day),
    (_NUMERALS, words.SCHOOL_YEAR, sense.school_year),
    ("今去", words.WINTER, sense.winter),
    ("今去上前同", words.SAME_PERIOD, sense.same_period),
    ("".join({era[0] for era in words.ERAS}), words.ERA, sense.era),
    (f"{_NUMERALS}{_YEARS}农阴夏旧大闰正腊冬", words.LUNAR, sense.lunar),
    (f"{_NUMERALS}{_YEARS}{words.FESTIVAL_FIRST}", words.FESTIVAL, sense.festival),
)
_BY_FIRST: dict[str, list[tuple[re.Pattern[str], Resolver]]] = defaultdict(list)
for _chars, _pattern, _resolve in _PATTERNS:
    for _char in sorted(set(_chars)):
        _BY_FIRST[_char].append((_pattern, _resolve))
_TRIGGER = re.compile(f"[{''.join(sorted(_BY_FIRST))}]")
