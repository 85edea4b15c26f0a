"""People of one name: what tells them apart in the words of one article, and who of those kept apart may be one person.

A person's key is its name, its prefecture, the county of its office (else the county that the article is about), and a mark for reporters
and for people with an occupation and no office. It rests on one article, so that no page renames the people of another. What takes two
articles to say is said of two people and merges nobody: office holders of one name in one prefecture are compared pair by pair, by their
counties and by the time between them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kg.entities.identify import Identity
from kg.lexicon import Lexicon

# Days: nobody leads two counties at a time, and who leads another so much later has probably moved there.
TOGETHER, MOVED = 92, 180


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


def verdicts(identities: Sequence[Identity], lexicon: Lexicon) -> Iterator[Verdict]:
    """What is said of each two office holders of one name and prefecture. It depends on these two alone, not on a third of that name."""
    blocks: dict[tuple[str, str], dict[str, Officer]] = defaultdict(dict)
    for one in identities:
        if one.type == "PER" and one.role == "post":
            officer = blocks[one.name, one.anchor].setdefault(one.key, Officer(one.county))
            officer.days += _days(one)
    for _, officers in sorted(blocks.items()):
        for keys in combinations(sorted(officers), 2):
            yield _compared(keys, officers, lexicon)


def _compared(keys: tuple[str, str], officers: Mapping[str, Officer], lexicon: Lexicon) -> Verdict:
    one, other = (officers[key] for key in keys)
    counties = " and ".join(lexicon.divisions[officer.county].name for officer in (one, other) if officer.county)
    if not one.county or not other.county:
        return Verdict(keys, True, f"doubtful: may be one person, who rose or fell: an office in {counties} and one above it")
    gap = one.gap(other)
    if gap > MOVED:
        return Verdict(keys, True, f"doubtful: probably one person, who moved: offices in {counties}, half a year or more apart")
    if 0 <= gap <= TOGETHER:
        return Verdict(keys, False, f"kept apart: offices in {counties} at one time")
    return Verdict(keys, True, f"doubtful: may be one person: offices in {counties}")


def _days(one: Identity) -> list[int]:
    """The day of an appearance as a number, none when the article's date is not a day."""
    try:
        return [dt.date.fromisoformat(one.day).toordinal()]
    except ValueError:
        return []
