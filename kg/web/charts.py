"""Small drawings as numbers for SVG: posts on a line of time, figures over the years, places on a map."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.shelf import Ref

DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
WIDE, ROW, TOP = 720, 22, 22  # of a drawing, of a row and of the years above, in pixels
STEPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)  # degrees between the lines of a map
KILOMETRES = 111.2  # of a degree of latitude
LETTER, NAMED = 13, 14  # pixels of a Chinese character on a map, characters of a name there
Box = tuple[float, float, float, float, str]
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


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: its dot, and where its name begins, if there is room for it."""

    place: Ref
    x: float
    y: float
    r: float
    name: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Atlas:
    """A map without tiles: places, the largest first, lines of longitude and latitude as (pixels, degrees), and a length: (pixels, kilometres)."""

    spots: tuple[Spot, ...]
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]
    scale: tuple[float, float]
    height: float
    wide: int = WIDE


def atlas(places: Sequence[tuple[Ref, float, float]]) -> Atlas | None:
    """A map of (place, degrees north, degrees east), the most important first; None without any. Names that would cover something are left out."""
    if not places:
        return None
    lats, longs = [lat for _, lat, _ in places], [long for *_, long in places]
    north, south, east, west = max(lats), min(lats), max(longs), min(longs)
    squeeze = math.cos(math.radians((north + south) / 2))  # a degree of longitude is that much shorter there
    high, across = max(north - south, 0.2) * 1.16, max((east - west) * squeeze, 0.2) * 1.22
    height = round(max(WIDE * 0.4, min(WIDE * high / across, WIDE * 0.8)))
    each = min(WIDE / across, height / high)  # pixels of a degree of latitude
    middle, centre = (north + south) / 2, (east + west) / 2

    def x(long: float) -> float:
        return round(WIDE / 2 + (long - centre) * squeeze * each, 1)

    def y(lat: float) -> float:
        return round(height / 2 - (lat - middle) * each, 1)

    step = next((step for step in STEPS if step * each > 70), STEPS[-1])
    half = WIDE / 2 / each / squeeze, height / 2 / each
    most = WIDE / 4 / each * KILOMETRES
    length = next(digit * 10 ** math.floor(math.log10(most)) for digit in (5, 2, 1) if digit * 10 ** math.floor(math.log10(most)) <= most)
    return Atlas(
        _spots([(place, x(long), y(lat)) for place, lat, long in places], height),
        tuple((x(at), _degrees(at, step, "EW")) for at in _round(centre - half[0], centre + half[0], step)),
        tuple((y(at), _degrees(at, step, "NS")) for at in _round(middle - half[1], middle + half[1], step)),
        (round(length / KILOMETRES * each, 1), length),
        height,
    )


def _spots(places: Sequence[tuple[Ref, float, float]], height: float) -> tuple[Spot, ...]:
    """Dots, and names right, left, below or above them where these cover no other."""
    dots = [(place, x, y, round(min(12, 3 + math.sqrt(place.count) * 0.8), 1)) for place, x, y in places]
    taken = [(WIDE * 0.72, height - 34.0, float(WIDE), height, ""), *((x - r, y - r, x + r, y + r, place.id) for place, x, y, r in dots)]
    found = []
    for place, x, y, r in dots:
        length = sum(LETTER if ord(c) > 0x2E7F else LETTER * 0.56 for c in place.name[:NAMED]) + 3
        sides = [(x + r + 3, y - 8), (x - r - 3 - length, y - 8), (x - length / 2, y + r + 2), (x - length / 2, y - r - 18)]
        boxes = [(left, top, left + length, top + 16, place.id) for left, top in sides if 0 < left < WIDE - length and 14 < top < height - 20]
        free = next((box for box in boxes if all(other[4] == place.id or _apart(box, other) for other in taken)), None)
        if free:
            taken.append(free)
        found.append(Spot(place, x, y, r, (round(free[0], 1), round(free[1] + 12.5, 1)) if free else None))
    return tuple(found)


def _apart(one: Box, other: Box) -> bool:
    return one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def _round(low: float, high: float, step: float) -> list[float]:
    """The multiples of a step between two numbers."""
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _degrees(value: float, step: float, sides: str) -> str:
    return f"{abs(value):.{0 if step >= 1 else 1 if step >= 0.1 else 2}f}°{sides[value < 0]}"


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
