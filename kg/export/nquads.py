"""N-Quads: one statement a line with the graph of its article, sorted within each graph; what stores load fastest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.builds import copied
from kg.export.files import replaced
from kg.export.ntriples import line
from kg.rdf.chunks import Chunk, Statements, digest
from kg.rdf.convert import Part, Profile, build, parts
from kg.rdf.description import Census
from kg.rdf.terms import Vocabulary

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write all named graphs as N-Quads to `path`: articles by id, the background last."""
    renew(graph, path, lexicon=lexicon, settings=settings, profile=profile)


def renew(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    lexicon: Lexicon,
    settings: Settings,
    profile: Profile = "full",
    before: Statements | None = None,
) -> tuple[Chunk, ...]:
    """`write`, taking over from an earlier file, of the same software and settings, each graph that is made of the same; returns where each stands."""
    found: list[Chunk] = []
    at = begin = end = 0  # what is to be copied of the file before: begin to end
    with replaced(path) as file, open(before.path, "rb") if before else BytesIO() as old:
        for chunk, text in _renewed(graph, lexicon, settings, profile, before):
            if text is not None or chunk.begin != end:
                copied(old, begin, end, file)
                begin = end = 0
            if text is not None:
                file.write(text)
            else:
                begin, end = (chunk.begin if begin == end else begin), chunk.end
            size = chunk.end - chunk.begin
            found.append(replace(chunk, begin=at, end=at + size))
            at += size
        copied(old, begin, end, file)
    return tuple(found)


def named(graph: nx.MultiDiGraph[str], *, lexicon: Lexicon, settings: Settings, profile: Profile) -> Iterator[tuple[Chunk, bytes]]:
    """Each named graph that says anything, with its lines, sorted."""
    yield from ((chunk, text) for chunk, text in _renewed(graph, lexicon, settings, profile, None) if text is not None)


def _renewed(
    graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, profile: Profile, before: Statements | None
) -> Iterator[tuple[Chunk, bytes | None]]:
    """Each named graph that says anything, with its lines; without them where an earlier file has them."""
    census = Census(Vocabulary(lexicon.prefixes))
    for part in chain(parts(graph, lexicon, settings, profile=profile), [build(graph, census, lexicon, settings)]):
        known = before.made_of(part.graph.value, part.key) if before else None
        chunk, text = (known, None) if known else _made(part, census)
        census.add(chunk.count)
        if chunk.end > chunk.begin:
            yield chunk, text


def _made(part: Part, census: Census) -> tuple[Chunk, bytes]:
    triples = dict.fromkeys(part.triples())
    text = "".join(sorted(line(*triple, part.graph) for triple in triples)).encode()
    return Chunk(part.graph.value, 0, len(text), digest(text), census.count(triples), part.key), text
