"""Sentences of a clean text as half-open intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, Part

# A sentence ends after 。！？ (or ASCII !?) with the closing quotes and brackets that follow, or at a line feed.
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』）)》]*|[。！？!?]+[”’」』）)》]*")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The intervals of the sentences of a text, in order, blanks at their ends left out; line feeds always separate."""
    found = []
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return tuple(found)


def of_article(article: Article) -> Iterator[tuple[Part, int, int]]:
    """Each sentence of an article, with the part it stands in and its interval of the article's text."""
    for part in article.parts:
        for start, end in sentences(article.text[part.start : part.end]):
            yield part, part.start + start, part.start + end


def around(article: Article, offset: int) -> tuple[int, int] | None:
    """The interval of the sentence that holds an offset of the article's text; None between sentences."""
    part = next((part for part in article.parts if part.start <= offset < part.end), None)
    spans = sentences(article.text[part.start : part.end]) if part else ()
    return next(((part.start + s, part.start + e) for s, e in spans if s <= offset - part.start < e), None) if part else None
