"""Words that point to a place by its level: 我市, 全区, 该县."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import load
from kg.mentions.candidates import Candidate, Line
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
