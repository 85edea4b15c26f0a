"""Dates and periods in the text of a Chinese newspaper, resolved against the day it came out.

8月17日, 7月26—29日, 2020年秋季, 今年以来, 截至10月底, 昨日, “十四五”期间. A value is an ISO 8601 day, month or year,
or a period "first/last" of days, both included ("first/.." when open). What cannot be resolved is reported with an
empty value and no confidence; what had to be inferred (a year above all) says so by a confidence below 1. Lunar dates
are not converted.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

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
    return tuple(_Finding(*found).date(text) for found in _find(narrow(text), context))


# ---- calendar ------------------------------------------------------------------------------------------------------

_Days = tuple[dt.date, dt.date | None]  # the first and the last day; None when the end is open


def _known(published: str) -> tuple[int | None, dt.date | None]:
    try:
        day = dt.date.fromisoformat(published)
        return day.year, day
    except ValueError:
        year = re.match(r"[0-9]{4}(?![0-9])", published)
        return (int(year.group()), None) if year and int(year.group()) >= dt.MINYEAR else (None, None)


def _day(year: int, month: int, day: int) -> _Days | None:
    try:
        return (dt.date(year, month, day),) * 2
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> _Days | None:
    """Whole months of a year; month 13 and later belong to the next year."""
    if not (1 <= first <= 12 and first <= last <= 24 and 1 <= year < dt.MAXYEAR):
        return None
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return dt.date(year, first, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def _part_of_month(year: int, month: int, part: str) -> _Days | None:
    whole = _months(year, month, month)
    if whole is None or whole[1] is None:
        return None
    last = whole[1].day
    first_day, last_day = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last)}.get(part, (last, last))
    return dt.date(year, month, first_day), dt.date(year, month, last_day)


def _years_back(day: dt.date, years: int) -> dt.date:
    """The same day some years earlier; 29 February becomes the 28th."""
    year = max(dt.MINYEAR, day.year - years)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _text_of(days: _Days) -> tuple[str, Kind]:
    """A span of days as an ISO value and its grain."""
    first, last = days
    if last is None:
        return f"{first.isoformat()}/..", "period"
    if first == last:
        return first.isoformat(), "day"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}", "year"
    if days == _months(first.year, first.month, first.month):
        return first.isoformat()[:7], "month"
    return f"{first.isoformat()}/{last.isoformat()}", "period"


# ---- what stands in the text ---------------------------------------------------------------------------------------

_TO = "(?:至|到|——|—|–|-|~|──)"
_HAN = "零〇○一二三四五六七八九"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_NO_MONTH = "[龄均薪租嫂饼球]|初[一二三四五六七八九十]|(?:[二三]?+十|廿)[一二三四五六七八九]?+(?![日号至到—-])"
# 1500年 may be an age; with a month behind it, it is a year.
_FULL_YEAR = f"(?<![0-9{_HAN}])(?:(?:18[4-9]|19[0-9]|20[0-9])[0-9]|1[0-9]{{3}}(?=年[0-9]{{1,2}}月)|[一二][{_HAN}]{{3}})"
_RELATIVE = {"今年": 0, "本年": 0, "全年": 0, "年内": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_ANAPHORIC = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
_RELATIVES = "|".join([*_RELATIVE, *_ANAPHORIC])

# [截至] [2021年|今年] [8月17日 | 7月26—29日 | 1至4月 | 前8个月 | 一季度 | 上半年 | 秋季 | 底] [以来|起|前]
_EXPRESSION = re.compile(
    rf"""
    (?P<lead>截至到?|截止到?|自|从)?
    (?:(?:(?P<year>{_FULL_YEAR})年?(?:{_TO}(?P<year2>{_FULL_YEAR}))(?=年)年
       |(?P<year3>{_FULL_YEAR})年度?
       |(?P<relative>(?<![以年几多半0-9一二两三四五六七八九十])(?:{_RELATIVES})度?)
      )(?!龄|级|代)(?:的(?=[0-9]))?)?
    (?:
        (?<![0-9.每])(?P<from_month>{_MONTH})(?:月份?)?{_TO}(?P<to_month>{_MONTH})月份?(?![0-9])
      | (?<![0-9.每正腊])(?P<month>{_MONTH})月(?!{_NO_MONTH})份?
        (?:(?P<day>{_DAY})(?:[日号]|(?={_TO}{_DAY}[日号])))?
        (?:(?:\([^)]{{1,4}}\)|（[^）]{{1,4}}）)?{_TO}(?:(?P<end_year>{_FULL_YEAR})年)?(?:(?P<end_month>{_MONTH})月份?)?
           (?:(?P<end_day>{_DAY})[日号])?(?<=[月日号份]))?
        (?P<third>上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末)?
      | 前(?P<count>[二三四五六七八九十两]|1[01]|[2-9])个月
      | 第?(?P<quarter>[一二三四1-4])季度 | (?P<quarters>前[二三两]个?季度)
      | (?P<half>[上下]半年)
      | (?P<season>[春夏秋冬])(?:季学期|学期|季|(?<=年[春夏秋冬])天)
      | (?P<edge>(?<=年)(?<!大年)[初底末](?!期)|(?<!大)年初|年底|年末|岁末|年中(?!央))
    )?
    (?P<tail>以来|之?前(?![0-9一二三四五六七八九十两几列来往后期])|以前|开始|起(?![草步来点诉重])|[以之]后|后(?![续来期])|期间)?
    """,
    re.VERBOSE,
)
_ISO = re.compile(r"(?<![0-9.-])(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-./])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>[0-2]?[0-9]|3[01])(?![0-9.-])")
_BARE_DAY = re.compile(
    rf"(?<![0-9.:：月第每农历初{_HAN}十])(?P<day>3[01]|[12][0-9]|[1-9])(?:日?{_TO}(?P<end_day>3[01]|[12][0-9]|[1-9]))?日"
    r"(?![元均照用常本游内夜间后前])"
)
_DAY_WORD = re.compile("(?P<day>(?<!大)(?:今天|今日|今晨|今晚|昨天|昨日|昨晚|昨夜|前天|前日|明天|明日|后天))(?!头条)")
_DAY_WORDS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_SAME_DAY = re.compile("当天|当日|当晚|同日|同一天|次日|翌日")
_MONTH_WORD = re.compile(
    "(?P<month>本月|当月|同月|上个?月|下个?月)(?P<third>上旬|中旬|下旬|初|底|末)?(?!球)|(?<![年今个半正腊0-9])月(?P<edge>[初底末])(?![一二三四五六七八九十期])"
)
_PARTS = (
    ("NI", re.compile("凌晨|零时|深夜|半夜")),
    ("MO", re.compile("上午|[早晨]")),
    ("MI", re.compile("[中正]午")),
    ("AF", re.compile("[下]午|午后")),
    ("EV", re.compile("晚")),
    ("NI", re.compile("夜")),
)
_CLOCK = re.compile("([0-9]{1,2})[时点:：]")
_WEEK = re.compile("(?P<week>上|本|这|下)(?:周|星期|礼拜)(?P<day>[一二三四五六日天末](?!期))?(?![边密围到末年期])")
_DECADE = re.compile(
    r"(?:(?P<century>[上本])个?世纪|(?P<count>[0-9]{1,2}|[一二三四五六七八九十]{1,3})世纪)?(?<![0-9])(?P<decade>[0-9]0|[一二三四五六七八九]?十)年代"
)
_PLAN = re.compile('[“"]?(?P<plan>十[一二三四五六]?五|[六七八九]五)[”"]?(?P<word>期间|时期|以来|末)')
_NEAR = re.compile(
    "(?:(?:最近|近|过去)(?P<count>[一二两三四五六七八九十]{1,3}|[0-9]{1,3})个?(?P<unit>年|月|天|周)来?"
    "|(?<![0-9.])(?P<years>[一二两三四五六七八九十]{1,3}|[0-9]{1,3})年来)"
)
_LUNAR = re.compile("(?:农历|阴历|夏历)[^，。；：、（）]{0,8}[月年日初十]")
_VAGUE = re.compile("近日|日前|近期|近来|最近(?![的])|近几?年来?|近些年来?|连日来|不久前|前不久")


_GRAINS: tuple[tuple[Precision, re.Pattern[str]], ...] = (  # the first that fits; what fits none names a day: 春节, 八月十五
    ("century", re.compile("世纪$")),
    ("decade", re.compile("年代|世纪")),
    ("week", re.compile("前夕|(?:周|星期|礼拜|周末)$")),
    ("day", re.compile("[日号天]|节|假|[0-9][-./][0-9]")),
    ("month", re.compile("月(?![初十廿三])|旬|季|半年|[今来明年][春夏秋冬]|暑|年[初中]|同期")),
    ("year", re.compile("年|五")),
)


def _part_of_hour(hour: int) -> str:
    return "NI" if hour < 5 or hour == 24 else "MO" if hour < 12 else "MI" if hour == 12 else "AF" if hour < 18 else "EV"


class _Context:
    """What is known while reading: the day of publication, and the dates told before."""

    def __init__(self, year: int | None, day: dt.date | None) -> None:
        self.year, self.published = year, day
        self.said_year: int | None = None  # a year told earlier in this sentence
        self.last_year: int | None = None  # … or earlier in this text
        self.last_day: dt.date | None = None

    def new_sentence(self) -> None:
        self.said_year = None

    def remember(self, days: _Days, *, told_year: bool) -> None:
        first, last = days
        self.last_year = first.year
        if told_year:
            self.said_year = first.year
        if first == last:
            self.last_day = first


_Resolved = tuple[_Days | None, float, Kind | None]  # days, confidence, the kind when it is not the grain
_UNKNOWN: _Resolved = (None, 0.0, None)


@dataclass(frozen=True, slots=True)
class _Finding:
    start: int
    end: int
    days: _Days | None
    confidence: float
    kind: Kind

    def date(self, text: str) -> Date:
        value = _text_of(self.days)[0] if self.days else ""
        if self.kind == "until" and self.days and self.days[1]:
            value = self.days[1].isoformat()
        return Date(self.start, self.end, text[self.start : self.end], value, self.kind, self.confidence)


def _find(text: str, context: _Context) -> Iterator[tuple[int, int, _Days | None, float, Kind]]:
    titles = [match.span() for match in re.finditer("《[^《》]{1,99}》", text)]
    done = 0
    for match, resolve in _matches(text):
        if re.search("[。！？；\n]", text[done : match.start()]):
            context.new_sentence()
        days, confidence, kind = resolve(match, context)
        if kind is None:
            kind = _text_of(days)[1] if days else "vague"
        yield match.start(), match.end(), days, confidence, kind
        done = match.end()
        title = bisect_right(titles, (match.start(), len(text))) - 1
        in_title = title >= 0 and match.start() < titles[title][1]  # 《2021—2025年规划》 dates nothing outside it
        if days and kind not in ("since", "until") and not in_title:
            told = match.re is _ISO or bool(match.groupdict().get("year3") or match.groupdict().get("relative"))
            context.remember(days, told_year=told)


_Resolver = Callable[[re.Match[str], _Context], _Resolved]


def _matches(text: str) -> Iterator[tuple[re.Match[str], _Resolver]]:
    """The matches that do not overlap, from the left, the longest first."""
    found = [
        (match, resolve)
        for pattern, resolve in _PATTERNS
        for match in pattern.finditer(text)
        if pattern is not _EXPRESSION or _says_something(match)
    ]
    end = 0
    for match, resolve in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        if match.start() >= end:
            yield match, resolve
            end = match.end()


def _says_something(match: re.Match[str]) -> bool:
    return match.end() > match.start() and any(value for key, value in match.groupdict().items() if key not in ("lead", "tail"))


# ---- what it means -------------------------------------------------------------------------------------------------


def _expression(match: re.Match[str], context: _Context) -> _Resolved:
    said = match.groupdict()
    days, confidence = _plain_expression(said, match, context)
    lead, tail = said["lead"] or "", said["tail"] or ""
    if days is None:
        return _UNKNOWN
    if tail == "以来":
        end = context.published if context.published and context.published >= days[0] else None
        return (days[0], end), confidence, "since"
    if tail in ("起", "开始", "以后", "之后", "后") or (lead == "自" and not tail):
        return (days[0], None), confidence, "since"
    if tail in ("前", "之前", "以前"):
        first = days[0] - dt.timedelta(1) if tail == "以前" else days[1] or days[0]
        return (first, first), confidence, "until"
    return days, confidence, "until" if lead.startswith("截") else None


def _plain_expression(said: dict[str, str | None], match: re.Match[str], context: _Context) -> tuple[_Days | None, float]:
    """The days of an expression without what stands before and behind it (截至, 以来)."""
    if said["year"]:
        last = _number(said["year2"])
        return _join(_months(_number(said["year"]), 1, 12), _months(last, 1, 12)), 1.0
    year, sure = _year(said, context)
    of_another_year = match.string[max(0, match.start() - 1) : match.start()] == "年"  # 民国三年五月
    if year is None and (said["relative"] or of_another_year):
        return None, 0.0
    if said["month"] or said["from_month"]:
        month, day = _number(said["month"] or said["from_month"]), _number(said["day"] or "1")
        if year is None:
            year, sure = _likely_year(month, day, context, match)
        return (None, 0.0) if year is None else _in_year(said, year, month, sure)
    if year is None:
        year, sure = context.year, 0.85 if context.published else 0.6
    return (None, 0.0) if year is None else _part_of_year(said, year, sure)


def _year(said: dict[str, str | None], context: _Context) -> tuple[int | None, float]:
    """The year that is said, or None; a year said relative to an unknown day of publication is unknown too."""
    if said["year3"]:
        return _number(said["year3"]), 1.0
    relative = (said["relative"] or "").removesuffix("度")
    if relative in _ANAPHORIC:
        return (None, 0.0) if context.last_year is None else (context.last_year + _ANAPHORIC[relative], 0.7)
    if relative and context.year is not None:
        vague = relative in ("全年", "年内")
        return context.year + _RELATIVE[relative], 0.7 if vague else 0.95 if context.published else 0.7
    return None, 0.0


def _likely_year(month: int, day: int, context: _Context, match: re.Match[str]) -> tuple[int | None, float]:
    """The year of a month or day said without one.

    Papers leave the year out for this year, and around the turn of the year for the December just past or the January
    to come: hence half a year as the limit. Confidence falls with the distance, more for the future than for the past.
    """
    if context.said_year is not None:
        return context.said_year, 0.85
    published, year = context.published, context.year
    if published is None or year is None:
        return year, 0.6 if year is not None else 0.0
    this = _nearby(year, month, day)
    if this is None:
        return None, 0.0
    distance = (this - published).days
    ahead, until_now = _looks_ahead(match), (match["lead"] or "").startswith("截")
    if distance > (31 if until_now else 183) and not ahead:
        return year - 1, 0.7
    if distance < -330:
        return year + 1, 0.6
    if distance > 0:
        return year, 0.9 if ahead or distance <= 7 else 0.7
    return year, 0.95 if distance > -183 else 0.8


def _nearby(year: int, month: int, day: int) -> dt.date | None:
    found = (_day(year, month, day) or _day(year, month, min(day, 28))) if 1 <= month <= 12 else None
    return found[0] if found else None


def _looks_ahead(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(match.group("tail") == "前" or re.search("将|力争|预计|计划|定于|拟于|确保|到$|至$", before))


def _in_year(said: dict[str, str | None], year: int, month: int, sure: float) -> tuple[_Days | None, float]:
    """Months and days of a year: 8月, 8月17日, 7月26—29日, 10月底, 1至4月, 9月1日至12月31日, 12月28日至1月3日."""
    if said["from_month"]:
        last = _number(said["to_month"])
        return _months(year, month, last if last >= month else last + 12), sure
    if said["third"] and not said["end_day"] and not said["end_month"]:
        if said["day"]:
            return _day(year, month, _number(said["day"])), sure
        return _part_of_month(year, month, said["third"]), min(sure, 0.8)
    first = _day(year, month, _number(said["day"])) if said["day"] else _months(year, month, month)
    if not said["end_month"] and not said["end_day"]:
        return first, sure
    end_month = _number(said["end_month"]) if said["end_month"] else month
    end_year = _number(said["end_year"]) if said["end_year"] else year + (end_month < month)
    last_days = _day(end_year, end_month, _number(said["end_day"])) if said["end_day"] else _months(end_year, end_month, end_month)
    return _join(first, last_days), sure


def _part_of_year(said: dict[str, str | None], year: int, sure: float) -> tuple[_Days | None, float]:
    """A year and its parts: 今年, 上半年, 一季度, 前三季度, 前8个月, 秋季, 年底."""
    if said["count"]:
        return _months(year, 1, _number(said["count"])), sure
    if said["quarter"]:
        quarter = _number(said["quarter"])
        return _months(year, 3 * quarter - 2, 3 * quarter), sure
    if said["quarters"]:
        return _months(year, 1, 3 * _number(said["quarters"][1])), sure
    if said["half"]:
        return (_months(year, 1, 6) if said["half"] == "上半年" else _months(year, 7, 12)), sure
    if said["season"]:
        first = {"春": 3, "夏": 6, "秋": 9, "冬": 12}[said["season"]]
        return _months(year, first, first + 2), min(sure, 0.7)
    edge = (said["edge"] or "")[-1:]
    if edge == "初":
        return _months(year, 1, 1), min(sure, 0.6)
    if edge == "中":
        return _months(year, 6, 6), min(sure, 0.5)
    if edge:
        return _day(year, 12, 31), min(sure, 0.8)
    return _months(year, 1, 12), sure


def _join(first: _Days | None, last: _Days | None) -> _Days | None:
    if first is None or last is None or last[1] is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _number(text: str | None) -> int:
    """A whole number of one or two digits or a year, in either kind of digits."""
    text = text or ""
    if text.startswith("廿"):
        text = "二十" + text[1:].removeprefix("十")
    found = parse_number(text)
    return int(found.value) if found and found.value == found.value.to_integral() else 0


def _iso(match: re.Match[str], context: _Context) -> _Resolved:
    days = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return (days, 1.0, None) if days else _UNKNOWN


def _bare_day(match: re.Match[str], context: _Context) -> _Resolved:
    """4日 belongs to the month told last, else to the month of publication or, when later in it, the month before."""
    first, last = int(match["day"]), int(match["end_day"] or match["day"])
    base, sure = context.last_day, 0.8
    if base is None:
        base, sure = context.published, 0.7
        if base is not None and first > base.day + 1 and base.replace(day=1) > dt.date.min:
            base = base.replace(day=1) - dt.timedelta(1)
    if base is None:
        return _UNKNOWN
    days = _join(_day(base.year, base.month, first), _day(base.year, base.month, last))
    return (days, sure, None) if days else _UNKNOWN


def _day_word(match: re.Match[str], context: _Context) -> _Resolved:
    """昨日 counts from the day of publication; 今天 too, but is said of these days in general as well."""
    if context.published is None:
        return _UNKNOWN
    day = _shifted(context.published, _DAY_WORDS[match["day"][0]])
    return (day, day), 0.9 if match["day"][0] in "昨前" else 0.6, None


def _same_day(match: re.Match[str], context: _Context) -> _Resolved:
    if context.last_day is None:
        return _UNKNOWN
    day = _shifted(context.last_day, 1 if match.group() in ("次日", "翌日") else 0)
    return (day, day), 0.7, None


def _month_word(match: re.Match[str], context: _Context) -> _Resolved:
    word = match["month"] or "本月"
    base = context.last_day if word in ("当月", "同月") else context.published
    if base is None:
        return _UNKNOWN
    index = base.year * 12 + base.month - 1 + {"上": -1, "下": 1}.get(word[0], 0)
    year, month = divmod(index, 12)
    part = match["third"] or match["edge"]
    days = _part_of_month(year, month + 1, part) if part else _months(year, month + 1, month + 1)
    return (days, 0.7 if part else 0.9, None) if days else _UNKNOWN


def _week(match: re.Match[str], context: _Context) -> _Resolved:
    """Weeks begin on Monday."""
    if context.published is None:
        return _UNKNOWN
    monday = _shifted(context.published, {"上": -7, "下": 7}.get(match["week"], 0) - context.published.weekday())
    day = match["day"]
    if not day:
        return (monday, _shifted(monday, 6)), 0.8, None
    if day == "末":
        return (_shifted(monday, 5), _shifted(monday, 6)), 0.8, None
    found = _shifted(monday, "一二三四五六日".find(day.replace("天", "日")))
    return (found, found), 0.8, None


def _decade(match: re.Match[str], context: _Context) -> _Resolved:
    tens, count = (
        _number(match["decade"]),
        _number(match["count"] or {"上": "20", "本": "21"}.get(match["century"] or "")),
    )
    if not count and tens < 30:  # 20年代 may be of either century
        return _UNKNOWN
    start = (count or 20) * 100 - 100 + tens
    days = _join(_months(start, 1, 12), _months(start + 9, 1, 12))
    return (days, 1.0 if count else 0.8, None) if days else _UNKNOWN


def _plan(match: re.Match[str], context: _Context) -> _Resolved:
    """Five-year plans without a gap: the sixth began in 1981, the fourteenth in 2021."""
    plan = match["plan"]
    number = _number(plan[:-1]) if len(plan) > 1 else 0
    start = 1981 + 5 * (number - 6)
    days = _join(_months(start, 1, 12), _months(start + 4, 1, 12))
    if days is None:
        return _UNKNOWN
    if match["word"] == "以来":
        return (days[0], context.published), 0.9, "since"
    return (_months(start + 4, 1, 12) if match["word"] == "末" else days), 0.95, None


def _near(match: re.Match[str], context: _Context) -> _Resolved:
    """近三年: the three years up to publication. Papers may mean calendar years, hence the low confidence."""
    if context.published is None:
        return _UNKNOWN
    count, unit, end = _number(match["count"] or match["years"]), match["unit"] or "年", context.published
    days = {"天": 1, "周": 7, "月": 30}
    first = _years_back(end, count) if unit == "年" else _shifted(end, -count * days[unit])
    return (first, end), 0.5, None


def _vague(match: re.Match[str], context: _Context) -> _Resolved:
    return _UNKNOWN


def _shifted(day: dt.date, days: int) -> dt.date:
    """Some days later, but never out of the calendar."""
    return dt.date.fromordinal(min(max(1, day.toordinal() + days), dt.date.max.toordinal()))


_PATTERNS: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (_EXPRESSION, _expression),
    (_ISO, _iso),
    (_DECADE, _decade),
    (_PLAN, _plan),
    (_NEAR, _near),
    (_VAGUE, _vague),
    (_LUNAR, _vague),
    (_WEEK, _week),
    (_MONTH_WORD, _month_word),
    (_DAY_WORD, _day_word),
    (_SAME_DAY, _same_day),
    (_BARE_DAY, _bare_day),
)
