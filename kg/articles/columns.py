"""Lines with their places to what stands on a sheet: columns of text with their paragraphs, display lines, and the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from kg.articles import bylines, lines, unwrap
from kg.articles.lines import Line
from kg.articles.unwrap import Unit
from kg.articles.words import PageWords
from kg.model import Box, Layout, Page

# All lengths are in characters of the size at hand unless they are called points.
# Lines of one column: how far apart, how different in size, how far their ends may reach beyond the others'.
_LEADING, _SIZES, _RAGGED = 1.35, 1.07, 1.3
# The first rows of a column may be narrower on either side: a subhead, an indented line.
_WIDER = 9.0
# A row recognised in a picture has the size of body text when it measures between these shares of it.
_MEASURED = (0.84, 1.2)
# A first line is indented by so much.
_INDENT = (1.2, 4.2)
# Display lines are larger than body text by this factor; running text of a larger size has stops and so many lines.
DISPLAY, _ROWS_OF_TEXT = 1.2, 3
# A caption has no more lines than this, and stands no further from its picture.
_CAPTION_ROWS, _CAPTION_GAP = 4, 2.6
# Display rows of one headline stand no further apart than this: rows of different sizes, and of one.
_STACKED, _APART = 1.1, 2.4
# A subhead inside a column is seldom larger than this.
SUBHEAD = 1.12
# A table has at least so many figures in a row, and so many rows; how long its labels are and how far they stand from the figures.
_CELLS, _LABEL, _CELL_GAP = 3, 10, 8.0
_FIGURE = r"[+\-−–—]?\d[\d.,，:：]*(?:[%％‰]|[\u4e00-\u9fff]{1,2}(?!\S))?|[—－-]+(?!\S)|"
_CELL = re.compile(rf"([^\d，。；“”]{{1,{_LABEL}}}? ?)??((?:(?:{_FIGURE}) ?)+)")
# A brief may open with its place alone (凤庆讯 近日…).
_PLACED = re.compile("[\u4e00-\u9fff]{2,5}讯[ \u3000]")
# The rule under the head runs over such a share of the sheet's width, above such a share of its height.
_ACROSS, _HEAD = 0.7, 0.14
# A line of verse has no more characters.
_VERSE = 16
# A kicker has no more characters.
_PHRASES = 40
# An entry of a list says first what it is about (城关小学：苗春霞 毕少宁).
_ENTRY = re.compile("[^，。：]{2,8}：")
# A column of no more rows may have none that is flush.
_FEW = 3
# How far the marks at a column's end hang over, and how wide a gutter is at most.
_HUNG, _GUTTER = 0.7, 2.5
# A lone row of text has so many characters and the size of body text.
_LIKE_TEXT, _LONE_ROW = 1.03, 7
_NAMES = re.compile("[\u4e00-\u9fff·（）() \u3000]{1,12}")
_STOP = re.compile("[，。；]")
_ENDS = "。！？：”"
_HANGING = "，。、；：！？”’）》"
# The second row of a byline is no longer than this.
_REST_OF_BYLINE = 8
_TOP, _BOTTOM = 0.115, 0.08


@dataclass(slots=True, eq=False)
class Row:
    """A line of print with its reading; `kind` as in `unwrap.kind_of`, `more` what stands far apart in it, or the second line of a byline."""

    line: Line
    box: Box
    size: float
    vertical: bool
    bold: bool
    kind: str = "plain"
    names: tuple[str, ...] = ()
    more: tuple[Line, ...] = ()

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


@dataclass(eq=False)
class Column:
    """Rows of running text one under the other; `units` are its paragraphs.

    `inner` is set when its first row goes on with a paragraph, `open` when its last row ends inside a sentence, `full` when that
    row leaves no room.
    """

    rows: list[Row]
    units: list[Unit]
    inner: bool
    full: bool = False

    @cached_property
    def box(self) -> Box:
        return around(row.box for row in self.rows)

    @cached_property
    def size(self) -> float:
        return sorted(row.size for row in self.rows)[len(self.rows) // 2]

    @property
    def open(self) -> bool:
        return not self.units[-1].closed

    @property
    def dateline(self) -> bool:
        return self.units[0].dateline

    @cached_property
    def text(self) -> str:
        return "".join(unit.text for unit in self.units)

    @property
    def verse(self) -> bool:
        """Whether each row is a paragraph of its own."""
        return len(self.rows) > 1 and len(self.units) == len(self.rows)

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]


@dataclass(eq=False)
class Display:
    """Display rows that stand together, in the order in which they are read."""

    rows: list[Row]

    @cached_property
    def box(self) -> Box:
        return around(row.box for row in self.rows)

    @property
    def size(self) -> float:
        """The size of its largest row."""
        return max(row.size for row in self.rows)

    @property
    def vertical(self) -> bool:
        return self.rows[0].vertical

    @cached_property
    def text(self) -> str:
        return "".join(row.line.text for row in self.rows)


@dataclass(eq=False)
class Sheet:
    """What stands on a sheet. `size` is that of the body text in points; `captions` are columns that explain pictures.

    `frames` are drawn round text, from the largest to the smallest.
    """

    size: float
    width: float
    height: float
    columns: list[Column]
    displays: list[Display]
    others: list[Row]
    captions: list[Column]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    frames: tuple[Box, ...]


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    found = list(boxes)
    return (min(b[0] for b in found), min(b[1] for b in found), max(b[2] for b in found), max(b[3] for b in found))


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """The share of the shorter interval that two intervals have in common, 0 when they have nothing."""
    return max(0.0, min(a1, b1) - max(a0, b0)) / max(1e-6, min(a1 - a0, b1 - b0))


def read(page: Page, words: PageWords) -> Sheet:
    """The sheet of a page that has a layout."""
    layout = page.layout
    assert layout is not None
    rows = _rows(page)
    size = _body_size(rows)
    if any(p.confidence < 1 for p in layout.lines):  # sizes that were measured in a picture are only so good
        for row in rows:
            row.size = size if _MEASURED[0] <= row.size / size <= _MEASURED[1] else row.size
    tables, rows = _tables(rows, size)
    stacks = [*_stacks(rows, layout.rules), *tables]
    _kinds(stacks, layout.height, words)
    _under_head(stacks, layout)
    columns: list[Column] = []
    shown: list[Row] = []
    others: list[Row] = []
    indented = _indented(stacks, size)
    alone: list[Row] = []  # rows too short to tell what they are
    atop: set[int] = set()  # display rows right on top of text
    for stack in stacks:
        if stack[0].kind == "table":
            columns.append(Column(stack, [Unit("paragraph", (row.line, *row.more)) for row in stack], False))
            continue
        sorts = _parts(stack)
        atop.update(id(part[-1]) for (sort, part), (after, _) in pairwise(sorts) if (sort, after) == ("display", "text"))
        for sort, part in sorts:
            if sort not in ("text", "display"):
                others += [row for row in part if row.kind != unwrap.REST]
            elif sort == "text" and _is_text(part, size):
                columns += _columns(part, indented, words)
            elif sort == "text" and len(stack) == 1:
                alone += part
            else:
                shown += part
    tails = [row for row in alone if _ends_column(row, columns, size)]
    shown += [row for row in alone if row not in tails]
    if indented:
        _lone_rows(columns, layout.pictures)
        _lone_paragraphs(columns, words)
    columns += [Column([row], [_unit([row], row.box[2] - row.box[0], words)], True) for row in tails]
    captions = [column for column in columns if _explains(column, layout.pictures, size, words)]
    aside = {id(column) for column in captions}
    text, displays = [column for column in columns if id(column) not in aside], _displays(shown, size, atop)
    rules = _between(layout.rules, [column.box for column in columns], [display.box for display in displays], size)
    frames = _frames(rules, [column.box for column in columns], size)
    return Sheet(size, layout.width, layout.height, text, displays, others, captions, rules, layout.pictures, frames)


def _frames(rules: Sequence[Box], texts: Sequence[Box], size: float) -> tuple[Box, ...]:
    """The boxes with rules on all four sides that hold text, from the largest to the smallest."""
    flat = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    upright = [rule for rule in rules if rule[2] - rule[0] < rule[3] - rule[1]]
    sides = Counter((round(rule[0] / 2), round(rule[1] / 2), round(rule[3] / 2)) for rule in upright)
    found = set()
    for top in flat:
        for foot in flat:
            if foot[1] - top[1] < 4 * size or abs(top[0] - foot[0]) > 2 or abs(top[2] - foot[2]) > 2:
                continue
            box = (top[0], top[1], top[2], foot[3])
            if all(_side(sides, x, box) for x in (box[0], box[2])) and any(_inside(text, box) for text in texts):
                found.add(box)
    return tuple(sorted(found, key=lambda box: (-(box[2] - box[0]) * (box[3] - box[1]), box)))


def _side(sides: Counter[tuple[int, int, int]], x: float, box: Box) -> bool:
    """Whether an upright rule is a side of a box."""
    near = (-1, 0, 1)
    key = (round(x / 2), round(box[1] / 2), round(box[3] / 2))
    return any((key[0] + a, key[1] + b, key[2] + c) in sides for a in near for b in near for c in near)


def _between(rules: Sequence[Box], texts: Sequence[Box], displays: Sequence[Box], size: float) -> tuple[Box, ...]:
    """The rules without the sides of boxes that are drawn round a headline or strap alone."""
    flat = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    drawn: set[Box] = set()
    for top in flat:
        for bottom in flat:
            same = abs(top[0] - bottom[0]) < 1 and abs(top[2] - bottom[2]) < 1 and top[1] + size < bottom[1] < top[1] + 14 * size
            if not same:
                continue
            box = (top[0], top[1], top[2], bottom[3])
            if any(_inside(display, box) for display in displays) and not any(_inside(text, box) for text in texts):
                drawn.update(rule for rule in rules if _inside(rule, (box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)))
    return tuple(rule for rule in rules if rule not in drawn)


def _inside(box: Box, other: Box) -> bool:
    """Whether the middle of a box lies inside another, and the box is no larger."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3] and box[2] - box[0] <= other[2] - other[0] + 2


