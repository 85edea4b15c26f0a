"""Files to pages: every usual encoding is read, and what cannot be read says so with its file and offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pages
from kg.model import Page, Problem
from kg.settings import Settings

TEXT = "本报讯（记者 田禾） 3月5日，青石县召开春耕备耕现场会。\n\n会议要求，各乡镇要把种子化肥备足，把机耕道修好。\n" * 4
SETTINGS = Settings()


def only(path: Path, settings: Settings = SETTINGS) -> tuple[Page | None, tuple[Problem, ...]]:
    """The one page of a file, None when it has none."""
    found, problems = pages.read(path, settings=settings)
    assert len(found) <= 1
    return next(iter(found), None), problems


def reading(folder: Path, data: bytes, name: str = "page.txt") -> tuple[str | None, list[str], list[str]]:
    """Body, problem codes and places of one file."""
    (folder / name).write_bytes(data)
    page, problems = only(folder / name)
    return page.body if page else None, [problem.code for problem in problems], [problem.where for problem in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_usual_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    body, codes, _ = reading(tmp_path, TEXT.encode(encoding))
    assert body == TEXT
    assert codes == []


def test_a_few_broken_bytes_are_mended_and_their_place_told(tmp_path: Path) -> None:
    data = TEXT.encode()
    body, codes, where = reading(tmp_path, data[:30] + b"\xff\xfe" + data[33:])
    assert body is not None
    assert body.count("\ufffd") in (2, 3, 4)
    assert codes == ["bad-bytes"]
    assert where == [f"{tmp_path / 'page.txt'}@30"]


def test_broken_bytes_in_gbk_do_not_make_it_utf8(tmp_path: Path) -> None:
    data = TEXT.encode("gbk")
    body, codes, _ = reading(tmp_path, data[:20] + b"\xff" + data[20:])
    assert body is not None
    assert "青石县" in body
    assert codes == ["bad-bytes"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("　\n \t\n".encode(), "empty"),
        (b"12 34 56\n7.8 9.0\n" * 30, "no-text"),
        (b"%PDF-1.7 \xe4\xb8\xad", "binary"),
        (b"PK\x03\x04" + bytes(100), "binary"),
        (bytes(range(256)) * 20, "binary"),
        (TEXT.encode() + bytes(500), "binary"),
    ],
)
def test_what_is_no_page_gives_a_problem_with_an_offset(tmp_path: Path, data: bytes, code: str) -> None:
    body, codes, where = reading(tmp_path, data)
    assert body is None
    assert codes == [code]
    assert where[0].startswith(f"{tmp_path / 'page.txt'}@")


def test_a_line_of_twenty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    body, codes, _ = reading(tmp_path, "长".encode() * 7_000_000)
    assert body is None
    assert codes == ["too-long"]


def test_the_longest_page_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    page, problems = only(tmp_path / "page.txt", Settings(max_page_chars=50))
    assert page is None
    assert problems[0].code == "too-long"


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    page, problems = only(tmp_path / "gone.txt")
    assert page is None
    assert (problems[0].code, problems[0].severity) == ("unreadable", "error")


def test_a_page_is_named_for_its_content(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    first, second = (only(tmp_path / name)[0] for name in ("a.txt", "b.txt"))
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert first.source != second.source


def test_folders_are_searched_in_full_and_sidecars_skipped(tmp_path: Path) -> None:
    (tmp_path / "2024" / "01").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "a.toml", "_default.toml", "notes.md", "2024/01/c.TXT", ".git/x.txt", ".hidden.txt"):
        (tmp_path / name).write_text("版", encoding="utf-8")
    found = [source.path for source in pages.discover([tmp_path, tmp_path / "a.txt"], SETTINGS)]
    assert [file.relative_to(tmp_path).as_posix() for file in found] == ["2024/01/c.TXT", "a.txt", "b.txt"]


def test_a_named_file_is_kept_though_it_does_not_exist(tmp_path: Path) -> None:
    assert [source.path for source in pages.discover([tmp_path / "gone.txt"], SETTINGS)] == [tmp_path / "gone.txt"]
