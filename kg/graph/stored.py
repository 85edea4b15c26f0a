"""A graph of records that lie on disk: asked as one of `assemble`, with little of it in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import Any

import networkx as nx

from kg.graph import authors
from kg.model import Article, Claim, Entity, Mention, Page, Reading, Relation, Resolution, article_of
from kg.relations import Papers, Told
from kg.rows import HELD, Groups, Table, Values

ARTICLES = 2_000  # that are held, some 10 MB


class Stored(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """Entities as nodes and relations as edges, each in the order of their ids. It can be read, not changed, and only as the writers of a build do."""

    def __init__(self, entities: Table[Entity], relations: Table[Relation], days: Mapping[str, str], papers: Table[Papers]) -> None:
        """`days` are those of the articles by id, `papers` those of the claims of each relation."""
        super().__init__()
        self.entities, self.days, self.papers, self._relations = entities, days, papers, relations

    @property
    def nodes(self) -> _Nodes:
        """Nodes by id, each with its record."""
        return _Nodes(self.entities)

    def edges(self, data: object = False) -> Iterator[Any]:
        """(subject, object, record) of each relation; `data` is "record"."""
        if data != "record":
            raise NotImplementedError("edges of a graph on disk come with their records")
        return ((relation.subject, relation.object, relation) for relation in self._relations.values())

    def degree(self) -> Counter[str]:
        """How many ends of relations are at each node."""
        found = Counter(dict.fromkeys(self.entities, 0))
        for relation in self._relations.values():
            found[relation.subject] += 1
            found[relation.object] += 1
        return found

    def number_of_nodes(self) -> int:
        return len(self.entities)

    def number_of_edges(self, u: object = None, v: object = None) -> int:
        return len(self._relations)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entities)

    def __len__(self) -> int:
        return len(self.entities)

    def __contains__(self, node: object) -> bool:
        return node in self.entities


class _Nodes:
    """The nodes of a stored graph as networkx shows them."""

    def __init__(self, entities: Table[Entity]) -> None:
        self._entities = entities

    def __call__(self, data: str = "record") -> Iterator[tuple[str, Entity]]:
        return iter(self._entities.items())

    def __getitem__(self, id: str) -> dict[str, Entity]:
        return {"record": self._entities[id]}

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    def __contains__(self, id: object) -> bool:
        return id in self._entities


def assemble(readings: Iterable[Reading], resolution: Resolution, relations: Iterable[Told]) -> Stored:
    """What `kg.graph.assemble` gives, on disk; `resolution` is on disk, too. Readings come in the order of their pages, relations in that of their ids."""
    if not isinstance(resolution.entities, Values):
        raise TypeError("a resolution on disk is needed")
    edges, literals, unasserted = Table[Relation](Relation), Table[Relation](Relation), Table[Relation](Relation)
    papers, used = Table[Papers](Papers), Groups[str](str, HELD)
    for one in relations:
        table = (literals if one.relation.literal else edges) if one.asserted else unasserted
        table.put(one.relation.id, one.relation)
        papers.put(one.relation.id, one.papers)
        for claim in one.relation.claims:
            used.add(article_of(claim), 0, claim)
    found = _Records(Table(list[str], used))
    for reading in readings:
        found.put(reading, resolution)
    graph = Stored(resolution.entities.table, edges, found.days, papers)
    graph.graph.update(
        literals=literals.values(),
        unasserted=unasserted.values(),
        pages=found.pages,
        articles=found.articles,
        mentions=found.mentions,
        claims=found.claims,
        links=resolution.links,
        authors=found.authors,
        furniture=found.furniture,
        problems=(),
    )
    return graph


class _Records:
    """The records of pages and articles. `used` are the claims that any relation stands on, by article."""

    def __init__(self, used: Table[list[str]]) -> None:
        self.used = used
        self.pages = Table[Page](Page)
        self.articles = Table[Article](Article, recent=ARTICLES)
        self.mentions, self.claims = Table[Mention](Mention), Table[Claim](Claim)
        self.days: dict[str, str] = {}
        self.authors = Table[tuple[str, ...]](tuple[str, ...])
        self.furniture = Table[tuple[tuple[int, int, str], ...]](tuple[tuple[int, int, str], ...])

    def put(self, reading: Reading, resolution: Resolution) -> None:
        self.pages.put(reading.page.id, reading.page)
        self.furniture.put(reading.page.id, reading.furniture)
        for id, signed in authors([reading], resolution).items():
            self.authors.put(id, signed)
        for mention in sorted(reading.mentions, key=lambda mention: mention.id):
            self.mentions.put(mention.id, mention)
        for article in reading.articles:
            self.articles.put(article.id, article)
            self.days[article.id] = intern(article.published)
        kept = {id for article in reading.articles for id in self.used.get(article.id, ())}
        for claim in sorted(reading.claims, key=lambda claim: claim.id):
            if claim.id in kept:
                kept.remove(claim.id)  # it may stand there twice
                self.claims.put(claim.id, claim)
