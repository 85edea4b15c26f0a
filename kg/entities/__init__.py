"""Mentions → entities: which names mean the same thing, across all articles, and why. Grouped by key, then namesakes compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice
from pathlib import Path

from kg.curation import Decision
from kg.entities.curate import Curated, curate
from kg.entities.identify import Identity, identify
from kg.entities.links import linked
from kg.entities.people import Verdict, block, compared, joined, moved, moves, verdicts
from kg.lexicon import Lexicon
from kg.memo import NOTHING, Memo
from kg.model import EVT, Entity, Problem, Reading, Resolution
from kg.rows import HERE, Groups, Space, Spread, Table
from kg.settings import Settings

BATCH = 10_000  # entities to which the table of links is laid at a time


@dataclass(frozen=True, slots=True)
class Meant:
    """What a mention or an implied term means (the other is ""): the id of an entity."""

    mention: str
    term: str
    entity: str


def resolve(
    readings: Iterable[Reading],
    lexicon: Lexicon,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    memo: Memo = NOTHING,
    space: Space = HERE,
) -> tuple[Resolution, tuple[Problem, ...]]:
    """One entity per thing over all articles, as people have decided where they have.

    Near-linear: mentions are grouped by the key that `identify` gives them. On disk, no more is in memory than the rows of one key, unless
    people have decided anything: that needs all identities.
    """
    apart = frozenset(frozenset(pair) for d in decisions if d.kind == "different" and not d.articles for pair in combinations(d.ids, 2))
    identities = (identity for reading in readings for identity in identify(reading, lexicon, memo))
    keys, said, curated = space.groups(Identity), defaultdict[str, list[Verdict]](list), Curated(())
    if decisions:
        curated = curate(joined(list(identities), lexicon, apart), decisions, lexicon)
        found: Iterator[tuple[int, Identity] | Verdict] = chain(enumerate(curated.identities), verdicts(curated.identities, lexicon, apart))
    else:
        found = _by_block(enumerate(identities), lexicon, space)
    for one in found:
        if isinstance(one, Verdict):
            for key in one.keys:
                said[key].append(one)
        else:
            keys.add(one[1].key, *one)
    means, problems = space.groups(Meant), list(curated.problems)
    entities = space.table(Entity, ((one.id, one) for one in _entities(keys, said, means, settings, space, problems)))
    links, implied = _meanings(means, space)
    return Resolution(entities.values() if space.disk else tuple(entities.values()), links, implied, curated.moved), tuple(problems)


def _by_block(rows: Iterable[tuple[int, Identity]], lexicon: Lexicon, space: Space) -> Iterator[tuple[int, Identity] | Verdict]:
    """The rows under the keys that they have once people are compared, and what is said of pairs of them; block after block."""
    blocks: Groups[Identity] = space.groups(Identity)
    for place, one in rows:
        if key := block(one):
            blocks.add("\x1f".join(key), place, one)
        else:
            yield place, one
    for _, members in blocks.placed():
        targets = moves([one for _, one in members], lexicon)
        found = [(place, moved(one, targets.get(one.key))) for place, one in members]
        yield from found
        yield from compared([one for _, one in found], lexicon)


def _entities(
    keys: Groups[Identity], said: Mapping[str, Sequence[Verdict]], means: Groups[Meant], settings: Settings, space: Space, problems: list[Problem]
) -> Iterator[Entity]:
    """The entities of all keys by id; what they are the meaning of goes to `means`, what is wrong with the table of links to `problems`."""
    named: Groups[Entity] = space.groups(Entity)
    for key, members in keys.placed():
        found = entity(key, [member for _, member in members], said.get(key, ()))
        named.add(f"{found.type}\x1f{found.name}", 0, found)
        for place, member in members:
            means.add(member.article, place, Meant(member.mention, member.term, key))
    ordered: Groups[Entity] = space.groups(Entity)
    for _, same in named:
        for one in namesakes(same):
            ordered.add(one.id, 0, one)
    rest = (one for _, (one,) in ordered)
    if not settings.links:
        yield from rest
    while settings.links and (some := list(islice(rest, BATCH))):
        known, faults = linked(some, Path(settings.links))
        problems += (fault for fault in faults if fault not in problems)
        yield from known


def _meanings(means: Groups[Meant], space: Space) -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    """What each mention and each implied term means: by mention, by article and term."""
    if space.disk:
        links, implied = Table[dict[str, str]](dict[str, str]), Table[dict[str, str]](dict[str, str])
        for article, found in means:
            links.put(article, dict(sorted((one.mention, one.entity) for one in found if one.mention)))
            implied.put(article, {one.term: one.entity for one in found if one.term})
        return Spread(links), Implied(implied)
    rows = [(article, one) for article, found in means for one in found]
    by_mention = {one.mention: one.entity for _, one in rows if one.mention}
    by_term = {(article, one.term): one.entity for article, one in rows if one.term}
    return dict(sorted(by_mention.items())), dict(sorted(by_term.items()))


class Implied(Mapping[tuple[str, str], str]):
    """What implied terms mean, by article and term, of a table that has those of an article each."""

    def __init__(self, table: Table[dict[str, str]]) -> None:
        self._table = table

    def __getitem__(self, key: tuple[str, str]) -> str:
        return self._table[key[0]][key[1]]

    def __len__(self) -> int:
        return sum(map(len, self._table.values()))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((article, term) for article, terms in self._table.items() for term in terms)


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
