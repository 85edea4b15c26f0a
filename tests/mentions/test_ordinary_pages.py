"""Forms that ordinary pages of many provinces use: what is named, and what only looks like a name."""

from __future__ import annotations

import pytest
from scenes import named, read, relations, world

FOUND = {
    ("副市长、湖南省第九批援藏工作队领队唐少华参加。", "山南市"): {"ORG 湖南省第九批援藏工作队", "PER 唐少华"},
    ("主动加强与广州市对口帮扶梅州市指挥部的沟通对接。", "梅州市"): {"ORG 广州市对口帮扶梅州市指挥部"},
    ("记者14日从国家统计局山西调查总队获悉。", "大同市"): {"ORG 国家统计局山西调查总队"},
    ("9日23时许，平城分局向阳里派出所接到报警。", "大同市"): {"ORG 平城分局向阳里派出所"},
    ("67岁的次仁多吉坐在门前。4岁女孩益西卓嘎患有先天性心脏病。", "山南市"): {"PER 次仁多吉", "PER 益西卓嘎"},
    ("该法庭辖马头、重坊、港上三镇。", "郯城县"): {"LOC 马头", "LOC 重坊", "LOC 港上"},
    ("活动走进盐池、同心两县环卫站点。", "吴忠市"): {"LOC 盐池", "LOC 同心"},
    ("检查组来到大同南站，货柜运到天津港。", "大同市"): {"LOC 大同南站", "LOC 天津港"},
    ("全市法院共审结案件63件。", "绥化市"): {"LOC 全市"},
    ("市扫黑除恶专项斗争领导小组办公室副主任温国良参加。", "绥化市"): {"ORG 市扫黑除恶专项斗争领导小组办公室", "PER 温国良"},
    ("来自广州市海珠区住房和建设局的何劲松到场。", "梅州市"): {"ORG 广州市海珠区住房和建设局", "PER 何劲松"},
    ("市中级人民法院召开扫黑除恶专项斗争新闻发布会。", "绥化市"): {
        "ORG 市中级人民法院",
        "POL 扫黑除恶专项斗争",
        "EVT 扫黑除恶专项斗争新闻发布会",
    },
    ("台风登陆前，兴宁合水水库已提前预泄腾库。", "梅州市"): {"LOC 兴宁", "LOC 合水水库"},
    ("王庆坨镇是自行车之乡。丁宝山是地道的王庆坨人。", "天津市"): {"LOC 王庆坨镇", "LOC 王庆坨", "PER 丁宝山"},
    ("法官和干警就地普法，走访养殖户和村干部。", "绥化市"): set(),
    ("手把手教村民种萝卜，敞开收购农民余粮。", "绥化市"): set(),
    ("32岁的王艳红大学毕业后返乡创业。", "临沂市"): {"PER 王艳红"},
    ("传承人郎志国正手把手教学生拉坯。", "绥化市"): {"PER 郎志国"},
}


@pytest.mark.parametrize(("text", "home"), FOUND, ids=[text[:12] for text, _ in FOUND])
def test_names_of_ordinary_pages(text: str, home: str) -> None:
    assert {f"{m.type} {m.surface}" for m in read(text, home).mentions} == FOUND[text, home]


MEANT = {
    ("该法庭辖马头、重坊、港上三镇。", "郯城县", "港上"): "港上镇",
    ("平城分局向阳里派出所接到报警。", "大同市", "平城分局向阳里派出所"): "大同市公安局平城分局向阳里派出所",
    ("市市场监督管理局驻春河村工作队队长梁德江到场。", "绥化市", "市市场监督管理局驻春河村工作队"): "绥化市市场监督管理局驻春河村工作队",
    ("请来省农业科学院绥化分院研究员车仁贵。", "绥化市", "省农业科学院绥化分院"): "黑龙江省农业科学院绥化分院",
    ("郯城法院马头法庭巡回审判。", "郯城县", "郯城法院马头法庭"): "郯城县人民法院马头人民法庭",
    ("要深入学习贯彻安全生产法。", "衡水市", "安全生产法"): "中华人民共和国安全生产法",
    ("《民法典》宣传月启动。", "衡水市", "《民法典》"): "中华人民共和国民法典",
    ("村医刘德成说，路修好了。“要不是德成，俺这条命就没了。”", "临沂市", "德成"): "刘德成",
    ("黑龙江省农业农村厅种植业管理处处长樊庆丰介绍情况。", "绥化市", "黑龙江省农业农村厅种植业管理处"): "黑龙江省农业农村厅种植业管理处",
}


@pytest.mark.parametrize(("text", "home", "surface"), MEANT, ids=[surface for _, _, surface in MEANT])
def test_what_they_mean(text: str, home: str, surface: str) -> None:
    assert named(world(read(text, home)), surface) == MEANT[text, home, surface]


WHOLES = {
    "民警联系中国农业银行德令哈市支行止付。": "中国农业银行德令哈市支行 part_of 中国农业银行",
    "农发行驻马店市分行行长王强到会。": "农发行驻马店市分行 part_of 中国农业发展银行",
    "北大荒集团九三分公司负责人介绍情况。": "北大荒集团九三分公司 part_of 北大荒集团",
    "贵州省荔波县党政代表团来宜州区考察。": "荔波县 within 贵州省",
}


@pytest.mark.parametrize("text", WHOLES)
def test_what_names_say_of_wholes(text: str) -> None:
    assert WHOLES[text] in relations(world(text, home="黑河市"))


def test_a_village_behind_another_town_is_not_the_one_of_the_home() -> None:
    graph = world(read("在嫩江市双山镇福民村，种植户忙着备耕。", "黑河市"))
    assert graph.nodes[next(n for n in graph if "福民村" in n)]["record"].code == ""
