#!/usr/bin/env python3
"""How fast does zhitu split pages? Times dumps and PDF beside pdftotext and pdfplumber on the same pages, on one core.

usage, from the project root:  python bench/pages.py [--repeat 3] [--rounds 3] [--quick] [--json FILE]

The pages are the development pages that `tests/press` prints, one a file. The rows of zhitu end with articles, those of the others with bare text in which
no article is told from another. "Split" starts from text or layout in memory, "read and split" from the file, PDFs in the process that is kept for them;
`pdftotext` starts a process for each page, as it is used.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import measure
from measure import ROOT, Found, Ratio, Table, spent


@dataclass(frozen=True)
class Work:
    """What was done in how many seconds of CPU time."""

    seconds: float
    pages: int
    characters: int


Task = Callable[[Path, int], Work]
"""A task gets the folder of printed pages and how often to read them."""


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


DUMPS, DUMPS_READ = "text dumps: split", "text dumps: read and split"
PDF, PDF_READ, POPPLER, PLUMBER = "PDF: split", "PDF: read and split", "PDF: pdftotext, text only", "PDF: pdfplumber, text only"
TASKS: dict[str, Task] = {
    DUMPS: splitting("seed", reading=False),
    DUMPS_READ: splitting("seed", reading=True),
    PDF: splitting("pdf", reading=False),
    PDF_READ: splitting("pdf", reading=True),
    POPPLER: pdftotext,
    PLUMBER: pdfplumber,
}
ABOUT = """Pages to articles. The rows of zhitu end with articles, those of pdftotext and pdfplumber with bare text in which no article is told from another.
One core, seconds of the processor. Aims: 200,000 characters a second from dumps, 5 pages a second from PDF."""


def once(name: str, folder: Path, repeat: int) -> None:
    """Do one task in this process, on one core, and print its figures."""
    measure.on_one_core()
    work = TASKS[name](folder, repeat)
    print(json.dumps((work.seconds, work.pages, work.characters, measure.peak())))


def run(repeat: int, rounds: int) -> Found:
    """All tasks in turn, as often as there are rounds."""
    names = [name for name in TASKS if name != POPPLER or shutil.which("pdftotext")]
    with tempfile.TemporaryDirectory() as target:
        print_pages = [sys.executable, "-m", "tests.press", target, "--set", "dev", "--forms", "pdf,seed"]
        subprocess.run(print_pages, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)

        def one(name: str) -> list[float]:
            return list(measure.apart(__file__, "--task", name, "--folder", target, "--repeat", repeat))

        found = measure.rounds(names, rounds, one)
    rows = []
    for name, figures in found.items():
        seconds, pages, characters, peak = measure.middles(figures)
        rows.append((name, f"{pages:.0f}", f"{seconds:.2f}", f"{pages / seconds:.1f}", f"{characters / seconds:,.0f}", f"{peak:.0f}"))
    table = Table(("one core", "pages", "CPU s", "pages/s", "chars/s", "peak MB"), tuple(rows))
    ratios = tuple(
        Ratio(
            f"speed of reading and splitting PDF, of {name.removeprefix('PDF: ')}",
            tuple(o[0] / m[0] for o, m in zip(found[name], found[PDF_READ], strict=True)),
        )
        for name in (POPPLER, PLUMBER)
        if name in found
    )
    skipped = () if POPPLER in names else ("pdftotext is not installed (poppler-utils)",)
    return Found("Pages", "python bench/pages.py", ABOUT, (table,), ratios, skipped=skipped)


def main() -> None:
    """Measure all tasks, or (in a process that `run` began) one of them."""
    parser = measure.parser(__doc__)
    parser.add_argument("--repeat", type=int, help="read the pages so often (default: 3; quick: 1)")
    parser.add_argument("--task", choices=list(TASKS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = parser.parse_args()
    repeat = given.repeat or (1 if given.quick else 3)
    if given.task:
        once(given.task, given.folder, repeat)
    else:
        measure.told([run(repeat, measure.often(given))], given.json)


if __name__ == "__main__":
    main()
