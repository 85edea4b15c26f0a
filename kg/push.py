"""A build sent to a store elsewhere: graph by graph over the SPARQL 1.1 Graph Store Protocol, which Fuseki, GraphDB, Virtuoso, QLever and Oxigraph speak.

A graph is PUT, which replaces it: sending twice leaves what sending once does. What a server has acknowledged stands in a state file beside the build
(server → graph → digest), so a push that broke off goes on, one after a small change sends what changed, and a graph that the build has no longer
is deleted there, if we put it there. Nothing else on the server is touched. The default graph is left alone: ask for the union of the named ones.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg import builds
from kg.export.files import save
from kg.export.ntriples import line
from kg.rdf.terms import iri

STATE = "pushed.json"
TRIES = 5
WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds between tries: a server that restarts is back within these
BUSY = (408, 425, 429, 500, 502, 503, 504)
TIMEOUT = 300.0  # seconds for one graph


class PushError(OSError):
    """The server refused or could not be reached; the message says which graph, and what it answered."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to say who we are: a token, or user and password (sent as Digest or Basic, as the server asks). Empty: nobody."""

    token: str = ""
    user: str = ""
    password: str = ""

    @classmethod
    def from_environment(cls) -> Access:
        """From KG_PUSH_TOKEN, or KG_PUSH_USER and KG_PUSH_PASSWORD: a command line can be read by others."""
        return cls(*(os.environ.get(f"KG_PUSH_{name}", "") for name in ("TOKEN", "USER", "PASSWORD")))


@dataclass(frozen=True, slots=True)
class Pushed:
    """The named graphs that were sent, were there already, and were deleted."""

    sent: tuple[str, ...]
    kept: tuple[str, ...]
    deleted: tuple[str, ...]


def push(
    folder: Path,
    url: str,
    access: Access = Access(),
    *,
    restart: bool = False,
    dry_run: bool = False,
    told: Callable[[str, str], None] = lambda action, graph: None,
) -> Pushed:
    """Make the named graphs on a server those of the build in a folder; `url` is its Graph Store endpoint.

    `restart` sends every graph again, `dry_run` none; `told(action, graph)` hears of each. Raises PushError; what was acknowledged before stays known.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise PushError(f"{url}: not the address of a server (http://… or https://…)")
    state = _State(folder / STATE, url)
    sent, kept = [], []
    server = Server(url, access)
    for graph, body in graphs(builds.held(folder) / "graph.nq"):
        digest = hashlib.sha256(body).hexdigest()
        if not restart and state.graphs.get(graph) == digest:
            kept.append(graph)
            continue
        told("put", graph)
        sent.append(graph)
        if not dry_run:
            state.forget(graph)  # a PUT that breaks off may have been carried out
            server.put(graph, body)
            state.acknowledge(graph, digest)
    gone = sorted(state.graphs.keys() - {*sent, *kept})
    for graph in gone:
        told("delete", graph)
        if not dry_run:
            server.delete(graph)
            state.forget(graph, known=False)
    return Pushed(tuple(sent), tuple(kept), tuple(gone))


def graphs(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each named graph of a file of N-Quads that is grouped by graph, with its triples as N-Triples, sorted."""
    quads = ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
    for name, group in groupby(quads, key=lambda quad: iri(quad.graph_name)):
        yield name, "".join(sorted(line(quad.subject, quad.predicate, quad.object) for quad in group)).encode()


class Server:
    """The Graph Store Protocol of one server."""

    def __init__(self, url: str, access: Access) -> None:
        self._url, self._token = url, access.token
        handlers: list[urllib.request.BaseHandler] = []
        if access.user:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, url, access.user, access.password)
            handlers = [urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)]
        self._opener = urllib.request.build_opener(_NoRedirect(), *handlers)

    def put(self, graph: str, triples: bytes) -> None:
        """Replace a graph."""
        self._call("PUT", graph, triples)

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is deleted already."""
        self._call("DELETE", graph, None, fine=404)

    def _call(self, method: str, graph: str, body: bytes | None, *, fine: int = 0) -> None:
        url = f"{self._url}{'&' if '?' in self._url else '?'}graph={quote(graph, safe='')}"
        for wait in (*WAITS, None):
            request = urllib.request.Request(
                url, body, {"Content-Type": "application/n-triples"} if body is not None else {}, method=method
            )
            if self._token:
                request.add_unredirected_header("Authorization", f"Bearer {self._token}")
            try:
                with self._opener.open(request, timeout=TIMEOUT) as answer:
                    answer.read()
                return
            except urllib.error.HTTPError as error:
                read = error.read(500)  # text, and empty, when urllib gives up by itself (Python 3.11.2)
                said = " ".join((read.decode("utf-8", "replace") if isinstance(read, bytes) else str(read)).split())
                if error.code == fine:
                    return
                if error.code not in BUSY or wait is None:
                    raise PushError(f"{self._url}: {method} of {graph}: {error.code} {error.reason}. {said}".rstrip()) from error
            except (OSError, http.client.HTTPException) as error:  # refused, reset, timed out: a server that is busy, or not there yet
                if wait is None:
                    raise PushError(f"{self._url}: {method} of {graph}: no answer ({error}); push again to go on from here") from error
            time.sleep(wait)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected PUT would become a GET, and our password might go to somebody else: tell the user instead."""

    def redirect_request(self, *_: object) -> None:
        return None


class _State:
    """What a server has acknowledged, kept in a file that is replaced whole."""

    def __init__(self, path: Path, url: str) -> None:
        self._path, self._url = path, url
        try:
            self._all: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._all = {}
        except ValueError as error:
            raise PushError(f"{path}: damaged ({error}); delete it, and push again") from error
        self.graphs = self._all.setdefault(url, {})

    def acknowledge(self, graph: str, digest: str) -> None:
        self.graphs[graph] = digest
        self._save()

    def forget(self, graph: str, *, known: bool = True) -> None:
        """What a graph holds there is not known any more; with `known`, that it is ours still is."""
        if known:
            self.acknowledge(graph, "")
        else:
            del self.graphs[graph]
            self._save()

    def _save(self) -> None:
        save(self._path, [json.dumps(self._all, ensure_ascii=False, indent=1, sort_keys=True), "\n"])
