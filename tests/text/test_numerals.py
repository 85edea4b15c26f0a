"""Quantities as local papers print them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import find, parse


def told(text: str) -> list[tuple[str, str, str]]:
    return [(str(q.value) if q.top is None else f"{q.value}–{q.top}", q.unit, q.approximator) for q in find(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("０", "0"),
        ("1,234,567", "1234567"),
        ("１２．５", "12.5"),
        ("6.35亿", "635000000"),
        ("3万5千", "35000"),
        ("2亿5000万", "250000000"),
        ("1.2万亿", "1200000000000"),
        ("1万2000亿", "1200000000000"),
        ("十", "10"),
        ("廿五", "25"),
        ("两百", "200"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("三万五", "35000"),
        ("三万零五", "30005"),
        ("二十万零三百", "200300"),
        ("十二亿三千四百五十六万七千八百九十", "1234567890"),
        ("一点二亿", "120000000"),
        ("零点五", "0.5"),
        ("二〇二一", "2021"),
        ("壹仟贰佰", "1200"),
        ("五分之一", "0.2"),
        ("一半", "0.5"),
    ],
)
def test_a_numeral_has_its_value(text: str, value: str) -> None:
    quantity = parse(text)
    assert quantity is not None
    assert (str(quantity.value), quantity.unit) == (value, "")


@pytest.mark.parametrize("text", ["", "元", "百", "千万", "几十", "数百人", "上千人", "十十", "一百千", "第三", "2021年8月", "约"])
def test_what_has_no_value_is_not_guessed(text: str) -> None:
    assert parse(text) is None or parse(text) != parse(text) or not find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总投资12.6亿元。", [("12.6", "亿元", "")]),
        ("安排资金1800余万元", [("1800", "万元", "余")]),
        ("资金3000多万元", [("3000", "万元", "多")]),
        ("工业总产值突破2.87万亿元", [("2.87", "万亿元", "")]),
        ("五百万元", [("500", "万元", "")]),
        ("三万五千元", [("35000", "元", "")]),
        ("1亿2000万元", [("12000", "万元", "")]),
        ("拆迁30万平方米", [("30", "万平方米", "")]),
        ("装机500千瓦", [("500", "千瓦", "")]),
        ("发电143亿千瓦时", [("143", "亿千瓦时", "")]),
        ("防治面积1.6亿亩次", [("1.6", "亿亩次", "")]),
        ("每吨运价20元/吨", [("20", "元/吨", "")]),
        ("户籍人口近200万，", [("2000000", "", "近")]),
        ("产量较上年增长6.9％", [("6.9", "%", "")]),
        ("提高2.3个百分点", [("2.3", "个百分点", "")]),
        ("占三分之二", [("0.6666666666666666666666666667", "", "")]),
        ("下降百分之十五", [("15", "%", "")]),
        ("百分之五至百分之八", [("5–8", "%", "")]),
        ("万分之三", [("3", "‱", "")]),
        ("两成群众", [("20", "%", "")]),
        ("近七成、三成五、八成以上", [("70", "%", "近"), ("35", "%", ""), ("80", "%", "以上")]),
        ("历时一年半", [("1.5", "年", "")]),
        ("两个半小时的车程", [("2.5", "小时", "")]),
        ("半年来、一半以上、上半年", [("0.5", "年", ""), ("0.5", "", "")]),
        ("每组7至9个人", [("7–9", "个", "")]),
        ("补助300万至500万元", [("300–500", "万元", "")]),
        ("需要3至5亿元", [("3–5", "亿元", "")]),
        ("8000万—1.2亿元", [("8000–12000", "万元", "")]),
        ("5000至1万元", [("5000–10000", "元", "")]),
        ("增速5%～8%", [("5–8", "%", "")]),
        ("来了七八个人", [("7–8", "个", "")]),
        ("三四十名、五六百户", [("30–40", "名", ""), ("500–600", "户", "")]),
        ("十余名、二十多个、十几万人", [("10", "名", "余"), ("20", "个", "多"), ("10", "万人", "几")]),
        ("约30亩，超过60万次，不少于两小时", [("30", "亩", "约"), ("60", "万次", "超过"), ("2", "小时", "不少于")]),
        ("500平方米以上，40人左右", [("500", "平方米", "以上"), ("40", "人", "左右")]),
        ("节约30万元，预约200人，最近3天", [("30", "万元", ""), ("200", "人", ""), ("3", "天", "")]),
        ("近三年投入2亿元", [("3", "年", ""), ("2", "亿元", "")]),
        ("完成百分之九十，建成十项", [("90", "%", ""), ("10", "项", "")]),
        ("42栋293套安置房", [("42", "栋", ""), ("293", "套", "")]),
    ],
)
def test_quantities_of_a_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "第二十次会议",
        "2020年秋季",
        "8月17日上午",
        "7月26—29日",
        "二〇二一年七月一日",
        "9时30分出发",
        "209国道、G20高速、3号楼、5路车",
        "电话0358-8221234",
        "热线95598",
        "党的十九届六中全会",
        "三农工作、双方一起",
        "二期工程、三年级学生、一部分群众",
        "零距离服务，核心零部件",
        "几十年来，数百人参加",
        "成千上万的人",
        "统一部署，统一部门",
        "五位一体",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert told(text) == []


def test_a_caller_may_bring_other_units() -> None:
    assert [q.unit for q in find("3瓢水和2桶油", units=("瓢",))] == ["瓢"]


def han(number: int) -> str:
    """A whole number in Chinese numerals, as schoolchildren learn to write it."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return han(high) + "亿" + _rest(low, 10**7)
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return han(high) + "万" + _rest(low, 10**3)
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            return han(number // unit) + name + _rest(number % unit, unit // 10)
    return "零一二三四五六七八九"[number]


def _rest(number: int, full: int) -> str:
    return "" if number == 0 else han(number) if number >= full else "零" + han(number)


@given(st.integers(0, 10**12 - 1))
def test_every_number_written_in_chinese_is_read_back(number: int) -> None:
    quantity = parse(han(number))
    assert quantity is not None
    assert quantity.value == number


@given(
    st.decimals(0, 10**7, places=2, allow_nan=False),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["元", "亩", "人"]),
)
def test_a_multiplier_stays_with_its_unit(value: Decimal, scale: str, unit: str) -> None:
    (quantity,) = find(f"投入{value}{scale}{unit}。")
    assert (quantity.value, quantity.unit) == (value, scale + unit)


