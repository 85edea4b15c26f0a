#!/usr/bin/env python3
"""How fast and in how much memory is Turtle written? zhitu's writer beside rdflib's serializer, on the same triples, in one run.

usage, from the project root:  python bench/turtle.py [TRIPLES] [--build output]     (default: a million; a build of data/pages)

The graph is that of the build, again and again with everything renamed. Each of the two has a process of its own and writes a file.
Seconds are CPU time. rdflib's count from the graph in memory, zhitu's with reading the N-Quads, which it never holds as a whole.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile("(?<=/id/)[a-z]+/")


def multiplied(source: Path, triples: int) -> Iterator[str]:
    """The lines of an N-Quads file, as often as it takes, each time with other names for all that it speaks of."""
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    for copy in range(-(-triples // len(lines))):
        yield from (NAMED.sub(rf"\g<0>c{copy}-", line) for line in lines)


def ours(source: Path, target: Path) -> float:
    """Seconds for Turtle from a file of N-Quads."""
    import pyoxigraph as ox

    from kg import lexicon
    from kg.export.files import save
    from kg.export.turtle import Style
    from kg.settings import Settings

    style = Style(lexicon.load(), Settings())
    start = time.process_time()
    save(target, chain(style.header(), style.body(ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS))))
    return time.process_time() - start


def rdflibs(source: Path, target: Path) -> float:
    """Seconds for Turtle from a graph in memory, which is read before."""
    from kg import lexicon
    from kg.rdf.iris import prefixes
    from kg.rdf.validate import read, union
    from kg.settings import Settings

    graph = union(read(source))
    for prefix, iri in prefixes(lexicon.load(), Settings()).items():
        graph.bind(prefix, iri)
    start = time.process_time()
    graph.serialize(target, format="turtle")
    return time.process_time() - start


WRITERS = {"zhitu": ours, "rdflib": rdflibs}


def main() -> None:
    """Print a row for each writer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("triples", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--build", type=Path, default=ROOT / "output")
    parser.add_argument("--one", nargs=3, metavar=("WRITER", "SOURCE", "TARGET"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        gc.set_threshold(50_000)  # as the kg command does; rdflib gains from it, too
        seconds = WRITERS[given.one[0]](Path(given.one[1]), Path(given.one[2]))
        print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "graph.nq")
        with source.open("w", encoding="utf-8") as file:
            file.writelines(multiplied(given.build / "graph.nq", given.triples))
        print(f"{given.triples:,} triples\n{'':10}{'seconds':>10}{'peak MB':>10}")
        found = {}
        for name in WRITERS:
            call = [sys.executable, __file__, "--one", name, str(source), str(Path(folder, f"{name}.ttl"))]
            done = subprocess.run(call, check=True, capture_output=True, text=True)
            found[name], memory = json.loads(done.stdout)
            print(f"{name:10}{found[name]:10.1f}{memory:10.0f}")
        print(f"{'':10}{found['rdflib'] / found['zhitu']:9.1f}×")


if __name__ == "__main__":
    main()
