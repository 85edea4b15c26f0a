"""What the benchmarks share: each task runs in a process of its own, on one core, and prints its figures as JSON."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def on_one_core() -> None:
    """Keep this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak() -> float:
    """The most megabytes that this process held, or a child of it."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measured(script: str, name: str, folder: Path, repeat: int) -> list[float]:
    """The figures that a task of a script prints, run in a process of its own."""
    command = [sys.executable, script, "--task", name, "--folder", str(folder), "--repeat", str(repeat)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    return [float(figure) for figure in json.loads(done.stdout)]


def talk(text: str) -> None:
    """What is being measured, for a person at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text:60}\r", end="", file=sys.stderr, flush=True)


def start(about: str, tasks: Iterable[str], repeat: int, once: Callable[[str, Path, int], None], run: Callable[[int, int], None]) -> None:
    """The command line of a benchmark: all its tasks in rounds, or (in a process that `measured` began) one of them once."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--repeat", type=int, default=repeat, help=f"read the texts so often (default: {repeat})")
    parser.add_argument("--rounds", type=int, default=3, help="measure so often (default: 3)")
    parser.add_argument("--task", choices=list(tasks), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        once(given.task, given.folder, given.repeat)
    else:
        run(given.repeat, given.rounds)
