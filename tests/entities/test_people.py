"""People: one node for one person, namesakes apart, and every merge with its reason."""

from __future__ import annotations

import pytest
from scenes import LEXICON, means, read, record, relations, world

from kg.entities.identify import identify
from kg.entities.people import block, joined, moved, moves

OFFICE = "8月18日，副市长罗丽到临县调研。她强调，要抓好秋粮生产，全力保障群众利益，把各项工作落到实处，让群众满意。"
REPORT = "本报讯（记者 罗丽）昨日，离石区秋季招生工作启动，各学校做好准备。今年全区新增学位一千余个，群众十分满意，家长们拍手称快，孩子们背着书包上学。"


def test_a_reporter_and_an_office_holder_of_one_name_are_two_people() -> None:
    graph = world(read(OFFICE), read(REPORT, authors=("罗丽",)))
    holder, reporter = "person/罗丽-吕梁市", "person/罗丽-吕梁市-记者"
    assert {means(graph, "罗丽", n) for n in (0, 1)} == {holder, reporter}
    assert graph.nodes[holder]["record"].homonyms == (reporter,)
    assert graph.nodes[reporter]["record"].homonyms == (holder,)
    assert any("a reporter" in reason for reason in graph.nodes[reporter]["record"].reasons)
    assert relations(graph, "holds_post")["罗丽 holds_post 吕梁市人民政府"].subject == holder


def test_a_reporter_is_marked_as_one_also_alone() -> None:
    reading = read(REPORT, authors=("罗丽",))
    graph = world(reading)
    assert graph.graph["authors"] == {reading.articles[0].id: ("person/罗丽-吕梁市-记者",)}


def test_a_reporter_s_name_further_down_is_the_reporter() -> None:
    graph = world(read(f"{REPORT}记者罗丽走进离石区。孩子们告诉罗丽，新学校很好。", authors=("罗丽",)))
    assert [n for n in graph if "罗丽" in n] == ["person/罗丽-吕梁市-记者"]


def test_an_author_is_the_reporter_and_not_the_namesake() -> None:
    reading = read(REPORT, authors=("罗丽",))
    graph = world(read(OFFICE), reading)
    assert graph.graph["authors"][reading.articles[0].id] == ("person/罗丽-吕梁市-记者",)


def test_office_holders_of_two_cities_who_share_a_name_are_two_people() -> None:
    graph = world(read("市委书记陈立到会。", "吕梁市"), read("市长陈立到会。", "衢州市"))
    assert {means(graph, "陈立", n) for n in (0, 1)} == {"person/陈立-吕梁市", "person/陈立-衢州市"}
    assert graph.nodes["person/陈立-吕梁市"]["record"].homonyms == ("person/陈立-衢州市",)


def test_one_person_in_two_articles_of_a_city_is_one_node() -> None:
    graph = world(read("市委书记陈立到会。"), read("陈立到临县调研。"), read("市委副书记、市长陈立到会。"))
    assert len({means(graph, "陈立", n) for n in (0, 1, 2)}) == 1
    assert {"陈立 holds_post 中共吕梁市委员会", "陈立 holds_post 吕梁市人民政府"} <= relations(graph).keys()


def test_who_is_of_the_province_belongs_to_the_province_in_every_paper() -> None:
    graph = world(read("山西省副省长陈立到吕梁调研。", "吕梁市"), read("山西省副省长陈立到会。", "衢州市"))
    assert {means(graph, "陈立", n) for n in (0, 1)} == {"person/陈立-山西省"}


def test_a_leader_of_the_country_is_one_person_in_every_paper() -> None:
    text = "会议传达学习习近平总书记重要讲话精神。"
    graph = world(read(text, "吕梁市"), read(text.replace("会议", "全县"), "龙游县"))
    assert {means(graph, "习近平", n) for n in (0, 1)} == {"person/习近平"}


def test_who_is_of_the_whole_country_has_no_town() -> None:
    graph = world(read("国务院副总理陈立出席会议，教育部部长周文海参加。"))
    assert means(graph, "周文海") == "person/周文海"


RENAMED = [("陈立", "王建国"), ("周文海", "赵志刚"), ("吴秀兰", "李晓红")]
STORY = "市委书记陈立主持召开市委常委会会议，市长周文海、市委副书记吴秀兰出席。会议指出，我市要抓好教育工作。随后，陈立到临县调研，周文海、吴秀兰参加调研。"


@pytest.mark.parametrize(("old", "new"), RENAMED)
def test_renaming_a_person_throughout_renames_one_node_and_nothing_else(old: str, new: str) -> None:
    before, after = world(STORY), world(STORY.replace(old, new))
    nodes = {n.replace(old, new) for n in before if not n.startswith("event/")}
    assert {
        n for n in after if not n.startswith("event/")
    } == nodes  # a meeting without a date is named after its article, whose text has changed
    assert len({n for n in before if old in n}) == 1
    assert {words.replace(old, new) for words in relations(before)} == relations(after).keys()


def test_a_name_with_a_dot_and_its_first_part_are_one_person() -> None:
    graph = world(read("村民阿依古丽·木合塔尔说，日子好了。记者看到，村民阿依古丽正在收棉花。", "巴音郭楞蒙古自治州"))
    full = record(graph, "阿依古丽·木合塔尔")
    assert full.name == "阿依古丽·木合塔尔"
    assert means(graph, "阿依古丽") == full.id
    assert "short form: 阿依古丽 of 阿依古丽·木合塔尔" in full.reasons


