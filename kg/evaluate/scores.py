"""What is counted: right, spurious and missed findings, shares, the faults behind them, and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import LOC, ORG, PER, POL

TYPES = (PER, ORG, LOC, POL)
OBSERVATION, REPORTED = "observation", "reported"


@dataclass(frozen=True, slots=True)
class Count:
    """Right, spurious and missed findings of one kind."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp else 0.0

    @property
    def f(self) -> float:
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def accuracy(self) -> float:
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `kind` is body, title, subtitle, authors, missed, spurious, type, link, deictic, relation-missed or
    relation-spurious; `what` the type or predicate. `expected`, `found` and `sentence` may be empty.
    """

    article: str
    kind: str
    what: str
    expected: str
    found: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one article of gold, or of several added up (`article` is then empty)."""

    article: str = ""
    bodies: Share = Share()
    titles: Share = Share()
    subtitles: Share = Share()
    authors: Share = Share()
    mentions: Mapping[str, Count] = field(default_factory=dict)
    linking: Share = Share()
    deictic: Share = Share()
    relations: Mapping[str, Count] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def all_mentions(self) -> Count:
        return sum(self.mentions.values(), Count())

    @property
    def all_relations(self) -> Count:
        """All but observations: their indicators have no canonical wording, so they cannot be spurious."""
        return sum((count for key, count in self.relations.items() if key != OBSERVATION), Count())


@dataclass(frozen=True, slots=True)
class Scores:
    """`rows` has a row for each article of gold, in gold's order; `total` is their sum."""

    rows: tuple[Row, ...]
    total: Row

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Scores:
        """The rows with their sum."""
        found = tuple(rows)
        return cls(found, summed(found))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.total.faults


def summed(rows: Sequence[Row]) -> Row:
    """Several rows added up."""
    return Row(
        bodies=sum((row.bodies for row in rows), Share()),
        titles=sum((row.titles for row in rows), Share()),
        subtitles=sum((row.subtitles for row in rows), Share()),
        authors=sum((row.authors for row in rows), Share()),
        mentions=_sums(row.mentions for row in rows),
        linking=sum((row.linking for row in rows), Share()),
        deictic=sum((row.deictic for row in rows), Share()),
        relations=_sums(row.relations for row in rows),
        faults=tuple(fault for row in rows for fault in row.faults),
    )


def _sums(counts: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for each in counts:
        for name, count in each.items():
            found[name] = found.get(name, Count()) + count
    return dict(sorted(found.items()))


class EvaluationError(ValueError):
    """Something that is no gold, or no file of floors; the message says what is wrong."""
