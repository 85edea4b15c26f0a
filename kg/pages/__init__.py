"""Files to pages: `discover` what can be read, `read` it; one module for each input format, one line in `READERS`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from kg.model import Page, Problem, digest
from kg.pages import sidecar, text
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.files import too_long
from kg.settings import Settings

__all__ = ["READERS", "Draft", "Reader", "Source", "discover", "read"]

READERS: tuple[Reader, ...] = (text.READER,)

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
    return tuple(pages), tuple(dict.fromkeys(problems))


def discover(paths: Iterable[str | Path], settings: Settings) -> tuple[Source, ...]:
    """What can be read in files and folders, sorted by path, each file once, large ones in parts.

    Folders are searched in full, files named are taken as they are.
    """
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        for file in _walk(path) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
    sources: list[Source] = []
    for file in sorted(found.values(), key=lambda file: file.as_posix()):
        parts = _reader(file).parts
        ranges = parts(file, settings) if parts and file.is_file() else ()
        sources += [Source(file, str(file), part) for part in ranges] or [Source(file, str(file))]
    return tuple(sources)


def _reader(file: Path) -> Reader:
    """The reader of a file by the end of its name; what has none of the known ends is read as text."""
    name = file.name.lower()
    return next((reader for reader in READERS if name.endswith(reader.suffixes)), text.READER)


def _walk(folder: Path) -> list[Path]:
    ends = tuple(suffix for reader in READERS for suffix in reader.suffixes)
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root) / name for name in names if not name.startswith(".") and name.lower().endswith(ends)]
    return files


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
