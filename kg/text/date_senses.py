"""What the expressions of `kg.text.date_words` mean: each as its days, with the confidence, against the day of publication and the dates told before."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from kg.text import date_words as words
from kg.text import festivals
from kg.text.days import Days, day, join, months, months_on, part_of_month, shifted, years
from kg.text.numerals import parse as parse_number


class Context:
    """What is known while reading: the day of publication, the dates told before, and what stands around the words to resolve."""

    def __init__(self, year: int | None, day: dt.date | None) -> None:
        self.year, self.published = year, day
        self.said_year: int | None = None  # a year told earlier in this sentence
        self.last_year: int | None = None  # … or earlier in this text
        self.last_day: dt.date | None = None
        self.last: Days | None = None  # whatever was told last
        self.until = False  # 截至 stands before the words to resolve
        self.ahead = False  # they lie ahead: 将, 计划 stand before them, or 前 behind

    def remember(self, days: Days, *, told_year: bool, bounded: bool) -> None:
        """Keep what later words may lean on; of what is open or only a bound (今年以来, 6月底前), nothing but the days."""
        self.last = days
        if bounded:
            return
        first, last = days
        self.last_year = first.year
        if told_year:
            self.said_year = first.year
        if first == last:
            self.last_day = first


Resolved = tuple[Days | None, float]  # with the confidence
UNKNOWN: Resolved = (None, 0.0)
Resolver = Callable[[re.Match[str], Context], Resolved]


def expression(match: re.Match[str], context: Context) -> Resolved:
    """A year, months, days and parts of a year: 2021年8月17日, 1至4月, 今年上半年."""
    said = match.groupdict()
    if said["year"]:
        return years(_full_year(said["year"]), _full_year(said["year2"])), 1.0
    year, sure = _year(said, context)
    of_another_year = match.string[max(0, match.start() - 1) : match.start()] == "年"
    if year is None and (said["relative"] or said["short"] or of_another_year):
        return UNKNOWN
    if said["month"] or said["from_month"]:
        month, day_of_month = _number(said["month"] or said["from_month"]), _number(said["day"] or "1")
        if year is None:
            year, sure = _likely_year(month, day_of_month, context)
        return UNKNOWN if year is None else _in_year(said, year, month, sure)
    if year is None:
        year, sure = context.year, 0.85 if context.published else 0.6
    return UNKNOWN if year is None else _part_of_year(said, year, sure)


def _year(said: dict[str, str | None], context: Context) -> tuple[int | None, float]:
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


def _likely_year(month: int, day_of_month: int, context: Context) -> tuple[int | None, float]:
    """The year of a month or day said without one: that told before, else the nearest."""
    if context.said_year is not None:
        return context.said_year, 0.85
    found = _nearest(lambda year: _first_of(year, month, day_of_month), context)
    return (found[0].year, found[1]) if found else (None, 0.0)


def _first_of(year: int, month: int, day_of_month: int) -> dt.date | None:
    days = day(year, month, day_of_month)
    return days[0] if days else None


def _nearest(day_in: Callable[[int], dt.date | None], context: Context) -> tuple[dt.date, float] | None:
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


def _in_year(said: dict[str, str | None], year: int, month: int, sure: float) -> Resolved:
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


def _part_of_year(said: dict[str, str | None], year: int, sure: float) -> Resolved:
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


def iso(match: re.Match[str], context: Context) -> Resolved:
    """2021-08-17 and 17.8.2021."""
    return day(_full_year(match["y"]), int(match["m"]), int(match["d"])), 1.0


def bare_day(match: re.Match[str], context: Context) -> Resolved:
    """4日 belongs to the month told last, else to the month that brings it nearest to publication; the past counts as thrice as near."""
    first, last = int(match["day"]), int(match["end_day"] or match["day"])
    base, sure = context.last_day, 0.8
    if base is None and context.published is not None:
        base, sure = _nearest_day(first, context.published), 0.7
    if base is None:
        return UNKNOWN
    return join(day(base.year, base.month, first), day(base.year, base.month, last)), sure


def _nearest_day(day_of_month: int, published: dt.date) -> dt.date | None:
    around = (months_on(published.replace(day=1), step) for step in (0, -1, 1))
    found = [days[0] for first in around if (days := day(first.year, first.month, day_of_month))]
    return min(found, key=lambda each: max((published - each).days, 3 * (each - published).days), default=None)


def day_word(match: re.Match[str], context: Context) -> Resolved:
    """昨日 counts from the day of publication; 今天 too, but is said of these days in general as well."""
    if context.published is None:
        return UNKNOWN
    if match["two"]:
        first = shifted(context.published, words.DAY_WORDS[match["two"][0]])
        return (first, shifted(first, 1)), 0.8
    word = match["day"].removeprefix("大")
    step = words.DAY_WORDS[word[0]]
    if word != match["day"]:  # 大前天, 大后天
        step += 1 if step > 0 else -1
    found = shifted(context.published, step)
    return (found, found), 0.9 if word[0] in "昨前" else 0.6


def same_day(match: re.Match[str], context: Context) -> Resolved:
    """当天 is the day told last, 次日 the one after."""
    if context.last_day is None:
        return UNKNOWN
    found = shifted(context.last_day, 1 if match.group() in ("次日", "翌日") else 0)
    return (found, found), 0.7


def month_word(match: re.Match[str], context: Context) -> Resolved:
    """本月, 上月底, 下月5日."""
    word = match["month"] or "本月"
    base = context.last_day if word in ("当月", "同月") else context.published
    if base is None:
        return UNKNOWN
    years_on = words.RELATIVE.get(match["relative"] or "", 0)
    base = months_on(base.replace(day=1), 12 * years_on + {"上": -1, "下": 1}.get(word[0], 0))
    if match["day"]:
        return day(base.year, base.month, _number(match["day"])), 0.9
    part = match["third"] or match["edge"] or match["half"]
    return (part_of_month(base.year, base.month, part), 0.7) if part else (months(base.year, base.month, base.month), 0.9)


_DAYS_OF_WEEK = "一二三四五六日天"


def week(match: re.Match[str], context: Context) -> Resolved:
    """Weeks begin on Monday."""
    if context.published is None:
        return UNKNOWN
    step = match["week"].replace("个", "")
    weeks = step.count("下") - step.count("上")
    monday = shifted(context.published, 7 * weeks - context.published.weekday())
    return _in_week(monday, match["day"], match["last"]), 0.8


def weekday(match: re.Match[str], context: Context) -> Resolved:
    """周三, 周末: the last one that has begun; 周三前 the next."""
    if context.published is None:
        return UNKNOWN
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


def decade(match: re.Match[str], context: Context) -> Resolved:
    """上世纪90年代, 七八十年代; 初, 中, 末 are parts of it."""
    lower, upper = match["lower"], match["upper"]  # 七八十年代
    tens, count = _number(f"{lower}十" if lower else match["decade"]), _centuries(match)
    if not count and tens < 30:  # 20年代 may be of either century
        return UNKNOWN
    start = (count or 20) * 100 - 100 + tens
    if lower:
        return years(start, start + 9 + 10 * (_number(upper) - _number(lower))), 0.8
    first, last = {"初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (7, 9)}.get(match["edge"] or "", (0, 9))
    return years(start + first, start + last), (1.0 if count else 0.8) - (0.3 if match["edge"] else 0)


def century(match: re.Match[str], context: Context) -> Resolved:
    """A century from its year 1; 初 and 末 are its first and last decade."""
    count = _centuries(match)
    if not 1 <= count <= 30:
        return UNKNOWN
    start = count * 100 - 100
    match match["edge"]:
        case None:
            return years(start + 1, start + 100), 0.9
        case "初":
            return years(max(1, start), start + 9), 0.5
        case "末":
            return years(start + 90, start + 99), 0.5
    return UNKNOWN


def plan(match: re.Match[str], context: Context) -> Resolved:
    """Five-year plans without a gap: the sixth began in 1981, the fourteenth in 2021."""
    plan = match["plan"]
    number = _number(plan[:-1]) if len(plan) > 1 else 0
    start = 1981 + 5 * (number - 6)
    return years(start + 4 if match["word"] == "末" else start, start + 4), 0.95


def near(match: re.Match[str], context: Context) -> Resolved:
    """近三年: the three years up to publication, 未来三年 those from the next day on. Papers may mean calendar years, hence the low confidence."""
    if context.published is None:
        return UNKNOWN
    count, unit = match["count"] or match["years"] or match["ahead"], match["unit"] or match["unit2"] or match["unit3"]
    if match["ahead"]:
        return (shifted(context.published, 1), _moved(context.published, count, unit, 1)), 0.5
    return (_moved(context.published, count, unit, -1), context.published), 0.5


def ago(match: re.Match[str], context: Context) -> Resolved:
    """三年前 is that year, 两个月前 that month, 十天前 that day."""
    if context.published is None:
        return UNKNOWN
    found = _moved(context.published, match["count"], match["unit"], -1)
    days = {"年": months(found.year, 1, 12), "天": (found, found)}.get(match["unit"], months(found.year, found.month, found.month))
    return days, 0.5


def _moved(day: dt.date, count: str, unit: str, sign: int) -> dt.date:
    number = 0.5 if count == "半" else _number(count)
    if unit in ("天", "周"):
        return shifted(day, sign * int(number * (7 if unit == "周" else 1)))
    return months_on(day, sign * int(number * (12 if unit == "年" else 1)))


def school_year(match: re.Match[str], context: Context) -> Resolved:
    """From September to August; its terms from September to January and from February to July."""
    year, last = _full_year(match["year"]), _full_year(match["year2"])
    if last != year + 1:
        return UNKNOWN
    return months(year, 9, 13) if match["first"] else months(last, 2, 7) if match["second"] else months(year, 9, 20), 0.9


def winter(match: re.Match[str], context: Context) -> Resolved:
    """今冬明春: December to May. In the first months of a year 今冬 is the winter that has begun."""
    if context.year is None:
        return UNKNOWN
    early = context.published is not None and context.published.month < 6
    year = context.year - (match.group()[0] == "去" or early)
    return months(year, 12, 17), 0.7


def same_period(match: re.Match[str], context: Context) -> Resolved:
    """The period told last, of the year that is said."""
    if context.last is None or context.last[1] is None:
        return UNKNOWN
    back = {"去": -1, "上": -1, "前": -2}.get((match["relative"] or " ")[0], 0)
    return _years_on(context.last[0], context.last[1], back), 0.6


def _years_on(first: dt.date, last: dt.date, count: int) -> Days:
    """Days some years later; a whole February stays whole."""
    moved = months_on(last, 12 * count)
    if last.day == calendar.monthrange(last.year, last.month)[1]:
        moved = moved.replace(day=calendar.monthrange(moved.year, moved.month)[1])
    return months_on(first, 12 * count), moved


def era(match: re.Match[str], context: Context) -> Resolved:
    """The republic counted years of the Gregorian calendar; of an emperor's, whose months are lunar, only the year is given."""
    year = words.ERAS[match["era"]] + _number(match["count"]) - 1
    if match["era"] != "民国" or not match["month"]:
        return months(year, 1, 12), 0.9
    month = _number(match["month"])
    return day(year, month, _number(match["day"])) if match["day"] else months(year, month, month), 0.9


