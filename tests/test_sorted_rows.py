"""Rows by key come back the same from memory and from disk, however many runs they are sorted in, halves of surrogate pairs too."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rows
from kg.rows import DISK, HERE, Groups, Space, Spread, Table, Values

TEXTS = st.text(st.characters(exclude_categories=()), max_size=3)
ROWS = st.lists(st.tuples(TEXTS, st.integers(-3, 3), TEXTS), max_size=60)


@dataclass(frozen=True, slots=True)
class Note:
    text: str


def groups(given: list[tuple[str, int, str]], held: int) -> list[tuple[str, list[tuple[int, Note]]]]:
    found: Groups[Note] = Groups(Note, held)
    for key, place, text in given:
        found.add(key, place, Note(text))
    return list(found.placed())


@settings(deadline=None)
@given(ROWS, st.integers(1, 7))
def test_rows_sorted_in_runs_are_those_sorted_at_once(given: list[tuple[str, int, str]], held: int) -> None:
    expected: dict[str, list[tuple[int, Note]]] = {}
    for key, place, text in sorted(given, key=lambda row: row[:2]):
        expected.setdefault(key, []).append((place, Note(text)))
    assert groups(given, held) == groups(given, 10_000) == list(expected.items())


def test_more_runs_than_files_may_be_open_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "FAN", 3)
    given = [(str(n * 7 % 10), 0, str(n)) for n in range(200)]
    assert groups(given, 2) == groups(given, 1_000)
    found: Groups[Note] = Groups(Note, 2)
    for key, place, text in given:
        found.add(key, place, Note(text))
        assert len(found._runs) < 3
    assert [(key, len(same)) for key, same in found] == [(str(n), 20) for n in range(10)]


@settings(deadline=None)
@given(st.dictionaries(TEXTS, TEXTS, max_size=40))
def test_a_table_is_a_dict_in_the_order_of_its_keys(given: dict[str, str]) -> None:
    expected = {key: Note(text) for key, text in sorted(given.items())}
    table = DISK.table(Note, ((key, Note(text)) for key, text in given.items()))
    assert list(table.items()) == list(expected.items())
    assert list(table.values()) == list(expected.values())
    assert list(table) == list(expected)
    assert len(table) == len(expected)
    assert all(key in table and table[key] == note for key, note in expected.items())
    assert "none of them" not in table
    with pytest.raises(KeyError):
        table["none of them"]


def test_the_records_of_an_article_are_those_that_its_id_begins() -> None:
    ids = ["a-1-0-2", "a-1-10-12", "a-10-0-2", "a-2-0-2", "b-1-0-1"]
    table = Table[Note](Note, ((id, Note(id)) for id in ids))
    assert [note.text for note in table.of("a-1")] == ids[:2]
    assert [note.text for note in table.of("a-10")] == ids[2:3]
    assert table.of("a-3") == []


def test_records_by_article_are_asked_by_their_own_ids() -> None:
    table = Table[dict[str, str]](dict[str, str], [("a-1", {"a-1-0-2": "x", "a-1-3-4": "y"}), ("a-2", {"a-2-0-1": "z"})])
    spread = Spread(table)
    assert dict(spread) == {"a-1-0-2": "x", "a-1-3-4": "y", "a-2-0-1": "z"}
    assert len(spread) == 3
    assert "a-1-9-9" not in spread
    assert "c-1-0-1" not in spread


def test_what_is_in_memory_is_a_dict_and_what_is_on_disk_can_be_read_again() -> None:
    given = [("b", Note("2")), ("a", Note("1"))]
    assert HERE.table(Note, given) == {"a": Note("1"), "b": Note("2")}
    values = DISK.table(Note, given).values()
    assert isinstance(values, Values)
    assert list(values) == list(values) == [Note("1"), Note("2")]
    assert Space() == HERE
