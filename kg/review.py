"""What the resolver left in doubt, for a person to decide: `kg review`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import networkx as nx

from kg.entities.curate import DOUBT
from kg.gazetteer import by_code
from kg.graph.evidence import lines_of
from kg.lexicon import Lexicon
from kg.model import Entity, Mention
from kg.text.sentences import around

SHOWN = 3  # sentences for each side


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an entity in doubt may be: the id or code that a decision would name, its name, where it is, sentences that speak of it."""

    id: str
    name: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entity that may be another, why that is in doubt, what it may be, and the sentences that speak of it ("FILE:LINE  …")."""

    id: str
    name: str
    type: str
    reason: str
    candidates: tuple[Candidate, ...]
    sentences: tuple[str, ...]


def doubts(graph: nx.MultiDiGraph, lexicon: Lexicon) -> tuple[Doubt, ...]:
    """Everything in doubt in a graph, sorted by id; what a person has decided is not."""

    def candidate(id: str) -> Candidate:
        record = graph.nodes[id]["record"]
        return Candidate(id, record.name, _sentences(graph, record))

    found = (doubt_of(entity, lexicon, candidate) for _, entity in sorted(graph.nodes(data="record")))
    return tuple(filter(None, found))


def doubt_of(entity: Entity, lexicon: Lexicon, candidate: Callable[[str], Candidate]) -> Doubt | None:
    """What is in doubt of an entity, or None; `candidate` gives what an id of the graph stands for, with its sentences."""
    reasons = [reason.removeprefix(DOUBT) for reason in entity.reasons if reason.startswith(DOUBT)]
    units = (_unit(code, lexicon) for code in entity.facts.get("candidates", "").split())
    others = (candidate(other) for other in entity.maybe if other < entity.id)  # each pair once
    candidates = (*units, *others) if reasons else ()
    if not candidates:
        return None
    return Doubt(entity.id, entity.name, entity.type, "; ".join(reasons), candidates, candidate(entity.id).sentences)


def unused(graph: nx.MultiDiGraph) -> tuple[str, ...]:
    """The decisions that changed nothing in the build of a graph, a line each."""
    return tuple(f"{p.where}: {p.message}" for p in graph.graph["problems"] if p.stage == "curation" and p.code == "unused-decision")


def text(doubt: Doubt, *, language: str = "zh") -> str:
    """A doubt as a block of text; its candidates are numbered."""
    zh = language == "zh"
    lines = [f"{doubt.id}  {doubt.name}", f"  {'存疑' if zh else 'in doubt'}: {doubt.reason}"]
    lines += [f"    {sentence}" for sentence in doubt.sentences]
    for number, candidate in enumerate(doubt.candidates, 1):
        lines.append(f"  {number}) {'即' if zh else 'is'} {candidate.id}  {candidate.name}{'？' if zh else '?'}")
        lines += [f"    {sentence}" for sentence in candidate.sentences]
    return "\n".join(lines) + "\n"


def decided(doubt: Doubt, answer: str) -> tuple[str, tuple[str, ...]]:
    """The kind and the ids of the decision that an answer means: a candidate's number, "d" (different from all of them) or "x" (drop).

    Raises ValueError for another answer.
    """
    if answer.isdecimal() and 1 <= int(answer) <= len(doubt.candidates):
        return "same", (doubt.candidates[int(answer) - 1].id, doubt.id)
    if answer == "d" and doubt.candidates:
        return "different", (doubt.id, *(candidate.id for candidate in doubt.candidates))
    if answer == "x":
        return "drop", (doubt.id,)
    raise ValueError(f"{answer!r} is none of the answers")


def _unit(code: str, lexicon: Lexicon) -> Candidate:
    """A town or village of the gazetteer."""
    unit = by_code(code, lexicon)
    county = lexicon.divisions.get(unit.county) if unit else None
    return Candidate(code, f"{county.name if county else ''}{unit.name if unit else ''}")


def _sentences(graph: nx.MultiDiGraph, entity: Entity) -> tuple[str, ...]:
    """The first sentences that speak of an entity, with their places."""
    mentions = (graph.graph["mentions"][m] for m in entity.mentions if m in graph.graph["mentions"])
    return tuple(islice(dict.fromkeys(_sentence(graph, mention) for mention in mentions), SHOWN))


def _sentence(graph: nx.MultiDiGraph, mention: Mention) -> str:
    article, span = graph.graph["articles"][mention.span.article], mention.span
    start, end = around(article, span.start) or (span.start, span.end)
    return f"{lines_of(graph, article.id, span.start, span.end)}  {article.text[start:end]}"
