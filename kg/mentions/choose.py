"""Of overlapping candidates, which stand: documents and bylines, then organs by template, then the longest, then the higher priority."""

from __future__ import annotations

from collections.abc import Iterable

from kg.mentions.candidates import Candidate

CERTAIN = 88  # documents (100), the byline's authors (96), organs by template: no name found by its ending may swallow them


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """A set of candidates without overlaps; meetings are chosen apart, because other names may stand inside theirs."""
    found = list(candidates)
    events = _greedy([c for c in found if c.type == "EVT"])
    return sorted(_greedy([c for c in found if c.type != "EVT"]) + events, key=lambda c: (c.start, c.end, c.type))


def _greedy(candidates: list[Candidate]) -> list[Candidate]:
    taken: set[int] = set()
    kept = []
    for c in sorted(candidates, key=_rank):
        span = set(range(c.start, c.end))
        if c.end > c.start and not span & taken:
            kept.append(c)
            taken |= span
    return kept


def _rank(c: Candidate) -> tuple[int, int, int, int, str, str]:
    band = c.priority if c.priority > 95 else CERTAIN if c.priority >= CERTAIN else 0
    return -band, c.start - c.end, -c.priority, c.start, c.rule, c.type
