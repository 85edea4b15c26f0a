"""Persons: the name only, whatever stands before and behind it."""

from __future__ import annotations

import pytest
from conftest import Named


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("市委书记周明远主持会议。", ["周明远"]),
        ("市政府秘书长高峰等一同参加。", ["高峰"]),
        ("副市长向前、田径、简明出席会议。", ["向前", "田径", "简明"]),
        ("副省长濮阳存义在当地调研。", ["濮阳存义"]),
        ("县卫健局局长俄木曲体说，药品备齐了。", ["俄木曲体"]),
        ("州长孟和巴雅尔列席会议。", ["孟和巴雅尔"]),
        ("牧民古丽米热·艾则孜来了，古丽米热笑着说不冷。", ["古丽米热·艾则孜", "古丽米热"]),
        ("会议决定任命毛红为市医疗保障局局长，免去田径的检察员职务。", ["毛红", "田径"]),
        ("县水利局局长左东升作表态发言。", ["左东升"]),
        ("周远山烈士的事迹感动了大家。", ["周远山"]),
        ("学习贯彻习近平总书记重要讲话精神。", ["习近平"]),
        (
            "名单如下：刘建龙、刘晓学、厉建忠、石山林（朝鲜族）、吕志平、吕学群。",
            ["刘建龙", "刘晓学", "厉建忠", "石山林", "吕志平", "吕学群"],
        ),
        ("市中级人民法院院长于海平、副院长方山陪同。", ["于海平", "方山"]),
        ("政协副主席那秋山、锁宏亮、买文秀出席会议。", ["那秋山", "锁宏亮", "买文秀"]),
        ("补选丁一鸣为县长，白云为县监察委员会主任。", ["丁一鸣", "白云"]),
        ("任命青格勒、完玛、方清（女）为市人民法院审判员。", ["青格勒", "完玛", "方清"]),
        ("州政府秘书长史前进主持座谈会。", ["史前进"]),
        ("该院教授计成受聘为顾问。", ["计成"]),
        ("老板储成富乐得合不拢嘴。", ["储成富"]),
        ("镇党委书记卢山算了一笔账。", ["卢山"]),
        ("市委常委陈社教、楼伟成、邓先同出席会议。", ["陈社教", "楼伟成", "邓先同"]),
        ("市委常委楼伟成、程军才出席会议。", ["楼伟成", "程军才"]),
        ("县委巡察办主任张演和对这项工作提出要求。", ["张演和"]),
        ("县委巡察组组长江海作动员讲话。", ["江海"]),
        ("区领导程朝阳、镇权、刘合权参加活动。", ["程朝阳", "镇权", "刘合权"]),
        ("活动在文化广场举行。（记者 吴舜文）", ["吴舜文"]),
        ("镇里开展“银耀新安·助力共富”活动。", []),
    ],
)
def test_names_that_the_tagger_alone_misses(named: Named, text: str, persons: list[str]) -> None:
    assert named("PER", text) == persons


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("自治区政协副主席其其格玛率队调研。", ["其其格玛"]),
        ("盟政协主席包巴根那列席会议。", ["包巴根那"]),
        ("市人大常委会主任多吉才让主持，副主任韩生福、娜仁其其格出席。", ["多吉才让", "韩生福", "娜仁其其格"]),
        ("牧民尕藏加和邻居一起赶来。", ["尕藏加"]),
        ("研究生阿依努尔·热合曼来自新疆。", ["阿依努尔·热合曼"]),
    ],
)
def test_names_of_other_peoples(named: Named, text: str, persons: list[str]) -> None:
    assert named("PER", text, "锡林郭勒盟") == persons


@pytest.mark.parametrize(
    "text",
    [
        "负责人和部分代表发言。",
        "去年汛期，沙河水大浪急。",
        "他读过《周恩来传》。",
        "书记高度重视这项工作。",
        "承办法官查明，双方签过合同。",
        "被告人王某已被逮捕。",
        "领导班子及其成员作了检查。",
        "贯彻习近平生态文明思想。",
        "群众马上就领到了补贴。",
        "来自刘浩营村的代表发言。",
    ],
)
def test_words_behind_posts_are_no_names(named: Named, text: str) -> None:
    assert named("PER", text) == []


def test_the_bylines_author_is_a_person_wherever_it_stands(named: Named) -> None:
    assert named("PER", "（温馨 方圆）", authors=("温馨", "方圆")) == ["温馨", "方圆"]


def test_a_person_named_with_a_post_is_known_later_by_the_bare_name(named: Named) -> None:
    text = "副省长濮阳存义来到村里。\n濮阳存义走进油茶林。"
    assert named("PER", text, "邵阳市") == ["濮阳存义", "濮阳存义"]


def test_a_name_may_end_in_a_linking_word(named: Named) -> None:
    assert named("PER", "传承人王玉和，银匠龙太阳参加了比赛。", "凯里市") == ["王玉和", "龙太阳"]


def test_an_author_is_not_the_beginning_of_another_name(named: Named) -> None:
    assert named("PER", "队长古丽米热·艾则孜来了。", "和静县", authors=("古丽",)) == ["古丽米热·艾则孜"]
