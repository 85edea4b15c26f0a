"""The file in which a shelf looks things up: where each record stands in records/*.jsonl, and what lists are sorted and chosen by.

The records themselves are not copied: a row has the place of its line in the file of its kind.
"""

from __future__ import annotations

import shutil
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import networkx as nx

from kg import records
from kg.curation import SOURCE
from kg.entities.curate import DOUBT
from kg.graph import relations_of
from kg.graph.folder import FOLDER, Furniture, Written
from kg.model import Article, Claim, Entity, Mention, Page, Problem, Relation
from kg.rdf.iris import Names
from kg.settings import Settings
from kg.text.feeds import feeds, lines, shown

R = TypeVar("R")
FILE = "shelf.db"
FORMAT = 2  # of its tables, counted up when they change
Row = tuple[object, ...]
KEYS = {
    **dict.fromkeys(("pages", "articles", "entities", "relations"), "id"),
    **{"furniture": "page", "mentions": "article", "claims": "article"},
}
"""Each table with a file of records, and its column with the key of the pieces of that file."""
PLACED = ("pages", "articles", "claims", "entities", "relations")
"""Those with the places of lines."""

# path: the end of an IRI, after the base. at, size: the bytes of a record's line. articles of an entity: how many mention it.
# decided: whether a person has said so. begins, ends of a relation: the first and the last day on which it is known to hold, or what is said of its time.
SCHEMA = """
CREATE TABLE pages (id TEXT PRIMARY KEY, path TEXT, source TEXT, newspaper TEXT, edition TEXT, date TEXT, at INTEGER, size INTEGER);
CREATE TABLE furniture (page TEXT, begin INTEGER, "end" INTEGER, role TEXT);
CREATE TABLE articles (id TEXT PRIMARY KEY, path TEXT, page TEXT, position INTEGER, title TEXT, newspaper TEXT, date TEXT, at INTEGER, size INTEGER);
CREATE TABLE mentions (id TEXT PRIMARY KEY, article TEXT, begin INTEGER, "end" INTEGER, entity TEXT);
CREATE TABLE claims (id TEXT PRIMARY KEY, article TEXT, begin INTEGER, "end" INTEGER, lines TEXT, confidence REAL, at INTEGER, size INTEGER);
CREATE TABLE entities (id TEXT PRIMARY KEY, path TEXT, type TEXT, subtype TEXT, name TEXT, day TEXT, mentions INTEGER, articles INTEGER,
  doubtful INTEGER, at INTEGER, size INTEGER);
CREATE TABLE relations (id TEXT PRIMARY KEY, predicate TEXT, subject TEXT, object TEXT, literal INTEGER, asserted INTEGER, begins TEXT, ends TEXT,
  title TEXT, value TEXT, unit TEXT, decided INTEGER, at INTEGER, size INTEGER);
CREATE TABLE rests (relation TEXT, claim TEXT, PRIMARY KEY (relation, claim)) WITHOUT ROWID;
CREATE TABLE problems (severity TEXT, stage TEXT, code TEXT, message TEXT, place TEXT, hint TEXT, claims TEXT);
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
CREATE INDEX decided ON relations (id) WHERE decided;
CREATE INDEX rested_on ON rests (claim);
"""


def write(build: Path, *, settings: Settings) -> None:
    """Write the index of the records in a build's folder; one that stands there is written anew."""
    path = build / FILE
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + f"PRAGMA user_version = {FORMAT};" + SCHEMA)  # nobody reads it before it is whole
        writer = _Writer(db, build / FOLDER, Names(settings.base, settings.iris))
        writer.write()
        db.executescript(INDEXES)
        db.commit()


def update(before: Path, build: Path, graph: nx.MultiDiGraph, written: Mapping[str, Written], *, settings: Settings) -> None:
    """Write the index of the records in a build's folder from that of the build before, and from what has become of its records.

    The same rows as `write` gives. Raises OSError or sqlite3.DatabaseError when the one before is missing or damaged.
    """
    path = build / FILE
    shutil.copyfile(before / FILE, path)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        _Renewer(db, build / FOLDER, Names(settings.base, settings.iris), graph, written).update()
        db.commit()


