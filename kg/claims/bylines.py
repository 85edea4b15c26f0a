"""Who wrote an article for which outlet, as the byline says; nothing else is said of an author there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Article, Claim, Mention, Span, Term, digest
from kg.text.sentences import of_article

RULE, SURE = "byline", 0.9


def authored(article: Article, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """A claim for each author and byline, credit or dateline: the outlet that it names, else (outlet:) the newspaper of the page."""
    sentences = [(start, end) for _, start, end in of_article(article)]
    for mention in mentions:
        if mention.hint.get("role") != "reporter" or mention.normal not in article.authors:
            continue
        place = next(((start, end) for start, end in sentences if start <= mention.span.start < end), None)
        if place is None:
            continue
        outlet, role = f"outlet:{mention.hint.get('outlet', '')}", mention.hint.get("byline", "")
        id = f"{article.id}-c{digest(article.id, str(mention.span.start), 'wrote_for', mention.normal, outlet, length=10)}"
        evidence = Span(article.id, *place)
        qualifiers = {"role": role} if role else {}
        yield Claim(id, "wrote_for", Term("mention", mention.id), Term("implied", outlet), evidence, RULE, SURE, qualifiers)
