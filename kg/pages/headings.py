"""Paragraphs to articles, for documents that show headlines by styles, by headings, or only by larger and centred lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kg.pages import forms
from kg.pages.pieces import Piece

# Headlines are shorter and end no sentence; a size counts as larger by a point.
_HEADLINE, _LARGER = 45, 1.0
USUAL_SIZE = 10.5
_STOP = re.compile("[。；！？…：]$")
_DASH = re.compile("[—－―–]")
_TITLES, _SUBTITLES, _CAPTIONS = ("title", "标题", "文章标题"), ("subtitle", "副标题"), ("caption", "题注")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_MASTHEAD = re.compile("《?[\u4e00-\u9fff]{2,8}报》?$")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a table's row: its text, the name of its style (lower case), the size of most of its characters in points,
    whether it is centred."""

    text: str
    style: str = ""
    size: float = USUAL_SIZE
    centred: bool = False

    @cached_property
    def level(self) -> int:
        """0 for a title, 1 to 9 for headings, −1 for everything else."""
        if self.style in _TITLES:
            return 0
        found = _HEADING.fullmatch(self.style)
        return int(found[1]) if found else -1

    @property
    def short(self) -> bool:
        """Whether it could be a headline by its length and end."""
        return len(self.text) <= _HEADLINE and not _STOP.search(self.text) and "\n" not in self.text

    def piece(self, role: str = "") -> Piece:
        """The paragraph as a piece of a page; without a role by its style."""
        plain = "body" if "\n" in self.text else "caption" if self.style in _CAPTIONS else "paragraph"
        return Piece(role or ("subtitle" if self.style in _SUBTITLES else plain), self.text)


def articles(paragraphs: Sequence[Paragraph]) -> list[list[Piece]]:
    """The pieces of each article, and groups of furniture before them."""
    if any(paragraph.level >= 0 for paragraph in paragraphs):
        return _styled(paragraphs)
    usual = Counter[float]()
    for paragraph in paragraphs:
        usual[paragraph.size] += len(paragraph.text)
    size = max(usual, key=lambda each: (usual[each], -each), default=USUAL_SIZE)
    shown = [paragraph.short and (paragraph.size >= size + _LARGER or paragraph.centred) for paragraph in paragraphs]
    return _displayed(paragraphs, shown, size)


def _styled(paragraphs: Sequence[Paragraph]) -> list[list[Piece]]:
    """An article for each title, or for each heading of the highest level when there is no title."""
    levels = [paragraph.level for paragraph in paragraphs]
    top = _top(paragraphs, levels)
    groups: list[list[Piece]] = [[]]
    for paragraph, level in zip(paragraphs, levels, strict=True):
        before = groups[-1][-1].role if groups[-1] else ""
        if level == top:
            kicker = [Piece("strap", groups[-1].pop().text)] if before == "subtitle" else []
            groups.append([*kicker, paragraph.piece("title")])
        elif level > top:
            below = before in ("title", "subtitle") and bool(_DASH.match(paragraph.text))
            groups[-1].append(paragraph.piece("subtitle" if below else "subhead"))
        else:
            groups[-1].append(paragraph.piece("furniture" if level >= 0 else ""))
    if not any(len(piece.text) > _HEADLINE for piece in groups[0]):
        groups[0] = [Piece("furniture", piece.text) for piece in groups[0]]
    return groups


def _top(paragraphs: Sequence[Paragraph], levels: Sequence[int]) -> int:
    """The level of the articles' headlines. A single heading right above several of the next level names the whole issue."""
    known = sorted({level for level in levels if level >= 0})
    if len(known) > 1 and levels.count(known[0]) == 1 and levels.count(known[1]) > 1:
        after = levels.index(known[0]) + 1
        if levels[after : after + 1] == [known[1]] and not _DASH.match(paragraphs[after].text):
            return known[1]
    return known[0]


def _displayed(paragraphs: Sequence[Paragraph], shown: Sequence[bool], size: float) -> list[list[Piece]]:
    """An article for each run of display lines that is about as large as the largest; smaller ones are subheads."""
    groups: list[list[Piece]] = [[]]
    runs = [
        (display, [paragraph for _, paragraph in run])
        for display, run in groupby(zip(shown, paragraphs, strict=True), lambda pair: pair[0])
    ]
    heads: list[Piece] = []
    if runs and runs[0][0]:
        heads = [line.piece("furniture") for line in runs[0][1] if _MASTHEAD.match(line.text) or forms.day(line.text)]
        said = {piece.text for piece in heads}
        runs[0] = (True, [line for line in runs[0][1] if line.text not in said])
    largest = max((line.size for display, run in runs if display for line in run), default=size)
    for display, run in runs:
        if not display:
            groups[-1] += [paragraph.piece() for paragraph in run]
        elif run and max(line.size for line in run) >= (size + largest) / 2:
            main = max(range(len(run)), key=lambda i: (run[i].size, -i))
            roles = ["strap" if i < main else "title" if i == main else "subtitle" for i in range(len(run))]
            groups.append([line.piece(role) for line, role in zip(run, roles, strict=True)])
        else:
            groups[-1] += [line.piece("subhead") for line in run]
    return [heads, *groups]
