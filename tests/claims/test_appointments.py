"""Who is appointed, who is removed, who is only nominated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import extract, read, said

DECISIONS = {
    "an appointment": ("会议任命[陈立/PER]为[县教育局/ORG]局长。", ["+ 陈立 县教育局 局长"]),
    "a list that goes on without the verb": (
        "会议任命[陈立/PER]为[县教育局/ORG]局长、[周文海/PER]为[县财政局/ORG]局长；免去[吴秀兰/PER]的[县财政局/ORG]局长职务。",
        ["+ 陈立 县教育局 局长", "+ 周文海 县财政局 局长", "- 吴秀兰 县财政局 局长"],
    ),
    "whose post it was": (
        "决定任命[陈立/PER]兼任[市公安局/ORG]局长，免去其[市民宗局/ORG]局长职务。",
        ["+ 陈立 市公安局 局长", "- 陈立 市民宗局 局长"],
    ),
    "who was removed is appointed elsewhere": (
        "免去[陈立/PER]的[市民宗局/ORG]局长职务，任命其为[市公安局/ORG]局长。",
        ["- 陈立 市民宗局 局长", "+ 陈立 市公安局 局长"],
    ),
    "a deputy's organ is the one before": (
        "任命[陈立/PER]为[县教育局/ORG]局长，免去其副局长职务。",
        ["+ 陈立 县教育局 局长", "- 陈立 县教育局 副局长"],
    ),
    "several to one post": (
        "任命[陈立/PER]、[周文海/PER]（女）为[市法院/ORG]审判员。",
        ["+ 陈立 市法院 审判员", "+ 周文海 市法院 审判员"],
    ),
    "one to several posts": (
        "决定任命[陈立/PER]为副市长、代市长。",
        ["+ 陈立 organ:government:市 副市长", "+ 陈立 organ:government:市 代市长"],
    ),
    "a by-election with deputies": (
        "会议补选[陈立/PER]为[县人大常委会/ORG]主任，[周文海/PER]、[吴秀兰/PER]为副主任。",
        ["+ 陈立 县人大常委会 主任", "+ 周文海 县人大常委会 副主任", "+ 吴秀兰 县人大常委会 副主任"],
    ),
    "an election in a headline's words": ("[陈立/PER]当选县长", ["+ 陈立 organ:government:县 县长"]),
    "two elections in a headline": (
        "[陈立/PER]当选[县人大常委会/ORG]主任 [周文海/PER]当选县长",
        ["+ 陈立 县人大常委会 主任", "+ 周文海 organ:government:县 县长"],
    ),
    "somebody acts for another": ("决定[陈立/PER]代理县长。", ["+ 陈立 organ:government:县 代理县长"]),
    "a resignation": (
        "会议接受[陈立/PER]辞去[县人大常委会/ORG]主任职务的请求。",
        ["- 陈立 县人大常委会 主任"],
    ),
    "several posts at once, and the successor": (
        "[陈立/PER]不再担任[县委/ORG]书记、常委职务，[周文海/PER]任[县委/ORG]书记。",
        ["- 陈立 县委 书记", "- 陈立 县委 常委", "= 周文海 县委 书记"],
    ),
    "a removal that names the post first": ("免去[县教育局/ORG]局长[陈立/PER]的职务。", ["- 陈立 县教育局 局长"]),
    "a list under headings": (
        "县人大常委会任免名单\n[陈立/PER]为[县教育局/ORG]局长；\n免去：\n[周文海/PER]的[县财政局/ORG]局长职务；\n[吴秀兰/PER]的[县民政局/ORG]局长职务。",
        ["+ 陈立 县教育局 局长", "- 周文海 县财政局 局长", "- 吴秀兰 县民政局 局长"],
    ),
    "posts before a name that has them": (
        "挂职[静宁县委/ORG]常委、副县长的[武清/LOC]干部[陈立/PER]牵线。",
        ["= 陈立 静宁县委 常委", "= 陈立 organ:government:县 副县长"],
    ),
    "an organ founded in the clause before": (
        "村民成立[临河协会/ORG]，[陈立/PER]任会长，[周文海/PER]当副会长。",
        ["= 陈立 临河协会 会长", "= 周文海 临河协会 副会长"],
    ),
    "a nomination is none": ("会议提名[陈立/PER]为[县政府/ORG]县长候选人，[周文海/PER]为副县长候选人。", []),
    "nor is a proposal to a congress": ("会议提请[县人大常委会/ORG]任命[陈立/PER]为[县教育局/ORG]局长。", []),
    "an appointment on a nomination": ("根据县长提名，决定任命[陈立/PER]为[县教育局/ORG]局长。", ["+ 陈立 县教育局 局长"]),
    "a group is no organ": ("成立以[陈立/PER]为组长的领导小组。", []),
    "a post somebody has had long": ("[陈立/PER]的[县教育局/ORG]局长职务已满三年。", []),
}
SIGNS = {"+": "{} holds_post {} act=appointed title={}", "-": "{} left_post {} title={}", "=": "{} holds_post {} title={}"}


@pytest.mark.parametrize(("text", "wanted"), DECISIONS.values(), ids=DECISIONS)
def test_decisions_say_who_takes_and_who_leaves_a_post(text: str, wanted: list[str]) -> None:
    assert said(text, "holds_post", "left_post") == {SIGNS[sign].format(*rest) for sign, *rest in map(str.split, wanted)}


DAYS = {
    "the sentence's own": ("8月17日，会议任命[陈立/PER]为[县教育局/ORG]局长。", "2021-08-17"),
    "the one named before": ("8月16日，大会闭幕。会议任命[陈立/PER]为[县教育局/ORG]局长。", "2021-08-16"),
    "not one of long ago": ("2019年3月2日，大会闭幕。会议任命[陈立/PER]为[县教育局/ORG]局长。", "2021-08-19"),
    "the paper's": ("会议免去[陈立/PER]的[县教育局/ORG]局长职务。", "2021-08-19"),
}


@pytest.mark.parametrize(("text", "day"), DAYS.values(), ids=DAYS)
def test_a_decision_has_a_day(text: str, day: str) -> None:
    assert {c.when for c in extract(text) if c.predicate in ("holds_post", "left_post")} == {day}


def test_whose_post_it_was_may_be_said_in_the_sentence_before() -> None:
    text = "会议任命[陈立/PER]为[县教育局/ORG]局长。免去其[县财政局/ORG]局长职务。"
    assert "陈立 left_post 县财政局 title=局长" in said(text, "left_post")


def test_of_whom_is_removed_nobody_says_that_they_hold_the_post() -> None:
    claims = read("会议免去孟庆国的市教育局局长职务。").claims
    assert [c.predicate for c in claims if "post" in c.predicate] == ["left_post"]


@given(st.permutations(["陈立", "周文海", "吴秀兰"]))
def test_the_order_of_names_in_a_list_changes_nothing(names: list[str]) -> None:
    people = "、".join(f"[{name}/PER]" for name in names)
    assert said(f"任命{people}为[市法院/ORG]审判员。") == {f"{name} holds_post 市法院 act=appointed title=审判员" for name in names}
