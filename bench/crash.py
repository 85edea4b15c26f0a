"""Builds killed at random moments: is the last complete build always there, and does the next run end with the same bytes?

    python bench/crash.py [--kills 200] [--seed 1]

Two builds take turns in one folder (all sample pages, all but one), with and without what was read before, each killed by SIGKILL at a random
moment of its time. After each kill the current build is opened and compared with the two that were made undisturbed.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from kg import builds, output, search, shelf
from kg.archive import READINGS
from kg.rdf.store import DATABASE

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Kill builds and print what was found after."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, found = random.Random(given.seed), Counter[str]()
    pages = sorted((ROOT / "data" / "pages").glob("*.txt"))[:4]
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        room = Path(folder)
        sets = {"all": pages, "less": pages[1:]}
        expected, length = {}, {}
        for name, chosen in sets.items():
            start = time.monotonic()
            started(chosen, room / name).wait()
            length[name] = time.monotonic() - start
            expected[name] = content(room / name)
        out = room / "out"
        started(sets["less"], out).wait()
        now, begun = "less", time.monotonic()
        for number in range(given.kills):
            goal = "all" if now == "less" else "less"
            if chance.random() < 0.5:
                forget(out)
            run = started(sets[goal], out)
            time.sleep(chance.uniform(0.1, length[goal]))
            run.send_signal(signal.SIGKILL)
            run.wait()
            state = next((name for name in sets if content(out) == expected[name]), "damaged")
            found["the build before" if state == now else "the new build" if state == goal else "neither"] += 1
            if state != "damaged":
                now = state
            if number % 10 == 9:
                started(sets[goal], out).wait()
                found["the next run ends with the same bytes" if content(out) == expected[goal] else "the next run DIFFERS"] += 1
                now = goal
        left = sum(path.name.endswith(".part") for path in (out / builds.HOME / "builds").iterdir())
        print(f"{given.kills} builds of {length['all']:.1f} s killed in {time.monotonic() - begun:.0f} s; after each kill there was")
        for what, times in found.most_common():
            print(f"{times:6}  {what}")
        print(f"{left:6}  unfinished builds left behind by the last run")
    sys.exit(bool(found["neither"] or found["the next run DIFFERS"]))


def started(pages: list[Path], out: Path) -> subprocess.Popen[bytes]:
    """A build on its way."""
    command = [sys.executable, "-m", "kg", "build", *map(str, pages), "-o", str(out), "--jobs", "1", "--no-validate"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def forget(out: Path) -> None:
    """Take away what was read, so that the next build reads all pages."""
    for file in (out / builds.HOME).glob(f"{READINGS}*"):
        file.unlink()


def content(out: Path) -> str:
    """The digest of the current build: its files, and what its database holds."""
    build, found = builds.current(out), hashlib.sha256()
    for quad in sorted(map(str, ox.Store.read_only(str(build / DATABASE)))):
        found.update(quad.encode())
    rows = {search.FILE: search.rows, shelf.FILE: shelf.rows}  # whose pages tell how they came to be
    for path in sorted(p for p in build.rglob("*.*") if p.is_file() and "store" not in p.parts and p.name != output.SUMS):
        found.update(path.relative_to(build).as_posix().encode())
        for part in map(repr, rows[path.name](path)) if path.name in rows else [path.read_text(encoding="utf-8")]:
            found.update(part.encode())
    return found.hexdigest()


if __name__ == "__main__":
    main()
