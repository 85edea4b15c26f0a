"""Our own engine and pySHACL find the same, whatever is wrong with a graph; what ours does not know it refuses."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg import lexicon as lexicons
from kg.lexicon import Lexicon
from kg.rdf import reference, report, shapes
from kg.rdf.convert import convert
from kg.rdf.index import Index
from kg.rdf.iris import Names
from kg.rdf.shapes import Shapes, ShapesError, Violation
from kg.rdf.terms import XSD
from kg.rdf.validate import read, validate, violations
from kg.settings import Settings

LEXICON = lexicons.load()
SHAPES = shapes.load(LEXICON.root / "shapes.ttl")
QUADS = list(convert(runpy.run_path(str(Path(__file__).with_name("sample.py")))["graph"](), LEXICON, Settings()))
NAMES = Names(Settings().base)
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def typed(*literals: str) -> list[ox.Literal]:
    """Literals written "lexical^type"."""
    return [ox.Literal(text, datatype=ox.NamedNode(XSD + name)) for text, _, name in (one.rpartition("^") for one in literals)]


NUMBERS = typed("5^integer", "-7^integer", "+3^integer", "007^integer", "1_000^integer", "五^integer", "^integer", "1.0^integer", "3^nonNegativeInteger")
NUMBERS += typed("-5^nonNegativeInteger", "0.5^decimal", "97.5^decimal", "-181^decimal", ".5^decimal", "1e5^decimal", "1.5e3^double", "2^int")
DAYS = typed("2021-08-18^date", "2021-13-45^date", "2021-08^date", "2021-08-18Z^date", "2021-08^gYearMonth", "2021-99^gYearMonth", "2021^gYear", "昨日^date")
OTHERS = typed("true^boolean", "1^boolean", "TRUE^boolean", "是^boolean", "^string", "2021-07/2021-08^string", "planned^string", "141102^string", "x^anyURI")
WORDS = [ox.Literal(text, language=tag) for text, tag in (("孙大军", "zh"), ("", "zh"), ("老孙", "zh-CN"), ("Sun", "en"), ("吕政办发〔2021〕12号", "zh"))]
NODES = sorted({quad.subject for quad in QUADS} | {NAMES.entity("person/某人")}, key=str)
PROPERTIES = sorted({quad.predicate for quad in QUADS} | {path[0] for shape in SHAPES.by_node.values() if (path := shape.path)}, key=str)
CLASSES = sorted({quad.object for quad in QUADS if quad.predicate == TYPE}, key=str)
COMPARED = {f"{name}" for name in ("beginIndex", "endIndex", "sourceBegin", "sourceEnd")}  # of which pySHACL compares no blank nodes

quad = st.sampled_from(QUADS)
value = st.sampled_from([*NUMBERS, *DAYS, *OTHERS, *WORDS]) | st.sampled_from(NODES) | st.sampled_from(CLASSES) | st.just(ox.BlankNode("b"))
change = st.one_of(
    st.tuples(st.just("drop"), quad, quad, value),
    st.tuples(st.just("change"), quad, quad, value),
    st.tuples(st.just("add"), quad, st.sampled_from(PROPERTIES), value),
    st.tuples(st.just("class"), quad, quad, st.sampled_from(CLASSES)),
    st.tuples(st.just("rename"), quad, quad, value),
)


def changed(quads: list[ox.Quad], what: str, one: ox.Quad, other: ox.Quad | ox.NamedNode, term: object) -> list[ox.Quad]:
    """Some quads with one wrong."""
    left = [q for q in quads if q != one]
    if isinstance(other, ox.NamedNode):
        made = (one.subject, other, term)
    else:
        made = {
            "change": (one.subject, one.predicate, term),
            "class": (one.subject, TYPE, term),
            "rename": (other.subject, one.predicate, one.object),
        }.get(what)
    if made is None:
        return left
    if isinstance(made[2], ox.BlankNode) and any(made[1].value.endswith(name) for name in COMPARED):
        return quads
    return [*(left if what in ("change", "rename") else quads), ox.Quad(*made, one.graph_name)]


def both(quads: list[ox.Quad]) -> tuple[set[Violation], set[Violation]]:
    data = Index(quads)
    return set(SHAPES.violations(data)), set(reference.violations(data, SHAPES))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(st.lists(change, min_size=1, max_size=40))
def test_both_engines_find_the_same(changes: list[tuple[str, ox.Quad, ox.Quad, object]]) -> None:
    quads = QUADS
    for one in changes:
        quads = changed(quads, *one)
    ours, theirs = both(quads)
    assert ours == theirs


def test_both_find_the_same_when_any_value_is_wrong_and_every_kind_of_constraint_is_broken() -> None:
    person = NAMES.entity("person/孙大军")
    alias = ox.Quad(person, ox.NamedNode(LEXICON.prefixes["skos"] + "altLabel"), WORDS[0])
    organ = ox.Quad(person, TYPE, ox.NamedNode(LEXICON.prefixes["kg"] + "Organization"))
    seen: set[tuple[object, str]] = set()
    for number, wrong in enumerate([*NUMBERS, *DAYS, *OTHERS, *WORDS, NODES[0], NODES[-1]]):
        broken = [ox.Quad(q.subject, q.predicate, wrong if i % 7 == number % 7 else q.object, q.graph_name) for i, q in enumerate(QUADS)]
        ours, theirs = both([*broken, alias, organ])
        assert ours == theirs
        seen |= {(one.shape, one.component) for one in ours}
    assert {component for _, component in seen} == set(shapes.WORDS)
    assert len(seen) > 100


def test_both_find_the_same_on_the_sample_pages(demo: Path) -> None:
    quads = list(read(demo / "output" / "graph.nq"))
    assert both(quads) == (set(), set())
    broken = [q for number, q in enumerate(quads) if number % 211]
    ours, theirs = both(broken)
    assert ours == theirs
    assert len(ours) > 100


def test_both_validators_give_the_same_problems(lexicon: Lexicon) -> None:
    broken = [q for number, q in enumerate(QUADS) if number % 5]
    problems = validate(broken, lexicon)
    assert len(problems) > 50
    assert problems == validate(broken, lexicon, validator="reference")


def test_a_problem_names_node_path_value_and_the_article_that_speaks_of_it(lexicon: Lexicon) -> None:
    begin = ox.NamedNode(lexicon.prefixes["nif"] + "beginIndex")
    wrong = [ox.Quad(q.subject, q.predicate, NUMBERS[0], q.graph_name) if q.predicate == begin else q for q in QUADS]
    problem = next(p for p in validate(wrong, lexicon) if p.code == "shape-datatype" and p.where.endswith("mention/a2-37-39"))
    assert problem.message == f"nif:beginIndex is an xsd:nonNegativeInteger below nif:endIndex · 起点为非负整数且在终点之前 ({begin.value}): 5"
    assert problem.hint == f"see {Settings().base}article/a2 and ontology/shapes.ttl"


def test_what_is_no_number_is_out_of_range(lexicon: Lexicon) -> None:
    confidence = ox.NamedNode(lexicon.prefixes["kg"] + "confidence")
    wrong = typed("NaN^decimal")[0]  # over which pySHACL stumbles
    broken = [ox.Quad(q.subject, q.predicate, wrong, q.graph_name) if q.predicate == confidence else q for q in QUADS]
    assert {one.component for one in SHAPES.violations(Index(broken))} == {"minInclusive", "maxInclusive"}


def test_only_some_nodes_are_checked_when_asked() -> None:
    data = Index([q for number, q in enumerate(QUADS) if number % 5])
    every = set(SHAPES.violations(data))
    nodes = {one.focus for one in list(every)[:9]}
    assert set(SHAPES.violations(data, nodes)) == {one for one in every if one.focus in nodes}
    assert set(SHAPES.violations(data, [NAMES.entity("person/某人")])) == set()


REFUSED = {
    "sh:in": 'shape:X a sh:NodeShape ; sh:targetClass kg:Person ; sh:property [ sh:path kg:capacity ; sh:in ( "former" ) ] .',
    "sh:closed": "shape:X a sh:NodeShape ; sh:targetClass kg:Person ; sh:closed true .",
    "sh:deactivated": "shape:X a sh:NodeShape ; sh:deactivated true .",
    "sh:targetNode": "shape:X a sh:NodeShape ; sh:targetNode kg:Person .",
    "sh:inversePath": "shape:X a sh:NodeShape ; sh:property [ sh:path [ sh:inversePath kg:post ] ; sh:minCount 1 ] .",
    "sh:datatype xsd:dateTime": "shape:X a sh:NodeShape ; sh:property [ sh:path kg:when ; sh:datatype xsd:dateTime ] .",
    "sh:sparql": 'shape:X a sh:NodeShape ; sh:sparql [ a sh:SPARQLConstraint ; sh:select "SELECT $this { $this a ?x }" ] .',
    "rdfs:Class": "shape:X a sh:NodeShape, rdfs:Class .",
    "sh:minCount on a node": "shape:X a sh:NodeShape ; sh:minCount 1 .",
    "several sh:datatype": "shape:X a sh:NodeShape ; sh:property [ sh:path kg:when ; sh:datatype xsd:date, xsd:gYear ] .",
    "a shape that is not there": "shape:X a sh:NodeShape ; sh:node shape:Y .",
    "a shape that refers to itself": "shape:X a sh:NodeShape ; sh:node shape:X .",
    "sh:minInclusive": 'shape:X a sh:NodeShape ; sh:property [ sh:path kg:when ; sh:minInclusive "a" ] .',
}


@pytest.mark.parametrize(("fault", "text"), REFUSED.items(), ids=REFUSED)
def test_what_the_engine_does_not_know_it_refuses_by_name(fault: str, text: str, tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text((lexicon.root / "shapes.ttl").read_text(encoding="utf-8") + text, encoding="utf-8")
    with pytest.raises(ShapesError, match=fault):
        Shapes(path)


def test_neither_rdflib_nor_pyshacl_is_loaded_for_a_graph_that_conforms(demo: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg import lexicon; from kg.rdf.validate import read, validate;"
        f"assert not validate(read(Path({str(demo / 'output' / 'graph.nq')!r})), lexicon.load());"
        "assert not {'rdflib', 'pyshacl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_report_is_read_by_rdflib_and_says_what_pyshacl_says(tmp_path: Path, lexicon: Lexicon) -> None:
    rdflib = pytest.importorskip("rdflib")
    source, target = tmp_path / "graph.nq", tmp_path / "report.ttl"
    broken = [q for number, q in enumerate(QUADS) if number % 5]
    ox.serialize(broken, output=str(source), format=ox.RdfFormat.N_QUADS)
    count = report.write(source, target, lexicon)
    parsed = rdflib.Graph().parse(target)
    sh = rdflib.Namespace(shapes.SH)
    results = set(parsed.objects(None, sh.result))
    assert len(results) == count == len(set(violations(Index(broken), lexicon)))
    assert {str(node) for node in parsed.objects(None, sh.conforms)} == {"false"}
    found = {(str(parsed.value(r, sh.focusNode)), str(parsed.value(r, sh.sourceConstraintComponent))) for r in results}
    assert {(f, c) for f, c in found if c.startswith(shapes.SH)} == {
        (str(one.focus.value), str(report._component(one).value)) for one in reference.violations(Index(broken), SHAPES)
    }
    assert all(parsed.value(r, rdflib.RDFS.seeAlso) for r in results)
