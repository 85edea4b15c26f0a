"""Ledgers have the rows of the records, chosen and sorted as asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from kg.graph import asserted
from kg.shelf import Shelf
from kg.shelf.ledgers import LEDGERS, count, rows


@pytest.fixture(scope="module")
def shelved(demo: Path) -> Iterator[Shelf]:
    with Shelf.of(demo / "output") as found:
        yield found


def texts(shelf: Shelf, key: str, **chosen: str) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in rows(shelf, LEDGERS[key], chosen, limit=10_000)]


def test_every_post_is_a_row(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    held = [r for r in asserted(demo_graph) if r.predicate == "holds_post"]
    names = {id: entity.name for id, entity in demo_graph.nodes(data="record")}
    expected = sorted((names[r.subject], r.qualifiers.get("title", ""), names[r.object]) for r in held)
    assert sorted(row[:3] for row in texts(shelved, "posts")) == expected
    assert count(shelved, LEDGERS["posts"], {}) == len(held)


def test_posts_are_chosen_by_person_organ_post_and_day(shelved: Shelf) -> None:
    assert texts(shelved, "posts", person="濮阳存义") == [("濮阳存义", "副省长", "湖南省人民政府", "2021-12-10", "2021-12-10", "2")]
    on_the_day = texts(shelved, "posts", day="2021-12-10", organ="邵阳市", post="主任")
    assert ("周国庆", "主任", "邵阳市人民代表大会常务委员会") in [row[:3] for row in on_the_day]
    assert texts(shelved, "posts", day="1999-01-01") == []


def test_two_people_are_found_where_both_were(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    present = {(s, o) for s, o, r in demo_graph.edges(data="record") if r.predicate in ("attended", "chaired")}
    name = {id: entity.name for id, entity in demo_graph.nodes(data="record")}
    for one, room in sorted(present)[:5]:
        other = next(s for s, o in sorted(present) if o == room)
        found = {row[1] for row in texts(shelved, "meetings", person=name[one], other=name[other])}
        assert found == {name[o] for s, o in present if name[s] == name[one] and any((x, o) in present for x in name if name[x] == name[other])}


def test_a_policy_says_who_issued_it_and_what_it_rests_on(shelved: Shelf) -> None:
    found = texts(shelved, "policies", issuer="雷山县委员会")
    assert [row[0] for row in found] == ["三水区雷山县东西部协作三年行动计划"]
    assert "中共雷山县委员会" in found[0][2].split("、")


def test_figures_are_sorted_as_numbers(shelved: Shelf) -> None:
    found = list(rows(shelved, LEDGERS["indicators"], {"unit": "亿元"}, sort="value", limit=1000))
    values = [float(row[3].text) for row in found]
    assert values == sorted(values)
    assert values != sorted(values, key=str)


@pytest.mark.parametrize("key", LEDGERS)
def test_every_column_sorts_and_every_filter_chooses(shelved: Shelf, key: str) -> None:
    ledger = LEDGERS[key]
    every = sorted(texts(shelved, key))
    for column in ledger.columns:
        for down in (False, True):
            found = list(rows(shelved, ledger, {}, sort=column.key, down=down, limit=10_000))
            assert sorted(tuple(cell.text for cell in row) for row in found) == every
    for each in ledger.filters:
        if each.key not in ("since", "until"):  # whose values are compared as dates
            assert texts(shelved, key, **{each.key: "%' OR 1=1 --"}) == [], each
    assert len(texts(shelved, key, **{each.key: "市" for each in ledger.filters})) < len(every)


def test_pages_of_rows_join_to_all(shelved: Shelf) -> None:
    ledger = LEDGERS["posts"]
    whole = list(rows(shelved, ledger, {}, limit=10_000))
    assert [row for at in range(0, len(whole), 30) for row in rows(shelved, ledger, {}, limit=30, offset=at)] == whole
