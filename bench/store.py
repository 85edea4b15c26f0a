#!/usr/bin/env python3
"""How fast does the store answer? Ten typical queries, loading and export on graphs of bench/graphs.py, ours beside pyoxigraph and rdflib.

usage, from the project root:  python bench/store.py [--triples 100000 1000000 10000000] [--rounds 3] [--engines zhitu …] [--quick] [--json FILE]

Each engine runs in a process of its own: the database of a build (opened for reading only), the same union in memory, bare pyoxigraph in memory with the
union of its graphs made as it goes, and rdflib in memory with the union alone (up to a million triples). A query's time is the median of seven, in seconds of the
processor; an answer that takes more than 30 s is given up and counted with 30 s. The answers are compared. The saved queries of `kg query` are asked of the
database, too, with names that the graph has.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import graphs
import measure
import pyoxigraph as ox
from measure import LESS, Curve, Found, Ratio, Table

from kg import lexicon
from kg.rdf import iris, query, store
from kg.rdf.validate import validate
from kg.settings import Settings

HELD = 1_000_000  # rdflib holds no more in a few minutes and gigabytes
PATIENCE = 30.0  # seconds for one answer; who takes longer is counted with so many
REPEATS = 7
SIZES, QUICK = [100_000, 1_000_000, 10_000_000], [100_000]
SLOW = 2.0  # seconds that no query should take
ABOUT = """Loading, ten typical queries and export on a made newspaper graph; the saved queries of `kg query`, asked with names that the graph has. A query's time is the
median of seven, in milliseconds of the processor. Bare pyoxigraph makes the union of its graphs as it goes and so answers twice what two articles state; a build
stores the union. Seconds to load and to export are by the wall."""

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
# What the parameters of saved queries are given; those that are not here stay "".
GIVEN = {
    "name": "王伟伟",
    "one": "王伟伟",
    "other": "安安省",
    "title": "乡村振兴",
    "organ": "安安省人民政府",
    "day": "2021-01-01",
    "about": "安安省",
    "names": "王伟伟 李伟伟",
}
SAVED = {"places_under": {"name": "安安省"}}


class Figures(NamedTuple):
    """Of one engine: seconds to load and to export; megabytes at most while loading and while answering, and on disk; CPU seconds of each query, the answer,
    and CPU seconds of each saved query."""

    load: float
    export: float
    loading: float
    answering: float
    disk: float
    queries: dict[str, float]
    answers: dict[str, list[list[str]]]
    saved: dict[str, float]


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
    measure.on_one_core()
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
        held = {title: apart_from(folder, text) for title, text in saved().items()} if name == "zhitu" else {}
    print(json.dumps(Figures(load[0], out[0], loading, answering, disk, times, answers, held)))


def queries(source: Path) -> dict[str, str]:
    """The queries, with a policy on which about fourteen others rest."""
    policies = graphs.Newspapers(int(source.stem)).policies
    return {title: text.replace("POLICY", policies[len(policies) // 8].name) for title, text in QUERIES.items()}


def saved() -> dict[str, str]:
    """The saved queries that have parameters, asked with names of the graph, and those that have none."""
    found = {}
    for one in query.saved(lexicon.default_root()).values():
        found[one.name] = query.given(one.text, {name: (GIVEN | SAVED.get(one.name, {})).get(name, "") for name in one.parameters})
    return found


def apart_from(folder: Path, text: str) -> float:
    """The CPU seconds of a second asking of a database in a process of its own; PATIENCE when it takes longer by the wall."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def ask() -> None:
        opened, known = store.open_store(folder), prefixes()
        query.query(opened, text, known)
        with clock(time.process_time) as seconds:
            query.query(opened, text, known)
        theirs.send(seconds[0])

    child = fork.Process(target=ask)
    child.start()
    theirs.close()
    seconds = ours.recv() if ours.poll(2 * PATIENCE) else PATIENCE
    child.kill()
    child.join()
    return float(seconds)


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
    measure.on_one_core()
    terms = lexicon.load()
    with clock() as seconds:
        problems = validate(ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS), terms)
    print(json.dumps([seconds[0], measure.peak(), len(problems)]))


# --- all of them ------------------------------------------------------------------------------------------------------


def run(sizes: Iterable[int], rounds: int, chosen: Sequence[str]) -> Found:
    """The figures of all engines at all sizes. Raises ValueError when two engines answer differently."""
    tables: list[Table] = []
    ratios: list[Ratio] = []
    memory: dict[str, list[tuple[float, float]]] = {}
    loads: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        found, checked = measured(size, rounds, chosen)
        agree(found)
        middle = {name: _median(figures) for name, figures in found.items()}
        tables += [_table(size, middle), _saved(size, middle["zhitu"].saved)]
        ratios += _ratios(size, found, checked)
        for name, one in middle.items():
            memory.setdefault(name, []).append((size, max(one.loading, one.answering)))
            loads.setdefault(name, []).append((size, one.load))
    curves = (
        Curve(
            "bench-store-memory", "Memory of a store", "triples", "peak MB", {name: tuple(line) for name, line in memory.items()}, log=True
        ),
        Curve("bench-store-load", "Loading a store", "triples", "seconds", {name: tuple(line) for name, line in loads.items()}, log=True),
    )
    return Found("Store", "python bench/store.py", ABOUT, tuple(tables), tuple(ratios), curves)


