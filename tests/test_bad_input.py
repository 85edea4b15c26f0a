"""What cannot be read is named with file and offset or line, the exit code is 1, and the good pages of the same run are all there."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from scenes import LVLIANG, PAGES, QUZHOU, write

from kg import pages, pipeline
from kg.graph.folder import load
from kg.model import Page, Problem
from kg.settings import Settings

BROKEN = LVLIANG.encode().replace("副书记".encode(), "副书".encode() + b"\xe8\xff", 1)
LINE = 1 + LVLIANG[: LVLIANG.index("副书记")].count("\n")
OFFSET = BROKEN.index(b"\xe8\xff")

# body of the file, code and severity of the problem, where it says that it is ("" for the file alone), words of its message.
BAD: dict[str, tuple[bytes, str, str, str]] = {
    "空.txt": (b"", "empty", "@0", "empty"),
    "空白.txt": ("　\n\n \t\n".encode(), "empty", "@0", "white space"),
    "数字.txt": (b"2021 08 19\n" + b"12345678 90\n" * 400, "no-text", "@0", "no Chinese text"),
    "英文.txt": (b"Lvliang held a meeting on education.\n" * 9, "no-text", "@0", "no Chinese text"),
    "二进制.txt": (bytes(range(256)) * 64, "binary", "@", "text"),
    "全零.txt": (bytes(4096), "binary", "@0", "zero bytes"),
    "是PDF.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "binary", "@0", "a PDF"),
    "是图片.txt": (b"\x89PNG\r\n\x1a\n" + bytes(99), "binary", "@0", "PNG"),
    "是压缩包.txt": (b"PK\x03\x04" + bytes(99), "binary", "@0", "ZIP"),
}  # fmt: skip
GOOD = {**PAGES, "坏字节.txt": BROKEN}


@pytest.fixture(scope="session")
def mixed(once: Callable[..., Path], kg_process: Callable[..., subprocess.CompletedProcess[bytes]]) -> Path:
    """One build of good pages, bad ones, a folder and a dangling link that are called like pages, and a faulty sidecar."""

    def make(folder: Path) -> None:
        write(folder / "pages", {**GOOD, **{name: case[0] for name, case in BAD.items()}})
        (folder / "pages" / "文件夹.txt").mkdir()
        (folder / "pages" / "断链.txt").symlink_to("无此文件.txt")
        (folder / "pages" / "衢州.toml").write_text('newspaper = "衢州日报"\nhoem = "衢州市"\ndate = "昨天"\n', encoding="utf-8")
        done = kg_process("build", "pages", "pages/没有.txt", "pages/文件夹.txt", "-o", "output", "--jobs", 1, cwd=folder, LC_ALL="C.UTF-8")
        (folder / "code").write_text(str(done.returncode))
        (folder / "stderr").write_bytes(done.stderr)

    return once("mixed", make)


@pytest.fixture(scope="session")
def problems(mixed: Path) -> tuple[Problem, ...]:
    found: tuple[Problem, ...] = load(mixed / "output").graph["problems"]
    return found


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_is_a_problem_with_file_and_offset(name: str, problems: tuple[Problem, ...]) -> None:
    _, code, where, message = BAD[name]
    found = [p for p in problems if p.where.startswith(f"pages/{name}")]
    assert [(p.stage, p.code, p.severity) for p in found] == [("pages", code, "error")]
    assert found[0].where.startswith(f"pages/{name}{where}")
    assert message in found[0].message
    assert found[0].hint


def test_broken_bytes_are_named_and_the_page_is_read_all_the_same(mixed: Path, problems: tuple[Problem, ...]) -> None:
    found = [p for p in problems if p.where.startswith("pages/坏字节.txt")]
    assert [(p.code, p.where) for p in found] == [("bad-bytes", f"pages/坏字节.txt@{OFFSET}")]
    assert f"line {LINE}: bytes e8 ff are not utf-8" in found[0].message
    bodies = {p.source: p.body for p in load(mixed / "output").graph["pages"].values()}
    assert "\ufffd" in bodies["pages/坏字节.txt"]


def test_a_faulty_sidecar_is_named_with_its_lines_and_the_rest_of_it_holds(mixed: Path, problems: tuple[Problem, ...]) -> None:
    found = [(p.where, p.severity) for p in problems if "衢州" in p.where]
    assert found == [("pages/衢州.toml:2", "warning"), ("pages/衢州.toml:3", "warning")]
    page = next(p for p in load(mixed / "output").graph["pages"].values() if p.source == "pages/衢州.txt")
    assert (page.newspaper, page.published) == ("衢州日报", "2022-06-01")


@pytest.mark.parametrize("name", ["断链.txt", "没有.txt"])
def test_a_page_that_is_not_there_is_named(name: str, problems: tuple[Problem, ...]) -> None:
    assert [(p.code, p.severity, p.message) for p in problems if p.where == f"pages/{name}"] == [("unreadable", "error", "no such file")]


def test_the_exit_code_is_1_and_every_problem_is_told(mixed: Path, problems: tuple[Problem, ...]) -> None:
    assert (mixed / "code").read_text() == "1"
    told = (mixed / "stderr").read_text(encoding="utf-8")
    assert "Traceback" not in told
    for problem in problems:
        assert f"{problem.severity}: {problem.where}: {problem.message} [{problem.stage}/{problem.code}]" in told


def test_the_good_pages_of_the_same_run_are_all_there(mixed: Path, tmp_path: Path, settings: Settings) -> None:
    graph = load(mixed / "output")
    assert {p.source for p in graph.graph["pages"].values()} == {f"pages/{name}" for name in GOOD}
    alone = pipeline.build(write(tmp_path, PAGES), settings)
    assert set(alone) <= set(graph)
    assert {r.id for _, _, r in alone.edges(data="record")} <= {r.id for _, _, r in graph.edges(data="record")}


# --- encodings --------------------------------------------------------------------------------------------------------


def page(path: Path, data: bytes) -> tuple[Page | None, tuple[Problem, ...]]:
    path.write_bytes(data)
    found, problems = pages.read(path, settings=Settings())
    return next(iter(found), None), problems


ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("body", [LVLIANG, QUZHOU, QUZHOU * 40], ids=["a page", "a short one", "a long one"])
def test_a_dump_is_read_in_whatever_encoding_it_was_saved(encoding: str, body: str, tmp_path: Path) -> None:
    found, problems = page(tmp_path / "一版.txt", body.encode(encoding))
    assert problems == ()
    assert found is not None
    assert found.body == body


def test_rare_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    body = QUZHOU.replace("李晓红", "李𬭎㛃")
    found, problems = page(tmp_path / "一版.txt", body.encode("gb18030"))
    assert (found and found.body, problems) == (body, ())


def test_the_same_text_is_the_same_page_in_any_encoding(tmp_path: Path) -> None:
    found = [page(tmp_path / "一版.txt", LVLIANG.encode(encoding))[0] for encoding in ("utf-8", "gb18030", "utf-16")]
    assert len({p.id for p in found if p}) == 1


def test_a_text_cut_off_inside_a_character_is_read_up_to_there(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        found, problems = page(tmp_path / "一版.txt", LVLIANG.rstrip("。\n").encode(encoding)[:-1])
        assert found is not None
        assert found.body[:200] == LVLIANG[:200]
        assert [p.code for p in problems] == ["bad-bytes"]


# --- size and rights --------------------------------------------------------------------------------------------------


def test_a_line_of_20_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "长行.txt"
    path.write_bytes("市委书记陈立到会，".encode() * (20_000_000 // 27))
    started = time.monotonic()
    readings, problems = pipeline.read(path, Settings(jobs=1))
    assert time.monotonic() - started < 20  # a generous guard: it takes a fraction of a second
    assert readings == ()
    assert [(p.code, p.severity) for p in problems] == [("too-long", "error")]
    assert problems[0].where.startswith(str(path))
    assert "max_page_chars" in problems[0].hint


def test_a_long_line_within_the_bound_is_read_in_bearable_time(tmp_path: Path) -> None:
    path = tmp_path / "长行.txt"
    path.write_text("离石区教育局局长陈立到会，" * 800, encoding="utf-8")
    started = time.monotonic()
    (reading,), _ = pipeline.read(path, Settings(jobs=1))
    assert time.monotonic() - started < 60  # a generous guard: about a second
    assert len(reading.mentions) > 800


def test_the_bound_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "一版.txt"
    path.write_text(LVLIANG, encoding="utf-8")
    assert pages.read(path, settings=replace(Settings(), max_page_chars=len(LVLIANG)))[0]
    found, problems = pages.read(path, settings=replace(Settings(), max_page_chars=len(LVLIANG) - 1))
    assert found == ()
    assert [p.code for p in problems] == ["too-long"]


REFUSALS = [(PermissionError(13, "Permission denied"), "no permission"), (OSError(5, "Input/output error"), "Input/output error")]


@pytest.mark.parametrize(("error", "message"), REFUSALS)
def test_a_file_that_may_not_or_cannot_be_read_is_named(
    error: OSError, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise error

    path = tmp_path / "一版.txt"
    path.write_text(LVLIANG, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found, problems = pages.read(path, settings=Settings())
    assert found == ()
    assert [(p.code, p.severity, p.where) for p in problems] == [("unreadable", "error", str(path))]
    assert message in problems[0].message


def test_a_folder_called_like_a_page_is_searched_and_not_read(tmp_path: Path) -> None:
    write(tmp_path / "版面.txt", {"里.txt": LVLIANG})
    assert [source.path for source in pages.discover([tmp_path / "版面.txt"], Settings())] == [tmp_path / "版面.txt" / "里.txt"]
    found, problems = pages.read(tmp_path / "版面.txt", settings=Settings())
    assert found == ()
    assert [p.code for p in problems] == ["unreadable"]


SIDECARS = {
    "an unknown key": ('paper = "吕梁日报"\n', ":1", "unknown key 'paper'"),
    "no TOML": ("newspaper = 吕梁日报\n", ":1", "not valid TOML"),
    "no date": ('edition = "01"\ndate = "农历七月"\n', ":2", "is no date"),
    "a list": ('date = 2021-08-19\nedition = ["01"]\n', ":2", "edition should be text"),
}


@pytest.mark.parametrize(("text", "where", "message"), SIDECARS.values(), ids=SIDECARS)
def test_a_fault_of_a_sidecar_is_a_warning_with_its_line(text: str, where: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "一版.toml").write_text(text, encoding="utf-8")
    found, problems = page(tmp_path / "一版.txt", LVLIANG.encode())
    assert found is not None
    assert [(p.where, p.severity) for p in problems] == [(f"{tmp_path / '一版.toml'}{where}", "warning")]
    assert message in problems[0].message


def test_a_sidecar_in_gbk_is_named_and_the_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "一版.toml").write_bytes('edition = "01"\nnewspaper = "吕梁日报"\n'.encode("gbk"))
    found, problems = page(tmp_path / "一版.txt", LVLIANG.encode())
    assert found is not None
    assert [(p.where, p.message) for p in problems] == [(f"{tmp_path / '一版.toml'}:2", "not UTF-8; ignored")]
