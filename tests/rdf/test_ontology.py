"""The ontology declares what the graph uses, in both languages, and agrees with types.yaml and predicates.tsv."""

from __future__ import annotations

from unittest import mock

import owlrl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.lexicon import Lexicon
from kg.rdf.iris import expand
from kg.rdf.reference import union

KG = rdflib.Namespace("https://w3id.org/zhitu/ontology#")


@pytest.fixture(scope="module")
def ontology(lexicon: Lexicon) -> rdflib.Graph:
    return rdflib.Graph().parse(lexicon.root / "kg.ttl")


def named(curie: str, lexicon: Lexicon) -> rdflib.URIRef:
    return rdflib.URIRef(expand(curie, lexicon.prefixes).value)


def test_both_libraries_read_it_alike_and_it_has_no_blank_nodes(ontology: rdflib.Graph, lexicon: Lexicon) -> None:
    assert len(ontology) == len(list(ox.parse(path=str(lexicon.root / "kg.ttl"), format=ox.RdfFormat.TURTLE)))
    assert not [node for triple in ontology for node in triple if isinstance(node, rdflib.BNode)]


def test_everything_declared_has_a_label_and_a_comment_in_both_languages(ontology: rdflib.Graph) -> None:
    for term in set(ontology.subjects(RDF.type)) - set(ontology.subjects(RDF.type, OWL.Ontology)):
        for property in (RDFS.label, RDFS.comment):
            texts = list(ontology.objects(term, property))
            assert sorted(str(text.language) for text in texts) == ["en", "zh"], f"{term} {property}"  # type: ignore[attr-defined]


def test_every_type_has_its_class_and_its_standard_classes_are_above_it(ontology: rdflib.Graph, lexicon: Lexicon) -> None:
    for info in lexicon.types.values():
        cls, general = KG[info.cls], KG[lexicon.types[info.type].cls]
        above = set(ontology.transitive_objects(cls, RDFS.subClassOf))
        assert (cls, RDF.type, OWL.Class) in ontology, info.key
        assert {general, *(named(curie, lexicon) for curie in info.also)} <= above, info.key
        assert rdflib.Literal(info.label_zh, lang="zh") in set(ontology.objects(cls, RDFS.label)), info.key


def test_every_predicate_has_its_property(ontology: rdflib.Graph, lexicon: Lexicon) -> None:
    for predicate in lexicon.predicates.values():
        assert (named(predicate.iri, lexicon), RDF.type, None) in ontology, predicate.key


def test_the_graph_uses_only_what_is_declared(ontology: rdflib.Graph, quads: list[ox.Quad], lexicon: Lexicon) -> None:
    data = union(quads)
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    declared = set(ontology.subjects(RDF.type)) | {RDF.type, named("prov:Entity", lexicon)}
    assert used <= declared, used - declared


def test_shapes_speak_only_of_what_is_declared(ontology: rdflib.Graph, lexicon: Lexicon) -> None:
    shapes = rdflib.Graph().parse(lexicon.root / "shapes.ttl")
    spoken = {node for triple in shapes for node in triple if isinstance(node, rdflib.URIRef) and node in KG}
    assert spoken <= set(ontology.subjects(RDF.type)), spoken - set(ontology.subjects(RDF.type))


def test_domains_and_ranges_never_make_a_thing_two_disjoint_ones(ontology: rdflib.Graph, quads: list[ox.Quad]) -> None:
    closed = union(quads) + ontology
    stated = {(s, o) for s, o in closed.subject_objects(RDF.type) if str(o) in KG}
    with mock.patch.dict(rdflib.term._toPythonMapping):  # owlrl leaves its own readers of literals behind, and pySHACL then judges by them
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(closed)
    for one, another in closed.subject_objects(OWL.disjointWith):
        both = set(closed.subjects(RDF.type, one)) & set(closed.subjects(RDF.type, another))
        assert not both, f"{one} {another} {both}"
    entities = set(closed.subjects(SKOS.prefLabel))
    inferred = {(s, o) for s, o in closed.subject_objects(RDF.type) if str(o) in KG and s in entities} - stated
    assert not {o for _, o in inferred} - {KG.PolicyDocument}, inferred  # a law is a document, and types.yaml need not say so
