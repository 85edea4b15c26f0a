"""The word lists about persons' names and what stands around them, from ontology/posts.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.lexicon import Lexicon, load

HAN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf○〇]+")
DOTS = "·•・"
GIVEN = 8  # characters of the longest given name of other languages
CLOSED = frozenset("、，。；：！？（）()”’」》…—\n \u3000")


class Words(NamedTuple):
    """Word lists about names and what stands around them."""

    not_names: frozenset[str]
    never: frozenset[str]
    named: frozenset[str]
    honorifics: tuple[str, ...]
    never_given: frozenset[str]
    predicates: tuple[str, ...]
    long_predicates: tuple[str, ...]
    starters: frozenset[str]
    sounds: frozenset[str]
    speech: tuple[str, ...]
    given: frozenset[str]
    tails: frozenset[str]
    credits: tuple[str, ...]
    geography: tuple[str, ...]
    waters: tuple[str, ...]
    beside_waters: tuple[str, ...]
    appointing: re.Pattern[str]
    appointed: re.Pattern[str]

    def given_end(self, text: str, start: int) -> int:
        """Where given names of other languages that stand one after another from `start` on end (斯琴|高娃); `start` when there are none."""
        end = start
        while (length := next((n for n in range(GIVEN, 1, -1) if text[end : end + n] in self.given), 0)) and end - start < GIVEN:
            end += length
        return end

    def foreign(self, text: str) -> bool:
        """Whether a text holds only characters that write the sounds of other languages."""
        return set(text) <= self.sounds


def words_of(lexicon: Lexicon) -> Words:
    """The lists of an ontology folder."""
    return _words(str(lexicon.root))


@lru_cache(maxsize=4)
def _words(root: str) -> Words:
    lexicon = load(root)
    posts = lexicon.words["posts"]
    verbs = "|".join(map(re.escape, posts["appointing"]))
    item = "[\u4e00-\u9fff·]{2,9}?(?:[（(][^（()）]{1,8}[）)])?"
    heads = "|".join(map(re.escape, lexicon.posts))
    after = "为[^了此]|任(?=[省市县区州盟旗镇乡中本][\u4e00-\u9fff])|的[\u4e00-\u9fff]{3,30}(?:职务|职)|辞去|担任|同志为|同志任"
    return Words(
        not_names=frozenset({*lexicon.posts, *posts["occupations"], *posts["not_names"]}),
        never=frozenset(posts["never_names"]),
        named=frozenset(posts["named"]),
        honorifics=tuple(posts["honorifics"]),
        never_given=frozenset({*posts["honorifics"], *posts["never_given"]}),
        predicates=tuple(posts["predicates"]),
        long_predicates=tuple(w for w in posts["predicates"] if len(w) > 1),
        starters=frozenset(posts["predicate_letters"]),
        sounds=frozenset(posts["sounds"]),
        speech=tuple(posts["speech"]),
        given=lexicon.given_names,
        tails=frozenset(posts["name_tails"]),
        credits=tuple(posts["credits"]),
        geography=tuple(posts["geography"]),
        waters=tuple(posts["waters"]["ends"]),
        beside_waters=tuple(posts["waters"]["behind"]),
        appointed=re.compile(
            f"(?:{verbs})((?:{item}、)+{item})(?=为[\u4e00-\u9fff]{{3,24}}(?:{heads})|的[\u4e00-\u9fff]{{3,30}}(?:职务|职))"
        ),
        appointing=re.compile(
            f"(?:{verbs}|[；：。]|、(?=[\u4e00-\u9fff]{{2,4}}(?:[为任][\u4e00-\u9fff]{{3,24}}(?:{heads})[、，；。]|的[\u4e00-\u9fff]{{3,30}}职务[、，；。]))"
            f"|，(?!{verbs})(?=[\u4e00-\u9fff]{{2,4}}为[\u4e00-\u9fff]{{3,24}}(?:{heads})[，；。]))"
            f"([\u4e00-\u9fff]{{2,4}}?)(?:[（(][^（()）]{{1,8}}[）)])?(?={after})"
        ),
    )
