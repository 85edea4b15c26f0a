"""What short names and pointers mean depends on the home of the paper and the place an article is about, and on nothing else."""

from __future__ import annotations

from itertools import combinations

import pytest
from scenes import means, named, read, record, relations, world

from kg.model import Reading

NEWS = (
    "市委书记陈立主持召开市委常委会会议，市长周文海出席。会议指出，我市要抓好全省重点工作。市政府印发《关于规范校外托管的通知》，国务院要求落实《中华人民共和国教育法》。"
    "柳林县教育局局长吴秀兰说，长江流域和209国道沿线变了样。"
)
BOUND = {"市委", "陈立", "周文海", "我市", "全省", "市政府", "《关于规范校外托管的通知》", "市委常委会会议"}
FREE = {"国务院", "《中华人民共和国教育法》", "柳林县教育局", "吴秀兰", "长江流域", "209国道"}


def meanings(reading: Reading) -> dict[str, str]:
    graph = world(reading)
    return {m.surface: graph.graph["links"][m.id] for m in reading.mentions}


# a text, what in it is bound to the home of its paper, what is not, and homes of one level in several provinces
HOMES = {
    "a city's": (NEWS, BOUND, FREE, ("吕梁市", "衢州市", "黑河市", "河池市", "佛山市")),
    "a county's": (
        "县委书记陈立到县第一小学调研，县长周文海参加。我县印发《关于规范校外托管的通知》，全市各县学习。教育部、山西省教育厅和吕梁市人民政府提出要求，黄河沿线受益。",
        {"县委", "陈立", "周文海", "我县", "全市", "《关于规范校外托管的通知》", "县第一小学"},
        {"教育部", "山西省教育厅", "吕梁市人民政府", "黄河"},
        ("临县", "龙游县", "沭阳县", "平利县"),
    ),
    "an autonomous prefecture's": (
        "州委书记陈立主持召开州委常委会会议，州人大常委会、州政协到会。我州落实《中华人民共和国民法典》，中国红十字会捐赠物资。成都市教育局局长吴秀兰到会。",
        {"州委", "陈立", "州委常委会会议", "州人大常委会", "州政协", "我州"},
        {"《中华人民共和国民法典》", "中国红十字会", "成都市教育局", "吴秀兰"},
        ("凉山彝族自治州", "海西蒙古族藏族自治州", "巴音郭楞蒙古自治州", "延边朝鲜族自治州"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "bound", "free", "homes"), HOMES.values(), ids=HOMES)
def test_the_same_article_under_another_home_changes_exactly_what_is_bound_to_the_home(
    text: str, bound: set[str], free: set[str], homes: tuple[str, ...]
) -> None:
    found = [meanings(read(text, home)) for home in homes]
    for here, there in combinations(found, 2):
        assert here.keys() == there.keys() == bound | free
        assert {surface for surface in here if here[surface] != there[surface]} == bound


def test_the_organs_of_a_home_are_the_home_s() -> None:
    here, there = meanings(read(NEWS, "吕梁市")), meanings(read(NEWS, "衢州市"))
    assert here["市委"] == "org/中共吕梁市委员会"
    assert there["市委"] == "org/中共衢州市委员会"


def test_what_the_posts_and_papers_are_of_changes_with_the_home_too() -> None:
    said = relations(world(read(NEWS, "衢州市")), "holds_post", "issued", "convened")
    assert "陈立 holds_post 中共衢州市委员会" in said
    assert "周文海 holds_post 衢州市人民政府" in said
    assert "吴秀兰 holds_post 柳林县教育局" in said
    assert "衢州市人民政府 issued 关于规范校外托管的通知" in said
    assert not any("吕梁" in words for words in said)


# text, the paper's home, and what a surface in it means.
PLACES = {
    "a city's paper": ("市委、市政府召开工作会议。", "吕梁市", {"市委": "中共吕梁市委员会", "市政府": "吕梁市人民政府"}),
    "a county's paper": ("县委、县政府召开工作会议。我县各学校参加。", "临县", {"县委": "中共临县委员会", "县政府": "临县人民政府", "我县": "临县"}),
    "a home by its code": ("市委书记陈立到会。", "141100", {"市委": "中共吕梁市委员会"}),
    "an article about a district": (
        "离石区召开教育工作会议。离石区有关部门参加。区政府印发《离石区校车管理办法》，区教育局到会。我区新建学校三所。全市都在看。", "吕梁市",
        {"区政府": "离石区人民政府", "区教育局": "离石区教育局", "我区": "离石区", "全市": "吕梁市"},
    ),
    "an article about a city of county rank": (
        "孝义市召开教育工作会议。孝义市有关部门参加。市政府印发《孝义市校车管理办法》，市教育局到会。我市新建学校三所。", "吕梁市",
        {"市政府": "孝义市人民政府", "市教育局": "孝义市教育局", "我市": "孝义市"},
    ),
    "its own paper": ("市委书记陈立到会。全市学校参加。", "滕州市", {"市委": "中共滕州市委员会", "全市": "滕州市"}),
    "a province in its city's paper": ("省委、省政府要求落实。全省学校参加。", "吕梁市", {"省委": "中共山西省委员会", "全省": "山西省"}),
    "an autonomous region's own paper": (
        "全区学校参加，自治区政府作了部署，区教育厅到会。", "广西壮族自治区",
        {"全区": "广西壮族自治区", "自治区政府": "广西壮族自治区人民政府", "区教育厅": "广西壮族自治区教育厅"},
    ),
    "an autonomous region in its city's paper": ("全区经济工作会议召开。我市各学校参加。", "河池市", {"全区": "广西壮族自治区", "我市": "河池市"}),
    "全区 in a district of a region's city": ("城中区召开会议。城中区学校参加。区政府作了部署。", "柳州市", {"区政府": "城中区人民政府"}),
    "a prefecture of an autonomous people": (
        "州委书记陈立到会。我州各地都在行动，全州上下一条心。", "凉山彝族自治州",
        {"州委": "中共凉山彝族自治州委员会", "我州": "凉山彝族自治州", "全州": "凉山彝族自治州"},
    ),
    "another city's organ by its full name": (
        "衢州市委书记陈立到吕梁市考察。市委书记周文海陪同。", "吕梁市", {"衢州市委": "中共衢州市委员会", "市委": "中共吕梁市委员会"},
    ),
    "the county named last": ("离石区委和柳林县委到会。县政府作了交流。", "吕梁市", {"县政府": "柳林县人民政府"}),
    "a district that has namesakes": ("朝阳区政府到会。", "长春市", {"朝阳区政府": "朝阳区人民政府"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "home", "wanted"), PLACES.values(), ids=PLACES)
def test_short_names_and_pointers_mean_what_the_home_says(text: str, home: str, wanted: dict[str, str]) -> None:
    graph = world(read(text, home))
    assert {surface: named(graph, surface) for surface in wanted} == wanted


def test_namesakes_among_districts_are_two_entities() -> None:
    graph = world(read("朝阳区政府召开会议。", "长春市"), read("朝阳区政府印发通知。", "北京市"))
    first, second = (means(graph, "朝阳区政府", n) for n in (0, 1))
    assert first != second
    assert graph.nodes[first]["record"].homonyms == (second,)
    assert graph.nodes[second]["record"].homonyms == (first,)
    assert {relation for relation in relations(graph, "within") if relation.startswith("朝阳区")} == {
        "朝阳区 within 长春市",
        "朝阳区 within 北京市",
    }


def test_an_organ_keeps_one_node_whatever_the_paper_calls_it() -> None:
    said = [
        ("市委书记陈立到会。", "吕梁市"),
        ("吕梁市委书记陈立到会。", "吕梁市"),
        ("吕梁市委书记陈立来访。", "衢州市"),
        ("中共吕梁市委印发意见。", "吕梁市"),
    ]
    graph = world(*(read(text, home) for text, home in said))
    assert {means(graph, surface) for surface in ("市委", "吕梁市委", "中共吕梁市委")} == {"org/中共吕梁市委员会"}
    assert {"市委", "吕梁市委", "中共吕梁市委"} <= set(record(graph, "市委").aliases)


def test_without_a_home_a_short_name_is_left_as_it_stands() -> None:
    graph = world(read("市委书记陈立到会。", ""))
    assert means(graph, "市委") == "org/市委"
    assert means(graph, "陈立") == "person/陈立"


def test_a_town_is_told_apart_by_the_county_before_it() -> None:
    graph = world(read("在临县三交镇，群众行动起来。", "吕梁市"), read("在柳林县三交镇，群众行动起来。", "吕梁市"))
    assert {means(graph, "三交镇", n) for n in (0, 1)} == {"place/三交镇-临县", "place/三交镇-柳林县"}
    assert {"三交镇 within 临县", "三交镇 within 柳林县"} == {r for r in relations(graph, "within") if r.startswith("三交镇")}


def test_a_place_that_no_gazetteer_has_is_told_apart_by_the_county_before_it() -> None:
    graph = world(read("陈立到临县蝴蝶岭景区调研。", "吕梁市"), read("陈立到柳林县蝴蝶岭景区调研。", "吕梁市"))
    assert {means(graph, "蝴蝶岭景区", n) for n in (0, 1)} == {"place/蝴蝶岭景区-临县", "place/蝴蝶岭景区-柳林县"}


def test_a_body_whose_name_says_where_it_is_is_one_in_all_papers() -> None:
    graph = world(read("龙游县第三幼儿园开园。", "衢州市"), read("记者在龙游县第三幼儿园采访。", "杭州市"))
    assert {means(graph, "龙游县第三幼儿园", n) for n in (0, 1)} == {"org/龙游县第三幼儿园"}


def test_a_pointer_to_a_town_means_the_town_that_was_named() -> None:
    graph = world(read("在临县三交镇，群众行动起来。全镇学校参加，该镇走在前列。", "吕梁市"))
    assert means(graph, "全镇") == means(graph, "该镇") == means(graph, "三交镇")


def test_pointers_are_no_aliases() -> None:
    graph = world(NEWS)
    assert record(graph, "我市").aliases == ("吕梁",)


def test_a_home_that_no_gazetteer_knows_is_a_problem() -> None:
    assert [(p.code, p.severity) for p in read("市委书记陈立到会。", "无此市").problems] == [("unknown-home", "warning")]
    assert read("市委书记陈立到会。", "吕梁市").problems == ()


def test_a_pointer_to_a_body_means_the_one_named_last_that_it_can_mean() -> None:
    text = "遂昌县人民法院与遂昌县实验小学签约，丽水新龙重工有限公司到场。该院今年审结58案，该校有学生900人，该公司捐书300册。"
    graph = world(read(text, "丽水市"))
    assert [named(graph, each) for each in ("该院", "该校", "该公司")] == ["遂昌县人民法院", "遂昌县实验小学", "丽水新龙重工有限公司"]


def test_a_pointer_without_a_body_before_it_is_no_mention() -> None:
    assert "该院" not in {m.surface for m in read("该院今年审结58案。", "丽水市").mentions}


def test_who_speaks_for_a_city_speaks_of_that_city() -> None:
    graph = world(read("市委书记陈立到开原市检查。开原市委书记周文海介绍，全市修好水毁点15处。", "铁岭市"))
    assert named(graph, "全市") == "开原市"


def test_a_county_of_a_far_province_is_not_guessed_from_its_short_name() -> None:
    graph = world(read("酒庄就在罗山脚下。", "吴忠市"))
    assert named(graph, "罗山") == "罗山"


def test_an_organ_among_a_persons_posts_is_of_the_place_of_the_first() -> None:
    graph = world(read("离石区委常委、政法委书记陈立到会。市委常委、宣传部部长周文海到会。", "吕梁市"))
    assert named(graph, "政法委") == "中共离石区委政法委员会"
    assert named(graph, "宣传部") == "中共吕梁市委宣传部"
