"""What cannot all be true: two holders of a post at a time, one person in two places, two values of one figure.

They are found and reported with both sentences, and nothing decides between them. Claims meet in blocks (a post, a day of a person, a
series of figures) that are sorted once, so the work grows with the number of claims and not with that of pairs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import combinations, groupby, pairwise
from typing import Literal

import networkx as nx

from kg.graph import published
from kg.graph.evidence import sentence_of, where
from kg.lexicon import Lexicon
from kg.model import Claim, Entity, Problem, Relation, Severity, digest
from kg.text.choice import choice

Kind = Literal["post", "venue", "value"]
STAGE = "contradictions"
SEVERITY: dict[Kind, Severity] = {"post": "warning", "venue": "info", "value": "warning"}
HINT = "kg problems shows both sentences; decide in curation.yaml, or leave it"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
JUDGED = ("holds_post", "attended", "chaired", "visited", "located_at", "within")  # relations in which contradictions are looked for
HANDOVER = 7  # days: papers print the old title of somebody for some days after the successor's appointment
NEAR = Decimal("0.1")  # 约2000 and then 1987 is one figure told more exactly; 约2000 and then 1500 is not


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true, by their ids, and what is odd about them in Chinese and in English."""

    kind: Kind
    claims: tuple[str, str]
    zh: str
    en: str

    @property
    def id(self) -> str:
        """Its own name: the same for the same two claims."""
        return digest(self.kind, *self.claims)


def find(graph: nx.MultiDiGraph, lexicon: Lexicon) -> tuple[Contradiction, ...]:
    """The contradictions of a graph, sorted, each pair of claims once."""
    relations = [record for _, _, record in graph.edges(data="record") if record.predicate in JUDGED]
    found = {
        c.id: c
        for c in (
            *_holders(graph, [r for r in relations if r.predicate == "holds_post"], lexicon),
            *_venues(graph, [r for r in relations if r.predicate in ("attended", "chaired", "visited")], relations, lexicon),
            *_values(graph, [r for r in graph.graph["literals"] if r.predicate == "observation"]),
        )
    }
    return tuple(sorted(found.values(), key=lambda c: (c.kind, c.claims)))


def problems(graph: nx.MultiDiGraph, found: Iterable[Contradiction]) -> Iterator[Problem]:
    """A problem for each contradiction, at the place of its first sentence; the message has that of the second."""
    for one in found:
        first, second = (where(graph, graph.graph["claims"][claim]) for claim in one.claims)
        yield Problem(STAGE, one.kind, SEVERITY[one.kind], f"{one.en} (and {second})", first, HINT, one.claims)


def text(graph: nx.MultiDiGraph, one: Contradiction, *, language: str = "zh") -> str:
    """A contradiction as lines: what is odd, and both sentences with the lines of their pages."""
    lines = [f"{SEVERITY[one.kind]}: {one.zh if language == 'zh' else one.en} [{STAGE}/{one.kind}]"]
    for claim in (graph.graph["claims"][id] for id in one.claims):
        lines.append(f"    {where(graph, claim)}  {sentence_of(graph, claim)}")
    return "\n".join(lines)


def _entity(graph: nx.MultiDiGraph, id: str) -> Entity:
    entity: Entity = graph.nodes[id]["record"]
    return entity


def _day(graph: nx.MultiDiGraph, claim: Claim) -> str:
    """The day that a claim is about: the one it says, else its paper's; "" when that is no day."""
    day: str = claim.when or published(graph, claim.evidence.article)
    return day if DAY.fullmatch(day) else ""


def _claims(graph: nx.MultiDiGraph, relation: Relation) -> list[Claim]:
    """The claims that say a relation as a fact: what was planned contradicts nothing."""
    return [claim for id in relation.claims if (claim := graph.graph["claims"][id]).fact]


# ---- two holders of one post ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    """The days between which somebody is known to hold a post, with the claims that show it, by day."""

    person: Entity
    first: str
    last: str
    relation: Relation
    shown: tuple[tuple[str, Claim], ...]


