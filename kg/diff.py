"""What one build says and another does not: facts that came, went, or came to an end, and how many things and articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import networkx as nx

from kg.graph import asserted
from kg.graph.evidence import sentence_of, where
from kg.lexicon import Lexicon
from kg.model import Relation

Kind = Literal["added", "removed", "ended", "changed"]
SIGNS: dict[Kind, str] = {"added": "+", "removed": "-", "ended": "×", "changed": "~"}
TIMES = ("since", "until")


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is in one build only, or whose times differ: ended when only the second build knows until when.

    The ends of the fact are ids of entities (the object may be a literal), `names` are what they are called; `evidence` is where the first
    sentence that says so stands, and the sentence.
    """

    kind: Kind
    subject: str
    predicate: str
    object: str
    names: tuple[str, str]
    qualifiers: dict[str, str]
    evidence: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes from one build to another, sorted, and the ids of entities and articles that came and went."""

    changes: tuple[Change, ...]
    entities: tuple[tuple[str, ...], tuple[str, ...]]
    articles: tuple[tuple[str, ...], tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.changes or any(self.entities) or any(self.articles))


def diff(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> Difference:
    """The difference from one graph to another; near-linear in both."""
    before, after = _facts(one), _facts(other)
    found = [_change("removed", before[id], one) for id in before.keys() - after.keys()]
    found += [_change("added", after[id], other) for id in after.keys() - before.keys()]
    for id in before.keys() & after.keys():
        if (kind := _moved(before[id], after[id])) is not None:
            found.append(_change(kind, after[id], other))
    order = list(SIGNS)
    changes = sorted(found, key=lambda c: (order.index(c.kind), c.predicate, c.names, c.subject, c.object, sorted(c.qualifiers.items())))
    return Difference(
        tuple(changes), _sides(set(one), set(other)), _sides(set(one.graph["articles"]), set(other.graph["articles"]))
    )


def _facts(graph: nx.MultiDiGraph) -> dict[str, Relation]:
    return {relation.id: relation for relation in asserted(graph)}


def _sides(one: set[str], other: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is in the second only, and in the first only."""
    return tuple(sorted(other - one)), tuple(sorted(one - other))


def _moved(one: Relation, other: Relation) -> Kind | None:
    if (one.since, one.until) == (other.since, other.until):
        return None
    return "ended" if not one.until and one.since == other.since else "changed"


def _change(kind: Kind, relation: Relation, graph: nx.MultiDiGraph) -> Change:
    names = [graph.nodes[relation.subject]["record"].name, relation.object]
    if not relation.literal:
        names[1] = graph.nodes[relation.object]["record"].name
    said = {**relation.qualifiers, **{name: getattr(relation, name) for name in TIMES}}
    claim = next((graph.graph["claims"][id] for id in relation.claims), None)
    evidence = (where(graph, claim), sentence_of(graph, claim)) if claim else (relation.source, "")
    ends = relation.subject, relation.predicate, relation.object
    return Change(kind, *ends, (names[0], names[1]), {key: value for key, value in said.items() if value}, evidence)


def lines(found: Difference, lexicon: Lexicon, *, language: str = "zh") -> Iterator[str]:
    """The difference for people: a fact a line with its sentence below it, and the sums."""
    zh = language == "zh"
    for change in found.changes:
        predicate = lexicon.predicates[change.predicate]
        said = "".join(f" [{key}: {value}]" for key, value in change.qualifiers.items())
        yield f"{SIGNS[change.kind]} {change.names[0]} {predicate.label_zh if zh else predicate.label_en} {change.names[1]}{said}"
        yield f"    {'  '.join(filter(None, change.evidence))}"
    for name, (came, went) in (("实体" if zh else "entities", found.entities), ("文章" if zh else "articles", found.articles)):
        yield f"{name}: +{len(came)} -{len(went)}"


def as_json(found: Difference) -> dict[str, Any]:
    """The difference as plain data."""
    return {
        "changes": [asdict(change) for change in found.changes],
        **{name: {"added": came, "removed": went} for name, (came, went) in (("entities", found.entities), ("articles", found.articles))},
    }
