"""Files to pages: `discover` what can be read (`opened`: in archives and on standard input too), `read` it.

One module for each input format, one line in `READERS`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kg.model import Page, Problem, digest
from kg.pages import archives, docx, epub, html, image, parquet, pdf, rows, sidecar, text
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.files import too_long
from kg.settings import Settings

__all__ = ["READERS", "Draft", "Reader", "Source", "discover", "opened", "read"]

READERS: tuple[Reader, ...] = (
    text.READER,
    pdf.READER,
    image.READER,
    html.READER,
    docx.READER,
    epub.READER,
    rows.JSONL,
    rows.JSON,
    rows.CSV,
    parquet.READER,
)

_HAN = re.compile("[\u3400-\u9fff]")
# A page with fewer Han characters than this holds nothing to read.
_LEAST_HAN = 5


def read(
    file: Source | str | Path, *, settings: Settings, overrides: Mapping[str, str] | None = None
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of a file, or of the part of it that a source names, and what was wrong with it.

    `overrides` (newspaper, date, edition, home, url) beat the sidecar, the sidecar beats what the file says of itself.
    """
    source = file if isinstance(file, Source) else Source(Path(file), str(file))
    reader = _reader(source.path)
    pages: list[Page] = []
    problems: list[Problem] = []
    for found in reader.read(source, settings):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        page, faults = _page(found, source, reader.format, settings, overrides)
        problems += faults
        if page is not None:
            pages.append(page)
    return tuple(pages), tuple(dict.fromkeys(_renamed(fault, source) for fault in problems))


def discover(paths: Iterable[str | Path], settings: Settings) -> tuple[Source, ...]:
    """What can be read in files and folders, sorted by path, each file once, large ones in parts.

    Folders are searched in full, files named are taken as they are. Archives are left to `opened`.
    """
    return _sources([(file, str(file)) for file in _files(paths)], settings)


@contextmanager
def opened(
    paths: Iterable[str | Path], settings: Settings, stdin: IO[bytes] | None = None
) -> Iterator[tuple[tuple[Source, ...], tuple[Problem, ...]]]:
    """What can be read in files, folders, archives and on standard input ("-"), and what could not be unpacked.

    Members of archives and standard input are files of a temporary folder that goes when the context ends.
    """
    named = [Path(path) for path in paths]
    ends = tuple(suffix for reader in READERS for suffix in reader.suffixes)
    with TemporaryDirectory(prefix="zhitu-", ignore_cleanup_errors=True) as folder:
        given = [(file, str(file)) for file in _files((path for path in named if str(path) != "-"), archived=True)]
        problems: list[Problem] = []
        if Path("-") in named:
            received, refused = archives.receive(stdin or sys.stdin.buffer, Path(folder), settings)
            given += [received] if received else []
            problems += refused
        files = []
        for number, (file, name) in enumerate(given):
            if not archives.is_archive(name) or name.lower().endswith(ends) or file.is_dir():
                files.append((file, name))
                continue
            room = Path(folder, f"archive-{number}")
            room.mkdir()
            members, faults = archives.unpack(file, name, room, ends, settings)
            files += members
            problems += faults
        yield _sources(files, settings), tuple(problems)


def _sources(files: Iterable[tuple[Path, str]], settings: Settings) -> tuple[Source, ...]:
    sources: list[Source] = []
    for file, name in sorted(files, key=lambda file: Path(file[1]).as_posix()):
        parts = _reader(file).parts
        ranges = parts(file, settings) if parts and file.is_file() else ()
        sources += [Source(file, name, part) for part in ranges] or [Source(file, name)]
    return tuple(sources)


def _files(paths: Iterable[str | Path], *, archived: bool = False) -> list[Path]:
    """The files that are named or stand in folders, each once."""
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        for file in _walk(path, archived) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _reader(file: Path) -> Reader:
    """The reader of a file by the end of its name; what has none of the known ends is read as text."""
    name = file.name.lower()
    return next((reader for reader in READERS if name.endswith(reader.suffixes)), text.READER)


def _walk(folder: Path, archived: bool) -> list[Path]:
    ends = tuple(suffix for reader in READERS for suffix in reader.suffixes)
    files = []
    for root, folders, names in os.walk(folder):
        if "graph.ttl" in names and "records" in folders:  # what a build left there: its own records are JSON Lines, too
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            inner = archives.unpacked_name(name.lower())
            if not name.startswith(".") and (name.lower().endswith(ends) or (archived and inner.endswith((*ends, *archives.WHOLE)))):
                files.append(Path(root) / name)
    return files


def _renamed(fault: Problem, source: Source) -> Problem:
    """A problem with a file beside a member of an archive (its sidecar), under the name that the user knows."""
    folder = f"{source.path.parent}{os.sep}"
    if str(source.path) == source.name or not fault.where.startswith(folder):
        return fault
    above = max(source.name.rfind("/"), source.name.rfind("!")) + 1
    return replace(fault, where=source.name[:above] + fault.where.removeprefix(folder))


def _page(
    draft: Draft, source: Source, format: str, settings: Settings, overrides: Mapping[str, str] | None
) -> tuple[Page | None, tuple[Problem, ...]]:
    name = f"{source.name}#{draft.part}" if draft.part else source.name
    fault = _unreadable(name, draft.body, settings.max_page_chars)
    if fault is not None:
        return None, (fault,)
    known, faults = sidecar.metadata(source.path, overrides, draft.meta, name)
    others = {key: value for key, value in draft.meta.items() if key not in sidecar.KEYS}
    page = Page(
        id=digest(draft.body), source=name, format=format, body=draft.body, published=known.get("date", ""),
        newspaper=known.get("newspaper", ""), edition=known.get("edition", ""), layout=draft.layout, marks=draft.marks,
        meta={key: known[key] for key in ("home", "url") if key in known} | others,
    )  # fmt: skip
    return page, faults


def _unreadable(source: str, body: str, most: int) -> Problem | None:
    if len(body) > most:
        return too_long(source, f"{len(body):,} characters", most)
    if not body.strip("\ufeff \t\r\n\f\v\u3000\x00"):
        return problem("empty", "nothing but white space", f"{source}@0", "dump the page again")
    han = sum(1 for _ in islice(_HAN.finditer(body), _LEAST_HAN))
    if han == _LEAST_HAN:
        return None
    message = "no Chinese text" if han == 0 else f"only {han} Chinese characters"
    first = len(body) - len(body.lstrip())
    return problem("no-text", f"{message} on this page", f"{source}@{first}", "a page of numbers or pictures has nothing to read")
