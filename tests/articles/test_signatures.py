"""Who wrote an article: names only, from every form of byline."""

from __future__ import annotations

import pytest
from layouts import FOLDER, ROADS, SCHOOL, TEA, body, page, parts, read

from kg.articles import bylines, words


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("□ 本报记者 田禾", ("田禾",)),
        ("通讯员 苏木 叶青", ("苏木", "叶青")),
        ("本报记者 欧阳雪 通讯员 阿依努尔·买买提", ("欧阳雪", "阿依努尔·买买提")),
        ("记者田禾报道", ("田禾",)),
        ("（田禾）", ("田禾",)),
        ("（记者 田禾 通讯员 苏木）", ("田禾", "苏木")),
        ("文/图 本报记者 田禾", ("田禾",)),
        ("文/临河日报记者 田禾", ("田禾",)),
        ("□ 特约记者 孟和巴图 □ 通讯员 田 禾", ("孟和巴图", "田禾")),
        ("□ 本报记者 田 禾 杨·才让", ("田禾", "杨·才让")),
        ("市融媒体中心 记者 田禾 苏木", ("田禾", "苏木")),
        ("市委党校 田禾", ("田禾",)),
        ("中共临河市委宣传部 欧阳雪", ("欧阳雪",)),
        ("（县融媒体中心 欧阳雪 田禾）", ("欧阳雪", "田禾")),
        ("（田禾 文/图）", ("田禾",)),
        ("田禾 苏木/文 叶青/图", ("田禾", "苏木", "叶青")),
        ("◎ 记者 田禾 文/图", ("田禾",)),
        ("（记者 田禾 编辑 叶青）", ("田禾",)),
        ("（记者田禾通讯员王小东李强）", ("田禾", "王小东", "李强")),
        ("教育/文化/体育", None),
        ("临河师范学院 建成投用", None),
        ("市委党校 与开发区共建", None),
        ("记者走进田间地头看春耕", None),
        ("长告诉记者，从洽谈到", None),
        ("小学生作者群成立", None),
        ("（完）", None),
    ],
)
def test_bylines_in_a_line_of_their_own(line: str, names: tuple[str, ...] | None) -> None:
    assert bylines.names_of(line, words.load(FOLDER)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("记者 田禾 摄", ("田禾",)),
        ("田禾 摄影报道", ("田禾",)),
        ("（新华社记者 田禾 摄）", ("田禾",)),
        ("图片由县文旅局提供图片", ()),
        ("他用镜头记录，一摄就是十年", None),
    ],
)
def test_picture_credits(line: str, names: tuple[str, ...] | None) -> None:
    assert bylines.credit(line, words.load(FOLDER)) == names


@pytest.mark.parametrize(
    ("opening", "byline", "names"),
    [
        ("本报讯（记者 田禾 通讯员 苏木） 3月5日，", "本报讯（记者 田禾 通讯员 苏木）", ("田禾", "苏木")),
        ("本 报 讯 （ 记者 田禾 ） 昨日，", "本 报 讯 （ 记者 田禾 ）", ("田禾",)),
        ("新华社临河3月5日电（记者田禾、苏木）记者获悉，", "新华社临河3月5日电（记者田禾、苏木）", ("田禾", "苏木")),
        ("本报讯 田禾 报道3月5日，", "本报讯 田禾 报道", ("田禾",)),
        ("本报讯 相关报道 3月5日，", "本报讯", ()),
        ("临河日报讯 记者田禾报道：", "临河日报讯 记者田禾报道：", ("田禾",)),
        ("本报青石讯（通讯员 程小\n满） 近日，", "本报青石讯（通讯员 程小\n满）", ("程小满",)),
        ("（记者 田禾） 近日，", "（记者 田禾）", ("田禾",)),
        ("本报讯 记者 田禾 通讯员 苏木 近日，", "本报讯 记者 田禾 通讯员 苏木", ("田禾", "苏木")),
        ("本报讯 记者 田 禾 实习生 程小\n满 近日，", "本报讯 记者 田 禾 实习生 程小\n满", ("田禾", "程小满")),
        ("本报讯 记者 田禾\n一条船撑了二十六年，", "本报讯 记者 田禾", ("田禾",)),
        ("本报讯 通讯员 苏木“船还在”，", "本报讯 通讯员 苏木", ("苏木",)),
        ("本报讯 记者 从县交通局获悉，", "本报讯", ()),
    ],
)
def test_datelines(opening: str, byline: str, names: tuple[str, ...]) -> None:
    found = bylines.dateline(opening, words.load(FOLDER))
    assert found is not None
    assert (found.byline, found.names) == (byline, names)


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("撑了二十六年。（海生林）", ("海生林",)),
        ("撑了二十六年。（哈斯额尔敦 乌云其其格）", ("哈斯额尔敦", "乌云其其格")),
        ("撑了二十六年。（完）", ()),
        ("撑了二十六年。（本报记者）", ()),
        ("撑了（近三十年）。", ()),
    ],
)
def test_whoever_stands_in_brackets_at_the_end_signs_a_story_that_nobody_signs(tail: str, names: tuple[str, ...]) -> None:
    assert bylines.signature(tail, words.load(FOLDER)) == names


def test_a_mark_makes_a_lone_rare_name_a_byline() -> None:
    known = words.load(FOLDER)
    assert bylines.bare_name("□ 尔雅", known) == ("尔雅",)
    assert bylines.bare_name("尔雅", known) == ()


@pytest.mark.parametrize("text", ["本报热线电话开通", "据了解，本报记者走访", "日报讯息灵通"])
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert bylines.dateline(text, words.load(FOLDER)) is None


def test_a_detached_byline_signs_the_long_article_that_nobody_signs() -> None:
    printed = page(body(SCHOOL, 20), body(ROADS, 17), "□ 本报记者 卫红\n通 讯 员 米兰", body(TEA, 14))
    articles, _ = read(printed)
    assert [article.authors for article in articles] == [("卫红", "米兰"), ("田禾",), ("叶青", "苏木")]
    assert articles[0].byline == "□ 本报记者 卫红 通讯员 米兰"


def test_photo_news_is_an_article_of_its_own() -> None:
    photo = ["3月8日，白沙渡大桥合龙，两岸群众登上桥头观看。", "大桥全长1.2公里，预计年底通车。"]
    articles, _ = read(page(body(ROADS, 18), body(photo, 11), "本报记者 卫红 摄"))
    assert articles[1].kind == "photo_news"
    assert articles[1].authors == ("卫红",)
    assert parts(articles[1], "credit") == ["本报记者 卫红 摄"]


def test_a_signature_whose_bracket_closes_on_the_next_line_signs_the_story_above() -> None:
    (article,), _ = read(page(body(SCHOOL, 18), "（记者 方小敏 通讯员 于\n\n非飞）", "摆渡二十六年"))
    assert (article.title, article.authors) == ("摆渡二十六年", ("方小敏", "于非飞"))


def test_names_of_other_peoples_without_blanks_are_cut_where_they_end() -> None:
    (article,), _ = read(body(("本报讯（通讯员张掖阿曼古丽） 村里的路修好了，收茶的车一直开到地头，老人们都说赶上了好时候。",), 40))
    assert article.authors == ("张掖", "阿曼古丽")
    (article,), _ = read(body(("本报讯（记者乌云毕力格 实习生安静） 村里的路修好了，收茶的车一直开到地头，老人们都说好。",), 40))
    assert article.authors == ("乌云毕力格", "安静")
