"""What a query asks of a graph, step by step: how many triples each pattern matches, and the traps that make a query slow.

The engine does not show its plan. rdflib's parser gives the algebra, the store counts, and the traps are those that were measured
(docs/queries.md): they are said of the query as it is written, whatever the engine makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Literal, Variable
from rdflib.paths import MulPath, Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.rdf.query import QueryError, check, short
from kg.text import terminal

MOST = 1_000_000  # matches are counted so far
MANY = 100_000  # combinations, rows or texts that take the engine about a second
PATTERN, VALUES, BIND, FILTER, OPTIONAL, SELECT, UNION = "pattern", "VALUES", "BIND", "FILTER", "OPTIONAL", "SELECT", "UNION"
TEXT_TESTS = frozenset(("Builtin_REGEX", "Builtin_CONTAINS", "Builtin_STRENDS", "Builtin_STRSTARTS"))


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a group: its kind, how it reads, its variables, what it matches (None: unknown) and the groups inside it.

    `makes` is the variable of a BIND; `text_test` marks a FILTER that reads texts; `nothing` says what may be wrong with a pattern that matches nothing.
    """

    kind: str
    text: str
    variables: frozenset[str]
    matches: int | None = None
    groups: tuple[tuple[Step, ...], ...] = ()
    makes: str = ""
    text_test: bool = False
    closure: bool = False
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as steps; `head` reads SELECT ?x, ORDER BY …; `warnings` say what makes it slow or empty, and what to do."""

    head: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        lines = [(self.head, ""), *_lines(self.steps, 1)]
        width = min(max(terminal.width(text) for text, _ in lines), 100)
        shown = [f"{text}{' ' * (width - terminal.width(text))}  {count:>9}".rstrip() for text, count in lines]
        return "\n".join([*shown, *(f"! {warning}" for warning in self.warnings)]) + "\n"


def plan(store: ox.Store, text: str, prefixes: Mapping[str, str]) -> Plan:
    """The plan of a query, which is not run; its patterns are, to count what they match. Raises QueryError."""
    check(text, prefixes)
    try:
        algebra = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
    except Exception as error:  # rdflib's parser fails in many ways, and on a few queries that Oxigraph takes
        raise QueryError(f"the query is sound, but cannot be explained: {str(error) or type(error).__name__}") from error
    reader = _Reader(store, {iri: prefix for prefix, iri in prefixes.items()})
    steps = tuple(reader.steps(algebra.p)) if algebra.get("p") is not None else ()
    orders, limited = _has(algebra, "OrderBy"), _has(algebra, "Slice")
    clauses = [name for name, there in (("DISTINCT", _has(algebra, "Distinct")), ("GROUP BY", _has(algebra, "Group")), ("ORDER BY", orders)) if there]
    head = " ".join((algebra.name.removesuffix("Query").upper(), *clauses, *(["LIMIT"] if limited else [])))
    found = [*_warnings(steps)]
    if orders and not limited and _rows(steps) > MANY:
        found.append(f"ORDER BY without LIMIT sorts all answers, perhaps {_rows(steps):,} or more; add a LIMIT")
    return Plan(head, steps, tuple(dict.fromkeys(found)))


class _Reader:
    """From rdflib's algebra to steps, in the order in which the query has them."""

    def __init__(self, store: ox.Store, known: Mapping[str, str], graph: str = "") -> None:
        self.store, self.known, self.graph = store, known, graph

    def steps(self, node: CompValue) -> Iterator[Step]:
        match node.name:
            case "BGP":
                yield from map(self._pattern, node.triples)
            case "Join":
                yield from (*self.steps(node.p1), *self.steps(node.p2))
            case "LeftJoin":
                yield from self.steps(node.p1)
                yield self._group(OPTIONAL, node.p2)
            case "Minus":
                yield from self.steps(node.p1)
                yield self._group("MINUS", node.p2)
            case "Union":
                yield self._group(UNION, node.p1, node.p2)
            case "Graph":
                term = node.term.n3()
                inside = _Reader(self.store, self.known, term)
                group = tuple(inside.steps(node.p))
                yield Step("GRAPH", f"GRAPH {self._said(term)}", _of(group) | _variables(node.term), groups=(group,))
            case "Filter":
                yield from self.steps(node.p)
                inner = [*_inside(node.expr, "Builtin_EXISTS", "Builtin_NOTEXISTS")]
                groups = tuple(tuple(self.steps(each.graph)) for each in inner)
                read = any(True for _ in _inside(node.expr, *TEXT_TESTS))
                yield Step(FILTER, "FILTER" + " EXISTS" * bool(inner), _variables(node.expr), groups=groups, text_test=read)
            case "Extend":
                yield from self.steps(node.p)
                if not str(node.var).startswith("__agg") and not _of_aggregate(node.expr):
                    yield Step(BIND, f"BIND → ?{node.var}", _variables(node.expr) | {str(node.var)}, makes=str(node.var))
            case "values":
                names = sorted({str(name) for row in node.res for name in row})
                yield Step(VALUES, f"VALUES {' '.join(f'?{name}' for name in names)}", frozenset(names), len(node.res))
            case "ToMultiSet" if isinstance(node.p, list):
                yield Step(VALUES, "VALUES { }", frozenset(), 0)
            case "ToMultiSet" if node.p.name != "values":
                yield self._group(SELECT, node.p)
            case _:
                if isinstance(node.get("p"), CompValue):  # Project, Distinct, OrderBy, Slice, Group …
                    yield from self.steps(node.p)

    def _group(self, kind: str, *nodes: CompValue) -> Step:
        groups = tuple(tuple(self.steps(node)) for node in nodes)
        matches = _rows(groups[0]) if kind == SELECT else sum(map(_rows, groups)) if kind == UNION else None
        return Step(kind, kind, frozenset().union(*map(_of, groups)), matches, groups)

    def _pattern(self, triple: tuple[Any, Any, Any]) -> Step:
        text = " ".join(term.n3() for term in triple)
        closure = isinstance(triple[1], Path) and any(isinstance(each, MulPath) for each in _paths(triple[1]))
        matches = None if closure else self._count(text)
        step = Step(PATTERN, self._said(text), _variables(triple), matches, closure=closure)
        return replace(step, nothing=self._missing(triple)) if matches == 0 else step

    def _count(self, pattern: str) -> int:
        inner = f"GRAPH {self.graph} {{ {pattern} }}" if self.graph else pattern
        found = self.store.query(f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {inner} }} LIMIT {MOST} }}")
        return int(next(iter(found))["n"].value)  # type: ignore[arg-type]

    def _missing(self, triple: tuple[Any, Any, Any]) -> str:
        """What to look for when a pattern matches nothing."""
        subject, predicate, value = triple
        if isinstance(value, Literal) and not value.language and not value.datatype:
            chinese = Literal(str(value), lang="zh").n3()
            if self._count(f"{subject.n3()} {predicate.n3()} {chinese}"):
                return f"write {chinese}"
        return "look for the name with kg find, or for the property in docs/graph.md"

    def _said(self, text: str) -> str:
        """SPARQL with CURIEs instead of IRIs."""
        return re.sub(r"<([^>]*)>", lambda m: short(ox.NamedNode(m[1]), self.known), text)


