"""What holds for every entity of a whole build, and for every mention that means one."""

from __future__ import annotations

import networkx as nx
import pytest
from scenes import read, world

from kg.lexicon import COUNTRY, Lexicon
from kg.model import EVT, Entity


@pytest.fixture(scope="module")
def entities(demo_graph: nx.MultiDiGraph) -> dict[str, Entity]:
    return dict(demo_graph.nodes(data="record"))


def test_no_entity_is_without_mentions_a_gazetteer_or_anything_else_that_names_it(entities: dict[str, Entity]) -> None:
    named = ("named in the name of a part of it", "named by a post", "named in the title of another document", "the outlet of a byline")
    assert [e.id for e in entities.values() if not (e.mentions or e.gazetteer or any(r.startswith(named) for r in e.reasons))] == []


def test_every_entity_says_why_its_mentions_are_one(entities: dict[str, Entity]) -> None:
    assert [e.id for e in entities.values() if not e.reasons or not all(e.reasons)] == []


def test_every_mention_means_one_entity_that_lists_it(demo_graph: nx.MultiDiGraph, entities: dict[str, Entity]) -> None:
    links = demo_graph.graph["links"]
    assert links.keys() == demo_graph.graph["mentions"].keys()
    listed = [(mention, e.id) for e in entities.values() for mention in e.mentions]
    assert sorted(listed) == sorted(links.items())


def test_a_mention_and_its_entity_are_of_one_type(demo_graph: nx.MultiDiGraph, entities: dict[str, Entity], lexicon: Lexicon) -> None:
    for mention in demo_graph.graph["mentions"].values():
        entity = entities[demo_graph.graph["links"][mention.id]]
        assert {mention.type, entity.type} <= {"ORG", "LOC"} or mention.type == entity.type, (mention, entity)
        assert entity.id.startswith(lexicon.types[entity.type].kind + "/")


def test_names_and_aliases_are_apart_sorted_and_not_empty(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        assert entity.name.strip() == entity.name != ""
        assert entity.name not in entity.aliases
        assert list(entity.aliases) == sorted(set(entity.aliases))
        assert all(alias.strip() for alias in entity.aliases)


def test_homonyms_share_their_name_and_type_and_know_of_each_other(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        for other in entity.homonyms:
            assert entities[other].name == entity.name
            assert entities[other].type == entity.type
            assert entity.id in entities[other].homonyms
    told = [e for e in entities.values() if e.type != EVT]
    shared = [e for e in told if e.homonyms]
    assert len({(e.type, e.name) for e in told}) == len(told) - len(shared) + len({(e.type, e.name) for e in shared})


def test_meetings_of_one_name_are_no_namesakes() -> None:
    graph = world(*(read(f"{day}月8日，县委书记陈立主持召开专题会议。", "柳林县") for day in (3, 4, 5)))
    meetings = [record for _, record in graph.nodes(data="record") if record.name == "专题会议"]
    assert len(meetings) == 3
    assert not any(meeting.homonyms for meeting in meetings)


def test_a_code_belongs_to_one_place_that_the_gazetteer_knows(entities: dict[str, Entity], lexicon: Lexicon) -> None:
    coded = [e for e in entities.values() if e.code]
    assert len({e.code for e in coded}) == len(coded) > 50
    for entity in (e for e in coded if len(e.code) == 6):
        assert entity.id == f"place/{entity.code}"
        assert entity.name == lexicon.divisions[entity.code].name
        assert entity.subtype == "AdministrativeArea"


def test_a_town_or_village_of_the_gazetteer_is_known_by_its_name_and_county(entities: dict[str, Entity], lexicon: Lexicon) -> None:
    units = [e for e in entities.values() if len(e.code) == 12]
    assert len(units) > 20
    for entity in units:
        assert entity.id.startswith(f"place/{entity.name}-")
        assert entity.subtype == ("AdministrativeArea" if entity.code.endswith("000") else "Village")
        assert entity.facts["within"] in entities


def test_the_ladder_above_every_division_is_there(demo_graph: nx.MultiDiGraph, entities: dict[str, Entity], lexicon: Lexicon) -> None:
    for entity in entities.values():
        parent = lexicon.divisions[entity.code].parent if len(entity.code) == 6 else ""
        if parent and parent != COUNTRY:
            above = [r for _, o, r in demo_graph.out_edges(entity.id, data="record") if r.predicate == "within" and o == f"place/{parent}"]
            assert above, entity.id


def test_organs_by_template_name_their_place_and_subtypes_are_of_the_type(entities: dict[str, Entity], lexicon: Lexicon) -> None:
    for entity in entities.values():
        assert entity.subtype == "" or lexicon.types[entity.subtype].type == entity.type, entity
        place = entity.facts.get("place", "")
        if place and not place.startswith("place/"):
            division = lexicon.divisions[place]
            assert division.name in entity.name or any(short in entity.name for short in division.shorts), entity
