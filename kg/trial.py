"""One sentence read in the open: mentions with the finder behind each, what they mean, and claims with their rules."""

from __future__ import annotations

from dataclasses import replace

from kg import pipeline
from kg.lexicon import Lexicon
from kg.model import Problem, Reading, Term
from kg.settings import Settings


def trial(text: str, lexicon: Lexicon, settings: Settings) -> tuple[str, tuple[Problem, ...]]:
    """The mentions and claims of a few sentences as text, one a line, and what was odd (a home that no gazetteer knows)."""
    reading = pipeline.read_text(text, lexicon, settings)
    graph = pipeline.join([reading], (), lexicon, replace(settings, curation=""))
    lines = []
    for mention in reading.mentions:
        entity = graph.nodes[graph.graph["links"][mention.id]]["record"]
        lines.append(
            f"{mention.type}  {mention.surface}  = {entity.name}  ({mention.rule}, {mention.confidence:.2f}; {'; '.join(entity.reasons)})"
        )
    for claim in reading.claims:
        subject, object_ = _name(claim.subject, reading), _name(claim.object, reading)
        said = "".join(f" [{k}: {v}]" for k, v in claim.qualifiers.items())
        mark = "NOT " if claim.negated else f"{claim.modality.upper()} " if claim.modality else ""
        lines.append(f"{mark}{subject} → {claim.predicate} → {object_}{said}  ({claim.rule}, {claim.confidence:.2f})")
    return "\n".join(lines) + "\n" if lines else "", reading.problems


def _name(term: Term, reading: Reading) -> str:
    return next((m.surface for m in reading.mentions if term.kind == "mention" and m.id == term.value), term.value)
