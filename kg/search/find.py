"""What a build's names and sentences say of some words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import builds
from kg.model import EVT, LOC, ORG, PER, POL
from kg.search.index import FILE
from kg.search.words import cut, expression, fold, parse

TYPES = (PER, ORG, LOC, POL, EVT)
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
SAID_AS_WORD = 3.0  # how much more a word of jieba's counts in the rank than the same characters anywhere


class SearchError(ValueError):
    """There is nothing to search, or nothing to search for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity that bears the words in a name; `mentions` counts all articles."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that holds the words, at [begin, end) of its article's text; `marks` are the intervals of the words in `text`.

    `iri` is empty for a sentence from which no statement comes: it is no node of the graph. `entities` are the IRIs of those it mentions.
    """

    iri: str
    text: str
    marks: tuple[tuple[int, int], ...]
    article: str
    begin: int
    end: int
    title: str
    newspaper: str
    date: str
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are of each kind."""

    things: tuple[Thing, ...]
    passages: tuple[Passage, ...]
    all_things: int
    all_passages: int

    @property
    def iris(self) -> tuple[str, ...]:
        """What SPARQL can join with: entities, then articles and sentences of the graph, each once."""
        said = (iri for passage in self.passages for iri in (passage.article, passage.iri) if iri)
        return tuple(dict.fromkeys((*(thing.iri for thing in self.things), *said)))


def find(
    path: Path, query: str, *, type: str = "", newspaper: str = "", since: str = "", until: str = "", limit: int | None = 20
) -> Found:
    """Entities and sentences that hold all words of a query, at most `limit` of each (None: all); `path` is a build's folder or its search.db.

    A "phrase in quotation marks" keeps its blanks; every other character is text. Entities: an exact name, an exact alias, the beginning of a
    name or alias, anything else; then by mentions. Sentences: where the words are words of jieba's before where they only are characters in a
    row, then as BM25 ranks, then the newest. `type` (PER …) is that of an entity, or of one that the sentence mentions; `newspaper` a part of the
    name; `since` and `until` (2021, 2021-08, 2021-08-19) bound the day of publication; entities must be mentioned in such articles.

    Raises SearchError.
    """
    words = parse(query)
    if not words:
        raise SearchError("nothing to find: give a word")
    for value in filter(None, (since, until)):
        if not DATE.fullmatch(value):
            raise SearchError(f"{value} is no date; write 2021, 2021-08 or 2021-08-19")
    if type and type not in TYPES:
        raise SearchError(f"there is no type {type}; there are {', '.join(TYPES)}")
    with closing(_opened(path)) as db:
        search = _Search(db, query, words, type, _articles(newspaper, since, until), -1 if limit is None else limit)
        try:
            return Found(tuple(search.things()), tuple(search.passages()), search.count("things"), search.count("passages"))
        except sqlite3.DatabaseError as error:
            raise SearchError(f"{path}: not a sound search file ({error}); build it again") from error


def _opened(path: Path) -> sqlite3.Connection:
    file = builds.held(path) / FILE if path.is_dir() else path
    if not file.is_file():
        raise SearchError(f"{path}: nothing to search here ({FILE}); build it with: kg build PAGES -o {path}")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _articles(newspaper: str, since: str, until: str) -> tuple[str, dict[str, str]]:
    """The condition that an article `a` meets, and its values; "" when any does."""
    parts = []
    if newspaper:
        parts.append("instr(a.newspaper, :newspaper)")
    if since:
        parts.append("a.date >= :since")
    if until:
        parts.append("a.date <> '' AND substr(a.date, 1, length(:until)) <= :until")
    return " AND ".join(parts), {"newspaper": newspaper, "since": since, "until": until}


