"""Claims of many sentences become one relation each; what the gazetteers know is added; what is denied is not stated."""

from __future__ import annotations

import networkx as nx
import pytest
from scenes import read, relations, world

from kg.lexicon import Lexicon
from kg.relations import LITERAL, SYMMETRIC


def test_two_sentences_that_say_one_thing_are_one_relation_with_two_claims() -> None:
    graph = world(read("市委书记陈立到会。"), read("市委书记陈立强调，要抓好教育工作。"))
    relation = relations(graph)["陈立 holds_post 中共吕梁市委员会"]
    assert len(relation.claims) == 2
    single = relations(world("市委书记陈立到会。"))["陈立 holds_post 中共吕梁市委员会"]
    assert 1 > relation.confidence > single.confidence
    assert relation.id == single.id


def test_a_post_is_observed_on_the_days_of_its_papers() -> None:
    graph = world(
        read("市委书记陈立到会。", date="2021-08-19"),
        read("陈立到会。市委书记陈立讲话。", date="2021-03-02"),
        read("市委书记陈立来了。", date=""),
    )
    assert relations(graph)["陈立 holds_post 中共吕梁市委员会"].qualifiers["observed"] == "2021-03-02 2021-08-19"


def test_two_titles_in_one_organ_are_two_relations() -> None:
    graph = world(read("市委常委、副书记陈立到会。"))
    posts = [r for _, _, r in graph.edges(data="record") if r.predicate == "holds_post"]
    assert sorted(r.qualifiers["title"] for r in posts) == ["副书记", "常委"]


def test_the_weightier_outcome_of_a_paper_is_kept() -> None:
    graph = world("8月18日，市政府召开常务会议。会议听取《吕梁市养犬管理办法》说明，审议通过《吕梁市养犬管理办法》。")
    found = [r for words, r in relations(graph, "considered").items() if words.endswith("considered 吕梁市养犬管理办法")]
    assert [r.qualifiers["outcome"] for r in found] == ["审议通过"]


@pytest.mark.parametrize(("text", "mark"), [("没有县教育局印发《通知》。", "negated"), ("县教育局将印发《通知》。", "planned")])
def test_what_is_denied_or_planned_is_not_asserted_but_kept_with_its_claim(text: str, mark: str) -> None:
    graph = world(text)
    assert not relations(graph, "issued")
    (relation,) = graph.graph["unasserted"]
    (claim,) = (graph.graph["claims"][c] for c in relation.claims)
    assert (claim.predicate, claim.fact, claim.negated, claim.modality) == ("issued", False, mark == "negated", mark.replace("negated", ""))


def test_what_was_planned_and_then_done_is_one_relation_with_both_claims() -> None:
    planned = read("县教育局将印发《关于规范校外托管的通知》。", "临县", "2021-07-01")
    done = read("县教育局印发《关于规范校外托管的通知》。", "临县", "2021-08-19")
    (relation,) = relations(world(planned, done), "issued").values()
    assert len(relation.claims) == 2
    assert relation.confidence == next(iter(relations(world(done), "issued").values())).confidence
    assert relation.id == world(planned).graph["unasserted"][0].id


def test_cooperation_is_stated_once_whoever_is_named_first() -> None:
    graph = world(read("龙游县与浙江农林大学签订校地合作协议。", "衢州市"), read("浙江农林大学与龙游县签订合作协议。", "衢州市"))
    found = relations(graph, "cooperates_with")
    assert len(found) == 1
    assert len(next(iter(found.values())).claims) == 2


def test_figures_that_differ_in_value_are_two_observations() -> None:
    graph = world(read("离石区新增学位1080个。"), read("离石区新增学位90个。"), read("据了解，离石区新增学位90个。"))
    figures = sorted((r.qualifiers["value"], len(r.claims)) for r in graph.graph["literals"])
    assert figures == [("1080", 1), ("90", 2)]


KNOWN = {
    "离石区 within 吕梁市": "gazetteers/divisions.tsv",
    "吕梁市 within 山西省": "gazetteers/divisions.tsv",
    "离石区人民政府 jurisdiction 离石区": "organs.yaml",
    "离石区教育局 part_of 离石区人民政府": "organs.yaml",
}


