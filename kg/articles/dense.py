"""Dumps without blank lines, in which places say little: display lines are told apart by what they say and stand beside.

Headlines are cut into heads with their kickers and subtitles first (display.py); then all heads and articles of the page are matched,
and a head that finds no article makes one begin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import ModuleType

from kg.articles import dense_weights, display, headlines, place, ties, unwrap
from kg.articles.flow import Block
from kg.articles.lines import Line
from kg.articles.mend import versed
from kg.articles.split import SPEAKS, Split
from kg.articles.words import PageWords

# Headlines have an article even when little speaks for any: so much is added to their log-odds (1 to 10 differ by under 0.01).
SURE = 2.0
# As much speaks for one to begin where it must break with what stands before it: without, boundaries fall by 0.03 to 0.06.
DEMANDED = 4.0


def split(printed: Sequence[Line], words: PageWords) -> Split:
    """The splitting of the lines of a page, by the way in which they were dumped."""
    layout = unwrap.habits(printed, words)
    return (Dense if layout.tight < 0 and not layout.whole else Split)(printed, words)


class Dense(Split):
    """The splitting of a page that was dumped without blank lines. `chains` are its runs of display lines."""

    weights: ModuleType = dense_weights
    mends = (versed,)  # its lines are told apart by display.py

    def run(self) -> Dense:
        """Decide everything, step by step."""
        self.prepare()
        self.assemble()
        self._demand()
        self._gather_heads()
        place.place(self)
        return self

    def prepare(self) -> None:
        """What is decided before pieces and headlines find each other."""
        self._lone_captions()
        self.likely = self._bonds()

    def _label(self) -> None:
        self._turn_vertical()
        self.chains = tuple(display.chains(self.evidence))
        self._read(display.read(self.flow, self.chains, self.words, self.weights.LINES))

    def assemble(self) -> None:
        """Pair each piece with the one that it goes on with, or with the headline of the article that it begins; all at once."""
        heads = {(b, p): odds for b, p, seen in self.headings() if (odds := ties.odds(self.weights.HEADLINE, seen)) > 0}
        headed = self.headed(heads)
        found = {(p, len(self.pieces) + b): -self.weights.LINK["headed"] * ties.clipped(odds) for (b, p), odds in heads.items()}
        for q, p, seen in self.links(headed):
            odds = ties.odds(self.weights.LINK, seen) - self.weights.LINK["headed"] * seen["headed"]
            if odds > 0:
                found[q, p] = odds
        self._decide(found)

    def headed(self, heads: Mapping[tuple[int, int], float]) -> dict[int, float]:
        """For each piece, the log-odds of the display line that is likeliest its headline."""
        found: dict[int, float] = {}
        for (_, p), odds in heads.items():
            found[p] = max(found.get(p, 0.0), odds)
        return found

    def links(self, headed: Mapping[int, float]) -> Iterator[tuple[int, int, ties.Signs]]:
        """Pieces without dateline, those that they may go on with, and what speaks for it."""
        for p, q, odds in self._seams():
            yield q, p, ties.links(self.evidence, q, headed.get(q, 0.0), seam=odds)
        for p, q in pairwise([p for p, piece in enumerate(self.pieces) if not piece.caption]):
            if (odds := self.likely.get(self.pieces[q].units[0].start, math.nan)) == odds:
                yield q, p, ties.links(self.evidence, q, headed.get(q, 0.0), bond=odds)

    def _match(self) -> None:
        """Pair all headlines with all articles, now that it is known what these are made of."""
        found: dict[tuple[int, int], float] = {}
        for b, p, seen in self.matches():
            odds = ties.odds(self.weights.MATCH, seen)
            found[b, p] = max(0.01, odds + SURE) if self.blocks[b].titled else odds
        self.titles = {p: b for b, p in headlines.match({pair: odds for pair, odds in found.items() if odds > 0}).items()}

    def _demand(self) -> None:
        """A headline that finds no article makes one begin where that is likeliest."""
        for _ in self.blocks:
            self._match()
            free = [block for block in self.blocks if block.titled and block.number not in self.titles.values()]
            best, begun = max(((odds, p) for block in free for p, odds in self._beginnings(block)), default=(0.0, -1))
            if best <= 0:
                return
            del self.follows[begun]
            self._own_pieces()

    def _beginnings(self, block: Block) -> Iterator[tuple[int, float]]:
        """The pieces at which the article of a headline may begin though they seem to go on with others, and the log-odds that it does."""
        above, below = self._next_piece(block.at, 1), self._next_piece(block.at, -1)
        for p, bond in self.bonds.items():
            if p in self.follows and bond < DEMANDED + SURE:
                chain = [p, *(q for q in self.follows if q != p and self._leads(p, q))]
                yield p, ties.odds(self.weights.MATCH, ties.belongs(self.evidence, block, chain, above, below)) + DEMANDED - bond

    def _leads(self, p: int, q: int) -> bool:
        """Whether piece q goes on, over others perhaps, with piece p."""
        while q in self.follows and q != p:
            q = self.follows[q]
        return q == p

    def _may_head(self, block: Block) -> bool:
        return not self.evidence.captioned(block) and block.heads

    def _gather_heads(self) -> None:
        """Give headlines to their articles, and subtitles that stand apart to the one beside them or the one that they speak of."""
        for p, b in sorted(self.titles.items()):
            self._head(p, self.blocks[b])
        for block in self.blocks:
            if block.owner < 0 and block.heads and not block.titled and (owner := self._beside(block)) is not None:
                block.owner, block.role = owner, "title"

    def _beside(self, block: Block) -> int | None:
        """The article of a subtitle printed apart from its headline: one that has none, beside it or that it speaks of."""
        for at in (block.at - 1, block.at + 1):
            other = self.flow.item(at)
            if isinstance(other, Block) and other.role == "title" and not self._has_subtitle(other.owner):
                return other.owner
        scores = self.scores[block.number]
        best = max(scores, key=lambda p: (scores[p], -p), default=None)
        if best is None or scores[best] < SPEAKS or self._has_subtitle(self.pieces[best].owner):
            return None
        return self.pieces[best].owner

    def _has_subtitle(self, owner: int) -> bool:
        return any(unit.role == "subtitle" for block in self.blocks if block.owner == owner for unit in block.units)

    def _head(self, p: int, block: Block) -> None:
        block.owner, block.role = p, "title"
