"""As what, and for whom, the people of a byline wrote: 记者, 通讯员 or 摄影, of this newspaper or of another outlet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import Lexicon
from kg.text.choice import choice

BEFORE, AFTER = 60, 16  # characters around a name in which its role stands
NAMES = "[\u4e00-\u9fff·•・ \u3000\n、/／]"


@dataclass(frozen=True)
class _Words:
    """The compiled words of ontology/cues.yaml: roles before and behind names, outlets before a role and in a dateline."""

    roles: Mapping[str, str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    outlet: re.Pattern[str]
    dateline: re.Pattern[str]


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.words["cues"]["byline"]
    roles = {word: role for role, forms in words["roles"].items() for word in forms}
    ours, agencies = choice(words["ours"]), choice(words["agencies"])
    name = f"(?P<name>{agencies}|[\u4e00-\u9fff]{{2,12}}(?:{choice(words['outlets'])}))"
    return _Words(
        roles,
        re.compile(f"({choice(roles)})(?={NAMES}*$)"),
        re.compile(f"{NAMES}{{0,8}}?({choice(words['behind'])})(?![\u4e00-\u9fff])"),
        re.compile(f"(?:{ours}|{name})[\u4e00-\u9fff]{{0,6}}[ \u3000]*$"),
        re.compile(f"^(?P<name>{agencies})[^。（(]{{0,16}}[电讯]"),
    )


def hint(text: str, start: int, end: int, lexicon: Lexicon) -> dict[str, str]:
    """The `byline` role of the author at [start, end) of a line, "作者" where it says none, and the `outlet` if the line names another than its own."""
    words = _words(lexicon)
    before = text[max(0, start - BEFORE) : start]
    role = _last(words.before, before)
    behind = words.behind.match(text, end, end + AFTER)
    outlet = (words.outlet.search(before, 0, role.start()) if role else None) or words.dateline.match(text)
    name = outlet["name"] if outlet and "name" in outlet.re.groupindex and outlet["name"] else ""
    said = words.roles[behind[1]] if behind else words.roles[role[1]] if role else "作者"
    return {"role": "reporter", "byline": said} | ({"outlet": name} if name else {})


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern, the longest that ends there."""
    found = list(pattern.finditer(text))
    return found[-1] if found else None
