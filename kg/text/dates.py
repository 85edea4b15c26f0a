"""Dates and periods in the text of a Chinese newspaper, resolved against the day it came out.

8月17日, 7月26—29日, 2020年秋季, 今年以来, 截至10月底, 昨日下午, “十四五”期间, 国庆假期, 腊月廿三. A value is an ISO 8601 day, month or year,
or a period "first/last" of days, both included ("first/.." when open). What cannot be resolved is reported with an
empty value and no confidence; what had to be inferred (a year above all) says so by a confidence below 1. docs/time.md has the conventions.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.text import date_words as words
from kg.text.days import Days, day, join, months, months_on, part_of_month, shifted, text_of, years
from kg.text.festivals import festival, holiday, lunar_day, lunar_month
from kg.text.numerals import narrow
from kg.text.numerals import parse as parse_number

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
    context = _Context(*_known(published))
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


class _Context:
    """What is known while reading: the day of publication, the dates told before, and what stands around the words to resolve."""

    def __init__(self, year: int | None, day: dt.date | None) -> None:
        self.year, self.published = year, day
        self.said_year: int | None = None  # a year told earlier in this sentence
        self.last_year: int | None = None  # … or earlier in this text
        self.last_day: dt.date | None = None
        self.last: Days | None = None  # whatever was told last
        self.until = False  # 截至 stands before the words to resolve
        self.ahead = False  # they lie ahead: 将, 计划 stand before them, or 前 behind

    def remember(self, found: _Finding, *, in_title: bool) -> None:
        """Keep what later words may lean on; 《2021—2025年规划》 dates nothing outside it."""
        if found.days is None or in_title:
            return
        self.last = found.days
        if found.kind in ("since", "until"):
            return
        first, last = found.days
        self.last_year = first.year
        if found.told_year:
            self.said_year = first.year
        if first == last:
            self.last_day = first


_Resolved = tuple[Days | None, float]  # with the confidence
_UNKNOWN: _Resolved = (None, 0.0)
_Resolver = Callable[[re.Match[str], _Context], _Resolved]


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


def _find(text: str, context: _Context) -> Iterator[_Finding]:
    titles = [match.span() for match in re.finditer("《[^《》]{1,99}》", text)]
    pending: _Finding | None = None
    for start, match, resolve, after in _matches(text):
        if re.search("[。！？；\n]", text[pending.end if pending else 0 : start]):
            context.said_year = None
        found = _finding(start, match, resolve, after, context)
        title = bisect_right(titles, (start, len(text))) - 1
        joined = _joined(text, pending, found) if pending else None
        context.remember(joined or found, in_title=title >= 0 and start < titles[title][1])
        if pending and not joined:
            yield pending
        pending = joined or found
    if pending:
        yield pending


def _matches(text: str) -> Iterator[tuple[int, re.Match[str], _Resolver, re.Match[str]]]:
    """(start with what leads in, match, resolver, what follows) from the left, the longest first, without overlaps."""
    end = 0
    for trigger in _TRIGGER.finditer(text):
        at = trigger.start()
        if at < end:
            continue
        best: tuple[re.Match[str], _Resolver] | None = None
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


def _finding(start: int, match: re.Match[str], resolve: _Resolver, after: re.Match[str], context: _Context) -> _Finding:
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


def _bounded(days: Days, tail: str, context: _Context) -> tuple[Days, Kind | None]:
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
    if last and last < left.days[0] and not right.told_year:
        last = months_on(last, 12)
    days = join(left.days, (last, last)) if last else None
    if days is None:
        return None
    return _Finding(left.start, right.end, days, min(left.confidence, right.confidence), text_of(days)[1], left.told_year)


# ---- what it means -------------------------------------------------------------------------------------------------


def _expression(match: re.Match[str], context: _Context) -> _Resolved:
    said = match.groupdict()
    if said["year"]:
        return years(_full_year(said["year"]), _full_year(said["year2"])), 1.0
    year, sure = _year(said, context)
    of_another_year = match.string[max(0, match.start() - 1) : match.start()] == "年"
    if year is None and (said["relative"] or said["short"] or of_another_year):
        return _UNKNOWN
    if said["month"] or said["from_month"]:
        month, day_of_month = _number(said["month"] or said["from_month"]), _number(said["day"] or "1")
        if year is None:
            year, sure = _likely_year(month, day_of_month, context)
        return _UNKNOWN if year is None else _in_year(said, year, month, sure)
    if year is None:
        year, sure = context.year, 0.85 if context.published else 0.6
    return _UNKNOWN if year is None else _part_of_year(said, year, sure)


def _year(said: dict[str, str | None], context: _Context) -> tuple[int | None, float]:
    """The year that is said, or None; a year said relative to an unknown day of publication is unknown too."""
    if said["year3"]:
        return _full_year(said["year3"]), 1.0
    relative = (said["relative"] or "")[:2]
    if relative in words.ANAPHORIC:
        return (None, 0.0) if context.last_year is None else (context.last_year + words.ANAPHORIC[relative], 0.7)
    if relative and context.year is not None:
        vague = relative in ("全年", "年内")
        return context.year + words.RELATIVE[relative], 0.7 if vague else 0.95 if context.published else 0.7
    if said.get("short") and context.year is not None:
        return context.year + words.SHORT[said["short"] or ""], 0.8
    return None, 0.0


def _full_year(text: str | None) -> int:
    """A year as it is written, of two digits too: 08年 is 2008, 98年 1998."""
    year = _number(text)
    return year if len(text or "") > 2 or year >= 100 else year + (2000 if year < 50 else 1900)


def _likely_year(month: int, day_of_month: int, context: _Context) -> tuple[int | None, float]:
    """The year of a month or day said without one: that told before, else the nearest."""
    if context.said_year is not None:
        return context.said_year, 0.85
    found = _nearest(lambda year: _first_of(year, month, day_of_month), context)
    return (found[0].year, found[1]) if found else (None, 0.0)


def _first_of(year: int, month: int, day_of_month: int) -> dt.date | None:
    days = day(year, month, day_of_month)
    return days[0] if days else None


def _nearest(day_in: Callable[[int], dt.date | None], context: _Context) -> tuple[dt.date, float] | None:
    """The day of the year that a paper means when it says none.

    Papers leave the year out for this year, and around the turn of the year for the December just past or the January
    to come: hence half a year as the limit. Confidence falls with the distance, more for the future than for the past.
    """
    published, year = context.published, context.year
    if year is None:
        return None
    this = day_in(year)
    if this is None or published is None:
        around = (0, -1, 1, -2, 2, -3, 3, -4, 4)  # 29 February is not in every year
        near = (found for step in around if dt.MINYEAR <= year + step <= dt.MAXYEAR and (found := day_in(year + step)))
        return next(((found, 0.6) for found in near), None)
    distance = (this - published).days
    if this > months_on(published, 1 if context.until else 6) and not context.ahead and year > dt.MINYEAR:
        return _or(day_in(year - 1), this), 0.7
    if this < months_on(published, -11) and year < dt.MAXYEAR:
        return _or(day_in(year + 1), this), 0.6
    if distance > 0:
        return this, 0.9 if context.ahead or distance <= 7 else 0.7
    return this, 0.95 if distance > -183 else 0.8


def _or(found: dt.date | None, other: dt.date) -> dt.date:
    return other if found is None else found


def _in_year(said: dict[str, str | None], year: int, month: int, sure: float) -> _Resolved:
    """Months and days of a year: 8月, 8月17日, 7月26—29日, 10月底, 1至4月, 9月1日至12月31日, 12月28日至1月3日."""
    if said["from_month"]:
        last = _number(said["to_month"])
        return months(year, month, last if last >= month else last + 12), sure
    if said["third"] and not said["end_day"] and not said["end_month"]:
        if said["day"]:
            return day(year, month, _number(said["day"])), sure
        return part_of_month(year, month, said["third"]), min(sure, 0.8)
    first = day(year, month, _number(said["day"])) if said["day"] else months(year, month, month)
    if not said["end_month"] and not said["end_day"]:
        return first, sure
    end_month = _number(said["end_month"]) if said["end_month"] else month
    end_year = _full_year(said["end_year"]) if said["end_year"] else year + (end_month < month)
    last_days = day(end_year, end_month, _number(said["end_day"])) if said["end_day"] else months(end_year, end_month, end_month)
    return join(first, last_days), sure


_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}
_TERMS = {"春": (2, 7), "秋": (9, 13)}  # of schools


def _part_of_year(said: dict[str, str | None], year: int, sure: float) -> _Resolved:
    """A year and its parts: 今年, 上半年, 一季度, 前三季度, 前8个月, 秋季, 暑期, 年底."""
    if count := said["count"] or said["count2"]:
        return months(year, 1, _number(count)), sure
    if said["quarter"]:
        quarter = _number(said["quarter"])
        return part_of_month(year, 3 * quarter, "末") if said["quarter_end"] else months(year, 3 * quarter - 2, 3 * quarter), sure
    if said["quarters"]:
        return months(year, 1, 3 * _number(said["quarters"][1])), sure
    if said["half"]:
        return (months(year, 1, 6) if said["half"] == "上半年" else months(year, 7, 12)), sure
    if said["season"]:
        seasons = _TERMS if said["term"] and said["season"] in _TERMS else _SEASONS
        return months(year, *seasons[said["season"]]), min(sure, 0.7)
    if said["summer"]:
        return months(year, 7, 8), min(sure, 0.7)
    edge = (said["edge"] or "")[-1:]
    if edge == "初":
        return months(year, 1, 1), min(sure, 0.6)
    if edge == "中":
        return months(year, 6, 6), min(sure, 0.5)
    if edge:
        return day(year, 12, 31), min(sure, 0.8)
    return months(year, 1, 12), sure


def _number(text: str | None) -> int:
    """A whole number of one or two digits or a year, in either kind of digits."""
    text = text or ""
    if text.isascii() and text.isdigit():
        return int(text)
    if text.startswith("廿"):
        text = "二十" + text[1:].removeprefix("十")
    found = parse_number(text.replace("元", "一"))
    return int(found.value) if found and found.value == found.value.to_integral() else 0


def _iso(match: re.Match[str], context: _Context) -> _Resolved:
    return day(_full_year(match["y"]), int(match["m"]), int(match["d"])), 1.0


def _bare_day(match: re.Match[str], context: _Context) -> _Resolved:
    """4日 belongs to the month told last, else to the month that brings it nearest to publication; the past counts as thrice as near."""
    first, last = int(match["day"]), int(match["end_day"] or match["day"])
    base, sure = context.last_day, 0.8
    if base is None and context.published is not None:
        base, sure = _nearest_day(first, context.published), 0.7
    if base is None:
        return _UNKNOWN
    return join(day(base.year, base.month, first), day(base.year, base.month, last)), sure


def _nearest_day(day_of_month: int, published: dt.date) -> dt.date | None:
    around = (months_on(published.replace(day=1), step) for step in (0, -1, 1))
    found = [days[0] for first in around if (days := day(first.year, first.month, day_of_month))]
    return min(found, key=lambda each: max((published - each).days, 3 * (each - published).days), default=None)


def _day_word(match: re.Match[str], context: _Context) -> _Resolved:
    """昨日 counts from the day of publication; 今天 too, but is said of these days in general as well."""
    if context.published is None:
        return _UNKNOWN
    if match["two"]:
        first = shifted(context.published, words.DAY_WORDS[match["two"][0]])
        return (first, shifted(first, 1)), 0.8
    word = match["day"].removeprefix("大")
    step = words.DAY_WORDS[word[0]]
    if word != match["day"]:  # 大前天, 大后天
        step += 1 if step > 0 else -1
    found = shifted(context.published, step)
    return (found, found), 0.9 if word[0] in "昨前" else 0.6


def _same_day(match: re.Match[str], context: _Context) -> _Resolved:
    if context.last_day is None:
        return _UNKNOWN
    found = shifted(context.last_day, 1 if match.group() in ("次日", "翌日") else 0)
    return (found, found), 0.7


def _month_word(match: re.Match[str], context: _Context) -> _Resolved:
    word = match["month"] or "本月"
    base = context.last_day if word in ("当月", "同月") else context.published
    if base is None:
        return _UNKNOWN
    years_on = words.RELATIVE.get(match["relative"] or "", 0)
    base = months_on(base.replace(day=1), 12 * years_on + {"上": -1, "下": 1}.get(word[0], 0))
    if match["day"]:
        return day(base.year, base.month, _number(match["day"])), 0.9
    part = match["third"] or match["edge"] or match["half"]
    return (part_of_month(base.year, base.month, part), 0.7) if part else (months(base.year, base.month, base.month), 0.9)


_DAYS_OF_WEEK = "一二三四五六日天"


def _week(match: re.Match[str], context: _Context) -> _Resolved:
    """Weeks begin on Monday."""
    if context.published is None:
        return _UNKNOWN
    step = match["week"].replace("个", "")
    weeks = step.count("下") - step.count("上")
    monday = shifted(context.published, 7 * weeks - context.published.weekday())
    return _in_week(monday, match["day"], match["last"]), 0.8


def _weekday(match: re.Match[str], context: _Context) -> _Resolved:
    """周三, 周末: the last one that has begun; 周三前 the next."""
    if context.published is None:
        return _UNKNOWN
    monday = shifted(context.published, -context.published.weekday())
    found = _in_week(monday, match["day"], match["last"])
    if found and (found[0] < context.published if context.ahead else found[0] > context.published):
        found = _in_week(shifted(monday, 7 if context.ahead else -7), match["day"], match["last"])
    return found, 0.5


def _in_week(monday: dt.date, name: str | None, last: str | None) -> Days | None:
    if not name:
        return monday, shifted(monday, 6)
    if name == "末":
        return shifted(monday, 5), shifted(monday, 6)
    first_day, last_day = (shifted(monday, min(6, _DAYS_OF_WEEK.index(each))) for each in (name, last or name))
    return join((first_day, first_day), (last_day, last_day))


def _centuries(match: re.Match[str]) -> int:
    return _number(match["count"] or {"上": "20", "本": "21"}.get(match["century"] or ""))


def _decade(match: re.Match[str], context: _Context) -> _Resolved:
    lower, upper = match["lower"], match["upper"]  # 七八十年代
    tens, count = _number(f"{lower}十" if lower else match["decade"]), _centuries(match)
    if not count and tens < 30:  # 20年代 may be of either century
        return _UNKNOWN
    start = (count or 20) * 100 - 100 + tens
    if lower:
        return years(start, start + 9 + 10 * (_number(upper) - _number(lower))), 0.8
    first, last = {"初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (7, 9)}.get(match["edge"] or "", (0, 9))
    return years(start + first, start + last), (1.0 if count else 0.8) - (0.3 if match["edge"] else 0)


def _century(match: re.Match[str], context: _Context) -> _Resolved:
    count = _centuries(match)
    if not 1 <= count <= 30:
        return _UNKNOWN
    start = count * 100 - 100
    match match["edge"]:
        case None:
            return years(start + 1, start + 100), 0.9
        case "初":
            return years(max(1, start), start + 9), 0.5
        case "末":
            return years(start + 90, start + 99), 0.5
    return _UNKNOWN


def _plan(match: re.Match[str], context: _Context) -> _Resolved:
    """Five-year plans without a gap: the sixth began in 1981, the fourteenth in 2021."""
    plan = match["plan"]
    number = _number(plan[:-1]) if len(plan) > 1 else 0
    start = 1981 + 5 * (number - 6)
    return years(start + 4 if match["word"] == "末" else start, start + 4), 0.95


def _near(match: re.Match[str], context: _Context) -> _Resolved:
    """近三年: the three years up to publication, 未来三年 those from the next day on. Papers may mean calendar years, hence the low confidence."""
    if context.published is None:
        return _UNKNOWN
    count, unit = match["count"] or match["years"] or match["ahead"], match["unit"] or match["unit2"] or match["unit3"]
    if match["ahead"]:
        return (shifted(context.published, 1), _moved(context.published, count, unit, 1)), 0.5
    return (_moved(context.published, count, unit, -1), context.published), 0.5


def _ago(match: re.Match[str], context: _Context) -> _Resolved:
    """三年前 is that year, 两个月前 that month, 十天前 that day."""
    if context.published is None:
        return _UNKNOWN
    found = _moved(context.published, match["count"], match["unit"], -1)
    days = {"年": months(found.year, 1, 12), "天": (found, found)}.get(match["unit"], months(found.year, found.month, found.month))
    return days, 0.5


def _moved(day: dt.date, count: str, unit: str, sign: int) -> dt.date:
    number = 0.5 if count == "半" else _number(count)
    if unit in ("天", "周"):
        return shifted(day, sign * int(number * (7 if unit == "周" else 1)))
    return months_on(day, sign * int(number * (12 if unit == "年" else 1)))


def _school_year(match: re.Match[str], context: _Context) -> _Resolved:
    """From September to August; its terms from September to January and from February to July."""
    year, last = _full_year(match["year"]), _full_year(match["year2"])
    if last != year + 1:
        return _UNKNOWN
    return months(year, 9, 13) if match["first"] else months(last, 2, 7) if match["second"] else months(year, 9, 20), 0.9


def _winter(match: re.Match[str], context: _Context) -> _Resolved:
    """今冬明春: December to May. In the first months of a year 今冬 is the winter that has begun."""
    if context.year is None:
        return _UNKNOWN
    early = context.published is not None and context.published.month < 6
    year = context.year - (match.group()[0] == "去" or early)
    return months(year, 12, 17), 0.7


def _same_period(match: re.Match[str], context: _Context) -> _Resolved:
    """The period told last, of the year that is said."""
    if context.last is None or context.last[1] is None:
        return _UNKNOWN
    back = {"去": -1, "上": -1, "前": -2}.get((match["relative"] or " ")[0], 0)
    return _years_on(context.last[0], context.last[1], back), 0.6


def _years_on(first: dt.date, last: dt.date, count: int) -> Days:
    """Days some years later; a whole February stays whole."""
    moved = months_on(last, 12 * count)
    if last.day == calendar.monthrange(last.year, last.month)[1]:
        moved = moved.replace(day=calendar.monthrange(moved.year, moved.month)[1])
    return months_on(first, 12 * count), moved


def _era(match: re.Match[str], context: _Context) -> _Resolved:
    """The republic counted years of the Gregorian calendar; of an emperor's, whose months are lunar, only the year is given."""
    year = words.ERAS[match["era"]] + _number(match["count"]) - 1
    if match["era"] != "民国" or not match["month"]:
        return months(year, 1, 12), 0.9
    month = _number(match["month"])
    return day(year, month, _number(match["day"])) if match["day"] else months(year, month, month), 0.9


