"""Has a ratio become worse than the one that is committed? Ratios are compared, never times: they say the same on a slow machine and on a busy one.

bench/ratios.json holds for each ratio its value, which way is better, and how much worse (as a share of it) a later run may be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import MORE, ROOT, Ratio

KEPT = ROOT / "bench" / "ratios.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a ratio stands to the one that was kept: `kept` is None for a new one, `found` for one that this run did not measure."""

    name: str
    kept: float | None
    found: float | None
    worse: bool = False

    def __str__(self) -> str:
        word = "WORSE" if self.worse else "new" if self.kept is None else "not measured" if self.found is None else "ok"
        return f"{word:13}{_shown(self.kept):>10} -> {_shown(self.found):>10}  {self.name}"


def kept(file: Path = KEPT) -> dict[str, dict[str, Any]]:
    """The committed ratios by name; none when there is no file. Raises ValueError for a file that is no JSON."""
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def compared(ratios: Iterable[Ratio], before: Mapping[str, Mapping[str, Any]]) -> list[Verdict]:
    """A verdict on each ratio, the worse ones first, then by name. What is better, or worse within what is allowed, is no reason to stop."""
    now = {ratio.name: ratio for ratio in ratios}
    verdicts = [
        Verdict(name, one["value"], now[name].middle if name in now else None, name in now and worse(now[name], one))
        for name, one in before.items()
    ]
    verdicts += [Verdict(name, None, one.middle) for name, one in now.items() if name not in before]
    return sorted(verdicts, key=lambda verdict: (not verdict.worse, verdict.name))


def worse(ratio: Ratio, before: Mapping[str, Any]) -> bool:
    """Whether a ratio is worse than a committed one by more than is allowed: 0.25 of a ratio of 4 lets it fall to 3 or, where less is better, rise to 5."""
    value, share = float(before["value"]), float(before["within"])
    return ratio.middle < value * (1 - share) if before["better"] == MORE else ratio.middle > value * (1 + share)


def keep(ratios: Iterable[Ratio], file: Path = KEPT) -> None:
    """Commit ratios to the file; those that this run did not measure stay as they are."""
    rows = kept(file) | {one.name: {"value": float(f"{one.middle:.4g}"), "better": one.better, "within": one.within} for one in ratios}
    file.write_text(json.dumps(dict(sorted(rows.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
