"""Scans and photos (PNG, JPEG, TIFF): each picture is a page, read by OCR. Needs the extra zhitu[ocr]."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from multiprocessing import parent_process
from pathlib import Path

import numpy as np

from kg.model import Layout, Problem
from kg.pages.draft import Draft, Reader, Source, problem
from kg.settings import Settings
from kg.worker import WORKER, WorkerError

# Sheets that are drawn for OCR need no more than this.
DPI = 200.0
_TIFF = (".tif", ".tiff")
_RASTER = "kg.pages.raster"
# More pictures than this in one file are left out.
_MOST = 2000
# Fewer letters and digits than this are not text, but a mark that looks like a character.
_LEAST = 2


def parts(path: Path, settings: Settings) -> Sequence[tuple[int, int]]:
    """One range for each picture of a TIFF file; none for other files, which hold one."""
    if path.suffix.lower() not in _TIFF or not installed():
        return ()
    try:
        total = WORKER.ask(_RASTER, "count", str(path), seconds=settings.page_seconds)
    except WorkerError:
        return ()
    return [(number, number + 1) for number in range(min(total, _MOST))]


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The pictures of a file or of a range of it as pages; a picture that cannot be read is a problem, and the others are read."""
    if not installed():
        yield _lacking(source.name)
        return
    try:
        if not source.path.stat().st_size:
            yield problem("empty", "the file is empty", f"{source.name}@0", "scan the page again")
            return
        source.path.open("rb").close()
        total = WORKER.ask(_RASTER, "count", str(source.path), seconds=settings.page_seconds)
    except OSError as error:
        yield problem("unreadable", f"cannot be read: {error.strerror or error}", source.name, "check the path and its permissions")
        return
    except WorkerError as error:
        yield problem("broken", f"the picture cannot be opened: {plain(error)}", f"{source.name}@0", "save or scan it again")
        return
    first, last = source.part or (0, min(total, _MOST))
    for number in range(first, last):
        where, part = (f"{source.name}#page={number + 1}", f"page={number + 1}") if total > 1 else (source.name, "")
        try:
            pixels, width, height, dpi = WORKER.ask(_RASTER, "picture", str(source.path), number, seconds=settings.page_seconds)
        except WorkerError as error:
            yield problem("broken", f"the picture cannot be read: {plain(error)}", where, "save or scan it again")
            continue
        yield from drafts(pixels, width, height, dpi, where, part, settings)
    if source.part is None and total > _MOST:
        yield problem(
            "too-long", f"{total:,} pictures: only the first {_MOST:,} were read", f"{source.name}#page={_MOST + 1}", "split the file"
        )


READER = Reader("image", (".png", ".jpg", ".jpeg", *_TIFF), read, parts)


def drafts(pixels: bytes, width: int, height: int, dpi: float, where: str, part: str, settings: Settings) -> Iterator[Draft | Problem]:
    """The page in a picture of RGB or grey bytes. dpi 0 is unknown: body type is then taken to be of 9.5 points."""
    if not installed():
        yield _lacking(where)
        return
    try:
        body, layout = WORKER.ask(__name__, "recognised", pixels, width, height, dpi, cores(), seconds=settings.scan_seconds)
    except WorkerError as error:
        yield problem("broken", f"this picture cannot be recognised: {plain(error)}", where, "cut it into its pages, or raise scan_seconds")
        return
    if sum(map(str.isalnum, body)) < _LEAST:
        yield problem("no-text", "no text was found in this picture", where, "a picture without text has nothing to read", warning=True)
        return
    yield Draft(body, part, layout=layout)


def recognised(pixels: bytes, width: int, height: int, dpi: float, cores: int) -> tuple[str, Layout]:
    """The text and layout of a sheet, RGB or grey; the layout is that of the sheet turned upright. For the worker: it takes seconds and memory."""
    from kg.pages import ocr, scan

    ocr.CORES = cores
    raster = np.frombuffer(pixels, np.uint8)
    return scan.recognise(raster.reshape(height, width) if len(pixels) == width * height else raster.reshape(height, width, 3), dpi)


def cores() -> int:
    """How many cores recognition may use: one in a process of a pool, else all."""
    return 1 if parent_process() is not None else os.cpu_count() or 1


def installed() -> bool:
    """Whether OCR can be done."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def plain(error: WorkerError) -> str:
    """The worker's message without the name of the exception's class."""
    name, _, rest = str(error).partition(": ")
    return rest if rest and name.isidentifier() else str(error)


def _lacking(where: str) -> Problem:
    return problem("needs-ocr", "a scan: reading it needs OCR, which is not installed", where, "pip install 'zhitu[ocr]'")
