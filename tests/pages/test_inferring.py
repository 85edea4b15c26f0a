"""What a page does not state is inferred, with a confidence."""

from __future__ import annotations

import pytest

from kg.lexicon import Lexicon
from kg.model import Page
from kg.pages.infer import infer

BODY = "本报讯 青石县的油菜花开了。\n" * 30


def page(body: str, newspaper: str = "", published: str = "") -> Page:
    return Page(id="p", source="p.txt", format="text", body=body, newspaper=newspaper, published=published)


@pytest.mark.parametrize(
    ("head", "newspaper", "published", "edition"),
    [
        ("临河日报 2024年3月5日 星期二 第3版 要闻", "临河日报", "2024-03-05", "3"),
        ("《临河日报》\n2024 年 3 月 5 日　星期二　农历正月廿五", "临河日报", "2024-03-05", ""),
        ("A02 要闻 临河晚报 2024.3.5 星期二", "临河晚报", "2024-03-05", "A02"),
    ],
)
def test_the_head_of_a_page_says_what_it_is(lexicon: Lexicon, head: str, newspaper: str, published: str, edition: str) -> None:
    found = infer(page(head + "\n" + BODY), lexicon)
    assert (found.newspaper, found.published, found.edition) == (newspaper, published, edition)
    assert float(found.meta["published_confidence"]) > 0.9


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("2021年上半年，全县新建大棚300座。", "2021"),
        ("去年以来，全县继续推进2020年启动的改造，到2025年全部完成。", "2020"),
        ("力争到2030年实现碳达峰。2022年3月，试点启动。", "2022"),
        ("条例自2024年1月1日起施行。2023 年 11 月通过。", "2023"),
        ("全县学习贯彻党的二十大精神。", "2022"),
        ("今年春天来得早。", ""),
    ],
)
def test_the_year_is_the_latest_that_is_not_a_plan(lexicon: Lexicon, said: str, year: str) -> None:
    found = infer(page(BODY + said), lexicon)
    assert found.published == year
    assert not year or 0 < float(found.meta["published_confidence"]) < 0.9


def test_what_is_known_is_not_inferred(lexicon: Lexicon) -> None:
    found = infer(page("临河日报 2024年3月5日 星期二\n" + BODY, newspaper="青石报", published="2020"), lexicon)
    assert (found.newspaper, found.published) == ("青石报", "2020")
    assert "published_confidence" not in found.meta


def test_a_dateline_names_the_paper(lexicon: Lexicon) -> None:
    assert infer(page("临河日报讯（记者 田禾） 油菜花开了。\n" + BODY.replace("本报", "")), lexicon).newspaper == "临河日报"
