"""Articles copied from web pages into text files: the line of source and day parts the headline from the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import LEXICON

from kg import pages, pipeline
from kg.model import Reading
from kg.settings import Settings

BODY = "　　8月18日，全市教育工作会议召开。市委书记陈立出席并讲话。\n　　会议指出，我市要抓好秋季开学工作。\n"
HEADS = {
    "我市召开全市教育工作会议\n来源：吕梁日报　2021-08-19 08:30:00\n": ("我市召开全市教育工作会议", ""),
    "# 我市召开全市教育工作会议\n\n2021年08月19日 08:30　来源：吕梁日报　作者：罗丽　责任编辑：康桂芳\n\n": (
        "我市召开全市教育工作会议",
        "",
    ),
    "我市召开全市教育工作会议\n陈立出席并讲话\n发布时间：2021-08-19\n信息来源：吕梁日报\n【字体：大 中 小】\n": (
        "我市召开全市教育工作会议",
        "陈立出席并讲话",
    ),
}


def read(folder: Path, text: str) -> Reading:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    (page,), problems = pages.read(path, settings=Settings())
    assert not problems
    assert page.body == text
    return pipeline.read_page(page, LEXICON, Settings())


@pytest.mark.parametrize("head", HEADS)
def test_headline_source_day_and_text_are_told_apart(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, head + BODY)
    (article,) = reading.articles
    assert (article.title, article.subtitle) == HEADS[head]
    assert (reading.page.newspaper, reading.page.published, reading.page.locality) == ("吕梁日报", "2021-08-19", "141100")
    assert [article.text[p.start : p.end] for p in article.parts if p.role == "paragraph"] == [line.strip() for line in BODY.splitlines()]
    assert article.authors == (("罗丽",) if "罗丽" in head else ())


def test_a_site_names_the_home_as_a_newspaper_does(tmp_path: Path) -> None:
    assert read(tmp_path, f"我市召开会议\n来源：吕梁新闻网 2021年8月19日\n{BODY}").page.locality == "141100"


def test_a_national_site_says_nothing_of_the_place(tmp_path: Path) -> None:
    assert read(tmp_path, f"离石区召开会议\n来源：光明网 2021年8月19日\n{BODY}离石区、临县、柳林县参加。\n").page.locality == "141100"


NOT_PASTED = [
    "吕梁日报　2021年8月19日　星期四　第1版\n\n市委常委会召开会议\n本报讯（记者 罗丽）8月18日，市委常委会召开会议。\n",
    "要闻\n2021年8月19日 星期四\n编辑：罗丽　校对：康桂芳\n\n市委常委会召开会议\n本报讯（记者 罗丽）8月18日，市委常委会召开会议。\n",
    "停水通知\n时间：8月20日8:00至18:00\n范围：滨河路。\n",
]


@pytest.mark.parametrize("text", NOT_PASTED)
def test_a_page_of_print_is_no_pasted_article(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert pages.read(path, settings=Settings())[0][0].marks == ()


def test_several_articles_in_one_file_are_left_to_the_splitter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    one = f"我市召开会议\n来源：吕梁日报　2021-08-19 08:30\n{BODY}"
    path.write_text(one + one, encoding="utf-8")
    assert pages.read(path, settings=Settings())[0][0].marks == ()
