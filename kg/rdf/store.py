"""The built graph as a store that answers SPARQL."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

# N-Quads first: they keep which article says what.
FILES = {
    "graph.nq": ox.RdfFormat.N_QUADS,
    "graph.trig": ox.RdfFormat.TRIG,
    "graph.ttl": ox.RdfFormat.TURTLE,
    "graph.nt": ox.RdfFormat.N_TRIPLES,
}
SUFFIXES = {Path(name).suffix: format for name, format in FILES.items()}


class StoreError(ValueError):
    """There is no graph to open, or it cannot be read; the message says where and what to do."""


def open_store(folder: Path, *, graphs: bool = True) -> ox.Store:
    """A store in memory with the graph of a build's folder (graph.nq, else graph.ttl) or of one RDF file.

    Its default graph is the union of all graphs, each triple once; Oxigraph's own union on the fly would answer twice
    what two articles state. `GRAPH ?article { … }` asks who states it; without `graphs` nobody can, in half the memory.
    Oxigraph keeps the values of numbers, not their types: an xsd:nonNegativeInteger of the file is an xsd:integer here.
    """
    path = folder if folder.is_file() else next((folder / name for name in FILES if (folder / name).is_file()), None)
    if path is None or path.suffix not in SUFFIXES:
        raise StoreError(f"{folder}: no graph here ({' or '.join(FILES)}); build one with: kg build PAGES -o {folder}")
    format, store = SUFFIXES[path.suffix], ox.Store()
    try:
        if graphs or not format.supports_datasets:
            store.bulk_load(path=str(path), format=format)
        if format.supports_datasets:
            quads = ox.parse(path=str(path), format=format)
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    except (SyntaxError, OSError, ValueError) as error:
        raise StoreError(f"{path}: not a sound RDF file ({error}); build it again") from error
    return store
