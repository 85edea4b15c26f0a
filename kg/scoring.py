"""What `kg eval` does: scores the graph of the pages that a gold file describes, or only their splitting into articles, and
compares the figures with their floors."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from kg import articles, baselines, engine, evaluate, lexicon, page_scores, pages, pipeline
from kg.baselines import BASELINES
from kg.evaluate import Scores, Share, Shortfall, recognizers, times
from kg.lexicon import Lexicon
from kg.model import Problem, Reading
from kg.page_scores import Truth
from kg.pages import infer
from kg.settings import Settings


class GoldError(ValueError):
    """A gold file that cannot be used, or no pages for it; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """Scores, what fell below its floor, and where the floors of this gold stand; the baselines' scores by name, where they were run."""

    name: str
    scores: Scores
    shortfalls: tuple[Shortfall, ...]
    floors: Path
    baselines: Mapping[str, Scores] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageReport:
    """The same of the splitting of pages; `problems` are those of reading them, and truths without a page."""

    name: str
    scores: page_scores.Scores
    shortfalls: tuple[Shortfall, ...]
    floors: Path
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeReport:
    """The finding and reading of time: sets of sentences and specifications by name, what fell below its floor, and where the floors stand."""

    name: str
    sets: Mapping[str, times.TimeScores]
    specs: Mapping[str, Share]
    shortfalls: tuple[Shortfall, ...] = ()
    floors: Path = Path()


def data_root() -> Path:
    """The sample pages and gold that ship with zhitu: beside the package in a checkout, inside it in a wheel."""
    beside = Path(__file__).resolve().parent.parent / "data"
    return beside if beside.is_dir() else Path(str(resources.files("kg") / "data"))


def run(
    gold: Path | None, sources: Sequence[Path], terms: Lexicon, settings: Settings, *, floors: Path | None = None, compare: bool = False
) -> Report:
    """Score the shipped sample pages, or `gold` with the pages (files or folders) that it describes; `compare` runs the baselines on
    the same articles. Raises GoldError."""
    root = data_root()
    path, files = (root / "gold" / "sample.json", [root / "pages"]) if gold is None else (gold, list(sources))
    if not files:
        raise GoldError(f"{path}: name the pages that this gold describes behind it: kg eval GOLD PAGES…")
    graph, content = pipeline.build(files, _plain(settings)), _json(path)
    scores = evaluate.evaluate(graph, content, terms)
    found = graph.graph["articles"].values()
    others = {name: evaluate.evaluate(baselines.graph(found, make()), content, terms) for name, make in BASELINES.items() if compare}
    floors = floors or path.parent / "floors.json"
    held = evaluate.read_floors(floors).get(path.stem, {})
    return Report(path.stem, scores, evaluate.shortfalls(scores, held), floors, others)


def run_pages(truth: Path | None, sources: Sequence[Path], settings: Settings, *, floors: Path | None = None) -> PageReport:
    """Score the splitting of the shipped sample pages, or of pages (files or folders) whose truth is a file or a folder of files.

    A truth is named as its page without what follows the first dot (f07.json for f07.pdf and f07.pdfium.txt), or NAME.3 for page 3
    of a file with several. Pages without truth are left out. Raises GoldError.
    """
    root = data_root()
    path, files = (root / "gold" / "pages", [root / "pages"]) if truth is None else (truth, list(sources))
    if not files:
        raise GoldError(f"{path}: name the pages that this truth describes behind it: kg eval --pages TRUTH PAGES…")
    truths = _truths(path)
    plain = _plain(settings)
    wanted = [source for source in pages.discover(files, plain) if _keys(source.path, truths)]
    readings, problems = split(wanted, plain)
    rows = []
    for file in dict.fromkeys(source.path for source in wanted):
        left = _keys(file, truths)
        for reading in readings:
            name, _, part = reading.page.source.rpartition("#") if "#" in reading.page.source else (reading.page.source, "", "")
            key = _key(file, part.partition("=")[2], left) if Path(name) == file else None
            if key is not None:
                left.remove(key)
                rows.append(page_scores.score(Path(reading.page.source).name, truths[key], reading))
        rows += [page_scores.score(f"{file.name} ({key})", truths[key], None) for key in left]
    if not rows:
        raise GoldError(f"{path}: none of the pages has a truth of its name ({', '.join([*truths][:3])} …)")
    known = {key for source in wanted for key in _keys(source.path, truths)}
    lonely = [
        Problem("eval", "no-page", "warning", "there is no page of this name", str(path / f"{key}.json"))
        for key in truths
        if key not in known
    ]
    scores, floors = page_scores.Scores.of(rows), floors or path.parent / "floors.json"
    held = evaluate.read_floors(floors).get(path.stem, {})
    heard = tuple(problem for problem in (*problems, *lonely) if problem.severity != "info")
    return PageReport(path.stem, scores, page_scores.shortfalls(scores, held), floors, heard)


