"""What a process of `kg.rdf.workers` does with its store: SPARQL queries and updates, and graphs read and written whole.

Each is a record that can be sent to another process and called there with the store. Answers are finished bytes, and bounded.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf.query import QueryError, explained, local, needed
from kg.rdf.workers import RefusedError

if TYPE_CHECKING:
    from typing_extensions import Buffer

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Formats of SELECT and ASK by media type, the best one first."""
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""Formats of graphs by media type, the best one first."""
# How rows are counted: what stands in each, or ends each, or stands between two, and what to add to the number of these.
# In a value it counts, too: the limit may come early for odd values.
ROW = {
    "application/sparql-results+json": (b'},{"', 1),
    "application/sparql-results+xml": (b"<result>", 0),
    "text/csv": (b"\n", -1),
    "text/tab-separated-values": (b"\n", -1),
}
GENERIC = "http://example.org/"  # the base IRI where none is given


class NotAcceptableError(RefusedError):
    """The kind of query has no format that was asked for; the message names those it has."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may hold: rows (or triples), and bytes when written."""

    rows: int = 100_000
    bytes: int = 64_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be sent: its bytes and their media type."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query, answered in the first format of `accepted` that its kind knows; `graphs` and `named` are its dataset, if either is given.

    Raises QueryError, NotAcceptableError and RefusedError.
    """

    text: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = (*RESULTS, *GRAPHS)
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str = GENERIC
    limits: Limits = Limits()

    def __call__(self, store: ox.Store) -> Answer:
        local(self.text, "SERVICE")
        dataset = {}
        if self.graphs or self.named:
            dataset = {"default_graph": _nodes(self.graphs), "named_graphs": _nodes(self.named)}
        try:
            found = store.query(self.text, prefixes=dict(self.prefixes), base_iri=self.base, **dataset)  # type: ignore[arg-type]
            if isinstance(found, ox.QueryTriples):
                return self._graph(found)
            media_type = _accepted(self.accepted, RESULTS)
            sink = _Sink(self.limits, *ROW[media_type])
            found.serialize(sink, format=RESULTS[media_type])
            return Answer(sink.getvalue(), media_type)
        except SyntaxError as error:
            raise QueryError(explained(str(error), self.text, self.prefixes)) from error
        except OSError as error:
            raise QueryError(f"the query failed: {error}") from error

    def _graph(self, found: Iterable[ox.Triple]) -> Answer:
        media_type = _accepted(self.accepted, GRAPHS)
        triples = list(itertools.islice(found, self.limits.rows + 1))
        return Answer(written(dict.fromkeys(triples), media_type, self.prefixes, self.limits), media_type)


@dataclass(frozen=True, slots=True)
class Update:
    """An update; `using` and `named` are the dataset that its patterns see, if either is given. Raises QueryError."""

    text: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    using: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str = GENERIC

    def __call__(self, store: ox.Store) -> None:
        local(self.text, "SERVICE", "LOAD")
        text = with_dataset(self.text, self.using, self.named) if self.using or self.named else self.text
        try:
            store.update(text, prefixes=dict(self.prefixes), base_iri=self.base)
        except SyntaxError as error:
            raise QueryError(explained(str(error), text, self.prefixes)) from error
        except (OSError, ValueError) as error:
            raise QueryError(f"the update failed: {error}") from error


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """A whole graph, "" for the default graph; None when there is no such graph. Raises RefusedError."""

    graph: str
    media_type: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()

    def __call__(self, store: ox.Store) -> Answer | None:
        node = _graph_node(self.graph)
        if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
            return None
        quads = itertools.islice(store.quads_for_pattern(None, None, None, node), self.limits.rows + 1)
        triples = dict.fromkeys(quad.triple for quad in quads)
        return Answer(written(triples, self.media_type, self.prefixes, self.limits), self.media_type)


@dataclass(frozen=True, slots=True)
class WriteGraph:
    """Add triples to a graph ("": the default graph), or let them take the place of all of it; True when the graph is new. Raises QueryError."""

    graph: str
    parts: tuple[tuple[bytes, str], ...]
    replace: bool
    base: str = GENERIC

    def __call__(self, store: ox.Store) -> bool:
        node = _graph_node(self.graph)
        new = isinstance(node, ox.NamedNode) and not store.contains_named_graph(node)
        try:
            quads = [
                ox.Quad(quad.subject, quad.predicate, quad.object, node)
                for data, media_type in self.parts
                for quad in ox.parse(data, format=GRAPHS[media_type], base_iri=self.base, rename_blank_nodes=True)
            ]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"not a sound RDF document: {error}") from error
        if self.replace:
            store.clear_graph(node)
        if isinstance(node, ox.NamedNode):
            store.add_graph(node)
        store.extend(quads)
        store.flush()
        return new


@dataclass(frozen=True, slots=True)
class DropGraph:
    """Take a graph away ("": empty the default graph); False when there is no such graph."""

    graph: str

    def __call__(self, store: ox.Store) -> bool:
        node = _graph_node(self.graph)
        if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
            return False
        store.remove_graph(node)
        return True


def written(triples: Iterable[ox.Triple], media_type: str, prefixes: Mapping[str, str], limits: Limits) -> bytes:
    """Triples in a format, with those prefixes that they need. Raises RefusedError when they are too many, QueryError when it cannot hold them."""
    triples = list(triples)
    if len(triples) > limits.rows:
        raise RefusedError(f"the answer has more than {limits.rows} triples; add a LIMIT")
    sink = _Sink(limits)
    try:
        ox.serialize(triples, sink, format=GRAPHS[media_type], prefixes=needed(prefixes, triples))
    except (OSError, ValueError) as error:  # RDF/XML has no way to write some predicates
        raise QueryError(f"these triples cannot be written as {media_type}: {error}") from error
    return sink.getvalue()


class _Sink(io.BytesIO):
    """A file in memory that refuses to grow beyond its limits."""

    def __init__(self, limits: Limits, row: bytes = b"", rows: int = 0) -> None:
        super().__init__()
        self._limits, self._row, self._rows, self._last = limits, row, rows, b""

    def write(self, data: Buffer, /) -> int:
        """Take some bytes. Raises RefusedError."""
        if self._row:
            new = self._last + bytes(data)
            self._rows += new.count(self._row)
            self._last = new[len(new) + 1 - len(self._row) :]  # too short to hold one
        if self._rows > self._limits.rows:
            raise RefusedError(f"the answer has more than {self._limits.rows} rows; add a LIMIT")
        size = super().write(data)
        if self.tell() > self._limits.bytes:
            raise RefusedError(f"the answer is longer than {self._limits.bytes} bytes; add a LIMIT")
        return size


def _accepted(accepted: Iterable[str], known: Mapping[str, object]) -> str:
    found = next((media_type for media_type in accepted if media_type in known), None)
    if found is None:
        raise NotAcceptableError(f"this kind of query is answered in {', '.join(known)}")
    return found


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    return [_graph_node(iri) for iri in iris]  # type: ignore[misc]


def _graph_node(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    """The name of a graph; raises QueryError for one that is no IRI."""
    try:
        return ox.NamedNode(iri) if iri else ox.DefaultGraph()
    except ValueError as error:
        raise QueryError(f"{iri!r} is not the IRI of a graph: {error}") from error


# ---- the dataset of an update ---------------------------------------------------------------------------------------

# Strings, IRIs and comments as a whole, words, and braces: enough to find the WHERE of each operation.
TOKEN = re.compile(
    r"""(?P<skip>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\n]*|[?$:]\w*|\w+:\w*)|(?P<word>[A-Za-z]+)|(?P<brace>[{}])""",
    re.DOTALL,
)


def with_dataset(text: str, using: Iterable[str], named: Iterable[str]) -> str:
    """An update whose every pattern sees these graphs, as using-graph-uri and using-named-graph-uri of the protocol say.

    The engine has no such parameter, so USING clauses are written before each WHERE. Raises QueryError when the update has USING or WITH
    itself, which the protocol forbids.
    """
    clauses = "".join(f" USING {node}" for node in _nodes(using)) + "".join(f" USING NAMED {node}" for node in _nodes(named))
    pieces, end, depth, before = [], 0, 0, ""
    for token in TOKEN.finditer(text):
        if token["brace"]:
            depth += 1 if token[0] == "{" else -1
            before = token[0]
        elif token["word"] and depth == 0:
            word = token[0].upper()
            if word in ("USING", "WITH"):
                raise QueryError(f"{word} in the update and using-graph-uri in the request exclude each other")
            if word == "WHERE":
                if before == "DELETE":  # DELETE WHERE has no place for USING; it deletes what it matches
                    pattern = text[token.end() : _closed(text, token.end())]
                    pieces.append(text[end : token.start()] + f" {pattern} {clauses} WHERE")
                else:
                    pieces.append(f"{text[end : token.start()]}{clauses} WHERE")
                end = token.end()
            before = word
    return "".join((*pieces, text[end:]))


def _closed(text: str, start: int) -> int:
    """The end of the group in braces that comes next; raises QueryError when it is not closed."""
    depth = 0
    for token in TOKEN.finditer(text, start):
        if token["brace"]:
            depth += 1 if token[0] == "{" else -1
            if depth == 0:
                return token.end()
    raise QueryError("a brace is not closed")
