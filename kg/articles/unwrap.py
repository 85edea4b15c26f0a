"""Lines to units: paragraphs whose wraps are undone, display lines, bylines, credits and the page's furniture.

A break is taken for meant when the next line's first token would still have fitted on the line before it (the fit test), or
when the next line is as much shorter as a lost paragraph indent. Widths are measured in the column around the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from kg.articles import bylines
from kg.articles.lines import Line, Run
from kg.articles.words import HAN, PageWords
from kg.text import segment

Kind = Literal["paragraph", "display", "byline", "credit", "header", "editor", "jump", "caption", "advert"]

Heading = Literal["", "strap", "title", "subtitle", "subhead"]

# How many lines show the width of their column.
_NEAR = 6
# The head and foot of a page: so many of its first and last lines.
_EDGE = 5
# Full lines of one column differ by hanging punctuation and digits: swept on the development pages.
_SPREAD = 1.3
_SLACK, _DISPLAY_SLACK = 0.4, 1.5
_INDENT = 2.0
# No newspaper column is so wide: a longer line is a paragraph that was never wrapped, and a shorter one before it ends where it ends.
_COLUMN = 60
# Where lines of this width hold half of the text, and so many of them end a sentence, each line is a paragraph.
_LONG, _ENDED = 30, 0.8
# Text that breaks off has no last line shorter than its column by this, and no more than so many display lines follow it.
_SHORT, _TAIL = 1.5, 4
# Two columns whose lines differ by this are not one.
_APART = 1.75
# Bylines, credits, jump lines and page heads are shorter.
_LONGEST_MARK = 60
# The second line of a signature in brackets holds the end of a name.
_LONGEST_REST, REST = 8, "rest of a byline"
STRUCTURAL: dict[str, Kind] = {"byline": "byline", "credit": "credit", "header": "header", "editor": "editor", "jump": "jump"}
_PAPER = re.compile(rf"《?[{HAN}]{{2,4}}报》?(?:社出版)?")
# The number of a page and the name of what it holds (08/政法, A02 健康).
_PAGE = re.compile(rf"(?:0\d|[A-DＡ-Ｄ]?\d{{1,2}}(?=[A-D/／|·\s]))\s?[/／|·]?\s?[{HAN}]{{2,4}}|[A-DＡ-Ｄ]\d{{1,2}}\s?[{HAN}]{{2,4}}")
# The number of a sheet (- 3 -, 第 2 页, 第2页 共5页).
_FOLIO = re.compile(r"[-－—–·•]+ ?\d{1,3} ?[-－—–·•]+|第 ?\d{1,3} ?页(?: ?[/，,]? ?共 ?\d{1,3} ?页)?")
_WEEKDAY = re.compile("星期|农历|周[一二三四五六日]|第.{1,3}版|总第|版$|[日晚晨早]报")
_SIGNED = re.compile(r"[。！？”]（[^（）]{2,24}）$")
# A notice is signed with an office and a date.
_SIGNATURE = re.compile(r"^[^。，；]{0,30}?20\d\d年\d{1,2}月\d{1,2}日$")
_DATE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日$")
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d)")
# What no sentence begins with: the unit of a number before it (9.6|公里机耕路).
MEASURE = re.compile(
    "(?:公里|万元|亿元|万余|亿余|万亩|亩(?!产|均)|元(?![旦宵宝月首素朝])|[%％]|个百分点|平方米|万平方米|平方公里|公斤|万吨|吨|万人|余人|多人|余户|多户|人次)"
)
# A line that ends inside a date or a number goes on.
_DATED, _NUMBERED, _UNIT = re.compile(r"\d(?:年|月|日|时)$"), re.compile(r"\d$"), re.compile(r"[年月日时点分元万亿个%％.,，：:\d]")
_HOUR, _MINUTE = re.compile(r"\d[:：]$"), re.compile(r"\d\d(?!\d)")
_STOP = re.compile("[，。；：,;:]")
_WORD = re.compile(r"[A-Za-z0-9.,%％:/\-]+")
# A dateline, its reporters included, is printed over this many lines at most.
_DATELINE_LINES = 4
# Rows of a table hold this many numbers at least, and it has three of them; so does a list of names have lines.
_NUMBERS, _ROWS = 3, 3
_NUMBER_CELL = re.compile(r"[-－]?\d[\d,.]*[%％]?")
_NAMES = re.compile(rf"[{HAN}·•]{{2,}}(?:[ \u3000][{HAN}·•]{{2,}})*")


@dataclass(frozen=True)
class Unit:
    """Lines that belong together.

    `column` is the width of their column, 0 when unknown; `closed` says that they end a sentence; `dateline` is set for a paragraph
    that opens a story, `marked` when a blank before the first line marks a new region, `tight` when it follows the line above more
    closely than lines of this page usually do, `vertical` for a column of single characters, `listed` for a row of a table or lines
    of a list of names, `parted` where another article may begin; `names` are those of a byline, `size` is the height of a character in points, 0 when unknown.
    `role` is what a display line is for, empty while that is unknown, and `opens` says that a heading begins with it.
    """

    kind: Kind
    lines: tuple[Line, ...]
    column: float = 0.0
    closed: bool = True
    dateline: bool = False
    marked: bool = False
    tight: bool = False
    vertical: bool = False
    listed: bool = False
    parted: bool = False
    names: tuple[str, ...] = ()
    size: float = 0.0
    role: Heading = ""
    opens: bool = False

    @cached_property
    def text(self) -> str:
        return "".join([line.text for line in self.lines])

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass(frozen=True, slots=True)
class Habits:
    """How this dump is laid out.

    `gap`: blank lines between the lines of a paragraph. `tight`: the gap that marks lines of one headline, -1 when none does.
    `indented`: whether paragraphs are indented. `whole`: whether each line is a paragraph, as in text copied from a web page.
    """

    gap: int
    tight: int
    indented: bool
    whole: bool


def unwrap(lines: Sequence[Line], words: PageWords) -> list[Unit]:
    """The units of a page in page order; every line stands in exactly one."""
    layout = habits(lines, words)
    kinds = _kinds(lines, words)
    found: list[Unit | _Region] = []
    i = 0
    while i < len(lines):
        kind, names = kinds[i]
        if kind == "vertical":
            i = _vertical(lines, kinds, i, found, words)
        elif kind in ("row", "names"):
            j = i + 1
            while (
                j < len(lines) and kind == "names" == kinds[j][0] and not _NUMBER.match(lines[j].text) and not _NUMBER.match(lines[i].text)
            ):
                j += 1
            while j < len(lines) and kinds[j][0] == REST:
                j += 1
            found.append(Unit("paragraph", tuple(lines[i:j]), listed=True))
            i = j
        elif kind in ("plain", "dateline"):
            j = i + 1
            while j < len(lines) and kinds[j][0] == "plain":
                j += 1
            found.append(_Region(lines[i:j], kind == "dateline", layout, words))
            i = j
        else:
            j = i + 2 if i + 1 < len(lines) and kinds[i + 1][0] == REST else i + 1
            found.append(Unit(STRUCTURAL[kind], tuple(lines[i:j]), names=names))
            i = j
    indents = [item.indents() for item in found if isinstance(item, _Region)]
    lost = not layout.indented and 2 * sum(each[0] for each in indents) + 2 >= sum(each[1] for each in indents)
    return _adverts(_signatures([unit for item in found for unit in ([item] if isinstance(item, Unit) else item.units(lost))]), words)


def _signatures(units: Sequence[Unit]) -> list[Unit]:
    """The units, a bracketed signature that found no room on the last line of its paragraph put back there."""
    found: list[Unit] = []
    for unit in units:
        before = found[-1] if found else None
        if unit.kind == "byline" and unit.text[0] in "（(" and before is not None and before.kind == "paragraph" and _full(before):
            found[-1] = replace(before, lines=(*before.lines, *unit.lines))
        else:
            found.append(unit)
    return found


def _adverts(units: Sequence[Unit], words: PageWords) -> list[Unit]:
    """The units, small advertisements marked: paragraphs that begin as such, and the lines printed together with one that says so."""
    found = list(units)
    for i, unit in enumerate(units):
        if unit.kind == "paragraph" and words.small_advert.match(unit.text):
            found[i] = replace(unit, kind="advert")
        elif unit.kind == "display" and not unit.vertical and (words.advert.search(unit.text) or words.small_advert.search(unit.text)):
            found[i] = replace(unit, kind="advert")
            for step in (-1, 1):
                k = i + step
                while 0 <= k < len(units) and units[k].kind == "display" and units[max(k, k - step)].tight:
                    found[k] = replace(units[k], kind="advert")
                    k += step
    return found


def _full(unit: Unit) -> bool:
    """Whether there is no room for two more characters on the last line of a paragraph."""
    column = unit.column or max((line.width for line in unit.lines[:-1]), default=0.0)
    return unit.closed and column > 0 and unit.lines[-1].width + 2 > column - _SLACK


def joined(lines: Sequence[Line]) -> tuple[str, tuple[Run, ...]]:
    """The text of wrapped lines and its runs."""
    runs: list[Run] = []
    size = 0
    for line in lines:
        runs += [(size + at, page, length) for at, page, length in line.runs]
        size += len(line.text)
    return "".join(line.text for line in lines), tuple(runs)


def closes(text: str, words: PageWords) -> bool:
    """Whether the text ends a sentence, quotes, brackets and a bracketed name after it aside."""
    text = text.rstrip()
    if not text:
        return False
    bare = text.rstrip(words.closers)
    if (bare and bare[-1] in words.sentence_ends) or text[-1] in "：:；;":
        return True
    return text[-1] in "）)" and bool(_SIGNED.search(text))


def ends_otherwise(text: str, words: PageWords) -> bool:
    """Whether a paragraph is complete though its last line alone does not show it: a bracket, a signature or a number over two lines."""
    return closes(text, words) or bool(_DATE.search(text)) or _tabular(text)


def habits(lines: Sequence[Line], words: PageWords) -> Habits:
    """How a page's dump is laid out."""
    gaps = Counter(line.gap for line in lines[1:] if len(line.text) > 1)
    gap = gaps.most_common(1)[0][0] if gaps else 0
    blanks = sum(count for size, count in gaps.items() if size > gap)
    indents = [line.indent for line in lines if len(line.text) > 4]
    deep = sum(2 <= indent <= 4 for indent in indents)
    indented = deep >= 2 and deep * 40 >= len(indents) and deep * 4 <= len(indents) * 3
    long = [line for line in lines if line.width >= _LONG]
    ended = sum(closes(line.text, words) for line in long)
    whole = 2 * sum(line.width for line in long) >= sum(line.width for line in lines) and ended >= _ENDED * len(long)
    return Habits(gap, gap - 1 if gap else 0 if blanks >= 2 else -1, indented, whole)


