"""A scanned or photographed sheet to text and layout: turned upright, its lines found and read, its rules and pictures found."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from kg.model import Box, Layout, Print
from kg.pages import ocr, signs, strips
from kg.pages.ocr import Floats, Gray, Words
from kg.pages.strips import LIKELY, MARKED, Mask, Pixels, Strip

# Body type of newspapers in points: what a picture that does not say its resolution is measured by.
_BODY = 9.5
# Detection sees body type as at this resolution: it finds as many lines as at 200, five times as fast, and holds the characters of
# large headlines together, which it parts at 200.
_SEEN = 110.0
# Sharper pictures than this are reduced: recognition sees characters 48 pixels high, and 9.5 pt at 260 dpi has 34.
_SHARPEST, _REDUCED = 260.0, 200.0
# Sheets that are turned by less than this (degrees) stay as they are: over a column it is less than a pixel.
_LEVEL = 0.05
# Ink and paper are further apart on scans that are not faded.
_CONTRAST = 140.0
# Rules are at least so long and at most so thick, in points.
_LONG, _THICK = 25.0, 5.0
# Hairlines in grey are no darker than this share (of 255) of the paper; the grain of paper stays above.
_FAINT = 228
# Ink of no more pixels (at 200 dpi) is a speck: a decimal point of 8 pt has eight.
_SPECK = 5
# White at the ends and at the sides of a line when it is read, in sizes: with 0.08 twice as many last marks are lost.
_ENDS, _AROUND = 0.16, 0.12
# Lines of lower confidence are texture or smudges; vertical ones of lower confidence are read again character by character.
_SURE, _DOUBTFUL = 0.5, 0.9
# A gap wider than the line's usual one by this much (in sizes) is a blank; more where marks bring white of their own.
_BLANK, _DOWN, _LATIN, _MARK = 0.4, 0.75, 0.2, 0.75
_DASH = re.compile("^[-—]+(?=[“《\u3400-\u9fff])")  # a dash that opens a subtitle is two characters long
# Type of nearly the body's size (a share of it) is body type.
_NEAR = 0.14
# White beside a character in its cell, in sizes.
_SIDE = 0.07
# A line this much blacker than most of the body is of a heavier face: body text reaches 1.3, bold subheads begin at 1.47.
_HEAVY = 1.38
_HAN = re.compile("[\u3400-\u9fff]")
_HALF = re.compile(r"(?<=[\u3400-\u9fff])[(),:;!?]|[()](?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff”》])[,:;]")
_FULL = {ord(half): full for half, full in zip("(),:;!?", "（），：；！？", strict=True)}
_OPEN, _CLOSE = set("（《「『【“‘〈〔"), set("、，。；：？！）》」』】”’〉〕·,.;:!?")


def recognise(image: npt.NDArray[Any], dpi: float = 0.0) -> tuple[str, Layout]:
    """The text and layout of a sheet, RGB or grey. dpi 0 is unknown: most of its type is then taken to be of 9.5 points."""
    gray: Gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    gray = _full_range(gray)
    seen, sharp = _seen(gray, dpi)
    unit = 72 / (dpi or sharp)
    if sharp > _SHARPEST:
        gray, unit, sharp = _resized(gray, _REDUCED / sharp), unit * sharp / _REDUCED, _REDUCED
    angle = _slant(seen > LIKELY)
    if abs(angle) > _LEVEL:
        gray, seen = _turned(gray, angle), _turned(seen, angle)
    level = _level(gray, sharp)
    ink = _ink(level, sharp)
    pictures = _pictures(gray, seen, sharp)
    rules = [rule for rule in _rules(level, seen, sharp) if not any(_inside(rule, picture) for picture in pictures)]
    for x0, y0, x1, y1 in rules:
        ink[y0:y1, x0:x1] = False
    found = strips.find(seen, ink, rules)
    lines = [(strip, words) for strip, words in zip(found, _read(found, gray), strict=True) if words.confidence >= _SURE]
    body, prints = _composed(lines, gray, ink, unit)
    return body, Layout(
        round(gray.shape[1] * unit, 1), round(gray.shape[0] * unit, 1), prints, _points(rules, unit), _points(pictures, unit)
    )


def _full_range(gray: Gray) -> Gray:
    """The picture with black ink on white paper when its own are greys near to each other."""
    black, white = (float(value) for value in np.percentile(gray[::8, ::8], (0.5, 95)))
    if white - black > _CONTRAST or white - black < 16:
        return gray
    stretched: Gray = cv2.convertScaleAbs(gray, alpha=215 / (white - black), beta=20 - black * 215 / (white - black))
    return stretched


def _inside(box: Pixels, other: Pixels) -> bool:
    """Whether the middle of a box lies in the other."""
    return other[0] < (box[0] + box[2]) / 2 < other[2] and other[1] < (box[1] + box[3]) / 2 < other[3]


def _points(boxes: Sequence[Pixels], unit: float) -> tuple[Box, ...]:
    return tuple((round(x0 * unit, 1), round(y0 * unit, 1), round(x1 * unit, 1), round(y1 * unit, 1)) for x0, y0, x1, y1 in boxes)


def _seen(gray: Gray, dpi: float) -> tuple[Floats, float]:
    """What detection sees with body type at its best size, and the resolution at which most type would be of 9.5 points.

    That is `dpi` when it comes near; a picture may state a resolution that is not its own.
    """
    sharp = dpi or max(gray.shape) / 2000 * _SEEN
    for _ in range(3):
        factor = min(_SEEN / sharp, 3.0)
        seen = ocr.likely(_resized(gray, factor))
        count, _, stats, _ = cv2.connectedComponentsWithStats((seen > LIKELY).astype(np.uint8))
        lines = ((area / max(w, h), max(w, h)) for _, _, w, h, area in stats[1:count].tolist() if area > 60)
        heights = sorted((thick, long) for thick, long in lines if long > 5 * thick)  # a slanted line is no thicker
        if not heights:
            return seen, dpi or 200.0
        half = sum(long for _, long in heights) / 2
        found = heights[-1][0]
        for height, long in heights:
            half -= long
            if half <= 0:
                found = height
                break
        measured = MARKED * found / (seen.shape[0] / gray.shape[0]) * 72 / _BODY
        if abs(math.log(measured / sharp)) < 0.35:
            return seen, sharp if dpi else measured
        sharp = measured
    return seen, sharp


def _resized(image: Any, factor: float) -> Any:
    if abs(factor - 1) < 0.01:
        return image
    size = max(32, round(image.shape[1] * factor)), max(32, round(image.shape[0] * factor))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def _turned(image: Any, angle: float) -> Any:
    """The image turned by so many degrees about its middle, with paper at its corners."""
    high, wide = image.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    picture = image.dtype == np.uint8
    paper = float(np.percentile(image[::16, ::16], 90)) if picture else 0.0
    how = cv2.INTER_CUBIC if picture else cv2.INTER_LINEAR
    return cv2.warpAffine(image, matrix, (wide, high), flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=paper)


def _slant(text: Mask) -> float:
    """By how many degrees the lines fall to the right: what the middle of them says, long ones counting for more."""
    contours, _ = cv2.findContours(text.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    angles, weights = [], []
    for contour in contours:
        _, (a, b), _ = cv2.minAreaRect(contour)
        if max(a, b) < 8 * min(a, b) or max(a, b) < 60:
            continue
        vx, vy, _, _ = cv2.fitLine(contour, cv2.DIST_L2, 0, 0.01, 0.01).ravel()
        angle = (math.degrees(math.atan2(vy, vx)) + 45) % 90 - 45
        if abs(angle) < 10:
            angles.append(angle)
            weights.append(max(a, b))
    if len(angles) < 3:
        return 0.0
    order = np.argsort(angles)
    summed = np.cumsum(np.array(weights)[order])
    return float(angles[int(order[int(np.searchsorted(summed, summed[-1] / 2))])])


def _level(gray: Gray, dpi: float) -> Gray:
    """The sheet as dark as it is beside the paper around it: 255 is paper."""
    factor = 50 / dpi
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((15, 15), np.uint8)), (0, 0), 10)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    level: Gray = cv2.divide(cv2.GaussianBlur(gray, (3, 3), 0), np.maximum(paper, 32), scale=255)
    return level


def _ink(level: Gray, dpi: float) -> Mask:
    """Where the sheet is printed, without specks."""
    threshold, _ = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = (level < min(max(threshold, 180.0), 205.0)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    large = stats[:, cv2.CC_STAT_AREA] > _SPECK * (dpi / 200) ** 2
    large[0] = False
    mask: Mask = large[labels]
    return mask


def _rules(level: Gray, seen: Floats, dpi: float) -> list[Pixels]:
    """Drawn rules, and no strokes of headlines or dashes."""
    found: list[Pixels] = []
    long, thick = round(_LONG / 72 * dpi), _THICK / 72 * dpi
    page, text, aligned = (level < _FAINT).astype(np.uint8), _occupied(seen), _occupied(seen, 4.2, 0.0)
    factor = seen.shape[0] / level.shape[0]
    for dx, dy in ((0, 1), (1, 0)):  # level rules, upright ones
        # A thin rule that is not quite straight steps aside by a pixel: it is looked for a pixel wider on both sides.
        lines = cv2.dilate(page, np.ones((1 + 2 * dy, 1 + 2 * dx), np.uint8))
        lines = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((1 + dx * (long - 1), 1 + dy * (long - 1)), np.uint8))
        lines = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((3 + dx * long // 2, 3 + dy * long // 2), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, w, h, _ in stats[1:count].tolist():
            x0, y0, x1, y1 = x + dx, y + dy, max(x + dx + 1, x + w - dx), max(y + dy + 1, y + h - dy)
            a, b, c, d = (int(value * factor) for value in (x0, y0, x1, y1))
            printed = max(text[b : d + 1, a : c + 1].mean(), dy * aligned[b : d + 1, a : c + 1].mean())
            if min(x1 - x0, y1 - y0) <= thick and printed < 0.5:
                found.append((x0, y0, x1, y1))
    return sorted(found)


def _occupied(seen: Floats, along: float = 0.55, across: float = 0.55) -> Mask:
    """Where characters stand: the marks of detection, larger at each end and side by these shares of their thickness."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((seen > LIKELY).astype(np.uint8))
    mask: Mask = np.zeros(seen.shape, np.bool_)
    for x, y, w, h, _ in stats[1:count].tolist():
        right, down = (round(share * min(w, h)) for share in ((along, across) if w > h else (across, along)))
        if min(w, h) >= 3:
            mask[max(0, y - down) : y + h + down, max(0, x - right) : x + w + right] = True
    return mask


