"""Which body the name of a part begins with."""

from __future__ import annotations

import pytest

from kg.lexicon import Lexicon
from kg.wholes import whole_of

PARTS = {
    "安徽医科大学第一附属医院": "安徽医科大学",
    "中国石油大学（北京）党委宣传部": "中国石油大学（北京）",
    "内蒙古农业大学食品科学与工程学院": "内蒙古农业大学",
    "广东省农业科学院果树研究所": "广东省农业科学院",
    "大同市公安局云冈分局口泉派出所": "大同市公安局云冈分局",
    "大同市公安局云冈分局": "大同市公安局",
    "绥化市市场监督管理局驻春河村工作队": "绥化市市场监督管理局",
    "黑龙江省农业农村厅种植业管理处": "黑龙江省农业农村厅",
    "大同市人民代表大会财政经济委员会": "大同市人民代表大会",
    "晋能控股煤业集团塔山煤矿": "晋能控股煤业集团",
    "黑河边境管理支队四嘉子边境派出所": "黑河边境管理支队",
}
WHOLE = [
    "大同市人民代表大会常务委员会",
    "新龙集团有限公司",
    "西南大学附属中学",
    "沭阳县水利局",
    "祥芝海岸派出所",
    "广州市荔湾区驻溪背坪村扶贫工作队",
]


@pytest.mark.parametrize(("name", "whole"), PARTS.items())
def test_a_part_is_named_after_its_whole(name: str, whole: str, lexicon: Lexicon) -> None:
    assert whole_of(name, lexicon) == whole


@pytest.mark.parametrize("name", WHOLE)
def test_a_body_of_its_own_has_no_whole_in_its_name(name: str, lexicon: Lexicon) -> None:
    assert whole_of(name, lexicon) == ""
