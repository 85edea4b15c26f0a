"""Archives and standard input: members are read like files, and nothing in an archive can do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import stat
import sys
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg import pages, pipeline
from kg.model import Page, Problem
from kg.settings import Settings

FIRST = "本报讯（记者 田禾） 3月5日，青石县召开春耕备耕现场会。\n"
SECOND = "会议要求，各乡镇要把种子化肥备足，把机耕道修好。\n"
TABLE = f"标题,正文\n春耕,{SECOND.strip()}\n"
SITE = f"<html><head><meta charset=utf-8><title>春耕</title></head><body><h1>春耕</h1><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"

Members = Mapping[str, str | bytes]


def zipped(members: Members) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand there twice
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: Members, mode: str = "w", encoding: str = "utf-8") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
        for name, said in members.items():
            data = said.encode() if isinstance(said, str) else said
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


PACKERS: dict[str, Callable[[Members], bytes]] = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: tarred(members, "w:gz"),
    "a.tgz": lambda members: tarred(members, "w:gz"),
    "a.tar.bz2": lambda members: tarred(members, "w:bz2"),
    "a.tar.xz": lambda members: tarred(members, "w:xz"),
}


def read(*paths: Path | str, settings: Settings | None = None, stdin: bytes = b"") -> tuple[list[Page], list[Problem]]:
    """The pages of files and what was wrong, with the folder's name taken off."""
    settings = settings or Settings()
    with pages.opened(paths, settings, io.BytesIO(stdin)) as (sources, problems):
        read = [pages.read(source, settings=settings) for source in sources]
        temporary = [source.path for source in sources if str(source.path) != source.name]
        assert all(path.is_file() for path in temporary)
    assert [path for path in temporary if path.exists()] == []
    return [page for each, _ in read for page in each], [*problems, *(problem for _, each in read for problem in each)]


def reading(folder: Path, data: bytes, name: str = "a.zip", **settings: int) -> tuple[list[str], list[tuple[str, str]]]:
    """The members that are pages, and (code, member) of what was refused."""
    (folder / name).write_bytes(data)
    found, problems = read(folder / name, settings=Settings(**settings))  # type: ignore[arg-type]
    before = str(folder / name)
    assert all(page.source.startswith(f"{before}!") for page in found)
    assert all(problem.hint for problem in problems)
    return [page.source.removeprefix(f"{before}!") for page in found], [(p.code, p.where.removeprefix(before)) for p in problems]


@pytest.mark.parametrize("name", PACKERS)
def test_members_of_every_kind_are_read_with_their_sidecars(name: str, tmp_path: Path) -> None:
    sidecar = 'newspaper = "临河日报"\nhoem = 1\n'
    members = {"临河/一版.txt": FIRST, "临河/一版.toml": sidecar, "临河/_default.toml": 'edition = "01"'}
    members |= {"n.csv": TABLE, "b/c.html": SITE, "x.doc": "not looked at", ".h.txt": "hidden"}
    (tmp_path / name).write_bytes(PACKERS[name](members))
    found, problems = read(tmp_path)
    before = str(tmp_path / name)
    assert [page.source for page in found] == [f"{before}!b/c.html", f"{before}!n.csv#row=1", f"{before}!临河/一版.txt"]
    assert (found[2].newspaper, found[2].edition, found[2].body) == ("临河日报", "01", FIRST)
    assert [(p.code, p.where) for p in problems] == [("metadata", f"{before}!临河/一版.toml:2")]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_names_that_windows_wrote_in_gbk_are_right(packed: Callable[[Members], bytes], tmp_path: Path) -> None:
    if packed is zipped:
        data = zipped({"x" * 12 + ".txt": FIRST}).replace(b"x" * 12, "临河要闻一版".encode("gbk"))
        name = "a.zip"
    else:
        data, name = tarred({"临河要闻一版.txt": FIRST}, encoding="gbk"), "a.tar"
    assert reading(tmp_path, data, name)[0] == ["临河要闻一版.txt"]


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_not(tmp_path: Path) -> None:
    inner = tarred({"c.txt": SECOND, "d.zip": zipped({"e.txt": FIRST})}, "w:gz")
    found, refused = reading(tmp_path, zipped({"a.txt": FIRST, "b.tar.gz": inner}))
    assert found == ["a.txt", "b.tar.gz!c.txt"]
    assert refused == [("nested", "!b.tar.gz!d.zip")]


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_compressed_file_is_read(ending: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / f"一版.txt.{ending}").write_bytes(pack(FIRST.encode()))
    (tmp_path / f"n.csv.{ending.upper()}").write_bytes(pack(TABLE.encode("gb18030")))
    (tmp_path / f"kernel.log.{ending}").write_bytes(pack(b"not looked at"))
    found, problems = read(tmp_path)
    assert [page.source.rpartition("/")[2] for page in found] == [f"n.csv.{ending.upper()}!n.csv#row=1", f"一版.txt.{ending}!一版.txt"]
    assert problems == []


