"""What people decide stays decided: replayed on every build, reported when it no longer applies, never lost."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON, means, read, record, relations, world

from kg import curation
from kg.model import Problem
from kg.rdf.convert import convert
from kg.rdf.validate import validate
from kg.settings import Settings

HERE, THERE = read("市委书记陈立到会。", "吕梁市"), read("市长陈立到会。", "衢州市")
LVLIANG, QUZHOU = "person/陈立-吕梁市", "person/陈立-衢州市"
TWICE = (read("8月18日，临县副县长王芳到会。"), read("临县王芳喜获丰收。"))


def decide(folder: Path, text: str, *readings: object) -> nx.MultiDiGraph:
    path = folder / "curation.yaml"
    path.write_text(text, encoding="utf-8")
    return world(*(readings or (HERE, THERE)), settings=Settings(curation=str(path)))  # type: ignore[arg-type]


def problems(graph: nx.MultiDiGraph) -> list[Problem]:
    return [p for p in graph.graph["problems"] if p.stage == "curation"]


def test_two_people_said_to_be_the_same_are_one_node_with_the_reason(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- same: [{LVLIANG}, {QUZHOU}]\n  why: 由衢州调任\n")
    assert {means(graph, "陈立", n) for n in (0, 1)} == {LVLIANG}
    assert QUZHOU not in graph
    assert any("由衢州调任" in reason for reason in graph.nodes[LVLIANG]["record"].reasons)
    assert {"陈立 holds_post 中共吕梁市委员会", "陈立 holds_post 衢州市人民政府"} <= relations(graph).keys()
    assert not problems(graph)


def test_what_one_article_calls_by_a_name_may_be_somebody_else(tmp_path: Path) -> None:
    first, second = TWICE
    other = "person/王芳-临县-农民"
    graph = decide(tmp_path, f"- different: [{means(world(first), '王芳')}, {other}]\n  in: [{second.articles[0].id}]\n", first, second)
    assert {means(graph, "王芳", n) for n in (0, 1)} == {means(world(first), "王芳"), other}
    assert graph.nodes[other]["record"].homonyms == (means(world(first), "王芳"),)


def test_a_new_name_keeps_the_node_and_the_old_name(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- rename: {LVLIANG}\n  to: 陈力\n")
    entity = graph.nodes[LVLIANG]["record"]
    assert (entity.name, entity.aliases) == ("陈力", ("陈立",))


def test_another_type_moves_the_node_and_drops_statements_that_no_longer_fit(tmp_path: Path) -> None:
    plain = world("离石区委书记陈立到绿源合作社调研。")
    org = means(plain, "绿源合作社")
    graph = decide(tmp_path, f"- retype: {org}\n  to: Site\n", read("离石区委书记陈立到绿源合作社调研。"))
    place = org.replace("org/", "place/")
    assert graph.nodes[place]["record"].type == "LOC"
    assert graph.nodes[place]["record"].subtype == "Site"
    assert org not in graph


def test_a_dropped_mention_takes_its_statements_with_it(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- drop: {QUZHOU}\n  in: [{THERE.articles[0].id}]\n")
    assert QUZHOU not in graph
    assert not any("衢州" in words for words in relations(graph, "holds_post"))
    assert LVLIANG in graph


def test_an_alias_names_the_entity_wherever_an_article_uses_it(tmp_path: Path) -> None:
    text = "山西大土河焦化有限责任公司总经理李明到会。"
    long = means(world(text), "山西大土河焦化有限责任公司")
    short = read("大土河焦化有限公司总经理李明到会。")
    graph = decide(tmp_path, f"- alias: {long}\n  names: [大土河焦化有限公司, 大土河]\n", read(text), short)
    assert means(graph, "大土河焦化有限公司") == long
    assert set(graph.nodes[long]["record"].aliases) >= {"大土河焦化有限公司", "大土河"}


def test_a_fact_adds_dates_to_a_stated_post_and_names_its_source(tmp_path: Path) -> None:
    organ = "org/中共吕梁市委员会"
    graph = decide(tmp_path, f"- fact: [{LVLIANG}, holds_post, {organ}]\n  title: 书记\n  since: 2021-04-01\n  why: 市委任免通知\n")
    post = relations(graph)["陈立 holds_post 中共吕梁市委员会"]
    assert (post.since, post.source, bool(post.claims)) == ("2021-04-01", "curation/curation.yaml:1", True)
    quads = list(convert(graph, LEXICON, Settings()))
    assert {q.object.value for q in quads if q.predicate.value.endswith("ontology#since")} == {"2021-04-01"}
    assert any(q.predicate.value.endswith("#reason") and q.object.value == "市委任免通知" for q in quads)
    assert validate(quads, LEXICON) == ()


def test_a_fact_that_no_article_states_stands_beside_them(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- fact: [{LVLIANG}, visited, place/330800]\n")
    assert relations(graph, "visited")["陈立 visited 衢州市"].claims == ()


VISIT = read("9月6日，省委书记林武在临县调研。林武先后来到临县碛口镇、临县城庄镇调研。")


def test_what_a_person_rejects_is_not_said_and_all_else_is(tmp_path: Path) -> None:
    plain = relations(world(HERE, VISIT))
    (visit,) = (one for words, one in plain.items() if words.endswith("visited 碛口镇"))
    graph = decide(tmp_path, f"- reject: [{visit.subject}, visited, {visit.object}]\n  why: 没有去\n", HERE, VISIT)
    assert plain.keys() - relations(graph).keys() == {next(words for words in plain if words.endswith("visited 碛口镇"))}
    assert set(visit.claims).isdisjoint(graph.graph["claims"])
    assert not problems(graph)


def test_a_claim_is_rejected_by_what_it_says_and_where(tmp_path: Path) -> None:
    twice = read("市委书记陈立到会。", "吕梁市"), read("市委常委陈立讲话。", "吕梁市")
    post = f"- reject: [{LVLIANG}, holds_post, org/中共吕梁市委员会]"

    def titles(text: str) -> set[str]:
        graph = decide(tmp_path, text, *twice)
        return {one.qualifiers["title"] for _, _, one in graph.edges(data="record") if one.predicate == "holds_post"}

    assert titles("# 无\n") == {"书记", "常委"}
    assert titles(f"{post}\n") == set()
    assert titles(f"{post}\n  title: 常委\n") == {"书记"}
    assert titles(f"{post}\n  in: [{twice[0].articles[0].id}]\n") == {"常委"}


def test_a_stated_relation_that_a_person_confirms_is_certain_and_the_others_stay(tmp_path: Path) -> None:
    text = read("今年，临县新增学位1080个，完成投资3亿元。昨日，临县新增学位200个。", "吕梁市")
    plain = world(text)
    known = {one.id: one for *_, one in plain.edges(data="record")} | {one.id: one for one in plain.graph["literals"]}
    chosen = next(one for one in known.values() if one.predicate == "observation" and one.qualifiers["value"] == "200")
    said = "".join(f"  {key}: {chosen.qualifiers[key]}\n" for key in ("value", "unit", "period") if key in chosen.qualifiers)
    graph = decide(tmp_path, f"- fact: [{chosen.subject}, observation, {chosen.object}]\n{said}", text)
    found = {one.id: one for *_, one in graph.edges(data="record")} | {one.id: one for one in graph.graph["literals"]}
    assert found.keys() == known.keys()
    assert [id for id in found if found[id] != known[id]] == [chosen.id]
    assert (found[chosen.id].source, found[chosen.id].confidence) == ("curation/curation.yaml:1", 1.0)
    assert not problems(graph)


def test_a_planned_figure_is_confirmed_as_the_one_that_it_is(tmp_path: Path) -> None:
    text = read("今年，临县计划新增学位1080个。", "吕梁市")
    (planned,) = (one for one in world(text).graph["literals"] if one.predicate == "observation")
    assert planned.qualifiers["status"] == "planned"
    said = "".join(f"  {key}: '{planned.qualifiers[key]}'\n" for key in ("value", "unit", "period") if key in planned.qualifiers)
    graph = decide(tmp_path, f"- fact: [{planned.subject}, observation, {planned.object}]\n{said}", text)
    (found,) = (one for one in graph.graph["literals"] if one.predicate == "observation")
    assert (found.id, found.qualifiers["status"], found.confidence) == (planned.id, "planned", 1.0)


def test_a_place_in_doubt_is_settled_by_its_code(tmp_path: Path) -> None:
    text = "市领导到城关镇调研。城关镇干部群众参加。"
    reading = read(text, "洛阳市")
    doubtful = means(world(reading), "城关镇")
    assert record(world(reading), "城关镇").reasons[0].startswith("doubtful: ")
    code = record(world(reading), "城关镇").facts["candidates"].split()[0]
    graph = decide(tmp_path, f"- same: ['{code}', {doubtful}]\n", reading)
    entity = record(graph, "城关镇")
    assert entity.code == code
    assert not any(reason.startswith("doubtful: ") for reason in entity.reasons)
    assert any(f"place/{code[:6]}" == end for _, end in graph.out_edges(means(graph, "城关镇")))


def test_confirmed_namesakes_are_in_doubt_no_more_and_stay_apart(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- different: [{LVLIANG}, {QUZHOU}]\n")
    assert {LVLIANG, QUZHOU} <= set(graph)
    assert not problems(graph)


UNUSED = [
    "- same: [person/陈立-吕梁市, person/赵六-吕梁市]",
    "- rename: person/赵六-吕梁市\n  to: 赵七",
    "- drop: person/陈立-吕梁市\n  in: [000000000000-1]",
    "- different: [person/赵六-吕梁市, person/陈立-吕梁市]",
    "- alias: org/没有\n  names: [有]",
    "- retype: org/没有\n  to: ORG",
    "- fact: [person/赵六-吕梁市, visited, place/330800]",
    "- reject: [person/赵六-吕梁市, visited, place/330800]",
    "- reject: [person/陈立-吕梁市, chaired, place/330800]",
]


@pytest.mark.parametrize("text", UNUSED)
def test_a_decision_that_no_longer_applies_is_reported_with_its_line(tmp_path: Path, text: str) -> None:
    graph = decide(tmp_path, f"# 说明\n\n{text}\n")
    (problem,) = problems(graph)
    assert (problem.code, problem.severity) == ("unused-decision", "warning")
    assert problem.where.endswith("curation.yaml:3")
    plain = world(HERE, THERE)
    assert dict(graph.nodes(data="record")) == dict(plain.nodes(data="record"))
    assert list(graph.edges(data="record")) == list(plain.edges(data="record"))


FAULTY = {
    "- smae: [a, b]": "one of same, different",
    "- same: [person/陈立-吕梁市]": "at least 2",
    "- rename: person/陈立-吕梁市": "to is missing",
    "- same: [person/陈立-吕梁市, org/中共吕梁市委员会]": "cannot be one thing",
    "- retype: person/陈立-吕梁市\n  to: Nothing": "is no type",
    "- fact: [person/陈立-吕梁市, loves, place/330800]": "is no relation",
    "- fact: [place/330800, holds_post, org/中共吕梁市委员会]": "needs PER",
    "- reject: [person/陈立-吕梁市, loves, place/330800]": "is no relation",
    "- reject: [person/陈立-吕梁市, visited]": "3 needed",
    "- drop: [person/陈立-吕梁市": "no YAML",
    "- drop: person/陈立-吕梁市\n  to: 谁": "cannot stand here",
    "just words": "one of same, different",
}


@pytest.mark.parametrize("text", FAULTY)
def test_a_faulty_decision_costs_only_itself(tmp_path: Path, text: str) -> None:
    graph = decide(tmp_path, f"{text}\n- rename: {QUZHOU}\n  to: 陈利\n")
    (problem,) = problems(graph)
    assert problem.severity == "error"
    assert FAULTY[text] in problem.message
    assert problem.where.endswith("curation.yaml:1")
    assert graph.nodes[QUZHOU]["record"].name == "陈利"


def test_decisions_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    graph = decide(tmp_path, f"- same: [{LVLIANG}, {QUZHOU}]\n- different: [{LVLIANG}, {QUZHOU}]\n")
    assert [(p.code, p.where[-2:]) for p in problems(graph)] == [("contradiction", ":2")]


def test_a_missing_file_is_an_error_and_the_build_goes_on() -> None:
    graph = world(HERE, settings=Settings(curation="nowhere.yaml"))
    assert [p.code for p in problems(graph)] == ["unreadable"]
    assert LVLIANG in graph


@given(st.permutations(range(4)))
def test_the_order_of_decisions_does_not_matter(order: list[int]) -> None:
    decisions = [
        curation.Decision("same", (LVLIANG, QUZHOU), "a:1"),
        curation.Decision("rename", (QUZHOU,), "a:2", to="陈力"),
        curation.Decision("alias", (LVLIANG,), "a:3", names=("老陈",)),
        curation.Decision("drop", ("org/没有",), "a:4"),
    ]
    from kg.entities import resolve

    found, odd = resolve([HERE, THERE], LEXICON, Settings(), [decisions[i] for i in order])
    straight, same = resolve([HERE, THERE], LEXICON, Settings(), decisions)
    assert {e.id: (e.name, e.aliases) for e in found.entities} == {e.id: (e.name, e.aliases) for e in straight.entities}
    assert set(odd) == set(same)


def test_what_is_appended_is_read_back_and_the_rest_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "curation.yaml"
    path.write_text("# mine\n- drop: person/甲   # why not\n", encoding="utf-8")
    written = curation.append(path, "same", ("330800", "place/衢州"), why="同城")
    assert path.read_text(encoding="utf-8").startswith("# mine\n- drop: person/甲   # why not\n- same: ")
    assert curation.read(path)[0][1] == written
    assert written.where == f"{path}:3"
