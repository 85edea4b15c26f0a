#!/usr/bin/env python3
"""How fast does zhitu split pages? Times dumps and PDF beside pdftotext and pdfplumber on the same pages, on one core.

usage, from the project root:  python bench/pages.py [--repeat 3] [--rounds 3]
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apart
from apart import ROOT


@dataclass(frozen=True)
class Work:
    """What was done in how many seconds of CPU time."""

    seconds: float
    pages: int
    characters: int


Task = Callable[[Path, int], Work]
"""A task gets the folder of printed pages and how often to read them."""


def spent() -> float:
    """CPU seconds of this process and of those it started that are gone: what others do on the machine does not count."""
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def files(folder: Path, form: str) -> list[Path]:
    """The printed pages of one form, one page a file."""
    return sorted(path for path in (folder / form).iterdir() if "issue" not in path.name)


def splitting(form: str, *, reading: bool) -> Task:
    """Pages of a form to articles; without `reading`, from their text in memory."""

    def task(folder: Path, repeat: int) -> Work:
        from kg import articles, lexicon, pages
        from kg.pages import infer
        from kg.settings import Settings
        from kg.worker import WORKER

        terms, settings, found = lexicon.load(), Settings(language="en"), files(folder, form)
        known = [(file, pages.read(file, settings=settings)[0]) for file in found]
        for _, before in known:  # word lists, patterns and their caches
            for page in before:
                articles.split(page, terms, settings)
        WORKER.stop()  # it is gone before and after, so that its time and memory count
        began, characters = spent(), 0
        for _ in range(repeat):
            for file, before in known:
                for page in pages.read(file, settings=settings)[0] if reading else before:
                    page = infer.infer(page, terms) if reading else page  # noqa: PLW2901
                    articles.split(page, terms, settings)
                    characters += len(page.body)
        WORKER.stop()
        return Work(spent() - began, repeat * len(found), characters)

    return task


def pdftotext(folder: Path, repeat: int) -> Work:
    """poppler's pdftotext, a process a page."""
    characters, began = 0, spent()
    for _ in range(repeat):
        for file in files(folder, "pdf"):
            done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], stdout=subprocess.PIPE, check=True)
            characters += len(done.stdout.decode("utf-8"))
    return Work(spent() - began, repeat * len(files(folder, "pdf")), characters)


def pdfplumber(folder: Path, repeat: int) -> Work:
    """pdfplumber's extract_text."""
    import pdfplumber as plumber

    characters, began = 0, spent()
    for _ in range(repeat):
        for file in files(folder, "pdf"):
            with plumber.open(file) as document:
                characters += sum(len(page.extract_text()) for page in document.pages)
    return Work(spent() - began, repeat * len(files(folder, "pdf")), characters)


TASKS: dict[str, Task] = {
    "text dumps: split": splitting("seed", reading=False),
    "text dumps: read and split": splitting("seed", reading=True),
    "PDF: split": splitting("pdf", reading=False),
    "PDF: read and split": splitting("pdf", reading=True),
    "PDF: pdftotext, text only": pdftotext,
    "PDF: pdfplumber, text only": pdfplumber,
}


def once(name: str, folder: Path, repeat: int) -> None:
    """Do one task in this process, on one core, and print its figures."""
    apart.on_one_core()
    work = TASKS[name](folder, repeat)
    print(json.dumps((work.seconds, work.pages, work.characters, apart.peak())))


def run(repeat: int, rounds: int) -> None:
    """All tasks in turn, as often as there are rounds, and the table of medians."""
    names = [name for name in TASKS if "pdftotext" not in name or shutil.which("pdftotext")]
    found: dict[str, list[list[float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as target:
        print_pages = [sys.executable, "-m", "tests.press", target, "--set", "dev", "--forms", "pdf,seed"]
        subprocess.run(print_pages, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
        for n in range(rounds):
            for name in names:
                apart.talk(f"round {n + 1} of {rounds}: {name}")
                found[name].append(apart.measured(__file__, name, Path(target), repeat))
    apart.talk("")
    print(f"{'median of ' + str(rounds) + ', one core':32}{'pages':>8}{'CPU s':>10}{'pages/s':>10}{'chars/s':>12}{'peak MB':>10}")
    for name, figures in found.items():
        seconds, pages, characters, peak = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{name:32}{pages:>8.0f}{seconds:>10.2f}{pages / seconds:>10.1f}{characters / seconds:>12,.0f}{peak:>10.0f}")
    if len(names) < len(TASKS):
        print("pdftotext is not installed (poppler-utils)")


if __name__ == "__main__":
    apart.start("How fast does zhitu split pages?", TASKS, 3, once, run)
