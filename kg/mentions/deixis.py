"""Words that point: to a place by its level (我市, 全区, 该县), to a body named before (该院, 该公司)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.lexicon import load
from kg.mentions.candidates import Candidate, Line, Placed
from kg.text.choice import choice


@lru_cache(maxsize=4)
def _pattern(root: str) -> re.Pattern[str]:
    words = load(root).words["deixis"]
    after = "".join(f"(?!{re.escape(level)}(?:{'|'.join(map(re.escape, bad))}))" for level, bad in words["never_before"].items() if bad)
    levels = choice(words["levels"])
    pointers = choice(words["pointers"])
    return re.compile(f"(?:{pointers}){after}({levels})")


def find(line: Line) -> Iterator[Candidate]:
    """Deictic candidates of type LOC; the level word goes to the resolver."""
    words = line.lexicon.words["deixis"]
    for match in _pattern(str(line.lexicon.root)).finditer(line.text):
        apart = (
            match.start() in line.starts or line.text[match.start() - 1 : match.start()] not in words["never_after"]
        )  # 建成|全省, but 成全
        if match.group() not in words["drop"] and apart:
            yield Candidate(
                match.start(), match.end(), "LOC", "place.deictic", 60, 0.95, match.group(), {"deictic": "true", "level": match.group(1)}
            )


def bodies(found: Sequence[Placed], lines: Sequence[tuple[Line, int]]) -> Iterator[Placed]:
    """Deictic candidates of type ORG, each with the place of the body that it means: the one named last before it that it can mean."""
    named = sorted((base + c.start, base + c.end, c.normal) for base, c, _ in found if c.type == "ORG")
    taken = {i for base, c, _ in found if c.type != "EVT" for i in range(base + c.start, base + c.end)}
    for line, base in lines:
        means: Mapping[str, list[str]] = line.lexicon.words["deixis"]["bodies"]
        for match in _bodies(str(line.lexicon.root)).finditer(line.text):
            start, end = base + match.start(), base + match.end()
            ends = tuple(means[match.group(1)])
            body = next(((a, b) for a, b, name in reversed(named) if b <= start and name.endswith(ends)), None)
            if body is not None and match.end() in line.ends and not taken.intersection(range(start, end)):
                hint = {"deictic": "true", "body": f"{body[0]}-{body[1]}"}
                yield base, Candidate(match.start(), match.end(), "ORG", "org.deictic", 60, 0.8, match.group(), hint), line


@lru_cache(maxsize=4)
def _bodies(root: str) -> re.Pattern[str]:
    return re.compile(f"该({choice(load(root).words['deixis']['bodies'])})")
