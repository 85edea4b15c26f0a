"""What a finder sees (a tagged line) and what it leaves (candidates)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.lexicon import Lexicon
from kg.mentions.expected import own_posts
from kg.mentions.scan import Hit, longest
from kg.mentions.tagger import Token

QUOTATION = re.compile("“[^“”]{1,40}”|‘[^‘’]{1,40}’")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention at [start, end) of the line. Of overlapping ones the longest wins, among equals the highest priority."""

    start: int
    end: int
    type: str
    rule: str
    priority: int = 50
    confidence: float = 0.9
    normal: str = ""
    hint: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line of an article (a headline, a paragraph, a caption …) with its tokens; all offsets are within the line.

    `hits` are the words of the lexicon in it, by list, as `scan` finds them.
    `home` is the GB/T 2260 code of the paper's or article's home, or "". `authors` are the byline's names. `published` is the article's date.
    """

    text: str
    tokens: tuple[Token, ...]
    hits: Mapping[str, list[Hit]]
    lexicon: Lexicon
    role: str = "paragraph"
    home: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""

    def longest(self, kind: str) -> list[Hit]:
        """The words of one of the lexicon's lists in the line, without overlaps."""
        return longest(self.hits.get(kind, ()))

    def locate(self, name: str) -> str:
        """The code of the division that a name means to a reader at home on the day of the article, or ""."""
        return self.lexicon.locate(name, self.home, self.published)

    @cached_property
    def starts(self) -> dict[int, int]:
        """Token start offset → token index."""
        return {t.start: i for i, t in enumerate(self.tokens)}

    @cached_property
    def ends(self) -> dict[int, int]:
        """Token end offset → token index."""
        return {t.end: i for i, t in enumerate(self.tokens)}

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def posts(self) -> list[tuple[int, int, str]]:
        """The posts and occupations in the line, the longest at each place: (start, end, word)."""
        return own_posts(self.longest("posts"), self.gazetteer, self.text, self.lexicon)

    @cached_property
    def post_ends(self) -> dict[int, str]:
        """Where a post or occupation ends → the word."""
        return {end: word for _, end, word in self.posts}

    @cached_property
    def post_letters(self) -> frozenset[int]:
        """The offsets of the characters of posts and occupations."""
        return frozenset(i for start, end, _ in self.posts for i in range(start, end))

    @cached_property
    def gazetteer(self) -> list[tuple[int, int, str]]:
        """The divisions, towns and regions of the gazetteers in the line, the longest at each place: (start, end, name)."""
        return self.longest("gazetteer")

    @cached_property
    def gazetteer_starts(self) -> dict[int, tuple[int, str]]:
        """Where a name of the gazetteers begins → its end and itself."""
        return {start: (end, name) for start, end, name in self.gazetteer}

    @cached_property
    def gazetteer_ends(self) -> dict[int, tuple[int, str]]:
        """Where a name of the gazetteers ends → its start and itself."""
        return {end: (start, name) for start, end, name in self.gazetteer}

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Short stretches in “…” or ‘…’, quotation marks included."""
        return [m.span() for m in QUOTATION.finditer(self.text)]

    def quotation(self, start: int, end: int) -> tuple[int, int] | None:
        """The inside of the short quotation that holds [start, end), if any."""
        i = bisect_right(self.quotations, (start, len(self.text) + 1)) - 1
        if i >= 0 and self.quotations[i][0] < start and end < self.quotations[i][1]:
            return self.quotations[i][0] + 1, self.quotations[i][1] - 1
        return None

    def index(self, offset: int) -> int:
        """The index of the token that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def at(self, offset: int) -> Token:
        """The token that holds an offset."""
        return self.tokens[self.index(offset)]

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that have a character in [start, end)."""
        return self.tokens[self.index(start) : self.index(end - 1) + 1] if start < end else ()

    def word(self, token: Token) -> str:
        """A token's text."""
        return self.text[token.start : token.end]

    def aligned(self, start: int, end: int) -> bool:
        """Whether an interval begins and ends where tokens do."""
        return start in self.starts and end in self.ends


Placed = tuple[int, Candidate, Line]  # the line's offset in the article, a candidate with offsets in the line, the line
