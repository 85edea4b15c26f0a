"""What the tests share: the lexicon, builds made once for all workers, and the `kg` command inside this process."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import networkx as nx
import pyoxigraph as ox
import pytest
from scenes import PAGES, ROOT, write

from kg import cli
from kg import lexicon as lexicons
from kg.graph.folder import load
from kg.lexicon import Lexicon
from kg.rdf.store import open_store
from kg.settings import Settings

SHARED = ROOT.parent / "shared"
hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("untimed")
Kg = Callable[..., tuple[int, str, str]]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of the tests that run for every format, those for Parquet need pyarrow."""
    if isinstance(item, pytest.Function) and hasattr(item, "callspec") and "parquet" in item.callspec.params.values():
        pytest.importorskip("pyarrow", reason="pyarrow (zhitu[parquet]) is not installed: Parquet was NOT written")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicons.load()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(jobs=1, language="en")


def run_kg(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The `kg` command in a process of its own; values of "" take a variable away."""
    env = {**os.environ, **environment}
    env = {name: value for name, value in env.items() if value or name not in environment}
    env["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, timeout=300, check=False
    )


@pytest.fixture(scope="session")
def kg_process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    return run_kg


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kg:
    """The `kg` command in this process: (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        capfd.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capfd.readouterr()

    return call


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """once(name, make): the folder that make(folder) filled, made by the first of all workers that asks."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, ready = shared / name, shared / f"{name}.ready"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                folder.mkdir(exist_ok=True)
                make(folder)
                ready.touch()
        return folder

    return made


def keep(done: subprocess.CompletedProcess[bytes], folder: Path) -> None:
    """What a process said, beside the folder that it made."""
    for name, said in (("stdout", done.stdout), ("stderr", done.stderr), ("code", str(done.returncode).encode())):
        folder.with_name(f"{folder.name}.{name}").write_bytes(said)


@pytest.fixture(scope="session")
def demo(once: Callable[..., Path]) -> Path:
    """What `kg build data/pages` leaves: output/, and beside it output.stdout, output.stderr and output.code. test_standards validates it."""

    def make(folder: Path) -> None:
        keep(run_kg("build", "data/pages", "-o", folder / "output", "--no-validate", LC_ALL="C.UTF-8"), folder / "output")

    return once("demo", make)


@pytest.fixture(scope="session")
def demo_graph(demo: Path) -> nx.MultiDiGraph:
    return load(demo / "output")


@pytest.fixture(scope="session")
def demo_store(demo: Path) -> ox.Store:
    return open_store(demo / "output")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with seeds, gold and the scorer, which a clone need not have."""
    if not (SHARED / "seeds").is_dir() or not (SHARED / "eval" / "score.py").is_file():
        pytest.skip(
            f"{SHARED} is not there: seeds, gold and scorer stand beside the project, not in it; the scores of this build are NOT checked"
        )
    return SHARED


@pytest.fixture(scope="session")
def builds(once: Callable[..., Path]) -> Path:
    """Three builds of the same two small pages, each in a process of its own: one/, two/, three/ and their stdout, stderr and code."""

    def make(folder: Path) -> None:
        first, second = write(folder, PAGES)
        calls = {
            "one": ((first.name, second.name, "--jobs", 1), {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}),
            "two": ((second.name, first.name, "--jobs", 2), {"PYTHONHASHSEED": "4242", "LC_ALL": "zh_CN.UTF-8"}),
            "three": ((".", "--jobs", 1), {"PYTHONHASHSEED": "random", "LC_ALL": "POSIX", "TZ": "Asia/Shanghai"}),
        }
        for name, (arguments, environment) in calls.items():
            keep(run_kg("build", *arguments, "-o", name, cwd=folder, **environment), folder / name)

    return once("builds", make)
