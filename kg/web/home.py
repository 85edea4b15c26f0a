"""Pages for people, in plain HTML: what is in here, the address of the endpoint, and the saved queries."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.rdf.answers import RESULTS, Query
from kg.rdf.query import QueryError, given
from kg.web.protocol import address, parameters
from kg.web.service import Service

HERE = Path(__file__).parent
COUNTS = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?count { ?part void:class ?class ; void:entities ?count } ORDER BY DESC(?count) ?class"""
JSON = next(iter(RESULTS))
SHOWN = 1_000  # rows of an answer on a page; the formats for programs have all
PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
Handler = Callable[[Request], Awaitable[Response]]


def home(service: Service) -> Handler:
    """The handler of the home page."""

    async def handler(request: Request) -> Response:
        _, counts = await _table(service, COUNTS, request)
        options = service.options
        saved = [(f"queries/{name}", one.title_zh, one.title_en) for name, one in options.saved.items()]
        return _page("home.jinja", title=options.title, endpoint=str(request.base_url) + "sparql", counts=counts, saved=saved, writable=options.writable)

    return handler


def saved_query(service: Service) -> Handler:
    """The handler of /queries/NAME: a saved query with its answer; parameters of the address fill its VALUES."""

    async def handler(request: Request) -> Response:
        one = service.options.saved.get(request.path_params["name"])
        if one is None:
            raise HTTPException(404, "there is no such saved query")
        try:
            text = given(one.text, dict(parameters(request.scope["query_string"]).pairs))
        except QueryError as error:
            raise HTTPException(400, str(error)) from error
        columns, rows = await _table(service, text, request)
        link = f"{request.base_url}sparql?{urlencode({'query': text})}"
        title = f"{one.title_zh} / {one.title_en}"
        return _page("answer.jinja", title=title, text=text, columns=columns, rows=rows[:SHOWN], count=len(rows), link=link)

    return handler


async def style(request: Request) -> Response:
    """The style sheet of these pages."""
    return Response((HERE / "style.css").read_text(encoding="utf-8"), media_type="text/css")


async def _table(service: Service, text: str, request: Request) -> tuple[list[str], list[list[str]]]:
    """The columns and rows of a SELECT as text for reading."""
    options = service.options
    answer = await service.run(Query(text, options.prefixes, accepted=(JSON,), base=address(request), limits=options.limits))
    found = json.loads(answer.body)
    columns = found["head"].get("vars", [])
    return columns, [[_short(row.get(name), options.prefixes) for name in columns] for row in found.get("results", {}).get("bindings", ())]


def _short(term: Mapping[str, str] | None, prefixes: Mapping[str, str]) -> str:
    """A term for reading: an IRI of a known prefix shortened, a literal without its type."""
    if term is None:
        return ""
    value = str(term["value"])
    if term["type"] == "uri":
        prefix, iri = max(((p, i) for p, i in prefixes.items() if value.startswith(i)), key=lambda pair: len(pair[1]), default=("", ""))
        return f"{prefix}:{value[len(iri) :]}" if iri else value
    return value


def _page(template: str, **values: Any) -> Response:
    return HTMLResponse(PAGES.get_template(template).render(**values))
