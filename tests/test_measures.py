"""Indicators judged in five fields: what counts as the same name, period and figure, and what is spurious."""

from __future__ import annotations

import pytest

from kg.evaluate.measures import ALIKE, alike, same_fields, same_period
from kg.evaluate.view import Measure

PERIODS = [
    ("2022-03-31", "2022", True),
    ("2022-01-01/2022-08-31", "2022年1至8月", True),
    ("2023-01-01/2023-06-30", "2023上半年", True),
    ("2022", "2022-11", True),
    ("2021", "2022", False),
    ("", "2022", False),
    ("2022", "", False),
    ("", "", True),
    ("2018-01-01/..", "", True),
    ("2018-01-01/..", "2022", False),
    ("不详", "2022", False),
]


@pytest.mark.parametrize(("found", "wanted", "same"), PERIODS)
def test_a_period_is_right_when_one_lies_in_the_other(found: str, wanted: str, same: bool) -> None:
    assert same_period(found, wanted) == same


@pytest.mark.parametrize(
    ("one", "other", "same"), [("总投资", "签约项目总投资", True), ("企业用工", "用工缺口", False), ("", "投资", False)]
)
def test_names_are_right_when_they_share_most_characters(one: str, other: str, same: bool) -> None:
    assert (alike(one, other) >= ALIKE) == same


def test_all_five_fields_have_to_be_right() -> None:
    gold = {"obj": "新增学位", "value": "1080", "unit": "个", "period": "2020"}
    right = Measure("place/141102", "新增学位", "1080", "个", "2020")
    assert same_fields(right, gold, subject=True)
    assert not same_fields(right, gold, subject=False)
    wrong = [
        Measure("", "学校", "1080", "个", "2020"),
        Measure("", "新增学位", "108", "个", "2020"),
        Measure("", "新增学位", "1080", "所", "2020"),
    ]
    assert not any(same_fields(measure, gold, subject=True) for measure in wrong)
