"""Articles of pages that mark them (HTML, DOCX, EPUB, rows of a table): no layout to guess, only the text to tidy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import get_args

from kg.articles import bylines, compose, jumps, lines, unwrap
from kg.articles.compose import Strip
from kg.articles.lines import Line
from kg.articles.words import PageWords
from kg.model import Article, Mark, Page, Problem, Role

Furniture = tuple[int, int, str]

_ROLES = get_args(Role)
# A line that goes on in the next one is nearly as wide as the widest …
_FULL = 0.75
# … and text is hard-wrapped when that holds for this share of its breaks; whole paragraphs end as sentences do.
_WRAPPED = 1 / 3
# No column of print or mail is wider; longer lines are paragraphs.
_WIDEST = 110
# A line without a stop that is no longer heads a section or, at the beginning, the article.
_SUBHEAD, _TITLE = 24, 40
# A paragraph is indented by two characters; indents and blank lines part paragraphs when nearly all stand behind a sentence's end.
_INDENT, _MEANT = 2, 0.8
_LIST = 3
_BRIEF, _PHOTO = 200, 400
_STOP = re.compile("[，。；：！？…,;:!?]")
_WIRE = re.compile("据?(?:新华|中新|央视|人民日报)")
_ORDER = ("strap", "title", "subtitle", "byline", "", "caption", "credit")


def split(page: Page, words: PageWords) -> tuple[tuple[Article, ...], tuple[Furniture, ...], tuple[Problem, ...]]:
    """The articles that the page's marks tell of, in page order, and (start, end, role) of whatever belongs to none.

    Every character that is not blank stands in exactly one part or one piece of furniture, however the marks overlap.
    """
    articles: list[Article] = []
    furniture: list[Furniture] = []
    at = 0
    for mark in _outer(page):
        furniture += _left(page.body, at, mark.start, words)
        writer = _Writer(page, mark, words)
        found = writer.article(len(articles) + 1)
        articles += [found] if found else []
        furniture += writer.furniture
        at = mark.end
    furniture += _left(page.body, at, len(page.body), words)
    problems = () if articles else (_no_article(page),)
    return tuple(articles), tuple(sorted(furniture)), problems


def _no_article(page: Page) -> Problem:
    return Problem("articles", "no-article", "warning", "no article found on this page", page.source, "is this a newspaper page?")


def _outer(page: Page) -> list[Mark]:
    """The marks of whole articles, cut so that they do not overlap."""
    return _disjoint((mark for mark in page.marks if mark.role == "article"), 0, len(page.body))


def _disjoint(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    found: list[Mark] = []
    at = start
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        first, last = max(mark.start, at), min(mark.end, end)
        if first < last:
            found.append(Mark(first, last, mark.role))
            at = last
    return found


def _read(body: str, start: int, end: int) -> list[Line]:
    """The lines of a stretch of the page, with their places on the page."""
    return [_moved(line, start) for line in lines.read(body[start:end])]


def _moved(line: Line, by: int) -> Line:
    runs = tuple((text, page + by, length) for text, page, length in line.runs)
    return Line(line.text, runs, line.width, line.gap, line.indent, line.spaced, line.number)


def _left(body: str, start: int, end: int, words: PageWords) -> Iterator[Furniture]:
    """What no article holds, a piece for each line."""
    for line in _read(body, start, end):
        if words.advert.search(line.text):
            role = "advert"
        elif words.editor.match(line.text):
            role = "editor"
        else:
            role = "header" if words.header.match(line.text) else "unknown"
        yield line.start, line.end, role


class _Writer:
    """Writes one article from its marks; `furniture` is what stands inside it but is no part of it."""

    def __init__(self, page: Page, mark: Mark, words: PageWords) -> None:
        self.page, self.words = page, words
        self.furniture: list[Furniture] = []
        self.strips: list[Strip] = []
        self.names: list[str] = []
        self.jumps: list[str] = []
        self.guessed: set[Strip] = set()
        inner = [each for each in page.marks if each.role in (*_ROLES, "body")]
        self.titled = any(each.role == "title" and mark.start <= each.start < mark.end for each in inner)
        at = mark.start
        for each in _disjoint(inner, mark.start, mark.end):
            self.furniture += _left(page.body, at, each.start, words)
            self._take(each)
            at = each.end
        self.furniture += _left(page.body, at, mark.end, words)

    def article(self, order: int) -> Article | None:
        """The record, None when nothing but furniture was marked."""
        self._said_twice()
        self._lists()
        if not self.titled:
            self._head()
        strips = sorted(self.strips, key=_place)
        if not strips:
            return None
        text, parts, origin = compose.compose(strips)
        body = [strip for strip in strips if strip.role == "paragraph"]
        dateline = bylines.dateline(body[0].text, self.words) if body else None
        title = _line(strips, "title")
        byline = _line(strips, "byline") or (dateline.byline if dateline else "") or _line(strips, "credit")
        goes_on, came_from = jumps.said(" ".join(self.jumps), self.words)
        return Article(
            id=f"{self.page.id}-{order}", page=self.page.id, order=order, text=text, parts=parts, origin=origin, title=title,
            subtitle=_line(strips, "subtitle"), byline=byline, captions=tuple(s.text for s in strips if s.role == "caption"),
            authors=self._authors(dateline, body), published=self.page.published,
            goes_on=goes_on, came_from=came_from, kind=self._kind(dateline, title, sum(len(strip.text) for strip in body), any(s.role == "credit" for s in strips)),
        )  # fmt: skip

    # ---- marks to strips

    def _take(self, mark: Mark) -> None:
        found = _read(self.page.body, mark.start, mark.end)
        if not found:
            return
        if mark.role == "body":
            self._body(found)
        elif mark.role == "paragraph":
            self._paragraph([found], more=True)
        else:
            self._add(mark.role, found)

    def _body(self, found: list[Line]) -> None:
        """Raw text: paragraphs parted by their lines, or hard-wrapped lines put together as on a page of print."""
        if not wrapped(found, self.words):
            self._paragraph([[line] for line in found], more=False)
        elif (paragraphs := self._parted(found)) is not None:
            self._paragraph(paragraphs, more=False)
        else:
            self._unwrapped(found)

    def _parted(self, found: list[Line]) -> list[list[Line]] | None:
        """Wrapped lines whose paragraphs are shown by an indent or by a blank line; None when they are not."""
        least = min(line.gap for line in found[1:])
        for begins in ([line.indent >= _INDENT for line in found], [line.gap > least for line in found]):
            paragraphs: list[list[Line]] = []
            for line, begun in zip(found, begins, strict=True):
                if begun or not paragraphs:
                    paragraphs.append([])
                paragraphs[-1].append(line)
            before = [unwrap.ends_otherwise(each[-1].text, self.words) or len(each) == 1 for each in paragraphs[:-1]]
            if 0 < len(before) < len(found) - 1 and sum(before) >= _MEANT * len(before):
                return paragraphs
        return None

    def _unwrapped(self, found: list[Line]) -> None:
        """Wrapped lines whose paragraphs only their widths tell, as on a page of print."""
        for unit in unwrap.unwrap(found, self.words):
            if unit.kind in ("header", "editor", "advert", "jump"):
                self._drop(unit.lines, unit.kind)
            elif unit.kind in ("byline", "credit"):
                self.names += unit.names
                self._add(unit.kind, unit.lines)
            elif unit.kind == "caption":
                self._add("caption", unit.lines)
            elif self.strips and self.strips[-1].role == "paragraph" and not (unit.dateline or unit.listed) and self._open(self.strips[-1]):
                last = self.strips.pop()
                self._add("paragraph", unit.lines, last)
            else:
                self._add("subhead" if unit.kind == "display" else "paragraph", unit.lines)

    def _open(self, strip: Strip) -> bool:
        """Whether a paragraph ends inside a sentence."""
        return not unwrap.ends_otherwise(strip.text, self.words)

    def _paragraph(self, paragraphs: Sequence[Sequence[Line]], *, more: bool) -> None:
        """Whole paragraphs, and what looks like one but is a byline, credit, caption, subhead or furniture.

        `more` says that other marks of this article may follow.
        """
        for i, found in enumerate(paragraphs):
            text, _ = unwrap.joined(found)
            role = self._role(text, last=not more and i + 1 == len(paragraphs))
            if role in ("editor", "jump"):
                self._drop(found, role)
            else:
                self._add(role, found)
                self.guessed |= {self.strips[-1]} if role == "subhead" else set()

    def _role(self, text: str, *, last: bool) -> str:
        words = self.words
        if words.editor.match(text) and len(text) <= 60:
            return "editor"
        if words.jump.fullmatch(text):
            return "jump"
        if words.caption.match(text) and len(text) <= 100:
            return "caption"
        if (names := bylines.names_of(text, words)) is not None:
            self.names += names
            return "byline"
        if len(text) <= 30 and (names := bylines.credit(text, words)):
            self.names += names
            return "credit"
        begun = any(strip.role in ("paragraph", "subhead") for strip in self.strips)
        short = len(text) <= (_SUBHEAD if begun or self.titled else _TITLE)
        return "subhead" if short and not last and not _STOP.search(text) and not unwrap.ends_otherwise(text, words) else "paragraph"

    def _add(self, role: str, found: Sequence[Line], before: Strip | None = None) -> None:
        """A part from its lines, put after `before` when that goes on in it."""
        text, runs = unwrap.joined(found)
        if before is not None:
            runs = (*before.runs, *((len(before.text) + at, page, length) for at, page, length in runs))
            text = before.text + text
        if role == "byline" and not self.names:
            self.names += self._signed(text)
        strip = Strip(role, text, runs)  # type: ignore[arg-type]
        self.strips.append(self._without_jump(strip) if role == "paragraph" else strip)

    def _signed(self, text: str) -> tuple[str, ...]:
        """The names in a piece that the file calls the author: they need no word before them, but an office is no name."""
        found = bylines.names_of(text, self.words) or bylines.more_names(text, self.words)
        if found is None and not self.words.office.search(text):
            found = bylines.names_of(f"作者 {text}", self.words)
        return found or ()

    def _without_jump(self, strip: Strip) -> Strip:
        """A paragraph without the line that sends the reader to another page (下转第二版): that is furniture."""
        rest, lines = jumps.without(strip, self.words)
        self.jumps += [strip.text[first:last] for first, last in lines]
        for first, last in lines:
            self.furniture += [(page, page + length, "jump") for _, page, length in compose.cut(strip.runs, first, last)]
        return rest

    def _drop(self, found: Sequence[Line], role: str) -> None:
        self.jumps += [line.text for line in found] if role == "jump" else []
        self.furniture += [(line.start, line.end, role) for line in found]

    # ---- the whole

    def _said_twice(self) -> None:
        """A headline that the text says again before it begins is furniture."""
        said = {_bare(strip.text) for strip in self.strips if strip.role in ("title", "subtitle")}
        for strip in list(self.strips):
            if strip.role == "paragraph":
                break
            if strip.role == "subhead" and _bare(strip.text) in said:
                self.strips.remove(strip)
                self.furniture += [(page, page + length, "unknown") for _, page, length in strip.runs]

    def _lists(self) -> None:
        """Many subheads in a row are a list, and one with no paragraph below it heads nothing: paragraphs, short as they are."""
        begun = next((i for i, strip in enumerate(self.strips) if strip.role == "paragraph"), len(self.strips))
        at = begun
        while at < len(self.strips):
            end = at
            while end < len(self.strips) and self.strips[end] in self.guessed:
                end += 1
            last = not any(strip.role in ("paragraph", "subhead") for strip in self.strips[end:])
            for i in range(at, end) if last or end - at >= _LIST else ():
                self.strips[i] = Strip("paragraph", self.strips[i].text, self.strips[i].runs)
            at = max(end, at + 1)

    def _head(self) -> None:
        """Without a marked headline: the display lines before the first paragraph are headline and subtitles."""
        seen = 0
        for i, strip in enumerate(self.strips):
            if strip.role == "paragraph":
                break
            if strip.role == "subhead":
                self.strips[i] = Strip("subtitle" if seen else "title", strip.text, strip.runs)
                seen += 1

    def _authors(self, dateline: bylines.Dateline | None, body: Sequence[Strip]) -> tuple[str, ...]:
        tail = bylines.tail_credit(body[-1].text, self.words) if body else ()
        return tuple(dict.fromkeys([*(dateline.names if dateline else ()), *self.names, *tail]))

    def _kind(self, dateline: bylines.Dateline | None, title: str, size: int, credited: bool) -> str:
        if dateline and _WIRE.match(dateline.byline):
            return "wire"
        if self.words.notice.search(title):
            return "notice"
        if credited and not dateline and size <= _PHOTO:
            return "photo_news"
        if dateline:
            return "brief" if size <= _BRIEF else "news"
        return "feature" if size > _PHOTO else "news"


def wrapped(found: Sequence[Line], words: PageWords) -> bool:
    """Whether lines are hard-wrapped, not paragraphs each: many of the wide ones end inside a sentence."""
    widest = max((line.width for line in found), default=0)
    if len(found) < 2 or widest > _WIDEST:
        return False
    breaks = [before for before, _ in pairwise(found)]
    going_on = [line for line in breaks if line.width >= _FULL * widest and not unwrap.ends_otherwise(line.text, words)]
    return len(going_on) >= _WRAPPED * len(breaks)


def _place(strip: Strip) -> int:
    return _ORDER.index(strip.role) if strip.role in _ORDER else _ORDER.index("")


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _line(strips: Sequence[Strip], role: str) -> str:
    return " ".join(strip.text for strip in strips if strip.role == role)
