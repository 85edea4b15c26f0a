"""Units as comparable figures: 118万平方米 is 1180000 平方米, 6.35亿元 is 635000000 元. What is no exact multiple stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

MULTIPLES = {"万亿": Decimal(10**12), "百万": Decimal(10**6), "万": Decimal(10**4), "亿": Decimal(10**8)}
Table = Mapping[str, tuple[str, Decimal]]  # unit → base unit and factor


def base(value: Decimal, unit: str, table: Table) -> tuple[Decimal, str]:
    """A value in its base unit, and that unit; both as they are when the table has neither the unit nor a multiple stands before it."""
    factor, plain = Decimal(1), unit
    for multiple, by in MULTIPLES.items():
        if unit.startswith(multiple) and (unit not in table):
            factor, plain = by, unit.removeprefix(multiple)
            break
    name, more = table.get(plain, (plain, Decimal(1)))
    return value * factor * more, name


def base_of(said: Mapping[str, str], table: Table) -> tuple[Decimal, str] | None:
    """The `value` and `unit` of a figure's qualifiers in the base unit; None when they hold no number."""
    try:
        return base(Decimal(said.get("value", "")), said.get("unit", ""), table)
    except InvalidOperation:
        return None
