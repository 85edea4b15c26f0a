"""What breaks shapes and laws as an sh:ValidationReport, for other tools than ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf.index import RDFS, TYPE, Index
from kg.rdf.shapes import FIRST, NIL, REST, SH, Violation
from kg.rdf.terms import boolean
from kg.rdf.validate import read, violations
from kg.settings import Validator

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

LAWS = "https://w3id.org/zhitu/ontology/shapes#"  # of our own laws: shapes#anchor
LEVELS = {"error": "Violation", "warning": "Warning", "info": "Info"}


def write(source: Path, target: Path, lexicon: Lexicon, *, validator: Validator = "fast") -> int:
    """Check an RDF file and write what breaks shapes and laws as Turtle; returns how many violations there are."""
    data = Index(read(source))
    found = sorted(set(violations(data, lexicon, validator=validator)), key=lambda one: (str(one.focus), one.component, str(one)))
    prefixes = {**lexicon.prefixes, "sh": SH}
    ox.serialize(triples(found, data), output=str(target), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return len(found)


def triples(found: Sequence[Violation], data: Index) -> Iterator[ox.Triple]:
    """The report: each result names its node, path, value, shape and (rdfs:seeAlso) the graph that speaks of the node."""
    report = ox.BlankNode("report")
    yield ox.Triple(report, TYPE, _sh("ValidationReport"))
    yield ox.Triple(report, _sh("conforms"), boolean(not found))
    for number, one in enumerate(found):
        result = ox.BlankNode(f"result{number}")
        yield ox.Triple(report, _sh("result"), result)
        yield from _result(result, one, data.home(one.focus))


def _result(node: ox.BlankNode, one: Violation, home: str) -> Iterator[ox.Triple]:
    yield ox.Triple(node, TYPE, _sh("ValidationResult"))
    yield ox.Triple(node, _sh("focusNode"), one.focus)
    yield ox.Triple(node, _sh("resultSeverity"), _sh(LEVELS[one.severity]))
    yield ox.Triple(node, _sh("resultMessage"), ox.Literal(one.message))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), _component(one))
    if one.value is not None:
        yield ox.Triple(node, _sh("value"), one.value)
    if isinstance(one.shape, ox.NamedNode):
        yield ox.Triple(node, _sh("sourceShape"), one.shape)
    if home:
        yield ox.Triple(node, ox.NamedNode(RDFS + "seeAlso"), ox.NamedNode(home))
    if len(one.path) == 1:
        yield ox.Triple(node, _sh("resultPath"), one.path[0])
    elif one.path:
        yield from _list(node, _sh("resultPath"), one.path)


def _list(node: ox.BlankNode, property: ox.NamedNode, steps: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    for number, step in enumerate(steps):
        rest = ox.BlankNode(f"{node.value}step{number}")
        yield ox.Triple(node, property, rest)
        yield ox.Triple(rest, FIRST, step)
        node, property = rest, REST
    yield ox.Triple(node, property, NIL)


def _component(one: Violation) -> ox.NamedNode:
    if one.shape is None:
        return ox.NamedNode(LAWS + one.component)
    name = "SPARQL" if one.component == "sparql" else one.component[:1].upper() + one.component[1:]
    return _sh(f"{name}ConstraintComponent")


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
