"""Of overlapping candidates, which stand: documents and bylines, then organs by template, then the longest, then the higher priority."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.mentions.candidates import Candidate

WORK = re.compile("《[^《》]{1,30}》")
CERTAIN = 88  # documents (100), the byline's authors (96), organs by template: no name found by its ending may swallow them


def choose(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """A set of candidates without overlaps; meetings are chosen apart, because other names may stand inside theirs. Of what the title of
    a book or film names (《海的尽头是草原》), only bodies stand: 《…日报》."""
    found = list(candidates)
    events = _greedy([c for c in found if c.type == "EVT"])
    works = [m.span() for m in WORK.finditer(text)]
    kept = [c for c in _greedy([c for c in found if c.type != "EVT"]) if c.type not in ("PER", "LOC") or not _inside(c, works)]
    return sorted(kept + events, key=lambda c: (c.start, c.end, c.type))


def _inside(c: Candidate, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < c.start and c.end < end for start, end in spans)


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
