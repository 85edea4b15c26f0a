"""JSON-LD: the union of all graphs, a node a line, in the order of the Turtle; the context holds the prefixes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from kg.export.files import save
from kg.export.turtle import RDF_TYPE, Style, rank
from kg.rdf.convert import Profile, convert
from kg.rdf.terms import BOOLEAN, INTEGER, STRING, iri

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

Nodes = dict[str, dict[str, dict[str, object]]]


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as JSON-LD 1.1 to `path`."""
    save(path, _text(convert(graph, lexicon, settings, profile=profile), Style(lexicon, settings)))


def _text(quads: Iterable[ox.Quad], style: Style) -> Iterator[str]:
    found = nodes(quads, style)
    yield '{"@context": ' + json.dumps(style.prefixes, ensure_ascii=False, indent=1) + ',\n"@graph": ['
    for n, subject in enumerate(sorted(found, key=style.place)):
        yield (",\n" if n else "\n") + json.dumps(_node(subject, found[subject], style), ensure_ascii=False)
    yield "\n]}\n"


def nodes(quads: Iterable[ox.Quad], style: Style) -> Nodes:
    """Subject IRI → property as Turtle writes it → objects by their Turtle form, which sorts them and drops doubles."""
    found: Nodes = {}
    for quad in quads:
        name = style.name(quad.predicate.value)
        found.setdefault(iri(quad.subject), {}).setdefault(RDF_TYPE if name == "rdf:type" else name, {})[style.term(quad.object)] = (
            quad.object
        )
    return found


def _node(subject: str, properties: Mapping[str, Mapping[str, object]], style: Style) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _id(subject, style)}
    for property in sorted(properties, key=rank):
        terms = [term for _, term in sorted(properties[property].items())]
        values = [_id(iri(term), style) if property == RDF_TYPE else _value(term, style) for term in terms]
        node["@type" if property == RDF_TYPE else property.strip("<>")] = values if len(values) > 1 else values[0]
    return node


def _id(full: str, style: Style) -> str:
    return style.name(full).strip("<>")


def _value(term: object, style: Style) -> Any:
    """A value object; integers and truth values as JSON's own, decimals never: JSON would make doubles of them."""
    if isinstance(term, ox.NamedNode):
        return {"@id": _id(term.value, style)}
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{term!r} is no IRI and no literal")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == STRING:
        return term.value
    if term.datatype == BOOLEAN:
        return term.value == "true"
    if term.datatype == INTEGER and len(term.value) <= 15:
        return int(term.value)
    return {"@value": term.value, "@type": _id(term.datatype.value, style)}
