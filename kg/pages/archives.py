"""ZIP and tar archives and compressed files, unpacked into a folder of the build's own; nothing in them can reach beyond it.

Refused with a problem each, while the rest is read: paths that lead out of the archive, links and devices, encrypted members, members
that unpack to far more than they are worth (bombs), what is cut off or damaged, and archives nested more than one level deep.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from kg.model import Problem, digest
from kg.pages import rows
from kg.pages.draft import problem
from kg.settings import Settings

ZIPS = (".zip",)
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
PACKED = (".gz", ".bz2", ".xz")
WHOLE = (*ZIPS, *TARS)
SUFFIXES = (*WHOLE, *PACKED)

_KINDS = (
    (b"%PDF", ".pdf"), (b"PK\x03\x04", ".zip"), (b"PK\x05\x06", ".zip"), (b"\x1f\x8b", ".gz"), (b"BZh", ".bz2"), (b"\xfd7zXZ\x00", ".xz"), (b"PAR1", ".parquet"),
    (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"),
)  # fmt: skip
# Whatever these libraries raise on damaged data.
_DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    OverflowError,
)  # fmt: skip
_CHUNK = 1 << 16
# Less than this is no bomb, whatever it was packed to.
HARMLESS = 4 << 20
# So many problems of a kind are told one by one.
_TOLD = 20
# A file system takes names of 255 bytes; longer ones keep their ending and get a digest.
_LONGEST_NAME = 200
_ENCRYPTED, _UTF8 = 0x1, 0x800

File = tuple[Path, str]


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


class _TooMuch(Exception):
    """An archive unpacks to more than it may; the message says so to the user."""


def is_archive(name: str) -> bool:
    """Whether a file is unpacked, by the end of its name."""
    return name.lower().endswith(SUFFIXES)


def unpacked_name(name: str) -> str:
    """The name of what a compressed file holds (一版.txt.gz: 一版.txt); an archive's own name is given back."""
    lower = name.lower()
    return name.rpartition(".")[0] if lower.endswith(PACKED) and not lower.endswith(TARS) else name


def unpack(file: Path, name: str, folder: Path, ends: tuple[str, ...], settings: Settings) -> tuple[list[File], list[Problem]]:
    """The members of an archive called `name` as (path, NAME!MEMBER), and what was refused.

    They are put below `folder`, which must be there and empty. Only those whose names end in `ends` are taken, and their sidecars.
    """
    unpacking = _Unpacking(folder, ends, settings)
    unpacking.open(file, name, 0)
    return unpacking.files, unpacking.problems()


