"""Adding and taking out give what a fresh build gives, byte for byte; a build that is stopped loses nothing."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from scenes import HEIHE, LVLIANG, QUZHOU, ROOT, write

from kg import archive, builds, pipeline
from kg.archive import ArchiveError
from kg.graph.folder import load
from kg.rdf import store
from kg.rdf.store import open_store
from kg.settings import Settings

Kg = Callable[..., tuple[int, str, str]]
ALL = {"吕梁.txt": LVLIANG, "衢州.txt": QUZHOU, "黑河.txt": HEIHE}


def content(folder: Path) -> dict[str, bytes]:
    """The files of the current build, and what its database holds."""
    build = builds.current(folder)
    files = {path.relative_to(build).as_posix(): path.read_bytes() for path in build.rglob("*.*") if path.is_file() and "store" not in path.parts}
    held = sorted(map(str, open_store(folder)))
    return {"id": build.name.encode(), "store": "\n".join(held).encode(), **files}


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write(tmp_path, ALL)


@pytest.fixture(scope="module")
def quick() -> Settings:
    return Settings(jobs=1, language="en", validate=False)


def test_pages_added_in_any_order_make_the_build_of_all_of_them(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths, tmp_path / "fresh", quick)
    expected = content(tmp_path / "fresh")
    for order in (paths, paths[::-1]):
        folder = tmp_path / order[0].stem
        archive.build(order[:1], folder, quick)
        for path in order[1:]:
            archive.add(folder, [path], quick)
        assert content(folder) == expected


def test_the_database_holds_the_statements_of_the_file_and_each_of_them_once_in_the_default_graph(
    paths: list[Path], tmp_path: Path, quick: Settings
) -> None:
    archive.build(paths, tmp_path / "out", quick)
    store.write(tmp_path / "out/graph.nq", tmp_path / "apart")
    assert set(open_store(tmp_path / "out")) == set(ox.Store.read_only(str(tmp_path / "apart")))


def test_pages_taken_out_leave_the_build_of_the_rest(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths, tmp_path / "all", quick)
    for gone in paths:
        rest = [path for path in paths if path != gone]
        archive.build(rest, tmp_path / gone.stem, quick)
        folder = Path(shutil.copytree(tmp_path / "all", tmp_path / f"less {gone.stem}"))
        archive.remove(folder, [str(gone)], quick)
        assert content(folder) == content(tmp_path / gone.stem)


def test_a_page_or_an_article_is_taken_out_by_its_id(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    graph = archive.build(paths, tmp_path / "out", quick)
    page = next(page for page in graph.graph["pages"].values() if page.source.endswith("黑河.txt"))
    assert page.id not in archive.remove(tmp_path / "out", [page.id], quick).graph["pages"]
    gone, *rest = (id for id, article in graph.graph["articles"].items() if article.page != page.id)
    left = archive.remove(tmp_path / "out", [gone], quick)
    assert list(left.graph["articles"]) == rest
    assert not any(m.span.article == gone for m in left.graph["mentions"].values())
    assert not [q for q in open_store(tmp_path / "out") if gone in str(q)]
    again = archive.add(tmp_path / "out", paths[:1], quick)
    assert list(again.graph["articles"]) == rest  # what a person took out stays out
    assert set(archive.build(paths, tmp_path / "out", quick).graph["articles"]) == set(graph.graph["articles"])


def test_a_name_that_is_in_no_build_is_refused_with_the_nearest(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths[:1], tmp_path / "out", quick)
    with pytest.raises(ArchiveError, match=rf"no file, page or article {paths[1]} .*near it are .*{paths[0].name}"):
        archive.remove(tmp_path / "out", [str(paths[1])], quick)
    with pytest.raises(ArchiveError, match="there is no build here"):
        archive.remove(tmp_path / "none", ["x"], quick)


def test_a_file_that_changed_is_read_anew_and_the_others_are_not(
    paths: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.build(paths, tmp_path / "out", quick)
    read: list[str] = []
    real = pipeline.read
    monkeypatch.setattr(pipeline, "read", lambda source, settings: read.append(source.name) or real(source, settings))
    archive.build(paths, tmp_path / "out", quick)
    assert read == []
    paths[1].write_text(QUZHOU.replace("陈立", "陈莉"), encoding="utf-8")
    archive.add(tmp_path / "out", [paths[1]], quick)
    assert read == [str(paths[1])]
    assert "陈莉" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    paths[2].with_suffix(".toml").write_text('date = "2020-01-02"\n', encoding="utf-8")
    archive.build(paths, tmp_path / "out", quick)
    assert read == [str(paths[1]), str(paths[2])]


def test_nothing_new_writes_nothing(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths, tmp_path / "out", quick)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("graph.*")}
    graph = archive.build(paths, tmp_path / "out", quick)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("graph.*")} == before
    assert dict(graph.nodes(data="record")) == dict(load(tmp_path / "out").nodes(data="record"))


@pytest.mark.parametrize(("change", "said"), [({"base": "https://example.org/"}, "made with base"), ({"ontology": "other"}, "other rules")])
def test_what_was_made_otherwise_is_not_added_to(
    change: dict[str, str], said: str, paths: list[Path], tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "other")
    (tmp_path / "other" / "surnames.txt").write_text("陈\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    archive.build(paths[:1], tmp_path / "out", quick)
    with pytest.raises(ArchiveError, match=said):
        archive.add(tmp_path / "out", paths[1:], replace(quick, **change))


def test_a_damaged_store_of_readings_is_made_anew(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths[:1], tmp_path / "out", quick)
    (tmp_path / "out" / builds.HOME / archive.READINGS).write_bytes(b"not a database" * 1000)
    with pytest.raises(ArchiveError, match="what was read of it is gone"):
        archive.add(tmp_path / "out", paths[1:], quick)
    archive.build(paths, tmp_path / "out", quick)
    assert len(load(tmp_path / "out").graph["pages"]) == 3


def test_the_database_answers_what_the_file_says(paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths, tmp_path / "out", quick)
    store = open_store(tmp_path / "out")
    alone = open_store(tmp_path / "out" / "graph.nq")
    assert set(store) == set(alone)
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:b"), ox.NamedNode("a:b")))


# --- stopped ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda s: s.name)
def test_a_build_that_is_stopped_leaves_the_old_one_and_ends_the_same_next_time(
    how: signal.Signals, paths: list[Path], tmp_path: Path, kg_process: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    command = ("build", *paths, "--jobs", 1, "--no-validate", "-o")
    kg_process(*command, tmp_path / "fresh")
    expected = content(tmp_path / "fresh")
    kg_process("build", paths[0], "--jobs", 1, "--no-validate", "-o", tmp_path / "out")
    old = content(tmp_path / "out")
    chance = random.Random(how)
    for _ in range(4):
        run = subprocess.Popen(
            [sys.executable, "-m", "kg", *map(str, command), str(tmp_path / "out")],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.3, 3.5))
        run.send_signal(how)
        run.wait()
        assert content(tmp_path / "out") in (old, expected)
    assert kg_process(*command, tmp_path / "out").returncode == 0
    assert content(tmp_path / "out") == expected


@pytest.mark.parametrize("most", [20_000, 120_000, 400_000])
def test_a_disk_without_room_leaves_the_old_build_and_a_word(most: int, paths: list[Path], tmp_path: Path, quick: Settings) -> None:
    archive.build(paths[:1], tmp_path / "out", quick)
    old = content(tmp_path / "out")
    run = subprocess.run(
        [sys.executable, "-m", "kg", "build", *map(str, paths), "--no-validate", "--jobs", "1", "-o", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr
    assert run.stderr.startswith(b"kg: ")
    assert content(tmp_path / "out") == old


# --- the commands -----------------------------------------------------------------------------------------------------


def test_pages_are_added_taken_out_and_compared_from_the_command_line(paths: list[Path], tmp_path: Path, kg: Kg) -> None:
    out = tmp_path / "out"
    assert kg("build", paths[0], "-o", out, "--no-validate")[0] == 0
    assert kg("diff", out)[0] == 2
    code, said, _ = kg("add", out, paths[1], "--no-validate")
    assert code == 0
    assert str(out / "graph.ttl") in said
    code, said, _ = kg("diff", out, "--language", "en")
    assert code == 1
    assert any(line.startswith("+ ") and "龙游" in line for line in said.splitlines())
    assert "articles: +" in said
    assert kg("remove", out, paths[1], "--no-validate")[0] == 0
    code, said, _ = kg("diff", out)
    assert code == 1
    assert any(line.startswith("- ") and "龙游" in line for line in said.splitlines())
    assert kg("diff", out, out)[0] == 0
    assert kg("remove", out, "没有.txt", "--no-validate")[0] == 2
