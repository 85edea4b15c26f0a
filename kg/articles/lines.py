"""A page's lines without their layout blanks, each character with its place on the page.

A blank is layout between letter-spaced characters (打 造 民 心), between Han and digits or Latin (8月 16日) and beside
punctuation; it carries meaning between two words (《中共临河市委 临河市人民政府关于…》, 记者 罗丽, 学党史 办实事) and is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.articles.words import HAN

# Zero-width characters and controls are as good as blanks.
_VOID = "\u0000-\u001f\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
_TOKEN = re.compile(f"[^ {_VOID}]+")
_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HAN = re.compile(f"[{HAN}]")
_CLOSING, _OPENING = frozenset("”’」』！？!?"), frozenset("“‘「『")
_STOPS = re.compile("[，。；：、,;]")
_MARKS = re.compile("[，。、；：！？“”‘’（）《》]")
_SQUEEZE = 0.25
# Display lines are short; a longer line is never a headline, so its blanks beside quotes are layout.
_DISPLAY = 40

Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `runs` are (offset in `text`, offset on the page, length).

    `width` counts a Han character as 1 and an ASCII character as ½. `gap` is how many blank lines stand before it, `indent` how
    many blanks (a full-width one counts two), `spaced` whether it was letter-spaced, `number` its line on the page, from 1.
    """

    text: str
    runs: tuple[Run, ...]
    width: float
    gap: int
    indent: int
    spaced: bool
    number: int

    @property
    def start(self) -> int:
        return self.runs[0][1]

    @property
    def end(self) -> int:
        return self.runs[-1][1] + self.runs[-1][2]


def read(body: str) -> list[Line]:
    """The lines of a page body that are not blank, in page order."""
    lines: list[Line] = []
    at = gap = 0
    for number, match in enumerate(_BREAK.finditer(body + "\n"), 1):
        line = line_of(body[at : match.start()], at, gap, number)
        at = match.end()
        gap = gap + 1 if line is None else 0
        if line is not None:
            lines.append(line)
    return lines


def is_blank(char: str) -> bool:
    """Whether a character is white space, or as good as: zero-width characters and controls."""
    return not _TOKEN.match(char)


def width(text: str) -> float:
    """How wide the text was printed: Han 1, ASCII ½; marks are squeezed in justified lines (fitted on two real pages)."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2 - _SQUEEZE * len(_MARKS.findall(text))


def line_of(raw: str, at: int, gap: int, number: int) -> Line | None:
    """A line as it is read, None when it is blank; `at` is where it begins on the page."""
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(raw)]
    if not tokens:
        return None
    first = tokens[0][0]
    indent = _size(raw[:first])
    if len(tokens) == 1:
        start, end = tokens[0]
        text = raw[start:end]
        return Line(text, ((0, at + start, end - start),), width(text), gap, indent, False, number)
    spaced = _spaced(raw, tokens)
    display = len(raw) <= _DISPLAY and not _STOPS.search(raw) and raw.count("《") == raw.count("》")
    usual = _usual_gap(raw, tokens, spaced)
    kept = [
        _longer(raw, tokens, i, usual) if spaced[i] and spaced[i + 1] else _keep(raw, tokens, i, display) for i in range(len(tokens) - 1)
    ]
    text, runs = _join(raw, at, tokens, kept)
    return Line(text, runs, width(text.replace(" ", "")), gap, indent, sum(spaced) * 2 > len(tokens), number)


def _join(raw: str, at: int, tokens: list[tuple[int, int]], kept: list[bool]) -> tuple[str, tuple[Run, ...]]:
    pieces: list[str] = []
    runs: list[Run] = []
    size, start = 0, tokens[0][0]
    for i, (_, end) in enumerate(tokens):
        keep = i < len(kept) and kept[i]
        stop = end + 1 if keep else end
        if keep and tokens[i + 1][0] == stop:
            continue  # one blank between words: the run goes on
        pieces.append(raw[start:stop])
        runs.append((size, at + start, stop - start))
        size += stop - start
        if i + 1 < len(tokens):
            start = tokens[i + 1][0]
    return "".join(pieces), tuple(runs)


def _spaced(raw: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """For each token, whether it stands in a letter-spaced stretch: three or more tokens in a row of at most one Han character."""
    single = [(end - start <= 2 and len(_HAN.findall(raw, start, end)) == 1) or not _HAN.search(raw, start, end) for start, end in tokens]
    spaced = [False] * len(tokens)
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and single[j]:
            j += 1
        han = sum(bool(_HAN.search(raw, *tokens[k])) for k in range(i, j))
        if han > 3 or (han == 3 and len({_size(raw[tokens[k][1] : tokens[k + 1][0]]) for k in range(i, j - 1)}) == 1):
            spaced[i:j] = [True] * (j - i)  # 者 向　阳 is a name with what comes before it
        i = j + 1
    return spaced


def _longer(raw: str, tokens: list[tuple[int, int]], i: int, usual: int) -> bool:
    """Whether the blank after token i, between letter-spaced characters, is longer than the others and so parts words."""
    (_, end), (start, _) = tokens[i], tokens[i + 1]
    return _size(raw[end:start]) > usual and bool(_HAN.match(raw[end - 1]) and _HAN.match(raw[start]))


def _size(blank: str) -> int:
    """How wide a blank is: a full-width one counts two."""
    return len(blank) + blank.count("\u3000")


def _keep(raw: str, tokens: list[tuple[int, int]], i: int, display: bool) -> bool:
    """Whether the blank after token i carries meaning."""
    left, right = raw[tokens[i][1] - 1], raw[tokens[i + 1][0]]
    han_left, han_right = bool(_HAN.match(left)), bool(_HAN.match(right))
    if han_left and han_right:
        return not _two_character_name(raw, tokens, i)
    if left.isascii() and right.isascii():
        return left.isalnum() and right.isalnum()
    if display and (left in _CLOSING or right in _OPENING) and (han_left or left in _CLOSING) and (han_right or right in _OPENING):
        return True
    return left in "□■◆◎●" and han_right


def _usual_gap(raw: str, tokens: list[tuple[int, int]], spaced: list[bool]) -> int:
    """The commonest blank between letter-spaced characters of a line, the shortest of several: only a longer one parts words."""
    gaps: dict[int, int] = {}
    for k in range(len(tokens) - 1):
        if spaced[k] and spaced[k + 1]:
            size = _size(raw[tokens[k][1] : tokens[k + 1][0]])
            gaps[size] = gaps.get(size, 0) + 1
    return max(gaps, key=lambda size: (gaps[size], -size), default=0)


def _two_character_name(raw: str, tokens: list[tuple[int, int]], i: int) -> bool:
    """张 三, also where a bracket or comma touches the name: two single Han characters that stand alone."""
    left, right = raw[slice(*tokens[i])], raw[slice(*tokens[i + 1])]
    if left[-2:-1] in ("/", "／"):
        return False  # 张三/文 李四/图
    if right[1:2] in ("/", "／", "·", "•"):
        return False  # 张 三 图/李四, 张 三 杨·才让
    return bool(_HAN.match(left[-1]) and _HAN.match(right[0])) and not (_HAN.match(left[-2:-1]) or _HAN.match(right[1:2]))
