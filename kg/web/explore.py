"""The drawing of `kg draw` over a graph of any size: the page comes empty, and its neighbours, paths and hits come from here as JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg import builds, search
from kg.export.drawing.communities import communities, landmarks
from kg.export.drawing.payload import Drawing, edges_of
from kg.export.html import HERE, TEMPLATES, program
from kg.model import Relation, Span
from kg.search.find import SearchError
from kg.settings import Settings
from kg.shelf import Shelf, ShelfError
from kg.shelf.part import Part, central, known, neighbours, part, way
from kg.web import assets
from kg.web.service import Options, Service
from kg.web.views import MAKERS, Handler, View

FIRST = 160  # entities of the view without a centre
AROUND = 41  # entities of the view of one: itself and forty neighbours
NEAR = 60  # neighbours told at a time; thirty are drawn by one click
HITS = 12
OPENED = 200  # views that are kept, of 50 to 70 kB each
MOST = 5_000  # entities that a browser may say it has already


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks for: one of `near` (an entity, with neighbours from `skip` on), `ids`, `path` (two entities), `find` (words), or the first view.

    have: what it has already, so that the lines to it come, too. without: predicates that a path may not use.
    """

    near: str = ""
    skip: int = 0
    ids: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    find: str = ""
    have: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def explorer(service: Service) -> Handler:
    """The handler of /explore: the page; ?around=ID opens on an entity."""

    async def handler(request: Request) -> Response:
        view = View(request, service.options)
        try:
            view.shelf().db.close()
        except ShelfError as error:
            raise HTTPException(404, str(error)) from error
        site = {"root": view.root, "data": view.link("explore/data"), "language": view.language, "home": view.link()}
        names = ("vis-network.js", "explorer.js"), ("vis-network.css", "explorer.css")
        scripts, styles = ([f"{view.root}/assets/{name}" for name in each] for each in names)
        text = TEMPLATES.get_template("page.jinja").render(title="知图 zhitu", policy="", site=site, scripts=scripts, styles=styles, core="", detail="")
        return HTMLResponse(text, headers={**assets.SCRIPTED, "Vary": "Accept-Language"})

    return handler


def texts() -> Mapping[str, str]:
    """Our script and style of the drawing, as files under /assets/."""
    return {"explorer.js": program(), "explorer.css": (HERE / "style.css").read_text(encoding="utf-8")}


def data(service: Service) -> Handler:
    """The handler of POST /explore/data, which only reads: a wish as JSON, answered with a part of the graph or with hits."""
    opened: dict[Wish, Response] = {}  # views that people open with, of one build: their layout takes longer than all else here
    of: list[Path] = []  # that build

    async def handler(request: Request) -> Response:
        wish, folder = _wish(await service.body(request)), service.options.folder
        build = builds.current(folder) if folder else None
        if build is None or build == folder or wish != Wish(near=wish.near):
            return await run_sync(partial(_answer, service.options, wish), limiter=MAKERS)
        if of != [build]:
            opened.clear()
            of[:] = [build]
        answer = opened.pop(wish, None)
        if answer is None:
            answer = await run_sync(partial(_answer, service.options, wish), limiter=MAKERS)
        if of == [build]:  # nobody has asked for a newer build meanwhile
            opened[wish] = answer  # the last asked for is the last to go
            while len(opened) > OPENED:
                del opened[next(iter(opened))]
        return answer

    return handler


def _wish(body: bytes) -> Wish:
    """Raises HTTPException 400 for what is none."""
    try:
        return msgspec.json.decode(body, type=Wish)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise HTTPException(400, f"the request should be a JSON object: {error}") from error


def _answer(options: Options, wish: Wish) -> Response:
    if options.folder is None:
        raise HTTPException(404, "this server has no pages for reading")
    try:
        if wish.find:
            return JSONResponse({"hits": _hits(options, wish.find)})
        with Shelf.of(options.folder) as shelf:
            return JSONResponse(_told(options, shelf, wish))
    except (ShelfError, SearchError) as error:
        raise HTTPException(404, str(error)) from error


