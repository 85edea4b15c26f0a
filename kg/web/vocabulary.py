"""What the editor of queries completes: prefixes, and the classes and properties that the ontology and its shapes name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.web.service import Options
from kg.web.views import Handler

FILES = ("kg.ttl", "shapes.ttl")
RDF, RDFS, OWL, SH = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/shacl#",
)  # fmt: skip
CLASSES = {OWL + "Class", RDFS + "Class"}
PROPERTIES = {OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty", RDF + "Property"}
USED = {SH + "path": "property", SH + "class": "class", SH + "targetClass": "class"}
ALWAYS = {RDF + "type": "property", RDFS + "label": "property"}
Term = dict[str, str]


def vocabulary(options: Options) -> Handler:
    """The handler of /vocabulary: {"prefixes": {prefix: IRI}, "base": of individuals, "terms": [{term, kind, zh, en}]} as JSON."""

    async def handler(request: Request) -> Response:
        known = terms(options.lexicon.root, tuple(options.prefixes.items())) if options.lexicon else []
        return JSONResponse({"prefixes": dict(options.prefixes), "base": options.base, "terms": known})

    return handler


@functools.lru_cache(maxsize=4)
def terms(root: Path, prefixes: tuple[tuple[str, str], ...]) -> list[Term]:
    """Classes and properties as prefixed names with their labels in Chinese and English, sorted."""
    kinds: dict[str, str] = dict(ALWAYS)
    labels: dict[str, dict[str, str]] = {}
    for file in FILES:
        for quad in ox.parse(path=root / file, format=ox.RdfFormat.TURTLE):
            for iri, kind in _named(quad):
                kinds.setdefault(iri, kind)
            if quad.predicate.value == RDFS + "label" and isinstance(quad.object, ox.Literal):
                labels.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    found = ((_short(iri, dict(prefixes)), kind, labels.get(iri, {})) for iri, kind in kinds.items())
    return [{"term": term, "kind": kind, "zh": said.get("zh", ""), "en": said.get("en", "")} for term, kind, said in sorted(found, key=lambda t: t[:2]) if term]


def _named(quad: ox.Quad) -> Iterator[tuple[str, str]]:
    """(IRI, "class" or "property") of what a statement of the ontology declares or a shape uses."""
    if not isinstance(quad.object, ox.NamedNode):
        return
    predicate, value = quad.predicate.value, quad.object.value
    if predicate == RDF + "type" and isinstance(quad.subject, ox.NamedNode) and value in CLASSES | PROPERTIES:
        yield quad.subject.value, "class" if value in CLASSES else "property"
    elif predicate in USED:
        yield value, USED[predicate]


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """A prefixed name, "" where no prefix fits or it would need escapes."""
    prefix, start = max(((p, s) for p, s in prefixes.items() if iri.startswith(s)), key=lambda pair: len(pair[1]), default=("", ""))
    local = iri[len(start) :]
    return f"{prefix}:{local}" if start and local.isidentifier() else ""
