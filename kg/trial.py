"""One sentence read in the open: mentions with the finder behind each, what they mean, claims with their rules, and the rules that nearly read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import networkx as nx

from kg import claims, pipeline
from kg.claims import near
from kg.claims.skeleton import Skeleton
from kg.graph import asserted
from kg.lexicon import Lexicon
from kg.model import Claim, Part, Problem, Reading, Term
from kg.settings import Settings
from kg.text.width import fold

NEAR = {"en": "nearly", "zh": "差一点"}
DROPPED = {
    "en": "{claim} is dropped: {predicate} is said of {wanted}, not of {given}",
    "zh": "{claim}被舍去：{predicate}只能说{wanted}，不能说{given}",
}


def trial(text: str, lexicon: Lexicon, settings: Settings, *, nearly: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The mentions and claims of a few sentences as text, one a line, and what was odd (a home that no gazetteer knows).

    `nearly`, a language ("zh" or "en"), adds the rules that nearly read them, each with the reason why it did not.
    """
    reading = pipeline.read_text(text, lexicon, settings)
    graph = pipeline.join([reading], (), lexicon, replace(settings, curation=""))
    lines = []
    for mention in reading.mentions:
        entity = graph.nodes[graph.graph["links"][mention.id]]["record"]
        lines.append(
            f"{mention.type}  {mention.surface}  = {entity.name}  ({mention.rule}, {mention.confidence:.2f}; {'; '.join(entity.reasons)})"
        )
    for claim in reading.claims:
        said = "".join(f" [{k}: {v}]" for k, v in claim.qualifiers.items())
        mark = "NOT " if claim.negated else f"{claim.modality.upper()} " if claim.modality else ""
        lines.append(f"{mark}{_told(claim, reading)}{said}  ({claim.rule}, {claim.confidence:.2f})")
    if nearly:
        found = [*_dropped(reading, graph, lexicon, nearly), *_missed(reading, lexicon, settings, nearly)]
        lines += [f"{NEAR[nearly]}  {rule}: {why}" for rule, why in dict.fromkeys(found)]
    return "\n".join(lines) + "\n" if lines else "", reading.problems


def _dropped(reading: Reading, graph: nx.MultiDiGraph[str], lexicon: Lexicon, language: str) -> Iterator[tuple[str, str]]:
    """(rule, reason) of the claims that become no relation, because of the types of their ends."""
    stated = asserted(graph)
    kept = {claim for relation in stated for claim in relation.claims}
    types = {mention: graph.nodes[node]["record"].type for mention, node in graph.graph["links"].items()}
    for claim in reading.claims:
        ends = [types.get(term.value, term.kind) for term in (claim.subject, claim.object)]
        wanted = [lexicon.predicates[claim.predicate].subject, lexicon.predicates[claim.predicate].object]
        if claim.id not in kept and any(end in types.values() and end not in allowed for end, allowed in zip(ends, wanted, strict=True)):
            said = {"wanted": " → ".join("|".join(sorted(kinds)) for kinds in wanted), "given": " → ".join(ends)}
            yield claim.rule, DROPPED[language].format(claim=_told(claim, reading), predicate=claim.predicate, **said)


def _missed(reading: Reading, lexicon: Lexicon, settings: Settings, language: str) -> list[tuple[str, str]]:
    """(rule, reason) of the rules that nearly read a sentence."""
    found: list[tuple[str, str]] = []

    def watch(context: claims.Context, sentence: Skeleton, part: Part, said: Sequence[Claim]) -> None:
        found.extend((miss.rule, miss.text(language)) for miss in near.misses(context, sentence, part, said))

    for article in reading.articles:
        mentions = [m for m in reading.mentions if m.span.article == article.id]
        claims.extract(replace(article, text=fold(article.text)), mentions, lexicon, settings, watch=watch)
    return found


def _told(claim: Claim, reading: Reading) -> str:
    return f"{_name(claim.subject, reading)} → {claim.predicate} → {_name(claim.object, reading)}"


def _name(term: Term, reading: Reading) -> str:
    return next((m.surface for m in reading.mentions if term.kind == "mention" and m.id == term.value), term.value)
