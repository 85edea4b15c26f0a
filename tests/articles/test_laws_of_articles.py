"""Laws that hold for every page: characters keep their place, nothing is lost or taken twice, order of regions does not matter."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import HEALTH, ROADS, TEA, body, clean, page, parts, read, wrap

from kg.articles.lines import is_blank
from kg.model import Article

PIECES = [
    "本报讯（记者 田禾） ", "3月5日，", "市委召开会议", "。", "\n", "\n\n", " ", "　　", "□ 本报记者 苏木", "记者 田禾 摄", "——记白沙渡船工老范",
    "茶\n园\n春\n早", "责任编辑：黄英", "第2版", "《方案》", "“", "”", "（", "\r\n", "\x0c", "\u200b", "12.5", "图为采茶现场。", "一、报名时间：",
    "下转第二版", "abc ", "建设强市建设强市", "2024年3月6日", "；", "：", "\ufffd", "🌾", "𠮷",
]  # fmt: skip
CALM = settings(max_examples=150, deadline=None)


def check(text: str, articles: tuple[Article, ...], furniture: tuple[tuple[int, int, str], ...]) -> None:
    """Every character with an origin is the page's, the others are line feeds; every page character stands somewhere, once."""
    places: Counter[int] = Counter()
    for article in articles:
        for offset, char in enumerate(article.text):
            place = article.origin.at(offset)
            assert text[place] == char if place is not None else char == "\n"
            places.update([place] if place is not None else [])
        ends = [0] + [edge for part in article.parts for edge in (part.start, part.end)]
        assert ends == sorted(ends)
        assert [article.text[part.start : part.end] for part in article.parts] == article.text.split("\n")
    for start, end, _ in furniture:
        places.update(range(start, end))
    assert [i for i, char in enumerate(text) if not is_blank(char) and places[i] != 1] == []


@CALM
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_page_keeps_its_characters(pieces: list[str]) -> None:
    text = "".join(pieces)
    check(text, *read(text))


@CALM
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_keeps_its_characters(text: str) -> None:
    check(text, *read(text))


@CALM
@given(st.integers(10, 30), st.integers(10, 30), st.booleans(), st.data())
def test_articles_come_back_whole(first: int, second: int, blank: bool, data: st.DataObject) -> None:
    spaced = [" ".join(line) if data.draw(st.integers(0, 19)) == 0 and len(line) > 6 and line[-1] not in "。”" else line
              for text in ROADS for line in wrap(text, first)]  # fmt: skip
    text = page(("\n\n" if blank else "\n").join(spaced), body(TEA, second, blank=blank))
    articles, furniture = read(text)
    check(text, articles, furniture)
    bodies = ["".join(parts(article, "paragraph")).replace(" ", "") for article in articles]
    assert bodies == ["".join(ROADS).replace(" ", ""), "".join(TEA).replace(" ", "")]


@CALM
@given(st.permutations(["我市部署农村公路建设", body(ROADS, 17), "青石县举行采茶能手比赛", body(TEA, 14), "责任编辑：黄英"]))
def test_the_order_of_regions_does_not_change_the_articles(regions: list[str]) -> None:
    articles, furniture = read(page(*regions))
    assert {(article.title, parts(article, "paragraph")[-1]) for article in articles} == {
        ("我市部署农村公路建设", clean(ROADS[-1])), ("青石县举行采茶能手比赛", clean(TEA[-1]))
    }  # fmt: skip
    assert [role for _, _, role in furniture] == ["editor"]


HEADED = {
    "临河召开农村公路建设推进会": (body(ROADS, 17), ROADS), "云雾镇里赛采茶": (body(TEA, 15), TEA), "巡回医疗队进山送药": (body(HEALTH, 19), HEALTH),
}  # fmt: skip


@CALM
@given(st.permutations([*HEADED, *(printed for printed, _ in HEADED.values())]))
def test_texts_with_datelines_are_the_same_in_any_order_of_regions(regions: list[str]) -> None:
    """So are their headlines, unless all three stand in a row, as captions do. Without a dateline, order is all that a dump says."""
    articles, furniture = read(page(*regions))
    check(page(*regions), articles, furniture)
    titles = {"".join(map(clean, paragraphs)): title for title, (_, paragraphs) in HEADED.items()}
    texts = ["".join(parts(article, "paragraph")) for article in articles]
    assert sorted(texts) == sorted(titles)
    if not any(a in HEADED and b in HEADED and c in HEADED for (a, b), (_, c) in pairwise(pairwise(regions))):
        assert [article.title for article in articles] == [titles[text] for text in texts]
