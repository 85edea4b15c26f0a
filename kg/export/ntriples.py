"""N-Triples: the union of all graphs, one triple a line, sorted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.rdf.convert import Profile, convert

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

# Characters that rdflib or a line-wise tool may take for the end of a line; Oxigraph leaves them as they are.
BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as N-Triples to `path`."""
    quads = convert(graph, lexicon, settings, profile=profile)
    save(path, sorted({line(quad.subject, quad.predicate, quad.object) for quad in quads}))


def line(*terms: object) -> str:
    """A statement as one line, control characters escaped."""
    text = " ".join(map(str, terms))
    return BREAKS.sub(lambda m: f"\\u{ord(m[0]):04X}", text) + " .\n"
