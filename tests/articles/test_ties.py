"""What belongs together on a page without geometry: datelines over lines, tables, lists, poems, adverts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from layouts import FOLDER, ROADS, SCHOOL, TEA, body, clean, page, parts, read, wrap

from kg.articles import build, lines, ties, words
from kg.articles.flow import Piece
from kg.articles.split import Split

HELD_OUT = Path(__file__).resolve().parents[2] / "data" / "heldout" / "pages"


def test_a_dateline_over_two_lines_begins_a_story() -> None:
    printed = ["本报青石3月12", "日讯（记者 田禾", "通讯员 程小满）春分刚过，", "云雾镇的茶园里人头攒动，采", "茶能手比赛在这里举行。"]
    articles, _ = read(page(body(ROADS, 14), "\n\n".join(printed)))
    assert len(articles) == 2
    assert articles[1].authors == ("田禾", "程小满")


def test_the_news_of_a_place_begins_a_story() -> None:
    brief = ("嵩县讯 白河镇一株两千五百年的银杏挂上了二维码，半个月里被扫了九千三百多次，游客说像同老树说话。",)
    articles, _ = read(page(body(ROADS, 17), body(brief, 17)))
    assert [parts(article, "paragraph") for article in articles] == [[clean(text) for text in ROADS], list(brief)]


def test_a_word_in_xun_is_no_place() -> None:
    (article,), _ = read(body(("通讯 员们说，村里的路修好了，收茶的车一直开到地头。",), 30))
    assert article.byline == ""


def test_a_reporter_who_reports_begins_a_story() -> None:
    story = ("记者罗川报道： 材料齐全，证马上就好。窗口的工作人员把一张还带着热气的许可证递给了办事的人，前后一共四十七分钟。",)
    articles, _ = read(page(body(ROADS, 17), body(story, 17)))
    assert len(articles) == 2
    assert articles[1].authors == ("罗川",)


def test_rows_of_numbers_are_a_table() -> None:
    rows = ["县区 产值 增速 投资", "青石县 128.46 6.3 11.2", "云雾县 146.02 7.1 13.8", "白沙县 98.75 6.8 9.6"]
    articles, _ = read(page("\n\n".join(rows), body(TEA, 17)))
    assert parts(articles[0], "paragraph") == [
        "县区 产值 增速 投资",
        "青石县128.46 6.3 11.2",
        "云雾县146.02 7.1 13.8",
        "白沙县98.75 6.8 9.6",
    ]


def test_a_list_of_names_belongs_to_the_text_that_announces_it() -> None:
    names = ["张开荣　保家明　赵家慧", "周绍华　郑云霞　陈宝山", "卫国琼　韩永昌　朱小红", "许昌平"]
    announced = ("市教育局日前对全市教育工作先进个人予以通报表扬，名单如下：",)
    (article,), furniture = read(page(body(announced, 18), "\n\n".join(names)))
    assert parts(article, "paragraph")[0] == announced[0]
    assert all(name in article.text for name in ("赵家慧", "许昌平"))
    assert furniture == ()


def test_short_lines_that_nothing_speaks_of_are_verse() -> None:
    verse = ["渡口还没有醒", "柳枝先替我", "把江水试了一遍", "冰是昨夜走的", "走得很轻", "没有惊动一尾鱼", "我把行李放下"]
    articles, _ = read(page(body(TEA, 17), "\n\n".join(verse), "□ 石敢当"))
    assert len(articles) == 2
    assert "柳枝先替我" in parts(articles[1], "paragraph")


def test_small_advertisements_are_furniture() -> None:
    advert = "转让：长虹路旺铺一间，现经营早餐，水电燃气齐全，转让费面议。"
    (article,), furniture = read(page(body(TEA, 17), body((advert,), 40)))
    assert [role for _, _, role in furniture] == ["advert"]
    assert "转让" not in article.text


def test_a_bracketed_name_that_found_no_room_on_the_last_line_ends_its_paragraph() -> None:
    lines = ["采茶能手比赛在云雾镇举行，来", "自十二个村的选手同台竞技，一直比", "到太阳落山才分出胜负来，真好呀。"]
    (article,), _ = read("\n\n".join([*lines, "（田禾）"]))
    assert parts(article, "paragraph")[-1].endswith("真好呀。（田禾）")


def test_a_new_column_begins_another_region_even_inside_a_sentence() -> None:
    narrow = body(
        [
            "村里的老人说，这条路修了三年，去年冬天终于通到了山那边的集市上，如今赶集的人多了起来，连收山货的客商也把车开到了家门口，价钱比往年高出一成"
        ],
        12,
    )
    wide = body(
        [
            "县水务局的干部介绍，新建的水厂每天能供水八千吨，管网通到了沿河的十一个村，入冬以前还要把余下的四个村全部接上，"
            "让两万多名群众喝上放心水。"
        ],
        20,
    )
    articles, _ = read(page("本报讯（记者 田禾） " + narrow + "\n " + wide))
    paragraphs = [text for article in articles for text in parts(article, "paragraph")]
    assert any(text.startswith("县水务局的干部") for text in paragraphs)


def test_the_title_of_a_notice_goes_with_the_notice() -> None:
    notice = ["因供水主管道改造施工需要，定于5月6日8时至20时对城东片区停水，请广大用户提前储水。因此带来的不便，敬请谅解。"]
    articles, _ = read(page("停水通知", body(ROADS, 18), body(notice, 16)))
    assert [a.title for a in articles if "储水" in a.text] == ["停水通知"]


def columns(paragraphs: tuple[str, ...], width: int, cut: int) -> tuple[str, str]:
    """A column of text in two regions, cut after a line."""
    lines = body(paragraphs, width).split("\n\n")
    return "\n\n".join(lines[:cut]), "\n\n".join(lines[cut:])


def test_a_headline_inside_a_sentence_is_no_subhead_but_the_articles_own() -> None:
    first, second = columns(SCHOOL, 16, 2)  # 开缆绳，送对岸的11个孩子去上学
    (article,), _ = read(page(first, "老船工摆渡二十六年\n——白沙渡见闻", "□ 本报记者 田禾", second))
    assert (article.title, article.subtitle) == ("老船工摆渡二十六年", "——白沙渡见闻")
    assert "".join(parts(article, "paragraph")) == "".join(clean(text) for text in SCHOOL)
    assert article.authors == ("田禾",)


@pytest.mark.parametrize("text", ["技术。作为镇里聘请的顾问，他跑遍了桃园。", "公里机耕路修通了，桃子运得出去。", "％的农户用上了新品种。"])
def test_what_no_article_begins_with(text: str) -> None:
    assert ties.scrap(text)


@pytest.mark.parametrize("text", ["元旦前夕，市领导慰问职工。", "亩产超过千斤。", "近日，桃子熟了。"])
def test_what_an_article_may_begin_with(text: str) -> None:
    assert not ties.scrap(text)


def test_a_sentence_broken_off_goes_on_inside_another_column() -> None:
    articles, _ = read((HELD_OUT / "623_wuzhong.txt").read_text(encoding="utf-8"))
    assert any("酒庄年产葡萄酒60万瓶，季节性用工最多时有430人" in article.text for article in articles)


def test_a_line_of_text_that_ends_inside_a_word_is_no_subhead() -> None:
    rest = " 绍，" + "茶园今年增产两成，农户的腰包鼓了起来，收茶的车一直开到地头，价钱比去年又高了三成，家家都添了新农具。"
    column = [*wrap(SCHOOL[0], 16), *wrap(SCHOOL[1], 16), "县农业农村局的副局长何志平介"]
    articles, _ = read(page("\n\n".join(column)).rstrip("\n") + "\n" + "\n\n".join(wrap(rest, 16, indent=0)))
    assert "何志平介绍，茶园今年" in articles[0].text


def test_a_name_below_a_headline_is_a_byline() -> None:
    articles, _ = read(page("让人看见那条路", "钟离未", body(SCHOOL, 16)))
    assert articles[0].authors == ("钟离未",)
    assert articles[0].title == "让人看见那条路"


def test_a_headline_that_no_article_has_makes_one_begin() -> None:
    articles, _ = read(page("全市农村公路建设推进会召开", body(ROADS, 17), body(SCHOOL, 14), "白沙渡船工老范二十六年撑船送孩子"))
    assert [article.title for article in articles] == ["全市农村公路建设推进会召开", "白沙渡船工老范二十六年撑船送孩子"]


@pytest.mark.parametrize("line", ["08/政法", "A02 健康", "中共青石市委机关报"])
def test_the_number_of_a_page_is_no_headline(line: str) -> None:
    articles, furniture = read(page(line, body(ROADS, 17)))
    assert articles[0].title == ""
    assert [role for _, _, role in furniture] == ["header"]


def test_a_piece_comes_after_the_one_it_goes_on_with_wherever_it_was_dumped() -> None:
    pieces = [Piece([], at, number, "width") for number, at in enumerate((3, 5, 9))]
    ordered = build._reading_order(pieces, cast("Split", SimpleNamespace(follows={0: 2, 1: 0})))
    assert [piece.number for piece in ordered] == [2, 0, 1]


def test_text_that_no_headline_is_left_for_goes_on_with_the_article_that_shares_its_names() -> None:
    printed = (HELD_OUT / "632_haixi.txt").read_text(encoding="utf-8")
    survey = next(article for article in read(printed)[0] if article.title == "才让多杰在格尔木专题调研盐湖产业")
    assert parts(survey, "paragraph")[-1].endswith("拿出推进时间表。")


@pytest.mark.parametrize(("between", "signed"), [("□ 本报记者 石磊", True), ("", False), ("□ 本报记者 石磊\n\n石磊 摄", False)])
def test_only_a_byline_between_a_headline_and_text_shows_that_they_belong_together(between: str, signed: bool) -> None:
    printed = lines.read(page("摆渡人过河记", between, body(SCHOOL, 18), body(ROADS, 14)))
    evidence = Split(printed, words.load(FOLDER)).evidence
    assert evidence.signed(evidence.flow.blocks[0], 0) is signed