# ---- what is wrong with it ------------------------------------------------------------------------------------------


def _warnings(group: tuple[Step, ...], outer: frozenset[str] = frozenset()) -> Iterator[str]:
    """The traps in a group and those in it; `outer` are the variables that are bound around it."""
    yield from _empty(group)
    yield from _late(group)
    yield from _apart(group)
    yield from _costly(group, outer)
    bound = outer.union(*(step.variables for step in group if step.kind != FILTER and not step.closure))
    for step in group:
        for inner in step.groups:
            yield from _warnings(inner, frozenset() if step.kind == SELECT else bound)


def _empty(group: Iterable[Step]) -> Iterator[str]:
    """Patterns that match nothing."""
    for step in group:
        if step.kind == PATTERN and step.matches == 0:
            yield f"{step.text} matches nothing; {step.nothing}"


def _late(group: Iterable[Step]) -> Iterator[str]:
    """Required steps behind an OPTIONAL that need none of its variables and so could stand before it."""
    sure, perhaps, behind = set[str](), set[str](), False
    for step in group:
        if step.kind == OPTIONAL:
            behind, perhaps = True, perhaps | (step.variables - sure)
        elif step.kind == BIND:
            (perhaps if step.variables & perhaps else sure).add(step.makes)
        elif step.kind != FILTER:
            if behind and not step.variables & perhaps:
                yield f"{_shown(step)} is required, but stands behind an OPTIONAL, which can cost a thousand times as much; put OPTIONAL last"
            sure |= step.variables - perhaps


