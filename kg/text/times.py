"""All that a Chinese newspaper says of time: dates and periods, lengths of time (三年时间) and what comes again (每周三).

Values are those of TIMEX3: "P3Y" for a length, "XXXX-WXX-3" for what comes again, and the dates of `kg.text.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kg.text import dates, numerals
from kg.text.dates import Date

UNITS = {"年": "P{}Y", "个月": "P{}M", "周": "P{}W", "天": "P{}D", "小时": "PT{}H", "个小时": "PT{}H", "分钟": "PT{}M"}
_WEEK = "(?:周|星期|礼拜)"
_AGAIN = re.compile(
    rf"每(?:年的?(?:(?P<month>[0-9]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})[日号])?)?|个?月(?:(?P<monthday>[0-9]{{1,2}})[日号])?"
    rf"|{_WEEK}(?:(?P<weekday>[一二三四五六日天](?![天次节个场期堂篇趟回题]))(?:[至到、](?:{_WEEK})?(?P<last>[一二三四五六日天]))?)?|(?P<daily>[天日]))(?!均)"
)

_FROM_A_DAY = re.compile("[前后]")


def find(text: str, *, published: str) -> tuple[Date, ...]:
    """All expressions of time of a text from left to right, without overlaps. `published` as in `kg.text.dates.find`."""
    taken: list[Date] = []
    for each in chain(_again(text), dates.find(text, published=published), _lengths(text)):
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    return tuple(sorted(taken, key=lambda each: each.start))


def _again(text: str) -> Iterator[Date]:
    for match in _AGAIN.finditer(numerals.narrow(text)):
        yield Date(match.start(), match.end(), text[match.start() : match.end()], _again_value(match), "recurring", 0.9)


def _again_value(match: re.Match[str]) -> str:
    """每年5月 is XXXX-05, 每月10日 XXXX-XX-10, 每周三 XXXX-WXX-3, 每天 XXXX-XX-XX."""
    said = match.groupdict()
    if said["weekday"]:
        first, last = (f"XXXX-WXX-{'一二三四五六日天'.find(day) + 1}" for day in (said["weekday"], said["last"] or said["weekday"]))
        return first if first == last else f"{first}/{last}"
    if said["month"]:
        return f"XXXX-{int(said['month']):02}" + (f"-{int(said['day']):02}" if said["day"] else "")
    if said["monthday"]:
        return f"XXXX-XX-{int(said['monthday']):02}"
    if said["daily"]:
        return "XXXX-XX-XX"
    return {"年": "XXXX", "月": "XXXX-XX", "个": "XXXX-XX"}.get(match.group()[1], "XXXX-WXX")


def _lengths(text: str) -> Iterator[Date]:
    """Numbers of units of time; not those that count from a day (三年前, 10天后)."""
    for found in numerals.find(text, units=(*UNITS, "个", "周岁")):  # 两个半月
        if (
            found.unit in UNITS
            and found.top is None
            and not _FROM_A_DAY.match(text, found.end)
            and text[found.start - 1 : found.start] not in ("这", "那")
        ):
            start, end = found.start - (text[found.start - 1 : found.start] == "近"), found.end + 2 * text.startswith("时间", found.end)
            yield Date(start, end, text[start:end], UNITS[found.unit].format(found.value), "duration", 0.9)
