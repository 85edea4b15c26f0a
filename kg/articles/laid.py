"""Which column, headline, byline and caption belongs to which article on a sheet whose geometry is known.

Articles grow from their headlines: a column next to a headline, or to a column that has an article, is reached at a cost that rules,
other headlines, other widths and foreign words raise; each column goes to the article that reaches it at the least cost. Columns
parted inside a sentence are tied together first.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.articles import bylines, columns, headlines, jumps, unwrap
from kg.articles.columns import Column, Display, Row, Sheet, overlap
from kg.articles.evidence import Evidence
from kg.articles.flow import NEWS, Block, Flow, Other, Piece
from kg.articles.headlines import Lexis
from kg.articles.words import PageWords
from kg.model import Box, Page, Role

# Costs of a step; lengths are in characters of body text. A column right below a headline, beside it, below it on the far side …
BELOW, BESIDE, ABOVE, FAR = 0.1, 0.5, 1.6, 0.04
# … a column right of another, below another; what speaks against: another width, a rule, a headline, a dateline, a picture between;
ACROSS, DOWN = 1.0, 0.7
WIDTH, UPRIGHT, LEVEL, HEADED, DATELINE, PICTURE, RISING, GAP, ASIDE = 1.2, 0.6, 2.5, 4.0, 3.0, 0.3, 0.8, 0.8, 0.8
# … what speaks for it: tops on one level, a sentence that goes on; vocabulary shared, with a headline and with a column.
TOPS, FLOWING, STOPPED, SAID, SHARED = 0.35, 0.6, 0.5, 0.9, 0.25
# … and what a sentence that ends with its column takes off the belief that its paragraph goes on in another.
CLOSED = 0.5
# What speaks for text going on at the top of the next column, when it fills one to its foot.
TURNING = 0.8
# The strap of a group is larger than its headlines by this factor.
_STRAP = 1.15
# Beyond this cost an article does not reach; a column that is reached by none begins one.
REACH = 4.5
# How far from body text a headline may stand, and how wide a gutter may be.
_HEADROOM, _GUTTER, _ASIDE = 9.0, 4.5, 10.0
# A display line between columns of one article is a subhead when it is no larger than this.
_SUBHEAD, _SURE = 1.75, 1.22
# A display line that the text below says so much of is a headline.
_SAYS = 0.5
_NEUTRAL = 0.0075
# A row of a headline that is a name is no larger than this share of the headline.
_SIGNED = 0.75
# Stretches of one column stand no further apart than this.
_NEAR = 6.0
# Lines of one column stand no further apart than this.
_LEADING = 1.2
# The headlines of a group of briefs stand within this many lines of its strap.
_GROUP = 60.0
# Photo news has no more characters than this.
_PHOTO_NEWS = 300
# An advertisement in few words has no more characters.
_ADVERT = 250
# … and a brief than this.
_BRIEF = 200
# How an advertisement says where to call (订货电话：0596-3310077); the number may stand on the next line.
_TELEPHONE = re.compile(r"[\u4e00-\u9fff]{0,4}(?:电话|热线|手机)[:：][\d \-—]*")


class Laid:
    """The splitting of one sheet; after `run` the flow stands in reading order and every item has its `owner`."""

    def __init__(self, page: Page, words: PageWords) -> None:
        self.words = words
        self.sheet: Sheet = columns.read(page, words)
        self.follows: dict[int, int] = {}
        self.owner: dict[int, int] = {}  # number of a column -> number of its article
        self.headings: dict[int, list[Display]] = {}

    def run(self) -> Laid:
        """Decide everything, step by step."""
        self._read_columns()
        self._subheads()
        self._link()
        self._grow()
        self._rest()
        self._compose()
        return self

    # ---- columns

    def _read_columns(self) -> None:
        self.columns = self.sheet.columns
        self.sheet.displays = [part for display in self.sheet.displays for part in self._ungrouped(display)]
        wanted = [display for display in self.sheet.displays if not self._advertises(display)]
        self.adverts = [display for display in self.sheet.displays if self._advertises(display)]
        self.sheet.displays = self.displays = wanted
        self.lexis = Lexis([(column.text, column.dateline, False) for column in self.columns])
        shown: list[Column | Display] = [*self.columns, *self.displays]
        self.frame = {id(item): self._framed(item.box) for item in shown}

    def _ungrouped(self, display: Display) -> list[Display]:
        """A display line, in two where a frame's strap stands right above the first of its headlines: others there are set like that."""
        first, *rest = display.rows
        if not rest or display.vertical or first.size <= _STRAP * max(row.size for row in rest):
            return [display]
        home, size = self._framed(display.box), max(row.size for row in rest)
        alike = [o for o in self.sheet.displays if o is not display and self._framed(o.box) == home and abs(o.size - size) <= 0.03 * size]
        return [Display([first]), Display(rest)] if home >= 0 and alike else [display]

    def _framed(self, box: Box) -> int:
        """The number of the smallest frame round a box, −1 for none."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return max((n for n, f in enumerate(self.sheet.frames) if f[0] <= x <= f[2] and f[1] <= y <= f[3]), default=-1)

    def _apart_by_frames(self, a: Column | Display, b: Column | Display) -> bool:
        """Whether a frame stands round one of two and not round the other."""
        return self.frame[id(a)] != self.frame[id(b)]

    def _advertises(self, display: Display) -> bool:
        """Whether display lines sell something: one of them tells where to call or write, or is a word like 公益广告."""
        rows = [row.line.text for row in display.rows]
        told = (self.words.contact.match, self.words.small_advert.match, self.words.advert.fullmatch, _TELEPHONE.match)
        return len(rows) > 1 and any(match(text) for text in rows for match in told)

    def _link(self) -> None:
        """Tie columns together that are parted inside a sentence: `after[i]` is the column that goes on with column i."""
        weights: dict[tuple[int, int], float] = {}
        for i, column in enumerate(self.columns):
            if not column.open and i in self.over.values():
                continue  # a subhead stands below it
            if not (column.open or column.full) or bylines.tail_credit(column.text, self.words):
                continue
            for j, other in enumerate(self.columns):
                if j != i and other.inner and (weight := self._seam(i, j)) > 0:
                    weights[i, j] = weight
        self.after: dict[int, int] = {}
        self.before: dict[int, int] = {}
        for i, j in sorted(headlines.match(weights).items(), key=lambda pair: (-weights[pair], pair)):
            if self._beginning(i) != j:
                self.after[i], self.before[j] = j, i

    def _beginning(self, i: int) -> int:
        """The column at the head of a chain."""
        while i in self.before:
            i = self.before[i]
        return i

    def _seam(self, i: int, j: int) -> float:
        a, b = self.columns[i], self.columns[j]
        if abs(a.size - b.size) > 0.06 * a.size or b.dateline or self._apart_by_frames(a, b):
            return -1.0
        score = (0.35 if _same_width(a, b) else -0.25) - (0.0 if a.open else CLOSED)
        score += 0.8 * self.lexis.said(a.text[-1] + b.text[0]) + 5 * self.lexis.cohesion(j, [i])
        em = a.size
        if self._next_right(a, b):
            return score + 1.0 - (0.3 if b.box[1] > a.box[3] else 0.0)
        if overlap(a.box[0], a.box[2], b.box[0], b.box[2]) > 0.7 and b.box[1] > a.box[3] - em:
            score -= 0.8 * self._ruled_level(a.box, b.box) + 0.8 * self._titled(a.box, b.box)
            shown = self._illustrations(a.box, b.box)
            gap = max(0.0, b.box[1] - a.box[3] - shown)
            parted = gap > _LEADING * em and not shown and not self._displayed(a.box, b.box)
            return score + (0.4 if parted else 1.2) - min(0.9, gap / (12 * em))
        if self._turns(a, b):
            return score + TURNING
        away = abs(b.box[0] - a.box[2]) + 0.3 * abs(b.box[1] - a.box[1])
        score -= 0.6 * (b.box[3] < a.box[1])
        return score + (0.2 if b.box[0] > a.box[0] else -0.2) - min(0.8, away / (100 * em))

    def _displayed(self, a: Box, b: Box) -> bool:
        """Whether a display line stands between a box and one below it."""
        return any(
            a[3] - 3 <= display.box[1] and display.box[3] <= b[1] + 3 and overlap(display.box[0], display.box[2], b[0], b[2]) > 0.3
            for display in self.sheet.displays
        )

    def _titled(self, a: Box, b: Box) -> bool:
        """Whether a display line of a headline's size lies between a box and one below it."""
        return any(
            display.size > _SUBHEAD * self.sheet.size
            and a[3] <= display.box[1] <= b[1]
            and overlap(display.box[0], display.box[2], b[0], b[2]) > 0.3
            for display in self.sheet.displays
        )

    def _next_right(self, a: Column, b: Column) -> bool:
        """Whether b is the next column to the right of a, up to a gutter away."""
        em = self.sheet.size
        return -0.7 * em <= b.box[0] - a.box[2] <= _GUTTER * em and (b.box[1] < a.box[3] + 2 * em and b.box[3] > a.box[1] - 2 * em)

    # ---- subheads

    def _subheads(self) -> None:
        """Display lines inside a column, between stretches of text of the same width, small and without a story of their own."""
        self.subheads: dict[int, list[Display]] = defaultdict(list)  # column below -> subheads above it
        self.over: dict[int, int] = {}  # column below a subhead -> column above it
        sizes: dict[float, int] = defaultdict(int)
        found: list[tuple[Display, int, int]] = []
        for display in self.sheet.displays:
            if display.vertical or len(display.rows) > 3 or display.size > _SUBHEAD * self.sheet.size:
                continue
            if display.size > 1.05 * min(row.size for row in display.rows):
                continue  # a headline with its strap
            above, below = self._column_near(display.box, -1), self._column_near(display.box, 1)
            if below is None or self._story(above, below):
                continue
            width = self.columns[below].width + 2 * self.sheet.size
            if display.box[2] - display.box[0] > width:
                continue
            ruled = above is not None and self._ruled_level(self.columns[above].box, display.box)
            if above is None or ruled or not self._one_column(self.columns[above], self.columns[below]):
                above = -1
            sizes[round(display.size)] += 1
            found.append((display, above, below))
        sure = [(display, above, below) for display, above, below in found if self._subhead(display, above, below, sizes)]
        known = {round(display.size, 1) for display, _, _ in sure}
        for display, above, below in found:
            alike = round(display.size, 1) in known and len(display.rows) <= 2 and not self._leads(display, below)
            if alike or (display, above, below) in sure:
                self.subheads[below].append(display)
                if above >= 0:
                    self.over[below] = above
        used = {id(display) for shown in self.subheads.values() for display in shown}
        self.displays = [display for display in self.sheet.displays if id(display) not in used]

    def _subhead(self, display: Display, above: int, below: int, sizes: dict[float, int]) -> bool:
        """Whether a display line between columns of text is a subhead by its size and place alone; `sizes` counts such lines by size."""
        if above < 0 and self._grouped(display):
            return False
        under = any(
            overlap(p[0], p[2], display.box[0], display.box[2]) > 0.9 and 0 <= display.box[1] - p[3] <= 5 * self.sheet.size
            for p in self.sheet.pictures
        )
        leads = self._leads(display, below) and not self._under_headline(display)
        if display.size <= _SURE * self.sheet.size and (above >= 0 or under or self._atop(display, below) or not leads):
            return True
        likely = sizes[round(display.size)] > 1 and above >= 0 and len(display.rows) <= 2
        return likely and self._alike(above, below) and not leads

    def _under_headline(self, display: Display) -> bool:
        """Whether a line hardly larger than text stands right below a headline: the text below it begins with a subhead."""
        em, box = self.sheet.size, display.box
        return display.size <= columns.SUBHEAD * em and any(
            other.size > _SUBHEAD * em and 0 <= box[1] - other.box[3] <= 4 * em and overlap(other.box[0], other.box[2], box[0], box[2]) > 0.6
            and not self._tops_frame(other)
            for other in self.sheet.displays
        )  # fmt: skip

    def _grouped(self, display: Display) -> bool:
        """Whether a line larger than subheads stands in a frame below the strap of a group: it is the headline of a brief."""
        home = self._framed(display.box)
        return display.size > columns.SUBHEAD * self.sheet.size and any(
            self._framed(other.box) == home and other.size > display.size and self._tops_frame(other) for other in self.sheet.displays
        )

    def _one_column(self, a: Column, b: Column) -> bool:
        """Whether two columns are as wide, or a picture beside one of them narrows it."""
        em, wide, few = self.sheet.size, *sorted((a.box, b.box), key=lambda box: box[0] - box[2])
        if _same_width(a, b):
            return True
        flush = min(abs(wide[0] - few[0]), abs(wide[2] - few[2])) <= 0.6 * em
        return flush and any(
            p[0] < wide[2] and p[2] > wide[0] and overlap(p[1], p[3], few[1], few[3]) > 0.5 and overlap(p[0], p[2], few[0], few[2]) == 0
            for p in self.sheet.pictures
        )

    def _atop(self, display: Display, below: int) -> bool:
        """Whether a display line stands at the top of a column, level with the top of the column left of it."""
        em, column = self.sheet.size, self.columns[below]
        return any(
            -0.7 * em <= column.box[0] - other.box[2] <= _GUTTER * em
            and abs(other.box[1] - display.box[1]) <= 1.2 * em
            and _same_width(other, column)
            and not self._ruled_upright(other.box, column.box)
            for other in self.columns
        )

    def _story(self, above: int | None, below: int) -> bool:
        """Whether the text below a display line opens a story, or the one above it is signed."""
        if self.columns[below].dateline or (above is not None and bylines.tail_credit(self.columns[above].text, self.words)):
            return True
        return above is not None and bool(NEWS.match(self.columns[below].text)) and len(self.columns[below].text) <= _BRIEF

    def _leads(self, display: Display, below: int) -> bool:
        """Whether a display line says what the text below it opens with, as a headline does."""
        return self.lexis.similarity(self.lexis.line(display.text), below) >= _SAYS

    def _alike(self, i: int, j: int) -> bool:
        a = self.columns[i]
        return abs(a.size - self.columns[j].size) <= 0.06 * a.size and not self.columns[j].dateline

    def _column_near(self, box: Box, step: int) -> int | None:
        """The nearest column of text below (1) or above (−1) a box, up to three characters away."""
        best, least = None, 3.2 * self.sheet.size
        for i, column in enumerate(self.columns):
            if overlap(box[0], box[2], column.box[0], column.box[2]) < 0.6 or self._framed(box) != self.frame[id(column)]:
                continue
            gap = column.box[1] - box[3] if step > 0 else box[1] - column.box[3]
            if -self.sheet.size <= gap < least:
                best, least = i, gap
        return best

    # ---- growing

    def _grow(self) -> None:
        """Let articles grow from headlines and datelines over the columns."""
        self.reach = {id(display): self._extent(display) for display in self.displays}
        self.edges = self._steps()
        starts: list[tuple[float, int, int]] = []
        for h, display in enumerate(self.displays):
            if not self._over_several(display):
                found = self._heads(display) or self._widely(display)
                starts += [(cost, i, h) for i, cost in found]
        best: dict[int, float] = {}
        for cost, i, _ in starts:
            best[i] = min(best.get(i, cost), cost)
        extra = len(self.displays)
        for i, column in enumerate(self.columns):
            pictured = i not in self.subheads and self._photo_news(column)
            if (column.dateline or pictured) and best.get(i, REACH) > 1.2 and i not in self.before:
                starts.append((0.3, i, extra + i))
        self._dijkstra(starts)
        for i in sorted(range(len(self.columns)), key=lambda i: (self.columns[i].box[1], self.columns[i].box[0])):
            if i not in self.owner:
                self._dijkstra([(0.0, i, self._host(i, extra + i))])

    def _host(self, i: int, default: int) -> int:
        """The only article in a column's frame, however far away it stands there; the default when there is none or more than one."""
        home = self.frame[id(self.columns[i])]
        hosts = {owner for j, owner in self.owner.items() if home >= 0 and self.frame[id(self.columns[j])] == home}
        return hosts.pop() if len(hosts) == 1 and not self.columns[i].dateline else default

    def _extent(self, display: Display) -> Box:
        """The box of a headline with all the width it stands over: what stands below it, and what stands level with that beside it."""
        em, head = self.sheet.size, display.box
        if display.vertical or len(display.text) < 2 or display.size <= columns.DISPLAY * em:
            return head
        home = self.frame[id(display)]
        stand = [box for box in [*(column.box for column in self.columns), *self.sheet.pictures] if self._framed(box) == home]
        near = [b for b in stand if -0.6 * em <= b[1] - head[3] <= _HEADROOM * em and overlap(head[0], head[2], b[0], b[2]) > 0.3]
        if not near:  # verse may stand on both sides of its headline's middle
            near = [
                b
                for b in stand
                if 0 <= b[1] - head[3] <= _HEADROOM * em and max(b[0] - head[2], head[0] - b[2]) <= _ASIDE * em
                and not self._ruled_level(head, b)
            ]  # fmt: skip
        if not near:
            return head
        level = min(b[1] for b in near)
        reach = columns.around([head, *(b for b in near if b[1] - level <= 2 * em)])
        left, right = reach[0], reach[2]
        beside = sorted((b for b in stand if -1.5 * em <= b[1] - level <= 3.5 * em), key=lambda b: b[0])
        others = [d.box for d in self.displays if d is not display and d.size > columns.DISPLAY * em]
        hung = [p for p in self.sheet.pictures if p[1] < head[1] < p[3]]  # text below such a picture has a headline above it
        beside = [b for b in beside if not any(0 <= b[1] - p[3] <= 2.5 * em and overlap(b[0], b[2], p[0], p[2]) > 0.6 for p in hung)]
        for box in [*beside, *reversed(beside)]:
            apart = max(box[0] - right, left - box[2])
            between = (left, head[1], right, head[3])
            taken = any(o[3] <= box[1] + em and o[3] >= head[1] and min(o[2], box[2]) - max(o[0], box[0]) > em for o in others)
            beyond = box[0] < left - em or box[2] > right + em
            gutter = 3 * _ASIDE if any(column.verse and column.box == box for column in self.columns) else _GUTTER
            if beyond and apart <= gutter * em and not taken and not self._ruled_upright(between, (box[0], head[1], box[2], head[3])):
                left, right = min(left, box[0]), max(right, box[2])
        return (left, head[1], right, head[3])

    def _over_several(self, display: Display) -> bool:
        """Whether a display line stands over headlines, not over an article, or is a column's name: the strap of a group."""
        if all(self.words.column.match(row.line.text) for row in display.rows) or self._tops_frame(display):
            return True
        em, box = self.sheet.size, display.box
        for other in self.displays:
            down = other.box[1] - box[3]
            narrow = other.box[2] - other.box[0] < 0.75 * (box[2] - box[0])
            if (
                other is not display
                and -0.5 * em <= down <= 4 * em
                and narrow
                and overlap(other.box[0], other.box[2], box[0], box[2]) > 0.6
            ):
                return True
        return False

    def _tops_frame(self, display: Display) -> bool:
        """Whether a display row stands at the top of a frame over smaller headlines of single columns."""
        em, box = self.sheet.size, display.box
        if len(display.rows) > 1 or display.vertical:
            return False
        flat = [rule for rule in self.sheet.rules if rule[2] - rule[0] > rule[3] - rule[1]]
        for top in flat:
            if not (0 <= box[1] - top[1] <= 3.5 * em and top[0] <= box[0] and top[2] >= box[2]):
                continue
            foot = [b[1] for b in flat if abs(b[0] - top[0]) < 2 and abs(b[2] - top[2]) < 2 and b[1] > box[3] + 8 * em]
            if not foot:
                continue
            below = [
                other
                for other in self.displays
                if other is not display
                and box[3] < other.box[1] < min(foot)
                and top[0] <= other.box[0] and other.box[2] <= top[2]
                and other.size < display.size and other.size > 1.05 * em
            ]  # fmt: skip
            text = (c.box[1] for c in self.columns if box[3] <= c.box[1] < min(foot) and top[0] <= c.box[0] and c.box[2] <= top[2])
            if len(below) > 1 and min(other.box[1] for other in below) <= min(text, default=min(foot)) + 0.5 * em:
                return True
        return False

    def _photo_news(self, column: Column) -> bool:
        """Whether a column is a story by itself: short, whole, and with a picture's credit right below or above it."""
        em, box = self.sheet.size, column.box
        if column.open or column.inner or len(column.text) > _PHOTO_NEWS:
            return False
        return any(
            row.kind == "credit" and overlap(row.box[0], row.box[2], box[0], box[2]) > 0.5 and -em <= row.box[1] - box[3] <= 2.5 * em
            for row in self.sheet.others
        )

    def _dijkstra(self, starts: Sequence[tuple[float, int, int]]) -> None:
        heap = sorted(starts)
        heapq.heapify(heap)
        while heap:
            cost, i, source = heapq.heappop(heap)
            if i in self.owner or cost > REACH:
                continue
            self.owner[i] = source
            for j, step in self.edges[i]:
                if j not in self.owner:
                    heapq.heappush(heap, (cost + step, j, source))

    def _steps(self) -> dict[int, list[tuple[int, float]]]:
        """From each column to those it may go on with, and the cost."""
        edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for i, a in enumerate(self.columns):
            for j, b in enumerate(self.columns):
                if i == j:
                    continue
                cost = self._step(i, j, a, b)
                if cost is not None:
                    edges[i].append((j, max(0.05, cost)))
                    edges[j].append((i, max(0.05, cost) + 0.1))
        for i, j in self.after.items():
            edges[i].append((j, 0.01))
            edges[j].append((i, 0.02))
        for below, above in self.over.items():
            edges[above].append((below, 0.15))
            edges[below].append((above, 0.2))
        return edges

    def _step(self, i: int, j: int, a: Column, b: Column) -> float | None:
        em = self.sheet.size
        if self._apart_by_frames(a, b):
            return None
        if self._next_right(a, b) and b.box[0] > a.box[0]:
            height = max(0.0, min(a.box[3], b.box[3]) - max(a.box[1], b.box[1]))
            if height < 0.5 * em or self._blocked(a.box, b.box, across=True):
                return None
            cost = ACROSS + RISING * (b.box[1] < a.box[1] - 2 * em and not (a.open and b.inner))
            cost += UPRIGHT * self._ruled_upright(a.box, b.box)
            cost -= TOPS if abs(a.box[1] - b.box[1]) <= 1.2 * em else -0.3
        elif b.box[1] >= a.box[3] - 0.5 * em and overlap(a.box[0], a.box[2], b.box[0], b.box[2]) > 0.7:
            if self._blocked(a.box, b.box, across=False):
                return None
            room = max(0.0, b.box[1] - a.box[3] - self._illustrations(a.box, b.box)) / em
            cost = DOWN + FAR * room + GAP * (room > 0.8)
            cost += LEVEL * self._ruled_level(a.box, b.box) + PICTURE * self._pictured(a.box, b.box) + HEADED * self._headed(a.box, b.box)
        elif self._turns(a, b):
            cost = ACROSS + 0.3
        else:
            return None
        noted = a.rows[0].kind == "table" and overlap(a.box[0], a.box[2], b.box[0], b.box[2]) > 0.7  # what is said below a table
        ragged = b.box[1] >= a.box[3] - 0.5 * em and abs(a.box[0] - b.box[0]) <= 2.5 * em  # lists, verse
        cost += WIDTH * (not ragged and not _same_width(a, b)) + 1.0 * (not noted and abs(a.size - b.size) > 0.06 * a.size)
        cost += DATELINE * b.dateline
        if a.open and b.inner and self.after.get(i, j) == j and self.before.get(j, i) == i:
            cost -= FLOWING
        elif a.open or b.inner:
            cost += STOPPED
        shared = self.lexis.cohesion(j, [i])
        near = max(-1.0, min(1.0, (shared - _NEUTRAL) / _NEUTRAL))
        return cost - SHARED * near * min(1.0, min(len(a.text), len(b.text)) / 120)

    def _turns(self, a: Column, b: Column) -> bool:
        """Whether b, headless, is where text goes on that fills a column to its foot: at the top of the next column, all above a."""
        em = self.sheet.size
        narrowed = any(
            -em <= p[0] - a.box[2] <= 2.5 * em and p[0] < b.box[2] and overlap(p[1], p[3], a.box[1], a.box[3]) > 0.5
            or -em <= b.box[0] - p[2] <= 2.5 * em and p[3] <= a.box[1] + em and overlap(p[0], p[2], a.box[0], a.box[2]) > 0.8
            and overlap(p[1], p[3], b.box[1], b.box[3]) > 0.5
            for p in self.sheet.pictures
        )  # fmt: skip
        gutter = _GUTTER * em if not narrowed else a.width + _GUTTER * em
        if not (-0.7 * em <= b.box[0] - a.box[2] <= gutter and b.box[3] <= a.box[1]):
            return False
        left, right = a.box[2] - 3, b.box[0] + 3
        for rule in self.sheet.rules:
            upright = rule[3] - rule[1] > rule[2] - rule[0] and left <= rule[0] and rule[2] <= right
            ends = overlap(rule[1], rule[3], b.box[1], b.box[3]) > 0.5, overlap(rule[1], rule[3], a.box[1], a.box[3]) > 0.5
            if upright and ends[0] != ends[1]:
                return False  # the side of a frame round one of them
            flat = rule[2] - rule[0] > rule[3] - rule[1] and b.box[3] <= (rule[1] + rule[3]) / 2 <= a.box[1]
            if flat and rule[0] <= a.box[2] and rule[2] >= b.box[0]:
                return False
        for display in self.displays:
            box = display.box
            wide = display.size > 1.6 * em and box[2] - box[0] > 1.1 * a.width
            if wide and b.box[3] - em <= box[1] and box[3] <= a.box[1] + em and box[0] < b.box[2] and box[2] > a.box[0]:
                return False  # a headline between them
        over = [d.box for d in self.displays if overlap(d.box[0], d.box[2], b.box[0], b.box[2]) > 0.5]
        return not any(-em <= b.box[1] - box[3] <= 3 * em for box in over)

    def _heads(self, display: Display) -> list[tuple[int, float]]:
        """The columns that a headline may stand over or beside, with the cost."""
        em, box = self.sheet.size, display.box
        line = self.lexis.line(display.text)
        found = []
        places = [
            (i, place)
            for i, column in enumerate(self.columns)
            if not self._apart_by_frames(display, column) and (place := self._beside(display, column.box)) is not None
        ]
        under, heads_below = any(place < ABOVE for _, place in places), any(place < BESIDE for _, place in places)
        for i, place in places:
            column = self.columns[i]
            if place >= ABOVE and under:
                continue  # it heads what stands below it
            first = self._first(i)
            if first != i and not self._level_with(first, column, box):
                continue
            said = self.lexis.similarity(line, first)
            aside = heads_below and not display.vertical and place >= BESIDE and said < _SAYS
            cost = place + ASIDE * aside - SAID * said + 0.4 * (column.inner and first == i)
            found.append((first, max(0.02, cost)))
            if place >= BESIDE and (start := self._leftmost(first)) != first:
                found.append((start, max(0.02, cost)))
        if not display.vertical and len(display.text) >= 4 and display.size > 1.15 * em:
            return found
        return [(i, cost) for i, cost in found if display.vertical or box[2] - box[0] > 3 * em]

    def _level_with(self, first: int, column: Column, head: Box) -> bool:
        """Whether a column may begin the article of a headline that stands over another of its columns: level with it, or below a picture."""
        em, box = self.sheet.size, self.columns[first].box
        if abs(box[1] - column.box[1]) <= 2 * em:
            return True
        if box[1] < column.box[1] < box[3] and self._next_right(self.columns[first], column):
            return True  # the headline stands over the later columns alone
        signed = [
            r.box
            for r in self.sheet.others
            if column.box[1] - em <= r.box[1] <= box[1] and overlap(r.box[0], r.box[2], box[0], box[2]) > 0.5
        ]
        if abs(box[1] - sum(r[3] - r[1] + 0.6 * em for r in signed) - column.box[1]) <= 2 * em:
            return True
        over = [p for p in self.sheet.pictures if head[1] <= p[1] and p[3] <= box[1] + em and overlap(p[0], p[2], box[0], box[2]) > 0.5]
        return any(abs(picture[1] - column.box[1]) <= 3 * em and box[1] - picture[3] <= 3 * em for picture in over)

    def _leftmost(self, i: int) -> int:
        """The column that opens a story without a headline of its own, level with column i and left of it; i when there is none."""
        seen = [i]
        while not self.columns[i].dateline:
            left = (self._first(j) for j in range(len(self.columns)) if self._level_left(j, i))
            i = next((j for j in left if j not in seen), seen[0])
            if i in seen:
                return i
            seen.append(i)
        return i

    def _level_left(self, j: int, i: int) -> bool:
        """Whether column j stands left of column i, as high and as wide, with neither a rule between them nor a headline above it."""
        a, b, em = self.columns[j], self.columns[i], self.sheet.size
        alike = self._next_right(a, b) and abs(a.box[1] - b.box[1]) <= 1.2 * em and _same_width(a, b) and not self._apart_by_frames(a, b)
        return alike and not self._ruled_upright(a.box, b.box) and not any(self._over(display, a.box) for display in self.displays)

    def _over(self, display: Display, box: Box) -> bool:
        """Whether a display line stands right above a box."""
        head = display.box
        return overlap(head[0], head[2], box[0], box[2]) > 0.35 and -self.sheet.size <= box[1] - head[3] <= _HEADROOM * self.sheet.size

    def _first(self, i: int) -> int:
        """The column with which the sentence of column i, and what it goes on from, began."""
        seen = {i}
        while (before := self._goes_on_from(i)) is not None and before not in seen:
            seen.add(before)
            i = before
        return i

    def _goes_on_from(self, i: int) -> int | None:
        """The column whose sentence column i goes on with, or that stands above the subhead over it."""
        return self.before.get(i, self.over.get(i))

    def _widely(self, display: Display) -> list[tuple[int, float]]:
        """The column nearest below a headline that none stands right under: lines of verse are shorter than their column."""
        em, box = self.sheet.size, display.box
        near = []
        for i, column in enumerate(self.columns):
            gap, aside = column.box[1] - box[3], max(column.box[0] - box[2], box[0] - column.box[2], 0.0)
            wide = columns.around([box, column.box])
            if (
                not self._apart_by_frames(display, column)
                and 0 <= gap <= _HEADROOM * em
                and aside <= _ASIDE * em
                and not self._ruled_level(box, column.box)
                and not self._headed(wide, column.box)
            ):
                near.append((gap + aside, i))
        return [(min(near)[1], BESIDE)] if near and not display.vertical and display.size > columns.DISPLAY * em else []

    def _beside(self, display: Display, box: Box) -> float | None:
        """The cost of a column being the headline's by their places alone."""
        em, head = self.sheet.size, self.reach[id(display)]
        gap = box[1] - head[3] - self._illustrations(head, box)
        if overlap(head[0], head[2], box[0], box[2]) > 0.35 and -0.6 * em <= gap <= _HEADROOM * em:
            if self._blocked(head, box, across=False) or self._headed(head, box):
                return None
            return BELOW + FAR * gap / em + LEVEL / 2 * self._ruled_level(head, box)
        under = [p for p in self.sheet.pictures if overlap(p[0], p[2], head[0], head[2]) > 0.6 and -em <= p[1] - head[3] <= 3 * em]
        foot = max([head[3], *(p[3] for p in under)]) if not display.vertical else head[3]
        high = max(0.0, min(foot, box[3]) - max(head[1], box[1])) / max(1.0, foot - head[1])
        side = max(head[0] - box[2], box[0] - head[2])
        top = abs(head[1] - box[1]) <= 3 * em and overlap(head[1], head[3], box[1], box[3]) > 0.5
        signed = display.vertical and any(
            row.box[2] - row.box[0] <= 2 * em
            and min(head[2], box[2]) - em <= row.box[0]
            and row.box[2] <= max(head[0], box[0]) + em
            and overlap(row.box[1], row.box[3], head[1], head[3]) > 0.5
            for row in [*self.sheet.others, *(row for other in self.displays if other is not display for row in other.rows)]
        )  # names or a strap in a vertical line between them
        if (
            (high > 0.5 or (display.vertical and top))
            and -0.5 * em <= side <= (_GUTTER + 3 * signed) * em
            and not self._blocked(head, box, across=True)
        ):
            right = box[2] <= head[0] + em  # the text stands left of a vertical headline
            cost = BESIDE + FAR * max(0.0, side) / em + UPRIGHT * self._ruled_upright(head, box)
            return cost + (0.0 if display.vertical else 0.5) + (0.15 if display.vertical and right else 0.0)
        above = head[1] - box[3]
        if overlap(head[0], head[2], box[0], box[2]) > 0.5 and -0.5 * em <= above <= 3 * em and not self._blocked(box, head, across=False):
            return ABOVE + LEVEL * self._ruled_level(box, head)
        return None

    # ---- what stands between two boxes

    def _illustrations(self, head: Box, box: Box) -> float:
        """How much of the room between a headline and a column pictures take, with their captions and credits, in points."""
        stand = [*self.sheet.pictures, *(column.box for column in self.sheet.captions), *(row.box for row in self.sheet.others)]
        em, height, reach = self.sheet.size, 0.0, head[3]
        for other in sorted(stand, key=lambda b: b[1]):
            if other[1] >= head[3] - em and other[3] <= box[1] + em and overlap(other[0], other[2], box[0], box[2]) > 0.3:
                height += max(0.0, other[3] - max(reach, other[1]))
                reach = max(reach, other[3])
        return height

    def _blocked(self, a: Box, b: Box, *, across: bool) -> bool:
        """Whether other text lies between two boxes."""
        em = self.sheet.size
        if across:
            left, right = min(a[2], b[2]), max(a[0], b[0])
            top, bottom = max(a[1], b[1]), min(a[3], b[3])
            if right - left < em:
                return False
        else:
            left, right = max(a[0], b[0]), min(a[2], b[2])
            top, bottom = min(a[3], b[3]), max(a[1], b[1])
            if bottom - top < em:
                return False
        for column in self.columns:
            box = column.box
            if box in (a, b):
                continue
            if min(right, box[2]) - max(left, box[0]) > 1.5 * em and min(bottom, box[3]) - max(top, box[1]) > 0.7 * em:
                return True
        return False

    def _headed(self, a: Box, b: Box) -> bool:
        """Whether a headline lies between a box and one below it."""
        em = self.sheet.size
        for display in self.displays:
            box = self.reach[id(display)]
            if display.box in (a, b) or box in (a, b) or display.vertical:
                continue
            if a[3] - em <= (box[1] + box[3]) / 2 <= b[1] + em and overlap(box[0], box[2], b[0], b[2]) > 0.3:
                return True
        return False

    def _pictured(self, a: Box, b: Box) -> bool:
        return any(a[3] - 3 <= (p[1] + p[3]) / 2 <= b[1] + 3 and overlap(p[0], p[2], b[0], b[2]) > 0.5 for p in self.sheet.pictures)

    def _ruled_level(self, a: Box, b: Box) -> bool:
        """Whether a horizontal rule lies between a box and one below it."""
        for rule in self.sheet.rules:
            level = (rule[1] + rule[3]) / 2
            if rule[2] - rule[0] > rule[3] - rule[1] and a[3] - 3 <= level <= b[1] + 3 and overlap(rule[0], rule[2], b[0], b[2]) > 0.6:
                return True
        return False

    def _ruled_upright(self, a: Box, b: Box) -> bool:
        """Whether a vertical rule lies between two boxes side by side."""
        left, right = min(a[2], b[2]) - 3, max(a[0], b[0]) + 3
        top, bottom = max(a[1], b[1]), min(a[3], b[3])
        for rule in self.sheet.rules:
            middle = (rule[0] + rule[2]) / 2
            if rule[3] - rule[1] > rule[2] - rule[0] and left <= middle <= right and overlap(rule[1], rule[3], top, bottom) > 0.5:
                return True
        return False

    # ---- the rest

    def _rest(self) -> None:
        """Headlines, what stands beside them, captions, bylines and credits find their article."""
        self._sold()
        headed = set(self.owner.values())
        self.articles = sorted(headed, key=self._place)
        self.headings = {a: [self.displays[a]] for a in self.articles if a < len(self.displays)}
        self.straps: dict[int, list[Display]] = defaultdict(list)
        self.unused: list[Display] = list(self.adverts)
        for h, display in enumerate(self.displays):
            if h not in headed and not any(display is advert for advert in self.adverts):
                self._leftover(display)
        self._bare_bylines()
        self.captions: dict[int, list[Column | Display]] = defaultdict(list)
        self.others: dict[int, list[Row]] = defaultdict(list)
        for caption in self.sheet.captions:
            self.captions[self._illustrated(caption.box, caption.text)].append(caption)
        for row in self.sheet.others:
            self.others[self._signed(row)].append(row)

    def _sold(self) -> None:
        """Take small advertisements from the articles: columns whose headline or most of whose paragraphs say that they are some."""
        self.sold: list[Column] = []
        for a in sorted(set(self.owner.values())):
            own = [i for i, owner in self.owner.items() if owner == a]
            units = [unit.text for i in own for unit in self.columns[i].units]
            named = a < len(self.displays) and bool(self.words.advert.search(self.displays[a].text))
            curt = 2 * sum("。" not in text for text in units) >= len(units) and sum(map(len, units)) <= _ADVERT
            if (
                named
                or (curt and any(self.words.contact.search(text) for text in units))
                or 2 * sum(bool(self.words.small_advert.match(text)) for text in units) > len(units)
            ):
                self.sold += [self.columns[i] for i in own]
                self.adverts += [display for i in own for display in self.subheads.get(i, ())]
                self.owner = {i: owner for i, owner in self.owner.items() if owner != a}
                if a < len(self.displays):
                    self.adverts.append(self.displays[a])

    def _place(self, a: int) -> tuple[float, float]:
        boxes = [self.columns[i].box for i, owner in self.owner.items() if owner == a]
        if a < len(self.displays):
            boxes.append(self.displays[a].box)
        box = columns.around(boxes)
        return round(box[1] / 12), box[0]

    def _own(self, a: int) -> list[Column]:
        """The columns of an article."""
        return [self.columns[i] for i, owner in self.owner.items() if owner == a]

    def _area(self, a: int) -> Box:
        boxes = [self.columns[i].box for i, owner in self.owner.items() if owner == a]
        return columns.around(boxes + [display.box for display in self.headings.get(a, ())])

    def _group(self, display: Display) -> int:
        """How many headlines smaller than a display line stand below it, in its width or that of the box round it."""
        box = display.box
        rules = [r for r in self.sheet.rules if r[0] <= box[0] and r[2] >= box[2] and abs(r[1] - box[1]) <= 4 * display.size]
        left, right = min([box[0], *(r[0] for r in rules)]), max([box[2], *(r[2] for r in rules)])
        return sum(
            head.size <= display.size and box[1] < head.box[1] <= box[1] + _GROUP * self.sheet.size
            and overlap(left, right, head.box[0], head.box[2]) > 0.9
            for heads in self.headings.values() for head in heads[:1]
        )  # fmt: skip

    def _bare_bylines(self) -> None:
        """Small rows of a headline that hold nothing but a name are bylines."""
        for heads in self.headings.values():
            most = max(display.size for display in heads)
            for display in heads:
                for row in list(display.rows):
                    level = any(abs(o.box[1] - row.box[1]) <= row.size for shown in self.subheads.values() for o in shown)
                    above = row.box[1] < min(r.box[1] for d in heads for r in d.rows if r.size == most) and not row.vertical
                    named = not level and not above and row.size <= _SIGNED * most and not self.words.column.match(row.line.text)
                    names = bylines.bare_name(row.line.text, self.words) if named else ()
                    if names and len(display.rows) + len(heads) > 2:
                        display.rows.remove(row)
                        row.kind, row.names = "byline", names
                        self.sheet.others.append(row)
            heads[:] = [display for display in heads if display.rows]

    def _leftover(self, display: Display) -> None:
        """A display line that no column stands under: a byline, part of another headline, a strap, or nothing."""
        em, box = self.sheet.size, display.box
        first = display.rows[0]
        if len(display.rows) == 1 and first.size <= columns.DISPLAY * em and not self.words.column.match(first.line.text):
            first.names = bylines.bare_name(first.line.text, self.words)
            if first.names:
                first.kind = "byline"
                self.sheet.others.append(first)
                return
        if self._over_several(display) and self._group(display) > 1:
            self.unused.append(display)
            return
        best, least = -1, 0.0
        line = self.lexis.line(display.text)
        for a, heads in self.headings.items():
            for head in heads:
                down = max(head.box[1] - box[3], box[1] - head.box[3], 0.0)
                aside = max(head.box[0] - box[2], box[0] - head.box[2], 0.0)
                if down > 3.5 * max(em, display.size) or aside > 2.5 * max(em, display.size):
                    continue
                said = max((self.lexis.similarity(line, i) for i, owner in self.owner.items() if owner == a), default=0.0)
                score = 1.0 + said - (down + aside) / (4 * max(em, display.size))
                if score > least:
                    best, least = a, score
        if best >= 0:
            self.headings[best].append(display)
            return
        scores = {
            a: max((self.lexis.similarity(line, i) for i, owner in self.owner.items() if owner == a), default=0.0)
            - 0.002 * _distance(box, self._area(a)) / em
            for a in self.articles
        }
        home = max(scores, key=lambda a: (scores[a], -a), default=None)
        if home is not None and home not in self.headings and scores[home] > 0.3 and display.size > columns.DISPLAY * em:
            self.headings[home] = [display]
        elif home is not None and (scores[home] > 0.15 or _distance(box, self._area(home)) < 6 * em) and len(display.text) >= 2:
            self.straps[home].append(display)
        else:
            self.unused.append(display)

    def _illustrated(self, box: Box, text: str) -> int:
        """The article of a caption or credit: the nearest in its frame, of several the one that speaks of the same."""
        em = self.sheet.size
        line = self.lexis.line(text)
        home = self._framed(box)
        together = [a for a in self.articles if any(self.frame[id(c)] == home for c in self._own(a))] or self.articles
        picture = min(self.sheet.pictures, key=lambda p: _distance(p, box), default=None)
        if picture is not None and _distance(picture, box) < 4 * em:
            box = columns.around([box, picture])
        scores = {
            a: max((self.lexis.similarity(line, i) for i, owner in self.owner.items() if owner == a), default=0.0)
            - min(0.6, _distance(box, self._area(a)) / (25 * em))
            for a in together
        }
        return max(scores, key=lambda a: (scores[a], -a), default=-1)

    def _signed(self, row: Row) -> int:
        """The article of a byline or credit by its place, −1 for furniture."""
        kind = unwrap.STRUCTURAL[row.kind]
        if kind in ("header", "editor"):
            return -1
        if kind == "credit":
            below = self._tells_above(row)
            return self._illustrated(row.box, row.line.text) if below is None else self.owner[below]
        if kind == "jump" and (column := self._nearest(row.box, -1 if jumps.said(row.line.text, self.words)[0] else 1)) is not None:
            return self.owner[column]
        return min(self.articles, key=lambda a: (self._apart(row.box, a), a), default=-1)

    def _tells_above(self, row: Row) -> int | None:
        """The column of photo news that a credit ends: it is a story by itself and the credit stands right below it."""
        em = self.sheet.size
        found = self._nearest(row.box, -1)
        near = found is not None and row.box[1] - self.columns[found].box[3] <= 2.5 * em
        return found if found is not None and near and self._photo_news(self.columns[found]) else None

    def _nearest(self, box: Box, step: int) -> int | None:
        """The nearest column of text above (−1) or below (1) a box, in the same column of the page."""
        gaps = [
            (box[1] - column.box[3] if step < 0 else column.box[1] - box[3], i)
            for i, column in enumerate(self.columns)
            if overlap(box[0], box[2], column.box[0], column.box[2]) > 0.5
        ]
        return min(((gap, i) for gap, i in gaps if -self.sheet.size <= gap), default=(0.0, None))[1]

    def _apart(self, box: Box, a: int) -> float:
        """How far a box is from an article's text and headline in points; a byline stands in its column, so what lies aside is far."""
        boxes = [self.columns[i].box for i, owner in self.owner.items() if owner == a]
        heads = [display.box for display in self.headings.get(a, ())]
        return min(_distance(box, other) + 2 * max(other[0] - box[2], box[0] - other[2], 0.0) for other in boxes + heads)

    # ---- the flow

    def _compose(self) -> None:
        """Everything in reading order, an article after the other, with owners and roles."""
        self.flow = Flow()
        for a in self.articles:
            owner = len(self.flow.pieces)
            for display in self.straps.get(a, ()):
                self._block(display, owner, "strap")
            for display in sorted(self.headings.get(a, ()), key=lambda d: (d.box[1], -d.box[0] if d.vertical else d.box[0])):
                self._block(display, owner, "title")
            for row in self.others.get(a, ()):
                self.flow.add(Other(columns.other_unit(row), len(self.flow.items), owner))
            self._body(a, owner)
            for caption in self.captions.get(a, ()):
                self._caption(caption, owner)
        for column in self.sold:
            units = [columns.unit_of(row) for row in column.rows]
            self.flow.add(Block(units, len(self.flow.items), len(self.flow.blocks), -1, "advert"))
        for display in self.unused:
            named = self._tops_frame(display) or all(self.words.column.match(row.line.text) for row in display.rows)
            self._block(display, -1, "strap" if named else "unknown")
        for row in self.others.get(-1, ()):
            self.flow.add(Other(columns.other_unit(row), len(self.flow.items), -1))
        for caption in self.captions.get(-1, ()):
            self._caption(caption, -1)
        self.flow.settle()
        self.pieces, self.blocks = self.flow.pieces, self.flow.blocks
        self.evidence = Evidence(self.flow, self.words)
        self.lexis = self.evidence.lexis

    def _block(self, display: Display, owner: int, role: Role | str) -> None:
        units = [columns.unit_of(row) for row in display.rows]
        if role == "subhead" and len({round(row.size, 1) for row in display.rows}) == 1:
            units = [replace(units[0], lines=tuple(row.line for row in display.rows))]
        self.flow.add(Block(units, len(self.flow.items), len(self.flow.blocks), owner, role))

    def _caption(self, caption: Column | Display, owner: int) -> None:
        rows = caption.rows
        unit = unwrap.Unit("caption", tuple(row.line for row in rows), size=rows[0].size)
        self.flow.add(Other(unit, len(self.flow.items), owner))

    def _body(self, a: int, owner: int) -> None:
        """The columns of an article in reading order, with their subheads; paragraphs parted by a column's end are tied."""
        order = self._ordered([i for i, other in self.owner.items() if other == a])
        for place, i in enumerate(order):
            for display in sorted(self.subheads.get(i, ()), key=lambda d: d.box[1]):
                self._block(display, owner, "subhead")
            units = list(self.columns[i].units)
            follower = self.columns[order[place + 1]] if place + 1 < len(order) else None
            goes_on = follower is not None and follower.inner and order[place + 1] not in self.subheads
            units[-1] = replace(units[-1], closed=not goes_on)
            self.flow.add(Piece(units, len(self.flow.items), len(self.flow.pieces), "first" if place == 0 else "open", owner))

    def _ordered(self, found: list[int]) -> list[int]:
        """Columns in reading order: bands from top to bottom, in them from left to right; a sentence goes on right after itself."""
        ordered = [i for tower in self._cut(self._towers(found)) for i in tower]
        below = {above: i for i, above in self.over.items()}
        result: list[int] = []
        for head in [i for i in ordered if self._goes_on_from(i) not in found] + ordered:
            i: int | None = head
            while i is not None and i in found and i not in result:
                result.append(i)
                i = self.after.get(i, below.get(i))
        return result

    def _towers(self, found: list[int]) -> list[list[int]]:
        """Columns that stand one under the other with only a subhead or a little room between them, as one."""
        towers: list[list[int]] = []
        for i in sorted(found, key=lambda i: (self.columns[i].box[1], self.columns[i].box[0])):
            box = self.columns[i].box
            for tower in towers:
                last = self.columns[tower[-1]]
                near = self.over.get(i) == tower[-1] or self.after.get(tower[-1]) == i or box[1] - last.box[3] <= _NEAR * self.sheet.size
                aligned = abs(box[0] - last.box[0]) <= 3 * self.sheet.size and _same_width(last, self.columns[i])
                if near and aligned and box[1] >= last.box[3] - self.sheet.size:
                    tower.append(i)
                    break
            else:
                towers.append([i])
        return towers

    def _cut(self, towers: list[list[int]]) -> list[list[int]]:
        """Cut columns of text into bands where nothing crosses, these into columns, and so on."""
        if len(towers) <= 1:
            return towers
        for axis in (1, 0):
            groups = self._gaps(towers, axis)
            if len(groups) > 1:
                return [tower for group in groups for tower in self._cut(group)]
        return sorted(towers, key=lambda tower: self._around(tower)[:2])

    def _around(self, tower: Sequence[int]) -> Box:
        return columns.around(self.columns[i].box for i in tower)

    def _gaps(self, towers: list[list[int]], axis: int) -> list[list[list[int]]]:
        groups: list[list[list[int]]] = []
        reach = 0.0
        for tower in sorted(towers, key=lambda tower: self._around(tower)[axis]):
            box = self._around(tower)
            room = 0.9 if axis else -0.5  # lines of one text stand closer than bands do
            if groups and box[axis] < reach + room * self.sheet.size:
                groups[-1].append(tower)
            else:
                groups.append([tower])
            reach = max(reach, box[axis + 2])
        return groups


def _same_width(a: Column, b: Column) -> bool:
    """Whether two columns are as wide; marks hang over the edge, and one with few rows may be narrower."""
    if abs(a.width - b.width) <= max(0.08 * max(a.width, b.width), 1.3 * a.size):
        return True
    few = a if a.width < b.width else b
    return len(few.rows) <= 2


def _distance(a: Box, b: Box) -> float:
    """How far apart two boxes are in points, 0 when they touch."""
    return float(max(a[0] - b[2], b[0] - a[2], 0.0) + max(a[1] - b[3], b[1] - a[3], 0.0))
