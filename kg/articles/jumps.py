"""Articles that go on on another page of the same issue: 下转第3版 there, 上接第1版 here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.articles import compose
from kg.articles.compose import Strip
from kg.articles.words import PageWords
from kg.model import Article, Page, Reading
from kg.text.numerals import parse

# How a line begins that says where an article began.
_BACK = re.compile(r"[（(]?(?:上?接|来自)")
# A line that says both belongs to a page in between; what an article says at its end counts.
_PART = re.compile(r"#page=(\d+)$")


def said(text: str, words: PageWords) -> tuple[str, str]:
    """The edition on which an article goes on and the one from which it comes, as numbers; empty when the text does not say."""
    goes_on = came_from = ""
    for match in words.jump.finditer(text):
        number = next((group for group in match.groups() if group), "")
        if _BACK.match(match[0]) and "紧接" not in match[0]:
            came_from = came_from or edition(number)
        else:
            goes_on = edition(number)
    return goes_on, came_from


def without(strip: Strip, words: PageWords) -> tuple[Strip, tuple[tuple[int, int], ...]]:
    """A paragraph without the lines that send the reader to another page (下转第二版), and where in it they stood."""
    found = list(words.jump.finditer(strip.text))
    start = found[0].end() if found and found[0].start() == 0 else 0
    end = found[-1].start() if found and found[-1].end() == len(strip.text) else len(strip.text)
    if start >= end or end - start == len(strip.text):
        return strip, ()
    lines = tuple((first, last) for first, last in ((0, start), (end, len(strip.text))) if first < last)
    return Strip(strip.role, strip.text[start:end], compose.cut(strip.runs, start, end)), lines


def edition(text: str) -> str:
    """The number of an edition however it is written (第三版, 03, A3), empty when there is none."""
    found = re.search(r"[A-D]?\d+|[一二三四五六七八九十]+", text.translate(_NARROW))
    if not found:
        return ""
    letter, digits = ("", found[0]) if not found[0][0].isascii() or found[0][0].isdigit() else (found[0][0], found[0][1:])
    number = parse(digits)
    return f"{letter}{number.value}" if number is not None else ""


def link(pages: Iterable[tuple[Page, Sequence[Article]]]) -> dict[str, str]:
    """For each article that goes on from another page of its issue, the id of the article there.

    Pages are of one issue when they have the same newspaper and day, or stand in one file. Each says the edition of the other; of
    several candidates the one with the most alike headline is taken.
    """
    issues: dict[tuple[str, ...], list[tuple[str, Article]]] = defaultdict(list)
    for page, articles in pages:
        issue = _issue(page)
        number = edition(page.edition) or (found[1] if (found := _PART.search(page.source)) else "")
        if issue and number:
            issues[issue] += [(number, article) for article in articles if article.goes_on or article.came_from]
    found_links: dict[str, str] = {}
    for articles_of in issues.values():
        pairs = [
            (_alike(first.title, second.title), first.id, second.id)
            for here, first in articles_of
            for there, second in articles_of
            if first.goes_on == there and second.came_from == here and here != there
        ]
        taken: set[str] = set()
        for _, first_id, second_id in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
            if first_id not in taken and second_id not in found_links:
                found_links[second_id] = first_id
                taken.add(first_id)
    return found_links


def tied(reading: Reading, before: Mapping[str, str], titles: Mapping[str, str]) -> Reading:
    """A reading with each article that goes on from another page tied to its beginning: `before` as `link` gives it, `titles` of those beginnings by id."""

    def followed(article: Article) -> Article:
        first = before.get(article.id, "")
        return replace(article, continues=first, title=article.title or titles[first]) if first else article

    if before.keys().isdisjoint(article.id for article in reading.articles):
        return reading
    return replace(reading, articles=tuple(followed(article) for article in reading.articles))


_NARROW = {0xFF10 + i: str(i) for i in range(10)} | {0xFF21 + i: chr(65 + i) for i in range(4)}


def _issue(page: Page) -> tuple[str, ...]:
    if page.newspaper and len(page.published) == 10:
        return page.newspaper, page.published
    file, part, _ = page.source.partition("#page=")
    return (file,) if part else ()


def _alike(a: str, b: str) -> float:
    """The share of character pairs that two headlines have in common, of the shorter one's."""
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b)]
    least = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / least if least else 0.0