def _rows(page: Page) -> list[Row]:
    """The lines of print, top to bottom and left to right, whatever their order in the file."""
    assert page.layout is not None
    rows = []
    ordered = sorted(page.layout.lines, key=lambda p: (p.box[1], p.box[0], p.start))
    for number, p in enumerate(ordered, 1):
        line = lines.line_of(page.body[p.start : p.end], p.start, 0, number)
        if line is not None:
            rows.append(Row(line, p.box, max(1.0, p.size), p.vertical, p.bold))
    return rows


def _tables(rows: Sequence[Row], size: float) -> tuple[list[list[Row]], list[Row]]:
    """Tables of numbers, each as a stack of rows put together from their cells, and the rows that stand in none."""
    found: list[list[list[Row]]] = []  # tables of bands of cells
    for band in _bands([row for row in rows if not row.vertical]):
        cells = _cells(band)
        if sum(map(_figures, cells)) < _CELLS:
            continue
        left, em = cells[0].box[0], cells[0].size
        labels = (row for row in band if row.box[2] < left and len(row.line.text) <= _LABEL and abs(row.size - em) <= 0.05 * em)
        label = max(labels, key=lambda row: row.box[2], default=None)
        cells = [label, *cells] if label is not None and left - label.box[2] <= _CELL_GAP * em else cells
        home = next((table for table in found if _next_row(table[-1], cells, size)), None)
        if home is None:
            found.append([cells])
        else:
            home.append(cells)
    tables = [table for table in found if len(table) >= _CELLS]
    gone = {id(cell) for table in tables for band in table for cell in band}
    for table in tables:
        box, em = around(cell.box for band in table for cell in band), table[0][0].size
        heads = [
            row
            for row in rows
            if id(row) not in gone and not row.vertical and abs(row.size - em) <= 0.1 * em and 0 <= box[1] - row.box[3] <= 1.5 * max(em, size)
            and row.box[0] >= box[0] - em and row.middle < box[1] and row.box[0] <= box[2]
        ]  # fmt: skip
        if sum(len(head.line.text.split()) for head in heads if not _STOP.search(head.line.text)) >= _CELLS:
            table.insert(0, sorted(heads, key=lambda row: row.box[0]))
            gone.update(map(id, heads))
    return [[_joined(band) for band in table] for table in tables], [row for row in rows if id(row) not in gone]


