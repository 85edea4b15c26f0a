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

from kg import archive, builds, output, pipeline, search, shelf
from kg.archive import ArchiveError
from kg.export import nquads
from kg.graph.folder import load
from kg.rdf import store
from kg.rdf.store import open_store
from kg.settings import Settings

Kg = Callable[..., tuple[int, str, str]]
ALL = {"吕梁.txt": LVLIANG, "衢州.txt": QUZHOU, "黑河.txt": HEIHE}


def content(folder: Path) -> dict[str, bytes]:
    """The files of the current build, and what its database holds."""
    build = builds.current(folder)
    paths = {path for path in build.rglob("*.*") if path.is_file() and "store" not in path.parts} - {build / output.SUMS}
    files = {path.relative_to(build).as_posix(): said(path) for path in paths}
    held = open_store(folder)
    quads = sorted(map(str, (*held, *held.named_graphs())))
    return {"id": build.name.encode(), "store": "\n".join(quads).encode(), **files}


def said(path: Path) -> bytes:
    """What a file says: its bytes, or the rows of a database, whose pages tell how it came to be."""
    rows = {search.FILE: search.rows, shelf.FILE: shelf.rows}.get(path.name)
    return "\n".join(map(repr, rows(path))).encode() if rows else path.read_bytes()


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


# --- taken over from the build before ---------------------------------------------------------------------------------


@pytest.fixture
def by_difference(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Builds that change what they find, however much has changed; the graphs that they made anew."""
    made: list[str] = []
    real = nquads._made
    monkeypatch.setattr(output, "SMALL", 100.0)
    monkeypatch.setattr(output, "GROWN", 100.0)
    monkeypatch.setattr(nquads, "_made", lambda part, census: made.append(part.graph.value.rpartition("/")[2]) or real(part, census))
    return made


def test_pages_that_come_and_go_by_difference_leave_what_a_fresh_build_leaves(
    paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str]
) -> None:
    paths += write(tmp_path, {"吕梁2.txt": LVLIANG.replace("陈立", "周文海"), "黑河2.txt": HEIHE.replace("2021", "2022")})
    chance, there, folder = random.Random(6), paths[:1], tmp_path / "out"
    checked = replace(quick, validate=True)
    archive.build(there, folder, checked)
    for step in range(8):
        one = chance.choice(paths)
        if one in there and len(there) > 1:
            there.remove(one)
            archive.remove(folder, [str(one)], checked)
        else:
            there = [*there, *({one} - {*there})]
            archive.add(folder, [one], checked)
        archive.build(there, tmp_path / f"fresh{step}", checked)
        assert content(folder) == content(tmp_path / f"fresh{step}")


def test_only_what_a_page_touches_is_validated_unless_something_was_wrong_before(
    paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[int] = []
    real = output.validate
    monkeypatch.setattr(output, "validate", lambda *given, **more: whole.append(1) or real(*given, **more))
    checked = replace(quick, validate=True)
    archive.build(paths[:1], tmp_path / "out", checked)
    assert len(whole) == 1
    archive.add(tmp_path / "out", paths[1:2], checked)
    archive.remove(tmp_path / "out", [str(paths[1])], checked)
    assert len(whole) == 1
    problems = builds.current(tmp_path / "out") / "records" / "problems.jsonl"
    problems.write_text(problems.read_text(encoding="utf-8") + '{"code":"anchor","message":"x","severity":"error","stage":"rdf"}\n', encoding="utf-8")
    archive.add(tmp_path / "out", paths[1:2], checked)
    assert len(whole) == 2


def test_the_statements_of_articles_that_nothing_touches_are_not_made_again(
    paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str]
) -> None:
    archive.build(paths[:2], tmp_path / "out", quick)
    old = set(by_difference)
    by_difference.clear()
    graph = archive.add(tmp_path / "out", paths[2:], quick)
    page = next(page.id for page in graph.graph["pages"].values() if page.source == str(paths[2]))
    new = {id for id, article in graph.graph["articles"].items() if article.page == page}
    assert set(by_difference) == new | {"background", "resolution", "contradictions", "refinements", "build"}
    assert not new & old


@pytest.mark.parametrize("damaged", ["graph.nq", "graph.ttl", "chunks.json", "store/CURRENT", "records/claims.jsonl", "records.json", "search.db", "shelf.db"])
def test_nothing_is_taken_over_from_a_file_that_is_not_what_was_written(
    damaged: str, paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str]
) -> None:
    archive.build(paths, tmp_path / "fresh", quick)
    archive.build(paths[:2], tmp_path / "out", quick)
    file = builds.current(tmp_path / "out") / damaged
    file.write_bytes(file.read_bytes().replace("吕梁".encode(), "晋城".encode())[:-20])
    archive.add(tmp_path / "out", paths[2:], quick)
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


@pytest.mark.parametrize(("grown", "anew"), [(100.0, False), (0.0, True)])
def test_a_database_is_changed_until_it_has_grown_too_much(
    grown: float, anew: bool, paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "GROWN", grown)
    archive.build(paths[:2], tmp_path / "out", quick)
    tables = {file.stat().st_ino for file in (builds.current(tmp_path / "out") / "store").glob("*.sst")}
    archive.add(tmp_path / "out", paths[2:], quick)
    kept = {file.stat().st_ino for file in (builds.current(tmp_path / "out") / "store").glob("*.sst")}
    assert tables.isdisjoint(kept) == anew


def test_a_decision_changes_what_it_is_about_by_difference_too(
    paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str]
) -> None:
    decisions, links = tmp_path / "decisions.yaml", tmp_path / "links.csv"
    decisions.write_text("- same: [org/中共吕梁市委员会, org/吕梁市人民政府]\n", encoding="utf-8")
    links.write_text("code,item\n141100,Q57895\n", encoding="utf-8")
    decided = replace(quick, curation=str(decisions), links=str(links))
    archive.build(paths, tmp_path / "fresh", decided)
    for step in (quick, decided, quick, decided):
        archive.build(paths, tmp_path / "out", step)
    assert content(tmp_path / "out") == content(tmp_path / "fresh")
    assert "wikidata.org/entity/Q57895" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_what_another_release_wrote_is_not_taken_over(
    paths: list[Path], tmp_path: Path, quick: Settings, by_difference: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.build(paths[:1], tmp_path / "out", quick)
    made = set(by_difference)
    by_difference.clear()
    monkeypatch.setattr(archive.cache, "software", lambda ontology: "another")
    archive.build(paths, tmp_path / "out", quick)
    assert made <= set(by_difference)


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
