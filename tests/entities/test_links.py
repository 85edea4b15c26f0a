"""Outside identifiers come from a local table, and a faulty line costs only itself."""

from __future__ import annotations

from pathlib import Path

from scenes import LEXICON, world

from kg.rdf.convert import convert
from kg.settings import Settings


def test_codes_and_ids_get_their_wikidata_items(tmp_path: Path) -> None:
    codes, ids = tmp_path / "codes.csv", tmp_path / "ids.tsv"
    codes.write_text("code,item\n141100,Q57895\n141102,https://www.wikidata.org/wiki/Q1197063\n999999,Q1\n", encoding="utf-8")
    ids.write_text("id\titem\norg/中共吕梁市委员会\thttps://example.org/party\n", encoding="utf-8")
    graph = world("市委书记陈立到离石区调研。", settings=Settings(links=str(codes)))
    assert graph.nodes["place/141100"]["record"].same_as == ("http://www.wikidata.org/entity/Q57895",)
    assert graph.nodes["place/141102"]["record"].same_as == ("http://www.wikidata.org/entity/Q1197063",)
    assert not graph.graph["problems"]
    matches = {q.object.value for q in convert(graph, LEXICON, Settings()) if q.predicate.value.endswith("exactMatch")}
    assert "http://www.wikidata.org/entity/Q57895" in matches
    named = world("市委书记陈立到离石区调研。", settings=Settings(links=str(ids)))
    assert named.nodes["org/中共吕梁市委员会"]["record"].same_as == ("https://example.org/party",)


def test_a_faulty_line_is_reported_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,item\n141100,吕梁\n141102,Q1197063\n", encoding="utf-8")
    graph = world("市委书记陈立到离石区调研。", settings=Settings(links=str(path)))
    assert [(p.code, p.where) for p in graph.graph["problems"]] == [("faulty-line", f"{path}:2")]
    assert graph.nodes["place/141102"]["record"].same_as


def test_a_table_without_the_columns_says_which_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("place,qid\n141100,Q57895\n", encoding="utf-8")
    (problem,) = world("市委书记陈立到会。", settings=Settings(links=str(path))).graph["problems"]
    assert problem.where == f"{path}:1"
    assert "code or id" in problem.message