def _kinds(lines: Sequence[Line], words: PageWords) -> list[tuple[str, tuple[str, ...]]]:
    kinds: list[tuple[str, tuple[str, ...]]] = []
    for i, line in enumerate(lines):
        edge = min(i, len(lines) - 1 - i) < _EDGE
        kinds.append(kind_of(line, edge, i < _EDGE, kinds[-1][0] if kinds else "", words))
    _datelines(lines, kinds, words)
    _rows(lines, kinds)
    _name_lists(lines, kinds, words)
    return _verticals(lines, _wrapped_bylines(lines, kinds, words))


def _datelines(lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]], words: PageWords) -> None:
    """Mark datelines over several lines (本报澜沧3月12 / 日讯（记者 刀海燕 / 通讯员 扎体）), none of which is then a byline."""
    for i, line in enumerate(lines):
        if kinds[i][0] == "plain" and len(line.text) < _LONGEST_MARK and words.dateline_start.match(line.text):
            head = line.text + "".join(each.text for each in lines[i + 1 : i + 3])
            found = words.dateline.match(head)
            if found and found.end() > len(line.text) and bylines.opens(head, words):
                kinds[i] = ("dateline", ())
        if kinds[i][0] == "dateline":
            for k in range(i + 1, i + _head_lines(lines[i : i + _DATELINE_LINES], words)):
                kinds[k] = ("plain", ())


