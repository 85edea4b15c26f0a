"""SHACL at the speed of sets: the part of SHACL Core that ontology/shapes.ttl uses, on an index of the graph.

Each constraint is asked of all values of a property at once: those that fail are a set, and only if there are any, their focus nodes are
looked for. What this engine does not know it refuses when it reads the file, so that no shape is silently passed over. pySHACL
(kg/rdf/reference.py) is the second opinion: tests hold that both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.model import Severity
from kg.rdf import datatypes
from kg.rdf.index import RDF, TYPE, Column, Index, Term

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES: Mapping[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "info"}
KINDS: Mapping[str, tuple[type[Term], ...]] = {
    "IRI": (ox.NamedNode,),
    "Literal": (ox.Literal,),
    "BlankNode": (ox.BlankNode,),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
}
FIRST, REST, NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
# The one form of sh:sparql: each value of one property is a value of another, too.
SUBSET = re.compile(
    r"\s*SELECT\s+\$this\s+\?value\s+WHERE\s*\{\s*\$this\s+<(\S+)>\s+\?value\s*\.\s*"
    r"FILTER\s+NOT\s+EXISTS\s*\{\s*\$this\s+<(\S+)>\s+\?value\s*\}\s*\}\s*"
)


class ShapesError(ValueError):
    """A file of shapes that this engine cannot check; the message lists everything that it does not know."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition of a shape: "minCount" with what it asks for, `text` as the file writes that; `messages` of its own, if any."""

    component: str
    parameter: Any
    text: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape (no path) or a property shape, with the property shapes of its own; `messages` in all languages, maybe none."""

    node: Term
    path: tuple[ox.NamedNode, ...]
    severity: Severity
    messages: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Shape, ...]

    def failing(self, data: Index, nodes: Set[int]) -> Set[int]:
        """Those of some nodes that do not conform."""
        if not self.path and not self.properties:
            return set[int]().union(*(TESTS[one.component](data, nodes, one.parameter) for one in self.constraints))
        return {focus for _, _, focus, _ in self.violations(data, nodes)}

    def violations(self, data: Index, focus: Set[int]) -> Iterator[tuple[Shape, str, int, int | None]]:
        """Which constraint is broken at which of some focus nodes by which value."""
        for one in self.constraints:
            yield from ((self, one.component, node, value) for node, value in self._broken(one, data, focus))
        for shape in self.properties:
            yield from shape.violations(data, focus)

    def said(self, component: str) -> set[str]:
        """What its author says when a constraint is broken, maybe nothing."""
        return {*self.messages, *(message for one in self.constraints if one.component == component for message in one.messages)}

    def message(self, component: str) -> str:
        """What its author says when a constraint is broken, else what the constraint asks for, in Chinese and English."""
        asked = "、".join(one.text for one in self.constraints if one.component == component)
        return joined(self.said(component) or {words.format(asked) for words in WORDS[component]})

    def _broken(self, one: Constraint, data: Index, focus: Set[int]) -> Iterator[tuple[int, int | None]]:
        if one.component == "sparql":
            yield from _outside(data, focus, *one.parameter)
        elif not self.path:
            yield from ((node, node) for node in TESTS[one.component](data, focus, one.parameter))
        elif one.component in TESTS:
            column = data.column(*self.path)
            few = len(focus) < len(column.one) // 8
            values = {value for node in focus for value in column.of(node)} if few else column.values()
            if failing := TESTS[one.component](data, values, one.parameter):
                yield from ((node, value) for node in focus for value in column.of(node) if value in failing)
        else:
            yield from COUNTS[one.component](data, data.column(*self.path), focus, one.parameter)


def joined(messages: Iterable[str]) -> str:
    """Messages in several languages as one."""
    return " · ".join(sorted(messages))


class Violation(NamedTuple):
    """A node of the graph that breaks a law, by its value at a path.

    `component` is the constraint ("minCount") or the law ("anchor"), `shape` the named shape that has it, None for a law.
    """

    component: str
    focus: Term
    value: Term | None
    path: tuple[ox.NamedNode, ...]
    severity: Severity
    message: str
    shape: Term | None


class Shapes:
    """The shapes of a file. Raises ShapesError listing all that it cannot check."""

    def __init__(self, path: Path) -> None:
        parser = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        self.triples = [(quad.subject, quad.predicate, quad.object) for quad in parser]
        reader = _Reader(self.triples, parser.prefixes)
        self.by_node = reader.shapes
        self._names = {one.node: shape.node for shape in reader.shapes.values() for one in (shape, *shape.properties)}
        self._targets = reader.targets
        if reader.faults:
            raise ShapesError(f"{path}: this is not checked yet: {'; '.join(sorted(reader.faults))}")

    @property
    def paths(self) -> set[tuple[ox.NamedNode, ...]]:
        """The paths of all shapes."""
        return {shape.path for one in self.by_node.values() for shape in (one, *one.properties)}

    @property
    def objects_of(self) -> set[ox.NamedNode]:
        """The properties of which a shape takes the values for its focus nodes."""
        return {term for _, targets in self._targets for kind, term in targets if kind == "targetObjectsOf"}

    def violations(self, data: Index, only: Iterable[Term] | None = None) -> Iterator[Violation]:
        """What breaks the shapes, or what does so among some focus nodes: those that changed and those that refer to them."""
        wanted = None if only is None else {data.get(node) for node in only}
        for shape, targets in self._targets:
            focus = set[int]().union(*(_target(data, kind, term) for kind, term in targets))
            for at, component, node, value in shape.violations(data, focus if wanted is None else focus & wanted):
                yield self.violation(at.node, component, data.terms[node], None if value is None else data.terms[value])

    def violation(self, node: Term, component: str, focus: Term, value: Term | None) -> Violation:
        """A constraint of the shape at a node as broken at a focus node by a value."""
        shape = self.by_node[node]
        return Violation(component, focus, value, shape.path, shape.severity, shape.message(component), self._names[node])


@lru_cache(maxsize=4)
def load(path: Path) -> Shapes:
    """The shapes of a file, read once."""
    return Shapes(path)


def _target(data: Index, kind: str, term: ox.NamedNode) -> Iterable[int]:
    if kind == "targetClass":
        return data.instances(term)
    return data.column(term).one.keys() if kind == "targetSubjectsOf" else data.column(term).values()


# --- constraints on each value: those of some values that fail ----------------------------------------------------------


def _class(data: Index, values: Set[int], cls: ox.NamedNode) -> Set[int]:
    return values - data.instances(cls)


def _node_kind(data: Index, values: Set[int], kinds: tuple[type[Term], ...]) -> Set[int]:
    return {value for value in values if not isinstance(data.terms[value], kinds)}


def _datatype(data: Index, values: Set[int], datatype: ox.NamedNode) -> Set[int]:
    return {value for value in values if not datatypes.of(data.terms[value], datatype)}


def _language_in(data: Index, values: Set[int], languages: Collection[str]) -> Set[int]:
    return {value for value in values if not _spoken(data.terms[value], languages)}


def _spoken(term: Term, languages: Collection[str]) -> bool:
    tag = (term.language or "").lower() if isinstance(term, ox.Literal) else ""
    return bool(tag) and (tag in languages or tag.partition("-")[0] in languages)


def _min_length(data: Index, values: Set[int], length: int) -> Set[int]:
    return {value for value in values if isinstance(data.terms[value], ox.BlankNode) or len(data.terms[value].value) < length}


def _pattern(data: Index, values: Set[int], pattern: re.Pattern[str]) -> Set[int]:
    return {value for value in values if isinstance(data.terms[value], ox.BlankNode) or not pattern.search(data.terms[value].value)}


def _min_inclusive(data: Index, values: Set[int], bound: ox.Literal) -> Set[int]:
    return {value for value in values if datatypes.compared(data.terms[value], bound) not in (0, 1)}


def _max_inclusive(data: Index, values: Set[int], bound: ox.Literal) -> Set[int]:
    return {value for value in values if datatypes.compared(data.terms[value], bound) not in (0, -1)}


def _node(data: Index, values: Set[int], shape: Shape) -> Set[int]:
    return shape.failing(data, values)


def _not(data: Index, values: Set[int], shape: Shape) -> Set[int]:
    return values - shape.failing(data, values)


def _or(data: Index, values: Set[int], shapes: Sequence[Shape]) -> Set[int]:
    for shape in shapes:
        values = shape.failing(data, values)
    return values


def _xone(data: Index, values: Set[int], shapes: Sequence[Shape]) -> Set[int]:
    none, once = values, set[int]()
    for shape in shapes:
        met = values - shape.failing(data, values)
        none, once = none - met, (once - met) | (none & met)
    return values - once


TESTS: Mapping[str, Callable[[Index, Set[int], Any], Set[int]]] = {
    "class": _class,
    "nodeKind": _node_kind,
    "datatype": _datatype,
    "languageIn": _language_in,
    "minLength": _min_length,
    "pattern": _pattern,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "node": _node,
    "not": _not,
    "or": _or,
    "xone": _xone,
}


# --- constraints on all values of a focus node: (focus node, value or None) ---------------------------------------------


def _min_count(data: Index, column: Column, focus: Set[int], least: int) -> Iterator[tuple[int, int | None]]:
    few = focus - column.one.keys() if least == 1 else (node for node in focus if len(column.of(node)) < least)
    return ((node, None) for node in few)


def _max_count(data: Index, column: Column, focus: Set[int], most: int) -> Iterator[tuple[int, int | None]]:
    among: Iterable[int] = column.more if most else column.one
    return ((node, None) for node in among if node in focus and len(column.of(node)) > most)


def _has_value(data: Index, column: Column, focus: Set[int], term: Term) -> Iterator[tuple[int, int | None]]:
    value = data.get(term)
    return ((node, None) for node in focus if value not in column.of(node))


def _disjoint(data: Index, column: Column, focus: Set[int], other: ox.NamedNode) -> Iterator[tuple[int, int | None]]:
    others = data.column(other)
    return ((node, value) for node in focus & column.one.keys() for value in column.of(node) if value in others.of(node))


def _less_than(data: Index, column: Column, focus: Set[int], other: ox.NamedNode) -> Iterator[tuple[int, int | None]]:
    others, terms = data.column(other), data.terms
    for node in focus & column.one.keys():
        for value in column.of(node):
            if not all(datatypes.less(terms[value], terms[high]) for high in others.of(node)):
                yield node, value


def _outside(data: Index, focus: Set[int], part: ox.NamedNode, whole: ox.NamedNode) -> Iterator[tuple[int, int | None]]:
    column, wider = data.column(part), data.column(whole)
    return ((node, value) for node in focus & column.one.keys() for value in column.of(node) if value not in wider.of(node))


COUNTS: Mapping[str, Callable[[Index, Column, Set[int], Any], Iterator[tuple[int, int | None]]]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "disjoint": _disjoint,
    "lessThan": _less_than,
}

WORDS = {
    "class": ("应属于类 {}", "should be of the class {}"),
    "nodeKind": ("应为 {}", "should be a node of the kind {}"),
    "datatype": ("值的类型应为 {}", "should be a literal of the type {}"),
    "languageIn": ("语言标签应为 {}", "should be in the language {}"),
    "minLength": ("至少应有 {} 个字", "should have at least {} characters"),
    "pattern": ("应符合模式 {}", "should match the pattern {}"),
    "minInclusive": ("不应小于 {}", "should be at least {}"),
    "maxInclusive": ("不应大于 {}", "should be at most {}"),
    "node": ("应符合 {}", "should conform to {}"),
    "not": ("不应符合 {}", "should not conform to {}"),
    "or": ("应符合其一：{}", "should conform to one of {}"),
    "xone": ("应恰好符合其一：{}", "should conform to exactly one of {}"),
    "minCount": ("至少应有 {} 个值", "should have at least {} values"),
    "maxCount": ("至多应有 {} 个值", "should have at most {} values"),
    "hasValue": ("应有值 {}", "should have the value {}"),
    "disjoint": ("不应等于 {} 的值", "should be no value of {}"),
    "lessThan": ("应小于 {} 的值", "should be less than the value of {}"),
    "sparql": ("应符合 {}", "should conform to {}"),
}


# --- reading a file of shapes -------------------------------------------------------------------------------------------

TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
ABOUT = {"path", "property", "severity", "message", "name", "description", "select", *TARGETS}
KNOWN = {*(SH + name for name in (*TESTS, *COUNTS, "sparql", *ABOUT)), TYPE.value, FIRST.value, REST.value}
CLASSES = {SH + name for name in ("NodeShape", "PropertyShape", "SPARQLConstraint")}


class _Reader:
    """Shapes from the triples of a file; `faults` has what is not known here."""

    def __init__(self, triples: Iterable[tuple[Any, ox.NamedNode, Any]], prefixes: Mapping[str, str]) -> None:
        self.faults: set[str] = set()
        self.shapes: dict[Term, Shape] = {}
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._said: dict[Term, dict[str, list[Any]]] = {}
        self._open: set[Term] = set()
        for subject, predicate, value in triples:
            self._said.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
            if predicate.value not in KNOWN or (predicate == TYPE and value.value not in CLASSES):
                self.faults.add(f"{self._text(predicate)} {self._text(value)}")
        named = [node for node in self._said if SH + "path" in self._said[node] or self._ask(node, TYPE.value, SH + "NodeShape")]
        self.targets = [(self.shape(node), self._targets(node)) for node in named if self._targets(node)]
        for node in named:
            self.shape(node)

    def shape(self, node: Term) -> Shape:
        """The shape at a node."""
        if node not in self.shapes:
            if node in self._open:
                self._fault(node, "a shape that refers to itself")
                return Shape(node, (), "error", (), (), ())
            self._open.add(node)
            self.shapes[node] = self._read(node)
        return self.shapes[node]

    def _read(self, node: Term) -> Shape:
        if node not in self._said:
            self._fault(node, "a shape that is not there")
        path = self._path(node)
        severity = next((term.value.removeprefix(SH) for term in self._all(node, "severity")), "Violation")
        if severity not in SEVERITIES:
            self._fault(node, f"the severity {severity}")
        properties = tuple(self.shape(one) for one in self._all(node, "property"))
        if path and properties:
            self._fault(node, "sh:property within a property shape")
        if any(not one.path for one in properties):
            self._fault(node, "sh:property without sh:path")
        constraints = tuple(self._constraint(node, component, term) for component in WORDS for term in self._all(node, component))
        for one in constraints:
            if (one.component in COUNTS and not path) or (one.component == "sparql" and path):
                self._fault(node, f"sh:{one.component} {'on a property' if path else 'on a node'}")
        for once in ("minCount", "maxCount", "datatype", "nodeKind", "languageIn", "minLength", "path", "severity"):
            if len(self._all(node, once)) > 1:
                self._fault(node, f"several sh:{once}")
        return Shape(node, path, SEVERITIES.get(severity, "error"), self._messages(node), constraints, properties)

    def _constraint(self, node: Term, component: str, term: Any) -> Constraint:
        try:
            return Constraint(component, self._parameter(component, term), self._text(term), self._messages(term))
        except (KeyError, ValueError, AttributeError, re.error):
            self._fault(node, f"sh:{component} {self._text(term)}")
            return Constraint(component, None, "")

    def _parameter(self, component: str, term: Any) -> Any:
        """What a constraint asks for, in the form that its function takes. Raises KeyError, ValueError or AttributeError for what is not known."""
        match component:
            case "node" | "not":
                return self.shape(term)
            case "or" | "xone":
                return [self.shape(one) for one in self._list(term)]
            case "languageIn":
                return {one.value.lower() for one in self._list(term)}
            case "minLength" | "minCount" | "maxCount":
                return int(term.value)
            case "pattern":
                return re.compile(term.value)
            case "nodeKind":
                return KINDS[term.value.removeprefix(SH)]
            case "datatype":
                return datatypes.known(term)
            case "minInclusive" | "maxInclusive":
                return datatypes.bound(term)
            case "sparql":
                return self._subset(term)
            case "hasValue":
                return term
        return ox.NamedNode(term.value)

    def _subset(self, node: Term) -> tuple[ox.NamedNode, ox.NamedNode]:
        (select,) = self._all(node, "select")
        found = SUBSET.fullmatch(select.value)
        if found is None:
            raise ValueError(select.value)
        return ox.NamedNode(found[1]), ox.NamedNode(found[2])

    def _path(self, node: Term) -> tuple[ox.NamedNode, ...]:
        paths = self._all(node, "path")
        if not paths:
            return ()
        steps = tuple(self._list(paths[0])) if isinstance(paths[0], ox.BlankNode) else (paths[0],)
        if not steps or not all(isinstance(step, ox.NamedNode) for step in steps):
            self._fault(node, f"the path {self._text(paths[0])}")
        return steps

    def _targets(self, node: Term) -> list[tuple[str, ox.NamedNode]]:
        return [(kind, term) for kind in TARGETS for term in self._all(node, kind)]

    def _messages(self, node: Term) -> tuple[str, ...]:
        return tuple(term.value for term in self._all(node, "message"))

    def _list(self, node: Term) -> list[Any]:
        found = []
        while node != NIL:
            found += self._said.get(node, {}).get(FIRST.value, [])
            node = self._said.get(node, {}).get(REST.value, [NIL])[0]
        return found

    def _all(self, node: Term, name: str) -> list[Any]:
        return self._said.get(node, {}).get(SH + name, [])

    def _ask(self, node: Term, predicate: str, value: str) -> bool:
        return any(term.value == value for term in self._said[node].get(predicate, []))

    def _fault(self, node: Term, what: str) -> None:
        self.faults.add(f"{what} (at {self._text(node)})")

    def _text(self, term: Any) -> str:
        """A term of the file about as the file writes it; a node without a name by what it says."""
        if isinstance(term, ox.BlankNode):
            said = self._said.get(term, {})
            if FIRST.value in said:
                return f"( {' '.join(self._text(one) for one in self._list(term))} )"
            return f"[ {' ; '.join(f'{self._short(p)} {self._text(value)}' for p, values in said.items() for value in values)} ]"
        return self._short(term.value) if isinstance(term, ox.NamedNode) else str(term.value)

    def _short(self, iri: str) -> str:
        return next((f"{prefix}:{iri.removeprefix(base)}" for prefix, base in self._prefixes if iri.startswith(base)), iri)
