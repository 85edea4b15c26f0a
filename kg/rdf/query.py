"""SPARQL over a store, and its answers as a table for people, or in the formats of SPARQL and RDF for programs."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg.rdf.iris import NAME
from kg.text import terminal

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Kind = Literal["select", "ask", "construct"]
TRIPLE = ("subject", "predicate", "object")
RESULTS = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML}
FORMATS = ("table", "json", *RESULTS, *GRAPHS)
# A codepoint escape may stand anywhere in SPARQL, also inside a keyword.
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Variables, local names and ends of paths, in which a keyword can be no keyword. Anything else may be one: the engine's parser wants no space
# around it (1SERVICE<…>, SERVICEex:a, SERVICE:a), and telling strings apart here could be fooled (FILTER(?a<'x>y')SERVICE …).
NAMES = re.compile(r"[?$:/#]\w+")
PARAMETER = re.compile(r'VALUES\s+\?(\w+)\s*\{\s*"(?:[^"\\\n]|\\.)*"(?:@([A-Za-z-]+))?\s*\}')
FOUND = re.compile(r"(VALUES\s+\?found\s*)\{\s*\}", re.IGNORECASE)
TITLE = re.compile(r"#\s*(?P<zh>.+?)\s+/\s+(?P<en>.+?)\s*")


class QueryError(ValueError):
    """A query that cannot be run; the message says why, with line and column where the parser knows them."""


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query. SELECT: `columns` and `rows`. ASK: `answer`. CONSTRUCT: triples as sorted rows. `more`: rows were left out."""

    kind: Kind
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    answer: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A query that ships with the ontology: `name` is its file's stem, the titles are its first line.

    The comments below that line say how to ask it: an example (options of `kg query`) with a colon behind it, then what its parts mean.
    """

    name: str
    title_zh: str
    title_en: str
    text: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that `given` can fill, in order."""
        return tuple(dict.fromkeys(match[1] for match in PARAMETER.finditer(self.text)))

    @property
    def about(self) -> str:
        """The comments below the title as one paragraph."""
        lines = itertools.takewhile(lambda line: line.startswith("#"), self.text.splitlines()[1:])
        return " ".join(line.removeprefix("#").strip() for line in lines)

    @property
    def example(self) -> tuple[str, ...]:
        """The words of its example on a command line: --with, name=陈功."""
        words, colon, _ = self.about.partition(": ")
        return tuple(shlex.split(words)) if colon and words.startswith("--") else ()


