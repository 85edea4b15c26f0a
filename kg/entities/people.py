"""People of one name: who is one person and who is not, over all articles.

Block: those of one name in one prefecture (the key that `identify` gives). Compare: by what they do (reporters, office holders, others), by
the counties of their posts and by the time between them, which takes one look at each appearance. Cluster: what is plainly one person is
one; what cannot be, or may not be, is kept apart, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.entities.identify import Identity
from kg.lexicon import Lexicon

REPORTER, PRIVATE = "记者", "群众"
APART = "a reporter, kept apart from the office holder of that name"
# Days: nobody leads two counties at a time, and who leads another so much later has moved there.
TOGETHER, MOVED = 92, 180


@dataclass
class Person:
    """What one cluster holds: the articles, the days seen, the county of its posts ("" for none), and why it stands alone."""

    suffix: str
    county: str = ""
    days: list[int] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    why: str = ""

    def apart(self, other: Person) -> int:
        """The days between two clusters, 0 when their times overlap, −1 when a time is unknown."""
        if not self.days or not other.days:
            return -1
        return max(0, min(self.days) - max(other.days), min(other.days) - max(self.days))


def split_people(identities: Sequence[Identity], lexicon: Lexicon) -> list[Identity]:
    """The identities, people of one name and prefecture apart who are not one person; the rest as they came."""
    blocks: dict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        if identity.type == "PER":
            blocks[identity.key].append(identity)
    moved: dict[tuple[str, str, bool], tuple[str, str]] = {}
    for key, members in blocks.items():
        for (article, reporter), person in _clusters(members, lexicon).items():
            if person.suffix or person.why:
                moved[key, article, reporter] = (f"{key}-{person.suffix}" if person.suffix else key, person.why)
    return [_moved(i, moved.get((i.key, i.article, i.role == "reporter"))) if i.type == "PER" else i for i in identities]


def _moved(identity: Identity, target: tuple[str, str] | None) -> Identity:
    if target is None:
        return identity
    key, why = target
    return replace(identity, key=key, reason=f"{identity.reason}; {why}" if why else identity.reason)


def _clusters(members: Sequence[Identity], lexicon: Lexicon) -> Mapping[tuple[str, bool], Person]:
    """The person behind each (article, whether as a reporter) of a block."""
    seen: dict[tuple[str, bool], list[Identity]] = defaultdict(list)
    for member in members:
        seen[member.article, member.role == "reporter"].append(member)
    officers = _officers(seen, lexicon)
    others = {appearance[0].county for appearance in seen.values() if appearance[0].role == "other"}
    found: dict[tuple[str, bool], Person] = {}
    for (article, reporter), appearance in seen.items():
        one = appearance[0]
        if reporter:
            found[article, True] = Person(REPORTER, why=APART) if officers else Person("")
        elif one.role == "post":
            found[article, False] = officers[article]
        elif one.role == "" and officers:
            found[article, False] = _nearest(one, officers)
        elif one.county in others:
            found[article, False] = _other(one, bool(officers), lexicon)
    return found


def _other(one: Identity, office: bool, lexicon: Lexicon) -> Person:
    """Somebody with an occupation and no post: one person a county, and never the office holder of that name."""
    if one.county:
        return Person(_name(one.county, lexicon), one.county, why=f"no office holder, and of {_name(one.county, lexicon)}")
    return Person(PRIVATE, why="no office holder, kept apart from the one of that name") if office else Person("")


def _officers(seen: Mapping[tuple[str, bool], Sequence[Identity]], lexicon: Lexicon) -> dict[str, Person]:
    """The office holder in each article that gives a person of the name a post: one for each county that cannot be one person's."""
    people: dict[str, Person] = {}
    wide: list[tuple[str, Identity]] = []
    for (article, reporter), appearance in sorted(seen.items()):
        one = appearance[0]
        if reporter or one.role != "post":
            continue
        counties = [code for code in one.places if lexicon.divisions[code].level == "county"]
        if not counties:
            wide.append((article, one))
            continue
        person = people.setdefault(counties[0], Person("", counties[0]))
        person.articles.add(article)
        person.days += _days(one)
    merged = _merged(list(people.values()), lexicon)
    found = {article: person for person in merged for article in person.articles}
    main = merged[0] if merged else Person("")
    for article, one in wide:
        found[article] = min(merged, key=lambda p: (_gap(p, one), p.county), default=main)
    return found


def _merged(people: list[Person], lexicon: Lexicon) -> list[Person]:
    """Office holders of several counties of a prefecture, in the order of their first day: one who has moved is one person."""
    done: list[Person] = []
    for person in sorted(people, key=lambda p: (min(p.days, default=0), p.county)):
        near = next((p for p in reversed(done) if p.apart(person) > MOVED), None)
        if near is not None:
            near.days += person.days
            near.articles |= person.articles
            near.why = f"an office in {_name(person.county, lexicon)} after one in {_name(near.county, lexicon)}, half a year or more later"
            near.county = person.county
            continue
        if done:
            gap = done[-1].apart(person)
            sure = "" if 0 <= gap <= TOGETHER else "doubtful: "
            person.why = f"{sure}an office in {_name(person.county, lexicon)}, kept apart from the holder of one in {_name(done[-1].county, lexicon)}"
            person.suffix = _name(person.county, lexicon)
        done.append(person)
    return done


def _nearest(one: Identity, officers: Mapping[str, Person]) -> Person:
    """The office holder whom a bare name means: of the county that the article is about, else the one seen nearest in time."""
    people = {id(p): p for p in officers.values()}.values()
    return min(people, key=lambda p: (bool(p.county) and bool(one.county) and p.county != one.county, _gap(p, one), p.county))


def _gap(person: Person, one: Identity) -> int:
    days = _days(one)
    return min((abs(day - days[0]) for day in person.days), default=0) if days else 0


def _days(one: Identity) -> list[int]:
    """The day of an appearance as a number, none when the article's date is not a day."""
    try:
        return [dt.date.fromisoformat(one.day).toordinal()]
    except ValueError:
        return []


def _name(code: str, lexicon: Lexicon) -> str:
    return lexicon.divisions[code].name
