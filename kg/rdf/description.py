"""What a build says of itself: what it was made of and with, and how much is in it (VoID, DCAT, PROV-O)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import __version__
from kg.model import Page, sha256
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary, chinese, integer, string

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

SHARED = ("kg:Person", "kg:Organization", "kg:Place", "kg:Policy", "kg:Event", "kg:Page")
OWN = ("schema:NewsArticle", "nif:Phrase", "kg:Claim")
"""What is counted: members that several graphs describe, and those that stand in one alone, which need not be remembered."""


class Census:
    """Counts the members of the classes above in the graphs that it is shown."""

    def __init__(self, terms: Vocabulary) -> None:
        self._type = terms["rdf:type"]
        self._members: dict[ox.NamedNode, set[str]] = {terms[name]: set() for name in SHARED}
        self._numbers = {terms[name]: 0 for name in OWN}

    def count(self, triples: Iterable[Triple]) -> None:
        """Count the members that the triples of one graph name, each triple once."""
        for subject, predicate, cls in triples:
            if predicate == self._type and isinstance(cls, ox.NamedNode):
                if cls in self._members:
                    self._members[cls].add(subject.value)
                elif cls in self._numbers:
                    self._numbers[cls] += 1

    def counts(self) -> dict[ox.NamedNode, int]:
        """Class → number of members."""
        return {cls: len(members) for cls, members in self._members.items()} | self._numbers


def triples(
    counts: Mapping[ox.NamedNode, int], pages: Mapping[str, Page], names: Names, terms: Vocabulary, lexicon: Lexicon
) -> Iterator[Triple]:
    """The dataset with its counts, the build that made it, its software and ontology, and the hash of each page that it used."""
    dataset, build = names.iri("dataset", "build"), names.iri("activity", "build")
    software, ontology = names.iri("software", f"zhitu-{__version__}"), names.iri("ontology", lexicon.fingerprint[:12])
    for name in ("void:Dataset", "dcat:Dataset", "prov:Entity"):
        yield dataset, terms["rdf:type"], terms[name]
    yield dataset, terms["dct:title"], chinese("知图")
    for cls, count in counts.items():
        part = names.iri("dataset", cls.value.rpartition("#")[2].rpartition("/")[2])
        yield dataset, terms["void:classPartition"], part
        yield part, terms["rdf:type"], terms["void:Dataset"]
        yield part, terms["void:class"], cls
        yield part, terms["void:entities"], integer(count)
    yield dataset, terms["prov:wasGeneratedBy"], build
    yield build, terms["rdf:type"], terms["prov:Activity"]
    yield build, terms["prov:wasAssociatedWith"], software
    for name in ("prov:SoftwareAgent", "schema:SoftwareApplication"):
        yield software, terms["rdf:type"], terms[name]
    yield software, terms["schema:name"], string("zhitu")
    yield software, terms["schema:softwareVersion"], string(__version__)
    yield build, terms["prov:used"], ontology
    yield ontology, terms["rdf:type"], terms["prov:Entity"]
    yield ontology, terms["kg:sha256"], string(lexicon.fingerprint)
    for page in pages.values():
        node = names.iri("page", page.id)
        yield build, terms["prov:used"], node
        yield node, terms["kg:sha256"], string(sha256(page.body))
