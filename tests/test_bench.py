"""What the benchmarks share: the guard of ratios, how findings are told and kept, plots. No test here says how fast anything is."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    """A module of bench/, whose folder is on the path only while it is loaded."""
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "bench"))


measure, guard, plots, scale = tool("measure"), tool("guard"), tool("plots"), tool("scale")
Ratio, Table, Curve, Found = measure.Ratio, measure.Table, measure.Curve, measure.Found
FOUND = Found(
    "阅读",
    "python bench/run.py",
    "About.",
    (Table(("one core", "CPU s"), (("reading half", "1.5"), ("结巴", "0.25"))),),
    (Ratio("speed, of LAC", (0.5, 0.7, 0.6), aim=0.6), Ratio("memory, of rdflib", (0.2,), measure.LESS)),
    (Curve("bench-x", "X", "articles", "seconds", {"ours": ((1.0, 2.0), (10.0, 3.0)), "theirs": ((1.0, 5.0), (10.0, 60.0))}, log=True),),
    ("no browser",),
)


def before(value: float, better: str = "more", within: float = 0.25) -> dict[str, object]:
    return {"value": value, "better": better, "within": within}


# ---- the guard ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "kept", "found", "worse"),
    [
        ("more", 4.0, 3.01, False),
        ("more", 4.0, 2.99, True),
        ("more", 4.0, 40.0, False),
        ("less", 4.0, 4.99, False),
        ("less", 4.0, 5.01, True),
        ("less", 4.0, 0.1, False),
    ],
)
def test_a_ratio_may_be_worse_by_its_share_and_better_by_any(better: str, kept: float, found: float, worse: bool) -> None:
    (verdict,) = guard.compared([Ratio("r", (found,), better)], {"r": before(kept, better)})
    assert verdict.worse is worse
    assert ("WORSE" in str(verdict)) is worse


def test_the_committed_tolerance_counts_and_the_median_of_the_rounds() -> None:
    noisy = Ratio("r", (0.1, 3.9, 9.0), within=0.9)
    assert not guard.compared([noisy], {"r": before(4.0, within=0.05)})[0].worse
    assert guard.compared([noisy], {"r": before(4.2, within=0.05)})[0].worse


def test_ratios_that_are_new_or_not_measured_are_told_and_stop_nothing() -> None:
    verdicts = guard.compared([Ratio("new", (1.0,)), Ratio("bad", (1.0,))], {"gone": before(2.0), "bad": before(2.0)})
    assert [verdict.name for verdict in verdicts] == ["bad", "gone", "new"]
    assert [verdict.worse for verdict in verdicts] == [True, False, False]
    assert "not measured" in str(verdicts[1])
    assert str(verdicts[2]).startswith("new")


def test_ratios_are_kept_beside_those_that_were_not_measured(tmp_path: Path) -> None:
    file = tmp_path / "ratios.json"
    assert guard.kept(file) == {}
    guard.keep([Ratio("b", (2.0,)), Ratio("a", (0.123456,), "less", within=0.5)], file)
    guard.keep([Ratio("b", (3.0,))], file)
    assert guard.kept(file) == {"a": before(0.1235, "less", 0.5), "b": before(3.0)}
    assert list(guard.kept(file)) == ["a", "b"]


def test_the_committed_ratios_are_sound() -> None:
    for name, one in guard.kept().items():
        assert one["value"] > 0, name
        assert one["better"] in ("more", "less"), name
        assert 0 < one["within"] <= 1, name


# ---- findings ----------------------------------------------------------------------------------------------------------


def test_a_finding_goes_to_json_and_back() -> None:
    assert measure.from_json(json.loads(json.dumps(measure.to_json(FOUND)))) == FOUND


def test_a_finding_is_told_with_aims_ranges_and_what_was_left_out() -> None:
    told = "\n".join(measure.markdown(FOUND))
    assert "| one core | CPU s |\n| --- | ---: |\n| reading half | 1.5 |" in told
    assert "* speed, of LAC: 0.600 (0.500 to 0.700); aim: at least 0.600, reached" in told
    assert "* memory, of rdflib: 0.200\n" in told
    assert "![X](images/bench-x.svg)" in told
    assert "Left out in this run:** no browser" in told
    assert "SKIPPED: no browser" in "\n".join(measure.text(FOUND))


def test_columns_stand_under_each_other_beside_chinese() -> None:
    head, *rows = measure.aligned(FOUND.tables[0])
    assert [head, *rows] == ["one core      CPU s", "reading half    1.5", "结巴           0.25"]


def test_a_plot_has_the_same_bytes_for_the_same_points(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        plots.draw(FOUND.curves[0], tmp_path / name)
    svg = (tmp_path / "one.svg").read_bytes()
    assert svg == (tmp_path / "two.svg").read_bytes()
    assert b"theirs" in svg
    assert b"<dc:date>" not in svg
    assert len(svg) < 40_000


def test_the_cost_of_a_command_is_that_of_its_process_and_a_failure_is_raised() -> None:
    cost = measure.cost([sys.executable, "-c", "x = bytearray(80_000_000); sum(range(10**6))"])
    assert cost.peak > 80
    assert cost.processor > 0
    with pytest.raises(subprocess.CalledProcessError):
        measure.cost([sys.executable, "-c", "raise SystemExit(3)"])


def test_without_spark_the_benchmark_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale.importlib.util, "find_spec", lambda name: None)
    assert "pyspark is not installed" in scale.spread(10, 1).skipped[0]


def test_an_archive_is_built_scored_and_told(tmp_path: Path) -> None:
    grown, resolved = scale.growing([20, 40], 1)
    assert [row[0] for row in grown.tables[0].rows] == ["20", "40"]
    assert grown.ratios[0].name == "cost of an article at 40, of that at 20"
    assert {row[0] for row in resolved.tables[0].rows} >= {"20: people", "40: bodies"}
    assert all(0.5 < ratio.middle <= 1 for ratio in resolved.ratios)
