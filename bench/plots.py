"""A curve as a small SVG: the same bytes for the same points (Matplotlib, without the day and with fixed ids)."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from measure import Curve

mpl.use("svg")
import matplotlib.pyplot as plt

STYLE = {
    "svg.hashsalt": "zhitu",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.grid": True,
    "grid.color": "#ddd",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
COLOURS = ("#1f5fa8", "#c05020", "#3a8a4a", "#8a4a9a")
MARKS = ("o", "s", "^", "D")


def draw(curve: Curve, file: Path) -> None:
    """Write a curve to an SVG file. Raises OSError."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(5.2, 3.0), layout="constrained")
        for number, (name, points) in enumerate(curve.lines.items()):
            axes.plot(*zip(*points, strict=True), color=COLOURS[number % 4], marker=MARKS[number % 4], markersize=4, label=name)
        axes.set(title=curve.title, xlabel=curve.x, ylabel=curve.y)
        if curve.log:
            axes.set_xscale("log")
            if len(curve.lines) > 1:
                axes.set_yscale("log")
        if axes.get_yscale() == "linear":
            axes.set_ylim(bottom=0)
        if len(curve.lines) > 1:
            axes.legend(frameon=False)
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
