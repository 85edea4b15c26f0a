"""The quads of the sample keep the contract: what a reader of the graph may ask, and where each statement stands."""

# ruff: noqa: E501 (tables)
# fmt: off

from __future__ import annotations

import dataclasses

import networkx as nx
import pyoxigraph as ox
import pytest
from scenes import world

from kg.lexicon import Lexicon
from kg.rdf.convert import convert, statements
from kg.rdf.query import query
from kg.rdf.terms import iri
from kg.rdf.validate import validate
from kg.settings import Settings

STATED = {
    "a person holds a post": 'person:孙大军 org:holds ?p . ?p a org:Post ; org:postIn orgs:中共吕梁市委员会 ; kg:title "书记"@zh',
    "a tenure tells when": '?t a kg:Tenure, org:Membership ; org:member person:孙大军 ; org:organization orgs:中共吕梁市委员会 ; kg:post ?p ; kg:observedOn "2021-08-19"^^xsd:date',
    "an organ is implied": "person:张广勇 org:holds/org:postIn orgs:吕梁市人民政府 . orgs:吕梁市人民政府 a kg:GovernmentOrgan, org:Organization",
    "the chair attends": "?m a kg:Meeting, schema:Event ; kg:chair person:孙大军 ; schema:attendee person:孙大军, person:张广勇",
    "a meeting is dated and placed": '?m schema:startDate "2021-08-18"^^xsd:date ; schema:location place:吕梁会堂 ; schema:organizer orgs:中共吕梁市委员会',
    "a meeting considers": '?m kg:considered ?d . ?i a kg:AgendaItem ; kg:inEvent ?m ; kg:document ?d ; kg:outcome "原则通过"@zh',
    "a document is issued": '?d kg:issuedBy orgs:柳林县人民政府 ; kg:submittedTo orgs:柳林县人大常委会 ; dct:issued "2021-07"^^xsd:gYearMonth',
    "a law is legislation": "?d kg:basedOn ?l . ?l a kg:Law, schema:Legislation, schema:CreativeWork",
    "an agent acts": "place:141125 kg:implements policy:双减 . ?u kg:visited place:141125 ; kg:cooperatesWith place:141125",
    "a place has its code": 'place:141102 dct:identifier "141102" ; geo:lat 37.524 ; schema:containedInPlace/schema:containedInPlace place:140000',
    "where a government sits": 'place:141125 geo:lat ?y ; geo:long ?x ; kg:seat ?s ; kg:coordinateSource ?g . ?g kg:source "gazetteers/coordinates.tsv" ; dct:license ?l FILTER(datatype(?y) = xsd:decimal && ABS(?y - 37.43) < .1 && ABS(?x - 110.89) < .1 && STRSTARTS(STR(?s), "https://sws.geonames.org/"))',
    "a former name": 'orgs:北城一幼 kg:formerLabel "盛地幼儿园"@zh ; org:subOrganizationOf ?b . place:141102 kg:established orgs:北城一幼',
    "an indicator": '?o a schema:Observation ; schema:observationAbout place:141102 ; schema:variableMeasured "投资"@zh ; schema:value 6.35 ; schema:unitText "亿元" ; kg:approximator "约"@zh ; prov:wasDerivedFrom/nif:referenceContext article:a1',
    "a value in its base unit": '?o schema:variableMeasured "投资"@zh ; kg:baseValue 635000000.0 ; kg:baseUnit "元" ; kg:approximation "about"',
    "a change of an indicator": '?o kg:change "year-on-year" ; kg:changeOf/schema:variableMeasured "投资"@zh',
    "a plan": '?o schema:variableMeasured "学位"@zh ; kg:status "planned" ; kg:scope "累计"@zh ; kg:baseValue 20000.0',
    "a project": '?p a kg:Project ; skos:prefLabel "年产30万吨电解铝项目"@zh ; schema:location place:141102 ; kg:owner orgs:北城一幼 ; kg:amount 4500000000.0 ; kg:amountUnit "元" ; kg:state "开工"@zh . ?c rdf:subject ?p ; kg:state "开工"@zh',
    "homonyms": 'person:张伟-柳林县 kg:homonymOf person:张伟-离石区人民医院 ; skos:prefLabel "张伟"@zh',
    "an article": 'article:a1 a schema:NewsArticle, nif:Context ; schema:headline ?h ; schema:author person:罗丽 ; schema:isPartOf page:p1 ; kg:about place:141100 ; kg:kind "news"',
    "a page": 'page:p1 a kg:Page ; kg:newspaper "吕梁日报"@zh ; kg:edition "01" ; kg:source "吕梁日报/2021-08-19.txt" ; schema:datePublished "2021-08-19"^^xsd:date',
    "a mention": '?m a nif:Phrase ; nif:anchorOf "我县" ; kg:deictic true ; itsrdf:taIdentRef place:141125 ; nif:beginIndex 37 ; nif:endIndex 39 ; kg:rule "sample" ; kg:confidence 0.9',
    "offsets lead to the page": 'article:a3 schema:isPartOf page:p1 . ?m nif:referenceContext article:a3 ; nif:beginIndex 3 ; kg:sourceBegin 180 ; kg:sourceEnd 182',
    "a claim": "?c a kg:Claim, rdf:Statement ; rdf:subject person:孙大军 ; rdf:predicate org:holds ; rdf:object ?p ; prov:wasDerivedFrom ?s . ?s a nif:Sentence ; nif:anchorOf ?w",
    "a speaker": '?c rdf:predicate kg:issuedBy ; kg:saidBy person:张伟-柳林县 . ?d rdf:predicate kg:submittedTo ; kg:when "2021-09"^^xsd:gYearMonth',
    "up to when": '?c rdf:subject ?o ; kg:asOf "2021-07-31"^^xsd:date . ?o schema:variableMeasured "新增学位"@zh',
    "a gazetteer": '?c rdf:subject place:141102 ; rdf:predicate schema:containedInPlace ; prov:wasDerivedFrom gazetteer:divisions-tsv . gazetteer:divisions-tsv kg:source "gazetteers/divisions.tsv"',
}


