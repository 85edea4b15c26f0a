"""Scores the splitting of pages against their true articles, page by page.

All comparisons ignore white space, □ (a lost glyph) and the width of ASCII. A body is an article's paragraphs end to end; where it
has none its captions, then its title stand for it. Characters of true and found bodies are paired one to one wherever they stand
(`overlaps`), so that a wrong reading order or a misread character does not move the border of an article.
"""

from __future__ import annotations

import heapq
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any

from rich.console import Console
from rich.table import Table

from kg.articles.lines import is_blank
from kg.evaluate import Count, Fault, Share, Shortfall, below, raised
from kg.model import Article, Page, Reading, Role

RIGHT = 0.9  # an article found has the borders of a true one when their bodies share this much of their union
SAME = 0.2  # below this they are not the same article at all: names and set phrases alone reach a tenth
GRAM = 4  # characters that two texts must share in a row to be compared further; three are shared by chance
OFTEN = 64  # a gram that a page has more often than this is a row of dots or noughts
GAP = 16  # a stretch between two shared ones that is no longer is taken for misread print
HELD = 0.9  # a piece of furniture is kept apart when this share of its characters is
SHOWN = 24  # characters of either end of a text in a list of errors


class TruthError(ValueError):
    """Something that is no truth of a page; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One article as it should be, or as it was found: texts folded, "" for what it has not."""

    id: str
    title: str
    subtitle: str
    strap: str
    authors: frozenset[str]
    paragraphs: tuple[str, ...]
    subheads: tuple[str, ...]
    captions: tuple[str, ...]

    @property
    def body(self) -> str:
        return "".join(self.paragraphs) or "".join(self.captions) or self.title


@dataclass(frozen=True, slots=True)
class Truth:
    """The true articles of a page and what belongs to none of them.

    `undecided` are the breaks before which no reader can tell whether a paragraph ends: the line of a text dump that stands after
    it (from 1), or the first words after it.
    """

    articles: tuple[Answer, ...]
    furniture: tuple[str, ...] = ()
    undecided: tuple[int | str, ...] = ()


