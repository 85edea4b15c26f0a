"""Scores as plain values, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kg.evaluate.clusters import Clustering
from kg.evaluate.counts import Count
from kg.evaluate.floors import figures
from kg.evaluate.scores import SHARES, Row, Scores


def as_json(scores: Scores, *, by: Iterable[str] = (), errors: int = 0) -> dict[str, Any]:
    """The figures that floors speak of, what is behind them, the same by article, kind or province, and the first `errors` faults."""
    return {
        "figures": {name: round(value, 6) for name, value in figures(scores).items()},
        **_row(scores.total),
        "clusters": {key: _clustering(each) for key, each in scores.clusters.items()},
        **{f"by_{key}": {name: _row(row) for name, row in scores.by(key).items()} for key in by},
        "errors": [asdict(fault) for fault in scores.faults[:errors]],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        **{key: asdict(getattr(row, key)) for key in SHARES},
        "mentions": {key: _count(count) for key, count in {**row.mentions, "all": row.all_mentions}.items()},
        "relations": {key: _count(count) for key, count in {**row.relations, "all": row.all_relations}.items()},
    }


def _count(count: Count) -> dict[str, float]:
    return asdict(count) | {key: round(getattr(count, key), 6) for key in ("precision", "recall", "f")}


def _clustering(each: Clustering) -> dict[str, Any]:
    b3 = {key: round(getattr(each, key), 6) for key in ("precision", "recall", "f")}
    return {"mentions": each.mentions, "b3": b3, "pairs": _count(each.pairs)}
