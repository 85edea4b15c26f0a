"""What a graph says, arranged by article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg.evaluate.scores import OBSERVATION
from kg.evaluate.strings import Folded, bare, fold
from kg.lexicon import Lexicon
from kg.model import Article, Entity, Mention, Relation

BACKGROUND = ("within", "part_of")  # knowledge that a gazetteer may state in the article's stead


@dataclass(frozen=True, slots=True)
class Found:
    """A linked mention of the graph: where it stands and the entity it names."""

    start: int
    end: int
    entity: str
    type: str
    deictic: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """What one article says: `detail` is the title of a post, the article of a reporter, otherwise empty."""

    subject: str
    object: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """An observation as one claim of an article makes it."""

    subject: str
    indicator: str
    value: str
    unit: str
    period: str
    start: int = field(default=0, compare=False)  # where its sentence begins


@dataclass(frozen=True)
class View:
    """The graph, arranged by article."""

    articles: Mapping[str, Article]
    folded: Mapping[str, Folded]
    names: Mapping[str, str]  # entity → its name
    labels: Mapping[str, frozenset[str]]  # entity → its name and aliases, as compared
    mentions: Mapping[str, tuple[Found, ...]]  # article → …
    facts: Mapping[str, Mapping[str, Mapping[Fact, str]]]  # article → predicate → fact → its sentence
    measures: Mapping[str, tuple[Measure, ...]]
    background: Mapping[str, tuple[tuple[str, str], ...]]  # predicate → (subject, object) whoever states it
    authors: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, graph: nx.MultiDiGraph, lexicon: Lexicon) -> View:
        kept = graph.graph
        entities: dict[str, Entity] = {node: data["record"] for node, data in graph.nodes(data=True)}
        relations = [data["record"] for *_, data in graph.edges(data=True)] + [*kept.get("literals", ()), *kept.get("unasserted", ())]
        facts, measures = _facts(relations, kept["claims"], kept["articles"])
        return cls(
            kept["articles"],
            {key: fold(article.text) for key, article in sorted(kept["articles"].items())},
            {key: entity.name for key, entity in entities.items()},
            {key: frozenset(map(bare, (entity.name, *entity.aliases))) for key, entity in entities.items()},
            _mentions(kept["mentions"].values(), kept["links"], entities, lexicon),
            facts,
            measures,
            {p: tuple(sorted((r.subject, r.object) for r in relations if r.predicate == p)) for p in BACKGROUND},
            kept.get("authors", {}),
        )

    def matches(self, entity: str, names: frozenset[str]) -> bool:
        return not names.isdisjoint(self.labels.get(entity, frozenset()))

    def named(self, entity: str) -> str:
        return self.names.get(entity, entity)


def _mentions(
    mentions: Iterable[Mention], links: Mapping[str, str], entities: Mapping[str, Entity], lexicon: Lexicon
) -> dict[str, tuple[Found, ...]]:
    found: dict[str, list[Found]] = {}
    for mention in mentions:
        entity = entities.get(links.get(mention.id, ""))
        if entity is None:  # a mention of nothing is nobody's finding
            continue
        info = lexicon.types.get(entity.type)
        span, deictic = mention.span, mention.hint.get("deictic") == "true"
        found.setdefault(span.article, []).append(Found(span.start, span.end, entity.id, info.type if info else "?", deictic))
    return {key: tuple(sorted(value, key=lambda m: (m.span, m.entity))) for key, value in found.items()}


def _facts(
    relations: Iterable[Relation], claims: Mapping[str, Any], articles: Mapping[str, Article]
) -> tuple[dict[str, dict[str, dict[Fact, str]]], dict[str, tuple[Measure, ...]]]:
    facts: dict[str, dict[str, dict[Fact, str]]] = {}
    measures: dict[str, list[Measure]] = {}
    for relation in relations:
        for span in sorted(claims[claim].evidence for claim in relation.claims):
            if relation.predicate == OBSERVATION:
                value, unit, period = (relation.qualifiers.get(key, "") for key in ("value", "unit", "period"))
                found = Measure(relation.subject, relation.object, value, unit, period, span.start)
                measures.setdefault(span.article, []).append(found)
                continue
            detail = relation.qualifiers.get("title", "") if relation.predicate == "holds_post" else ""
            stated = facts.setdefault(span.article, {}).setdefault(relation.predicate, {})
            sentence = articles[span.article].text[span.start : span.end]
            stated.setdefault(Fact(relation.subject, relation.object, detail), sentence)
    return facts, {key: tuple(value) for key, value in measures.items()}
