"""The parts that bench/ablation.py switches off: each is there, goes off and on again, and is in the table of the documents."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg import pipeline
from kg.lexicon import Lexicon
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ablation", ROOT / "bench" / "ablation.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ablation = tool()
TEXT = "市委书记陈立到三交镇双塔村调研，并主持召开全市教育工作会议，研究《关于加快教育发展的意见》。"


def names(lexicon: Lexicon) -> dict[str, str]:
    return {m.surface: m.type for m in pipeline.read_text(TEXT, lexicon, Settings(home="吕梁市")).mentions}


@pytest.mark.parametrize("part", ablation.parts())
def test_every_part_can_be_switched_off(part: str) -> None:
    with ablation.parts()[part]():
        pass


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("documents", {"《关于加快教育发展的意见》"}),
        ("organs", {"市委"}),
        ("deixis", {"全市"}),
        ("persons", {"陈立"}),
        ("events", {"全市教育工作会议"}),
        ("places", {"三交镇"}),
    ],
)
def test_without_a_finder_its_names_are_gone_and_come_back_with_it(part: str, gone: set[str], lexicon: Lexicon) -> None:
    before = names(lexicon)
    assert gone <= before.keys()
    with ablation.parts()[part]():
        assert gone.isdisjoint(names(lexicon))
    assert names(lexicon) == before


def test_a_part_that_is_no_longer_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ablation, "STEPS", {"gone": ("kg.entities.identify._Reader.gone", ablation.constant(None))})
    with pytest.raises(AttributeError, match="gone"), ablation.parts()["gone"]():
        pass


def test_the_table_has_all_parts() -> None:
    results = json.loads(ablation.RESULTS.read_text(encoding="utf-8"))
    assert list(results["without"]) == list(ablation.parts()), "run: make ablation docs"
    assert list(results["systems"]) == list(ablation.SYSTEMS)