def _holders(graph: nx.MultiDiGraph, held: Sequence[Relation], lexicon: Lexicon) -> Iterator[Contradiction]:
    posts: dict[tuple[str, str], list[_Term]] = defaultdict(list)
    for relation in held:
        head = _single(relation, _entity(graph, relation.object), lexicon)
        if head and (term := _term(graph, relation)):
            posts[relation.object, head].append(term)
    for (organ, head), terms in sorted(posts.items(), key=lambda item: item[0]):
        terms.sort(key=lambda t: (t.first, t.last, t.person.name, t.relation.id))
        longest = terms[0]
        for term in terms[1:]:
            if _both(longest, term):
                yield _two_holders(longest, term, f"{_entity(graph, organ).name}{head}")
            longest = max(longest, term, key=lambda t: t.last)


def _single(relation: Relation, organ: Entity, lexicon: Lexicon) -> str:
    """The head of a post that one person at a time holds, in full or acting (市长 for 代市长), else ""."""
    title = relation.qualifiers.get("title", "")
    head = lexicon.head(title)
    full = title == head or (
        lexicon.capacity(title) == "acting" and title.removesuffix(head) in lexicon.words["posts"]["capacities"]["acting"]
    )
    return head if full and organ.subtype in lexicon.words["posts"]["single"].get(head, ()) else ""


def _term(graph: nx.MultiDiGraph, relation: Relation) -> _Term | None:
    shown = sorted(((day, claim) for claim in _claims(graph, relation) if (day := _day(graph, claim))), key=lambda s: (s[0], s[1].id))
    if not shown:
        return None
    first = min(filter(DAY.fullmatch, (relation.since, shown[0][0])), default="")
    until = relation.until if DAY.fullmatch(relation.until) else ""
    return _Term(_entity(graph, relation.subject), first, until or shown[-1][0], relation, tuple(shown))


def _both(one: _Term, other: _Term) -> bool:
    """Whether two people are known to hold a post on a same day; one who follows another may overlap with them by some days."""
    if one.person.name == other.person.name or other.first > one.last:
        return False
    dated = bool(one.relation.until or other.relation.since)
    follows = one.first < other.first and one.last < other.last
    return not (dated or follows) or _apart(other.first, one.last) > HANDOVER


def _apart(first: str, last: str) -> int:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def _two_holders(one: _Term, other: _Term, post: str) -> Contradiction:
    a = next((claim for day, claim in one.shown if day >= other.first), one.shown[-1][1])
    b = other.shown[0][1]
    days = [f"{t.first}—{t.last}" if t.first != t.last else t.first for t in (one, other)]
    return Contradiction(
        "post",
        (a.id, b.id),
        f"{post}同时有两人：{one.person.name}（{days[0]}）、{other.person.name}（{days[1]}）",
        f"two people hold {post} at a time: {one.person.name} ({days[0]}) and {other.person.name} ({days[1]})",
    )


# ---- one person in two places -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Presence:
    """Somebody at a place: the claim, the half of the day ("" when it is not said), the county and the prefecture of the place."""

    claim: Claim
    place: Entity
    half: str
    county: str
    prefecture: str


def _venues(
    graph: nx.MultiDiGraph, present: Sequence[Relation], relations: Sequence[Relation], lexicon: Lexicon
) -> Iterator[Contradiction]:
    venues: dict[str, set[str]] = defaultdict(set)
    above: dict[str, str] = {}
    for relation in sorted(relations, key=lambda r: r.id):
        if relation.predicate == "located_at":
            venues[relation.subject].add(relation.object)
        elif relation.predicate == "within":
            above.setdefault(relation.subject, relation.object)
    days: dict[tuple[str, str], list[_Presence]] = defaultdict(list)
    code = partial(_code, graph, above)
    for relation in present:
        if _entity(graph, relation.subject).type != "PER":
            continue
        event = _entity(graph, relation.object) if relation.predicate != "visited" else None
        places = venues[relation.object] if event else {relation.object}
        for place in sorted(places) if len(places) == 1 else ():
            county = code(place)
            for claim in _claims(graph, relation) if county in lexicon.divisions else ():
                day = event.facts.get("startDate", "") if event else claim.when
                if DAY.fullmatch(day):
                    presence = _Presence(claim, _entity(graph, place), _half(graph, claim, lexicon), county, lexicon.prefecture(county))
                    days[relation.subject, day].append(presence)
    for (person, day), there in sorted(days.items(), key=lambda item: item[0]):
        yield from _torn(_entity(graph, person).name, day, there, lexicon)


