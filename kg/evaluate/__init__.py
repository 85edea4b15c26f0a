"""Scores a graph against gold, article by article, and holds the scores to floors.

Gold says for each clean article which names stand where, what they stand for and what the article states. Offsets of
gold count in fields (title, subtitle, body, captions); a field is looked up in the graph's articles without regard to
white space and width of characters; every figure follows from there. Optional gold is neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import networkx as nx

from kg.evaluate.clusters import Bearers
from kg.evaluate.counts import Count, Share
from kg.evaluate.floors import Shortfall, below, figures, floors_text, new_floors, raised, read_floors, shortfalls
from kg.evaluate.homes import homes, page, province
from kg.evaluate.judging import judge
from kg.evaluate.plain import as_json
from kg.evaluate.scores import EvaluationError, Fault, Row, Scores
from kg.evaluate.tables import comparison, fault_lines, shortfall_lines, table
from kg.evaluate.view import View
from kg.lexicon import Lexicon

__all__ = [
    "Count",
    "EvaluationError",
    "Fault",
    "Row",
    "Scores",
    "Share",
    "Shortfall",
    "as_json",
    "below",
    "comparison",
    "evaluate",
    "fault_lines",
    "figures",
    "floors_text",
    "new_floors",
    "raised",
    "read_floors",
    "shortfall_lines",
    "shortfalls",
    "table",
]


def evaluate(graph: nx.MultiDiGraph, gold: Mapping[str, Any], lexicon: Lexicon) -> Scores:
    """The scores of `graph` against `gold`, the content of a gold file; `lexicon` tells which type a class is of.

    Raises EvaluationError when it is not the content of a gold file.
    """
    needed = {"id", "body", "mentions", "relations"}
    if not isinstance(gold, dict) or not all(needed <= set(article) for article in gold.get("articles", [{}])):
        raise EvaluationError(f"gold holds a list of articles, each with {', '.join(sorted(needed))}")
    view, aliases, where = View.of(graph, lexicon), gold.get("aliases", {}), homes(gold, lexicon)
    bearers = Bearers.of(gold, where, lexicon)

    def row(article: Mapping[str, Any]) -> Row:
        names = {**aliases, **article.get("aliases", {})}
        region = province(where.get(page(article), ""), lexicon)
        return replace(judge(article, view, names, bearers), kind=article.get("kind") or "", province=region)

    return Scores.of(map(row, gold["articles"]))
