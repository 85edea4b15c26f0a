"""Places: one mention a level, short names with evidence, facilities with and without the place before them."""

from __future__ import annotations

import pytest
from conftest import Named


@pytest.mark.parametrize(
    ("text", "home", "places"),
    [
        ("记者来到兴县蔡家崖乡北坡村采访。", "吕梁市", ["兴县", "蔡家崖乡", "北坡村"]),
        ("会议在云南省大理市召开。", "吕梁市", ["云南省", "大理市"]),
        ("省里办结市里交办方山牵头的提案三件。", "吕梁市", ["方山"]),
        ("他们先后在孝义汾阳调研秋收。", "吕梁市", ["孝义", "汾阳"]),
        ("山高谷深的爱辉区四嘉子满族乡下了雪。", "黑河市", ["爱辉区", "四嘉子满族乡"]),
        ("209国道和省道248线当天恢复通行。", "吕梁市", ["209国道", "省道248线"]),
        ("志愿者走上市区解放街捡拾垃圾。", "吕梁市", ["解放街"]),
        ("友谊渠的水放到了地里。", "巴音郭楞蒙古自治州", ["友谊渠"]),
        ("村民卖菜要跑到环江县城。", "河池市", ["环江"]),
        ("奋力建设现代化新邵阳。", "邵阳市", ["邵阳"]),
        ("陈立到市经开区、县第二污水处理厂调研。", "常德市", ["市经开区", "县第二污水处理厂"]),
        ("各市开发区要比学赶超。", "常德市", []),
    ],
)
def test_each_level_of_a_place_is_a_mention(named: Named, text: str, home: str, places: list[str]) -> None:
    assert named("LOC", text, home) == places


@pytest.mark.parametrize(
    "text",
    [
        "平原地区和沿河村庄都种上了小麦。",
        "建设贫困村到示范村的产业路。",
        "铺就群众的“幸福路”“连心桥”。",
        "树立绿水青山就是金山银山的理念。",
        "道路两旁的街道和社区很整洁。",
        "壮大村集体经济。",
    ],
)
def test_kinds_of_place_are_no_places(named: Named, text: str) -> None:
    assert named("LOC", text) == []


@pytest.mark.parametrize(
    ("text", "places", "bodies"),
    [
        ("游客参观了方山县博物馆。", [], ["方山县博物馆"]),
        ("一行人来到兴县蔡家崖镇北坡村晋绥边区政府旧址。", ["兴县", "蔡家崖镇", "北坡村", "晋绥边区政府旧址"], []),
        ("他们走进清河镇石湾村中共湘南特委旧址。", ["清河镇", "石湾村", "中共湘南特委旧址"], []),
        ("陈远山将军纪念园里松柏常青。", ["陈远山将军纪念园"], []),
        ("云锦社区老年人日间照料中心今年投用。", [], ["云锦社区老年人日间照料中心"]),
        ("三水—雷山产业园迎来首家企业。", ["三水—雷山产业园"], []),
    ],
)
def test_a_facility_takes_the_place_that_makes_its_name(named: Named, text: str, places: list[str], bodies: list[str]) -> None:
    assert named("LOC", text) == places
    assert named("ORG", text) == bodies


def test_a_plain_word_is_a_place_beside_its_province(named: Named) -> None:
    assert named("LOC", "代表团赴山东省平原县考察，随后到山东省德州市。", "德州市") == ["山东省", "平原县", "山东省", "德州市"]


def test_a_towns_short_name_counts_after_its_full_one(named: Named) -> None:
    text = "四嘉子满族乡的江堤修好了。\n四嘉子计划年内再修一段。"
    assert named("LOC", text, "爱辉区") == ["四嘉子满族乡", "四嘉子"]
