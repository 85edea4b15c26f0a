"""Entities and relations → one networkx.MultiDiGraph, with the pages, articles, mentions and claims that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import networkx as nx

from kg.model import Problem, Reading, Relation, Resolution

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
        authors=_authors(readings, resolution),
        furniture=_sorted({r.page.id: r.furniture for r in readings}),
        problems=tuple(problems),
    )
    return graph


def asserted(graph: nx.MultiDiGraph) -> list[Relation]:
    """The relations that something states as a fact: to entities, which are edges, and to literals."""
    return [*(record for _, _, record in graph.edges(data="record")), *graph.graph["literals"]]


def relations_of(graph: nx.MultiDiGraph) -> list[Relation]:
    """All relations of a graph, those that nothing asserts too, by id."""
    return sorted((*asserted(graph), *graph.graph.get("unasserted", ())), key=lambda relation: relation.id)


def _sorted(records: dict[str, T]) -> dict[str, T]:
    return dict(sorted(records.items()))


def _authors(readings: Sequence[Reading], resolution: Resolution) -> dict[str, tuple[str, ...]]:
    wanted = {article.id: set(article.authors) for reading in readings for article in reading.articles}
    found: dict[str, set[str]] = {article: set() for article in wanted}
    for mention in (m for reading in readings for m in reading.mentions):
        if mention.type == "PER" and mention.normal in wanted[mention.span.article] and mention.id in resolution.links:
            found[mention.span.article].add(resolution.links[mention.id])
    return {article: tuple(sorted(ids)) for article, ids in sorted(found.items())}
