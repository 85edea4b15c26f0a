"""Hits as text: tables for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict

import pyoxigraph as ox

from kg.rdf.query import short
from kg.search.find import Found, Passage
from kg.text import terminal

FORMATS = ("table", "csv", "json")
COLUMNS = ("kind", "iri", "type", "name", "aliases", "mentions", "date", "newspaper", "title", "article", "begin", "end", "text")
BEFORE = 20  # columns of a sentence that a table shows before the first mark


def render(found: Found, format: str, prefixes: Mapping[str, str]) -> str:
    """Hits as text; `format` is one of FORMATS."""
    if format == "json":
        hits = {"entities": list(map(asdict, found.things)), "sentences": list(map(asdict, found.passages))}
        return json.dumps({**hits, "all_entities": found.all_things, "all_sentences": found.all_passages}, ensure_ascii=False, indent=1) + "\n"
    if format == "csv":
        return _csv(found)
    if format == "table":
        return _tables(found, {iri: prefix for prefix, iri in prefixes.items()})
    raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")


def _csv(found: Found) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for thing in found.things:
        writer.writerow({"kind": "entity", **asdict(thing), "aliases": "、".join(thing.aliases)})
    for passage in found.passages:
        writer.writerow({"kind": "sentence", **asdict(passage)})
    return out.getvalue()


def _tables(found: Found, known: Mapping[str, str]) -> str:
    """A table of entities and one of sentences, a blank line between them; a table without rows is left out."""
    parts = []
    if found.things:
        rows = [(t.type, t.name, "、".join(t.aliases), str(t.mentions), short(ox.NamedNode(t.iri), known)) for t in found.things]
        parts.append(terminal.table(("type", "name", "aliases", "mentions", "entity"), [list(map(_cell, row)) for row in rows]))
    if found.passages:
        said = [(_marked(p), p.title, p.newspaper, p.date, short(ox.NamedNode(p.article), known)) for p in found.passages]
        parts.append(terminal.table(("sentence", "title", "newspaper", "date", "article"), [list(map(_cell, row)) for row in said]))
    return "\n".join(parts)


def _cell(text: str) -> str:
    return terminal.fit(terminal.plain(text))


def _marked(passage: Passage) -> str:
    """A sentence from shortly before its first mark, the words in «»."""
    text, pieces, done = passage.text, [], 0
    first = passage.marks[0][0] if passage.marks else 0
    while terminal.width(text[done:first]) > BEFORE:
        done += 1
    pieces.append("…" if done else "")
    for start, end in passage.marks:
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    return "".join((*pieces, text[done:]))
