"""Full and half width: what is folded and what is left, and that offsets hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.width import fold

FOLDED = {
    "２０２４年３月５日": "2024年3月5日",
    "Ｇ２０９国道ＡＢｃ": "G209国道ABc",
    "增长１２．５％": "增长12.5%",
    "会议指出,我市": "会议指出，我市",
    "《条例(草案)》": "《条例（草案）》",
    "方案(2021-2025年):一是": "方案（2021-2025年）：一是",
    "上午9:00,下午14:30;共1,200人": "上午9:00，下午14:30；共1,200人",
    "see f(x), g(y); http://a.cn:80": "see f(x), g(y); http://a.cn:80",
    "，。；：（）": "，。；：（）",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items(), ids=FOLDED)
def test_digits_become_half_width_and_chinese_punctuation_full_width(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="中国１２3４ａB，,：:（）()；;！!？?．.％ ", max_size=30))
def test_folding_keeps_every_offset_and_twice_is_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
