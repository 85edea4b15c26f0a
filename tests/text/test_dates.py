"""Dates as local papers print them, against the day the paper came out."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.text.dates import find

DAY = "2023-09-14"  # a Thursday


def told(text: str, published: str = DAY) -> list[tuple[str, str]]:
    return [(each.surface, each.value) for each in find(text, published=published)]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2021年", "2021", "year"),
        ("２０２１年度", "2021", "year"),
        ("二〇二一年", "2021", "year"),
        ("2021年7月", "2021-07", "month"),
        ("2021年7月1日", "2021-07-01", "day"),
        ("二〇二一年七月一日", "2021-07-01", "day"),
        ("2021-07-01", "2021-07-01", "day"),
        ("2021.7.1", "2021-07-01", "day"),
        ("9月12日", "2023-09-12", "day"),
        ("九月十二日", "2023-09-12", "day"),
        ("8月26—29日", "2023-08-26/2023-08-29", "period"),
        ("8月26日至29日", "2023-08-26/2023-08-29", "period"),
        ("8月30日—9月2日", "2023-08-30/2023-09-02", "period"),
        ("2022年12月28日至2023年1月3日", "2022-12-28/2023-01-03", "period"),
        ("自2022年6月1日零时至8月31日24时", "2022-06-01/2022-08-31", "period"),
        ("自2022年6月1日起至3月31日", "2022-06-01/2023-03-31", "period"),
        ("去年12月28日至1月3日", "2022-12-28/2023-01-03", "period"),
        ("2021—2025年", "2021-01-01/2025-12-31", "period"),
        ("1至8月", "2023-01-01/2023-08-31", "period"),
        ("今年前8个月", "2023-01-01/2023-08-31", "period"),
        ("今年前八个月", "2023-01-01/2023-08-31", "period"),
        ("一季度", "2023-01-01/2023-03-31", "period"),
        ("去年第四季度", "2022-10-01/2022-12-31", "period"),
        ("前三季度", "2023-01-01/2023-09-30", "period"),
        ("2022年上半年", "2022-01-01/2022-06-30", "period"),
        ("下半年", "2023-07-01/2023-12-31", "period"),
        ("2022年秋季", "2022-09-01/2022-11-30", "period"),
        ("2022年冬季", "2022-12-01/2023-02-28", "period"),
        ("8月中旬", "2023-08-11/2023-08-20", "period"),
        ("2月下旬", "2023-02-21/2023-02-28", "period"),
        ("9月初", "2023-09-01/2023-09-10", "period"),
        ("8月底", "2023-08-31", "day"),
        ("去年底", "2022-12-31", "day"),
        ("2021年初", "2021-01", "month"),
        ("今年", "2023", "year"),
        ("明年3月", "2024-03", "month"),
        ("前年", "2021", "year"),
        ("昨日", "2023-09-13", "day"),
        ("前天", "2023-09-12", "day"),
        ("明天", "2023-09-15", "day"),
        ("本月", "2023-09", "month"),
        ("上月底", "2023-08-31", "day"),
        ("下个月", "2023-10", "month"),
        ("上周三", "2023-09-06", "day"),
        ("本周日", "2023-09-17", "day"),
        ("下周", "2023-09-18/2023-09-24", "period"),
        ("本周末", "2023-09-16/2023-09-17", "period"),
        ("19世纪70年代", "1870-01-01/1879-12-31", "period"),
        ("20世纪80年代", "1980-01-01/1989-12-31", "period"),
        ("上世纪九十年代", "1990-01-01/1999-12-31", "period"),
        ("“十四五”期间", "2021-01-01/2025-12-31", "period"),
        ("“十三五”末", "2020", "year"),
        ("近三年", "2020-09-14/2023-09-14", "period"),
        ("今年以来", "2023-01-01/2023-09-14", "since"),
        ("2018年以来", "2018-01-01/2023-09-14", "since"),
        ("去年3月以来", "2022-03-01/2023-09-14", "since"),
        ("自2024年1月1日起", "2024-01-01/..", "since"),
        ("截至8月底", "2023-08-31", "until"),
        ("截至去年底", "2022-12-31", "until"),
        ("9月20日前", "2023-09-20", "until"),
        ("明年6月底前", "2024-06-30", "until"),
        ("2025年前", "2025-12-31", "until"),
        ("年底前", "2023-12-31", "until"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(text: str, value: str, kind: str) -> None:
    (found,) = find(f"据悉，{text}，", published=DAY)
    assert (found.surface, found.value, found.kind) == (text, value, kind)
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("9月12日下午", "2023-09-12TAF", "half-day"),
        ("9月12日上午9时30分", "2023-09-12TMO", "half-day"),
        ("9月12日20:30", "2023-09-12TEV", "half-day"),
        ("昨晚", "2023-09-13TEV", "half-day"),
        ("自10月1日零时起", "2023-10-01/..", "half-day"),
        ("9月12日当天", "2023-09-12", "day"),
        ("9月12、13日", "2023-09-12/2023-09-13", "day"),
        ("即日起至10月8日", "2023-09-14/2023-10-08", "day"),
        ("今明两天", "2023-09-14/2023-09-15", "day"),
        ("上月25日", "2023-08-25", "day"),
        ("周日", "2023-09-10", "day"),
        ("本周三至周五", "2023-09-13/2023-09-15", "day"),
        ("国庆假期", "2023-09-29/2023-10-06", "day"),
        ("“五一”小长假", "2023-04-29/2023-05-03", "day"),
        ("今年中秋", "2023-09-29", "day"),
        ("明年元旦起", "2024-01-01/..", "day"),
        ("正月初八", "2023-01-29", "day"),
        ("农历八月十五", "2023-09-29", "day"),
        ("除夕夜", "2023-01-21TNI", "half-day"),
        ("冬至", "2023-12-22", "day"),
        ("教师节前夕", "2023-09-03/2023-09-09", "week"),
        ("上周", "2023-09-04/2023-09-10", "week"),
        ("9月底前", "2023-09-30", "month"),
        ("一季度末", "2023-03-31", "month"),
        ("前8月", "2023-01-01/2023-08-31", "month"),
        ("7、8月", "2023-07-01/2023-08-31", "month"),
        ("12月中下旬", "2023-12-11/2023-12-31", "month"),
        ("去年11月至今年1月", "2022-11-01/2023-01-31", "month"),
        ("今年夏天", "2023-06-01/2023-08-31", "month"),
        ("今冬明春", "2023-12-01/2024-05-31", "month"),
        ("2023年秋季学期", "2023-09-01/2024-01-31", "month"),
        ("2021—2022学年", "2021-09-01/2022-08-31", "year"),
        ("2013年至今", "2013-01-01/2023-09-14", "year"),
        ("未来五年", "2023-09-15/2028-09-14", "year"),
        ("三年前", "2020", "year"),
        ("民国三年", "1914", "year"),
        ("康熙二十年", "1681", "year"),
        ("08年", "2008", "year"),
        ("20世纪70年代末", "1977-01-01/1979-12-31", "decade"),
        ("本世纪初", "2000-01-01/2009-12-31", "decade"),
        ("2000年前后", "2000", "vague"),
        ("近日", "", "vague"),
    ],
)
def test_a_date_knows_how_precise_it_is(text: str, value: str, precision: str) -> None:
    (found,) = find(f"据悉，{text}，", published=DAY)
    assert (found.surface, found.timex, found.precision) == (text, value, precision)


@pytest.mark.parametrize("text", ["近日", "日前", "近年来", "当天", "次日", "当年8月", "2月30日", "20年代", "入汛以来", "十多年前"])
def test_what_cannot_be_resolved_has_no_value(text: str) -> None:
    (found,) = find(text, published=DAY)
    assert (found.value, found.kind, found.confidence) == ("", "vague", 0.0)


@pytest.mark.parametrize("text", ["8月17日", "去年", "昨日", "上半年", "本月", "上周三", "近三年", "4日", "今年以来"])
def test_without_a_day_of_publication_nothing_is_guessed(text: str) -> None:
    assert [(each.value, each.confidence) for each in find(text, published="")] == [("", 0.0)]


def test_a_year_alone_resolves_less_surely_than_a_day() -> None:
    (year,), (day,) = (find("8月17日", published=each) for each in ("2023", DAY))
    assert year.value == day.value == "2023-08-17"
    assert year.confidence < day.confidence


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("12月28日", "2023-01-05", "2022-12-28"),
        ("1月3日", "2023-01-05", "2023-01-03"),
        ("1月5日", "2022-12-29", "2023-01-05"),
        ("11月底前", "2023-03-01", "2023-11-30"),
        ("截至11月底", "2023-03-01", "2022-11-30"),
        ("截至3月5日", "2023-03-01", "2023-03-05"),
    ],
)
def test_a_month_without_a_year_is_of_this_year_but_around_new_year(text: str, published: str, value: str) -> None:
    (found,) = find(text, published=published)
    assert found.value == value
    assert found.confidence <= 0.95


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2020年3月动工，11月投用。12月验收。", ["2020-03", "2020-11", "2023-12"]),
        ("新华社北京9月13日电 记者12日获悉", ["2023-09-13", "2023-09-12"]),
        ("9月12日签约，次日开工，当天进场", ["2023-09-12", "2023-09-13", "2023-09-13"]),
        ("9月5日、6日", ["2023-09-05", "2023-09-06"]),
        ("2016年建校，当年8月招生，次年扩建", ["2016", "2016-08", "2017"]),
        ("《纲要（2021—2035年）》印发，8月16日", ["2021-01-01/2035-12-31", "2023-08-16"]),
        ("报名时间：11月22日9:00—11月26日16:00", ["2023-11-22/2023-11-26"]),
    ],
)
def test_a_date_leans_on_the_dates_before_it(text: str, values: list[str]) -> None:
    assert [value for _, value in told(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "3个月、两年内、5日游、100日元",
        "每月5日公开",
        "年均增长、月均收入、20月龄",
        "2021套、1958户",
        "年产量、年级、岁月",
        "十年树木",
        "三十年后年均增收",
        "今日头条",
        "党的十八大以来、高考前夕",
        "国庆路、中秋月饼、春节联欢晚会、李国庆",
        "一场大雪、政治清明",
        "十一个、三八线、八一小学",
        "为老人送去年货",
        "周到、周边、本周围",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert told(text) == []


RELATIVE = (
    "去年", "今年", "前年底", "明年3月", "今年以来", "截至去年底", "上半年", "一季度末", "前三季度", "前8个月", "年底前", "本月", "上月底", "本月中旬", "下个月",
    "昨日", "前天下午", "明天", "近三年", "五年来", "三年前", "两个月前", "未来两年", "去年12月28日至1月3日", "即日起", "今冬明春", "今年国庆节", "去年元旦",
)  # fmt: skip
OF_THE_MONTHS = ("9月12日", "12月28日", "截至8月底", "3月以来", "元旦", "教师节前夕", "12日")


@given(st.sampled_from(RELATIVE + OF_THE_MONTHS), st.dates(dt.date(1999, 1, 1), dt.date(2049, 12, 31)))
def test_a_year_later_every_relative_date_is_a_year_later(text: str, published: dt.date) -> None:
    """But for the days around 29 February, which only some years have."""
    assume(not (published.month, published.day) > (2, 25) or (published.month, published.day) > (3, 3))
    later = published.replace(year=published.year + 1)
    (before,), (after,) = (find(text, published=day.isoformat()) for day in (published, later))
    on_a_year = re.sub("[0-9]{4}(?=-|$)", lambda year: str(int(year.group()) + 1), before.value)
    assert (on_a_year.replace("-02-29", "-02-28"), before.kind) == (after.value.replace("-02-29", "-02-28"), after.kind)


@given(st.sampled_from(RELATIVE + OF_THE_MONTHS), st.sampled_from(["2021-08-19", "2024-02-29", "2020", ""]))
def test_full_width_digits_change_nothing(text: str, published: str) -> None:
    sentence = f"据悉，{text}，2019年8月17日9时30分"
    wide = sentence.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert [(d.start, d.end, d.timex, d.kind, d.precision, d.confidence) for d in find(wide, published=published)] == [
        (d.start, d.end, d.timex, d.kind, d.precision, d.confidence) for d in find(sentence, published=published)
    ]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_full_date_is_read_as_it_is_written(day: dt.date) -> None:
    (found,) = find(f"{day.year}年{day.month}月{day.day}日", published="")
    assert (found.value, found.confidence) == (day.isoformat(), 1.0)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), st.integers(0, 180))
def test_a_day_of_the_last_half_year_needs_no_year(published: dt.date, ago: int) -> None:
    day = published - dt.timedelta(ago)
    (found,) = find(f"{day.month}月{day.day}日", published=published.isoformat())
    assert found.value == day.isoformat()


PARTS = st.sampled_from(
    [
        *"年月日至前底初、，。（）《》",
        "2021",
        "12",
        "8",
        "31",
        "今年",
        "去年",
        "以来",
        "上旬",
        "季度",
        "一",
        "十",
        "近",
        "昨日",
        "截至",
        "当天",
        "世纪",
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(["", "2021", "2021-08-19", "2020-02-29", "0001-01-01"]))
def test_dates_stand_where_they_say_and_have_well_formed_values(text: str, published: str) -> None:
    found = find(text, published=published)
    day = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    assert all(text[each.start : each.end] == each.surface and each.surface for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(re.fullmatch(rf"|[0-9]{{4}}(-[0-9]{{2}})?|{day}(/({day}|\.\.))?", each.value) for each in found)
    assert all((each.value == "") == (each.confidence == 0.0) == (each.kind == "vague") for each in found)


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    find(text, published="2021-08-19")