def query(store: ox.Store, text: str, prefixes: Mapping[str, str], *, federated: bool = False, limit: int | None = None) -> Result:
    """Run SELECT, ASK, CONSTRUCT or DESCRIBE on a store that `open_store` opened; `prefixes` need no PREFIX line.

    Of more rows (or triples) than `limit` the first are taken. SERVICE would call other servers, and from a web page that is a way into
    somebody's network: it needs `federated`. Raises QueryError.
    """
    if not federated:
        local(text, "SERVICE")
    most = None if limit is None else limit + 1
    try:
        found = store.query(text, prefixes=dict(prefixes))
        if isinstance(found, ox.QueryBoolean):
            return Result("ask", answer=bool(found))
        if isinstance(found, ox.QueryTriples):
            triples = {str(t): (t.subject, t.predicate, t.object) for t in itertools.islice(found, most)}
            return _first(Result("construct", TRIPLE, tuple(triples[key] for key in sorted(triples))), limit)
        return _first(Result("select", tuple(v.value for v in found.variables), tuple(tuple(row) for row in itertools.islice(found, most))), limit)
    except SyntaxError as error:
        raise QueryError(explained(str(error), text, prefixes)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error


def _first(result: Result, limit: int | None) -> Result:
    return result if limit is None or len(result.rows) <= limit else replace(result, rows=result.rows[:limit], more=True)


def check(text: str, prefixes: Mapping[str, str]) -> None:
    """Raises QueryError when a query is no sound SPARQL; it is asked of an empty graph."""
    query(ox.Store(), text, prefixes)


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
    """A query with other strings in its VALUES ?name { "…" }: what `kg query --with NAME=VALUE` asks. Raises QueryError for a name it lacks.

    A language stays ({ ""@zh }): with it a name is looked up in the index, where a comparison of STR() reads every name there is.
    """
    known = [match[1] for match in PARAMETER.finditer(text)]
    if unknown := sorted(values.keys() - set(known)):
        raise QueryError(f'the query has no VALUES ?{unknown[0]} {{ "…" }} to fill; it has {", ".join(known) or "none"}')
    return PARAMETER.sub(lambda m: f"VALUES ?{m[1]} {{ {ox.Literal(values[m[1]], language=m[2])} }}" if m[1] in values else m[0], text)


def joined(text: str, iris: Iterable[str]) -> str:
    """A query whose empty VALUES ?found { } holds some IRIs: how it is joined with a search. Raises QueryError when it has none."""
    if not FOUND.search(text):
        raise QueryError("the query has no VALUES ?found { } to hold what is found")
    found = " ".join(str(ox.NamedNode(iri)) for iri in iris)
    return FOUND.sub(lambda m: f"{m[1]}{{ {found} }}", text)


# --- answers as text --------------------------------------------------------------------------------------------------


def render(result: Result, format: str, prefixes: Mapping[str, str]) -> str:
    """A result as text that ends in a line feed: a table, csv, tsv, json or xml as in SPARQL 1.1, or the triples of a graph as RDF.

    Raises QueryError for RDF that is asked of a SELECT or ASK.
    """
    if format in GRAPHS:
        return _graph(result, format, prefixes)
    if format in RESULTS:
        return _ended(ox.parse_query_results(_json(result), format=ox.QueryResultsFormat.JSON).serialize(format=RESULTS[format]))
    if format == "json":
        return _json(result)
    if format != "table":
        raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")
    if result.kind == "ask":
        return "true\n" if result.answer else "false\n"
    known = {iri: prefix for prefix, iri in prefixes.items()}
    return terminal.table(result.columns, ([terminal.fit(short(term, known)) for term in row] for row in result.rows))


def _graph(result: Result, format: str, prefixes: Mapping[str, str]) -> str:
    """The triples of a CONSTRUCT or DESCRIBE, with those prefixes that they need."""
    if result.kind != "construct":
        raise QueryError(f"{format} is for graphs; ask with CONSTRUCT or DESCRIBE, or take one of {', '.join(('table', 'json', *RESULTS))}")
    triples = [ox.Triple(*row) for row in result.rows]  # type: ignore[arg-type]
    return _ended(ox.serialize(triples, format=GRAPHS[format], prefixes=needed(prefixes, triples)))


def needed(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Those of some prefixes that triples use."""
    used = {node.value for triple in triples for node in (triple.subject, triple.predicate, triple.object) if isinstance(node, ox.NamedNode)}
    return {prefix: iri for prefix, iri in prefixes.items() if any(each.startswith(iri) for each in used)}


def _ended(text: bytes | None) -> str:
    """What the engine wrote, with a line feed at its end."""
    said = (text or b"").decode()
    return said if said.endswith("\n") else said + "\n"


def _json(result: Result) -> str:
    if result.kind == "ask":
        return json.dumps({"head": {}, "boolean": result.answer}) + "\n"
    bindings = [{name: _binding(term) for name, term in zip(result.columns, row, strict=True) if term is not None} for row in result.rows]
    return json.dumps({"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        return {"type": "triple", "value": {part: _binding(getattr(term, part)) for part in TRIPLE}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})


def short(term: Term | None, known: Mapping[str, str]) -> str:
    """A term for reading: an IRI as a CURIE (`known` has prefixes by IRI), a literal without its type, nothing that could steer the terminal."""
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.Triple) else term.value
    if isinstance(term, ox.NamedNode):
        cut = max(text.rfind("/"), text.rfind("#")) + 1
        if text[:cut] in known and NAME.fullmatch(text[cut:]):
            return f"{known[text[:cut]]}:{text[cut:]}"
    return terminal.plain(text)