@pytest.mark.parametrize("pattern", STATED.values(), ids=STATED)
def test_the_graph_states(pattern: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    assert query(store, f"ASK {{ {pattern} }}", prefixes).answer


def test_a_denial_is_a_claim_and_no_statement(store: ox.Store, prefixes: dict[str, str]) -> None:
    denied = "?c rdf:subject person:张伟-柳林县 ; rdf:object ?post ; kg:negated true . ?post org:postIn orgs:离石区人民政府"
    assert query(store, f"ASK {{ {denied} }}", prefixes).answer
    assert not query(store, "ASK { ?person org:holds/org:postIn orgs:离石区人民政府 }", prefixes).answer
    assert not query(store, "ASK { ?tenure org:organization orgs:离石区人民政府 }", prefixes).answer


def test_a_plan_is_a_claim_with_its_mark_and_no_statement(lexicon: Lexicon, settings: Settings) -> None:
    quads = list(convert(world("县教育局将印发《关于规范校外托管的通知》。"), lexicon, settings))
    marks = [str(q.object) for q in quads if q.predicate.value.endswith("#modality")]
    assert marks == ['"planned"']
    assert not [q for q in quads if q.predicate.value.endswith("#issuedBy")]
    assert validate(quads, lexicon) == ()


def test_what_an_article_says_stands_in_its_graph_and_what_a_gazetteer_knows_in_the_background(store: ox.Store, prefixes: dict[str, str]) -> None:
    inside = {
        "article:a1": "person:孙大军 org:holds ?x ; a kg:Person ; skos:prefLabel ?l . ?m itsrdf:taIdentRef person:孙大军",
        "article:a2": 'place:141125 skos:altLabel "柳林"@zh . person:张伟-柳林县 skos:prefLabel ?l',
        "graph:background": 'place:141125 skos:prefLabel ?l ; schema:containedInPlace ?p . place:140000 skos:altLabel "山西"@zh',
    }
    for graph, pattern in inside.items():
        assert query(store, f"ASK {{ GRAPH {graph} {{ {pattern} }} }}", prefixes).answer, graph
    assert not query(store, "ASK { GRAPH graph:background { person:孙大军 ?p ?o } }", prefixes).answer
    assert not query(store, 'ASK { GRAPH article:a1 { place:141125 ?p ?o } }', prefixes).answer


def test_dropping_an_article_drops_what_only_it_knew(quads: list[ox.Quad], prefixes: dict[str, str]) -> None:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads if iri(q.graph_name) != prefixes["article"] + "a2")
    assert not query(store, "ASK { person:张伟-柳林县 skos:prefLabel ?name }", prefixes).answer
    assert not query(store, 'ASK { ?d skos:altLabel "意见"@zh }', prefixes).answer
    assert query(store, "ASK { ?d kg:basedOn ?law ; skos:prefLabel ?name }", prefixes).answer


