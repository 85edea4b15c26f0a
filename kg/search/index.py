"""The file that `kg find` asks: articles, entities and sentences as tables, and their texts as FTS5 indexes."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import networkx as nx

from kg.memo import NOTHING, Memo
from kg.model import Article, Entity, Span
from kg.rdf.iris import Names
from kg.rdf.terms import SURROGATES
from kg.search.words import fold, pairs
from kg.settings import Settings
from kg.text.segment import search_words
from kg.text.sentences import of_article

FILE = "search.db"
FORMERLY = "formerly"

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


def write(graph: nx.MultiDiGraph, path: Path, *, settings: Settings, memo: Memo = NOTHING) -> None:
    """Write the search file of a graph, the same content for the same graph; a file that stands there is written anew."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)  # nobody reads it before it is whole
        names = Names(settings.base, settings.iris)
        entities = _entities(db, graph, names)
        _sentences(db, graph, names, entities, memo)
        db.executescript(INDEXES)
        db.commit()


def _entities(db: sqlite3.Connection, graph: nx.MultiDiGraph, names: Names) -> dict[str, int]:
    """Write the entities with all their names; returns their numbers by id."""
    former: dict[str, list[str]] = {}
    for relation in graph.graph["literals"]:
        if relation.predicate == FORMERLY:
            former.setdefault(relation.subject, []).append(relation.object)
    numbers: dict[str, int] = {}
    for number, (id, entity) in enumerate(sorted(graph.nodes(data="record")), 1):
        aliases = sorted({*entity.aliases, *former.get(id, ())} - {entity.name})
        numbers[id] = number
        row = _row(number, names.entity(id).value, entity.type, entity.name, "\n".join(aliases), _mentions(entity, graph))
        db.execute("INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)", row)
        db.executemany("INSERT INTO names VALUES (?, ?, ?)", ((number, fold(n), n != entity.name) for n in (entity.name, *aliases)))
        db.execute("INSERT INTO entity_index(rowid, pairs) VALUES (?, ?)", (number, pairs(fold("\n".join((entity.name, *aliases))))))
    return numbers


def _mentions(entity: Entity, graph: nx.MultiDiGraph) -> int:
    return sum(mention in graph.graph["mentions"] for mention in entity.mentions)


def _sentences(db: sqlite3.Connection, graph: nx.MultiDiGraph, names: Names, entities: Mapping[str, int], memo: Memo) -> None:
    """Write the sentences of all articles, and which entities each mentions."""
    stated = {claim.evidence for claim in graph.graph["claims"].values()}
    mentions: dict[str, list[tuple[int, int]]] = {}
    for id, mention in graph.graph["mentions"].items():
        if (entity := entities.get(graph.graph["links"].get(id, ""))) is not None:
            mentions.setdefault(mention.span.article, []).append((mention.span.start, entity))
    number = 0
    for order, (id, article) in enumerate(sorted(graph.graph["articles"].items()), 1):
        page = graph.graph["pages"][article.page]
        row = _row(order, names.iri("article", id).value, article.title, page.newspaper, article.published)
        db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", row)
        first, spans = number + 1, list(_spans(article))
        starts = [start for start, _ in spans]
        texts = [fold(article.text[start:end]) for start, end in spans]
        cut = memo.recall("words", texts, list[str], partial(_words, texts))
        for (start, end), folded, words in zip(spans, texts, cut, strict=True):
            number += 1
            iri = names.sentence(span).value if (span := Span(id, start, end)) in stated else ""
            db.execute("INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)", _row(number, order, iri, start, end, article.text[start:end]))
            db.execute("INSERT INTO sentence_index(rowid, pairs, words) VALUES (?, ?, ?)", (number, pairs(folded), words))
        found = ((entity, first + bisect_right(starts, at) - 1) for at, entity in mentions.get(id, ()) if starts and at >= starts[0])
        db.executemany("INSERT INTO mentioned VALUES (?, ?)", sorted(set(found)))


def _words(texts: Sequence[str]) -> list[str]:
    return [" ".join(search_words(text)) for text in texts]


def _spans(article: Article) -> Iterator[tuple[int, int]]:
    yield from ((start, end) for _, start, end in of_article(article))


def _row(*values: str | int) -> tuple[str | int, ...]:
    """Values as SQLite takes them: UTF-8 has no halves of surrogate pairs."""
    return tuple(SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value for value in values)