def run_time(gold: Path | None, *, floors: Path | None = None) -> TimeReport:
    """Score the expressions of time of the shipped sentences, those to develop with and the frozen ones, or of a table like theirs (docs/time.md);
    of a folder, the specifications of dates and numbers in it. Raises GoldError."""
    root = data_root()
    if gold is not None and gold.is_dir():
        return TimeReport(gold.name, {}, recognizers.score(gold))
    paths = [root / "gold" / "time.tsv", root / "frozen" / "gold" / "time.tsv"] if gold is None else [gold]
    try:
        sets = {"frozen" if path.parent.parent.name == "frozen" else path.stem: times.score(times.read(path)) for path in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{gold}: cannot be read as a table of expressions: {error}") from error
    floors = floors or paths[0].parent / "floors.json"
    held = evaluate.read_floors(floors).get(paths[0].stem, {})
    return TimeReport(paths[0].stem, sets, {}, evaluate.below(time_figures(sets), held), floors)


def time_figures(sets: Mapping[str, times.TimeScores]) -> dict[str, float]:
    """The figures that floors speak of, by set and name ("frozen.found")."""
    return {f"{name}.{key}": value for name, scores in sets.items() for key, value in times.figures(scores).items()}


def write_floors(report: Report | PageReport | TimeReport, *, lower: bool = False) -> None:
    """Raise the floors of a report's gold to what it reached; `lower` also writes the ones that fell."""
    floors = evaluate.read_floors(report.floors)
    held = floors.get(report.name, {})
    if isinstance(report, TimeReport):
        floors[report.name] = evaluate.raised(time_figures(report.sets), held, lower=lower)
    elif isinstance(report, PageReport):
        floors[report.name] = page_scores.new_floors(report.scores, held, lower=lower)
    else:
        floors[report.name] = evaluate.new_floors(report.scores, held, lower=lower)
    report.floors.write_text(evaluate.floors_text(floors), encoding="utf-8", newline="\n")


def split(sources: Iterable[pages.Source], settings: Settings) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """The pages of some files with their articles and furniture and nothing else, and what was wrong with them."""
    listed = list(sources)
    results = list(engine.run(partial(split_file, settings=settings), listed, jobs=settings.jobs))
    readings = tuple(reading for found, _ in results for reading in found)
    faults = (fault for _, found in results for fault in found)
    return readings, tuple(dict.fromkeys([*faults, *(fault for reading in readings for fault in reading.problems)]))


def split_file(source: pages.Source, settings: Settings) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """The same of one file, or of the part of it that a source names."""
    terms = lexicon.load(settings.ontology or None)
    given = {key: getattr(settings, key) for key in ("newspaper", "date", "edition", "home") if getattr(settings, key)}
    found, problems = pages.read(source, settings=settings, overrides=given)
    readings = []
    for page in (infer.infer(page, terms) for page in found):
        stories, furniture, odd = articles.split(page, terms, settings)
        readings.append(Reading(page, stories, furniture=furniture, problems=odd))
    return tuple(readings), problems


def _plain(settings: Settings) -> Settings:
    return replace(settings, newspaper="", date="", edition="", home="", curation="")  # metadata of the gold's pages is in their sidecars


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read as gold: {error}") from error


def _truths(path: Path) -> dict[str, Truth]:
    """The truths of a folder or file by name, with the undecided breaks of pages whose truth does not name them."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    others = data_root() / "gold" / "undecided.json"
    undecided = _json(others) if others.is_file() else {}
    truths = {}
    for file in files:
        try:
            truth = page_scores.truth(_json(file))
        except page_scores.TruthError as error:
            raise GoldError(f"{file}: {error}") from error
        truths[file.stem] = replace(truth, undecided=(*truth.undecided, *undecided.get(file.stem, ())))
    return truths


def _keys(file: Path, truths: Collection[str]) -> list[str]:
    """The truths of a file's pages."""
    stems = {file.stem, file.name.partition(".")[0]}
    return [key for key in truths if key in stems or (key.rpartition(".")[0] in stems and key.rpartition(".")[2].isdigit())]


def _key(file: Path, number: str, left: Collection[str]) -> str | None:
    """The truth of one page of a file: NAME.NUMBER, or NAME for the only page or the first."""
    stems = (file.stem, file.name.partition(".")[0])
    names = [f"{stem}.{number}" for stem in stems] + [stem for stem in stems if number in ("", "1")]
    return next((name for name in names if name in left), None)
