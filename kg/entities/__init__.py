"""Mentions → entities: which names mean the same thing, across all articles, and why. Blocks, then comparison, then clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.curation import Decision
from kg.entities.curate import curate
from kg.entities.identify import Identity, identify
from kg.entities.links import linked
from kg.entities.people import split_people
from kg.lexicon import Lexicon
from kg.model import Entity, Problem, Reading, Resolution
from kg.settings import Settings


def resolve(
    readings: Sequence[Reading], lexicon: Lexicon, settings: Settings, decisions: Sequence[Decision] = ()
) -> tuple[Resolution, tuple[Problem, ...]]:
    """One entity per thing over all articles, as people have decided where they have.

    Near-linear: mentions are grouped by the key that `identify` gives them.
    """
    identities: list[Identity] = []
    for reading in readings:
        identities += identify(reading, lexicon)
    curated = curate(split_people(identities, lexicon), decisions, lexicon)
    blocks: dict[str, list[Identity]] = defaultdict(list)
    for identity in curated.identities:
        blocks[identity.key].append(identity)
    homonyms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, members in blocks.items():
        homonyms[members[0].type, members[0].name].add(key)
    entities = tuple(_entity(key, members, homonyms[members[0].type, members[0].name] - {key}) for key, members in sorted(blocks.items()))
    entities, faults = linked(entities, Path(settings.links)) if settings.links else (entities, ())
    links = {i.mention: i.key for i in curated.identities if i.mention}
    implied = {(i.article, i.term): i.key for i in curated.identities if i.term}
    return Resolution(entities, dict(sorted(links.items())), dict(sorted(implied.items())), curated.moved), (*curated.problems, *faults)


def _entity(key: str, members: Sequence[Identity], homonyms: set[str]) -> Entity:
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
        homonyms=tuple(sorted(homonyms)),
        reasons=tuple(sorted({m.reason for m in members})),
        facts=dict(sorted({k: v for m in reversed(members) for k, v in m.facts.items()}.items())),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for value in values:
        found[value] += 1
    return found
