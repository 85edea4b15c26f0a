"""Characters with their places to lines of print: what stands together is one line, whatever the order of the file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Box
from kg.pages import glyphs
from kg.pages.runs import Glyph


def across(text: str, x: float, y: float, size: float = 10.0, *, pitch: float = 1.0, bold: bool = False) -> list[Glyph]:
    """The characters of a line whose top left corner is (x, y); ASCII is half as wide, blanks are gaps."""
    found = []
    for char in text:
        wide = size / 2 if char.isascii() else size
        if char != " ":
            found.append(Glyph(char, x, y, x + wide, y + size, size, b"song", bold))
        x += wide + (pitch - 1) * size
    return found


def down(text: str, x: float, y: float, size: float = 10.0, *, pitch: float = 1.1) -> list[Glyph]:
    return [glyph for i, char in enumerate(text) for glyph in across(char, x, y + i * pitch * size, size)]


def read(*parts: Iterable[Glyph], rules: tuple[Box, ...] = ()) -> list[str]:
    """The lines; the prints must lie on them."""
    body, prints = glyphs.lines([glyph for part in parts for glyph in part], rules)
    lines = body.splitlines()
    assert [body[p.start : p.end] for p in prints] == lines
    return lines


def column(lines: Iterable[str], x: float, y: float) -> list[Glyph]:
    return [glyph for i, line in enumerate(lines) for glyph in across(line, x, y + 16 * i)]


ROADS = ("临河市召开农村公路建设推进", "会，部署今年四好农村路的建", "设任务。副市长江帆出席并讲", "话，各县区要抢抓施工黄金期")
FERRY = ("清晨六点，白沙渡的船工老范", "准时解开缆绳，送对岸的孩子", "去上学。这条船，他撑了整整", "二十六年，一天也没有停过。")


def test_a_line_has_the_box_and_size_of_its_characters() -> None:
    body, (line,) = glyphs.lines(across("农村公路", 50, 80, 12))
    assert (body, line.start, line.end, line.box, line.size, line.vertical) == ("农村公路\n", 0, 4, (50, 80, 98, 92), 12, False)
    assert line.confidence == 1


def test_a_headline_drawn_character_by_character_is_one_line() -> None:
    parts = across("我市部署农村公路建设", 50, 80, 24)
    random.Random(1).shuffle(parts)
    assert read(parts) == ["我市部署农村公路建设"]


def test_a_rare_character_drawn_after_its_line_stands_in_it() -> None:
    line = across("记者苏𠮷报道农村公路", 50, 80)
    assert read([*line[:3], *line[4:], line[3]]) == ["记者苏𠮷报道农村公路"]
    assert read([line[3], *line[:3], *line[4:]]) == ["记者苏𠮷报道农村公路"]


def test_a_wider_gap_is_a_blank_between_words() -> None:
    first = across("本报讯（记者", 50, 80)
    assert read(first, across("田禾）三月五日", 116, 80)) == ["本报讯（记者 田禾）三月五日"]
    assert read(across("全长312公里", 50, 80)) == ["全长312公里"]


def test_a_letter_spaced_line_has_no_blanks() -> None:
    assert read(across("农村公路建设提速", 50, 80, pitch=1.6), column(ROADS, 50, 96)) == ["农村公路建设提速", *ROADS]


def test_words_pushed_far_apart_in_a_column_are_one_line() -> None:
    wide = (glyph for i, word in enumerate(("去年全市", "312", "公里")) for glyph in across(word, 50 + i * 52, 80 + 16 * 4))
    lines = read(column(ROADS, 50, 80), wide, column(FERRY, 50, 80 + 16 * 5))
    assert [line.replace(" ", "") for line in lines] == [*ROADS, "去年全市312公里", *FERRY]


def test_columns_with_a_narrow_gutter_stay_apart() -> None:
    gutter = 50 + 130 + 8
    assert read(column(ROADS, 50, 80), column(FERRY, gutter, 80)) == [*ROADS, *FERRY]


def test_columns_drawn_row_by_row_stay_apart() -> None:
    rows = [glyph for i in range(4) for glyph in (*across(ROADS[i], 50, 80 + 16 * i), *across(FERRY[i], 192, 80 + 16 * i))]
    assert sorted(read(rows)) == sorted([*ROADS, *FERRY])


def test_no_line_crosses_an_upright_rule() -> None:
    parts = (across("春茶开采", 50, 80), across("夏粮丰收", 94, 80))
    assert read(*parts) == ["春茶开采 夏粮丰收"]
    assert read(*parts, rules=((92, 60, 92, 120),)) == ["春茶开采", "夏粮丰收"]
    assert read(*parts, rules=((92, 160, 92, 220),)) == ["春茶开采 夏粮丰收"]


def test_a_narrow_gap_between_words_of_an_even_line_is_a_blank() -> None:
    """Browsers print a blank a quarter of a character wide."""
    assert read(across("本报记者", 50, 80), across("田禾", 92.6, 80), across("摄", 115.2, 80)) == ["本报记者 田禾 摄"]
    assert read(across("本报记者田禾摄", 50, 80, pitch=1.25)) == ["本报记者田禾摄"]


def test_a_shadowed_headline_is_read_once() -> None:
    assert read(across("青石茶香", 50.9, 80.9, 24), across("青石茶香", 50, 80, 24)) == ["青石茶香"]
    assert read(across("天天向上", 50, 80, 24)) == ["天天向上"]


def test_characters_one_under_the_other_are_a_vertical_line() -> None:
    body, prints = glyphs.lines([*down("白沙渡的船工", 20, 80, 20), *column(ROADS, 80, 80)])
    assert body.splitlines() == ["白沙渡的船工", *ROADS]
    assert [p.vertical for p in prints] == [True, False, False, False, False]
    assert prints[0].box == (20, 80, 40, 80 + 5 * 22 + 20)


def test_a_headline_of_two_vertical_lines_is_not_read_across() -> None:
    assert sorted(read(down("最后的摆渡人", 60, 80, 20), down("老范的二十六年", 20, 80, 20))) == ["最后的摆渡人", "老范的二十六年"]


def test_a_byline_of_two_vertical_lines_with_different_spacing_is_not_read_across() -> None:
    names = [glyph for i, char in enumerate("通讯员") for glyph in across(char, 50, 80 + 20.8 * i)]
    names += [glyph for i, char in enumerate("汪芳") for glyph in across(char, 50, 142.4 + 10.4 * i)]
    reporter = down("本报记者", 61.5, 80, pitch=1.04) + down("余溪", 61.5, 132, pitch=1.04)
    assert read([*reporter, *names]) == ["本报记者 余溪", "通讯员汪芳"]


def test_names_one_under_the_other_in_a_list_are_read_across() -> None:
    rows = ["丁一 男 临河市", "于凡 女 青石县", "马川 男 云雾镇"]
    parts = [glyph for i, row in enumerate(rows) for glyph in across(row.replace(" ", "  "), 50, 80 + 16 * i)]
    assert [line.replace(" ", "") for line in read(parts)] == [row.replace(" ", "") for row in rows]


def test_lines_of_different_sizes_are_not_put_together() -> None:
    assert read(across("要闻", 50, 80, 20), across("本版编辑", 90, 80, 9)) == ["要闻", "本版编辑"]


def test_bold_is_what_most_characters_of_a_line_are() -> None:
    _, prints = glyphs.lines([*across("导语", 50, 80, bold=True), *across("后面的话更长", 70, 80), *across("小标题", 50, 100, bold=True)])
    assert [p.bold for p in prints] == [False, True]


def test_nothing_gives_nothing() -> None:
    assert glyphs.lines([]) == ("", ())


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_character_is_read_once_and_the_order_of_drawing_does_not_matter_for_which(data: st.DataObject) -> None:
    place = st.integers(0, 60)
    size = st.sampled_from((8.0, 10.0, 10.5, 24.0))
    drawn = data.draw(
        st.lists(st.tuples(st.sampled_from("农村公路，。“1A"), place, place, size, st.booleans()), max_size=60, unique_by=lambda c: c[1:3])
    )
    parts = [Glyph(char, x * 9.0, y * 9.0, x * 9.0 + s, y * 9.0 + s, s, blank=blank) for char, x, y, s, blank in drawn]
    body, prints = glyphs.lines(parts)
    assert Counter(body.replace("\n", "").replace(" ", "")) == Counter(char for char, *_ in drawn)
    assert [(p.start, p.end) for p in prints] == [(p.start, p.start + len(line)) for p, line in zip(prints, body.splitlines(), strict=True)]
    for p in prints:
        inside = [g for g in parts if p.box[0] <= g.x0 and g.x1 <= p.box[2] and p.box[1] <= g.y0 and g.y1 <= p.box[3]]
        assert Counter(body[p.start : p.end].replace(" ", "")) <= Counter(g.char for g in inside)


@pytest.mark.parametrize("seed", range(3))
def test_a_page_drawn_in_any_order_has_the_same_lines(seed: int) -> None:
    parts = [
        *across("我市部署农村公路建设", 50, 40, 24), *column(ROADS, 50, 80), *column(FERRY, 188, 80), *down("最后的摆渡人", 340, 40, 20),
    ]  # fmt: skip
    lines = sorted(read(parts))
    random.Random(seed).shuffle(parts)
    assert sorted(read(parts)) == lines
