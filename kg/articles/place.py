"""What is no headline and no running text finds its article: straps, subheads, captions, credits and bylines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kg.articles import bylines
from kg.articles.flow import FAR, Block, Flow, Item, Other, Piece, explains

if TYPE_CHECKING:
    from kg.articles.split import Split

# A line above an article whose headline stands elsewhere is a strap when it is shorter than this, else the headline itself.
_STRAP = 9


def place(split: Split) -> None:
    """Give every display line, byline, credit and caption its article."""
    for block in split.blocks:
        if block.owner < 0:
            _place_block(split, block)
    known = signed(split)
    for run in byline_runs(split.flow):
        owner = author_of(split, run, known)
        known.add(owner)
        for other in run:
            other.owner = owner
    for item in split.flow.items:
        if explains(item) or (isinstance(item, Other) and item.kind == "credit"):
            item.owner = _illustrated(split, item)


def byline_runs(flow: Flow) -> list[list[Other]]:
    """Byline lines that follow one another."""
    runs: list[list[Other]] = []
    for other in flow.others:
        if other.kind == "byline":
            if runs and runs[-1][-1].at == other.at - 1:
                runs[-1].append(other)
            else:
                runs.append([other])
    return runs


def author_of(split: Split, run: Sequence[Other], known: Collection[int]) -> int:
    """The article that a byline signs: the one it touches, else the longest whose author is not known; −1 when all are."""
    flow, pieces = split.flow, split.pieces
    before, after = flow.item(run[0].at - 1), flow.item(run[-1].at + 1)
    if run[0].text[:1] in "（(" and isinstance(before, Piece):
        return before.owner
    for item in (after, before):
        begins = isinstance(item, Piece) and item is after and pieces[item.owner] is item and not _notice(split, item.owner)
        if item is not None and (begins or (isinstance(item, Block) and item.role == "title")) and item.owner not in known:
            return item.owner
    if isinstance(before, Piece) and before.owner not in known and not split.words.byline_mark.match(run[0].text):
        return before.owner
    sizes: dict[int, int] = {}
    for piece in pieces:
        if piece.owner not in known and not _notice(split, piece.owner):
            sizes[piece.owner] = sizes.get(piece.owner, 0) + len(piece.text)
    return max(sizes, key=lambda p: (sizes[p], -p)) if sizes else -1


def signed(split: Split) -> set[int]:
    """The articles whose author is known: by a dateline, a byline, a picture's credit or a bracketed name at the end."""
    found = {other.owner for other in split.flow.others if other.kind in ("byline", "credit") and other.owner >= 0}
    for p, piece in enumerate(split.pieces):
        if piece.dateline or split.evidence.pictured(p) or bylines.tail_credit(piece.units[-1].text, split.words):
            found.add(piece.owner)
    return found


def _notice(split: Split, owner: int) -> bool:
    """Whether an article is an announcement, which no reporter signs."""
    if owner in split.titles and any(split.words.notice.search(unit.text) for unit in split.blocks[split.titles[owner]].units):
        return True
    return any(piece.signed for piece in split.pieces[owner : owner + FAR] if piece.owner == owner)


def _place_block(split: Split, block: Block) -> None:
    flow, evidence = split.flow, split.evidence
    after, before, inside = flow.item(block.at + 1), flow.piece(block.at, -1), evidence.inside(block)
    begins = isinstance(after, Piece) and split.pieces[after.owner] is after
    named = bool(split.words.column.match(block.text))
    if after is not None and begins and not inside and (named or not evidence.captioned(block)):
        block.owner, block.role = after.owner, "strap" if named or block.doubled or len(block.text) < _STRAP else "title"
    elif named and (
        heading := next((item for item in (after, flow.item(block.at - 1)) if isinstance(item, Block) and item.role == "title"), None)
    ):
        block.owner, block.role = heading.owner, "strap"
    elif block.doubled:
        title = _strapped(split, block)
        block.owner, block.role = title.owner if title else -1, "strap"
    elif before is None:
        block.role = "unknown"
    else:
        block.owner, block.role = before.owner, "subhead" if inside and not block.vertical else "caption"


def _strapped(split: Split, block: Block) -> Block | None:
    """The headline that a strap stands over: of the article that it speaks of, else the nearest, rather below than above."""
    titles = [other for other in split.blocks if other.role == "title"]
    best = split.evidence.best(block, 0.2)
    mine = [other for other in titles if best is not None and other.owner == split.pieces[best].owner]
    return min(mine or titles, key=lambda other: abs(other.at - block.at) - 0.5 * (other.at > block.at), default=None)


def _illustrated(split: Split, item: Item) -> int:
    """The article of a caption or credit: the photo news above it, its caption's, else the one that speaks of the same."""
    at = item.at - 1
    while explains(other := split.flow.item(at)) or (isinstance(other, Other) and other.kind == "credit"):
        at -= 1
    if isinstance(other, Piece) and split.evidence.pictured(other.number):
        return other.owner
    above = split.flow.item(item.at - 1)
    if isinstance(item, Other) and item.kind == "credit" and above is not None and explains(above):
        return above.owner
    return _speaks_of(split, item)


def shown(split: Split, group: Sequence[Block]) -> int:
    """The photo news whose captions stand below a headline: the one that says most of them, -1 for none."""
    at, text = group[-1].at + 1, ""
    while (item := split.flow.item(at)) is not None and explains(item):
        text, at = text + item.text, at + 1
    line = split.evidence.line(text)
    scores = {p: split.lexis.similarity(line, p) for p in split.flow.near(at) if not split.pieces[p].caption} if text else {}
    best = max(scores, key=lambda p: (scores[p], -p), default=-1)
    return best if best >= 0 and scores[best] > 0 and split.evidence.pictured(best) else -1


def _speaks_of(split: Split, item: Item) -> int:
    """The article that says most of what a caption says, those beside it first."""
    line = split.evidence.line(item.text)
    scores: dict[int, float] = {}
    for p in split.flow.near(item.at):
        piece = split.pieces[p]
        if not piece.caption:
            scores[piece.owner] = max(scores.get(piece.owner, 0.0), split.lexis.similarity(line, p))
    for near, bonus in ((split.flow.piece(item.at, -1), 0.1), (split.flow.piece(item.at, 1), 0.05)):
        if near is not None:
            scores[near.owner] = scores.get(near.owner, 0.0) + bonus
    return max(scores, key=lambda p: (scores[p], -p)) if scores else -1
