"""Finds every occurrence of the lexicon's words in a text in one pass each (Aho–Corasick automata, built once a process)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import ahocorasick

from kg.gazetteer import towns
from kg.lexicon import Lexicon, load
from kg.mentions.regions import regions


class Scanner:
    """A set of words to look for; `find` yields all occurrences, overlapping ones too."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        self.words = frozenset(filter(None, words))
        for word in sorted(self.words):
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, word) of each occurrence, by end."""
        if self.words:
            for last, word in self._automaton.iter(text):
                yield last + 1 - len(word), last + 1, word

    def longest(self, text: str) -> list[tuple[int, int, str]]:
        """Occurrences without overlaps, the leftmost and longest first."""
        found: list[tuple[int, int, str]] = []
        for start, back, word in sorted((start, -end, word) for start, end, word in self.find(text)):
            if not found or start >= found[-1][1]:
                found.append((start, -back, word))
        return found


def bare_departments(lexicon: Lexicon) -> dict[str, str]:
    """The short forms of departments that may stand alone (工信局) → the organ's key."""
    words = lexicon.words["organs"]
    ends = tuple(words["bare_ends"])
    forms = (f for f in lexicon.forms if f.slot == "X" and not f.before and f.organ in words["departments"])
    return {f.tail: f.organ for f in forms if len(f.tail) >= 3 and f.tail.endswith(ends)}


@lru_cache(maxsize=32)
def _scanner(root: str, kind: str) -> Scanner:
    lexicon = load(root)
    words: dict[str, Iterable[str]] = {
        "places": lexicon.place_names,
        "gazetteer": {*lexicon.place_names, *towns(lexicon), *regions(lexicon)},
        "tails": {form.tail for form in lexicon.forms},
        "national": lexicon.national,
        "bare": {*lexicon.bare, *bare_departments(lexicon)},
        "programmes": lexicon.programmes,
        "posts": {*lexicon.posts, *lexicon.words["posts"]["occupations"], *lexicon.words["posts"]["groups"]},
        "suffixes": {
            s for part in ("organizations", "places") for block in lexicon.words["suffixes"][part].values() for s in block["strong"]
        },
        "industries": lexicon.words["suffixes"]["industries"],
        "laws": lexicon.words["documents"]["laws"],
        "meetings": lexicon.words["events"]["meeting"],
    }
    return Scanner(words[kind])


def scanner(lexicon: Lexicon, kind: str) -> Scanner:
    """The scanner for one kind of word: places, tails (of organs), national, bare, programmes, posts, meetings."""
    return _scanner(str(lexicon.root), kind)
