"""Content negotiation: which formats a client takes, and in which one it sends."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.rdf.answers import GRAPHS, RESULTS

ALIASES = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/n-triples": ("text/plain",),
    "text/turtle": ("application/turtle", "application/x-turtle"),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
}
"""Other names under which clients ask for formats or send them."""
ALL = (*RESULTS, *GRAPHS)


def accepted(request: Request, known: Iterable[str] = ALL) -> tuple[str, ...]:
    """The formats of `known` that a request takes, the one it likes best first, of equals in our order; without a wish, all."""
    wishes = _wishes(",".join(request.headers.getlist("accept")))
    if not wishes:
        return tuple(known)
    found = {media_type: max(_quality(name, wishes) for name in (media_type, *ALIASES.get(media_type, ()))) for media_type in known}
    return tuple(sorted((name for name, quality in found.items() if quality > 0), key=lambda name: -found[name]))


def best(request: Request, known: Iterable[str]) -> str:
    """The format that a request likes best. Raises HTTPException 406 when it takes none."""
    known = tuple(known)
    found = accepted(request, known)
    if not found:
        raise HTTPException(406, f"there is {', '.join(known)}")
    return found[0]


def sent(value: str, known: Iterable[str]) -> str:
    """The format that a Content-Type names. Raises HTTPException 415 for another one, and for other encodings than UTF-8."""
    name, *parameters = (part.strip().lower() for part in value.split(";"))
    charset = next((part.partition("=")[2].strip(' "') for part in parameters if part.startswith("charset")), "utf-8")
    found = next((each for each in known if name == each or name in ALIASES.get(each, ())), None)
    if found is None or charset not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, f"Content-Type should be one of {', '.join(known)}, in UTF-8")
    return found


def header(media_type: str) -> str:
    """A media type as Content-Type says it."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _wishes(value: str) -> dict[str, float]:
    """Media ranges of an Accept header and how much each is wanted; what is no media range is left out."""
    found = {}
    for part in value.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        if "/" in name:
            found[name] = _number(weight)
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return value if 0 <= value <= 1 else 1.0


def _quality(name: str, wishes: dict[str, float]) -> float:
    ranges = (name, f"{name.partition('/')[0]}/*", "*/*")
    return next((wishes[each] for each in ranges if each in wishes), 0.0)
