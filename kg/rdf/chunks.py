"""Where each named graph stands in a build's N-Quads file, and what it was made of: what the next build takes over, and what has changed between the two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.rdf.description import Count

FILE = "chunks.json"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A named graph: its IRI, its bytes [begin, end) in the file and their SHA-256, what the census counts in it, and the key of what it was
    made of ("" where it is made anew each time)."""

    graph: str
    begin: int
    end: int
    digest: str
    count: Count
    key: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines of N-Quads: those that are gone, those that came, and the IRIs of named graphs that are no more.

    What came has again every line of a subject that lost one in its graph: a database that takes 5 as an integer and 5 as a number that is not negative for one
    loses both with either.
    """

    gone: tuple[bytes, ...]
    came: tuple[bytes, ...]
    graphs: tuple[str, ...]

    @property
    def subjects(self) -> set[bytes]:
        """The subjects of all these lines, as N-Quads writes them."""
        return {subject(line) for line in (*self.gone, *self.came)}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of blocks of a Turtle file: the name of its first subject, and its bytes."""

    first: str
    size: int


@dataclass(frozen=True, slots=True)
class Index:
    """The chunks of a build's N-Quads file and the leaves of its Turtle file in their order, and the check sums of the two."""

    chunks: tuple[Chunk, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    sums: tuple[int, int] = (-1, -1)


class Statements:
    """The N-Quads file of a build with its chunks."""

    def __init__(self, path: Path, chunks: Iterable[Chunk]) -> None:
        self.path = path
        self.chunks = tuple(chunks)
        self._keys = {(chunk.graph, chunk.key): chunk for chunk in self.chunks if chunk.key}

    def made_of(self, graph: str, key: str) -> Chunk | None:
        """The named graph that was made of just this; None when there is none."""
        return self._keys.get((graph, key))

    @cached_property
    def by_graph(self) -> dict[str, Chunk]:
        """The chunks by the IRIs of their graphs."""
        return {chunk.graph: chunk for chunk in self.chunks}

    def text(self, chunk: Chunk) -> bytes:
        """The lines of a chunk. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(chunk.begin)
            return file.read(chunk.end - chunk.begin)


def changes(before: Statements, after: Statements, *, share: float) -> Changes | None:
    """What has changed from one build's file to another's; None when it is more than a share of the file, or when there was nothing."""
    old, new = before.by_graph, after.by_graph
    if not old or not new:
        return None
    gone: list[bytes] = []
    came: list[bytes] = []
    room = share * max(chunk.end for chunk in after.chunks)
    for graph in sorted(old.keys() | new.keys()):
        one, other = old.get(graph), new.get(graph)
        if one and other and one.digest == other.digest:
            continue
        less, more = _difference(before.text(one) if one else b"", after.text(other) if other else b"")
        room -= sum(map(len, less)) + sum(map(len, more))
        if room < 0:
            return None
        gone += less
        came += more
    return Changes(tuple(gone), tuple(came), tuple(sorted(old.keys() - new.keys())))


def _difference(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines of a graph that are gone, and those that came or whose subject lost one."""
    was, now = set(old.splitlines(keepends=True)), set(new.splitlines(keepends=True))
    gone = was - now
    touched = {subject(line) for line in gone}
    return sorted(gone), sorted(line for line in now if line not in was or subject(line) in touched)


def lost(found: Changes, database: ox.Store, after: Statements) -> set[bytes]:
    """What no graph states any more, as lines without a graph. `database` is that of the build before: it knows which graphs may still state something."""
    came = {stated(line) for line in found.came}
    quads = zip(found.gone, ox.parse(b"".join(found.gone), format=ox.RdfFormat.N_QUADS), strict=True)
    return {triple for line, quad in quads if (triple := stated(line)) not in came and not _stays(triple, quad, database, after)}


def _stays(triple: bytes, quad: ox.Quad, database: ox.Store, after: Statements) -> bool:
    graphs = {str(other.graph_name) for other in database.quads_for_pattern(quad.subject, quad.predicate, quad.object)}
    chunks = {graph: after.by_graph.get(graph[1:-1]) for graph in sorted(graphs)}
    return any(chunk and b"%s %s .\n" % (triple, graph.encode()) in after.text(chunk) for graph, chunk in chunks.items())


def stated(line: bytes) -> bytes:
    """A line of N-Quads without its graph: "subject predicate object"."""
    return line.rsplit(b" ", 2)[0]


def subject(line: bytes) -> bytes:
    """The subject of a line of N-Quads."""
    return line[: line.index(b" ")]


def digest(text: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(text).hexdigest()


def save(index: Index, folder: Path) -> None:
    """Write the index of a build into its folder."""
    (folder / FILE).write_bytes(msgspec.json.encode(index))


def load(folder: Path) -> Index:
    """The index that `save` wrote; an empty one when it is missing or damaged."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Index)
    except (OSError, msgspec.DecodeError):
        return Index()
