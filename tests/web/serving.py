"""A server in this process for tests, and for the W3C cases, which send no token:  python tests/web/serving.py FOLDER"""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import uvicorn
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.lexicon import Lexicon
from kg.rdf import iris, query
from kg.rdf.workers import Pool
from kg.settings import Settings
from kg.web.app import application
from kg.web.server import scratch
from kg.web.service import Options

TOKEN = "暗号"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Trusting:
    """Adds the token to every request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["headers"] = [*scope["headers"], (b"authorization", f"Bearer {TOKEN}".encode())]
        await self._app(scope, receive, send)


@contextlib.contextmanager
def serving(folder: Path, /, *, trusting: bool = False, empty: bool = False, size: int = 2, **more: object) -> Iterator[str]:
    """The address of a server on a build's folder or an RDF file; `more` are Options. `empty`: an empty writable one."""
    options = dataclasses.replace(Options(token=TOKEN), **more)  # type: ignore[arg-type]
    source = scratch(folder, empty=empty) if options.writable else folder
    with Pool(source, size=size, writable=options.writable) as pool:
        app: ASGIApp = application(pool, options)
        config = uvicorn.Config(Trusting(app) if trusting else app, port=0, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


Ask = Callable[..., Reply]


def asker(address: str) -> Ask:
    """ask(method, path, body, Header_Name=value): the reply of the server at an address."""

    def ask(method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = connection.getresponse()
        found = Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        connection.close()
        return found

    return ask


def reading(folder: Path, lexicon: Lexicon) -> dict[str, object]:
    """Options of a server whose pages can be read."""
    return {
        "prefixes": iris.prefixes(lexicon, Settings()), "saved": query.saved(lexicon.root), "folder": folder,
        "lexicon": lexicon,
    }  # fmt: skip


def look(ask: Ask, path: str, status: int = 200, **headers: str) -> HTMLParser:
    """A page as its elements."""
    reply = ask("GET", quote(path, safe="/?&=%#+"), Accept=BROWSER, **headers)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return HTMLParser(reply.body)


def words(page: HTMLParser, selector: str = "main") -> str:
    """The text of the elements that a selector finds."""
    return " ".join(" ".join(node.text(separator=" ").split()) for node in page.css(selector))


if __name__ == "__main__":
    with serving(Path(sys.argv[1]), trusting=True, empty=True, writable=True) as address:
        print(f"{address}/sparql {address}/sparql {address}/graphs", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            time.sleep(1e6)
