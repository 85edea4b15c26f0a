"""Headlines find their articles wherever they are printed."""

from __future__ import annotations

import pytest
from layouts import ROADS, SCHOOL, TEA, body, page, parts, read

from kg.articles.headlines import match

ROADS_TITLE, TEA_TITLE = "我市部署农村公路建设", "青石县举行采茶能手比赛"
ROADS_BODY, TEA_BODY = body(ROADS, 17), body(TEA, 14)
PICTURE = (
    "11月14日，青石县柳林坪村的编织点里，妇女们正在赶制一批收纳筐。该村合作社带动四十名妇女在家门口就业，产品远销八个国家。",
    "今年以来，县里开办编织培训班，已有三百多人拿到证书，不少人当上了师傅。",
)


def titles(text: str) -> list[tuple[str, str]]:
    """(title, first words) of the articles of a page."""
    return sorted((article.title, parts(article, "paragraph")[0][:4]) for article in read(text)[0])


@pytest.mark.parametrize(
    "regions",
    [
        (ROADS_TITLE, ROADS_BODY, TEA_TITLE, TEA_BODY),
        (ROADS_BODY, ROADS_TITLE, TEA_BODY, TEA_TITLE),
        (ROADS_TITLE, TEA_TITLE, TEA_BODY, ROADS_BODY),
        (ROADS_BODY, TEA_BODY, ROADS_TITLE, TEA_TITLE),
        (TEA_TITLE, ROADS_BODY, ROADS_TITLE, TEA_BODY),
    ],
)
def test_a_headline_may_stand_before_after_or_far_from_its_article(regions: tuple[str, ...]) -> None:
    assert titles(page(*regions)) == [(ROADS_TITLE, "本报讯（"), (TEA_TITLE, "本报讯（")]


@pytest.mark.parametrize("columns", [["青石县云雾镇举行采茶", "能手比赛"], ["能手比赛", "青石县云雾镇举行采茶"]])
def test_a_vertical_headline_is_read_in_either_order_of_its_columns(columns: list[str]) -> None:
    vertical = "\n\n".join("\n".join(column) for column in columns)
    (article,), _ = read(page(TEA_BODY, vertical))
    assert article.title == "青石县云雾镇举行采茶能手比赛"


def test_a_headline_over_two_lines_is_one_and_a_chair_is_its_subtitle() -> None:
    (article,), _ = read(page("我市部署农村\n公路建设\n江帆出席并讲话", ROADS_BODY))
    assert (article.title, article.subtitle) == (ROADS_TITLE, "江帆出席并讲话")


def test_a_line_longer_than_the_one_above_it_does_not_go_on_with_it() -> None:
    """会议 is a word that the text says, but the first line of a wrapped headline is its fullest."""
    text = (ROADS[0], "会议研究农村公路养护和管理工作，要求各县区压实责任。", *ROADS[1:])
    (article,), _ = read(page("我市召开农村公路建设会议\n研究农村公路养护和管理工作江帆出席并讲话", body(text, 17)))
    assert (article.title, article.subtitle) == ("我市召开农村公路建设会议", "研究农村公路养护和管理工作江帆出席并讲话")


def test_photo_news_finds_its_headline_below_it_over_its_captions() -> None:
    caption = "上图：合作社的社员在编织点赶制收纳筐。"
    printed = page(ROADS_TITLE, ROADS_BODY, body(PICTURE, 16), "本报记者 江野 摄", "柳条编出好日子", caption, TEA_TITLE, TEA_BODY)
    assert [article.title for article in read(printed)[0]] == [ROADS_TITLE, "柳条编出好日子", TEA_TITLE]


def test_photo_news_without_a_headline_takes_none_from_its_neighbours() -> None:
    printed = page(TEA_TITLE, body(PICTURE, 16), "本报记者 江野 摄", TEA_BODY, ROADS_TITLE, ROADS_BODY)
    assert titles(printed) == [("", "11月1"), (ROADS_TITLE, "本报讯（"), (TEA_TITLE, "本报讯（")]


def test_a_subtitle_with_a_dash_brings_its_headline_along() -> None:
    printed = page(ROADS_TITLE, ROADS_BODY, "风雨一肩挑\n——白沙渡船工老范撑船送孩子过河纪事", body(SCHOOL, 20))
    article = read(printed)[0][1]
    assert (article.title, article.subtitle) == ("风雨一肩挑", "——白沙渡船工老范撑船送孩子过河纪事")


def test_a_strap_printed_twice_over_is_kept_once() -> None:
    text = page("建设交通强市建设交通强市\n" + ROADS_TITLE, ROADS_BODY)
    (article,), furniture = read(text)
    assert parts(article, "strap") == ["建设交通强市"]
    assert [(text[start:end], role) for start, end, role in furniture] == [("建设交通强市", "strap")]


def test_captions_after_an_article_are_no_headlines() -> None:
    captions = ["松岭村茶园全景", "选手们冒雨采茶", "获奖选手合影留念"]
    (article,), _ = read(page(TEA_BODY, *captions))
    assert article.title == ""
    assert article.captions == tuple(captions)


def test_headlines_and_articles_are_matched_for_the_page_as_a_whole() -> None:
    # The first headline fits both articles best, but the second fits only one of them.
    assert match({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.7}) == {0: 1, 1: 0}
    assert match({(0, 0): 0.9, (0, 1): 0.1, (1, 0): 0.2}) == {0: 0}
    assert match({}) == {}


def test_a_headline_above_a_dateline_is_its_own_though_it_speaks_of_a_later_paragraph() -> None:
    story = [
        "本报讯（记者 田禾） 9月1日，白沙渡实验小学迎来首批360名学生。崭新的教学楼、宽敞的运动场，让前来送孩子的家长赞不绝口。"
        "该校位于青石镇松岭村，总投资1.35亿元，设计办学规模36个班。",
        "记者从县教育局了解到，今年我县把教育补短板列入为民办实事项目，新学期新增公办学位4260个，其中幼儿园学位1260个。",
        "“我们将统筹做好师资配备，今年新招聘教师215名。”县教育局局长叶青说。",
    ]
    articles, _ = read(page(body(ROADS, 18), "新学期我县新增公办学位4260个", body(story, 18)))
    assert [a.title for a in articles] == ["", "新学期我县新增公办学位4260个"]
    assert "首批360名学生" in articles[1].text
