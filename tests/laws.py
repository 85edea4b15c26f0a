"""Real pages read once, printed anew in other ways, and what a graph tells, in terms that another printing must share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape

import networkx as nx
from scenes import LEXICON, ROOT

from kg import claims, pipeline, records
from kg.mentions.persons import plausible
from kg.model import Article, Claim, Mention, Page, Reading, digest
from kg.rdf.convert import statements
from kg.settings import Settings
from kg.text.width import fold

sys.path.insert(0, str(ROOT / "tests" / "articles"))
from layouts import wrap

FILES = sorted([*(ROOT / "data" / "pages").glob("*.txt"), *(ROOT / "data" / "heldout" / "pages").glob("*.txt")])
SETTINGS = Settings(jobs=1, language="en")
ARTICLE = re.compile(r"[0-9a-f]{12}-\d+(?![0-9a-f])")


@cache
def pages() -> tuple[Reading, ...]:
    """The sample pages and the held-out ones, read."""
    return tuple(reading for file in FILES for reading in pipeline.read(file, SETTINGS)[0])


@cache
def articles() -> tuple[Reading, ...]:
    """Each article of these pages as if it stood alone on its page."""
    return tuple(only(page, article) for page in pages() for article in page.articles)


def plain(page: Reading, article: Article) -> tuple[Article, tuple[Mention, ...]]:
    """An article of a page as its claims are read from, and its mentions."""
    return replace(article, text=fold(article.text)), tuple(m for m in page.mentions if m.span.article == article.id)


def claimed(page: Reading, article: Article) -> tuple[Claim, ...]:
    """The claims of an article of a page, extracted anew."""
    return claims.extract(*plain(page, article), LEXICON, SETTINGS)[0]


def only(page: Reading, *kept: Article) -> Reading:
    """A page with some of its articles only."""
    ids = {article.id for article in kept}
    mentions = tuple(m for m in page.mentions if m.span.article in ids)
    said = tuple(c for c in page.claims if c.evidence.article in ids)
    return replace(page, articles=kept, mentions=mentions, claims=said, problems=())


def together(parts: Iterable[Reading]) -> list[Reading]:
    """Articles that stood alone, those of one page on one page again."""
    found: dict[str, Reading] = {}
    for part in parts:
        whole = found.get(part.page.id)
        found[part.page.id] = part if whole is None else replace(
            part, articles=whole.articles + part.articles, mentions=whole.mentions + part.mentions, claims=whole.claims + part.claims
        )  # fmt: skip
    return list(found.values())


def join(readings: Sequence[Reading]) -> nx.MultiDiGraph:
    return pipeline.join(readings, (), LEXICON, SETTINGS)


def quads(graph: nx.MultiDiGraph) -> list[str]:
    return [str(quad) for quad in statements(graph, LEXICON, SETTINGS)]


# --- printing -------------------------------------------------------------------------------------------------------------------


def parts(article: Article, *roles: str) -> list[str]:
    return [article.text[part.start : part.end] for part in article.parts if part.role in roles]


def flat(article: Article) -> str:
    """An article with each paragraph on a line of its own, blank lines between."""
    return "\n\n".join([*parts(article, "strap", "title", "subtitle"), *parts(article, "paragraph", "subhead", "caption")])


def wrapped(article: Article, width: int) -> str:
    """An article as dumps have it: hard wraps, and a blank line after every line."""
    heads, bodies = parts(article, "strap", "title", "subtitle"), parts(article, "paragraph", "subhead", "caption")
    return "\n\n".join([*heads, *(line for body in bodies for line in wrap(body, width))])


def marked(article: Article) -> str:
    """An article of a saved web page."""
    body = "".join(f"<p>{escape(text)}</p>" for text in parts(article, "paragraph", "caption"))
    return f"<article><h1>{escape(article.title)}</h1>{body}</article>"


def read(text: str, like: Page, home: str = "") -> Reading:
    """A text as a page of the home and day of another."""
    page = Page(digest(text), "page.txt", "text", text, published=like.published, meta={"home": home or like.locality})
    return pipeline.read_page(page, LEXICON, SETTINGS)


# --- what a graph tells ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """The entities of a graph, its mentions as (surface, type, entity) and its relations in words, each as often as it is stated."""

    entities: tuple[str, ...]
    mentions: tuple[tuple[str, str, str], ...]
    relations: tuple[str, ...]


def told(*readings: Reading, folded: Callable[[str], str] = str) -> Told:
    """What the graph of some readings tells; `folded` makes alike what may differ in a surface."""
    graph = join(readings)
    links = graph.graph["links"]
    stated = [*(r for _, _, r in graph.edges(data="record")), *graph.graph["literals"]]
    return Told(
        tuple(sorted(graph)),
        tuple(sorted((folded(m.surface), m.type, links[m.id]) for m in graph.graph["mentions"].values())),
        tuple(sorted(f"{r.subject} {r.predicate} {r.object} {dict(r.qualifiers)} {r.source} ×{len(r.claims)}" for r in stated)),
    )


DIGEST = re.compile("-[0-9a-f]{12}")


def renamed(what: Told, old: str, new: str) -> tuple[list[str], ...]:
    """What a graph tells with one name for another and without digests of texts."""

    def other(said: object) -> str:
        return DIGEST.sub("", str(said)).replace(old, new)

    return sorted(map(other, what.entities)), sorted(map(other, what.mentions)), sorted(map(other, what.relations))


def names(page: Reading, article: Article) -> list[str]:
    """The Chinese names of people in an article, but for those that begin another."""
    named = [m.normal for m in page.mentions if m.type == "PER" and m.span.article == article.id and plausible(m.normal, LEXICON)]
    return sorted(name for name in set(named) if article.text.count(name) == named.count(name))


def canonical(graph: nx.MultiDiGraph) -> list[str]:
    """Every record of a graph but its pages, articles named by their text and claims by what they say: no place on a page is left."""
    names = {article.id: digest(article.text) for article in graph.graph["articles"].values()}

    def words(record: object) -> str:
        return ARTICLE.sub(lambda match: names.get(match[0], match[0]), records.dumps(record))

    said = {claim.id: digest(words(replace(claim, id=""))) for claim in graph.graph["claims"].values()}
    where = {"id": "", "page": "", "order": 0, "origin": articles()[0].articles[0].origin}
    found = [words(replace(article, **where)) for article in graph.graph["articles"].values()]
    found += [words(replace(claim, id=said[claim.id])) for claim in graph.graph["claims"].values()]
    found += [words(mention) for mention in graph.graph["mentions"].values()]
    entities = [entity for _, entity in graph.nodes(data="record")]
    found += [words(replace(e, mentions=())) + "".join(sorted(plain_id(m, names) for m in e.mentions)) for e in entities]
    relations = [*(r for _, _, r in graph.edges(data="record")), *graph.graph["literals"]]
    found += [words(replace(r, claims=tuple(sorted(said[c] for c in r.claims)))) for r in relations]
    return sorted(found)


def plain_id(mention: str, names: dict[str, str]) -> str:
    """A mention's id, its article named by its text."""
    return ARTICLE.sub(lambda match: names.get(match[0], match[0]), mention)
