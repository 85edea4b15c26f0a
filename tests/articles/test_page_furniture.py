"""What belongs to no article is kept with its role, and what only looks so is not taken."""

from __future__ import annotations

import pytest
from layouts import FOLDER, ROADS, TEA, body, clean, page, parts, read

from kg.articles import split
from kg.model import Page


def test_heads_and_editors_belong_to_no_article() -> None:
    text = page("临河日报　2024年3月6日　星期三　第2版　要闻", body(ROADS, 17), "责任编辑：黄英　校对：白露")
    (article,), furniture = read(text)
    assert [(text[start:end], role) for start, end, role in furniture] == [
        ("临河日报　2024年3月6日　星期三　第2版　要闻", "header"),
        ("责任编辑：黄英　校对：白露", "editor"),
    ]
    assert "责任编辑" not in article.text


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("中共临河市委主管主办 本期8版", "header"),
        ("掌上临河客户端  临河网 www.example.cn", "header"),
        ("值班主编 黄英 责任编辑 白露 电子邮箱：news@example.cn", "editor"),
        ("今日8版  值班编委 黄英  责任编辑 白露", "editor"),
    ],
)
def test_lines_of_the_edge_are_no_headlines(line: str, role: str) -> None:
    for text in (page(line, body(ROADS, 17)), page(body(ROADS, 17), line)):
        (article,), furniture = read(text)
        assert article.title == ""
        assert [(text[start:end], kind) for start, end, kind in furniture] == [(line, role)]


@pytest.mark.parametrize("line", ["电话：0357-3991234  邮箱：news@example.cn", "新闻热线：0898-88001234", "E-mail:linhe@example.cn 邮编：043000"])
@pytest.mark.parametrize("foot", [False, True])
def test_how_to_reach_the_paper_is_furniture(line: str, foot: bool) -> None:
    text = page(body(ROADS, 17), line) if foot and ("@" in line or "新闻" in line) else page(line, body(ROADS, 17))
    (article,), furniture = read(text)
    assert [text[start:end] for start, end, _ in furniture] == [line]
    assert parts(article, "paragraph") == [clean(paragraph) for paragraph in ROADS]


def test_how_to_reach_an_office_stays_with_its_notice() -> None:
    notice = ["因管道检修，3月8日9时至17时，滨河路以南停水，请用户提前储水，由此带来的不便敬请谅解。", "咨询电话：0357-3991234"]
    articles, furniture = read(page(body(ROADS, 17), "停水通知", body(notice, 20)))
    assert parts(articles[1], "paragraph") == notice
    assert furniture == ()


def test_the_editors_below_a_byline_are_no_authors() -> None:
    text = page(
        "山村修通致富路", "通讯员 田禾 本报记者 石磊", body(ROADS, 17), "通讯员 白露 本报记者 方晓\n\n值班编委 黄英 责任编辑 瞿华 版式 张凤"
    )
    articles, furniture = read(text)
    assert {name for article in articles for name in article.authors} <= {"田禾", "石磊", "白露", "方晓"}
    assert [role for start, _, role in furniture if text.startswith("值班编委", start)] == ["editor"]


def test_the_office_and_date_that_sign_a_notice_stay_with_it() -> None:
    notice = ["因管道检修，3月8日9时至17时，滨河路以南停水，请用户提前储水，由此带来的不便敬请谅解。", "临河市清泉供水公司", "2024年3月6日"]
    articles, _ = read(page(body(ROADS, 17), "停水通知", body(notice, 20), body(TEA, 14)))
    assert articles[1].title == "停水通知"
    assert parts(articles[1], "paragraph") == notice
    assert articles[1].kind == "notice"
    assert articles[1].authors == ()


def test_a_page_without_text_has_no_article_and_says_so() -> None:
    articles, furniture, problems = split(Page(id="p", source="p.txt", format="text", body="\n要闻\n \n"), FOLDER, None)
    assert articles == ()
    assert [role for _, _, role in furniture] == ["header"]
    assert [problem.code for problem in problems] == ["no-article"]


def test_a_lost_character_is_pointed_out() -> None:
    printed = body(["老范说，等到大桥通车的那一天，他要第一个 过江去，再也不用看天吃饭了，孩子们也可以多睡一会儿。"], 18)
    _, _, problems = split(Page(id="p", source="p.txt", format="text", body=printed), FOLDER, None)
    assert [problem.code for problem in problems] == ["lost-glyph"]
    assert problems[0].where == f"p.txt@{printed.index(' ')}"


def test_jump_lines_are_no_part_of_the_text() -> None:
    text = page("（上接第一版）" + body(ROADS, 17), "（下转第3版）")
    (article,), furniture = read(text)
    assert parts(article, "paragraph")[0].startswith("本报讯（记者 田禾）")
    assert "".join(text[start:end] for start, end, _ in furniture) == "（上接第一版）（下转第3版）"


def test_a_name_in_brackets_ends_each_of_several_short_items() -> None:
    items = ["●3月5日，临河市图书馆为白沙渡小学送去图书600册。（田禾）", "●近日，青石县公安局为群众追回损失12万元，受到好评。（苏木）"]
    articles, _ = read(page("简讯", *items))
    assert [article.authors for article in articles] == [("田禾",), ("苏木",)]
    assert parts(articles[0], "strap") == ["简讯"]
    assert [article.title for article in articles] == ["", ""]


def test_verse_is_kept_though_it_has_no_sentence() -> None:
    verse = ["茶山谣", "云在山腰上走", "茶在雾里头长", "阿妹的竹篓里", "装着整个春天", "装着阿爸的烟斗", "和雨水的声响"]
    (article,), furniture = read(page(*verse))
    assert article.text.split("\n") == verse
    assert furniture == ()
