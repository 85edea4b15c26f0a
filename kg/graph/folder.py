"""A graph as a folder of JSON Lines, from which it comes back the same: what `kg build` leaves for draw, export and explain."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from kg import builds, records
from kg.graph import assemble, relations_of
from kg.model import Article, Claim, Entity, Mention, Page, Problem, Reading, Relation, Resolution

FOLDER = "records"
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


def save(graph: nx.MultiDiGraph, folder: Path) -> None:
    """Write every record of a graph under FOLDER/records, a file for each kind."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    data = graph.graph
    parts = {
        "pages": data["pages"].values(),
        "articles": data["articles"].values(),
        "mentions": data["mentions"].values(),
        "claims": data["claims"].values(),
        "entities": [record for _, record in sorted(graph.nodes(data="record"))],
        "relations": relations_of(graph),
        "problems": data["problems"],
        "furniture": [Furniture(page, *piece) for page, pieces in data["furniture"].items() for piece in pieces],
    }
    for name, items in parts.items():
        records.write(items, target / f"{name}.jsonl")


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
