"""A graph as a folder of JSON Lines, from which it comes back the same: what `kg build` leaves for draw, export and explain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx

from kg import builds, records
from kg.builds import checksum, copied
from kg.graph import assemble, entities_of, relations_of
from kg.graph.stored import Stored
from kg.model import Article, Claim, Entity, Mention, Page, Problem, Reading, Relation, Resolution

FOLDER, INDEX = "records", "records.json"
FORMERLY = "formerly"
FILES: dict[str, type] = {
    "pages": Page,
    "articles": Article,
    "mentions": Mention,
    "claims": Claim,
    "entities": Entity,
    "relations": Relation,
    "problems": Problem,
}


class FolderError(ValueError):
    """There is no graph in a folder; the message says how to make one."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of a page that belongs to no article, with its role."""

    page: str
    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one key in a file: the digest of what they and all that other files tell of the key are made of ("" where there is none), and their bytes."""

    key: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class File:
    """The pieces of a file in their order, and the CRC-32 of its bytes."""

    pieces: tuple[Piece, ...] = ()
    sum: int = 0


@dataclass(slots=True)
class Written:
    """What has become of a file: where stretches of the file before stand now, (place then, place now, bytes) in order; where each piece that
    was made stands, and the bytes of its lines; the keys of which there is nothing left. `renewed`: whether the file before was there; when it was not, all is
    made, and nothing is told of it."""

    file: File = File()
    renewed: bool = False
    kept: list[tuple[int, int, int]] = field(default_factory=list)
    made: dict[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @property
    def touched(self) -> set[str]:
        """The keys of which something has changed."""
        return self.made.keys() | self.gone

    def places(self, key: str) -> Iterator[tuple[int, int]]:
        """Place and bytes of each line of a piece that was made."""
        at, sizes = self.made[key]
        for size in sizes:
            yield at, size
            at += size


def save(graph: nx.MultiDiGraph, folder: Path, before: Path | None = None) -> dict[str, Written]:
    """Write every record of a graph under FOLDER/records, a file for each kind; the lines of keys of which nothing has changed are taken over
    from those of an earlier build, of the same software. Returns what has become of each file."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    known = _index(before) if before else {}
    found = {}
    for name, groups in _groups(graph).items():
        old = file(before, name) if before and name in known else None
        if old and checksum(old) != known[name].sum:
            old = None
        found[name] = _renewed(groups, target / f"{name}.jsonl", old, known[name] if old else File())
    (folder / INDEX).write_bytes(msgspec.json.encode({name: one.file for name, one in found.items()}))
    return found


Group = tuple[str, Sequence[Any], object]
"""A key, its records, and what else is told of it that changes with other records."""


def _groups(graph: nx.MultiDiGraph) -> dict[str, Iterator[Group]]:
    """The records of each file by key, in the order of their ids: those of an article together, of what is joined each by itself."""
    data = graph.graph
    pages, articles, links, claims = data["pages"], data["articles"], data["links"], data["claims"]
    former: dict[str, list[str]] = {}
    for relation in data["literals"]:
        if relation.predicate == FORMERLY:
            former.setdefault(relation.subject, []).append(relation.object)

    def days(relation: Relation) -> Sequence[tuple[str, bool]]:
        if isinstance(graph, Stored):
            return graph.papers[relation.id]
        said = (claims[id] for id in relation.claims)
        return sorted({(articles[claim.evidence.article].published, claim.fact) for claim in said})

    mentions = groupby(data["mentions"].values(), key=lambda mention: mention.span.article)
    said = groupby(claims.values(), key=lambda claim: claim.evidence.article)
    return {
        "pages": ((id, [page], None) for id, page in pages.items()),
        "articles": ((id, [article], pages[article.page].newspaper) for id, article in articles.items()),
        "mentions": ((id, own := list(some), [links.get(mention.id) for mention in own]) for id, some in mentions),
        "claims": ((id, list(some), articles[id].origin) for id, some in said),
        "entities": ((id, [record], former.get(id)) for id, record in entities_of(graph)),
        "relations": ((relation.id, [relation], days(relation)) for relation in relations_of(graph)),
        "problems": iter([("", data["problems"], None)]),
        "furniture": ((id, [Furniture(id, *piece) for piece in pieces], None) for id, pieces in data["furniture"].items()),
    }


