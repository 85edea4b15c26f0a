"""Two tables in a folder, nodes.csv and edges.csv: Excel, Gephi, pandas and Neo4j's importer read them."""

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

# Column heads that Gephi and Neo4j's tools look for; the others keep their names.
HEADS = {"id": "Id", "label": "Label", "source": "Source", "target": "Target"}
MARK = "\ufeff"  # without a byte order mark Excel takes UTF-8 for the system's code page and shows no Chinese
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write nodes.csv and edges.csv into the folder `path`."""
    save(path / "nodes.csv", [MARK + _table(NODE, nodes(graph, lexicon, settings))])
    save(path / "edges.csv", [MARK + _table(EDGE, edges(graph, lexicon, profile))])


def _table(columns: Mapping[str, type], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS.get(name, name) for name in columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Value) -> str:
    """A cell; lists joined by bars, and no text that a spreadsheet would run as a formula."""
    text = " | ".join(value) if isinstance(value, tuple) else str(value)
    return "'" + text if isinstance(value, str | tuple) and text.startswith(FORMULA) else text
