"""Two real pages with their gold, which lie beside the project and not in it."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from layouts import parts, read

from kg.model import Article

SHARED = Path(__file__).resolve().parents[3] / "shared"
NAMES = ("000_a18d03c2c2dc586f", "003_c19091436ebe7554")


def squash(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def gold_and_found(name: str) -> list[tuple[dict[str, Any], Article]]:
    """Each gold article with the one found whose body shares most with it."""
    page, gold = SHARED / "seeds" / f"{name}.txt", SHARED / "gold" / "pages" / f"{name}.json"
    if not page.exists() or not gold.exists():
        pytest.skip(f"{page} or its gold is not here: the real pages were NOT tested")
    articles, _ = read(page.read_text(encoding="utf-8"))
    wanted: list[dict[str, Any]] = json.loads(gold.read_text(encoding="utf-8"))
    assert len(articles) == len(wanted)
    probe = {article["id"]: squash(article["paragraphs"][0])[:30] for article in wanted}
    return [(article, next(found for found in articles if probe[article["id"]] in squash(found.text))) for article in wanted]


@pytest.mark.parametrize("name", NAMES)
def test_headlines_bylines_and_subheads_are_right(name: str) -> None:
    for gold, found in gold_and_found(name):
        assert (squash(found.title), squash(found.subtitle)) == (squash(gold["title"]), squash(gold["subtitle"]))
        assert squash("".join(parts(found, "strap"))) == squash(gold["strap"])
        assert list(found.authors) == [name for name, _ in gold["authors"]]
        assert [squash(text) for text in parts(found, "subhead")] == [squash(text) for text in gold.get("subheads", [])]
        assert [squash(text) for text in found.captions] == [squash(caption["text"]) for caption in gold["captions"]]


@pytest.mark.parametrize("name", NAMES)
def test_bodies_are_whole(name: str) -> None:
    for gold, found in gold_and_found(name):
        want = squash("".join(gold["paragraphs"])).replace("□", "")
        got = squash("".join(parts(found, "paragraph")))
        same = sum(block.size for block in difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
        assert same >= 0.999 * max(len(want), len(got))


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_are_found(name: str) -> None:
    right = wanted = found_all = 0
    for gold, found in gold_and_found(name):
        want = {squash(text).replace("□", "") for text in gold["paragraphs"]}
        got = {squash(text) for text in parts(found, "paragraph")}
        right, wanted, found_all = right + len(want & got), wanted + len(want), found_all + len(got)
    assert 2 * right / (wanted + found_all) >= 0.95