def _next_row(above: Sequence[Row], cells: Sequence[Row], size: float) -> bool:
    """Whether cells stand right below a table's row and end or begin their last where it does; tables are set with the pitch of body text."""
    em, last, end = max(cells[0].size, size), cells[-1].box, above[-1].box
    return cells[0].box[1] - above[0].box[3] <= 2 * em and min(abs(last[0] - end[0]), abs(last[2] - end[2])) <= 2 * cells[0].size


def _cells(band: Sequence[Row]) -> list[Row]:
    """The cells of figures on one level, from left to right; only the first of a size may have its label in it."""
    cells = [row for row in sorted(band, key=lambda row: row.box[0]) if _figures(row)]
    bare = [row for row in cells if row.line.text[0].isdigit() or re.fullmatch(_FIGURE, row.line.text)]
    if len(bare) == len(cells) or not bare:
        return cells if len(cells) == 1 or bare else []
    em, left = bare[0].size, bare[0].box[0]
    near = [row for row in cells if row not in bare and abs(row.size - em) <= 0.05 * em and 0 <= left - row.box[2] <= _CELL_GAP * em]
    return [*near[-1:], *bare]


def _figures(row: Row) -> int:
    """How many figures a table's cell holds, which may have its label before it or others beside it; 0 for what is no cell."""
    cell = _CELL.fullmatch(row.line.text)
    return len(re.findall(_FIGURE, cell[2])) if cell else 0


def _joined(cells: Sequence[Row]) -> Row:
    """The cells of a table's row as one row."""
    first = cells[0]
    return replace(first, box=around(cell.box for cell in cells), kind="table", more=tuple(cell.line for cell in cells[1:]))


