"""The file in which a shelf looks things up: where each record stands in records/*.jsonl, and what lists are sorted and chosen by.

The records themselves are not copied: a row has the place of its line in the file of its kind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from kg import records
from kg.entities.curate import DOUBT
from kg.graph.folder import FOLDER, Furniture
from kg.model import Article, Claim, Entity, Mention, Page, Problem, Relation
from kg.rdf.iris import Names
from kg.settings import Settings
from kg.text.feeds import feeds, lines, shown

R = TypeVar("R")
FILE = "shelf.db"

# path: the end of an IRI, after the base. at, size: the bytes of a record's line. articles of an entity: how many mention it.
# begins, ends of a relation: the first and the last day on which it is known to hold, or what is said of its time.
SCHEMA = """
CREATE TABLE pages (id TEXT PRIMARY KEY, path TEXT, source TEXT, newspaper TEXT, edition TEXT, date TEXT, at INTEGER, size INTEGER);
CREATE TABLE furniture (page TEXT, begin INTEGER, "end" INTEGER, role TEXT);
CREATE TABLE articles (id TEXT PRIMARY KEY, path TEXT, page TEXT, position INTEGER, title TEXT, newspaper TEXT, date TEXT, at INTEGER, size INTEGER);
CREATE TABLE mentions (id TEXT PRIMARY KEY, article TEXT, begin INTEGER, "end" INTEGER, entity TEXT);
CREATE TABLE claims (id TEXT PRIMARY KEY, article TEXT, begin INTEGER, "end" INTEGER, lines TEXT, confidence REAL, at INTEGER, size INTEGER);
CREATE TABLE entities (id TEXT PRIMARY KEY, path TEXT, type TEXT, subtype TEXT, name TEXT, day TEXT, mentions INTEGER, articles INTEGER,
  doubtful INTEGER, at INTEGER, size INTEGER);
CREATE TABLE relations (id TEXT PRIMARY KEY, predicate TEXT, subject TEXT, object TEXT, literal INTEGER, asserted INTEGER, begins TEXT, ends TEXT,
  title TEXT, value TEXT, unit TEXT, at INTEGER, size INTEGER);
CREATE TABLE rests (relation TEXT, claim TEXT, PRIMARY KEY (relation, claim)) WITHOUT ROWID;
CREATE TABLE problems (severity TEXT, stage TEXT, code TEXT, message TEXT, place TEXT, hint TEXT);
"""
INDEXES = """
CREATE UNIQUE INDEX page_paths ON pages (path);
CREATE UNIQUE INDEX article_paths ON articles (path);
CREATE UNIQUE INDEX entity_paths ON entities (path);
CREATE INDEX pages_by_date ON pages (date);
CREATE INDEX furniture_of ON furniture (page);
CREATE INDEX articles_of ON articles (page, position);
CREATE INDEX articles_by_date ON articles (date);
CREATE INDEX mentions_in ON mentions (article, begin);
CREATE INDEX mentions_of ON mentions (entity, article);
CREATE INDEX claims_in ON claims (article, begin);
CREATE INDEX entities_by_mentions ON entities (type, mentions);
CREATE INDEX doubts ON entities (id) WHERE doubtful;
CREATE INDEX claims_by_confidence ON claims (confidence);
CREATE INDEX entities_by_day ON entities (type, day);
CREATE INDEX relations_from ON relations (subject, predicate, begins);
CREATE INDEX relations_to ON relations (object, predicate, begins);
CREATE INDEX relations_between ON relations (subject, object);
CREATE INDEX relations_back ON relations (object, subject);
CREATE INDEX relations_by ON relations (predicate, asserted, begins);
CREATE INDEX rested_on ON rests (claim);
"""


def write(build: Path, *, settings: Settings) -> None:
    """Write the index of the records in a build's folder; one that stands there is written anew."""
    path = build / FILE
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)  # nobody reads it before it is whole
        writer = _Writer(db, build / FOLDER, Names(settings.base, settings.iris))
        writer.write()
        db.executescript(INDEXES)
        db.commit()


