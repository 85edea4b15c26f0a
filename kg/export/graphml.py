"""GraphML: entities as nodes, relations as directed edges; yEd, Gephi, Cytoscape, igraph and networkx read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.export.tables import EDGE, NODE, Row, edges, nodes
from kg.export.xml import HEADER, attribute, escaped
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

TYPES = {str: "string", tuple: "string", int: "long", float: "double"}
ENDS = ("id", "source", "target")  # attributes of the elements themselves


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write entities and relations as GraphML to `path`."""
    save(path, _text(nodes(graph, lexicon, settings), edges(graph, lexicon, profile)))


def _text(nodes: Iterable[Row], edges: Iterable[Row]) -> Iterator[str]:
    yield HEADER + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("node", NODE)
    yield from _keys("edge", EDGE)
    yield '<graph id="zhitu" edgedefault="directed">\n'
    for row in nodes:
        yield f"<node id={attribute(str(row['id']))}>{_data('node', NODE, row)}</node>\n"
    for row in edges:
        ends = " ".join(f"{name}={attribute(str(row[name]))}" for name in ENDS)
        yield f"<edge {ends}>{_data('edge', EDGE, row)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(element: str, columns: Mapping[str, type]) -> Iterator[str]:
    for name in (name for name in columns if name not in ENDS):
        yield f'<key id="{element}_{name}" for="{element}" attr.name="{name}" attr.type="{TYPES[columns[name]]}"/>\n'


def _data(element: str, columns: Mapping[str, type], row: Row) -> str:
    """The cells of a row that say something."""
    return "".join(
        f'<data key="{element}_{name}">{escaped(row[name])}</data>' for name in columns if name not in ENDS and row[name] not in ("", ())
    )
