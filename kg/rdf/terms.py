"""Literals in canonical form: Oxigraph normalises what it loads ("0.940" → 0.94), so we write what it would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.rdf.iris import expand

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = ox.NamedNode(XSD + "string")
INTEGER = ox.NamedNode(XSD + "integer")
INDEX = ox.NamedNode(XSD + "nonNegativeInteger")
DECIMAL = ox.NamedNode(XSD + "decimal")
BOOLEAN = ox.NamedNode(XSD + "boolean")
DATES = {10: ox.NamedNode(XSD + "date"), 7: ox.NamedNode(XSD + "gYearMonth"), 4: ox.NamedNode(XSD + "gYear")}
TRUE, FALSE = ox.Literal("true", datatype=BOOLEAN), ox.Literal("false", datatype=BOOLEAN)

LANGUAGE = "zh"  # of names and titles, whatever language zhitu talks to its user
ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
INTERVAL = re.compile(r"[0-9-]{4,10}/[0-9-]{4,10}")
WHOLE = re.compile(r"[+-]?[0-9]+")
LONGEST = 100  # digits of a number; a longer one is no figure of a newspaper
SURROGATES = re.compile("[\ud800-\udfff]")


class Vocabulary:
    """Terms of the vocabularies by CURIE: `terms["kg:Claim"]`; an unknown prefix is a KeyError that names it."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._terms: dict[str, ox.NamedNode] = {}

    def __getitem__(self, curie: str) -> ox.NamedNode:
        found = self._terms.get(curie)
        if found is None:
            found = self._terms[curie] = expand(curie, self._prefixes)
        return found


def iri(term: object) -> str:
    """The IRI of a term. Everything but a literal has one here; a blank node is a TypeError."""
    if isinstance(term, ox.NamedNode):
        return term.value
    raise TypeError(f"{term!r} is no IRI, and the graph has no blank nodes")


def string(text: str) -> ox.Literal:
    """A plain string; half a surrogate pair, which no RDF format can hold, becomes U+FFFD and keeps its offset."""
    return ox.Literal(SURROGATES.sub("\ufffd", text))


def chinese(text: str) -> ox.Literal:
    """A name, title or word, @zh."""
    return ox.Literal(SURROGATES.sub("\ufffd", text), language=LANGUAGE)


def index(offset: int) -> ox.Literal:
    """An offset in code points."""
    return ox.Literal(str(offset), datatype=INDEX)


def integer(number: int) -> ox.Literal:
    """A whole number."""
    return ox.Literal(str(number), datatype=INTEGER)


def boolean(value: bool) -> ox.Literal:
    """true or false."""
    return TRUE if value else FALSE


def confidence(value: float) -> ox.Literal:
    """A confidence between 0 and 1 to four places: more would be the noise of floating point."""
    return ox.Literal(canonical(Decimal(f"{value:.4f}")), datatype=DECIMAL)


def number(text: str) -> ox.Literal:
    """An xsd:integer or xsd:decimal from a numeral; a plain string from anything else, which the shapes then report."""
    if WHOLE.fullmatch(text) and len(text) <= LONGEST:
        return ox.Literal(str(int(text)), datatype=INTEGER)
    return decimal(text)


def decimal(text: str) -> ox.Literal:
    """An xsd:decimal from a numeral; a plain string from anything else, which the shapes then report."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return string(text)
    return ox.Literal(canonical(value), datatype=DECIMAL) if value.is_finite() and abs(value.adjusted()) < LONGEST else string(text)


def canonical(value: Decimal) -> str:
    """The canonical lexical form of XSD 1.1: no exponent, no needless zeros, no point without digits after it."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def period(text: str) -> ox.Literal:
    """An xsd:date, xsd:gYearMonth or xsd:gYear as far as an ISO date goes; 2021-07/2021-08 plain, all else @zh."""
    if ISO.fullmatch(text) and _exists(text):
        return ox.Literal(text, datatype=DATES[len(text)])
    return string(text) if INTERVAL.fullmatch(text) else chinese(text)


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
