"""People of one name: who is one person and who is not, over all articles.

A person's key rests on one article: its name, its prefecture, the county of its office (else the county that the article is about), and a
mark for reporters and for people with an occupation and no office. Block: the keys of one name and prefecture. Compare: office
holders by their counties and the time between them. Cluster: who has moved from county to county, has risen to an office of the prefecture,
or is named without an office where only one of the name holds any, is one person, under the shortest key of its offices. What cannot be told
stays apart, in doubt. A page renames nobody whose name and prefecture it does not hold.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.entities.identify import Identity
from kg.lexicon import Lexicon
from kg.model import PER

# Days: nobody leads two counties at a time, and who leads another so much later has moved there.
TOGETHER, MOVED = 92, 180
Apart = Set[frozenset[str]]
"""Pairs of keys that a person has said are two people."""


@dataclass
class Officer:
    """The office holder of one key: the county of the office ("" for one of the whole prefecture) and the days seen."""

    county: str
    days: list[int] = field(default_factory=list)

    def gap(self, other: Officer) -> int:
        """The days between two office holders' times, 0 when they overlap, −1 when a time is unknown."""
        if not self.days or not other.days:
            return -1
        return max(0, min(self.days) - max(other.days), min(other.days) - max(self.days))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided of two keys of one name: whether they may be one person, and why."""

    keys: tuple[str, str]
    maybe: bool
    reason: str


def block(one: Identity) -> tuple[str, str] | None:
    """The name and the prefecture under which a mention of a person is compared with others; None for all that is not compared."""
    return (one.name, one.anchor) if one.type == PER and one.role in ("post", "") else None


def moves(rows: Sequence[Identity], lexicon: Lexicon, apart: Apart = frozenset()) -> dict[str, tuple[str, str]]:
    """Of the rows of one block: each key that gives way, with the key that its person goes by and the reason."""
    officers, found = _officers(rows), dict[str, tuple[str, str]]()
    clusters = _clusters(officers, lexicon, apart) if officers else []
    if len(clusters) == 1:
        (keys, why), first = clusters[0], min(officers)
        bare = {one.key for one in rows if one.role == ""} - officers.keys()
        clusters = [(keys | {key for key in bare if frozenset((key, first)) not in apart}, why)]
    for keys, why in clusters:
        main = min(keys & officers.keys(), key=lambda key: (len(key), key))
        found.update((key, (main, why or "named without an office, where one of the name holds one")) for key in keys if key != main)
    return found


def moved(one: Identity, target: tuple[str, str] | None) -> Identity:
    """A row under the key that `moves` gives for its own, if it gives one."""
    return replace(one, key=target[0], reason=f"{one.reason}; {target[1]}") if target and one.type == PER else one


def compared(rows: Sequence[Identity], lexicon: Lexicon, apart: Apart = frozenset()) -> Iterator[Verdict]:
    """What is said of each two office holders of one block who are not joined. It depends on these two alone."""
    officers = _officers(rows)
    for keys in combinations(sorted(officers), 2):
        yield _compared(keys, officers, lexicon, apart)


def joined(identities: Sequence[Identity], lexicon: Lexicon, apart: Apart = frozenset()) -> list[Identity]:
    """The rows of all blocks, with one key for whom several keys mean; the rest as they came."""
    found: dict[str, tuple[str, str]] = {}
    for _, rows in _blocks(identities):
        found |= moves(rows, lexicon, apart)
    return [moved(one, found.get(one.key)) for one in identities]


def verdicts(identities: Sequence[Identity], lexicon: Lexicon, apart: Apart = frozenset()) -> Iterator[Verdict]:
    """What `compared` says, block after block."""
    for _, rows in _blocks(identities):
        yield from compared(rows, lexicon, apart)


def _blocks(identities: Iterable[Identity]) -> list[tuple[tuple[str, str], list[Identity]]]:
    """The rows of each block, by its key."""
    blocks: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for one in identities:
        if key := block(one):
            blocks[key].append(one)
    return sorted(blocks.items(), key=lambda item: item[0])


def _officers(rows: Iterable[Identity]) -> dict[str, Officer]:
    """The office holders of a block, by key."""
    officers: dict[str, Officer] = {}
    for one in rows:
        if one.role == "post":
            officers.setdefault(one.key, Officer(one.county)).days += _days(one)
    return officers


def _clusters(officers: Mapping[str, Officer], lexicon: Lexicon, apart: Apart) -> list[tuple[set[str], str]]:
    """The keys of each office holder of a block, and why they are one's: in the order of their first day, county by county, then the
    office of the whole prefecture with the only one who holds any in a county."""
    found: list[tuple[set[str], Officer, str]] = []
    counties = sorted((key for key in officers if officers[key].county), key=lambda key: (min(officers[key].days, default=0), key))
    for key in counties:
        one = officers[key]
        near = next((c for c in reversed(found) if c[1].gap(one) > MOVED and not _parted(key, c[0], apart)), None)
        if near is None:
            found.append(({key}, Officer(one.county, list(one.days)), ""))
            continue
        why = f"an office in {_name(one.county, lexicon)} after one in {_name(near[1].county, lexicon)}, half a year or more later"
        found[found.index(near)] = (near[0] | {key}, Officer(one.county, near[1].days + one.days), why)
    wide = next((key for key in officers if not officers[key].county), "")
    if wide and len(found) == 1 and found[0][1].gap(officers[wide]) > TOGETHER and not _parted(wide, found[0][0], apart):
        why = f"an office of the prefecture, and one in {_name(found[0][1].county, lexicon)} at another time"
        return [(found[0][0] | {wide}, found[0][2] or why)]
    return [(keys, why) for keys, _, why in found] + ([({wide}, "")] if wide else [])


def _parted(key: str, others: Set[str], apart: Apart) -> bool:
    return any(frozenset((key, other)) in apart for other in others)


def _compared(keys: tuple[str, str], officers: Mapping[str, Officer], lexicon: Lexicon, apart: Apart) -> Verdict:
    one, other = (officers[key] for key in keys)
    counties = " and ".join(_name(officer.county, lexicon) for officer in (one, other) if officer.county)
    if frozenset(keys) in apart:
        return Verdict(keys, False, "kept apart: decided")
    if not one.county or not other.county:
        return Verdict(keys, True, f"doubtful: may be one person, who rose or fell: an office in {counties} and one above it")
    if 0 <= one.gap(other) <= TOGETHER:
        return Verdict(keys, False, f"kept apart: offices in {counties} at one time")
    return Verdict(keys, True, f"doubtful: may be one person: offices in {counties}")


def _name(code: str, lexicon: Lexicon) -> str:
    return lexicon.divisions[code].name


def _days(one: Identity) -> list[int]:
    """The day of an appearance as a number, none when the article's date is not a day."""
    try:
        return [dt.date.fromisoformat(one.day).toordinal()]
    except ValueError:
        return []