def _body_size(rows: Iterable[Row]) -> float:
    """The size in points of most characters that stand in lines of text."""
    sizes: Counter[int] = Counter()
    for row in rows:
        if not row.vertical and len(row.line.text) >= 5:
            sizes[round(row.size * 2)] += len(row.line.text)
    return max(sizes, key=lambda size: (sizes[size] + sizes[size - 1] / 2 + sizes[size + 1] / 2, -size), default=19) / 2


def _stacks(rows: Sequence[Row], rules: Sequence[Box]) -> list[list[Row]]:
    """Rows of one size that stand one under the other with nothing between them."""
    level = [row for row in rows if not row.vertical]
    stacks: list[list[Row]] = []
    near: list[list[Row]] = []  # those that a row of this band may still join
    for band in _bands(level):
        reach = band[0].box[1] - (_LEADING + 2) * max(row.size for row in band)
        near = [stack for stack in near if stack[-1].box[3] >= reach]
        whole = _names_together(band, [_home(row, near, rules) for row in band])
        homes = [_home(row, near, rules) for row in whole]
        for row, home in zip(whole, homes, strict=True):
            if home is None or sum(other is home for other in homes) > 1 or not _fits(home, row):
                stacks.append([row])
                near.append(stacks[-1])
            else:
                home.append(row)
    return stacks + [[row] for row in rows if row.vertical]


def _names_together(band: Sequence[Row], homes: Sequence[list[Row] | None]) -> list[Row]:
    """The rows of a band, with names that stand far apart in one column's row put together."""
    found: list[Row] = []
    for i, (row, home) in enumerate(zip(band, homes, strict=True)):
        last = found[-1] if found else None
        if last is not None and home is not None and home is homes[i - 1] and _listed(last) and _listed(row) and _fits(home, row):
            found[-1] = replace(last, box=around([last.box, row.box]), more=(*last.more, row.line))
        else:
            found.append(row)
    return found


def _listed(row: Row) -> bool:
    """Whether a row holds a few names and nothing else."""
    return _NAMES.fullmatch(row.line.text) is not None


def _bands(level: Sequence[Row]) -> list[list[Row]]:
    """Rows that stand on one level, from top to bottom."""
    bands: list[list[Row]] = []
    for row in sorted(level, key=lambda row: (row.middle, row.box[0])):
        if bands and row.middle - bands[-1][0].middle <= 0.25 * row.size:
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _home(row: Row, stacks: Sequence[list[Row]], rules: Sequence[Box]) -> list[Row] | None:
    """The stack that a row stands right below, None when there is none, or it stands below two."""
    near = []
    for stack in stacks:
        last = stack[-1]
        gap = row.box[1] - last.box[3]
        if gap > (_LEADING + 1.5) * row.size or last.middle >= row.box[1] + 0.2 * row.size:
            continue
        left, right = _edges(stack)  # without the marks that hang over into the next column
        indented = len(stack) <= 2 and abs(row.box[0] - left) <= 2.6 * row.size  # below a short last line, or an indented first one
        if indented or overlap(left, right, row.box[0], row.box[2]) > 0.5:
            near.append((gap, stack))
    if not near:
        return None
    least = min(gap for gap, _ in near)
    best = [stack for gap, stack in near if gap <= least + 0.3 * row.size]
    home = best[0]
    last = home[-1]
    if len(best) > 1 or not 1 / _SIZES <= last.size / row.size <= _SIZES or least > _LEADING * row.size:
        return None
    for rule in rules:
        flat = rule[3] - rule[1] < rule[2] - rule[0] and last.middle < (rule[1] + rule[3]) / 2 < row.middle
        if flat and overlap(rule[0], rule[2], row.box[0], row.box[2]) > 0.5:
            return None
    return home


def _fits(stack: Sequence[Row], row: Row) -> bool:
    """Whether a row can belong to the column above it: it does not reach beyond the other rows' ends."""
    size = row.size
    left, right = min(r.box[0] for r in stack), max(r.box[2] for r in stack)
    if len(stack) > 1 and _centred([*stack, row]):
        return True
    if len(stack) <= 4 and row.box[2] <= right + _RAGGED * size and left - _INDENT[1] * size <= row.box[0]:
        return True  # indented lines came first, a byline above a paragraph
    if len(stack) <= 3 and abs(row.box[0] - stack[-1].box[0]) <= 0.3 * size and stack[-1].line.text[-1] in _ENDS:
        return True  # paragraphs of one line each: a question below a subhead
    if len(stack) <= 2:  # a subhead or an indented line may come first
        return row.box[0] >= left - _WIDER * size and (row.box[2] <= right + _RAGGED * size or len(stack) == 1 or right - left < 8 * size)
    return row.box[0] >= left - 0.7 * size and row.box[2] <= right + _RAGGED * size


