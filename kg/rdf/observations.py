"""Observations in RDF: the value as the article gives it and in its base unit, what it covers, whether it is a plan, and what it is a change of."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.lexicon import Lexicon
from kg.model import FIGURE, Claim, Relation
from kg.rdf.iris import Names, name_of
from kg.rdf.terms import Triple, Vocabulary, chinese, decimal, number, period, string
from kg.text import units


def node(names: Names, subject: str, indicator: str, said: dict[str, str]) -> ox.NamedNode:
    """The IRI of an observation: of whom, what, and everything that tells it from others."""
    rest = [said.get(key, "") for key in FIGURE]
    return names.iri("observation", name_of(subject), indicator, hidden=(subject, *(rest if rest[-1] else rest[:-1])))


def of(names: Names, relation: Relation) -> ox.NamedNode:
    """The IRI of the observation that a relation is."""
    return node(names, relation.subject, relation.object, dict(relation.qualifiers))


def described(names: Names, t: Vocabulary, relation: Relation, lexicon: Lexicon) -> Iterator[Triple]:
    """What an observation is."""
    said, it = relation.qualifiers, of(names, relation)
    yield it, t["rdf:type"], t["schema:Observation"]
    yield it, t["schema:variableMeasured"], chinese(relation.object)
    if said.get("unit"):
        yield it, t["schema:unitText"], string(said["unit"])
    if said.get("approximator"):
        yield it, t["kg:approximator"], chinese(said["approximator"])
        if sense := blur(said["approximator"], lexicon):
            yield it, t["kg:approximation"], string(sense)
    if said.get("period"):
        yield it, t["schema:observationPeriod"], period(said["period"])
    if said.get("status"):
        yield it, t["kg:status"], string(said["status"])
    if said.get("value"):
        yield it, t["schema:value"], number(said["value"])
    if base := units.base_of(said, lexicon.units):
        exact, plain = base
        yield it, t["kg:baseValue"], decimal(format(exact, "f"))
        if plain:
            yield it, t["kg:baseUnit"], string(plain)


def blur(word: str, lexicon: Lexicon) -> str:
    """The sense of a word that blurs a value (余 → over), or "" """
    senses = lexicon.words["indicators"]["approximators"]
    return next((sense for sense, words in senses.items() if word in words), "")


def qualified(names: Names, t: Vocabulary, relation: Relation, claim: Claim) -> Iterator[Triple]:
    """What one claim says beside: what a value covers, and which observation it is the change of or the completion of."""
    said, it = claim.qualifiers, of(names, relation)
    if said.get("scope"):
        yield it, t["kg:scope"], chinese(said["scope"])
    if said.get("change"):
        yield it, t["kg:change"], string(said["change"])
    if said.get("of"):
        indicator, *rest = said["of"].split("|")
        yield it, t["kg:changeOf"], node(names, relation.subject, indicator, dict(zip(FIGURE, rest, strict=False)))
