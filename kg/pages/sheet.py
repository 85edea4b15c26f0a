"""One sheet of a PDF by PDFium: its characters with their places, drawn rules and pictures. Runs in the worker."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from kg.model import Box, Layout
from kg.pages import glyphs
from kg.pages.runs import Glyph

# Of a path this thin and this long (points) only the rule counts; more objects than that are not looked at.
_THIN, _LONG, _MOST_OBJECTS = 3.0, 24.0, 20_000
# A sheet with more characters than this holds no newspaper page.
_MOST_CHARS = 200_000
# Where a Han character's box lies over the line it stands on.
_ABOVE, _BELOW = 0.88, 0.12
_MISSING = "\ufffd"


@lru_cache(maxsize=1)
def _opened(path: str, changed: float) -> Any:
    return pdfium.PdfDocument(path)


def opened(path: str) -> Any:
    """The document; it stays open for the next sheet of the same file."""
    return _opened(path, Path(path).stat().st_mtime)


def count(path: str) -> int:
    """The number of sheets of a file. Raises pdfium.PdfiumError, with "password" in its message when it is encrypted."""
    return len(opened(path))


def read(path: str, number: int) -> tuple[str, Layout, float]:
    """Text and layout of a sheet (counted from 0), and which share of it pictures cover."""
    page = opened(path)[number]
    try:
        turn = _Turn(page)
        found = _glyphs(page, turn)
        rules, pictures = _drawn(page, turn)
        body, lines = glyphs.lines(found, rules)
        layout = Layout(round(turn.width, 1), round(turn.height, 1), lines, rules, pictures)
        return body, layout, min(1.0, sum(_area(box) for box in pictures) / max(1.0, turn.width * turn.height))
    finally:
        page.close()


def picture(path: str, number: int, dpi: float) -> tuple[bytes, int, int]:
    """A sheet drawn as RGB bytes, with its width and height in pixels."""
    page = opened(path)[number]
    try:
        image = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3]
        return image.tobytes(), image.shape[1], image.shape[0]
    finally:
        page.close()


class _Turn:
    """From a page's own coordinates to points from the top left corner of the sheet as it is shown."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.quarter = page.get_rotation() // 90 % 4
        wide, high = right - left, top - bottom
        self.width, self.height = (wide, high) if self.quarter % 2 == 0 else (high, wide)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        if self.quarter == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return (round(min(x0, x1), 1), round(min(y0, y1), 1), round(max(x0, x1), 1), round(max(y0, y1), 1))


class _Face:
    """What the characters of one text object have in common: size in points, font, and whether that is a bold one."""

    def __init__(self, text: Any, index: int) -> None:
        matrix = raw.FS_MATRIX()
        size = raw.FPDFText_GetFontSize(text, index)
        if raw.FPDFText_GetMatrix(text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        self.size = size
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(text, index, name, 128, None)
        self.font = name.value.partition(b"+")[2] or name.value  # without the tag of an embedded subset
        self.bold = raw.FPDFText_GetFontWeight(text, index) >= 600


def _glyphs(page: Any, turn: _Turn) -> list[Glyph]:
    textpage = page.get_textpage()
    text = textpage.raw
    total = min(raw.FPDFText_CountChars(text), _MOST_CHARS)
    faces: dict[int, _Face] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    loose, tight = raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    found: list[Glyph] = []
    blank = False
    high = 0
    for i in range(total):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        char = _character(code)
        if raw.FPDFText_IsGenerated(text, i) == 1 or not char:
            continue
        if raw.FPDFText_HasUnicodeMapError(text, i) == 1:  # the code is the font's own number of the glyph
            char = _MISSING
        if char.isspace():
            blank = True
            continue
        key = ctypes.cast(raw.FPDFText_GetTextObject(text, i), ctypes.c_void_p).value or 0
        face = faces.get(key)
        if face is None:
            face = faces[key] = _Face(text, i)
        if face.size < 1 or not raw.FPDFText_GetCharOrigin(text, i, x, y) or not raw.FPDFText_GetLooseCharBox(text, i, loose):
            continue
        if loose.right > loose.left and loose.top > loose.bottom:
            (xa, _), (xb, _) = turn.point(loose.left, loose.bottom), turn.point(loose.right, loose.top)
            top = turn.point(x.value, y.value)[1] - _ABOVE * face.size
            glyph = Glyph(char, min(xa, xb), top, max(xa, xb), top + face.size, face.size, face.font, face.bold, blank)
        else:
            raw.FPDFText_GetCharBox(text, i, *tight)
            x0, y0, x1, y1 = turn.box(tight[0].value, tight[2].value, tight[1].value, tight[3].value)
            middle_x, middle_y, half = (x0 + x1) / 2, (y0 + y1) / 2, face.size / 2
            wide = half / 2 if char.isascii() else half
            glyph = Glyph(char, middle_x - wide, middle_y - half, middle_x + wide, middle_y + half, face.size, face.font, face.bold, blank)
        blank = False
        if glyph.x1 > 0 and glyph.y1 > 0 and glyph.x0 < turn.width and glyph.y0 < turn.height:
            found.append(glyph)
    textpage.close()
    usual = Counter(glyph.font for glyph in found).most_common(1)
    for glyph in found:
        glyph.bold = glyph.bold or glyph.font != usual[0][0]
    return found


def _character(code: int) -> str:
    """The character of a code; compatibility forms of CJK radicals and vertical marks as the ordinary ones, controls as nothing."""
    if code < 0x20 or code in (0xFFFE, 0xFFFF, 0xAD):
        return " " if code in (9, 10, 13) else ""
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xFE10 <= code <= 0xFE4F or 0xF900 <= code <= 0xFAFF:
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return _MISSING if 0xD800 <= code < 0xE000 else char


def _drawn(page: Any, turn: _Turn) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Rules, with the sides of frames, and pictures."""
    rules: list[Box] = []
    pictures: list[Box] = []
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    for number, item in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        if number >= _MOST_OBJECTS:
            break
        try:
            left, bottom, right, top = item.get_bounds()
        except pdfium.PdfiumError:
            continue
        x0, y0, x1, y1 = box = turn.box(left, bottom, right, top)
        wide, high = x1 - x0, y1 - y0
        if max(wide, high) < _LONG or x1 < 0 or y1 < 0 or x0 > turn.width or y0 > turn.height:
            continue
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif min(wide, high) <= _THIN:
            rules.append(box)
        elif min(wide, high) >= _LONG and (wide < 0.97 * turn.width or high < 0.97 * turn.height):
            rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    return tuple(sorted(set(rules))), tuple(sorted(set(pictures)))


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
