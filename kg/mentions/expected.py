"""What the word lists expect in a sentence, for the tagger to weigh: places of the gazetteers, names behind posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.gazetteer import nearest, towns, villages
from kg.lexicon import Lexicon, load
from kg.mentions.person_words import words_of
from kg.mentions.regions import regions
from kg.mentions.scan import Hit
from kg.mentions.tagger import Expected
from kg.text.choice import choice
from kg.text.segment import frequency

STOPS = "，。；：、和与及的（在到为说"
# Weights beside LAC's scores, whose winner leads by 2 to 6 points: CERTAIN carries almost any text, LIKELY needs some support of LAC's.
CERTAIN, LIKELY, SOME = 4.0, 4.0, 3.0
UNIT_END = re.compile("村|社区|嘎查")


def expected(
    text: str, named: Sequence[Hit], held: Sequence[Hit], lexicon: Lexicon, home: str, published: str = ""
) -> tuple[Expected, ...]:
    """The words of one sentence that the lists know, for `Tagger.tag`; `named` are names of the gazetteers in it and `held` posts."""
    people = joined_names(named, held, text, lexicon)
    return (
        *(Expected(start - 1, start + 1, "PER", 2 * CERTAIN) for start in people),
        *places(text, lexicon, home, [hit for hit in named if hit[0] not in people], published),
        *small_units(text, lexicon, home),
        *posts(text, lexicon, own_posts(held, named, text, lexicon)),
    )


def joined_names(places: Sequence[Hit], posts: Sequence[Hit], text: str, lexicon: Lexicon) -> set[int]:
    """Where what looks like a place is the given name of somebody behind a post, a linking word and a level: 副县长唐|新和县|经信局."""
    ends = {end for _, end, _ in posts}
    return {start for start, _, _ in places if start - 1 in ends and text[start - 1] in lexicon.surnames and text[start + 1] in "和与及"}


def posts(text: str, lexicon: Lexicon, hits: Sequence[Hit]) -> Iterator[Expected]:
    """Posts as words of their own, so that the name behind one begins where it should: 组长|颜回春."""
    words = words_of(lexicon)
    for start, end, word in hits:
        if len(word) > 1 and (word in lexicon.posts or word in words.named):
            yield Expected(start, end, "n", SOME if end - start == len(word) else 2 * CERTAIN)
            if stop := given_end(text, end, lexicon):
                yield Expected(end, stop, "PER", 2 * CERTAIN)
    for mark in re.finditer("、", text):
        if (stop := given_end(text, mark.end(), lexicon)) > mark.end() + 3:
            yield Expected(mark.end(), stop, "PER", CERTAIN)


def own_posts(posts: Sequence[Hit], places: Sequence[Hit], text: str, lexicon: Lexicon) -> list[Hit]:
    """Posts without those whose letters belong to two places in a row: 平利县|长安镇 has no 县长. One that shares its first letter with the
    body's name begins behind it: 派出所|长."""
    seams = {start for start, _, _ in places} & {end for _, end, _ in places}
    own = (post for post in posts if seams.isdisjoint(range(post[0] + 1, post[1])))
    ends = _shared(lexicon)
    return [(end - 1, end, word) if len(word) == 2 and word[1] == "长" and ends.search(text, 0, start + 1) else (start, end, word) for start, end, word in own]


@lru_cache(maxsize=4)
def _shared(lexicon: Lexicon) -> re.Pattern[str]:
    """The last words of bodies, of three letters or more, at the end of a text."""
    kinds = lexicon.words["suffixes"]["organizations"].values()
    return re.compile(f"(?:{choice({word for kind in kinds for word in kind['strong'] if len(word) > 2})})$")


def given_end(text: str, start: int, lexicon: Lexicon) -> int:
    """The end of a name made of given names of other languages (其其格玛), a surname before them or not (韩巴根那); 0 when none is."""
    words = words_of(lexicon)
    first = words.given_end(text, start)
    second = words.given_end(text, start + 1) if first == start and text[start : start + 1] in lexicon.surnames else 0
    stop = max(first, second)
    if stop > start and text[stop : stop + 1] in words.tails and not text[stop + 1 : stop + 2].strip(STOPS):
        stop += 1  # 尕藏|加
    return stop if stop > start + 3 or (stop == start + 3 and frequency(text[start:stop]) == 0) else 0


def places(text: str, lexicon: Lexicon, home: str, hits: Sequence[Hit], published: str = "") -> Iterator[Expected]:
    """Divisions by full name anywhere and by short name near the home; towns by full name."""
    taken = 0
    for start, end, name in hits:
        stopped = text.startswith(tuple(lexicon.words["suffixes"]["town_stops"]), end)
        weight = _weight(name, lexicon, home, published, stopped=stopped)
        if weight and start >= taken:
            taken = end + _road(text, end, name, lexicon)
            yield Expected(start, taken, "LOC", weight)


def _road(text: str, end: int, name: str, lexicon: Lexicon) -> int:
    """How long the word is that makes a short name the name of a road (银州|路), 0 when none follows."""
    if name in lexicon.full_names:
        return 0
    suffixes = lexicon.words["suffixes"]
    stopped = text.startswith(tuple(suffixes["street_stops"]), end + 1)
    return 0 if stopped else next((len(w) for w in suffixes["streets"] if text.startswith(w, end)), 0)


def small_units(text: str, lexicon: Lexicon, home: str) -> Iterator[Expected]:
    """Villages and communities of the home's prefecture by names that no dictionary has as words."""
    known = villages(lexicon, home)
    for match in UNIT_END.finditer(text) if known else ():
        end = match.end()
        names = (text[start:end] for start in range(max(0, end - 7), end - 2))
        name = next((n for n in names if n in known and frequency(n[: -len(match.group())]) == 0), "")
        if name:
            yield Expected(end - len(name), end, "LOC", SOME)


def _weight(name: str, lexicon: Lexicon, home: str, published: str, *, stopped: bool) -> float:
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
    code = lexicon.locate(name, home, published)
    near = bool(code and home) and lexicon.prefecture(code) == lexicon.prefecture(home)
    own = any(d.code == code for d in lexicon.ladder(home))
    return (2 * LIKELY if own else LIKELY) if near and name not in words_too(lexicon) else 0.0


def words_too(lexicon: Lexicon) -> frozenset[str]:
    """Short names of divisions that are plain words as well."""
    return _words_too(str(lexicon.root))


@lru_cache(maxsize=4)
def _words_too(root: str) -> frozenset[str]:
    return frozenset(load(root).words["suffixes"]["word_places"])
