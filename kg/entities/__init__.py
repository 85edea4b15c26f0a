"""Mentions → entities: which names mean the same thing, across all articles, and why. Grouped by key, then namesakes compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from kg.curation import Decision
from kg.entities.curate import curate
from kg.entities.identify import Identity, identify
from kg.entities.links import linked
from kg.entities.people import joined, verdicts
from kg.lexicon import Lexicon
from kg.memo import NOTHING, Memo
from kg.model import EVT, Entity, Problem, Reading, Resolution
from kg.settings import Settings


def resolve(
    readings: Sequence[Reading],
    lexicon: Lexicon,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    memo: Memo = NOTHING,
) -> tuple[Resolution, tuple[Problem, ...]]:
    """One entity per thing over all articles, as people have decided where they have.

    Near-linear: mentions are grouped by the key that `identify` gives them.
    """
    identities = [identity for reading in readings for identity in identify(reading, lexicon, memo)]
    apart = frozenset(frozenset(pair) for d in decisions if d.kind == "different" and not d.articles for pair in combinations(d.ids, 2))
    curated = curate(joined(identities, lexicon, apart), decisions, lexicon)
    blocks: dict[str, list[Identity]] = defaultdict(list)
    for identity in curated.identities:
        blocks[identity.key].append(identity)
    decided = tuple(verdicts(curated.identities, lexicon, apart))
    maybe = _pairs(v.keys for v in decided if v.maybe)
    reasons: dict[str, set[str]] = defaultdict(set)
    for verdict in decided:
        for key in verdict.keys:
            reasons[key].add(verdict.reason)
    found = [_entity(key, members, reasons[key]) for key, members in sorted(blocks.items())]
    namesakes = _namesakes(found)
    entities = tuple(
        replace(e, maybe=tuple(sorted(maybe[e.id])), homonyms=tuple(sorted(namesakes.get((e.type, e.name), set()) - maybe[e.id] - {e.id})))
        for e in found
    )
    entities, faults = linked(entities, Path(settings.links)) if settings.links else (entities, ())
    links = {i.mention: i.key for i in curated.identities if i.mention}
    implied = {(i.article, i.term): i.key for i in curated.identities if i.term}
    return Resolution(entities, dict(sorted(links.items())), dict(sorted(implied.items())), curated.moved), (*curated.problems, *faults)


def _namesakes(entities: Iterable[Entity]) -> Mapping[tuple[str, str], set[str]]:
    """The ids of entities of one type and name. Meetings have none: the next 专题会议 is no namesake, and all with all would be the square of them."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities:
        if entity.type != EVT:
            named[entity.type, entity.name].add(entity.id)
    return named


def _pairs(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """Each end of some pairs → the other ends."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def _entity(key: str, members: Sequence[Identity], reasons: Set[str]) -> Entity:
    names = _count(m.name for m in members)
    name = min(names, key=lambda n: (-names[n], -len(n), n))
    aliases = {a for m in members for a in (*m.aliases, m.name, m.surface) if a and a != name}
    subtypes = _count(m.subtype for m in members if m.subtype)
    first = members[0]
    return Entity(
        id=key,
        type=first.type,
        name=name,
        subtype=min(subtypes, key=lambda s: (-subtypes[s], s), default=""),
        aliases=tuple(sorted(aliases)),
        mentions=tuple(sorted(m.mention for m in members if m.mention)),
        code=first.code,
        gazetteer=next((m.gazetteer for m in members if m.gazetteer), ""),
        reasons=tuple(sorted({m.reason for m in members} | reasons)),
        facts=dict(sorted({k: v for m in reversed(members) for k, v in m.facts.items()}.items())),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for value in values:
        found[value] += 1
    return found
