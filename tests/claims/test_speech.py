"""Whose words a sentence reports: who speaks stands at the claims and never becomes who acts."""

from __future__ import annotations

import pytest
from scenes import extract, marked, said

SAID = {
    "a leader demands": ("[县委/ORG]书记[陈立/PER]强调，要抓好春耕。", {"陈立 said 要抓好春耕"}),
    "and goes on demanding": ("[陈立/PER]指出，形势严峻。要抓好防汛。", {"陈立 said 形势严峻", "陈立 said 要抓好防汛"}),
    "until he does something": ("[陈立/PER]指出，要抓好防汛。随后，[陈立/PER]来到大堤。", {"陈立 said 要抓好防汛"}),
    "until the news goes on": ("[陈立/PER]要求，要抓好招商。上半年新签项目12个。", {"陈立 said 要抓好招商"}),
    "until another speaks": ("[陈立/PER]强调，要抓好防汛。[周文海/PER]表示，全力以赴。", {"陈立 said 要抓好防汛", "周文海 said 全力以赴"}),
    "a meeting": ("[常务会议/EVT]召开。会议指出，形势严峻。各地保持警惕。", {"常务会议 said 形势严峻", "常务会议 said 各地保持警惕"}),
    "a meeting goes on with its agenda": ("[常务会议/EVT]召开。会议强调，要抓好防汛。会议审议了[《意见》/POL]。", {"常务会议 said 要抓好防汛"}),
    "those who came": ("[常务会议/EVT]召开。与会人员认为，草案比较成熟。", {"常务会议 said 草案比较成熟"}),
    "a body": ("据[县气象局/ORG]介绍，未来三天有雨。", {"县气象局 said 未来三天有雨"}),
    "somebody of a body": ("[县气象局/ORG]有关负责人表示，未来三天有雨。", {"县气象局 said 未来三天有雨"}),
    "he": ("[陈立/PER]主持会议。他强调，要抓好防汛。", {"陈立 said 要抓好防汛"}),
    "he of two": ("[陈立/PER]和[周文海/PER]到会。他强调，要抓好防汛。", set()),
    "before the speaker is named": ("“今年收成好。明年再加把劲。”[陈立/PER]说。", {"陈立 said 今年收成好", "陈立 said 明年再加把劲"}),
    "a quotation over sentences": ("[陈立/PER]说：“今年收成好。明年再种点。”天黑了下来。", {"陈立 said 今年收成好", "陈立 said 明年再种点"}),
    "what somebody presents": ("[陈立/PER]介绍了全县的情况。", set()),
    "what is asked for in a paper": ("按照[县委/ORG]部署要求，全县抓好春耕。", set()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SAID.values(), ids=SAID)
def test_words_have_a_speaker(text: str, wanted: set[str]) -> None:
    assert said(text, "said") == wanted


BY = {
    "[县教育局/ORG]局长[陈立/PER]介绍，[龙游县/LOC]印发[《意见》/POL]。": {"issued": "陈立", "holds_post": ""},
    "[常务会议/EVT]召开。会议指出，[县政府/ORG]印发了[《意见》/POL]。": {"issued": "常务会议"},
    "[县政府/ORG]印发[《意见》/POL]，[陈立/PER]说，大家都高兴。": {"issued": ""},
    "[陈立/PER]说，全县新增学位1080个。": {"observation": "陈立"},
}


@pytest.mark.parametrize(("text", "wanted"), BY.items(), ids=BY)
def test_what_is_claimed_in_somebody_s_words_is_said_by_him(text: str, wanted: dict[str, str]) -> None:
    surfaces = {m.id: m.surface for m in marked(text)[1]}
    found = {c.predicate: surfaces.get(c.said_by, "") for c in extract(text) if c.predicate in wanted}
    assert found == wanted


def test_who_says_it_does_not_carry_it_out() -> None:
    text = "[县教育局/ORG]局长[陈立/PER]介绍，近年来，大力实施[衔泥行动/POL]专项行动。"
    assert "县教育局 implements 衔泥行动" not in said(text, "implements")
    text = "[县教育局/ORG]局长[陈立/PER]介绍，[龙游县/LOC]大力实施[衔泥行动/POL]专项行动。"
    assert said(text, "implements") == {"龙游县 implements 衔泥行动"}


def test_what_a_paragraph_says_ends_with_it() -> None:
    assert {c.said_by for c in extract("[陈立/PER]说，今年好。\n[龙游县/LOC]印发[《意见》/POL]。") if c.predicate == "issued"} == {""}
