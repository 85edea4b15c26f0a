"""Literals as SHACL sees them: whether one is well formed, which of two is less.

What a conforming graph holds is decided here. Anything odd (a date that is no date, a number compared with a word) is put to rdflib as
pySHACL puts it, so that both come to the same answer; rdflib is loaded only then.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.rdf.index import RDF, Term
from kg.rdf.terms import BOOLEAN, DATES, DECIMAL, INDEX, INTEGER, STRING

LANGUAGE_STRING = ox.NamedNode(RDF + "langString")
DATE, MONTH, YEAR = DATES[10], DATES[7], DATES[4]
# The forms that are surely right; None: SHACL looks at the type alone.
FORMS: dict[ox.NamedNode, re.Pattern[str] | None] = {
    STRING: None,
    LANGUAGE_STRING: None,
    MONTH: None,
    YEAR: None,
    INTEGER: re.compile("[+-]?[0-9]{1,100}"),
    INDEX: re.compile("[0-9]{1,100}"),
    DECIMAL: re.compile(r"[+-]?[0-9]{1,100}(\.[0-9]{0,100})?"),
    BOOLEAN: re.compile("true|false"),
    DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
NUMBERS = (INTEGER, INDEX, DECIMAL)


def known(datatype: ox.NamedNode) -> ox.NamedNode:
    """The datatype; KeyError if its forms are not known here."""
    if datatype not in FORMS:
        raise KeyError(datatype.value)
    return datatype


def of(term: Term, datatype: ox.NamedNode) -> bool:
    """Whether a term is a well-formed literal of a datatype."""
    if not isinstance(term, ox.Literal) or term.datatype != datatype:
        return False
    form, text = FORMS[datatype], term.value
    if form is None or (form.fullmatch(text) and (datatype != DATE or _exists(text))):
        return True
    from kg.rdf import reference

    return reference.well_formed(term)


def bound(term: Term) -> ox.Literal:
    """A number to compare with; ValueError if it is none."""
    if not isinstance(term, ox.Literal) or _number(term) is None:
        raise ValueError(f"{term} is no number")
    return term


def compared(term: Term, limit: ox.Literal) -> int | None:
    """-1, 0 or 1 as a literal is less than, equal to or greater than a number; None if they cannot be compared."""
    ours, theirs = _number(term), _number(limit)
    if ours is None or theirs is None:
        from kg.rdf import reference

        return reference.compared(term, limit)
    return (ours > theirs) - (ours < theirs)


def less(low: Term, high: Term) -> bool:
    """Whether one term is less than another."""
    ours, theirs = _number(low), _number(high)
    if ours is None or theirs is None:
        from kg.rdf import reference

        return reference.less(low, high)
    return ours < theirs


def _number(term: Term) -> Decimal | None:
    if isinstance(term, ox.Literal) and term.datatype in NUMBERS:
        form = FORMS[term.datatype]
        if form is not None and form.fullmatch(term.value):
            return Decimal(term.value)
    return None


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