def _lunar(match: re.Match[str], context: _Context) -> _Resolved:
    """A day or month of the lunar calendar. What has no 农历 and is no 正月, 腊月 or 初… is one when it has no 日 (八月十五)."""
    marked = match["moon"] or match["moon2"] or match["new"] or match["leap"] or match["month"] in ("正", "腊", "冬")
    if not marked and match["day"] and match["day"].startswith(("二十", "三十")):
        return _plain_day(match, context)
    if not marked and not match["day"]:
        return _UNKNOWN
    year, sure = _year(match.groupdict(), context)
    if year is None and match["relative"]:
        return _UNKNOWN
    if match["day"] is None and not match["new"]:
        return _lunar_month(match, year, sure, context)
    if year is not None:
        found = _lunar_in(match, year)
        return ((found, found), min(sure, 0.9)) if found else _UNKNOWN
    near = _nearest(lambda each: _lunar_in(match, each), context)
    return ((near[0],) * 2, near[1]) if near else _UNKNOWN


def _plain_day(match: re.Match[str], context: _Context) -> _Resolved:
    """一月二十三: without 农历 and with no lunar word for the day, it is a day of the Gregorian calendar."""
    year, sure = _year(match.groupdict(), context)
    month, of_month = _number(match["month"]), _number(match["day"])
    if year is None and not match["relative"]:
        year, sure = _likely_year(month, of_month, context)
    return (day(year, month, of_month), min(sure, 0.7)) if year is not None else _UNKNOWN


