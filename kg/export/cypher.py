"""Cypher for Neo4j 5 and Memgraph: `cypher-shell -f graph.cypher`; loading it twice changes nothing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.export.tables import Row, Value, edges, nodes
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

BATCH = 500  # rows of one statement: few enough for a transaction in a small heap
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write entities and relations as Cypher statements to `path`."""
    types = {info.key: info.cls for info in lexicon.types.values()}
    save(path, _text(nodes(graph, lexicon, settings), edges(graph, lexicon, profile), types))


def _text(nodes: Iterable[Row], edges: Iterable[Row], types: dict[str, str]) -> Iterator[str]:
    yield "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    labelled: dict[tuple[str, str], list[Row]] = defaultdict(list)
    related: dict[str, list[Row]] = defaultdict(list)
    for row in nodes:
        labelled[types[str(row["type"])], str(row["class"])].append(row)
    for row in edges:
        related[str(row["predicate"])].append(row)
    for labels in sorted(labelled):
        yield from _statements(
            labelled[labels],
            f"MERGE (n:Entity {{id: row.id}}) SET n += row, n:{':'.join(map(_name, dict.fromkeys(labels)))}",
        )
    for predicate in sorted(related):
        ends = "MATCH (s:Entity {id: row.source}), (o:Entity {id: row.target})"
        yield from _statements(related[predicate], f"{ends} MERGE (s)-[r:{_name(predicate.upper())} {{id: row.id}}]->(o) SET r += row")


def _statements(rows: list[Row], action: str) -> Iterator[str]:
    for start in range(0, len(rows), BATCH):
        maps = ",\n".join(_map(row) for row in rows[start : start + BATCH])
        yield f"UNWIND [\n{maps}\n] AS row\n{action};\n"


def _map(row: Row) -> str:
    """A map literal of the cells that say something."""
    return "{" + ", ".join(f"{_name(key)}: {_literal(value)}" for key, value in row.items() if value not in ("", ())) + "}"


def _literal(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)  # JSON's escapes are Cypher's, and a list is a list


def _name(name: str) -> str:
    return name if IDENTIFIER.fullmatch(name) else "`" + name.replace("`", "``") + "`"
