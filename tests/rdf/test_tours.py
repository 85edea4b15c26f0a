"""Tours and bylines in the graph: a node for each, with visitors, company and stops in order, or author, role and outlet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scenes import LEXICON, read, world

from kg.export import write
from kg.model import Reading
from kg.rdf.convert import convert, statements
from kg.rdf.iris import prefixes
from kg.rdf.query import query, saved
from kg.rdf.store import open_store
from kg.rdf.validate import validate
from kg.settings import Settings

TEXT = """8月18日，市委书记陈立到柳林县、临县检查指导防汛减灾工作。副市长周文海、吴秀兰陪同。
陈立来到临县三交镇双塔村，察看农田受灾情况。"""


def tours(tmp_path: Path, *texts: str | Reading) -> list[list[str]]:
    graph = world(*texts)
    assert validate(list(convert(graph, LEXICON, Settings())), LEXICON) == ()
    write(graph, tmp_path / "graph.nq", format="nquads", lexicon=LEXICON, settings=Settings())
    result = query(open_store(tmp_path), saved(LEXICON.root)["tours"].text, prefixes(LEXICON, Settings()))
    return [["" if term is None else term.value for term in row] for row in result.rows]  # type: ignore[union-attr]


def test_a_tour_has_its_visitors_company_and_stops_in_order(tmp_path: Path) -> None:
    rows = tours(tmp_path, TEXT)
    assert [(row[3], row[4], row[5]) for row in rows] == [
        ("到访", "", "陈立"), ("陪同", "", "吴秀兰"), ("陪同", "", "周文海"),
        ("行程", "1", "柳林县"), ("行程", "2", "临县"), ("行程", "3", "双塔村"),
    ]  # fmt: skip
    assert {(row[0], row[2], row[6]) for row in rows} == {("2021-08-18", "陈立到访柳林县、临县、双塔村（2021-08-18）", "防汛减灾工作")}


def test_two_articles_tell_of_two_tours_and_each_keeps_its_iri(tmp_path: Path) -> None:
    other = read("副市长周文海到离石区调研。", "吕梁市", "2021-08-20")
    alone = set(statements(world(TEXT), LEXICON, Settings()))
    assert alone <= set(statements(world(TEXT, other), LEXICON, Settings()))
    assert len({row[2] for row in tours(tmp_path, TEXT, other)}) == 2


@pytest.mark.parametrize(("role", "works"), [("记者", True), ("通讯员", False)])
def test_a_byline_has_author_role_and_outlet_and_only_a_reporter_works_for_it(role: str, works: bool) -> None:
    reading = read(f"本报讯（{role} 罗丽）8月18日，离石区召开全区教育工作会议。", authors=("罗丽",))
    quads = list(convert(world(replace(reading, page=replace(reading.page, newspaper="吕梁日报"))), LEXICON, Settings()))
    assert validate(quads, LEXICON) == ()
    said = {(q.predicate.value.rpartition("#")[2].rpartition("/")[2], str(q.object)) for q in quads}
    assert ("role", f'"{role}"@zh') in said
    assert any(predicate == "outlet" and "吕梁日报" in value for predicate, value in said)
    assert works == any(predicate == "worksFor" for predicate, _ in said)


@pytest.mark.parametrize("text", ["市委书记陈立将到柳林县调研防汛减灾工作。", "市委书记陈立尚未到柳林县调研防汛减灾工作。"])
def test_a_visit_that_is_planned_or_denied_is_no_tour(tmp_path: Path, text: str) -> None:
    assert tours(tmp_path, text) == []
