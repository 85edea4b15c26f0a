"""What is known beside the text: flags before the sidecar before the folder's default, and faults with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pages
from kg.model import Page, Problem
from kg.settings import Settings


def reading(folder: Path, sidecar: str = "", default: str = "", **flags: str) -> tuple[Page, tuple[Problem, ...]]:
    (folder / "p.txt").write_text("本报讯 青石县的油菜花开了，游客来了。", encoding="utf-8")
    if sidecar:
        (folder / "p.toml").write_text(sidecar, encoding="utf-8")
    if default:
        (folder / "_default.toml").write_text(default, encoding="utf-8")
    (page,), problems = pages.read(folder / "p.txt", settings=Settings(), overrides=flags)
    assert page is not None
    return page, problems


def test_flags_beat_the_sidecar_and_the_sidecar_the_folder(tmp_path: Path) -> None:
    default = 'newspaper = "临河日报"\nhome = "临河市"\nedition = "03"\n'
    page, problems = reading(tmp_path, 'edition = "01"\ndate = 2024-03-05\nurl = "https://x.example/1"\n', default, home="330800")
    assert (page.newspaper, page.edition, page.published) == ("临河日报", "01", "2024-03-05")
    assert (page.meta["home"], page.meta["url"]) == ("330800", "https://x.example/1")
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-03-05", "2024-03-05"),
        ('"2024年3月5日"', "2024-03-05"),
        ('"2024/3"', "2024-03"),
        ("2024", "2024"),
        ("2024-03-05T08:00:00", "2024-03-05"),
    ],
)
def test_dates_are_understood_however_they_are_written(tmp_path: Path, written: str, meant: str) -> None:
    assert reading(tmp_path, f"date = {written}\n")[0].published == meant


@pytest.mark.parametrize(
    ("sidecar", "line"),
    [
        ('newspaper = "甲报"\ncolour = "red"\n', 2),
        ("\n\ndate = 2024-13-40\n", 3),
        ('\ndate = "someday"\n', 2),
        ('home = ["a"]\n', 1),
        ("newspaper = \n", 1),
    ],
)
def test_a_fault_in_a_sidecar_names_its_line_and_is_not_fatal(tmp_path: Path, sidecar: str, line: int) -> None:
    _, problems = reading(tmp_path, sidecar)
    assert [problem.severity for problem in problems] == ["warning"]
    assert problems[0].where == f"{tmp_path / 'p.toml'}:{line}"


def test_a_sidecar_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes('newspaper = "临河日报"'.encode("gbk"))
    page, problems = reading(tmp_path)
    assert page.newspaper == ""
    assert problems[0].where.endswith("p.toml:1")
