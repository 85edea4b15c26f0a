"""Figures and the floors that they must not fall below."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate.scores import SHARES, EvaluationError, Scores


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that fell below its floor."""

    figure: str
    floor: float
    found: float


def figures(scores: Scores) -> dict[str, float]:
    """The figures that floors speak of, by name ("mentions.PER", "linking", "relations.all" …), from 0 to 1."""
    total = scores.total
    found: dict[str, float] = {key: getattr(total, key).accuracy for key in SHARES}
    found |= {"mentions.all": total.all_mentions.f, "relations.all": total.all_relations.f}
    found |= {f"mentions.{key}": count.f for key, count in total.mentions.items()}
    found |= {f"relations.{key}": count.f for key, count in total.relations.items()}
    found |= {"observations.fields": total.figures.f} if "observation" in total.relations else {}
    found |= {f"b3.{key}": each.f for key, each in scores.clusters.items()}
    found |= {f"pairs.{key}": each.pairs.precision for key, each in scores.clusters.items() if each.pairs.tp + each.pairs.fp}
    return dict(sorted(found.items()))


def shortfalls(scores: Scores, floors: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """Every floor that the scores do not reach; a figure that is no longer measured counts as 0."""
    return below(figures(scores), floors)


def below(reached: Mapping[str, float], floors: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """Every floor that some figures do not reach; a figure that is not there counts as 0."""
    low = ((key, floor, reached.get(key, 0.0)) for key, floor in sorted(floors.items()))
    return tuple(Shortfall(key, floor, got) for key, floor, got in low if got < floor - 1e-9)


def new_floors(scores: Scores, floors: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """The floors raised to what the scores reach, cut to three decimals; never below `floors` unless `lower`."""
    return raised(figures(scores), floors, lower=lower)


def raised(reached: Mapping[str, float], floors: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """The floors raised to some figures, cut to three decimals; never below `floors` unless `lower`."""
    cut = {key: math.floor(value * 1000 + 1e-9) / 1000 for key, value in reached.items()}
    if lower:
        return cut
    return {key: max(cut.get(key, 0.0), floors.get(key, 0.0)) for key in sorted({*cut, *floors})}


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Floors by gold file (its stem), then figure; {} when there is no such file. Raises EvaluationError."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): {str(k): float(v) for k, v in floors.items()} for name, floors in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{path}: floors must be a table of figures for each gold file: {error}") from error


def floors_text(floors: Mapping[str, Mapping[str, float]]) -> str:
    """The content of a floors file: sorted JSON."""
    return json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
