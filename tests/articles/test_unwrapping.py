"""Paragraphs come back whole, whatever the width and the habits of the dump."""

from __future__ import annotations

import pytest
from layouts import ROADS, SCHOOL, TEA, body, clean, page, parts, read, wrap


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("width", [11, 14, 17, 18, 21, 26])
@pytest.mark.parametrize("paragraphs", [ROADS, TEA, SCHOOL])
def test_wraps_are_undone_in_columns_of_any_width(paragraphs: tuple[str, ...], width: int, blank: bool) -> None:
    (article,), furniture = read(body(paragraphs, width, blank=blank))
    assert parts(article, "paragraph") == [clean(text) for text in paragraphs]
    assert furniture == ()


def test_a_blank_line_missing_after_digits_means_nothing() -> None:
    (article,), _ = read(body(ROADS, 17).replace("46\n\n", "46\n").replace("312\n\n", "312\n"))
    assert parts(article, "paragraph") == [clean(text) for text in ROADS]


def test_paragraphs_of_one_line_each_stay_as_they_are() -> None:
    (article,), _ = read("\n".join(SCHOOL))
    assert parts(article, "paragraph") == list(SCHOOL)


def test_an_indent_that_is_printed_decides() -> None:
    printed = "\n".join("\n".join(["　　" + first, *rest]) for first, *rest in (wrap(text, 20) for text in SCHOOL))
    (article,), _ = read(printed)
    assert parts(article, "paragraph") == list(SCHOOL)


def test_a_time_over_two_lines_is_one() -> None:
    text = "报名时间：8月22日至26日（上午9:00—12:00，下午14:30—17:30），逾期不再受理，请各位考生准时到场。"
    at = text.index("30—17")
    (article,), _ = read("\n\n".join([*wrap(SCHOOL[0], 33), text[:at], text[at:], *wrap(SCHOOL[1], 33)]))
    assert text in parts(article, "paragraph")


def test_a_subhead_in_its_column_is_a_subhead() -> None:
    long = [text * 2 for text in SCHOOL]
    printed = page(body(long[:1], 18), "一条船 二十六年", body(long[1:2], 18), "一句话 一辈子", body(long[2:], 18))
    (article,), _ = read(printed)
    assert parts(article, "subhead") == ["一条船 二十六年", "一句话 一辈子"]
    assert parts(article, "paragraph") == long
    assert article.title == ""


def test_a_sentence_broken_by_a_column_goes_on_after_another_article() -> None:
    lines = [line for text in SCHOOL for line in wrap(text, 18)]
    first, second = "\n\n".join(lines[:4]), "\n\n".join(lines[4:])
    articles, _ = read(page(first, "采茶能手云雾镇里比高低", body(TEA, 15), second))
    assert [parts(article, "paragraph") for article in articles] == [list(SCHOOL), [clean(text) for text in TEA]]


def test_lists_of_a_notice_keep_their_lines() -> None:
    items = ["任命：", "江帆为临河市交通运输局局长；", "叶青为临河市林业局副局长。", "免去：", "苏木的临河市林业局副局长职务。"]
    (article,), _ = read("\n\n".join(items))
    assert parts(article, "paragraph") == items


@pytest.mark.parametrize("width", [20, 24])
def test_below_a_sentence_that_fills_its_line_another_column_begins_a_paragraph(width: int) -> None:
    full = "“只要还有一个孩子要过河，我就一直撑下去，撑到大桥通车那天。”"
    printed = page(body([*SCHOOL[:2], full], 16), "\n\n".join(wrap(clean(TEA[1]) + SCHOOL[0], width, indent=0)))
    articles, _ = read(printed)
    assert full in [text for article in articles for text in parts(article, "paragraph")]
