"""Outside identifiers of entities from a local table: Wikidata items, or any other IRIs. Nothing is looked up on the network."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.model import Entity, Problem

WIKIDATA = "http://www.wikidata.org/entity/"
ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
IRI = re.compile(r"https?://[^\s<>\"{}|^`\\]+")
KEYS = ("code", "id")
HINT = "a line is CODE-OR-ID and ITEM: 141100,Q57895; the other lines were taken"


def linked(entities: Sequence[Entity], path: Path) -> tuple[tuple[Entity, ...], tuple[Problem, ...]]:
    """The entities with what a table says is the same as they, and what is wrong with its lines.

    A CSV (or TSV) file whose first line names its columns: `code` (GB/T 2260, or of a town or village) or `id` ("org/…"), and `item`
    (Q57895, or an IRI). Lines of entities that are not in the graph are passed over.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, dialect="excel-tab" if path.suffix.lower() == ".tsv" else "excel")
            key = next((name for name in KEYS if name in (rows.fieldnames or ())), "")
            if not key or "item" not in (rows.fieldnames or ()):
                fault = f"the first line should name a column {' or '.join(KEYS)} and a column item"
                return tuple(entities), (Problem("links", "faulty-table", "error", fault, f"{path}:1", "no link was taken"),)
            found, problems = _found(rows, key, path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return tuple(entities), (Problem("links", "unreadable", "error", f"no link was taken: {error}", str(path)),)
    named = ((entity, found.get(entity.code if key == "code" else entity.id, ())) for entity in entities)
    return tuple(replace(entity, same_as=tuple(sorted({*entity.same_as, *iris}))) if iris else entity for entity, iris in named), problems


def _found(rows: csv.DictReader[str], key: str, path: Path) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Code or id → IRIs, and a problem for each line that says neither an item nor an IRI."""
    found: dict[str, tuple[str, ...]] = {"": ()}
    problems = []
    for row in rows:
        item, name = (row.get("item") or "").strip(), (row.get(key) or "").strip()
        number = ITEM.fullmatch(item)
        if not name or not (number or IRI.fullmatch(item)):
            problems.append(
                Problem("links", "faulty-line", "warning", f"{item!r} is no item or IRI of {name!r}", f"{path}:{rows.line_num}", HINT)
            )
            continue
        found[name] = (*found.get(name, ()), f"{WIKIDATA}{number[1]}" if number else item)
    found[""] = ()
    return found, tuple(problems)
