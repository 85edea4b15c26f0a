"""One file for each output format. To add one: a function `write` like the others', and a line in WRITERS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.export import bulk, csv, cypher, gexf, graphml, jsonld, neo4j, nquads, ntriples, parquet, rdfxml, trig, turtle
from kg.rdf.convert import Profile

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Writer:
    """An output format: its function, the suffix of its file ("" for a folder), and what it is for."""

    write: Callable[..., None]
    suffix: str
    purpose: str


def _html(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """The drawing has one profile; pyvis takes a second to import, so only who draws pays for it."""
    from kg.export import html

    html.write(graph, path, lexicon=lexicon, settings=settings)


WRITERS: dict[str, Writer] = {
    "turtle": Writer(turtle.write, ".ttl", "RDF for people: sorted, grouped, easy to compare"),
    "nquads": Writer(nquads.write, ".nq", "RDF for stores, with the article that states each triple"),
    "bulk": Writer(bulk.write, "", "a folder with N-Quads in compressed parts for other stores' bulk loaders"),
    "ntriples": Writer(ntriples.write, ".nt", "RDF, one triple a line"),
    "trig": Writer(trig.write, ".trig", "Turtle with a block for each article"),
    "jsonld": Writer(jsonld.write, ".jsonld", "RDF for programs that read JSON"),
    "rdfxml": Writer(rdfxml.write, ".rdf", "RDF for programs that read XML"),
    "graphml": Writer(graphml.write, ".graphml", "entities and relations for yEd, Cytoscape, igraph, networkx"),
    "gexf": Writer(gexf.write, ".gexf", "entities and relations for Gephi, with colours"),
    "csv": Writer(csv.write, "", "a folder with nodes.csv and edges.csv for spreadsheets"),
    "cypher": Writer(cypher.write, ".cypher", "statements for Neo4j and Memgraph"),
    "neo4j": Writer(neo4j.write, "", "a folder with nodes.csv and relationships.csv for neo4j-admin's bulk import"),
    "parquet": Writer(parquet.write, "", "a folder with tables of nodes, edges, claims and mentions for pandas, DuckDB, Spark"),
    "html": Writer(_html, ".html", "an interactive drawing in one file that needs no network"),
}


def write(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    format: str,
    lexicon: Lexicon,
    settings: Settings,
    profile: Profile = "full",
) -> None:
    """Write a graph to `path` in one of WRITERS' formats; the "core" profile leaves out mentions and quoted evidence.

    The same graph gives the same bytes. Raises ValueError for an unknown format or profile.
    """
    if format not in WRITERS:
        raise ValueError(f"format {format!r} is none of {', '.join(WRITERS)}")
    WRITERS[format].write(graph, path, lexicon=lexicon, settings=settings, profile=profile)
