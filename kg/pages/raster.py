"""The pixels of a picture's file by Pillow. Runs in the worker: a picture may be a bomb, or broken in ways that crash a decoder."""

from __future__ import annotations

from PIL import Image, ImageOps

# A broadsheet at 600 dpi has 120 million pixels.
MOST_PIXELS = 200_000_000
# JPEG files of more pixels than this are decoded at half size or less.
_PLENTY = 48_000_000
_FORMATS = ("PNG", "JPEG", "TIFF")
# Resolutions outside are no scanner's: 72 and 96 are what programs write that know none.
_LEAST_DPI, _MOST_DPI = 100, 1200


def count(path: str) -> int:
    """The number of pictures in a file. Raises OSError when it is none of the formats."""
    with _opened(path) as image:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def picture(path: str, number: int) -> tuple[bytes, int, int, float]:
    """A picture as grey bytes, upright as its camera says: width, height, and resolution in dots per inch (0 when unknown).

    Raises ValueError for more than MOST_PIXELS, OSError or SyntaxError when it is broken.
    """
    with _opened(path) as image:
        if number:
            image.seek(number)
        wide, high = image.size
        if wide * high > MOST_PIXELS:
            raise ValueError(f"{wide:,} × {high:,} pixels, more than {MOST_PIXELS:,}; scan it at 300 dpi")
        if min(wide, high) < 16:
            raise ValueError(f"only {wide} × {high} pixels")
        dpi = _resolution(image)
        if wide * high > _PLENTY and image.format == "JPEG":
            image.draft("L", (wide // 2, high // 2))
        dpi *= image.size[0] / wide
        grey = _grey(ImageOps.exif_transpose(image))
        return grey.tobytes(), grey.width, grey.height, dpi


def _opened(path: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # we count them ourselves
    return Image.open(path, formats=_FORMATS)


def _resolution(image: Image.Image) -> float:
    across, down = image.info.get("dpi", (0, 0))
    across, down = float(across or 0), float(down or 0)
    good = _LEAST_DPI <= across <= _MOST_DPI and abs(across - down) < 0.02 * across
    return across if good else 0.0


def _grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        scale = 255 / max(1.0, float(high) - float(low))  # type: ignore[arg-type]
        return image.convert("F").point(lambda value: (value - float(low)) * scale).convert("L")  # type: ignore[arg-type]
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image.convert("L")
