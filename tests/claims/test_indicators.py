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
    "one of a list told together": ("全县猪、牛、羊出栏分别为73万头、6万头、18万只。", "牛出栏"),
    "one of a list with a verb": ("生猪、家禽分别出栏6.4万头、5.5万只。", "家禽出栏"),
    "one of whole names": ("破案总数、处理人数分别比上年同期上升14%和15%。", "处理人数上升"),
    "what each sort is says nothing": ("全县共破获各类刑事案件213起。", "破获刑事案件"),
    "not for whom it is done": ("民警为群众挽回经济损失300余万元。", "挽回经济损失"),
    "not what only tells which": ("全县纳入统计的75个景区向市民开放。", "景区"),
    "up to the next figure": ("全县14个项目总投资42亿元。", "项目"),
    "and the next figure's own": ("合作社带动17个村种植洋芋3038亩。", "种植洋芋面积"),
    "not a rank": ("夏粮播种面积4332.6万亩、居全国第3位、比上年增加17.4万亩。", "夏粮播种面积增加"),
    "the crop said before": ("全村百香果种植面积680亩，产量970吨。", "百香果产量"),
    "people and households of one kind": ("全村还有脱贫户38户、76人。", "脱贫户"),
    "a part by a common noun": ("经营主体1.2万户，其中企业2317户。", "企业"),
    "of a count that a clause explains": ("全县已有32所开设山歌课程的学校。", "开设山歌课程学校"),
    "the first ones": ("学校迎来首批360名学生。", "迎来学生"),
    "two nouns of one head": ("镇上聚集着300多家整车和零部件企业。", "整车和零部件企业"),
    "how much of a plan": ("全市粮食作物已播种964万亩，占计划的68%。", "粮食作物播种面积占计划"),
    "what is denied stays denied": ("不批准逮捕33件，不捕率为17%。", "不捕率"),
    "the people of what is counted": ("批准逮捕158件196人。", "批准逮捕人数"),
    "a share of the figure before": ("企业3231户，占31.4%。", "企业占比"),
    "for what it is done": ("督促部门为623个接种点配置冰箱。", "接种点"),
    "without who always does it": ("全县公安机关共破获案件57起。", "破获案件"),
    "an older value of a time of its own": ("户均从业人员由开业时6.07人增加到7.14人。", "户均从业人员"),
    "of several kinds": ("社区为236名独居、空巢老人建立了台账。", "独居、空巢老人"),
    "a post of nature": ("全镇16名镇级河长累计巡河420次。", "镇级河长"),
    "for whom, not how": ("为86名老人免费体检。", "老人"),
    "for whom, not what they hear": ("为400余名学生讲授《预防未成年人犯罪法》。", "学生"),
    "what is told together with 及": ("全镇清理违规招牌及横幅12处。", "清理违规招牌及横幅"),
    "a rule with a number in its name": ("查处违反[中央八项规定精神/POL]问题27起。", "查处违反中央八项规定精神问题"),
    "what a rate does": ("上半年，生产总值同比增长3.4%，比一季度加快1.5个百分点。", "生产总值同比增速加快"),
    "of the old and alone": ("对100余名高龄、独居老人开展服务。", "服务高龄、独居老人"),
    "what comes of doing": ("完成税收3亿元，完成年度任务的103%。", "税收完成率"),
}  # fmt: skip


def figures(text: str) -> dict[str, dict[str, str]]:
    return {claim.object.value: dict(claim.qualifiers) for claim in extract(text) if claim.predicate == "observation"}


@pytest.mark.parametrize(("text", "wanted"), NAMES.values(), ids=NAMES)
def test_a_figure_has_a_clean_name(text: str, wanted: str) -> None:
    assert wanted in figures(text)