def _head_lines(lines: Sequence[Line], words: PageWords) -> int:
    """How many lines a dateline takes, its reporters included."""
    found = bylines.dateline("\n".join(line.text for line in lines), words)
    end, size = found.end if found else 0, 0
    for k, line in enumerate(lines):
        size += len(line.text) + 1
        if size > end:
            return k + 1
    return len(lines)


def _rows(lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]]) -> None:
    """Mark the rows of tables, and the line of names above them."""
    i = 0
    while i < len(lines):
        j = i
        while j < len(lines) and _is_row(lines[j].text):
            j += 1
        if j - i >= _ROWS:
            first = (
                i - 1
                if i and kinds[i - 1][0] == "plain" and lines[i - 1].text.count(" ") >= 2 and not _STOP.search(lines[i - 1].text)
                else i
            )
            kinds[first:j] = [("row", ())] * (j - first)
        i = max(j, i + 1)


def _is_row(text: str) -> bool:
    if _STOP.search(text) or len(text) > _LONGEST_MARK:
        return False
    cells = _NUMBER_CELL.findall(text)
    return len(cells) >= _NUMBERS and sum(map(len, cells)) * 2 >= len(text) and " " in text


def _name_lists(lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]], words: PageWords) -> None:
    """Mark the lines of lists of names, the numbered lines above each part of them too."""
    i = 0
    while i < len(lines):
        j, named = i, 0
        while j < len(lines) and kinds[j][0] in ("plain", "byline") and _holds_names(lines[j], words, named):
            named += lines[j].spaced or not lines[j].text.isalpha()
            j += 1
        if named >= _ROWS:
            kinds[i:j] = [("names", ())] * (j - i)
            for first in (i - 1, i - 2):
                if first >= 0 and all(kinds[k][0] == "plain" for k in range(first, i)) and _NUMBER.match(lines[first].text):
                    kinds[first:i] = [("names", ()), *[(REST, ())] * (i - 1 - first)]
                    break
        i = max(j, i + 1)


