"""`kg review`: what is in doubt, with the sentences that show it; answers become decisions that the next build replays."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from scenes import LEXICON, write

from kg import pipeline, review
from kg.cli import cli
from kg.graph.folder import load, save
from kg.settings import Settings

TEXT = "洛阳日报　2021年8月19日　星期四　第1版　要闻\n\n市领导调研乡村振兴\n本报讯（记者 罗丽）8月18日，市委书记陈立到城关镇调研，城关镇干部群众参加。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    built = pipeline.build(write(tmp_path / "pages", {"洛阳.txt": TEXT}), Settings(jobs=1))
    save(built, tmp_path / "output")
    return tmp_path / "output"


def test_a_doubtful_place_is_listed_with_its_counties_and_sentences(folder: Path) -> None:
    (doubt,) = review.doubts(load(folder), LEXICON)
    assert doubt.name == "城关镇"
    assert len(doubt.candidates) > 1
    assert all(candidate.name.endswith("城关镇") for candidate in doubt.candidates)
    assert any("市委书记陈立到城关镇调研" in sentence for sentence in doubt.sentences)
    assert "洛阳.txt:4" in doubt.sentences[0]


def test_an_answer_is_written_and_the_next_build_replays_it(folder: Path) -> None:
    asked = CliRunner().invoke(cli, ["review", "output", "--ask", "--language", "en"], input="9\n1\n")
    assert asked.exit_code == 0, asked.output
    assert "'9' is none of the answers" in asked.stderr
    built = CliRunner().invoke(cli, ["build", "pages", "-o", "output", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    assert CliRunner().invoke(cli, ["review", "output", "--language", "en"]).stderr == "0 in doubt\n"
    decided = next(e for _, e in load(folder).nodes(data="record") if e.name == "城关镇")
    assert decided.code
    assert "curation: same" in decided.reasons[0]


@pytest.mark.parametrize(("answer", "kind"), [("2", "same"), ("d", "different"), ("x", "drop")])
def test_each_answer_is_a_decision_that_settles_the_doubt(folder: Path, answer: str, kind: str) -> None:
    CliRunner().invoke(cli, ["review", "output", "--ask"], input=f"{answer}\n")
    assert f"- {kind}: " in Path("curation.yaml").read_text(encoding="utf-8")
    CliRunner().invoke(cli, ["build", "pages", "-o", "output", "--jobs", "1"])
    assert review.doubts(load(folder), LEXICON) == ()


def test_later_and_quit_write_nothing(folder: Path) -> None:
    for answer in ("\n", "q\n"):
        assert CliRunner().invoke(cli, ["review", "output", "--ask"], input=answer).exit_code == 0
    assert not Path("curation.yaml").exists()


def test_unused_decisions_are_listed(folder: Path) -> None:
    Path("curation.yaml").write_text("- drop: person/没有\n", encoding="utf-8")
    CliRunner().invoke(cli, ["build", "pages", "-o", "output", "--jobs", "1"])
    assert "curation.yaml:1: drop: there is no person/没有" in CliRunner().invoke(cli, ["review", "output"]).stderr
