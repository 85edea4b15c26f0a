"""The review queue: what is in doubt, what contradicts what, what is least sure; decisions that a person writes with the token, and takes back."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg import curation
from kg.model import Entity, digest
from kg.review import Candidate, Doubt, doubt_of
from kg.shelf import Shelf
from kg.web.protocol import Asked, parameters
from kg.web.service import Service
from kg.web.views import Handler, View

PER_PAGE = 20
SENTENCES = 3
KINDS = ("same", "different", "split", "rename", "retype", "drop", "fact", "reject")
STATED = ("fact", "reject")  # decisions about a statement: subject, predicate, object
SAID = tuple(name for name in curation.KINDS["reject"] if name != "in")  # what tells statements with the same ends apart
LISTED = 60  # articles to choose from
WHAT = ("doubts", "problems", "claims", "decisions")
_writing = threading.Lock()  # one decision after the other: each is put at the end of the file as it stands then


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision that a person thinks of taking; see kg.curation. A "split" is its `different` in some articles: there the entity is another,
    which `to` tells apart (of person/王芳-吕梁市 and 农民: person/王芳-农民). `said` are the qualifiers of a statement, (name, value)."""

    kind: str
    ids: tuple[str, ...]
    to: str
    articles: tuple[str, ...]
    why: str
    said: tuple[tuple[str, str], ...] = ()

    @property
    def decision(self) -> tuple[str, tuple[str, ...], str]:
        """The kind, the entities and the new name or type as curation.yaml has them. Raises ValueError when it is no decision."""
        if self.kind not in KINDS or not self.ids:
            raise ValueError(f"a decision is one of {', '.join(KINDS)}, and names an entity")
        if self.kind != "split":
            return self.kind, self.ids, self.to
        if not self.to or not self.articles:
            raise ValueError("a split names the articles that mean the other one, and what tells it apart: a place, a post")
        kind, _, name = self.ids[0].partition("/")
        return "different", (self.ids[0], f"{kind}/{name.partition('-')[0]}-{self.to}"), ""

    @property
    def item(self) -> str:
        """What would be written. Raises ValueError when it is no decision."""
        kind, ids, to = self.decision
        return curation.written(kind, ids, articles=self.articles, to=to, why=self.why, said=dict(self.said))


