"""Turtle for people and for diffs: sorted, grouped by subject, names first; the same bytes for the same graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.export.files import save
from kg.rdf.convert import Profile, convert
from kg.rdf.iris import NAME, kinds, prefixes
from kg.rdf.terms import BOOLEAN, DECIMAL, INTEGER, STRING, iri

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
DIGITS = re.compile(r"([0-9]+)")
ESCAPED = re.compile(r'[\x00-\x1f\x7f-\x9f"\\\u2028\u2029\ufeff\ufffe\uffff]')
SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

Subjects = dict[str, dict[str, set[str]]]


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as Turtle to `path`."""
    style = Style(lexicon, settings)
    save(path, (*style.header(), *style.body(convert(graph, lexicon, settings, profile=profile))))


class Style:
    """How terms are written and subjects ordered: needs the prefixes and the kinds of individuals."""

    def __init__(self, lexicon: Lexicon, settings: Settings) -> None:
        self.prefixes = prefixes(lexicon, settings)
        self._namespaces = {iri: prefix for prefix, iri in self.prefixes.items()}
        self._order = {f"{settings.base}{kind}/": n for n, kind in enumerate(kinds(lexicon))}
        self._names: dict[str, str] = {}

    def header(self) -> Iterator[str]:
        """The prefixes, all of them whatever the graph holds, so that diffs show data alone."""
        yield from (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.prefixes.items())

    def body(self, quads: Iterable[ox.Quad], indent: str = "") -> Iterator[str]:
        """The triples of some quads, whatever their graphs, a block for each subject with a blank line before it."""
        subjects = self.group(quads)
        for subject in sorted(subjects, key=self.place):
            yield self._block(subject, subjects[subject], indent)

    def group(self, quads: Iterable[ox.Quad]) -> Subjects:
        """Subject IRI → predicate as written → objects as written."""
        subjects: Subjects = {}
        for quad in quads:
            objects = subjects.setdefault(iri(quad.subject), {}).setdefault(self.name(quad.predicate.value), set())
            objects.add(self.term(quad.object))
        return subjects

    def place(self, subject: str) -> tuple[int, str, tuple[str | int, ...], str]:
        """Where a subject stands: by kind (entities, details, sources), then by name, 2 before 10."""
        cut = _cut(subject)
        return self._order.get(subject[:cut], len(self._order)), subject[:cut], natural(subject[cut:]), subject

    def _block(self, subject: str, predicates: Mapping[str, set[str]], indent: str) -> str:
        pairs = ((RDF_TYPE if p == "rdf:type" else p, objects) for p, objects in predicates.items())
        lines = [f"{p} {', '.join(sorted(objects, key=_object))}" for p, objects in sorted(pairs, key=lambda pair: rank(pair[0]))]
        return f"\n{indent}{self.name(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"

    def name(self, full: str) -> str:
        """An IRI as prefix:name where every parser reads that alike, otherwise in full."""
        found = self._names.get(full)
        if found is None:
            cut = _cut(full)
            short = full[:cut] in self._namespaces and NAME.fullmatch(full[cut:])
            found = self._names[full] = f"{self._namespaces[full[:cut]]}:{full[cut:]}" if short else f"<{full}>"
        return found

    def term(self, term: object) -> str:
        """An object as Turtle writes it; numbers and truth values bare where that means the same."""
        if isinstance(term, ox.NamedNode):
            return self.name(term.value)
        if not isinstance(term, ox.Literal):
            raise TypeError(f"{term!r} is no IRI and no literal")
        if term.language:
            return f"{quoted(term.value)}@{term.language}"
        datatype = term.datatype
        if datatype == STRING:
            return quoted(term.value)
        if datatype in (INTEGER, BOOLEAN) or (datatype == DECIMAL and "." in term.value):
            return term.value
        return f'"{term.value}"^^{self.name(datatype.value)}'


RDF_TYPE = "a"


def rank(predicate: str) -> tuple[int, str]:
    """Where a property stands in its block."""
    return RANK.get(predicate, 500), predicate


def natural(text: str) -> tuple[str | int, ...]:
    """A sort key by which 2 stands before 10."""
    return tuple(int(part) if n % 2 else part for n, part in enumerate(DIGITS.split(text)))


def quoted(text: str) -> str:
    """A string in quotes; one of several lines in long quotes, so that an article can be read."""
    if "\n" in text:
        return '"""' + ESCAPED.sub(lambda m: m[0] if m[0] == "\n" else _escape(m[0]), text) + '"""'
    return '"' + ESCAPED.sub(lambda m: _escape(m[0]), text) + '"'


def _escape(c: str) -> str:
    return SHORT.get(c) or f"\\u{ord(c):04X}"


def _object(text: str) -> tuple[bool, str]:
    return not text.startswith("kg:"), text  # our own class before the standard one


def _cut(full: str) -> int:
    return max(full.rfind("/"), full.rfind("#")) + 1
