"""What belongs to a name that a finder cut short: the province before a county's organ, a Party body or a hospital's department behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.lexicon import Lexicon, load
from kg.mentions.candidates import Candidate, Line
from kg.text.choice import choice

COUNTRY = "中国"


def extended(line: Line, found: list[Candidate]) -> Iterator[Candidate]:
    """The chosen candidates of a line, each as long as its name is; what they swallow is dropped."""
    longer = [_with_inner_body(line, _with_wider_place(line, c)) for c in found]
    taken = [(c.start, c.end) for c, old in zip(longer, found, strict=True) if c is not old]
    for c, old in zip(longer, found, strict=True):
        if c is not old or c.type == "EVT" or not any(start <= c.start and c.end <= end for start, end in taken):
            yield c


def _with_wider_place(line: Line, found: Candidate) -> Candidate:
    """An organ with the province or city named before its own place (广东省|龙川县人民检察院), a site with the country (中国|赣南脐橙产业园)."""
    if found.rule.startswith("name.") and found.type == "LOC" and line.text.endswith(COUNTRY, 0, found.start):
        start = found.start - len(COUNTRY)
    elif found.rule == "organ.template" and not _doubled(found):
        names = (division.name for division in line.lexicon.ladder(found.hint.get("code", ""))[1:])
        start = found.start - next((len(name) for name in names if line.text.endswith(name, 0, found.start)), 0)
    else:
        return found
    return found if start == found.start else replace(found, start=start, normal=line.text[start : found.start] + found.normal)


def _doubled(organ: Candidate) -> bool:
    """Whether the last letter of an organ's place stands twice: 锡林郭勒盟|盟委."""
    place = organ.hint.get("place", "")
    return bool(place) and organ.normal.removeprefix(place).startswith(place[-1])


def _with_inner_body(line: Line, found: Candidate) -> Candidate:
    """An organisation with the Party body in it (铜仁学院|党委副书记), a hospital with its department (县人民医院|心血管内科主任)."""
    if found.type != "ORG" or found.hint.get("unit") or found.hint.get("deictic"):
        return found
    end, more = found.end, dict(found.hint)
    if found.normal.endswith("医院"):
        department = _departments(str(line.lexicon.root)).match(line.text, end)
        end = department.end() if department else end
    elif found.hint.get("subtype") not in ("PartyOrgan", "VillageOrgan"):
        end = _party_end(line, found.end, line.lexicon)
        more["subtype"] = "PartyOrgan"
    if end == found.end:
        return found
    unit = line.text[found.end : end]
    return replace(found, end=end, normal=found.normal + unit, hint=more | ({"unit": unit} if "organ" in more else {}))


def _party_end(line: Line, start: int, lexicon: Lexicon) -> int:
    """Where the word for a Party body that begins at `start` ends, or `start`."""
    body = next((b for b in lexicon.words["posts"]["party_bodies"] if line.text.startswith(b, start)), "")
    return start if line.text.startswith(tuple(lexicon.words["organs"]["unit_stops"]), start + len(body)) else start + len(body)


@lru_cache(maxsize=4)
def _departments(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    return re.compile(f"(?:(?:{choice(words['fields'])})[与和及]?)+(?:{choice(words['departments'])})(?![学技室])")
