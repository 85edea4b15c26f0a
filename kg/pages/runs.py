"""What lines of print are made of: characters with their places, and runs of them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Box


@dataclass(slots=True)
class Glyph:
    """A character and its em box in points from the top left of the sheet; `blank` when a blank is drawn before it.

    `bold` says that it is set in a bold font or another font than most characters.
    """

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: bytes = b""
    bold: bool = False
    blank: bool = False


@dataclass(slots=True, eq=False)
class Run:
    """Characters of one line of print, in the order in which they are read; they are only ever added to, never moved.

    `size` is that of its largest character, `middle` the height at which that one stands.
    """

    glyphs: list[Glyph]
    order: int
    vertical: bool = False
    _measured: tuple[int, float, float, Box] = (0, 0.0, 0.0, (0.0, 0.0, 0.0, 0.0))  # of how many characters, size, middle, box

    @property
    def size(self) -> float:
        return self._measures()[1]

    @property
    def middle(self) -> float:
        return self._measures()[2]

    @property
    def box(self) -> Box:
        return self._measures()[3]

    def _measures(self) -> tuple[int, float, float, Box]:
        glyphs = self.glyphs
        if self._measured[0] != len(glyphs):
            largest = glyphs[0]
            x0, y0, x1, y1 = largest.x0, largest.y0, largest.x1, largest.y1
            for g in glyphs:
                if g.size > largest.size:
                    largest = g
                x0, y0 = min(x0, g.x0), min(y0, g.y0)
                x1, y1 = max(x1, g.x1), max(y1, g.y1)
            self._measured = (len(glyphs), largest.size, (largest.y0 + largest.y1) / 2, (x0, y0, x1, y1))
        return self._measured
