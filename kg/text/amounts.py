"""Values as Chinese writes them, with the word that blurs them in its place: 近40亿元, 8000余元, 25万人以上."""

from __future__ import annotations

INSIDE = frozenset("余多来几")  # between the number and its unit
BEHIND = frozenset(("以上", "以下", "以内", "左右", "上下"))


def written(value: str, unit: str = "", approximator: str = "") -> str:
    """An amount in one word."""
    if approximator in INSIDE:
        return f"{value}{approximator}{unit}"
    return f"{value}{unit}{approximator}" if approximator in BEHIND else f"{approximator}{value}{unit}"
