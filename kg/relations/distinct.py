"""What makes two statements with the same ends different ones: qualifiers, by predicate."""

from __future__ import annotations

from collections.abc import Mapping

from kg.relations.tenures import HELD, LEFT

SYMMETRIC = frozenset(("cooperates_with",))
PROJECT = ("project_at", "invests", "owns_project")
DISTINCT: Mapping[str, tuple[str, ...]] = {
    HELD: ("title",),
    LEFT: ("title",),
    "observation": ("value", "unit", "period", "approximator", "status"),
    "handled": ("state",),
    **dict.fromkeys(PROJECT, ("home",)),
}
"""Qualifiers that make two statements different; the others are gathered."""


def distinct(predicate: str, qualifiers: Mapping[str, str]) -> tuple[str, ...]:
    """What these qualifiers tell apart, in the order of DISTINCT; "" for what is not said."""
    return tuple(qualifiers.get(name, "") for name in DISTINCT.get(predicate, ()))
