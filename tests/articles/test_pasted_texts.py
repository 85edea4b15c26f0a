"""Articles pasted into a text, one or several: a headline, perhaps where it is from, a paragraph on each line or wrapped."""

from __future__ import annotations

import pytest
from layouts import ROADS, SCHOOL, TEA, body, clean, parts, read

TITLES = ("我市部署农村公路建设", "白沙渡船工二十六年送学", "青石县举行采茶能手比赛")
UNDATED = tuple(tuple(clean(text).partition("）")[2].strip() or clean(text) for text in texts) for texts in (ROADS, SCHOOL, TEA))


@pytest.mark.parametrize("lead", ["", "　　"])
@pytest.mark.parametrize("title", ["我市部署农村公路建设", "白沙渡船工二十六年送学", "老范和他的“渡船”"])
def test_the_first_line_of_a_text_with_a_paragraph_on_each_line_is_its_headline(title: str, lead: str) -> None:
    (article,), furniture = read("\n".join([title, *(lead + text for text in SCHOOL)]))
    assert (article.title, parts(article, "paragraph")) == (title, list(SCHOOL))
    assert furniture == ()


@pytest.mark.parametrize("line", ["来源：临河日报", "- 3 -", "第2页 共5页"])
def test_where_a_text_is_from_and_the_number_of_a_sheet_are_furniture(line: str) -> None:
    text = "\n".join([TITLES[1], line, *SCHOOL])
    (article,), furniture = read(text)
    assert (article.title, article.subtitle) == (TITLES[1], "")
    assert [text[start:end] for start, end, _ in furniture] == [line]


@pytest.mark.parametrize("width", [18, 22, 26, 40])
def test_a_short_first_line_above_wrapped_text_is_its_headline(width: int) -> None:
    (article,), _ = read(f"老范和他的船\n{body(SCHOOL, width, blank=False)}\n")
    assert (article.title, parts(article, "paragraph")) == ("老范和他的船", list(SCHOOL))


@pytest.mark.parametrize("wrapped", [0, 20, 24, 30])
def test_a_headline_that_stands_apart_from_the_text_above_it_begins_an_article(wrapped: int) -> None:
    bodies = [body(texts, wrapped, blank=False) if wrapped else "\n".join(texts) for texts in UNDATED]
    articles, _ = read("\n\n".join(f"{title}\n{text}" for title, text in zip(TITLES, bodies, strict=True)))
    assert tuple(article.title for article in articles) == TITLES
