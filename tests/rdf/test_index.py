"""A build's file is indexed as its quads are."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.ntriples import line
from kg.rdf.index import Index

A, B = ox.NamedNode("u:a"), ox.NamedNode("u:b")


def same(one: Index, other: Index) -> bool:
    homes = all(one.home(node) == other.home(node) for node in one.terms)
    return homes and set(one.triples()) == set(other.triples()) and len(one) == len(other)


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_any_text_is_indexed_as_it_is_parsed(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "texts.nq"
    quads = [ox.Quad((A, B)[n % 2], B, ox.Literal(text), (A, B)[n % 3 % 2]) for n, text in enumerate(texts)]
    path.write_bytes("".join(line(*quad) for quad in quads).encode())
    assert same(Index.load(path), Index(quads))


def test_a_whole_graph_is_indexed_as_its_quads_are(quads: list[ox.Quad], tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes("".join(line(*quad) for quad in quads).encode())
    assert same(Index.load(path), Index(quads))


def test_a_file_that_spells_a_term_in_two_ways_is_parsed_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(b'<u:a> <u:b> "\\u0041" <u:a> .\n<u:a> <u:b> "A" <u:b> .\n')
    assert same(Index.load(path), Index([ox.Quad(A, B, ox.Literal("A"), A)]))
