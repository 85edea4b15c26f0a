"""Who is at a meeting as what, what it takes up without a title, where else it is followed, in which half of the day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON, extract, said

ROLES = {
    "a guest": ("[陈立/PER]应邀出席会议。", "陈立 attended 全市招商大会 role=应邀 出席"),
    "without a vote": ("市政协副主席[陈立/PER]列席。", "陈立 attended 全市招商大会 role=列席"),
    "comes and speaks": ("[陈立/PER]出席会议并讲话。", "陈立 attended 全市招商大会 role=讲话"),
    "presides and speaks": ("[陈立/PER]主持会议并作总结讲话。", "陈立 attended 全市招商大会 role=讲话"),
    "speaks for others": ("[陈立/PER]代表企业家致辞。", "陈立 attended 全市招商大会 role=致辞"),
    "speaks in turn": ("[陈立/PER]、[周文海/PER]先后发言。", "周文海 attended 全市招商大会 role=发言"),
    "before others of other standing": ("县领导[陈立/PER]出席，县委办、环保等单位负责人参加。", "陈立 attended 全市招商大会 role=出席"),
    "before posts in units that nobody knows": (
        "县长[陈立/PER]，副县长[周文海/PER]，党组成员、办公室主任[吴秀兰/PER]，医管委主任[丁一/PER]出席。",
        "陈立 attended 全市招商大会 role=出席",
    ),
    "beside a court's people": ("副市长[陈立/PER]、[市法院/ORG]及[市检察院/ORG]相关负责人等列席会议。", "陈立 attended 全市招商大会 role=列席"),
    "on a stage": ("[陈立/PER]先后上台作了讲话。", "陈立 attended 全市招商大会 role=讲话"),
    "in a speech": ("[陈立/PER]在讲话中希望企业家投资兴业。", "陈立 attended 全市招商大会 role=讲话"),
}


@pytest.mark.parametrize(("text", "wanted"), ROLES.values(), ids=ROLES)
def test_a_person_is_at_a_meeting_as_something(text: str, wanted: str) -> None:
    assert wanted in said(f"[全市招商大会/EVT]召开。{text}", "attended")


MATTERS = {
    "[市委/ORG]召开[常委会会议/EVT]，传达学习全省教育大会精神，听取安全生产工作情况汇报。": {
        "全省教育大会精神 outcome=传达学习", "安全生产工作情况汇报 outcome=听取",
    },
    "[常务会议/EVT]召开。会议还研究了有关人事事项。": {"有关人事事项 outcome=研究"},
    "[常务会议/EVT]召开。会议听取[陈立/PER]关于防汛工作的汇报，审议[《意见》/POL]。": {"[陈立]关于防汛工作的汇报 outcome=听取"},
    "[常务会议/EVT]召开。会议强调，要研究解决群众关心的问题。": set(),
    "[常务会议/EVT]召开。会后，[陈立/PER]来到工地，听取防汛工作汇报。": set(),
    "会议听取防汛工作汇报。": set(),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), MATTERS.items(), ids=MATTERS)
def test_a_meeting_takes_up_matters_that_have_no_title(text: str, wanted: set[str]) -> None:
    plain = {words.replace("[", "").replace("]", "") for words in wanted}
    assert {words.split(" discussed ")[1] for words in said(text, "discussed")} == plain


def test_a_document_is_approved_and_sent_on() -> None:
    text = "[市委/ORG]召开[常委会会议/EVT]。会议原则同意[《某市供热条例》/POL]，按程序提请[市人大常委会/ORG]审议。"
    assert said(text, "considered") == {f"常委会会议 considered 《某市供热条例》 outcome={words}" for words in ("原则同意", "提请")}


OUTCOMES = {
    "审议并原则通过": "原则通过", "审议通过": "通过", "听取和审议": "审议", "讨论研究": "研究", "全票表决通过": "表决通过", "提请": "提请", "散步": "",
}  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), OUTCOMES.items(), ids=OUTCOMES)
def test_what_becomes_of_a_document_is_of_a_kind(words: str, kind: str) -> None:
    assert LEXICON.outcome(words) == kind


KINDS = {
    "吕梁市委常委会（扩大）会议": "常委会会议", "全县项目推进会议": "推进会", "校地合作签约仪式": "签约仪式", "十一届二次全体会议": "全会",
    "会议": "", "全市工作会议": "工作会议", "市政府第三次常务会议": "常务会议",
    "市五届人大常委会第十次会议": "人大常委会会议", "盐池县第十九届人民代表大会第三次会议": "人民代表大会会议",
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)
def test_a_meeting_is_of_the_kind_that_its_name_ends_in(name: str, kind: str) -> None:
    assert LEXICON.meeting_kind(name) == kind


@given(st.permutations(["陈立", "周文海", "吴秀兰"]), st.sampled_from(["出席", "列席", "参加"]))
def test_the_order_of_a_list_changes_nothing(names: list[str], role: str) -> None:
    text = f"[全市招商大会/EVT]召开。{'、'.join(f'[{name}/PER]' for name in names)}{role}会议。"
    assert said(text, "attended") == {f"{name} attended 全市招商大会 role={role}" for name in names}


def test_the_claims_of_a_meeting_say_the_half_of_its_day() -> None:
    halves = {c.predicate: c.qualifiers.get("half") for c in extract("8月18日下午，[市委/ORG]召开[常委会会议/EVT]。[陈立/PER]主持会议。")}
    assert halves == {"convened": "afternoon", "chaired": None}


def test_a_meeting_is_followed_elsewhere() -> None:
    text = "[全省防汛视频会议/EVT]召开，在[龙游县/LOC]、[遂昌县/LOC]设分会场。"
    assert said(text, "branch_venue") == {f"全省防汛视频会议 branch_venue {place}" for place in ("龙游县", "遂昌县")}


def test_a_meeting_goes_on_whatever_other_it_talks_of() -> None:
    text = "[县政府/ORG]召开[常务会议/EVT]。会议讨论了[全县教育大会/EVT]筹备方案。[陈立/PER]出席会议。"
    assert said(text, "attended") == {"陈立 attended 常务会议 role=出席"}
