"""Pages put together from what a file itself marks: a line of text for each marked piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Mark

# Roles whose text is one line; "body" and whatever is furniture keep their line feeds.
_LINED = ("body", "furniture")
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page: a part's role (title, paragraph, body …) or "furniture", and its text."""

    role: str
    text: str


def compose(groups: Iterable[Sequence[Piece]]) -> tuple[str, tuple[Mark, ...]]:
    """Body and marks of a page: an article for each group that holds more than furniture, a blank line between groups.

    Pieces without text are left out; a line feed in a piece of one line becomes a blank.
    """
    body: list[str] = []
    marks: list[Mark] = []
    size = 0
    for group in groups:
        pieces = [(piece.role, text) for piece in group if (text := _text(piece))]
        if not pieces:
            continue
        if body:
            body.append("\n")
            size += 1
        inner: list[Mark] = []
        for role, text in pieces:
            inner += [Mark(size, size + len(text), role)] if role != "furniture" else []
            body.append(f"{text}\n")
            size += len(text) + 1
        if inner:
            marks += [Mark(inner[0].start, inner[-1].end, "article"), *inner]
    return "".join(body), tuple(marks)


def _text(piece: Piece) -> str:
    if piece.role in _LINED:
        return "\n".join(line.rstrip() for line in _BREAK.split(piece.text)).strip("\n")
    return _CONTROL.sub(" ", piece.text).strip()
