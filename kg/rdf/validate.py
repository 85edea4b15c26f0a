"""Does a built graph keep its promises? SHACL shapes with pySHACL, and three laws that SHACL states badly or slowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.model import Problem, Severity
from kg.rdf.terms import Vocabulary

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

SEVERITIES: dict[Node, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
SHOWN = 80  # characters of a value in a message
Quads = Iterable[ox.Quad]


def validate(quads: Quads, lexicon: Lexicon) -> tuple[Problem, ...]:
    """Problems of a graph, sorted; none when it conforms to shapes.ttl and to the laws below.

    Give the quads that `convert` yields or `read` parses, not a store's: Oxigraph forgets the types of integers.
    """
    data, named = union(quads), _Named(lexicon)
    found = [
        *_blank(data),
        *_anchors(data, named),
        *_claims(data, named, lexicon),
        *_shapes(data, lexicon.root / "shapes.ttl"),
    ]
    return tuple(sorted(set(found), key=lambda p: (p.code, p.where, p.message)))


def read(path: Path) -> Iterator[ox.Quad]:
    """The quads of an RDF file; its suffix tells the format."""
    format = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format is None:
        raise ValueError(f"{path}: {path.suffix!r} is no suffix of an RDF format")
    return iter(ox.parse(path=str(path), format=format))


def union(quads: Quads) -> Graph:
    """The union of all graphs as an rdflib graph, literals exactly as they are written."""
    graph = Graph()
    memory: dict[object, Node] = {}
    for quad in quads:
        s, p, o = (memory.get(t) or memory.setdefault(t, term(t)) for t in (quad.subject, quad.predicate, quad.object))
        graph.add((s, p, o))
    return graph


def term(value: object) -> Node:
    """An Oxigraph term as an rdflib term."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if isinstance(value, ox.Literal):
        return (
            Literal(value.value, lang=value.language)
            if value.language
            else Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)
        )
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    raise TypeError(f"{value!r} has no place in a graph")


# --- laws -------------------------------------------------------------------------------------------------------------


def _blank(data: Graph) -> Iterator[Problem]:
    """No blank nodes: bulk loaders, diffs and byte equality need none."""
    for node in {n for triple in data for n in triple if isinstance(n, BNode)}:
        yield _problem("blank-node", f"_:{node}", "the graph has a blank node", "give it an IRI in kg/rdf/convert.py")


def _anchors(data: Graph, named: _Named) -> Iterator[Problem]:
    """nif:anchorOf is what stands in the article's text between the offsets."""
    texts = {article: str(text) for article, text in data.subject_objects(named["nif:isString"])}
    begins, ends, contexts = (dict(data.subject_objects(named[f"nif:{name}"])) for name in ("beginIndex", "endIndex", "referenceContext"))
    for span, anchor in data.subject_objects(named["nif:anchorOf"]):
        begin, end, text = _offset(begins.get(span)), _offset(ends.get(span)), texts.get(contexts.get(span, span))
        if begin is None or end is None or text is None:
            continue  # the shapes say so
        if text[begin:end] != str(anchor):
            yield _problem("anchor", span, f"nif:anchorOf {_cut(anchor)} is not the text at {begin}–{end}, {_cut(text[begin:end])}")


def _offset(value: Node | None) -> int | None:
    return int(value) if isinstance(value, Literal) and value.isdecimal() else None


def _claims(data: Graph, named: _Named, lexicon: Lexicon) -> Iterator[Problem]:
    """What a claim affirms is stated directly, and what is stated directly has a claim that affirms it."""
    claimed: dict[Node, set[tuple[Node, Node]]] = defaultdict(set)
    subjects, predicates, values = (dict(data.subject_objects(p)) for p in (RDF.subject, RDF.predicate, RDF.object))
    denied = {claim for claim, value in data.subject_objects(named["kg:negated"]) if str(value) == "true"}
    denied |= set(data.subjects(named["kg:modality"]))  # what is planned is not affirmed either
    for claim in (subjects.keys() & predicates.keys() & values.keys()) - denied:
        subject, predicate, value = subjects[claim], predicates[claim], values[claim]
        claimed[predicate].add((subject, value))
        if (subject, predicate, value) not in data:
            yield _problem(
                "claim-without-triple",
                claim,
                f"the graph does not state what this claim affirms: {_cut(subject)} {_cut(predicate)} {_cut(value)}",
            )
    claimed[named["schema:attendee"]] |= set(data.subject_objects(named["kg:chair"]))  # a chair attends without a claim of its own
    for predicate in sorted({named[p.iri] for p in lexicon.predicates.values() if p.key != "reported"}):  # a byline needs no claim
        for subject, value in set(data.subject_objects(predicate)) - claimed[predicate]:
            yield _problem("triple-without-claim", subject, f"no claim backs {_cut(predicate)} {_cut(value)}")


def _shapes(data: Graph, path: Path) -> Iterator[Problem]:
    """The results of pySHACL. Without inference: every class that a query may ask for is materialised."""
    shapes = Graph().parse(path, format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False, inplace=True)
    if conforms:
        return
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not use {path}: {report}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _result(report, result)


def _result(report: Graph, result: Node) -> Problem:
    focus, value, path, kind = (report.value(result, p) for p in (SH.focusNode, SH.value, SH.resultPath, SH.sourceConstraintComponent))
    messages = sorted({str(m) for m in report.objects(result, SH.resultMessage)})
    where = "" if path is None or isinstance(path, BNode) else f" ({path})"
    shown = "" if value is None else f": {_cut(value)}"
    severity = SEVERITIES.get(report.value(result, SH.resultSeverity) or SH.Violation, "error")
    code = str(kind).rpartition("#")[2].removesuffix("ConstraintComponent").lower()
    return Problem("rdf", f"shape-{code}", severity, " · ".join(messages) + where + shown, str(focus), "see ontology/shapes.ttl")


class _Named:
    """Terms of the vocabularies by CURIE, for rdflib."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._terms = Vocabulary(lexicon.prefixes)

    def __getitem__(self, curie: str) -> URIRef:
        return URIRef(self._terms[curie].value)


def _problem(code: str, where: object, message: str, hint: str = "") -> Problem:
    return Problem("rdf", code, "error", message, str(where), hint)


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