NONE = {
    "those who are named are not counted": "院长与医生[陈立/PER]等6人签订协议。",
    "a multiple of something else is none": "达到历年平均任务的2.5倍。",
    "nor is a distance from an average": "高出全国平均水平15个百分点。",
    "a criterion is none": "对固定资产投资10亿元以上的项目给予奖励。",
    "a piece of a clause": "他说，如今每月还能拿3500元。",
    "a time is no figure": "长江江苏段水质连续3年为优。",
    "nor is a make": "电网恢复10千伏供电。",
    "nor how far a rate is ahead of another": "服务业增加值快于[全市/LOC]生产总值1.9个百分点。",
    "nor what somebody has at home": "“我家种了8亩葡萄，一年收入12万元。”",
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
    "not one of the examples of what is counted": ("[一中/ORG]、[实验小学/ORG]等5所学校建成，新增学位800个。", "place:home"),
    "a place's what its committee brings about": ("[柳河乡党委/ORG:organ=party]牵头，建起烘干塔3座。", "place:@柳河乡党委"),
    "but the committee's what it does itself": ("[柳河镇政府/ORG:organ=government]投资38万元，建起储粪场2座。", "柳河镇政府"),
    "a person without a post": ("[周大山/PER]种植苹果30亩。", "周大山"),
    "a person behind places and an occupation": ("[乌苏木/LOC][柳嘎查/LOC]牧民[朝鲁/PER]有绒山羊420只。", "朝鲁"),
    "whose officer acts": ("[云溪县检察院/ORG]挂牌。检察官[陈立/PER]到[柳河村/LOC]，发放手册300份。", "云溪县检察院"),
    "a village's, whatever it founded": ("[柳河村/LOC]引进[苗岭春茶业/ORG]，去年村集体收入42万元。", "柳河村"),
    "a person by a pronoun": ("[周大山/PER]当了网格员。三年来，他调解纠纷273起。", "周大山"),
    "not for whom a person speaks": ("[周大山/PER]说，今年收入3万元。", "place:home"),
    "whom its head speaks for": ("[云溪县医院/ORG]挂牌。副院长[陈立/PER]介绍，今年完成手术316例。", "云溪县医院"),
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
    "of today, whatever was said before": ("2018年返乡创业，如今吸纳社员213户。", "吸纳社员", ""),
    "all of the year said before": ("2020年，城镇新增就业1.2万人，完成全年目标任务的115%。", "城镇新增就业完成率", "2020"),
    "the year before, in the first half of one": ("过去一年，财政收入26.4亿元。", "财政收入", ""),
    "of whose parts it tells": ("去年，工业产值80亿元。分行业看，食品产业产值12亿元。", "食品产业产值", "2020"),
    "not of what a meeting is called": ("[2020中秋恳谈会/EVT]举行，签约17个项目。", "签约项目", ""),
    "since then": ("去年3月驻村以来，入户走访1460次。", "入户走访", "2020-03/.."),
}


@pytest.mark.parametrize(("text", "name", "period"), WHEN.values(), ids=WHEN)
def test_a_figure_is_of_a_time(text: str, name: str, period: str) -> None:
    assert figures(text)[name].get("period", "") == period


def test_the_past_year_is_the_last_one_in_the_first_half_of_a_year() -> None:
    claims = extract("过去一年，财政收入26.4亿元。", published="2021-02-10")
    assert [claim.qualifiers["period"] for claim in claims if claim.predicate == "observation"] == ["2020"]


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


def test_a_contract_makes_no_figure_vague() -> None:
    assert "approximator" not in figures("家庭医生签约18.6万人。")["家庭医生签约"]


def test_a_price_is_of_a_unit() -> None:
    assert figures("辣椒保底收购价每斤1.8元。")["辣椒保底收购价"]["unit"] == "元/斤"


def test_a_plan_is_marked() -> None:
    text = "全县已建成学校3所，计划新建幼儿园2所，力争到2025年地区生产总值达到500亿元。"
    assert {name: said.get("status", "") for name, said in figures(text).items()} == {
        "建成学校": "", "新建幼儿园": "planned", "地区生产总值": "planned",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["[柳河镇/LOC]围绕重要节点，排查纠纷58起。", "[云溪县/LOC]制定[《葡萄产业发展规划》/POL]，安排资金1500万元。"])
def test_what_only_sounds_like_a_plan_is_none(text: str) -> None:
    assert [said.get("status", "") for said in figures(text).values()] == [""]


def test_a_figure_says_what_it_covers_and_how_sure_it_is() -> None:
    found = figures("全县累计召开座谈会近300场，人均可支配收入突破3万元。")
    assert found["召开座谈会"] == {"approximator": "近", "scope": "累计", "unit": "场", "value": "300"}
    assert found["人均可支配收入"] == {"approximator": "突破", "scope": "人均", "unit": "万元", "value": "3"}


@pytest.mark.parametrize("text", ["新登记市场主体8421户，其中，民营企业2317户。", "新登记市场主体8421户，其中民营企业2317户。"])
def test_a_part_is_of_what_was_said_before(text: str) -> None:
    assert {name: said.get("scope") for name, said in figures(text).items()} == {"新登记市场主体": None, "民营企业": "其中"}
