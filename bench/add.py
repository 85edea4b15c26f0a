"""What a page costs that is added to a build, or taken out of it, beside a fresh build of all; and whether the bytes are the same.

usage, from the project root:  python bench/add.py [--articles 100 300 1000] [--seed 1] [--quick] [--json FILE]

Each step is the command `kg` in a process of its own, with one process to read pages.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure
from corpus import make
from crash import content
from measure import LESS, Cost, Found, Ratio, Table

ABOUT = """What the last page of a generated archive costs when it is added to a build of the others, and when it is taken out again,
beside a fresh build of all. The bytes of both are those of a fresh build. Seconds by the wall, of the processor in brackets, one process. Aim at 10,000 articles: 2 %."""


def run(sizes: Sequence[int], seed: int) -> tuple[Found, bool]:
    """The costs at all sizes, and whether all bytes were the same."""
    rows, ratios, good = [], [], True
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="add-") as folder:
            fresh, added, removed, same = measured(Path(folder), articles, seed)
        good = good and same
        shares = {"add": added.processor / fresh.processor, "remove": removed.processor / fresh.processor}
        cells = (
            _seconds(fresh),
            _seconds(added),
            f"{shares['add']:.0%}",
            _seconds(removed),
            f"{shares['remove']:.0%}",
            "the same" if same else "DIFFER",
        )
        rows.append((f"{articles:,}", *cells))
        ratios += [
            Ratio(f"kg {name} of a page, of a fresh build of {articles:,} articles", (share,), LESS) for name, share in shares.items()
        ]
    table = Table(("articles", "fresh", "add a page", "of fresh", "take it out", "of fresh", "bytes"), tuple(rows))
    return Found("A page more", "python bench/add.py", ABOUT, (table,), tuple(ratios)), good


def main() -> None:
    """Measure archives of several sizes; the exit code is 1 when bytes differ."""
    parser = measure.parser(__doc__, times=1)
    parser.add_argument("--articles", type=int, nargs="+", help="sizes of the archives (default: 100 300 1000; quick: 100)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found, good = run(given.articles or ([100] if given.quick else [100, 300, 1000]), given.seed)
    measure.told([found], given.json)
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
    """What a command of `kg` takes. Raises CalledProcessError when it fails."""
    return measure.cost(measure.kg(command, *arguments, *(["--jobs", 1] if command != "remove" else [])))


def _seconds(step: Cost) -> str:
    return f"{step.seconds:.1f} ({step.processor:.1f})"


if __name__ == "__main__":
    main()
