"""Entities and relations → one networkx.MultiDiGraph, with the pages, articles, mentions and claims that it stands on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import TypeVar

import networkx as nx

from kg.model import Entity, Problem, Reading, Relation, Resolution
from kg.rows import Table, Values

T = TypeVar("T")


def assemble(
    readings: Sequence[Reading], resolution: Resolution, relations: Sequence[Relation], problems: Sequence[Problem]
) -> nx.MultiDiGraph:
    """A graph whose nodes carry an Entity and whose edges a Relation as `record`; everything else hangs at `graph.graph`.

    Keys there: literals (relations with a literal object), unasserted (relations that every claim denies or only plans, which are no edges),
    pages, articles, mentions, claims (by id), links (mention id → entity id), authors (article id → entity ids of its reporters),
    furniture (page id → what belongs to no article), problems.
    """
    graph = nx.MultiDiGraph()
    for entity in resolution.entities:
        graph.add_node(entity.id, record=entity)
    facts = {c.id for r in readings for c in r.claims if c.fact}
    asserted = [relation for relation in relations if relation.source or not facts.isdisjoint(relation.claims)]
    for relation in asserted:
        if not relation.literal:
            graph.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
    kept = {relation.id for relation in asserted}
    used = {claim for relation in relations for claim in relation.claims}
    articles = {a.id: a for r in readings for a in r.articles}
    mentions = {m.id: m for r in readings for m in r.mentions}
    graph.graph.update(
        literals=tuple(r for r in asserted if r.literal),
        unasserted=tuple(r for r in relations if r.id not in kept),
        pages=_sorted({r.page.id: r.page for r in readings}),
        articles=_sorted(articles),
        mentions=_sorted(mentions),
        claims=_sorted({c.id: c for r in readings for c in r.claims if c.id in used}),
        links=dict(resolution.links),
        authors=authors(readings, resolution),
        furniture=_sorted({r.page.id: r.furniture for r in readings}),
        problems=tuple(problems),
    )
    return graph


def asserted(graph: nx.MultiDiGraph) -> Iterator[Relation]:
    """The relations that something states as a fact: to entities, which are edges, and to literals."""
    return chain((record for _, _, record in graph.edges(data="record")), graph.graph["literals"])


def relations_of(graph: nx.MultiDiGraph) -> Iterable[Relation]:
    """All relations of a graph, those that nothing asserts too, by id; to be read once."""
    found = (record for _, _, record in graph.edges(data="record"))
    rest = (graph.graph["literals"], graph.graph.get("unasserted", ()))
    if isinstance(graph.graph["literals"], Values):  # on disk, in order
        return merge(found, *rest, key=attrgetter("id"))
    return sorted(chain(found, *rest), key=attrgetter("id"))


def entities_of(graph: nx.MultiDiGraph) -> Iterator[tuple[str, Entity]]:
    """The entities of a graph with their ids, in the order of these."""
    found = graph.nodes(data="record")
    return iter(found) if isinstance(graph.graph["literals"], Values) else iter(sorted(found))


def published(graph: nx.MultiDiGraph, article: str) -> str:
    """The day of an article's paper."""
    days: Mapping[str, str] | None = getattr(graph, "days", None)
    day: str = graph.graph["articles"][article].published if days is None else days[article]
    return day


def by_article(records: Mapping[str, T], place: Callable[[T], str]) -> Callable[[str], Collection[T]]:
    """The mentions or the claims of a graph by article, in order: a function of its id. `place` tells the article of one."""
    if isinstance(records, Table):
        return records.of
    found: dict[str, list[T]] = {}
    for record in records.values():
        found.setdefault(place(record), []).append(record)
    return lambda article: found.get(article, ())


def _sorted(records: dict[str, T]) -> dict[str, T]:
    return dict(sorted(records.items()))


def authors(readings: Sequence[Reading], resolution: Resolution) -> dict[str, tuple[str, ...]]:
    """The entities of the reporters of each article, by its id."""
    wanted = {article.id: set(article.authors) for reading in readings for article in reading.articles}
    found: dict[str, set[str]] = {article: set() for article in wanted}
    for mention in (m for reading in readings for m in reading.mentions):
        if mention.type == "PER" and mention.normal in wanted[mention.span.article] and mention.id in resolution.links:
            found[mention.span.article].add(resolution.links[mention.id])
    return {article: tuple(sorted(ids)) for article, ids in sorted(found.items())}