def test_names_too_long_for_a_file_system_are_read_with_their_sidecars(tmp_path: Path) -> None:
    name = "我市部署农村公路建设" * 20
    (tmp_path / "a.zip").write_bytes(zipped({f"{name}/{name}.txt": FIRST, f"{name}/{name}.toml": 'newspaper = "临河日报"'}))
    (page,), problems = read(tmp_path / "a.zip")
    assert (page.source, page.newspaper, problems) == (f"{tmp_path / 'a.zip'}!{name}/{name}.txt", "临河日报", [])


# ---- what is refused -------------------------------------------------------------------------------------------------

TRICKS = ["../b.txt", "b/../../c.txt", "/etc/b.txt", "C:\\b.txt", "c:b.txt", "..\\b.txt", "\\\\host\\share\\b.txt"]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_path_out_of_the_archive_is_refused_and_the_rest_read(name: str, trick: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    found, refused = reading(inside, PACKERS[name]({trick: FIRST, "z.txt": FIRST}), name)
    assert found == ["z.txt"]
    assert [code for code, _ in refused] == ["path"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [name, "inside"]


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.FIFOTYPE), ("d.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert reading(tmp_path, file.getvalue() + b"", "a.tar") == ([], [("link", f"!{name}.txt") for name in "abcd"])
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive_:
        archive_.writestr(link, "/etc/passwd")
        archive_.writestr("b.txt", FIRST)
    assert reading(tmp_path, file.getvalue()) == (["b.txt"], [("link", "!a.txt")])


def test_a_bomb_in_a_zip_is_left_packed_and_the_rest_read(tmp_path: Path) -> None:
    found, refused = reading(tmp_path, zipped({"a.txt": bytes(8_000_000), "b.txt": FIRST}))
    assert (found, refused) == (["b.txt"], [("bomb", "!a.txt")])


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tar.bz2", "a.tar.xz"])
def test_a_bomb_in_a_tar_ends_it(name: str, tmp_path: Path) -> None:
    found, refused = reading(tmp_path, PACKERS[name]({"a.txt": FIRST, "b.bin": bytes(8_000_000), "c.txt": FIRST}), name)
    assert (found, refused) == (["a.txt"], [("bomb", "")])


def test_a_compressed_bomb_is_refused(tmp_path: Path) -> None:
    assert reading(tmp_path, gzip.compress(bytes(8_000_000)), "a.txt.gz") == ([], [("bomb", "")])


def test_the_bounds_are_settings(tmp_path: Path) -> None:
    data = zipped({f"{i}.txt": FIRST * 100 for i in range(9)})
    size = len((FIRST * 100).encode())
    assert reading(tmp_path, data, max_members=4) == (["0.txt", "1.txt", "2.txt", "3.txt"], [("bomb", "")])
    assert reading(tmp_path, data, max_unpacked=3 * size) == (["0.txt", "1.txt", "2.txt"], [("bomb", "")])
    nested = zipped({f"{i}.zip": data for i in range(2)})
    assert len(reading(tmp_path, nested, max_members=12)[0]) == 10
    assert len(reading(tmp_path, zipped({"a.txt": bytes(5_000_000) + FIRST.encode()}), max_ratio=5_000)[1]) == 1  # zero bytes: no text


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": FIRST, "b.txt": SECOND}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    assert reading(tmp_path, bytes(data)) == (["b.txt"], [("encrypted", "!a.txt")])


def test_of_many_refusals_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    _, refused = reading(tmp_path, zipped({f"../{i:03}.txt": FIRST for i in range(150)}))
    assert len(refused) == 21
    assert refused[-1] == ("path", "")


@pytest.mark.parametrize("name", PACKERS)
def test_what_is_cut_off_is_told_and_what_was_before_is_read(name: str, tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(40_000)
    data = PACKERS[name]({"a.txt": FIRST, "b.txt": noise})
    found, refused = reading(tmp_path, data[: len(data) * 3 // 4], name)
    assert found == ([] if name == "a.zip" or name.endswith("bz2") else ["a.txt"])
    assert [code for code, _ in refused] == ["archive"]


def test_a_tar_without_its_end_is_told(tmp_path: Path) -> None:
    data = tarred({"a.txt": FIRST})
    assert reading(tmp_path, data[:1024], "a.tar") == (["a.txt"], [("archive", "")])


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": FIRST, "b.txt": SECOND}))
    data[data.index(b"a.txt") + 12] ^= 0xFF
    assert reading(tmp_path, bytes(data)) == (["b.txt"], [("archive", "!a.txt")])


def test_a_name_that_stands_there_twice_is_read_once(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in (FIRST, SECOND):
            archive.writestr("a.txt", text)
        archive.writestr("a.txt/b.txt", SECOND)
    assert reading(tmp_path, file.getvalue()) == (["a.txt"], [("archive", "!a.txt"), ("archive", "!a.txt/b.txt")])


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    _, problems = read(tmp_path / "gone.zip")
    assert [(p.code, p.where, p.message) for p in problems] == [("unreadable", str(tmp_path / "gone.zip"), "no such file")]


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*PACKERS, "a.txt.gz"]), st.data())
def test_no_bytes_make_unpacking_fail(tmp_path: Path, name: str, data: st.DataObject) -> None:
    packed = bytearray(PACKERS.get(name, lambda _: gzip.compress(FIRST.encode()))({"a.txt": FIRST, "b.csv": TABLE}))
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(packed) - 1), st.integers(0, 255)), max_size=8)):
        packed[at] = byte
    end = data.draw(st.integers(0, len(packed)))
    (tmp_path / name).write_bytes(bytes(packed[:end]))
    found, problems = read(tmp_path / name)
    assert found or problems or not end or name != "a.zip"


