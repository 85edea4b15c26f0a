"""Is a graph file what zhitu wrote, and does it say what the pages say? Down to the single character.

A graph holds what it takes to check it: the SHA-256 of each article's text and of each page (`kg:sha256`), how many things of a class there
are (`void:entities`), the words of every sentence and mention (`nif:anchorOf`), and for each article which stretches of its text stand where on
the page (`kg:origin`). The characters of a text that no stretch covers are the line feeds that zhitu put between its parts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import builds
from kg.export.files import whole
from kg.model import Origin, Page, Problem, digest, sha256
from kg.pages import opened
from kg.pages import read as read_pages
from kg.rdf.store import FILES, graph_file
from kg.rdf.terms import Vocabulary
from kg.rdf.validate import read, validate

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

AROUND = 8  # characters shown on each side of one that differs
VALUES = (
    *("nif:isString", "nif:anchorOf", "nif:beginIndex", "nif:endIndex", "nif:referenceContext", "kg:sourceBegin", "kg:sourceEnd"),
    *("kg:origin", "kg:sha256", "kg:source", "schema:isPartOf", "void:class", "void:entities"),
)

Values = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was wrong, sorted, and how much was looked at; `pages` counts those whose characters were compared."""

    problems: tuple[Problem, ...]
    triples: int = 0
    quotes: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is checked of a graph: property → subject → values, and class → members."""

    values: dict[str, dict[str, set[str]]] = field(default_factory=lambda: {name: defaultdict(set) for name in VALUES})
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, name: str, subject: str) -> Iterable[str]:
        """The values of a property, sorted; normally one."""
        return sorted(self.values[name].get(subject, ()))

    def one(self, name: str, subject: str) -> str | None:
        """The value of a property if there is exactly one; the shapes say what is wrong otherwise."""
        found = self.values[name].get(subject, ())
        return next(iter(found)) if len(found) == 1 else None

    def offset(self, name: str, subject: str) -> int | None:
        """The value of a property as a number."""
        found = self.one(name, subject)
        return int(found) if found is not None and found.isdecimal() else None

    def span(self, span: str) -> tuple[str | None, int | None, int | None]:
        """Article, begin and end of a span."""
        return self.one("nif:referenceContext", span), self.offset("nif:beginIndex", span), self.offset("nif:endIndex", span)


def verify(path: Path, lexicon: Lexicon, settings: Settings, pages: Sequence[Path] = ()) -> Verified:
    """Check a graph file (.ttl, .nq, .trig, .nt) or a build's folder, and its quotes against the files of its pages when they are given.

    Raises ValueError for what is no graph file, OSError for one that cannot be opened.
    """
    path = _file(path)
    try:
        quads = list(read(path))
    except SyntaxError as error:
        return Verified((_wrong("syntax", str(path), str(error)),))
    stated = _stated(quads, Vocabulary(lexicon.prefixes))
    found = [problem for problem in validate(quads, lexicon) if problem.code != "anchor"]  # `_quotes` says where the words differ
    origins = _origins(stated)
    found += [*_counts(stated), *_hashes(stated), *_quotes(stated), *_places(stated, origins)]
    bodies: dict[str, str] = {}
    if pages:
        given, faults = _given(pages, settings)
        bodies, missing = _matched(stated, given)
        found += [*faults, *missing]
        found += _on_pages(stated, origins, bodies)
    return Verified(
        tuple(sorted(set(found), key=lambda p: (p.where, p.code, p.message))),
        triples=len({quad.triple for quad in quads}),
        quotes=len(stated.values["nif:anchorOf"]),
        pages=len(bodies),
    )


def _file(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = graph_file(builds.held(path))
    if found is None:
        raise FileNotFoundError(f"{path}: no graph here ({' or '.join(FILES)}); build one with: kg build PAGES -o {path}")
    return found


def _stated(quads: Iterable[ox.Quad], terms: Vocabulary) -> _Stated:
    found, names, kind = _Stated(), {terms[name]: name for name in VALUES}, terms["rdf:type"]
    for quad in quads:
        subject, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        if quad.predicate in names:
            found.values[names[quad.predicate]][subject].add(value)
        elif quad.predicate == kind:
            found.members[value].add(subject)
    return found


# --- what a graph says of itself --------------------------------------------------------------------------------------


def _counts(stated: _Stated) -> Iterator[Problem]:
    """There are as many members of a class as the graph says."""
    for part in stated.values["void:class"]:
        cls, declared = stated.one("void:class", part), stated.offset("void:entities", part)
        if cls is not None and declared is not None and len(stated.members[cls]) != declared:
            yield _wrong("count", part, f"of {cls}, {declared} are declared and {len(stated.members[cls])} are there")


def _hashes(stated: _Stated) -> Iterator[Problem]:
    """Each article's text has its SHA-256, and each page's name begins its own."""
    for article in stated.values["nif:isString"]:
        expected, text = stated.one("kg:sha256", article), stated.one("nif:isString", article)
        if text is not None and expected != (found := sha256(text)):
            yield _wrong(
                "text-hash", article, f"its text has the SHA-256 {found}, expected {expected}: a character of one of the two was changed"
            )
    for page in {page for pages in stated.values["schema:isPartOf"].values() for page in pages}:
        hash, name = stated.one("kg:sha256", page), page.rpartition("/")[2]
        if hash is None or name not in (hash[:12], digest(hash[:12], length=16)):
            yield _wrong("page-hash", page, f"its name is not the beginning of its SHA-256, {hash}")


def _quotes(stated: _Stated) -> Iterator[Problem]:
    """Every quote is what stands in its article's text between its offsets."""
    for span in stated.values["nif:anchorOf"]:
        article, begin, end = stated.span(span)
        text = stated.one("nif:isString", article) if article else None
        if begin is None or end is None or text is None:
            continue  # the shapes say so
        for quote in stated.of("nif:anchorOf", span):
            if quote != text[begin:end]:
                at = _first(text[begin:end], quote)
                yield _wrong("quote", span, f"{article} at {begin + at}: expected {_near(text[begin:end], at)}, found {_near(quote, at)}")