def holders(*said: tuple[str, str]) -> list[str]:
    """What 陈立 is in articles of given days."""
    readings = [read(text, "吕梁市", date) for text, date in said]
    links = world(*readings).graph["links"]
    return [str(next(links[m.id] for m in reading.mentions if m.surface == "陈立")) for reading in readings]


LIN, LIU = "person/陈立-吕梁市-临县", "person/陈立-吕梁市-柳林县"


def test_an_office_holder_is_known_by_the_county_of_the_office() -> None:
    assert holders(("临县县委书记陈立到会。", "2021-03-01"), ("柳林县县长陈立到会。", "2021-04-01")) == [LIN, LIU]
    assert holders(("副市长陈立到临县调研。", "2021-03-01"), ("市委常委、临县县委书记陈立到会。", "2021-03-01")) == [
        "person/陈立-吕梁市",
        LIN,
    ]


# what two articles say of 陈立, their days, and whether he may be one person
OFFICES = {
    "nobody leads two counties at a time": (("临县县委书记陈立到会。", "2021-03-01"), ("柳林县县长陈立到会。", "2021-04-01"), False),
    "what lies between is doubtful": (("临县县长陈立到会。", "2021-01-01"), ("柳林县县长陈立到会。", "2021-05-20"), True),
    "what has no day is doubtful": (("临县县长陈立到会。", ""), ("柳林县县长陈立到会。", "2021-05-20"), True),
    "an office of the city at the same time is doubtful": (("临县县长陈立到会。", "2021-03-01"), ("副市长陈立到会。", "2021-03-01"), True),
}


@pytest.mark.parametrize(("first", "second", "maybe"), OFFICES.values(), ids=OFFICES)
def test_two_office_holders_of_one_name_and_prefecture_are_compared(first: tuple[str, str], second: tuple[str, str], maybe: bool) -> None:
    graph = world(*(read(text, "吕梁市", date) for text, date in (first, second)))
    one, other = (graph.nodes[n]["record"] for n in sorted(n for n in graph if n.startswith("person/")))
    assert (one.maybe, one.homonyms) == (((other.id,), ()) if maybe else ((), (other.id,)))
    assert (other.maybe, other.homonyms) == (((one.id,), ()) if maybe else ((), (one.id,)))
    word = "doubtful: " if maybe else "kept apart: "
    assert all(any(reason.startswith(word) for reason in each.reasons) for each in (one, other))


CAREERS = {
    "who leads another county half a year later has moved": ("临县县长陈立到会。", "柳林县县长陈立到会。", LIN),
    "who holds an office of the city later has risen": ("临县县长陈立到会。", "副市长陈立到会。", "person/陈立-吕梁市"),
}


@pytest.mark.parametrize(("first", "second", "who"), CAREERS.values(), ids=CAREERS)
def test_a_career_is_one_person_with_its_reason(first: str, second: str, who: str) -> None:
    assert holders((first, "2018-03-01"), (second, "2021-04-01")) == [who, who]
    graph = world(read(first, "吕梁市", "2018-03-01"), read(second, "吕梁市", "2021-04-01"))
    assert any("half a year" in reason or "at another time" in reason for reason in graph.nodes[who]["record"].reasons)


def test_a_bare_name_is_the_only_office_holder_of_that_name() -> None:
    said = (("临县县长陈立到会。", "2021-03-01"), ("陈立说，全市上下要行动起来。", "2021-03-02"))
    assert len(set(holders(*said))) == 1
    more = (*said, ("柳林县县长陈立到会。", "2021-03-03"))
    assert len(set(holders(*more))) == 3


def test_promotions_in_one_county_are_one_person_and_a_bare_name_there_is_too() -> None:
    said = (
        ("临县副县长陈立到会。", "2016-03-01"),
        ("临县县长陈立到会。", "2019-03-01"),
        ("临县举行比赛，临县各学校参加。陈立讲话。", "2021-03-02"),
    )
    assert holders(*said) == [LIN, LIN, LIN]


def test_a_villager_is_not_the_mayor() -> None:
    said = ("市长陈立到会。", "临县县长陈立到会。", "在临县三交镇，临县林家坪镇村民陈立说，路修好了。")
    assert holders(*((text, "2021-03-01") for text in said)) == ["person/陈立-吕梁市", LIN, f"{LIN}-群众"]


def test_a_delegate_of_the_whole_country_belongs_where_his_other_post_is() -> None:
    graph = world(read("全国人大代表、临县县长陈立到会。", "吕梁市"))
    assert means(graph, "陈立") == LIN


def test_the_order_of_articles_changes_no_person() -> None:
    said = [("临县县委书记陈立到会。", "2021-03-01"), ("柳林县县长陈立到会。", "2021-04-01"), ("村民陈立说，路修好了。", "2021-03-01")]
    nodes = [set(world(*(read(text, "吕梁市", date) for text, date in order))) for order in (said, said[::-1])]
    assert {n for n in nodes[0] if n.startswith("person/")} == {n for n in nodes[1] if n.startswith("person/")}


def test_who_is_one_person_is_found_in_each_block_by_itself() -> None:
    pages = read("临县县长陈立到会。", date="2018-03-01"), read("柳林县县长陈立到会。", date="2021-03-01"), read("市长陈立到会。", "衢州市")
    rows = [one for page in pages for one in identify(page, LEXICON)]
    blocks = {key: [one for one in rows if block(one) == key] for key in map(block, rows) if key}
    targets = {key: target for same in blocks.values() for key, target in moves(same, LEXICON).items()}
    assert [moved(one, targets.get(one.key)) for one in rows] == joined(rows, LEXICON)
    assert {target for target, _ in targets.values()} == {"person/陈立-吕梁市-临县"}
