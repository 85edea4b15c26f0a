"""Where the nodes of a drawing stand: the same graph gives the same places on every machine.

Only operations that IEEE 754 rounds exactly (+ - × ÷ √) and sums in a fixed order are used; sines, BLAS products and
`numpy.sum` along a row differ in the last bit between processors, and four hundred steps make that bit visible.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]

STRETCH = 1.25  # labels are wider than they are high, and so are screens
LOOSE = 1.4  # how much wider than their boxes loners stand, since their labels keep their size when the drawing shrinks
SIDE, HEAD, FOOT = 60, 100, 52  # free space around the nodes of a part: its field, whose name stands in a strip above, and the gap to the next
ROOM = 1.7  # how much more than its nodes' boxes a part takes before they are pushed apart: tighter loses its shape


STEPS = 500  # of the forces at most; a few dozen nodes look settled after a third of them


def arrange(sizes: Sequence[tuple[float, float]], pairs: Pairs, kinds: Sequence[str], steps: int = STEPS) -> list[tuple[int, int]]:
    """Where boxes of the given (width, height) go, centred on the origin: the middle of each one's upper edge.

    `pairs` are indices of boxes that an edge joins. Connected parts are laid out one by one by spring forces and packed, the
    largest first; boxes without an edge stand in rows below, those of one kind together.
    """
    found = parts(len(sizes), pairs)
    groups: list[tuple[list[int], Floats, Floats]] = []
    for part in found:
        if len(part) > 1:
            place = {node: i for i, node in enumerate(part)}
            inner = [(place[a], place[b]) for a, b in pairs if a in place and a != b]
            groups.append((part, *_spring(np.array([sizes[n] for n in part]), inner, steps)))
    loners = sorted((part[0] for part in found if len(part) == 1), key=lambda node: (kinds[node], node))
    return _pack(groups, loners, sizes)


def parts(count: int, pairs: Pairs) -> list[list[int]]:
    """Connected parts, largest first, then by their first node."""
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    seen: set[int] = set()
    found: list[list[int]] = []
    for first in range(count):
        if first in seen:
            continue
        seen.add(first)
        part = [first]
        for node in part:
            fresh = sorted(set(near[node]) - seen)
            seen.update(fresh)
            part.extend(fresh)
        found.append(part)
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _spring(sizes: Floats, pairs: Pairs, most: int) -> tuple[Floats, Floats]:
    """Fruchterman and Reingold's forces; hubs push harder (as in ForceAtlas2), so that their leaves get room."""
    count = len(sizes)
    ends = sorted({(min(p), max(p)) for p in pairs})
    a, b = np.array([p[0] for p in ends]), np.array([p[1] for p in ends])
    mass = np.ones(count)
    np.add.at(mass, a, 0.25)
    np.add.at(mass, b, 0.25)
    dice = random.Random(count)
    x, y = (np.array([dice.random() - 0.5 for _ in range(count)]) * count**0.5 for _ in "xy")
    steps = max(80, min(most, 60_000_000 // (count * count)))  # a second or two, whatever the size
    push = np.sqrt(mass[:, None] * mass[None, :])
    heat = 0.2 * count**0.5
    for step in range(steps):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        force = push / (dx * dx + dy * dy + 0.01)
        fx, fy = -np.add.reduce(dx * force, axis=0), -np.add.reduce(dy * force, axis=0)
        ex, ey = x[a] - x[b], y[a] - y[b]
        pull = np.sqrt(ex * ex + ey * ey)
        for at, sign in ((a, -1.0), (b, 1.0)):
            np.add.at(fx, at, sign * ex * pull)
            np.add.at(fy, at, sign * ey * pull)
        fx, fy = fx - 0.12 * mass * x, fy - 0.12 * mass * y
        length = np.sqrt(fx * fx + fy * fy) + 1e-9
        stride = np.minimum(length, heat * (1 - step / steps) + 0.01) / length
        x, y = x + fx * stride, y + fy * stride
    area = sum(float(w) * float(h) for w, h in sizes) * ROOM
    scale = (area / ((float(x.max() - x.min()) + 0.5) * (float(y.max() - y.min()) + 0.5))) ** 0.5
    return _part_overlaps(x * scale * STRETCH**0.5, y * scale / STRETCH**0.5, sizes)


def _part_overlaps(x: Floats, y: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Push boxes apart, each pair along the axis on which it overlaps less, until none overlap or 200 rounds have passed."""
    need_x, need_y = ((sizes[:, None, axis] + sizes[None, :, axis]) / 2 for axis in (0, 1))
    ahead = np.sign(np.arange(len(x))[:, None] - np.arange(len(x))[None, :]).astype(np.float64)  # who moves which way on the same spot
    for _ in range(200):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        over_x, over_y = need_x - np.abs(dx), need_y - np.abs(dy)
        clash = (over_x > 0.5) & (over_y > 0.5) & (ahead != 0)
        if not clash.any():
            break
        flat = over_x < over_y
        x = x - np.add.reduce(np.where(clash & flat, np.where(dx == 0, ahead, np.sign(dx)) * over_x, 0.0), axis=0) * 0.3
        y = y - np.add.reduce(np.where(clash & ~flat, np.where(dy == 0, ahead, np.sign(dy)) * over_y, 0.0), axis=0) * 0.3
    return x, y


def _pack(
    groups: Sequence[tuple[list[int], Floats, Floats]], loners: Sequence[int], sizes: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """Put the groups on a sheet a little wider than high, each as far up as it goes, then as far left; the loners below."""
    frames = [(float(x.max() - x.min()) + 2 * SIDE, float(y.max() - y.min()) + HEAD + FOOT) for _, x, y in groups]
    if not sizes:
        return []
    alone = set(loners)
    sizes = [(w * LOOSE, h) if node in alone else (w, h) for node, (w, h) in enumerate(sizes)]
    area = sum(w * h for w, h in frames) + sum(sizes[node][0] * sizes[node][1] for node in loners)
    width = max([w for w, _ in frames] + [(area * STRETCH) ** 0.5] + [sizes[node][0] for node in loners])
    sky = [(0.0, 0.0, width)]  # what is taken so far, from above: (left, depth, width)
    spots = [(0, 0)] * len(sizes)
    for (part, x, y), (w, h) in zip(groups, frames, strict=True):
        top, left = min((_depth(sky, left, w), left) for left, _, _ in sky if left + w <= width + 1e-6)
        sky = _cover(sky, left, top + h, w)
        for node, nx, ny in zip(part, x - x.min(), y - y.min(), strict=True):
            spots[node] = (round(left + SIDE + float(nx)), round(top + HEAD + float(ny) - sizes[node][1] / 2))
    top = _depth(sky, 0.0, width)
    for row in _rows(loners, sizes, width):
        left = (width - sum(sizes[node][0] for node in row)) / 2
        for node in row:
            spots[node] = (round(left + sizes[node][0] / 2), round(top))
            left += sizes[node][0]
        top += max(sizes[node][1] for node in row)
    mid_x = (min(s[0] for s in spots) + max(s[0] for s in spots)) // 2
    mid_y = (min(s[1] for s in spots) + max(s[1] for s in spots)) // 2
    return [(x - mid_x, y - mid_y) for x, y in spots]


def _rows(nodes: Sequence[int], sizes: Sequence[tuple[float, float]], width: float) -> list[list[int]]:
    """Nodes in rows no longer than width, as words in lines."""
    rows: list[list[int]] = []
    taken = 0.0
    for node in nodes:
        if not rows or taken + sizes[node][0] > width:
            rows.append([])
            taken = 0.0
        rows[-1].append(node)
        taken += sizes[node][0]
    return rows


def _depth(sky: Sequence[tuple[float, float, float]], left: float, width: float) -> float:
    return max(d for s, d, w in sky if s < left + width - 1e-6 and s + w > left + 1e-6)


def _cover(sky: Sequence[tuple[float, float, float]], left: float, depth: float, width: float) -> list[tuple[float, float, float]]:
    right, fresh = left + width, [(left, depth, width)]
    for s, d, w in sky:
        if s < left:
            fresh.append((s, d, min(w, left - s)))
        if s + w > right:
            fresh.append((max(s, right), d, s + w - max(s, right)))
    return sorted(fresh)
