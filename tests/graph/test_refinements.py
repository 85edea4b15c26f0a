"""A figure told again more exactly refines the first, and contradicts nothing."""

from __future__ import annotations

import pytest
from scenes import LEXICON, read, world

from kg.graph import contradictions, refinements

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
