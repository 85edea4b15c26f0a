"""The application: its addresses in one list, and what holds for every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
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
from kg.shelf.ledgers import LEDGERS
from kg.web import assets, entity, explore, find, graphs, home, ledgers, protocol, review, vocabulary
from kg.web.service import Options, Service
from kg.web.views import View, page

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
READ, WRITE = ["GET", "HEAD"], ["PUT", "POST", "DELETE"]


def application(pool: Pool, options: Options) -> Starlette:
    """The web application over a pool."""
    service = Service(pool, options)
    routes = [
        Route("/", home.home(service), methods=READ),
        Route("/find", page(service, find.results), methods=READ),
        Route("/id/{kind}/{name}", entity.thing(service), methods=READ),
        Route("/review", page(service, review.queue), methods=READ),
        Route("/review", review.decide(service), methods=["POST"]),
        Route("/review/change", page(service, review.change), methods=READ),
        *(Route(f"/{key}", page(service, ledgers.ledger(key)), methods=READ) for key in LEDGERS),
        *(Route(f"/{key}.csv", page(service, ledgers.table(key)), methods=READ) for key in LEDGERS),
        Route("/style.css", assets.style(options), methods=READ),
        Route("/icon.svg", assets.icon, methods=READ),
        Route("/assets/{name}", assets.asset(explore.texts()), methods=READ),
        Route("/explore", explore.explorer(service), methods=READ),
        Route("/explore/data", explore.data(service), methods=["POST"]),
        Route("/vocabulary", vocabulary.vocabulary(options), methods=READ),
        Route("/ask", home.ask(service), methods=READ),
        Route("/queries/{name}", home.saved_query(service), methods=READ),
        Route("/sparql", protocol.endpoint(service), methods=[*READ, "POST"]),
        Route("/graphs", graphs.store(service), methods=[*READ, *WRITE]),
        Route("/graphs/{path:path}", graphs.store(service), methods=[*READ, *WRITE]),
    ]
    if (path := urlsplit(options.base).path.rstrip("/")) != "/id":  # of the IRIs themselves, should a server of that name pass them on
        routes.append(Route(f"{path}/{{kind}}/{{name}}", entity.thing(service), methods=READ))
    middleware = [Middleware(Headers), Middleware(TrustedHostMiddleware, allowed_hosts=options.hosts, www_redirect=False)]
    if options.origins:
        methods = [*READ, "POST", *(WRITE if options.writable else ())]
        allowed = ["Authorization", "Content-Type", "Accept"]
        middleware.append(Middleware(CORSMiddleware, allow_origins=options.origins, allow_methods=methods, allow_headers=allowed))
    return Starlette(routes=routes, middleware=middleware, exception_handlers={HTTPException: _fault(options), Exception: _broken})


class Headers:
    """Puts the headers that every answer has on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}  # a page that runs scripts has a policy of its own
                more = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
                message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in own)]
            await send(message)

        await self._app(scope, receive, sent)


def _fault(options: Options) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What a fault looks like: a page for a browser, a line of text for a program."""

    async def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if "text/html" in request.headers.get("accept", ""):
            with suppress(HTTPException):  # the address itself is at fault
                view = View(request, options)
                reply = await run_sync(partial(view.render, "fault.jinja", error.status_code, code=error.status_code, detail=error.detail))
                reply.headers.update(error.headers or {})
                return reply
        return PlainTextResponse(f"{error.detail}\n", status_code=error.status_code, headers=error.headers)

    return handler


async def _broken(request: Request, error: Exception) -> Response:
    return PlainTextResponse("the server has a fault here; its terminal says which\n", status_code=500)
