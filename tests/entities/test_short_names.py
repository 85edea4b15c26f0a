"""Later short forms: titles of documents, companies, former names; and meetings of many words."""

from __future__ import annotations

import pytest
from scenes import means, named, read, record, relations, world

TITLES = {
    "the last word of the title": ("市政府印发《关于加强校车管理的意见》。各县要落实《意见》。", "《意见》", "关于加强校车管理的意见"),
    "each its own": (
        "市政府印发《关于加强校车管理的意见》。会议学习了《关于规范校外托管的通知》。各县要落实《意见》，传达《通知》。", "《通知》", "关于规范校外托管的通知",
    ),
    "the nearest before it": ("会议学习了《校车管理办法》《养犬管理办法》。根据《办法》，养犬要登记。", "《办法》", "养犬管理办法"),
    "a draft is the same paper": ("会议审议《吕梁市养犬管理条例（草案）》。会议要求，《条例》要广泛征求意见。", "《条例》", "吕梁市养犬管理条例（草案）"),
    "the beginning left out": ("会议审议《离石区校车管理办法》。《校车管理办法》规定了罚则。", "《校车管理办法》", "离石区校车管理办法"),
    "nothing to be short for": ("各县要落实《意见》。", "《意见》", "意见"),
    "what comes later is not meant": ("各县要落实《意见》。市政府印发《关于加强校车管理的通知》。", "《意见》", "意见"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "title"), TITLES.values(), ids=TITLES)
def test_a_short_title_means_the_long_one_before_it(text: str, surface: str, title: str) -> None:
    assert named(world(text), surface) == title


def test_a_short_title_is_an_alias_and_says_why() -> None:
    entity = record(world("市政府印发《关于加强校车管理的意见》。各县要落实《意见》。"), "《意见》")
    assert entity.aliases == ("意见",)
    assert "short title: 《意见》 of 《关于加强校车管理的意见》" in entity.reasons


def test_a_short_title_never_reaches_into_another_article() -> None:
    graph = world(read("市政府印发《关于加强校车管理的意见》。"), read("各县要落实《意见》。"))
    assert means(graph, "《意见》") != means(graph, "《关于加强校车管理的意见》")


def test_papers_of_one_title_in_two_cities_are_two_and_laws_of_the_land_are_one() -> None:
    text = "市政府印发《关于加强校车管理的意见》，落实《中华人民共和国教育法》。"
    graph = world(read(text, "吕梁市"), read(text + "各县参加。", "衢州市"))
    assert {means(graph, "《关于加强校车管理的意见》", n) for n in (0, 1)} == {
        f"policy/关于加强校车管理的意见-{home}" for home in ("吕梁市", "衢州市")
    }
    assert means(graph, "《中华人民共和国教育法》", 0) == means(graph, "《中华人民共和国教育法》", 1)


def test_a_company_s_short_form_means_the_company() -> None:
    graph = world("新龙重工有限公司开工。新龙重工董事长陈立介绍，今年产值过亿。")
    assert named(graph, "新龙重工") == "新龙重工有限公司"
    assert "short form: 新龙重工 of 新龙重工有限公司" in record(graph, "新龙重工").reasons
    assert "陈立 holds_post 新龙重工有限公司" in relations(graph)


def test_a_former_name_is_an_alias_of_the_new_one() -> None:
    graph = world("龙游县第三幼儿园（原东华幼儿园）秋季开园。东华幼儿园的孩子们很高兴。")
    assert {means(graph, "东华幼儿园", n) for n in (0, 1)} == {means(graph, "龙游县第三幼儿园")}
    entity = record(graph, "东华幼儿园")
    assert "东华幼儿园" in entity.aliases
    assert "former name: 东华幼儿园 of 龙游县第三幼儿园" in entity.reasons
    literal = relations(graph)["龙游县第三幼儿园 formerly 东华幼儿园"]
    assert literal.literal
    assert literal.claims


def test_a_meeting_of_many_words_is_one_event_with_its_day() -> None:
    graph = world("8月18日，市委召开全市教育工作会议。市委书记陈立主持。副市长周文海出席全市教育工作会议。")
    events = [entity for node, entity in graph.nodes(data="record") if entity.type == "EVT"]
    assert len(events) == 1
    assert events[0].facts == {"startDate": "2021-08-18"}
    assert events[0].id.endswith("-2021-08-18")
    assert set(relations(graph, "chaired", "attended")) == {f"陈立 chaired {events[0].name}", f"周文海 attended {events[0].name}"}


@pytest.mark.parametrize(
    ("hosts", "host"), [("团市委、市文明办、市教育局", "共青团吕梁市委员会"), ("市教育局、市文明办、团市委", "吕梁市教育局")]
)
def test_the_host_of_a_meeting_is_the_first_of_several(hosts: str, host: str) -> None:
    graph = world(read(f"3月5日，{hosts}联合举办“邻里守望”颁奖典礼。"))
    assert [n for n in graph if n.startswith("event/")] == [f"event/{host}“邻里守望”颁奖典礼-2021-03-05"]


def test_meetings_of_one_name_on_two_days_are_two() -> None:
    graph = world(read("8月18日，市委召开常委会会议。"), read("8月25日，市委召开常委会会议。"))
    assert len({node for node, entity in graph.nodes(data="record") if entity.type == "EVT"}) == 2


@pytest.mark.parametrize("subject", ["一名群众说，日子好了。", "。。。", "2021 2022 2023", "\n\n"])
def test_a_text_without_names_has_no_entities(subject: str) -> None:
    graph = world(subject)
    assert [n for n, e in graph.nodes(data="record") if e.mentions] == []
