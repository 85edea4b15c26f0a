"""Dumps without any blank line: headlines are told apart by what they say and stand beside."""

from __future__ import annotations

from layouts import ROADS, SCHOOL, TEA, body, clean, parts, read

from kg.articles import dense, lines, unwrap, words
from kg.articles.dense import Dense
from kg.lexicon import load

ROADS_HEAD = ("全市农村公路建设推进会召开", "江帆出席并讲话")
TEA_HEAD = ("云雾镇里赛采茶", "——青石县采茶能手比赛见闻")
SCHOOL_HEAD = ("一条船，二十六年", "白沙渡老船工送孩子上学记")


def dumped(*regions: str) -> str:
    """Regions one below the other without a blank line."""
    return "\n".join(regions) + "\n"


def plain(*paragraphs: str, width: int = 17) -> str:
    return body(paragraphs, width, blank=False)


def test_a_dump_without_blank_lines_is_read_by_what_lines_say() -> None:
    printed = lines.read(dumped(*ROADS_HEAD, plain(*ROADS)))
    assert isinstance(dense.split(printed, words.load(load())), Dense)


def test_a_dump_with_blank_lines_is_read_by_where_lines_stand() -> None:
    printed = lines.read("\n\n".join([*ROADS_HEAD, body(ROADS, 17)]))
    assert not isinstance(dense.split(printed, words.load(load())), Dense)


def test_title_and_subtitle_are_told_apart_without_a_blank_line() -> None:
    articles, _ = read(dumped(*ROADS_HEAD, plain(*ROADS), *TEA_HEAD, plain(*TEA)))
    assert [(article.title, article.subtitle) for article in articles] == [ROADS_HEAD, TEA_HEAD]


def test_headlines_dumped_in_a_row_find_their_articles() -> None:
    articles, _ = read(dumped(plain(*ROADS), plain(*TEA), *TEA_HEAD, *ROADS_HEAD))
    assert [article.title for article in articles] == [ROADS_HEAD[0], TEA_HEAD[0]]


def test_a_headline_without_an_article_makes_one_begin() -> None:
    articles, _ = read(dumped(plain(*ROADS), plain(*SCHOOL), *ROADS_HEAD, *SCHOOL_HEAD))
    assert len(articles) == 2
    assert parts(articles[1], "paragraph") == [clean(text) for text in SCHOOL]


def test_a_byline_below_a_headline_is_no_part_of_it() -> None:
    articles, _ = read(dumped(*SCHOOL_HEAD, "本报记者 罗丽 通讯员 张三", plain(*SCHOOL), *ROADS_HEAD, plain(*ROADS)))
    assert articles[0].title == SCHOOL_HEAD[0]
    assert articles[0].authors == ("罗丽", "张三")


def test_a_vertical_headline_ends_where_its_byline_begins() -> None:
    upright = "\n".join("老船工的最后一渡本报记者罗丽")
    units = unwrap.unwrap(lines.read(dumped(upright, plain(*SCHOOL))), words.load(load()))
    assert [unit.text for unit in units if unit.vertical] == ["老船工的最后一渡", "本报记者罗丽"]


def test_one_line_as_long_as_a_page_is_split_too() -> None:
    articles, _ = read("县教育局局长陈立到会，" * 60)
    assert len(articles) == 1
