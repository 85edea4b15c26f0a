#!/usr/bin/env python3
"""How fast and in how much memory is Turtle written? zhitu's writer beside rdflib's serializer, on the same triples, in one run.

usage, from the project root:  python bench/turtle.py [TRIPLES] [--build OUTPUT] [--quick] [--json FILE]     (default: a million; a build of data/pages)

The graph is that of the build, again and again with everything renamed. Each of the two has a process of its own and writes a file.
Seconds are CPU time. rdflib's count from the graph in memory, zhitu's with reading the N-Quads, which it never holds as a whole.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import measure
from measure import ROOT, Found, Ratio, Table

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
    from kg.rdf.reference import union
    from kg.rdf.validate import read
    from kg.settings import Settings

    graph = union(read(source))
    for prefix, iri in prefixes(lexicon.load(), Settings()).items():
        graph.bind(prefix, iri)
    start = time.process_time()
    graph.serialize(target, format="turtle")
    return time.process_time() - start


WRITERS = {"zhitu": ours, "rdflib": rdflibs}
ABOUT = """Turtle of the same triples, grouped, prefixed and sorted by both. The graph is that of the sample pages, again and again with everything renamed. rdflib's
seconds count from the graph in memory, ours with reading the N-Quads, which we never hold as a whole."""


def run(triples: int, rounds: int, build: Path | None) -> Found:
    """Both writers on one graph."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not build:
            measure.cost(measure.kg("build", ROOT / "data" / "pages", "-o", folder / "built", "--no-validate"))
        source = folder / "graph.nq"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(multiplied((build or folder / "built") / "graph.nq", triples))

        def one(writer: str) -> list[float]:
            return list(measure.apart(__file__, "--one", writer, source, folder / f"{writer}.ttl"))

        found = measure.rounds(WRITERS, rounds, one)
    middle = {writer: measure.middles(figures) for writer, figures in found.items()}
    table = Table((f"{triples:,} triples", "CPU s", "peak MB"), tuple((n, f"{s:.1f}", f"{m:.0f}") for n, (s, m) in middle.items()))
    speed = tuple(r[0] / z[0] for r, z in zip(found["rdflib"], found["zhitu"], strict=True))
    memory = tuple(z[1] / r[1] for r, z in zip(found["rdflib"], found["zhitu"], strict=True))
    ratios = (
        Ratio(f"speed of writing Turtle, of rdflib's ({triples:,} triples)", speed, aim=10 if triples >= 1_000_000 else None),
        Ratio(f"memory for it, of rdflib's ({triples:,} triples)", memory, measure.LESS),
    )
    return Found("Turtle", "python bench/turtle.py", ABOUT, (table,), ratios)


def main() -> None:
    """Measure both writers, or (in a process that `run` began) one of them."""
    parser = measure.parser(__doc__, times=1)
    parser.add_argument("triples", nargs="?", type=int, help="default: 1,000,000; quick: 100,000")
    parser.add_argument("--build", type=Path, help="multiply the graph of this build (default: one of data/pages, made for it)")
    parser.add_argument("--one", nargs=3, metavar=("WRITER", "SOURCE", "TARGET"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        gc.set_threshold(50_000)  # as the kg command does; rdflib gains from it, too
        print(json.dumps([WRITERS[given.one[0]](Path(given.one[1]), Path(given.one[2])), measure.peak(own=True)]))
        return
    sizes = [given.triples] if given.triples else [100_000] if given.quick else [100_000, 1_000_000]
    measure.told([_joined([run(size, measure.often(given, 1), given.build) for size in sizes])], given.json)


def _joined(found: list[Found]) -> Found:
    tables = tuple(table for one in found for table in one.tables)
    return Found(found[0].title, found[0].command, found[0].about, tables, tuple(ratio for one in found for ratio in one.ratios))


if __name__ == "__main__":
    main()
