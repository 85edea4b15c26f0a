"""The lines that characters stand on are those that counting line feeds gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.text.feeds import feeds, lines, shown


@given(st.text("吕\n", min_size=1, max_size=30), st.data())
def test_lines_are_counted_from_one(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert lines(feeds(text), start, end) == (text.count("\n", 0, start) + 1, text.count("\n", 0, end - 1) + 1)


def test_one_line_is_shown_as_one_number() -> None:
    assert (shown(12, 14), shown(12, 12)) == ("12-14", "12")
