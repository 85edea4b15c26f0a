"""Where a build stands in its folder, and how the next one takes its place: all at once, or not at all.

OUTPUT/.zhitu holds complete builds (`builds/ID`, never changed once they are there), `current`, which names one of them, and `lock`. A build
is written beside the others, brought to the disk, and becomes the current one when `current` is replaced: a single rename. Whatever happens
before leaves the old build, whatever happens after leaves the new one. The files that people open (OUTPUT/graph.ttl …) are links to those of
the current build, or copies where the file system has no links; they are renewed after the switch, and by the next writer if that was cut off.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32

import portalocker

HOME = ".zhitu"
BLOCK = 1 << 20
KEPT = 2  # builds: the current one, and the one before it, which may still be read and which `kg diff` compares with
SHARED, EXCLUSIVE = portalocker.LockFlags.SHARED, portalocker.LockFlags.EXCLUSIVE
_held: dict[Path, IO[bytes]] = {}


class BusyError(OSError):
    """Somebody else writes to the folder; the message says who."""


def current(folder: Path) -> Path:
    """The folder of the newest complete build in an output folder; the folder itself where no build was published in it."""
    id = _pointed(folder)
    return folder / HOME / "builds" / id if id else folder


def previous(folder: Path) -> Path | None:
    """The build before the current one, if it is still there."""
    id = _read(folder / HOME / "previous")
    path = folder / HOME / "builds" / id
    return path if id and path.is_dir() else None


def held(folder: Path) -> Path:
    """`current`, kept on disk until this process ends, whatever is built in the meantime."""
    while True:
        build = current(folder)
        if build == folder or build in _held:
            return build
        try:
            _held[build] = _locked(build / "lock", SHARED)
        except FileNotFoundError:  # it went between the two lines: there is a newer one
            continue
        except (OSError, portalocker.LockException):
            return build  # a medium without locks, or one that may not be written
        return build


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write to an output folder, which is made when missing. Raises BusyError when another process has it."""
    home = folder / HOME
    (home / "builds").mkdir(parents=True, exist_ok=True)
    try:
        lock = _locked(home / "lock", EXCLUSIVE)
    except portalocker.LockException as error:
        raise BusyError(f"{folder}: process {_read(home / 'writer') or '?'} is building here; wait for it, or choose another folder") from error
    with lock:
        (home / "writer").write_text(f"{os.getpid()}\n", encoding="utf-8")
        _swept(folder)
        yield


def staged(folder: Path, id: str) -> Path:
    """An empty folder for the files of a build that is not complete yet."""
    path = folder / HOME / "builds" / f"{id}.part"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path


def publish(folder: Path, staging: Path) -> Path:
    """Make what `staged` holds the current build; returns its folder. The older ones go, but for the last and those that somebody reads."""
    (staging / "lock").touch()
    for place, _, names in os.walk(staging):
        for path in (*(Path(place, name) for name in names), Path(place)):
            _flushed(path)
    build, before = staging.with_suffix(""), _pointed(folder)
    if build.is_dir():  # the same build, put aside: one of the two is as good as the other
        shutil.rmtree(staging)
    else:
        os.rename(staging, build)
    _flushed(build.parent)
    if before and before != build.name:
        _written(folder / HOME / "previous", before)
    _written(folder / HOME / "current", build.name)
    _shown(folder, build)
    _pruned(folder)
    return build


def _swept(folder: Path) -> None:
    """Put right what a writer that was cut off has left: unfinished builds go, the files that people open are those of the current build."""
    for unfinished in (folder / HOME / "builds").glob("*.part"):
        shutil.rmtree(unfinished, ignore_errors=True)
    if (build := current(folder)) != folder:
        _shown(folder, build)


def _shown(folder: Path, build: Path) -> None:
    """Link the files of a build (not its databases) into the output folder; those that a build before had and this one has not go."""
    before, files = previous(folder), _files(build)
    for file in sorted(_files(before) - files) if before else ():
        (folder / file).unlink(missing_ok=True)
    for file in sorted(files):
        source, link = build / file, folder / file
        if link.exists() and os.path.samefile(source, link):
            continue
        link.parent.mkdir(exist_ok=True)
        part = link.with_name(f"{link.name}.part")
        part.unlink(missing_ok=True)
        linked(source, part)
        os.replace(part, link)


def linked(source: Path, target: Path) -> None:
    """Give a file a second name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def copied(source: IO[bytes], begin: int, end: int, target: IO[bytes]) -> None:
    """Write the bytes [begin, end) of one file to another, where it stands; the system copies them where it can."""
    target.flush()
    at = begin
    with suppress(OSError, AttributeError):  # between two file systems, say
        while at < end and (done := os.copy_file_range(source.fileno(), target.fileno(), end - at, at)):
            at += done
    source.seek(at)
    while at < end and (part := source.read(min(end - at, BLOCK))):
        target.write(part)
        at += len(part)


def checksum(path: Path) -> int:
    """The CRC-32 of a file, −1 when there is none: it tells damage, and costs a tenth of a digest."""
    found = 0
    try:
        with path.open("rb") as file:
            while part := file.read(BLOCK):
                found = crc32(part, found)
    except OSError:
        return -1
    return found


def _files(build: Path) -> set[str]:
    """The files of a build that people open."""
    found = (path for pattern in ("graph.*", "records/*.jsonl") for path in build.glob(pattern))
    return {path.relative_to(build).as_posix() for path in found if path.is_file()}


def _pruned(folder: Path) -> None:
    kept = {_pointed(folder), _read(folder / HOME / "previous")}
    for build in (folder / HOME / "builds").iterdir():
        if build.name in kept:
            continue
        with suppress(OSError, portalocker.LockException):  # it is being read: the next writer tries again
            with _locked(build / "lock", EXCLUSIVE):
                gone = build.with_suffix(".part")
                os.rename(build, gone)
            shutil.rmtree(gone, ignore_errors=True)


def _locked(path: Path, how: portalocker.LockFlags) -> IO[bytes]:
    file = path.open("ab" if how == EXCLUSIVE else "rb")
    try:
        portalocker.lock(file, how | portalocker.LockFlags.NON_BLOCKING)
    except BaseException:
        file.close()
        raise
    return file


def _pointed(folder: Path) -> str:
    id = _read(folder / HOME / "current")
    return id if id and (folder / HOME / "builds" / id).is_dir() else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _written(path: Path, text: str) -> None:
    """A small file replaced so that there is always one of the two."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    _flushed(path.parent)


def _flushed(path: Path) -> None:
    """Bring a file or a folder's entries to the disk; a folder where the system knows no such thing is left to it."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