NO_SHARE, NO_COUNT = Share(), Count()


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one page, or of several added up (`page` is then empty); what a page does not have is 0 of 0."""

    page: str = ""
    articles: Share = NO_SHARE  # found, of how many there are
    boundaries: Count = NO_COUNT
    titles: Share = NO_SHARE
    subtitles: Share = NO_SHARE
    straps: Share = NO_SHARE
    authors: Share = NO_SHARE
    paragraphs: Count = NO_COUNT
    subheads: Count = NO_COUNT
    captions: Count = NO_COUNT
    strap_texts: Count = NO_COUNT
    characters: Share = NO_SHARE
    furniture: Share = NO_SHARE
    kept: Share = NO_SHARE
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: Row) -> Row:
        summed = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self)[1:])
        return Row("", *summed)


@dataclass(frozen=True, slots=True)
class Scores:
    """`rows` has a row for each page; `total` is their sum."""

    rows: tuple[Row, ...]
    total: Row

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Scores:
        rows = tuple(rows)
        return cls(rows, reduce(Row.__add__, rows, Row()))


# The figures of a page in the order of the table.
FIGURES = (
    *("boundaries", "titles", "subtitles", "straps", "authors", "characters", "paragraphs"),
    *("subheads", "captions", "strap_texts", "furniture", "kept"),
)


# ---- truth and findings ---------------------------------------------------------------------------------------------

_FOLD: dict[int, int | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "□\u200b\u2060\ufeff"))


def fold(text: str | None) -> str:
    """A text as it is compared: no white space (zero-width characters neither), no □, ASCII of one width; "" for None."""
    return "".join((text or "").translate(_FOLD).split())


def truth(content: Any) -> Truth:
    """The truth in the content of a truth file: a list of articles, or a mapping with `articles`. Raises TruthError."""
    page = {"articles": content} if isinstance(content, list) else content
    try:
        articles = page["articles"]
        undecided = [*page.get("undecided", ()), *(each for a in articles for each in a.get("undecided", ()))]
        furniture = (fold(piece["text"]) for piece in page.get("furniture", ()))
        return Truth(
            tuple(_answer(article) for article in articles),
            tuple(text for text in furniture if text),
            tuple(each if isinstance(each, int) else fold(each) for each in undecided),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise TruthError(f"not the truth of a page: {type(error).__name__}: {error}") from error


def _answer(article: Mapping[str, Any]) -> Answer:
    captions = (caption if isinstance(caption, str) else caption["text"] for caption in article.get("captions") or ())
    authors = (author if isinstance(author, str) else author[0] for author in article.get("authors") or ())
    return Answer(
        article["id"],
        fold(article["title"]),
        fold(article.get("subtitle")),
        fold(article.get("strap")),
        frozenset(map(fold, authors)),
        tuple(filter(None, map(fold, article["paragraphs"]))),
        tuple(filter(None, map(fold, article.get("subheads") or ()))),
        tuple(filter(None, map(fold, captions))),
    )


def found(article: Article) -> Answer:
    """An article of the splitter, folded as truth is."""

    def texts(role: Role) -> tuple[str, ...]:
        parts = (fold(article.text[part.start : part.end]) for part in article.parts if part.role == role)
        return tuple(filter(None, parts))

    return Answer(
        str(article.order),
        fold(article.title),
        fold(article.subtitle),
        "".join(texts("strap")),
        frozenset(map(fold, article.authors)),
        texts("paragraph"),
        texts("subhead"),
        texts("caption"),
    )


# ---- one page -------------------------------------------------------------------------------------------------------


def score(name: str, wanted: Truth, reading: Reading | None) -> Row:
    """The scores of one page; of a page that could not be read (None) everything is missed."""
    got = tuple(map(found, reading.articles)) if reading else ()
    shared = overlaps([a.body for a in wanted.articles], [a.body for a in got])
    pairs = _paired(wanted.articles, got, shared)
    faults: list[Fault] = []

    def fault(article: str, kind: str, expected: str, here: str) -> None:
        faults.append(Fault(f"{name} {article}".rstrip(), kind, kind, expected, here))

    right, wrong = 0, 0
    heads = dict.fromkeys(("title", "subtitle", "strap", "authors"), 0)
    for t, article in enumerate(wanted.articles):
        other, alike = pairs.get(t, (None, 0.0))
        answer = None if other is None else got[other]
        if alike >= RIGHT - 1e-9:
            right += 1
        else:
            fault(article.id, "boundary", _ends(article.body), f"#{answer.id}: {alike:.2f} of both" if answer else "")
        for head in heads:
            expected, here = getattr(article, head), getattr(answer, head, "")
            if answer and expected == here:
                heads[head] += 1
            elif answer:
                fault(article.id, head, _told(expected), _told(here))
        lost = min(distance(article.body, answer.body), len(article.body)) if answer else len(article.body)
        if lost and answer:
            fault(article.id, "characters", f"{len(article.body)}", f"{len(article.body) - lost}")
        wrong += lost
    for f in sorted(set(range(len(got))) - {f for f, _ in pairs.values()}):
        fault("", "spurious", "", f"#{got[f].id}: {_ends(got[f].body)}")

    size, count = len(wanted.articles), sum(len(a.body) for a in wanted.articles)
    openings = _openings(wanted, reading)
    texts: dict[str, Count] = {}
    for kind in ("paragraphs", "subheads", "captions", "strap_texts"):
        texts[kind], missed = _texts(_all(wanted.articles, kind, openings), _all(got, kind, openings))
        for owner, expected, here in missed:
            fault(owner, kind, *_apart(expected, here))
    astray = residual(reading.page, reading.articles, reading.furniture) if reading else ()
    for start, end, times in _stretches(astray):
        fault("", "residual", "1", f"{times} × {start}: {reading.page.body[start:end]}" if reading else "")
    printed = sum(not is_blank(char) for char in reading.page.body) if reading else 0
    apart, gone = _furniture(wanted.furniture, reading)
    for text in gone:
        fault("", "furniture", _ends(text), "")
    return Row(
        name,
        Share(len(got), size),
        Count(right, len(got) - right, size - right),
        titles=Share(heads["title"], size),
        subtitles=Share(heads["subtitle"], size),
        straps=Share(heads["strap"], size),
        authors=Share(heads["authors"], size),
        **texts,
        characters=Share(count - wrong, count),
        furniture=apart,
        kept=Share(printed - len(astray), printed),
        faults=tuple(faults),
    )


def _paired(wanted: Sequence[Answer], got: Sequence[Answer], shared: Sequence[Sequence[int]]) -> dict[int, tuple[int, float]]:
    """True article → the one found and what they share of their union, the most alike first, each once.

    Any one-to-one pairing has the pairs above one half in common, so none gives other borders.
    """
    alike = [
        (both / (len(a.body) + len(b.body) - both), t, f) for t, a in enumerate(wanted) for f, b in enumerate(got) if (both := shared[t][f])
    ]
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for share, t, f in sorted(alike, key=lambda each: (-each[0], each[1:])):
        if share >= SAME and t not in pairs and f not in taken:
            pairs[t] = f, share
            taken.add(f)
    return pairs


def _all(articles: Iterable[Answer], kind: str, openings: Sequence[str]) -> list[tuple[str, str]]:
    """(article, text) for the texts of one kind on a page; paragraphs as if there were no break where none can be told."""
    if kind == "strap_texts":
        return [(a.id, a.strap) for a in articles if a.strap]
    if kind != "paragraphs":
        return [(a.id, text) for a in articles for text in getattr(a, kind)]
    texts: list[tuple[str, str]] = []
    for article in articles:
        for i, text in enumerate(article.paragraphs):
            if i and text.startswith(tuple(openings)):
                texts[-1] = article.id, texts[-1][1] + text
            else:
                texts.append((article.id, text))
    return texts


def _openings(wanted: Truth, reading: Reading | None) -> list[str]:
    """The words after each undecided break; lines are those of text dumps and mean nothing elsewhere."""
    lines = reading.page.body.split("\n") if reading and reading.page.format == "text" else []
    words = (each if isinstance(each, str) else "".join(map(fold, lines[each - 1 : each])) for each in wanted.undecided)
    return [text for text in words if text]


def _texts(wanted: Sequence[tuple[str, str]], got: Sequence[tuple[str, str]]) -> tuple[Count, list[tuple[str, str, str]]]:
    """How many texts are the same, and (article, expected, found) of the others: those that begin or end alike side by side."""
    want, have = (Counter(text for _, text in each) for each in (wanted, got))
    missed, spurious = list((want - have).elements()), list((have - want).elements())
    count = Count((want & have).total(), len(spurious), len(missed))
    owners = {text: article for article, text in wanted} | {text: f"#{article}" for article, text in got if text not in want}
    faults = []
    for text in missed:
        near = next((s for s in spurious if s[:GRAM] == text[:GRAM] or s[-GRAM:] == text[-GRAM:] or text in s), "")
        if near:
            spurious.remove(near)
        faults.append((owners[text], text, near))
    return count, [*faults, *((owners[text], "", text) for text in spurious)]


def residual(page: Page, articles: Iterable[Article], furniture: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int], ...]:
    """(offset, times) of each character of a page, blanks apart, that stands in no part or furniture, or in more than one."""
    times = [0] * len(page.body)
    for article in articles:
        for part in article.parts:
            for text, at, length in article.origin.runs:
                first, last = max(text, part.start), min(text + length, part.end)
                for place in range(at + first - text, at + last - text):
                    times[place] += 1
    for start, end, _ in furniture:
        for place in range(start, end):
            times[place] += 1
    return tuple((i, times[i]) for i, char in enumerate(page.body) if times[i] != 1 and not is_blank(char))


def _stretches(astray: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(start, end, times) of neighbours that stand equally often."""
    start = end = times = -1
    for at, number in astray:
        if at != end or number != times:
            if times >= 0:
                yield start, end, times
            start, times = at, number
        end = at + 1
    if times >= 0:
        yield start, end, times


