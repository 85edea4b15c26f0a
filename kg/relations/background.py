"""What no article needs to say: the ladder of divisions, and what an organ by its template belongs to and governs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.lexicon import COUNTRY, Lexicon
from kg.model import Entity, Relation, digest

DIVISIONS, FORMER, ORGANS = "gazetteers/divisions.tsv", "gazetteers/divisions_former.tsv", "organs.yaml"
FACILITIES = frozenset(("School", "Hospital", "Institution", "MediaOrganization"))


def background(entities: Collection[Entity], lexicon: Lexicon) -> Iterator[Relation]:
    """Relations that a gazetteer states, for the entities of the graph, whether or not articles state them too."""
    ids = {e.id for e in entities}
    names = former_names(lexicon)
    by_organ = {(e.facts.get("organ"), e.facts.get("place")): e.id for e in entities if e.facts.get("organ")}
    for entity in entities:
        for predicate, object_, source in _of(entity, by_organ, lexicon):
            if object_ in ids and object_ != entity.id:
                yield Relation(f"r{digest(entity.id, predicate, object_)}", entity.id, predicate, object_, source=source)
        for name in names.get(entity.code, ()):
            yield Relation(f"r{digest(entity.id, 'formerly', name)}", entity.id, "formerly", name, literal=True, source=FORMER)


def former_names(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The code of a division of today → the names that it had before, its code being the same (襄樊市)."""
    codes = {d.code for d in lexicon.former if d.change == "renamed"}
    return {code: tuple(d.name for d in lexicon.former if d.code == code) for code in sorted(codes)}


def _of(entity: Entity, by_organ: dict[tuple[str | None, str | None], str], lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    division = lexicon.divisions.get(entity.code)
    source = FORMER if division and division.until else DIVISIONS
    if division and division.parent and division.parent != COUNTRY:
        yield "within", f"place/{division.parent}", source
    for successor in division.successors if division else ():
        yield "replaced_by", f"place/{successor}", source
    if entity.gazetteer and entity.facts.get("within"):
        yield "within", entity.facts["within"], entity.gazetteer
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
