"""The graph as two tables, for programs that know nodes and edges but no RDF: entities, and relations between entities.

What a relation says with a literal (a former name, an indicator) is a cell of its entity's row. The "full" profile adds
to each relation the first sentence that states it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import whole
from kg.graph import relations_of
from kg.model import Article, Claim, Entity, Relation
from kg.rdf.convert import Profile
from kg.rdf.inputs import entities
from kg.rdf.iris import Names
from kg.text.amounts import written

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

Value = str | int | float | tuple[str, ...]
Row = dict[str, Value]

# Column → type. Every row has every column, in this order.
NODE: Mapping[str, type] = {
    "id": str,
    "label": str,
    "type": str,
    "class": str,
    "class_zh": str,
    "iri": str,
    "code": str,
    "aliases": tuple,
    "former_names": tuple,
    "indicators": tuple,
    "homonyms": tuple,
    "maybe": tuple,
    "same_as": tuple,
    "mentions": int,
    "articles": int,
    "color": str,
}
EDGE: Mapping[str, type] = {
    "source": str,
    "target": str,
    "id": str,
    "predicate": str,
    "label": str,
    "label_zh": str,
    "title": str,
    "outcome": str,
    "since": str,
    "until": str,
    "confidence": float,
    "claims": int,
    "articles": int,
    "gazetteer": str,
    "evidence": str,
}
CLAIM: Mapping[str, type] = {
    "id": str,
    "relation": str,
    "subject": str,
    "predicate": str,
    "object": str,
    "article": str,
    "start": int,
    "end": int,
    "rule": str,
    "confidence": float,
    "negated": bool,
    "modality": str,
    "when": str,
    "as_of": str,
    "sentence": str,
}
MENTION: Mapping[str, type] = {
    "id": str,
    "entity": str,
    "surface": str,
    "type": str,
    "article": str,
    "start": int,
    "end": int,
    "rule": str,
    "confidence": float,
}


def nodes(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings) -> list[Row]:
    """One row for each entity, by id; `articles` counts those that mention it."""
    names, literals = Names(settings.base, settings.iris), _literals(graph)
    rows = []
    for id, entity in entities(graph).items():
        info = lexicon.types[entity.subtype or entity.type]
        found: Row = {
            "id": id,
            "label": entity.name,
            "type": entity.type,
            "class": info.cls,
            "class_zh": info.label_zh,
            "iri": names.entity(id).value,
            "code": entity.code,
            "aliases": entity.aliases,
            "former_names": tuple(literals[id, "formerly"]),
            "indicators": tuple(literals[id, "observation"]),
            "homonyms": entity.homonyms,
            "maybe": entity.maybe,
            "same_as": entity.same_as,
            "mentions": len(entity.mentions),
            "articles": _articles(graph, entity),
            "color": info.color,
        }
        rows.append(_whole(found))
    return rows


def edges(graph: nx.MultiDiGraph[str], lexicon: Lexicon, profile: Profile) -> list[Row]:
    """One row for each relation between entities, by subject, predicate, object; `claims` counts its sentences."""
    records: list[Relation] = sorted(
        (record for _, _, record in graph.edges(data="record")),
        key=lambda r: (r.subject, r.predicate, r.object, r.id),
    )
    rows = []
    for relation in records:
        info, claims = lexicon.predicates[relation.predicate], [graph.graph["claims"][id] for id in relation.claims]
        found: Row = {
            "source": relation.subject,
            "target": relation.object,
            "id": relation.id,
            "predicate": relation.predicate,
            "label": info.label_en,
            "label_zh": info.label_zh,
            "title": relation.qualifiers.get("title", ""),
            "outcome": relation.qualifiers.get("outcome", ""),
            "since": relation.since,
            "until": relation.until,
            "confidence": round(float(relation.confidence), 4),
            "claims": len(claims),
            "articles": len({claim.evidence.article for claim in claims}),
            "gazetteer": relation.source,
            "evidence": _evidence(graph, claims, profile),
        }
        rows.append(_whole(found))
    return rows


def claims(graph: nx.MultiDiGraph[str], profile: Profile) -> list[Row]:
    """One row for each claim and relation that it backs, denied and planned ones too, by claim; "core" leaves out the sentence."""
    made: Mapping[str, Claim] = graph.graph["claims"]
    articles: Mapping[str, Article] = graph.graph["articles"]
    rows = []
    for id, relation in sorted(((id, r) for r in relations_of(graph) for id in r.claims), key=lambda pair: (pair[0], pair[1].id)):
        claim = made[id]
        article, start, end = claim.evidence.article, claim.evidence.start, claim.evidence.end
        found: Row = {
            "id": id,
            "relation": relation.id,
            "subject": relation.subject,
            "predicate": relation.predicate,
            "object": relation.object,
            "article": article,
            "start": start,
            "end": end,
            "rule": claim.rule,
            "confidence": round(float(claim.confidence), 4),
            "negated": claim.negated,
            "modality": claim.modality,
            "when": claim.when,
            "as_of": claim.as_of,
            "sentence": "" if profile == "core" else articles[article].text[start:end],
        }
        rows.append(_whole(found))
    return rows


def mentions(graph: nx.MultiDiGraph[str]) -> list[Row]:
    """One row for each mention of an entity of the graph, by article and place in its text."""
    known, links = entities(graph), graph.graph["links"]
    found = [m for m in graph.graph["mentions"].values() if links.get(m.id) in known]
    return [
        _whole(
            {
                "id": mention.id,
                "entity": links[mention.id],
                "surface": mention.surface,
                "type": mention.type,
                "article": mention.span.article,
                "start": mention.span.start,
                "end": mention.span.end,
                "rule": mention.rule,
                "confidence": round(float(mention.confidence), 4),
            }
        )
        for mention in sorted(found, key=lambda m: (m.span, m.id))
    ]


def _articles(graph: nx.MultiDiGraph[str], entity: Entity) -> int:
    mentions = graph.graph["mentions"]
    return len({mentions[id].span.article for id in entity.mentions if id in mentions})


def _literals(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], list[str]]:
    """(entity id, predicate) → what its literal relations say, sorted: 盛地幼儿园, or 新增学位 1080个（2020）."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for relation in graph.graph["literals"]:
        found[relation.subject, relation.predicate].add(_said(relation))
    return defaultdict(list, {key: sorted(values) for key, values in found.items()})


def _said(relation: Relation) -> str:
    said = relation.qualifiers
    if "value" not in said:
        return relation.object
    period = f"（{said['period']}）" if said.get("period") else ""
    return f"{relation.object} {written(said['value'], said.get('unit', ''), said.get('approximator', ''))}{period}"


def _evidence(graph: nx.MultiDiGraph[str], claims: list[Claim], profile: Profile) -> str:
    if profile == "core" or not claims:
        return ""
    span = min(claim.evidence for claim in claims)
    article: Article = graph.graph["articles"][span.article]
    return " ".join(article.text[span.start : span.end].split())


def _whole(row: Row) -> Row:
    """A row whose strings any file can hold."""
    return {key: tuple(map(whole, v)) if isinstance(v, tuple) else whole(v) if isinstance(v, str) else v for key, v in row.items()}
