"""Drawings keep order and proportion, whatever dates and figures a newspaper gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.web.charts import WIDE, Span, day, gantt, line


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