def measured(size: int, rounds: int, chosen: Sequence[str]) -> tuple[dict[str, list[Figures]], list[float]]:
    """The figures of each engine, and seconds, memory and problems of a check by the engine of `kg build`."""
    with tempfile.TemporaryDirectory() as target:
        source = Path(target) / f"{size}.nq"
        engines = [name for name in chosen if name != "rdflib" or size <= HELD]
        measure.apart(__file__, "--make", "union" if "rdflib" in engines else "quads", "--source", source)
        often = 1 if size > HELD else rounds
        found = measure.rounds(
            engines, often, lambda name: Figures(*measure.apart(__file__, "--engine", name, "--source", source)), f"{size:,} triples, "
        )
        return found, measure.apart(__file__, "--check", "--source", source)


def agree(found: Mapping[str, list[Figures]]) -> None:
    """Raises ValueError when two engines answer differently."""
    for title in QUERIES:
        if len({json.dumps(one.answers[title]) for figures in found.values() for one in figures if one.queries[title] < PATIENCE}) > 1:
            raise ValueError(f"{title}: the engines do not agree")


def _table(size: int, middle: Mapping[str, Figures]) -> Table:
    rows = [
        (f"{what}, {unit}", *(f"{getattr(one, what):,.1f}" if getattr(one, what) else "" for one in middle.values()))
        for what, unit in (("load", "s"), ("export", "s"), ("loading", "MB"), ("answering", "MB"), ("disk", "MB"))
    ]
    for title in QUERIES:
        times = (one.queries[title] for one in middle.values())
        rows.append((f"{title}, CPU ms", *(f"over {PATIENCE:.0f} s" if t >= PATIENCE else f"{1000 * t:,.2f}" for t in times)))
    return Table((f"{size:,} triples", *middle), tuple(rows))


def _saved(size: int, times: Mapping[str, float]) -> Table:
    slowest = sorted(times, key=lambda name: -times[name])[:8]
    rows = tuple((f"`{name}`", f"over {PATIENCE:.0f} s" if times[name] >= PATIENCE else f"{1000 * times[name]:,.0f}") for name in slowest)
    rest = f"the {len(times) - len(slowest)} others, at most"
    most = max((times[name] for name in times if name not in slowest), default=0.0)
    return Table((f"slowest saved queries, {size:,} triples", "CPU ms"), (*rows, (rest, f"{1000 * most:,.0f}")))


def _ratios(size: int, found: Mapping[str, list[Figures]], checked: Sequence[float]) -> Iterator[Ratio]:
    ours = found["zhitu"]
    aims = {"rdflib": (20.0 if size == HELD else None), "in memory": None, "pyoxigraph": 1 / 1.2}
    for name in (name for name in found if name != "zhitu"):
        theirs = found[name]
        values = tuple(
            statistics.median(theirs[min(n, len(theirs) - 1)].queries[title] / one.queries[title] for title in QUERIES)
            for n, one in enumerate(ours)
        )
        yield Ratio(f"time of {name} over ours, median of ten queries, {size:,} triples", values, aim=aims[name], within=0.5)
    slowest = tuple(max((*one.queries.values(), *one.saved.values())) / SLOW for one in ours)
    yield Ratio(f"slowest query at {size:,} triples, of {SLOW:.0f} s", slowest, LESS, 1.0, within=1.0)
    if checked[2]:
        raise ValueError(f"{checked[2]:.0f} violations in the graph of {size:,} triples")


def _median(figures: list[Figures]) -> Figures:
    numbers = [statistics.median(column) for column in list(zip(*figures, strict=True))[:5]]
    queries, held = (
        {title: statistics.median(each[title] for each in many) for title in many[0]}
        for many in ([o.queries for o in figures], [o.saved for o in figures])
    )
    return Figures(*numbers, queries, {}, held)


def main() -> None:
    """Measure all engines, or (in a process that `run` began) do one thing for them."""
    parser = measure.parser(__doc__)
    parser.add_argument("--triples", type=int, nargs="+", help="sizes of the graphs (default: 100000 1000000 10000000; quick: 100000)")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), help="measure only these; zhitu must be one")
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
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
        measure.told([run(given.triples or (QUICK if given.quick else SIZES), measure.often(given), given.engines)], given.json)


if __name__ == "__main__":
    main()