def lunar(match: re.Match[str], context: Context) -> Resolved:
    """A day or month of the lunar calendar. What has no 农历 and is no 正月, 腊月 or 初… is one when it has no 日 (八月十五)."""
    marked = match["moon"] or match["moon2"] or match["new"] or match["leap"] or match["month"] in ("正", "腊", "冬")
    if not marked and match["day"] and match["day"].startswith(("二十", "三十")):
        return _plain_day(match, context)
    if not marked and not match["day"]:
        return UNKNOWN
    year, sure = _year(match.groupdict(), context)
    if year is None and match["relative"]:
        return UNKNOWN
    if match["day"] is None and not match["new"]:
        return _lunar_month(match, year, sure, context)
    if year is not None:
        found = _lunar_in(match, year)
        return ((found, found), min(sure, 0.9)) if found else UNKNOWN
    near = _nearest(lambda each: _lunar_in(match, each), context)
    return ((near[0],) * 2, near[1]) if near else UNKNOWN


def _plain_day(match: re.Match[str], context: Context) -> Resolved:
    """一月二十三: without 农历 and with no lunar word for the day, it is a day of the Gregorian calendar."""
    year, sure = _year(match.groupdict(), context)
    month, of_month = _number(match["month"]), _number(match["day"])
    if year is None and not match["relative"]:
        year, sure = _likely_year(month, of_month, context)
    return (day(year, month, of_month), min(sure, 0.7)) if year is not None else UNKNOWN