def test_the_core_profile_has_everything_but_mentions(quads: list[ox.Quad], graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings) -> None:
    full, core = (set(statements(graph, lexicon, settings, profile=profile)) for profile in ("full", "core"))
    left_out = full - core
    assert core < full <= set(quads)
    assert {iri(q.subject).split("/")[-2] for q in left_out if not q.predicate.value.endswith("#reason")} == {"mention"}


def test_an_unknown_profile_is_refused_by_name(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings) -> None:
    with pytest.raises(ValueError, match="'slim' is neither full nor core"):
        list(convert(graph, lexicon, settings, profile="slim"))  # type: ignore[arg-type]


def test_no_blank_nodes_and_no_statement_twice(quads: list[ox.Quad]) -> None:
    assert len(quads) == len(set(quads))
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_a_tenure_that_a_person_has_dated_keeps_its_name(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, prefixes: dict[str, str]) -> None:
    edge = graph.edges["person/孙大军", "org/中共吕梁市委员会", "r0"]
    edge["record"] = dataclasses.replace(edge["record"], since="2019-03", until="上月", source="curation/curation.yaml:1")
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in convert(graph, lexicon, settings))
    found = query(store, "SELECT ?t ?since ?until { ?t org:member person:孙大军 ; kg:since ?since ; kg:until ?until }", prefixes).rows
    assert [str(term) for term in found[0][1:]] == ['"2019-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"上月"@zh']
    assert str(found[0][0]).endswith("孙大军-中共吕梁市委员会-书记>")


def test_an_event_of_several_days_begins_and_ends(
    graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, prefixes: dict[str, str]
) -> None:
    node = graph.nodes["event/市委常委会议-2021-08-18"]
    node["record"] = dataclasses.replace(node["record"], facts={"startDate": "2021-08-18/2021-08-20"})
    quads = list(convert(graph, lexicon, settings))
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    dates = '?m schema:startDate "2021-08-18"^^xsd:date ; schema:endDate "2021-08-20"^^xsd:date'
    assert query(store, f"ASK {{ {dates} }}", prefixes).answer
    assert validate(quads, lexicon) == ()


def test_hash_names_give_the_same_graph_under_opaque_ascii_names(quads: list[ox.Quad], graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> None:
    hashed = list(convert(graph, lexicon, Settings(iris="hash")))
    assert len(hashed) == len(quads)
    assert all(iri(q.subject).isascii() for q in hashed)
    assert len({q.subject for q in hashed}) == len({q.subject for q in quads})


def test_a_base_of_ones_own_is_used_for_every_individual(graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> None:
    quads = convert(graph, lexicon, Settings(base="https://news.example/"))
    assert all(iri(q.subject).startswith("https://news.example/") for q in quads)