class _Unpacking:
    """One archive with those inside it: they share one bound of members and bytes."""

    def __init__(self, folder: Path, ends: tuple[str, ...], settings: Settings) -> None:
        self.folder, self.ends, self.settings = folder, ends, settings
        self.files: list[File] = []
        self.faults: list[Problem] = []
        self.told: Counter[str] = Counter()
        self.members = self.size = self.folders = 0

    def problems(self) -> list[Problem]:
        """What was refused; of many of a kind the first ones and a count."""
        more = [problem(code, f"{count - _TOLD:,} more members like these", self.faults[0].where.partition("!")[0], "see the problems before")
                for code, count in self.told.items() if count > _TOLD]  # fmt: skip
        return [*self.faults, *more]

    def open(self, file: Path, name: str, depth: int) -> None:
        """Unpack one archive; `depth` is 0 for one that the user gave."""
        self.folders += 1
        target = self.folder / str(self.folders)
        target.mkdir()
        lower = name.lower()
        try:
            if lower.endswith(ZIPS):
                self._zip(file, name, target, depth)
            elif lower.endswith(TARS):
                self._tar(file, name, target, depth)
            else:
                self._packed(file, name, target, depth)
        except _TooMuch as error:
            self._fault("bomb", str(error), name, "raise max_unpacked, max_members or max_ratio in kg.toml if it is meant")
        except FileNotFoundError:
            self._fault("unreadable", "no such file", name, "check the path")
        except PermissionError:
            self._fault("unreadable", "no permission to read this file", name, "change its permissions")
        except _DAMAGED as error:
            self._fault("archive", f"cut off, damaged or no archive of its kind: {error or type(error).__name__}", name, "pack it again")

    # ---- kinds

    def _zip(self, file: Path, name: str, target: Path, depth: int) -> None:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                member = info.orig_filename if info.flag_bits & _UTF8 else _named(info.orig_filename.encode("cp437", "replace"))
                mode = info.external_attr >> 16
                kind = "" if stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR) else "a link" if stat.S_ISLNK(mode) else "a device"
                if not self._wanted(member, name, kind) or info.is_dir():
                    continue
                if info.flag_bits & _ENCRYPTED:
                    self._fault("encrypted", "encrypted: not read", f"{name}!{member}", "pack it without a password")
                elif info.file_size > max(HARMLESS, self.settings.max_ratio * info.compress_size):
                    message = f"{info.file_size:,} bytes packed to {info.compress_size:,}: not unpacked"
                    self._fault("bomb", message, f"{name}!{member}", "raise max_ratio in kg.toml if it is meant")
                else:
                    self._store(partial(archive.open, info), member, name, target, depth)

    def _tar(self, file: Path, name: str, target: Path, depth: int) -> None:
        with _plain(file) as stream:
            bounded = _Bounded(stream, self._most(file))
            with tarfile.open(fileobj=bounded, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
                for info in archive:
                    member = _named(info.name.encode("utf-8", "surrogateescape"))
                    kind = (
                        "a link"
                        if info.issym() or info.islnk()
                        else ""
                        if info.isdir() or info.isfile() and not info.issparse()
                        else "a device"
                    )
                    wanted = self._wanted(member, name, kind) and info.isfile()
                    if wanted and not self._store(partial(archive.extractfile, info), member, name, target, depth):
                        return  # what is behind the damage cannot be reached
            if bounded.last.strip(b"\0") and not bounded.last.endswith(bytes(512)):
                self._fault("archive", "cut off: the end of the archive is missing", name, "pack it again; what was there is read")

    def _packed(self, file: Path, name: str, target: Path, depth: int) -> None:
        member = unpacked_name(PurePosixPath(name.rpartition("!")[2]).name)
        with _plain(file) as stream:
            self._store(lambda: _Bounded(stream, self._most(file)), member, name, target, depth)

    def _most(self, file: Path) -> int:
        """To how many bytes a compressed stream may unpack."""
        return min(max(HARMLESS, self.settings.max_ratio * file.stat().st_size), self.settings.max_unpacked - self.size)

    # ---- members

    def _wanted(self, member: str, name: str, kind: str) -> bool:
        """Whether a member is to be unpacked; what is not for a reason is told."""
        self.members += 1
        if self.members > self.settings.max_members:
            raise _TooMuch(f"more than {self.settings.max_members:,} members: the others are not read")
        where, path = f"{name}!{_shown(member)}", member.replace("\\", "/")
        if path.startswith("/") or re.match("[A-Za-z]:", path) or ".." in path.split("/") or "\x00" in path:
            self._fault("path", "a path that leads out of the archive: not unpacked", where, "pack it with plain names")
            return False
        if kind:
            self._fault("link", f"{kind}, not a file: not unpacked", where, "pack the file itself")
            return False
        pieces = _pieces(member)
        hidden = not pieces or "__MACOSX" in pieces or any(piece.startswith(".") for piece in pieces)
        return not hidden and path.lower().endswith((*self.ends, *SUFFIXES, ".toml"))

    def _store(self, source: Callable[[], Stream | None], member: str, name: str, target: Path, depth: int) -> bool:
        """Unpack a member, and what is in it; False when its data are damaged."""
        where = f"{name}!{_shown(member)}"
        path = target.joinpath(*map(_short, _pieces(member)))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unpacked = path.open("xb")
        except OSError as error:
            twice = isinstance(error, FileExistsError)
            message = "twice in this archive: the first is read" if twice else f"cannot be unpacked: {error.strerror}"
            self._fault("archive", message, where, "pack each file once, under a plain name")
            return True
        try:
            with unpacked, closing(source() or io.BytesIO()) as stream:
                while chunk := stream.read(_CHUNK):
                    self.size += len(chunk)
                    if self.size > self.settings.max_unpacked:
                        raise _TooMuch(f"more than {self.settings.max_unpacked:,} bytes unpacked: the rest is not read")
                    unpacked.write(chunk)
        except _TooMuch:
            path.unlink()
            raise
        except _DAMAGED as error:
            path.unlink()
            self._fault("archive", f"cut off or damaged: {error or type(error).__name__}", where, "pack it again")
            return False
        if path.suffix.lower() != ".toml" and (path.name.lower().endswith(self.ends) or not is_archive(path.name)):
            self.files.append((path, where))
        elif is_archive(path.name) and depth:
            self._fault("nested", "an archive in an archive in an archive: not unpacked", where, "unpack one of them")
        elif is_archive(path.name):
            self.open(path, where, depth + 1)
        return True

    def _fault(self, code: str, message: str, where: str, hint: str) -> None:
        self.told[code] += 1
        if self.told[code] <= _TOLD:
            self.faults.append(problem(code, message, where, hint))


class _Bounded(io.RawIOBase):
    """A stream that may not give more than so many bytes; `last` is the last block that it gave."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.stream, self.left, self.last = stream, most, b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes. Raises _TooMuch."""
        data = self.stream.read(size if 0 <= size <= self.left else self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise _TooMuch("unpacks to far more than it is worth, or than it may: the rest is not read")
        self.last = data or self.last
        return data


def _plain(file: Path) -> IO[bytes]:
    """A file's bytes, decompressed as they say themselves."""
    with file.open("rb") as stream:
        begin = stream.read(6)
    if begin.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(file))
    if begin.startswith(b"BZh"):
        return cast(IO[bytes], bz2.open(file))
    return cast(IO[bytes], lzma.open(file)) if begin == b"\xfd7zXZ\x00" else file.open("rb")


def _named(raw: bytes) -> str:
    """A member's name from its bytes: UTF-8, else GB18030 as Chinese Windows writes it."""
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            name = raw.decode(encoding)
            if name.isascii() or re.search("[\u3400-\u9fff]", name):
                return name
    return raw.decode("utf-8", "replace")


def _shown(member: str) -> str:
    return re.sub("[\x00-\x1f\x7f\ud800-\udfff]", "\ufffd", member)


def _pieces(member: str) -> list[str]:
    return [piece for piece in member.replace("\\", "/").split("/") if piece not in ("", ".")]


def _short(piece: str) -> str:
    """A name that any file system takes. A sidecar keeps the name of its page: the stem and the ending are shortened apart."""
    if len(piece.encode("utf-8", "replace")) <= _LONGEST_NAME:
        return piece
    stem, dot, ending = piece.rpartition(".")
    return f"{digest(stem)}{dot}{ending[-16:]}" if stem else digest(piece)


# ---- standard input --------------------------------------------------------------------------------------------------


def receive(stream: IO[bytes], folder: Path, settings: Settings) -> tuple[File | None, tuple[Problem, ...]]:
    """What comes on standard input as a file below `folder`, under the name that the settings give or that its content tells."""
    given = _short(PurePosixPath(settings.stdin_as.replace("\\", "/")).name)
    path = folder / (given or "stdin")
    size = 0
    try:
        with path.open("xb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > settings.max_unpacked:
                    return None, (problem("too-long", f"more than {settings.max_unpacked:,} bytes", "-", "raise max_unpacked in kg.toml"),)
                file.write(chunk)
        if not given:
            path = path.rename(path.with_name(f"stdin{kind(path, settings)}"))
    except OSError as error:
        return None, (problem("unreadable", f"cannot be read: {error.strerror or error}", "-"),)
    return (path, path.name), ()


def kind(path: Path, settings: Settings) -> str:
    """The suffix that a file should have, by its content: .txt when nothing else is known. Raises OSError."""
    with path.open("rb") as file:
        begin = file.read(1 << 16)
    suffix = next((suffix for magic, suffix in _KINDS if begin.startswith(magic)), "")
    if not suffix:
        return ".tar" if begin[257:262] == b"ustar" else _written(begin, settings)
    if suffix == ".zip":
        with suppress(*_DAMAGED), zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            return ".docx" if "word/document.xml" in names else ".epub" if "META-INF/container.xml" in names else ".zip"
    if suffix in PACKED:
        with suppress(*_DAMAGED), _plain(path) as stream:
            inner = stream.read(1 << 16)
            return f".tar{suffix}" if inner[257:262] == b"ustar" else f"{_written(inner, settings)}{suffix}"
    return suffix


def _written(begin: bytes, settings: Settings) -> str:
    """The suffix of text: a saved web page, a table or a dump."""
    said = _decoded(begin).lstrip("\ufeff \t\r\n")
    first, _, rest = said.partition("\n")
    if re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|article|table|p|h1)\b", said, re.I | re.S):
        return ".html"
    if re.match(r"\[\s*\{", said):
        return ".json"
    if re.match(r'\{\s*"', said):
        return ".jsonl" if first.rstrip().endswith("}") else ".json"
    names = max((first.strip().split(separator) for separator in ("\t", ",", ";")), key=len)
    known = rows.columns(tuple(name.strip(' "') for name in names), settings)
    return (".tsv" if "\t" in first else ".csv") if rest and len(known) > 1 and "body" in known else ".txt"


def _decoded(begin: bytes) -> str:
    for encoding in ("utf-16",) if begin[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(begin)
        except UnicodeDecodeError:
            continue
    return begin.decode("utf-8", "replace")
