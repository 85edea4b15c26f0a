"""A terminal sees how far a build is and what took how long; a file or a pipe sees nothing."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from kg import progress


def drawn(*, terminal: bool, chinese: bool) -> str:
    out = io.StringIO()
    with progress.shown(Console(file=out, force_terminal=terminal, width=100), chinese=chinese) as told:
        for done in range(1, 4):
            told(done, 3, f"{done}.txt")
    return out.getvalue()


@pytest.mark.parametrize(
    ("chinese", "line"),
    [(False, r"read 3 pages in \d+\.\d s, joined and wrote in \d+\.\d s\n$"), (True, r"读 3 版 \d+\.\d 秒，归并、写出 \d+\.\d 秒\n$")],
)
def test_a_terminal_is_told_at_the_end_what_took_how_long(chinese: bool, line: str) -> None:
    text = drawn(terminal=True, chinese=chinese)
    assert re.search(line, text)
    assert "3/3" in text


def test_elsewhere_nothing_is_said() -> None:
    assert drawn(terminal=False, chinese=False) == ""
