"""Builds the pages that a gold file describes, scores the graph, and compares the figures with their floors: what `kg eval` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from kg import evaluate, pipeline
from kg.evaluate import Scores, Shortfall
from kg.lexicon import Lexicon
from kg.settings import Settings


class GoldError(ValueError):
    """A gold file that cannot be used, or no pages for it; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """Scores, what fell below its floor, and where the floors of this gold stand."""

    name: str
    scores: Scores
    shortfalls: tuple[Shortfall, ...]
    floors: Path


def data_root() -> Path:
    """The sample pages and gold that ship with zhitu: beside the package in a checkout, inside it in a wheel."""
    beside = Path(__file__).resolve().parent.parent / "data"
    return beside if beside.is_dir() else Path(str(resources.files("kg") / "data"))


def run(gold: Path | None, pages: Sequence[Path], lexicon: Lexicon, settings: Settings) -> Report:
    """Score the shipped sample pages, or `gold` with the pages (files or folders) that it describes. Raises GoldError."""
    root = data_root()
    path, sources = (root / "gold" / "sample.json", [root / "pages"]) if gold is None else (gold, list(pages))
    if not sources:
        raise GoldError(f"{path}: name the pages that this gold describes behind it: kg eval GOLD PAGES…")
    try:
        wanted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read as gold: {error}") from error
    plain = replace(settings, newspaper="", date="", edition="", home="")  # metadata of the gold's pages is in their sidecars
    scores = evaluate.evaluate(pipeline.build(sources, plain), wanted, lexicon)
    floors = path.parent / "floors.json"
    held = evaluate.read_floors(floors).get(path.stem, {})
    return Report(path.stem, scores, evaluate.shortfalls(scores, held), floors)


def write_floors(report: Report, *, lower: bool = False) -> None:
    """Raise the floors of a report's gold to what it reached; `lower` also writes the ones that fell."""
    floors = evaluate.read_floors(report.floors)
    floors[report.name] = evaluate.new_floors(report.scores, floors.get(report.name, {}), lower=lower)
    report.floors.write_text(evaluate.floors_text(floors), encoding="utf-8", newline="\n")
