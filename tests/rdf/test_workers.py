"""Questions in processes that may be killed: whatever happens to one, the next is answered."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import builds
from kg.rdf import answers
from kg.rdf.answers import DropGraph, Limits, Query, ReadGraph, Update, WriteGraph, with_dataset
from kg.rdf.query import QueryError
from kg.rdf.store import StoreError
from kg.rdf.workers import OPENING, LateError, Pool, RefusedError, WorkerError
from kg.worker import Worker

DATA = """
<http://e/陈立> <http://e/name> "陈立" <http://e/第一篇> .
<http://e/陈立> <http://e/name> "陈立" <http://e/第二篇> .
<http://e/陈立> <http://e/post> "市长" <http://e/第二篇> .
"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghijklm") + " }"


def publish(folder: Path, id: str, data: str) -> None:
    with builds.writing(folder):
        staging = builds.staged(folder, id)
        (staging / "graph.nq").write_text(data, encoding="utf-8")
        builds.publish(folder, staging)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workers") / "graph.nq"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pool(source: Path) -> Iterator[Pool]:
    with Pool(source, size=2) as found:
        yield found


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Pool]:
    with Pool(tmp_path / "scratch", writable=True) as found:
        yield found


def ask(pool: Pool, text: str, **more: object) -> bool:
    return pool.run(Query(text, **more)).body == b'{"head":{},"boolean":true}'  # type: ignore[arg-type]


def test_a_runaway_query_is_stopped_and_the_next_one_answered(pool: Pool) -> None:
    began = time.monotonic()
    with pytest.raises(LateError):
        pool.run(Query(RUNAWAY), seconds=1)
    assert time.monotonic() - began < 5
    assert ask(pool, 'ASK { ?s <http://e/post> "市长" }')


def test_the_time_to_open_a_store_is_not_the_querys(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ask_worker = [], Worker.ask

    def seen(worker: Worker, module: str, function: str, *args: object, seconds: float) -> object:
        asked.append((function, seconds))
        return ask_worker(worker, module, function, *args, seconds=seconds)

    monkeypatch.setattr(Worker, "ask", seen)
    with Pool(source, size=1) as pool:
        assert [ask(pool, "ASK {}"), ask(pool, "ASK {}")] == [True, True]
    assert asked == [("opened", OPENING), ("work", 30), ("work", 30)]


def test_a_query_that_crashes_the_engine_costs_one_answer(pool: Pool) -> None:
    with pytest.raises(WorkerError, match="crashed"):
        pool.run(Query("SELECT * " + "{" * 20_000 + "}" * 20_000))
    assert ask(pool, 'ASK { ?s <http://e/post> "市长" }')


def test_many_threads_share_few_processes(pool: Pool) -> None:
    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(lambda n: pool.run(Query(f"SELECT ({n} AS ?n) {{}}", accepted=("text/csv",))).body, range(100)))
    assert found == [f"n\r\n{n}\r\n".encode() for n in range(100)]


def test_an_answer_has_no_more_rows_and_bytes_than_it_may(pool: Pool) -> None:
    for accepted in answers.RESULTS:
        query = functools.partial(Query, "SELECT * { GRAPH ?g { ?s ?p ?o } }", accepted=(accepted,))
        assert pool.run(query(limits=Limits(rows=3))).media_type == accepted
        with pytest.raises(RefusedError, match="more than 1 rows"):
            pool.run(query(limits=Limits(rows=1)))
        with pytest.raises(RefusedError, match="longer than 50 bytes"):
            pool.run(query(limits=Limits(bytes=50)))
    with pytest.raises(RefusedError, match="more than 1 triples"):
        pool.run(Query("CONSTRUCT WHERE { ?s ?p ?o }", limits=Limits(rows=1)))


def test_a_faulty_query_says_why(pool: Pool) -> None:
    with pytest.raises(QueryError, match="1:11"):
        pool.run(Query("SELECT * ?"))
    with pytest.raises(QueryError, match="unknown prefix nix"):
        pool.run(Query("ASK { ?s nix:x ?o }"))
    with pytest.raises(QueryError, match="not the IRI"):
        pool.run(Query("ASK {}", graphs=("kein iri",)))


def test_no_graph_no_answer(tmp_path: Path) -> None:
    with Pool(tmp_path) as pool, pytest.raises(StoreError, match="no graph here"):
        pool.run(Query("ASK {}"))


def test_the_prefix_of_a_query_wins(pool: Pool) -> None:
    text = 'ASK { ?s e:post "市长" }'
    assert ask(pool, text, prefixes={"e": "http://e/"})
    assert ask(pool, "PREFIX e: <http://e/>\n" + text, prefixes={"e": "http://anders/"})


def test_the_dataset_of_the_request_counts_and_not_that_of_the_query(pool: Pool) -> None:
    text = 'ASK FROM <http://e/第二篇> { ?s <http://e/post> "市长" }'
    assert ask(pool, text)
    assert not ask(pool, text, graphs=("http://e/第一篇",))
    assert not ask(pool, "ASK { GRAPH ?g { ?s ?p ?o } }", graphs=("http://e/第一篇",))
    assert ask(pool, "ASK { GRAPH ?g { ?s ?p ?o } }", named=("http://e/第一篇",))


