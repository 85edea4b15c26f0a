"""Spans of days: months, thirds of months, years, and how ISO 8601 writes them. A span is its first and last day, both included."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal

Days = tuple[dt.date, dt.date | None]  # the last day is None when the end is open
Grain = Literal["day", "month", "year", "period"]


def day(year: int, month: int, day: int) -> Days | None:
    """One day, or None when the calendar has none such."""
    try:
        return (dt.date(year, month, day),) * 2
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Days | None:
    """Whole months of a year; month 13 and later belong to the next year."""
    if not (1 <= first <= 12 and first <= last <= 24 and 1 <= year < dt.MAXYEAR):
        return None
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return dt.date(year, first, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def years(first: int, last: int) -> Days | None:
    """Whole years."""
    return join(months(first, 1, 12), months(last, 1, 12))


def part_of_month(year: int, month: int, part: str) -> Days | None:
    """上旬, 中旬, 下旬 (or two of them: 中下旬), 初 (the first ten days), 上半月, 下半月; the last day for 底 and 末."""
    whole = months(year, month, month)
    if whole is None or whole[1] is None:
        return None
    last = whole[1].day
    first_day, last_day = {
        "上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last), "上中旬": (1, 20), "中下旬": (11, last),
        "上半月": (1, 15), "下半月": (16, last),
    }.get(part, (last, last))  # fmt: skip
    return dt.date(year, month, first_day), dt.date(year, month, last_day)


def months_on(day: dt.date, count: int) -> dt.date:
    """The same day some months later, or earlier; in a shorter month its last day."""
    index = min(max(dt.MINYEAR * 12, day.year * 12 + day.month - 1 + count), dt.MAXYEAR * 12 + 11)
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day: dt.date, days: int) -> dt.date:
    """Some days later, but never out of the calendar."""
    return dt.date.fromordinal(min(max(1, day.toordinal() + days), dt.date.max.toordinal()))


def join(first: Days | None, last: Days | None) -> Days | None:
    """From the first day of one span to the last of another, None when they are not in this order."""
    if first is None or last is None or last[1] is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def text_of(days: Days) -> tuple[str, Grain]:
    """A span of days as an ISO value, "first/last" or "first/.." when it is no day, month or year; and its grain."""
    first, last = days
    if last is None:
        return f"{first.isoformat()}/..", "period"
    if first == last:
        return first.isoformat(), "day"
    if days == months(first.year, 1, 12):
        return f"{first.year:04}", "year"
    if days == months(first.year, first.month, first.month):
        return first.isoformat()[:7], "month"
    return f"{first.isoformat()}/{last.isoformat()}", "period"
