"""How sure it is that the characters of a text are those of the page: below 1 where they were recognised (OCR)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from kg.model import Origin, Page

Certainty = Callable[[Origin, int, int], float]


def certainty(page: Page) -> Certainty | None:
    """The least confidence (0–1) of the lines of print on which a stretch [start, end) of a text stands, by the text's origin.

    None when every line of the page is sure, as on all pages that were not recognised.
    """
    lines = sorted(page.layout.lines, key=lambda line: line.start) if page.layout else []
    if all(line.confidence >= 1 for line in lines):
        return None
    starts = [line.start for line in lines]

    def least(origin: Origin, start: int, end: int) -> float:
        found = 1.0
        for text, at, length in origin.runs:
            first, last = max(start, text), min(end, text + length)
            if first >= last:
                continue
            index = max(0, bisect_right(starts, at + first - text) - 1)
            while index < len(lines) and lines[index].start < at + last - text:
                if lines[index].end > at + first - text:
                    found = min(found, lines[index].confidence)
                index += 1
        return found

    return least
