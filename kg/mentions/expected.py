"""What the word lists expect in a sentence, for the tagger to weigh: places of the gazetteers, names behind posts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import Lexicon, load
from kg.mentions.regions import regions
from kg.mentions.scan import scanner
from kg.mentions.tagger import Expected
from kg.mentions.towns import nearest, towns

# Weights beside LAC's scores, whose winner leads by 2 to 6 points: CERTAIN carries almost any text, LIKELY needs some support of LAC's.
CERTAIN, LIKELY, SOME = 4.0, 4.0, 3.0


def expected(text: str, lexicon: Lexicon, home: str) -> tuple[Expected, ...]:
    """The words of one sentence that the lists know, for `Tagger.tag`."""
    return (*places(text, lexicon, home), *posts(text, lexicon))


def posts(text: str, lexicon: Lexicon) -> Iterator[Expected]:
    """Posts as words of their own, so that the name behind one begins where it should: 组长|颜回春."""
    named = lexicon.words["posts"]["named"]
    for start, end, word in scanner(lexicon, "posts").longest(text):
        if len(word) > 1 and (word in lexicon.posts or word in named):
            yield Expected(start, end, "n", SOME)


def places(text: str, lexicon: Lexicon, home: str) -> Iterator[Expected]:
    """Divisions by full name anywhere and by short name near the home; towns by full name."""
    taken = 0
    for start, end, name in scanner(lexicon, "gazetteer").longest(text):
        stopped = text.startswith(tuple(lexicon.words["suffixes"]["town_stops"]), end)
        weight = _weight(name, lexicon, home, stopped=stopped)
        if weight and start >= taken:
            yield Expected(start, end, "LOC", weight)
            taken = end


def _weight(name: str, lexicon: Lexicon, home: str, *, stopped: bool) -> float:
    """How firmly a name is expected; `stopped`: what follows shows that it is no town's name."""
    if name in lexicon.full_names:
        return CERTAIN if len(name) > 2 else 0.0
    if name in towns(lexicon):
        if stopped:
            return 0.0
        near = nearest(name, home, lexicon)[1] in ("county", "prefecture")
        return CERTAIN if near or len(name) > 4 else LIKELY if len(name) == 4 else 0.0
    if name in regions(lexicon):
        return CERTAIN if len(name) > 2 else 0.0
    code = lexicon.locate(name, home)
    near = bool(code and home) and lexicon.prefecture(code) == lexicon.prefecture(home)
    own = any(d.code == code for d in lexicon.ladder(home))
    return (2 * LIKELY if own else LIKELY) if near and name not in words_too(lexicon) else 0.0


def words_too(lexicon: Lexicon) -> frozenset[str]:
    """Short names of divisions that are plain words as well."""
    return _words_too(str(lexicon.root))


@lru_cache(maxsize=4)
def _words_too(root: str) -> frozenset[str]:
    return frozenset(load(root).words["suffixes"]["word_places"])
