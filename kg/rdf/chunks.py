"""Where each named graph stands in a build's N-Quads file, and what it was made of: what the next build takes over, and what has changed between the two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

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
class Index:
    """The chunks of a build's N-Quads file in their order, and the SHA-256 of its Turtle file."""

    chunks: tuple[Chunk, ...] = ()
    union: str = ""


class Statements:
    """The N-Quads file of a build with its chunks."""

    def __init__(self, path: Path, chunks: Iterable[Chunk]) -> None:
        self.path = path
        self.chunks = tuple(chunks)
        self._keys = {(chunk.graph, chunk.key): chunk for chunk in self.chunks if chunk.key}

    def made_of(self, graph: str, key: str) -> tuple[Chunk, bytes] | None:
        """The named graph that was made of just this, with its lines; None when there is none, or when its bytes are not those that were written."""
        chunk = self._keys.get((graph, key))
        text = self.text(chunk) if chunk else b""
        return (chunk, text) if chunk and digest(text) == chunk.digest else None

    def text(self, chunk: Chunk) -> bytes:
        """The lines of a chunk; empty when the file is gone."""
        with suppress(OSError), self.path.open("rb") as file:
            file.seek(chunk.begin)
            return file.read(chunk.end - chunk.begin)
        return b""

    def lines(self, subjects: set[bytes]) -> Iterator[bytes]:
        """The lines of some subjects, whatever their graphs."""
        with self.path.open("rb") as file:
            yield from (line for line in file if subject(line) in subjects)


def changes(before: Statements, after: Statements, *, share: float) -> Changes | None:
    """What has changed from one build's file to another's; None when it is more than a share of the file, or when it cannot be told."""
    old, new = ({chunk.graph: chunk for chunk in statements.chunks} for statements in (before, after))
    if not old or not new:
        return None
    gone: list[bytes] = []
    came: list[bytes] = []
    room = share * max(chunk.end for chunk in after.chunks)
    for graph in sorted(old.keys() | new.keys()):
        one, other = old.get(graph), new.get(graph)
        if one and other and one.digest == other.digest:
            continue
        was = before.text(one) if one else b""
        if one and digest(was) != one.digest:
            return None
        less, more = _difference(was, after.text(other) if other else b"")
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
