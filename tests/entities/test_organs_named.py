"""Organs by the names that papers of other kinds of places give them, and what titles and names say of them."""

from __future__ import annotations

import pytest
from scenes import named, relations, world


@pytest.mark.parametrize(
    ("text", "home", "surface", "name"),
    [
        ("区农业农村委落实补贴，市教委、区城管委联合发文。", "永川区", "区农业农村委", "永川区农业农村委员会"),
        ("区农业农村委落实补贴，市教委、区城管委联合发文。", "永川区", "市教委", "重庆市教育委员会"),
        ("地委书记陈立主持会议。", "喀什地区", "地委", "中共喀什地区委员会"),
        ("大兴安岭地委书记陈立到呼玛县调研。", "大兴安岭地区", "大兴安岭地委", "中共大兴安岭地区委员会"),
        ("廉江市容州镇人大组织代表视察。", "湛江市", "容州镇人大", "容州镇人民代表大会"),
        ("吴忠市利通区第十八小学放学了。利通区第十八小学有21个班。", "吴忠市", "利通区第十八小学", "吴忠市利通区第十八小学"),
        ("赣江新区党工委书记、管委会主任陈立到企业调研。", "南昌市", "管委会", "赣江新区管理委员会"),
        ("长青街道召开会议，党工委书记陈立主持。", "长沙县", "党工委", "中共长青街道工作委员会"),
        ("经开区党工委书记陈立主持会议，党工委委员李明列席。", "长沙县", "党工委", "长沙县经开区党工委"),
        ("经开区党工委书记陈立主持会议，管委会主任李明列席。", "长沙县", "管委会", "长沙县经开区管委会"),
        ("县教育局、人民医院、融媒体中心参加活动。", "沿河土家族自治县", "人民医院", "沿河土家族自治县人民医院"),
        ("县鹿业协会召开年会。", "西丰县", "县鹿业协会", "西丰县鹿业协会"),
    ],
)
def test_an_organ_has_its_official_name(text: str, home: str, surface: str, name: str) -> None:
    assert named(world(text, home=home), surface) == name


def test_a_title_that_begins_with_organs_says_who_issued_it() -> None:
    graph = world("会议学习了《中共中央国务院关于做好乡村振兴工作的意见》《国务院办公厅关于加强草原保护的若干意见》。", home="普洱市")
    assert set(relations(graph, "issued")) == {
        "中国共产党中央委员会 issued 中共中央国务院关于做好乡村振兴工作的意见",
        "中华人民共和国国务院 issued 中共中央国务院关于做好乡村振兴工作的意见",
        "国务院办公厅 issued 国务院办公厅关于加强草原保护的若干意见",
    }


def test_who_holds_a_signing_ceremony_together_cooperates() -> None:
    graph = world("普洱市人民医院与昆明医科大学第一附属医院举行合作签约授牌仪式。", home="普洱市")
    assert list(relations(graph, "cooperates_with")) == ["昆明医科大学第一附属医院 cooperates_with 普洱市人民医院"]


def test_a_page_about_the_whole_country_is_read() -> None:
    assert named(world("三交镇的农民忙着收麦。", home="中国"), "三交镇") == "三交镇"


def test_what_a_committee_brings_about_is_its_places() -> None:
    graph = world("正阳县皮店乡召开大会。乡党委牵头，建起烘干塔3座。县政府出面，引进企业5家。", home="正阳县")
    about = {relation.object: relation.subject for relation in graph.graph["literals"] if relation.predicate == "observation"}
    assert about == {"建起烘干塔": "place/皮店乡-正阳县", "引进企业": "place/411724"}


def test_the_organs_of_guests_in_a_list_are_of_their_own_place() -> None:
    text = "4月2日，夏邑县代表团到新密市考察。新密市委书记陈立，市长周文海，市委常委、宣传部长吴秀兰等陪同考察。"
    assert set(relations(world(text, home="夏邑县"), "holds_post")) == {
        "陈立 holds_post 中共新密市委员会",
        "周文海 holds_post 新密市人民政府",
        "吴秀兰 holds_post 中共新密市委员会",
        "吴秀兰 holds_post 中共新密市委宣传部",
    }


def test_the_home_may_be_named_by_the_first_character_of_its_name() -> None:
    assert list(relations(world("3月2日，省政协副主席陈立一行来舒调研乡村建设。", home="舒城县"), "visited")) == ["陈立 visited 舒城县"]