def rows(path: Path) -> Iterator[tuple[object, ...]]:
    """What an index holds, sorted: equal for those that tell the same."""
    with closing(sqlite3.connect(path)) as db:
        for table in (*KEYS, "rests", "problems"):
            yield from sorted(db.execute(f"SELECT * FROM {table}"))


# What a later file needs of an earlier one, in tables that SQLite keeps outside the file and, when they are large, on disk.
KEPT = """
CREATE TEMP TABLE denied (claim TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE links (mention TEXT PRIMARY KEY, entity TEXT) WITHOUT ROWID;
CREATE TEMP TABLE seen (entity TEXT PRIMARY KEY, mentions INTEGER, articles INTEGER) WITHOUT ROWID;
"""
SEEN = "INSERT INTO seen SELECT entity, COUNT(*), COUNT(DISTINCT article) FROM mentions GROUP BY entity"
FACTS = "SELECT a.date, d.claim IS NULL FROM claims c JOIN articles a ON a.id = c.article LEFT JOIN denied d ON d.claim = c.id WHERE c.id = ?"


class _Writer:
    """The tables, file after file. Held are one article and the lines of one page: claims come article by article."""

    def __init__(self, db: sqlite3.Connection, source: Path, names: Names) -> None:
        self.db, self.source, self.names = db, source, names
        self.papers: dict[str, str] = {}
        self.article_of = lru_cache(maxsize=16)(self._found_article)
        self.feed_of = lru_cache(maxsize=16)(self._feed)

    def write(self) -> None:
        """Fill all tables."""
        self.db.executescript(KEPT)
        self._many("pages", (self._page(*row) for row in self._read(Page, "pages")))
        self._many("furniture", (_furniture(piece) for piece, *_ in self._read(Furniture, "furniture")))
        self._many("articles", (self._article(*row) for row in self._read(Article, "articles")))
        self._many("claims", self._claims())
        for entity, *_ in self._read(Entity, "entities"):
            self.db.executemany("INSERT INTO links VALUES (?, ?)", ((mention, entity.id) for mention in entity.mentions))
        self._many("mentions", self._mentions())
        self.db.execute(SEEN)
        self._many("entities", (self._entity(*row, *self._seen(row[0])) for row in self._read(Entity, "entities")))
        self._many("relations", (self._relation(*row) for row in self._read(Relation, "relations")))
        self._many("rests", (rest for relation, *_ in self._read(Relation, "relations") for rest in _rests(relation)))
        self._many("problems", (_problem(problem) for problem, *_ in self._read(Problem, "problems")))

    def _read(self, cls: type[R], name: str) -> Iterator[tuple[R, int, int]]:
        """The records of a file, each with the place and size of its line."""
        at = 0
        with (self.source / f"{name}.jsonl").open("rb") as lines:
            for line in lines:
                yield records.loads(cls, line.decode("utf-8")), at, len(line)
                at += len(line)

    def _one(self, cls: type[R], name: str, id: str) -> R:
        """The record of an id, of a table with places that is filled."""
        at, size = self.db.execute(f"SELECT at, size FROM {name} WHERE id = ?", (id,)).fetchone()
        with (self.source / f"{name}.jsonl").open("rb") as lines:
            lines.seek(at)
            return records.loads(cls, lines.read(size).decode("utf-8"))

    def _many(self, table: str, rows: Iterator[Row]) -> None:
        first = next(rows, None)
        if first is not None:
            order = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
            self.db.execute(order, first)
            self.db.executemany(order, rows)

    def _path(self, kind: str, id: str) -> str:
        return self.names.iri(kind, id).value.removeprefix(self.names.base)

    def _page(self, page: Page, *place: int) -> Row:
        self.papers[page.id] = page.newspaper
        return page.id, self._path("page", page.id), page.source, page.newspaper, page.edition, page.published, *place

    def _article(self, article: Article, *place: int) -> Row:
        paper = self.papers[article.page]
        return article.id, self._path("article", article.id), article.page, article.order, article.title, paper, article.published, *place

    def _found_article(self, id: str) -> Article:
        return self._one(Article, "articles", id)

    def _feed(self, page: str) -> list[int]:
        """The line feeds of a page."""
        return feeds(self._one(Page, "pages", page).body)

    def _claims(self) -> Iterator[Row]:
        for claim, *place in self._read(Claim, "claims"):
            if not claim.fact:
                self.db.execute("INSERT INTO denied VALUES (?)", (claim.id,))
            yield self._claim(claim, *place)

    def _claim(self, claim: Claim, *place: int) -> Row:
        span = claim.evidence
        return claim.id, span.article, span.start, span.end, self._printed(span.article, span.start, span.end), claim.confidence, *place

    def _printed(self, id: str, start: int, end: int) -> str:
        """The lines of the page that an interval of an article stands on, "12-14", from 1."""
        article = self.article_of(id)
        span = article.origin.span(start, end)
        return shown(*lines(self.feed_of(article.page), *span)) if span else ""

    def _mentions(self) -> Iterator[Row]:
        for mention, *_ in self._read(Mention, "mentions"):
            if found := self.db.execute("SELECT entity FROM links WHERE mention = ?", (mention.id,)).fetchone():
                yield _mention(mention, found[0])

    def _seen(self, entity: Entity) -> tuple[int, int]:
        """How many mentions an entity has, and in how many articles."""
        found: tuple[int, int] | None = self.db.execute("SELECT mentions, articles FROM seen WHERE entity = ?", (entity.id,)).fetchone()
        return found or (0, 0)

    def _entity(self, entity: Entity, at: int, size: int, mentions: int, articles: int) -> Row:
        path = self.names.entity(entity.id).value.removeprefix(self.names.base)
        day = entity.facts.get("startDate") or entity.facts.get("issued") or ""
        doubtful = any(reason.startswith(DOUBT) for reason in entity.reasons)
        return entity.id, path, entity.type, entity.subtype, entity.name, day, mentions, articles, doubtful, at, size

    def _relation(self, relation: Relation, *place: int) -> Row:
        facts = self._facts(relation)
        asserted = bool(relation.source) or any(fact for _, fact in facts)
        said = relation.qualifiers
        kept = (said.get("title", ""), said.get("value", ""), said.get("unit", ""), relation.source.startswith(SOURCE))
        ends = (relation.subject, relation.object, relation.literal, asserted)
        return relation.id, relation.predicate, *ends, *_times(relation, [day for day, _ in facts]), *kept, *place

    def _facts(self, relation: Relation) -> list[tuple[str, bool]]:
        """The day of the paper of each claim of a relation, and whether it says a fact."""
        return [(day, bool(fact)) for claim in relation.claims for day, fact in self.db.execute(FACTS, (claim,))]


