"""The frozen pages in every form: nothing is lost in any of them, and no figure falls below its floor in press/floors.json.

`python -m tests.press.score` prints the figures, `make floors` raises the floors to them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from press import score

from kg import page_scores
from kg.page_scores import Scores


@pytest.fixture(scope="session")
def frozen(once: Callable[..., Path]) -> Path:
    """The frozen pages in every form that this machine can make."""
    return once("frozen", lambda folder: score.printed("frozen", folder, [form for form in score.FORMS if not score.lacking(form)]))


@lru_cache(maxsize=len(score.FORMS))
def scores(folder: Path, form: str) -> Scores:
    return score.measured(folder, form)


def reachable(form: str) -> str:
    if reason := score.lacking(form):
        pytest.skip(f"{reason}: the frozen pages as {form} were NOT read")
    return form


@pytest.mark.parametrize("form", score.FORMS)
def test_frozen_pages_reach_their_floors(form: str, frozen: Path) -> None:
    found = scores(frozen, reachable(form))
    assert len(found.rows) == (8 if form == "scan" else 24)
    assert [f"{low.figure}: {low.found:.4f} < {low.floor}" for low in page_scores.shortfalls(found, score.held(form))] == []
    assert found.total.kept.right == found.total.kept.of > 1000 * len(found.rows)


def test_there_are_floors_for_every_form_and_figure() -> None:
    assert {form: set(score.held(form)) for form in score.FORMS} == {form: set(page_scores.FIGURES) for form in score.FORMS}
