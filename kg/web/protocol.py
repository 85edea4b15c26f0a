"""SPARQL 1.1 Protocol: queries by GET and by both kinds of POST, updates by both kinds of POST, the service description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.answers import GRAPHS, Query, Update
from kg.web import media
from kg.web.description import description
from kg.web.service import Service

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MOST_PARAMETERS = 1_000  # named graphs of a request


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request: names and values, in order."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str | None:
        """The value of a parameter that may stand once, None when it is not there. Raises HTTPException 400 when it stands more often."""
        found = self.all(name)
        if len(found) > 1:
            raise HTTPException(400, f"{name} stands {len(found)} times in the request")
        return found[0] if found else None


def parameters(*texts: bytes) -> Asked:
    """The parameters of query strings and forms. Raises HTTPException 400 for what is not UTF-8, or too many."""
    try:
        pairs = [
            pair
            for text in texts
            for pair in parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
        ]
    except ValueError as error:
        raise HTTPException(400, f"the parameters are not URL-encoded UTF-8: {error}") from error
    return Asked(tuple(pairs))


def endpoint(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler of the endpoint."""

    async def handler(request: Request) -> Response:
        asked, operation = await _read(service, request)
        if operation is None:
            return await describe(service, request)
        if operation == QUERY:
            return await query(service, request, asked)
        return await update(service, request, asked)

    return handler


async def _read(service: Service, request: Request) -> tuple[Asked, str | None]:
    """The parameters of a request, and whether it asks for a query, an update, or nothing."""
    url = request.scope["query_string"]
    if request.method != "POST":
        asked = parameters(url)
        if asked.all("update"):
            raise HTTPException(400, "updates are sent by POST")
        return asked, None if asked.one("query") is None else QUERY
    kind = media.sent(request.headers.get("content-type", ""), (FORM, QUERY, UPDATE))
    body = await service.body(request)
    if kind == FORM:
        asked = parameters(url, body)
        if (asked.one("query") is None) == (asked.one("update") is None):
            raise HTTPException(400, "the form should have either query or update")
        return asked, UPDATE if asked.all("update") else QUERY
    name = "query" if kind == QUERY else "update"
    asked = parameters(url)
    if asked.all("query") or asked.all("update"):
        raise HTTPException(400, f"the {name} stands in the body; there may be none in the address")
    try:
        return Asked((*asked.pairs, (name, body.decode("utf-8-sig")))), kind
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the body is not UTF-8: {error}") from error


async def query(service: Service, request: Request, asked: Asked) -> Response:
    """The answer to a query."""
    task = Query(
        asked.one("query") or "",
        prefixes=service.options.prefixes,
        accepted=media.accepted(request),
        graphs=asked.all("default-graph-uri"),
        named=asked.all("named-graph-uri"),
        base=address(request),
        limits=service.options.limits,
    )
    answer = await service.run(task)
    return Response(answer.body, headers={"Content-Type": media.header(answer.media_type), "Vary": "Accept"})


async def update(service: Service, request: Request, asked: Asked) -> Response:
    """Nothing, when the update is done."""
    service.allow_update(request)
    task = Update(
        asked.one("update") or "",
        prefixes=service.options.prefixes,
        using=asked.all("using-graph-uri"),
        named=asked.all("using-named-graph-uri"),
        base=address(request),
    )
    await service.run(task)
    return Response(status_code=204)


async def describe(service: Service, request: Request) -> Response:
    """The service description, in any format of graphs."""
    media_type = media.best(request, GRAPHS)
    body = description(address(request), media_type, writable=service.options.writable)
    return Response(body, headers={"Content-Type": media.header(media_type), "Vary": "Accept"})


def address(request: Request) -> str:
    """The address that was asked, without parameters."""
    return str(request.url.replace(query="", fragment=""))
