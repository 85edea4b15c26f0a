"""IRIs are readable, distinct for distinct things, and plain local names in every parser."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.rdf.iris import NAME, Names, local_name

BASE = "https://w3id.org/zhitu/id/"
# Names as newspapers have them, and what resolvers append to them; then anything at all.
SIMILAR = st.text(alphabet="张伟林（）()“”‘’《》〈〉·•-—－1２a０〇 ", max_size=8)
NAMES = st.one_of(SIMILAR, st.text(max_size=30), st.from_regex(r"\A[张伟]-[0-9a-f]{7}\Z"))


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("孙大军", "孙大军"),
        ("141102", "141102"),
        ("市委常委会议-2021-08-18", "市委常委会议-2021-08-18"),
        ("二〇二一年工作要点", "二〇二一年工作要点"),
        ("中国石油大学（北京）", "中国石油大学-北京-67e0e98"),
        ("中国石油大学(北京)", "中国石油大学-北京-833a278"),
        ("“六乱”", "六乱-2a29c38"),
        ("阿依古丽·买买提", "阿依古丽-买买提-b733e70"),
        ("ＬＮＧ公司", "LNG公司-0191243"),
        ("？！", "x-6e78ad4"),
        ("某会-1a2b3c4", "某会-1a2b3c4-d6626af"),
    ],
)
def test_a_name_keeps_its_letters_and_gets_a_digest_only_when_it_loses_something(name: str, local: str) -> None:
    assert local_name(name) == local


@given(NAMES, NAMES)
def test_distinct_names_stay_distinct(one: str, another: str) -> None:
    assert (local_name(one) == local_name(another)) == (one == another)


@given(st.tuples(NAMES, NAMES, NAMES), st.tuples(NAMES, NAMES, NAMES))
def test_distinct_combinations_stay_distinct(one: tuple[str, ...], another: tuple[str, ...]) -> None:
    assert (local_name(*one) == local_name(*another)) == (one == another)


def test_hyphens_do_not_make_two_posts_one() -> None:
    assert local_name("吕梁-离石", "区长") == "吕梁-离石-区长"
    assert local_name("吕梁", "离石-区长") != "吕梁-离石-区长"


def test_what_is_hidden_tells_apart_too() -> None:
    first, second = local_name("孙大军", "市委", hidden=("2016", "")), local_name("孙大军", "市委", hidden=("", "2016"))
    assert first != second
    assert first.startswith("孙大军-市委-")


@settings(deadline=None)  # rdflib loads its plugins on the first call
@given(NAMES)
def test_every_local_name_reads_alike_in_rdflib_and_oxigraph(name: str) -> None:
    local = local_name(name)
    assert NAME.fullmatch(local)
    text = f"@prefix person: <{BASE}person/> . person:{local} person:{local} person:{local} ."
    expected = BASE + "person/" + local
    assert {str(node) for node in next(iter(rdflib.Graph().parse(data=text, format="turtle")))} == {expected}
    assert next(ox.parse(text, format=ox.RdfFormat.TURTLE)).subject.value == expected


def test_a_name_as_long_as_a_paragraph_is_cut_and_stays_distinct() -> None:
    long = local_name("关于" * 100), local_name("关于" * 101)
    assert long[0] != long[1]
    assert max(map(len, long)) <= 88


def test_hash_names_are_ascii_and_keep_their_kind() -> None:
    iri = Names(BASE, "hash").entity("org/中国石油大学（北京）").value
    assert iri.isascii()
    assert iri.startswith(BASE + "org/")
    assert iri != Names(BASE, "hash").entity("org/中国石油大学").value
