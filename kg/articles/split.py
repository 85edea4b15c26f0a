"""Which piece, headline, byline and caption belongs to which article; decided for the whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import ModuleType

from kg.articles import headlines, place, ties, unwrap, weights
from kg.articles.evidence import Evidence
from kg.articles.flow import DASHES, FAR, NEWS, Block, Other, Piece, apart, flow_of
from kg.articles.lines import Line
from kg.articles.mend import Mend, mended, resumed, signed, versed
from kg.articles.unwrap import Unit
from kg.articles.words import PageWords

# A headline right above its article, or below.
ABOVE = 0.12
# Below these log-odds a paragraph may begin an article inside a piece; and a piece may go on with one that does not stand above it.
PARTED, LOOSE, OPEN = 3.0, 1.0, 3.0
# So much speaks for a paragraph inside a piece that ends the sentence of another.
AWAITED = -0.5
# Where more headlines than articles are left, one begins at a piece that is tied to the one before it by no more log-odds than the first
# of these, that says at least so much of the headline (somewhat less right below it), and what stands before says at most half as much.
# An article that has none is the better choice by the last. More log-odds gain nothing on drawn pages and tear articles on the sample.
MOST, LEAST, NEAR, OLD, EASY = 3.0, 0.25, 0.1, 0.5, 0.3
# Text without a headline goes on with an article when so many of its characters, one in so many, are words that only they share.
REJOINED = 0.02
# So much is added to the log-odds that it ends a sentence which nothing else ended.
LATE = 2.0
# Headlines have an article even when little speaks for any: so much is added to their log-odds, but not for photo news, which may
# have none, and for lines in a row that no article follows.
SURE = 0.6
# Photo news says more than this of its headline; or its rare characters, so much of them and so much more than another article.
TOLD, TOUCHED, MORE = 0.1, 0.4, 0.15
# A subtitle apart from its headline says this much of its article.
SPEAKS = 0.3
# A sentence no longer than this, above a credit, is a caption even when it opens as news does.
SENTENCE = 30


class Split:
    """The splitting of one page. After `run`, every item of the flow that belongs to an article has its `owner`."""

    weights: ModuleType = weights
    mends: tuple[Mend, ...] = (resumed, versed, signed)

    def __init__(self, printed: Sequence[Line], words: PageWords) -> None:
        self.words = words
        self.next: ties.Signs = weights.WHOLE if unwrap.habits(printed, words).whole else self.weights.NEXT
        self._read(unwrap.unwrap(printed, words))
        if units := mended(self.evidence, self.follows.values()):
            self._read(units)
        for mend in self.mends:
            if units := mend(self.evidence):
                self._read(units)
        self._label()
        self.awaited: set[int] = set()  # where paragraphs begin that end the sentence of another piece than the one above them
        self._part()
        self.bonds: dict[int, float] = {}  # piece number -> how surely it goes on with the piece that it follows
        self.titles: dict[int, int] = {}  # piece number -> block number
        self.scores: list[dict[int, float]] = []

    def run(self) -> Split:
        """Decide everything, step by step."""
        self.settle()
        self._match()
        self._rejoin()
        self._leftover_titles()
        self._gather(relaxed=True)
        headed = {block.owner for block in self.blocks if block.role == "title"}
        self._match_leftover([p for p, piece in enumerate(self.pieces) if piece.owner == p and p not in headed], headed, last=True)
        self._finish()
        self._rejoin()
        place.place(self)
        return self

    def settle(self) -> None:
        """Decide which articles there are and what they are made of."""
        self.prepare()
        self.assemble()
        self._demanded()
        self._gather()
        self._surplus()

    def prepare(self) -> None:
        """What is decided before pieces and headlines find each other."""
        self._lone_captions()
        self.likely = {start: odds for start, odds in self._bonds().items() if start not in self.awaited}
        self._turn_vertical()
        self._join_dashes()

    def _read(self, units: Sequence[Unit]) -> None:
        self.flow = flow_of(units, self.words)
        self.pieces, self.blocks = self.flow.pieces, self.flow.blocks
        self.evidence = Evidence(self.flow, self.words)
        self.lexis = self.evidence.lexis
        self._join_columns()

    def _label(self) -> None:
        """Say what the display lines are, where their places do not tell."""

    # ---- pieces

    def _part(self) -> None:
        """Cut pieces where another article may begin inside them."""
        ties_here = self._bonds()
        self._cut(
            unit.start
            for piece in self.pieces
            for unit in piece.units[1:]
            if ties_here.get(unit.start, PARTED) < PARTED or (ties.scrap(unit.text) and not unit.listed)
        )
        self._await()

    def _await(self) -> None:
        """Cut pieces where the sentence of an open piece ends that no other piece goes on with."""
        continued = set(self.follows.values())
        loose = {
            piece.units[-1].start: piece for p, piece in enumerate(self.pieces) if piece.open and not piece.caption and p not in continued
        }
        whole = [unit for item in self.flow.items for unit in ([item.unit] if isinstance(item, Other) else item.units)]
        if not loose or not self._cut(start for piece in loose.values() for start in self._endings(piece)):
            return
        first: dict[int, tuple[float, int]] = {}
        known = {unit.start for unit in whole if unit.parted}
        for p, q, odds in self._seams():
            end, start = self.pieces[p].units[-1].start, self.pieces[q].units[0].start
            if end in loose and self.pieces[q].boundary == "parted" and start not in known:
                first[end] = max(first.get(end, (AWAITED, 0)), (odds, start))
        self._read(whole)
        self.awaited = {start for _, start in first.values() if start}
        self._cut(self.awaited)

    def _endings(self, piece: Piece) -> Iterator[int]:
        """Where paragraphs inside other pieces begin that may end the sentence of an open one: in the same column, with no indent."""
        width, tail = piece.column(-1) or piece.reach, piece.units[-1].lines[-1].text
        for other in (self.pieces[q] for q in self.flow.near(piece.at)):
            for above, unit in pairwise(other.units):
                if above.closed and not unit.listed and other is not piece:
                    wide = unit.column or max(line.width for line in unit.lines)
                    full = not unit.lines[1:] or unit.lines[0].width > wide - 1
                    if (full or self.lexis.said(tail[-1] + unit.text[0])) and (
                        not width or not unit.column or abs(width - wide) < ties.APART
                    ):
                        yield unit.start

    def _cut(self, starts: Iterable[int]) -> bool:
        """Cut pieces where some paragraphs begin, and say whether there were any."""
        inside = set(starts)
        if inside:
            units = [unit for item in self.flow.items for unit in ([item.unit] if isinstance(item, Other) else item.units)]
            self._read([replace(unit, parted=True) if unit.start in inside else unit for unit in units])
        return bool(inside)

    def _bonds(self) -> dict[int, float]:
        """For each paragraph, by the offset of its start, the log-odds that it belongs to the article of the one above it."""
        return {here.start: ties.odds(self.next, seen) for _, here, seen in ties.nexts(self.evidence)}

    def _join_columns(self) -> None:
        """Pair each piece that ends inside a sentence with the one that goes on with it."""
        self.follows: dict[int, int] = {}
        seams = {(p, q): odds for p, q, odds in self._seams() if odds > 0}
        for p, q in sorted(headlines.match(seams).items(), key=lambda pair: (-seams[pair], pair)):
            if self._root(p) != q:
                self.follows[q] = p

    def seams(self) -> Iterator[tuple[int, int]]:
        """Open pieces and what may go on with them."""
        for p, piece in enumerate(self.pieces):
            for q in self.flow.near(piece.at) if piece.open and not piece.caption else ():
                if q != p and not self.pieces[q].dateline and not self.pieces[q].caption:
                    yield p, q

    def _seams(self) -> Iterator[tuple[int, int, float]]:
        """The same with the log-odds that it does."""
        for p, q in self.seams():
            yield p, q, OPEN + ties.odds(self.weights.SENTENCE, ties.follows(self.evidence, p, q))

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

    def assemble(self) -> None:
        """Pair each piece with the one that it goes on with, or with the headline of the article that it begins; all at once."""
        found: dict[tuple[int, int], float] = {(q, p): odds for p, q, odds in self._seams() if odds > 0}
        for p, q in pairwise([p for p, piece in enumerate(self.pieces) if not piece.caption]):
            odds = self.likely.get(self.pieces[q].units[0].start, 0.0)
            if odds > 0:
                found[q, p] = odds
        for b, p, seen in self.headings():
            odds = ties.odds(self.weights.HEADLINE, seen)
            if odds > 0:
                found[p, len(self.pieces) + b] = odds
        self._decide(found)

    def _decide(self, found: Mapping[tuple[int, int], float]) -> None:
        """Let each piece go on with another, or have a headline (numbered after the pieces), so that the log-odds add up to most."""
        self.follows = {}
        for q, other in sorted(headlines.match(found).items(), key=lambda pair: (-found[pair], pair)):
            if other >= len(self.pieces):
                self.titles[q] = other - len(self.pieces)
            elif self._root(other) != q:
                self.follows[q] = other
        self.bonds = {q: found[q, p] for q, p in self.follows.items()}
        self._own_pieces()

    def headings(self) -> Iterator[tuple[int, int, ties.Signs]]:
        """Display lines, the pieces whose article they may head, and what speaks for it."""
        self.scores = []
        for b, block in enumerate(self.blocks):
            scores: dict[int, float] = {}
            self.scores.append(scores)
            if self.evidence.captioned(block) or block.text[0] in "（(":
                continue
            above, below = self._next_piece(block.at, 1), self._next_piece(block.at, -1)
            for p in self.flow.near(block.at):
                if not self.pieces[p].caption and ((score := self.evidence.score(block, p)) or p in (above, below)):
                    scores[p] = score
            best = max(scores.values(), default=0.0)
            for p, score in scores.items():
                bond = self.likely.get(self.pieces[p].units[0].start, 0.0)
                yield b, p, ties.heads(self.evidence, block, p, score, best, above, below, bond)

    def matches(self) -> Iterator[tuple[int, int, ties.Signs]]:
        """Headlines, the articles that they may head (by the number of their first piece), and what speaks for it."""
        own: dict[int, list[int]] = {}
        for q, piece in enumerate(self.pieces):
            if piece.owner >= 0:
                own.setdefault(piece.owner, []).append(q)
        chains = {p: [p, *(q for q in chain if q != p)] for p, chain in own.items()}
        for b, block in enumerate(self.blocks):
            if not self._may_head(block):
                continue
            above, below, shown = self._next_piece(block.at, 1), self._next_piece(block.at, -1), place.shown(self, [block])
            near = chains.keys() if len(chains) <= FAR else chains.keys() & set(self.flow.near(block.at))
            signs = ties.compared({p: ties.belongs(self.evidence, block, chains[p], above, below) for p in sorted(near)})
            for p, seen in signs.items():
                yield b, p, seen | ties.looks(self.evidence, block, p, above, below, shown)

    def _may_head(self, block: Block) -> bool:
        """Whether a block may be a headline at all."""
        return not self.evidence.captioned(block) and not block.doubled and not block.dashed and block.text[0] not in "（("

    def _match(self) -> None:
        """Pair all headlines with all articles anew, now that it is known what these are made of."""
        found: dict[tuple[int, int], float] = {}
        for b, p, seen in self.matches():
            odds = ties.odds(self.weights.MATCH, seen) + SURE * (not seen["pictured"] and not seen["trailing"])
            if odds > 0:
                found[b, p] = odds
        before, self.titles = self.titles, {p: b for b, p in headlines.match(found).items()}
        for block in self.blocks:
            block.owner, block.role = -1, ""
        for p, b in before.items():
            if p in self.titles and self.blocks[b].dashed:
                self.blocks[b].owner, self.blocks[b].role = p, "title"
        self._gather()

    def _next_piece(self, at: int, step: int) -> int:
        """The number of the next piece in a direction, captions among them, −1 for none."""
        piece = self.flow.any_piece(at, step)
        return piece.number if piece is not None else -1

    def _demanded(self) -> None:
        """A headline with its subtitle, or a reporter's byline, that finds no article makes one begin where that is likeliest."""
        taken = set(self.titles.values())
        for b, block in enumerate(self.blocks):
            if b in taken or block.doubled or self.evidence.captioned(block) or not any(unit.text[0] in DASHES for unit in block.units):
                continue
            if self._subtitled(block) is not None:
                continue
            free = [p for p in self.scores[b] if self._may_begin(p) or self._bare(p)]
            best = max(free, key=lambda p: (self.scores[b][p] - 0.1 * self.bonds.get(p, 0.0), -p), default=None)
            if best is not None and not self._bare(best):
                self._begin(best)
                self.titles[best] = b

    def _surplus(self) -> None:
        """Where more headlines than articles are left, articles begin at the paragraphs that these speak of."""
        headed = {block.owner for block in self.blocks if block.role == "title"}
        bare = [p for p, piece in enumerate(self.pieces) if piece.owner == p and p not in headed and not self.evidence.pictured(p)]
        groups = self._heading_groups()
        found: dict[tuple[int, int], float] = {}
        for g, group in enumerate(groups):
            for p in {q for block in group for q in self.scores[block.number]} & {*bare, *self.bonds}:
                said = max(self.scores[block.number].get(p, 0.0) for block in group)
                near = p == self._next_piece(group[-1].at, 1)
                own = p in bare
                if own or (self.bonds[p] < MOST and said + NEAR * near >= LEAST and self._news_to(group, p)):
                    found[g, p] = 0.01 + said + NEAR * near + (EASY if own else 0.1 * (MOST - self.bonds[p]))
        for g, p in headlines.match(found).items():
            if p not in bare and p in self.follows:
                self._begin(p)
                self._give(p, groups[g])

    def _news_to(self, group: Sequence[Block], p: int) -> bool:
        """Whether a headline speaks of what an article says from piece p on, and not of what it says before."""
        if self.pieces[p].boundary == "marked" or self.words.backward.match(self.pieces[p].text) or ties.scrap(self.pieces[p].text):
            return False
        before: list[int] = []
        q = p
        while q in self.follows and len(before) < FAR:
            q = self.follows[q]
            before.append(q)
        after = [q for q in self.flow.near(self.pieces[p].at) if self.pieces[q].owner == self.pieces[p].owner and q not in before]
        lines = [self.evidence.line(unit.text) for block in group for unit in block.units]
        return all(self.lexis.shared(line, before) <= OLD * self.lexis.shared(line, after) for line in lines)

    def _subtitled(self, block: Block) -> int | None:
        """The article that a subtitle printed apart from its headline speaks of, when that has a headline without one."""
        scores = self.scores[block.number]
        best = max(scores, key=lambda p: (scores[p], -p), default=None)
        if best is None or scores[best] < SPEAKS or not all(unit.text[0] in DASHES for unit in block.units):
            return None
        owner = self.pieces[best].owner
        title = self.titles.get(owner)
        return owner if title is not None and not any(unit.text[0] in DASHES for unit in self.blocks[title].units) else None

    def _begin(self, p: int) -> None:
        """Let an article begin at a piece after all."""
        self.follows.pop(p, None)
        self._own_pieces()

    def _bare(self, p: int) -> bool:
        """Whether an article without a headline begins at piece p."""
        return self.pieces[p].owner == p and p not in self.titles

    def _may_begin(self, p: int) -> bool:
        """Whether an article could begin at a piece that none begins at so far."""
        piece = self.pieces[p]
        return piece.owner != p and not piece.caption and self.bonds.get(p, 0.0) < LOOSE

    def _headless(self) -> list[int]:
        """The pieces that begin an article without a headline and may go on with another."""
        headed = {block.owner for block in self.blocks if block.role == "title"}
        return [p for p, piece in enumerate(self.pieces) if piece.owner == p and p not in headed and self._may_go_on(p)]

    def _finish(self) -> None:
        """A sentence that is still open ends in text elsewhere on the page that no headline is left for."""
        bare, continued = set(self._headless()), set(self.follows.values())
        seams = ((p, q, odds + LATE) for p, q, odds in self._seams() if q in bare and q != p + 1 and p not in continued)
        late = {(p, q): odds for p, q, odds in seams if odds > 0}
        for p, q in headlines.match(late).items():
            if self._root(p) != q:
                self.follows[q] = p
        self._own_pieces()

    def _rejoin(self) -> None:
        """Text that no headline is left for goes on with the article that shares most words with it that no other has."""
        bare = self._headless()
        if not bare:
            return
        texts: dict[int, str] = {}
        for piece in self.pieces:
            if piece.owner >= 0:
                texts[piece.owner] = texts.get(piece.owner, "") + piece.text
        shares = headlines.shares(texts)
        for p in bare:
            (most, other), (more, _) = sorted([*shares[p], (0.0, -1), (0.0, -1)], reverse=True)[:2]
            if most >= REJOINED and most >= 2 * more and self._root(other) != p:
                last = self._last(other)
                if not apart(self.pieces[last].column(-1), self.pieces[p].column()):
                    self.follows[p] = last
        self._own_pieces()

    def _may_go_on(self, p: int) -> bool:
        """Whether nothing shows that an article begins at piece p: no dateline, no byline above it, no picture's credit below it."""
        return not self.pieces[p].dateline and self.pieces[p].boundary != "byline" and not self.evidence.pictured(p)

    def _last(self, p: int) -> int:
        """The last piece of the article that begins with piece p."""
        after = {before: q for q, before in self.follows.items()}
        while p in after:
            p = after[p]
        return p

    # ---- owners

    def _own_pieces(self) -> None:
        """Give each piece to the article that the first of its chain begins."""
        for p, piece in enumerate(self.pieces):
            piece.owner = -1 if piece.caption else self._root(p)

    # ---- the rest of the headlines

    def _gather(self, *, relaxed: bool = False) -> None:
        """Lines beside a headline that belong to it: its subtitle, its kicker, the rest of a wrapped line.

        Relaxed, once every article has its headline: also a line that says nothing of any other article.
        """
        for p, b in sorted(self.titles.items()):
            self.blocks[b].owner, self.blocks[b].role = p, "title"
        for block in self.blocks:
            if block.owner < 0 and (owner := self._subtitled(block)) is not None:
                block.owner, block.role = owner, "title"
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
            self._match_leftover(bare, headed)
        several = sum(p not in headed for p in bare) > 1
        for p in bare:
            if several and self.evidence.pictured(p):
                continue  # photo news may have none
            if p not in headed and (group := self._above(self.pieces[p], several)):
                self._give(p, group)
                headed.add(p)
        self._match_leftover([p for p in bare if p not in headed], headed)

    def _match_leftover(self, bare: Sequence[int], headed: set[int], *, last: bool = False) -> None:
        """Pair the headlines that are left with the articles that are left; at last also those that say nothing of them, the nearest first."""
        groups = self._heading_groups(last=last)
        pieces: dict[int, list[int]] = {p: [] for p in bare}
        for q, piece in enumerate(self.pieces):
            if piece.owner in pieces:
                pieces[piece.owner].append(q)
        found: dict[tuple[int, int], float] = {}
        for g, group in enumerate(groups):
            above, below, shown = self._next_piece(group[-1].at, 1), self._next_piece(group[0].at, -1), place.shown(self, group)
            for p in bare if len(bare) <= FAR else set(bare) & set(self.flow.near(group[0].at)):
                beside = p in (above, shown) or self.pieces[below].owner == p
                said = max(self.scores[block.number].get(q, 0.0) for block in group for q in pieces[p])
                score = said + ABOVE * (p == above) + 0.11 * (beside and p != above)
                if last:
                    score += 0.1 / (1 + abs(self.pieces[p].at - group[0].at) / 5) if said > 0.0 or score > 0.1 else 0.0
                if self.evidence.pictured(p) and p != shown and not self._pictures(group, p, said):
                    continue
                if score > (0.0 if last else 0.1) or (len(bare) == 1 and len(groups) == 1 and len(group[0].text) >= 4):
                    found[g, p] = score + 0.01
        for g, p in headlines.match(found).items():
            self._give(p, groups[g])
            headed.add(p)

    def _pictures(self, group: Sequence[Block], p: int, said: float) -> bool:
        """Whether a headline that photo news says so much of may be its own: photo news may have none, so no other article says more."""
        if said > TOLD and all(said >= score for block in group for score in self.scores[block.number].values()):
            return True
        text = "".join(block.text for block in group)
        touched = {q: self.lexis.touched(text, [q]) for q in self.flow.near(group[0].at) if not self.pieces[q].caption}
        rest = max((share for q, share in touched.items() if self.pieces[q].owner != p), default=0.0)
        return touched.get(p, 0.0) >= max(TOUCHED, rest + MORE)

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

    def _heading_groups(self, *, last: bool = False) -> list[list[Block]]:
        """Runs of free display blocks that could be headlines: not between two pieces of one article, not captions.

        At last also lines in a row, none of which looks like a headline.
        """
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.owner >= 0 or block.doubled or len(block.text) < 4 or self.evidence.captioned(block):
                continue
            if self.evidence.inside(block) or (self.evidence.listed(block) and not (last and self._among_titles(block))):
                continue
            before = groups[-1][-1] if groups else None
            if before is not None and before.at == block.at - 1 and (block.dashed or before.dashed or block.vertical):
                groups[-1].append(block)
            else:
                groups.append([block])
        return groups

    def _among_titles(self, block: Block) -> bool:
        """Whether the display lines around a block, bylines aside, hold a headline."""
        for step in (-1, 1):
            at = block.at + step
            while isinstance(item := self.flow.item(at), Block) or (isinstance(item, Other) and item.kind == "byline"):
                if isinstance(item, Block) and item.role == "title":
                    return True
                at += step
        return False

    def _give(self, p: int, group: Sequence[Block]) -> None:
        self.titles[p] = group[0].number
        for block in group:
            block.owner, block.role = p, "title"
