"""The file that `kg find` asks: articles, entities and sentences as tables, and their texts as FTS5 indexes."""

from __future__ import annotations

import shutil
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import networkx as nx

from kg.graph import by_article
from kg.graph.folder import FORMERLY, Written
from kg.memo import NOTHING, Memo
from kg.model import Article, Entity, Span
from kg.rdf.iris import Names
from kg.rdf.terms import SURROGATES
from kg.search.words import fold, pairs
from kg.settings import Settings
from kg.text.segment import search_words
from kg.text.sentences import of_article

FILE = "search.db"

# The indexes keep no text (content=''): it stands in the tables, with the rowid that the index gives.
SCHEMA = """
CREATE TABLE articles (id INTEGER PRIMARY KEY, iri TEXT, title TEXT, newspaper TEXT, date TEXT);
CREATE TABLE entities (id INTEGER PRIMARY KEY, iri TEXT, type TEXT, name TEXT, aliases TEXT, mentions INTEGER);
CREATE TABLE names (entity INTEGER, name TEXT, alias INTEGER);
CREATE TABLE sentences (id INTEGER PRIMARY KEY, article INTEGER, iri TEXT, begin INTEGER, "end" INTEGER, text TEXT);
CREATE TABLE mentioned (entity INTEGER, sentence INTEGER, PRIMARY KEY (entity, sentence)) WITHOUT ROWID;
CREATE VIRTUAL TABLE entity_index USING fts5(pairs, content='', tokenize='ascii');
CREATE VIRTUAL TABLE sentence_index USING fts5(pairs, words, content='', tokenize='ascii');
"""
INDEXES = """
CREATE INDEX names_of ON names (entity);
CREATE INDEX mentioned_in ON mentioned (sentence);
INSERT INTO entity_index(entity_index) VALUES ('optimize');
INSERT INTO sentence_index(sentence_index) VALUES ('optimize');
"""
HELD = (
    "SELECT iri, title, newspaper, date FROM articles",
    "SELECT iri, type, name, aliases, mentions FROM entities",
    "SELECT e.iri, n.name, n.alias FROM names n JOIN entities e ON e.id = n.entity",
    'SELECT a.iri, s.begin, s."end", s.iri, s.text FROM sentences s JOIN articles a ON a.id = s.article',
    "SELECT e.iri, a.iri, s.begin FROM mentioned m JOIN entities e ON e.id = m.entity JOIN sentences s ON s.id = m.sentence JOIN articles a ON a.id = s.article",
    "SELECT e.iri, w.term, w.offset FROM entity_index_words w JOIN entities e ON e.id = w.doc",
    "SELECT a.iri, s.begin, w.col, w.term, w.offset FROM sentence_index_words w JOIN sentences s ON s.id = w.doc JOIN articles a ON a.id = s.article",
)


