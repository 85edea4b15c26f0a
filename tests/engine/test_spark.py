"""Spark as the engine leaves the bytes of the local one, whatever happens to its workers; what it cannot read it says."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from scenes import HEIHE, LVLIANG, QUZHOU, ROOT, write
from test_archive import content

from kg import archive, builds, engine, export, pipeline
from kg import lexicon as lexicons
from kg.engine import cluster, spark
from kg.pages import Source
from kg.settings import Settings

Kg = Callable[..., tuple[int, str, str]]
CLUSTER = "local-cluster[2,1,1024]"
needs_spark = pytest.mark.skipif(
    any(find_spec(name) is None for name in spark.NEEDED) or not shutil.which("java"),
    reason="pyspark (zhitu[spark]) or java is not there: builds on Spark were NOT compared",
)


@pytest.fixture(scope="module")
def quick() -> Settings:
    return Settings(jobs=1, language="en", validate=False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A dozen pages of three papers, some of them with nothing to read and one with a sidecar that says nonsense."""
    days = {f"{name}-{day:02}.txt": text.replace("8月", f"{day}月") for name, text in zip("吕衢黑", (LVLIANG, QUZHOU, HEIHE), strict=True) for day in range(1, 4)}
    folder = tmp_path_factory.mktemp("pages")
    paths = write(folder, {**days, "空.txt": "", "数.txt": "12 34", "旁.txt": LVLIANG.replace("陈立", "周文海")})
    (folder / "旁.toml").write_text('date = "去年"\n', encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def local(pages: list[Path], quick: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("local")
    graph = archive.build(pages, folder, quick)
    if not needs_spark.args[0]:
        export.write(graph, folder / "tables", format="parquet", lexicon=lexicons.load(), settings=quick)
    return folder


def statements(folder: Path) -> bytes:
    """The parts of N-Quads one after the other."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in sorted((folder / "bulk").glob("graph-*.nq.gz")))


def rows(folder: Path, table: str) -> list[str]:
    """The rows of a table, of all its parts, in some order."""
    from pyarrow import parquet

    return sorted(str(row) for path in folder.glob(f"{table}*.parquet") for row in parquet.read_table(path).to_pylist())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of two pages and jobs of four, so that a few pages are many of them."""
    monkeypatch.setattr(spark, "TASK", 2)
    monkeypatch.setattr(spark, "TASKS", 1)


def executors() -> list[int]:
    """The executors of a local cluster that this process has begun: children of its Java."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said, parent = (folder / "cmdline").read_bytes(), int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if b"CoarseGrainedExecutorBackend" in said and Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue
    return found


KILLED: list[int] = []


def kill() -> None:
    """Kill an executor, where there are any of their own."""
    for executor in executors()[:1]:
        KILLED.append(executor)
        os.kill(executor, signal.SIGKILL)


def killed(master: str) -> bool:
    """Whether as many were killed as should have been: one while pages were read, one while they were joined."""
    count = len(KILLED)
    KILLED.clear()
    return count == (2 if master == CLUSTER else 0)


# --- the same bytes ---------------------------------------------------------------------------------------------------


@needs_spark
@pytest.mark.parametrize("master", ["local[2]", CLUSTER], ids=["on two cores", "on two executors, of which one is killed"])
def test_a_build_on_spark_has_the_bytes_of_a_local_one(
    master: str, pages: list[Path], local: Path, quick: Settings, tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages[0].parent)  # workers stand in another folder than who calls them
    steps: list[int] = []
    settings, out = replace(quick, engine="spark", master=master), tmp_path / "out"

    def told(done: int, *_: object) -> None:
        steps.append(done)
        if done == 1:
            kill()

    real = cluster._Joining.entities
    monkeypatch.setattr(cluster._Joining, "entities", lambda *given: [kill(), real(*given)][1])
    with spark.session(master):
        archive.build(pages, out, settings, progress=told)
        assert content(out) == content(local)
        assert steps == list(range(1, len(pages) + 1))
        archive.bulk(pages, out, settings)
    assert killed(master)
    assert statements(out) == (builds.current(local) / "graph.nq").read_bytes()
    for name in cluster.TABLES:
        assert rows(out / "bulk", name) == rows(local / "tables", name)
    parts = sorted(path.name for path in (out / "bulk").iterdir())
    assert len([name for name in parts if name.endswith(".nq.gz")]) > 4
    assert all(name.endswith((".nq.gz", ".parquet")) for name in parts)


@needs_spark
def test_an_executor_that_is_killed_amid_a_task_costs_that_task_alone(tmp_path: Path, small: None) -> None:
    marker = tmp_path / "killed"

    def squared(number: int) -> tuple[int, int]:
        if number == 5 and not marker.exists():
            marker.touch()
            daemon = Path(f"/proc/{os.getppid()}/stat").read_text()
            os.kill(int(daemon.rpartition(")")[2].split()[1]), signal.SIGKILL)
        return number * number, os.getpid()

    results = list(spark.run(squared, range(12), failed=lambda item, why: (item, -1), master=CLUSTER))
    assert marker.exists()
    assert [square for square, _ in results] == [number * number for number in range(12)]


# --- what goes wrong --------------------------------------------------------------------------------------------------


@needs_spark
def test_an_item_that_raises_or_kills_its_worker_is_told_and_the_others_are_had(small: None) -> None:
    def halved(number: int) -> str:
        if number == 5:
            os._exit(9)
        return str(8 // (number - 7))

    results = list(spark.run(halved, range(10), failed=lambda item, why: f"{item}: {why}", master="local[2]"))
    assert results[7] == "7: ZeroDivisionError: integer division or modulo by zero"
    assert results[5].startswith("5: the worker died: ")
    assert [r for n, r in enumerate(results) if n not in (5, 7)] == [str(8 // (n - 7)) for n in range(10) if n not in (5, 7)]


LOST = """
import os, signal
from pyspark import SparkContext
from kg.engine import spark

results = spark.run(abs, range(1000), failed=lambda item, why: item, master="local[2]")
next(results)
os.kill(SparkContext._gateway.proc.pid, signal.SIGKILL)
try:
    list(results)
except spark.EngineError as error:
    print(error)
"""


@needs_spark
def test_a_session_whose_java_is_killed_ends_with_a_word() -> None:
    run = subprocess.run([sys.executable, "-c", LOST], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=300, check=False)
    assert run.stdout.decode().startswith("the Spark session is lost: its Java has ended"), run.stderr.decode()


@pytest.mark.parametrize("error", [ConnectionRefusedError(), ConnectionResetError(), EOFError()])
def test_whatever_is_raised_when_java_is_gone_is_a_lost_session(error: Exception) -> None:
    class Gone:
        """A session at whose other end there is nobody."""

        def range(self, *_: int) -> None:
            raise error

        @property
        def sparkContext(self) -> None:
            raise error

    with pytest.raises(spark.EngineError, match="the Spark session is lost"):
        spark._mapped(Gone(), abs, 1)  # type: ignore[arg-type]


@needs_spark
def test_who_wants_no_more_results_ends_the_work(tmp_path: Path, small: None) -> None:
    def slow(number: int) -> int:
        (tmp_path / str(number)).touch()
        time.sleep(0.2)
        return number

    results = spark.run(slow, range(60), failed=lambda item, why: -1, master="local[2]")
    assert next(results) == 0
    results.close()
    assert len(list(tmp_path.iterdir())) < 30


@needs_spark
def test_a_worker_reads_the_word_lists_once(small: None) -> None:
    def loaded(_: int) -> tuple[int, int]:
        lexicons.load()
        return os.getpid(), lexicons._load.cache_info().misses

    found = set(spark.run(loaded, range(24), failed=lambda item, why: (0, 0), master="local[2]"))
    assert {misses for _, misses in found} == {1}
    assert len(found) <= 2


@needs_spark
def test_workers_with_another_release_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark.cache, "software", lambda ontology="": "another")
    with pytest.raises(spark.EngineError, match="another release of zhitu"):
        list(spark.run(str, range(3), failed=lambda item, why: why, master="local[2]"))


def test_a_page_that_a_worker_failed_on_is_read_by_the_next_build(
    pages: list[Path], local: Path, quick: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.read_all

    def failing(sources: list[Source], settings: Settings, progress: object = None) -> Iterator[pipeline.Read]:
        yield pipeline.unread(sources[0], "the worker died")
        yield from real(sources[1:], settings)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_all", failing)
        graph = archive.build(pages, tmp_path / "out", quick)
    assert [(p.code, p.where) for p in graph.graph["problems"] if p.stage == pipeline.ENGINE] == [("failed", str(pages[0]))]
    assert archive.add(tmp_path / "out", pages[1:2], quick).graph["problems"] == graph.graph["problems"]
    archive.build(pages, tmp_path / "out", quick)
    assert content(tmp_path / "out") == content(local)


def test_a_file_that_only_the_caller_sees_is_no_empty_page(tmp_path: Path, quick: Settings) -> None:
    gone = Source(tmp_path / "没有.txt", "没有.txt")
    with pytest.raises(FileNotFoundError, match="put it where all workers see it"):
        pipeline._read_there((gone, True), quick)
    assert pipeline._read_there((gone, False), quick) == pipeline.read(gone, quick)


def test_parts_for_bulk_loaders_need_spark_and_no_decisions(pages: list[Path], tmp_path: Path, kg: Kg, quick: Settings) -> None:
    code, _, err = kg("build", pages[0], "-o", tmp_path / "out", "--bulk")
    assert code == 2
    assert "--bulk needs --engine spark" in err
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text("- same: [org/中共吕梁市委员会, org/吕梁市人民政府]\n", encoding="utf-8")
    with pytest.raises(archive.ArchiveError, match="decisions of people"):
        archive.bulk(pages, tmp_path / "out", replace(quick, engine="spark", curation=str(decisions)))


@pytest.mark.parametrize(("lacking", "said"), [("pyspark", r"needs pyspark: pip install 'zhitu\[spark\]'"), ("java", "no Java was found.*17 or later")])
def test_what_is_missing_is_named_with_what_to_install(
    lacking: str, said: str, pages: list[Path], tmp_path: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == lacking else object())
    monkeypatch.setattr(spark.shutil, "which", lambda name: None if name == lacking else name)
    code, _, err = kg("build", pages[0], "-o", tmp_path / "out", "--engine", "spark")
    assert code == 2
    assert re.search(said, err)


def test_who_is_slow_to_take_results_holds_up_the_work() -> None:
    begun: list[int] = []

    def submit(number: int) -> Future[int]:
        begun.append(number)
        return pool.submit(abs, number)

    with ThreadPoolExecutor(2) as pool:
        results = engine.ahead(submit, range(50), 5)
        assert next(results) == 0
        assert len(begun) <= 6
        assert list(results) == list(range(1, 50))