def _lunar_in(match: re.Match[str], year: int) -> dt.date | None:
    """The day of the lunar year that begins in `year`; days of its last month said without a year are of the January or February of that year."""
    if match["new"] == "三十":
        return festival("除夕", year)
    month = 1 if match["new"] else {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or _number(match["month"])
    of_year = year - (month == 12 and not match["year3"])
    return lunar_day(of_year, month, _moon_day(match["new"] or match["day"]), leap=bool(match["leap"]))


def _moon_day(text: str) -> int:
    return _number(text.removeprefix("初"))


def _lunar_month(match: re.Match[str], year: int | None, sure: float, context: _Context) -> _Resolved:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or _number(match["month"])
    if year is None:
        near = _nearest(lambda each: lunar_day(each - (month == 12), month, 1), context)
        if near is None:
            return _UNKNOWN
        year, sure = near[0].year - (month == 12 and near[0].month < 3), near[1]
    return lunar_month(year, month), min(sure, 0.8)


_OFF = {"元旦": "元旦", "春节": "春节", "清明": "清明", "五一": "五一", "劳动节": "五一", "端午": "端午", "中秋": "中秋", "国庆": "国庆", "十一": "国庆"}


def _festival(match: re.Match[str], context: _Context) -> _Resolved:
    """The day of a festival, or the days off around it (国庆假期, 春节期间)."""
    name = match["name"] or match["quoted"] or match["bare"]
    year, sure = _year(match.groupdict(), context)
    if year is None:
        near = None if match["relative"] else _nearest(lambda each: festival(name, each), context)
        if near is None:
            return _UNKNOWN
        year, sure = near[0].year, min(near[1], 0.8)
    if match["off"] and name in _OFF:
        return holiday(_OFF[name], year), min(sure, 0.7)
    found = festival(name, year)
    return ((found, found), sure) if found else _UNKNOWN


def _vague(match: re.Match[str], context: _Context) -> _Resolved:
    return _UNKNOWN


# ---- which pattern may begin where ---------------------------------------------------------------------------------

_DIGITS = "0123456789"
_NUMERALS = f"{_DIGITS}零〇○一二三四五六七八九十廿两半"
_YEARS = "今本全年去上前明来后当同次翌"

# The characters that a pattern may begin with, the pattern, and what resolves it; of matches of one length the first stands.
_PATTERNS: tuple[tuple[str, re.Pattern[str], _Resolver], ...] = (
    (f"{_NUMERALS}{_YEARS}元下第春夏秋冬暑岁", words.EXPRESSION, _expression),
    (_DIGITS, words.ISO, _iso),
    (_DIGITS, words.SPACED, _iso),
    (_DIGITS, words.DAY_FIRST, _iso),
    (f"{_NUMERALS}上本", words.DECADE, _decade),
    (f"{_NUMERALS}上本", words.CENTURY, _century),
    ("“\"十六七八九", words.PLAN, _plan),
    (f"{_NUMERALS}最近过未今", words.NEAR, _near),
    (_NUMERALS, words.AGO, _ago),
    (f"{_NUMERALS}近日最前连不岁新入开多几", words.VAGUE, _vague),
    ("上下本这", words.WEEK, _week),
    ("周星礼", words.WEEKDAY, _weekday),
    ("去今前明本当同上下月", words.MONTH_WORD, _month_word),
    ("大今昨前后明即", words.DAY_WORD, _day_word),
    ("当同次翌", words.SAME_DAY, _same_day),
    (_DIGITS, words.BARE_DAY, _bare_day),
    (_NUMERALS, words.SCHOOL_YEAR, _school_year),
    ("今去", words.WINTER, _winter),
    ("今去上前同", words.SAME_PERIOD, _same_period),
    ("".join({era[0] for era in words.ERAS}), words.ERA, _era),
    (f"{_NUMERALS}{_YEARS}农阴夏旧大闰正腊冬", words.LUNAR, _lunar),
    (f"{_NUMERALS}{_YEARS}{words.FESTIVAL_FIRST}", words.FESTIVAL, _festival),
)
_BY_FIRST: dict[str, list[tuple[re.Pattern[str], _Resolver]]] = defaultdict(list)
for _chars, _pattern, _resolve in _PATTERNS:
    for _char in sorted(set(_chars)):
        _BY_FIRST[_char].append((_pattern, _resolve))
_TRIGGER = re.compile(f"[{''.join(sorted(_BY_FIRST))}]")
