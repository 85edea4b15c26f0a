"""Small drawings as numbers for SVG: posts on a line of time, figures over the years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.shelf import Ref

DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
WIDE, ROW, TOP = 720, 22, 22  # of a drawing, of a row and of the years above, in pixels
NARROWEST = 4  # pixels of a bar: a post that was seen on one day


@dataclass(frozen=True, slots=True)
class Span:
    """A row of a chart of time: what is drawn and what it leads to; `since` and `until` say whether its ends are known or only seen."""

    name: str
    other: Ref | None
    begins: str
    ends: str
    since: bool = False
    until: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A row where it stands."""

    span: Span
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Gantt:
    """Rows with the first days of years above them, as (x, year)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    height: float
    wide: int = WIDE
    row: int = ROW


@dataclass(frozen=True, slots=True)
class Line:
    """Figures over time: points as (x, y, label, text), and the line through them."""

    points: tuple[tuple[float, float, str, str], ...]
    height: float = 180
    wide: int = WIDE

    @property
    def path(self) -> str:
        """The line as the `points` of a polyline."""
        return " ".join(f"{x},{y}" for x, y, *_ in self.points)


def gantt(spans: Sequence[Span]) -> Gantt | None:
    """A chart of the rows that have a time, the earliest first; None without any."""
    known = ((first, day(span.ends, last=True) or first, span) for span in spans if (first := day(span.begins)))
    dated = sorted(((first, max(first, last), span) for first, last, span in known), key=lambda row: row[:2])
    if not dated:
        return None
    low = dt.date(dt.date.fromordinal(dated[0][0]).year, 1, 1).toordinal()
    final = dt.date.fromordinal(max(last for _, last, _ in dated)).year
    each = WIDE / (dt.date(final, 12, 31).toordinal() + 1 - low)
    bars = tuple(
        Bar(span, round((first - low) * each, 1), TOP + row * ROW, round(max((last - first) * each, NARROWEST), 1))
        for row, (first, last, span) in enumerate(dated)
    )
    years = range(dt.date.fromordinal(low).year, final + 1)
    step = -(-len(years) // 12)
    ticks = tuple((round((dt.date(year, 1, 1).toordinal() - low) * each, 1), year) for year in years[::step])
    return Gantt(bars, ticks, TOP + len(bars) * ROW)


def line(figures: Sequence[tuple[str, str, str]]) -> Line | None:
    """A drawing of (period, value, text) over time; None with fewer than two that have both."""
    found = sorted((at, float(value), period, text) for period, value, text in figures if (at := day(period)) and _is_number(value))
    if len({at for at, *_ in found}) < 2:
        return None
    low, high = min(0.0, *(value for _, value, *_ in found)), max(value for _, value, *_ in found)
    first, last = found[0][0], found[-1][0]
    scale_x, scale_y = (WIDE - 80) / (last - first), 130 / ((high - low) or 1)
    return Line(tuple((round(40 + (at - first) * scale_x, 1), round(155 - (value - low) * scale_y, 1), period, text) for at, value, period, text in found))


def day(text: str, *, last: bool = False) -> int | None:
    """The first day of an ISO date, month, year or interval as a number, or its last one; None for anything else."""
    found = DATE.findall(text)
    if not found:
        return None
    year, month, date = found[-1 if last else 0]
    try:
        return dt.date(int(year), int(month or (12 if last else 1)), int(date or (28 if last else 1))).toordinal()
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text))
