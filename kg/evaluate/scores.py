"""The scores of an article, of several added up, and the faults behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.evaluate.clusters import Clustering, Link, clusterings
from kg.evaluate.counts import Count, Share
from kg.model import LOC, ORG, PER, POL

TYPES = (PER, ORG, LOC, POL)
OBSERVATION, REPORTED = "observation", "reported"
SHARES = ("bodies", "titles", "subtitles", "authors", "linking", "deictic")
"""The fields of a row that are shares, in the order of the tables."""


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
    """The scores of one article of gold, or of several added up (`article` is then empty).

    `kind` is the article's in gold, `province` that of its page, both may be empty; `links` are the mentions that `linking` counts,
    `figures` the observations that are right in all five fields.
    """

    article: str = ""
    kind: str = ""
    province: str = ""
    bodies: Share = field(default_factory=Share)
    titles: Share = field(default_factory=Share)
    subtitles: Share = field(default_factory=Share)
    authors: Share = field(default_factory=Share)
    mentions: Mapping[str, Count] = field(default_factory=dict)
    linking: Share = field(default_factory=Share)
    deictic: Share = field(default_factory=Share)
    relations: Mapping[str, Count] = field(default_factory=dict)
    figures: Count = field(default_factory=Count)
    links: tuple[Link, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def all_mentions(self) -> Count:
        return sum(self.mentions.values(), Count())

    @property
    def all_relations(self) -> Count:
        """All but observations: their indicators have no canonical wording, so they cannot be spurious."""
        return sum((count for key, count in self.relations.items() if key != OBSERVATION), Count())


@dataclass(frozen=True)
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
        """What is wrong, by article."""
        return self.total.faults

    @cached_property
    def clusters(self) -> Mapping[str, Clustering]:
        """How well entities group the mentions of the same thing over all articles, by type and of "all"."""
        return clusterings(self.total.links)

    def by(self, key: str) -> dict[str, Row]:
        """The rows added up by `kind` or `province`, in the order of the names."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(getattr(row, key), []).append(row)
        return {name: summed(groups[name]) for name in sorted(groups)}


def summed(rows: Sequence[Row]) -> Row:
    """Several rows added up."""
    return Row(
        bodies=sum((row.bodies for row in rows), Share()),
        titles=sum((row.titles for row in rows), Share()),
        subtitles=sum((row.subtitles for row in rows), Share()),
        authors=sum((row.authors for row in rows), Share()),
        linking=sum((row.linking for row in rows), Share()),
        deictic=sum((row.deictic for row in rows), Share()),
        mentions=_sums(row.mentions for row in rows),
        relations=_sums(row.relations for row in rows),
        links=tuple(link for row in rows for link in row.links),
        figures=sum((row.figures for row in rows), Count()),
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
