"""What the benchmarks share: clocks, memory, tasks in processes of their own, medians, ratios, and how a finding is told.

A benchmark is a script whose `main` hands `told` a list of `Found`. bench/all.py runs every one of them and reads their JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MORE, LESS = "more", "less"  # which of two ratios is the better one


# ---- what a benchmark found --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head; all but the first column are figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two figures of one run, one divided by the other: one value for each round.

    `better` says which way is good, `aim` what is wanted, `within` how much worse (as a share) a later run may be before the guard says so.
    """

    name: str
    values: tuple[float, ...]
    better: str = MORE
    aim: float | None = None
    within: float = 0.25

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.values)


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines of points (x, y) that a plot shows; `name` is that of its file."""

    name: str
    title: str
    x: str
    y: str
    lines: dict[str, tuple[tuple[float, float], ...]]
    log: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a benchmark found: tables, ratios, curves, and what it had to leave out (and why)."""

    title: str
    command: str
    about: str
    tables: tuple[Table, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    curves: tuple[Curve, ...] = ()
    skipped: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)


def to_json(found: Found) -> dict[str, Any]:
    """A finding as JSON."""
    return asdict(found)


def from_json(row: Mapping[str, Any]) -> Found:
    """A finding from its JSON. Raises KeyError and TypeError for what is none."""
    tables = tuple(Table(tuple(t["head"]), tuple(tuple(r) for r in t["rows"])) for t in row["tables"])
    ratios = tuple(Ratio(**{**r, "values": tuple(r["values"])}) for r in row["ratios"])
    curves = tuple(
        Curve(**{**c, "lines": {name: tuple((x, y) for x, y in line) for name, line in c["lines"].items()}}) for c in row["curves"]
    )
    return Found(**{**row, "tables": tables, "ratios": ratios, "curves": curves, "skipped": tuple(row["skipped"])})


# ---- in words ----------------------------------------------------------------------------------------------------------


def text(found: Found) -> Iterator[str]:
    """The lines of a finding for a terminal."""
    yield f"== {found.title}"
    for table in found.tables:
        yield from aligned(table)
        yield ""
    yield from map(sentence, found.ratios)
    yield from (f"SKIPPED: {what}" for what in found.skipped)


def markdown(found: Found, pictures: str = "images") -> Iterator[str]:
    """The lines of a finding for a document; curves are pictures of a folder."""
    yield from (f"## {found.title}", "", found.about, "", "```sh", found.command, "```", "")
    for table in found.tables:
        yield "| " + " | ".join(table.head) + " |"
        yield "| --- |" + " ---: |" * (len(table.head) - 1)
        yield from ("| " + " | ".join(row) + " |" for row in table.rows)
        yield ""
    yield from (f"* {sentence(ratio)}" for ratio in found.ratios)
    yield from ("",) if found.ratios else ()
    for curve in found.curves:
        yield from (f"![{curve.title}]({pictures}/{curve.name}.svg)", "")
    yield from (f"* **Left out in this run:** {what}" for what in found.skipped)
    yield from ("",) if found.skipped else ()


def sentence(ratio: Ratio) -> str:
    """A ratio with its range and its aim."""
    low, high = min(ratio.values), max(ratio.values)
    range = f" ({figure(low)} to {figure(high)})" if len(ratio.values) > 1 else ""
    met = ratio.aim is not None and (ratio.middle >= ratio.aim if ratio.better == MORE else ratio.middle <= ratio.aim)
    wanted = (
        ""
        if ratio.aim is None
        else f"; aim: at {'least' if ratio.better == MORE else 'most'} {figure(ratio.aim)}, {'reached' if met else 'not reached'}"
    )
    return f"{ratio.name}: {figure(ratio.middle)}{range}{wanted}"


