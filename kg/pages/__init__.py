"""Files to pages: `read` one, `discover` many; one module for each input format, one line in `READERS`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path

from kg.model import Page, Problem, digest
from kg.pages import sidecar, text
from kg.settings import Settings

# A reader gets the path (for its problems) and the bytes; it gives the text or None, the encoding or form, and problems.
Reader = Callable[[Path, bytes], tuple[str | None, str, tuple[Problem, ...]]]
READERS: dict[str, tuple[str, Reader]] = dict.fromkeys(text.SUFFIXES, ("text", text.read))

# No encoding uses more bytes for a character.
_WIDEST = 4
_HAN = re.compile("[\u3400-\u9fff]")
# A page with fewer Han characters than this holds nothing to read.
_LEAST_HAN = 5


def read(path: str | Path, *, settings: Settings, overrides: Mapping[str, str] | None = None) -> tuple[Page | None, tuple[Problem, ...]]:
    """One page, or None with the problems that say why. `overrides` (newspaper, date, edition, home, url) beat the sidecar."""
    source, file = str(path), Path(path)
    data, problem = _bytes(file, settings.max_page_chars)
    if problem is not None:
        return None, (problem,)
    name, reader = READERS.get(file.suffix.lower(), READERS[".txt"])
    body, encoding, problems = reader(file, data)
    if body is None:
        return None, problems
    problem = _unreadable(source, body, settings.max_page_chars)
    if problem is not None:
        return None, (*problems, problem)
    known, faults = sidecar.metadata(file, overrides)
    meta = {key: known[key] for key in ("home", "url") if key in known} | {"encoding": encoding}
    page = Page(
        id=digest(body), source=source, format=name, body=body, published=known.get("date", ""),
        newspaper=known.get("newspaper", ""), edition=known.get("edition", ""), meta=meta,
    )  # fmt: skip
    return page, (*problems, *faults)


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """The page files among files and folders, sorted, each once; folders are searched in full, files named are taken as they are."""
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        for file in _walk(path) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
    return sorted(found.values(), key=lambda file: file.as_posix())


def _walk(folder: Path) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root) / name for name in names if not name.startswith(".") and Path(name).suffix.lower() in READERS]
    return files


def _bytes(file: Path, most: int) -> tuple[bytes, Problem | None]:
    """The bytes of a file, unless it cannot be a page."""
    try:
        size = file.stat().st_size
        if size > most * _WIDEST:
            return b"", _too_long(str(file), f"{size:,} bytes", most)
        data = file.read_bytes()
    except FileNotFoundError:
        return b"", _problem("unreadable", "no such file", str(file), "check the path")
    except PermissionError:
        return b"", _problem("unreadable", "no permission to read this file", str(file), "change its permissions")
    except (OSError, ValueError) as error:
        return b"", _problem("unreadable", f"cannot be read: {getattr(error, 'strerror', '') or error}", str(file))
    return data, None if data else _problem("empty", "the file is empty", f"{file}@0", "dump the page again")


def _unreadable(source: str, body: str, most: int) -> Problem | None:
    if len(body) > most:
        return _too_long(source, f"{len(body):,} characters", most)
    if not body.strip("\ufeff \t\r\n\f\v\u3000\x00"):
        return _problem("empty", "nothing but white space", f"{source}@0", "dump the page again")
    han = sum(1 for _ in islice(_HAN.finditer(body), _LEAST_HAN))
    if han == _LEAST_HAN:
        return None
    message = "no Chinese text" if han == 0 else f"only {han} Chinese characters"
    first = len(body) - len(body.lstrip())
    return _problem("no-text", f"{message} on this page", f"{source}@{first}", "a page of numbers or pictures has nothing to read")


def _too_long(source: str, size: str, most: int) -> Problem:
    hint = "a newspaper page holds some 10,000 characters: split the file, or raise max_page_chars"
    return _problem("too-long", f"{size}, more than {most:,} characters: not read", f"{source}@{most}", hint)


def _problem(code: str, message: str, where: str, hint: str = "") -> Problem:
    return Problem("pages", code, "error", message, where, hint)
