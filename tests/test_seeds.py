"""The scores on real pages: seven articles of two dumps that stand beside the project, judged by the scorer there from the RDF alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import lexicon
from kg.rdf import reference, shapes
from kg.rdf.index import Index
from kg.rdf.validate import read


@pytest.fixture(scope="session")
def score(shared: Path, once: Callable[..., Path], kg_process: Callable[..., subprocess.CompletedProcess[bytes]]) -> dict[str, Any]:
    def make(folder: Path) -> None:
        done = kg_process("build", shared / "seeds", "-o", folder / "output", LC_ALL="C.UTF-8")
        (folder / "stderr").write_bytes(done.stderr)
        (folder / "code").write_text(str(done.returncode))
        scorer = [sys.executable, shared / "eval" / "score.py", folder / "output" / "graph.ttl", shared / "gold" / "seeds.json", "--json"]
        (folder / "score.json").write_bytes(subprocess.run(scorer, capture_output=True, check=True).stdout)

    found: dict[str, Any] = json.loads((once("seeds", make) / "score.json").read_text(encoding="utf-8"))
    return found


def test_the_seeds_are_read_without_errors(score: dict[str, Any], once: Callable[..., Path]) -> None:
    folder = once("seeds", lambda _: None)
    assert (folder / "code").read_text() == "0", (folder / "stderr").read_text(encoding="utf-8")


def test_both_engines_of_shapes_find_the_same_in_the_seeds(score: dict[str, Any], once: Callable[..., Path]) -> None:
    quads = list(read(once("seeds", lambda _: None) / "output" / "graph.nq"))
    checked = shapes.load(lexicon.load().root / "shapes.ttl")
    for some in (quads, [quad for number, quad in enumerate(quads) if number % 97]):
        data = Index(some)
        assert set(checked.violations(data)) == set(reference.violations(data, checked))


def test_all_seven_bodies_are_recovered(score: dict[str, Any]) -> None:
    assert score["bodies_recovered"] == [7, 7]


@pytest.mark.parametrize(
    ("figure", "key", "floor"),
    [("mentions_all", "f", 0.98), ("linking", "accuracy", 1.0), ("deictic", "accuracy", 1.0), ("relations_all", "f", 0.90)],
    ids=["mentions", "linking", "deictic", "relations"],
)
def test_no_score_is_below_what_was_promised(figure: str, key: str, floor: float, score: dict[str, Any]) -> None:
    assert score[figure][key] >= floor, score[figure]
