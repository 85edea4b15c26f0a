"""The parts of an article put together: one line each, every character with its place on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.articles.lines import Run
from kg.model import Origin, Part, Role


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of an article-to-be: its text and where the characters stand."""

    role: Role
    text: str
    runs: tuple[Run, ...]


def compose(strips: Sequence[Strip]) -> tuple[str, tuple[Part, ...], Origin]:
    """Text, parts and origin of an article; the line feeds between the parts have no origin."""
    pieces: list[str] = []
    parts: list[Part] = []
    runs: list[Run] = []
    at = 0
    for strip in strips:
        pieces.append(strip.text)
        parts.append(Part(strip.role, at, at + len(strip.text)))
        runs += [(at + text, page, length) for text, page, length in strip.runs]
        at += len(strip.text) + 1
    return "\n".join(pieces), tuple(parts), Origin(_merged(runs))


def cut(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs of a stretch of text, offsets counted from its start."""
    found = []
    for text, page, length in runs:
        first, last = max(text, start), min(text + length, end)
        if first < last:
            found.append((first - start, page + first - text, last - first))
    return tuple(found)


def undoubled(text: str) -> tuple[str, int, int]:
    """What a shadowed face printed twice over, once: the text and its stretch [start, end) of the original."""
    half, odd = divmod(len(text), 2)
    if len(text) >= 6 and not odd and text[:half] == text[half:]:
        return text[:half], 0, half
    return text, 0, len(text)


def _merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    merged: list[Run] = []
    for text, page, length in runs:
        if merged and merged[-1][0] + merged[-1][2] == text and merged[-1][1] + merged[-1][2] == page:
            merged[-1] = (merged[-1][0], merged[-1][1], merged[-1][2] + length)
        else:
            merged.append((text, page, length))
    return tuple(merged)
