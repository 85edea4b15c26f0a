"""A query that would take forever ends when somebody wants it to: by a time limit, or by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scenes import ROOT

COUNTED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LISTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize("text", [COUNTED, LISTED])
def test_a_time_limit_ends_it_and_says_so(text: str, demo: Path, kg: Any) -> None:
    start = time.monotonic()
    code, out, talk = kg("query", demo / "output", text, "--timeout", 2)
    assert (code, out) == (2, "")
    assert "took more than 2 seconds; --explain says" in talk
    assert time.monotonic() - start < 20


def test_within_its_time_it_answers_as_without(demo: Path, kg: Any) -> None:
    assert kg("query", demo / "output", "posts", "--timeout", 60) == kg("query", demo / "output", "posts")
    assert kg("query", demo / "output", "SELEC", "--timeout", 60)[0] == 2
    assert kg("query", demo / "output", LISTED, "--timeout", 60, "--limit", 2)[2] == "the first 2 rows; there are more\n"


@pytest.fixture
def hearing() -> Iterator[None]:
    """What a shell starts in the background is deaf to Ctrl-C, and so would its children be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing")
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here, so that Ctrl-C cannot be sent")
@pytest.mark.parametrize("options", [(), ("--timeout", "600")])
@pytest.mark.parametrize("text", [COUNTED, LISTED])
def test_ctrl_c_ends_it_and_all_its_processes(text: str, options: tuple[str, ...], demo: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", str(demo / "output"), text, *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(4)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of the group
    assert process.wait(timeout=20) in (130, -signal.SIGINT)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process of the query lives on")