def _pictures(gray: Gray, seen: Floats, dpi: float) -> list[Pixels]:
    """Pictures: large areas that are mostly darker than paper and not text."""
    factor = 36 / dpi
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    high, wide = small.shape
    text = cv2.resize(_occupied(seen).astype(np.float32), (wide, high), interpolation=cv2.INTER_AREA)
    tone = cv2.blur((small < 0.85 * np.percentile(small, 85)).astype(np.float32), (7, 7)) > 0.8
    tone = cv2.dilate(tone.astype(np.uint8), np.ones((5, 5), np.uint8))
    found: list[Pixels] = []
    count, _, stats, _ = cv2.connectedComponentsWithStats(tone)
    for x, y, w, h, area in stats[1:count].tolist():
        if min(w, h) >= 20 and area > 0.6 * w * h and text[y : y + h, x : x + w].mean() < 0.3:
            found.append((round(x / factor), round(y / factor), round((x + w) / factor), round((y + h) / factor)))
    return sorted(found)


def _read(found: Sequence[Strip], gray: Gray) -> list[Words]:
    """What the lines say; vertical ones lie on their side, and in doubt their characters are set in a row and read again."""
    read = ocr.read([_cut(strip, gray) for strip in found])
    for i, strip in enumerate(found):
        if strip.vertical and read[i].confidence < _DOUBTFUL:
            counts = {max(2, len(read[i].text)), max(2, round(strip.high / strip.size)), max(2, round(strip.high / strip.size / 1.1))}
            again = ocr.read([_in_a_row(strip, gray, count) for count in sorted(counts)])
            read[i] = max([read[i], *again], key=lambda words: words.confidence)
    return read