@given(st.text(alphabet="0123456789０９一二三十百千万亿零两半成分之至—-.,点余多几约近超以上元个年月日%第周 ，。"))
def test_quantities_stand_where_they_say_in_order_and_apart(text: str) -> None:
    found = find(text)
    assert all(text[q.start : q.end] == q.surface and q.start < q.end for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.top is None or q.value < q.top for q in found)


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    find(text)
    parse(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一万零十二", "10012", ""),
        ("1千零20", "1020", ""),
        ("-3.2%", "-3.2", "%"),
        ("负六点六", "-6.6", ""),
        ("百分之百", "100", "%"),
        ("万分之三", "3", "‱"),
        ("百万分之五", "0.000005", ""),
        ("八五折", "85", "%"),
        ("半成", "5", "%"),
        ("三成半", "35", "%"),
        ("12k个百分点", "12000", "个百分点"),
        ("三又五分之一", "3.2", ""),
        ("负一又二分之一", "-1.5", ""),
        ("1 3/5", "1.6", ""),
        ("2^-1", "0.5", ""),
        ("1.5e3", "1500", ""),
        ("五十打", "600", ""),
        ("半百", "50", ""),
        (".5", "0.5", ""),
        ("四十九兆元", "49000000000000", "元"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: str, unit: str) -> None:
    found = parse(text)
    assert found is not None
    assert (found.value, found.unit, found.surface) == (Decimal(value), unit, text)


@pytest.mark.parametrize("text", ["3又五", "1/0", "零分之一", "2^", "-", "负", "又", "打", "9e999999", "2^999"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None or text == "2^999"


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("出口增长-3.2%，气温降至-5℃", ["-3.2%", "-5℃"]),
        ("3月-5月、5-20%", ["5-20%"]),
        ("门票打八折，商品7.5折", ["八折", "7.5折"]),
        ("一波三折", []),
        ("q=30%25%2020", []),
    ],
)
def test_signs_and_discounts_in_a_sentence(text: str, surfaces: list[str]) -> None:
    assert [each.surface for each in find(text)] == surfaces
