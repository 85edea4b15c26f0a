"""Whether what has changed in a graph breaks a law or a shape, asked of the nodes that it touches alone.

Of a graph that kept its promises before, these can be broken only at a node that a changed statement is about or leads to, or at one that leads
to such a node (of whose class a shape speaks, or of a value two steps away). So with their statements, and those of all nodes that these lead
to, the answer is that of the whole graph. When it is no, or when a shape looks further, the whole is to be validated, which tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.rdf import shapes, validate
from kg.rdf.chunks import Changes
from kg.rdf.index import RDF, TYPE, Index
from kg.rdf.terms import Vocabulary, iri

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
STATED = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
CLAIMED = "ASK {{ ?c <{0}> {3} ; <{1}> {4} ; <{2}> {5} ; <{6}> false FILTER NOT EXISTS {{ ?c <{7}> ?m }} }}"


def unbroken(changes: Changes, quads: Callable[[Iterable[str]], Iterable[ox.Quad]], database: ox.Store, lexicon: Lexicon) -> bool:
    """Whether the graph of a build keeps all promises that the one before kept, with what has changed between them.

    `quads` gives all statements of some subjects by IRI, as they are written, `database` is the build's: it knows who leads to a node.
    """
    checked = shapes.load(lexicon.root / "shapes.ttl")
    if any(len(path) > 2 for path in checked.paths):
        return False
    gone, came = (_triples(lines) for lines in (changes.gone, changes.came))
    named = Vocabulary(lexicon.prefixes)
    focus = _focus(gone, came, {path[1] for path in checked.paths if len(path) == 2}, database)
    own = list(quads(focus))
    beside = {quad.object.value for quad in own if isinstance(quad.object, ox.NamedNode)} - focus
    data = Index([*own, *quads(beside)])
    nodes = [ox.NamedNode(iri) for iri in sorted(focus)]
    return (
        not any(isinstance(term, ox.BlankNode) for triple in came for term in triple)
        and not any(validate.anchors(data, named))
        and not any(checked.violations(data, nodes))
        and _claims_are_stated(data, focus, named)
        and all(_is_claimed(triple, data, database, named) for triple in _direct(gone | came, data, named, lexicon))
    )


def _triples(lines: Iterable[bytes]) -> set[Triple]:
    return {quad.triple for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)}


def _focus(gone: Set[Triple], came: Set[Triple], further: Set[ox.NamedNode], database: ox.Store) -> set[str]:
    """The IRIs of the nodes at which something may be broken. `further`: the properties at the end of a path of two."""
    changed = gone ^ came
    found = {node.value for subject, _, value in changed for node in (subject, value) if isinstance(node, ox.NamedNode)}
    for node in {subject for subject, predicate, _ in changed if predicate == TYPE or predicate in further}:
        found |= {iri(quad.subject) for quad in database.quads_for_pattern(None, None, node, ox.DefaultGraph())}
    for subject, predicate, value in gone - came:  # claims that may still affirm it
        by_value = database.quads_for_pattern(None, STATED[2], value, ox.DefaultGraph())
        claims = (quad.subject for quad in by_value if ox.Quad(quad.subject, STATED[0], subject) in database)
        found |= {iri(claim) for claim in claims if ox.Quad(claim, STATED[1], predicate) in database}
    return found


def _claims_are_stated(data: Index, focus: Set[str], named: Vocabulary) -> bool:
    """Whether the graph states what those of its claims affirm that are among some nodes."""
    subjects, predicates, values = (data.column(name).one for name in STATED)
    claims = {number for iri in focus if (number := data.get(ox.NamedNode(iri))) in subjects} - validate.denied(data, named)
    return all(data.states(subjects[claim], predicates[claim], values[claim]) for claim in claims if claim in predicates and claim in values)


def _direct(changed: Set[Triple], data: Index, named: Vocabulary, lexicon: Lexicon) -> Iterator[Triple]:
    """The statements of relations that came, or of which a claim has changed, if the graph makes them."""
    properties = {named[p.iri] for p in lexicon.predicates.values() if p.key != "reported"}
    said: dict[ox.NamedNode, dict[ox.NamedNode, set[Any]]] = {}
    for subject, predicate, value in changed:
        said.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    found = {triple for triple in changed if triple[1] in properties}
    for claim, values in said.items():
        node = data.get(claim)
        ends = [{*values.get(name, ()), *(data.terms[value] for value in data.column(name).of(node))} for name in STATED]
        found |= {(s, p, o) for s in ends[0] for p in ends[1] for o in ends[2] if p in properties}
    yield from (triple for triple in found if data.states(*map(data.get, triple)))


def _is_claimed(triple: Triple, data: Index, database: ox.Store, named: Vocabulary) -> bool:
    """Whether a claim affirms a statement; a chair attends without one of its own."""
    chairs = data.column(named["kg:chair"]).of(data.get(triple[0]))
    if triple[1] == named["schema:attendee"] and data.get(triple[2]) in chairs:
        return True
    names = (*(name.value for name in STATED), *map(str, triple), named["kg:negated"].value, named["kg:modality"].value)
    return bool(database.query(CLAIMED.format(*names)))
