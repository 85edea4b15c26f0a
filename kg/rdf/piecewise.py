"""Whether a graph of any size keeps all laws and shapes, asked of some of its subjects at a time, so that little of it is in memory.

A law or a shape speaks of a node, of the values of its properties, and of what these are: so with the statements of some nodes, and of all nodes that
these lead to, the answer for those nodes is that of the whole graph. That what is stated has a claim, and the other way round, is asked of rows
sorted on disk. When the answer is no, or when a shape looks further, the whole is to be validated, which tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf import shapes, validate
from kg.rdf.index import RDF, Index
from kg.rdf.terms import Vocabulary, iri
from kg.rows import DISK, Groups

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

Statements = Callable[[Iterable[str]], Iterable[ox.Quad]]
STATED, CLAIMED = 0, 1


def sound(pieces: Iterable[Iterable[ox.Quad]], quads: Statements, lexicon: Lexicon) -> bool:
    """Whether a graph keeps all promises. `pieces` are all statements, those of a subject in one piece; `quads` gives those of some subjects by IRI."""
    checked = shapes.load(lexicon.root / "shapes.ttl")
    if any(len(path) > 2 for path in checked.paths):
        return False
    named = Vocabulary(lexicon.prefixes)
    rows: Groups[str] = DISK.groups(str)
    return all(_conforms(list(piece), quads, checked, named, lexicon, rows) for piece in pieces) and all(
        _backed(sorted({place for place, _ in same})) for _, same in rows.placed()
    )


def _backed(places: list[int]) -> bool:
    """Whether a claim affirms what is stated, and what a claim affirms is stated."""
    return places == [STATED, CLAIMED]


def _conforms(own: list[ox.Quad], quads: Statements, checked: shapes.Shapes, named: Vocabulary, lexicon: Lexicon, rows: Groups[str]) -> bool:
    """Whether the subjects of a piece, and those nodes that a shape takes for what leads to them, conform; claims and statements go to `rows`."""
    if any(isinstance(term, ox.BlankNode) for quad in own for term in (quad.subject, quad.object)):
        return False
    focus, properties = {iri(quad.subject) for quad in own}, checked.objects_of
    led = _values(quad for quad in own if quad.predicate in properties) - focus
    own, nodes = [*own, *quads(led)], focus | led
    data = Index([*own, *quads(_values(own) - nodes)])
    for place, row in _rows(data, focus, named, lexicon):
        rows.add(row, place, "")
    return not any(validate.anchors(data, named)) and not any(checked.violations(data, map(ox.NamedNode, nodes)))


def _values(quads: Iterable[ox.Quad]) -> set[str]:
    """The IRIs of the nodes that some statements lead to."""
    return {value.value for quad in quads if isinstance(value := quad.object, ox.NamedNode)}


def _rows(data: Index, focus: Iterable[str], named: Vocabulary, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """What some nodes state directly, and what they affirm as claims."""
    places = {data.get(ox.NamedNode(node)) for node in focus}
    subjects, predicates, values = (data.column(ox.NamedNode(RDF + name)).one for name in ("subject", "predicate", "object"))
    denied = validate.denied(data, named)
    direct = {named[p.iri] for p in lexicon.predicates.values() if p.key != "reported"}
    for claim in (places & subjects.keys() & predicates.keys() & values.keys()) - denied:
        yield CLAIMED, _row(data, subjects[claim], predicates[claim], values[claim])
        if data.terms[predicates[claim]] not in direct and data.states(subjects[claim], predicates[claim], values[claim]):
            yield STATED, _row(data, subjects[claim], predicates[claim], values[claim])
    chair, attendee = data.column(named["kg:chair"]), named["schema:attendee"]
    for property in direct:
        for subject, value in data.column(property).pairs():
            if subject in places:
                row = _row(data, subject, data.get(property), value)
                yield STATED, row
                if property == attendee and value in chair.of(subject):  # who attends without a claim of its own
                    yield CLAIMED, row


def _row(data: Index, subject: int, predicate: int, value: int) -> str:
    return f"{data.terms[subject]} {data.terms[predicate]} {data.terms[value]}"
