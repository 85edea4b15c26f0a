"""A part of a graph too large to load: some entities with what joins them, as the graph that `kg draw` draws; and the way between two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from kg.model import Article, Claim, Entity, Mention, Page, Relation, Span, Term
from kg.shelf.shelf import Shelf

CHUNK = 400  # values of one IN list
CLAIMS = 3  # of a relation
QUOTES = 12  # mentions of an entity that is told of
LITERALS = 60
REACHED = 300_000  # entities that the search for a way visits, from both ends together; more is no way that anybody reads
Step = tuple[str, str, str]  # relation, the end it was reached from, the end it reaches


@dataclass(frozen=True, slots=True)
class Part:
    """`graph` as kg.graph.assemble makes one, of some entities.

    neighbours: how many others each entity is joined to in the whole graph. relations: how many relations each has there. times: first and
    last day on which a relation is known to hold. lines: of the page, by the span of a claim's sentence ("12-14"). paths: ends of the IRIs of
    entities and articles.
    """

    graph: nx.MultiDiGraph[str]
    neighbours: Mapping[str, int]
    relations: Mapping[str, int]
    times: Mapping[str, tuple[str, str]]
    lines: Mapping[Span, str]
    paths: Mapping[str, str]


def part(shelf: Shelf, ids: Iterable[str], *, told: Collection[str] = (), known: Collection[str] = ()) -> Part:
    """These entities with all relations among them and with those `known` already; of those `told` also literals and sentences."""
    wanted = tuple(dict.fromkeys(ids))
    times: dict[str, tuple[str, str]] = {}
    relations = list(_between(shelf, wanted, dict.fromkeys((*wanted, *known)), times))
    entities = {entity.id: entity for entity in shelf.entities({*wanted, *(end for r in relations for end in (r.subject, r.object))})}
    literals = [relation for id in told for relation in _literals(shelf, id, times)]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for id in (*wanted, *sorted(entities.keys() - set(wanted))):
        if id in entities:
            graph.add_node(id, record=entities[id])
    for relation in relations:
        graph.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
    claims, mentions, articles, pages, lines, paths = _evidence(shelf, [*relations, *literals], told)
    links = {mention: entity for mention, (_, entity) in mentions.items()}
    graph.graph.update(
        pages=pages, articles=articles, mentions={id: mention for id, (mention, _) in mentions.items()}, claims=claims, links=links,
        literals=tuple(literals), problems=(), authors={},
    )  # fmt: skip
    refs = shelf.refs(graph)
    return Part(graph, *_degrees(shelf, graph), times, lines, paths | {ref.id: ref.path for ref in refs.values()})


def neighbours(shelf: Shelf, id: str, limit: int, offset: int = 0) -> list[str]:
    """Those an entity is joined to: what articles state first, then those joined by most relations, then the most mentioned."""
    rows = shelf.db.execute(
        "SELECT other FROM (SELECT object AS other, asserted, title FROM relations WHERE subject = ?1 AND NOT literal AND object <> ?1 "
        "UNION ALL SELECT subject, asserted, title FROM relations WHERE object = ?1 AND NOT literal AND subject <> ?1) "
        "JOIN entities e ON e.id = other GROUP BY other ORDER BY MIN(e.mentions, 1) DESC, COUNT(*) DESC, e.mentions DESC, other LIMIT ? OFFSET ?",
        (id, limit, offset),
    )
    return [row[0] for row in rows]


def central(shelf: Shelf, limit: int) -> list[str]:
    """The entities that most mentions mean."""
    return [row[0] for row in shelf.db.execute("SELECT id FROM entities WHERE mentions > 0 ORDER BY mentions DESC, id LIMIT ?", (limit,))]


def way(shelf: Shelf, start: str, end: str, *, without: Collection[str] = ()) -> list[str] | None:
    """The relations of a shortest way between two entities, by none of the predicates `without`; None when there is none within REACHED."""
    if start == end:
        return []
    came: tuple[dict[str, Step | None], dict[str, Step | None]] = ({start: None}, {end: None})
    rings = [[start], [end]]
    while all(rings) and sum(map(len, came)) < REACHED:
        side = 0 if len(rings[0]) <= len(rings[1]) else 1
        ring: list[str] = []
        for relation, near, far in _steps(shelf, rings[side], without):
            if far not in came[side]:
                came[side][far] = (relation, near, far)
                ring.append(far)
        met = min((node for node in ring if node in came[1 - side]), default=None)
        if met is not None:
            return [*reversed(list(_back(came[0], met))), *_back(came[1], met)]
        rings[side] = ring
    return None


def _back(came: Mapping[str, Step | None], node: str) -> Iterator[str]:
    while (step := came[node]) is not None:
        yield step[0]
        node = step[1]


def _steps(shelf: Shelf, ring: Sequence[str], without: Collection[str]) -> Iterator[Step]:
    """Every relation of a ring, in the order of their ids so that of several ways one is always taken."""
    barred = f"AND predicate NOT IN ({_marks(without)})" if without else ""
    found: list[Step] = []
    for some in _chunks(ring):
        for near, far in (("subject", "object"), ("object", "subject")):
            rows = f"SELECT id, {near}, {far} FROM relations WHERE {near} IN ({_marks(some)}) AND NOT literal {barred}"
            found += shelf.db.execute(rows, (*some, *without))
    yield from sorted(found)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _between(shelf: Shelf, ids: Sequence[str], others: Collection[str], times: dict[str, tuple[str, str]]) -> Iterator[Relation]:
    """Relations of which one end is among `ids` and the other among `others`, by id."""
    found: dict[str, tuple[int, int]] = {}
    for some in _chunks(list(others)):
        for near, far in (("subject", "object"), ("object", "subject")):
            order = f"SELECT id, begins, ends, at, size FROM relations WHERE {near} = ? AND {far} IN ({_marks(some)}) AND NOT literal"
            for id in ids:
                for relation, begins, ends, *place in shelf.db.execute(order, (id, *some)):
                    found[relation] = (place[0], place[1])
                    times[relation] = (begins, ends)
    for _, place in sorted(found.items()):
        yield shelf.record(Relation, *place)


def _literals(shelf: Shelf, id: str, times: dict[str, tuple[str, str]]) -> Iterator[Relation]:
    order = "SELECT id, begins, ends, at, size FROM relations WHERE subject = ? AND literal ORDER BY begins DESC, id LIMIT ?"
    for relation, begins, ends, *place in shelf.db.execute(order, (id, LITERALS)).fetchall():
        times[relation] = (begins, ends)
        yield shelf.record(Relation, *place)


def _degrees(shelf: Shelf, ids: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    """How many others each entity is joined to, and by how many relations, literal ones included in these."""
    others: dict[str, int] = {}
    relations: dict[str, int] = {}
    for id in ids:
        others[id] = shelf.db.execute(
            "SELECT COUNT(*) FROM (SELECT object FROM relations WHERE subject = ?1 AND NOT literal AND object <> ?1 "
            "UNION SELECT subject FROM relations WHERE object = ?1 AND NOT literal AND subject <> ?1)",
            (id,),
        ).fetchone()[0]
        relations[id] = shelf.weight(id).relations
    return others, relations


Evidence = tuple[
    dict[str, Claim], dict[str, tuple[Mention, str]], dict[str, Article], dict[str, Page], dict[Span, str], dict[str, str]
]


def _evidence(shelf: Shelf, relations: Iterable[Relation], told: Collection[str]) -> Evidence:
    """The first claims of relations, the mentions these and the entities `told` have, their articles and pages; pages come without their text."""
    claims: dict[str, Claim] = {}
    lines: dict[Span, str] = {}
    for id in (id for relation in relations for id in relation.claims[:CLAIMS]):
        if row := shelf.db.execute("SELECT at, size, lines FROM claims WHERE id = ?", (id,)).fetchone():
            claims[id] = shelf.record(Claim, *row[:2])
            lines[claims[id].evidence] = row[2]
    mentions = dict(_mentions(shelf, "id = ?", (term.value for claim in claims.values() for term in _terms(claim)), 1))
    mentions |= dict(_mentions(shelf, "entity = ? ORDER BY article, begin", told, QUOTES))
    articles: dict[str, Article] = {}
    pages: dict[str, Page] = {}
    paths: dict[str, str] = {}
    for id in sorted({*(c.evidence.article for c in claims.values()), *(m.span.article for m, _ in mentions.values())}):
        row = shelf.db.execute(
            "SELECT a.at, a.size, a.path, p.id, p.source, p.newspaper, p.edition, p.date FROM articles a JOIN pages p ON p.id = a.page WHERE a.id = ?", (id,)
        ).fetchone()
        articles[id] = shelf.record(Article, *row[:2])
        paths[id] = row[2]
        pages[row[3]] = Page(row[3], row[4], "", "", row[7], row[5], row[6])
    return claims, _worded(mentions, articles), articles, pages, lines, paths


def _terms(claim: Claim) -> Iterator[Term]:
    yield from (term for term in (claim.subject, claim.object) if term.kind == "mention")
    if claim.said_by:
        yield Term("mention", claim.said_by)


def _mentions(shelf: Shelf, where: str, values: Iterable[str], limit: int) -> Iterator[tuple[str, tuple[Mention, str]]]:
    """(id, (mention, entity)) without surfaces, which are in the articles."""
    order = f'SELECT id, article, begin, "end", entity FROM mentions WHERE {where} LIMIT {limit}'
    for value in values:
        for id, article, begin, end, entity in shelf.db.execute(order, (value,)):
            yield id, (Mention(id, Span(article, begin, end), "", "", "", ""), entity)


def _worded(mentions: Mapping[str, tuple[Mention, str]], articles: Mapping[str, Article]) -> dict[str, tuple[Mention, str]]:
    """Mentions with their surfaces."""
    found = {}
    for id, (mention, entity) in mentions.items():
        span = mention.span
        surface = articles[span.article].text[span.start : span.end]
        found[id] = (replace(mention, surface=surface, normal=surface), entity)
    return found


def known(shelf: Shelf, id: str) -> Entity | None:
    """An entity by its id, or by the end of its IRI."""
    return shelf.known(id) or shelf.entity(id)
