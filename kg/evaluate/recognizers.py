"""The Chinese specifications of Microsoft's Recognizers-Text, as a yardstick for dates, periods, numbers and percents.

A folder holds `DateParser.json`, `NumberModel.json` … with inputs and their resolutions; none of them is part of zhitu. Where their
conventions differ from ours, theirs are converted before comparing; what cannot be converted counts as wrong (docs/time.md).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kg.evaluate.counts import Share
from kg.evaluate.scores import EvaluationError
from kg.text import numerals, times
from kg.text.dates import Date
from kg.text.days import shifted
from kg.text.festivals import lunar_day

Case = Mapping[str, Any]

NO_DATE = "0001-01-01"  # what they answer to 2月30日
_MOON = re.compile("农历|[正腊]月|大年|初[一二三四五六七八九十]|月(?:十[一二三四五六七八九]?|廿.?)$|除夕|元宵|端午|中秋|重阳|春节")
_RANGE = re.compile("[至到与—-]|之后")


def score(folder: Path) -> dict[str, Share]:
    """How many cases of each specification are right, of those that are meant for Python. Raises EvaluationError."""
    found = {name: _share(folder / f"{name}.json", right) for name, right in SPECS.items() if (folder / f"{name}.json").is_file()}
    if not found:
        raise EvaluationError(f"{folder}: there is no specification of this folder's kind ({', '.join(SPECS)})")
    return found


def cases(path: Path) -> list[Case]:
    """The cases of a specification that are meant for Python. Raises EvaluationError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return [case for case in content if "python" not in f"{case.get('NotSupported')} {case.get('NotSupportedByDesign')}".lower()]
    except (ValueError, AttributeError) as error:
        raise EvaluationError(f"{path}: cannot be read as a specification: {error}") from error


def _share(path: Path, right: Callable[[Case], bool | None]) -> Share:
    answers = [right(case) for case in cases(path)]
    return Share(sum(answer is True for answer in answers), sum(answer is not None for answer in answers))


# ---- dates and periods ---------------------------------------------------------------------------------------------


def right_dates(case: Case) -> bool | None:
    """Whether all dates of a case are found, as the past or the future one; None when it has nothing to compare."""
    found = {each.value for each in _times(case) if each.value}
    if not case["Results"]:
        return not found
    return all(found & _dates(result) or (not found and _is_none(result)) for result in case["Results"])


def _is_none(result: Case) -> bool:
    """Whether what is said is no day (2月30日)."""
    return all(date == NO_DATE for (date,) in _resolutions(result, "date"))


def right_periods(case: Case) -> bool | None:
    """Whether all periods of a case are found, as the past or the future one; None when it has nothing to compare."""
    reference = case["Context"]["ReferenceDateTime"][:10]
    wanted = [(result["Text"], _resolutions(result, "startDate", "endDate")) for result in case["Results"]]
    if not all(each for _, each in wanted):
        return None
    return all(any(_same(ends, each, text, reference) for ends in _periods(case, text) for each in those) for text, those in wanted)


def _periods(case: Case, surface: str) -> list[tuple[dt.date, dt.date]]:
    """The periods found in a case; where one is longer than what is asked for (07年以后 for 07年), that is read alone."""
    plain, found = unspaced(surface), _times(case)
    if any(plain in each.surface and plain != each.surface for each in found):
        found = times.find(plain, published=case["Context"]["ReferenceDateTime"][:10])
    return [ends for each in found if (ends := _ends(each.value))]


def _times(case: Case) -> tuple[Date, ...]:
    return times.find(unspaced(case["Input"]), published=case["Context"]["ReferenceDateTime"][:10])


def unspaced(text: str) -> str:
    """Without the blanks before and behind Chinese characters: pages are un-spaced before they are read."""
    return re.sub("(?<=[\u4e00-\u9fff〇])[ \u3000]+|[ \u3000]+(?=[\u4e00-\u9fff〇])", "", text)


def _resolutions(result: Case, *keys: str) -> list[tuple[str, ...]]:
    both = (result["Value"].get("PastResolution") or {}, result["Value"].get("FutureResolution") or {})
    return [tuple(each[key] for key in keys) for each in both if all(key in each for key in keys)]


