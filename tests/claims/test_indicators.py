"""Figures: their names, whose they are, when, whether they are plans, and what they are changes of."""

from __future__ import annotations

import pytest
from scenes import extract, said

NAMES = {
    "a noun phrase before the number": ("截至6月底，全县新改建农村公路320公里。", "新改建农村公路"),
    "what is counted stands behind": ("全县义务教育阶段的156所学校实现全覆盖。", "学校"),
    "a verb before, the noun behind": ("[县农业农村局/ORG]协调建起3座烘干塔。", "建起烘干塔"),
    "an adverb is no part of it": ("全县已累计注销学科类培训机构61家。", "注销学科类培训机构"),
    "the verb of a level is no part of it": ("地区生产总值突破500亿元。", "地区生产总值"),
    "whole words are not cut": ("在册古树24386株，在园幼儿1.9万人。", "在册古树"),
    "land that only its use names": ("全镇现有茶园3.6万亩。", "茶园面积"),
    "what money is spent on": ("[离石区/LOC:code=141102]投资6.35亿元用于教育基础设施项目。", "教育基础设施项目投资"),
    "of a list the verb holds on": ("全县新增技能人才8.9万人、高技能人才3.1万人。", "新增高技能人才"),
    "of a verb alone the noun before holds on": ("收集意见建议5870条，办结5413条。", "办结意见建议"),
    "of a bare total what was counted": ("会上签约项目12个，总投资78.6亿元。", "签约项目总投资"),
    "a lower level is of the same name": ("毛入园率由2015年的20%提高到88.6%。", "毛入园率"),
    "people without a unit": ("户籍人口近200万。", "户籍人口"),
    "what is done for those who are counted": ("对1156对夫妇开展免费婚检。", "免费婚检夫妇"),
    "to what is counted": ("全县对18处隐患点进行治理。", "治理隐患点"),
    "an action that has so many": ("组织了7000人的普惠性技能培训、500人次的电商培训。", "电商培训"),
    "one of two counts of one thing": ("安置点建设有42栋293套安置房。", "栋数"),
    "of counts in a row the verb holds on": ("项目涉及6个乡镇28个村1200户4560人。", "涉及户数"),
    "what comes of doing": ("完成税收3亿元，完成年度任务的103%。", "税收完成率"),
}  # fmt: skip


def figures(text: str) -> dict[str, dict[str, str]]:
    return {claim.object.value: dict(claim.qualifiers) for claim in extract(text) if claim.predicate == "observation"}


@pytest.mark.parametrize(("text", "wanted"), NAMES.values(), ids=NAMES)
def test_a_figure_has_a_clean_name(text: str, wanted: str) -> None:
    assert wanted in figures(text)


NONE = {
    "a piece of a clause": "他说，如今每月还能拿3500元。",
    "a time is no figure": "长江江苏段水质连续3年为优。",
    "nor is a make": "电网恢复10千伏供电。",
    "nor a number of meetings": "会议时间2小时。",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_figure_has_none(text: str) -> None:
    assert not figures(text)


WHOSE = {
    "whom the clause is about": ("[浙南茶叶市场/ORG]位于[松阳县/LOC]，[全县/LOC]茶园15万亩。", "全县"),
    "whose name stands right before": ("招聘社区工作者60名，其中[荆河街道/LOC]32名。", "荆河街道"),
    "not where it happens": ("推介会在[苏州市/LOC]举行，现场签约项目12个。", "place:home"),
    "not for whom an official speaks": ("[县教育局/ORG:subtype=GovernmentOrgan]局长[陈立/PER]介绍，课后服务参与率96.2%。", "place:home"),
    "who is brought in": ("[顺德区/LOC]引入[海川新材/ORG]，投资22亿元。", "海川新材"),
    "by the end of the name": ("[城东水厂/LOC]开工。水厂总投资2.4亿元。", "城东水厂"),
    "by a word for it": ("[苗岭春茶业/ORG:subtype=Company]开业。该企业带动农户1260户。", "苗岭春茶业"),
}


@pytest.mark.parametrize(("text", "wanted"), WHOSE.values(), ids=WHOSE)
def test_a_figure_is_somebodys(text: str, wanted: str) -> None:
    assert any(words.startswith(f"{wanted} observation") for words in said(text, "observation"))


WHEN = {
    "said last before": ("截至3月底，装机容量2836万千瓦，一季度发电量143亿千瓦时。", "发电量", "2021-01-01/2021-03-31"),
    "at the head of the sentence": ("去年，全市新增学位90个；新建学校3所。", "新建学校", "2020"),
    "not what it is compared with": ("去年税收8亿元，比上年增加1亿元。", "税收增加", "2020"),
    "since then": ("去年3月驻村以来，入户走访1460次。", "入户走访", "2020-03/.."),
}


@pytest.mark.parametrize(("text", "name", "period"), WHEN.values(), ids=WHEN)
def test_a_figure_is_of_a_time(text: str, name: str, period: str) -> None:
    assert figures(text)[name]["period"] == period


CHANGES = {
    "同比": ("产值2.3亿元，同比增长26.5%。", "产值同比增长", "year-on-year", "产值|2.3|亿元|||"),
    "比上年": ("总产量达49.3亿斤，比上年增加0.8亿斤。", "总产量增加", "year-on-year", "总产量|49.3|亿斤|||"),
    "环比": ("完成投资3亿元，环比下降2.5%。", "投资环比下降", "period-on-period", "投资|3|亿元|||"),
    "against what is not said": ("产值2.3亿元，增长6%。", "产值增长", "growth", "产值|2.3|亿元|||"),
    "of a task": ("宫颈癌筛查完成了8826人，完成率103%。", "宫颈癌筛查完成率", "completion", "宫颈癌筛查|8826|人|||"),
    "told together": (
        "接待游客108万人次，实现收入9.7亿元，同比分别增长162%和158%。",
        "接待游客同比增长",
        "year-on-year",
        "接待游客|108|万人次|||",
    ),
}


@pytest.mark.parametrize(("text", "name", "change", "of"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_of_a_figure(text: str, name: str, change: str, of: str) -> None:
    assert figures(text)[name] | {"change": change, "of": of} == figures(text)[name]


def test_a_plan_is_marked() -> None:
    text = "全县已建成学校3所，计划新建幼儿园2所，力争到2025年地区生产总值达到500亿元。"
    assert {name: said.get("status", "") for name, said in figures(text).items()} == {
        "建成学校": "", "新建幼儿园": "planned", "地区生产总值": "planned",
    }  # fmt: skip


def test_a_figure_says_what_it_covers_and_how_sure_it_is() -> None:
    found = figures("全县累计召开座谈会近300场，人均可支配收入突破3万元。")
    assert found["召开座谈会"] == {"approximator": "近", "scope": "累计", "unit": "场", "value": "300"}
    assert found["人均可支配收入"] == {"approximator": "突破", "scope": "人均", "unit": "万元", "value": "3"}


@pytest.mark.parametrize("text", ["新登记市场主体8421户，其中，民营企业2317户。", "新登记市场主体8421户，其中民营企业2317户。"])
def test_a_part_is_of_what_was_said_before(text: str) -> None:
    assert {name: said.get("scope") for name, said in figures(text).items()} == {"新登记市场主体": None, "民营企业": "其中"}
