"""The first page: what is in here, and the saved queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.model import EVT, LOC, ORG, PER, POL
from kg.rdf.answers import RESULTS, Query
from kg.rdf.query import QueryError, given
from kg.shelf import ShelfError
from kg.web import assets
from kg.web.protocol import address
from kg.web.service import Service
from kg.web.views import Handler, View

COUNTS = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?count { ?part void:class ?class ; void:entities ?count } ORDER BY DESC(?count) ?class"""
JSON = next(iter(RESULTS))
SHOWN = 1_000  # rows of an answer on a page; the formats for programs have all
LISTED = 12
Cell = tuple[str, str]
EXAMPLE = "SELECT ?person ?name { ?person a kg:Person ; skos:prefLabel ?name } LIMIT 20"


def home(service: Service) -> Handler:
    """The handler of the home page: of a build with its records, of another graph only with its classes."""

    async def handler(request: Request) -> Response:
        view, options = View(request, service.options), service.options
        saved = [(name, one.title_zh, one.title_en) for name, one in options.saved.items()]
        content = await run_sync(partial(_content, view))
        _, classes = ([], []) if content else await table(service, view, COUNTS, request)
        found = [(cells[0][0], cells[1][0]) for cells in classes]
        return await run_sync(partial(view.render, "home.jinja", counts=content.pop("counts", ()), classes=found, saved=saved, **content))

    return handler


def _content(view: View) -> dict[str, Any]:
    """What the records of the build show; nothing where there are none."""
    try:
        with view.shelf() as shelf:
            counts = shelf.counts()
            names = {"pages": view.say("版面", "Pages"), "articles": view.say("文章", "Articles"), "claims": view.say("说法", "Claims"),
                     "problems": view.say("问题", "Problems")}  # fmt: skip
            return {
                "counts": [(names.get(key) or view.type_name(key), number) for key, number in counts.items()],
                "newest": shelf.newest(LISTED),
                "mentioned": [(type, shelf.most_mentioned(type, LISTED)) for type in (PER, ORG, LOC, POL, EVT)],
                "problems": shelf.problems(LISTED),
            }
    except ShelfError:
        return {}


def saved_query(service: Service) -> Handler:
    """The handler of /queries/NAME: a saved query with its answer; parameters of the address fill its VALUES."""

    async def handler(request: Request) -> Response:
        view, one = View(request, service.options), service.options.saved.get(request.path_params["name"])
        if one is None:
            raise HTTPException(404, "there is no such saved query")
        try:
            text = given(one.text, {name: value for name, value in view.asked.pairs if name != "lang"})
        except QueryError as error:
            raise HTTPException(400, str(error)) from error
        columns, rows = await table(service, view, text, request)
        title = view.say(one.title_zh, one.title_en)
        return await run_sync(partial(view.render, "answer.jinja", title=title, text=text, columns=columns, rows=rows[:SHOWN], count=len(rows)))

    return handler


async def table(service: Service, view: View, text: str, request: Request) -> tuple[list[str], list[list[Cell]]]:
    """The columns and rows of a SELECT for reading: cells are their text and the address of what they name, or "". An ASK has one cell."""
    options = service.options
    answer = await service.run(Query(text, options.prefixes, accepted=(JSON,), base=address(request), limits=options.limits))
    found = json.loads(answer.body)
    if "boolean" in found:
        return ["ASK"], [[(str(found["boolean"]).lower(), "")]]
    columns = found["head"].get("vars", [])
    return columns, [[_cell(view, row.get(name)) for name in columns] for row in found["results"]["bindings"]]


def _cell(view: View, term: Mapping[str, str] | None) -> Cell:
    if term is None:
        return "", ""
    return (view.short(term["value"]), view.address(term)) if term["type"] == "uri" else (str(term["value"]), "")


def ask(service: Service) -> Handler:
    """The handler of /ask: a query to be written, and its answer as a table."""

    async def handler(request: Request) -> Response:
        view = View(request, service.options)
        text, fault = view.asked.one("query") or "", ""
        columns: list[str] = []
        rows: list[list[Cell]] = []
        if text.strip():
            try:
                columns, rows = await table(service, view, text, request)
            except HTTPException as error:
                fault = error.detail
        values = {"text": text or EXAMPLE, "columns": columns, "rows": rows[:SHOWN], "count": len(rows), "fault": fault}
        endpoint = f"{request.base_url}sparql"
        values |= {"endpoint": endpoint, "asked": bool(view.asked.one("query")), "editor": assets.editor()}
        reply = await run_sync(partial(view.render, "ask.jinja", 400 if fault else 200, **values))
        reply.headers.update(assets.SCRIPTED)
        return reply

    return handler
