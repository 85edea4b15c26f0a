"""What changed from one N-Quads file to another, and a database that follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.rdf import store
from kg.rdf.chunks import Chunk, Statements, changes, digest
from kg.rdf.description import Count

XSD = "http://www.w3.org/2001/XMLSchema#"
OBJECTS = ('"吕梁"@zh', f'"5"^^<{XSD}integer>', f'"5"^^<{XSD}nonNegativeInteger>', "<u:b>")
Graphs = Mapping[str, Sequence[tuple[str, str]]]
graphs = st.dictionaries(st.sampled_from("abc"), st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(OBJECTS)), min_size=1, unique=True), max_size=3)


def write(path: Path, graphs: Graphs) -> Statements:
    chunks, text = [], b""
    for name, triples in sorted(graphs.items()):
        lines = "".join(sorted(f"<u:{subject}> <u:p> {value} <u:{name}> .\n" for subject, value in triples)).encode()
        chunks.append(Chunk(f"u:{name}", len(text), len(text) + len(lines), digest(lines), Count({}, {})))
        text += lines
    path.write_bytes(text)
    return Statements(path, chunks)


def held(folder: Path) -> list[str]:
    database = ox.Store.read_only(str(folder))
    return sorted(map(str, (*database, *database.named_graphs())))


@settings(max_examples=20, deadline=None)
@given(old=graphs, new=graphs)
def test_a_database_that_is_changed_holds_what_one_made_anew_holds(old: Graphs, new: Graphs, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("databases")
    one, other = write(folder / "old.nq", old), write(folder / "new.nq", new)
    store.write(one.path, folder / "old")
    store.write(other.path, folder / "new")
    before, found = held(folder / "old"), changes(one, other, share=99)
    if found is None:
        assert not old or not new
        return
    store.update(folder / "old", folder / "changed", found)
    assert held(folder / "changed") == held(folder / "new")
    assert held(folder / "old") == before


def test_a_file_of_which_much_has_changed_is_better_taken_as_new(tmp_path: Path) -> None:
    one = write(tmp_path / "old.nq", {"a": [("x", "<u:b>")], "b": [("x", "<u:b>")]})
    other = write(tmp_path / "new.nq", {"a": [("x", "<u:b>")], "b": [("y", "<u:b>")]})
    assert changes(one, other, share=0.5) is None
    found = changes(one, other, share=1)
    assert found
    assert (found.gone, found.came, found.graphs) == ((b"<u:x> <u:p> <u:b> <u:b> .\n",), (b"<u:y> <u:p> <u:b> <u:b> .\n",), ())
