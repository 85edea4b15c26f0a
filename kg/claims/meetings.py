"""What is told of a meeting beside who held it: in which roles people are there, and the matters of its agenda that have no title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.skeleton import CODES, Skeleton
from kg.lexicon import Lexicon, load
from kg.text.choice import choice

PARTS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "evening"}
"""Parts of the day as dates tell them → the half of the day that a meeting's claims carry."""
LONGEST = 60  # characters of a matter: longer ones in our samples were two matters or the next sentence
CLAUSE = re.compile("[，；。]")


@dataclass(frozen=True)
class _Words:
    head: re.Pattern[str]
    matter: re.Pattern[str]
    roles: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=4)
def _words(root: str) -> _Words:
    lexicon = load(root)
    data, events = lexicon.words["meetings"], lexicon.words["events"]
    done = choice([word for words in data["outcomes"].values() for word in words])
    matter = f"(?P<matter>[^{CODES['DOC']}、][^{CODES['DOC']}]*(?:{choice(data['matters'])}))"
    return _Words(
        re.compile(f"(?:^|[，；])(?:{choice(events['anaphors'])})(?:{choice(data['then'])})*(?=(?:{done}))|{CODES['EVT']}(?:召开|举行)?，"),
        re.compile(f"(?:{choice(data['then'])})*(?P<outcome>{done})(?:了|并)?(?:关于)?{matter}等?$"),
        {role: re.compile(choice(words)) for role, words in data["roles"].items()},
    )


def roles(words: str, lexicon: Lexicon) -> str:
    """The roles that some words tell of, in the order of ontology/meetings.yaml: 应邀出席会议 is "应邀 出席"."""
    return " ".join(role for role, pattern in _words(str(lexicon.root)).roles.items() if pattern.search(words))


def matters(sentence: Skeleton, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """(matter, what became of it) for what a meeting takes up without a title: 听取全市安全生产工作情况汇报. A clause in which somebody else acts ends them."""
    words = _words(str(lexicon.root))
    head = words.head.search(sentence.text)
    if not head:
        return
    at = head.end()
    for clause in _clauses(sentence.text, at):
        found = words.matter.match(sentence.text, *clause)
        if not found and CODES["PER"] in sentence.text[slice(*clause)]:
            return
        if found and len(matter := sentence.original(found.span("matter"))) <= LONGEST:
            yield matter, found["outcome"]


def _clauses(text: str, at: int) -> Iterator[tuple[int, int]]:
    while at < len(text):
        end = CLAUSE.search(text, at)
        yield at, end.start() if end else len(text)
        at = end.end() if end else len(text)
