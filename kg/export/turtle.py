"""Turtle for people and for diffs: sorted, grouped by subject, names first; the same bytes for the same graph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import merge
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zlib import crc32

import networkx as nx
import pyoxigraph as ox

from kg.builds import copied
from kg.export import runs
from kg.export.files import replaced
from kg.rdf.chunks import Leaf
from kg.rdf.convert import Profile, convert
from kg.rdf.iris import NAME, kinds, prefixes
from kg.rdf.terms import BOOLEAN, DECIMAL, INTEGER, iri

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
LEAF = 64  # subjects of a leaf on average, some 25 kB: few enough to make anew for one of them
DIGITS = re.compile(r"[0-9]+")
ESCAPED = re.compile(r'[\x00-\x1f\x7f-\x9f"\\\u2028\u2029\ufeff\ufffe\uffff]')
SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
REMEMBERED = 200_000  # names; the same few stand in most statements of a chunk
LONG = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
UNESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
LONG_QUOTE = '"""'  # of a string of several lines, in which every " is escaped
BARE = (f"^^{INTEGER}", f"^^{BOOLEAN}")
DECIMALS = f"^^{DECIMAL}"


def write(graph: nx.MultiDiGraph[str], path: Path, *, lexicon: Lexicon, settings: Settings, profile: Profile = "full") -> None:
    """Write the union of all graphs as Turtle to `path`."""
    rewrite(convert(graph, lexicon, settings, profile=profile), path, lexicon=lexicon, settings=settings)


def rewrite(quads: Iterable[ox.Quad], path: Path, *, lexicon: Lexicon, settings: Settings) -> tuple[Leaf, ...]:
    """Write the union of some quads' graphs as Turtle to `path`; those of `convert`, or of a file that was made of them. Returns its leaves."""
    style = Style(lexicon, settings)
    with replaced(path) as file:
        file.write("".join(style.header()).encode())
        leaves = []
        for leaf, text in _cut_up(style.body(quads)):
            file.write(text)
            leaves.append(leaf)
    return tuple(leaves)


Change = tuple[AbstractSet[str], AbstractSet[str]]
"""The statements of a subject that are gone, and those that came, "<predicate> object" in N-Triples."""


class Leaves:
    """A file of `rewrite`, of the same lexicon and settings, by its leaves: the statements of any subject are found in one of them."""

    def __init__(self, path: Path, leaves: Sequence[Leaf], *, lexicon: Lexicon, settings: Settings) -> None:
        self.path, self._style = path, Style(lexicon, settings)
        self.leaves = leaves or (Leaf("", 0),)  # a file without a statement is one, too
        self._header = "".join(self._style.header()).encode()
        self._ends = list(accumulate((leaf.size for leaf in self.leaves), initial=len(self._header)))
        self._places = [self._place(leaf.first) for leaf in self.leaves[1:]]

    def revise(self, path: Path, changed: Mapping[str, Change]) -> tuple[Leaf, ...]:
        """Write to `path` the file with what has changed of some subjects, by IRI; returns its leaves. What nothing touches is copied."""
        touched: dict[int, list[str]] = {}
        for subject in changed:
            touched.setdefault(self._leaf(subject), []).append(subject)
        leaves: list[Leaf] = []
        with replaced(path) as file, self.path.open("rb") as old:
            begin = 0
            rest: list[str] = []  # blocks after the last end of a leaf
            for number, leaf in enumerate(self.leaves):
                if number not in touched and not rest:
                    leaves.append(leaf)
                    continue
                copied(old, begin, self._ends[number], file)
                begin = self._ends[number + 1]
                revised = self._revised(self._text(old, number), {subject: changed[subject] for subject in touched.get(number, ())})
                cut = list(_cut_up(chain(rest, revised)))
                rest = [block for _, block in blocks(cut.pop()[1].decode())] if cut and not _ends(cut[-1][1]) else []
                for made, text in cut:
                    file.write(text)
                    leaves.append(made)
            copied(old, begin, self._ends[-1], file)
            for made, text in _cut_up(rest):
                file.write(text)
                leaves.append(made)
        return tuple(leaf for leaf in leaves if leaf.size)

    def quads(self, subjects: Iterable[str]) -> Iterator[ox.Quad]:
        """All statements of some subjects, by IRI."""
        wanted: dict[int, set[str]] = {}
        for subject in subjects:
            wanted.setdefault(self._leaf(subject), set()).add(self._style.name(subject))
        with self.path.open("rb") as old:
            text = [block for n in sorted(wanted) for name, block in blocks(self._text(old, n)) if name in wanted[n]]
        yield from self._parsed(text)

    def pieces(self, size: int) -> Iterator[list[ox.Quad]]:
        """All statements, those of some leaves at a time: of at least `size` bytes, but for the last."""
        with self.path.open("rb") as file:
            begin = len(self._header)
            for end in self._ends[1:]:
                if end - begin >= size or end == self._ends[-1]:
                    file.seek(begin)
                    yield list(self._parsed([file.read(end - begin).decode()]))
                    begin = end

    def _revised(self, text: str, changed: Mapping[str, Change]) -> Iterator[str]:
        """The blocks of a leaf with what has changed of some of its subjects."""
        style = self._style
        names = {style.name(subject): subject for subject in changed}
        found = list(blocks(text))
        said: dict[str, set[str]] = {subject: set() for subject in changed}
        for quad in self._parsed(block for name, block in found if name in names):
            said[iri(quad.subject)].add(f"{quad.predicate} {quad.object}")
        new = ((subject, (said[subject] - less) | more) for subject, (less, more) in changed.items())
        made = sorted((style.place(subject), style.block(subject, statements)) for subject, statements in new if statements)
        return (block for _, block in merge(((self._place(name), block) for name, block in found if name not in names), made))

    def _parsed(self, text: Iterable[str]) -> Iterator[ox.Quad]:
        return iter(ox.parse(self._header + "".join(text).encode(), format=ox.RdfFormat.TURTLE))

    def _leaf(self, subject: str) -> int:
        return bisect_right(self._places, self._style.place(subject))

    def _place(self, name: str) -> str:
        return self._style.place(self._style.iri(name))

    def _text(self, old: BinaryIO, number: int) -> str:
        old.seek(self._ends[number])
        return old.read(self._ends[number + 1] - self._ends[number]).decode()


