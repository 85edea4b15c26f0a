"""Amounts read as Chinese writes them."""

from __future__ import annotations

import pytest

from kg.text.amounts import written


@pytest.mark.parametrize(
    ("value", "unit", "approximator", "words"),
    [
        ("40", "亿元", "近", "近40亿元"),
        ("8000", "元", "余", "8000余元"),
        ("25", "万人", "以上", "25万人以上"),
        ("18.2", "%", "", "18.2%"),
        ("3", "", "不足", "不足3"),
    ],
)
def test_the_word_that_blurs_a_value_stands_where_it_is_written(value: str, unit: str, approximator: str, words: str) -> None:
    assert written(value, unit, approximator) == words
