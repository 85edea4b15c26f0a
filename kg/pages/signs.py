"""Marks that recognition passes over, told by their shape: the squares, triangles, circles and dashes that open bylines and titles."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from kg.pages.strips import Mask

_SIDE, _AROUND = 28, 4
# How well the shape must fit (1 is exact), hollow and full: the best fit of a Han character is 0.75 (门) and 0.95 (额).
_HOLLOW, _FULL = 0.8, 0.96


def sign(ink: Mask, size: float) -> str:
    """The mark that a piece of ink shows, "" for none. `size` is that of the type around it, in pixels."""
    rows = np.flatnonzero(ink.any(1))
    if not len(rows):
        return ""
    piece = ink[rows[0] : rows[-1] + 1]
    high, wide = piece.shape
    if wide > 1.4 * size and high < 0.15 * size:
        return "——"
    if not 0.4 * size < max(high, wide) < 1.15 * size or not 0.75 < wide / high < 1.34:
        return ""
    shown = _soft(cv2.resize(piece.astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA))
    fits = {name: _likeness(shown, shape) for name, shape in _shapes().items()}
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] > (_HOLLOW if best in "□△▽◇○" else _FULL) else ""


def _soft(shape: Mask) -> Mask:
    """A shape with white around it and soft edges, so that a thin outline a pixel off still fits."""
    blurred: Mask = cv2.GaussianBlur(np.pad(shape, _AROUND), (0, 0), 1.5)
    return blurred


def _likeness(one: Mask, other: Mask) -> float:
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / norm if norm else 0.0


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Mask]:
    middle, last = _SIDE // 2, _SIDE - 1
    corners = {
        ("□", "■"): [(0, 0), (last, 0), (last, last), (0, last)],
        ("△", "▲"): [(middle, 0), (last, last), (0, last)],
        ("▽", "▼"): [(0, 0), (last, 0), (middle, last)],
        ("◇", "◆"): [(middle, 0), (last, middle), (middle, last), (0, middle)],
    }
    shapes: dict[str, Mask] = {}
    for (hollow, full), points in corners.items():
        outline = np.array(points, np.int32)
        shapes[hollow] = cv2.polylines(np.zeros((_SIDE, _SIDE), np.float32), [outline], True, 1, 2)
        shapes[full] = cv2.fillPoly(np.zeros((_SIDE, _SIDE), np.float32), [outline], 1)
    shapes["○"] = cv2.circle(np.zeros((_SIDE, _SIDE), np.float32), (middle, middle), middle - 1, 1, 2)
    shapes["●"] = cv2.circle(np.zeros((_SIDE, _SIDE), np.float32), (middle, middle), middle, 1, -1)
    return {name: _soft(shape) for name, shape in shapes.items()}
