"""What speaks for what on a page: vocabulary shared, columns, order, and how pieces and headlines look."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kg.articles import bylines
from kg.articles.flow import FAR, NUMBER, Block, Flow, Other, Piece, apart, explains, once, single
from kg.articles.headlines import Lexis, Words
from kg.articles.words import PageWords

# Vocabulary shared at this share says nothing.
NEUTRAL = 0.0075
# Photo news is shorter than this.
_PHOTO = 400
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

    def togetherness(self, p: int, chain: Sequence[int]) -> float:
        """The log of the vocabulary that piece p shares with a chain of pieces, around 0, at most 1.5 either way."""
        shared = self.lexis.cohesion(p, chain)
        size = min(len(self.pieces[p].text), sum(len(self.pieces[q].text) for q in chain))
        return min(1.0, size / 150) * (max(-1.5, min(1.5, math.log(shared / NEUTRAL))) if shared else -1.5)

    def sisters(self, p: int) -> int:
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
        if block.units[0].role:
            return not block.heads
        text = once(block.units[0].text)
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
                count, at = count + (not self.words.column.match(other.text)), at + step
        return count >= 3 and len(block.units) == 1

    def trailing(self, block: Block) -> bool:
        """Whether a block is one of several lines in a row that no article follows."""
        at = block.at
        while isinstance(item := self.flow.item(at), Block):
            at += 1
        return not isinstance(item, Piece) and not (isinstance(item, Other) and item.kind == "byline") and self.listed(block)

    def signed(self, block: Block, above: int) -> bool:
        """Whether nothing but a reporter's byline stands between a block and the piece below it, which has no dateline."""
        if above < 0 or self.pieces[above].dateline:
            return False
        between = self.flow.between(block, self.pieces[above])
        return bool(between) and all(isinstance(item, Other) and item.kind == "byline" for item in between)

    def inside(self, block: Block) -> bool:
        """Whether a block stands between two pieces of one article, and not in the middle of a sentence, where no subhead stands."""
        before, after = self.flow.piece(block.at, -1), self.flow.piece(block.at, 1)
        return before is not None and after is not None and before.owner == after.owner and not before.open