class _Search:
    """One query on an open file: the conditions that both kinds of hits share."""

    def __init__(
        self, db: sqlite3.Connection, query: str, words: tuple[str, ...], type: str, articles: tuple[str, dict[str, str]], limit: int
    ) -> None:
        self.db, self.words, self.type, (self.of_articles, values) = db, words, type, articles
        self.asked = cut(words)
        whole = fold(query.strip().strip('"'))
        self.values = {**values, "type": type, "limit": limit, "whole": whole, "size": len(whole)}
        db.create_function("holds", 1, lambda text: all(word in fold(text) for word in words), deterministic=True)

    def _tables(self, kind: str) -> str:
        """FROM … WHERE … of a kind of hits."""
        more = ["holds({text})"] if self.asked != self.words else []
        if kind == "things":
            tables, text, index = "entity_index JOIN entities e ON e.id = entity_index.rowid", "e.name || char(10) || e.aliases", "entity_index"
            if self.type:
                more.append("e.type = :type")
            if self.of_articles:
                joined = "mentioned m JOIN sentences s ON s.id = m.sentence JOIN articles a ON a.id = s.article"
                more.append(f"EXISTS (SELECT 1 FROM {joined} WHERE m.entity = e.id AND {self.of_articles})")
        else:
            tables = "sentence_index JOIN sentences s ON s.id = sentence_index.rowid JOIN articles a ON a.id = s.article"
            text, index = "s.text", "sentence_index"
            if self.type:
                joined = "mentioned m JOIN entities e ON e.id = m.entity"
                more.append(f"EXISTS (SELECT 1 FROM {joined} WHERE m.sentence = s.id AND e.type = :type)")
            if self.of_articles:
                more.append(self.of_articles)
        return f"{tables} WHERE " + " AND ".join((f"{index} MATCH :match", *more)).format(text=text)

    def _rows(self, kind: str, columns: str, order: str) -> Iterator[tuple[Any, ...]]:
        match = expression(self.asked, ranked=kind == "passages")
        yield from self.db.execute(f"SELECT {columns} FROM {self._tables(kind)} {order}", {**self.values, "match": match})

    def count(self, kind: str) -> int:
        """How many hits of a kind there are."""
        match = expression(self.asked, ranked=False)
        found: int = self.db.execute(f"SELECT COUNT(*) FROM {self._tables(kind)}", {**self.values, "match": match}).fetchone()[0]
        return found

    def things(self) -> Iterator[Thing]:
        rank = (
            "(SELECT MIN(CASE WHEN n.name = :whole THEN n.alias WHEN substr(n.name, 1, :size) = :whole THEN 2 + n.alias ELSE 4 END) "
            "FROM names n WHERE n.entity = e.id)"
        )
        order = f"ORDER BY {rank}, e.mentions DESC, e.iri LIMIT :limit"
        for iri, type, name, aliases, mentions in self._rows("things", "e.iri, e.type, e.name, e.aliases, e.mentions", order):
            yield Thing(iri, type, name, tuple(aliases.split("\n")) if aliases else (), mentions)

    def passages(self) -> Iterator[Passage]:
        columns = 's.id, s.iri, s.text, a.iri, s.begin, s."end", a.title, a.newspaper, a.date'
        order = f"ORDER BY bm25(sentence_index, 1.0, {SAID_AS_WORD}), a.date DESC, a.iri, s.begin LIMIT :limit"
        for id, iri, text, article, begin, end, title, newspaper, date in self._rows("passages", columns, order):
            yield Passage(iri, text, self._marks(text), article, begin, end, title, newspaper, date, self._mentioned(id))

    def _mentioned(self, sentence: int) -> tuple[str, ...]:
        rows = self.db.execute("SELECT e.iri FROM mentioned m JOIN entities e ON e.id = m.entity WHERE m.sentence = ? ORDER BY e.iri", (sentence,))
        return tuple(row[0] for row in rows)

    def _marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words stand in a text, overlapping ones as one."""
        folded, marks = fold(text), list[tuple[int, int]]()
        spans = sorted((m.start(), m.start() + len(word)) for word in self.words for m in re.finditer(f"(?={re.escape(word)})", folded))
        for start, end in spans:
            if marks and start <= marks[-1][1]:
                marks[-1] = marks[-1][0], max(end, marks[-1][1])
            else:
                marks.append((start, end))
        return tuple(marks)