def _hits(options: Options, words: str) -> list[dict[str, Any]]:
    """Entities that hold the words: {id, name, type, mentions, via}, where `via` is an alias that holds them."""
    assert options.folder is not None
    found = search.find(builds.current(options.folder) / search.FILE, words, limit=HITS)
    with Shelf.of(options.folder) as shelf:
        entities = [(thing, shelf.entity(thing.iri.removeprefix(options.base))) for thing in found.things]
    return [
        {"id": entity.id, "name": thing.name, "type": entity.type, "mentions": thing.mentions, "via": next((a for a in thing.aliases if words in a), "")}
        for thing, entity in entities
        if entity
    ]  # fmt: skip


def _told(options: Options, shelf: Shelf, wish: Wish) -> dict[str, Any]:
    """The answer to a wish for a part of the graph; `near` is how many neighbours it tells of when there are more, else 0."""
    told: tuple[str, ...] = ()
    steps: list[str] | None = None
    rest = 0
    if wish.near:
        centre = known(shelf, wish.near)
        if centre is None:
            raise HTTPException(404, f"there is no entity {wish.near[:80]}")
        near = neighbours(shelf, centre.id, NEAR + 1, max(0, wish.skip))
        rest, told, ids = NEAR if len(near) > NEAR else 0, (centre.id,), [centre.id, *near[:NEAR]]
    elif wish.path:
        ends = [entity.id for entity in map(partial(known, shelf), wish.path[:2]) if entity]
        if len(ends) != 2:
            raise HTTPException(404, "there is no such entity")
        steps = way(shelf, *ends, without=wish.without)
        ids = [*ends, *shelf.ends(steps or ())]
    else:
        ids = list(wish.ids[:MOST]) or central(shelf, FIRST)
    found = part(shelf, ids, told=told, known=wish.have[:MOST])
    opening = len(ids) if not (wish.have or wish.path or wish.ids) else 0
    return _payload(options, shelf, found, first=min(opening, AROUND) if wish.near else opening, told=told) | {"way": steps, "near": rest, "centre": next(iter(told), "")}


def _payload(options: Options, shelf: Shelf, found: Part, *, first: int, told: Collection[str]) -> dict[str, Any]:
    """A part as the drawing takes it: core and detail as in the file of `kg draw`, `first` entities of it drawn; and how much more there is of each."""
    assert options.lexicon is not None
    ids = list(found.graph)
    place = {id: i for i, id in enumerate(ids)}
    edges = found.graph.edges(data="record")
    groups = communities(len(ids), [(place[s], place[o], 1 + 3 * len(r.claims)) for s, o, r in edges]) if first else []
    drawing = PartDrawing(found, options, ids, groups)
    core = drawing.core([i for i in landmarks(groups, len(ids)) if i < first])
    counts = shelf.counts()
    everything = sum(counts.get(key, 0) for key in {info.type for info in options.types.values()})
    core["meta"] |= {"entities": everything, "relations": shelf.number_of_relations(), "articles": counts["articles"]}
    begins, ends = shelf.period()
    core["meta"] |= {"mentions": shelf.number_of_mentions(), "first": begins, "last": ends, "around": "", "centre": next(iter(told), ""), "language": "auto"}
    base = {i: f"{options.base}{path}" for id, i in place.items() if (path := found.paths.get(id, id)) != id}
    more = {"neighbours": [found.neighbours[id] for id in ids], "relations": [found.relations[id] for id in ids]}
    return {"core": core | {"iris": base}, "detail": drawing.detail(told), "of": more}


class PartDrawing(Drawing):
    """A drawing of a part; times of relations and lines of the page come from the index, which has them of all claims."""

    steps = 160  # a reader waits for it, and it is of few nodes

    def __init__(self, found: Part, options: Options, ids: Sequence[str], groups: Sequence[Sequence[int]]) -> None:
        assert options.lexicon is not None
        super().__init__(found.graph, options.lexicon, Settings(base=options.base), ids, groups, edges_of(found.graph))
        self.found = found

    def _time(self, relation: Relation) -> str:
        since, until = self.found.times.get(relation.id, ("", ""))
        return f"{since}/{until}" if since or until else ""

    def _lines(self, span: Span) -> list[int]:
        shown = self.found.lines.get(span, "")
        first, _, last = shown.partition("-")
        return [int(first), int(last or first)] if first.isdecimal() and (last or first).isdecimal() else []

    def _article(self, key: str) -> str:
        found = super()._article(key)
        if key in self.used_articles:
            self.used_articles[key] = self.used_articles[key] | {"path": self.found.paths[key]}
        return found
