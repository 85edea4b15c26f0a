"""The graphs that bench/graphs.py makes are sound, of the size that was asked for, and hold as much of everything as they say."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from kg.lexicon import Lexicon
from kg.rdf.iris import prefixes
from kg.rdf.validate import validate
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CLASSES = {
    "article": "schema:NewsArticle",
    "page": "kg:Page",
    "mention": "nif:Phrase",
    "sentence": "nif:Sentence",
    "claim": "kg:Claim",
    "person": "kg:Person",
    "org": "kg:Organization",
    "place": "kg:Place",
    "policy": "kg:Policy",
    "event": "kg:Event",
    "observation": "schema:Observation",
    "tenure": "kg:Tenure",
}


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("graphs", ROOT / "bench" / "graphs.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


graphs = tool()


@pytest.mark.parametrize("validator", ["fast", "reference"])
def test_a_made_graph_conforms(validator: str, lexicon: Lexicon) -> None:
    assert validate(graphs.Newspapers(20_000).quads(), lexicon, validator=validator) == ()


def test_a_made_graph_holds_as_much_as_it_says(lexicon: Lexicon) -> None:
    made = graphs.Newspapers(30_000)
    quads = list(made.quads())
    assert 30_000 <= len(quads) == len(set(quads)) < 32_000
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    assert set(made.counts) == set(CLASSES)
    for what, curie in CLASSES.items():
        text = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {curie} }}"
        (row,) = store.query(text, prefixes=prefixes(lexicon, Settings()))
        assert int(row["n"].value) == made.counts[what] > 0, what


def test_the_same_seed_gives_the_same_graph_and_another_another() -> None:
    first, again, other = (list(graphs.Newspapers(15_000, seed).quads()) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_places_stand_one_within_the_other() -> None:
    places = graphs.Newspapers(2_000_000).places
    assert len(places) == 800
    assert len({place.id for place in places}) == len({place.name for place in places}) == 800
    above = [places[place.above].name[-1] + place.name[-1] for place in places if place.above >= 0]
    assert set(above) == {"省市", "市县", "县镇"}
    assert all(place.words.startswith(places[place.above].words[:2]) for place in places if place.above >= 0)