def queue(view: View, shelf: Shelf) -> Response:
    """The page of what may be decided: ?what= one of WHAT."""
    what = view.given("what") if view.given("what") in WHAT else "doubts"
    number, offset = view.number("page"), (view.number("page") - 1) * PER_PAGE
    counts = shelf.counts()
    path = view.options.curation
    decided = [(line, item, digest(item)) for line, item in curation.items(path)] if path else []
    totals = {"doubts": shelf.number_of_doubts(), "problems": counts["problems"], "claims": shelf.number_of_unsure(), "decisions": len(decided)}
    unsure = shelf.unsure(PER_PAGE, offset) if what == "claims" else []
    problems = [(one, shelf.said_by(one.claims) if one.claims else []) for one in shelf.problems(PER_PAGE, offset)] if what == "problems" else []
    shown = [relation for _, relation in (*unsure, *(each for _, said in problems for each in said))]
    return view.render(
        "review.jinja", here="review", what=what, totals=totals, number=number, last=-(-totals[what] // PER_PAGE) or 1,
        doubts=[_doubt(view, shelf, entity) for entity in shelf.doubtful(PER_PAGE, offset)] if what == "doubts" else [],
        problems=problems, unsure=unsure, refs=shelf.refs(end for relation in shown for end in (relation.subject, relation.object)),
        decided=decided[::-1][offset : offset + PER_PAGE] if what == "decisions" else [], trusted=trusted(view),
    )  # fmt: skip


def _doubt(view: View, shelf: Shelf, entity: Entity) -> dict[str, object]:
    """An entity in doubt with its candidates, each with sentences."""

    def candidate(id: str) -> Candidate:
        known = shelf.known(id)
        return Candidate(id, known.name if known else id)

    found = doubt_of(entity, view.options.lexicon, candidate) if view.options.lexicon else None
    shown = found or Doubt(entity.id, entity.name, entity.type, "; ".join(entity.reasons), (), ())
    refs = shelf.refs((entity.id, *(each.id for each in shown.candidates), *(f"place/{each.id}" for each in shown.candidates)))
    passages = {each: shelf.passages(each, SENTENCES) for each in refs}
    return {"doubt": shown, "refs": refs, "passages": passages}


def change(view: View, shelf: Shelf) -> Response:
    """The page that shows what a decision would change, before it is taken: ?kind= ?ids= (one a line) ?to= ?in= ?why=."""
    wish = _wish(view.asked)
    about = wish.ids[:1] + wish.ids[2:] if wish.kind in STATED else wish.ids
    entities = [(id, shelf.known(id)) for id in about if "/" in id or wish.kind not in STATED]  # what is no entity is said in words
    fault, item = "", ""
    if wish.kind:
        try:
            item = wish.item
        except ValueError as error:
            fault = str(error)
    weights = {found.id: shelf.weight(found.id) for _, found in entities if found}
    within = {id: shelf.weight(id, wish.articles) for id in weights} if wish.articles else {}
    first = next(iter(weights), "")
    choice = shelf.articles_of(first, LISTED) if first and wish.kind in ("", "split", "different", "same", "drop", "reject") else []
    stated = shelf.said(*wish.ids, **dict(wish.said)) if wish.kind in STATED and len(wish.ids) == 3 else []
    return view.render(
        "change.jinja", 400 if fault else 200, here="review", kinds=KINDS, wish=wish, entities=entities, refs=shelf.refs(weights), weights=weights,
        item=item, fault=fault, trusted=trusted(view), within=within, choice=choice, passages={} if stated else {id: shelf.passages(id, SENTENCES) for id in weights},
        stated=[(one, shelf.quotes(one, SENTENCES)) for one in stated],
    )  # fmt: skip


def trusted(view: View) -> bool:
    """Whether the reader's address has the token, and there is a file to write to."""
    return view.options.curation is not None and view.options.trusts(view.given("token").encode())


def decide(service: Service) -> Handler:
    """The handler that writes a decision, or takes one back: a form with the token, from a page of this server."""

    async def handler(request: Request) -> Response:
        view = View(request, service.options)
        if service.options.curation is None:
            raise HTTPException(403, "this server takes no decisions; start it with kg serve --review")
        _same_origin(request)
        asked = parameters(await service.body(request))
        if not service.options.trusts((asked.one("token") or "").encode()):
            raise HTTPException(401, "decisions need the token that was shown when the server started")
        await run_sync(partial(_write, service, asked))
        return RedirectResponse(view.link("review", what="decisions", token=asked.one("token")), 303)

    return handler


def _same_origin(request: Request) -> None:
    """Raises HTTPException 403 for a form of another web page: browsers say where a form comes from."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site != "same-origin" or (origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host', '')}"):
        raise HTTPException(403, "decisions are taken on the pages of this server only")


def _write(service: Service, asked: Asked) -> None:
    path = service.options.curation
    assert path is not None
    with _writing:
        try:
            if line := asked.one("undo"):
                wanted = ((number, item) for number, item in curation.items(path) if (str(number), digest(item)) == (line, asked.one("digest")))
                curation.remove(path, *next(wanted, (0, "")))
                return
            wish = _wish(asked)
            kind, ids, to = wish.decision
            curation.append(path, kind, ids, articles=wish.articles, to=to, why=wish.why, said=dict(wish.said))
        except LookupError as error:
            raise HTTPException(409, "this decision has changed since the page was made; load it again") from error
        except ValueError as error:
            raise HTTPException(400, str(error)) from error
        except OSError as error:
            raise HTTPException(500, f"{path} cannot be written: {error}") from error


def _wish(asked: Asked) -> Wish:
    """A decision as a form gives it: entities and articles stand one a line, articles also one a box."""
    kind, to, why = ((asked.one(name) or "").strip() for name in ("kind", "to", "why"))
    ids = tuple(filter(None, map(str.strip, (asked.one("ids") or "").splitlines())))
    articles = (line.strip() for name, value in asked.pairs if name == "in" for line in value.splitlines())
    said = tuple((name, value) for name in SAID if kind in STATED and (value := (asked.one(name) or "").strip()))
    return Wish(kind, ids, to, tuple(dict.fromkeys(filter(None, articles))), why, said)
