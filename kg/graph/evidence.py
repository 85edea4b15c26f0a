"""Where a claim stands: its sentence, and the lines of the page."""

from __future__ import annotations

import networkx as nx

from kg.model import Claim
from kg.text.feeds import feeds, lines, shown


def lines_of(graph: nx.MultiDiGraph, article_id: str, start: int, end: int) -> str:
    """FILE:FIRST-LAST, the lines of the page that an interval of an article stands on."""
    article = graph.graph["articles"][article_id]
    page = graph.graph["pages"][article.page]
    span = article.origin.span(start, end)
    if span is None:
        return str(page.source)
    return f"{page.source}:{shown(*lines(feeds(page.body), *span))}"


def sentence_of(graph: nx.MultiDiGraph, claim: Claim) -> str:
    """The sentence that a claim rests on."""
    text: str = graph.graph["articles"][claim.evidence.article].text
    return text[claim.evidence.start : claim.evidence.end]


def where(graph: nx.MultiDiGraph, claim: Claim) -> str:
    """FILE:FIRST-LAST, the lines of the page that a claim's sentence stands on."""
    return lines_of(graph, claim.evidence.article, claim.evidence.start, claim.evidence.end)
