"""The second opinion: pySHACL over rdflib, which takes ten times as long as kg/rdf/shapes.py. Loaded only when it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
import pyshacl
from pyshacl.rdfutil import compare
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.rdf.index import Index, Term
from kg.rdf.shapes import Shapes, Violation, joined

COMPARE: Any = compare.compare_literal
logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it warns, with a traceback, of each literal that is ill formed: so do we


def violations(data: Index, shapes: Shapes) -> Iterator[Violation]:
    """The results of pySHACL. Without inference: every class that a query may ask for is materialised."""
    conforms, report, _ = pyshacl.validate(
        graph(data.triples()), shacl_graph=graph(shapes.triples), inference="none", advanced=False, meta_shacl=False, inplace=True
    )
    if conforms:
        return
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not use the shapes: {report}")
    for result in report.objects(None, SH.result):  # not their sh:detail: why a value does not conform to a shape that another names
        focus, value, shape, kind = (report.value(result, p) for p in (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent))
        if shape is None or focus is None:
            raise RuntimeError(f"pySHACL found something at {focus} by the shape {shape}")
        component = str(kind).rpartition("#")[2].removesuffix("ConstraintComponent")
        component = {"SPARQL": "sparql"}.get(component, component[:1].lower() + component[1:])
        found = shapes.violation(back(shape), component, back(focus), None if value is None else back(value))
        if shapes.by_node[back(shape)].said(component):  # else pySHACL says something of its own, in English
            found = found._replace(message=joined(str(text) for text in report.objects(result, SH.resultMessage)))
        yield found


def graph(triples: Iterable[tuple[Any, Any, Any]]) -> Graph:
    """Triples as an rdflib graph, literals exactly as they are written."""
    made = Graph()
    memory: dict[object, Node] = {}
    for triple in triples:
        s, p, o = (memory.get(t) or memory.setdefault(t, term(t)) for t in triple)
        made.add((s, p, o))
    return made


def union(quads: Iterable[ox.Quad]) -> Graph:
    """The union of all graphs as an rdflib graph."""
    return graph((quad.subject, quad.predicate, quad.object) for quad in quads)


def term(value: object) -> Node:
    """An Oxigraph term as an rdflib term."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if isinstance(value, ox.Literal):
        return _literal(value)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    raise TypeError(f"{value!r} has no place in a graph")


def back(node: Node) -> Term:
    """An rdflib term as an Oxigraph term."""
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _literal(value: ox.Literal) -> Literal:
    if value.language:
        return Literal(value.value, lang=value.language)
    return Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)


# --- what pySHACL makes of odd literals --------------------------------------------------------------------------------


def well_formed(literal: ox.Literal) -> bool:
    """Whether pySHACL takes a literal for one of its datatype."""
    return _literal(literal).ill_typed is not True


def compared(value: Term, limit: ox.Literal) -> int | None:
    """-1, 0 or 1 as pySHACL finds a term less than, equal to or greater than a number; None where it finds neither."""
    if not isinstance(value, ox.Literal) or isinstance(_literal(value).value, str):
        return None
    try:
        return int(COMPARE(_literal(value), _literal(limit)))
    except (TypeError, NotImplementedError, ArithmeticError):  # the last: NaN, over which pySHACL itself stumbles
        return None


def less(low: Term, high: Term) -> bool:
    """Whether pySHACL finds one term less than another."""
    ours, theirs = _comparable(low), _comparable(high)
    if (type(ours) is str) != (type(theirs) is str):
        return False
    try:
        return bool(ours < theirs)
    except (TypeError, ArithmeticError):
        return False


def _comparable(value: Term) -> Any:
    """An IRI or a string as a plain string, other literals as they are."""
    if isinstance(value, ox.Literal):
        literal = _literal(value)
        return literal.value if isinstance(literal.value, str) else literal
    return value.value
