"""The service description (SPARQL 1.1): what the endpoint can do, as triples."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf.answers import GRAPHS

SD, RDF, FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/ns/formats/"
RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def description(address: str, media_type: str, *, writable: bool) -> bytes:
    """The description of the endpoint at an address, in a format of graphs."""
    service, dataset, graph = (ox.BlankNode(name) for name in ("service", "dataset", "graph"))
    languages = ("SPARQL11Query", "SPARQL11Update") if writable else ("SPARQL11Query",)
    triples = [
        ox.Triple(service, _node(RDF, "type"), _node(SD, "Service")),
        ox.Triple(service, _node(SD, "endpoint"), ox.NamedNode(address)),
        ox.Triple(service, _node(SD, "defaultDataset"), dataset),
        ox.Triple(dataset, _node(RDF, "type"), _node(SD, "Dataset")),
        ox.Triple(dataset, _node(SD, "defaultGraph"), graph),
        ox.Triple(graph, _node(RDF, "type"), _node(SD, "Graph")),
        *(ox.Triple(service, _node(SD, "supportedLanguage"), _node(SD, name)) for name in languages),
        *(ox.Triple(service, _node(SD, "resultFormat"), _node(FORMATS, name)) for name in (*RESULT_FORMATS, *GRAPH_FORMATS)),
        *(ox.Triple(service, _node(SD, "inputFormat"), _node(FORMATS, name)) for name in GRAPH_FORMATS if writable),
    ]
    return ox.serialize(triples, format=GRAPHS[media_type], prefixes={"sd": SD, "formats": FORMATS}) or b""


def _node(namespace: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + name)
