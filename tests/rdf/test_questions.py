"""The saved queries on the sample pages: each has an answer, known ones the right answer, and rdflib answers all of them alike."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg import lexicon as lexicons
from kg import search
from kg.rdf.query import QueryError, Saved, given, joined, query, saved

QUERIES = saved(lexicons.default_root())
UNANSWERED = {"contradictions", "policy_chain"}  # no two sentences of the sample pages contradict each other, and no document rests on another
# What takes rdflib minutes when it is asked of everything: it answers the example.
SLOW = {"both"}


def example(one: Saved, demo: Path) -> str:
    """A saved query with the values of its example."""
    pairs = [word.partition("=") for option, word in zip(one.example[::2], one.example[1::2], strict=True) if option == "--with"]
    text = given(one.text, {name: value for name, _, value in pairs})
    words = [word for option, word in zip(one.example[::2], one.example[1::2], strict=True) if option == "--find"]
    return joined(text, search.find(demo / "output", words[0], limit=None).iris) if words else text


def values(store: ox.Store, text: str, prefixes: dict[str, str]) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else getattr(term, "value", str(term)) for term in row) for row in query(store, text, prefixes).rows]


# ---- every one -------------------------------------------------------------------------------------------------------


def test_there_are_titles_in_both_languages_and_examples_for_all_parameters() -> None:
    assert len(QUERIES) >= 40
    for one in QUERIES.values():
        assert one.title_zh
        assert one.title_en.isascii()
        assert tuple(word.partition("=")[0] for word in one.example if "=" in word) == one.parameters, one.name


@pytest.mark.parametrize("name", QUERIES)
def test_every_saved_query_has_an_answer(name: str, demo: Path, demo_store: ox.Store, store: ox.Store, prefixes: dict[str, str]) -> None:
    if name in UNANSWERED:  # a graph made by hand has what the pages have not
        assert query(store, QUERIES[name].text, prefixes).rows
    else:
        assert values(demo_store, example(QUERIES[name], demo), prefixes)


# ---- known answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "with_", "rows"),
    [
        ("together", {"names": "匡正 曾涛"}, {("2021-12-08", "邵阳市委常委会会议", "2", "匡正、曾涛"), ("2021-12-09", "邵阳市委巡察动员部署会", "2", "匡正、曾涛")}),
        ("together", {"names": "匡正 曾涛 没有此人"}, set()),
        ("succession", {}, {
            ("丽水市应急管理局", "局长", "南宫旭", "2023-04-12", "汤一平", "2023-04-12"),
            ("河池市教育局", "局长", "覃勇", "2022-09-09", "潘月", "2022-09-09"),
        }),
        ("passed", {"within": "滕州市委"}, {
            ("2021-11-16", "滕州市委常委会会议", "关于打造“墨子善治”基层治理品牌的实施意见", "原则同意", "原则通过"),
            ("2021-11-16", "滕州市委常委会会议", "滕州市“十四五”工业强市行动计划", "审议通过", "通过"),
        }),
        ("both", {"one": "陈功", "other": "沭阳县委"}, {("陈功", "中共沭阳县委员会", "2021-11-05", "邵世杰调研重点项目建设", "1", "4")}),
        ("both", {"one": "陈功", "other": "滕州市"}, set()),
    ],
)  # fmt: skip
def test_a_question_has_its_answer(
    name: str, with_: dict[str, str], rows: set[tuple[str, ...]], demo_store: ox.Store, prefixes: dict[str, str]
) -> None:
    assert set(values(demo_store, given(QUERIES[name].text, with_), prefixes)) == rows


def test_companions_of_one_are_the_pairs_that_hold_them(demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    of_one = values(demo_store, given(QUERIES["companions"].text, {"name": "匡正"}), prefixes)
    pairs = values(demo_store, QUERIES["companions"].text, prefixes)
    assert {(row[1], row[2]) for row in of_one} == {((set(row[:2]) - {"匡正"}).pop(), row[2]) for row in pairs if "匡正" in row[:2]}
    assert of_one[0][1:3] == ("曾涛", "2")


def test_places_under_a_county_are_all_below_it(demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    below = values(demo_store, given(QUERIES["places_under"].text, {"name": "沭阳县"}), prefixes)
    assert ("沭阳县", "颜集镇", "321322116000", "沭阳县") in below
    assert ("沭阳县", "堰下村", "321322116201", "颜集镇") in below  # two steps down


def test_orphans_are_in_no_claim(demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    found = values(demo_store, QUERIES["orphans"].text, prefixes)
    claimed = {row[0] for row in values(demo_store, "SELECT ?e { ?c a kg:Claim ; rdf:subject|rdf:object ?e }", prefixes)}
    assert len(found) > 50
    assert {row[2] for row in found} & claimed == set()


def test_what_is_found_is_joined_with_the_graph(demo: Path, demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    text = "SELECT ?headline { VALUES ?found { } ?found schema:headline ?headline }"
    hits = search.find(demo / "output", "审议通过", limit=None)
    assert {row[0] for row in values(demo_store, joined(text, hits.iris), prefixes)} == {hit.title for hit in hits.passages}
    assert values(demo_store, joined(text, ()), prefixes) == []
    with pytest.raises(QueryError, match="no VALUES"):
        joined("SELECT * {}", hits.iris)


def test_the_command_joins_and_says_what_cannot_be_joined(demo: Path, kg: Any) -> None:
    code, out, _ = kg("query", demo / "output", "stated", "--find", "养犬", "-f", "csv")
    assert code == 0
    assert "黑河市养犬管理条例（草案）,draftOf,黑河市养犬管理条例" in out
    assert kg("query", demo / "output", "posts", "--find", "养犬")[0] == 2
    assert kg("query", demo / "output", "stated", "--find", "没有这个词")[0] == 1


# ---- the second opinion ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other(demo: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(demo / "output" / "graph.ttl", format="turtle")


@pytest.fixture
def made(quads: list[ox.Quad]) -> rdflib.Graph:
    """The graph that is made by hand."""
    triples = ox.serialize((ox.Triple(q.subject, q.predicate, q.object) for q in quads), format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=triples, format="nt")


@pytest.fixture(scope="module")
def few(demo: Path) -> tuple[rdflib.Dataset, ox.Store]:
    """The graphs of three articles, for queries that ask which graph says so: rdflib takes long to read all of them."""
    quads = list(ox.parse(path=str(demo / "output" / "graph.nq"), format=ox.RdfFormat.N_QUADS))
    names = sorted({str(q.graph_name) for q in quads if "/article/" in str(q.graph_name)})[:3]
    chosen = [q for q in quads if str(q.graph_name) in names]
    store = ox.Store()
    store.extend([*chosen, *(ox.Quad(q.subject, q.predicate, q.object) for q in chosen)])
    text = ox.serialize(chosen, format=ox.RdfFormat.N_QUADS).decode()
    return rdflib.Dataset(default_union=True).parse(data=text, format="nquads"), store  # type: ignore[return-value]


def counted(rows: Any) -> Counter[tuple[str, ...]]:
    """Answers without their order; the order of names in one cell (GROUP_CONCAT) is nobody's promise either."""
    return Counter(tuple("、".join(sorted(cell.split("、"))) for cell in row) for row in rows)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("name", sorted(QUERIES.keys() - UNANSWERED))
