"""N-Quads: one statement a line with the graph of its article, sorted within each graph; what stores load fastest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.export.files import save
from kg.export.ntriples import line
from kg.rdf.convert import Profile, convert
from kg.rdf.terms import iri

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write all named graphs as N-Quads to `path`: articles by id, the background last."""
    save(path, chain.from_iterable(lines(convert(graph, lexicon, settings, profile=profile))))


def lines(quads: Iterator[ox.Quad]) -> Iterator[list[str]]:
    """The statements of each named graph, sorted."""
    for _, group in groupby(quads, key=lambda quad: iri(quad.graph_name)):
        yield sorted(line(quad.subject, quad.predicate, quad.object, quad.graph_name) for quad in group)
