"""Projects in RDF: what an article says of where they are, who invests, how much, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.lexicon import Lexicon
from kg.model import Claim, Relation
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary, chinese, decimal, string
from kg.text import units


def of(names: Names, relation: Relation) -> ox.NamedNode:
    """The IRI of the project of a relation: its name, and the county or prefecture whose paper tells of it."""
    return names.iri("project", relation.qualifiers.get("home", ""), relation.object)


def described(names: Names, t: Vocabulary, relation: Relation) -> Iterator[Triple]:
    """What a project is."""
    it = of(names, relation)
    yield it, t["rdf:type"], t["kg:Project"]
    yield it, t["rdf:type"], t["schema:Project"]
    yield it, t["skos:prefLabel"], chinese(relation.object)


def qualified(names: Names, t: Vocabulary, relation: Relation, claim: Claim, lexicon: Lexicon) -> Iterator[Triple]:
    """What one claim says of a project beside its place or investor."""
    said, it = claim.qualifiers, of(names, relation)
    if said.get("state"):
        yield it, t["kg:state"], chinese(said["state"])
        yield names.iri("claim", claim.id), t["kg:state"], chinese(said["state"])
    if base := units.base_of(said, lexicon.units):
        value, unit = base
        yield it, t["kg:amount"], decimal(format(value, "f"))
        yield it, t["kg:amountUnit"], string(unit)
