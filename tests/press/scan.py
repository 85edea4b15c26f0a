"""Pages as scanned: drawn straight from the layout at 200 dpi, then turned, lit, blurred and speckled a little."""

from __future__ import annotations

import io
import random
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from . import pdf
from .makeup import Page
from .setting import Line

DPI = 200
TURN = 0.6  # degrees at most
FAMILIES = {
    "song": ("Noto Serif CJK SC", pdf.FAMILIES["song"]),
    "hei": ("Noto Sans CJK SC", pdf.FAMILIES["hei"]),
    "kai": (pdf.FAMILIES["kai"], "Noto Serif CJK SC"),
}
INK = {"black": 30, "white": 245, "red": 80, "grey": 110}
PAPER = 238


@lru_cache(maxsize=256)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """The font of a face at a size in pixels; OSError when the machine has none."""
    for family in FAMILIES[face]:
        if place := pdf.installed(family):
            return ImageFont.truetype(place[0], size, index=place[1])
    raise OSError("no Chinese font for scans: install fonts-noto-cjk, or fonts-arphic-uming, fonts-arphic-ukai and fonts-wqy-zenhei")


def clean(page: Page) -> Image.Image:
    """The page as it left the press, grey."""
    scale = DPI / 72
    image = Image.new("L", (round(page.width * scale), round(page.height * scale)), PAPER)
    canvas = ImageDraw.Draw(image)
    for shape in page.shapes:
        x, y, right, bottom = (round(v * scale) for v in (shape.box.x, shape.box.y, shape.box.right, shape.box.bottom))
        if shape.seed:
            image.paste(pdf.picture(shape.seed).resize((max(1, right - x), max(1, bottom - y)), Image.Resampling.BICUBIC), (x, y))
            continue
        fill = None if shape.fill is None else round(30 + shape.fill * (PAPER - 30))
        stroke = None if shape.stroke is None else round(30 + shape.stroke * (PAPER - 30))
        canvas.rectangle((x, y, max(right, x + 1), max(bottom, y + 1)), fill=fill, outline=stroke, width=2)
    for region in page.regions:
        for line in region.lines:
            if region.shadow:
                draw(line, canvas, scale, pdf.SHADOW)
            draw(line, canvas, scale)
    return image


def draw(line: Line, canvas: ImageDraw.ImageDraw, scale: float, shift: float = 0.0) -> None:
    """One line, each character on its place."""
    size = round(line.face.size * scale)
    drawn, ink = font(line.face.name, size), 150 if shift else INK[line.face.ink]
    for char, at in zip(line.text, line.at, strict=True):
        x, y = (line.off, at) if line.vertical else (at, line.off)
        spot = ((x + shift) * scale, (y + shift + line.face.size * 0.86) * scale)
        if not char.isspace():
            canvas.text(spot, char, font=drawn, fill=ink, anchor="ls", stroke_width=size / 60 if line.face.bold else 0)


def worn(image: Image.Image, rng: random.Random) -> Image.Image:
    """The page as a scanner sees it."""
    grain = np.random.default_rng(rng.randrange(2**32))
    turned = image.rotate(rng.uniform(-TURN, TURN), Image.Resampling.BICUBIC, fillcolor=PAPER)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8))), dtype=np.float32)
    rows, columns = soft.shape
    slope, tilt = rng.uniform(-0.07, 0.07), rng.uniform(-0.07, 0.07)
    light = 1 + slope * np.linspace(-1, 1, columns, dtype=np.float32)[None, :] + tilt * np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    noise = grain.standard_normal(soft.shape, dtype=np.float32) * rng.uniform(3, 8)
    return Image.fromarray(np.clip(soft * light + noise, 0, 255).astype(np.uint8))


def files(page: Page) -> list[tuple[str, bytes]]:
    """The scan in one of four formats by turns, as (ending, content)."""
    rng = random.Random(f"{page.spec.name} scan")
    image = worn(clean(page), rng)
    ending = ("jpg", "png", "tif", "pdf")[int(page.spec.name[1:]) % 4]
    quality = rng.randint(60, 80)
    buffer = io.BytesIO()
    if ending == "jpg":
        image.save(buffer, "JPEG", quality=quality, dpi=(DPI, DPI))
    elif ending == "png":
        image.save(buffer, "PNG", dpi=(DPI, DPI))
    elif ending == "tif":
        image.save(buffer, "TIFF", compression="tiff_lzw", dpi=(DPI, DPI))
    else:
        image.save(buffer, "PDF", resolution=DPI, quality=quality)
    return [(ending, buffer.getvalue())]
