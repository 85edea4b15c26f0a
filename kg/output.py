"""What a build leaves in its folder: records, Turtle, N-Quads, the drawing, the database, the search file and the shelf, checked against the shapes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from kg import export, lexicon, search, shelf
from kg.builds import checksum
from kg.export import nquads, turtle
from kg.graph import folder
from kg.graph.folder import Written
from kg.lexicon import Lexicon
from kg.memo import NOTHING, Memo
from kg.model import Problem
from kg.rdf import chunks, piecewise, store
from kg.rdf.chunks import Changes, Leaf, Statements
from kg.rdf.index import Index
from kg.rdf.store import StoreError
from kg.rdf.terms import iri
from kg.rdf.unbroken import unbroken
from kg.rdf.validate import read, validate
from kg.settings import Settings

FORMATS = {"turtle": "graph.ttl", "nquads": "graph.nq", "html": "graph.html"}
SUMS = "sums.json"  # of the files that a later build changes copies of
SMALL = 0.2  # of the statements: when more has changed, making all anew costs less
WHOLE = 500_000_000  # bytes of statements, of some 3,300 articles, that are checked at once, in 0.3 GB of memory; of more, some at a time
PIECE = 4 << 20  # of Turtle, that are checked at a time: with all that they lead to some 150 MB
GROWN = 2.0  # a database whose tables take so many times the bytes of the statements is made anew; a new one takes 1.1, one that 28 pages were added to 1.8


def write(
    graph: nx.MultiDiGraph, target: Path, settings: Settings, *, before: Path | None = None, sound: bool = False, memo: Memo = NOTHING
) -> tuple[Problem, ...]:
    """Write a graph to a folder (made when missing); returns its problems with those of the validation.

    The records become statements once, in the N-Quads file; the check, Turtle and the database read them there. Oxigraph fills its database
    while the other files are written. `before` is the folder of an earlier build of the same software and settings: what is the same there is
    taken over, with the same bytes (docs/store.md). `sound`: that one was validated and nothing was found; `memo` knows what was made of sentences.
    """
    terms = lexicon.load(settings.ontology or None)
    statements, union = target / FORMATS["nquads"], target / FORMATS["turtle"]
    known = chunks.load(before) if before else chunks.Index()
    earlier = Statements(before / FORMATS["nquads"], known.chunks) if before else None
    if earlier and checksum(earlier.path) != known.sums[0]:
        earlier = None
    found = Statements(statements, nquads.renew(graph, statements, lexicon=terms, settings=settings, before=earlier))
    changes = chunks.changes(earlier, found, share=SMALL) if earlier else None
    leaves = _turtle(union, found, before, known, changes, terms, settings)
    chunks.save(chunks.Index(found.chunks, leaves, (checksum(statements), checksum(union))), target)
    problems: tuple[Problem, ...] = graph.graph["problems"]
    with ThreadPoolExecutor(1) as beside:
        stored = beside.submit(_store, target, before, changes, leaves)
        kept = changes and sound and settings.validate and _unbroken(target, leaves, changes, stored, terms, settings)
        if settings.validate and not kept and not _sound(target, leaves, terms, settings):
            problems = (*problems, *validate(Index.load(statements), terms, validator=settings.validator))
            graph.graph["problems"] = problems
        written = folder.save(graph, target, before)
        export.write(graph, target / FORMATS["html"], format="html", lexicon=terms, settings=settings)
        _indexes(graph, target, before, written, settings, memo)
        stored.result()
    return problems


def _turtle(
    path: Path, found: Statements, before: Path | None, known: chunks.Index, changes: Changes | None, terms: Lexicon, settings: Settings
) -> tuple[Leaf, ...]:
    """Write the Turtle file: what has changed since an earlier one, or all of it. Returns its leaves."""
    if before and changes and checksum(before / FORMATS["turtle"]) == known.sums[1]:
        try:
            gone = chunks.lost(changes, store.open_store(before), found)
        except StoreError:
            return turtle.rewrite(read(found.path), path, lexicon=terms, settings=settings)
        old = turtle.Leaves(before / FORMATS["turtle"], known.leaves, lexicon=terms, settings=settings)
        return old.revise(path, _by_subject(gone, changes))
    return turtle.rewrite(read(found.path), path, lexicon=terms, settings=settings)


def _by_subject(gone: Iterable[bytes], changes: Changes) -> dict[str, turtle.Change]:
    """The statements that went and came, by subject."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for side, triples in enumerate((gone, map(chunks.stated, changes.came))):
        for quad in ox.parse(b"".join(b"%s .\n" % triple for triple in triples), format=ox.RdfFormat.N_TRIPLES):
            found.setdefault(iri(quad.subject), (set(), set()))[side].add(f"{quad.predicate} {quad.object}")
    return dict(found)


def _unbroken(target: Path, leaves: tuple[Leaf, ...], changes: Changes, stored: Future[None], terms: Lexicon, settings: Settings) -> bool:
    """Whether a build keeps the promises that the one before kept, asked of what has changed alone."""
    if settings.validator != "fast":
        return False
    stored.result()
    union = turtle.Leaves(target / FORMATS["turtle"], leaves, lexicon=terms, settings=settings)
    return unbroken(changes, union.quads, store.open_store(target), terms)


def _sound(target: Path, leaves: tuple[Leaf, ...], terms: Lexicon, settings: Settings) -> bool:
    """Whether a large build keeps all promises, asked of some statements at a time."""
    if settings.validator != "fast" or (target / FORMATS["nquads"]).stat().st_size <= WHOLE:
        return False
    union = turtle.Leaves(target / FORMATS["turtle"], leaves, lexicon=terms, settings=settings)
    return piecewise.sound(union.pieces(PIECE), union.quads, terms)


def _store(target: Path, before: Path | None, changes: Changes | None, leaves: tuple[Leaf, ...]) -> None:
    """Write the database: what has changed since an earlier one, or all of it."""
    folder, statements = target / store.DATABASE, target / FORMATS["nquads"]
    if before and changes and store.size(before / store.DATABASE) < GROWN * statements.stat().st_size:
        try:
            store.update(before / store.DATABASE, folder, changes)
        except (OSError, RuntimeError):  # a damaged one: the other way tells what else is wrong, a full disk say
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return
    store.write(statements, folder, union=target / FORMATS["turtle"], leaves=leaves)


def _indexes(
    graph: nx.MultiDiGraph, target: Path, before: Path | None, written: Mapping[str, Written], settings: Settings, memo: Memo
) -> None:
    """Write the search file and the shelf: the rows of what has changed in copies of earlier ones, or all of them."""
    touched = written["articles"].touched | written["mentions"].touched | written["claims"].touched
    few = all(one.renewed for one in written.values()) and len(touched) <= SMALL * len(graph.graph["articles"])
    sums = _sums(before) if before and few else {}
    searched, shelved = target / search.FILE, target / shelf.FILE
    if before and checksum(before / search.FILE) == sums.get(search.FILE):
        search.update(before / search.FILE, searched, graph, written, settings=settings, memo=memo)
    else:
        search.write(graph, searched, settings=settings, memo=memo)
    if before and checksum(before / shelf.FILE) == sums.get(shelf.FILE):
        shelf.update(before, target, graph, written, settings=settings)
    else:
        shelf.write(target, settings=settings)
    (target / SUMS).write_text(json.dumps({path.name: checksum(path) for path in (searched, shelved)}), encoding="utf-8")


def _sums(build: Path) -> dict[str, int]:
    """The CRC-32 of the search file and of the shelf of a build, as they were written."""
    try:
        found: dict[str, int] = json.loads((build / SUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
