"""N-Quads in compressed parts for the bulk loaders of other stores (tdb2.tdbloader, Virtuoso's ld_dir, QLever, oxigraph load)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.nquads import named
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

SHARDS = 8  # loaders read a file a core


def write(
    graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full", shards: int = SHARDS
) -> None:
    """Write all named graphs as gzipped N-Quads into the folder `path`: graph-000.nq.gz …, a whole named graph in one of `shards` parts.

    The same graph gives the same bytes: there is no time and no name in the files. Parts that stood in the folder are replaced.
    """
    path.mkdir(parents=True, exist_ok=True)
    for old in path.glob("graph-*.nq.gz"):
        old.unlink()
    with ExitStack() as stack:
        files = [stack.enter_context(_zipped(path / f"graph-{n:03}.nq.gz")) for n in range(shards)]
        for n, (_, statements) in enumerate(named(graph, lexicon=lexicon, settings=settings, profile=profile)):
            files[n % shards].write(statements)


@contextmanager
def _zipped(path: Path) -> Iterator[gzip.GzipFile]:
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as zipped:
        yield zipped
