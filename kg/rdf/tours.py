"""Tours as RDF: who visited what in which order, in whose company, when and about what, from the claims of one article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.model import Article, Claim, Entity, Relation
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary, chinese, integer, period

DATES = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:/(\d{4}(?:-\d\d){0,2}))?")
OFFSETS = re.compile(r"-(\d+)-\d+$")  # a mention's id ends with its interval
SHOWN = 3  # visitors and stops that a label names


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a tour, with the first claim that says so."""

    place: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Tour:
    """The visitors who went together, by entity id, their company, and their stops in the order of the text."""

    visitors: tuple[str, ...]
    company: tuple[str, ...]
    stops: tuple[Stop, ...]

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day that its claims say; empty where they say none, the last where it is the first."""
        found = [DATES.fullmatch(stop.claim.when) for stop in self.stops]
        first = min((match[1] for match in found if match), default="")
        last = max((match[2] or match[1] for match in found if match), default="")
        return first, last if last != first else ""

    @property
    def purpose(self) -> str:
        """What it is about, as its first claim that says so has it."""
        return next((stop.claim.qualifiers["purpose"] for stop in self.stops if stop.claim.qualifiers.get("purpose")), "")


def tours(stated: Iterable[tuple[Relation, Sequence[Claim]]]) -> tuple[Tour, ...]:
    """The tours of an article by their first stop. People of whom one sentence says that they visited one place went together."""
    said = [(relation, claim) for relation, claims in stated for claim in claims if claim.fact]
    visits = sorted(((r, c) for r, c in said if r.predicate == "visited"), key=lambda visit: _order(visit[1]))
    groups: nx.Graph = nx.Graph()
    groups.add_nodes_from(relation.subject for relation, _ in visits)
    together: dict[tuple[int, str], str] = {}
    for relation, claim in visits:
        groups.add_edge(together.setdefault((claim.evidence.start, relation.object), relation.subject), relation.subject)
    found = [_tour(members, visits, said) for members in nx.connected_components(groups)]
    return tuple(sorted(found, key=lambda tour: (_order(tour.stops[0].claim), tour.visitors)))


def _tour(members: set[str], visits: Iterable[tuple[Relation, Claim]], said: Iterable[tuple[Relation, Claim]]) -> Tour:
    own = [(relation, claim) for relation, claim in visits if relation.subject in members]
    company = {r.subject for r, _ in said if r.predicate == "accompanied" and r.object in members} - members
    stops: dict[str, list[Claim]] = defaultdict(list)
    for relation, claim in own:
        stops[relation.object].append(claim)
    visitors = dict.fromkeys(relation.subject for relation, _ in own)
    return Tour(tuple(visitors), tuple(sorted(company)), tuple(Stop(place, _best(claims)) for place, claims in stops.items()))


def _best(claims: Sequence[Claim]) -> Claim:
    """The first claim that says what a visit is about, else that says when, else the first."""
    return max(claims, key=lambda claim: ("purpose" in claim.qualifiers, bool(claim.when)))


def _order(claim: Claim) -> tuple[int, int, str]:
    """Where a claim's place stands in the text."""
    found = OFFSETS.search(claim.object.value)
    return claim.evidence.start, int(found[1]) if found else 0, claim.id


def triples(
    article: Article, stated: Iterable[tuple[Relation, Sequence[Claim]]], entities: Mapping[str, Entity], names: Names, terms: Vocabulary
) -> Iterator[Triple]:
    """The tours of an article, given its relations with the claims it makes of each: a kg:Visit, and a kg:Stop for each of its stops."""
    for tour in tours(stated):
        yield from _visit(tour, article, entities, names, terms)


def _visit(tour: Tour, article: Article, entities: Mapping[str, Entity], names: Names, t: Vocabulary) -> Iterator[Triple]:
    (first, last), who = tour.days, entities[tour.visitors[0]].name
    known = (article.id, *sorted(tour.visitors))
    node = names.iri("visit", who, first or article.published, hidden=known)
    for curie in ("kg:Visit", "kg:Event", "schema:Event"):
        yield node, t["rdf:type"], t[curie]
    yield node, t["skos:prefLabel"], chinese(_label(tour, entities))
    yield node, t["kg:inArticle"], names.iri("article", article.id)
    for curie, people in (("kg:visitor", tour.visitors), ("kg:accompaniedBy", tour.company)):
        for person in people:
            yield node, t[curie], names.entity(person)
    for curie, day in (("schema:startDate", first), ("schema:endDate", last)):
        if day:
            yield node, t[curie], period(day)
    if tour.purpose:
        yield node, t["kg:purpose"], chinese(tour.purpose)
    for position, stop in enumerate(tour.stops, 1):
        place = names.iri("stop", who, entities[stop.place].name, hidden=(*known, stop.place))
        yield node, t["kg:stop"], place
        yield place, t["rdf:type"], t["kg:Stop"]
        yield place, t["kg:place"], names.entity(stop.place)
        yield place, t["schema:position"], integer(position)
        yield place, t["prov:wasDerivedFrom"], names.sentence(stop.claim.evidence)
        if stop.claim.when:
            yield place, t["kg:when"], period(stop.claim.when)


def _label(tour: Tour, entities: Mapping[str, Entity]) -> str:
    """陈立、周文海到访柳林县、临县等（2021-08-18）."""
    visitors, places = (_some([entities[id].name for id in ids]) for ids in (tour.visitors, [stop.place for stop in tour.stops]))
    return f"{visitors}到访{places}" + (f"（{tour.days[0]}）" if tour.days[0] else "")


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")
