"""What people say of statements: the facts of a curation file, as relations that name it as their source, and what they reject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.curation import SOURCE, Decision
from kg.lexicon import Lexicon
from kg.model import Claim, Entity, Problem, Relation, Resolution, digest
from kg.relations.distinct import SYMMETRIC, distinct
from kg.relations.tenures import HELD, LEFT

HINT = "kg explain shows the ids of entities; the decision is kept"
TIMES = ("since", "until")
UNSAID = frozenset(("term", "state", "home", "status"))  # what tells statements apart and no decision says: they confirm the only one there is


class Rejections:
    """The claims that people have rejected: what a sentence does not say, or what is not so."""

    def __init__(self, decisions: Iterable[Decision], moved: Mapping[str, str]) -> None:
        self._given: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
        self._decisions = [decision for decision in decisions if decision.kind == "reject"]
        for decision in self._decisions:
            subject, predicate, object_ = decision.ids
            ends = moved.get(subject, subject), moved.get(object_, object_)
            subject, object_ = sorted(ends) if predicate in SYMMETRIC else ends
            self._given[subject, predicate, object_].append(decision)
        self._used: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._given)

    def have(self, key: Sequence[str], claim: Claim) -> bool:
        """Whether a claim is rejected: with the entities of its key, in its article, with what its qualifiers say."""
        if not self._given:
            return False
        found = [
            one
            for one in self._given.get(tuple(key[:3]), ())
            if (not one.articles or claim.evidence.article in one.articles) and one.qualifiers.items() <= claim.qualifiers.items()
        ]
        self._used.update(one.where for one in found)
        return bool(found)

    def problems(self, entities: Collection[str], lexicon: Lexicon) -> tuple[Problem, ...]:
        """The decisions by which no claim was rejected, for a build of these entities."""
        found = []
        for decision in self._decisions:
            if (fault := _no_relation(decision, lexicon)) is not None:
                found.append(Problem("curation", fault[0], "error", fault[1], decision.where, HINT))
            elif decision.where not in self._used:
                lost = [id for id in decision.ids[::2] if "/" in id and id not in entities]
                what = f"there is no {'、'.join(lost)} in this build" if lost else "no sentence of this build says so"
                found.append(Problem("curation", "unused-decision", "warning", f"reject: {what}", decision.where, HINT))
        return tuple(found)


def curated(
    stated: Sequence[Relation], decisions: Iterable[Decision], resolution: Resolution, lexicon: Lexicon
) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """The relations with the facts of the decisions: a new one, or times and details for one that articles state already."""
    entities = {e.id: e for e in resolution.entities}
    found = {r.id: r for r in stated}
    at = {_key(r): r.id for r in stated}
    same: dict[tuple[str, ...], list[Relation]] = defaultdict(list)
    for r in stated:
        same[_key(r, without=UNSAID)].append(r)
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
        near = same[_key(fact, without=UNSAID)]
        known = found.get(at.get(_key(fact), near[0].id if len(near) == 1 else ""))
        if known:
            said = {**known.qualifiers, **fact.qualifiers}
            since, until = fact.since or known.since, fact.until or known.until
            fact = replace(known, qualifiers=said, since=since, until=until, source=fact.source, confidence=1.0)
        found[fact.id] = fact
        at[_key(fact)] = fact.id
        end = at.get(_key(replace(fact, predicate=LEFT)), "")
        if end and fact.predicate == HELD:  # the removal that articles tell of
            found[end] = replace(found[end], until=fact.until)
    return tuple(sorted(found.values(), key=lambda r: r.id)), tuple(problems)


def _key(relation: Relation, without: Collection[str] = ()) -> tuple[str, ...]:
    said = {name: value for name, value in relation.qualifiers.items() if name not in without}
    return relation.subject, relation.predicate, relation.object, *distinct(relation.predicate, said), said.get("term", "")


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
    fault = _no_relation(decision, lexicon)
    if fault:
        return fault
    info = lexicon.predicates[predicate]
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


def _no_relation(decision: Decision, lexicon: Lexicon) -> tuple[str, str] | None:
    """What is wrong with the predicate of a decision, as (code, message)."""
    predicate = decision.ids[1]
    if predicate in lexicon.predicates and predicate != "reported":
        return None
    return (
        "faulty-decision",
        f"{predicate} is no relation; there are {', '.join(key for key in lexicon.predicates if key != 'reported')}",
    )
