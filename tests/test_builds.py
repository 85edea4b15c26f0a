"""A build takes the place of the one before at once or not at all, whatever goes wrong and wherever."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from scenes import ROOT

from kg import builds

STEPS = ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "link"), (os, "open"), (os, "unlink"), (os, "mkdir"), (shutil, "rmtree"))


class Cut(BaseException):
    """The power goes: nothing of the program runs any more."""


def made(folder: Path, id: str) -> Path:
    """Publish a small build whose files all say its id."""
    with builds.writing(folder):
        staging = builds.staged(folder, id)
        (staging / "records").mkdir()
        for name in ("graph.ttl", "graph.nq", "records/pages.jsonl"):
            (staging / name).write_text(id, encoding="utf-8")
        return builds.publish(folder, staging)


def said(folder: Path) -> set[str]:
    """What the files of the current build say."""
    return {path.read_text(encoding="utf-8") for path in builds.current(folder).rglob("*.*") if path.is_file()}


def shown(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in ("graph.ttl", "graph.nq", "records/pages.jsonl")}


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, number: int, fault: BaseException) -> Iterator[list[int]]:
    """The `number`-th step on the file system fails, and when the power is gone, all that follow."""
    calls = [0]

    def broken(function: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            calls[0] += 1
            if calls[0] == number or (isinstance(fault, Cut) and calls[0] > number):
                raise fault
            return function(*args, **kwargs)

        return step

    with monkeypatch.context() as patch:
        for module, name in STEPS:
            patch.setattr(module, name, broken(getattr(module, name)))
        yield calls


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), Cut()], ids=["full disk", "power cut"])
def test_whatever_step_fails_the_old_build_or_the_new_one_is_there_whole(
    fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, steps = 0, 1
    while number <= steps:
        number += 1
        folder = tmp_path / str(number)
        made(folder, "old")
        with failing(monkeypatch, number, fault) as calls, suppress(OSError, Cut):
            made(folder, "new")
        steps = calls[0] if calls[0] >= number else 0
        assert said(folder) in ({"old"}, {"new"})
        made(folder, "new")
        assert said(folder) == shown(folder) == {"new"}
    assert number > 20


def test_a_writer_puts_right_what_one_that_was_cut_off_has_left(tmp_path: Path) -> None:
    made(tmp_path, "old")
    with builds.writing(tmp_path):
        (builds.staged(tmp_path, "new") / "graph.ttl").write_text("half", encoding="utf-8")
    (tmp_path / "graph.ttl").unlink()
    with builds.writing(tmp_path):
        assert shown(tmp_path) == {"old"}
        assert [path.name for path in (tmp_path / builds.HOME / "builds").iterdir()] == ["old"]


def test_the_build_before_stays_and_older_ones_go(tmp_path: Path) -> None:
    for id in ("one", "two", "three"):
        made(tmp_path, id)
    before = builds.previous(tmp_path)
    assert before is not None
    assert before.name == "two"
    assert sorted(path.name for path in before.parent.iterdir()) == ["three", "two"]


def test_what_the_new_build_does_not_have_is_no_longer_shown(tmp_path: Path) -> None:
    made(tmp_path, "old")
    (tmp_path / "mine.ttl").write_text("mine", encoding="utf-8")
    with builds.writing(tmp_path):
        staging = builds.staged(tmp_path, "new")
        (staging / "graph.nq").write_text("new", encoding="utf-8")
        builds.publish(tmp_path, staging)
    assert sorted(path.name for path in tmp_path.glob("*.*")) == [".zhitu", "graph.nq", "mine.ttl"]


READER = """
    import sys
    from pathlib import Path
    from kg import builds
    build = builds.held(Path(sys.argv[1]))
    print(build.name, flush=True)
    sys.stdin.readline()
    print(*sorted(p.read_text(encoding="utf-8") for p in build.glob("graph.*")), flush=True)
"""


def process(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_build_stays_as_long_as_somebody_reads_it(tmp_path: Path) -> None:
    made(tmp_path, "one")
    reader = process(READER, tmp_path)
    assert line(reader) == "one"
    for id in ("two", "three", "four"):
        made(tmp_path, id)
    assert reader.communicate("go on\n")[0].strip() == "one one"
    made(tmp_path, "five")
    assert sorted(path.name for path in (tmp_path / builds.HOME / "builds").iterdir()) == ["five", "four"]


WRITER = """
    import sys
    from pathlib import Path
    from kg import builds
    with builds.writing(Path(sys.argv[1])):
        print("writing", flush=True)
        sys.stdin.readline()
"""


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    made(tmp_path, "old")
    writer = process(WRITER, tmp_path)
    assert line(writer) == "writing"
    with pytest.raises(builds.BusyError, match=f"process {writer.pid} is building here"), builds.writing(tmp_path):
        pass
    assert said(tmp_path) == {"old"}
    writer.kill()
    writer.communicate()
    made(tmp_path, "new")
    assert said(tmp_path) == {"new"}


def test_a_folder_without_a_published_build_is_its_own(tmp_path: Path) -> None:
    assert builds.current(tmp_path) == builds.held(tmp_path) == tmp_path
    assert builds.previous(tmp_path) is None


def test_where_there_are_no_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", none)
    made(tmp_path, "one")
    assert shown(tmp_path) == {"one"}
    assert made(tmp_path, "one").name == "one"