def _renewed(groups: Iterable[Group], path: Path, old: Path | None, before: File) -> Written:
    """Write a file, with the bytes of the old one where a piece is made of the same."""
    ends = dict(zip(before.pieces, accumulate(piece.size for piece in before.pieces), strict=True))
    known = {(piece.key, piece.digest): piece for piece in before.pieces if piece.digest}
    found, pieces, at = Written(renewed=old is not None), list[Piece](), 0
    begin = end = 0  # what is to be copied of the old file
    with path.open("wb") as file, old.open("rb") if old else BytesIO() as source:

        def copy() -> None:
            if end > begin:
                found.kept.append((begin, at - (end - begin), end - begin))
                copied(source, begin, end, file)

        for key, items, more in groups:
            digest = _digest(items, more)
            piece = known.get((key, digest))
            if piece is None or ends[piece] - piece.size != end:
                copy()
                begin = end = ends[piece] - piece.size if piece else 0
            if piece:
                end = ends[piece]
            else:
                lines = [f"{records.dumps(item)}\n".encode() for item in items]
                piece = Piece(key, digest, sum(map(len, lines)))
                if old:
                    found.made[key] = at, tuple(map(len, lines))
                file.writelines(lines)
            pieces.append(piece)
            at += piece.size
        copy()
    found.file = File(tuple(pieces), checksum(path))
    found.gone = {piece.key for piece in before.pieces} - {piece.key for piece in pieces}
    return found


def _digest(items: Sequence[Any], more: object) -> str:
    try:
        return hashlib.sha256(msgspec.json.encode((items, more))).hexdigest()[:20]
    except UnicodeEncodeError:  # halves of surrogate pairs
        return ""


def _index(folder: Path) -> dict[str, File]:
    try:
        return msgspec.json.decode((folder / INDEX).read_bytes(), type=dict[str, File])
    except (OSError, msgspec.DecodeError):
        return {}


def file(build: Path, name: str) -> Path:
    """Where the records of a kind stand in a build's folder."""
    return build / FOLDER / f"{name}.jsonl"


def load(folder: Path) -> nx.MultiDiGraph:
    """The graph that `save` wrote, of the current build of an output folder. Raises FolderError when there is none, RecordError when a file is damaged."""
    source = builds.held(folder) / FOLDER
    missing = [name for name in (*FILES, "furniture") if not (source / f"{name}.jsonl").is_file()]
    if missing:
        raise FolderError(f"{folder}: no graph here ({FOLDER}/{missing[0]}.jsonl is missing); build one with: kg build PAGES -o {folder}")
    found: dict[str, tuple[Any, ...]] = {name: tuple(records.read(cls, source / f"{name}.jsonl")) for name, cls in FILES.items()}
    furniture: dict[str, list[tuple[int, int, str]]] = {}
    for piece in records.read(Furniture, source / "furniture.jsonl"):
        furniture.setdefault(piece.page, []).append((piece.start, piece.end, piece.role))
    articles: dict[str, list[Article]] = {}
    for article in found["articles"]:
        articles.setdefault(article.page, []).append(article)
    readings = [Reading(p, tuple(articles.get(p.id, ())), furniture=tuple(furniture.get(p.id, ()))) for p in found["pages"]]
    if readings:
        readings[0] = Reading(readings[0].page, readings[0].articles, found["mentions"], found["claims"], readings[0].furniture)
    links = {mention: entity.id for entity in found["entities"] for mention in entity.mentions}
    return assemble(readings, Resolution(found["entities"], dict(sorted(links.items())), {}), found["relations"], found["problems"])
