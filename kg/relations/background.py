"""What no article needs to say: the ladder of divisions, and what an organ by its template belongs to and governs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import COUNTRY, Lexicon
from kg.model import Entity, Relation, digest

DIVISIONS, ORGANS = "gazetteers/divisions.tsv", "organs.yaml"
FACILITIES = frozenset(("School", "Hospital", "Institution", "MediaOrganization"))


def background(entities: Sequence[Entity], stated: Sequence[Relation], lexicon: Lexicon) -> Iterator[Relation]:
    """Relations that a gazetteer states, for the entities of the graph; none that an article states already."""
    known = {(r.subject, r.predicate, r.object) for r in stated}
    ids = {e.id for e in entities}
    by_organ = {(e.facts.get("organ"), e.facts.get("place")): e.id for e in entities if e.facts.get("organ")}
    for entity in entities:
        for predicate, object_, source in _of(entity, by_organ, lexicon):
            if object_ in ids and object_ != entity.id and (entity.id, predicate, object_) not in known:
                yield Relation(f"r{digest(entity.id, predicate, object_)}", entity.id, predicate, object_, source=source)


def _of(entity: Entity, by_organ: dict[tuple[str | None, str | None], str], lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    division = lexicon.divisions.get(entity.code)
    if division and division.parent and division.parent != COUNTRY:
        yield "within", f"place/{division.parent}", DIVISIONS
    place = entity.facts.get("place", "")
    organ = lexicon.organs.get(entity.facts.get("organ", ""))
    parent = entity.facts.get("unit_of", "") or (organ.parent if organ else "")
    if parent and (parent, place) in by_organ:
        yield "part_of", by_organ[parent, place], ORGANS
    if organ is None or not place:
        return
    where = f"place/{place}" if place in lexicon.divisions else place
    if entity.subtype in FACILITIES:
        yield "within", where, ORGANS
    else:
        yield "jurisdiction", where, ORGANS
