"""Which lines of a page characters stand on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def feeds(text: str) -> list[int]:
    """Where the line feeds of a text stand, in order."""
    found, at = [], text.find("\n")
    while at >= 0:
        found.append(at)
        at = text.find("\n", at + 1)
    return found


def lines(breaks: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The numbers of the first and the last line, from 1, that [start, end) stands on, in a text with these line feeds."""
    return bisect_left(breaks, start) + 1, bisect_left(breaks, end - 1) + 1


def shown(first: int, last: int) -> str:
    """Numbers of lines for reading: "12-14", or "12"."""
    return f"{first}-{last}" if last > first else str(first)
