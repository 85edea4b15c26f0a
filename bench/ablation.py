#!/usr/bin/env python3
"""What does each part earn? Scores zhitu without each of its finders and resolver steps in turn, and the baselines beside it.

usage, from the project root:  python bench/ablation.py [--gold GOLD --pages PAGES] [--only WORD] [--jobs 2]

Runs on the sample and the held-out pages taken as one, and on the frozen pages, of which only averages are kept. Leaves bench/ablation.json, from
which `make docs` makes the tables of docs/evaluation.md. With --gold only that gold is scored; it, or --only, prints and leaves nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from kg import evaluate, lexicon, mentions, scoring
from kg.entities import places
from kg.evaluate import Scores
from kg.mentions import companies, deixis, documents, events, joined, names, organs, persons, programmes, small_places
from kg.mentions import places as place_names
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "ablation.json"
SETTINGS = Settings(language="en", jobs=1)  # a part is switched off in this process alone
FIGURES = ("mentions.all", "linking", "deictic", "relations.all", "b3.all")
SYSTEMS = ("zhitu", *scoring.BASELINES)


class Gold(NamedTuple):
    """A gold file and the pages it describes."""

    file: Path
    pages: Path


SAMPLE = Gold(ROOT / "data" / "gold" / "sample.json", ROOT / "data" / "pages")
HELD_OUT, FROZEN = (Gold(ROOT / "data" / name / "gold" / "sample.json", ROOT / "data" / name / "pages") for name in ("heldout", "frozen"))
SETS: Mapping[str, tuple[Gold, ...]] = {"sample and held-out": (SAMPLE, HELD_OUT), "frozen": (FROZEN,)}


# ---- the parts ------------------------------------------------------------------------------------------------------


def nothing(*_: Any, **__: Any) -> Iterator[Any]:
    """A finder that finds nothing."""
    return iter(())


def constant(value: Any) -> Callable[..., Any]:
    """A step that decides nothing."""
    return lambda *_, **__: value


def without_finder(find: mentions.Finder) -> AbstractContextManager[Any]:
    """Mentions without one of the finders."""
    return mock.patch.object(mentions, "FINDERS", tuple(each for each in mentions.FINDERS if each is not find))


def own_county(place_map: places.Map, word: str, at: int) -> Any:
    """市 in an article about a city of county rank is always that city."""
    return place_map.about


def meetings_apart(reader: Any, found: Iterable[Any]) -> None:
    """Each name of a meeting is a meeting of its own."""
    for mention in found:
        reader.meeting([mention])


def as_they_came(identities: list[Any], *_: Any) -> list[Any]:
    """Nobody moves or rises, and a bare name is nobody's."""
    return identities


WHOLE = {
    "documents": documents.find,
    "organs": organs.find,
    "deixis": deixis.find,
    "places": place_names.find,
    "small_places": small_places.find,
    "persons": persons.find,
    "names": names.find,
    "joined": joined.find,
    "companies": companies.find,
    "programmes": programmes.find,
    "events": events.find,
}
PARTIAL = (
    *("expected.places", "expected.small_units", "expected.posts"),
    *("organs.national", "organs.placed", "organs.bare", "organs.unlisted", "organs.central", "organs.corps"),
    *("places.listed", "places.tagged"),
    *("small_places.roads", "small_places.streets", "small_places.small_units", "small_places.ethnic_towns", "small_places.waters"),
    *("persons._authors", "persons._leaders", "persons._tagged", "persons._dotted", "persons._appointed"),
    *("persons._after_posts", "persons._in_lists"),
    *("names.tagged", "names.two_fields", "names.endings"),
    *("joined.linked", "joined.posted", "joined.branches", "companies.brands", "companies.cut_short"),
    *("programmes.known", "programmes.laws", "programmes.quoted", "programmes.unquoted", "programmes.deeds"),
    *("deixis.bodies", "again.short_forms"),
)
READER = "kg.entities.identify._Reader"
STEPS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "places: the county beside": ("kg.entities.places.Map._find_counties", constant({})),
    "places: 洛阳 of 洛阳镇": ("kg.entities.places.Map.longer", constant(None)),
    "places: towns and villages": ("kg.entities.units.Units.find", constant(None)),
    "places: strangers": (f"{READER}.stranger", constant(False)),
    "deixis: two cities": ("kg.entities.places.Map._city", own_county),
    "deixis: the place named nearest": ("kg.entities.places.Map._nearest", constant(None)),
    "deixis: who speaks": (f"{READER}.speaker", constant(None)),
    "organs: led by a place": (f"{READER}.led", constant(None)),
    "organs: in a row": (f"{READER}.coordinated", constant(None)),
    "organs: in a chain of posts": (f"{READER}.before", constant(None)),
    "organs: rooted names": (f"{READER}.rooted", constant(False)),
    "organs: short forms": (f"{READER}.same_organisations", constant(None)),
    "people: short names": (f"{READER}.short_names", constant(None)),
    "people: anchors by post": (f"{READER}.post_places", constant([])),
    "people: joined over articles": ("kg.entities.joined", as_they_came),
    "policies: short titles": ("kg.entities.policies._longer", constant([])),
    "former names": (f"{READER}.former_names", constant(None)),
    "meetings: one of many names": (f"{READER}.meetings", meetings_apart),
}