def test_rdflib_answers_alike(
    name: str, demo: Path, demo_store: ox.Store, other: rdflib.Graph, few: tuple[rdflib.Dataset, ox.Store], prefixes: dict[str, str]
) -> None:
    one = QUERIES[name]
    text = example(one, demo) if name in SLOW or not one.parameters else one.text
    graph, store = few if "GRAPH" in text else (other, demo_store)
    assert alike(graph, store, text, prefixes)


@pytest.mark.parametrize("name", sorted(QUERIES.keys() - {"stated"}))
def test_rdflib_answers_alike_of_a_graph_made_by_hand(name: str, made: rdflib.Graph, store: ox.Store, prefixes: dict[str, str]) -> None:
    if "GRAPH" not in QUERIES[name].text:
        assert alike(made, store, QUERIES[name].text, prefixes) or name not in UNANSWERED


def alike(graph: rdflib.Graph, store: ox.Store, text: str, prefixes: dict[str, str]) -> int:
    """How many answers there are; rdflib and Oxigraph have the same."""
    found = [tuple("" if term is None else str(term) for term in row) for row in graph.query(text, initNs=prefixes)]  # type: ignore[union-attr]
    assert counted(found) == counted(values(store, text, prefixes))
    return len(found)


@pytest.mark.parametrize("name", ["陈功", "匡正", "沭阳县", "没有这个人"])
def test_the_evidence_of_a_name_is_what_the_evidence_of_all_says_of_it(name: str, demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    claims = "SELECT ?claim { ?claim a kg:Claim ; rdf:subject ?s ; rdf:object ?o . OPTIONAL { ?o org:postIn ?organ } "
    named = f'FILTER EXISTS {{ ?x skos:prefLabel|schema:variableMeasured "{name}"@zh FILTER(?x = ?s || ?x = ?o || ?x = ?organ) }} }}'
    rows = query(demo_store, given(QUERIES["evidence"].text, {"name": name}), prefixes).rows
    assert len(rows) == len(query(demo_store, claims + named, prefixes).rows)
    assert not Counter(rows) - Counter(query(demo_store, QUERIES["evidence"].text, prefixes).rows)


def test_a_parameter_keeps_its_language() -> None:
    text = 'SELECT ?p { VALUES ?name { ""@zh } ?p skos:prefLabel ?name VALUES ?other { "" } }'
    assert Saved("n", "", "", text).parameters == ("name", "other")
    assert given(text, {"name": '陈"功'}) == 'SELECT ?p { VALUES ?name { "陈\\"功"@zh } ?p skos:prefLabel ?name VALUES ?other { "" } }'