def _cut(strip: Strip, gray: Gray) -> Gray:
    """A line as recognition sees it."""
    along, across = (max(1, round(share * strip.size)) for share in (_ENDS, _AROUND))
    right, down = (across, along) if strip.vertical else (along, across)
    cut = gray[max(0, strip.y0 - down) : strip.y1 + down, max(0, strip.x0 - right) : strip.x1 + right]
    return _strip(np.rot90(cut) if strip.vertical else cut)


def _strip(cut: Gray) -> Gray:
    size = max(16, round(cut.shape[1] * ocr.HIGH / cut.shape[0] * ocr.NARROW)), ocr.HIGH
    strip: Gray = cv2.resize(cut, size, interpolation=cv2.INTER_AREA if cut.shape[0] > ocr.HIGH else cv2.INTER_CUBIC)
    return strip


def _in_a_row(strip: Strip, gray: Gray, count: int) -> Gray:
    """The characters of a vertical line, so many at equal steps, side by side."""
    side = strip.wide
    step = (strip.high - side) / (count - 1)
    air = max(1, round(_AROUND * strip.size))
    starts = [max(0, round(strip.y0 + i * step) - air) for i in range(count)]
    cells = [gray[y : y + side + 2 * air, max(0, strip.x0 - air) : strip.x1 + air] for y in starts]
    shape = (side + 2 * air, side + 2 * air)
    return _strip(np.hstack([cv2.resize(cell, shape) for cell in cells]))


