"""Everything that has an IRI, at its address: pages for people, Turtle or JSON-LD for programs."""

from __future__ import annotations

import json
from functools import partial

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.model import PER, POL, Entity
from kg.rdf.answers import GRAPHS, RESULTS, Query
from kg.relations.tenures import HELD
from kg.shelf import Shelf, Statement
from kg.shelf.shelf import CONTAINED
from kg.web import media, reader
from kg.web.charts import Gantt, Span, gantt
from kg.web.service import Service
from kg.web.views import Handler, View, missing, page

HTML = "text/html"
ENDINGS = {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".nt": "application/n-triples", ".rdf": "application/rdf+xml"}
SHOWN = 20  # statements of a group, articles
POSTS = 60  # rows of a chart
PER_PAGE = 100
# What a thing is and what is said of it, and who says something of it but for its mentions.
TRIPLES = """CONSTRUCT {{ <{0}> ?p ?o . ?s ?q <{0}> }}
WHERE {{ {{ <{0}> ?p ?o }} UNION {{ ?s ?q <{0}> FILTER(?q != itsrdf:taIdentRef) }} }}"""
PROPERTIES = "SELECT ?p ?o {{ <{0}> ?p ?o }} ORDER BY ?p ?o LIMIT 500"
LADDER = frozenset(CONTAINED)


def thing(service: Service) -> Handler:
    """The handler of IRIs: /id/KIND/NAME, with .ttl, .jsonld, .nt or .rdf behind it or the format in `Accept`."""
    shown = page(service, _shown)

    async def handler(request: Request) -> Response:
        kind, name = request.path_params["kind"], request.path_params["name"]
        stem, dot, ending = name.partition(".")
        if dot and f".{ending}" not in ENDINGS:
            raise HTTPException(404, f"there is {', '.join(ENDINGS)}")
        media_type = ENDINGS[f".{ending}"] if dot else media.best(request, (HTML, *GRAPHS))
        iri = f"{service.options.base}{kind}/{stem}"
        if media_type != HTML:
            return await _triples(service, iri, media_type)
        try:
            return await shown(request)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return await _properties(service, request, iri)

    return handler


async def _triples(service: Service, iri: str, media_type: str) -> Response:
    options = service.options
    answer = await service.run(Query(TRIPLES.format(_sound(iri)), options.prefixes, accepted=(media_type,), limits=options.limits))
    counted = await service.run(Query(f"ASK {{ <{iri}> ?p ?o }}", options.prefixes, accepted=("application/sparql-results+json",)))
    if not json.loads(counted.body)["boolean"]:
        raise HTTPException(404, f"there is no {iri}")
    return Response(answer.body, headers={"Content-Type": media.header(media_type), "Vary": "Accept, Accept-Language"})


async def _properties(service: Service, request: Request, iri: str) -> Response:
    """What the graph says of a thing that has no page of its own, as a table."""
    accepted = (next(iter(RESULTS)),)
    answer = await service.run(Query(PROPERTIES.format(_sound(iri)), service.options.prefixes, accepted=accepted, limits=service.options.limits))
    rows = json.loads(answer.body)["results"]["bindings"]
    view = View(request, service.options)
    if not rows:
        raise missing(view)
    return await run_sync(partial(view.render, "thing.jinja", iri=iri, rows=rows))


def _sound(iri: str) -> str:
    """An IRI that can stand in a query; raises HTTPException 404 for what can be none."""
    if any(char in '<>"{}|^`\\' or char <= " " for char in iri):
        raise HTTPException(404, "there is nothing of this name")
    return iri


def _shown(view: View, shelf: Shelf) -> Response:
    """The page of a thing, by its kind. Raises HTTPException 404 where it has none."""
    kind, name = view.path["kind"], view.path["name"]
    if kind == "article":
        return reader.article(view, shelf, f"{kind}/{name}")
    if kind == "page":
        return reader.sheet(view, shelf, f"{kind}/{name}")
    if kind == "claim" and (place := shelf.place_of(name)):
        return RedirectResponse(view.link(f"id/{place[0]}", f"s{place[1]}"), 303)
    found = shelf.entity(f"{kind}/{name}")
    if found is None:
        raise missing(view)
    if view.given("of"):
        return _group(view, shelf, found)
    return _entity(view, shelf, found)


def _entity(view: View, shelf: Shelf, entity: Entity) -> Response:
    order = {key: number for number, key in enumerate(view.options.predicates)}
    counted = sorted(shelf.groups(entity.id), key=lambda group: (order.get(group[0], len(order)), not group[1]))
    groups = [
        (predicate, forward, count, shelf.statements(entity.id, predicate, forward=forward, limit=SHOWN))
        for predicate, forward, count in counted
        if forward or predicate not in LADDER
    ]
    return view.render(
        "entity.jinja",
        entity=entity,
        path=view.path["kind"] + "/" + view.path["name"],
        above=shelf.above(entity.id),
        below=shelf.below(entity.id, SHOWN * 2),
        chart=_posts(shelf, entity, counted),
        chain=shelf.chain(entity.id) if entity.type == POL else (),
        groups=groups,
        met=shelf.met_with(entity.id, SHOWN) if entity.type == PER else (),
        others=shelf.refs((*entity.homonyms, *entity.maybe)),
        articles=shelf.articles_of(entity.id, SHOWN),
        total=shelf.number_of_articles(entity.id),
    )


def _group(view: View, shelf: Shelf, entity: Entity) -> Response:
    """All statements of one kind, a page at a time."""
    predicate, forward, number = view.given("of"), view.given("to") == "", view.number("page")
    count = next((n for p, f, n in shelf.groups(entity.id) if (p, f) == (predicate, forward)), 0)
    if not count:
        return RedirectResponse(view.link(f"id/{view.path['kind']}/{view.path['name']}"), 303)
    rows = shelf.statements(entity.id, predicate, forward=forward, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return view.render("group.jinja", entity=entity, predicate=predicate, forward=forward, rows=rows, count=count, number=number, per_page=PER_PAGE)


def _posts(shelf: Shelf, entity: Entity, groups: list[tuple[str, bool, int]]) -> Gantt | None:
    """The posts of a person, or of an organ's people, on a line of time."""
    sides = [forward for predicate, forward, _ in groups if predicate == HELD]
    rows = [row for forward in sides for row in shelf.statements(entity.id, HELD, forward=forward, limit=POSTS, quotes=0)]
    return gantt([_span(row) for row in rows if row.asserted])


def _span(row: Statement) -> Span:
    relation = row.relation
    return Span(relation.qualifiers.get("title", ""), row.other, row.begins, row.ends, bool(relation.since), bool(relation.until))
