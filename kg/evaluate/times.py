"""Expressions of time in sentences of newspapers, found and normalised, against a table of gold.

A line of the table is one expression: the day of publication, the sentence, the expression, its value, its precision; the
expressions of a sentence stand in its order. A sentence without any stands once, with nothing in the last columns.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.evaluate.counts import Count, Share
from kg.evaluate.scores import EvaluationError
from kg.evaluate.tables import align, counted, shared, word
from kg.text import times
from kg.text.days import text_of

FROZEN = "frozen"  # the set whose faults nobody looks at
COLUMNS = ("published", "text", "expression", "value", "precision")


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands where, what it means, and how precisely."""

    start: int
    end: int
    value: str
    precision: str = ""


@dataclass(frozen=True, slots=True)
class TimeScores:
    """`found` counts expressions of the right place and value, `precision` the right ones whose precision is right too.

    `faults` are (sentence, gold, found).
    """

    found: Count
    precision: Share
    faults: tuple[tuple[str, str, str], ...] = ()


def read(path: Path) -> dict[tuple[str, str], tuple[Expression, ...]]:
    """The expressions of each (day of publication, sentence). Raises EvaluationError, which names the line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[tuple[str, str], tuple[Expression, ...]] = {}
    for number, row in enumerate(rows, 2):
        if set(row) != set(COLUMNS) or None in row.values():
            raise EvaluationError(f"{path}:{number}: a line has the columns {', '.join(COLUMNS)}")
        key = row["published"], row["text"]
        before = found.setdefault(key, ())
        if row["expression"]:
            start = row["text"].find(row["expression"], before[-1].end if before else 0)
            if start < 0:
                raise EvaluationError(f"{path}:{number}: the sentence does not hold {row['expression']} (behind the one before)")
            found[key] = (*before, Expression(start, start + len(row["expression"]), _plain(row["value"]), row["precision"]))
    return found


def _plain(value: str) -> str:
    """A period of whole months or a year as we write it: 2025-01-01/2025-01-31 is 2025-01."""
    first, _, last = value.partition("/")
    try:
        return text_of((dt.date.fromisoformat(first), dt.date.fromisoformat(last)))[0]
    except ValueError:
        return value


def score(gold: Mapping[tuple[str, str], Iterable[Expression]]) -> TimeScores:
    """What `kg.text.times` finds in the sentences, against their expressions."""
    count, precise, faults = Count(), Share(), []
    for (published, text), expected in gold.items():
        wanted = {(each.start, each.end, each.value): each.precision for each in expected}
        made = {(each.start, each.end, each.timex): each.precision for each in times.find(text, published=published)}
        right = wanted.keys() & made.keys()
        count += Count(len(right), len(made) - len(right), len(wanted) - len(right))
        precise += Share(sum(wanted[key] == made[key] for key in right), len(right))
        if wanted != made:
            faults.append((f"{published} {text}", _shown(text, wanted, made), _shown(text, made, wanted)))
    return TimeScores(count, precise, tuple(faults))


def figures(scores: TimeScores) -> dict[str, float]:
    """The figures that floors speak of, by name."""
    return {"found": scores.found.f, "precision": scores.precision.accuracy}


def table(sets: Mapping[str, TimeScores], specs: Mapping[str, Share], *, language: str = "zh") -> str:
    """The scores as aligned text in Chinese ("zh") or English ("en"): a line for each set and each specification."""
    lines = []
    if sets:
        rows = [(name, *counted(each.found), *shared(each.precision)) for name, each in sets.items()]
        head = tuple(word(key, language) for key in ("time", "P", "R", "F", "tp", "fp", "fn", "precision", ""))
        lines += align([head, *rows])
    lines += align([(name, *shared(each)) for name, each in specs.items()])
    return "\n".join(lines) + "\n"


def fault_text(fault: tuple[str, str, str], *, language: str = "zh") -> str:
    """A fault as three lines: the sentence, what gold has, what was found."""
    sentence, gold, found = fault
    return f"{sentence}\n    {word('expected', language)} {gold}\n    {word('found', language)} {found}"


def as_json(sets: Mapping[str, TimeScores], specs: Mapping[str, Share]) -> dict[str, Any]:
    """The scores for programs."""
    return {
        "sets": {
            name: {"found": asdict(each.found) | {"f": each.found.f}, "precision": asdict(each.precision)} for name, each in sets.items()
        },
        "specs": {name: asdict(each) | {"accuracy": each.accuracy} for name, each in specs.items()},
    }


def _shown(text: str, these: Mapping[tuple[int, int, str], str], others: Mapping[tuple[int, int, str], str]) -> str:
    """The expressions that the others do not have alike."""
    alone = sorted(these.items() - others.items())
    return "; ".join(f"{text[start:end]} = {value} ({precision})" for (start, end, value), precision in alone)
