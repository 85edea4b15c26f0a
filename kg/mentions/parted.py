"""Two bodies that a finder took for one, with the verb between them: 朱沱派出所|会同|区综合行政执法支队."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.lexicon import load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.table import Table, table_of
from kg.text.choice import choice

LEVELS, POINTERS = tuple("镇乡县市区州旗"), tuple("我该全本")
SHORTEST = 4  # characters of a body's name behind the verb


def parted(candidate: Candidate, line: Line) -> Iterator[Candidate]:
    """A candidate, or of a body's name with a verb in it the bodies on both sides."""
    candidate = _begun(candidate, line)
    joint = _joint(str(line.lexicon.root)).search(candidate.normal) if candidate.rule.startswith(("name.", "org.")) else None
    table = table_of(line.lexicon)
    if joint is None or candidate.type != "ORG" or not _left(candidate.normal[: joint.start()], table):
        yield candidate
        return
    name, start = candidate.normal, candidate.start
    yield replace(candidate, end=start + joint.start(), normal=name[: joint.start()])
    if len(name) - joint.end() >= SHORTEST and _body(name[joint.end() :], table):
        yield replace(candidate, start=start + joint.end(), normal=name[joint.end() :])


def _begun(candidate: Candidate, line: Line) -> Candidate:
    """A place without the last letter of what stands before it: 我镇|涌金村, 铜仁市区|共同路."""
    start = candidate.start
    letter, before = line.text[start : start + 1], line.text[start - 1 : start]
    if candidate.type == "LOC" and candidate.end - start > 3 and ((letter in LEVELS and before in POINTERS) or (letter == "区" and before == "市")):
        return replace(candidate, start=start + 1, normal=candidate.normal[1:])
    return candidate


@lru_cache(maxsize=4)
def _joint(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    behind = "|".join(f"(?<={word})" for word in words["joined_behind"])
    return re.compile(f"(?<=[\u4e00-\u9fff]{{2}})(?:{choice(words['joints'])})(?!{choice(words['joint_stops'])})|(?:{behind})[与和同]|(?<=[局厅委])[与同]")


def _left(name: str, table: Table) -> bool:
    """Whether a text ends as the name of a body or a department does."""
    return table.of(name)[1] == "ORG" or name.endswith(("局", "厅", "委"))


def _body(name: str, table: Table) -> bool:
    """Whether a text ends as the name of a body does, with something of its own before."""
    suffix, kind, _ = table.of(name)
    return kind == "ORG" and not table.generic(name[: -len(suffix)])
