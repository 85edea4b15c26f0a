"""Organs of every kind at every level, by the names that papers use: whatever stands before a post is found whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Find

LISTS = Path(__file__).with_name("organs.txt").read_text("utf-8").split("[")


@pytest.mark.parametrize(
    ("level", "home", "names"),
    [("市", "株洲市", "local"), ("县", "攸县", "local"), ("省", "株洲市", "provincial"), ("自治区", "河池市", "provincial"), ("", "株洲市", "national")],
)
def test_the_organs_of_a_level_are_found_whole(find: Find, level: str, home: str, names: str) -> None:
    listed = next(block.partition("]")[2] for block in LISTS if block.startswith(names))
    wanted = [level + name for name in listed.split()]
    text = "\n".join(f"昨日上午，{name}负责人李明华介绍了情况。" for name in wanted)
    found = {mention.surface for mention in find(text, home) if mention.type in ("ORG", "LOC")}
    assert len(wanted) > 80
    assert [name for name in wanted if name not in found] == []
