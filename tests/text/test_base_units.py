"""Values in comparable units, exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON

from kg.text import units

EXACT = {
    ("118", "万平方米"): ("1180000", "平方米"),
    ("6.35", "亿元"): ("635000000", "元"),
    ("2.87", "万亿元"): ("2870000000000", "元"),
    ("46", "万千瓦"): ("460000", "千瓦"),
    ("0.1", "公顷"): ("1000", "平方米"),
    ("15.32", "万亩"): ("153200", "亩"),
    ("7", "个百分点"): ("7", "百分点"),
    ("3", "面"): ("3", "面"),
}


@pytest.mark.parametrize(("said", "wanted"), EXACT.items(), ids=map("".join, EXACT))
def test_a_value_in_its_base_unit_is_exact(said: tuple[str, str], wanted: tuple[str, str]) -> None:
    value, unit = units.base(Decimal(said[0]), said[1], LEXICON.units)
    assert (f"{value.normalize():f}", unit) == wanted


@given(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(LEXICON.units)))
def test_a_base_unit_is_its_own_base(value: Decimal, unit: str) -> None:
    once = units.base(value, unit, LEXICON.units)
    assert units.base(*once, LEXICON.units) == once
