"""One article of a web page: its headline, kicker, subtitle, author and running text, told from the lines before the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.pages.blocks import HEADLINE, LINKED, SHORT, SPACE, Block
from kg.pages.forms import Forms
from kg.pages.pieces import Piece
from kg.pages.stated import Stated, said_of, without_site

_INDENT = re.compile("^[\u3000\u00a0 ]{2,}|^\u3000")
_DASH = re.compile("[—－―–-]{1,2}")


class Story:
    """One article: its headline and whatever else stands before its running text.

    `about` is what its lines say of the page (date, newspaper, edition), `furniture` those lines.
    """

    def __init__(self, head: list[Block], own: list[Block], stated: Stated, words: Forms) -> None:
        self.stated, self.words = stated, words
        self.about: dict[str, str] = {}
        self.furniture: list[str] = []
        self.byline = ""
        self.head = [block for block in head if not _cluttered(block, words)]
        self.own = [block for block in own if not _cluttered(block, words)]
        self.size = max((block.size for block in own), default=0.0)
        self.title = self._title(self.head)
        if self.title < 0:
            self._open()
            self.title = self._title(self.head)
        else:
            self._open(lines_only=True)

    def pieces(self) -> list[Piece]:
        """Strap, title, subtitle, byline and the running text."""
        title = self._headline()
        above, below = self._around()
        heads = [*(("strap", said) for said in above), ("title", title), *(("subtitle", said) for said in below)]
        self._lines()
        byline = self.byline or self.stated.parts.get("byline", "")
        return [*(Piece(role, said) for role, said in heads), Piece("byline", byline), *running(self.own, self.words)]

    def _open(self, *, lines_only: bool = False) -> None:
        """Headings and lines about the article that the element of the running text begins with stand before it."""
        while len(self.own) > 1:
            block = self.own[0]
            heading = (block.level > 0 or block.role in ("title", "subtitle", "strap")) and not lines_only
            said = block.role in ("byline", "date") or said_of(block, self.words) is not None
            titled = lines_only or self._title(self.head) >= 0 or self._title([block]) < 0
            if not heading and not said and titled:
                return
            self.head.append(self.own.pop(0))

    def _title(self, head: Sequence[Block]) -> int:
        """The number of the block with the headline, −1 when there is none."""
        fit = [i for i, block in enumerate(head) if block.linked < LINKED and 2 <= len(_bare(block.text)) <= HEADLINE]
        stated = _bare(self.stated.parts.get("title", ""))
        exact = [i for i in fit if stated and _bare(head[i].text) == stated]
        named = [i for i in fit if head[i].role == "title"]
        name = _bare(self.stated.name)
        begun = [i for i in fit if len(_bare(head[i].text)) >= 4 and name.startswith(_bare(head[i].text)) and not self._site(head[i])]
        headings = [i for i in fit if head[i].level and not self._site(head[i]) and said_of(head[i], self.words) is None]
        largest = max((head[i].size for i in fit), default=0.0)
        large = [
            i for i in fit if head[i].size == largest > self.size and not self._site(head[i]) and said_of(head[i], self.words) is None
        ][:1]
        if begun:
            begun = [max(begun, key=lambda i: (len(_bare(head[i].text)), i))]
        if headings:
            highest = min(head[i].level for i in headings)
            headings = [i for i in headings if head[i].level == highest]
        return next((found[-1] for found in (exact, named, begun, headings, large) if found), -1)

    def _site(self, block: Block) -> bool:
        return len(block.text) <= 12 and block.text.endswith(self.words.sites)

    def _headline(self) -> str:
        if self.title >= 0:
            return self.head[self.title].text
        return self.stated.parts.get("title") or without_site(self.stated.name, self.words)

    def _around(self) -> tuple[list[str], list[str]]:
        """Kickers and subtitles: as the page states them, by their elements, else the lines right above and below the headline."""
        said = self.stated.parts
        early = [i < self.title and block.role == "subtitle" for i, block in enumerate(self.head)]
        above = [block.text for block, kicker in zip(self.head, early, strict=True) if kicker or block.role == "strap"]
        below = [block.text for block, kicker in zip(self.head, early, strict=True) if block.role == "subtitle" and not kicker]
        above, below = [said["strap"]] if "strap" in said else above, [said["subtitle"]] if "subtitle" in said else below
        used = [*above, *below]
        if self.title >= 0:
            main = self.head[self.title]
            before, after = self.head[: self.title][::-1], self.head[self.title + 1 :]
            if not above:
                above = [block.text for block in _while(before, lambda block: self._beside(block, main) and block.text not in used)][::-1]
            if not below:
                below = [block.text for block in _while(after, lambda block: self._beside(block, main) and block.text not in used)]
            taken = {*above, *below}
            self.head = [block for i, block in enumerate(self.head) if i != self.title and block.text not in taken]
        return [_unlabelled(text, self.words) for text in above], [_unlabelled(text, self.words) for text in below]

    def _beside(self, block: Block, main: Block) -> bool:
        """Whether a block next to the headline belongs to it."""
        if block.linked >= LINKED or len(block.text) > HEADLINE or "。" in block.text or block.role in ("byline", "date", "caption"):
            return False
        if self._site(block) or said_of(block, self.words) is not None or self._signed(block.text):
            return False
        return block.level > 0 or bool(_DASH.match(block.text)) or not block.near.isdisjoint(main.near)

    def _signed(self, said: str) -> bool:
        return bool(re.match(rf"[□■◎●]?\s*(?:\S{{0,6}}?)(?:{'|'.join(map(re.escape, self.words.labels['byline']))})(?:[\s:：/]|$)", said))

    def _lines(self) -> None:
        """What the lines before the text say: author, date, edition, newspaper."""
        for block in self.head:
            line = said_of(block, self.words)
            signed = block.role == "byline" or (block.linked < LINKED and len(block.text) <= HEADLINE and self._signed(block.text))
            byline = (line.parts.get("byline") or (line.rest if signed else "")) if line else block.text if signed else ""
            byline = _unlabelled(byline.replace("\n", " "), self.words).strip()
            if byline and (not self.byline or block.role == "byline"):
                self.byline = byline
            if line:
                self.about.update({part: said for part, said in line.parts.items() if part != "byline"})
                labels = "|".join(map(re.escape, self.words.labels["byline"]))
                left = re.sub(rf"(?:(?:{labels})\s*[:：/]\s*)?{re.escape(byline)}", " ", block.text) if byline else block.text
                self.furniture.append(SPACE.sub(" ", left).strip())


def _while(blocks: Iterable[Block], holds: Callable[[Block], bool]) -> list[Block]:
    """The first blocks for which something holds, at most two."""
    found: list[Block] = []
    for block in blocks:
        if len(found) == 2 or not holds(block):
            break
        found.append(block)
    return found


def _cluttered(block: Block, words: Forms) -> bool:
    """Whether a block belongs to the site: links, buttons."""
    if block.linked > LINKED and not block.level and not block.role:
        return True
    clutter = "|".join(sorted(map(re.escape, words.clutter), key=len, reverse=True))
    return len(block.text) <= SHORT and bool(
        re.fullmatch(rf"(?:(?:{clutter})[\s:：|｜/\[\]【】()（）+\-·<>«»]*)+|(?:{clutter})[:：].*", block.text, re.S)
    )


def running(blocks: Sequence[Block], words: Forms) -> Iterator[Piece]:
    """The pieces of a running text."""
    blocks = [block for block in blocks if not _cluttered(block, words)]
    indented = sum(bool(_INDENT.match(block.text)) for block in blocks) * 2 > len(blocks)
    for block in blocks:
        if block.role == "caption" or (block.pictured and indented and len(block.text) <= SHORT and not _INDENT.match(block.text)):
            yield Piece("caption", block.text.replace("\n", " "))
        elif block.level and "\n" not in block.text:
            yield Piece("subhead", block.text)
        else:
            yield Piece("body" if "\n" in block.text else "paragraph", block.text)


def _unlabelled(said: str, words: Forms) -> str:
    """A value without the word before it (副题：…, 作者：…)."""
    labels = "|".join(
        sorted({re.escape(word) for part in ("subtitle", "strap") for word in words.labels.get(part, ())} | {"作者"}, key=len)
    )
    return re.sub(rf"^(?:{labels})\s*[:：]\s*", "", said)


def _bare(said: str) -> str:
    return re.sub(r"\W", "", said)
