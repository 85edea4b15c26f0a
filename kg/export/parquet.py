"""Parquet: nodes, edges, claims and mentions as typed tables for pandas, Polars, DuckDB, Spark. Needs pyarrow: pip install zhitu[parquet]."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.tables import CLAIM, EDGE, MENTION, NODE, Row, claims, edges, mentions, nodes
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


class MissingError(ValueError):
    """Writing this format needs a package that is not installed; the message says which."""


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write nodes.parquet, edges.parquet, claims.parquet and, but for "core", mentions.parquet into the folder `path`.

    Raises MissingError without pyarrow. The same graph gives the same bytes with the same pyarrow, whose version stands in each file.
    """
    table(path / "nodes.parquet", NODE, nodes(graph, lexicon, settings))
    table(path / "edges.parquet", EDGE, edges(graph, lexicon, profile))
    table(path / "claims.parquet", CLAIM, claims(graph, profile))
    if profile == "full":
        table(path / "mentions.parquet", MENTION, mentions(graph))


def table(path: Path, columns: Mapping[str, type], rows: Sequence[Row]) -> None:
    """Write rows of the tables of `kg.export.tables` to a file. Raises MissingError without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("writing Parquet needs pyarrow: pip install 'zhitu[parquet]'") from error
    kinds = {str: pa.string(), tuple: pa.list_(pa.string()), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    found = pa.table({name: [row[name] for row in rows] for name in columns}, schema=schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        parquet.write_table(found, unfinished, compression="zstd")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
