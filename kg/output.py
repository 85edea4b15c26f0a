"""What a build leaves in its folder: records, Turtle, N-Quads, the drawing, the database, the search file and the shelf, checked against the shapes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkx as nx

from kg import export, lexicon, search, shelf
from kg.export import nquads, turtle
from kg.graph import folder
from kg.model import Problem
from kg.rdf import store
from kg.rdf.validate import read, validate
from kg.settings import Settings

FORMATS = {"turtle": "graph.ttl", "nquads": "graph.nq", "html": "graph.html"}


def write(graph: nx.MultiDiGraph, target: Path, settings: Settings) -> tuple[Problem, ...]:
    """Write a graph to a folder (made when missing); returns its problems with those of the validation.

    The records become statements once, in the N-Quads file; the check, Turtle and the database read them there. Oxigraph fills its database
    while the other files are written.
    """
    terms = lexicon.load(settings.ontology or None)
    statements, union = target / FORMATS["nquads"], target / FORMATS["turtle"]
    nquads.write(graph, statements, lexicon=terms, settings=settings)
    turtle.rewrite(read(statements), union, lexicon=terms, settings=settings)
    problems: tuple[Problem, ...] = graph.graph["problems"]
    with ThreadPoolExecutor(1) as beside:
        stored = beside.submit(store.write, statements, target / store.DATABASE, union=union)
        if settings.validate:
            problems = (*problems, *validate(read(statements), terms, validator=settings.validator))
            graph.graph["problems"] = problems
        folder.save(graph, target)
        export.write(graph, target / FORMATS["html"], format="html", lexicon=terms, settings=settings)
        search.write(graph, target / search.FILE, settings=settings)
        shelf.write(target, settings=settings)
        stored.result()
    return problems
