"""Tables with an article in each row: CSV, TSV, JSON Lines, a JSON list. Read in ranges of rows, never as a whole.

A file is scanned once for where its rows begin (quoted line feeds end no row), then each range is read from its own place. The
line of a problem is that of the file, the row of a page counts from 1 without the header.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

from kg.model import Problem
from kg.pages import forms, html, text
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.pieces import Piece, compose
from kg.pages.sidecar import KEYS
from kg.settings import COLUMNS, Settings, named

# Rows of a part: some seconds of reading.
ROWS = 500
# So much of a file shows its encoding, so many of its rows their columns.
_SAMPLE, _TRIED = 1 << 18, 20
_BLOCK = 1 << 16
_WIDEST = 4  # bytes of a character, at most
# In these no byte of a longer character looks like a line feed, a quote or a separator, so that rows can be told from bytes.
_PLAIN = ("utf-8", "gb18030")
_SEPARATORS = (",", "\t", ";", "|")
_OPENING, _BETWEEN, _OBJECT = re.compile(r"\ufeff?\s*\[?"), re.compile(r"[\s,]*"), re.compile(r"\}\s*,\s*(?=\{)")
_ESCAPED, _LONE = re.compile("[\udc80-\udcff]"), re.compile("[\ud800-\udfff]")
_MARKUP, _ENTITY = re.compile(r"<(?:p|br|div|span|table)\b[^>]*>", re.I), re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});")
_STAMP, _CHINA = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?"), datetime.timezone(datetime.timedelta(hours=8))
_SHOWN = 30
_PARTS = ("strap", "title", "subtitle", "byline", "body")
_HINT = "name the columns: --columns body=NAME,title=NAME"

Kind = Literal["lines", "records", "elements", "whole"]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: its bytes, its place in bytes and its line, from 1. `fault` says why there are none."""

    data: bytes
    offset: int
    line: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is made: how its rows are parted and its encoding; of CSV the separator, the columns and where the header ends."""

    kind: Kind
    encoding: str
    separator: str = ","
    header: tuple[str, ...] = ()
    offset: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Index:
    """How many rows a file has, and (place in bytes, line) of every 500th."""

    rows: int
    places: tuple[tuple[int, int], ...]


# ---- cutting a file into rows ----------------------------------------------------------------------------------------


def _lines(file: BinaryIO, offset: int, line: int, longest: int) -> Iterator[Row]:
    """The lines of a file, blank ones too; one that is too long is a fault and only its beginning is held."""
    while data := file.readline(longest + 1):
        size, fault = len(data), ""
        if size > longest:
            fault = f"more than {longest:,} bytes on one line"
            while not data.endswith(b"\n") and (data := file.readline(longest)):
                size += len(data)
        yield Row(b"" if fault else data, offset, line, fault)
        offset, line = offset + size, line + 1


def _records(lines: Iterator[Row], separator: str, longest: int) -> Iterator[Row]:
    """The rows of a CSV file, which go on over line feeds in quotes.

    A quote that is never closed makes its own row faulty, and the lines below it are rows again.
    """
    held: list[Row] = []
    while (first := held.pop() if held else next(lines, None)) is not None:
        pieces, size, inside = [first], len(first.data), _inside(first.data, False, separator)
        while inside and size <= longest and (more := held.pop() if held else next(lines, None)) is not None:
            pieces.append(more)
            size += len(more.data)
            inside = _inside(more.data, True, separator)
        if inside:
            held += reversed(pieces[1:])
            yield Row(b"", first.offset, first.line, "a quote that is never closed")
        else:
            fault = next((piece.fault for piece in pieces if piece.fault), "")
            yield Row(b"".join(piece.data for piece in pieces), first.offset, first.line, fault)


def _inside(data: bytes, inside: bool, separator: str) -> bool:
    """Whether a quote is open behind this line; only at the beginning of a field does one open."""
    at, before = 0, separator.encode()
    while (at := data.find(b'"', at)) >= 0:
        if inside and data[at + 1 : at + 2] == b'"':
            at += 1
        elif inside or at == 0 or data[at - 1 : at] == before or data[:at] == codecs.BOM_UTF8:
            inside = not inside
        at += 1
    return inside


class _Elements:
    """The elements of a JSON list one after the other; after a faulty one it goes on with the next object."""

    def __init__(self, file: BinaryIO, offset: int, line: int, encoding: str, longest: int) -> None:
        self.file, self.offset, self.line, self.encoding, self.longest = file, offset, line, encoding, longest
        self.decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self.buffer = ""

    def rows(self) -> Iterator[Row]:
        """From a place between two elements, or from the beginning of the file."""
        if self.offset == 0:
            self._skip(_OPENING)
        while self._skip(_BETWEEN):
            if self.buffer[0] == "]":
                return
            offset, line = self.offset, self.line
            end, fault = self._end()
            if fault and (following := _OBJECT.search(self.buffer, end)):
                end = following.end()
            elif fault:
                end = len(self.buffer)
            data = self._take(end)
            yield Row(b"" if fault else data, offset, line, fault)
        yield Row(b"", self.offset, self.line, "the list does not end: the file is cut off")

    def _end(self) -> tuple[int, str]:
        """Where the element at the beginning of the buffer ends, or where it is faulty and why."""
        while True:
            try:
                return json.JSONDecoder().raw_decode(self.buffer)[1], ""
            except RecursionError:
                return 1, "not valid JSON: nested too deep"
            except json.JSONDecodeError as error:
                if len(self.buffer) > self.longest:
                    return 1, f"an element of more than {self.longest:,} characters"
                unfinished = error.msg.startswith("Unterminated string") or error.pos + 16 >= len(self.buffer)
                if not (unfinished and self._fill()):
                    return error.pos, f"not valid JSON: {error.msg}"

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Whether anything is left behind what the pattern matches."""
        while True:
            match = pattern.match(self.buffer)
            self._take(match.end() if match else 0)
            if self.buffer or not self._fill():
                return bool(self.buffer)

    def _fill(self) -> bool:
        """Read as much again as the buffer holds; False at the end of the file."""
        data = self.file.read(max(_BLOCK, len(self.buffer)))
        self.buffer += self.decoder.decode(data, final=not data)
        return bool(data)

    def _take(self, end: int) -> bytes:
        data = self.buffer[:end].encode(self.encoding, "surrogateescape")
        self.offset, self.line = self.offset + len(data), self.line + self.buffer.count("\n", 0, end)
        self.buffer = self.buffer[end:]
        return data


