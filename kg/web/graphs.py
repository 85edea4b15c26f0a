"""SPARQL 1.1 Graph Store Protocol: whole graphs read, and on a writable server written, under ?graph=IRI, ?default or their own address."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from email.parser import BytesParser
from email.policy import HTTP

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.answers import GRAPHS, DropGraph, ReadGraph, WriteGraph
from kg.web import media
from kg.web.protocol import address, parameters
from kg.web.service import Service

MULTIPART = "multipart/form-data"


def store(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler of all graphs."""

    async def handler(request: Request) -> Response:
        if request.method in ("GET", "HEAD"):
            return await _read(service, request)
        if not service.options.writable:
            raise HTTPException(405, "this server only reads", {"Allow": "GET, HEAD"})
        service.allow_update(request)
        if request.method == "DELETE":
            return await _drop(service, request)
        return await _write(service, request)

    return handler


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request is about, "" for the default graph, None where it names none. Raises HTTPException 400."""
    asked = parameters(request.scope["query_string"])
    graph, default = asked.one("graph"), asked.one("default")
    if request.path_params.get("path"):
        if asked.pairs:
            raise HTTPException(400, "the address is that of a graph; it takes no parameters")
        return address(request)
    if graph is not None and default is not None:
        raise HTTPException(400, "either graph or default")
    if graph == "":
        raise HTTPException(400, "graph should be an IRI")
    return "" if default is not None else graph


def _named(request: Request) -> str:
    graph = _graph(request)
    if graph is None:
        raise HTTPException(400, "which graph? add ?default or ?graph=IRI")
    return graph


async def _read(service: Service, request: Request) -> Response:
    graph, media_type = _named(request), media.best(request, GRAPHS)
    answer = await service.run(ReadGraph(graph, media_type, service.options.prefixes, service.options.limits))
    if answer is None:
        raise HTTPException(404, f"there is no graph {graph}")
    return Response(answer.body, headers={"Content-Type": media.header(media_type), "Vary": "Accept"})


async def _drop(service: Service, request: Request) -> Response:
    graph = _named(request)
    if not await service.run(DropGraph(graph)):
        raise HTTPException(404, f"there is no graph {graph}")
    return Response(status_code=204)


async def _write(service: Service, request: Request) -> Response:
    """PUT takes the place of a graph, POST adds to it; POST to the store itself makes a new graph."""
    graph = _named(request) if request.method == "PUT" else _graph(request)
    headers = {}
    if graph is None:
        graph = headers["Location"] = f"{address(request).rstrip('/')}/{uuid.uuid4()}"
    parts = _parts(request.headers.get("content-type", ""), await service.body(request))
    new = await service.run(WriteGraph(graph, parts, replace=request.method == "PUT", base=graph or address(request)))
    return Response(status_code=201 if new else 204, headers=headers)


def _parts(content_type: str, body: bytes) -> tuple[tuple[bytes, str], ...]:
    """The documents of a request with their formats: one, or the parts of a form. Raises HTTPException 415."""
    if not content_type.lower().startswith(MULTIPART):
        return ((body, media.sent(content_type, GRAPHS)),)
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise HTTPException(400, "a form without parts")
    return tuple((part.get_payload(decode=True) or b"", media.sent(part["content-type"] or "", GRAPHS)) for part in message.iter_parts())  # type: ignore[misc]