def _furniture(wanted: Sequence[str], reading: Reading | None) -> tuple[Share, list[str]]:
    """How many true pieces of furniture are kept out of the articles, and those that are not."""
    body = reading.page.body if reading else ""
    kept = "\0".join(fold(body[start:end]) for start, end, _ in reading.furniture) if reading else ""
    gone = [text for text in wanted if not _within(text, kept)]
    return Share(len(wanted) - len(gone), len(wanted)), gone


def _within(text: str, kept: str) -> bool:
    """Short texts stand there as they are, of longer ones nearly all characters do."""
    if text in kept.replace("\0", ""):
        return True
    return len(text) >= 2 * GRAM and overlaps([text], [kept])[0][0] >= HELD * len(text)


def _ends(text: str) -> str:
    return text if len(text) <= 2 * SHOWN else f"{text[:SHOWN]}…{text[-SHOWN:]}"


def _apart(expected: str, here: str) -> tuple[str, str]:
    """Both texts, from shortly before the place where they part."""
    same = next((i for i, (a, b) in enumerate(zip(expected, here, strict=False)) if a != b), min(len(expected), len(here)))
    start = max(0, same - SHOWN)
    if not here or not start:
        return _ends(expected), _ends(here)
    return f"…{_ends(expected[start:])}", f"…{_ends(here[start:])}"


