#!/usr/bin/env python3
"""How do time and memory of a build grow with articles, workers and partitions, and how well does it resolve at scale?

usage, from the project root:  python bench/scale.py [--articles 100 300 1000 …] [--jobs 1 2 …] [--seed 1] [--quick] [--json FILE]

The archives are those of bench/corpus.py, whose truth scores the builds: B³ and pairs of mentions of people and of bodies. Each build is the command `kg`, without
validation; its memory is that of its largest process. Where Spark is there (`pip install zhitu[spark]`), its engine builds the same archive with one to four partitions.
"""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure
from measure import LESS, ROOT, Cost, Curve, Found, Ratio, Table

SIZES, QUICK = [100, 300, 1_000, 3_000, 10_000], [100, 300]
HUNDRED_THOUSAND = 100_000  # an afternoon: asked for with --articles
ON = (1_000, 300)  # articles for workers and partitions: full, quick
PARTITIONS = (1, 2, 4)
CORPUS = str(ROOT / "bench" / "corpus.py")
ARTICLES = """Builds of generated archives with one process, without validation: what an article costs should not grow with the archive. The memory is that of the largest
process, "made in" the memory in which the archive itself was made, page by page."""
RESOLUTION = """The same builds, scored by the truth that the generator wrote beside the pages. Aims: B³ F 0.98 and pairwise precision 0.995, namesakes included. Mentions
are those of which truth knows what they mean; `people with namesakes` are those whose name another person bears somewhere in the country, or in their own prefecture."""
WORKERS = "One archive with more processes for the reading half; the joining half has one."
CLUSTER = "The same archive with the Spark engine."
SCORED = ("people", "people with namesakes", "… in their prefecture", "bodies")


def made(folder: Path, articles: int, seed: int) -> Cost:
    """Make an archive; what that takes."""
    return measure.cost([*measure.kg()[:1], CORPUS, "make", folder, "--articles", articles, "--seed", seed])


def built(folder: Path, output: Path, *options: object) -> Cost:
    """Build an archive anew."""
    return measure.cost(measure.kg("build", folder / "pages", "-o", output, "--no-validate", *options))


def growing(sizes: Sequence[int], seed: int) -> tuple[Found, Found]:
    """Builds of archives of several sizes: what they cost, and how well they resolve."""
    rows, scores, ratios = [], [], []
    costs: dict[int, Cost] = {}
    for size in sizes:
        measure.talk(f"{size:,} articles")
        with tempfile.TemporaryDirectory(prefix="scale-") as name:
            folder = Path(name)
            making = made(folder, size, seed)
            cost = costs[size] = built(folder, folder / "out", "--jobs", 1)
            scored = measure.apart(CORPUS, "score", folder / "out", folder / "truth.jsonl", "--json")
            disk = sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
        each = f"{1000 * cost.processor / size:.1f}"
        rows.append(
            (f"{size:,}", f"{cost.seconds:.0f}", f"{cost.processor:.0f}", each, f"{cost.peak:.0f}", f"{disk:,.0f}", f"{making.peak:.0f}")
        )
        for kind in SCORED:
            s = scored[kind]
            figures = (s["b3_precision"], s["b3_recall"], s["b3_f"], s["pair_precision"], s["pair_recall"])
            scores.append((f"{size:,}: {kind}", f"{s['mentions']:,}", *(f"{figure:.4f}" for figure in figures)))
            if kind in ("people", "bodies"):
                ratios.append(Ratio(f"B³ F of {kind}, {size:,} articles", (s["b3_f"],), aim=0.98, within=0.003))
                ratios.append(Ratio(f"pairwise precision of {kind}, {size:,} articles", (s["pair_precision"],), aim=0.995, within=0.003))
    table = Table(("articles", "seconds", "CPU s", "CPU ms an article", "peak MB", "disk MB", "made in MB"), tuple(rows))
    scale = Found("Articles", "python bench/scale.py", ARTICLES, (table,), tuple(_growth(costs)), _curves(costs))
    resolved = Table(("articles, of whom", "mentions", "B³ P", "R", "F", "pairs P", "R"), tuple(scores))
    return scale, Found("Resolution at scale", "python bench/scale.py", RESOLUTION, (resolved,), tuple(ratios))


def _growth(costs: dict[int, Cost]) -> list[Ratio]:
    base = 1_000 if 1_000 in costs else min(costs)
    each = {size: cost.processor / size for size, cost in costs.items()}
    later = [size for size in costs if size > base]
    aims = {(HUNDRED_THOUSAND, 1_000): 1.15}
    return [
        Ratio(f"cost of an article at {size:,}, of that at {base:,}", (each[size] / each[base],), LESS, aims.get((size, base)))
        for size in later
    ]


