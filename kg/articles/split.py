"""Which piece, headline, byline and caption belongs to which article; decided for the whole page at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.articles import headlines, lines, place, unwrap
from kg.articles.evidence import COHESION, SOFT, Evidence
from kg.articles.flow import DASHES, FAR, NEWS, Block, Other, Piece, apart, flow_of
from kg.articles.mend import ANSWERED, mended
from kg.articles.unwrap import Unit
from kg.articles.words import PageWords

# Swept on the development pages: a headline must say this much of what its article opens with …
LEXICAL = 0.22
# … less right above the article or right below it, more when a shadowed face makes it a strap, or a row of lines without an article below captions.
ABOVE, BELOW, SHADOWED = 0.12, 0.06, 0.2
# What a headline of the article before, printed below it, takes off the cost of beginning an article.
CLOSED = -0.3
# A sentence no longer than this, above a credit, is a caption even when it opens as news does.
SENTENCE = 30
# A piece begins an article without any headline when its cost is below this.
UNTITLED = -0.15


class Split:
    """The splitting of one page. After `run`, every item of the flow that belongs to an article has its `owner`."""

    def __init__(self, body: str, words: PageWords) -> None:
        self.words = words
        self._read(unwrap.unwrap(lines.read(body), words))
        units = mended(self.evidence, self.follows.values())
        if units:
            self._read(units)
        self.titles: dict[int, int] = {}  # piece number -> block number
        self.scores: list[dict[int, float]] = []

    def run(self) -> Split:
        """Decide everything, step by step."""
        self._lone_captions()
        self._turn_vertical()
        self._join_dashes()
        self.soft = [self.evidence.softness(p) for p in range(len(self.pieces))]
        self._match()
        self._after_titles()
        self._own_pieces()
        self._demanded()
        self._gather()
        self._leftover_titles()
        self._gather(relaxed=True)
        place.place(self)
        return self

    def _read(self, units: Sequence[Unit]) -> None:
        self.flow = flow_of(units, self.words)
        self.pieces, self.blocks = self.flow.pieces, self.flow.blocks
        self.evidence = Evidence(self.flow, self.words)
        self.lexis = self.evidence.lexis
        self._join_columns()

    # ---- pieces

    def _join_columns(self) -> None:
        """Pair each piece that ends inside a sentence with the one that goes on with it."""
        self.follows: dict[int, int] = {}
        seams: dict[tuple[int, int], float] = {}
        for p, piece in enumerate(self.pieces):
            for q in self.flow.near(piece.at) if piece.open else ():
                if q != p and not self.pieces[q].dateline and (score := self.evidence.seam(p, q)) > 0:
                    seams[p, q] = score
        for p, q in sorted(headlines.match(seams).items(), key=lambda pair: (-seams[pair], pair)):
            if self._root(p) != q:
                self.follows[q] = p

    def _root(self, p: int) -> int:
        while p in self.follows:
            p = self.follows[p]
        return p

    def _lone_captions(self) -> None:
        """One short sentence by itself that goes on with nothing explains a picture."""
        continued = set(self.follows.values())
        for p, piece in enumerate(self.pieces):
            if piece.lone and p not in self.follows and p not in continued and len(self.pieces) > 1:
                after = self.flow.item(piece.at + 1)
                credited = p > 0 and isinstance(after, Other) and after.kind == "credit"
                credited = credited and not (len(piece.text) > SENTENCE and NEWS.match(piece.text))
                piece.caption = credited or (not self.evidence.extends(p - 1) and not self.evidence.extends(p))
        self.flow.settle()

    # ---- headlines

    def _turn_vertical(self) -> None:
        """Columns of a vertical headline are printed from right to left, and dumped in either order."""
        for block in self.blocks:
            if block.vertical and len(block.units) > 1:
                texts = [unit.text for unit in block.units]
                ahead = sum(self.lexis.said(a[-1] + b[0]) for a, b in pairwise(texts))
                if ahead < sum(self.lexis.said(b[-1] + a[0]) for a, b in pairwise(texts)):
                    block.units.reverse()

    def _join_dashes(self) -> None:
        """A subtitle with its dash goes with the headline above it, or the one below when that fits better."""
        for block in list(self.blocks):
            if not block.dashed or block.number >= len(self.blocks) or self.blocks[block.number] is not block:
                continue
            own = self.evidence.best(block)
            for other in (self.flow.item(block.at - 1), self.flow.item(block.at + 1)):
                if not isinstance(other, Block) or other.dashed or other.doubled:
                    continue
                if own is None or self.evidence.best(other) in (own, None):
                    self.flow.merge(other, block)
                    break
        self.flow.settle()

    def _match(self) -> None:
        """Pair headlines with the pieces that can begin an article."""
        weights: dict[tuple[int, int], float] = {}
        for b, block in enumerate(self.blocks):
            scores: dict[int, float] = {}
            self.scores.append(scores)
            if self.evidence.captioned(block) or block.text[0] in "（(":
                continue
            cost = self._subheadness(block) + SHADOWED * (block.doubled or self.evidence.trailing(block))
            above, below = self._next_piece(block.at, 1), self._next_piece(block.at, -1)
            for p in self.flow.near(block.at):
                if p in self.follows or self.pieces[p].caption or not (score := self.evidence.score(block, p)):
                    continue
                scores[p] = score
                against = min(cost, SOFT) if self.pieces[p].dateline else cost
                weight = score + ABOVE * (p == above) + BELOW * (p == below) - max(self.soft[p], against, 0.0)
                if weight > LEXICAL:
                    weights[b, p] = weight - LEXICAL
        self.titles = {p: b for b, p in headlines.match(weights).items()}

    def _next_piece(self, at: int, step: int) -> int:
        """The number of the next piece in a direction, captions among them, −1 for none."""
        piece = self.flow.any_piece(at, step)
        return piece.number if piece is not None else -1

    def _subheadness(self, block: Block) -> float:
        """What speaks for a subhead: it stands alone between two pieces that could be one article."""
        before, after = self.flow.item(block.at - 1), self.flow.item(block.at + 1)
        return max(0.0, self.soft[after.number]) if isinstance(after, Piece) and isinstance(before, Piece) else 0.0

    def _after_titles(self) -> None:
        """A headline below its own article ends it: what follows begins another, unless the sentence was open."""
        owners = {b: p for p, b in self.titles.items()}
        for p, (before, piece) in enumerate(pairwise(self.pieces), 1):
            if p in self.follows or p in self.titles or piece.dateline or piece.caption:
                continue
            heads = [owners[item.number] for item in self.flow.between(before, piece) if isinstance(item, Block) and item.number in owners]
            if any(q < p and self.scores[self.titles[q]].get(q, 0.0) >= ANSWERED for q in heads):
                together = self.evidence.togetherness(p, self.evidence.chain(p))
                self.soft[p] = min(self.soft[p], SOFT + COHESION * together) + CLOSED

    def _demanded(self) -> None:
        """A headline with its subtitle, or a reporter's byline, that finds no article makes one begin where that is likeliest."""
        taken = set(self.titles.values())
        for b, block in enumerate(self.blocks):
            if b in taken or block.doubled or self.evidence.captioned(block) or not any(unit.text[0] in DASHES for unit in block.units):
                continue
            free = [p for p in self.scores[b] if self._may_begin(p) or self._bare(p)]
            best = max(free, key=lambda p: (self.scores[b][p] - max(0.0, self.soft[p]), -p), default=None)
            if best is not None and not self._bare(best):
                self._begin(best)
                self.titles[best] = b
        known = place.signed(self)
        for run in place.byline_runs(self.flow):
            free = [p for p in self.flow.near(run[0].at) if self._may_begin(p) and self.soft[p] < SOFT / 2]
            if free and place.author_of(self, run, known) < 0:
                self._begin(min(free, key=lambda p: (self.soft[p], p)))
                known = place.signed(self)

    def _begin(self, p: int) -> None:
        """Let an article begin at a piece after all."""
        self.soft[p] = UNTITLED - 1
        for piece in self.pieces:
            piece.owner = -1
        self._own_pieces()

    def _bare(self, p: int) -> bool:
        """Whether an article without a headline begins at piece p."""
        return self.pieces[p].owner == p and p not in self.titles

    def _may_begin(self, p: int) -> bool:
        """Whether an article could begin at a piece that none begins at so far."""
        piece = self.pieces[p]
        return piece.owner != p and p not in self.follows and not piece.caption and self.soft[p] < SOFT + COHESION

    # ---- owners

    def _own_pieces(self) -> None:
        """Give each piece to the article that it begins, goes on with, or shares most words with."""
        next_of = {before: q for q, before in self.follows.items()}
        current = 0
        for p, piece in enumerate(self.pieces):
            if p in self.follows or piece.caption:
                current = piece.owner if piece.owner >= 0 else current
                continue
            begins = p == 0 or piece.dateline or p in self.titles or self.soft[p] < UNTITLED
            current = piece.owner = p if begins else self._likeliest(p, current)
            q = p
            while q in next_of:
                q = next_of[q]
                self.pieces[q].owner = current
        for p, piece in enumerate(self.pieces):
            if piece.owner < 0 and not piece.caption:
                piece.owner = p  # a ring of open pieces, which no page should have

    def _likeliest(self, p: int, current: int) -> int:
        """The article a piece goes on with: the one before it, unless it shares next to nothing with that and much with another."""
        if self.evidence.extends(p - 1) or not apart(self.pieces[p - 1].column(-1), self.pieces[p].column()):
            return current
        groups: dict[int, list[int]] = {}
        for q in range(max(0, p - FAR), p):
            groups.setdefault(self.pieces[q].owner, []).append(q)
        best, most = current, max(self.evidence.togetherness(p, groups.get(current, [])) + 0.8, 0.0)
        for owner, group in sorted(groups.items()):
            if owner >= 0 and owner != current and (value := self.evidence.togetherness(p, group)) > most:
                best, most = owner, value
        return best

    # ---- the rest of the headlines

    def _gather(self, *, relaxed: bool = False) -> None:
        """Lines beside a headline that belong to it: its subtitle, its kicker, the rest of a wrapped line.

        Relaxed, once every article has its headline: also a line that says nothing of any other article.
        """
        for p, b in sorted(self.titles.items()):
            self.blocks[b].owner, self.blocks[b].role = p, "title"
        for blocks in [self.blocks] if relaxed else [self.blocks, self.blocks[::-1]]:  # down and up: a headline may have many lines
            for block in blocks:
                if block.owner >= 0 or block.doubled or self.evidence.captioned(block):
                    continue
                for step in (1, -1) if relaxed else (-1, 1):
                    other = self.flow.item(block.at + step)
                    if isinstance(other, Block) and other.role == "title" and self._belongs(block, other, relaxed):
                        block.owner, block.role = other.owner, "strap" if relaxed and step > 0 else "title"
                        break

    def _belongs(self, block: Block, title: Block, relaxed: bool) -> bool:
        scores = self.scores[block.number]
        own = scores.get(title.owner, 0.0)
        rival = max((score for p, score in scores.items() if p != title.owner and p not in self.titles), default=0.0)
        first, second = (block, title) if block.at < title.at else (title, block)
        if relaxed:
            return rival <= 0.2 and not self.evidence.inside(block) and not self.evidence.listed(block)
        if second.dashed and not first.dashed:
            return own + 0.3 >= rival
        if second is block and self.words.subtitle.search(block.text) and len(block.text) <= 24 and own + 0.3 >= rival:
            return True
        if block.vertical and title.vertical:
            return own >= max(0.1, rival)
        if block.vertical == title.vertical and self.lexis.said(first.text[-1] + second.text[0]) and own + 0.2 >= rival:
            return True
        return own >= max(0.3, rival)

    def _leftover_titles(self) -> None:
        """Headlines that say little of their article: beside it, right above it, or the only one left for the only one without."""
        headed = {p for p, b in self.titles.items() if any(unit.text[0] not in DASHES for unit in self.blocks[b].units)}
        bare = [p for p, piece in enumerate(self.pieces) if piece.owner == p and p not in headed]
        if len(bare) > 1:
            self._match_leftover([p for p in bare if not self.evidence.pictured(p)], headed)
        several = sum(p not in headed for p in bare) > 1
        for p in bare:
            if p not in headed and (group := self._above(self.pieces[p], several)):
                self._give(p, group)
                headed.add(p)
        self._match_leftover([p for p in bare if p not in headed and not self.evidence.pictured(p)], headed)

    def _match_leftover(self, bare: Sequence[int], headed: set[int]) -> None:
        """Pair the headlines that are left with the articles that are left."""
        groups = self._heading_groups()
        weights: dict[tuple[int, int], float] = {}
        for g, group in enumerate(groups):
            above, below = self._next_piece(group[-1].at, 1), self._next_piece(group[0].at, -1)
            for p in bare if len(bare) <= FAR else set(bare) & set(self.flow.near(group[0].at)):
                beside = p == above or self.pieces[below].owner == p
                score = (
                    max(self.scores[block.number].get(p, 0.0) for block in group) + ABOVE * (p == above) + 0.11 * (beside and p != above)
                )
                if score > 0.1 or (len(bare) == 1 and len(groups) == 1 and len(group[0].text) >= 4):
                    weights[g, p] = score + 0.01
        for g, p in headlines.match(weights).items():
            self._give(p, groups[g])
            headed.add(p)

    def _above(self, piece: Piece, several: bool) -> list[Block]:
        """The free display blocks above a piece, up to four; only the nearest when several articles want a headline."""
        group: list[Block] = []
        at = piece.at - 1
        while (item := self.flow.item(at)) is not None and not isinstance(item, Piece):
            if isinstance(item, Block):
                if item.owner >= 0 or item.doubled or (group and several) or self.evidence.captioned(item):
                    break
                group.insert(0, item)
            elif item.kind != "byline":
                break
            at -= 1
        return group if len(group) <= 4 else []

    def _heading_groups(self) -> list[list[Block]]:
        """Runs of free display blocks that could be headlines: not between two pieces of one article, not captions."""
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.owner >= 0 or block.doubled or len(block.text) < 4 or self.evidence.captioned(block):
                continue
            if self.evidence.inside(block) or self.evidence.listed(block):
                continue
            before = groups[-1][-1] if groups else None
            if before is not None and before.at == block.at - 1 and (block.dashed or before.dashed or block.vertical):
                groups[-1].append(block)
            else:
                groups.append([block])
        return groups

    def _give(self, p: int, group: Sequence[Block]) -> None:
        self.titles[p] = group[0].number
        for block in group:
            block.owner, block.role = p, "title"
