"""Pages that mark their articles (HTML, DOCX, rows of a table): the parts as marked, raw bodies parted, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import FOLDER, ROADS, SCHOOL, TEA, clean, parts, wrap
from test_laws_of_articles import PIECES, check

from kg.articles import split
from kg.model import Article, Mark, Page, Problem
from kg.pages.pieces import Piece, compose

Said = tuple[str, str]


def read(*groups: list[Said]) -> tuple[tuple[Article, ...], tuple[tuple[int, int, str], ...], tuple[Problem, ...]]:
    """Articles, furniture and problems of a page of marked pieces; every character is looked for."""
    body, marks = compose([Piece(*said) for said in group] for group in groups)
    found, furniture, problems = split(Page(id="p", source="p.html", format="html", body=body, marks=marks), FOLDER, None)
    check(body, found, furniture)
    return found, furniture, problems


def only(*pieces: Said) -> Article:
    (article,), _, _ = read(list(pieces))
    return article


def test_marked_parts_come_out_in_the_order_of_an_article() -> None:
    article = only(
        ("byline", "□ 本报记者 田禾"), ("strap", "乡村振兴看临河"), ("title", "茶园里比手速"), ("subtitle", "——青石县采茶能手比赛侧记"),
        ("paragraph", SCHOOL[0]), ("caption", "图为比赛现场。"), ("subhead", "一片叶子"), ("paragraph", SCHOOL[1]), ("credit", "苏木 摄"),
    )  # fmt: skip
    assert article.text.split("\n") == [
        *("乡村振兴看临河", "茶园里比手速", "——青石县采茶能手比赛侧记", "□ 本报记者 田禾", SCHOOL[0], "一片叶子", SCHOOL[1], "图为比赛现场。", "苏木 摄"),
    ]  # fmt: skip
    assert (article.title, article.subtitle, article.byline) == ("茶园里比手速", "——青石县采茶能手比赛侧记", "□ 本报记者 田禾")
    assert article.authors == ("田禾",)
    assert article.captions == ("图为比赛现场。",)


def test_several_articles_are_numbered_and_what_stands_between_is_furniture() -> None:
    found, furniture, problems = read(
        [("furniture", "临河日报 2024年3月6日 星期三")], [("title", "我市部署农村公路建设"), *(("paragraph", text) for text in ROADS)],
        [("furniture", "责任编辑：黄英")], [("title", "青石县举行采茶比赛"), *(("paragraph", text) for text in TEA)], [("furniture", "友情链接")],
    )  # fmt: skip
    assert [(a.id, a.order, a.title, a.kind) for a in found] == [
        ("p-1", 1, "我市部署农村公路建设", "brief"),
        ("p-2", 2, "青石县举行采茶比赛", "brief"),
    ]
    assert [a.authors for a in found] == [("田禾",), ("叶青", "苏木")]
    assert [role for _, _, role in furniture] == ["header", "editor", "unknown"]
    assert problems == ()


@pytest.mark.parametrize("width", [14, 18, 22, 30, 40])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("texts", [ROADS, TEA, SCHOOL], ids=["roads", "tea", "school"])
def test_a_hard_wrapped_body_is_put_together(texts: tuple[str, ...], width: int, gap: str) -> None:
    body = gap.join("　　" * (i == 0) + line for text in texts for i, line in enumerate(wrap(text, width)))
    assert parts(only(("title", "题目"), ("body", body)), "paragraph") == [clean(text) for text in texts]


@pytest.mark.parametrize("width", [14, 18, 22, 30, 40])
@pytest.mark.parametrize("texts", [ROADS, TEA, SCHOOL], ids=["roads", "tea", "school"])
def test_blank_lines_part_hard_wrapped_paragraphs(texts: tuple[str, ...], width: int) -> None:
    body = "\n\n".join("\n".join(wrap(text, width, indent=0)) for text in texts)
    assert parts(only(("title", "题目"), ("body", body)), "paragraph") == [clean(text) for text in texts]


@pytest.mark.parametrize(("texts", "width"), [(ROADS, 18), (ROADS, 25), (TEA, 14), (TEA, 40), (SCHOOL, 25), (SCHOOL, 40)])
def test_widths_part_hard_wrapped_paragraphs(texts: tuple[str, ...], width: int) -> None:
    body = "\n".join(line for text in texts for line in wrap(text, width, indent=0))
    assert parts(only(("title", "题目"), ("body", body)), "paragraph") == [clean(text) for text in texts]


@pytest.mark.parametrize("indent", ["", "　　", "    "])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_a_body_with_a_paragraph_on_each_line_is_taken_as_it_is(gap: str, indent: str) -> None:
    texts = [*SCHOOL, "老范的船", "桥", *ROADS[1:], "老范说。"]
    article = only(("title", "摆渡人"), ("body", gap.join(indent + text for text in texts)))
    assert [article.text[part.start : part.end] for part in article.parts[1:]] == texts
    assert parts(article, "subhead") == ["老范的船", "桥"]


def test_a_body_tells_its_own_headline_byline_credit_and_editor() -> None:
    body = "\n".join(["白沙渡最后的摆渡人", "——记船工老范", "□ 本报记者 田禾 文/图", *SCHOOL, "责任编辑：黄英", "（下转第二版）"])
    found, furniture, _ = read([("body", body)])
    assert (found[0].title, found[0].subtitle, found[0].byline) == ("白沙渡最后的摆渡人", "——记船工老范", "□ 本报记者 田禾 文/图")
    assert parts(found[0], "paragraph") == list(SCHOOL)
    assert [role for _, _, role in furniture] == ["editor", "jump"]
    assert found[0].goes_on == "2"


def test_a_headline_said_again_in_the_body_is_furniture() -> None:
    found, furniture, _ = read([("title", "茶园里比手速"), ("body", "\n".join(["茶园里 比手速", *TEA]))])
    assert parts(found[0], "paragraph") == [clean(text) for text in TEA]
    assert len(furniture) == 1


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("田禾", ("田禾",)),
        ("本报记者 田禾 通讯员 叶青", ("田禾", "叶青")),
        ("作者：田禾、苏木", ("田禾", "苏木")),
        ("阿来", ("阿来",)),
        ("临河日报社", ()),
        ("市融媒体中心", ()),
    ],
)
def test_a_marked_author_needs_no_word_before_the_name(byline: str, authors: tuple[str, ...]) -> None:
    assert only(("title", "题目"), ("byline", byline), ("paragraph", SCHOOL[0])).authors == authors


@pytest.mark.parametrize(
    ("title", "first", "kind"),
    [
        ("茶园", "新华社北京3月5日电（记者 田禾）" + TEA[1], "wire"),
        ("征兵公告", SCHOOL[0], "notice"),
        ("摆渡人", SCHOOL[0] * 10, "feature"),
    ],
)
def test_the_kind_is_told_from_the_opening_the_headline_and_the_length(title: str, first: str, kind: str) -> None:
    assert only(("title", title), ("paragraph", first)).kind == kind


def test_a_jump_at_the_end_of_a_paragraph_is_furniture() -> None:
    found, furniture, _ = read([("title", "题目"), ("paragraph", SCHOOL[0] + "（下转第二版）")])
    assert (parts(found[0], "paragraph"), found[0].goes_on) == ([SCHOOL[0]], "2")
    assert [role for _, _, role in furniture] == ["jump"]


def test_a_page_whose_marks_hold_nothing_has_a_problem() -> None:
    page = Page(id="p", source="p.html", format="html", body="\n\n \n目录\n", marks=(Mark(0, 3, "article"),))
    found, furniture, problems = split(page, FOLDER, None)
    assert found == ()
    assert furniture == ((4, 6, "unknown"),)
    assert [(problem.code, problem.where) for problem in problems] == [("no-article", "p.html")]


ROLES = [
    "article",
    "article",
    "strap",
    "title",
    "subtitle",
    "byline",
    "paragraph",
    "subhead",
    "caption",
    "credit",
    "body",
    "body",
    "advert",
]
CALM = settings(max_examples=150, deadline=None)


@CALM
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
def test_no_character_is_lost_or_taken_twice_however_the_marks_lie(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    edge = st.integers(-2, len(text) + 2)
    spans = data.draw(st.lists(st.tuples(edge, edge, st.sampled_from(ROLES)), min_size=1, max_size=10))
    marks = tuple(Mark(start, end, role) for start, end, role in spans)
    found, furniture, _ = split(Page(id="p", source="p", format="html", body=text, marks=marks), FOLDER, None)
    check(text, found, furniture)


@CALM
@given(st.lists(st.lists(st.tuples(st.sampled_from([*ROLES[2:], "furniture"]), st.text(max_size=30)), max_size=6), max_size=4))
def test_pieces_are_found_again_where_their_marks_say(groups: list[list[Said]]) -> None:
    body, marks = compose([Piece(*said) for said in group] for group in groups)
    inner = [mark for mark in marks if mark.role != "article"]
    assert [mark.role for mark in inner] == [role for group in groups for role, text in group if text.strip() and role != "furniture"]
    assert all(body[mark.start : mark.end].strip() for mark in marks)
    if marks:
        check(body, *split(Page(id="p", source="p", format="html", body=body, marks=marks), FOLDER, None)[:2])
