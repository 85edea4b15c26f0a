"""Towns and villages of the whole country: all are there, none is read before it is asked for, and a line of the ontology corrects one."""

from __future__ import annotations

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
