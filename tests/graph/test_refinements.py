"""A figure told again more exactly refines the first, and contradicts nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON, read, world

from kg.graph import contradictions, refinements
from kg.model import Relation

CASES = {
    "first about, then exactly": (("离石区招聘2000余名网格员。", "2021-01-02"), ("离石区1987名网格员充分发挥作用。", "2021-03-02"), True),
    "on an unknown day": (("离石区招聘2000余名网格员。", ""), ("离石区1987名网格员充分发挥作用。", ""), True),
    "in other units": (("离石区完成投资约1.2亿元。", "2021-01-02"), ("离石区完成投资12100万元。", "2021-03-02"), True),
    "first exactly": (("离石区1987名网格员充分发挥作用。", "2021-01-02"), ("离石区招聘2000余名网格员。", "2021-03-02"), False),
    "too far": (("离石区招聘2000余名网格员。", "2021-01-02"), ("离石区1500名网格员充分发挥作用。", "2021-03-02"), False),
    "of other years": (("2019年，离石区招聘2000余名网格员。", "2021-01-02"), ("2020年，离石区招聘1987名网格员。", "2021-03-02"), False),
    "of another kind": (("离石区招聘2000余名网格员。", "2021-01-02"), ("离石区1987名教师到岗。", "2021-03-02"), False),
}


@pytest.mark.parametrize(("first", "second", "refined"), CASES.values(), ids=CASES)
def test_a_later_exact_figure_refines_an_earlier_rough_one(first: tuple[str, str], second: tuple[str, str], refined: bool) -> None:
    graph = world(*(read(text, date=date) for text, date in (first, second)))
    found = refinements.find(graph, LEXICON)
    assert bool(found) == refined
    assert not contradictions.find(graph, LEXICON)
    assert all(not exact.qualifiers.get("approximator") and rough.qualifiers["approximator"] for exact, rough in found)


@given(st.lists(st.tuples(st.integers(-50, 50), st.booleans()), max_size=12))
def test_all_pairs_that_are_near_are_compared(told: list[tuple[int, bool]]) -> None:
    figures = [
        (("2021-01-02", "a", n), Decimal(value) / 10, Relation(str(n), "place/1", "observation", "网格员", qualifiers={"approximator": "余"} if rough else {}))
        for n, (value, rough) in enumerate(told)
    ]
    near = {
        (exact.id, rough.id)
        for (before, about, rough), (after, value, exact) in permutations(figures, 2)
        if rough.qualifiers and not exact.qualifiers and before < after and abs(about - value) <= contradictions.NEAR * max(abs(about), abs(value))
    }
    assert {(exact.id, rough.id) for exact, rough in refinements._refined(figures)} == near