class _Renewer(_Writer):
    """The rows of what has changed, in a copy of the tables of the build before."""

    def __init__(self, db: sqlite3.Connection, source: Path, names: Names, graph: nx.MultiDiGraph, written: Mapping[str, Written]) -> None:
        super().__init__(db, source, names)
        self.data, self.nodes, self.written = graph.graph, graph.nodes, written
        self.stated = {relation.id: relation for relation in relations_of(graph)}
        self.articles = self.data["articles"]
        self.papers = {id: page.newspaper for id, page in self.data["pages"].items()}

    def update(self) -> None:
        """Take the rows of what has changed out, move the places of the others, and put what has changed in again."""
        for table, key in (*KEYS.items(), ("rests", "relation")):
            gone = ((id,) for id in self.written[table if table in self.written else "relations"].touched)
            self.db.executemany(f"DELETE FROM {table} WHERE {key} = ?", gone)
        self.db.execute("DELETE FROM problems")
        for table in PLACED:
            self._shift(table)
        self._many("pages", (self._page(*row) for row in self._made("pages", lambda id: [self.data["pages"][id]])))
        self._many("furniture", ((id, *piece) for id in self.written["furniture"].made for piece in self.data["furniture"][id]))
        self._many("articles", (self._article(*row) for row in self._made("articles", lambda id: [self.articles[id]])))
        said = self._by_article("claims")
        self._many("claims", (self._claim(*row) for row in self._made("claims", lambda id: said[id])))
        mentions, links = self._by_article("mentions"), self.data["links"]
        self._many("mentions", (_mention(m, links[m.id]) for some in mentions.values() for m in some if m.id in links))
        entities = self._made("entities", lambda id: [self.nodes[id]["record"]])
        self._many("entities", (self._entity(*row, *self._seen(row[0])) for row in entities))
        self._many("relations", (self._relation(*row) for row in self._made("relations", lambda id: [self.stated[id]])))
        self._many("rests", (rest for key in self.written["relations"].made for rest in _rests(self.stated[key])))
        self._many("problems", (_problem(problem) for problem in self.data["problems"]))

    def _made(self, name: str, records: Callable[[str], Sequence[R]]) -> Iterator[tuple[R, int, int]]:
        """The records of a file that were written anew, each with the place and size of its line."""
        for key in self.written[name].made:
            yield from ((record, *place) for record, place in zip(records(key), self.written[name].places(key), strict=True))

    def _by_article(self, name: str) -> dict[str, list[Any]]:
        """The mentions or claims of the articles of which any has changed."""
        found: dict[str, list[Any]] = {id: [] for id in self.written[name].made}
        for record in self.data[name].values():
            article = record.evidence.article if name == "claims" else record.span.article
            if article in found:
                found[article].append(record)
        return found

    def _found_article(self, id: str) -> Article:
        article: Article = self.articles[id]
        return article

    def _feed(self, page: str) -> list[int]:
        return feeds(self.data["pages"][page].body)

    def _seen(self, entity: Entity) -> tuple[int, int]:
        mentions = self.data["mentions"]
        found = [mentions[id].span.article for id in entity.mentions if id in mentions]
        return len(found), len(set(found))

    def _facts(self, relation: Relation) -> list[tuple[str, bool]]:
        claims = (self.data["claims"][id] for id in relation.claims)
        return [(self.articles[claim.evidence.article].published, claim.fact) for claim in claims]

    def _shift(self, table: str) -> None:
        """Where the lines of records stand that were taken over."""
        moved = self.written[table].kept
        if any(old != new for old, new, _ in moved):
            starts = [old for old, *_ in moved]
            shifts = [new - old for old, new, _ in moved]
            self.db.create_function("shift", 1, lambda at: shifts[bisect_right(starts, at) - 1], deterministic=True)
            self.db.execute(f"UPDATE {table} SET at = at + shift(at)")


def _times(relation: Relation, papers: Iterable[str]) -> tuple[str, str]:
    """From when until when a relation is known: what it says of its time, else the days of its papers."""
    said = relation.qualifiers
    days = said.get("observed", "").split() or [said[key] for key in ("when", "period") if said.get(key)] or [day for day in papers if day]
    return relation.since or min(days, default=""), relation.until or max(days, default="")


def _rests(relation: Relation) -> Iterator[Row]:
    return ((relation.id, claim) for claim in relation.claims)


def _furniture(piece: Furniture) -> Row:
    return piece.page, piece.start, piece.end, piece.role


def _mention(mention: Mention, entity: str) -> Row:
    return mention.id, mention.span.article, mention.span.start, mention.span.end, entity


def _problem(problem: Problem) -> Row:
    return problem.severity, problem.stage, problem.code, problem.message, problem.where, problem.hint, " ".join(problem.claims)