def _composed(lines: Sequence[tuple[Strip, Words]], gray: Gray, ink: Mask, unit: float) -> tuple[str, tuple[Print, ...]]:
    """The lines of print with their text, in reading order as far as white space shows it."""
    body = _body(lines)
    spaced = [(strip, words, _spaced(strip, words, ink)) for strip, words in lines]
    spaced = [each for each in spaced if each[2]]
    black = {id(strip): _blackness(strip, text, gray) for strip, _, text in spaced}
    usual = sorted(black[id(strip)] for strip, _, _ in spaced if abs(strip.size / body - 1) < _NEAR)
    heavy = _HEAVY * usual[len(usual) // 2] if usual else 1.0
    pieces: list[str] = []
    prints: list[Print] = []
    at = 0
    for strip, words, text in _ordered(spaced, body):
        size = _size(strip, text, body)
        box = _points([_cell(strip, text, size)], unit)[0]
        bold = black[id(strip)] > heavy
        prints.append(Print(at, at + len(text), box, round(size * unit, 2), strip.vertical, bold, round(words.confidence, 4)))
        pieces.append(text)
        at += len(text) + 1
    return "\n".join(pieces) + ("\n" if pieces else ""), tuple(prints)


def _body(lines: Sequence[tuple[Strip, Words]]) -> float:
    """The size of body type in pixels: the step from character to character, which is exact, when it bears out their height."""
    rough = strips.usual([strip for strip, _ in lines])
    steps = sorted(
        (strip.wide + 2 * _SIDE * strip.size) / len(words.text)
        for strip, words in lines
        if abs(strip.size / rough - 1) < _NEAR and not strip.vertical and len(words.text) >= 8
        if not any(char.isascii() for char in words.text) and words.text[0] not in _OPEN and words.text[-1] not in _CLOSE
    )
    step = steps[len(steps) // 4] if len(steps) >= 8 else 0.0  # wider ones are of lines that are spaced out
    return step if abs(step / max(rough, 1.0) - 1) < _NEAR else rough


def _blackness(strip: Strip, text: str, gray: Gray) -> float:
    """How much of the cells of a line's characters is black; 0 when its characters are too few to tell, or white on black."""
    if strip.white or len(_HAN.findall(text)) < 3:
        return 0.0
    piece = gray[strip.y0 : strip.y1, strip.x0 : strip.x1].astype(np.float32)
    paper = float(np.percentile(piece, 95))
    cells = sum(0.5 if char.isascii() else 0.3 if char in _OPEN or char in _CLOSE else 1.0 for char in text if not char.isspace())
    return float(np.clip(1 - piece / max(paper, 1.0), 0, 1).sum()) / (cells * strip.size**2)


def _size(strip: Strip, text: str, body: float) -> float:
    """The size of a line's type in pixels: that of the body when it comes near, or when its characters are too few or too low to tell."""
    near = abs(strip.size / body - 1) < _NEAR
    low = strip.size < body and len(_HAN.findall(text)) < 3 and strip.size > 0.4 * body
    return body if near or low else strip.size


def _cell(strip: Strip, text: str, size: float) -> Pixels:
    """The box of a line's type: its characters have white at their sides, marks fill half of their cell, and its height is its size."""
    before, behind = (round(size * (0.5 if mark else _SIDE)) for mark in (text[0] in _OPEN, text[-1] in _CLOSE and not text[-1].isascii()))
    if strip.vertical:
        middle = round((strip.x0 + strip.x1 - size) / 2)
        return middle, strip.y0 - before, middle + round(size), strip.y1 + behind
    middle = round((strip.y0 + strip.y1 - size) / 2)
    return strip.x0 - before, middle, strip.x1 + behind, middle + round(size)


def _ordered(lines: list[tuple[Strip, Words, str]], body: float) -> list[tuple[Strip, Words, str]]:
    """The lines in reading order: the sheet is parted at its widest white band, upper part first, left part first, part by part."""
    if len(lines) < 2:
        return lines
    best: tuple[float, int, float] | None = None
    for axis, least in ((1, 1.0), (0, 0.4)):
        edge = 0.0
        for i, (strip, *_) in enumerate(sorted(lines, key=lambda line: line[0].box[axis])):
            gap = (strip.box[axis] - edge) / body / least
            if i and gap > 1.0 and (best is None or gap > best[0]):
                best = gap, axis, strip.box[axis]
            edge = max(edge, strip.box[axis + 2])
    if best is None:
        return sorted(lines, key=lambda line: (line[0].y0, line[0].x0))
    _, axis, cut = best
    parts = ([line for line in lines if (line[0].box[axis] < cut) == first] for first in (True, False))
    return [line for part in parts for line in _ordered(part, body)]


def _spaced(strip: Strip, words: Words, ink: Mask) -> str:
    """The text with the signs that recognition passed over, and with a blank where the gap is wider than usual in its line."""
    piece = ink[strip.y0 : strip.y1, strip.x0 : strip.x1]
    piece = ~piece if strip.white else piece
    piece = piece.T if strip.vertical else piece
    air, length = max(1, round(_ENDS * strip.size)), piece.shape[1]
    chars = [(share * (length + 2 * air) - air, char) for share, char in zip(words.at, words.text, strict=True)]
    chars = _with_signs([each for each in chars if each[1] != " "], piece, strip.size)
    columns = np.asarray(piece.any(0))
    gaps: dict[int, int] = {}
    for a, b in strips.gaps_of(columns, 0.05 * strip.size):
        behind = sum(at < (a + b) / 2 for at, _ in chars)
        gaps[behind] = max(gaps.get(behind, 0), b - a)
    between_han = sorted(gaps.get(i, 0) for i in range(1, len(chars)) if _HAN.match(chars[i - 1][1]) and _HAN.match(chars[i][1]))
    usual = between_han[len(between_han) // 4] / strip.size if len(between_han) > 2 else 0.0
    text = ""
    for i, char in enumerate(_full("".join(char for _, char in chars))):
        wide = gaps.get(i, 0) / strip.size - usual
        before = text[-1:]
        marks = (before in _CLOSE) + (char in _OPEN)
        enough = (_DOWN if strip.vertical else _BLANK) + _MARK * marks + _LATIN * (before.isascii() or char.isascii())
        if before and before not in _OPEN and char not in _CLOSE and wide > enough:
            text += " "
        text += char
    return _DASH.sub("——", text.strip())


def _full(text: str) -> str:
    """The text with full-width marks beside Han characters, of which recognition makes half-width ones at times, and one □."""
    return _HALF.sub(lambda match: match[0].translate(_FULL), text.replace("☐", "□"))


def _with_signs(chars: list[tuple[float, str]], piece: Mask, size: float) -> list[tuple[float, str]]:
    """The characters with their places, and the signs among the ink that none of them stands on."""
    columns = np.asarray(piece.any(0))
    cuts = [0, *(edge for gap in strips.gaps_of(columns, 0.15 * size) for edge in gap), len(columns)]
    found = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        here = [char for at, char in chars if a - 0.1 * size <= at <= b + 0.1 * size]
        if here and not (len(here) == 1 and here[0] in "一-—_~" and b - a > 1.4 * size):
            continue
        shown = signs.sign(piece[:, a:b], size)
        if shown:
            chars = [(at, char) for at, char in chars if not a - 0.1 * size <= at <= b + 0.1 * size]
            found.append(((a + b) / 2, shown))
    return sorted(chars + found, key=lambda each: each[0])
