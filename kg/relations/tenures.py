"""Posts in time: what articles say of one person in one post, parted into terms by the removals between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Claim

HELD, LEFT = "holds_post", "left_post"
Key = tuple[str, ...]  # subject, predicate, object, title, "not" or ""
Members = Sequence[tuple[Claim, str]]  # claims with the days of their papers


@dataclass
class Tenure:
    """One term of a person in a post: the claims that show it, and those that end it."""

    held: list[tuple[Claim, str]] = field(default_factory=list)
    left: list[tuple[Claim, str]] = field(default_factory=list)

    @property
    def since(self) -> str:
        """The day of the appointment; "" when none is said, or when somebody was in the post before it (and was appointed anew)."""
        first = min((day(m) for m in self.held if appointed(m)), default="")
        return "" if any(day(m) < first for m in self.held if day(m)) else first

    @property
    def until(self) -> str:
        """The day of the removal, or ""."""
        return min((day(m) for m in self.left if day(m)), default="")


def day(member: tuple[Claim, str]) -> str:
    """The day that a claim shows: what it says, else that of its paper, or ""."""
    claim, published = member
    return claim.when or published


def appointed(member: tuple[Claim, str]) -> bool:
    """Whether a claim says that somebody was appointed, not only that they hold the post."""
    return member[0].qualifiers.get("act") == "appointed"


def by_term(groups: Mapping[Key, Members]) -> Iterator[tuple[Key, Members, dict[str, str]]]:
    """The groups of claims of posts, a group for each term, with its `since`, `until` and `term` ("" for the first, "2" for the next …)."""
    posts: dict[Key, dict[str, Members]] = defaultdict(dict)
    for key, members in groups.items():
        posts[key[0], *key[2:]][key[1]] = members
    for (subject, *rest), found in posts.items():
        for number, tenure in enumerate(tenures(found.get(HELD, ()), found.get(LEFT, ())), 1):
            times = {"since": tenure.since, "until": tenure.until, "term": str(number) if number > 1 else ""}
            for predicate, members in ((HELD, tenure.held), (LEFT, tenure.left)):
                if members:
                    yield (subject, predicate, *rest), members, times


def tenures(held: Members, left: Members) -> list[Tenure]:
    """The terms of one person in one post in the order of time; a removal ends one, and who is seen in the post after it begins another.

    An article that removes somebody also says what they were until then: 县教育局局长陈立 in it is of the term that ends.
    """
    gone = {member[0].evidence.article: day(member) for member in left}

    def place(member: tuple[Claim, str], rank: int) -> tuple[str, int]:
        until_then = rank == 0 and member[0].evidence.article in gone
        return gone[member[0].evidence.article] if until_then else day(member), rank

    events = [(*place(m, 2 if appointed(m) else 0), m) for m in held] + [(*place(m, 1), m) for m in left]
    found = [Tenure()]
    for _, rank, member in sorted(events, key=lambda e: (*e[:2], e[2][0].id)):
        if rank != 1:
            if found[-1].left:
                found.append(Tenure())
            found[-1].held.append(member)
        else:
            found[-1].left.append(member)
    return found
