"""The map of one article: which place a level word means at an offset, and in which county a local place lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.lexicon import Division, Lexicon, level_word, load, same_level
from kg.model import Article, Mention
from kg.text.choice import choice


@lru_cache(maxsize=4)
def _posts(root: str) -> re.Pattern[str]:
    """Nothing but posts, with stops between them."""
    lexicon = load(root)
    return re.compile(f"(?:{choice({*lexicon.posts, *lexicon.words['posts']['prefixes']})}|[、，和及兼（）\\s])+")


class Map:
    """The places of an article in order, its home and the paper's home."""

    def __init__(self, article: Article, home: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.home = lexicon.divisions.get(home)
        self.about = lexicon.divisions.get(article.locality) or self.home
        self.places = [m for m in mentions if m.type == "LOC" and "deictic" not in m.hint]
        self.organs = [m for m in mentions if m.type == "ORG" and m.hint.get("place")]
        self.text = article.text
        self.named = [m for m in mentions if m.type in ("ORG", "PER")]
        self.ladder = lexicon.ladder(self.home.code) if self.home else ()
        self.body = next((p.start for p in article.parts if p.role == "paragraph"), 0)
        self._parks = tuple(lexicon.words["organs"]["level_tails"])
        self._decided: dict[str, Division | None] = {}
        self._counties = self._find_counties()

    def level(self, word: str, at: int) -> Division | str | None:
        """The place that a level word (市, 县, 镇) means at an offset, or None.

        The article's own county before the paper's home, the home's ladder before places named in the text, and of those the
        nearest before the offset, then the nearest behind it.
        """
        if word == "国":
            return self.lexicon.divisions.get("100000")
        if (elsewhere := self._guests(word, at)) is not None:
            return elsewhere
        if self.about and self.home and self.about != self.home and same_level(word, self.about.word):
            if not same_level(word, self.home.word):
                return self.about
            return self._city(word, at)
        ladder = self.ladder
        exact = next((d for d in ladder if d.word == word), None)
        if exact:
            return exact
        named = self._nearest(word, at)
        return named or next((d for d in ladder if same_level(word, d.word)), None)

    def _guests(self, word: str, at: int) -> Division | None:
        """The place elsewhere whose leaders a list goes on to name: 新密市委书记陈立，市长周文海，|市委副书记吴秀兰."""
        named = [m for m in self.named if m.span.end <= at]
        first = max((i for i, m in enumerate(named) if m.type == "ORG" and m.hint.get("code")), default=None)
        place = self.lexicon.divisions.get(named[first].hint["code"]) if first is not None else None
        if first is None or place is None or place in self.ladder or place == self.about or not same_level(word, place.word):
            return None
        pieces, end = list[str](), named[first].span.end
        for mention in sorted(named[first + 1 :], key=lambda m: m.span):
            pieces.append(self.text[end : mention.span.start])
            end = mention.span.end
        pieces.append(self.text[end:at])
        people = any(m.type == "PER" for m in named[first + 1 :])
        return place if people and all(not piece or _posts(str(self.lexicon.root)).fullmatch(piece) for piece in pieces) else None

    def posts_between(self, start: int, end: int) -> bool:
        """Whether nothing but posts stands between two offsets."""
        return _posts(str(self.lexicon.root)).fullmatch(self.text, start, end) is not None

    def _city(self, word: str, at: int) -> Division | None:
        """市委 in an article about a city of county rank in its prefecture's paper: the city of the two named last before it, where
        the text first says 市…; before either is named it is the paper's own (市委书记陈立到嫩江市调研), and so it stays."""
        if word not in self._decided:
            before = [d for d in (self._place_at(m) for m in self.places if self.body <= m.span.start < at) if d in (self.about, self.home)]
            self._decided[word] = before[-1] if before else self.home
        return self._decided[word]

    def _place_at(self, mention: Mention) -> Division | None:
        return self.lexicon.divisions.get(mention.hint.get("code", ""))

    def _nearest(self, word: str, at: int) -> Division | str | None:
        found: list[tuple[int, int, Division | str]] = []
        for mention in (*self.places, *self.organs):
            code = mention.hint.get("code", "")
            name = mention.hint.get("place") or mention.normal
            own = self.lexicon.divisions.get(code)
            if own and same_level(word, own.word):
                found.append((0 if mention.span.start <= at else 1, abs(at - mention.span.start), own))
            elif (
                not own
                and level_word(name)
                and same_level(word, level_word(name))
                and (word == level_word(name) or not name.endswith(self._parks))
            ):
                found.append((0 if mention.span.start <= at else 1, abs(at - mention.span.start), name))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def longer(self, name: str, code: str) -> Mention | None:
        """The local place of this article that a short name means (洛阳 where 洛阳镇 is named), unless the home itself is meant."""
        if level_word(name) or any(d.code == code for d in self.ladder):
            return None
        found = {
            m.normal: m for m in self.places if not m.hint.get("code") and level_word(m.normal) and m.normal == name + level_word(m.normal)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def county(self, name: str) -> Division | None:
        """The county that a local place lies in: the one before it in a chain of names, else the county the article is about."""
        if name in self._counties:
            return self._counties[name]
        return self.about if self.about and self.about.level == "county" else None

    def _find_counties(self) -> dict[str, Division]:
        found: dict[str, Division] = {}
        current: Division | None = None
        end = -1
        for mention in sorted((*self.places, *self.organs), key=lambda m: m.span):
            own = self.lexicon.divisions.get(mention.hint.get("code", ""))
            joined = mention.span.start == end
            if own:
                current = own if own.level == "county" else None
            elif joined and current:
                found.setdefault(mention.hint.get("place") or mention.normal, current)
            else:
                current = None
            end = mention.span.end
        return found
