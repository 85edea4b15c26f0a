"""Posts in time: terms from appointments, removals and the days on which papers show somebody in a post."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest
from scenes import LEXICON, read, world

from kg.entities import resolve
from kg.explain import explain, find
from kg.model import Reading, Relation
from kg.rdf import iris, query
from kg.rdf.convert import convert
from kg.rdf.validate import validate
from kg.relations import lifted, stated
from kg.settings import Settings

TAKES, LEAVES = "会议任命陈立为市教育局局长。", "会议免去陈立的市教育局局长职务。"


def seen(day: str) -> Reading:
    return read(f"市教育局局长陈立到会。这是{day}的消息。", date=day)


def terms(graph: nx.MultiDiGraph, predicate: str = "holds_post") -> list[tuple[str, str, str]]:
    """(since, until, observed) of each term of the one post of a graph, in order."""
    found: list[Relation] = [r for _, _, r in graph.edges(data="record") if r.predicate == predicate]
    found.sort(key=lambda r: r.qualifiers.get("term", ""))
    return [(r.since, r.until, r.qualifiers.get("observed", "")) for r in found]


def test_an_appointment_begins_a_term_and_a_removal_ends_it() -> None:
    graph = world(read(TAKES, date="2021-03-01"), seen("2022-05-01"), read(LEAVES, date="2023-06-01"))
    assert terms(graph) == [("2021-03-01", "2023-06-01", "2021-03-01 2022-05-01")]
    assert terms(graph, "left_post") == [("2021-03-01", "2023-06-01", "")]


def test_the_claims_of_a_group_make_its_relations_in_any_order() -> None:
    pages = read(TAKES, date="2021-03-01"), seen("2022-05-01"), read(LEAVES, date="2023-06-01"), seen("2023-08-01")
    resolution, _ = resolve(pages, LEXICON, Settings())
    types = {entity.id: entity.type for entity in resolution.entities}
    said = [lifted(claim, page.articles[0].published, resolution, types, LEXICON) for page in pages for claim in page.claims]
    posts = [one for one in said if one and one.group[1] == "post"]
    assert len({one.group for one in posts}) == 1
    found = sorted(stated(posts, LEXICON), key=lambda relation: relation.id)
    assert [r.predicate for r in found].count("holds_post") == 2
    assert sorted(stated(reversed(posts), LEXICON), key=lambda relation: relation.id) == found


def test_two_terms_with_a_removal_between_are_two_tenures() -> None:
    graph = world(
        read(TAKES, date="2018-03-01"), seen("2018-05-01"), read(LEAVES, date="2019-01-05"),
        read("大会" + TAKES, date="2021-07-01"), seen("2022-05-01"),
    )  # fmt: skip
    assert terms(graph) == [("2018-03-01", "2019-01-05", "2018-03-01 2018-05-01"), ("2021-07-01", "", "2021-07-01 2022-05-01")]


def test_two_papers_of_one_removal_end_one_term() -> None:
    graph = world(seen("2021-03-01"), read("6月1日，" + LEAVES, date="2021-06-02"), read("大会" + LEAVES, date="2021-06-03"))
    assert terms(graph) == [("", "2021-06-01", "2021-03-01")]
    assert [len(r.claims) for _, _, r in graph.edges(data="record") if r.predicate == "left_post"] == [2]


def test_who_is_appointed_anew_began_earlier_nobody_knows_when() -> None:
    assert terms(world(seen("2019-03-01"), read(TAKES, date="2021-03-01"))) == [("", "", "2019-03-01 2021-03-01")]


def test_an_article_that_removes_somebody_shows_them_in_the_term_that_ends() -> None:
    graph = world(read("6月1日，会议免去陈立的市教育局局长职务。市教育局局长陈立作了报告。", date="2021-06-02"))
    assert terms(graph) == [("", "2021-06-01", "2021-06-02")]


def test_posts_held_at_one_time_stay_apart() -> None:
    graph = world(read("会议任命陈立为市教育局局长、市财政局局长。", date="2021-03-01"), read(LEAVES, date="2022-03-01"))
    assert sorted(terms(graph)) == [("2021-03-01", "", "2021-03-01"), ("2021-03-01", "2022-03-01", "2021-03-01")]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    graph = world(
        read("会议接受陈立辞去市长职务的请求，任命周文海为副市长、代市长。", date="2021-06-01"),
        read("市长陈立到会。", date="2021-03-01"), read("市委书记吴秀兰、代市长周文海到会。", date="2021-09-01"),
        read("市委书记吴秀兰讲话。", date="2020-09-01"), read("大会选举周文海为市长。", date="2022-01-10"), read("市长周文海调研。", date="2022-05-01"),
    )  # fmt: skip
    quads = list(convert(graph, LEXICON, Settings()))
    assert validate(quads, LEXICON) == ()
    found = ox.Store()
    found.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return found


def ask(store: ox.Store, saved: str, **values: str) -> list[tuple[str, ...]]:
    text = query.given(query.saved(LEXICON.root)[saved].text, values)
    rows = query.query(store, text, iris.prefixes(LEXICON, Settings())).rows
    return [tuple("" if term is None else term.value for term in row) for row in rows]  # type: ignore[union-attr]


MAYORS = {
    "2021-03-01": ["陈立"],
    "2021-05-30": ["陈立"],  # last seen in March, but he left in June
    "2021-08-18": ["周文海"],
    "2022-01-10": ["周文海"],
    "2022-03-03": ["周文海"],
    "2019-01-01": [],
    "2023-01-01": [],
}


@pytest.mark.parametrize("day", MAYORS)
def test_who_was_mayor_on_a_day_is_one_query(day: str, store: ox.Store) -> None:
    assert [row[3] for row in ask(store, "posts_on", day=day, organ="吕梁市人民政府", post="市长")] == MAYORS[day]


def test_somebody_seen_before_and_after_a_day_held_the_post_on_it(store: ox.Store) -> None:
    assert [row[3] for row in ask(store, "posts_on", day="2021-01-01", post="书记")] == ["吴秀兰"]


def test_a_career_tells_posts_in_their_order(store: ox.Store) -> None:
    assert ask(store, "career", name="周文海") == [
        ("周文海", "吕梁市人民政府", "代市长", "acting", "2021-06-01", "2021-06-01", "2021-09-01", ""),
        ("周文海", "吕梁市人民政府", "副市长", "deputy", "2021-06-01", "2021-06-01", "2021-06-01", ""),
        ("周文海", "吕梁市人民政府", "市长", "", "2022-01-10", "2022-01-10", "2022-05-01", ""),
    ]


def test_who_left_a_post_is_not_said_to_hold_it() -> None:
    graph = world(read(LEAVES))
    asked = "ASK { ?p org:holds ?post }", 'ASK { ?p kg:left ?post . ?t kg:post ?post ; org:member ?p ; kg:until "2021-08-19"^^xsd:date }'
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in convert(graph, LEXICON, Settings()))
    assert [query.query(store, text, iris.prefixes(LEXICON, Settings())).answer for text in asked] == [False, True]


def test_a_query_is_given_values_as_strings_whatever_they_hold() -> None:
    text = 'SELECT * { VALUES ?name { "" } }'
    assert query.given(text, {"name": 'a"b} \\'}) == 'SELECT * { VALUES ?name { "a\\"b} \\\\" } }'
    with pytest.raises(query.QueryError, match=r"no VALUES \?day .* it has name"):
        query.given(text, {"day": "2021"})


def test_explain_shows_since_and_until_when() -> None:
    graph = world(read(TAKES, date="2021-03-01"), read(LEAVES, date="2023-06-01"))
    said = explain(graph, *find(graph, "陈立"), LEXICON, language="zh")
    assert "→ 卸任 吕梁市教育局 [title: 局长] [since: 2021-03-01] [until: 2023-06-01]" in said