def _told(value: str | frozenset[str]) -> str:
    return (value if isinstance(value, str) else "、".join(sorted(value))) or "–"


# ---- comparing texts ------------------------------------------------------------------------------------------------


def overlaps(wanted: Sequence[str], got: Sequence[str]) -> list[list[int]]:
    """How many characters each wanted text shares with each found one, each character paired once.

    Greedy string tiling (Wise 1993): the longest stretch that both sides have comes first, then the longest of what is left, down
    to GRAM characters; order plays no part. What stands between two tiles of the same two texts is paired too, up to GAP characters.
    """
    left, right = "\0".join(wanted), "\1".join(got)
    to = _tiles(left, right)
    used = set(to) - {-1}
    before = -1
    for i, j in enumerate(to):
        if j < 0:
            continue
        if before >= 0:
            a, b = i - before - 1, j - to[before] - 1
            inside = range(to[before] + 1, j)
            if 0 < a <= GAP and 0 < b <= GAP and "\0" not in left[before:i] and "\1" not in right[inside.start : j]:
                for step, place in enumerate(inside[: min(a, b)]):
                    if place not in used:
                        to[before + 1 + step] = place
                        used.add(place)
        before = i
    rows, columns = _numbers(wanted), _numbers(got)
    counts = Counter((rows[i], columns[j]) for i, j in enumerate(to) if j >= 0)
    return [[counts[t, f] for f in range(len(got))] for t in range(len(wanted))]


def _numbers(texts: Sequence[str]) -> list[int]:
    """Which text each character of the joined texts is of; a separator is of the text before it."""
    return [number for number, text in enumerate(texts) for _ in range(len(text) + 1)]


def _tiles(left: str, right: str) -> list[int]:
    """For each character of `left` where its partner stands in `right`, or -1."""
    places: dict[str, list[int]] = {}
    for j in range(len(right) - GRAM + 1):
        places.setdefault(right[j : j + GRAM], []).append(j)
    heap = []
    for i in range(len(left) - GRAM + 1):
        here = places.get(left[i : i + GRAM], ())
        for j in here if len(here) <= OFTEN else ():
            if i and j and left[i - 1] == right[j - 1]:
                continue
            length = GRAM
            while i + length < len(left) and j + length < len(right) and left[i + length] == right[j + length]:
                length += 1
            heap.append((-length, i, j))
    heapq.heapify(heap)
    to, free = [-1] * len(left), bytearray(b"\1" * len(right))
    while heap:
        size, i, j = heapq.heappop(heap)
        runs = _runs([to[i + k] < 0 and bool(free[j + k]) for k in range(-size)])
        if runs == [(0, -size)]:
            to[i : i - size] = range(j, j - size)
            free[j : j - size] = bytes(-size)
            continue
        for first, length in runs:
            if length >= GRAM:
                heapq.heappush(heap, (-length, i + first, j + first))
    return to


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """(start, length) of each run of true flags."""
    runs: list[tuple[int, int]] = []
    for i, flag in enumerate(flags):
        if flag and runs and sum(runs[-1]) == i:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        elif flag:
            runs.append((i, 1))
    return runs


