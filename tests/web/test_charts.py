"""Drawings keep order and proportion, whatever dates and figures a newspaper gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.shelf import Ref
from kg.web.charts import WIDE, Span, atlas, day, gantt, line


def test_posts_stand_in_the_order_of_time_and_as_long_as_they_lasted() -> None:
    chart = gantt([Span("县长", None, "2021-03-01", "2023-03-01"), Span("副县长", None, "2019", "2021-02"), Span("书记", None, "", "")])
    assert chart
    assert [bar.span.name for bar in chart.bars] == ["副县长", "县长"]
    assert chart.bars[0].x == 0
    assert chart.bars[0].x + chart.bars[0].width < chart.bars[1].x
    assert [year for _, year in chart.ticks] == [2019, 2020, 2021, 2022, 2023]


def test_dates_of_any_precision_have_a_first_and_a_last_day() -> None:
    assert day("2021") == day("2021-01-01")
    assert day("2021-07/2021-08") == day("2021-07-01")
    assert day("2021-07/2021-08", last=True) == day("2021-08-28")
    assert [day(text) for text in ("", "去年", "2021-13", "2021-02-30", "0000")] == [None] * 5


def test_a_line_goes_through_figures_in_time() -> None:
    drawn = line([("2021", "30", "30元"), ("2019", "10", "10元"), ("2020", "20.5", "20.5元")])
    assert drawn
    assert [text for *_, text in drawn.points] == ["10元", "20.5元", "30元"]
    assert sorted(y for _, y, *_ in drawn.points) == [y for _, y, *_ in reversed(drawn.points)]
    assert line([("2021", "30", ""), ("2021", "31", "")]) is None
    assert line([("2021", "三成", ""), ("2022", "1", "")]) is None


@given(st.lists(st.tuples(st.text(max_size=12) | st.dates().map(str), st.text(max_size=12) | st.dates().map(str))))
def test_any_text_is_drawn_inside_the_drawing_or_left_out(dates: list[tuple[str, str]]) -> None:
    chart = gantt([Span("", None, begins, ends) for begins, ends in dates])
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDE + 5 for bar in chart.bars) if chart else True
    drawn = line([(begins, "1", "") for begins, _ in dates])
    assert all(0 <= x <= WIDE for x, *_ in drawn.points) if drawn else True


def test_a_map_has_north_above_east_right_and_a_measure() -> None:
    found = atlas([(Ref("a", "a", "甲县", "LOC"), 37.0, 111.0), (Ref("b", "b", "乙县", "LOC"), 38.0, 110.0)])
    assert found
    south, north = found.spots
    assert south.y > north.y
    assert south.x > north.x
    pixels, kilometres = found.scale
    assert (south.y - north.y) / pixels * kilometres == pytest.approx(111.2, rel=0.02)
    assert "37.0°N" in [text for _, text in found.parallels]
    assert atlas([]) is None


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.floats(-89, 89), st.floats(-179, 179), st.integers(0, 10**6)), min_size=1, max_size=40))
def test_places_anywhere_are_on_the_map_and_no_name_covers_another(places: list[tuple[str, float, float, int]]) -> None:
    found = atlas([(Ref(str(i), "p", name, "LOC", count=count), lat, long) for i, (name, lat, long, count) in enumerate(places)])
    assert found
    assert len(found.spots) == len(places)
    assert all(0 <= spot.x <= found.wide and 0 <= spot.y <= found.height for spot in found.spots)
    named = [(*spot.name, spot.place.name) for spot in found.spots if spot.name]
    boxes = [(x, y - 12, x + sum(13 if ord(c) > 0x2E7F else 7 for c in name[:14]), y + 3) for x, y, name in named]
    for at, one in enumerate(boxes):
        assert not any(one[0] < b[2] and b[0] < one[2] and one[1] < b[3] and b[1] < one[3] for b in boxes[at + 1 :])
