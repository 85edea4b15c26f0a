"""What a build says of itself: what it was made of and with, and how much is in it (VoID, DCAT, PROV-O)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted in one named graph, by the IRI of the class: the members of those of SHARED, how many there are of those of OWN."""

    members: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]


class Census:
    """Counts the members of the classes above in all graphs."""

    def __init__(self, terms: Vocabulary) -> None:
        self._type = terms["rdf:type"]
        self._members: dict[str, set[str]] = {terms[name].value: set() for name in SHARED}
        self._numbers = {terms[name].value: 0 for name in OWN}

    def count(self, triples: Iterable[Triple]) -> Count:
        """The members that the triples of one graph name, each triple once."""
        members: dict[str, list[str]] = {}
        numbers: dict[str, int] = {}
        for subject, predicate, cls in triples:
            if predicate == self._type and isinstance(cls, ox.NamedNode):
                if cls.value in self._members:
                    members.setdefault(cls.value, []).append(subject.value)
                elif cls.value in self._numbers:
                    numbers[cls.value] = numbers.get(cls.value, 0) + 1
        return Count({cls: tuple(found) for cls, found in members.items()}, numbers)

    def add(self, count: Count) -> None:
        """Take in what was counted in another graph."""
        for cls, members in count.members.items():
            self._members[cls].update(members)
        for cls, number in count.numbers.items():
            self._numbers[cls] += number

    def counts(self) -> dict[ox.NamedNode, int]:
        """Class → number of members."""
        found = {cls: len(members) for cls, members in self._members.items()} | self._numbers
        return {ox.NamedNode(cls): number for cls, number in found.items()}


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