def _centred(rows: Sequence[Row]) -> bool:
    """Whether rows of different widths stand on one axis."""
    middles = [(row.box[0] + row.box[2]) / 2 for row in rows]
    lefts = [row.box[0] for row in rows]
    return max(middles) - min(middles) <= 0.6 * rows[0].size and max(lefts) - min(lefts) > rows[0].size


def _kinds(stacks: Iterable[Sequence[Row]], height: float, words: PageWords) -> None:
    """Say of each row what `unwrap.kind_of` says of its text."""
    for stack in stacks:
        before = ""
        if stack[0].kind == "table":
            continue
        for row in stack:
            top, bottom = row.box[1] < _TOP * height, row.box[3] > (1 - _BOTTOM) * height
            row.kind, row.names = unwrap.kind_of(row.line, top or bottom, top, before, words)
            inside = row is not stack[0] and row is not stack[-1]
            if (row.kind == "header" and (inside or not (top or bottom))) or (row.vertical and row.kind not in ("byline", "credit")):
                row.kind = "plain"
            before = row.kind
        _last_name(stack, words)
        _spoken_datelines(stack)
        _long_datelines(stack, words)
        _long_bylines(stack, words)


def _under_head(stacks: Sequence[Sequence[Row]], layout: Layout) -> None:
    """Whatever stands above the rule under the page's head belongs to the head."""
    wide = [
        rule
        for rule in layout.rules
        if rule[3] - rule[1] <= 4 and rule[2] - rule[0] >= _ACROSS * layout.width and rule[1] < _HEAD * layout.height
    ]
    upright = [rule for rule in layout.rules if rule[3] - rule[1] > rule[2] - rule[0]]
    for rule in sorted(wide, key=lambda rule: -rule[1]):
        if any(min(abs(u[0] - rule[0]), abs(u[0] - rule[2])) < 2 and u[1] - 2 <= rule[1] <= u[3] + 2 for u in upright):
            continue  # the side of a box
        above = [stack for stack in stacks if stack[0].box[1] < rule[1]]
        if above and all(len(stack) < _ROWS_OF_TEXT or stack[-1].box[3] < _TOP * layout.height for stack in above):
            for row in (row for stack in above for row in stack if row.kind != "editor"):
                row.kind, row.names = "header", ()
            return


def _last_name(stack: Sequence[Row], words: PageWords) -> None:
    """A name alone in the last row, at the right, signs the text."""
    last = stack[-1]
    if len(stack) > 1 and last.kind == "plain" and last.box[0] - _edges(stack)[0] > _INDENT[1] * last.size:
        last.names = bylines.bare_name(last.line.text, words)
        last.kind = "byline" if last.names else "plain"


def _spoken_datelines(stack: Sequence[Row]) -> None:
    """Reporters' names that fill the first line of a paragraph (记者农涛、通讯员黄彩练报道 / 放学铃响…) open a story: the next row is flush."""
    left = _edges(stack)[0]
    for row, after in pairwise(stack):
        indent, flush = (row.box[0] - left) / row.size, (after.box[0] - left) / after.size < 1
        if row.kind == "byline" and after.kind == "plain" and flush and 1.5 <= indent <= 2.5 and len(after.line.text) > _REST_OF_BYLINE:
            row.kind, row.names = "dateline", ()


def _long_datelines(stack: Sequence[Row], words: PageWords) -> None:
    """A dateline over two rows (据新华社兰州3月11 / 日电) opens a story where a paragraph may begin."""
    for i, (row, after) in enumerate(pairwise(stack)):
        begins = i == 0 or unwrap.closes(stack[i - 1].line.text, words)
        if row.kind == "plain" and begins and (bylines.opens(row.line.text + after.line.text, words) or _PLACED.match(row.line.text)):
            row.kind = "dateline"


def _long_bylines(stack: Sequence[Row], words: PageWords) -> None:
    """A byline over two rows is a byline; names in brackets below a paragraph are its end."""
    for i, (before, row) in enumerate(pairwise(stack)):
        behind = "".join(each.line.text for each in stack[max(0, i - 2) : i + 1])
        if row.kind in ("byline", "credit") and (behind.count("（") > behind.count("）") or before.kind == "dateline"):
            row.kind, row.names = "plain", ()  # inside a dateline
        right = row.box[0] - _edges(stack)[0] > 2 * row.size
        if before.kind in ("plain", "byline") and row.kind == "plain" and len(row.line.text) <= (2 if right else 1) * _REST_OF_BYLINE:
            names = bylines.names_of(before.line.text + row.line.text, words)
            shot = bylines.credit(before.line.text + row.line.text, words)
            if shot and bylines.credit(before.line.text, words) is None:
                before.kind, before.names, before.more, row.kind = "credit", shot, (*before.more, row.line, *row.more), unwrap.REST
            elif names and before.line.text[-1] not in "。）":
                before.kind, before.names, before.more, row.kind = "byline", names, (*before.more, row.line, *row.more), unwrap.REST
        elif row.kind == "byline" and row.line.text[0] in "（(" and before.kind in ("plain", "dateline"):
            row.kind = "plain"


