"""Pages as PDF, the same bytes every time: text in runs or word by word, in CID fonts or embedded ones."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .blocks import Shape
from .makeup import Page
from .setting import OPENING, Line, tokens

CID = "STSong-Light"
FAMILIES = {"song": "AR PL UMing CN", "hei": "WenQuanYi Zen Hei", "kai": "AR PL UKai CN"}  # TrueType, as reportlab wants it
INK = {"black": 0.0, "white": 1.0, "red": 0.0, "grey": 0.45}
SHADOW = 0.9  # points by which a shadow is off


@lru_cache(maxsize=16)
def installed(family: str) -> tuple[str, int] | None:
    """File and index of a font family as fontconfig knows it; None when it is not there."""
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(["fc-list", "-f", "%{file}|%{index}|%{style}\n", family], capture_output=True, text=True, check=True).stdout
    found = sorted(line.split("|") for line in listed.splitlines() if "Bold" not in line)
    return (found[0][0], int(found[0][1])) if found else None


@lru_cache(maxsize=1)
def fonts() -> dict[str, str]:
    """The embedded font for each face; without any, there are only the CID fonts."""
    pdfmetrics.registerFont(UnicodeCIDFont(CID))
    found = {}
    for face, family in FAMILIES.items():
        if place := installed(family):
            pdfmetrics.registerFont(TTFont(f"press-{face}", place[0], subfontIndex=place[1]))
            found[face] = f"press-{face}"
    return found


def font(face: str, text: str, *, embedded: bool) -> str:
    """The font for a text, the CID font where the embedded one lacks a character."""
    name = fonts().get(face) if embedded or "·" in text else None  # the CID fonts' encoding lacks the middle dot
    if name and all(ord(char) in pdfmetrics.getFont(name).face.charToGlyph for char in text):
        return name
    return CID


def write(pages: Sequence[Page], path: Path) -> None:
    """One PDF of these pages."""
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    canvas.setTitle(f"{pages[0].spec.newspaper} {pages[0].spec.date.isoformat()}")
    for page in pages:
        draw(page, canvas)
        canvas.showPage()
    canvas.save()


def draw(page: Page, canvas: Canvas) -> None:
    """One page; its name decides between CID and embedded fonts, and between runs and single words."""
    rng = random.Random(f"{page.spec.name} pdf")
    embedded, runs = rng.random() < 0.6 and bool(fonts()), rng.random() < 0.5
    fonts()
    canvas.setPageSize((page.width, page.height))
    for shape in page.shapes:
        draw_shape(shape, page, canvas)
    for region in page.regions:
        for line in region.lines:
            name = font(line.face.name, line.text, embedded=embedded)
            if region.shadow:
                draw_line(line, page, canvas, name, runs=runs, shift=SHADOW)
            draw_line(line, page, canvas, name, runs=runs)


def draw_shape(shape: Shape, page: Page, canvas: Canvas) -> None:
    """A rule, box or picture."""
    x, y, w, h = shape.box
    if shape.seed:
        canvas.drawImage(ImageReader(picture(shape.seed)), x, page.height - y - h, w, h)
        return
    if shape.fill is not None:
        canvas.setFillGray(shape.fill)
    if shape.stroke is not None:
        canvas.setStrokeGray(shape.stroke)
        canvas.setLineWidth(0.6)
    canvas.rect(x, page.height - y - h, w, h, stroke=shape.stroke is not None, fill=shape.fill is not None)


def draw_line(line: Line, page: Page, canvas: Canvas, name: str, *, runs: bool, shift: float = 0.0) -> None:
    """One line, each character where the layout has it."""
    size, at = line.face.size, edges(line, name)
    for start, text in pieces(line, at, name, runs=runs):
        if text.isspace():
            continue
        x, y = (line.off, at[start]) if line.vertical else (at[start], line.off)
        out = canvas.beginText(x + shift, page.height - y - size * 0.86 - shift)
        out.setFont(name, size)
        grey = 0.6 if shift else INK[line.face.ink]
        out.setFillGray(grey)
        out.setTextRenderMode(2 if line.face.bold else 0)
        if line.face.bold:
            canvas.setLineWidth(size * 0.02)
            canvas.setStrokeGray(grey)
        if len(text) > 1:
            out.setCharSpace(round(at[start + 1] - at[start] - pdfmetrics.stringWidth(text[0], name, size), 3))
        out.textOut(text)
        out.setCharSpace(0)
        out.setTextRenderMode(0)
        canvas.drawText(out)


def edges(line: Line, name: str) -> list[float]:
    """Where the characters are drawn: an opening mark that the font makes narrow keeps to the right half of its em."""
    size = line.face.size
    if line.vertical:
        return list(line.at)
    narrow = [size - pdfmetrics.stringWidth(char, name, size) if char in OPENING else 0.0 for char in line.text]
    return [at + (spare if spare > 0.3 * size else 0.0) for at, spare in zip(line.at, narrow, strict=True)]


def pieces(line: Line, at: Sequence[float], name: str, *, runs: bool) -> list[tuple[int, str]]:
    """What is drawn at one go, with its place in the line: runs of even spacing, cut at words unless ``runs``."""
    if line.vertical:
        return list(enumerate(line.text))
    found, first = [], 0
    for word in [line.text] if runs else tokens(line.text):
        start = 0
        gaps = [at[first + i + 1] - at[first + i] - pdfmetrics.stringWidth(word[i], name, line.face.size) for i in range(len(word) - 1)]
        for i in range(1, len(word) + 1):
            if i == len(word) or (i - start > 1 and abs(gaps[i - 1] - gaps[start]) > 0.02):
                found.append((first + start, word[start:i]))
                start = i
        first += len(word)
    return found


@lru_cache(maxsize=256)
def picture(seed: int) -> Image.Image:
    """A grey picture without any text: soft patches of light and dark."""
    rng = random.Random(seed)
    small = Image.frombytes("L", (8, 6), bytes(rng.randint(70, 215) for _ in range(48)))
    return small.resize((96, 72), Image.Resampling.BICUBIC)


def as_bytes(page: Page) -> bytes:
    """One page as a PDF file."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    draw(page, canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