def aligned(table: Table) -> Iterator[str]:
    """The lines of a table, the first column to the left."""
    rows = [table.head, *table.rows]
    widths = [max(_width(row[n]) for row in rows) for n in range(len(table.head))]
    for first, *others in rows:
        cells = (" " * (wide - _width(cell)) + cell for cell, wide in zip(others, widths[1:], strict=True))
        yield (first + " " * (widths[0] - _width(first)) + "  " + "  ".join(cells)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def figure(value: float) -> str:
    """A number with three or four figures that mean something."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 or not value else f"{value:.{4 if abs(value) > 0.95 else 3}f}"


# ---- clocks and memory -------------------------------------------------------------------------------------------------


def on_one_core() -> None:
    """Keep this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spent() -> float:
    """CPU seconds of this process and of those it started that are gone: what others do on the machine does not count."""
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def megabytes(use: resource.struct_rusage) -> float:
    """The most that a process held, as the system has counted it."""
    return use.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def peak(*, own: bool = False) -> float:
    """The most megabytes that this process held, or (unless `own`) a child of it."""
    whose = (resource.RUSAGE_SELF,) if own else (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(megabytes(resource.getrusage(who)) for who in whose)


class Clock:
    """Adds up the seconds of `with clock.running():` by the wall and of the processor; everything outside is preparation."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began, before = time.perf_counter(), spent()
        yield
        self.seconds += time.perf_counter() - began
        self.processor += spent() - before


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: seconds by the wall and of all processors, and the megabytes of its largest process."""

    seconds: float
    processor: float
    peak: float


def cost(command: Sequence[object], *, environment: Mapping[str, str] | None = None) -> Cost:
    """What a command takes, from its start to its end. Raises CalledProcessError when it fails, with what it said.

    Linux counts the memory of the process that starts another as the other's, so that the caller should be small.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, use = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, stderr=said)
    return Cost(time.perf_counter() - began, use.ru_utime + use.ru_stime, megabytes(use))


def kg(*arguments: object) -> list[object]:
    """The command line of a `kg` command of this interpreter."""
    return [sys.executable, "-m", "kg", *arguments]


# ---- tasks in processes of their own -----------------------------------------------------------------------------------


def apart(script: str, *arguments: object) -> Any:
    """What a script prints as JSON, run in a process of its own."""
    command = [sys.executable, script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment).stdout)


def rounds(names: Iterable[str], times: int, one: Callable[[str], Any], about: str = "") -> dict[str, list[Any]]:
    """What is measured of each name, in turns, so that a busy minute slows all of them alike."""
    found: dict[str, list[Any]] = {name: [] for name in names}
    for number in range(times):
        for name, figures in found.items():
            talk(f"{about}round {number + 1} of {times}: {name}")
            figures.append(one(name))
    talk("")
    return found


def middles(figures: Iterable[Sequence[float]]) -> list[float]:
    """The median of each column."""
    return [statistics.median(column) for column in zip(*figures, strict=True)]


def talk(text: str) -> None:
    """What is being measured, for a person at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text:70}\r", end="", file=sys.stderr, flush=True)


# ---- the command line of a benchmark -----------------------------------------------------------------------------------


def parser(about: str | None, *, times: int = 3) -> argparse.ArgumentParser:
    """The options that every benchmark has: --quick, --rounds, --json."""
    made = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    made.add_argument("--quick", action="store_true", help="smaller sizes and fewer rounds: a first look in a minute or two")
    made.add_argument("--rounds", type=int, help=f"measure so often (default: {times}; quick: 1)")
    made.add_argument("--json", type=Path, help="write what was found to this file, too")
    return made


def often(given: argparse.Namespace, times: int = 3) -> int:
    """How many rounds are asked for."""
    return int(given.rounds or (1 if given.quick else times))


def told(found: Sequence[Found], file: Path | None) -> None:
    """Print what was found and, if wanted, write it as JSON."""
    for one in found:
        print(*text(one), "", sep="\n", flush=True)
    if file:
        file.write_text(json.dumps([to_json(one) for one in found], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