# ---- standard input --------------------------------------------------------------------------------------------------

STREAMS: dict[str, bytes] = {
    "stdin.txt": FIRST.encode("gb18030"),
    "stdin.csv": TABLE.encode("utf-16"),
    "stdin.tsv": TABLE.replace(",", "\t").encode(),
    "stdin.jsonl": json.dumps({"content": FIRST}).encode() + b"\n",
    "stdin.json": json.dumps([{"content": FIRST}], ensure_ascii=False).encode(),
    "stdin.html": SITE.encode(),
    "stdin.zip": zipped({"a.txt": FIRST}),
    "stdin.tar": tarred({"a.txt": FIRST}),
    "stdin.tar.xz": tarred({"a.txt": FIRST}, "w:xz"),
    "stdin.txt.gz": gzip.compress(FIRST.encode()),
    "stdin.csv.bz2": bz2.compress(TABLE.encode()),
}


@pytest.mark.parametrize("name", STREAMS)
def test_what_comes_on_standard_input_is_recognised(name: str) -> None:
    (page,), problems = read("-", stdin=STREAMS[name])
    assert problems == []
    assert page.source.startswith(name)
    assert FIRST.strip() in page.body or SECOND.strip() in page.body


def test_the_user_says_what_comes_on_standard_input() -> None:
    (page,), _ = read("-", settings=Settings(stdin_as="../x/data.txt"), stdin=TABLE.encode())
    assert (page.source, page.format, page.body) == ("data.txt", "text", TABLE)


def test_too_much_on_standard_input_is_a_problem() -> None:
    found, problems = read("-", settings=Settings(max_unpacked=100), stdin=FIRST.encode() * 9)
    assert (found, [(p.code, p.where) for p in problems]) == ([], [("too-long", "-")])


def test_a_build_reads_archives_and_standard_input_in_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{i}.txt": f"{i}、{FIRST}" for i in range(3)}))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    graph = pipeline.build([tmp_path / "a.zip", "-"], Settings(jobs=2, tagger="jieba"))
    assert [page.source.rpartition("/")[2] for page in sorted(graph.graph["pages"].values(), key=lambda page: page.source)] == [
        *(f"a.zip!{i}.txt" for i in range(3)),
        "stdin.csv#row=1",
    ]
    assert not [problem for problem in graph.graph["problems"] if problem.severity == "error"]
