"""The application: its addresses in one list, and what holds for every answer."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.rdf.workers import Pool
from kg.web import graphs, home, protocol
from kg.web.service import Options, Service

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
READ, WRITE = ["GET", "HEAD"], ["PUT", "POST", "DELETE"]


def application(pool: Pool, options: Options) -> Starlette:
    """The web application over a pool."""
    service = Service(pool, options)
    routes = [
        Route("/", home.home(service), methods=READ),
        Route("/style.css", home.style, methods=READ),
        Route("/queries/{name}", home.saved_query(service), methods=READ),
        Route("/sparql", protocol.endpoint(service), methods=[*READ, "POST"]),
        Route("/graphs", graphs.store(service), methods=[*READ, *WRITE]),
        Route("/graphs/{path:path}", graphs.store(service), methods=[*READ, *WRITE]),
    ]
    middleware = [Middleware(Headers), Middleware(TrustedHostMiddleware, allowed_hosts=options.hosts, www_redirect=False)]
    if options.origins:
        methods = [*READ, "POST", *(WRITE if options.writable else ())]
        allowed = ["Authorization", "Content-Type", "Accept"]
        middleware.append(Middleware(CORSMiddleware, allow_origins=options.origins, allow_methods=methods, allow_headers=allowed))
    return Starlette(routes=routes, middleware=middleware, exception_handlers={HTTPException: _fault, Exception: _broken})


class Headers:
    """Puts the headers that every answer has on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in HEADERS.items())]
            await send(message)

        await self._app(scope, receive, sent)


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", status_code=error.status_code, headers=error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    return PlainTextResponse("the server has a fault here; its terminal says which\n", status_code=500)