def write(graph: nx.MultiDiGraph, path: Path, *, settings: Settings, memo: Memo = NOTHING) -> None:
    """Write the search file of a graph, the same bytes for the same graph; a file that stands there is written anew."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)  # nobody reads it before it is whole
        writer = _Writer(db, graph, Names(settings.base, settings.iris), memo)
        writer.entities(sorted(graph.nodes))
        writer.articles(sorted(graph.graph["articles"]))
        db.executescript(INDEXES)
        db.commit()


def update(before: Path, path: Path, graph: nx.MultiDiGraph, written: Mapping[str, Written], *, settings: Settings, memo: Memo = NOTHING) -> None:
    """Write the search file of a graph from that of the build before, and from what has become of its records: it finds what that of `write` finds.

    Raises OSError or sqlite3.DatabaseError when the one before is missing or damaged.
    """
    shutil.copyfile(before, path)
    memo.spare()
    articles = {id for name in ("articles", "mentions", "claims") for id in written[name].touched}
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        writer = _Writer(db, graph, Names(settings.base, settings.iris), memo)
        writer.drop_articles(articles)
        writer.drop_entities(written["entities"].touched)
        writer.entities(sorted(written["entities"].made))
        writer.articles(sorted(articles & graph.graph["articles"].keys()))
        db.commit()


def rows(path: Path) -> Iterator[tuple[object, ...]]:
    """What a search file holds, sorted and without the numbers that it gives to things: equal for files that find the same."""
    with closing(sqlite3.connect(path)) as db:
        for index in ("entity_index", "sentence_index"):
            db.execute(f"CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab(main, {index}, instance)")
        for asked in HELD:
            yield from sorted(db.execute(asked))


class _Writer:
    """Writes articles with their sentences, and entities with their names, and takes them out. `numbers`: those of the entities, by id."""

    def __init__(self, db: sqlite3.Connection, graph: nx.MultiDiGraph, names: Names, memo: Memo) -> None:
        self.db, self.graph, self.names, self.memo = db, graph, names, memo
        known = dict(db.execute("SELECT iri, id FROM entities"))
        rows = ((id, known.get(_row(names.entity(id).value)[0])) for id in graph.nodes) if known else ()
        self.numbers = {id: number for id, number in rows if number is not None}
        self.former: dict[str, list[str]] = {}
        for relation in graph.graph["literals"]:
            if relation.predicate == FORMERLY:
                self.former.setdefault(relation.subject, []).append(relation.object)

    def entities(self, ids: Iterable[str]) -> None:
        """Write some entities with all their names; one that was taken out gets the number that it had."""
        number = max((self._last("entities"), *self.numbers.values()))
        for id in ids:
            entity: Entity = self.graph.nodes[id]["record"]
            aliases = sorted({*entity.aliases, *self.former.get(id, ())} - {entity.name})
            if id not in self.numbers:
                number += 1
                self.numbers[id] = number
            own, mentions = self.numbers[id], sum(mention in self.graph.graph["mentions"] for mention in entity.mentions)
            row = _row(own, self.names.entity(id).value, entity.type, entity.name, "\n".join(aliases), mentions)
            self.db.execute("INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)", row)
            self.db.executemany("INSERT INTO names VALUES (?, ?, ?)", ((own, fold(n), n != entity.name) for n in (entity.name, *aliases)))
            self.db.execute("INSERT INTO entity_index(rowid, pairs) VALUES (?, ?)", (own, pairs(fold("\n".join((entity.name, *aliases))))))

    def articles(self, ids: Sequence[str]) -> None:
        """Write some articles with their sentences, and which entities each mentions."""
        data = self.graph.graph
        claims = by_article(data["claims"], lambda claim: claim.evidence.article)
        mentions = by_article(data["mentions"], lambda mention: mention.span.article)
        order, number = self._last("articles"), self._last("sentences")
        for id in ids:
            article = data["articles"][id]
            order += 1
            row = _row(order, self.names.iri("article", id).value, article.title, data["pages"][article.page].newspaper, article.published)
            self.db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", row)
            stated = {claim.evidence for claim in claims(id)}
            named = ((mention.span.start, self.numbers.get(data["links"].get(mention.id, ""))) for mention in mentions(id))
            first, spans = number + 1, list(_spans(article))
            starts = [start for start, _ in spans]
            texts = [fold(article.text[start:end]) for start, end in spans]
            for (start, end), folded, words in zip(spans, texts, self._cut(texts), strict=True):
                number += 1
                iri = self.names.sentence(span).value if (span := Span(id, start, end)) in stated else ""
                self.db.execute("INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)", _row(number, order, iri, start, end, article.text[start:end]))
                self.db.execute("INSERT INTO sentence_index(rowid, pairs, words) VALUES (?, ?, ?)", (number, pairs(folded), words))
            found = {(entity, first + bisect_right(starts, at) - 1) for at, entity in named if entity is not None and starts and at >= starts[0]}
            self.db.executemany("INSERT INTO mentioned VALUES (?, ?)", sorted(found))

    def drop_articles(self, ids: Iterable[str]) -> None:
        """Take out some articles with their sentences. An index that keeps no text must be told what it was given."""
        iris = {self.names.iri("article", id).value for id in ids}
        gone = [number for number, iri in self.db.execute("SELECT id, iri FROM articles") if iri in iris]
        texts: dict[int, list[tuple[int, str]]] = {number: [] for number in gone}
        for number, article, text in self.db.execute("SELECT id, article, text FROM sentences ORDER BY id"):
            if article in texts:
                texts[article].append((number, fold(text)))
        for article, sentences in texts.items():
            cut = self._cut([text for _, text in sentences])
            for (number, text), words in zip(sentences, cut, strict=True):
                given = ("delete", number, pairs(text), words)
                self.db.execute("INSERT INTO sentence_index(sentence_index, rowid, pairs, words) VALUES (?, ?, ?, ?)", given)
                self.db.execute("DELETE FROM mentioned WHERE sentence = ?", (number,))
                self.db.execute("DELETE FROM sentences WHERE id = ?", (number,))
            self.db.execute("DELETE FROM articles WHERE id = ?", (article,))

    def drop_entities(self, ids: Iterable[str]) -> None:
        """Take out some entities with their names; the sentences that mention them are others' to change."""
        iris = {_row(self.names.entity(id).value)[0] for id in ids}
        found = [row for row in self.db.execute("SELECT id, name, aliases, iri FROM entities") if row[3] in iris]
        for number, name, aliases, _ in found:
            given = ("delete", number, pairs(fold(f"{name}\n{aliases}" if aliases else name)))
            self.db.execute("INSERT INTO entity_index(entity_index, rowid, pairs) VALUES (?, ?, ?)", given)
            self.db.execute("DELETE FROM names WHERE entity = ?", (number,))
            self.db.execute("DELETE FROM entities WHERE id = ?", (number,))

    def _cut(self, texts: Sequence[str]) -> list[str]:
        return self.memo.recall("words", texts, list[str], partial(_words, texts))

    def _last(self, table: str) -> int:
        number: int = self.db.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0]
        return number


def _words(texts: Sequence[str]) -> list[str]:
    return [" ".join(search_words(text)) for text in texts]


def _spans(article: Article) -> Iterator[tuple[int, int]]:
    yield from ((start, end) for _, start, end in of_article(article))


def _row(*values: str | int) -> tuple[str | int, ...]:
    """Values as SQLite takes them: UTF-8 has no halves of surrogate pairs."""
    return tuple(SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value for value in values)