def _apart(group: tuple[Step, ...]) -> Iterator[str]:
    """Parts of a group that share no variable: every combination of their answers is tried."""
    parts: list[tuple[frozenset[str], list[Step]]] = []
    for step in group:
        if step.kind == FILTER or not step.variables:
            continue
        joined = [part for part in parts if part[0] & step.variables]
        parts = [part for part in parts if part not in joined]
        parts.append((step.variables.union(*(names for names, _ in joined)), [*(s for _, steps in joined for s in steps), step]))
    sizes = [(_rows(tuple(steps)), steps[0]) for _, steps in parts]
    if len(sizes) > 1 and prod(size for size, _ in sizes) > MANY and sum(size > 1 for size, _ in sizes) > 1:
        shown = " and ".join(f"{_shown(step)} …" for _, step in sizes)
        yield f"{shown} share no variable: {prod(size for size, _ in sizes):,} combinations; join them with a pattern, a FILTER comes too late"


def _costly(group: tuple[Step, ...], outer: frozenset[str]) -> Iterator[str]:
    """Filters that read many texts, and paths of any length from everything to everything."""
    size = _rows(group)
    if any(step.text_test for step in group) and size > MANY:
        yield f"a FILTER reads about {size:,} texts; put VALUES ?found {{ }} into the query and search with --find"
    sure = outer.union(*(s.variables for s in group if s.kind == VALUES or (s.matches is not None and s.matches <= MANY)))
    for step in group:
        if step.closure and len(step.variables) > 1 and not step.variables & sure:
            yield f"{step.text} follows its path from everything; say where it begins or ends before it"


# ---- parts ----------------------------------------------------------------------------------------------------------


def _rows(group: tuple[Step, ...]) -> int:
    """A guess at the answers of a group, far too low at times: what its least frequent required step matches."""
    counts = [step.matches for step in group if step.matches is not None and step.kind != OPTIONAL and step.variables]
    wide = [count for count in counts if count > 1] or counts
    return min(wide, default=1)


def _of(group: Iterable[Step]) -> frozenset[str]:
    return frozenset[str]().union(*(step.variables for step in group))


def _shown(step: Step) -> str:
    inner = next((s for group in step.groups for s in group), None)
    return f"{step.text} {{ {_shown(inner)} … }}" if inner else step.text


def _lines(group: Iterable[Step], depth: int) -> Iterator[tuple[str, str]]:
    for step in group:
        count = "" if step.matches is None or step.groups else f"{step.matches:,}{'+' * (step.matches >= MOST)}"
        yield "  " * depth + step.text, count
        for number, inner in enumerate(step.groups):
            if number and step.kind == UNION:
                yield "  " * depth + "or", ""
            yield from _lines(inner, depth + 1)


def _inside(node: Any, *names: str) -> Iterator[CompValue]:
    """The parts of an expression or of algebra with one of some names; not those inside of them."""
    if isinstance(node, CompValue):
        if node.name in names:
            yield node
            return
        for value in node.values():
            yield from _inside(value, *names)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _inside(value, *names)


def _has(algebra: CompValue, name: str) -> bool:
    """Whether the outermost query has a clause: it stands above the first pattern."""
    node = algebra.get("p")
    while isinstance(node, CompValue) and node.name in ("Slice", "Distinct", "Reduced", "Project", "OrderBy", "Extend", "AggregateJoin", "Group", "Filter"):
        if node.name == name:
            return True
        node = node.get("p")
    return False


def _of_aggregate(expr: Any) -> bool:
    return isinstance(expr, Variable) and str(expr).startswith("__agg")


def _variables(node: Any) -> frozenset[str]:
    """The names of the variables and blank nodes in a part of a query."""
    if isinstance(node, Variable | BNode):
        return frozenset((str(node),))
    if isinstance(node, CompValue):
        return frozenset[str]().union(*map(_variables, node.values()))
    if isinstance(node, list | tuple | set | dict) and not isinstance(node, CompValue):
        return frozenset[str]().union(*map(_variables, node))
    return frozenset()


def _paths(path: Any) -> Iterator[Any]:
    """A path and the paths in it."""
    yield path
    for part in (*getattr(path, "args", ()), *([path.path] if hasattr(path, "path") else []), *([path.arg] if hasattr(path, "arg") else [])):
        yield from _paths(part)
