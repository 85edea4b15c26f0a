"""Rows by key, more than memory may hold: sorted and looked up on disk where they are many, in lists and dicts where they are few.

Files are temporary ones of the system (TMPDIR), and gone with what reads them.
"""

from __future__ import annotations

import pickle
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, Generic, TypeVar

import msgspec

from kg.model import article_of

T = TypeVar("T")
HELD = 50_000  # rows of a sort in memory, some 50 MB
FAN = 64  # runs that are merged at a time: each is an open file
RECENT = 256  # records of a table that stay in memory
Row = tuple[str, int, Any]
"""Key, place among the rows of the key, record (as bytes on disk)."""
_HEAD = struct.Struct("<IqI")


class Groups(Generic[T]):
    """Rows that are put in any order and come back by key, those of a key by place and then as they were put; once."""

    def __init__(self, cls: Any, held: int) -> None:
        """`cls` is the type of the records, `held` how many of them stay in memory."""
        self._codec, self._held = _Codec(cls), held
        self._rows: list[Row] = []
        self._runs: list[IO[bytes]] = []

    def add(self, key: str, place: int, record: T) -> None:
        """Put a row."""
        self._rows.append((key, place, record))
        if len(self._rows) >= self._held:
            self._runs.append(_stored(self._sorted(self._codec.encode)))
            self._rows = []
            if len(self._runs) == FAN:
                self._runs = [_stored(merge(*map(_read, self._runs), key=_order))]

    def placed(self) -> Iterator[tuple[str, list[tuple[int, T]]]]:
        """Each key with its rows and their places."""
        rows, runs = self._merged()
        decode = self._codec.decode if runs else _same
        for key, same in groupby(rows, key=itemgetter(0)):
            yield key, [(place, decode(record)) for _, place, record in same]

    def __iter__(self) -> Iterator[tuple[str, list[T]]]:
        """Each key with its rows."""
        return ((key, [record for _, record in same]) for key, same in self.placed())

    def _merged(self) -> tuple[Iterable[Row], bool]:
        runs, self._runs = self._runs, []
        if not runs:
            return self._sorted(), False
        return merge(*map(_read, runs), self._sorted(self._codec.encode), key=_order), True

    def _sorted(self, encode: Callable[[T], Any] | None = None) -> Iterable[Row]:
        rows, self._rows = self._rows, []
        rows.sort(key=_order)
        return ((key, place, encode(record)) for key, place, record in rows) if encode else rows


class Table(Mapping[str, T]):
    """Records by key on disk, in the order of their keys; those that were read last are held. Fill it first, then read it."""

    def __init__(self, cls: Any, rows: Iterable[tuple[str, T]] = (), recent: int = RECENT) -> None:
        """`cls` is the type of the records, `recent` how many of them are held."""
        self._codec, self._count = _Codec(cls), 0
        self._db = sqlite3.connect("")  # a file without a name, of which SQLite holds 2 MB
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE rows (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
        self._find = lru_cache(maxsize=recent)(self._found)
        for key, record in rows:
            self.put(key, record)

    def put(self, key: str, record: T) -> None:
        """Put a record under a key that is not there; keys in their order take least time."""
        self._db.execute("INSERT INTO rows VALUES (?, ?)", (_bytes(key), self._codec.encode(record)))
        self._count += 1

    def __getitem__(self, key: str) -> T:
        return self._find(key)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return (_text(key) for (key,) in self._db.execute("SELECT key FROM rows ORDER BY key"))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._db.execute("SELECT 1 FROM rows WHERE key = ?", (_bytes(key),)).fetchone() is not None

    def of(self, article: str) -> list[T]:
        """The records whose ids the id of an article begins, in order."""
        decode, begin = self._codec.decode, _bytes(f"{article}-")
        found = self._db.execute("SELECT value FROM rows WHERE key >= ? AND key < ? ORDER BY key", (begin, begin[:-1] + b"."))
        return [decode(value) for (value,) in found]

    def items(self) -> ItemsView[str, T]:
        """Each key with its record, in order, none of them held."""
        return _Items(self)

    def values(self) -> ValuesView[T]:
        """Each record, in the order of the keys, none of them held."""
        return Values(self)

    def rows(self) -> Iterator[tuple[str, T]]:
        """What `items` gives, once."""
        decode = self._codec.decode
        return ((_text(key), decode(value)) for key, value in self._db.execute("SELECT key, value FROM rows ORDER BY key"))

    def _found(self, key: str) -> T:
        row = self._db.execute("SELECT value FROM rows WHERE key = ?", (_bytes(key),)).fetchone()
        if row is None:
            raise KeyError(key)
        found: T = self._codec.decode(row[0])
        return found


class _Items(ItemsView[str, T]):
    def __init__(self, table: Table[T]) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return self._table.rows()


class Values(ValuesView[T]):
    """The records of a table, in the order of their keys."""

    def __init__(self, table: Table[T]) -> None:
        super().__init__(table)
        self.table = table

    def __iter__(self) -> Iterator[T]:
        return (record for _, record in self.table.rows())


class Spread(Mapping[str, T]):
    """Records by id, of which a table has those of an article each; the id of the article begins theirs."""

    def __init__(self, table: Table[dict[str, T]]) -> None:
        self._table = table

    def __getitem__(self, id: str) -> T:
        return self._table[article_of(id)][id]

    def __len__(self) -> int:
        return sum(map(len, self._table.values()))

    def __iter__(self) -> Iterator[str]:
        return (id for some in self._table.values() for id in some)


@dataclass(frozen=True, slots=True)
class Space:
    """Where rows are: in memory, or on disk beyond `HELD` of them."""

    disk: bool = False

    def groups(self, cls: Any, held: int = HELD) -> Groups[Any]:
        """Rows to be sorted; of large ones fewer are held."""
        return Groups(cls, held if self.disk else sys.maxsize)

    def table(self, cls: Any, rows: Iterable[tuple[str, T]]) -> Mapping[str, T]:
        """Records by key, in the order in which they are given."""
        return Table(cls, rows) if self.disk else dict(rows)


HERE, DISK = Space(), Space(disk=True)


class _Codec:
    """Records as bytes: MessagePack, or pickled where a text has halves of surrogate pairs."""

    def __init__(self, cls: Any) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(cls).decode

    def encode(self, record: Any) -> bytes:
        try:
            return b"m" + self._encode(record)
        except UnicodeEncodeError:
            return b"p" + pickle.dumps(record, pickle.HIGHEST_PROTOCOL)

    def decode(self, value: bytes) -> Any:
        return self._decode(memoryview(value)[1:]) if value[:1] == b"m" else pickle.loads(value[1:])


_order = itemgetter(0, 1)


def _same(record: Any) -> Any:
    return record


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


def _stored(rows: Iterable[Row]) -> IO[bytes]:
    """A run of rows in a file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  `_read` closes it
    for key, place, value in rows:
        name = _bytes(key)
        file.write(_HEAD.pack(len(name), place, len(value)))
        file.write(name)
        file.write(value)
    file.flush()
    return file


def _read(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a run, which is gone afterwards."""
    with file:
        file.seek(0)
        while head := file.read(_HEAD.size):
            key, place, value = _HEAD.unpack(head)
            yield _text(file.read(key)), place, file.read(value)