def _code(graph: nx.MultiDiGraph, above: dict[str, str], place: str) -> str:
    """The code of the division that a place is or lies in, or "" when nothing tells."""
    seen: set[str] = set()
    while place and place not in seen:
        seen.add(place)
        if code := _entity(graph, place).code[:6]:
            return code
        place = above.get(place, "")
    return ""


def _half(graph: nx.MultiDiGraph, claim: Claim, lexicon: Lexicon) -> str:
    """The half of the day that a claim's sentence says first, or ""."""
    halves: dict[str, Sequence[str]] = lexicon.words["cues"]["halves"]
    found = re.search("|".join(f"(?P<{half}>{choice(words)})" for half, words in halves.items()), sentence_of(graph, claim))
    return found.lastgroup or "" if found else ""


def _torn(person: str, day: str, there: Sequence[_Presence], lexicon: Lexicon) -> Iterator[Contradiction]:
    """The places of a person's day that are too far apart: another county in the same half of it, another prefecture when no half is said.

    What one article says of a day is a tour, and a place inside another is the same.
    """
    ordered = sorted(there, key=lambda p: (p.half, p.county, p.claim.evidence, p.claim.id))
    for one, other in combinations([next(group) for _, group in groupby(ordered, key=lambda p: (p.half, p.county))], 2):
        inside = lexicon.within(one.county, other.county) or lexicon.within(other.county, one.county)
        far = one.prefecture != other.prefecture or (one.half == other.half != "")
        apart = one.half and other.half and one.half != other.half
        if one.claim.evidence.article != other.claim.evidence.article and far and not inside and not apart:
            a, b = one.place.name, other.place.name
            yield Contradiction(
                "venue",
                (one.claim.id, other.claim.id),
                f"{person}在{day}既到{a}又到{b}",
                f"{person} is at {a} and at {b} on {day}",
            )


# ---- two values of one figure -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Figure:
    """A value as one claim gives it; `about` says that it is approximate."""

    value: Decimal
    about: str
    claim: Claim
    published: str


def _values(graph: nx.MultiDiGraph, observed: Sequence[Relation]) -> Iterator[Contradiction]:
    series: dict[tuple[str, str, str, str], list[_Figure]] = defaultdict(list)
    for relation in observed:
        said = relation.qualifiers
        value = _decimal(said.get("value", ""))
        if value is not None and said.get("period"):
            key = (relation.subject, relation.object, said["period"], said.get("unit", ""))
            for claim in _claims(graph, relation):
                series[key].append(_Figure(value, said.get("approximator", ""), claim, published(graph, claim.evidence.article)))
    for (subject, indicator, period, unit), figures in sorted(series.items(), key=lambda item: item[0]):
        figures.sort(key=lambda f: (f.published, f.claim.evidence, f.claim.id))
        if not _one_figure(figures):
            continue
        for one, other in pairwise(figures):
            if one.value != other.value and not _refines(one, other):
                yield _two_values(one, other, f"{_entity(graph, subject).name}{period}{indicator}", unit)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _one_figure(figures: Sequence[_Figure]) -> bool:
    """Whether a series is one figure told by several articles; of a word that one article gives two values for (投资) there are many."""
    values: dict[str, set[Decimal]] = defaultdict(set)
    for figure in figures:
        values[figure.claim.evidence.article].add(figure.value)
    return all(len(told) == 1 for told in values.values())


def _refines(one: _Figure, other: _Figure) -> bool:
    """Whether one of two values is the other told more exactly: near it, and one of them approximate (约2000余 → 1987)."""
    near = abs(one.value - other.value) <= NEAR * max(abs(one.value), abs(other.value))
    return near and bool(one.about or other.about)


def _two_values(one: _Figure, other: _Figure, figure: str, unit: str) -> Contradiction:
    a, b = (f"{f.value.normalize():f}{unit}" for f in (one, other))
    return Contradiction("value", (one.claim.id, other.claim.id), f"{figure}有两个数值：{a}、{b}", f"two values of {figure}: {a} and {b}")