def parts() -> dict[str, Callable[[], AbstractContextManager[Any]]]:
    """Each part by name, with what switches it off for as long as it is entered; a name that is no longer there raises AttributeError."""
    found: dict[str, Callable[[], AbstractContextManager[Any]]] = {name: partial(without_finder, find) for name, find in WHOLE.items()}
    found["expected"] = partial(mock.patch, "kg.mentions.expected", constant(()))
    found["again"] = partial(mock.patch, "kg.mentions.complete", lambda text, seen, lines, terms: list(seen))
    found |= {each.replace("._", "."): partial(mock.patch, f"kg.mentions.{each}", nothing) for each in PARTIAL}
    return dict(sorted(found.items())) | {name: partial(mock.patch, target, instead) for name, (target, instead) in STEPS.items()}


# ---- measuring ------------------------------------------------------------------------------------------------------


def scores(golds: Iterable[Gold], *, compare: bool = False) -> dict[str, Scores]:
    """The scores of zhitu, and of the baselines, on some gold files taken as one."""
    terms = lexicon.load()
    reports = [scoring.run(gold.file, [gold.pages], terms, SETTINGS, compare=compare) for gold in golds]
    systems = [{"zhitu": report.scores, **report.baselines} for report in reports]
    return {name: Scores.of(row for each in systems for row in each[name].rows) for name in systems[0]}


def measure(name: str, sets: Mapping[str, tuple[Gold, ...]]) -> dict[str, dict[str, float]]:
    """The figures of each set without a part."""
    with parts()[name]():
        found = {key: evaluate.figures(scores(golds)["zhitu"]) for key, golds in sets.items()}
    return {key: chosen(each, FIGURES) for key, each in found.items()}


def chosen(figures: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """Some figures, rounded; one that could not be measured is 0."""
    return {name: round(figures.get(name, 0.0), 5) for name in names}


def systems(sets: Mapping[str, tuple[Gold, ...]]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures of zhitu and the baselines on each set."""
    found = {key: scores(golds, compare=True) for key, golds in sets.items()}
    wanted = [f"mentions.{type}" for type in ("PER", "ORG", "LOC", "POL")] + [*FIGURES, "pairs.all"]
    return {name: {key: chosen(evaluate.figures(each[name]), wanted) for key, each in found.items()} for name in SYSTEMS}


def run(sets: Mapping[str, tuple[Gold, ...]], only: str, jobs: int) -> dict[str, Any]:
    """The figures of all systems, and of zhitu without each part whose name holds `only`."""
    names = [name for name in parts() if only in name]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        whole = pool.submit(systems, sets)
        without = dict(zip(names, pool.map(partial(measure, sets=sets), names), strict=True))
    return {"systems": whole.result(), "without": without}


def lines(results: Mapping[str, Any]) -> Iterator[str]:
    """The changes as text, in hundredths of a point: what each figure loses without the part."""
    whole = results["systems"]["zhitu"]
    yield "\t".join(("", *(f"{key} {figure}" for key in whole for figure in FIGURES)))
    for name, found in results["without"].items():
        changes = (100 * (found[key][figure] - whole[key][figure]) for key in whole for figure in FIGURES)
        yield "\t".join((name, *(f"{change:+.2f}" if round(change, 2) else "·" for change in changes)))


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description="What does each part earn?")
    parser.add_argument("--gold", type=Path, help="score this gold file only …")
    parser.add_argument("--pages", type=Path, help="… with the pages that it describes")
    parser.add_argument("--only", default="", help="only parts whose names hold this word")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    sets = {options.gold.stem: (Gold(options.gold, options.pages),)} if options.gold else SETS
    results = run(sets, options.only, options.jobs)
    print("\n".join(lines(results)))
    if options.gold is None and not options.only:
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"\n{RESULTS.relative_to(ROOT)}; the tables: make docs", file=sys.stderr)


if __name__ == "__main__":
    main()
