"""Does a built graph keep its promises? The shapes of ontology/shapes.ttl, and three laws that SHACL states badly or slowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.model import Problem
from kg.rdf import shapes
from kg.rdf.index import RDF, Index, Term
from kg.rdf.shapes import Violation
from kg.rdf.terms import Vocabulary
from kg.settings import Validator

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

SHOWN = 80  # characters of a value in a message
Quads = Iterable[ox.Quad]


def validate(quads: Quads | Index, lexicon: Lexicon, *, validator: Validator = "fast") -> tuple[Problem, ...]:
    """Problems of a graph, sorted; none when it conforms to shapes.ttl and to the laws below.

    Give the quads that `convert` yields or `read` parses, not a store's: Oxigraph forgets the types of integers.
    Raises ShapesError when shapes.ttl has something that cannot be checked.
    """
    data = quads if isinstance(quads, Index) else Index(quads)
    found = {_problem(violation, data.home(violation.focus)) for violation in violations(data, lexicon, validator=validator)}
    return tuple(sorted(found, key=lambda p: (p.code, p.where, p.message)))


def violations(data: Index, lexicon: Lexicon, *, validator: Validator = "fast") -> Iterator[Violation]:
    """What breaks the laws and the shapes; "reference" has pySHACL look at the shapes."""
    named = Vocabulary(lexicon.prefixes)
    yield from _blank(data)
    yield from anchors(data, named)
    yield from _claims(data, named, lexicon)
    checked = shapes.load(lexicon.root / "shapes.ttl")
    if validator == "fast":
        yield from checked.violations(data)
    else:
        from kg.rdf import reference

        yield from reference.violations(data, checked)


def read(path: Path) -> Iterator[ox.Quad]:
    """The quads of an RDF file; its suffix tells the format."""
    format = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format is None:
        raise ValueError(f"{path}: {path.suffix!r} is no suffix of an RDF format")
    return iter(ox.parse(path=str(path), format=format))


# --- laws -------------------------------------------------------------------------------------------------------------


def _blank(data: Index) -> Iterator[Violation]:
    """No blank nodes: bulk loaders, diffs and byte equality need none."""
    for term in data.terms:
        if isinstance(term, ox.BlankNode):
            yield _broken("blank-node", term, "the graph has a blank node")


def anchors(data: Index, named: Vocabulary) -> Iterator[Violation]:
    """nif:anchorOf is what stands in the article's text between the offsets."""
    texts = {article: data.terms[text].value for article, text in data.column(named["nif:isString"]).one.items()}
    begins, ends, contexts = (data.column(named[f"nif:{name}"]).one for name in ("beginIndex", "endIndex", "referenceContext"))
    for span, anchor in data.column(named["nif:anchorOf"]).pairs():
        begin, end, text = _offset(data, begins.get(span)), _offset(data, ends.get(span)), texts.get(contexts.get(span, span))
        if begin is None or end is None or text is None:
            continue  # the shapes say so
        words = data.terms[anchor].value
        if text[begin:end] != words:
            message = f"nif:anchorOf {_cut(words)} is not the text at {begin}–{end}, {_cut(text[begin:end])}"
            yield _broken("anchor", data.terms[span], message)


def _offset(data: Index, number: int | None) -> int | None:
    term = None if number is None else data.terms[number]
    return int(term.value) if isinstance(term, ox.Literal) and term.value.isdecimal() else None


def _claims(data: Index, named: Vocabulary, lexicon: Lexicon) -> Iterator[Violation]:
    """What a claim affirms is stated directly, and what is stated directly has a claim that affirms it."""
    claimed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    subjects, predicates, values = (data.column(ox.NamedNode(RDF + name)).one for name in ("subject", "predicate", "object"))
    for claim in (subjects.keys() & predicates.keys() & values.keys()) - denied(data, named):
        subject, predicate, value = subjects[claim], predicates[claim], values[claim]
        claimed[predicate].add((subject, value))
        if not data.states(subject, predicate, value):
            said = " ".join(_cut(data.terms[term].value) for term in (subject, predicate, value))
            yield _broken("claim-without-triple", data.terms[claim], f"the graph does not state what this claim affirms: {said}")
    # A chair attends without a claim of its own.
    claimed[data.get(named["schema:attendee"])].update(data.column(named["kg:chair"]).pairs())
    for property in {named[p.iri] for p in lexicon.predicates.values() if p.key != "reported"}:  # a byline needs no claim
        for subject, value in set(data.column(property).pairs()) - claimed[data.get(property)]:
            message = f"no claim backs {_cut(property.value)} {_cut(data.terms[value].value)}"
            yield _broken("triple-without-claim", data.terms[subject], message)


def denied(data: Index, named: Vocabulary) -> set[int]:
    """The claims that affirm nothing: what they tell is denied, or planned."""
    negated = {claim for claim, value in data.column(named["kg:negated"]).pairs() if data.terms[value].value == "true"}
    return negated | data.column(named["kg:modality"]).one.keys()


def _broken(law: str, focus: Term, message: str) -> Violation:
    return Violation(law, focus, None, (), "error", message, None)


# --- problems ---------------------------------------------------------------------------------------------------------


def _problem(one: Violation, home: str) -> Problem:
    """A violation for the user, with the graph that speaks of the node: an article's, as a rule."""
    where = f"_:{one.focus.value}" if isinstance(one.focus, ox.BlankNode) else one.focus.value
    seen = f"see {home}" if home else ""
    if one.shape is None:
        return Problem("rdf", one.component, one.severity, one.message, where, seen)
    path = f" ({' / '.join(step.value for step in one.path)})" if one.path else ""
    value = "" if one.value is None else f": {_cut(one.value.value)}"
    hint = f"{seen or 'see'}{' and' if seen else ''} ontology/shapes.ttl"
    return Problem("rdf", f"shape-{one.component.lower()}", one.severity, one.message + path + value, where, hint)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
