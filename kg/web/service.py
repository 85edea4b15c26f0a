"""What all pages share: the processes that answer, the limits, and which status code each fault has."""

from __future__ import annotations

import contextlib
import functools
import hmac
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.lexicon import Lexicon, Predicate, TypeInfo
from kg.rdf.answers import Limits, NotAcceptableError
from kg.rdf.query import QueryError, Saved
from kg.rdf.store import StoreError
from kg.rdf.workers import LateError, Pool, RefusedError, Task, WorkerError
from kg.settings import Settings

T = TypeVar("T")
LOCAL = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Options:
    """How a graph is served.

    title: of the home page. prefixes, saved: what queries need not declare, and the saved ones by name. seconds: of one query; patience: how
    long one waits for its turn. limits: of an answer. max_body: bytes of a request. writable: whether there are updates at all; token: what
    they need as `Authorization: Bearer`. origins: web pages that may ask from a browser, "*" for all. hosts: names under which the server
    answers ("*": all); others are how a web page would reach a server on the loopback address behind its reader's back.
    folder: the output folder whose pages can be read, None for a graph without. base: of the IRIs of individuals. language: of the pages,
    "auto" takes the reader's. lexicon: what types and relations are called. curation: the file to which decisions of a person are written, with the
    token, None for a server that takes none.
    """

    title: str = "知图 zhitu"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    saved: Mapping[str, Saved] = field(default_factory=dict)
    seconds: float = 30
    patience: float = 30
    limits: Limits = field(default_factory=Limits)
    max_body: int = 10_000_000
    writable: bool = False
    token: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = LOCAL
    folder: Path | None = None
    base: str = Settings().base
    language: str = "auto"
    lexicon: Lexicon | None = None
    curation: Path | None = None

    @property
    def types(self) -> Mapping[str, TypeInfo]:
        """The types and classes of entities."""
        return self.lexicon.types if self.lexicon else {}

    @property
    def predicates(self) -> Mapping[str, Predicate]:
        """The relations."""
        return self.lexicon.predicates if self.lexicon else {}

    def trusts(self, token: bytes) -> bool:
        """Whether this is the token of the server; a server without one trusts nobody."""
        return bool(self.token) and hmac.compare_digest(token, self.token.encode())


class Service:
    """A pool of processes with options, for handlers that know HTTP."""

    def __init__(self, pool: Pool, options: Options) -> None:
        self.options = options
        self._pool = pool
        self._turns = anyio.Semaphore(pool.size)

    async def run(self, task: Task[T]) -> T:
        """What a task returns for the store. Raises HTTPException: 400 faulty or too large an answer, 406, 500, 503 too busy, 504 too slow."""
        async with self._turn():
            try:
                call = functools.partial(self._pool.run, task, seconds=self.options.seconds)
                return await run_sync(call)
            except NotAcceptableError as error:
                raise HTTPException(406, str(error)) from error
            except (QueryError, RefusedError) as error:
                raise HTTPException(400, str(error)) from error
            except LateError as error:
                raise HTTPException(504, f"the query took more than {self.options.seconds:g} seconds and was stopped") from error
            except WorkerError as error:
                raise HTTPException(500, f"the query was too much for the engine ({error})") from error
            except StoreError as error:
                raise HTTPException(500, str(error)) from error

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            with anyio.fail_after(self.options.patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise HTTPException(503, "too many queries at once; try again", {"Retry-After": "10"}) from error
        try:
            yield
        finally:
            self._turns.release()

    def allow_update(self, request: Request) -> None:
        """Raises HTTPException: 403 when the server only reads, 401 without the right token."""
        if not self.options.writable:
            raise HTTPException(403, "this server only reads; kg serve --writable takes updates on a scratch copy")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.options.trusts(token.strip().encode("latin-1")):
            raise HTTPException(401, "updates need the token of the server: Authorization: Bearer …", {"WWW-Authenticate": 'Bearer realm="kg"'})

    async def body(self, request: Request) -> bytes:
        """The body of a request. Raises HTTPException: 413 when it is too long."""
        pieces, size = [], 0
        try:
            async for piece in request.stream():
                size += len(piece)
                if size > self.options.max_body:
                    raise HTTPException(413, f"the request is longer than {self.options.max_body} bytes", {"Connection": "close"})
                pieces.append(piece)
        except ClientDisconnect as error:
            raise HTTPException(400, "the request ended early") from error
        return b"".join(pieces)
