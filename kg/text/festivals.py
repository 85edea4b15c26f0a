"""Festivals, solar terms, public holidays and days of the lunar calendar, in a year. The tables of the moon reach from 1900 to 2100."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from kg.text.days import Days, shifted

FIXED = {
    "元旦": (1, 1), "新年": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "植树节": (3, 12), "消费者权益日": (3, 15), "愚人节": (4, 1),
    "世界读书日": (4, 23), "劳动节": (5, 1), "青年节": (5, 4), "护士节": (5, 12), "助残日": (5, 21), "儿童节": (6, 1), "世界环境日": (6, 5),
    "建党节": (7, 1), "建军节": (8, 1), "医师节": (8, 19), "教师节": (9, 10), "烈士纪念日": (9, 30), "国庆": (10, 1), "万圣节": (10, 31),
    "记者节": (11, 8), "光棍节": (11, 11), "宪法日": (12, 4), "国家公祭日": (12, 13), "平安夜": (12, 24), "圣诞节": (12, 25), "女生节": (3, 7),
    "三八": (3, 8), "五一": (5, 1), "五四": (5, 4), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "双十一": (11, 11),
    "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
}  # fmt: skip
LUNAR = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9),
    "腊八": (12, 8), "小年": (12, 23), "二月二": (2, 2), "三月三": (3, 3), "六月六": (6, 6), "九月九": (9, 9),
}  # fmt: skip
NTH = {"母亲节": (5, 2, 6), "父亲节": (6, 3, 6), "感恩节": (11, 4, 3)}  # month, which, weekday
TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
# The days off around a single day by its weekday, Monday first, as the State Council has arranged them since 2008: with the weekend.
_WEEKEND = ((-2, 0), (-2, 0), (0, 0), (0, 2), (0, 2), (0, 2), (-1, 1))


def festival(name: str, year: int) -> dt.date | None:
    """The day of a festival or solar term in a year, None when it is not known; 除夕, the eve of 春节, is of the same year as that."""
    if name in FIXED:
        return dt.date(year, *FIXED[name])
    if name in LUNAR:
        month, day = LUNAR[name]
        return lunar_day(year - (month == 12), month, day)
    if name in NTH:
        month, which, weekday = NTH[name]
        first = dt.date(year, month, 1)
        return shifted(first, (weekday - first.weekday()) % 7 + 7 * (which - 1))
    if name == "除夕":
        spring = lunar_day(year, 1, 1)
        return shifted(spring, -1) if spring else None
    return _term(name, year) if name in TERMS else None


def holiday(name: str, year: int) -> Days | None:
    """The days off work around a festival, as they are arranged for the whole country."""
    day = festival(name, year)
    if day is None:
        return None
    if name == "国庆":
        return _national_day(day)
    if name == "春节":  # from the eve since 2015; eight days, and in 2024 from the day itself
        first = day if year in (2014, 2024) or year < 2008 else shifted(day, -1)
        return first, shifted(first, 7 if year >= 2024 else 6)
    if name in ("五一", "劳动节") and year < 2008:
        return day, shifted(day, 6)
    if name in ("五一", "劳动节") and year >= 2020:  # five days, with the weekend before when that is near
        first = shifted(day, {0: -2, 6: -1}.get(day.weekday(), 0))
        return first, shifted(first, 4)
    before, after = _WEEKEND[day.weekday()]
    return shifted(day, before), shifted(day, after)


def _national_day(day: dt.date) -> Days:
    """Seven days, eight with 中秋 near."""
    moon = festival("中秋", day.year)
    if moon is not None and -3 < (moon - day).days < 8:
        first = min(day, moon)
        return first, shifted(first, 7)
    return day, shifted(day, 6)


@lru_cache(maxsize=1024)
def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> dt.date | None:
    """The day of a lunar date; None when that month has no such day, or before 1900 and after 2100."""
    from borax.calendars import LunarDate  # only texts that speak of the moon need its tables
    from borax.calendars.lunardate import InvalidLunarDateError

    try:
        found: dt.date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except (InvalidLunarDateError, ValueError):
        return None
    return found


def lunar_month(year: int, month: int) -> Days | None:
    """A lunar month from its first to its last day."""
    first = lunar_day(year, month, 1)
    last = lunar_day(year, month, 30) or lunar_day(year, month, 29)
    return (first, last) if first and last else None


def _term(name: str, year: int) -> dt.date | None:
    from borax.calendars.lunardate import TermUtils

    if not 1900 <= year <= 2100:
        return None
    index = TERMS.index(name)
    return dt.date(year, index // 2 + 1, TermUtils.parse_term_days(year)[index])
