"""Tables for `neo4j-admin database import`: nodes.csv and relationships.csv with typed headers; the fastest way into an empty Neo4j."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.export.tables import EDGE, NODE, Row, Value, edges, nodes
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

TYPES = {str: "string", tuple: "string[]", int: "long", float: "double"}
SPECIAL = {"id": "id:ID", "source": ":START_ID", "target": ":END_ID"}  # heads that the importer takes for more than a property
BETWEEN = "\x1f"  # items of a list; no text of a newspaper has it


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write nodes.csv and relationships.csv into the folder `path`; see docs/exchange.md for the command that imports them."""
    types = {info.key: info.cls for info in lexicon.types.values()}
    found = nodes(graph, lexicon, settings)
    labels = [";".join(dict.fromkeys(("Entity", types[str(row["type"])], str(row["class"])))) for row in found]
    heads = {name: SPECIAL.get(name) or f"{name}:{TYPES[kind]}" for name, kind in NODE.items()}
    save(path / "nodes.csv", [_table(heads, ":LABEL", zip(found, labels, strict=True))])
    related = edges(graph, lexicon, profile)
    heads = {name: f"{name}:{TYPES[kind]}" for name, kind in EDGE.items()} | {name: SPECIAL[name] for name in ("source", "target")}
    save(path / "relationships.csv", [_table(heads, ":TYPE", ((row, str(row["predicate"]).upper()) for row in related))])


def _table(heads: Mapping[str, str], last: str, rows: Iterable[tuple[Row, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*heads.values(), last))
    writer.writerows((*(_cell(row[name]) for name in heads), kind) for row, kind in rows)
    return out.getvalue()


def _cell(value: Value) -> str:
    return BETWEEN.join(item.replace(BETWEEN, " ") for item in value) if isinstance(value, tuple) else str(value)
