"""Articles as they are read, with their names linked and their claims beside the sentences; pages with their articles coloured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from kg.export.pages_html import ROLES, PageView
from kg.model import Article, Claim, Part, Relation
from kg.shelf import Ref, Shelf
from kg.text.sentences import of_article
from kg.web.views import View, missing


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of an article: the entity that they name, if any."""

    text: str
    ref: Ref | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence where it begins, or with `start` -1 what stands between two."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of an article with the claims whose sentences begin in it."""

    role: str
    sentences: tuple[Sentence, ...]
    claims: tuple[tuple[Claim, Relation, str], ...]


def article(view: View, shelf: Shelf, path: str) -> Response:
    """The page of an article."""
    found = shelf.article(path)
    if found is None:
        raise missing(view)
    mentions, said = shelf.mentions_in(found), shelf.said_in(found)
    ends = (end for _, relation, _ in said for end in (relation.subject, relation.object))
    refs = shelf.refs((*(entity for *_, entity in mentions), *ends))
    before, after = shelf.beside(found)
    return view.render(
        "article.jinja",
        article=found,
        path=path,
        headline=shelf.headline(found.id),
        page=shelf.page_of(found),
        paragraphs=list(paragraphs(found, mentions, said, refs)),
        refs=refs,
        named=sorted({refs[id] for *_, id in mentions if id in refs}, key=lambda ref: (ref.type, ref.name)),
        before=before,
        after=after,
        continues=shelf.headline(found.continues) if found.continues else None,
    )


def sheet(view: View, shelf: Shelf, path: str) -> Response:
    """The page of a page: its lines as they were printed, each in the colour of its article."""
    reading = shelf.reading(path)
    if reading is None:
        raise missing(view)
    headlines = {article.order: shelf.headline(article.id) for article in reading.articles}
    return view.render("page.jinja", shown=PageView(reading), headlines=headlines, path=path, roles=ROLES)


def paragraphs(
    article: Article, mentions: Sequence[tuple[int, int, str]], said: Sequence[tuple[Claim, Relation, str]], refs: Mapping[str, Ref]
) -> Iterator[Paragraph]:
    """The parts of an article with its mentions as pieces and its claims."""
    named = _named(article, mentions, refs)
    spans: dict[Part, list[tuple[int, int]]] = {part: [] for part in article.parts}
    for part, start, end in of_article(article):
        spans[part].append((start, end))
    for part in article.parts:
        claims = tuple(row for row in said if part.start <= row[0].evidence.start < part.end)
        yield Paragraph(part.role, tuple(_sentences(article, part, spans[part], named)), claims)


def _named(article: Article, mentions: Sequence[tuple[int, int, str]], refs: Mapping[str, Ref]) -> list[Ref | None]:
    """What each character names: of mentions inside one another the innermost."""
    named: list[Ref | None] = [None] * len(article.text)
    for start, end, entity in mentions:  # longer ones come first
        if entity in refs:
            named[start:end] = [refs[entity]] * (end - start)
    return named


def _sentences(article: Article, part: Part, spans: Sequence[tuple[int, int]], named: Sequence[Ref | None]) -> Iterator[Sentence]:
    at = part.start
    for start, end in spans:
        if at < start:
            yield Sentence(-1, tuple(_pieces(article.text, at, start, named)))
        yield Sentence(start, tuple(_pieces(article.text, start, end, named)))
        at = end
    if at < part.end:
        yield Sentence(-1, tuple(_pieces(article.text, at, part.end, named)))


def _pieces(text: str, start: int, end: int, named: Sequence[Ref | None]) -> Iterator[Piece]:
    first = start
    for at in range(start + 1, end + 1):
        if at == end or named[at] is not named[first]:
            yield Piece(text[first:at], named[first])
            first = at
