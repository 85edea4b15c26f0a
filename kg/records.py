"""Records to JSON Lines and back; keys sorted, UTF-8, one record a line, so that the same records give the same bytes."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

R = TypeVar("R")
PLAIN = (str, int, bool)  # checked when read; a number with a fraction may have none


class RecordError(ValueError):
    """A line that is not the record it should be, with file and line."""


def dumps(record: Any) -> str:
    """One record as a line of JSON without the line feed; fields that are empty are left out."""
    return json.dumps(_plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(cls: type[R], line: str) -> R:
    """The record of a line that `dumps` wrote. Raises RecordError."""
    try:
        found = _made(cls, json.loads(line))
    except (ValueError, TypeError, KeyError) as error:
        raise RecordError(f"not a {cls.__name__}: {error}") from error
    return typing.cast(R, found)


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
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if not _left_out(f, getattr(value, f.name))}
        return {name: _plain(v) for name, v in given.items()}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _left_out(field: dataclasses.Field[Any], value: Any) -> bool:
    """Whether reading gives this value to a field that is not written: empty, and not a field that is something else by default."""
    empty = value is False or value is None or (isinstance(value, str | tuple | Mapping) and not value)
    return empty and field.name != "text" and field.default in (dataclasses.MISSING, value)


@lru_cache(maxsize=64)
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _made(hint: Any, value: Any) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:  # a record or nothing
        return None if value is None else _made(args[0], value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _instance(hint, value)
    if hint in PLAIN and type(value) is not hint:
        raise TypeError(f"{value!r} should be of type {hint.__name__}")
    if origin is tuple:
        _expect(list, value)
        inner = args[:1] * len(value) if len(args) == 2 and args[1] is Ellipsis else args
        return tuple(_made(h, v) for h, v in zip(inner, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _expect(dict, value)
        return {k: _made(args[1], v) for k, v in value.items()}
    return value


def _expect(kind: type, value: Any) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} should be of type {kind.__name__}")


def _instance(cls: type, value: Any) -> Any:
    _expect(dict, value)
    hints, given = _hints(cls), {}
    for field in dataclasses.fields(cls):
        if field.name in value:
            given[field.name] = _made(hints[field.name], value[field.name])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            given[field.name] = _empty(field.name, hints[field.name])
    return cls(**given)


def _empty(name: str, hint: Any) -> Any:
    """The empty value that `dumps` left out of a required field."""
    origin = typing.get_origin(hint) or hint
    for kind, value in ((tuple, ()), (Mapping, {}), (str, ""), (bool, False)):
        if origin is kind or (isinstance(origin, type) and issubclass(origin, kind)):
            return value
    if origin is Literal:
        return ""
    raise KeyError(f"{name} is missing")
