"""Statements that people add: the facts of a curation file, as relations that name it as their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.curation import SOURCE, Decision
from kg.lexicon import Lexicon
from kg.model import Entity, Problem, Relation, Resolution, digest
from kg.relations.tenures import HELD, LEFT

HINT = "kg explain shows the ids of entities; the decision is kept"
TIMES = ("since", "until")


def curated(
    stated: Sequence[Relation], decisions: Iterable[Decision], resolution: Resolution, lexicon: Lexicon
) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """The relations with the facts of the decisions: a new one, or times and details for one that articles state already."""
    entities = {e.id: e for e in resolution.entities}
    found = {_key(r): r for r in stated}
    problems = []
    for decision in decisions:
        if decision.kind != "fact":
            continue
        fault = _fault(decision, entities, resolution.moved, lexicon)
        if fault:
            problems.append(
                Problem("curation", fault[0], "warning" if fault[0] == "unused-decision" else "error", fault[1], decision.where, HINT)
            )
            continue
        fact = _fact(decision, resolution.moved, lexicon)
        known = found.get(_key(fact))
        if known:
            said = {**known.qualifiers, **fact.qualifiers}
            fact = replace(known, qualifiers=said, since=fact.since or known.since, until=fact.until or known.until, source=fact.source)
        found[_key(fact)] = fact
        if (end := _key(replace(fact, predicate=LEFT))) in found and fact.predicate == HELD:  # the removal that articles tell of
            found[end] = replace(found[end], until=fact.until)
    return tuple(sorted(found.values(), key=lambda r: r.id)), tuple(problems)


def _key(relation: Relation) -> tuple[str, ...]:
    title, term = (relation.qualifiers.get(name, "") for name in ("title", "term"))
    value = relation.id if relation.predicate == "observation" else ""
    return relation.subject, relation.predicate, relation.object, title, term, value


def _fact(decision: Decision, moved: Mapping[str, str], lexicon: Lexicon) -> Relation:
    subject, predicate, object_ = decision.ids
    literal = lexicon.predicates[predicate].object == ("literal",)
    ends = moved.get(subject, subject), object_ if literal else moved.get(object_, object_)
    said = {key: value for key, value in sorted(decision.qualifiers.items()) if key not in TIMES}
    since, until = (decision.qualifiers.get(key, "") for key in TIMES)
    id = f"r{digest(ends[0], predicate, ends[1], *(part for pair in said.items() for part in pair), 'curation')}"
    if decision.why:
        said["why"] = decision.why
    return Relation(id, ends[0], predicate, ends[1], literal, (), f"{SOURCE}{Path(decision.where).name}", said, since, until)


def _fault(decision: Decision, entities: Mapping[str, Entity], moved: Mapping[str, str], lexicon: Lexicon) -> tuple[str, str] | None:
    """What keeps a fact from being stated, as (code, message)."""
    subject, predicate, object_ = decision.ids
    info = lexicon.predicates.get(predicate)
    if info is None or info.key == "reported":
        return (
            "faulty-decision",
            f"{predicate} is no relation; there are {', '.join(key for key in lexicon.predicates if key != 'reported')}",
        )
    ends = ((subject, info.subject), (object_, info.object))
    for id, types in ends:
        if types == ("literal",):
            continue
        entity = entities.get(moved.get(id, id))
        if entity is None:
            return "unused-decision", f"fact: there is no {id} in this build"
        if entity.type not in types:
            return "faulty-decision", f"fact: {id} is {entity.type}; {predicate} needs {' or '.join(types)}"
    return None