def distance(a: str, b: str) -> int:
    """The edit distance (Levenshtein) of two texts, exact.

    A column of the table at a time as the bits of two integers (Myers 1999, Hyyrö 2003): 10,000 characters take a twentieth of a second.
    """
    if a == b or not a or not b:
        return 0 if a == b else len(a) + len(b)
    where: dict[str, int] = {}
    for i, char in enumerate(a):
        where[char] = where.get(char, 0) | 1 << i
    full, last = (1 << len(a)) - 1, 1 << len(a) - 1
    plus, minus, score = full, 0, len(a)
    for char in b:
        equal = where.get(char, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        up, down = minus | (full & ~(horizontal | plus)), plus & horizontal
        score += bool(up & last) - bool(down & last)
        up, down = (up << 1 | 1) & full, (down << 1) & full
        plus, minus = down | (full & ~(vertical | up)), up & vertical
    return score


# ---- figures and floors ---------------------------------------------------------------------------------------------


def figure(row: Row, name: str) -> float | None:
    """A figure of a row from 0 to 1: F of a count, else the share; None when there was nothing to find and nothing was found."""
    value: Count | Share = getattr(row, name)
    if isinstance(value, Count):
        return value.f if value.tp + value.fp + value.fn else None
    return value.accuracy if value.of else None


def macro(scores: Scores) -> dict[str, float]:
    """Each figure averaged over the pages that have it: the figures that floors speak of."""
    by_name = {name: [v for row in scores.rows if (v := figure(row, name)) is not None] for name in FIGURES}
    return {name: sum(values) / len(values) for name, values in by_name.items() if values}


def micro(scores: Scores) -> dict[str, float]:
    """Each figure of all pages taken as one."""
    return {name: value for name in FIGURES if (value := figure(scores.total, name)) is not None}


def shortfalls(scores: Scores, floors: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """Every floor that the macro averages do not reach; a figure that is no longer measured counts as 0."""
    return below(macro(scores), floors)


def new_floors(scores: Scores, floors: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """The floors raised to the macro averages, cut to three decimals; never below `floors` unless `lower`."""
    return raised(macro(scores), floors, lower=lower)


# ---- for people and programs to read --------------------------------------------------------------------------------

_WORDS = {
    "page": ("版面", "page"),
    "articles": ("篇数", "found"),
    "boundaries": ("边界", "bounds"),
    "titles": ("标题", "title"),
    "subtitles": ("副题", "subt."),
    "straps": ("引题", "strap"),
    "authors": ("作者", "author"),
    "characters": ("正文字", "chars"),
    "paragraphs": ("段落", "paras"),
    "subheads": ("小标题", "subh."),
    "captions": ("图说", "capt."),
    "strap_texts": ("引题 F", "strap F"),
    "furniture": ("版饰", "furn."),
    "kept": ("保全", "kept"),
    "residual": ("残字", "resid."),
    "macro": ("版面平均", "macro"),
    "micro": ("合并计算", "micro"),
    "boundary": ("边界", "boundary"),
    "spurious": ("多余文章", "spurious article"),
    "title": ("标题", "title"),
    "subtitle": ("副题", "subtitle"),
    "strap": ("引题", "strap"),
    "expected": ("应为", "expected"),
    "got": ("得到", "found"),
}


def _word(key: str, language: str) -> str:
    zh, en = _WORDS.get(key, (key, key))
    return zh if language == "zh" else en


def table(scores: Scores, *, language: str = "zh") -> str:
    """A line for each page, their macro and micro averages; the last column counts the characters that are nowhere or twice."""
    grid = Table(box=None, pad_edge=False, header_style="", padding=(0, 2, 0, 0))
    grid.add_column(_word("page", language), no_wrap=True)
    for key in ("articles", *FIGURES[:-1], "residual"):
        grid.add_column(_word(key, language), justify="right", no_wrap=True)
    for row in scores.rows:
        grid.add_row(row.page, *_cells(row, lambda name, row=row: figure(row, name)))  # type: ignore[misc]
    for name, averages in (("macro", macro(scores)), ("micro", micro(scores))):
        grid.add_row(_word(name, language), *_cells(scores.total, averages.get))
    console = Console(file=io.StringIO(), width=400, color_system=None)
    with console.capture() as captured:
        console.print(grid, markup=False, highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _cells(row: Row, value: Callable[[str], float | None]) -> list[str]:
    values = ((name, value(name)) for name in FIGURES[:-1])
    middle = ["–" if v is None else f"{v:.4f}" if name == "characters" else f"{v:.3f}" for name, v in values]
    return [f"{row.articles.right}/{row.articles.of}", *middle, str(row.kept.of - row.kept.right)]


def fault_lines(faults: Iterable[Fault], *, language: str = "zh") -> str:
    """A block of text for each fault: page and article, what is wrong, what it should be and what was found."""
    lines = []
    for fault in faults:
        lines.append(f"{fault.article}  {_word(fault.kind, language)}")
        lines += [f"    {_word(key, language)} {text}" for key, text in (("expected", fault.expected), ("got", fault.found)) if text]
    return "\n".join(lines) + ("\n" if lines else "")


def as_json(scores: Scores, errors: int = 0) -> dict[str, Any]:
    """The scores as plain values, with the first `errors` faults."""
    pages = [
        {"page": row.page, "found": row.articles.right, "articles": row.articles.of, "residual": row.kept.of - row.kept.right}
        | {name: _round(figure(row, name)) for name in FIGURES}
        for row in scores.rows
    ]
    averages = {
        name: {key: _round(value) for key, value in each.items()} for name, each in (("macro", macro(scores)), ("micro", micro(scores)))
    }
    faults = [{"where": f.article, "kind": f.kind, "expected": f.expected, "found": f.found} for f in scores.total.faults[:errors]]
    return {"pages": pages, **averages, "errors": faults}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
