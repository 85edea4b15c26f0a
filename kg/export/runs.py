"""Quads grouped and sorted by subject, any number of them in bounded memory: chunks are sorted, put on disk, and merged."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import IO

import pyoxigraph as ox

from kg.rdf.terms import iri

CHUNK = 100_000  # quads held at a time: about 60 MB; a build of 20 average pages stays below and never meets the disk
Run = Iterator[tuple[str, str, list[str]]]
"""Sort key, subject IRI, and its statements as "<predicate> object" in N-Triples; a run is sorted by key."""


def grouped(quads: Iterable[ox.Quad], key: Callable[[str], str]) -> Iterator[tuple[str, set[str]]]:
    """Each subject with its statements, "<predicate> object" in N-Triples, in the order of `key(subject)`, whatever graphs they stand in.

    Equal keys must mean equal subjects. Raises TypeError for a subject that is a blank node.
    """
    quads = iter(quads)
    with ExitStack() as stack:
        chunk = list(islice(quads, CHUNK))
        runs: list[Run] = []
        while following := list(islice(quads, CHUNK)):
            runs.append(_stored(_sorted(chunk, key), stack.enter_context(tempfile.TemporaryFile())))
            chunk = following
        runs.append(_sorted(chunk, key))
        for _, same in groupby(merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
            parts = list(same)
            yield parts[0][1], set(chain.from_iterable(statements for _, _, statements in parts))


def _sorted(chunk: Iterable[ox.Quad], key: Callable[[str], str]) -> Run:
    subjects: dict[object, list[str]] = {}
    for quad in chunk:
        subjects.setdefault(quad.subject, []).append(f"{quad.predicate} {quad.object}")
    yield from sorted((key(name), name, statements) for name, statements in ((iri(subject), found) for subject, found in subjects.items()))


def _stored(run: Run, file: IO[bytes]) -> Run:
    """The same run, from a file."""
    for record in run:
        marshal.dump(record, file)
    file.flush()
    return _read(file)


def _read(file: IO[bytes]) -> Run:
    file.seek(0)
    while True:
        try:
            yield marshal.load(file)
        except EOFError:
            return
