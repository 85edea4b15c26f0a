"""The map of one article: which place a level word means at an offset, and in which county a local place lies."""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import Division, Lexicon, level_word, same_level
from kg.model import Article, Mention


class Map:
    """The places of an article in order, its home and the paper's home."""

    def __init__(self, article: Article, home: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.home = lexicon.divisions.get(home)
        self.about = lexicon.divisions.get(article.locality) or self.home
        self.places = [m for m in mentions if m.type == "LOC" and "deictic" not in m.hint]
        self.organs = [m for m in mentions if m.type == "ORG" and m.hint.get("place")]
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