def _holds_names(line: Line, words: PageWords, named: int) -> bool:
    """Whether a line holds nothing but names; one name by itself only below others."""
    if not _NAMES.fullmatch(line.text) or words.reporter.search(line.text):
        return False
    if line.spaced:
        return True
    names = line.text.split()
    return (len(names) > 1 or bool(named)) and all(len(name) <= 4 or "·" in name for name in names)


def _wrapped_bylines(
    lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]], words: PageWords
) -> list[tuple[str, tuple[str, ...]]]:
    """Mark the two lines of a signature whose bracket closes on the next line: （记者 方小敏 通讯员 于/非）."""
    for i, (line, after) in enumerate(pairwise(lines)):
        if (
            kinds[i][0] == kinds[i + 1][0] == "plain"
            and line.text[0] in "（("
            and len(after.text) <= _LONGEST_REST
            and after.text[-1] in "）)"
        ):
            names = bylines.names_of(line.text + after.text, words) if len(line.text) <= _LONGEST_MARK else None
            if names is not None:
                kinds[i], kinds[i + 1] = ("byline", names), (REST, ())
    return kinds


def kind_of(line: Line, edge: bool, top: bool, before: str, words: PageWords) -> tuple[str, tuple[str, ...]]:
    """What a line is by its text (dateline, credit, byline, editor, jump, header, else plain), and the names of a byline.

    `edge` says that it stands in the head or foot of the page, `top` in the head; `before` is the kind of the line above.
    """
    text = line.text
    if bylines.opens(text, words) and not (before == "dateline" and text[0] in "（("):
        return "dateline", ()
    if len(text) > _LONGEST_MARK:
        return "plain", ()
    if (names := bylines.credit(text, words)) is not None:
        return "credit", names
    if (names := bylines.names_of(text, words)) is not None:
        return "byline", names
    if words.editor.match(text) or words.editor.match(words.byline_mark.sub("", text, count=1)):
        return "editor", ()
    if before == "byline" and (names := bylines.more_names(text, words)) is not None:
        return "byline", names
    if words.jump.fullmatch(text):
        return "jump", ()
    if words.desk.fullmatch(text) or (words.reach.fullmatch(text) and (top or (edge and "@" in text))):
        return "editor", ()
    if _head(text, edge and (top or not _SIGNATURE.search(text)), words):
        return "header", ()
    return "plain", ()


def _head(text: str, edge: bool, words: PageWords) -> bool:
    """Whether a line belongs to the page's head or foot: nothing but its words, or a date beside names."""
    if _FOLIO.fullmatch(text) or words.source.match(text):
        return True
    if len(text) > 1 and words.header.match(text):
        return edge or bool(_PAPER.fullmatch(text)) or bool(_WEEKDAY.search(text) and re.search(r"\d|版|报", text))
    if edge and (_PAGE.fullmatch(text) or (words.contact.match(text) and not closes(text, words))):
        return True
    if not _WEEKDAY.search(text) or not re.search(r"\d月\d{1,2}日|\d[.\-]\d{1,2}[.\-]\d", text):
        return False
    return len(re.sub(r"\s", "", words.header_word.sub("", text))) <= 8


