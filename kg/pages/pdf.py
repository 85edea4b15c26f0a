"""PDF files, a sheet a page, with the place of every line; what is only a picture goes to the reader of scans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Layout, Problem
from kg.pages.draft import Draft, Reader, Source, problem
from kg.settings import Settings
from kg.worker import WORKER, WorkerError

# Sheets that one process reads before the next may begin.
_RANGE = 8
_HAN = re.compile("[\u3400-\u9fff]")
# A sheet with fewer Han characters than this, mostly covered by pictures, is a scan.
_FEW, _COVERED = 20, 0.5
# Characters without a Unicode value are read as U+FFFD; a sheet with more of them than this is unreadable.
_UNMAPPED = 0.3
_SHEET = "kg.pages.sheet"


def parts(path: Path, settings: Settings) -> Sequence[tuple[int, int]]:
    """Ranges of sheets; one for a file that cannot be opened, whose reading then says why."""
    try:
        total = min(WORKER.ask(_SHEET, "count", str(path), seconds=settings.page_seconds), settings.max_pdf_pages)
    except WorkerError:
        return ()
    return [(first, min(first + _RANGE, total)) for first in range(0, total, _RANGE)]


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The sheets of a file or of a range of it; a sheet that cannot be read is a problem, and the others are read."""
    fault = _unopened(source, settings)
    if isinstance(fault, Problem):
        yield fault
        return
    total = fault
    first, last = source.part or (0, min(total, settings.max_pdf_pages))
    for number in range(first, last):
        yield from _sheet(source, number, total, settings)
    if last == settings.max_pdf_pages < total:
        message = f"{total:,} pages: only the first {last:,} were read"
        yield problem("too-long", message, f"{source.name}#page={last + 1}", "split the file, or raise max_pdf_pages")


READER = Reader("pdf", (".pdf",), read, parts)


def _unopened(source: Source, settings: Settings) -> Problem | int:
    """The number of sheets, or why there are none."""
    try:
        with source.path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        return problem("unreadable", f"cannot be read: {error.strerror or error}", source.name, "check the path and its permissions")
    if not head:
        return problem("empty", "the file is empty", f"{source.name}@0", "save the PDF again")
    if b"%PDF" not in head:
        return problem("binary", "this is no PDF", f"{source.name}@0", "give the file its proper name, or save it again")
    try:
        total: int = WORKER.ask(_SHEET, "count", str(source.path), seconds=settings.page_seconds)
    except WorkerError as error:
        if "assword" in str(error):
            return problem("encrypted", "the PDF is encrypted", source.name, "save it without a password")
        return problem("broken", f"the PDF cannot be opened: {_plain(error)}", f"{source.name}@0", "download or save it again")
    return total or problem("empty", "the PDF has no pages", source.name, "save it again")


def _sheet(source: Source, number: int, total: int, settings: Settings) -> Iterator[Draft | Problem]:
    part = f"page={number + 1}" if total > 1 else ""
    where = f"{source.name}#page={number + 1}"
    try:
        body, layout, covered = WORKER.ask(_SHEET, "read", str(source.path), number, seconds=settings.page_seconds)
    except WorkerError as error:
        yield problem("broken", f"this page cannot be read: {_plain(error)}", where, "save the PDF again; its other pages were read")
        return
    if len(_HAN.findall(body)) < _FEW and covered >= _COVERED:
        yield from _scan(source, number, part, layout, settings)
        return
    lost = body.count("\ufffd")
    if lost > _UNMAPPED * max(1, len(body)):
        yield problem(
            "no-unicode", "the fonts of this page do not say which characters they draw", where, "save it as a picture and use OCR"
        )
        return
    if lost:
        yield problem("lost-glyph", f"{lost} characters have no Unicode value; read as U+FFFD", where, "look at the page", warning=True)
    if not body.strip() and total > 1:
        yield problem("no-text", "no text on this page", where, "a page of pictures has nothing to read", warning=True)
        return
    yield Draft(body, part, layout=layout)


def _scan(source: Source, number: int, part: str, layout: Layout, settings: Settings) -> Iterator[Draft | Problem]:
    """The text of a sheet that is a picture, by OCR."""
    from kg.pages import image

    where = f"{source.name}#page={number + 1}"
    dpi = image.DPI
    try:
        pixels, width, height = WORKER.ask(_SHEET, "picture", str(source.path), number, dpi, seconds=settings.page_seconds)
    except WorkerError as error:
        yield problem("broken", f"this page cannot be drawn: {_plain(error)}", where, "save the PDF again; its other pages were read")
        return
    yield from image.drafts(pixels, width, height, dpi, where, part, settings)


def _plain(error: WorkerError) -> str:
    """The worker's message without the name of the exception's class."""
    return re.sub(r"^\w*Error: ", "", str(error))
