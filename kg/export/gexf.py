"""GEXF 1.3 for Gephi: entities in the colour of their type, as large as they are often mentioned."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.export.tables import EDGE, NODE, Row, edges, nodes
from kg.export.xml import HEADER, attribute, text
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

TYPES = {str: "string", tuple: "string", int: "long", float: "double"}
OWN = ("id", "label", "source", "target", "color")  # attributes of the elements themselves


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write entities and relations as GEXF to `path`, without a date, so that the same graph gives the same bytes."""
    save(path, _text(nodes(graph, lexicon, settings), edges(graph, lexicon, profile)))


def _text(nodes: Iterable[Row], edges: Iterable[Row]) -> Iterator[str]:
    yield HEADER + '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "<meta><creator>zhitu</creator></meta>\n"
    yield '<graph defaultedgetype="directed" mode="static">\n'
    yield from _columns("node", NODE)
    yield from _columns("edge", EDGE)
    yield "<nodes>\n"
    for row in nodes:
        look = f'{_color(str(row["color"]))}<viz:size value="{_size(row)}"/>'
        name = f"id={attribute(str(row['id']))} label={attribute(str(row['label']))}"
        yield f"<node {name}>{_values(NODE, row)}{look}</node>\n"
    yield "</nodes>\n<edges>\n"
    for row in edges:
        ends = " ".join(f"{name}={attribute(str(row[name]))}" for name in ("id", "source", "target"))
        name = f"label={attribute(str(row['label_zh']))} kind={attribute(str(row['predicate']))}"
        yield f"<edge {ends} {name}>{_values(EDGE, row)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _columns(element: str, columns: Mapping[str, type]) -> Iterator[str]:
    yield f'<attributes class="{element}" mode="static">\n'
    for name in (name for name in columns if name not in OWN):
        yield f'<attribute id="{name}" title="{name}" type="{TYPES[columns[name]]}"/>\n'
    yield "</attributes>\n"


def _values(columns: Mapping[str, type], row: Row) -> str:
    cells = (
        f'<attvalue for="{name}" value={attribute(text(row[name]))}/>' for name in columns if name not in OWN and row[name] not in ("", ())
    )
    return f"<attvalues>{''.join(cells)}</attvalues>"


def _color(code: str) -> str:
    r, g, b = (int(code[n : n + 2], 16) for n in (1, 3, 5))
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'


def _size(row: Row) -> str:
    """Area in step with mentions: 10 for one, 20 for four, 50 for twenty-five."""
    return f"{10 * math.sqrt(max(1, int(str(row['mentions'])))):.2f}"
