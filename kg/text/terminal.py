"""Text on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

WIDEST = 60  # columns that one cell of a table may take; the other formats give the whole value


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def plain(text: str) -> str:
    """The text with blanks for what could steer the terminal; as long as it was."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)


def fit(text: str, widest: int = WIDEST) -> str:
    """The text, or its beginning and … when it takes more columns than `widest`."""
    if width(text) <= widest:
        return text
    kept, room = [], widest - 1
    for c in text:
        room -= width(c)
        if room < 0:
            break
        kept.append(c)
    return "".join(kept) + "…"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines whose columns line up, a rule under the head; every line ends in a line feed."""
    cells = list(rows)
    widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
    lines = [_line(head, widths), "  ".join("─" * size for size in widths), *(_line(row, widths) for row in cells)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)).rstrip()
