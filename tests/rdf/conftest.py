"""The sample graph, once as records and once as quads."""

from __future__ import annotations

import runpy
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import lexicon as lexicons
from kg.lexicon import Lexicon
from kg.rdf.convert import convert
from kg.rdf.iris import prefixes as all_prefixes
from kg.settings import Settings

SAMPLE = runpy.run_path(str(Path(__file__).with_name("sample.py")))


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicons.load()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def prefixes(lexicon: Lexicon, settings: Settings) -> dict[str, str]:
    return all_prefixes(lexicon, settings)


@pytest.fixture
def graph() -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = SAMPLE["graph"]()
    return made


@pytest.fixture
def quads(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings) -> list[ox.Quad]:
    return list(convert(graph, lexicon, settings))


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    """As `open_store` leaves it: named graphs, and their union as the default graph."""
    found = ox.Store()
    found.extend(quads)
    found.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return found


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """The port of a server on this machine, and what it was asked."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, seen
        server.shutdown()