def _parts(stack: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """A stack cut where its rows change from text to something else, and where a story opens; each part with its sort."""
    parts: list[tuple[str, list[Row]]] = []
    verse, median = _verse(stack, *_edges(stack)), sorted(row.size for row in stack)[len(stack) // 2]
    for i, row in enumerate(stack):
        line = verse and row.kind == "plain" and abs(row.size - median) <= 0.02 * median and not _contrasts(stack, row)
        sort = "text" if line else _sort(stack, i)
        if parts and sort == parts[-1][0] and row.kind != "dateline":
            parts[-1][1].append(row)
        else:
            parts.append((sort, [row]))
    return parts


def _sort(stack: Sequence[Row], i: int) -> str:
    """The sort of a row: text, display, or the kind that its text shows."""
    row = stack[i]
    if row.kind not in ("plain", "dateline"):
        return row.kind
    if row.kind == "plain" and len(stack) > 1 and _heads(stack, i):
        return "display"
    return "text"


def _heads(stack: Sequence[Row], i: int) -> bool:
    """Whether a row inside a column is a subhead: bold or centred, and short of both ends."""
    row, em = stack[i], stack[i].size
    left, right = _edges(stack)
    before, after = row.box[0] - left, right - row.box[2]
    contrast = _contrasts(stack, row)
    goes_on = contrast and i + 1 < len(stack) and _contrasts(stack, stack[i + 1]) and row.line.text[-1] in "，、"
    if (row.line.text[-1] in "。；，、" and not goes_on) or len(row.line.text) > 30:
        return False
    centred = before > 1.0 * em and after > 1.0 * em and abs(before - after) <= 1.6 * em and right - left > 6 * em
    if contrast:
        begins = i + 1 < len(stack) and stack[i + 1].box[0] - left >= _INDENT[0] * em and row.line.text[-1] not in "。！？：；"
        return after > 0.8 * em or centred or begins or goes_on
    closed = i == 0 or stack[i - 1].line.text[-1] in "。！？”：）"
    if i + 1 < len(stack) and 1.7 <= before / em <= 2.3 and stack[i + 1].box[0] - left < em and not contrast:
        return False  # the first line of a paragraph
    if row.line.text[-1] in "！？”" and 1.7 <= before / em <= 2.3 and not contrast:
        return False  # a paragraph of one line
    exact = abs(before - after) <= 0.7 * em and before > 2.4 * em and not re.search("[。；：]", row.line.text)
    return centred and closed and (exact or not _STOP.search(row.line.text)) and not (_INDENT[0] <= before / em <= 2.4 and after > 6 * em)


def _contrasts(stack: Sequence[Row], row: Row) -> bool:
    """Whether a row is bolder or larger than most of its column, where sizes are exact."""
    if row.bold:
        return sum(r.bold for r in stack) * 2 < len(stack)
    median = sorted(r.size for r in stack)[len(stack) // 2]
    alike = sum(abs(r.size - median) <= 0.005 * median for r in stack)
    return row.size > _LIKE_TEXT * median and alike * 2 > len(stack) and alike >= 3


def _is_text(part: Sequence[Row], size: float) -> bool:
    """Whether rows are running text, not display lines."""
    text = "".join(row.line.text for row in part)
    if part[0].vertical:
        return False
    if part[0].kind == "dateline":
        return True
    em = part[0].size
    if em > DISPLAY * size:
        return len(part) >= _ROWS_OF_TEXT and bool(re.search("。", text)) and em <= 1.7 * size
    if len(part) <= 4 and len(text) <= _PHRASES and em > _LIKE_TEXT * size and not re.search("[。；：]", text) and text[-1] not in "，、":
        return False  # a subhead or kicker of several phrases
    if _STOP.search(text):
        return True
    if em <= _LIKE_TEXT * size and (len(part) > 1 or (len(text) >= _LONE_ROW and not part[0].bold)):
        return True  # all that a column holds of a paragraph, or lines of verse
    return len(part) >= _ROWS_OF_TEXT or text[-1] in "。！？：；"


def _indented(stacks: Iterable[Sequence[Row]], size: float) -> bool:
    """Whether paragraphs of this page are indented."""
    yes = no = 0
    for stack in stacks:
        if len(stack) < 4:
            continue
        left, right = _edges(stack)
        for before, row in pairwise(stack):
            if right - before.box[2] > 2 * row.size and before.line.text[-1] in "。！？”":
                indent = (row.box[0] - left) / row.size
                yes += _INDENT[0] <= indent <= _INDENT[1]
                no += indent < 0.6
    return yes >= no


def _columns(part: Sequence[Row], indented: bool, words: PageWords) -> list[Column]:
    """A column of text with its paragraphs."""
    left, right = _edges(part)
    if _verse(part, left, right):
        return [Column(list(part), [Unit("paragraph", (row.line, *row.more)) for row in part], False)]
    units: list[Unit] = []
    start = 0
    for i in range(1, len(part) + 1):
        if i == len(part) or _begins(part, i, left, right, indented, words):
            units.append(_unit(part[start:i], right - left, words))
            start = i
    first = part[0]
    inner = indented and (first.box[0] - left) / first.size < _INDENT[0] and first.kind != "dateline" and len(part) > 1
    return [Column(list(part), units, inner, right - part[-1].box[2] <= 1.2 * first.size and len(part) > 1)]


def _ends_column(row: Row, columns: Sequence[Column], size: float) -> bool:
    """Whether a short row is the end of a sentence that the column left of it leaves open at its foot (…（祝愿 | 葛一帆）)."""
    em = row.size
    if row.vertical or row.bold or row.kind != "plain" or not 1 / _LIKE_TEXT <= em / size <= _LIKE_TEXT:
        return False
    return any(
        column.open and column.full and -_HUNG * em <= row.box[0] - column.box[2] <= _GUTTER * em and row.box[1] < column.box[3] - em
        for column in columns
    )


def _lone_rows(columns: Sequence[Column], pictures: Sequence[Box]) -> None:
    """Say of columns of one row whether they go on with a paragraph, and fill their column, by the edges of others above and below."""
    edges = [column.box for column in columns if len(column.rows) > 1]
    for column in columns:
        if len(column.rows) > 1 or column.dateline:
            continue
        em, box = column.size, column.box
        column.inner = any(abs(other[0] - box[0]) <= 0.6 * em for other in [*edges, *pictures])
        column.full = any(abs(other[2] - box[2]) <= _RAGGED * em and overlap(other[0], other[2], box[0], box[2]) > 0.7 for other in edges)


def _lone_paragraphs(columns: Sequence[Column], words: PageWords) -> None:
    """Part columns of a few rows that are all indented against the text above or below them: each row begins a paragraph."""
    tall = [column.box for column in columns if len(column.rows) > _FEW]
    for column in columns:
        em, box = column.size, column.box
        if not (column.inner and 1 < len(column.rows) <= _FEW and all(abs(row.box[0] - box[0]) <= 0.3 * em for row in column.rows)):
            continue
        near = [other for other in tall if overlap(other[0], other[2], box[0], box[2]) > 0.9]
        if near and all(1.7 <= (box[0] - other[0]) / em <= 2.3 for other in near):
            column.inner = False
            column.units = [_unit([row], other[2] - other[0], words) for row in column.rows for other in near[:1]]


def _verse(part: Sequence[Row], left: float, right: float) -> bool:
    """Whether rows are verse: short ones on one axis, or none of them ends with a stop, and they end raggedly."""
    if len(part) > _ROWS_OF_TEXT and _centred(part) and max(len(row.line.text) for row in part) <= _VERSE and part[0].kind != "dateline":
        return not any("。" in row.line.text[:-1] for row in part)
    if len(part) < 2 or any(row.line.text[-1] in "，。；：、？！”" for row in part) or part[0].kind == "dateline":
        return False
    em = part[0].size
    if sum(row.box[0] - left > _INDENT[0] * em and _ENTRY.match(row.line.text) is not None for row in part) > 1:
        return False  # a list whose entries go on in the next row
    short = sum(right - row.box[2] > 0.3 * em for row in part)
    return (
        2 * short >= len(part)
        and max(len(row.line.text) for row in part) <= _VERSE
        and not any(re.search("[，。]", r.line.text) for r in part)
    )


def _edges(part: Sequence[Row]) -> tuple[float, float]:
    """Where the column's lines begin and end, in points; marks of punctuation may hang over its right edge."""
    ends = sorted(row.box[2] - (0.9 * row.size if row.line.text[-1] in _HANGING else 0.0) for row in part)
    bare = [row.box[2] for row in part if row.line.text[-1] not in _HANGING]
    return min(row.box[0] for row in part), max(ends[-1], max(bare, default=0.0))


def _begins(part: Sequence[Row], i: int, left: float, right: float, indented: bool, words: PageWords) -> bool:
    """Whether a paragraph begins at row i."""
    before, row = part[i - 1], part[i]
    if row.kind == "dateline":
        return True
    indent = (row.box[0] - left) / row.size
    short = (right - before.box[2]) / row.size
    if indented:
        if _INDENT[0] <= indent <= _INDENT[1]:
            return short > 0.3 or unwrap.closes(before.line.text, words) or before.line.text[-1] not in "，、"
        return indent < _INDENT[0] and short > 3 and unwrap.closes(before.line.text, words) and not row.line.spaced
    return short > 1.2 * unwrap.first_token(row.line.text, words) and (unwrap.closes(before.line.text, words) or short > 2)


def _unit(rows: Sequence[Row], width: float, words: PageWords) -> Unit:
    own = tuple(line for row in rows for line in (row.line, *row.more))
    closed = unwrap.closes(own[-1].text, words) or unwrap.ends_otherwise("".join(line.text for line in own[-3:]), words)
    return Unit("paragraph", own, round(width / rows[0].size, 1), closed, rows[0].kind == "dateline")


def _explains(column: Column, pictures: Sequence[Box], size: float, words: PageWords) -> bool:
    """Whether a column is a picture's caption: it says so, or is short, stands at a picture and looks unlike body text."""
    if len(column.rows) > _CAPTION_ROWS or column.dateline or len(column.text) > 120:
        return False
    if words.caption.match(column.text):
        return True
    em, box = column.size, column.box
    for picture in [*pictures, *_picture_rows(pictures, em)]:
        beside = overlap(box[0], box[2], picture[0], picture[2]) > 0.7 and box[2] - box[0] <= picture[2] - picture[0] + 2 * em
        near = min(abs(box[1] - picture[3]), abs(picture[1] - box[3])) <= _CAPTION_GAP * em
        other = all(row.bold for row in column.rows)
        flush = other and column.inner and column.units[-1].closed and len(column.units) == 1 and box[1] > picture[1]
        if beside and near and (em < 0.96 * size or flush):
            return True
    return False


def _picture_rows(pictures: Sequence[Box], em: float) -> list[Box]:
    """The boxes around pictures that stand side by side."""
    rows = []
    for a in pictures:
        for b in pictures:
            if a[0] < b[0] and abs(a[3] - b[3]) <= em and -em <= b[0] - a[2] <= 2 * em:
                rows.append(around([a, b]))
    return rows


def _displays(rows: Sequence[Row], size: float, atop: Set[int]) -> list[Display]:
    """Display rows put together: horizontal ones that are stacked, vertical ones side by side from right to left.

    `atop` has the ids of rows right on top of text: no larger than text they are subheads, however near a headline.
    """
    level = sorted((row for row in rows if not row.vertical), key=lambda row: (row.box[1], row.box[0]))
    groups: list[list[Row]] = []
    for row in level:
        home = None
        for group in groups:
            last = group[-1]
            gap = row.box[1] - last.box[3]
            alike = abs(row.size - last.size) < 0.05 * size
            most = (_APART if alike else _STACKED) * max(row.size, last.size)
            if row.size * 1.6 < last.size and any(_beside_under(row, other, last, size) for other in level if other is not row):
                continue  # one of the subheads at the top of the columns
            if row.size * 1.6 < last.size and _LIKE_TEXT * size < row.size <= SUBHEAD * size and id(row) in atop:
                continue
            aside = abs(row.box[0] + row.box[2] - last.box[0] - last.box[2]) / 2 > 3 * size and abs(row.box[0] - last.box[0]) > 2.5 * size
            if aside and row.size < 0.9 * last.size:
                continue  # the strap of a group and the first headline in it
            if overlap(row.box[0], row.box[2], last.box[0], last.box[2]) > 0.5 and -0.3 * size <= gap <= most:
                home = group
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    found = [Display(group) for group in groups]
    standing = sorted((row for row in rows if row.vertical), key=lambda row: (-row.box[0], row.box[1]))
    towers: list[list[Row]] = []
    for row in standing:
        home = None
        for tower in towers:
            last = tower[-1]
            near = last.box[0] - row.box[2] <= 1.3 * max(row.size, last.size)
            if near and overlap(row.box[1], row.box[3], last.box[1], last.box[3]) > 0.5:
                home = tower
        if home is None:
            towers.append([row])
        else:
            home.append(row)
    return found + [Display(tower) for tower in towers]


def _beside_under(row: Row, other: Row, headline: Row, size: float) -> bool:
    """Whether two rows stand side by side as subheads do; rows larger than those are subtitles, unless one headline has both below it."""
    both = overlap(other.box[0], other.box[2], headline.box[0], headline.box[2]) > 0
    return _level(row, other) and (row.size <= DISPLAY * size or both)


def _level(row: Row, other: Row) -> bool:
    """Whether two rows of one size stand side by side."""
    return abs(row.box[1] - other.box[1]) <= 0.4 * row.size and abs(row.size - other.size) <= 0.03 * row.size


def unit_of(row: Row) -> Unit:
    """A display row as a unit."""
    return Unit("display", (row.line, *row.more), closed=False, vertical=row.vertical, size=row.size)


def other_unit(row: Row) -> Unit:
    """A byline, credit or piece of furniture as a unit."""
    return replace(Unit("byline", (row.line, *row.more), names=row.names), kind=unwrap.STRUCTURAL[row.kind])