def _places(stated: _Stated, origins: Mapping[str, Origin]) -> Iterator[Problem]:
    """What stands on the page is said of every text, and every quote says the same."""
    for article, text in _texts(stated):
        origin = origins.get(article)
        if origin is None:
            yield _wrong("origin", article, "it does not say where its text stands on the page (kg:origin)")
            continue
        for at, character in enumerate(text):
            if character != "\n" and origin.at(at) is None:
                yield _wrong("origin", article, f"the character at {at}, {_near(text, at)}, stands nowhere on the page")
                break
    for span in stated.values["nif:anchorOf"]:
        context, begin, end = stated.span(span)
        origin = origins.get(context or "")
        if begin is None or end is None or origin is None:
            continue
        said, due = (stated.offset("kg:sourceBegin", span), stated.offset("kg:sourceEnd", span)), origin.span(begin, end) or (None, None)
        if said != due:
            yield _wrong(
                "source", span, f"{context} at {begin}: expected {due[0]}–{due[1]} as its place on the page, found {said[0]}–{said[1]}"
            )


# --- what the pages say -----------------------------------------------------------------------------------------------


def _given(paths: Sequence[Path], settings: Settings) -> tuple[list[Page], list[Problem]]:
    found: list[Page] = []
    problems: list[Problem] = []
    with opened(paths, settings) as (sources, faults):
        problems += faults
        for source in sources:
            pages, wrong = read_pages(source, settings=settings)
            found += pages
            problems += wrong
    return found, problems


def _matched(stated: _Stated, pages: Iterable[Page]) -> tuple[dict[str, str], list[Problem]]:
    """Page IRI → the characters of the file with its hash, else of that with its name; and the pages that have neither."""
    by_hash, by_name = {}, {}
    for page in pages:
        by_hash[sha256(page.body)] = by_name[page.source] = by_name[_base(page.source)] = page
    found, missing = {}, []
    for iri in sorted({page for pages in stated.values["schema:isPartOf"].values() for page in pages}):
        hash, sources = stated.one("kg:sha256", iri), stated.of("kg:source", iri)
        names = [*sources, *map(_base, sources)]
        same = by_hash.get(hash or "")
        other = same or next((by_name[name] for name in names if name in by_name), None)
        if other is None:
            missing.append(_wrong("page-missing", iri, f"no file that was given is this page, {' or '.join(sources)}"))
            continue
        found[iri] = other.body
        if same is None:
            missing.append(_wrong("page-changed", iri, f"{other.source} has the SHA-256 {sha256(other.body)}, expected {hash}"))
    return found, missing


def _on_pages(stated: _Stated, origins: Mapping[str, Origin], bodies: Mapping[str, str]) -> Iterator[Problem]:
    """Every character of a text, and of every quote from it, is the one that stands on the page."""
    spans = defaultdict(list)
    for span, articles in stated.values["nif:referenceContext"].items():
        for article in articles:
            spans[article].append(span)
    for article, text in _texts(stated):
        origin, page = origins.get(article), stated.one("schema:isPartOf", article)
        if origin is None or page is None or page not in bodies:
            continue
        body = whole(bodies[page])
        differ = [
            at + n for at, there, length in origin.runs for n in _differences(text[at : at + length], body[there : there + length], length)
        ]
        if differ:
            yield _wrong("page-text", article, _unlike(article, text, origin, body, differ[0]))
        for span in spans[article] if differ else ():
            _, begin, end = stated.span(span)
            at = next((at for at in differ if begin is not None and end is not None and begin <= at < end), None)
            if at is not None:
                yield _wrong("page-quote", span, _unlike(article, text, origin, body, at))


def _unlike(article: str, text: str, origin: Origin, body: str, at: int) -> str:
    there = origin.at(at)
    assert there is not None  # only characters that have a place on the page are compared
    return f"{article} at {at}: expected {_near(body, there)} (the page at {there}), found {_near(text, at)}"


def _differences(text: str, body: str, length: int) -> Iterator[int]:
    """Where two stretches that should have so many characters, all equal, differ."""
    if text == body and len(text) == length:
        return
    for n in range(length):
        if text[n : n + 1] != body[n : n + 1] or n >= len(text):
            yield n


# --- small things -----------------------------------------------------------------------------------------------------


def _texts(stated: _Stated) -> Iterator[tuple[str, str]]:
    for article in stated.values["nif:isString"]:
        text = stated.one("nif:isString", article)
        if text is not None:
            yield article, text


def _origins(stated: _Stated) -> dict[str, Origin]:
    """Article → where its text stands on the page, of those that say so."""
    found = {}
    for article in stated.values["kg:origin"]:
        with suppress(ValueError):  # `_places` says so
            found[article] = Origin.parse(stated.one("kg:origin", article) or "?")
    return found


def _base(source: str) -> str:
    return source.replace("\\", "/").rpartition("/")[2]


def _first(expected: str, found: str) -> int:
    """The first offset at which two texts that are not equal differ."""
    return next((n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found)))


def _near(text: str, at: int) -> str:
    """The character at an offset with its neighbours, in quotes, on one line."""
    return json.dumps(text[max(0, at - AROUND) : at + AROUND + 1], ensure_ascii=False)


def _wrong(code: str, where: str, message: str) -> Problem:
    return Problem("verify", code, "error", " ".join(message.split()), where)
