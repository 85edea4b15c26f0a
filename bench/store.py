#!/usr/bin/env python3
"""How fast does the store answer? Ten typical queries, loading and export on graphs of bench/graphs.py, ours beside pyoxigraph and rdflib.

usage, from the project root:  python bench/store.py [--triples 100000 1000000] [--rounds 3] [--engines zhitu …] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apart
import graphs
import pyoxigraph as ox

from kg import lexicon
from kg.rdf import iris, store
from kg.rdf.validate import validate
from kg.settings import Settings

HELD = 1_000_000  # rdflib holds no more in a few minutes and gigabytes
PATIENCE = 30.0  # seconds for one answer; who takes longer is counted with so many
REPEATS = 7
AIMS = "20 times faster than rdflib, at most 1.2 of the time of bare pyoxigraph, no query over 2 s"

QUERIES = {
    "label": 'SELECT DISTINCT ?e { ?e skos:prefLabel "王伟伟"@zh }',
    "two hops": 'SELECT DISTINCT ?title ?organ { ?p skos:prefLabel "王伟伟"@zh ; org:holds ?post . ?post kg:title ?title ; org:postIn ?o . ?o skos:prefLabel ?organ }',
    "aggregate": "SELECT ?e (COUNT(DISTINCT ?m) AS ?n) { ?e a kg:Person . ?m itsrdf:taIdentRef ?e } GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT 20",
    "part of +": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x schema:containedInPlace+ place:100000 }",
    "text": 'SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a nif:Sentence ; nif:anchorOf ?words FILTER(CONTAINS(?words, "防汛抗旱")) }',
    "provenance": """SELECT DISTINCT ?words ?day { ?p skos:prefLabel "王伟伟"@zh . ?c rdf:subject ?p ; rdf:predicate org:holds ; prov:wasDerivedFrom ?s .
        ?s nif:anchorOf ?words ; nif:referenceContext ?a . ?a schema:datePublished ?day }""",
    "together, top 10": """SELECT ?b (COUNT(DISTINCT ?e) AS ?n) { ?a skos:prefLabel "王伟伟"@zh . ?e schema:attendee ?a, ?b FILTER(?a != ?b) }
        GROUP BY ?b ORDER BY DESC(?n) ?b LIMIT 10""",
    "post as of": """SELECT DISTINCT ?p ?title { ?o skos:prefLabel "安安省人民政府"@zh . ?t org:organization ?o ; kg:since ?since ; org:member ?p ; kg:post ?post .
        ?post kg:title ?title FILTER(STR(?since) <= "2021") }""",
    "chain": 'SELECT DISTINCT ?name { ?old skos:prefLabel "POLICY"@zh . ?p kg:basedOn+ ?old ; skos:prefLabel ?name }',
    "count": "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a nif:Phrase }",
}


class Figures(NamedTuple):
    """Of one engine: seconds to load and to export; megabytes at most while loading and while answering, and on disk; CPU seconds of each query."""

    load: float
    export: float
    loading: float
    answering: float
    disk: float
    queries: dict[str, float]
    answers: dict[str, list[list[str]]]


Ask = Callable[[str], Iterable[Iterable[Any]]]


@contextmanager
def clock(now: Callable[[], float] = time.perf_counter) -> Iterator[list[float]]:
    """Seconds, in a list that is filled at the end."""
    seconds: list[float] = []
    began = now()
    yield seconds
    seconds.append(now() - began)


# --- engines ----------------------------------------------------------------------------------------------------------


def zhitu(source: Path, folder: Path) -> tuple[Ask, Callable[[Path], object]]:
    """The database of a build, made by a process of its own and opened for reading only."""
    with ProcessPoolExecutor(1) as one:
        one.submit(store.write, source, folder / store.DATABASE).result()
    opened = store.open_store(folder)
    return lambda text: opened.query(text, prefixes=prefixes()), lambda path: opened.dump(str(path), format=ox.RdfFormat.N_QUADS)


def oxigraph(source: Path, folder: Path) -> tuple[Ask, Callable[[Path], object]]:
    """Bare pyoxigraph in memory, with the union of its graphs made as it goes."""
    bare = ox.Store()
    bare.bulk_load(path=str(source), format=ox.RdfFormat.N_QUADS)
    return (
        lambda text: bare.query(text, prefixes=prefixes(), use_default_graph_as_union=True),
        lambda path: bare.dump(str(path), format=ox.RdfFormat.N_QUADS),
    )


def memory(source: Path, folder: Path) -> tuple[Ask, Callable[[Path], object]]:
    """What `kg query` makes of an N-Quads file without a database: the union in memory, each triple once."""
    opened = store.open_store(source)
    return lambda text: opened.query(text, prefixes=prefixes()), lambda path: opened.dump(str(path), format=ox.RdfFormat.N_QUADS)


def rdflib(source: Path, folder: Path) -> tuple[Ask, Callable[[Path], object]]:
    """A graph of rdflib in memory, without the named graphs, which makes it faster."""
    import rdflib

    graph = rdflib.Graph().parse(source.with_suffix(".nt"), format="nt")
    known = prefixes()
    return lambda text: graph.query(text, initNs=known), lambda path: graph.serialize(path, format="nt", encoding="utf-8")


ENGINES = {"zhitu": zhitu, "in memory": memory, "pyoxigraph": oxigraph, "rdflib": rdflib}


def prefixes() -> dict[str, str]:
    """The prefixes of `kg query`."""
    return iris.prefixes(lexicon.load(), Settings())


# --- one engine in a process of its own -------------------------------------------------------------------------------


def once(name: str, source: Path) -> None:
    """Load, ask, export with one engine, and print its figures."""
    apart.on_one_core()
    lexicon.load()
    asked = queries(source)
    with tempfile.TemporaryDirectory() as target:
        folder = Path(target)
        with clock() as load:
            ask, export = ENGINES[name](source, folder)
        times, answers = {}, {}
        for title, text in asked.items():
            within = name == "zhitu" or finishes(ask, text)  # a database cannot be asked in a copy of its process
            times[title], answers[title] = answered(ask, text) if within else (PATIENCE, [])
        answering = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        loading = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if name == "zhitu" else answering
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        with clock() as out:
            export(folder / "export")
    print(json.dumps(Figures(load[0], out[0], loading, answering, disk, times, answers)))


def queries(source: Path) -> dict[str, str]:
    """The queries, with a policy on which about fourteen others rest."""
    policies = graphs.Newspapers(int(source.stem)).policies
    return {title: text.replace("POLICY", policies[len(policies) // 8].name) for title, text in QUERIES.items()}


def finishes(ask: Ask, text: str) -> bool:
    """Whether a query is answered within PATIENCE: tried in a copy of this process, since nothing stops a query of pyoxigraph but the end of it."""
    fork = multiprocessing.get_context("fork")
    child = fork.Process(target=lambda: list(ask(text)))
    child.start()
    child.join(PATIENCE)
    done = child.exitcode is not None
    child.kill()
    return done


def answered(ask: Ask, text: str) -> tuple[float, list[list[str]]]:
    """The median seconds of the processor for an answer, and the answer."""
    times: list[float] = []
    rows: list[list[str]] = []
    while len(times) < REPEATS and sum(times) < PATIENCE / 10:
        with clock(time.process_time) as seconds:
            rows = sorted([str(getattr(term, "value", term)) for term in row] for row in ask(text))
        times += seconds
    return statistics.median(times), rows


def made(source: Path, what: str) -> None:
    """Make a graph, and for rdflib its union, too."""
    graphs.write(int(source.stem), source)
    if what == "union":
        triples = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS)}
        ox.serialize((ox.Triple(*one) for one in triples), output=str(source.with_suffix(".nt")), format=ox.RdfFormat.N_TRIPLES)
    print("[]")


def checked(source: Path) -> None:
    """Check the graph with the engine of kg build, and print what that takes."""
    apart.on_one_core()
    terms = lexicon.load()
    with clock() as seconds:
        problems = validate(ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS), terms)
    print(json.dumps([seconds[0], apart.peak(), len(problems)]))


# --- all of them ------------------------------------------------------------------------------------------------------


def run(sizes: Iterable[int], rounds: int, chosen: Iterable[str]) -> dict[str, Any]:
    """The figures of all engines at all sizes, printed as tables."""
    found: dict[str, Any] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as target:
            source = Path(target) / f"{size}.nq"
            engines = [name for name in chosen if name != "rdflib" or size <= HELD]
            _apart("--make", "union" if "rdflib" in engines else "quads", source)  # Linux counts the memory of who starts a process as its own
            measured: dict[str, list[Figures]] = {name: [] for name in engines}
            for number in range(rounds):
                for name in engines:
                    if name == "rdflib" and size >= HELD and number:
                        continue  # minutes
                    apart.talk(f"{size:,} triples, round {number + 1} of {rounds}: {name}")
                    measured[name].append(Figures(*_apart("--engine", name, source)))
            seconds, peak, problems = _apart("--check", "fast", source)
            found[str(size)] = report(size, measured) | {"validation": {"seconds": seconds, "peak": peak, "problems": problems}}
            print(f"Validation takes {seconds:.1f} s and {peak:,.0f} MB at most.\n", flush=True)
    return found


def _apart(option: str, name: str, source: Path) -> list[Any]:
    environment = {**os.environ, "PYTHONPATH": str(apart.ROOT)}
    command = [sys.executable, __file__, option, name, "--source", str(source)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    answer: list[Any] = json.loads(done.stdout)
    return answer


def report(size: int, measured: Mapping[str, list[Figures]]) -> dict[str, Any]:
    """The medians of all rounds as a table and as JSON; raises ValueError when two engines answer differently."""
    middle = {name: _median(figures) for name, figures in measured.items()}
    for title in QUERIES:
        if len({json.dumps(one.answers[title]) for figures in measured.values() for one in figures if one.queries[title] < PATIENCE}) > 1:
            raise ValueError(f"{title}: the engines do not agree")
    print(f"{f'{size:,} triples':24}" + "".join(f"{name:>14}" for name in middle))
    for what, unit in (("load", "s"), ("export", "s"), ("loading", "MB"), ("answering", "MB"), ("disk", "MB")):
        print(f"{f'{what}, {unit}':24}" + "".join(f"{getattr(one, what):>14,.1f}" for one in middle.values()))
    for title in QUERIES:
        print(f"{f'{title}, CPU ms':24}" + "".join(f"{1000 * one.queries[title]:>14,.2f}" for one in middle.values()))
    ours, ratios = middle["zhitu"].queries, {}
    for name, one in middle.items():
        if name != "zhitu":
            ratios[name] = statistics.median(one.queries[title] / ours[title] for title in QUERIES)
            print(f"Over the ten queries, {name} takes {ratios[name]:.2f} times as long as zhitu (median).")
    slowest = max(ours, key=lambda title: ours[title])
    print(f"The slowest query is {slowest}: {ours[slowest]:.2f} s.")
    return {"engines": {name: one._replace(answers={})._asdict() for name, one in middle.items()}, "ratios": ratios}


def _median(figures: list[Figures]) -> Figures:
    numbers = [statistics.median(column) for column in list(zip(*figures, strict=True))[:5]]
    return Figures(*numbers, {title: statistics.median(one.queries[title] for one in figures) for title in QUERIES}, {})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=f"{__doc__.partition(chr(10))[0]} Aims: {AIMS}.")
    parser.add_argument("--triples", type=int, nargs="+", default=[100_000, HELD], help="sizes of the graphs (default: 100000 1000000)")
    parser.add_argument("--rounds", type=int, default=3, help="measure so often (default: 3)")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), help="measure only these; zhitu must be one")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--check", help=argparse.SUPPRESS)
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        once(given.engine, given.source)
    elif given.make:
        made(given.source, given.make)
    elif given.check:
        checked(given.source)
    else:
        figures = run(given.triples, given.rounds, given.engines)
        if given.json:
            given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
