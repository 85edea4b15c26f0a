"""The process that reads dangerous files: whatever happens to it, the next question is answered."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from kg import worker
from kg.worker import Worker, WorkerError


@pytest.fixture
def reader() -> Iterator[Worker]:
    found = Worker()
    yield found
    found.stop()


def test_answers_come_from_one_other_process(reader: Worker) -> None:
    first = reader.ask("os", "getpid", seconds=30)
    assert first not in (os.getpid(), 0)
    assert reader.ask("operator", "concat", "农村", "公路", seconds=30) == "农村公路"
    assert reader.ask("os", "getpid", seconds=30) == first


@pytest.mark.parametrize(
    ("module", "function", "args", "said"),
    [
        ("operator", "truediv", (1, 0), "ZeroDivisionError: division by zero"),
        ("builtins", "open", ("没有这一版.pdf",), "FileNotFoundError: .*"),
        ("kg.pages.sheet", "nothing", (), "AttributeError: .*"),
        ("builtins", "bytearray", (worker.MEMORY,), "needs more than 4 GB of memory"),
    ],
)
def test_an_exception_costs_one_answer(reader: Worker, module: str, function: str, args: tuple[object, ...], said: str) -> None:
    before = reader.ask("os", "getpid", seconds=30)
    with pytest.raises(WorkerError, match=f"^{said}$"):
        reader.ask(module, function, *args, seconds=30)
    assert reader.ask("os", "getpid", seconds=30) == before


@pytest.mark.parametrize(
    ("module", "function", "args", "code"),
    [
        ("os", "_exit", (3,), 3),
        ("os", "abort", (), -6),
        ("ctypes", "string_at", (0,), -11),  # what a broken decoder does
        ("threading", "Lock", (), 1),  # an answer that cannot be sent
    ],
)
def test_a_crash_costs_one_answer(reader: Worker, module: str, function: str, args: tuple[object, ...], code: int) -> None:
    before = reader.ask("os", "getpid", seconds=30)
    with pytest.raises(WorkerError, match=rf"^crashed its process \(exit code {code}\)$"):
        reader.ask(module, function, *args, seconds=30)
    assert reader.ask("os", "getpid", seconds=30) != before


def test_what_takes_too_long_is_given_up(reader: Worker) -> None:
    before = reader.ask("os", "getpid", seconds=30)
    began = time.monotonic()
    with pytest.raises(WorkerError, match=r"^took more than 0\.3 seconds$"):
        reader.ask("time", "sleep", 60, seconds=0.3)
    assert time.monotonic() - began < 5
    with pytest.raises(OSError):
        os.kill(before, 0)
    assert reader.ask("operator", "add", 1, 2, seconds=30) == 3  # and not the answer that came too late


def test_a_worker_killed_between_questions_is_started_again(reader: Worker) -> None:
    os.kill(reader.ask("os", "getpid", seconds=30), 9)
    for _ in range(2):  # the first question may still meet the dying one
        try:
            answer = reader.ask("operator", "add", 1, 2, seconds=30)
        except WorkerError:
            continue
        break
    assert answer == 3


def test_what_a_library_prints_does_not_disturb_the_answers(reader: Worker) -> None:
    assert reader.ask("builtins", "print", "Warning: 坏字体", seconds=30) is None
    assert reader.ask("operator", "concat", "甲", "乙", seconds=30) == "甲乙"


def test_a_large_answer_arrives_whole(reader: Worker) -> None:
    assert len(reader.ask("builtins", "bytes", 50_000_000, seconds=30)) == 50_000_000


def test_the_worker_has_bounds_of_its_own_and_ours_stay(reader: Worker) -> None:
    assert reader.ask("resource", "getrlimit", resource.RLIMIT_AS, seconds=30) == (worker.MEMORY, worker.MEMORY)
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != worker.MEMORY


def test_the_worker_ends_with_its_parent() -> None:
    """It holds the other end of standard error, so that this call returns only when it is gone, too."""
    said = "from kg.worker import WORKER; WORKER.ask('os', 'getpid', seconds=30); import os; os._exit(7)"
    assert subprocess.run([sys.executable, "-c", said], stderr=subprocess.PIPE, check=False, timeout=60).returncode == 7
