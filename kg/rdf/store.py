"""The built graph as a store that answers SPARQL: a database on disk beside the build's files, or an RDF file in memory."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg import builds

DATABASE = "store"
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


def write(source: Path, folder: Path, *, union: Path | None = None) -> None:
    """Make a database in a folder, which must not exist, of an N-Quads file: its graphs, and their union as the default graph.

    `union` is a Turtle file of that union, if there is one: it loads faster, since each triple stands there once.

    Oxigraph's own union on the fly would answer twice what two articles state. It keeps the values of numbers, not their types: an
    xsd:nonNegativeInteger of the file is an xsd:integer here.
    """
    store = ox.Store(str(folder))
    if union is None:
        _fill(store, source, graphs=True)
    else:
        for path in (source, union):
            store.bulk_load(path=str(path), format=SUFFIXES[path.suffix])
    store.flush()


def open_store(folder: Path, *, graphs: bool = True) -> ox.Store:
    """The graph of a build's folder, or of one RDF file (.nq, .trig, .ttl, .nt): its default graph is the union of all graphs, each triple once.

    A build's database is opened for reading only and stays as it is, whatever is built meanwhile. Of files alone (a graph.nq or graph.ttl
    without a database) a store in memory is made; without `graphs`, nobody can ask who states what there, in half the memory.
    """
    build = builds.held(folder) if folder.is_dir() else folder
    if (build / DATABASE).is_dir():
        try:
            return ox.Store.read_only(str(build / DATABASE))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{build / DATABASE}: a damaged database ({error}); build it again") from error
    path = build if build.is_file() else graph_file(build)
    if path is None or path.suffix not in SUFFIXES:
        raise StoreError(f"{folder}: no graph here ({' or '.join(FILES)}); build one with: kg build PAGES -o {folder}")
    store = ox.Store()
    try:
        _fill(store, path, graphs=graphs)
    except (SyntaxError, OSError, ValueError) as error:
        raise StoreError(f"{path}: not a sound RDF file ({error}); build it again") from error
    return store


def graph_file(build: Path) -> Path | None:
    """The RDF file of a build's folder that says most; None when there is none."""
    return next((build / name for name in FILES if (build / name).is_file()), None)


def _fill(store: ox.Store, path: Path, *, graphs: bool) -> None:
    format = SUFFIXES[path.suffix]
    if graphs or not format.supports_datasets:
        store.bulk_load(path=str(path), format=format)
    if format.supports_datasets:
        quads = ox.parse(path=str(path), format=format)
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
