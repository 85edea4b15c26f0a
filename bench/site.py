#!/usr/bin/env python3
"""How long do the pages of `kg serve` take? Median and 95th percentile of each kind of page, for one reader and for twenty at once.

usage, from the project root:  python bench/site.py OUTPUT [--users 1 20] [--pages 40] [--json FILE]

OUTPUT is a build (bench/corpus.py makes pages for one of any size). Each reader asks for one page after the other without a pause, of other
things each time: people, organs and places from the most mentioned down, articles and pages of all ages. The time is from sending the
request to the last byte, so it holds what the reader's own process takes. Aims at a million triples: median 200 ms, 95th percentile 500 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from kg.shelf import Shelf
from kg.shelf.ledgers import LEDGERS

ENTITIES = "SELECT path FROM entities WHERE type = ? ORDER BY mentions DESC, id"
EXPLORER = "/explore/data?"  # asked by POST, with what stands behind the question mark as JSON
WORDS = ("市委书记", "会议", "乡村振兴", "调研", "的", "人民政府", "审议通过", "亿元")


def addresses(output: Path, pages: int) -> dict[str, list[str]]:
    """Pages of each kind, as many as asked for where there are so many."""
    with Shelf.of(output) as shelf:

        def some(query: str, *values: str) -> list[str]:
            found = [row[0] for row in shelf.db.execute(query, values)]
            first, rest = found[: pages // 2], found[pages // 2 :]
            return [f"/id/{path}" for path in first + rest[:: max(1, len(rest) // (pages - len(first)))]][:pages]

        kinds = {"person": some(ENTITIES, "PER"), "organ": some(ENTITIES, "ORG"), "place": some(ENTITIES, "LOC"), "policy": some(ENTITIES, "POL"),
                 "meeting": some(ENTITIES, "EVT"), "article": some("SELECT path FROM articles ORDER BY date DESC, id"),
                 "page": some("SELECT path FROM pages ORDER BY date DESC, id")}  # fmt: skip
    kinds |= {"first page": ["/"], "search": [f"/find?q={word}" for word in WORDS]}
    kinds |= {f"ledger: {key}": [f"/{key}?page={n}" for n in range(1, 9)] + [f"/{key}?sort={c.key}" for c in one.columns] for key, one in LEDGERS.items()}
    kinds |= {"post filtered": [f"/posts?person={word}" for word in "王李张刘陈"], "review": ["/review", "/review?what=problems", "/review?what=claims"]}
    near = [f"/explore/data?near={path.removeprefix('/id/')}" for path in kinds["place"] + kinds["organ"] + kinds["person"]]
    ways = [f"/explore/data?path={one.removeprefix('/id/')} {two.removeprefix('/id/')}" for one, two in zip(kinds["person"], kinds["place"], strict=False)]
    more = [path.replace("near=", "more=") for path in near]
    kinds |= {"explorer: first": ["/explore/data?"], "explorer: opening on one": near, "explorer: neighbours": more}
    kinds |= {"explorer: path": ways, "explorer: search": [f"/explore/data?find={word}" for word in WORDS]}
    return kinds | {"Turtle": [f"{path}.ttl" for path in kinds["person"]]}


@contextmanager
def server(output: Path) -> Iterator[tuple[str, int]]:
    """The host of a server of its own, and its process."""
    command = [sys.executable, "-m", "kg", "serve", str(output), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        line = next(line for line in process.stderr if line.startswith("http"))
        yield line.strip().removeprefix("http://").rstrip("/"), process.pid
    finally:
        process.terminate()
        process.wait()


def timed(host: str, paths: list[str]) -> list[float]:
    """Milliseconds of each page, one after the other on one connection."""
    connection, found = http.client.HTTPConnection(host, timeout=60), []
    for path in paths:
        began = time.perf_counter()
        if path.startswith(EXPLORER):
            wish: dict[str, object] = dict([path.removeprefix(EXPLORER).split("=", 1)]) if "=" in path else {}
            if "path" in wish:
                wish = {"path": str(wish["path"]).split(" ")}
            elif "more" in wish:  # of an entity that is drawn already
                wish = {"near": wish["more"], "have": [wish["more"]]}
            connection.request("POST", "/explore/data", json.dumps(wish))
        else:
            connection.request("GET", quote(path, safe="/?&=%"), headers={} if path.endswith(".ttl") else {"Accept": "text/html"})
        reply = connection.getresponse()
        reply.read()
        found.append(1000 * (time.perf_counter() - began))
        if reply.status != 200:
            raise SystemExit(f"{reply.status}: {path}")
    connection.close()
    return found


def measured(host: str, paths: list[str], users: int, pages: int) -> tuple[float, float]:
    """Median and 95th percentile of a kind of page, when so many readers ask for it at once."""
    timed(host, paths[:2])
    each = max(5, pages // users)
    lists = [[paths[(user * 7 + n) % len(paths)] for n in range(each)] for user in range(users)]
    with ThreadPoolExecutor(users) as readers:
        times = [one for found in readers.map(lambda some: timed(host, some), lists) for one in found]
    return median(times), quantiles(times, n=20)[-1]


def memory(process: int) -> str:
    """What the server's own process holds at most, where the system says so."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.is_file() else None
    return f"{int(found[1]) / 1024:.0f} MB" if found else "?"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--pages", type=int, default=40, help="pages of a kind (default: 40)")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    given = parser.parse_args()
    figures: dict[str, dict[str, tuple[float, float]]] = {}
    print("| page | " + " | ".join(f"{users} at once: median, p95 (ms)" for users in given.users) + " |\n| --- |" + " --- |" * len(given.users))
    with server(given.output) as (host, process):
        for kind, paths in addresses(given.output, given.pages).items():
            if paths:
                found = {str(users): measured(host, paths, users, given.pages) for users in given.users}
                figures[kind] = found
                print(f"| {kind} | " + " | ".join(f"{middle:.0f}, {most:.0f}" for middle, most in found.values()) + " |", flush=True)
        print(f"\nmemory of the server's own process: {memory(process)}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