class _Writer:
    """The tables, file after file; what a later file needs of an earlier one is kept."""

    def __init__(self, db: sqlite3.Connection, source: Path, names: Names) -> None:
        self.db, self.source, self.names = db, source, names
        self.papers: dict[str, str] = {}
        self.feeds: dict[str, list[int]] = {}
        self.articles: dict[str, Article] = {}
        self.facts: dict[str, tuple[str, bool]] = {}

    def write(self) -> None:
        """Fill all tables."""
        self._many("pages", self._pages())
        self._many("furniture", ((p.page, p.start, p.end, p.role) for p, *_ in self._read(Furniture, "furniture")))
        self._many("articles", self._articles())
        self._many("claims", self._claims())
        self._entities()
        self._relations()
        problems = (p for p, *_ in self._read(Problem, "problems"))
        self._many("problems", ((p.severity, p.stage, p.code, p.message, p.where, p.hint) for p in problems))

    def _read(self, cls: type[R], name: str) -> Iterator[tuple[R, int, int]]:
        """The records of a file, each with the place and size of its line."""
        at = 0
        with (self.source / f"{name}.jsonl").open("rb") as lines:
            for line in lines:
                yield records.loads(cls, line.decode("utf-8")), at, len(line)
                at += len(line)

    def _many(self, table: str, rows: Iterator[tuple[object, ...]]) -> None:
        first = next(rows, None)
        if first is not None:
            order = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
            self.db.execute(order, first)
            self.db.executemany(order, rows)

    def _path(self, kind: str, id: str) -> str:
        return self.names.iri(kind, id).value.removeprefix(self.names.base)

    def _pages(self) -> Iterator[tuple[object, ...]]:
        for page, *place in self._read(Page, "pages"):
            self.papers[page.id] = page.newspaper
            self.feeds[page.id] = feeds(page.body)
            yield page.id, self._path("page", page.id), page.source, page.newspaper, page.edition, page.published, *place

    def _articles(self) -> Iterator[tuple[object, ...]]:
        for article, *place in self._read(Article, "articles"):
            self.articles[article.id] = article
            paper = self.papers[article.page]
            yield article.id, self._path("article", article.id), article.page, article.order, article.title, paper, article.published, *place

    def _claims(self) -> Iterator[tuple[object, ...]]:
        for claim, *place in self._read(Claim, "claims"):
            span = claim.evidence
            self.facts[claim.id] = self.articles[span.article].published, claim.fact
            yield claim.id, span.article, span.start, span.end, self._printed(span.article, span.start, span.end), claim.confidence, *place

    def _printed(self, id: str, start: int, end: int) -> str:
        """The lines of the page that an interval of an article stands on, "12-14", from 1."""
        article = self.articles[id]
        span = article.origin.span(start, end)
        return shown(*lines(self.feeds[article.page], *span)) if span else ""

    def _entities(self) -> None:
        links: dict[str, str] = {}
        found: list[tuple[Entity, int, int]] = []
        for entity, at, size in self._read(Entity, "entities"):
            links |= dict.fromkeys(entity.mentions, entity.id)
            found.append((entity, at, size))
        seen: dict[str, list[str]] = {}
        self._many("mentions", self._mentions(links, seen))
        self._many("entities", (self._entity(*row, seen) for row in found))

    def _mentions(self, links: Mapping[str, str], seen: dict[str, list[str]]) -> Iterator[tuple[object, ...]]:
        for mention, *_ in self._read(Mention, "mentions"):
            if entity := links.get(mention.id):
                seen.setdefault(entity, []).append(mention.span.article)
                yield mention.id, mention.span.article, mention.span.start, mention.span.end, entity

    def _entity(self, entity: Entity, at: int, size: int, seen: Mapping[str, list[str]]) -> tuple[object, ...]:
        path = self.names.entity(entity.id).value.removeprefix(self.names.base)
        day = entity.facts.get("startDate") or entity.facts.get("issued") or ""
        articles = seen.get(entity.id, ())
        doubtful = any(reason.startswith(DOUBT) for reason in entity.reasons)
        return entity.id, path, entity.type, entity.subtype, entity.name, day, len(articles), len(set(articles)), doubtful, at, size

    def _relations(self) -> None:
        rests: list[tuple[str, str]] = []
        self._many("relations", self._relation_rows(rests))
        self._many("rests", iter(rests))

    def _relation_rows(self, rests: list[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
        for relation, *place in self._read(Relation, "relations"):
            rests += [(relation.id, claim) for claim in relation.claims]
            asserted = bool(relation.source) or any(self.facts[claim][1] for claim in relation.claims)
            said = relation.qualifiers
            kept = (said.get("title", ""), said.get("value", ""), said.get("unit", ""))
            ends = (relation.subject, relation.object, relation.literal, asserted)
            yield relation.id, relation.predicate, *ends, *self._times(relation), *kept, *place

    def _times(self, relation: Relation) -> tuple[str, str]:
        """From when until when a relation is known: what it says of its time, else the days of its papers."""
        said = relation.qualifiers
        days = said.get("observed", "").split() or [said[key] for key in ("when", "period") if said.get(key)]
        days = days or [day for claim in relation.claims if (day := self.facts[claim][0])]
        return relation.since or min(days, default=""), relation.until or max(days, default="")
