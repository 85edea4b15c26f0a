"""Towns, villages and seats of government of the whole country: all are there, none is read before it is asked for, and a line of the ontology corrects one."""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import named, read, world

from kg import gazetteer
from kg import lexicon as lexicons
from kg.lexicon import Lexicon

NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=8) | st.sampled_from(["131团社区", "2社区"])


@pytest.fixture
def copy(tmp_path: Path, lexicon: Lexicon) -> Path:
    return Path(shutil.copytree(lexicon.root, tmp_path / "ontology"))


def test_every_village_of_the_source_is_there_once(lexicon: Lexicon) -> None:
    codes = [code for code, _ in gazetteer._rows(str(lexicon.root), "")]
    assert len(codes) == len(set(codes)) == 620_573
    assert {len(code) for code in codes} == {12}


def test_the_towns_of_villages_are_those_of_the_table(lexicon: Lexicon) -> None:
    towns = {code[:9] for code, _ in gazetteer._rows(str(lexicon.root), "1411")}
    named = [gazetteer.town_name(code, lexicon) for code in towns]
    assert sum(map(bool, named)) / len(named) > 0.9  # the others are farms and development zones


@given(st.dictionaries(st.integers(1, 999), NAMES, min_size=1))
def test_packing_loses_nothing(villages: dict[int, str]) -> None:
    line = gazetteer.packed(list(villages.items()))
    assert dict(gazetteer.unpacked("141124105", line)) == {f"141124105{n:03}": name for n, name in villages.items()}


@pytest.mark.parametrize(
    ("area", "name", "codes"),
    [
        ("141124", "双塔村", ("141124105206",)),
        ("141100", "双塔村", ("141124105206",)),
        ("500101", "双塔村", ()),
        ("140000", "双塔村", ()),  # a province is too wide
        ("", "双塔村", ()),
    ],
)
def test_villages_are_those_of_the_prefecture(lexicon: Lexicon, area: str, name: str, codes: tuple[str, ...]) -> None:
    assert gazetteer.villages(lexicon, area).get(name, ()) == codes


def test_a_community_is_known_by_what_papers_call_it(lexicon: Lexicon) -> None:
    villages = gazetteer.villages(lexicon, "110101")
    assert villages["多福巷社区"] == ("110101001001",)


def test_no_village_is_read_for_a_page_of_unknown_home(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer._villages.cache_clear()
    monkeypatch.setattr(gazetteer, "ZipFile", lambda *_: pytest.fail("the archive was opened"))
    assert named(world(read("杨家湾村召开村民大会。", "")), "杨家湾村") == "杨家湾村"


def test_only_the_prefecture_of_the_home_is_read(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Watched(ZipFile):
        def read(self, name, pwd=None):  # type: ignore[no-untyped-def]
            opened.append(name)
            return super().read(name, pwd)

    gazetteer._villages.cache_clear()
    monkeypatch.setattr(gazetteer, "ZipFile", Watched)
    world(read("临县三交镇双塔村召开村民大会，石门墕村也来人了。", "吕梁市"))
    assert opened == ["1411"]


def test_a_line_corrects_adds_or_takes_away_a_village(copy: Path) -> None:
    with (copy / "gazetteers/villages.tsv").open("a", encoding="utf-8") as table:
        table.write("141124105206\t双塔新村\n141124105999\t枣林村\n141124107206\t\n")
    villages = gazetteer.villages(lexicons.load(copy), "141124")
    assert villages["双塔新村"] == ("141124105206",)
    assert "141124105999" in villages["枣林村"]
    assert "双塔村" not in villages
    assert "南圪垛村" not in villages


def test_an_ontology_without_villages_still_works(copy: Path) -> None:
    (copy / "gazetteers/villages.zip").unlink()
    (copy / "gazetteers/villages.tsv").unlink()
    assert gazetteer.villages(lexicons.load(copy), "141124") == {}


# Degrees north and east of towns all over the country, from maps; the centre of a town is wide, and its government may have moved.
KNOWN = """
110000 39.91 116.40|120000 39.14 117.18|130100 38.04 114.50|130123 38.14 114.57|130700 40.81 114.88|140100 37.87 112.55|140200 40.08 113.30|141102 37.52 111.14|
141122 37.55 112.16|141125 37.43 110.89|150200 40.66 109.84|150781 49.60 117.43|152923 41.96 101.07|210600 40.13 124.39|222401 42.89 129.51|232701 52.97 122.54|
320583 31.38 120.98|330782 29.31 120.07|341200 32.90 115.81|350100 26.06 119.30|350582 24.81 118.57|360700 25.85 114.94|370881 35.58 116.99|371700 35.24 115.48|
410225 34.82 114.82|411525 32.17 115.68|422801 30.27 109.48|430500 27.24 111.47|430626 28.70 113.59|433123 27.95 109.60|440200 24.80 113.60|441403 24.27 116.08|
450300 25.28 110.29|460200 18.25 109.51|500243 29.29 108.17|510100 30.66 104.07|510700 31.47 104.68|513301 30.05 101.96|513401 27.89 102.26|520300 27.72 106.93|
530300 25.49 103.80|532801 22.00 100.80|532901 25.59 100.23|540100 29.65 91.12|610600 36.59 109.49|620982 40.14 94.66|632801 36.40 94.90|640400 36.01 106.28|
653101 39.47 75.99|653201 37.11 79.92|654002 43.91 81.33|654301 47.85 88.13
"""


@pytest.mark.parametrize("line", KNOWN.replace("\n", "").split("|"))
def test_a_government_sits_where_maps_have_it(lexicon: Lexicon, line: str) -> None:
    code, lat, long = line.split()
    found = gazetteer.seat(code, lexicon)
    assert found
    north, east = float(found.lat) - float(lat), (float(found.long) - float(long)) * math.cos(math.radians(float(lat)))
    assert math.hypot(north, east) * 111.2 < 8  # kilometres


def test_a_prefecture_sits_among_its_counties(lexicon: Lexicon) -> None:
    """Of a county that stands far outside its neighbours, another place of its name was taken."""
    seats = {code: (float(seat.lat), float(seat.long)) for code in lexicon.divisions if (seat := gazetteer.seat(code, lexicon))}
    outside = [code for code, (lat, long) in seats.items() if not (16 < lat < 54 and 73 < long < 136)]
    assert outside == []
    counties = [(code, seats[code[:4] + "00"]) for code in seats if not code.endswith("00") and code[:4] + "00" in seats]
    far = [code for code, (lat, long) in counties if math.hypot(seats[code][0] - lat, (seats[code][1] - long) * math.cos(math.radians(lat))) > 3]
    assert {code[:2] for code in far} <= {"15", "54"}  # prefectures that are wider than 330 kilometres


def test_what_no_table_has_sits_nowhere(copy: Path) -> None:
    (copy / "gazetteers/coordinates.tsv").unlink()
    assert gazetteer.seat("141125", lexicons.load(copy)) is None


def test_a_line_moves_a_seat(copy: Path) -> None:
    with (copy / "gazetteers/coordinates.tsv").open("a", encoding="utf-8") as table:
        table.write("610827\t37.76\t110.18\t\n")
    assert gazetteer.seat("610827", lexicons.load(copy)) == gazetteer.Seat("37.76", "110.18", "")
