"""Are the mentions of one thing in gold those of one entity in the graph, over all articles? B³, and pairs of mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from kg.evaluate.counts import Count
from kg.evaluate.strings import bare
from kg.lexicon import Lexicon
from kg.mentions.regions import regions
from kg.model import LOC, PER

Bearer = tuple[str, bool, str]
"""What a mention means in gold: the canonical name, whether it is a person's, and the prefecture that tells namesakes apart or ""."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mention found with the right span and type: the type, what it means in gold, and its entity in the graph."""

    type: str
    bearer: Bearer
    entity: str


@dataclass(frozen=True, slots=True)
class Clustering:
    """How well entities group some mentions.

    `precision` and `recall` are B³'s: of the mentions of a mention's entity the share that means the same in gold, of those that mean
    the same in gold the share that has its entity, each averaged over all `mentions`. `pairs` counts the pairs of mentions that are
    together in both (tp), in the graph only (fp) or in gold only (fn).
    """

    mentions: int
    precision: float
    recall: float
    pairs: Count

    @property
    def f(self) -> float:
        """The harmonic mean of B³'s precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


NOTHING = Clustering(0, 0.0, 0.0, Count())


def clustering(links: Sequence[Link]) -> Clustering:
    """How well the entities of some mentions group them."""
    return grouping(Counter((link.bearer, link.entity) for link in links))


def grouping(both: Mapping[tuple[Hashable, str], int]) -> Clustering:
    """How well mentions are grouped, of which so many have a bearer and an entity."""
    gold, found = Counter[Hashable](), Counter[str]()
    for (bearer, entity), n in both.items():
        gold[bearer] += n
        found[entity] += n
    mentions = gold.total()
    total = max(1, mentions)
    precision = sum(n * n / found[entity] for (_, entity), n in both.items()) / total
    recall = sum(n * n / gold[bearer] for (bearer, _), n in both.items()) / total
    together, said, meant = (sum(comb(n, 2) for n in sizes.values()) for sizes in (both, found, gold))
    return Clustering(mentions, precision, recall, Count(together, said - together, meant - together))


def clusterings(links: Iterable[Link]) -> dict[str, Clustering]:
    """The same by type, and of all mentions ("all"); {} when there are none."""
    by_type: dict[str, list[Link]] = {}
    for link in links:
        by_type.setdefault(link.type, []).append(link)
        by_type.setdefault("all", []).append(link)
    return {key: clustering(by_type[key]) for key in sorted(by_type)}


@dataclass(frozen=True)
class Bearers:
    """Tells which bearer of a canonical name gold means.

    Canonical names of bodies and policies are full and official, so that one name is one thing. Names of people and of places without
    a code may have other bearers elsewhere: they are one thing on the pages of one prefecture only, but for leaders of the country and
    for rivers and regions, which are the same everywhere. Two bearers in one prefecture need two canonical names.
    """

    homes: Mapping[str, str]  # page → prefecture
    leaders: frozenset[str]
    places: frozenset[str]  # names of places that may have other bearers

    @classmethod
    def of(cls, gold: Mapping[str, Any], homes: Mapping[str, str], lexicon: Lexicon) -> Bearers:
        """Those of the content of a gold file, whose pages have `homes`."""
        named = {mention["entity"] for article in gold["articles"] for mention in article["mentions"] if LOC in mention["type"]}
        single = {name for name in named if name in gold.get("codes", {}) or len(lexicon.codes(name)) == 1} | regions(lexicon).keys()
        return cls(homes, frozenset(lexicon.words["posts"]["leaders"]), frozenset(map(bare, named - single)))

    def bearer(self, name: str, types: Sequence[str], page: str) -> Bearer:
        """Who or what a canonical name means on a page."""
        key, person = bare(name), PER in types
        local = key not in self.leaders if person else key in self.places
        return key, person, self.homes.get(page, page) if local else ""
