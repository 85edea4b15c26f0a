"""Metamorphic laws over real pages: what may change in print, in order and in company without changing what the graph tells."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import laws
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import read

from kg import pipeline
from kg.mentions.persons import surname
from kg.model import Reading
from kg.settings import Settings
from kg.text.width import fold

FEW = settings(max_examples=3, deadline=None, derandomize=True)
SOME = settings(max_examples=15, deadline=None, derandomize=True)


# --- in what company ------------------------------------------------------------------------------------------------------------


@FEW
@given(st.permutations(range(len(laws.FILES))))
def test_pages_in_any_order_give_the_same_bytes(order: list[int]) -> None:
    pages = laws.pages()
    some = [pages[i] for i in order[:4]]
    assert laws.quads(laws.join(some)) == laws.quads(laws.join(sorted(some, key=lambda page: page.page.source)))


def test_a_page_keeps_every_statement_in_any_company() -> None:
    every = set(laws.quads(laws.join(laws.pages())))
    for page in laws.pages():
        assert [quad for quad in laws.quads(laws.join([page])) if quad not in every] == [], page.page.source


def test_a_page_added_to_another_changes_no_iri_and_no_meaning_of_it() -> None:
    alone = {page.page.id: laws.join([page]) for page in laws.pages()}
    for pair in list(combinations(laws.pages(), 2))[::4]:
        both = laws.join(pair)
        for graph in (alone[page.page.id] for page in pair):
            assert graph.nodes <= both.nodes
            assert graph.graph["links"].items() <= both.graph["links"].items()
            assert {r.id for _, _, r in graph.edges(data="record")} <= {r.id for _, _, r in both.edges(data="record")}


@SOME
@given(st.sets(st.integers(0, 100), max_size=30), st.sets(st.integers(0, 100), max_size=30))
def test_articles_added_to_others_take_away_nothing(first: set[int], second: set[int]) -> None:
    """Articles of the same page, of other news in the same county, of other provinces."""
    every = laws.articles()
    few = laws.join(laws.together(every[i] for i in sorted(first)))
    more = laws.join(laws.together(every[i] for i in sorted(first | second)))
    assert few.nodes <= more.nodes
    assert few.graph["links"].items() <= more.graph["links"].items()
    assert set(laws.quads(few)) <= set(laws.quads(more))


OFFICES = [
    "副市长陈立",
    "市委书记陈立",
    "临县县长陈立",
    "柳林县委书记陈立",
    "村民陈立",
    "临县三交镇村民陈立",
    "教师陈立",
    "陈立",
    "山西省副省长陈立",
]
NEWS = st.tuples(
    st.sampled_from(["", "临县召开会议，临县各学校参加。", "柳林县召开会议，柳林县各学校参加。"]),
    st.sampled_from(OFFICES),
    st.sampled_from(["2018-03-01", "2021-03-01", "2021-05-20", "2021"]),
    st.booleans(),
)


@SOME
@given(st.lists(NEWS, min_size=1, max_size=4, unique=True), st.lists(NEWS, min_size=1, max_size=4, unique=True))
def test_namesakes_of_one_city_change_nobody_s_iri(
    first: list[tuple[str, str, str, bool]], second: list[tuple[str, str, str, bool]]
) -> None:
    few = laws.join([_news(*news) for news in first])
    more = laws.join([_news(*news) for news in (*second, *first)])
    assert few.nodes <= more.nodes
    assert few.graph["links"].items() <= more.graph["links"].items()


def _news(before: str, who: str, day: str, signed: bool) -> Reading:
    return read(f"{'本报讯（记者 陈立）' if signed else ''}{before}{who}说，路修好了。", "吕梁市", day, ("陈立",) if signed else ())


@pytest.mark.parametrize("page", range(len(laws.FILES)), ids=[file.stem for file in laws.FILES])
def test_an_article_reprinted_on_another_page_adds_no_entity(page: int) -> None:
    whole = laws.pages()[page]
    first, last = (laws.read(laws.flat(article), whole.page) for article in (whole.articles[0], whole.articles[-1]))
    for reading in (first, last):
        again = _reprinted(reading)
        assert laws.told(reading).entities == laws.told(reading, again).entities
        assert len(laws.join([reading, again]).graph["articles"]) == 2 * len(reading.articles)


def _reprinted(reading: Reading) -> Reading:
    """The same articles on another page of the paper."""
    page = laws.replace(reading.page, id="0" * 12)
    moved = tuple(laws.replace(a, id=f"{page.id}-{a.order}", page=page.id) for a in reading.articles)
    return pipeline._read_articles(Reading(page, moved), laws.LEXICON, laws.SETTINGS)


# --- in what order on the page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", range(len(laws.FILES)), ids=[file.stem for file in laws.FILES])
def test_the_articles_of_a_page_in_another_order_give_the_same_graph(page: int, tmp_path: Path) -> None:
    whole = laws.pages()[page]
    found = []
    for name, order in (("there", whole.articles), ("back", whole.articles[::-1])):
        file = tmp_path / f"{name}.html"
        file.write_text(f"<html><body>{''.join(laws.marked(a) for a in order)}</body></html>", encoding="utf-8")
        found.append(laws.canonical(pipeline.build([file], Settings(jobs=1, home=whole.page.locality, date=whole.page.published))))
    assert len(found[0]) > 100
    assert found[0] == found[1]


# --- how it is printed ----------------------------------------------------------------------------------------------------------


def test_paragraphs_on_long_lines_stay_as_they_are() -> None:
    """But for one in a hundred: a short one after a heading."""
    count, odd = 0, []
    for page in laws.pages():
        for article in page.articles:
            lines = laws.flat(article).split("\n\n")
            found = laws.read("\n\n".join(lines), page.page).articles
            count += len(lines)
            odd += [text for each in found for text in laws.parts(each, "paragraph") if text not in lines]
    assert len(odd) * 100 <= count, odd


def test_a_wrapped_article_tells_what_it_tells_on_long_lines() -> None:
    """But for one printing in twenty, where a full line looks like a headline or a headline like a full line.

    Not those of two articles that the page does not tell apart: on long lines they are two.
    """
    odd, count = [], 0
    for page in laws.pages()[::3]:
        for article in page.articles:
            flat = laws.read(laws.flat(article), page.page)
            for width in (20, 34) if len(flat.articles) == 1 else ():
                count += 1
                if laws.told(laws.read(laws.wrapped(article, width), page.page)) != laws.told(flat):
                    odd.append((page.page.source, article.title, width))
    assert len(odd) * 20 <= count, odd


WIDTHS = {
    "digits": str.maketrans("0123456789", "０１２３４５６７８９"),
    "letters": {c: c + 0xFEE0 for c in (*range(0x41, 0x5B), *range(0x61, 0x7B))},
    "commas": str.maketrans("，；：", ",;:"),
    "brackets": str.maketrans("（）", "()"),
    "all": str.maketrans("0123456789，；：（）！？", "０１２３４５６７８９,;:()!?"),
}


@pytest.mark.parametrize("width", WIDTHS)
def test_half_and_full_width_tell_the_same(width: str) -> None:
    for whole in laws.pages()[::2]:
        article = whole.articles[0]
        text = laws.flat(article)
        other = text.translate(WIDTHS[width])
        if other != text:
            assert laws.told(laws.read(other, whole.page), folded=fold) == laws.told(laws.read(text, whole.page), folded=fold), (
                article.title
            )


# --- whom it names --------------------------------------------------------------------------------------------------------------

GIVEN = {1: ("伟", "强", "敏", "静"), 2: ("建国", "志强", "晓红", "海燕")}


def test_another_name_throughout_renames_one_node_and_changes_nothing_else() -> None:
    """But for one name in thirty, of which one form is a word or no name that the tagger knows."""
    named = [(page, a, name) for page in laws.pages() for a in page.articles for name in laws.names(page, a)][::5]
    odd = []
    for page, article, old in named:
        text, family = laws.flat(article), surname(old, laws.LEXICON)
        new = next(name for given in GIVEN[len(old) - len(family)] if (name := family + given) not in text)
        before, after = laws.told(laws.read(text, page.page)), laws.told(laws.read(text.replace(old, new), page.page))
        if laws.renamed(before, old, new) != laws.renamed(after, old, new):
            odd.append((old, new))
    assert len(named) > 80
    assert len(odd) * 30 <= len(named), odd
