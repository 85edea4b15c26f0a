"""Towns and villages of the whole country: gazetteers/towns.tsv and villages.zip, read when first asked for, villages a prefecture at a time.

A unit has the statistics office's code: nine digits of a town (the county's six and three of its own), twelve of a village. Where the governments
of counties and larger divisions sit is in gazetteers/coordinates.tsv, read when first asked for, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from kg.lexicon import Lexicon

TOWNS, VILLAGES, CORRECTIONS = "gazetteers/towns.tsv", "gazetteers/villages.zip", "gazetteers/villages.tsv"
COORDINATES = "gazetteers/coordinates.tsv"
SHORTEST = 3  # 杨镇 and the like are left to the tagger: two characters are too often the end of one word and the beginning of another
BEFORE_FIRST = 199  # villages of a town are numbered from 200 on; only a number that does not follow is written
COMMITTEE = "居委会"  # what only registers write of a community: 城关居委会 is 城关社区 in a paper


@dataclass(frozen=True, slots=True)
class Unit:
    """A town or village: its code of twelve digits, its name, the table it stands in, the codes of its town ("" for a town) and county."""

    code: str
    name: str
    source: str
    town: str
    county: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Where the government of a division sits: degrees north and east (WGS 84) in decimals, the id of the place in GeoNames or ""."""

    lat: str
    long: str
    geonames: str


def towns(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Name → the nine-digit codes of the units that bear it, sorted; empty when the ontology folder has no such table."""
    return _towns(str(lexicon.root))


@lru_cache(maxsize=4)
def _towns(root: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for county, units in _counties(root).items():
        for unit in units.split():
            found[unit[3:]].append(county + unit[:3])
    return {name: tuple(sorted(codes)) for name, codes in sorted(found.items()) if len(name) >= SHORTEST}


@lru_cache(maxsize=4)
def _counties(root: str) -> dict[str, str]:
    """The county's code → its towns as the table writes them: "100三交镇 101…"."""
    path = Path(root) / TOWNS
    rows = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()
    return {county: units for county, _, units in rows if county.isdigit()}


def nearest(name: str, home: str, lexicon: Lexicon) -> tuple[str, str]:
    """The town that a name means to a reader in `home`, as (nine-digit code or "", "county" | "prefecture" | "province" | "country" | "").

    The innermost area around the home that holds a unit of the name; the code stays empty where several in that area bear it.
    """
    codes = towns(lexicon).get(name, ())
    for outer in lexicon.ladder(home) if home else ():
        inside = [c for c in codes if lexicon.within(c[:6], outer.code)]
        if inside:
            return (inside[0] if len(inside) == 1 else ""), outer.level
    return (codes[0] if len(codes) == 1 else ""), "country" if codes else ""


def villages(lexicon: Lexicon, area: str) -> dict[str, tuple[str, ...]]:
    """Name → the twelve-digit codes of the villages and communities that bear it in the prefecture of an area; empty for a wider area."""
    code = lexicon.prefecture(area)
    division = lexicon.divisions.get(code)
    if division is None or (division.level == "province" and division.word != "市"):
        return {}
    stem = code[:2] if division.level == "province" else code[:4]
    return _villages(str(lexicon.root), stem)


@lru_cache(maxsize=16)
def _villages(root: str, stem: str) -> dict[str, tuple[str, ...]]:
    """The villages of all members of the archive whose names begin with a stem ("1411", and "50" for 5001 and 5002)."""
    rows = dict(_rows(root, stem))
    rows.update((code, name) for code, name in _corrections(root) if code.startswith(stem))
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in rows.items():
        for form in {name, re.sub(f"(?<=..){COMMITTEE}$", "社区", name)} - {""}:
            found[form].append(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _rows(root: str, stem: str) -> Iterator[tuple[str, str]]:
    """(code, name) of each village in the archive under a stem."""
    path = Path(root) / VILLAGES
    if not path.is_file():
        return
    with ZipFile(path) as archive:
        for member in (m for m in archive.namelist() if m.startswith(stem)):
            for line in archive.read(member).decode("utf-8").splitlines():
                town, _, cells = line.partition("\t")
                yield from unpacked(town, cells)


def packed(units: list[tuple[int, str]]) -> str:
    """Numbered names of a town's villages as one line of the archive: "双塔村 三交村 205武家沟村"."""
    cells, last = [], BEFORE_FIRST
    for number, name in sorted(units):
        cells.append(name if number == last + 1 and not name[0].isdigit() else f"{number:03}{name}")
        last = number
    return " ".join(cells)


def unpacked(town: str, cells: str) -> Iterator[tuple[str, str]]:
    """(code, name) of each village of a line that `packed` made."""
    number = BEFORE_FIRST
    for cell in cells.split(" "):
        numbered = cell[0].isdigit()
        number = int(cell[:3]) if numbered else number + 1
        yield f"{town}{number:03}", cell[3:] if numbered else cell


@lru_cache(maxsize=4)
def _corrections(root: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of each line of villages.tsv; a code without a name takes its village away."""
    path = Path(root) / CORRECTIONS
    rows = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()
    return tuple((code, name.strip()) for code, _, name in rows if code.isdigit() and len(code) == 12)


def unit(code: str, name: str, lexicon: Lexicon) -> Unit:
    """The unit of a code of nine digits or twelve and a name."""
    county = code[:6] if code[:6] in lexicon.divisions else lexicon.prefecture(f"{code[:4]}00")
    if len(code) == 9:
        return Unit(f"{code}000", name, TOWNS, "", county)
    return Unit(code, name, VILLAGES, code[:9] if town_name(code[:9], lexicon) else "", county)


def by_code(code: str, lexicon: Lexicon) -> Unit | None:
    """The town or village of a code of nine digits or twelve (a town's may end in 000); None when no table has it."""
    town = town_name(code[:9], lexicon)
    if town and code[9:] in ("", "000"):
        return unit(code[:9], town, lexicon)
    names = [name for name, codes in villages(lexicon, code[:6]).items() if code in codes]
    return unit(code, min(names, key=lambda n: (len(n), n)), lexicon) if names else None


def town_name(code: str, lexicon: Lexicon) -> str:
    """The name of the town of a nine-digit code, "" when the table does not have it."""
    units = _counties(str(lexicon.root)).get(code[:6], "").split()
    return next((unit[3:] for unit in units if unit.startswith(code[6:])), "")


def seat(code: str, lexicon: Lexicon) -> Seat | None:
    """Where the government of the division of a GB/T 2260 code sits; None when the table does not say."""
    return _seats(str(lexicon.root)).get(code)


@lru_cache(maxsize=4)
def _seats(root: str) -> dict[str, Seat]:
    path = Path(root) / COORDINATES
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()
    return {row[0]: Seat(*row[1:4]) for row in rows if row[0].isdigit()}