@pytest.mark.parametrize(("words", "source"), KNOWN.items())
def test_what_the_gazetteers_know_is_stated_with_their_name(words: str, source: str) -> None:
    relation = relations(world("离石区教育局局长陈立到会。"))[words]
    assert (relation.source, relation.claims, relation.confidence) == (source, (), 1.0)


def test_what_an_article_states_needs_no_gazetteer() -> None:
    found = relations(world("临县三交镇的群众行动起来。"), "within")
    assert found["三交镇 within 临县"].claims
    assert found["临县 within 吕梁市"].source


def test_a_province_lies_in_no_further_place() -> None:
    assert not [words for words in relations(world("我国发展很快，山西省也一样。"), "within") if words.startswith("山西省")]


# --- laws over a whole build ------------------------------------------------------------------------------------------


def every_relation(graph: nx.MultiDiGraph) -> list:
    return [*asserted(graph), *graph.graph["unasserted"]]


def asserted(graph: nx.MultiDiGraph) -> list:
    return [*(r for _, _, r in graph.edges(data="record")), *graph.graph["literals"]]


def test_what_is_asserted_has_a_claim_that_is_a_fact_or_a_gazetteer(demo_graph: nx.MultiDiGraph) -> None:
    facts = {id for id, claim in demo_graph.graph["claims"].items() if claim.fact}
    assert [r for r in asserted(demo_graph) if not r.source and facts.isdisjoint(r.claims)] == []
    assert [r for r in demo_graph.graph["unasserted"] if r.source or not facts.isdisjoint(r.claims)] == []


def test_no_relation_is_without_a_claim_or_a_gazetteer(demo_graph: nx.MultiDiGraph) -> None:
    assert [r for r in every_relation(demo_graph) if not r.claims and not r.source] == []


def test_what_articles_and_a_gazetteer_state_is_one_relation_and_sure(demo_graph: nx.MultiDiGraph) -> None:
    both = [r for r in every_relation(demo_graph) if r.claims and r.source]
    assert len(both) > 10
    assert {r.confidence for r in both} == {1.0}


def test_every_claim_stands_in_exactly_one_relation(demo_graph: nx.MultiDiGraph) -> None:
    used = sorted(claim for r in every_relation(demo_graph) for claim in r.claims)
    assert used == sorted(set(used)) == sorted(demo_graph.graph["claims"])


def test_claims_and_their_relation_say_the_same(demo_graph: nx.MultiDiGraph) -> None:
    links, claims = demo_graph.graph["links"], demo_graph.graph["claims"]
    for relation in every_relation(demo_graph):
        for claim in (claims[c] for c in relation.claims):
            assert claim.predicate == relation.predicate
            ends = {links[t.value] for t in (claim.subject, claim.object) if t.kind == "mention"}
            assert ends <= {relation.subject, relation.object}


def test_ends_are_of_the_types_that_the_predicate_takes(demo_graph: nx.MultiDiGraph, lexicon: Lexicon) -> None:
    types = {node: entity.type for node, entity in demo_graph.nodes(data="record")}
    for relation in every_relation(demo_graph):
        info = lexicon.predicates[relation.predicate]
        assert types[relation.subject] in info.subject or (relation.predicate, types[relation.subject]) == ("within", "ORG"), relation
        assert relation.literal == (relation.predicate in LITERAL)
        assert relation.literal or types[relation.object] in info.object, relation
        assert relation.subject != relation.object
        assert 0 < relation.confidence <= 1
        assert relation.predicate not in SYMMETRIC or relation.subject < relation.object


def test_ids_of_relations_are_their_own_and_lists_are_sorted(demo_graph: nx.MultiDiGraph) -> None:
    found = every_relation(demo_graph)
    assert len({r.id for r in found}) == len(found)
    for relation in found:
        assert list(relation.qualifiers) == sorted(relation.qualifiers)


def test_places_do_not_contain_each_other_in_a_circle(demo_graph: nx.MultiDiGraph) -> None:
    for predicate in ("within", "part_of"):
        inside = nx.DiGraph([(s, o) for s, o, r in demo_graph.edges(data="record") if r.predicate == predicate])
        assert list(nx.simple_cycles(inside)) == []