def _curves(costs: dict[int, Cost]) -> tuple[Curve, ...]:
    each = tuple((size, 1000 * cost.processor / size) for size, cost in costs.items())
    memory = tuple((size, cost.peak) for size, cost in costs.items())
    return (
        Curve("bench-articles", "What an article costs", "articles", "CPU ms an article", {"kg build": each}, log=True),
        Curve("bench-memory", "Memory of a build", "articles", "peak MB of the largest process", {"kg build": memory}, log=True),
    )


def working(size: int, jobs: Sequence[int], rounds: int, seed: int) -> Found:
    """One archive with more and more workers."""
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        folder = Path(name)
        made(folder, size, seed)

        def one(workers: str) -> Cost:
            with tempfile.TemporaryDirectory(prefix="scale-") as output:
                return built(folder, Path(output), "--jobs", workers)

        found = measure.rounds(map(str, jobs), rounds, one, f"{size:,} articles, workers: ")
    middle = {int(n): Cost(*measure.middles([(c.seconds, c.processor, c.peak) for c in costs])) for n, costs in found.items()}
    rows = tuple((str(n), f"{c.seconds:.1f}", f"{c.processor:.1f}", f"{c.peak:.0f}") for n, c in middle.items())
    first, *others = found
    pairs = {n: zip(found[first], found[n], strict=True) for n in others}
    ratios = tuple(
        Ratio(f"speed with {n} workers, of that with {first}", tuple(a.seconds / b.seconds for a, b in both), within=0.4)
        for n, both in pairs.items()
    )
    curve = Curve(
        "bench-workers", f"Workers, {size:,} articles", "workers", "seconds", {"kg build": tuple((n, c.seconds) for n, c in middle.items())}
    )
    return Found("Workers", "python bench/scale.py", WORKERS, (Table(("workers", "seconds", "CPU s", "peak MB"), rows),), ratios, (curve,))


def spread(size: int, seed: int) -> Found:
    """The Spark engine beside the local one on one archive, where it is there; otherwise what is missing."""
    missing = lacking()
    if missing:
        return Found("Partitions", "python bench/scale.py", CLUSTER, skipped=(missing,))
    workers = min(2, measure.cores())
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        folder = Path(name)
        made(folder, size, seed)
        local = built(folder, folder / "local", "--jobs", workers)
        costs = {
            n: built(folder, folder / f"spark{n}", "--engine", "spark", "--master", f"local[{workers}]", "--partitions", n)
            for n in PARTITIONS
        }
    rows = [("local engine", f"{local.seconds:.1f}", f"{local.processor:.1f}", f"{local.peak:.0f}")]
    rows += [(f"Spark, {n} partitions", f"{c.seconds:.1f}", f"{c.processor:.1f}", f"{c.peak:.0f}") for n, c in costs.items()]
    ratios = tuple(
        Ratio(f"time with Spark and {n} partitions, of the local engine's", (c.seconds / local.seconds,), LESS, within=0.5)
        for n, c in costs.items()
    )
    curve = Curve(
        "bench-partitions",
        f"Partitions, {size:,} articles",
        "partitions",
        "seconds",
        {"Spark": tuple((n, c.seconds) for n, c in costs.items())},
    )
    return Found(
        "Partitions",
        "python bench/scale.py",
        CLUSTER,
        (Table((f"{size:,} articles", "seconds", "CPU s", "peak MB"), tuple(rows)),),
        ratios,
        (curve,),
    )


def lacking() -> str:
    """Why the Spark engine cannot be measured; "" when it can."""
    if not importlib.util.find_spec("pyspark"):
        return "pyspark is not installed, so no partitions were measured (`pip install zhitu[spark]`, and Java)"
    told = subprocess.run(list(map(str, measure.kg("build", "--help"))), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    unknown = [option for option in ("--engine", "--master", "--partitions") if option not in told]
    return f"kg build has no {', '.join(unknown)}, so no partitions were measured" if unknown else ""


def main() -> None:
    """Measure articles, resolution, workers and partitions."""
    parser = measure.parser(__doc__, times=1)
    parser.add_argument("--articles", type=int, nargs="+", help="sizes of the archives (default: 100 300 1000 3000 10000; quick: 100 300)")
    parser.add_argument("--jobs", type=int, nargs="+", help="numbers of workers (default: 1, 2, … up to the cores)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    size = ON[given.quick]
    jobs = given.jobs or sorted({1, 2, *(n for n in (4, 8, 16) if n <= measure.cores())})
    sizes = given.articles or (QUICK if given.quick else SIZES)
    found = [*growing(sizes, given.seed), working(size, jobs, measure.often(given, 1), given.seed), spread(size, given.seed)]
    measure.told(found, given.json)


if __name__ == "__main__":
    main()
