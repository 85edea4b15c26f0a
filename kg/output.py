"""What a build leaves in its folder: records, Turtle, N-Quads, the drawing, the database and the search file, checked against the shapes."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from kg import export, lexicon, search
from kg.graph import folder
from kg.model import Problem
from kg.rdf import store
from kg.rdf.convert import convert
from kg.rdf.validate import validate
from kg.settings import Settings

FORMATS = {"turtle": "graph.ttl", "nquads": "graph.nq", "html": "graph.html"}


def write(graph: nx.MultiDiGraph, target: Path, settings: Settings) -> tuple[Problem, ...]:
    """Write a graph to a folder (made when missing); returns its problems with those of the validation."""
    terms = lexicon.load(settings.ontology or None)
    target.mkdir(parents=True, exist_ok=True)
    problems: tuple[Problem, ...] = graph.graph["problems"]
    if settings.validate:
        problems = (*problems, *validate(convert(graph, terms, settings), terms, validator=settings.validator))
        graph.graph["problems"] = problems
    folder.save(graph, target)
    for format, name in FORMATS.items():
        export.write(graph, target / name, format=format, lexicon=terms, settings=settings)
    store.write(target / FORMATS["nquads"], target / store.DATABASE)
    search.write(graph, target / search.FILE, settings=settings)
    return problems
