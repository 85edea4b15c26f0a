"""Mentions → entities: which names mean the same thing, across all articles, and why. Grouped by key, then namesakes compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from kg.curation import Decision
from kg.entities.curate import curate
from kg.entities.identify import Identity, identify
from kg.entities.links import linked
from kg.entities.people import Verdict, joined, verdicts
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
    said: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts(curated.identities, lexicon, apart):
        for key in verdict.keys:
            said[key].append(verdict)
    named: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for key, members in sorted(blocks.items()):
        found = entity(key, members, said[key])
        named[found.type, found.name].append(found)
    entities = tuple(sorted((one for same in named.values() for one in namesakes(same)), key=lambda one: one.id))
    entities, faults = linked(entities, Path(settings.links)) if settings.links else (entities, ())
    links = {i.mention: i.key for i in curated.identities if i.mention}
    implied = {(i.article, i.term): i.key for i in curated.identities if i.term}
    return Resolution(entities, dict(sorted(links.items())), dict(sorted(implied.items())), curated.moved), (*curated.problems, *faults)


def namesakes(entities: Sequence[Entity]) -> Iterator[Entity]:
    """The entities of one type and one name, each with the others as its homonyms, but for those that may be one with it.

    Meetings have none: the next 专题会议 is no namesake, and all with all would be the square of them.
    """
    ids = sorted(one.id for one in entities)
    for one in entities:
        yield replace(one, homonyms=tuple(id for id in ids if id != one.id and id not in one.maybe)) if one.type != EVT else one


def entity(key: str, members: Sequence[Identity], said: Iterable[Verdict] = ()) -> Entity:
    """The entity of the rows of one key, in the order of pages and of articles on them, and of what was said of the key."""
    said = tuple(said)
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
        maybe=tuple(sorted({other for verdict in said if verdict.maybe for other in verdict.keys} - {key})),
        reasons=tuple(sorted({m.reason for m in members} | {verdict.reason for verdict in said})),
        facts=dict(sorted({k: v for m in reversed(members) for k, v in m.facts.items()}.items())),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for value in values:
        found[value] += 1
    return found
