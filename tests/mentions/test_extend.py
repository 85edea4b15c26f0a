"""Names that a finder cut short: provinces before organs, Party bodies and departments behind bodies, the country before a site."""

from __future__ import annotations

import pytest
from conftest import Find

LONGER = {
    "a province before a county's organ": ("广东省龙川县人民检察院会签了意见。", {"ORG 广东省龙川县人民检察院"}),
    "a Party body in an organ": ("县水利局党组书记陈立发言。", {"ORG 县水利局党组", "PER 陈立"}),
    "a Party body in a school": ("铜仁学院党委副书记侯长明出席。", {"ORG 铜仁学院党委", "PER 侯长明"}),
    "a department of a hospital": ("梅州市人民医院呼吸与危重症医学科的交班会准时开始。", {"ORG 梅州市人民医院呼吸与危重症医学科"}),
    "a field without one of its own is none": ("县医院内科医生陈立会诊。", {"ORG 县医院", "PER 陈立"}),
    "nor is one behind a verb": ("鄞州区第二医院派出眼科团队。", {"ORG 鄞州区第二医院"}),
    "the country before a site": ("他来到中国赣南脐橙产业园。", {"LOC 中国赣南脐橙产业园"}),
    "a wire service's place": ("新华社长春5月14日电（记者段一鸣）", {"ORG 新华社", "LOC 长春", "PER 段一鸣"}),
    "whose house it is": ("法庭在盘石镇响水洞村龙金海家的院坝里开庭。", {"LOC 盘石镇", "LOC 响水洞村", "PER 龙金海"}),
    "a county's short name that is a word": ("他来到沿河土家族自治县，沿河是山区。", {"LOC 沿河土家族自治县", "LOC 沿河"}),
}


@pytest.mark.parametrize(("text", "wanted"), LONGER.values(), ids=LONGER)
def test_names_are_as_long_as_they_are_written(find: Find, text: str, wanted: set[str]) -> None:
    assert {f"{m.type} {m.surface}" for m in find(text, "铜仁市") if m.type != "EVT"} == wanted
