"""Plain text dumps: bytes to characters, whatever the encoding, and a clear word on what cannot be read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from kg.model import Problem
from kg.pages import files, forms
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.pasted import pasted
from kg.settings import Settings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive (or DOCX, EPUB)"), (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"), (b"\x1f\x8b", "a gzip archive"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"II*\x00", "a TIFF picture"), (b"MM\x00*", "a TIFF picture"), (b"\x7fELF", "a program"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
)  # fmt: skip
# A decoding is believed when this share of its Han characters is among the 3,755 commonest (GB 2312 level 1); real Chinese
# prose has over 98 %, UTF-8 read as GBK under 60 %.
_COMMON = 0.85
# Broken bytes up to this share of the characters are mended with U+FFFD; beyond it the file is something else.
_BROKEN = 0.02
_SHOWN = 5


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The page of a text dump and what was odd about its bytes. Offsets in problems are bytes of the file."""
    data, fault = files.content(source, settings.max_page_chars)
    if fault is not None:
        yield fault
        return
    body, encoding, problems = decode(Path(source.name), data)
    yield from problems
    if body is not None:
        article = pasted(body, forms.load(settings))
        yield Draft(body, meta={"encoding": encoding, **(article.meta if article else {})}, marks=article.marks if article else ())


READER = Reader("text", (".txt", ".text"), read)


def decode(path: Path, data: bytes) -> tuple[str | None, str, tuple[Problem, ...]]:
    """The text of some bytes (None when they are none), its encoding, and what was odd."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(path, data[len(mark) :], encoding, len(mark))
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if kind:
        return None, "", (problem("binary", f"this is {kind}, not text", f"{path}@0", "give a text dump (.txt)"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(path, data, error.start)
    if (zero := text.find("\x00")) >= 0 and text.count("\x00") * 100 > len(text):
        where = f"{path}@{len(text[:zero].encode())}"
        return None, "", (problem("binary", "holds zero bytes: this is no text", where, "give a text dump (.txt)"),)
    return text, "utf-8", ()


def _other(path: Path, data: bytes, bad: int) -> tuple[str | None, str, tuple[Problem, ...]]:
    """Text that is not clean UTF-8: GB18030, UTF-16 without a mark, UTF-8 with a few broken bytes, or no text."""
    utf8 = data.decode("utf-8", "replace")
    broken_utf8 = utf8.count("\ufffd")
    try:
        text = data.decode("gb18030")
        if _plausible(text):
            return text, "gb18030", ()
    except UnicodeDecodeError:
        pass
    if _mendable(utf8, broken_utf8):
        return utf8, "utf-8", _bad_bytes(path, data, "utf-8", 0)
    for encoding in ("utf-16-le", "utf-16-be"):
        if len(data) % 2 == 0 and (text := data.decode(encoding, "replace")) and "\ufffd" not in text and _plausible(text):
            return text, encoding, ()
    text = data.decode("gb18030", "replace")
    if _mendable(text, text.count("\ufffd")) and _plausible(text):
        return text, "gb18030", _bad_bytes(path, data, "gb18030", 0)
    hint = "save it as UTF-8 (or GB18030)"
    return None, "", (problem("binary", "neither UTF-8 nor GB18030 nor UTF-16 text", f"{path}@{bad}", hint),)


def _decoded(path: Path, data: bytes, encoding: str, skipped: int) -> tuple[str | None, str, tuple[Problem, ...]]:
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        if not _mendable(text, text.count("\ufffd")):
            message = f"begins with the mark of {encoding} but is not {encoding}"
            return None, "", (problem("binary", message, f"{path}@{skipped + error.start}", "save it as UTF-8"),)
        return text, encoding, _bad_bytes(path, data, encoding, skipped)


def _bad_bytes(path: Path, data: bytes, encoding: str, skipped: int) -> tuple[Problem, ...]:
    """One problem for each of the first broken stretches, and one for the rest. The page is read all the same."""
    stretches: list[tuple[int, int]] = []
    at = more = 0
    while at < len(data):
        try:
            data[at:].decode(encoding)
            break
        except UnicodeDecodeError as error:
            start, at = at + error.start, at + error.end
            if stretches and stretches[-1][1] == start:
                stretches[-1] = (stretches[-1][0], at)
            elif len(stretches) < _SHOWN:
                stretches.append((start, at))
            else:
                more = data[start:].decode(encoding, "replace").count("\ufffd")
                break
    problems = []
    for start, end in stretches:
        line = data.count(b"\n", 0, start) + 1
        message = f"line {line}: bytes {data[start:end].hex(' ')} are not {encoding}; read as U+FFFD"
        problems.append(problem("bad-bytes", message, f"{path}@{skipped + start}", "repair the file"))
    if more:
        where = f"{path}@{skipped + stretches[-1][1]}"
        problems.append(problem("bad-bytes", f"{more} more broken bytes after these", where, "repair the file"))
    return tuple(problems)


def _mendable(text: str, broken: int) -> bool:
    return 0 < broken <= max(3, len(text) * _BROKEN) and broken * 4 < len(text) and _plausible(text.replace("\ufffd", ""))


def _plausible(text: str) -> bool:
    """Whether this reads like Chinese (or plain ASCII): common characters and no controls."""
    sample = text[:200_000]
    han = [char for char in sample if "\u3400" <= char <= "\u9fff"]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\n\r\f\v") or "\ue000" <= char <= "\uf8ff")
    if odd * 50 > len(sample):
        return False
    if not han:
        return sample.isascii()
    lead = "".join(han).encode("gb2312", "ignore")[::2]
    common = sum(0xB0 <= byte <= 0xD7 for byte in lead)
    return common >= _COMMON * len(han)
