"""Sets text in lines: where a line may break, and where each character stands. Han are one em wide, digits half an em."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

CLOSING = set("、，。；：？！）》」』】”’·,;!?)%％℃")  # never first on a line
OPENING = set("（《「『【“‘(□△▲◎")  # never last on a line
HALF = set("、，。；：？！）》」』】”’")  # ink in the left half: what follows may be set half an em closer
HANGING = set("，。、；")  # may hang into the gutter
TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,:/+-][0-9A-Za-z]+)*%?|——|……|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]\u3000[\u4e00-\u9fff]| |.", re.S)
ASCII = {"%": 1.0, "@": 1.0, "W": 1.0, "M": 1.0}  # wider than half an em; other capitals take three quarters
SQUEEZE = 0.4  # of an em, that a punctuation mark may lose to let one more into the line
SPACED = 0.12  # of an em between the characters, from which on a line looks letter-spaced: 2 lines in 100, as on the seed pages


class Box(NamedTuple):
    """A rectangle: points from the left upper corner of the page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, pad: float) -> Box:
        """The box within, smaller by ``pad`` on each side."""
        return Box(self.x + pad, self.y + pad, self.w - 2 * pad, self.h - 2 * pad)


@dataclass(frozen=True, slots=True)
class Face:
    """How text is printed: size in points, ``song``, ``hei`` or ``kai``, ink ``black``, ``white``, ``red`` or ``grey``."""

    size: float
    name: str = "song"
    bold: bool = False
    ink: str = "black"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``at`` has the near edge of each character: x of a horizontal line, y of a vertical one; ``off`` is its
    upper edge, or the left edge of the vertical line. ``spread``: em added between its characters; ``ends``: its paragraph ends."""

    text: str
    at: tuple[float, ...]
    off: float
    face: Face
    vertical: bool = False
    spread: float = 0.0
    ends: bool = True

    @property
    def box(self) -> Box:
        size = self.face.size
        first, last = self.at[0], self.at[-1] + em(self.text[-1]) * size
        return Box(self.off, first, size, last - first) if self.vertical else Box(first, self.off, last - first, size)


@lru_cache(maxsize=65536)
def em(text: str) -> float:
    """Width of a text in em."""
    return sum(ASCII.get(char, 0.75 if char.isupper() else 0.5) if char.isascii() else 1.0 for char in text)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """What a line break may not part."""
    return tuple(TOKEN.findall(text))


@lru_cache(maxsize=65536)
def meets(left: str, right: str) -> bool:
    """Whether a Han character and a letter or digit meet, where setters leave a little air."""
    return (left.isalnum() and right.isalnum()) and left.isascii() != right.isascii()


def line_end(words: Sequence[str], start: int, room: float, air: float) -> int:
    """Index of the first token of the next line, for a line of ``room`` em that opens with token ``start``."""
    used, at, marks = 0.0, start, 0
    while at < len(words):
        width = em(words[at]) + (air if at > start and meets(words[at - 1][-1], words[at][0]) else 0.0)
        if used + width > room + 1e-6:
            break
        used, marks, at = used + width, marks + (words[at] in HALF), at + 1
    if at == len(words) or words[at] == " ":
        return min(at + 1, len(words))
    if words[at] in CLOSING:
        last = at + 1 == len(words) or words[at + 1] not in CLOSING
        if last and (words[at] in HANGING or used + em(words[at]) <= room + SQUEEZE * (marks + 1)):
            return at + 1
        while at > start + 1 and (words[at] in CLOSING or words[at - 1] in OPENING):
            at -= 1
    while at > start + 1 and words[at - 1] in OPENING:
        at -= 1
    return max(at, start + 1)


def place(words: Sequence[str], x: float, y: float, width: float, face: Face, air: float, *, align: str, ends: bool) -> Line:
    """A line from ``x``, ``width`` points wide; ``align`` is justify, left, centre or right."""
    words = [word for i, word in enumerate(words) if word != " " or 0 < i < len(words) - 1]
    text = "".join(words)
    steps, breaks, at = [], [], 0
    for i, word in enumerate(words):
        steps += [em(char) for char in word]
        at += len(word)
        if i + 1 < len(words):
            breaks.append(at - 1)
            steps[-1] += air if meets(word[-1], words[i + 1][0]) else 0.0
    room = width / face.size
    spare, spread = room - sum(steps), 0.0
    if spare < -1e-6:
        marks = [i for i in breaks if text[i] in HALF]
        lack = -spare - SQUEEZE if text[-1] in HALF else -spare  # the last mark's blank half may stick out
        if text[-1] in HANGING and lack > SQUEEZE * len(marks):
            lack = -spare - 1.0  # it hangs
        for i in marks if lack > 0 else ():
            steps[i] -= lack / len(marks)
    elif align == "justify" and not ends and breaks:
        spread = spare / len(breaks)
        for i in breaks:
            steps[i] += spread
    elif align in ("centre", "right"):
        x += spare * face.size / (2 if align == "centre" else 1)
    edges = [x]
    for step in steps[:-1]:
        edges.append(edges[-1] + step * face.size)
    return Line(text, tuple(edges), y, face, spread=spread, ends=ends)


def single(text: str, box: Box, face: Face, align: str = "left") -> Line:
    """A text on one line at the top of a box."""
    return place(tokens(text), box.x, box.y, box.w, face, 0.0, align=align, ends=True)


def upright(text: str, x: float, y: float, face: Face, step: float = 1.08) -> Line:
    """A vertical line, its characters one below the other."""
    return Line(text, tuple(y + i * step * face.size for i in range(len(text))), x, face, vertical=True)


@lru_cache(maxsize=65536)
def lines_of(text: str, room: float, air: float) -> int:
    """Number of lines of one paragraph, its first indented."""
    words, at, count = tokens(text), 0, 0
    while at < len(words):
        at, count = line_end(words, at, room - (0 if count else 2), air), count + 1
    return count


def halved(text: str) -> tuple[str, str]:
    """A headline in two lines of about the same length, parted at a blank or a mark when it has one near the middle."""
    words, middle = tokens(text), em(text) / 2
    cuts = []
    for i in range(1, len(words)):
        before = em("".join(words[:i]))
        if words[i - 1] not in OPENING and words[i] not in CLOSING and words[i - 1] != " ":
            phrase = words[i] == " " or words[i - 1] in "，；：、”》"
            quoted = words[:i].count("“") != words[:i].count("”")
            cuts.append((abs(before - middle) + (0 if phrase else 3) + (2 if quoted else 0), i))
    cut = min(cuts)[1]
    return "".join(words[:cut]), "".join(words[cut:]).strip()
