"""Stores answer over the union of all graphs; answers read well on a terminal and parse in programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.export import write
from kg.lexicon import Lexicon
from kg.rdf.query import FORMATS, GRAPHS, RESULTS, QueryError, query, render, saved
from kg.rdf.store import StoreError, open_store
from kg.settings import Settings
from kg.text.terminal import width

POSTS = "SELECT ?name ?title { ?p org:holds/kg:title ?title ; skos:prefLabel ?name } ORDER BY ?title"


@pytest.fixture
def folder(tmp_path: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings) -> Path:
    write(graph, tmp_path / "graph.nq", format="nquads", lexicon=lexicon, settings=settings)
    write(graph, tmp_path / "graph.ttl", format="turtle", lexicon=lexicon, settings=settings)
    return tmp_path


def test_a_triple_that_two_articles_state_is_answered_once(folder: Path, prefixes: dict[str, str]) -> None:
    text = 'SELECT ?d { ?d skos:prefLabel "关于加快推进乡村工匠培育的实施意见"@zh }'
    stated_in = "SELECT ?g { GRAPH ?g { ?d skos:prefLabel '关于加快推进乡村工匠培育的实施意见'@zh } }"
    assert len(query(open_store(folder), text, prefixes).rows) == 1
    assert len(query(open_store(folder), stated_in, prefixes).rows) == 2


def test_turtle_and_quads_answer_alike(folder: Path, lexicon: Lexicon, prefixes: dict[str, str]) -> None:
    stores = open_store(folder), open_store(folder / "graph.ttl"), open_store(folder, graphs=False)
    for text in [one.text for one in saved(lexicon.root).values() if "GRAPH" not in one.text]:
        answers = [query(store, text, prefixes) for store in stores]
        assert answers[0] == answers[1] == answers[2]


def test_a_folder_without_a_graph_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build PAGES"):
        open_store(tmp_path)


def test_a_damaged_graph_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a:b> <a:c> <a:d> .\n<a:b> <a:c\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"graph\.nq: not a sound RDF file .*line 2"):
        open_store(tmp_path)


def test_columns_line_up_where_chinese_is_two_wide(store: ox.Store, prefixes: dict[str, str]) -> None:
    lines = render(query(store, POSTS, prefixes), "table", prefixes).splitlines()
    assert lines[0] == "name    title"
    assert lines[1] == "──────  ─────"
    assert set(lines[2:]) == {"孙大军  书记", "张广勇  市长", "张伟    县长", "张伟    医生"}
    assert width("张伟a") == 5


def test_csv_json_and_tsv_read_back_as_the_same_rows(store: ox.Store, prefixes: dict[str, str]) -> None:
    result = query(store, POSTS, prefixes)
    rows = [[term.value for term in row] for row in result.rows]  # type: ignore[union-attr]
    assert list(csv.reader(io.StringIO(render(result, "csv", prefixes))))[1:] == rows
    bindings = json.loads(render(result, "json", prefixes))["results"]["bindings"]
    assert [[b["name"]["value"], b["title"]["value"]] for b in bindings] == rows
    assert bindings[0]["name"]["xml:lang"] == "zh"
    parsed = ox.parse_query_results(render(result, "tsv", prefixes), format=ox.QueryResultsFormat.TSV)
    assert [[term.value for term in row] for row in parsed] == rows  # type: ignore[union-attr]


@pytest.mark.parametrize("format", FORMATS)
def test_construct_has_every_format_and_ask_those_of_answers(format: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    made = query(store, "CONSTRUCT { ?p kg:knows ?q } { ?e schema:attendee ?p, ?q . FILTER(?p != ?q) }", prefixes)
    text = render(made, format, prefixes)
    assert text.count("孙大军") >= 2
    assert text.endswith("\n")
    answer = query(store, "ASK { person:孙大军 a kg:Person }", prefixes)
    if format in GRAPHS:
        with pytest.raises(QueryError, match=f"{format} is for graphs"):
            render(answer, format, prefixes)
    else:
        assert "true" in render(answer, format, prefixes)
        assert render(answer, format, prefixes).endswith("\n")


@pytest.mark.parametrize("format", GRAPHS)
def test_a_described_graph_reads_back(format: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    result = query(store, "DESCRIBE person:孙大军", prefixes)
    parsed = ox.parse(render(result, format, prefixes), format=GRAPHS[format])
    assert {(q.subject, q.predicate, q.object) for q in parsed} == set(result.rows)
    assert len(result.rows) >= 5


@pytest.mark.parametrize("format", ["json", "tsv", "xml"])
def test_answers_read_back_with_their_types(format: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    values = '("甲\\t\\n\\"<&"@zh 1080 <https://example.org/甲>) ("2021"^^xsd:gYear 2.5 UNDEF) ("" true <<( schema:a schema:b "c" )>>)'
    result = query(store, f"SELECT ?x ?y ?z {{ VALUES (?x ?y ?z) {{ {values} }} }}", prefixes)
    known = {"json": ox.QueryResultsFormat.JSON, **RESULTS}[format]
    assert [tuple(row) for row in ox.parse_query_results(render(result, format, prefixes), format=known)] == list(result.rows)  # type: ignore[union-attr]


def test_only_so_many_rows_are_taken_and_that_there_are_more_is_known(store: ox.Store, prefixes: dict[str, str]) -> None:
    all_rows = query(store, POSTS, prefixes).rows
    assert query(store, POSTS, prefixes, limit=4) == query(store, POSTS, prefixes)
    some = query(store, POSTS, prefixes, limit=3)
    assert (some.rows, some.more) == (all_rows[:3], True)
    assert len(query(store, "CONSTRUCT WHERE { ?s ?p ?o }", prefixes, limit=5).rows) == 5
    assert len(query(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", prefixes, limit=7).rows) == 7  # without counting to the end


def test_nothing_in_a_table_steers_the_terminal(prefixes: dict[str, str]) -> None:
    result = query(ox.Store(), 'SELECT ("\\u001b[2J红\\n字\\u202E" AS ?x) {}', prefixes)
    assert "\x1b" not in render(result, "table", prefixes)
    assert render(result, "table", prefixes).count("\n") == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELEC ?x", "not a valid query \\(at 1:"),
        ("SELECT ?x { ?x foo:bar ?y }", "unknown prefix foo; known are .*kg"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ervice <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", "not a valid query"),
    ],
)
def test_a_query_that_cannot_run_says_why(text: str, message: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    with pytest.raises(QueryError, match=message):
        query(store, text, prefixes)


def test_names_that_hold_the_word_service_are_no_service(store: ox.Store, prefixes: dict[str, str]) -> None:
    query(store, "SELECT ?service { ?service schema:service <https://example.org/service#service> }", prefixes)


def test_saved_queries_answer_in_the_same_order_whatever_the_store_holds_first(
    quads: list[ox.Quad], store: ox.Store, lexicon: Lexicon, prefixes: dict[str, str]
) -> None:
    backwards = ox.Store()
    for quad in reversed(quads):
        backwards.add(quad)
        backwards.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    for one in saved(lexicon.root).values():
        assert query(backwards, one.text, prefixes) == query(store, one.text, prefixes), one.name


def test_a_saved_query_without_a_title_is_named(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "mine.rq").write_text("SELECT * {}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"mine\.rq:1: the first line should be"):
        saved(tmp_path)
