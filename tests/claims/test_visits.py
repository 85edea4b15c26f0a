"""Tours: who went where, in whose company, and about what; scenes, pronouns and delegations go on from the sentence before."""

from __future__ import annotations

import pytest
from scenes import extract, said

LED = "[县委/ORG]书记[陈立/PER]到[廉桥镇/LOC]调研。"
VISITED = {
    "his next stop": (f"{LED}在[白地村/LOC]，他看望慰问值守的党员。", {"陈立 visited 廉桥镇", "陈立 visited 白地村"}),
    "nobody is on a tour": ("在[白地村/LOC]，他看望慰问值守的党员。", set()),
    "a scene before the visitor": (
        f"{LED}[白地村/LOC]的稻田边，新谷金黄。[陈立/PER]走到田边，捧起稻穗。", {"陈立 visited 廉桥镇", "陈立 visited 白地村"},
    ),
    "a scene before somebody else": (f"{LED}[白地村/LOC]的稻田边，新谷金黄。[吴秀兰/PER]走到田边，捧起稻穗。", {"陈立 visited 廉桥镇"}),
    "a delegation and its leaders": (
        "[龙游县/LOC]党政代表团赴[临县/LOC]学习考察。县委书记[陈立/PER]、县长[吴秀兰/PER]率队。", {"陈立 visited 临县", "吴秀兰 visited 临县"},
    ),
    "each to a place of his own": (
        "[陈立/PER]、[吴秀兰/PER]分头赶到[廉桥镇/LOC]和[白地村/LOC]靠前指挥。", {"陈立 visited 廉桥镇", "吴秀兰 visited 白地村"},
    ),
    "both places of one sentence": (
        "[陈立/PER]来到[廉桥镇/LOC]，察看厂房，并在[白地村/LOC]察看公路。", {"陈立 visited 廉桥镇", "陈立 visited 白地村"},
    ),
    "a list with names that nobody knows": (
        "[陈立/PER]走访[临县/LOC]志能稀土、民族中学、核桃产业科技园区、[廉桥镇/LOC]、元坤果业、[县公安局/ORG]，了解情况。",
        {"陈立 visited 临县", "陈立 visited 廉桥镇", "陈立 visited 县公安局"},
    ),
    "in the company of others": (
        "副市长[陈立/PER]在[市政府/ORG]副秘书长[周文海/PER]等领导的陪同下，来到[新龙集团/ORG]开展调研。", {"陈立 visited 新龙集团"},
    ),
    "a reporter is on no tour": (
        "（某报记者 [周文海/PER]）检查组首先来到[廉桥镇/LOC]，检查防汛。", set(),
    ),
    "he works there for a morning": ("[陈立/PER]到[廉桥镇/LOC]现场办公。", {"陈立 visited 廉桥镇"}),
    "a hospital comes every month": ("[县医院/ORG]每月到[白地村/LOC]巡诊。", {"县医院 visited 白地村"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), VISITED.values(), ids=VISITED)
def test_who_went_where(text: str, wanted: set[str]) -> None:
    assert {words.partition(" purpose=")[0] for words in said(text, "visited")} == wanted


COMPANY = {
    "after the visit": (f"{LED}副县长[周文海/PER]、[吴秀兰/PER]陪同。", {"周文海 accompanied 陈立", "吴秀兰 accompanied 陈立"}),
    "taking part": (f"{LED}副县长[周文海/PER]参加调研。", {"周文海 accompanied 陈立"}),
    "in one sentence": ("[陈立/PER]在[周文海/PER]陪同下到[廉桥镇/LOC]调研。", {"周文海 accompanied 陈立"}),
    "a meeting between": (f"{LED}下午，[县委/ORG]召开[常委会会议/EVT]。[周文海/PER]参加。", set()),
    "of nobody": ("副县长[周文海/PER]陪同。", set()),
}


@pytest.mark.parametrize(("text", "wanted"), COMPANY.values(), ids=COMPANY)
def test_who_was_in_whose_company(text: str, wanted: set[str]) -> None:
    assert said(text, "accompanied") == wanted


PURPOSES = {
    "[陈立/PER]到[廉桥镇/LOC]检查指导防汛减灾工作。": "防汛减灾工作",
    "[陈立/PER]到[廉桥镇/LOC]，就春耕备耕工作进行调研。": "春耕备耕工作",
    "[陈立/PER]来到[廉桥镇/LOC]，围绕“推动口岸经济发展”开展专题调研。": "推动口岸经济发展",
    "[陈立/PER]到[廉桥镇/LOC]调研。": "",
    "[陈立/PER]到[廉桥镇/LOC]考察[白地纺织厂/ORG]。": "",
}


@pytest.mark.parametrize(("text", "wanted"), PURPOSES.items(), ids=PURPOSES)
def test_what_a_visit_is_about(text: str, wanted: str) -> None:
    found = [c for c in extract(text) if c.predicate == "visited"]
    assert found
    assert {c.qualifiers.get("purpose", "") for c in found} == {wanted}
