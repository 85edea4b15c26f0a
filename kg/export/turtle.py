"""Turtle for people and for diffs: sorted, grouped by subject, names first; the same bytes for the same graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.export import runs
from kg.export.files import save
from kg.rdf.convert import Profile, convert
from kg.rdf.iris import NAME, kinds, prefixes
from kg.rdf.terms import BOOLEAN, DECIMAL, INTEGER

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

# What a reader looks for first, and last; the other properties stand between them by name.
FIRST = (
    *("a", "skos:prefLabel", "skos:altLabel", "schema:headline", "schema:alternativeHeadline", "kg:title"),
    *(
        "dct:identifier",
        "schema:datePublished",
        "nif:anchorOf",
        "nif:referenceContext",
        "nif:beginIndex",
        "nif:endIndex",
    ),
    *("rdf:subject", "rdf:predicate", "rdf:object"),
)
LAST = ("prov:wasDerivedFrom", "kg:rule", "kg:confidence", "kg:negated", "kg:modality", "kg:reason", "kg:origin", "nif:isString")
RANK = {name: n for n, name in enumerate(FIRST)} | {name: n for n, name in enumerate(LAST, 1000)}
DIGITS = re.compile(r"[0-9]+")
ESCAPED = re.compile(r'[\x00-\x1f\x7f-\x9f"\\\u2028\u2029\ufeff\ufffe\uffff]')
SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
REMEMBERED = 200_000  # names; the same few stand in most statements of a chunk
LONG = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
UNESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
BARE = (f"^^{INTEGER}", f"^^{BOOLEAN}")
DECIMALS = f"^^{DECIMAL}"


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as Turtle to `path`."""
    rewrite(convert(graph, lexicon, settings, profile=profile), path, lexicon=lexicon, settings=settings)


def rewrite(quads: Iterable[ox.Quad], path: Path, *, lexicon: Lexicon, settings: Settings) -> None:
    """Write the union of some quads' graphs as Turtle to `path`; those of `convert`, or of a file that was made of them."""
    style = Style(lexicon, settings)
    save(path, chain(style.header(), style.body(quads)))


class Style:
    """How terms are written and subjects ordered: needs the prefixes and the kinds of individuals."""

    def __init__(self, lexicon: Lexicon, settings: Settings) -> None:
        self.prefixes = prefixes(lexicon, settings)
        self._namespaces = {iri: prefix for prefix, iri in self.prefixes.items()}
        self._order = {f"{settings.base}{kind}/": n for n, kind in enumerate(kinds(lexicon))}
        self._names: dict[str, str] = {}
        self._ranked: dict[str, tuple[tuple[int, str], str]] = {}

    def header(self) -> Iterator[str]:
        """The prefixes, all of them whatever the graph holds, so that diffs show data alone."""
        yield from (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.prefixes.items())

    def body(self, quads: Iterable[ox.Quad], indent: str = "") -> Iterator[str]:
        """The triples of some quads, whatever their graphs, a block for each subject with a blank line before it.

        Any number of quads: what is more than `runs.CHUNK` is sorted on disk.
        """
        for subject, statements in runs.grouped(quads, self.place):
            yield self._block(subject, statements, indent)

    def place(self, subject: str) -> str:
        """A sort key: by kind (entities, details, sources), then by name, 2 before 10."""
        cut = _cut(subject)
        return f"{self._order.get(subject[:cut], len(self._order)):03}{subject[:cut]}\0{natural(subject[cut:])}{subject}"

    def _block(self, subject: str, statements: Iterable[str], indent: str) -> str:
        found: dict[str, list[str]] = {}
        for statement in statements:
            predicate, _, value = statement.partition(" ")
            if predicate in found:
                found[predicate].append(self._object(value))
            else:
                found[predicate] = [self._object(value)]
        lines = []
        for (_, name), predicate in sorted([(self._property(predicate), predicate) for predicate in found]):
            objects = found[predicate]
            lines.append(f"{name} {objects[0] if len(objects) == 1 else ', '.join(sorted(objects, key=_object))}")
        return f"\n{indent}{self.name(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"

    def _property(self, predicate: str) -> tuple[tuple[int, str], str]:
        """Where a predicate stands in its block, and how it is written."""
        found = self._ranked.get(predicate)
        if found is None:
            name = self.name(predicate[1:-1])
            name = RDF_TYPE if name == "rdf:type" else name
            found = self._ranked[predicate] = rank(name), name
        return found

    def name(self, full: str) -> str:
        """An IRI as prefix:name where every parser reads that alike, otherwise in full."""
        found = self._names.get(full)
        if found is None:
            cut = _cut(full)
            if len(self._names) >= REMEMBERED:
                self._names.clear()
            short = full[:cut] in self._namespaces and NAME.fullmatch(full[cut:])
            found = self._names[full] = f"{self._namespaces[full[:cut]]}:{full[cut:]}" if short else f"<{full}>"
        return found

    def term(self, term: object) -> str:
        """An object as Turtle writes it; numbers and truth values bare where that means the same."""
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise TypeError(f"{term!r} is no IRI and no literal")
        return self._object(str(term))

    def _object(self, term: str) -> str:
        """The same from its form in N-Triples, which Oxigraph makes faster than we could look into its terms."""
        if term[0] == "<":
            return self.name(term[1:-1])
        if term[0] != '"':
            raise TypeError(f"{term} is no IRI and no literal")
        end = term.rindex('"')
        value, kind = term[1:end], term[end + 1 :]
        if kind in BARE or (kind == DECIMALS and "." in value):
            return value
        value = quoted(UNESCAPED.sub(_unescape, value)) if ESCAPED.search(value) else f'"{value}"'
        return value + (f"^^{self.name(kind[3:-1])}" if kind.startswith("^^") else kind)


RDF_TYPE = "a"


def rank(predicate: str) -> tuple[int, str]:
    """Where a property stands in its block."""
    return RANK.get(predicate, 500), predicate


def natural(text: str) -> str:
    """A sort key of a text without control characters by which 2 stands before 10: before a number stands how many digits it has."""
    return DIGITS.sub(lambda m: f"\0{chr(len(number := m[0].lstrip('0')) + 1)}{number}", text) + "\0\0"


def quoted(text: str) -> str:
    """A string in quotes; one of several lines in long quotes, so that an article can be read."""
    if "\n" in text:
        return '"""' + ESCAPED.sub(lambda m: m[0] if m[0] == "\n" else _escape(m[0]), text) + '"""'
    return '"' + ESCAPED.sub(lambda m: _escape(m[0]), text) + '"'


def _escape(c: str) -> str:
    return SHORT.get(c) or f"\\u{ord(c):04X}"


def _unescape(match: re.Match[str]) -> str:
    return LONG.get(match[1]) or (chr(int(match[1][1:], 16)) if len(match[1]) > 1 else match[1])


def _object(text: str) -> tuple[bool, str]:
    return not text.startswith("kg:"), text  # our own class before the standard one


def _cut(full: str) -> int:
    return max(full.rfind("/"), full.rfind("#")) + 1
