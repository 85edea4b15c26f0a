"""A graph in memory to be checked: its terms as numbers, and for each property the values of each subject.

Checks then are operations on Python's dicts and sets. Terms stay as they are written; a database forgets the types of integers.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = ox.NamedNode(RDF + "type")
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
BATCH = 100_000  # terms parsed at a time: some 20 MB
NONE = -1  # the number of a term that the graph does not have


class Column:
    """The values of one property: `one` value of each subject, and all of those that have `more`."""

    __slots__ = ("_values", "more", "one")

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self.one: dict[int, int] = {}
        self.more: dict[int, set[int]] = {}
        self._values: set[int] | None = None
        for subject, value in pairs:
            self.add(subject, value)

    def add(self, subject: int, value: int) -> None:
        """State a value of a subject, once or again."""
        first = self.one.setdefault(subject, value)
        if first != value:
            self.more.setdefault(subject, {first}).add(value)

    def of(self, subject: int) -> Collection[int]:
        """The values of a subject."""
        found = self.more.get(subject)
        if found is not None:
            return found
        return (self.one[subject],) if subject in self.one else ()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every subject with every value of it."""
        for subject, value in self.one.items():
            if subject in self.more:
                yield from ((subject, other) for other in self.more[subject])
            else:
                yield subject, value

    def values(self) -> set[int]:
        """All values; ask when the column is complete."""
        if self._values is None:
            self._values = set(self.one.values()).union(*self.more.values())
        return self._values


class Index:
    """The union of the graphs of some quads. `number[term]` is a term's number, `terms[number]` the term."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        numbers = _Numbers()
        columns: dict[int, Column] = defaultdict(Column)
        homes: dict[int, object] = {}
        for quad in quads:
            subject = numbers[quad.subject]
            columns[numbers[quad.predicate]].add(subject, numbers[quad.object])
            if subject not in homes:
                homes[subject] = quad.graph_name
        self._fill(numbers, columns, homes)

    def _fill(self, numbers: _Numbers, columns: Mapping[int, Column], homes: Mapping[int, object]) -> None:
        self.number: dict[Any, int] = numbers
        self.terms: list[Term] = numbers.terms
        self._columns = dict(columns)
        self._homes = homes
        self._paths: dict[tuple[ox.NamedNode, ...], Column] = {}
        self._instances: dict[ox.NamedNode, Set[int]] = {}
        self._typed: dict[int, set[int]] | None = None

    @classmethod
    def load(cls, path: Path) -> Index:
        """The index of an N-Quads file that a build wrote: in half the time, since each term is parsed once and not in every line.

        A term has one spelling there, and every line a graph; a file of which that is not so is read as any other.
        """
        spelt: dict[bytes, int] = defaultdict(lambda: len(spelt))
        columns: dict[int, Column] = defaultdict(Column)
        homes: dict[int, bytes] = {}
        with path.open("rb") as file:
            for line in file:
                subject, predicate, rest = line.split(b" ", 2)
                value, graph, _ = rest.rsplit(b" ", 2)
                number = spelt[subject]
                columns[spelt[predicate]].add(number, spelt[value])
                if number not in homes:
                    homes[number] = graph
        numbers, count = _Numbers(), len(spelt)
        for term in _parsed(spelt):
            numbers[term]
        if len(numbers) != count:
            return cls(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        found = cls.__new__(cls)
        names = {graph: ox.NamedNode(graph[1:-1].decode()) for graph in set(homes.values())}
        found._fill(numbers, columns, {number: names[graph] for number, graph in homes.items()})
        return found

    def __len__(self) -> int:
        """How many triples there are."""
        return sum(len(column.one) + sum(len(values) - 1 for values in column.more.values()) for column in self._columns.values())

    def get(self, term: Term) -> int:
        """A term's number, NONE if the graph does not have it."""
        return self.number.get(term, NONE)

    def column(self, *path: ox.NamedNode) -> Column:
        """The values at the end of a path of one or several properties."""
        first, *rest = path
        if not rest:
            return self._columns.get(self.get(first)) or EMPTY
        if path not in self._paths:
            further = self.column(*rest)
            self._paths[path] = Column((subject, end) for subject, value in self.column(first).pairs() for end in further.of(value))
        return self._paths[path]

    def states(self, subject: int, property: int, value: int) -> bool:
        """Whether there is this triple."""
        return property in self._columns and value in self._columns[property].of(subject)

    def instances(self, cls: ox.NamedNode) -> Set[int]:
        """What is of a class, or of one that the graph says is below it."""
        if cls not in self._instances:
            self._instances[cls] = set().union(*(self._by_class().get(one, ()) for one in self._below(self.get(cls))))
        return self._instances[cls]

    def home(self, node: Term) -> str:
        """The name of the first graph that says something of a node: an article's as a rule. "" when none has a name or says anything."""
        found = self._homes.get(self.get(node))
        return found.value if isinstance(found, ox.NamedNode) else ""

    def triples(self) -> Iterator[tuple[Term, Term, Term]]:
        """Every triple once."""
        for property, column in self._columns.items():
            for subject, value in column.pairs():
                yield self.terms[subject], self.terms[property], self.terms[value]

    def _by_class(self) -> dict[int, set[int]]:
        if self._typed is None:
            self._typed = defaultdict(set)
            for subject, cls in self.column(TYPE).pairs():
                self._typed[cls].add(subject)
        return self._typed

    def _below(self, cls: int) -> set[int]:
        """A class and all below it."""
        found, new = {cls}, {cls}
        while new:
            new = {low for low, high in self.column(SUBCLASS).pairs() if high in new} - found
            found |= new
        return found


def _parsed(spelt: dict[bytes, int]) -> Iterator[Term]:
    """Terms as a file spells them, parsed in batches; each batch leaves the memory when it is parsed, and the dict is empty afterwards."""
    texts = deque(spelt)
    spelt.clear()
    while texts:
        batch = (texts.popleft() for _ in range(min(BATCH, len(texts))))
        for quad in ox.parse(b"".join(b"<u:u> <u:u> %s .\n" % text for text in batch), format=ox.RdfFormat.N_QUADS):
            yield quad.object


class _Numbers(dict[Any, int]):
    """Numbers terms as it meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[Term] = []

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


EMPTY = Column()