def _rows(path: Path, shape: Shape, settings: Settings, place: tuple[int, int] | None = None) -> Iterator[Row]:
    """The rows of a file from a place on; blank lines are none. Raises OSError."""
    offset, line = place or (shape.offset, shape.line)
    longest = settings.max_page_chars * _WIDEST
    with path.open("rb") as file:
        if shape.kind == "whole":
            yield from _inner(file.read(longest + 1), longest, shape, settings)
            return
        if shape.kind == "elements":
            file.seek(offset)
            yield from _Elements(file, offset, line, shape.encoding, longest).rows()
            return
        if shape.encoding in _PLAIN:
            file.seek(offset)
            found = _lines(file, offset, line, longest)
        else:  # read as UTF-8, from the beginning: there are no other places
            recoded = codecs.EncodedFile(file, "utf-8", shape.encoding, "replace")
            found = islice(_lines(recoded, 0, 1, longest), line - 1, None)
        if shape.kind == "records":
            found = _records(found, shape.separator, longest)
        yield from (row for row in found if row.fault or row.data.strip())


def _inner(data: bytes, longest: int, shape: Shape, settings: Settings) -> Iterator[Row]:
    """The rows of a file that is one JSON object: the object itself, or the first list of objects in it."""
    if len(data) > longest:
        yield Row(b"", 0, 1, f"more than {longest:,} bytes that are neither a list nor an object on each line")
        return
    try:
        whole = json.loads(data.decode(shape.encoding, "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        yield Row(b"", 0, line, f"not valid JSON: {error}")
        return
    if isinstance(whole, dict) and "body" not in columns(tuple(whole), settings):
        lists = [each for each in whole.values() if isinstance(each, list) and each and all(isinstance(item, dict) for item in each)]
        whole = lists[0] if lists else whole
    for each in whole if isinstance(whole, list) else [whole]:
        yield Row(json.dumps(each).encode(), 0, 1)


# ---- what a file is made like ----------------------------------------------------------------------------------------


def _shape(path: Path, name: str, settings: Settings) -> Shape | Problem:
    """How the rows of a file stand in it. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(_SAMPLE)
    if not data:
        return problem("empty", "the file is empty", f"{name}@0", "dump the table again")
    sample, encoding, faults = text.decode(Path(name), data[: data.rfind(b"\n") + 1 or len(data)] if len(data) == _SAMPLE else data)
    if sample is None:
        return faults[0]
    if encoding.startswith("utf-16") and data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16"
    if path.suffix.lower() in (".csv", ".tsv"):
        return _table(path, name, sample, encoding, settings)
    kind: Kind = "lines"
    if path.suffix.lower() == ".json" and sample.lstrip()[:1] == "[":
        kind = "elements"
    elif path.suffix.lower() == ".json" and not _object(sample.lstrip().partition("\n")[0]):
        kind = "whole"
    shape = Shape(kind, encoding)
    known = [values for row in islice(_rows(path, shape, settings), _TRIED) if isinstance(values := _json(row, shape, name), dict)]
    names = sorted({key for values in known for key in values})
    if not names or any("body" in columns(tuple(values), settings) for values in known):
        return shape
    # JSON is used for much else that stands beside pages: no fault unless the user says that it holds articles.
    return no_body(f"{name}:1", names, warning=path.suffix.lower() == ".json" and not settings.columns)


def _table(path: Path, name: str, sample: str, encoding: str, settings: Settings) -> Shape | Problem:
    """The shape of a file with a header."""
    line = sample.lstrip("\ufeff").partition("\n")[0]
    known = {separator: len(columns(tuple(_cells(line, separator)), settings)) for separator in _SEPARATORS}
    separator = "\t" if path.suffix.lower() == ".tsv" else max(_SEPARATORS, key=lambda each: (known[each], line.count(each)))
    shape = Shape("records", encoding, separator)
    first = next(_rows(path, shape, settings), None)
    if first is None or first.fault:
        return problem("table", first.fault if first else "no rows", f"{name}:1", "write the table again")
    header = tuple(cell.strip() for cell in _cells(_text(first, shape)[0], separator))
    wanted = {forms.fold(column): column for column in named(settings.columns).values()}
    missing = [wanted[column] for column in sorted(wanted.keys() - set(map(forms.fold, header)))]
    if missing or "body" not in columns(header, settings):
        return no_body(f"{name}:{first.line}", header, missing)
    return Shape("records", encoding, separator, header, first.offset + len(first.data), first.line + first.data.count(b"\n"))


def no_body(where: str, names: Iterable[str], missing: Sequence[str] = (), *, warning: bool = False) -> Problem:
    """The refusal of a table whose columns do not tell where the text is, or are not those that the user names."""
    message = f"there is no column {', '.join(missing)}" if missing else "no column is known to hold the text"
    known = [*names]
    shown = ", ".join(known[:_SHOWN]) + (f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else "")
    return problem("table", f"{message}; there are {shown}", where, _HINT, warning=warning)


@lru_cache(maxsize=256)
def columns(names: tuple[str, ...], settings: Settings) -> Mapping[str, str]:
    """Which column holds what, by part: as the user says, else by its name."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(forms.fold(name), name)
    found = {part: folded.get(forms.fold(name), name) for part, name in named(settings.columns).items()}
    for part in COLUMNS:
        free = (folded[alias] for alias in forms.load(settings).columns[part] if alias in folded)
        if part not in found and (name := next((name for name in free if name not in found.values()), "")):
            found[part] = name
    return found


@lru_cache(maxsize=8)
def _index(path: Path, stamp: tuple[int, int], shape: Shape, settings: Settings) -> Index:
    """Where the rows of a file are; scanned once in each process while the file stays as it is. Raises OSError."""
    places: list[tuple[int, int]] = []
    rows = 0
    for row in _rows(path, shape, settings):
        if rows % ROWS == 0:
            places.append((row.offset, row.line))
        rows += 1
    return Index(rows, tuple(places))


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


# ---- rows to pages ---------------------------------------------------------------------------------------------------


def parts(path: Path, settings: Settings) -> Sequence[tuple[int, int]]:
    """The ranges of rows in which a file is read; none when it is small, or its encoding lets it be read only from the beginning."""
    try:
        shape = _shape(path, str(path), settings)
        if isinstance(shape, Problem) or shape.kind == "whole" or shape.encoding not in _PLAIN:
            return ()
        rows = _index(path, _stamp(path), shape, settings).rows
    except OSError:
        return ()
    return [(first, min(first + ROWS, rows)) for first in range(0, rows, ROWS)] if rows > ROWS else ()


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The articles of a file's rows, or of a range of them, a page each."""
    try:
        shape = _shape(source.path, source.name, settings)
        if isinstance(shape, Problem):
            yield shape
            return
        first, last = source.part or (0, None)
        place = _index(source.path, _stamp(source.path), shape, settings).places[first // ROWS] if first else None
        rows = islice(_rows(source.path, shape, settings, place), first % ROWS, None if last is None else last - first + first % ROWS)
        number = first
        for number, row in enumerate(rows, first + 1):
            yield from _page(row, number, shape, source.name, settings)
        if number == 0:
            yield problem("empty", "no row in this file", f"{source.name}@0", "save the table again")
    except FileNotFoundError:
        yield problem("unreadable", "no such file", source.name, "check the path")
    except OSError as error:
        yield problem("unreadable", f"cannot be read: {error.strerror or error}", source.name)


def _page(row: Row, number: int, shape: Shape, name: str, settings: Settings) -> Iterator[Draft | Problem]:
    where = f"{name}:{row.line}"
    if row.fault:
        yield problem("bad-row", row.fault, where, "repair this row; the others are read")
        return
    said, broken = _text(row, shape)
    if broken:
        yield problem("bad-bytes", f"{broken} bytes are not {shape.encoding}; read as U+FFFD", where, "repair the file", warning=True)
    values = _json(row, shape, name) if shape.kind != "records" else _cells_by_name(said, shape, where)
    if isinstance(values, Problem):
        yield values
        return
    yield from draft(values, f"row={number}", where, settings)


def _text(row: Row, shape: Shape) -> tuple[str, int]:
    """The text of a row and how many of its bytes are broken."""
    encoding = shape.encoding if shape.encoding in _PLAIN or shape.kind == "elements" else "utf-8"
    said = row.data.decode(encoding, "surrogateescape").removeprefix("\ufeff")
    broken = len(_ESCAPED.findall(said))
    return (_ESCAPED.sub("\ufffd", said) if broken else said), broken


def _cells(line: str, separator: str) -> list[str]:
    csv.field_size_limit(max(len(line) + 1, csv.field_size_limit()))
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])


def _cells_by_name(said: str, shape: Shape, where: str) -> Values | Problem:
    cells = _cells(said, shape.separator)
    while len(cells) > len(shape.header) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(shape.header):
        message = f"{len(cells)} columns, the header has {len(shape.header)}"
        return problem("bad-row", message, where, "put text with separators or line feeds in quotes; the other rows are read")
    return dict(zip(shape.header, cells, strict=True))


def _json(row: Row, shape: Shape, name: str) -> Values | Problem:
    where, hint = f"{name}:{row.line}", "repair this row; the others are read"
    try:
        values = json.loads(_text(row, shape)[0])
    except json.JSONDecodeError as error:
        return problem("bad-row", f"not valid JSON: {error.msg} (column {error.colno})", where, hint)
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        return problem("bad-row", "not valid JSON: nested too deep, or a number too long", where, hint)
    return values if isinstance(values, dict) else problem("bad-row", "not an object with names and values", where, hint)


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def draft(values: Values, part: str, where: str, settings: Settings) -> Iterator[Draft | Problem]:
    """The page of a row, or a problem when it has no text."""
    chosen = columns(tuple(values), settings)
    said = {part: _said(_value(values, name)) for part, name in chosen.items()}
    if not said.get("body"):
        message = (
            f"no text in column {chosen['body']}"
            if "body" in chosen
            else f"no column is known to hold the text; there are {', '.join(values)}"
        )
        yield problem("bad-row", message, where, "the other rows are read" if "body" in chosen else _HINT)
        return
    body, marks = compose([[piece for part in _PARTS for piece in _pieces(part, said.get(part, ""), settings)]])
    meta = {part: said[part] for part in KEYS if said.get(part)}
    if "date" in meta:
        meta["date"] = _day(meta["date"])
    if "edition" in meta:
        meta["edition"] = forms.edition(meta["edition"])
    yield Draft(body, part, meta, marks=marks)


def _pieces(part: str, said: str, settings: Settings) -> list[Piece]:
    if part == "body" and _MARKUP.search(said):
        return html.pieces(said, forms.load(settings))
    return [Piece(part, unescape(said) if _ENTITY.search(said) else said)]


def _value(values: Values, name: str) -> Any:
    """A value by its name, or by a path of names (meta.date)."""
    found: Any = values
    for step in [name] if name in values else name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _said(value: Any) -> str:
    """A value as text: lists line by line, dates as ISO dates, nothing for truth values and objects."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value).strip("\r\n\x00")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(_said, value)))
    return "" if value is None or isinstance(value, bool | Mapping) else str(value)


def _day(said: str) -> str:
    """A date in any form, seconds since 1970 too; what is none is given back, so that it is a problem."""
    if _STAMP.fullmatch(said):
        seconds = float(said) / (1000 if len(said.partition(".")[0]) > 10 else 1)
        return datetime.datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
    return forms.day(said) or said


JSONL = Reader("jsonl", (".jsonl", ".ndjson"), read, parts)
JSON = Reader("json", (".json",), read, parts)
CSV = Reader("csv", (".csv", ".tsv"), read, parts)
