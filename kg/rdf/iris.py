"""IRIs of individuals: `{base}{kind}/{name}`, readable, the same on every machine, distinct for distinct things.

A name holds only letters (Chinese too), digits and hyphens, so that every Turtle parser reads it as a plain local name;
rdflib and Oxigraph disagree about everything else (escapes, percent signs). A name that holds more, for example
中国石油大学（北京）, keeps its letters, and seven hex digits of its SHA-256 keep it apart from names that differ
only in what was dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.model import Span, digest

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

# Written out and not str.isalpha, whose answer changes with the Unicode version of the Python that runs. Each range
# holds letters of Turtle's PN_CHARS_BASE that are stable under NFC: Latin, Greek, Cyrillic, 々〆〇, kana, Han, Hangul.
LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481\u048a-\u052f"
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003134f"
)
NAME = re.compile(f"[{LETTERS}0-9][{LETTERS}0-9-]*")
OTHER = re.compile(f"[^{LETTERS}0-9]+")
MARKED = re.compile("-[0-9a-f]{7}$")  # what a name looks like that carries our digest
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B)}  # ＡＢ１２ → AB12, for reading only
LONGEST = 80  # letters of a name; the longest titles of documents in our samples have about 60

# What is not an entity, in the order in which Turtle lists it. Entities have the kinds of ontology/types.yaml.
DETAILS = ("post", "tenure", "participation", "agenda", "policystate", "observation", "project", "visit", "stop", "byline")
SOURCES = ("article", "page", "mention", "sentence", "claim", "contradiction", "gazetteer", "curation", "graph", *("dataset", "activity", "software", "ontology"))


class Names:
    """Coins the IRIs of one build: `base` from settings, `style` "readable" or "hash" (opaque ASCII names)."""

    def __init__(self, base: str, style: str = "readable") -> None:
        self.base = base
        self.style = style
        self._entities: dict[str, ox.NamedNode] = {}

    def entity(self, id: str) -> ox.NamedNode:
        """The IRI of an entity's id, "{kind}/{name}"."""
        found = self._entities.get(id)
        if found is None:
            kind, _, name = id.partition("/")
            found = self._entities[id] = self.iri(kind, name)
        return found

    def sentence(self, span: Span) -> ox.NamedNode:
        """The IRI of a sentence of an article."""
        return self.iri("sentence", span.article, str(span.start), str(span.end))

    def iri(self, kind: str, *parts: str, hidden: tuple[str, ...] = ()) -> ox.NamedNode:
        """The IRI of a thing known by `parts`, always as many for one kind; `hidden` parts tell it apart, unseen."""
        local = digest(*parts, *hidden, length=16) if self.style == "hash" else local_name(*parts, hidden=hidden)
        return ox.NamedNode(f"{self.base}{kind}/{local}")


def local_name(*parts: str, hidden: tuple[str, ...] = ()) -> str:
    """The readable local name of a thing known by `parts`: letters, digits, hyphens, and a digest only where needed.

    Parts are joined by hyphens. When only the first has hyphens of its own, they can be told apart from the right.
    """
    name = "-".join(parts)
    plain = not hidden and all(map(NAME.fullmatch, parts)) and not any("-" in part for part in parts[1:])
    if plain and len(name) <= LONGEST and not MARKED.search(name):
        return name
    slug = OTHER.sub("-", name.translate(NARROW)).strip("-")[:LONGEST].strip("-")
    return f"{slug or 'x'}-{digest(*parts, *hidden, length=7)}"


def name_of(id: str) -> str:
    """The name in an entity's id: "org/中共吕梁市委员会" → 中共吕梁市委员会."""
    return id.partition("/")[2]


def prefixes(lexicon: Lexicon, settings: Settings) -> dict[str, str]:
    """Prefixes of Turtle files and queries: the vocabularies of prefixes.tsv, then one for each kind of individual.

    A kind's prefix is its name (person:孙大军, place:141102), with an s where a vocabulary has it already (orgs:).
    """
    found = dict(lexicon.prefixes)
    for kind in kinds(lexicon):
        prefix = kind
        while prefix in found:
            prefix += "s"
        found[prefix] = f"{settings.base}{kind}/"
    return found


def kinds(lexicon: Lexicon) -> tuple[str, ...]:
    """Kinds of individuals in the order in which files list them: entities by type, details of relations, sources."""
    entities = dict.fromkeys(info.kind for info in lexicon.types.values())
    return (*entities, *DETAILS, *SOURCES)


def expand(curie: str, prefixes: Mapping[str, str]) -> ox.NamedNode:
    """The IRI of a CURIE; raises KeyError naming the CURIE when its prefix is unknown."""
    prefix, _, local = curie.partition(":")
    if prefix not in prefixes:
        raise KeyError(f"{curie}: unknown prefix {prefix!r}; add it to ontology/prefixes.tsv")
    return ox.NamedNode(prefixes[prefix] + local)
