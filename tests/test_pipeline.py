"""A build: the same pages give the same bytes, whatever the order, the seed and the number of workers; pages do not disturb each other."""

from __future__ import annotations

import os
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from scenes import HEIHE, LVLIANG, PAGES, QUZHOU, write

from kg import engine, export, pipeline
from kg.export import WRITERS
from kg.lexicon import Lexicon, LexiconError
from kg.rdf.convert import statements
from kg.settings import Settings

RECORDS = ("pages", "articles", "mentions", "claims", "entities", "relations", "problems", "furniture")
FILES = ("graph.ttl", "graph.nq", "graph.html", *(f"records/{name}.jsonl" for name in RECORDS))


def graph_of(*paths: Path, settings: Settings) -> nx.MultiDiGraph:
    return pipeline.build(paths, settings)


# --- the same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["two", "three"], ids=["other order, seed and jobs", "as a folder, another locale"])
@pytest.mark.parametrize("name", FILES)
def test_the_same_pages_give_the_same_bytes(name: str, other: str, builds: Path) -> None:
    expected = (builds / "one" / name).read_bytes()
    assert expected or name.endswith("problems.jsonl")
    assert (builds / other / name).read_bytes() == expected


@pytest.mark.parametrize("format", [f for f in WRITERS if f != "html"])
def test_every_format_gives_the_same_bytes_whatever_the_order_of_pages(
    format: str, tmp_path: Path, settings: Settings, lexicon: Lexicon
) -> None:
    paths = write(tmp_path, PAGES)
    for name, order in (("one", paths), ("two", paths[::-1])):
        export.write(graph_of(*order, settings=settings), tmp_path / name, format=format, lexicon=lexicon, settings=settings)
    one, two = (content(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert any(one.values())


def content(path: Path) -> dict[str, bytes]:
    """The files of a format: one, or those of a folder."""
    return {file.name: file.read_bytes() for file in path.iterdir()} if path.is_dir() else {"": path.read_bytes()}


def test_nothing_of_this_machine_or_moment_is_in_a_build(builds: Path) -> None:
    for name in FILES:
        text = (builds / "one" / name).read_text(encoding="utf-8")
        assert str(builds) not in text
        assert "\r" not in text


# --- pages beside each other ------------------------------------------------------------------------------------------


def quads(graph: nx.MultiDiGraph, lexicon: Lexicon, settings: Settings) -> set[ox.Quad]:
    return set(statements(graph, lexicon, settings))


def test_an_unrelated_page_changes_no_existing_iri_and_no_statement(tmp_path: Path, settings: Settings, lexicon: Lexicon) -> None:
    first, second, third = write(tmp_path, {"吕梁.txt": LVLIANG, "黑河.txt": HEIHE, "衢州.txt": QUZHOU})
    alone = quads(graph_of(first, settings=settings), lexicon, settings)
    assert alone <= quads(graph_of(first, second, settings=settings), lexicon, settings)
    both = quads(graph_of(first, third, settings=settings), lexicon, settings)  # has another 陈立, of another city
    assert alone <= both
    assert {q.predicate.value.rpartition("#")[2] for q in both if q.predicate.value.endswith("homonymOf")} == {"homonymOf"}


def test_an_article_s_graph_says_the_same_in_other_company(tmp_path: Path, settings: Settings, lexicon: Lexicon) -> None:
    first, *others = write(tmp_path, {"吕梁.txt": LVLIANG, "黑河.txt": HEIHE, "衢州.txt": QUZHOU})
    alone, all_ = (quads(graph_of(*paths, settings=settings), lexicon, settings) for paths in ([first], [first, *others]))
    mine = {q.graph_name for q in alone if "/article/" in str(q.graph_name)}
    assert mine
    assert {q for q in alone if q.graph_name in mine} == {q for q in all_ if q.graph_name in mine}


def test_pages_taken_out_again_leave_what_the_rest_would_have_made(tmp_path: Path, settings: Settings, lexicon: Lexicon) -> None:
    paths = write(tmp_path, {**PAGES, "黑河.txt": HEIHE})
    for i in range(len(paths)):
        rest = paths[:i] + paths[i + 1 :]
        readings = [reading for path in paths for reading in pipeline.read(path, settings)[0]]
        left = [r for r in readings if r.page.source != str(paths[i])]
        joined = pipeline.join(left, [p for r in left for p in r.problems], lexicon, settings)
        assert quads(joined, lexicon, settings) == quads(graph_of(*rest, settings=settings), lexicon, settings)


def test_the_same_page_given_twice_counts_once(tmp_path: Path, settings: Settings) -> None:
    page, copy = write(tmp_path, {"吕梁.txt": LVLIANG, "吕梁-又.txt": LVLIANG})
    once, twice = graph_of(page, settings=settings), graph_of(page, copy, page, tmp_path, settings=settings)
    assert len(twice.graph["pages"]) == 1
    assert dict(once.nodes(data="record")) == dict(twice.nodes(data="record"))
    assert {r.id: r for _, _, r in once.edges(data="record")} == {r.id: r for _, _, r in twice.edges(data="record")}
    assert [p.source for p in twice.graph["pages"].values()] == [min(str(page), str(copy))]


def test_two_pages_share_what_they_share_and_nothing_else(tmp_path: Path, settings: Settings) -> None:
    graph = graph_of(*write(tmp_path, PAGES), settings=settings)
    assert [p.newspaper for p in graph.graph["pages"].values()] == ["吕梁日报", "衢州日报"]
    assert len(graph.graph["articles"]) == 3
    assert {n for n in graph if n.startswith("person/陈立")} == {"person/陈立-吕梁市", "person/陈立-衢州市-龙游县"}
    assert {"place/141102", "place/141100", "place/140000", "place/330825", "place/330800", "place/330000"} <= set(graph)


# --- what a build does with trouble -----------------------------------------------------------------------------------


def test_no_pages_at_all_is_a_problem_and_an_empty_graph(tmp_path: Path, settings: Settings) -> None:
    graph = graph_of(tmp_path, settings=settings)
    assert len(graph) == 0
    assert [(p.code, p.severity, p.where) for p in graph.graph["problems"]] == [("no-pages", "error", str(tmp_path))]


def test_a_faulty_ontology_stops_before_the_first_page(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    seen: list[str] = []
    with pytest.raises(LexiconError):
        pipeline.build(
            write(tmp_path, PAGES), Settings(ontology=str(tmp_path / "ontology"), jobs=1), progress=lambda *step: seen.append(str(step))
        )
    assert seen == []


def test_progress_is_told_page_by_page(tmp_path: Path, settings: Settings) -> None:
    steps: list[tuple[int, int]] = []
    pipeline.build(write(tmp_path, {"空.txt": "", **PAGES}), settings, progress=lambda done, total, _: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_problems_are_sorted_and_each_stands_once(tmp_path: Path, settings: Settings) -> None:
    problems = graph_of(*write(tmp_path, {"丙.txt": b"%PDF-1.7", "甲.txt": "", "乙.txt": "12 34"}), tmp_path, settings=settings).graph[
        "problems"
    ]
    assert list(problems) == sorted(set(problems), key=lambda p: (p.where, p.stage, p.code, p.message))
    assert len(problems) == 3


# --- the engine -------------------------------------------------------------------------------------------------------


def process(_: int) -> int:
    return os.getpid()


def halved(number: int) -> float:
    return number / 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items_whatever_the_jobs(jobs: int) -> None:
    assert list(engine.run(halved, range(3), jobs=jobs)) == [halved(n) for n in range(3)]
    assert list(engine.run(halved, [], jobs=jobs)) == []


def test_a_few_quick_items_need_no_other_process() -> None:
    assert set(engine.run(process, range(30))) == {os.getpid()}
    assert os.getpid() not in set(engine.run(process, range(3), jobs=2))


def fatal(number: int) -> int:
    if number == 5:
        os._exit(9)
    return number


def test_a_process_that_is_killed_is_told_with_what_to_do() -> None:
    results = engine.run(fatal, range(10), jobs=2)
    with pytest.raises(engine.WorkerError, match="build again, with fewer --jobs"):
        list(results)


def test_reading_a_page_that_cannot_be_read_gives_only_its_problems(tmp_path: Path, settings: Settings) -> None:
    readings, problems = pipeline.read(tmp_path / "没有.txt", settings)
    assert readings == ()
    assert [p.code for p in problems] == ["unreadable"]
