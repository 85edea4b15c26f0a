"""The scoring of expressions of time, and the conversions of the Recognizers-Text specifications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg import scoring
from kg.evaluate import EvaluationError, recognizers, times

ROOT = Path(__file__).resolve().parent.parent
TABLE = "published\ttext\texpression\tvalue\tprecision\n"


def table(folder: Path, *lines: str) -> Path:
    path = folder / "mine.tsv"
    path.write_text(TABLE + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_an_expression_is_right_when_place_and_value_are(tmp_path: Path) -> None:
    gold = times.read(table(
        tmp_path,
        "2021-08-19\t8月17日签约，8月20日开工。\t8月17日\t2021-08-17\tday",
        "2021-08-19\t8月17日签约，8月20日开工。\t8月20日\t2020-08-20\tday",
        "2021-08-19\t今天天气好。\t\t\tnone",
    ))  # fmt: skip
    scores = times.score(gold)
    assert (scores.found.tp, scores.found.fp, scores.found.fn) == (1, 2, 1)
    assert scores.faults[0][1:] == ("8月20日 = 2020-08-20 (day)", "8月20日 = 2021-08-20 (day)")


def test_a_line_that_does_not_fit_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"mine.tsv:2: the sentence does not hold 8月18日"):
        times.read(table(tmp_path, "2021-08-19\t8月17日签约。\t8月18日\t2021-08-18\tday"))


def test_the_shipped_sentences_are_many_and_half_of_them_frozen() -> None:
    sets = {name: times.read(ROOT / "data" / folder / "time.tsv") for name, folder in (("time", "gold"), ("frozen", "frozen/gold"))}
    assert sum(len(found) for gold in sets.values() for found in gold.values()) >= 300
    assert not sets["time"].keys() & sets["frozen"].keys()


def test_no_figure_of_time_falls_below_its_floor() -> None:
    assert [f"{low.figure}: {low.found:.4f} < {low.floor}" for low in scoring.run_time(None).shortfalls] == []


def case(text: str, surface: str, **resolution: str) -> dict[str, Any]:
    return {
        "Input": text,
        "Context": {"ReferenceDateTime": "2017-03-22T00:00:00"},
        "Results": [{"Text": surface, "Value": {"PastResolution": resolution}}],
    }


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        ("明年4月完工", "明年4月", "2018-04-01", "2018-05-01"),
        ("2009 年 到 2010 年", "2009 年 到 2010 年", "2009-01-01", "2010-01-01"),
        ("1月10日到12日", "1月10日到12日", "2017-01-10", "2017-01-12"),
        ("近三年", "近三年", "2014-03-22", "2017-03-22"),
    ],
)
def test_their_periods_end_before_the_last_day_or_at_its_unit(text: str, surface: str, start: str, end: str) -> None:
    assert recognizers.right_periods(case(text, surface, startDate=start, endDate=end))
    assert not recognizers.right_periods(case(text, surface, startDate=start, endDate="2016-01-01"))


def test_a_specification_says_how_many_cases_are_right(tmp_path: Path) -> None:
    cases = [
        {"Input": "三千", "Results": [{"Text": "三千", "Resolution": {"value": "3000"}}]},
        {"Input": "四川", "Results": []},
        {"Input": "五万", "Results": [{"Text": "五万", "Resolution": {"value": "5"}}]},
        {"Input": "x", "NotSupported": "python", "Results": []},
    ]
    (tmp_path / "NumberModel.json").write_text(json.dumps(cases), encoding="utf-8")
    assert recognizers.score(tmp_path)["NumberModel"] == recognizers.Share(2, 3)


def test_a_folder_without_specifications_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no specification"):
        recognizers.score(tmp_path)
