"""SPARQL over a store, and its answers as a table for people, or CSV, TSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.rdf.iris import NAME

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Kind = Literal["select", "ask", "construct"]
TRIPLE = ("subject", "predicate", "object")
FORMATS = ("table", "csv", "tsv", "json")
WIDEST = 60  # columns of a terminal that one cell of a table may take; csv, tsv and json give the whole value
# A codepoint escape may stand anywhere in SPARQL, also inside a keyword.
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Variables, local names and ends of paths, in which a keyword can be no keyword. Anything else may be one: the engine's parser wants no space
# around it (1SERVICE<…>, SERVICEex:a, SERVICE:a), and telling strings apart here could be fooled (FILTER(?a<'x>y')SERVICE …).
NAMES = re.compile(r"[?$:/#]\w+")
PARAMETER = re.compile(r'VALUES\s+\?(\w+)\s*\{\s*"(?:[^"\\\n]|\\.)*"\s*\}')
TITLE = re.compile(r"#\s*(?P<zh>.+?)\s+/\s+(?P<en>.+?)\s*")


class QueryError(ValueError):
    """A query that cannot be run; the message says why, with line and column where the parser knows them."""


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query. SELECT: `columns` and `rows`. ASK: `answer`. CONSTRUCT: triples as sorted rows."""

    kind: Kind
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A query that ships with the ontology: `name` is its file's stem, the titles are its first line."""

    name: str
    title_zh: str
    title_en: str
    text: str


def query(store: ox.Store, text: str, prefixes: Mapping[str, str], *, federated: bool = False) -> Result:
    """Run SELECT, ASK, CONSTRUCT or DESCRIBE on a store that `open_store` opened; `prefixes` need no PREFIX line.

    SERVICE would call other servers, and from a web page that is a way into somebody's network: it needs `federated`.
    Raises QueryError.
    """
    if not federated:
        local(text, "SERVICE")
    try:
        found = store.query(text, prefixes=dict(prefixes))
        if isinstance(found, ox.QueryBoolean):
            return Result("ask", answer=bool(found))
        if isinstance(found, ox.QueryTriples):
            triples = {str(t): (t.subject, t.predicate, t.object) for t in found}
            return Result("construct", TRIPLE, tuple(triples[key] for key in sorted(triples)))
        return Result("select", tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
    except SyntaxError as error:
        raise QueryError(explained(str(error), text, prefixes)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error


def local(text: str, *words: str) -> None:
    """Raises QueryError when one of the keywords that reach out for other servers may stand in a query or update."""
    plain = NAMES.sub("", ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text))
    for word in words:
        if re.search(word, plain, re.IGNORECASE):
            raise QueryError(f"{word} asks other servers and is switched off; the word may not stand in a query here")


def explained(message: str, text: str, prefixes: Mapping[str, str]) -> str:
    """Oxigraph's message without its list of character classes; an unknown prefix by name."""
    if "Prefix not found" in message:
        declared = {*prefixes, *re.findall(r"(?i)\bprefix\s+([\w-]*):", text)}
        unknown = sorted({p for p in re.findall(r"(?<![\w<:/?$-])([A-Za-z][\w-]*):(?!//)", text) if p not in declared})
        return f"unknown prefix {', '.join(unknown)}; known are {', '.join(sorted(prefixes))}" if unknown else "unknown prefix"
    where, _, rest = message.partition(": ")
    return f"not a valid query ({where.removeprefix('error ')}): {rest if len(rest) < 200 else rest[:200] + ' …'}"


def saved(root: Path) -> dict[str, Saved]:
    """The saved queries of an ontology folder by name. Raises QueryError for one without its title line."""
    found = {}
    for path in sorted((root / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8-sig")
        title = TITLE.fullmatch(text.partition("\n")[0])
        if not title:
            raise QueryError(f"{path}:1: the first line should be: # 中文标题 / English title")
        found[path.stem] = Saved(path.stem, title["zh"], title["en"], text)
    return found


def given(text: str, values: Mapping[str, str]) -> str:
    """A query with other strings in its VALUES ?name { "…" }: what `kg query --with NAME=VALUE` asks. Raises QueryError for a name it lacks."""
    known = PARAMETER.findall(text)
    if unknown := sorted(values.keys() - set(known)):
        raise QueryError(f'the query has no VALUES ?{unknown[0]} {{ "…" }} to fill; it has {", ".join(known) or "none"}')
    return PARAMETER.sub(lambda m: f"VALUES ?{m[1]} {{ {ox.Literal(values[m[1]])} }}" if m[1] in values else m[0], text)


# --- answers as text --------------------------------------------------------------------------------------------------


def render(result: Result, format: str, prefixes: Mapping[str, str]) -> str:
    """A result as text that ends in a line feed; `format` is table, csv, tsv or json (these as in SPARQL 1.1)."""
    if format == "json":
        return _json(result)
    if result.kind == "ask":
        return "true\n" if result.answer else "false\n"
    if format == "csv":
        return _csv(result)
    if format == "tsv":
        return _tsv(result)
    if format == "table":
        return _table(result, prefixes)
    raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")


def _csv(result: Result) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # as RFC 4180 and SPARQL 1.1 want it
    writer.writerow(result.columns)
    writer.writerows([_value(term) for term in row] for row in result.rows)
    return out.getvalue()


def _tsv(result: Result) -> str:
    lines = ["\t".join("?" + name for name in result.columns)]
    lines += ["\t".join("" if term is None else _escaped(str(term)) for term in row) for row in result.rows]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\t", "\\t")  # str() of a literal escapes line feeds and returns, but not tabs


def _json(result: Result) -> str:
    if result.kind == "ask":
        return json.dumps({"head": {}, "boolean": result.answer}) + "\n"
    bindings = [{name: _binding(term) for name, term in zip(result.columns, row, strict=True) if term is not None} for row in result.rows]
    return json.dumps({"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        return {"type": "literal", "value": str(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})


def _value(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value


def _table(result: Result, prefixes: Mapping[str, str]) -> str:
    """Columns padded by what they take on a terminal, where a Chinese character is two wide."""
    known = {iri: prefix for prefix, iri in prefixes.items()}
    cells = [[_fit(_short(term, known)) for term in row] for row in result.rows]
    widths = [max(map(width, column)) for column in zip(result.columns, *cells, strict=True)]
    rule = "  ".join("─" * size for size in widths)
    lines = [_line(result.columns, widths), rule, *(_line(row, widths) for row in cells)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)).rstrip()


def _short(term: Term | None, known: Mapping[str, str]) -> str:
    """A term for reading: an IRI as a CURIE, a literal without its type, nothing that could steer the terminal."""
    text = _value(term)
    if isinstance(term, ox.NamedNode):
        cut = max(text.rfind("/"), text.rfind("#")) + 1
        if text[:cut] in known and NAME.fullmatch(text[cut:]):
            return f"{known[text[:cut]]}:{text[cut:]}"
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)


def _fit(text: str) -> str:
    if width(text) <= WIDEST:
        return text
    kept, room = [], WIDEST - 1
    for c in text:
        room -= width(c)
        if room < 0:
            break
        kept.append(c)
    return "".join(kept) + "…"


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
