"""A build whose records lie on disk is the one whose records lie in memory, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from scenes import HEIHE, LEXICON, LVLIANG, QUZHOU, write
from test_archive import content

from kg import archive, export, output, pipeline, rows
from kg.export import WRITERS
from kg.graph.stored import Stored
from kg.model import Reading
from kg.rows import DISK, HERE, Space
from kg.settings import Settings

DAYS = {f"{name}-{day:02}.txt": text.replace("8月", f"{day}月") for name, text in zip("吕衢黑", (LVLIANG, QUZHOU, HEIHE), strict=True) for day in (1, 2)}
HALF = {"半.jsonl": json.dumps({"title": "吕梁市召开会\ud800议", "date": "2021-08-19", "text": "市委书记陈立到\ud83d临县调研。临县县长王芳陪同。"})}
AGAIN = {"又.txt": DAYS["吕-01.txt"]}  # a page that is there twice


@pytest.fixture(scope="module")
def quick() -> Settings:
    return Settings(jobs=1, language="en", validate=False)


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    return write(tmp_path / "pages", {**DAYS, **HALF, **AGAIN})


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """All builds are on disk, sorted in many runs."""
    monkeypatch.setattr(archive, "LARGE", 0)
    runs(monkeypatch)


def runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of rows are many: they are sorted in many runs, and few records are held."""
    monkeypatch.setattr(rows, "HELD", 3)
    monkeypatch.setattr(rows, "FAN", 4)
    monkeypatch.setattr(pipeline, "PAGES", 2)
    monkeypatch.setattr(Space, "groups", lambda self, cls, held=3: rows.Groups(cls, held if self.disk else 10**9))


def joined(readings: Iterable[Reading], settings: Settings, space: Space) -> nx.MultiDiGraph:
    return pipeline.join(readings, (), LEXICON, settings, space=space)


def test_every_file_of_a_build_is_the_same_in_any_order_with_any_workers(pages: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    here = archive.build(pages, tmp_path / "here", quick)
    assert not isinstance(here, Stored)
    expected = content(tmp_path / "here")
    monkeypatch.setattr(archive, "LARGE", 0)
    runs(monkeypatch)
    for name, order, jobs in (("there", pages, 1), ("back", pages[::-1], 2)):
        there = archive.build(order, tmp_path / name, replace(quick, jobs=jobs))
        assert isinstance(there, Stored)
        assert there.graph["problems"] == here.graph["problems"]
        found = content(tmp_path / name)
        assert found.keys() == expected.keys()
        assert [file for file in expected if found[file] != expected[file]] == []


def test_validation_finds_the_same(pages: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = replace(quick, validate=True)
    problems = archive.build(pages, tmp_path / "here", checked).graph["problems"]
    monkeypatch.setattr(archive, "LARGE", 0)
    monkeypatch.setattr(output, "WHOLE", 0)
    monkeypatch.setattr(output, "PIECE", 20_000)
    assert archive.build(pages, tmp_path / "there", checked).graph["problems"] == problems
    assert not [problem for problem in problems if problem.stage == "rdf"]
    monkeypatch.setattr(output, "validate", lambda *_, **__: pytest.fail("all was checked at once, though nothing is wrong"))
    archive.build(pages[1:], tmp_path / "fewer", checked)


@pytest.mark.usefixtures("large")
def test_adding_and_taking_out_on_disk_give_what_a_fresh_build_gives(pages: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.build(pages[:2], tmp_path / "grown", quick)
    for path in pages[2:]:
        archive.add(tmp_path / "grown", [path], quick)
    whole = content(tmp_path / "grown")
    archive.remove(tmp_path / "grown", [str(pages[0])], quick)
    less = content(tmp_path / "grown")
    monkeypatch.setattr(archive, "LARGE", 10**9)  # fresh ones in memory
    archive.build(pages, tmp_path / "fresh", quick)
    assert content(tmp_path / "fresh") == whole
    archive.build(pages[1:], tmp_path / "rest", quick)
    assert content(tmp_path / "rest") == less


def test_what_people_decide_and_outside_identifiers_are_the_same(pages: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    curation, links = tmp_path / "curation.yaml", tmp_path / "links.csv"
    curation.write_text(
        "- same: [person/陈立-吕梁市, person/陈立-衢州市]\n  why: 由衢州调任\n- fact: [person/陈立-吕梁市, holds_post, org/临县人民政府]\n  why: 任免通知\n",
        encoding="utf-8",
    )
    links.write_text("code,item\n141100,Q57895\n141102,吕梁\n", encoding="utf-8")
    for name, more in (("curation", {"curation": str(curation)}), ("links", {"links": str(links)}), ("both", {"curation": str(curation), "links": str(links)})):
        settings = replace(quick, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(archive, "LARGE", 10**9)
        problems = archive.build(pages, tmp_path / f"{name} here", settings).graph["problems"]
        monkeypatch.setattr(archive, "LARGE", 0)
        assert archive.build(pages, tmp_path / f"{name} there", settings).graph["problems"] == problems
        assert content(tmp_path / f"{name} there") == content(tmp_path / f"{name} here")


def whole(path: Path) -> dict[str, bytes]:
    """The files of a format: one, or those of a folder."""
    return {file.name: file.read_bytes() for file in path.rglob("*.*")} if path.is_dir() else {"": path.read_bytes()}


@pytest.mark.parametrize("format", WRITERS)
def test_every_format_can_be_written_of_a_graph_on_disk(format: str, pages: list[Path], tmp_path: Path, quick: Settings) -> None:
    readings = [reading for path in pages for reading in pipeline.read(path, quick)[0]]
    for name, space in (("here", HERE), ("there", DISK)):
        export.write(joined(readings, quick, space), tmp_path / name, format=format, lexicon=LEXICON, settings=quick)
    here, there = (whole(tmp_path / name) for name in ("here", "there"))
    assert here == there
    assert any(here.values())


def test_a_graph_on_disk_is_asked_as_one_in_memory(pages: list[Path], quick: Settings) -> None:
    readings = [reading for path in pages for reading in pipeline.read(path, quick)[0]]
    here, there = (joined(readings, quick, space) for space in (HERE, DISK))
    assert isinstance(there, Stored)
    assert dict(there.nodes(data="record")) == dict(here.nodes(data="record"))
    assert list(there) == sorted(here)
    assert len(there) == there.number_of_nodes() == len(here)
    assert there.number_of_edges() == here.number_of_edges()
    assert dict(there.degree()) == dict(here.degree())
    assert sorted(r.id for *_, r in there.edges(data="record")) == sorted(r.id for *_, r in here.edges(data="record"))
    for name in ("mentions", "claims", "articles", "pages", "links", "authors", "furniture"):
        assert dict(there.graph[name]) == dict(here.graph[name])
    assert all(node in there and there.nodes[node] == here.nodes[node] for node in here)
    assert "person/nobody" not in there
    with pytest.raises(NotImplementedError):
        there.edges()