def test_a_newer_build_is_answered_from_at_once(tmp_path: Path) -> None:
    publish(tmp_path, "one", DATA)
    with Pool(tmp_path, size=1) as pool:
        assert not ask(pool, 'ASK { ?s ?p "书记" }')
        publish(tmp_path, "two", DATA.replace("市长", "书记"))
        assert ask(pool, 'ASK { ?s ?p "书记" }')


def test_updates_last_and_a_killed_process_loses_none(scratch: Pool) -> None:
    scratch.run(Update('INSERT DATA { <http://e/周文海> <http://e/post> "市长" }'))
    with pytest.raises(LateError):
        scratch.run(Query(RUNAWAY), seconds=1)
    assert ask(scratch, 'ASK { <http://e/周文海> <http://e/post> "市长" }')


def test_a_database_has_one_writer(scratch: Pool, tmp_path: Path) -> None:
    scratch.run(Query("ASK {}"))
    with Pool(tmp_path / "scratch", writable=True) as second, pytest.raises(StoreError, match="another server"):
        second.run(Query("ASK {}"))


def test_graphs_are_written_read_and_dropped_whole(scratch: Pool) -> None:
    turtle = '<> <http://e/name> "临县" .'.encode()
    write = functools.partial(WriteGraph, "http://e/g", ((turtle, "text/turtle"),), base="http://e/doc")
    assert scratch.run(write(replace=True))
    assert not scratch.run(write(replace=False))
    answer = scratch.run(ReadGraph("http://e/g", "application/n-triples"))
    assert answer
    assert answer.body.decode() == '<http://e/doc> <http://e/name> "临县" .\n'
    assert scratch.run(DropGraph("http://e/g"))
    assert not scratch.run(DropGraph("http://e/g"))
    assert scratch.run(ReadGraph("http://e/g", "text/turtle")) is None
    with pytest.raises(QueryError, match="not a sound RDF document"):
        scratch.run(WriteGraph("", ((b"<a> <b>", "text/turtle"),), replace=True))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "ASK { ?s ?p 1SERVICE <http://127.0.0.1:{port}/> { ?a ?b ?c } }",
        "ASK { ?s ?p true SERVICESILENT<http://127.0.0.1:{port}/> { ?a ?b ?c } }",
        "PREFIX : <http://127.0.0.1:{port}/> ASK { SERVICE:x { ?a ?b ?c } }",
        "PREFIX e: <http://127.0.0.1:{port}/> ASK { SERVICEe:x { ?a ?b ?c } }",
        "ASK { ?a ?b ?c FILTER(?a<'x>y'&&true)SERVICE<http://127.0.0.1:{port}/>{ ?s ?p 'z' } }",
        "ASK { VALUES ?x { <http://127.0.0.1:{port}/> } serv\\u0069ce ?x { ?a ?b ?c } }",
        "ASK FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:{port}/>",
        "LOADSILENT<http://127.0.0.1:{port}/>",
        "CLEAR ALL;LO\\u0041D <http://127.0.0.1:{port}/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    ],
)
def test_nothing_reaches_the_network(text: str, scratch: Pool, listener: tuple[int, list[str]]) -> None:
    port, seen = listener
    text = text.replace("{port}", str(port))
    scratch.run(Update("INSERT DATA { <http://e/a> <http://e/b> 1, true, <http://e/x> }"))
    for task in (Query(text), Update(text)):
        try:
            scratch.run(task)  # type: ignore[arg-type]
        except QueryError:
            continue
    assert seen == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o }  USING <http://e/g> WHERE { ?s ?p ?o }"),
        ("INSERT DATA { <http://e/a> <http://e/where> 'WHERE' }", "INSERT DATA { <http://e/a> <http://e/where> 'WHERE' }"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE   { ?s ?p ?o }  USING <http://e/g> WHERE { ?s ?p ?o }"),
        (
            "INSERT { ?s a '}' } WHERE { { SELECT * WHERE { ?s ?p ?o } } }; CLEAR ALL",
            "INSERT { ?s a '}' }  USING <http://e/g> WHERE { { SELECT * WHERE { ?s ?p ?o } } }; CLEAR ALL",
        ),
    ],
)
def test_the_dataset_of_an_update_is_that_of_the_request(text: str, expected: str) -> None:
    found = with_dataset(text, ("http://e/g",), ())
    assert found == expected
    ox.Store().update(found)


@pytest.mark.parametrize("text", ["WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE { ?s ?p 1 } USING <http://e/g> WHERE { ?s ?p 1 }"])
def test_an_update_cannot_have_two_datasets(text: str) -> None:
    with pytest.raises(QueryError, match="exclude each other"):
        with_dataset(text, ("http://e/g",), ())
