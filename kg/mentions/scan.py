"""Finds every occurrence of the lexicon's words in a text in one pass (an Aho–Corasick automaton, built once a process)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import ahocorasick

from kg.gazetteer import towns
from kg.lexicon import Lexicon, load
from kg.mentions.regions import regions

Hit = tuple[int, int, str]
"""Start, end and word of what a word list finds."""


class Scanner:
    """Words to look for, each with something to tell of it; `find` yields all occurrences, overlapping ones too."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, value in sorted(words.items()):
            if word:
                self._automaton.add_word(word, (word, value))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[Hit, Any]]:
        """Each occurrence, by end, and what there is to tell of the word."""
        if len(self._automaton):
            for last, (word, value) in self._automaton.iter(text):
                yield (last + 1 - len(word), last + 1, word), value


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without overlaps, the leftmost and longest first."""
    found: list[Hit] = []
    for start, back, word in sorted((start, -end, word) for start, end, word in hits):
        if not found or start >= found[-1][1]:
            found.append((start, -back, word))
    return found


def scan(text: str, lexicon: Lexicon) -> dict[str, list[Hit]]:
    """All occurrences of the words of each list, overlapping ones too, by end. The lists: gazetteer, tails (of organs), national, bare,
    programmes, posts, suffixes, industries, laws, given."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit, kinds in _scanner(str(lexicon.root)).find(text):
        for kind in kinds:
            found[kind].append(hit)
    return found


@lru_cache(maxsize=4)
def _scanner(root: str) -> Scanner:
    lexicon = load(root)
    words: dict[str, Iterable[str]] = {
        "gazetteer": (*lexicon.place_names, *towns(lexicon), *regions(lexicon)),
        "tails": (form.tail for form in lexicon.forms),
        "national": lexicon.national,
        "bare": (*lexicon.bare, *bare_departments(lexicon)),
        "programmes": lexicon.programmes,
        "posts": (*lexicon.posts, *lexicon.words["posts"]["occupations"], *lexicon.words["posts"]["groups"]),
        "suffixes": (
            s for part in ("organizations", "places") for block in lexicon.words["suffixes"][part].values() for s in block["strong"]
        ),
        "industries": lexicon.words["suffixes"]["industries"],
        "laws": lexicon.words["documents"]["laws"],
        "given": lexicon.given_names,
    }
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, list_ in words.items():
        for word in set(list_):
            kinds[word].append(kind)
    return Scanner(kinds)


def bare_departments(lexicon: Lexicon) -> dict[str, str]:
    """The short forms of departments that may stand alone (工信局) → the organ's key."""
    words = lexicon.words["organs"]
    ends = tuple(words["bare_ends"])
    forms = (f for f in lexicon.forms if f.slot == "X" and not f.before and f.organ in words["departments"])
    listed = words["bare_listed"]
    return {f.tail: f.organ for f in forms if (len(f.tail) >= 3 and f.tail.endswith(ends)) or f.tail in listed}
