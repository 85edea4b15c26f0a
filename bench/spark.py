"""The local engine beside Spark on the same articles: start, reading, joining, and how much memory each kind of process takes.

    python bench/spark.py [--articles 1000] [--master 'local[2]'] [--runs 1]

One run after the other on this machine, in turn; with more runs, the medians. Memory is the largest sum of the proportional set sizes of all
processes of a kind, looked at twice a second: pages that processes share count once. The seconds of all processors (CPU) say more than the
clock where others use the machine, too. The bytes of what is left are compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve()
WAYS = {"local, 2 processes": "local", "Spark": "spark", "Spark, --bulk": "bulk"}


def one(way: str, pages: Path, out: Path, master: str) -> dict[str, float]:
    """Seconds of the steps of one build, in this process."""
    from kg import archive, lexicon
    from kg.engine import spark
    from kg.settings import Settings

    settings = Settings(jobs=2, validate=False, engine="local" if way == "local" else "spark", master=master)
    lexicon.load()
    began = started = read = time.perf_counter()

    def told(*_: object) -> None:
        nonlocal read
        read = time.perf_counter()

    if way == "local":
        archive.build([pages], out, settings, progress=told)
    else:
        with spark.session(master) as session:
            spark._same_software(session, 2, "")
            started = time.perf_counter()
            (archive.bulk if way == "bulk" else archive.build)([pages], out, settings, progress=told)
    return {"start": started - began, "read": read - started, "join and write": time.perf_counter() - read}


def measured(way: str, pages: Path, out: Path, master: str) -> dict[str, float]:
    """Seconds and megabytes of one build, in a process of its own."""
    command = [sys.executable, str(HERE), "--one", way, "--master", master, str(pages), str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(HERE.parents[1])})
    most: dict[str, float] = defaultdict(float)
    used: dict[int, float] = {}
    while process.poll() is None:
        for kind, size in seen(process.pid, used).items():
            most[kind] = max(most[kind], size)
        time.sleep(0.5)
    assert process.stdout is not None
    if process.returncode:
        raise SystemExit(f"{way}: exit code {process.returncode}")
    found: dict[str, float] = json.loads(process.stdout.read().splitlines()[-1])
    return {**found, "CPU": sum(used.values()), **{f"MB {kind}": size for kind, size in most.items()}}


def seen(root: int, used: dict[int, float]) -> dict[str, float]:
    """Megabytes of a process and all below it, by kind; in `used`, the processors' seconds of each so far."""
    below: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            below[int(path.read_text().rpartition(")")[2].split()[1])].append(int(path.parent.name))
        except (OSError, IndexError):
            continue
    found: dict[str, float] = defaultdict(float)
    waiting = [root]
    while waiting:
        process = waiting.pop()
        waiting += below[process]
        try:
            said = Path(f"/proc/{process}/cmdline").read_bytes()
            ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
            used[process] = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
            size = next(line.split()[1] for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
        kind = "java" if b"java" in said.split(b"\0")[0] else "pyspark" if b"pyspark" in said else "driver" if process == root else "python"
        found[kind] += int(size) / 1000
    return found


def alike(folder: Path) -> bool:
    """Whether the three left the same statements."""
    local = (folder / "local" / "graph.nq").read_bytes()
    parts = b"".join(gzip.decompress(path.read_bytes()) for path in sorted((folder / "bulk" / "bulk").glob("graph-*.nq.gz")))
    return local == (folder / "spark" / "graph.nq").read_bytes() == parts


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--one", choices=sorted(WAYS.values()), help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one, *given.paths, given.master)))
        return
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        make = [sys.executable, str(HERE.with_name("corpus.py")), "make", folder, "--articles", str(given.articles)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(HERE.parents[1])})
        for number in range(given.runs):
            for name, way in WAYS.items():
                out = Path(folder, str(number), way)
                runs[name].append(measured(way, Path(folder, "pages"), out, given.master))
                print(name, runs[name][-1], file=sys.stderr)
            print(f"the same statements: {alike(Path(folder, str(number)))}", file=sys.stderr)
    columns = ("start", "read", "join and write", "CPU", "MB driver", "MB python", "MB pyspark", "MB java")
    print(f"| {given.articles:,} articles, {given.master}, median of {given.runs} | {' | '.join(columns)} |")
    print("| --- |" + " ---: |" * len(columns))
    for name, found in runs.items():
        cells = (median(run.get(column, 0.0) for run in found) for column in columns)
        print(f"| {name} | " + " | ".join(f"{cell:,.1f}" if cell < 100 else f"{cell:,.0f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
