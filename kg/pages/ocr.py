"""The networks that find and read print (PP-OCR, carried by the package rapidocr), run on ONNX Runtime.

rapidocr itself is not used: it shrinks a page to 2,000 pixels, reads one crop at a time and may fetch models from the network.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

Gray = npt.NDArray[Any]  # 0 black … 255 white
Floats = npt.NDArray[Any]  # 0 … 1

# Detection in tiles of at most this many pixels a side, so that memory does not grow with the sheet; they overlap.
_TILE, _LAP = 1408, 96
# Height of the strips that recognition sees, and how many of their pixels one step of its output stands for.
HIGH, _STEP = 48, 8
# Strips are narrowed to this share of their width: at 0.7 errors stay the same and reading takes 0.7 of the time; at 0.55 they double.
NARROW = 0.75
CORES = 1  # for all of a sheet; set by who knows what else runs (kg.pages.image)


class Words(NamedTuple):
    """What a strip says: text, confidence (0–1) and the middle of each character as a share of the strip's width."""

    text: str
    confidence: float
    at: tuple[float, ...]


def likely(gray: Gray) -> Floats:
    """How likely each pixel lies in the middle of a line of print, horizontal or vertical."""
    detection = _session("det")
    high, wide = gray.shape
    result = np.zeros((high, wide), np.float32)
    tall, broad = _side(high), _side(wide)
    for y in _starts(high, tall):
        for x in _starts(wide, broad):
            tile: Gray = gray[y : y + tall, x : x + broad]
            rows, columns = tile.shape
            tile = cv2.copyMakeBorder(tile, 0, tall - rows, 0, broad - columns, cv2.BORDER_REPLICATE)
            here = result[y : y + rows, x : x + columns]
            np.maximum(here, _run(detection, tile)[0, 0, :rows, :columns], out=here)
    return result


def read(strips: Sequence[Gray]) -> list[Words]:
    """What strips of print say, each a line 48 pixels high. One by one on every core: on a CPU, batches gain nothing."""
    _session("rec"), _characters()
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(_words, strips))


def _words(strip: Gray) -> Words:
    characters = _characters()
    scores = _run(_session("rec"), strip)[0]
    best = scores.argmax(1)
    at = np.flatnonzero((best != 0) & (np.concatenate(([-1], best[:-1])) != best))
    if not len(at):
        return Words("", 0.0, ())
    ends = [next((k for k in range(first, len(best)) if best[k] != best[first]), len(best)) for first in at]
    middles = tuple((int(first) + end) / 2 * _STEP / strip.shape[1] for first, end in zip(at, ends, strict=True))
    return Words("".join(characters[k] for k in best[at]), float(scores[at, best[at]].mean()), middles)


def _run(session: Any, gray: Gray) -> Floats:
    planes = np.repeat((gray.astype(np.float32) / 127.5 - 1)[None, None], 3, 1)
    result: Floats = session.run(None, {session.get_inputs()[0].name: planes})[0]
    return result


@lru_cache(maxsize=2)
def _session(kind: str) -> Any:
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'rapidocr'", name="rapidocr")
    models = sorted(Path(next(iter(spec.submodule_search_locations))).glob(f"models/*_{kind}_*.onnx"))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = CORES if kind == "det" else 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(models[-1]), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _characters() -> tuple[str, ...]:
    """The characters that recognition tells apart; the first stands for none."""
    return ("", *_session("rec").get_modelmeta().custom_metadata_map["character"].splitlines(), " ")


def _side(length: int) -> int:
    """The side of equal tiles that cover a length, a multiple of 32."""
    count = max(1, math.ceil((length - _LAP) / (_TILE - _LAP)))
    return math.ceil((length + (count - 1) * _LAP) / count / 32) * 32


def _starts(length: int, side: int) -> list[int]:
    count = max(1, math.ceil((length - _LAP) / (side - _LAP)))
    return [0] if count == 1 else [round(i * (length - side) / (count - 1)) for i in range(count)]
