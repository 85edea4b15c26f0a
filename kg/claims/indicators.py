"""Numbers that papers report: what is measured, of whom, how much (新增学位1080个; 投资300余万元、面积1300平方米)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.skeleton import Skeleton, Slot
from kg.lexicon import Lexicon, load
from kg.model import Term
from kg.text import dates, numerals
from kg.text.choice import choice

CLAUSE = re.compile("[，。；：！？\n]")
DIGIT = re.compile("\\d")
NOUN_AFTER = re.compile("[\u4e00-\u9fff]{1,12}")


@dataclass(frozen=True)
class _Words:
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    stop: re.Pattern[str]
    counters: frozenset[str]
    never: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(root: str) -> _Words:
    data = load(root).words["indicators"]

    return _Words(
        re.compile(f"^(?:{choice(data['lead'])})+"),
        re.compile(f"(?:{choice(data['tail'])})+$"),
        re.compile(f"(?:{choice(data['stop'])})"),
        frozenset(data["counters"]),
        re.compile(f"(?:{choice(data['never'])})"),
    )


def observations(sentence: Skeleton, said: Sequence[dates.Date], lexicon: Lexicon) -> Iterator[tuple[Term, str, dict[str, str]]]:
    """(subject, indicator, qualifiers value/unit/approximator/period) for each quantity of a sentence that something is said of."""
    text = sentence.source[sentence.start : sentence.end]
    words = _words(str(lexicon.root))
    named = sorted((s for s in sentence.slots.values() if s.mention and s.type != "EVT"), key=lambda s: s.start)
    period = next((d.value for d in said if sentence.start <= d.start < sentence.end and d.value and d.kind != "vague"), "")
    clauses, previous = [0, *(m.end() for m in CLAUSE.finditer(text))], 0
    for quantity in numerals.find(text):
        begin = clauses[bisect_right(clauses, quantity.start) - 1]
        begin, previous = max(begin, previous), quantity.end
        inside = [s for s in named if s.start - sentence.start < quantity.end and quantity.start < s.end - sentence.start]
        if (
            inside or not quantity.unit or (quantity.unit in words.counters and not DIGIT.search(quantity.surface))
        ):  # 一处, 三个 count nothing
            continue
        indicator = _indicator(text, begin, quantity, named, sentence.start, words)
        if len(indicator) < 2 or words.never.search(indicator):
            continue
        given = {
            "value": format(quantity.value.normalize(), "f"),
            "unit": quantity.unit,
            "approximator": quantity.approximator,
            "period": period,
        }
        yield _subject(named, quantity.start + sentence.start), indicator, {k: v for k, v in given.items() if v}


def _indicator(text: str, begin: int, quantity: numerals.Quantity, named: list[Slot], offset: int, words: _Words) -> str:
    """The noun phrase that a quantity measures: before it, and behind it when it counts things (3所公办幼儿园)."""
    inner = [
        s.end - offset for s in named if begin <= s.start - offset and s.end - offset <= quantity.start and s.type in ("LOC", "ORG", "PER")
    ]
    before = text[max([begin, *inner]) : quantity.start]
    before = words.stop.split(re.sub("[“”（）()《》]", "", before))[-1]
    before = words.tail.sub("", words.lead.sub("", before.strip("、 ")))
    if quantity.unit in words.counters:
        match = NOUN_AFTER.match(text, quantity.end)
        behind = words.stop.split(match.group())[0] if match else ""
        return (before[-8:] + behind)[:16] if behind else before[-12:]
    return before[-14:]


def _subject(named: list[Slot], at: int) -> Term:
    """Whose figure it is: the nearest organisation or place before it in the sentence, else the article's home."""
    before = [s for s in named if s.end <= at and s.type in ("ORG", "LOC") and s.mention]
    return Term("mention", before[-1].mention.id) if before and before[-1].mention else Term("implied", "place:home")
