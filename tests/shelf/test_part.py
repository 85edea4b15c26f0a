"""A part of a graph that is too large to load: what it holds beside the whole, and the shortest way between two."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from kg.shelf import Shelf
from kg.shelf.part import CLAIMS, central, neighbours, part, way

CITY, PERSON = "place/430500", "person/郝维东-黑河市"


@pytest.fixture
def shelf(demo: Path) -> Iterator[Shelf]:
    with Shelf.of(demo / "output") as found:
        yield found


def test_neighbours_are_those_of_the_whole_graph_page_by_page(shelf: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    whole = set(nx.all_neighbors(demo_graph, CITY)) - {CITY}
    pages = [neighbours(shelf, CITY, 7, at) for at in range(0, len(whole) + 7, 7)]
    assert set(itertools.chain(*pages)) == whole
    assert sum(map(len, pages)) == len(whole)


def test_a_part_has_all_relations_among_its_entities_and_with_those_known(shelf: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    near = neighbours(shelf, CITY, 5)
    found = part(shelf, [CITY, *near], told=(CITY,), known=("place/430000",))
    ends = {CITY, *near}
    wanted = {r.id for s, o, r in demo_graph.edges(data="record") if {s, o} <= ends | {"place/430000"} and ends & {s, o}}
    assert {r.id for _, _, r in found.graph.edges(data="record")} == wanted
    assert found.neighbours[CITY] == len(set(nx.all_neighbors(demo_graph, CITY)) - {CITY})
    assert {r.id for r in found.graph.graph["literals"]} == {r.id for r in demo_graph.graph["literals"] if r.subject == CITY}


def test_a_part_brings_the_sentences_that_say_so(shelf: Shelf) -> None:
    found = part(shelf, [PERSON, *neighbours(shelf, PERSON, 20)], told=(PERSON,))
    graph = found.graph.graph
    for relation in (r for _, _, r in found.graph.edges(data="record") if r.claims):
        for claim in (graph["claims"][id] for id in relation.claims[:CLAIMS]):
            assert claim.evidence.article in graph["articles"]
            assert found.lines[claim.evidence]
    assert all(m.surface == graph["articles"][m.span.article].text[m.span.start : m.span.end] != "" for m in graph["mentions"].values())


def test_a_way_is_as_short_as_networkx_finds_it(shelf: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    plain = nx.Graph(demo_graph)
    ids = sorted(demo_graph)[::97]
    for start, end in itertools.combinations(ids, 2):
        found = way(shelf, start, end)
        if not nx.has_path(plain, start, end):
            assert found is None
            continue
        assert found is not None
        assert len(found) == nx.shortest_path_length(plain, start, end)
        at = start
        for one in found:
            subject, target = shelf.ends([one])
            assert at in (subject, target)
            at = target if at == subject else subject
        assert at == end


def test_a_way_keeps_off_what_is_barred(shelf: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    start, end = CITY, "place/430000"
    assert len(way(shelf, start, end) or ()) == 1
    assert way(shelf, start, end, without=sorted({r.predicate for _, _, r in demo_graph.edges(data="record")})) is None
    assert way(shelf, start, start) == []


def test_the_most_mentioned_come_first(shelf: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    counts = [len(demo_graph.nodes[id]["record"].mentions) for id in central(shelf, 30)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == max(len(record.mentions) for _, record in demo_graph.nodes(data="record"))
