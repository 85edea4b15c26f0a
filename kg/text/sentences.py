"""Sentences of a clean text as half-open intervals."""

from __future__ import annotations

import re

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