def _lunar_in(match: re.Match[str], year: int) -> dt.date | None:
    """The day of the lunar year that begins in `year`; days of its last month said without a year are of the January or February of that year."""
    if match["new"] == "三十":
        return festivals.festival("除夕", year)
    month = 1 if match["new"] else {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or _number(match["month"])
    of_year = year - (month == 12 and not match["year3"])
    return festivals.lunar_day(of_year, month, _moon_day(match["new"] or match["day"]), leap=bool(match["leap"]))


def _moon_day(text: str) -> int:
    return _number(text.removeprefix("初"))


def _lunar_month(match: re.Match[str], year: int | None, sure: float, context: Context) -> Resolved:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or _number(match["month"])
    if year is None:
        near = _nearest(lambda each: festivals.lunar_day(each - (month == 12), month, 1), context)
        if near is None:
            return UNKNOWN
        year, sure = near[0].year - (month == 12 and near[0].month < 3), near[1]
    return festivals.lunar_month(year, month), min(sure, 0.8)


_OFF = {
    "元旦": "元旦",
    "春节": "春节",
    "清明": "清明",
    "五一": "五一",
    "劳动节": "五一",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆",
    "十一": "国庆",
}


def festival(match: re.Match[str], context: Context) -> Resolved:
    """The day of a festival, or the days off around it (国庆假期, 春节期间)."""
    name = match["name"] or match["quoted"] or match["bare"]
    year, sure = _year(match.groupdict(), context)
    if year is None:
        near = None if match["relative"] else _nearest(lambda each: festivals.festival(name, each), context)
        if near is None:
            return UNKNOWN
        year, sure = near[0].year, min(near[1], 0.8)
    if match["off"] and name in _OFF:
        return festivals.holiday(_OFF[name], year), min(sure, 0.7)
    found = festivals.festival(name, year)
    return ((found, found), sure) if found else UNKNOWN


def vague(match: re.Match[str], context: Context) -> Resolved:
    """What has no value: 近日, 近年来."""
    return UNKNOWN
