"""A graph that was saved comes back the same, record for record."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from scenes import read, world

from kg import graph as graphs
from kg.graph import folder
from kg.graph.folder import FolderError, load, save
from kg.model import Problem, Reading, Resolution
from kg.records import RecordError


def same(left: nx.MultiDiGraph, right: nx.MultiDiGraph) -> bool:
    assert dict(left.nodes(data="record")) == dict(right.nodes(data="record"))
    assert set(left.edges(keys=True)) == set(right.edges(keys=True))
    assert {r.id: r for _, _, r in left.edges(data="record")} == {r.id: r for _, _, r in right.edges(data="record")}
    assert left.graph.keys() == right.graph.keys()
    for key in left.graph:
        assert left.graph[key] == right.graph[key], key
    return True


STORY = "市委书记陈立主持召开市委常委会会议，审议通过《吕梁市养犬管理办法》。龙游县第三幼儿园（原东华幼儿园）新增学位90个。"


def test_a_graph_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    made = world(STORY, read("离石区教育局局长周文海到会。"))
    save(made, tmp_path)
    assert same(made, load(tmp_path))


def test_a_whole_build_comes_back_and_is_saved_again_byte_by_byte(demo: Path, demo_graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    save(demo_graph, tmp_path)
    for path in (demo / "output" / "records").iterdir():
        assert (tmp_path / "records" / path.name).read_bytes() == path.read_bytes(), path.name
    assert same(demo_graph, load(tmp_path))


def test_an_empty_graph_with_its_problems_comes_back(tmp_path: Path) -> None:
    problem = Problem("pages", "empty", "error", "the file is empty", "空.txt@0", "dump the page again")
    made = graphs.assemble((), Resolution((), {}, {}), (), (problem,))
    save(made, tmp_path)
    assert same(made, load(tmp_path))
    assert load(tmp_path).graph["problems"] == (problem,)


def test_pages_articles_and_furniture_come_back(tmp_path: Path) -> None:
    reading = read("离石区召开会议。")
    reading = Reading(reading.page, reading.articles, reading.mentions, reading.claims, ((0, 3, "header"), (3, 5, "rule")))
    made = world(reading)
    save(made, tmp_path)
    assert same(made, load(tmp_path))
    assert load(tmp_path).graph["furniture"] == {reading.page.id: ((0, 3, "header"), (3, 5, "rule"))}


def test_everything_at_the_graph_is_sorted(demo_graph: nx.MultiDiGraph) -> None:
    for key in ("pages", "articles", "mentions", "claims", "links", "authors", "furniture"):
        assert list(demo_graph.graph[key]) == sorted(demo_graph.graph[key]), key


def test_mentions_are_what_stands_in_their_article(demo_graph: nx.MultiDiGraph) -> None:
    for mention in demo_graph.graph["mentions"].values():
        text = demo_graph.graph["articles"][mention.span.article].text
        assert text[mention.span.start : mention.span.end] == mention.surface


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"no graph here .*kg build PAGES -o"):
        load(tmp_path)


@pytest.mark.parametrize("name", [*folder.FILES, "furniture"])
def test_a_folder_that_lost_a_file_says_which(name: str, tmp_path: Path) -> None:
    save(world("市委书记陈立到会。"), tmp_path)
    (tmp_path / "records" / f"{name}.jsonl").unlink()
    with pytest.raises(FolderError, match=rf"{name}\.jsonl is missing"):
        load(tmp_path)


def test_a_damaged_record_is_named_with_file_and_line(tmp_path: Path) -> None:
    save(world("市委书记陈立到会。"), tmp_path)
    path = tmp_path / "records" / "mentions.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"mentions\.jsonl:3: not a Mention"):
        load(tmp_path)
