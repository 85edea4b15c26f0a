"""Records to JSON Lines and back; keys sorted, UTF-8, one record a line, so that the same records give the same bytes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

R = TypeVar("R")
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_decoder = cast(Callable[[Any], msgspec.json.Decoder[Any]], lru_cache(maxsize=64)(msgspec.json.Decoder))


class RecordError(ValueError):
    """A line that is not the record it should be, with file and line."""


def dumps(record: Any) -> str:
    """One record as a line of JSON without the line feed; fields that are empty are left out."""
    return _encode(_plain(record))


def loads(cls: type[R], line: str) -> R:
    """The record of a line that `dumps` wrote. Raises RecordError."""
    try:
        return cast(R, _decoder(cls).decode(line))
    except (msgspec.DecodeError, UnicodeError) as error:
        raise RecordError(f"not a {cls.__name__}: {error}") from error


def write(records: Iterable[Any], path: Path) -> None:
    """Write records to a JSON Lines file."""
    path.write_text("".join(dumps(record) + "\n" for record in records), encoding="utf-8", newline="\n")


def read(cls: type[R], path: Path) -> Iterator[R]:
    """The records of a JSON Lines file, one at a time. Raises RecordError with file and line."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield loads(cls, line)
            except RecordError as error:
                raise RecordError(f"{path}:{number}: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int, float)) or value is None:  # a union takes three times as long to ask
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in sorted(value.items())}
    found = {}
    cls: Any = type(value)
    for name, silent in _fields(cls):
        given = getattr(value, name)
        if given or not (silent and _empty(given)):
            found[name] = _plain(given)
    return found


@lru_cache(maxsize=64)
def _fields(cls: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a record, and whether reading gives an empty value to one that is not written."""
    return tuple((f.name, f.default_factory is not dataclasses.MISSING or _empty(f.default)) for f in dataclasses.fields(cls))


def _empty(value: Any) -> bool:
    return value is False or value is None or (isinstance(value, str | tuple | Mapping) and not value)
