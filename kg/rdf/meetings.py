"""What stands beside the direct triples of a meeting: who took part in which role, its agenda, its kind, the half of its day.

All of it comes from the claims of the article whose graph it stands in, so that an article takes with it what only it told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.model import Claim, Relation
from kg.rdf.iris import Names, name_of
from kg.rdf.terms import Triple, Vocabulary, chinese, string

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

WITH_EVENT = {
    "attended": False,
    "chaired": False,
    "convened": False,
    "considered": True,
    "discussed": True,
    "located_at": True,
    "branch_venue": True,
}
"""The relations of meetings, and whether the meeting is the subject."""


def details(relation: Relation, claims: Sequence[Claim], names: Names, t: Vocabulary, lexicon: Lexicon) -> Iterator[Triple]:
    """The detail nodes of a relation of a meeting, as some claims state it (none: a person's decision)."""
    if relation.predicate not in WITH_EVENT:
        return
    event = names.entity(relation.subject if WITH_EVENT[relation.predicate] else relation.object)
    for half in _said(claims, "half"):
        yield event, t["kg:halfDay"], string(half)
    if relation.predicate in ("attended", "chaired"):
        yield from _participation(relation, _said(claims, "role"), names, t)
    if relation.predicate in ("considered", "discussed"):
        outcomes = _said(claims, "outcome") if claims else filter(None, [relation.qualifiers.get("outcome")])
        yield from _agenda(relation, outcomes, names, t, lexicon)


def kind(name: str, node: ox.NamedNode, t: Vocabulary, lexicon: Lexicon) -> Iterator[Triple]:
    """The kind of a meeting or activity that its name tells."""
    if found := lexicon.meeting_kind(name):
        yield node, t["kg:eventKind"], chinese(found)


def _said(claims: Iterable[Claim], qualifier: str) -> list[str]:
    """What claims say of themselves under a qualifier, each once; roles are several words."""
    values = (claim.qualifiers.get(qualifier, "") for claim in claims)
    return list(dict.fromkeys(word for value in values for word in value.split(" ") if word))


def _participation(relation: Relation, roles: Iterable[str], names: Names, t: Vocabulary) -> Iterator[Triple]:
    node = names.iri("participation", name_of(relation.object), name_of(relation.subject))
    yield node, t["rdf:type"], t["kg:Participation"]
    yield node, t["kg:inEvent"], names.entity(relation.object)
    yield node, t["kg:participant"], names.entity(relation.subject)
    for role in roles or (["主持"] if relation.predicate == "chaired" else []):
        yield node, t["kg:role"], chinese(role)
    if relation.predicate == "chaired":
        yield names.entity(relation.object), t["schema:attendee"], names.entity(relation.subject)


def _agenda(relation: Relation, outcomes: Iterable[str], names: Names, t: Vocabulary, lexicon: Lexicon) -> Iterator[Triple]:
    matter = relation.literal
    about = relation.object if matter else name_of(relation.object)
    node = names.iri("agenda", name_of(relation.subject), about, hidden=("matter",) if matter else ())
    yield node, t["rdf:type"], t["kg:AgendaItem"]
    yield node, t["kg:inEvent"], names.entity(relation.subject)
    yield (node, t["kg:topic"], chinese(about)) if matter else (node, t["kg:document"], names.entity(relation.object))
    for outcome in outcomes:
        yield node, t["kg:outcome"], chinese(outcome)
        if found := lexicon.outcome(outcome):
            yield node, t["kg:outcomeKind"], chinese(found)
