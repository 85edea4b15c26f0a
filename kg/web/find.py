"""The page of search results."""

from __future__ import annotations

from starlette.responses import Response

from kg import builds, search
from kg.search.find import TYPES, Found, SearchError
from kg.shelf import Headline, Ref, Shelf
from kg.web.views import View

PER_PAGE = 20
DEEPEST = 50  # pages: who looks further should ask more exactly


def results(view: View, shelf: Shelf) -> Response:
    """Entities and sentences that hold the words of ?q=, with filters."""
    words, number = view.given("q"), min(view.number("page"), DEEPEST)
    type = view.given("type") if view.given("type") in TYPES else ""
    filters = {"newspaper": view.given("newspaper"), "since": view.given("since"), "until": view.given("until")}
    found, fault = None, ""
    if words and view.options.folder:
        try:
            found = search.find(builds.current(view.options.folder) / search.FILE, words, type=type, limit=PER_PAGE * number, **filters)
        except SearchError as error:
            fault = str(error)
    values = {"words": words, "type": type, "types": TYPES, "filters": filters, "number": number, "fault": fault}
    return view.render("find.jinja", status=400 if fault else 200, **values, **_shown(view, found, number))


def _shown(view: View, found: Found | None, number: int) -> dict[str, object]:
    """The hits of one page of results."""
    base, rows = view.options.base, slice(PER_PAGE * (number - 1), PER_PAGE * number)
    things = found.things[rows] if found else ()
    passages = found.passages[rows] if found else ()
    counts = (found.all_things, found.all_passages) if found else (0, 0)
    return {
        "things": [(Ref(t.iri, t.iri.removeprefix(base), t.name, t.type, count=t.mentions), t.aliases) for t in things],
        "passages": [(Headline(p.article, p.article.removeprefix(base), p.title, p.newspaper, p.date), p) for p in passages],
        "counts": counts,
        "more": found is not None and max(counts) > PER_PAGE * number and number < DEEPEST,
    }
