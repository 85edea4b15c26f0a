"""From an entity to what is said of it, to the sentences that say so, to the very lines of the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

import networkx as nx

from kg.graph.evidence import lines_of, sentence_of, where
from kg.lexicon import Lexicon
from kg.model import Claim, Entity, Mention, Relation


def find(graph: nx.MultiDiGraph, name: str) -> tuple[str, ...]:
    """The ids of the entities that bear a name, an alias, a code or an id, those named exactly so first.

    Raises LookupError with the nearest names when there is none.
    """
    wanted = _fold(name)
    if not wanted:
        raise LookupError("a name is needed")  # no name is also the code of every entity without one
    exact, other = [], []
    for node, entity in sorted(graph.nodes(data="record")):
        if wanted in (_fold(node), _fold(entity.name), entity.code):
            exact.append(node)
        elif wanted in map(_fold, entity.aliases):
            other.append(node)
    if not exact and not other:
        near = get_close_matches(name, sorted({n for _, e in graph.nodes(data="record") for n in (e.name, *e.aliases)}), 5, 0.4)
        raise LookupError(f"no entity is called {name}" + (f"; near it are {'、'.join(near)}" if near else ""))
    return (*exact, *other)


def explain(graph: nx.MultiDiGraph, node: str, lexicon: Lexicon, *, language: str = "zh") -> str:
    """Who or what an entity is: names, reasons, statements with their sentences and page lines, as text."""
    entity: Entity = graph.nodes[node]["record"]
    info = lexicon.types[entity.subtype or entity.type]
    zh = language == "zh"
    lines = [f"{entity.name}  ({info.label_zh if zh else info.label_en})  {entity.id}"]
    if entity.aliases:
        lines.append(f"  {'又作' if zh else 'also'}: {'、'.join(entity.aliases)}")
    lines += [f"  {'依据' if zh else 'because'}: {reason}" for reason in entity.reasons]
    lines += [f"  {'同名异者' if zh else 'not the same as'}: {other}" for other in entity.homonyms]
    lines += [f"  {'或为同一人' if zh else 'perhaps the same as'}: {other}" for other in entity.maybe]
    for relation, arrow, other in _statements(graph, node):
        predicate = lexicon.predicates[relation.predicate]
        times = {"since": relation.since, "until": relation.until}
        said = "".join(f" [{k}: {v}]" for k, v in {**relation.qualifiers, **times}.items() if v)
        lines += ["", f"{arrow} {predicate.label_zh if zh else predicate.label_en} {other}{said}  ({relation.confidence:.2f})"]
        lines += [f"    {line}" for line in _evidence(graph, relation)]
    lines += _reported(graph, node, "报道" if zh else "reported")
    mentions = [graph.graph["mentions"][m] for m in entity.mentions if m in graph.graph["mentions"]]
    lines += ["", f"{'提及' if zh else 'mentions'}: {len(mentions)}"]
    lines += [f"    {_where(graph, m)}  {m.surface}  ({m.rule}, {m.confidence:.2f})" for m in mentions]
    return "\n".join(lines) + "\n"


def _statements(graph: nx.MultiDiGraph, node: str) -> Iterator[tuple[Relation, str, str]]:
    """(relation, arrow, the other end's name), sorted by predicate and name."""
    found = [(r, "→", graph.nodes[o]["record"].name) for _, o, r in graph.out_edges(node, data="record")]
    found += [(r, "←", graph.nodes[s]["record"].name) for s, _, r in graph.in_edges(node, data="record")]
    found += [(r, "→", r.object) for r in graph.graph["literals"] if r.subject == node]
    yield from sorted(found, key=lambda f: (f[0].predicate, f[1], f[2], f[0].id))


def _reported(graph: nx.MultiDiGraph, node: str, word: str) -> Iterator[str]:
    """The articles that a reporter signed, with the page lines of their headlines."""
    for id_, authors in graph.graph["authors"].items():
        if node in authors:
            article = graph.graph["articles"][id_]
            yield f"\n→ {word} {article.title or article.text[:30]}"
            yield f"    {lines_of(graph, id_, 0, len(article.title) or 1)}"


def _evidence(graph: nx.MultiDiGraph, relation: Relation) -> Iterator[str]:
    if relation.source:
        yield relation.source
    for id_ in relation.claims:
        claim: Claim = graph.graph["claims"][id_]
        mark = "" if claim.fact else f" [{claim.modality or 'negated'}]"
        yield f"{where(graph, claim)}  {sentence_of(graph, claim)}  ({claim.rule}){mark}"


def _where(graph: nx.MultiDiGraph, mention: Mention) -> str:
    return lines_of(graph, mention.span.article, mention.span.start, mention.span.end)


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
