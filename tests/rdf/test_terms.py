"""Literals are written as Oxigraph would write them back, and dates are as precise as the paper is."""

from __future__ import annotations

import decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.terms import chinese, confidence, number, period, string

EXACT = decimal.Context(prec=60)


def kept(literal: ox.Literal) -> ox.Literal:
    """What a store makes of a literal."""
    node, store = ox.NamedNode("https://example.org/x"), ox.Store()
    store.add(ox.Quad(node, node, literal))
    object = next(iter(store)).object
    assert isinstance(object, ox.Literal)
    return object


@pytest.mark.parametrize(
    ("text", "value", "type"),
    [
        ("1080", "1080", "integer"),
        ("+7", "7", "integer"),
        ("007", "7", "integer"),
        ("-0", "0", "integer"),
        ("6.35", "6.35", "decimal"),
        ("6.350", "6.35", "decimal"),
        ("0.940", "0.94", "decimal"),
        ("6.0", "6", "decimal"),
        (".5", "0.5", "decimal"),
        ("-0.0", "0", "decimal"),
        ("1e3", "1000", "decimal"),
        ("约三成", "约三成", "string"),
        ("NaN", "NaN", "string"),
        ("1e999999", "1e999999", "string"),
        ("9" * 5000, "9" * 5000, "string"),
    ],
)
def test_numbers_are_canonical_and_what_is_no_number_stays_a_string(text: str, value: str, type: str) -> None:
    literal = number(text)
    assert (literal.value, literal.datatype.value.rpartition("#")[2]) == (value, type)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3) | st.integers(-(2**60), 2**60))
def test_a_store_leaves_our_numbers_as_they_are(value: decimal.Decimal | int) -> None:
    literal = number(str(value))
    assert kept(literal) == literal
    assert EXACT.create_decimal(literal.value) == EXACT.create_decimal(value)


@given(st.floats(0, 1))
def test_a_store_leaves_our_confidences_as_they_are(value: float) -> None:
    assert kept(confidence(value)) == confidence(value)


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("2021-08-19", "date"),
        ("2021-08", "gYearMonth"),
        ("2021", "gYear"),
        ("2021-02-30", None),
        ("2021-13", None),
        ("0000", None),
        ("2021-07-26/2021-07-29", "string"),
        ("上半年", None),
    ],
)
def test_a_date_is_as_precise_as_the_paper(text: str, type: str | None) -> None:
    literal = period(text)
    assert literal == (ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{type}")) if type else chinese(text))
    assert kept(literal) == literal


def test_half_a_surrogate_pair_becomes_one_replacement_character() -> None:
    assert string("离\ud800石").value == "离\ufffd石"