def _verticals(lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Mark runs of three or more lines of one character: a headline set from top to bottom."""
    i = 0
    while i < len(lines):
        j = i
        while j < len(lines) and _one_character(lines[j].text):
            j += 1
        if j - i >= 3:
            kinds[i:j] = [("vertical", ())] * (j - i)
        i = max(j, i + 1)
    return kinds


def _one_character(text: str) -> bool:
    return len(text) == 1 or (len(text) == 2 and text.isascii() and text.isalnum())


def _vertical(
    lines: Sequence[Line], kinds: list[tuple[str, tuple[str, ...]]], i: int, units: list[Unit | _Region], words: PageWords
) -> int:
    """Append one unit for each column of a vertical run; columns are parted by a larger gap than characters are."""
    j = i
    while j < len(lines) and kinds[j][0] == "vertical":
        j += 1
    gaps = [line.gap for line in lines[i + 1 : j]]
    inner, cuts = min(gaps), _columns_said(lines[i:j], words) if not any(gaps) else ()
    start = i
    for k in range(i + 1, j + 1):
        if k == j or lines[k].gap > inner or k - i in cuts:
            units.append(Unit("display", tuple(lines[start:k]), closed=False, vertical=True))
            start = k
    return j


def _columns_said(lines: Sequence[Line], words: PageWords) -> tuple[int, ...]:
    """Where columns without gaps must begin: at the dash of a subtitle and at a byline."""
    text = "".join(line.text[0] for line in lines)
    dash, reporter = text.find("——"), words.reporter.search(text)
    if reporter is None:
        return (dash,)
    start = reporter.start()
    return (dash, start - 1 if start and words.byline_mark.match(text[start - 1]) else start)


class _Region:
    """Lines between two structural ones, cut into paragraphs and display lines."""

    def __init__(self, lines: Sequence[Line], dateline: bool, habits: Habits, words: PageWords) -> None:
        self.lines, self.dateline, self.habits, self.words = lines, dateline, habits, words
        self.head = _head_lines(lines[:_DATELINE_LINES], words) if dateline else 0
        self.final = [self._ends(i) for i in range(len(lines))]
        self.token = [first_token(line.text, words) for line in lines]
        self.mark = [self._marked(line) for line in lines]
        self.shown = [
            not final and _shown(line) and not words.reporter.search(line.text) for line, final in zip(lines, self.final, strict=True)
        ]
        self.tight = [self._pair(i) or self._pair(i + 1) for i in range(len(lines))]
        self.back: list[float | None] = []
        self.ahead: list[float | None] = []
        self._columns()
        self.lost_indent = False

    def units(self, lost_indent: bool) -> list[Unit]:
        """The region's units; `lost_indent` says that this page's first lines are shorter by an indent that the dump does not show."""
        self.lost_indent = lost_indent
        units: list[Unit] = []
        start = 0
        for i in range(1, len(self.lines) + 1):
            if i == len(self.lines) or self._break(start, i):
                cut = self._tail(start, i)
                units += [unit for first, last in ((start, cut), (cut, i)) if first < last for unit in self._units(first, last)]
                start = i
        return units

    def _tail(self, start: int, end: int) -> int:
        """Where the short lines begin that end lines of text without ending a sentence: text breaks off on a full line only."""
        cut = end
        while cut - 1 > start and end - cut < _TAIL and self._short(cut - 1):
            cut -= 1
        return cut

    def _short(self, i: int) -> bool:
        line, column = self.lines[i], self.back[i - 1]
        if column is None or self.final[i] or line.spaced or _STOP.search(line.text) or line.width > column - _SHORT or _tabular(line.text):
            return False
        return not (self.final[i - 1] and line.width >= column - _INDENT - _SHORT / 2)

    def _ends(self, i: int) -> bool:
        """Whether line i ends a sentence, a signature or a line of a list; a bracketed name may begin on the line before."""
        text = self.lines[i].text
        if closes(text, self.words) or bool(_SIGNATURE.search(text)) or (_tabular(text) and text[-1] in "0123456789）)"):
            return True
        return text[-1] in "）)" and len(text) < 20 and i > 0 and closes(self.lines[i - 1].text[-24:] + text, self.words)

    def _marked(self, line: Line) -> bool:
        return (line.indent == 1 and not self.habits.indented) or (self.habits.gap == 0 and line.gap > 0)

    def _pair(self, i: int) -> bool:
        """Whether line i stands closer to the one before it than lines of a paragraph do; after digits that means nothing."""
        if not 0 < i < len(self.lines) or self.mark[i] or self.lines[i].gap > self.habits.tight:
            return False
        return self.habits.gap == 0 or not self.lines[i - 1].text[-1].isascii()

    def _columns(self) -> None:
        """The width of the column before and after each line, from the nearest lines that end no sentence."""
        shown = [(self.habits.gap > 0 and self.tight[i]) or self.shown[i] or line.text[0] in "—－―" for i, line in enumerate(self.lines)]
        near: list[float] = []
        for i, line in enumerate(self.lines):
            near = _nearest(near, line.width, self.mark[i] or shown[i], self.final[i] or shown[i])
            self.back.append(_column(near))
        near = []
        for i in range(len(self.lines) - 1, -1, -1):
            fresh = i + 1 < len(self.lines) and self.mark[i + 1]
            near = _nearest(near, self.lines[i].width, fresh or shown[i], self.final[i] or shown[i])
            self.ahead.append(_column(near))
        self.ahead.reverse()

    def _units(self, start: int, end: int) -> list[Unit]:
        lines = tuple(self.lines[start:end])
        column = self._width(start, end)
        dateline = self.dateline and start == 0
        if dateline or not self._displayed(start, lines, self.final[end - 1]):
            closed = self._closed(end - 1) or ends_otherwise("".join(line.text for line in lines[-3:]), self.words)
            return [Unit("paragraph", lines, column, closed, dateline, self.mark[start])]
        units: list[Unit] = []
        for i, line in enumerate(lines, start):
            if units and line.width <= 2.5:
                units[-1] = replace(units[-1], lines=(*units[-1].lines, line))
            else:
                units.append(Unit("display", (line,), column, False, False, self.mark[i], i > 0 and line.gap <= self.habits.tight))
        return units

    def _width(self, start: int, end: int) -> float:
        """The column of a paragraph: the median of its full lines, 0 when it has too few to tell."""
        full = sorted(self.lines[i].width for i in range(start + 1, end - 1) if not self.final[i] and not self.lines[i].spaced)
        return full[len(full) // 2] if len(full) >= 2 else 0.0

    def _closed(self, i: int) -> bool:
        return self.final[i] or _tabular(self.lines[i].text)

    def _displayed(self, start: int, lines: tuple[Line, ...], closed: bool) -> bool:
        text = "".join(line.text for line in lines)
        if text[-1] in "：；:;" or _SIGNATURE.search(text) or _tabular(text) or (_NUMBER.match(text) and "：" in text):
            return False
        if text[0] in "（(" and text[-1] in "）)" and re.search("[：，]", text):
            return False
        if closed:
            return text[-1] in "！？!?" and len(lines) <= 2 and len(text) <= 30 and not re.search("[，：。]", text)
        if not re.search("[，。；：、]", text):
            return True  # prose of several lines has a stop: these are headlines, or verse
        if "。" in text or len(text) > 60 or len(lines) > 4:
            return False
        if text[-1] in "，、" or (len(lines) >= 2 and text.count("，") >= 2):
            return False
        return not ("，" in text and self._set_as_text(start, lines))

    def _set_as_text(self, start: int, lines: tuple[Line, ...]) -> bool:
        """Whether lines are as wide as the column above them, the first shorter by an indent; one line only where text breaks off."""
        column = max((line.width for line in self.lines[max(0, start - _NEAR) : start] if not _shown(line)), default=0.0)
        after = start + len(lines)
        breaks_off = after == len(self.lines) or self.mark[after] or self.shown[after] or self._alone(after)
        if not column or not (len(lines) > 1 or (breaks_off and self.final[start - 1])):
            return False
        return all(abs(line.width - column) <= 1.25 for line in lines[1:]) and -3 <= lines[0].width - column <= 1

    def _break(self, start: int, i: int) -> bool:
        """Whether a unit that began at `start` ends before line i."""
        before, line = self.lines[i - 1], self.lines[i]
        if self.habits.whole:
            return True
        if start == 0 and i <= self.head and not self.mark[i]:
            return i == self.head and self._displayed_alone(i)
        if self.habits.indented and line.indent >= 2:
            return True
        if self.habits.gap and (self.tight[i] or self.tight[i - 1]) and not self._pair(i):
            return True
        if _HOUR.search(before.text) and _MINUTE.match(line.text):
            return False
        if self.final[i - 1]:
            return self.mark[i] or self._break_after_sentence(start, i, before, line)
        return self._break_inside_sentence(start, i, before, line)

    def _break_after_sentence(self, start: int, i: int, before: Line, line: Line) -> bool:
        if MEASURE.match(line.text):
            return True  # the unit of a number that another column ends with
        column = self.back[i - 1] or self.ahead[i - 1]
        if column is None or line.gap > self.habits.gap or before.width > column + 2 or self.shown[i]:
            return True
        if self.habits.indented:
            return False
        if _NUMBER.match(line.text):
            return True
        if self._resettled(i):
            if i - 1 > start:
                return True
            column = self.ahead[i] or column  # the sentence above may be the first of that column
        if before.text[-1] in "；;：:":
            return before.width + self.token[i] <= column - 2 * _SLACK
        if not before.spaced and before.width + self.token[i] <= self._room(column, i - 1 == start) - _SLACK:
            return True
        return (self._opens(i) and not self.final[i]) or self._alone(i) or self._says_so(i)

    def _break_inside_sentence(self, start: int, i: int, before: Line, line: Line) -> bool:
        text = "".join(each.text for each in self.lines[max(start, i - 4) : i])
        if (
            (line.width <= 2.5 and before.width > 2.5)
            or _DATED.search(before.text)
            or (_NUMBERED.search(before.text) and _UNIT.match(line.text))
        ):
            return False
        if (
            (before.text[-1] in "，、,;" and before.width >= 4)
            or text.count("《") > text.count("》")
            or text.count("（") > text.count("）")
        ):
            return False
        if line.width > _COLUMN and before.width + self.token[i] <= line.width - _SLACK:
            return True
        if self.words.caption.match(line.text) or self.shown[i] or (i - 1 >= start and all(self.shown[start:i])) or self._headed(i):
            return True
        heading = i - start <= 3 and not (self.dateline and start == 0) and not _STOP.search(text)
        if self.mark[i] and ((i - start <= 6 and not _STOP.search(text) and not (self.dateline and start == 0)) or self._opens(i)):
            return True
        if self.mark[i] and self._moved(i):
            return True
        columns = [column for column in (self.back[i - 1], self.ahead[i - 1]) if column is not None]
        if not columns:
            return self._break_without_column(start, i, before, line)
        if before.spaced or (self.dateline and start == 0 and i == 1):
            return False
        if self._alone(i) and before.width + self.token[i] > min(columns) - _SLACK:
            return True
        if (i - 1 == start and self._alone(start)) or (self.mark[i] and before.width < min(columns) - 3):
            return True
        room = self._room(min(columns), i - 1 == start)
        if heading and before.width + self.token[i] <= room - _DISPLAY_SLACK:
            return True
        if heading:
            ahead = self.ahead[i]
            wider = ahead is not None and before.width > ahead + 1.75 and line.width < before.width - 1.75 and not self.final[i]
            opens = self._opens(i) and not (i - 1 == start and self._opens(start))
            return " " in before.text or opens or wider or line.width > before.width + _INDENT + 1.5
        if i - start > 2 and self._elsewhere(i):
            return True
        if not self._opens(i) or inside_word(before.text, line.text):
            return False
        if self._parts(i):
            return True
        back, ahead = self.back[i - 1], self.ahead[i]
        if back is not None and ahead is not None and abs(back - ahead) > 2.25:
            return True
        return self.mark[i] or before.width + self.token[i] <= room - _SLACK

    def _break_without_column(self, start: int, i: int, before: Line, line: Line) -> bool:
        """Too few lines to know the width: a line with a comma goes on, and so does a longer one before the end of a sentence."""
        if _STOP.search(before.text) and before.width + 3 >= line.width:
            return False
        return not (i + 1 == len(self.lines) and self.final[i] and before.width + 1.5 >= line.width)

    def _headed(self, i: int) -> bool:
        """Whether headline lines begin at line i inside an open sentence: wider than its column, without a stop, up to a new start."""
        column = self.back[i - 1]
        if column is None or self.lines[i].width <= column + 1.75:
            return False
        for k in range(i, min(i + 4, len(self.lines))):
            if k > i and (self.mark[k] or self._opens(k)):
                return True
            if self.final[k] or _STOP.search(self.lines[k].text) or self.lines[k].width <= column + 1.25:
                return False
        return i + 4 > len(self.lines)

    def _alone(self, i: int) -> bool:
        """Whether line i is a display line in a column of text: it ends no sentence, and the next line's first token would fit."""
        line = self.lines[i]
        if self.final[i] or line.spaced or line.text[-1] in "，、；," or line.text.count("（") > line.text.count("）"):
            return False
        columns = [column for column in (self.back[i], self.ahead[i]) if column is not None]
        if i + 1 >= len(self.lines):
            return bool(columns) and line.width <= min(columns) - 3 and not _STOP.search(line.text)
        if "，" in line.text and (self.ahead[i] is None or max(columns) - min(columns) > _SPREAD):
            return False  # a comma speaks for running text, unless its column goes on below
        slack = 0.0 if self._opens(i + 1) else 2 * _SLACK
        if not columns or line.width + self.token[i + 1] > self._room(min(columns), True) - slack:
            return False
        after = self.lines[i + 1 : i + 3]
        narrow = len(after) == 2 and all(abs(each.width - line.width) <= _SPREAD for each in after)
        return not (narrow and any(_STOP.search(each.text) for each in after))

    def _displayed_alone(self, i: int) -> bool:
        """Whether the line below a dateline's last line is no running text, for the dateline's sentence ends above it."""
        return self.final[i - 1] and not self.lines[i - 1].text.endswith(("：", ":", "）", ")"))

    def _room(self, column: float, first: bool) -> float:
        return column - _INDENT if first and self.lost_indent else column

    def _opens(self, i: int) -> bool:
        """Whether line i is shorter than its column by a lost indent, and the next line is full."""
        line, column = self.lines[i], self.ahead[i]
        if column is None or not self.lost_indent or i + 1 >= len(self.lines) or line.text[-1] in "；;":
            return False
        short = column - line.width
        if line.spaced:
            return 2.25 <= short <= 4
        if not 1.25 <= short <= 2.75 or line.width + self.token[i + 1] > column - 0.25:
            return False
        return self.lines[i + 1].width >= column - 1.25 or self.final[i + 1]

    def _elsewhere(self, i: int) -> bool:
        """Whether line i is as wide as the lines below it and the line above as wide as those above, and these are two columns."""
        back, ahead = self.back[i - 1], self.ahead[i]
        if back is None or ahead is None or abs(back - ahead) < _APART or self.final[i] or self.lines[i].spaced or self.lines[i - 1].spaced:
            return False
        return abs(self.lines[i - 1].width - back) <= 0.75 and abs(self.lines[i].width - ahead) <= 0.75

    def _moved(self, i: int) -> bool:
        """Whether the lines from line i on stand in another column than those above it."""
        back, ahead = self.back[i - 1], self.ahead[i]
        return back is not None and ahead is not None and abs(back - ahead) > _APART

    def _resettled(self, i: int) -> bool:
        """Whether line i, below the end of a sentence, stands in another column than the line above it."""
        back, ahead, line = self.back[i - 1], self.ahead[i], self.lines[i]
        if back is None or ahead is None or line.spaced or abs(back - ahead) <= _APART or self.lines[i - 1].width > back + _APART:
            return False
        if line.width > back + _APART:
            return True
        after = self.lines[i + 1].width if i + 1 < len(self.lines) else 0.0
        return not self.final[i] and ahead - 2.75 <= line.width <= ahead + 0.75 and abs(after - ahead) <= 1.0

    def _parts(self, i: int) -> bool:
        """Whether line i, plainly indented, cannot go on with the full line above it: two columns meet here."""
        back, ahead, line = self.back[i - 1], self.ahead[i], self.lines[i]
        if back is None or ahead is None or abs(back - ahead) > _SPREAD or self.final[i] or i + 2 >= len(self.lines):
            return False
        return 1.6 <= ahead - line.width <= 2.4 and line.width + self.token[i + 1] <= ahead - 2 * _SLACK

    def _says_so(self, i: int) -> bool:
        """Whether line i begins as paragraphs do (会议强调, 据了解) and is not quite full."""
        column = self.ahead[i]
        return column is not None and column - self.lines[i].width > 0.6 and bool(self.words.opener.match(self.lines[i].text))

    def indents(self) -> tuple[int, int]:
        """How many paragraphs' first lines are shorter than their column by an indent, and how many are not."""
        lost = full = 0
        for i in range(1, len(self.lines)):
            column, before, line = self.ahead[i], self.back[i - 1], self.lines[i]
            if column is None or before is None or not self.final[i - 1] or self.final[i] or line.spaced:
                continue
            if self.lines[i - 1].width + self.token[i] > before - 2.5:
                continue
            lost += 1.25 <= column - line.width <= 2.75
            full += column - line.width < 1.0
        return lost, full


def _shown(line: Line) -> bool:
    """Whether a line is a headline's by the blank in it (山里“卖空气” 老屋有人抢): running text has none but in lists of names."""
    if line.spaced or (" " not in line.text and "\u3000" not in line.text) or re.search("[，。；,;]", line.text):
        return False
    words = re.split("[ \\u3000]", line.text)
    if any(line.text.count(a) != line.text.count(b) for a, b in ("《》", "（）", "“”")):
        return False
    return min(map(len, words)) >= 3 and max(map(len, words)) >= 5


def _tabular(text: str) -> bool:
    """A line of a list or table: a label and mostly digits (监督电话：0834－5622110)."""
    if "：" not in text and ":" not in text:
        return False
    digits = sum(char.isdigit() for char in text)
    return digits >= 5 and digits * 4 >= len(text)


def first_token(text: str, words: PageWords) -> float:
    """The width of what cannot be parted from the beginning of the line."""
    i = 0
    while i < len(text) and text[i] in words.openers:
        i += 1
    word = _WORD.match(text, i)
    size = i + len(word[0]) / 2 if word else i + 1.0
    i = word.end() if word else i + 1
    while i < len(text) and text[i] in words.no_line_start:
        size, i = size + 1, i + 1
    return size


def inside_word(above: str, below: str) -> bool:
    """Whether a text ends inside a word that another goes on with (…副局长何志平介 / 绍，大埔是…): neither half is one by itself."""
    halves = segment.frequency(above[-2:]), segment.frequency(below[:2])
    if segment.frequency(above[-2:] + below[:2]):
        return True
    if segment.frequency(above[-1] + below[0]) and not any(halves):
        return True
    return bool(
        (segment.frequency(above[-1] + below[:2]) and not halves[0]) or (segment.frequency(above[-2:] + below[0]) and not halves[1])
    )


def _nearest(near: list[float], width: float, fresh: bool, final: bool) -> list[float]:
    """The widths of the nearest lines, the new one first; lines that end a sentence are no measure, a fresh region forgets."""
    near = [] if fresh else near
    return near if final else [width, *near[: _NEAR - 1]]


def _column(widths: Sequence[float]) -> float | None:
    """The width that most of the lines agree on, None when no two do; display lines among them are shorter and do not matter."""
    ordered = sorted(widths, reverse=True)
    middle = (len(ordered) - 1) * 2 // 5
    for k in (middle, middle + 1, middle - 1):
        if 0 <= k < len(ordered) and sum(abs(width - ordered[k]) <= _SPREAD for width in ordered) >= 2:
            return ordered[k]
    return None
