"""The word lists about names of bodies and sites, as sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.lexicon import Lexicon, load
from kg.mentions.generic import generic

LONGEST = 26  # characters: 黔东南苗族侗族自治州… names of companies reach this


@dataclass(frozen=True)
class Table:
    """The word lists about names, as sets: suffix → (type, subtype), and what may stand inside a name."""

    kinds: dict[str, tuple[str, str]]
    inner_verbs: frozenset[str]
    outside: frozenset[str]
    modifiers: frozenset[str]
    memorials: frozenset[str]
    memorial_words: frozenset[str]
    finals: frozenset[str]
    subordinate: frozenset[str]
    never_ends: tuple[str, ...]
    above: tuple[str, ...]
    village_kinds: frozenset[str]
    plain: frozenset[str]
    verbs: frozenset[str]
    people: frozenset[str]
    leads: tuple[str, ...]
    words: Mapping[str, Any]
    lexicon: Lexicon
    units: re.Pattern[str]

    def of(self, name: str) -> tuple[str, str, str]:
        """(suffix, type, subtype) of a name by its longest suffix, or three empty strings."""
        for length in range(min(LONGEST, len(name)), 0, -1):
            if name[-length:] in self.kinds:
                return name[-length:], *self.kinds[name[-length:]]
        return "", "", ""

    def generic(self, text: str) -> bool:
        """Whether a text is made of words that say only of what kind a thing is; an empty one is."""
        return generic(text, self.lexicon)


def table_of(lexicon: Lexicon) -> Table:
    """The table of an ontology folder."""
    return _table(str(lexicon.root))


@lru_cache(maxsize=4)
def _table(root: str) -> Table:
    lexicon = load(root)
    words, posts = lexicon.words["suffixes"], lexicon.words["posts"]
    kinds = {s: ("LOC", cls) for cls, block in words["places"].items() for s in block["strong"]}
    kinds |= {s: ("ORG", cls) for cls, block in words["organizations"].items() for s in block["strong"]}
    sets = {k: frozenset(words[k]) for k in ("inner_verbs", "outside", "modifiers", "memorials", "memorial_words", "finals", "subordinate")}
    return Table(
        kinds,
        **sets,
        never_ends=tuple(words["never_ends"]),
        above=tuple(words["above"]),
        village_kinds=frozenset((*words["village_kinds"], *words["village_adjectives"])),
        plain=frozenset(words["plain_classes"]),
        verbs=frozenset(lexicon.words["programmes"]["verbs"]),
        people=frozenset({*lexicon.posts, *posts["occupations"], *posts["groups"]}),
        leads=tuple(words["leads"]),
        words=words,
        lexicon=lexicon,
        units=re.compile("|".join(lexicon.words["organs"]["inner_units"])),
    )
