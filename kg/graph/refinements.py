"""Figures told again more exactly: 2000余名 at first, 1987名 later. They are one figure, and no contradiction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import networkx as nx

from kg.graph.contradictions import NEAR
from kg.lexicon import Lexicon
from kg.model import Relation
from kg.text import units

Place = tuple[str, str, int]  # when and where a figure is told first: day of the paper, article, offset


def find(graph: nx.MultiDiGraph, lexicon: Lexicon) -> tuple[tuple[Relation, Relation], ...]:
    """(the exact figure, the approximate one before it) for figures of one subject, unit and name that are near each other, sorted."""
    told = (
        (relation, *base)
        for relation in graph.graph["literals"]
        if relation.predicate == "observation" and (base := units.base_of(relation.qualifiers, lexicon.units))
    )
    series: dict[tuple[str, str], list[tuple[Place, Decimal, Relation]]] = defaultdict(list)
    for relation, value, unit in told:
        if relation.claims and not relation.qualifiers.get("change") and not relation.qualifiers.get("status"):
            series[relation.subject, unit].append((_place(graph, relation), value, relation))
    found = (pair for figures in series.values() for pair in _refined(figures))
    return tuple(sorted(found, key=lambda pair: (pair[0].id, pair[1].id)))


def _place(graph: nx.MultiDiGraph, relation: Relation) -> Place:
    spans = [graph.graph["claims"][claim].evidence for claim in relation.claims]
    return min((graph.graph["articles"][span.article].published, span.article, span.start) for span in spans)


def _refined(figures: Sequence[tuple[Place, Decimal, Relation]]) -> Iterator[tuple[Relation, Relation]]:
    blurred = [figure for figure in figures if figure[2].qualifiers.get("approximator")]
    exactly = sorted((figure for figure in figures if not figure[2].qualifiers.get("approximator")), key=_value)
    for before, about, rough in blurred:
        reach = 2 * NEAR * abs(about)  # nothing further away is near
        for after, value, exact in exactly[bisect_left(exactly, about - reach, key=_value) : bisect_right(exactly, about + reach, key=_value)]:
            near = abs(about - value) <= NEAR * max(abs(about), abs(value))
            if near and _later(before, after) and _one_name(rough.object, exact.object) and _one_period(rough, exact):
                yield exact, rough


def _value(figure: tuple[Place, Decimal, Relation]) -> Decimal:
    return figure[1]


def _later(before: Place, after: Place) -> bool:
    """Whether a figure may be told after another: not where the days of the papers, or the places in one article, say otherwise."""
    if before[1] == after[1]:
        return before < after
    return not (before[0] and after[0]) or before[0] <= after[0]


def _one_name(one: str, other: str) -> bool:
    """招聘网格员 and 网格员 name one figure."""
    return one.endswith(other) or other.endswith(one)


def _one_period(one: Relation, other: Relation) -> bool:
    periods = {relation.qualifiers.get("period", "") for relation in (one, other)} - {""}
    return len(periods) < 2
