"""RDF/XML: the union of all graphs, a description for each subject, in the order of the Turtle; for tools that read nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.export.files import save
from kg.export.jsonld import nodes
from kg.export.turtle import RDF_TYPE, Style, rank
from kg.export.xml import HEADER, attribute, escaped
from kg.rdf.convert import Profile, convert
from kg.rdf.terms import STRING

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as RDF/XML to `path`.

    A character that XML 1.0 cannot hold (a control character that a page had) becomes U+FFFD. Raises ValueError for a property whose IRI has
    no name in it, which RDF/XML cannot write; those of kg.ttl all have.
    """
    save(path, _text(convert(graph, lexicon, settings, profile=profile), Style(lexicon, settings)))


def _text(quads: Iterable[ox.Quad], style: Style) -> Iterator[str]:
    names = " ".join(f"xmlns:{prefix}={attribute(iri)}" for prefix, iri in style.prefixes.items())
    yield f"{HEADER}<rdf:RDF {names}>\n"
    found = nodes(quads, style)
    for subject in sorted(found, key=style.place):
        yield f"<rdf:Description rdf:about={attribute(subject)}>\n"
        for property in sorted(found[subject], key=rank):
            name = "rdf:type" if property == RDF_TYPE else property
            yield from (f"  {_element(name, term)}\n" for _, term in sorted(found[subject][property].items()))
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _element(property: str, term: object) -> str:
    if property.startswith("<"):
        raise ValueError(f"RDF/XML cannot write the property {property}: add its namespace to ontology/prefixes.tsv")
    if isinstance(term, ox.NamedNode):
        return f"<{property} rdf:resource={attribute(term.value)}/>"
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{term!r} is no IRI and no literal")
    more = f' xml:lang="{term.language}"' if term.language else ""
    if not term.language and term.datatype != STRING:
        more = f" rdf:datatype={attribute(term.datatype.value)}"
    return f"<{property}{more}>{escaped(term.value)}</{property}>"