def _cut_up(found: Iterable[str]) -> Iterator[tuple[Leaf, bytes]]:
    """Blocks in leaves. Where a leaf ends depends on the name of its last subject alone, so that equal files have equal leaves, whatever the way to them."""
    leaf: list[str] = []
    for block in found:
        leaf.append(block)
        if _last(_name(block)):
            yield _leaf_of(leaf)
            leaf = []
    if leaf:
        yield _leaf_of(leaf)


def _leaf_of(found: Sequence[str]) -> tuple[Leaf, bytes]:
    text = "".join(found).encode()
    return Leaf(_name(found[0]), len(text)), text


def _last(name: str) -> bool:
    """Whether a leaf ends with the subject of a name: one in LEAF does."""
    return crc32(name.encode()) % LEAF == 0


def _ends(text: bytes) -> bool:
    """Whether a leaf ends where its text does, and not with its file."""
    return _last([name for name, _ in blocks(text.decode())][-1])


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The blocks in a part of a file that `rewrite` wrote, each with the name of its subject."""
    block: list[str] = []
    inside = False  # a string of several lines
    for line in text.split("\n")[:-1]:
        if not line and not inside:
            if block:
                yield _name("\n".join(block)), "\n".join((*block, ""))
            block = [""]
        elif block:
            block.append(line)
            inside ^= line.count(LONG_QUOTE) % 2 == 1
    if block:
        yield _name("\n".join(block)), "\n".join((*block, ""))


def _name(block: str) -> str:
    """The name of the subject of a block, which begins with a line feed."""
    return block[1 : block.index(" ")]


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
            yield self.block(subject, statements, indent)

    def place(self, subject: str) -> str:
        """A sort key: by kind (entities, details, sources), then by name, 2 before 10."""
        cut = _cut(subject)
        return f"{self._order.get(subject[:cut], len(self._order)):03}{subject[:cut]}\0{natural(subject[cut:])}{subject}"

    def block(self, subject: str, statements: Iterable[str], indent: str = "") -> str:
        """The statements of a subject, "<predicate> object" in N-Triples, a property a line."""
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

    def iri(self, name: str) -> str:
        """The IRI that `name` wrote."""
        if name.startswith("<"):
            return name[1:-1]
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local

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
        return LONG_QUOTE + ESCAPED.sub(lambda m: m[0] if m[0] == "\n" else _escape(m[0]), text) + LONG_QUOTE
    return '"' + ESCAPED.sub(lambda m: _escape(m[0]), text) + '"'


def _escape(c: str) -> str:
    return SHORT.get(c) or f"\\u{ord(c):04X}"


def _unescape(match: re.Match[str]) -> str:
    return LONG.get(match[1]) or (chr(int(match[1][1:], 16)) if len(match[1]) > 1 else match[1])


def _object(text: str) -> tuple[bool, str]:
    return not text.startswith("kg:"), text  # our own class before the standard one


def _cut(full: str) -> int:
    return max(full.rfind("/"), full.rfind("#")) + 1