def _dates(result: Case) -> set[str]:
    """The dates that are right; a date of the lunar calendar, which they give as month and day of that, is converted."""
    stated = {date for (date,) in _resolutions(result, "date")} - {NO_DATE}
    if not _MOON.search(result["Text"]):
        return stated
    eve = {f"{int(date[:4]):04}-01-01" for date in stated if result["Text"] == "除夕"}
    converted = {_from_moon(date) for date in eve or stated}
    return {shifted(dt.date.fromisoformat(date), -1).isoformat() for date in converted if date} if eve else converted - {""}


def _from_moon(date: str) -> str:
    year, month, day = map(int, date.split("-"))
    found = lunar_day(year, month, day)
    return found.isoformat() if found else ""


def _ends(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of one of our values, None when it is open or empty."""
    first, _, last = value.partition("/")
    try:
        return _edge(first, last=False), _edge(last or first, last=True)
    except ValueError:
        return None


def _edge(text: str, *, last: bool) -> dt.date:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    if len(parts) == 2:
        year, month = parts
        return shifted(dt.date(year + month // 12, month % 12 + 1, 1), -1) if last else dt.date(year, month, 1)
    return dt.date(parts[0], 12, 31) if last else dt.date(parts[0], 1, 1)


def _same(ends: tuple[dt.date, dt.date], stated: tuple[str, ...], text: str, reference: str) -> bool:
    """Whether our period, whose last day belongs to it, is theirs.

    Theirs ends before its last day, or on the first day of its last unit where two are named (2009年到2010年 ends on 2010-01-01), or on
    the day of reference.
    """
    first, last = ends
    theirs = {shifted(last, 1)}
    if _RANGE.search(text):
        theirs = {last, last.replace(day=1), last.replace(month=1, day=1)}
    elif last.isoformat() == reference:
        theirs.add(last)
    return stated[0] == first.isoformat() and stated[1] in {day.isoformat() for day in theirs}


# ---- numbers -------------------------------------------------------------------------------------------------------


def right_numbers(case: Case) -> bool | None:
    """Whether each number of a case means what it should; of an input that has none, the whole must be none without a unit."""
    if not case["Results"]:
        return _value(case["Input"]) is None
    return all(_value(result["Text"]) == _number(result["Resolution"]["value"]) for result in case["Results"])


def right_percents(case: Case) -> bool | None:
    """The same of percents; percentage points are percents there."""
    if not case["Results"]:
        return not [each for each in numerals.find(unspaced(case["Input"])) if each.unit in _PER and each.top is None]
    return all(_percent(result["Text"]) == _number(result["Resolution"]["value"].rstrip("%")) for result in case["Results"])


_PER = {"%": Decimal(1), "‰": Decimal("0.1"), "‱": Decimal("0.01"), "百分点": Decimal(1), "个百分点": Decimal(1)}


def _value(text: str) -> Decimal | None:
    found = numerals.parse(unspaced(text))
    return _rounded(found.value) if found and not found.unit else None


def _percent(text: str) -> Decimal | None:
    found = numerals.parse(unspaced(text))
    if found is None:
        return None
    if not found.unit and "分之" in found.surface:
        return _rounded(found.value * 100)
    scale, unit = next(
        ((scale, found.unit[len(word) :]) for word, scale in _SCALES.items() if found.unit.startswith(word)), (1, found.unit)
    )
    return _rounded(found.value * scale * _PER[unit]) if unit in _PER else None


_SCALES = {"亿": 10**8, "万": 10**4, "萬": 10**4}


def _number(text: str) -> Decimal | None:
    try:
        return _rounded(Decimal(text))
    except InvalidOperation:
        return None


def _rounded(value: Decimal) -> Decimal:
    """To twelve figures: theirs are rounded to fifteen."""
    return Decimal(f"{value:.12g}").normalize()


SPECS: Mapping[str, Callable[[Case], bool | None]] = {
    "DateParser": right_dates,
    "HolidayParser": right_dates,
    "DatePeriodParser": right_periods,
    "NumberModel": right_numbers,
    "PercentModel": right_percents,
}
