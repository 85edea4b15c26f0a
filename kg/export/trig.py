"""TriG: Turtle with a block for each article's graph, by article, and the background last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export.files import save
from kg.export.turtle import Style
from kg.rdf.convert import Profile, convert
from kg.rdf.terms import iri

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write all named graphs as TriG to `path`."""
    save(path, _text(graph, lexicon, settings, profile))


def _text(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, profile: Profile) -> Iterator[str]:
    style = Style(lexicon, settings)
    yield from style.header()
    for name, quads in groupby(convert(graph, lexicon, settings, profile=profile), key=lambda quad: iri(quad.graph_name)):
        yield f"\n{style.name(name)} {{"
        yield from style.body(quads, "    ")
        yield "}\n"
