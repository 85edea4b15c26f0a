"""Results of pure functions kept in a file, by the digest of what they were given, of the software and of the ontology."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.engine.cache import connected
from kg.memo import Memo

T = TypeVar("T")
SCHEMA = "CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
HELD = 2_000  # new results in memory, of some 4 kB


class Kept(Memo):
    """Remembers what it was asked for since it was opened, and what the one before it left."""

    def __init__(self, rows: sqlite3.Connection, software: str) -> None:
        self._rows, self._software = rows, software
        self._asked: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._spared = False

    def recall(self, kind: str, given: object, cls: type[T], make: Callable[[], T]) -> T:
        """The result for what is given, made when it is not kept. What JSON cannot hold (halves of surrogate pairs) is made each time."""
        try:
            key = hashlib.sha256(msgspec.json.encode((self._software, kind, given))).digest()
        except UnicodeEncodeError:
            return make()
        self._asked.add(key)
        row = self._rows.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        with suppress(zlib.error, msgspec.DecodeError):  # a damaged one is made anew
            if row:
                return msgspec.json.decode(zlib.decompress(row[0]), type=cls)
        found = make()
        self._new[key] = zlib.compress(msgspec.json.encode(found), 1)
        if len(self._new) >= HELD:
            self._store()
        return found

    def spare(self) -> None:
        self._spared = True

    def keep(self) -> None:
        """Keep what was asked for, and forget the rest unless it is spared. Raises OSError when there is no room."""
        try:
            with self._rows:
                keys = () if self._spared else self._rows.execute("SELECT key FROM memo")
                gone = [(key,) for (key,) in keys if key not in self._asked]
                self._rows.executemany("DELETE FROM memo WHERE key = ?", gone)
        except sqlite3.OperationalError as error:
            raise OSError(f"what was made cannot be kept: {error}") from error
        self._store()

    def _store(self) -> None:
        """Bring what is new to the file; what a build that is cut off leaves there is true for the next one."""
        try:
            with self._rows:
                self._rows.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._new.items())
        except sqlite3.OperationalError as error:
            raise OSError(f"what was made cannot be kept: {error}") from error
        self._new.clear()


@contextmanager
def opened(path: Path, software: str) -> Iterator[Kept]:
    """What is remembered in a file, which is made when missing, and made anew when it is damaged."""
    with closing(connected(path, SCHEMA)) as rows:
        yield Kept(rows, software)
