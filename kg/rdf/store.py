"""The built graph as a store that answers SPARQL: a database on disk beside the build's files, or an RDF file in memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import builds
from kg.rdf.chunks import Changes, Leaf

DATABASE = "store"
LOADED = 32 << 20  # bytes of N-Quads loaded at a time: some 250 MB of Oxigraph's memory, which a whole file would take without limit
UNITED = 8 << 20  # of Turtle, which says the same in a quarter of the bytes
TABLE = ".sst"  # the suffix of a file of RocksDB that is written once
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


def write(source: Path, folder: Path, *, union: Path | None = None, leaves: Iterable[Leaf] = ()) -> None:
    """Make a database in a folder, which must not exist, of an N-Quads file: its graphs, and their union as the default graph.

    `union` is a Turtle file of that union, if there is one, with its leaves: it loads faster, since each triple stands there once. Files are loaded
    in pieces, so that what Oxigraph holds of them does not grow with them.

    Oxigraph's own union on the fly would answer twice what two articles state. It keeps the values of numbers, not their types: an
    xsd:nonNegativeInteger of the file is an xsd:integer here.
    """
    store = ox.Store(str(folder))
    if union is None:
        _fill(store, source, graphs=True)
    else:
        with source.open("rb") as file:
            while lines := file.readlines(LOADED):
                store.bulk_load(b"".join(lines), format=SUFFIXES[source.suffix])
                del lines
        for piece in _pieces(union, [leaf.size for leaf in leaves]):
            store.bulk_load(piece, format=SUFFIXES[union.suffix])
    store.flush()


def _pieces(path: Path, sizes: Iterable[int]) -> Iterator[bytes]:
    """A Turtle file in pieces of some leaves, each with the prefixes that stand before them."""
    rest = list(sizes)
    with path.open("rb") as file:
        head = file.read(path.stat().st_size - sum(rest))
        held = 0
        for size in rest:
            held += size
            if held >= UNITED:
                yield head + file.read(held)
                held = 0
        yield head + file.read(held)


def update(before: Path, folder: Path, changes: Changes) -> None:
    """Make a database in a folder, which must not exist, of that of the build before and what has changed: the same content as `write` gives.

    The tables of the old one, which are never written again, become the new one's by links. Raises OSError or RuntimeError when it is damaged.
    """
    folder.mkdir()
    for file in sorted(before.iterdir()):
        if file.suffix == TABLE:
            builds.linked(file, folder / file.name)
        elif file.name not in ("LOCK", "LOG"):
            shutil.copyfile(file, folder / file.name)
    store = ox.Store(str(folder))
    _change(store, changes)
    store.flush()


def size(folder: Path) -> int:
    """The bytes of a database's tables: they grow with every change, and shrink when RocksDB merges them."""
    return sum(file.stat().st_size for file in folder.glob(f"*{TABLE}"))


def _change(store: ox.Store, changes: Changes) -> None:
    """Take lines out of the graphs of a store, and bring others in; the default graph stays the union of all others."""
    gone, came = (list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)) for lines in (changes.gone, changes.came))
    for quad in gone:
        store.remove(quad)
    for graph in changes.graphs:
        store.remove_graph(ox.NamedNode(graph))
    store.extend((*came, *map(_united, came)))
    for quad in gone:
        if not any(other.graph_name != ox.DefaultGraph() for other in store.quads_for_pattern(quad.subject, quad.predicate, quad.object)):
            store.remove(_united(quad))


def _united(quad: ox.Quad) -> ox.Quad:
    """A quad as it stands in the default graph."""
    return ox.Quad(*quad.triple)


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
        store.bulk_extend(map(_united, quads))
