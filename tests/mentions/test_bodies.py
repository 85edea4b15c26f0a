"""Organisations: organs by template, companies by brand, bodies for a task, units and branches."""

from __future__ import annotations

import pytest
from conftest import Find, Named


@pytest.mark.parametrize(
    ("text", "home", "bodies"),
    [
        ("市委、市政府召开会议，市人大常委会、市政协负责人列席。", "吕梁市", ["市委", "市政府", "市人大常委会", "市政协"]),
        ("十三届县委首轮巡察启动，县委第二巡察组进驻。", "沭阳县", ["十三届县委", "县委第二巡察组"]),
        ("县委巡察办会同县纪委监委印发通知。", "黑河市", ["县委巡察办", "县纪委监委"]),
        ("驻马店市驿城区人民法院审结一起案件。", "驻马店市", ["驻马店市驿城区人民法院"]),
        (
            "环江毛南族自治县人民法院洛阳人民法庭到村开庭，环江法院今年巡回六十场。",
            "河池市",
            ["环江毛南族自治县人民法院", "洛阳人民法庭", "环江法院"],
        ),
        ("锡林郭勒盟盟委副书记一行来访。", "巴音郭楞蒙古自治州", ["锡林郭勒盟盟委"]),
        ("第二师二十一团的医生到村里巡诊，团党委和镇党委坐到一起。", "巴音郭楞蒙古自治州", ["第二师二十一团", "团党委", "镇党委"]),
        ("武汉市公安局硚口区分局通报案情。", "武汉市", ["武汉市公安局硚口区分局"]),
        ("中央教育工作领导小组召开会议。", "吕梁市", ["中央教育工作领导小组"]),
        ("办事处成立文化路整治工作领导小组。", "吕梁市", ["文化路整治工作领导小组"]),
        ("农发行驻马店市分行备足资金。", "驻马店市", ["农发行驻马店市分行"]),
        ("佛山市驻黔东南州工作组组长介绍了情况。", "佛山市", ["佛山市驻黔东南州工作组"]),
        ("优化办、市委办、招商局、工信局四家单位参加。", "福安市", ["市委办", "招商局", "工信局"]),
    ],
)
def test_organs_in_all_their_forms(named: Named, text: str, home: str, bodies: list[str]) -> None:
    assert named("ORG", text, home) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("丰水县古岭果蔬专业合作社年底分红。", ["丰水县古岭果蔬专业合作社"]),
        ("临县文化路小学的学生来了。", ["临县文化路小学"]),
        ("墨砺数控总经理介绍了新产品。", ["墨砺数控"]),
        ("会后，方山电缆开始招工。", ["方山电缆"]),
        ("现场签约的有云岭机电、鑫达精密和青河重工有限公司。", ["云岭机电", "鑫达精密", "青河重工有限公司"]),
        ("郸城万洋置业有限公司国际商贸城建设项目开工。", ["郸城万洋置业有限公司"]),
        ("中国地质大学（武汉）党委组织部来人考察。", ["中国地质大学（武汉）党委组织部"]),
    ],
)
def test_companies_with_and_without_their_legal_word(named: Named, text: str, bodies: list[str]) -> None:
    assert named("ORG", text) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "各级各部门要抓好落实。",
        "建好市、县两级服务中心。",
        "党支部领办合作社带动农户增收。",
        "为乡镇卫生院配齐设备。",
        "企业要和学校、医院加强合作。",
        "柳林农业发展势头良好。",
        "我市产业发展布局更加合理。",
        "蔬菜合作社和养殖场遍地开花。",
    ],
)
def test_bodies_without_a_name_are_none(named: Named, text: str) -> None:
    assert named("ORG", text) == []


def test_a_company_is_known_by_its_short_form_later(named: Named) -> None:
    text = "龙泉市两山生态资源经营有限公司年初成立。\n两山公司已收储林地两千亩。"
    assert named("ORG", text, "丽水市") == ["龙泉市两山生态资源经营有限公司", "两山公司"]


def test_the_resolver_learns_organ_and_place(find: Find) -> None:
    organ = next(m for m in find("柳林县委召开会议。") if m.type == "ORG")
    assert (organ.hint["organ"], organ.hint["place"], organ.hint["code"]) == ("party", "柳林县", "141125")
