"""What a page costs that is added to a build, or taken out of it, beside a fresh build of all; and whether the bytes are the same.

    python bench/add.py [--articles 300 1000] [--seed 1]

Each step is the command `kg` in a process of its own, with one process to read pages.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import make
from crash import content

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a step: by the clock, and of all processors."""

    clock: float
    cpu: float


def main() -> None:
    """Measure archives of several sizes; the exit code is 1 when bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{'seconds: clock (CPU)':22}{'fresh':>18}{'add a page':>18}{'of fresh':>14}{'take it out':>18}{'of fresh':>14}   bytes")
    good = True
    for articles in given.articles:
        with tempfile.TemporaryDirectory(prefix="add-") as folder:
            fresh, added, removed, same = measured(Path(folder), articles, given.seed)
        good = good and same
        steps = "".join(f"{_seconds(step):>18}{_share(step, fresh):>14}" for step in (added, removed))
        print(f"{f'{articles:,} articles':22}{_seconds(fresh):>18}{steps}   {'the same' if same else 'DIFFER'}", flush=True)
    sys.exit(not good)


def measured(folder: Path, articles: int, seed: int) -> tuple[Cost, Cost, Cost, bool]:
    """What a fresh build of all pages costs, the last page added to the others, and taken out again; and whether both leave the bytes of a fresh build."""
    make(folder, articles, seed, "dumps")
    pages = folder / "pages"
    last = max(pages.rglob("*.txt"))
    fresh = cost("build", pages, "-o", folder / "fresh")
    aside = [(path, folder / path.name) for path in (last, last.with_suffix(".toml"))]
    for path, place in aside:
        path.rename(place)
    cost("build", pages, "-o", folder / "out")
    before = content(folder / "out")
    for path, place in aside:
        place.rename(path)
    added = cost("add", folder / "out", last)
    same = content(folder / "out") == content(folder / "fresh")
    removed = cost("remove", folder / "out", last)
    return fresh, added, removed, same and content(folder / "out") == before


def cost(command: str, *arguments: object) -> Cost:
    """Run a command of `kg`. Raises CalledProcessError when it fails."""
    start, used = time.perf_counter(), _used()
    jobs = ["--jobs", "1"] if command != "remove" else []
    subprocess.run([sys.executable, "-m", "kg", command, *map(str, arguments), *jobs], cwd=ROOT, check=True, capture_output=True)
    return Cost(time.perf_counter() - start, _used() - used)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _seconds(step: Cost) -> str:
    return f"{step.clock:.1f} ({step.cpu:.1f})"


def _share(step: Cost, fresh: Cost) -> str:
    return f"{step.clock / fresh.clock:.0%} ({step.cpu / fresh.cpu:.0%})"


if __name__ == "__main__":
    main()
