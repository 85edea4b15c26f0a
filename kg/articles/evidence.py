"""What speaks for what on a page: vocabulary shared, columns, order, and how pieces and headlines look."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kg.articles import bylines
from kg.articles.flow import FAR, NEWS, NUMBER, Block, Flow, Other, Piece, apart, explains, once, single, swallowed
from kg.articles.headlines import Lexis, Words
from kg.articles.words import PageWords

# All numbers were swept on the development pages: those of data/pages and other layouts of the same articles.
# What it costs to begin an article where nothing but a headline says so: the base; how much shared vocabulary weighs, and the
# share at which it says nothing; other single lines between pieces of the same column (subheads come in numbers); the same or
# another column; a number before the line; a marked region; a picture's credit below; a signed notice.
SOFT, COHESION, NEUTRAL = 0.25, 0.2, 0.0075
SISTERS, SAME_COLUMN, OTHER_COLUMN, NUMBERED, MARKED, PICTURE, SIGNED = 0.3, 0.1, -0.2, 0.6, -0.1, -0.45, -0.3
# Stories with a dateline hardly ever have subheads.
NEWSY = -0.15
# After a name in brackets at the end of an article another one begins.
ENDED = -1.0
# Photo news is shorter than this.
_PHOTO = 400
_CHAIN = 8
_FIGURES = re.compile(r"[\d年月日时分至上下午:：.,\-—–~～ ]+")


class Evidence:
    """Questions about one flow; nothing here changes it."""

    def __init__(self, flow: Flow, words: PageWords) -> None:
        self.flow, self.pieces, self.words = flow, flow.pieces, words
        self.lexis = Lexis([(self._bare(piece), piece.dateline, self.extends(p)) for p, piece in enumerate(self.pieces)])
        self._lines: dict[str, Words] = {}

    def line(self, text: str) -> Words:
        """A display line ready to be compared."""
        if text not in self._lines:
            self._lines[text] = self.lexis.line(once(text))
        return self._lines[text]

    # ---- one piece

    def extends(self, p: int) -> bool:
        """Whether the next piece may be the next section of the same article."""
        if p < 0 or p + 1 >= len(self.pieces) or self.pieces[p + 1].dateline or self.pictured(p):
            return False
        here, after = self.pieces[p], self.pieces[p + 1]
        between = self.flow.between(here, after)
        return (single(between) or not between) and not apart(here.column(-1), after.column())

    def pictured(self, p: int) -> bool:
        """Whether a picture's credit follows a short piece, captions and a headline aside: photo news."""
        piece = self.pieces[p]
        if len(piece.text) > _PHOTO or piece.open or piece.caption:
            return False
        at = piece.at + 1
        while (item := self.flow.item(at)) is not None:
            if not explains(item) and not (isinstance(item, Block) and at <= piece.at + 2):
                return isinstance(item, Other) and item.kind == "credit"
            at += 1
        return False

    def midway(self, q: int, column: float = 0.0) -> float:
        """What speaks for (or against) a piece beginning inside a sentence, in a column of that width when its own is unknown."""
        piece = self.pieces[q]
        first, column = piece.units[0].lines[0], piece.column() or column or piece.reach
        if first.text[0] in self.words.no_line_start:
            return 2.0
        if piece.boundary == "first" or not column or first.spaced:
            return 0.0
        short = column - first.width
        return 0.5 if short < 1.0 else -0.7 if 1.25 <= short <= 2.75 else 0.0

    def _bare(self, piece: Piece) -> str:
        found = bylines.dateline(piece.text, self.words) if piece.dateline else None
        return piece.text[found.end :] if found else piece.text

    # ---- two pieces

    def seam(self, p: int, q: int) -> float:
        """How well piece q goes on with the open sentence of piece p; above 0 it may."""
        tail, piece = self.pieces[p].units[-1].text[-2:], self.pieces[q]
        first = piece.units[0].lines[0]
        if NUMBER.match(first.text) or self.words.bullet.match(first.text):
            return -1.0
        score = -0.35 + self.midway(q, self.pieces[p].column(-1)) + 5 * self.lexis.cohesion(q, [p])
        score += (0.4 if piece.boundary == "open" else 1.0) if q == p + 1 else 0.25 if q > p else -0.4
        if NEWS.match(first.text) and tail[-1] not in "，、":
            score -= 0.6
        if q and self.extends(q - 1) and self._parted(q):
            score -= 0.6  # a section of an article, below its subhead
        if swallowed(self.pieces[p].units[-1], self.words) is not None:
            score -= 0.5  # not open at all, but with a headline at its end
        return score + 0.8 * self.lexis.said(tail[-1] + first.text[0])

    def togetherness(self, p: int, chain: Sequence[int]) -> float:
        """The log of the vocabulary that piece p shares with a chain of pieces, around 0, at most 1.5 either way."""
        shared = self.lexis.cohesion(p, chain)
        size = min(len(self.pieces[p].text), sum(len(self.pieces[q].text) for q in chain))
        return min(1.0, size / 150) * (max(-1.5, min(1.5, math.log(shared / NEUTRAL))) if shared else -1.5)

    def chain(self, p: int) -> list[int]:
        """The pieces before p down to the last dateline."""
        first = p - 1
        while first > 0 and not self.pieces[first].dateline and p - first < _CHAIN:
            first -= 1
        return list(range(first, p))

    def softness(self, p: int) -> float:
        """What it costs to begin an article at piece p; nothing at a dateline, less than nothing where much speaks for it."""
        piece = self.pieces[p]
        if p == 0 or piece.dateline:
            return 0.0
        if self._ended(p):
            return ENDED
        before, chain, pictured = self.pieces[p - 1], self.chain(p), self.pictured(p)
        between, together = self.flow.between(before, piece), self.togetherness(p, self.chain(p))
        cost = SOFT + COHESION * together
        if single(between):
            sisters = self._sisters(p)
            cost += SISTERS * (sisters > 1 and together > -1) + NEWSY * (self.pieces[chain[0]].dateline and sisters <= 1)
            cost += NUMBERED * any(NUMBER.match(item.text) for item in between)
        elif not between and not pictured and not apart(before.column(-1), piece.column()) and together > 0:
            cost += SISTERS / 2
        if before.column(-1) and piece.column():
            cost += OTHER_COLUMN if apart(before.column(-1), piece.column()) else SAME_COLUMN
        if pictured:
            cost += PICTURE + MARKED * bool(NEWS.match(piece.text))
        cost += MARKED * piece.marked + SIGNED * (piece.signed or before.signed) + MARKED / 2 * (self.midway(p) < 0)
        return cost - SOFT * any(isinstance(item, Other) and item.kind in ("byline", "credit") for item in between)

    def _ended(self, p: int) -> bool:
        """Whether a reporter's name in brackets ended the article before."""
        if self.pieces[p].boundary == "ended":
            return True
        above = self.flow.item(self.pieces[p].at - 1)
        return isinstance(above, Other) and above.kind == "byline" and above.text[0] in "（(" and not self.pieces[p - 1].open

    def _sisters(self, p: int) -> int:
        """How many single display lines part the pieces of the run without dateline around piece p."""
        first = last = p
        while first > max(0, p - FAR) and not self.pieces[first].dateline and self._parted(first):
            first -= 1
        while last + 1 < min(len(self.pieces), p + FAR) and not self.pieces[last + 1].dateline and self._parted(last + 1):
            last += 1
        return last - first

    def _parted(self, p: int) -> bool:
        return single(self.flow.between(self.pieces[p - 1], self.pieces[p]))

    # ---- headlines

    def score(self, block: Block, p: int) -> float:
        """How much of a block the piece says, its best line counting most."""
        each = max(self.lexis.similarity(self.line(unit.text), p) for unit in block.units)
        return each if len(block.units) == 1 else 0.6 * each + 0.4 * self.lexis.similarity(self.line(block.text), p)

    def best(self, block: Block, least: float = 0.3) -> int | None:
        """The piece that says most of a block's best line, None when none says that much."""
        lines = [self.line(unit.text) for unit in block.units]
        scores = {p: max(self.lexis.similarity(line, p) for line in lines) for p in self.flow.near(block.at)}
        best = max(scores, key=lambda p: (scores[p], -p), default=None)
        return best if best is not None and scores[best] >= least else None

    def captioned(self, block: Block) -> bool:
        """Whether a display line is no headline: it explains a picture, names a column, or a number makes it one of a list."""
        text = block.units[0].text
        if self.words.caption.match(text) or NUMBER.match(text) or self.words.column.match(text) or _FIGURES.fullmatch(text):
            return True
        after = self.flow.item(block.at + 1)
        return isinstance(after, Other) and after.kind == "credit" and not block.vertical

    def listed(self, block: Block) -> bool:
        """Whether a block is one of three or more lines in a row without a dash: captions, not headlines."""
        count = 1
        for step in (-1, 1):
            at = block.at + step
            while count < 3 and isinstance(other := self.flow.item(at), Block) and len(other.units) == 1 and not other.dashed:
                count, at = count + 1, at + step
        return count >= 3 and len(block.units) == 1

    def trailing(self, block: Block) -> bool:
        """Whether a block is one of several lines in a row that no article follows."""
        at = block.at
        while isinstance(item := self.flow.item(at), Block):
            at += 1
        return not isinstance(item, Piece) and not (isinstance(item, Other) and item.kind == "byline") and self.listed(block)

    def inside(self, block: Block) -> bool:
        """Whether a block stands between two pieces of one article."""
        before, after = self.flow.piece(block.at, -1), self.flow.piece(block.at, 1)
        return before is not None and after is not None and before.owner == after.owner
