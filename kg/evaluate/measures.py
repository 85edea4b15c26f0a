"""Are the figures of an article right in all five fields: subject, indicator, value, unit and period?

Gold words an indicator by its gist (课后服务参与学生), a text by its clause (参与学生), so names are right when they share most of their characters. Gold
may list the figures of an article incompletely, so precision is a lower bound.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg.evaluate.strings import bare
from kg.evaluate.view import Measure
from kg.text import dates
from kg.text.days import Days

ALIKE = 0.6  # of two names: 签约项目总投资 and 总投资 reach it, 用工缺口 and 得知企业用工还缺 do not
LONG = 400  # days: gold gives no period to what goes on for more than a year (2018年以来)


def same_figure(measure: Measure, relation: Mapping[str, Any]) -> bool:
    """Same value and unit, and indicators that share half the characters of the shorter: 投资 is 完成投资."""
    found, wanted = set(bare(measure.indicator)), set(bare(relation["obj"]))
    return same_quantity(measure, relation) and len(found & wanted) >= 0.5 * min(len(found), len(wanted))


def same_fields(measure: Measure, relation: Mapping[str, Any], subject: bool) -> bool:
    """Whether value, unit, indicator and period are right; `subject` tells whether the subject is."""
    return (
        subject
        and same_quantity(measure, relation)
        and alike(measure.indicator, relation["obj"]) >= ALIKE
        and same_period(measure.period, relation.get("period") or "")
    )


def same_quantity(measure: Measure, relation: Mapping[str, Any]) -> bool:
    """Same value and unit."""
    try:
        near = math.isclose(float(measure.value), float(relation["value"]), rel_tol=0, abs_tol=1e-9)
    except ValueError:
        return False
    return near and bare(measure.unit) == bare(relation["unit"])


def alike(one: str, other: str) -> float:
    """Dice's coefficient of the characters of two names."""
    a, b = set(bare(one)), set(bare(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def same_period(found: str, wanted: str) -> bool:
    """Whether one of two periods lies in the other; where gold gives none, none, or a long or open one, is right."""
    span = _days(found)
    if not wanted:
        return span is None or _long(span)
    asked = _days(wanted)
    return span is not None and asked is not None and not _long(span) and (_inside(span, asked) or _inside(asked, span))


def _long(days: Days) -> bool:
    first, last = days
    return last is None or (last - first).days > LONG


def _inside(one: Days, other: Days) -> bool:
    return other[0] <= one[0] and (one[1] or dt.date.max) <= (other[1] or dt.date.max)


@lru_cache(maxsize=4096)
def _days(period: str) -> Days | None:
    """The days of an ISO value, or of a period as gold words it (2022年1至8月, 2023上半年)."""
    first, slash, last = period.partition("/")
    begin, end = _iso(first), _iso(last)
    if slash:
        return (begin[0], end[1] if end else None) if begin else None
    if begin:
        return begin
    said = dates.find(period if "年" in period else f"{period[:4]}年{period[4:]}", published=period[:4])
    return _days(said[0].value) if said and _iso(said[0].value[:4]) else None


def _iso(text: str) -> Days | None:
    """The days of an ISO year, month or day."""
    try:
        year, month, day = [*map(int, text.split("-")), 0, 0][:3]
        first = dt.date(year, month or 1, day or 1)
        after = first + dt.timedelta(days=1) if day else dt.date(year + (not month or month == 12), month % 12 + 1 if month else 1, 1)
    except ValueError:
        return None
    return first, after - dt.timedelta(days=1)
