"""The shelf of a build has what its records have, found by address, date, entity or article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from kg import builds, shelf
from kg.graph import assemble, relations_of
from kg.graph.evidence import where
from kg.graph.folder import FOLDER, save
from kg.model import Entity, Reading, Relation, Resolution
from kg.settings import Settings
from kg.shelf import Shelf, ShelfError


@pytest.fixture(scope="module")
def shelved(demo: Path) -> Iterator[Shelf]:
    with Shelf.of(demo / "output") as found:
        yield found


def test_every_entity_is_found_at_the_end_of_its_iri(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    paths = {row[0] for row in shelved.db.execute("SELECT path FROM entities")}
    assert {found.id for path in paths if (found := shelved.entity(path))} == set(demo_graph.nodes)
    assert shelved.entity("person/沈既济") is None


def test_every_relation_is_seen_from_both_ends_with_its_sentences(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    for relation in relations_of(demo_graph)[::7]:
        sides = [(relation.subject, True), *([] if relation.literal else [(relation.object, False)])]
        for id, forward in sides:
            found = shelved.statements(id, relation.predicate, forward=forward, limit=10_000)
            row = next(row for row in found if row.relation.id == relation.id)
            claims = [demo_graph.graph["claims"][claim] for claim in relation.claims[:3]]
            assert [quote.claim for quote in row.quotes] == claims
            assert [f"{quote.source}:{quote.lines}" for quote in row.quotes] == [where(demo_graph, claim) for claim in claims]
            assert all(demo_graph.graph["articles"][c.evidence.article].text[c.evidence.start : c.evidence.end] == q.text
                       for c, q in zip(claims, row.quotes, strict=True))  # fmt: skip


def test_a_page_comes_back_with_its_articles_and_what_belongs_to_none(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    for id, page in demo_graph.graph["pages"].items():
        articles = sorted((a for a in demo_graph.graph["articles"].values() if a.page == id), key=lambda article: article.order)
        assert shelved.reading(f"page/{id}") == Reading(page, tuple(articles), furniture=demo_graph.graph["furniture"].get(id, ()))


def test_an_article_has_its_mentions_and_claims_in_the_order_of_its_text(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    article = shelved.article("article/10f40085d58c-3")
    assert article == demo_graph.graph["articles"]["10f40085d58c-3"]
    links, mentions = demo_graph.graph["links"], demo_graph.graph["mentions"].values()
    expected = [(m.span.start, -m.span.end, links[m.id]) for m in mentions if m.span.article == article.id and links.get(m.id) in demo_graph.nodes]
    assert [(start, -end, entity) for start, end, entity in shelved.mentions_in(article)] == sorted(expected)
    starts = [claim.evidence.start for claim, _, _ in shelved.said_in(article)]
    assert starts == sorted(starts)
    assert starts


def test_a_ladder_goes_up_and_down(shelved: Shelf) -> None:
    town = next(id for (id,) in shelved.db.execute("SELECT subject FROM relations WHERE predicate = 'within' AND object LIKE 'place/%'"))
    above = shelved.above(town)
    assert above
    assert town in {one.id for one in shelved.below(above[-1].id, 10_000)}


def test_who_met_whom_is_counted_by_meetings(shelved: Shelf, demo_graph: nx.MultiDiGraph) -> None:
    met = [(s, o) for s, o, r in demo_graph.edges(data="record") if r.predicate in ("attended", "chaired")]
    person = max((s for s, _ in met), key=lambda who: sum(s == who for s, _ in met))
    rooms = {o for s, o in met if s == person}
    for other in shelved.met_with(person, 10_000):
        assert other.count == len(rooms & {o for s, o in met if s == other.id})


def test_a_chain_of_policies_goes_from_what_it_rests_on_to_what_rests_on_it(tmp_path: Path) -> None:
    kinds = {"法": "POL", "省条例": "POL", "市办法": "POL", "县细则": "POL", "别的": "POL", "市政府": "ORG"}
    rests = (("省条例", "法"), ("市办法", "省条例"), ("县细则", "市办法"), ("法", "县细则"))  # the last closes a circle, as faulty texts may
    relations = [Relation(f"b{n}", s, "based_on", o, source="x") for n, (s, o) in enumerate(rests)]
    relations.append(Relation("i", "市政府", "issued", "市办法", source="x"))
    entities = tuple(Entity(name, kind, name) for name, kind in kinds.items())
    for given, expected in ((relations[:3] + relations[4:], ["法", "省条例", "市办法", "县细则"]), (relations, None)):
        save(assemble((), Resolution(entities, {}, {}), given, ()), tmp_path)
        shelf.write(tmp_path, settings=Settings())
        with Shelf(tmp_path) as found:
            chain = found.chain("市办法")
        assert expected is None or [(step, ref.name) for step, ref, _ in chain] == list(enumerate(expected))
        assert sorted(ref.name for _, ref, _ in chain) == sorted(["法", "省条例", "市办法", "县细则"])
        assert [[issuer.name for issuer in issuers] for _, ref, issuers in chain if ref.name == "市办法"] == [["市政府"]]


def test_the_same_records_give_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    build = builds.current(demo / "output")
    (tmp_path / FOLDER).symlink_to(build / FOLDER)
    shelf.write(tmp_path, settings=Settings())
    assert (tmp_path / shelf.FILE).read_bytes() == (build / shelf.FILE).read_bytes()


def test_lists_are_sorted_by_indexes_and_not_each_time(shelved: Shelf) -> None:
    for order in ("SELECT id FROM articles ORDER BY date DESC", "SELECT id FROM entities WHERE type = 'PER' ORDER BY mentions DESC"):
        plan = shelved.db.execute(f"EXPLAIN QUERY PLAN {order}").fetchall()
        assert not any("B-TREE" in str(step) for step in plan), plan


def test_a_folder_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match="build it again"):
        Shelf(tmp_path)


def test_an_index_of_another_release_is_named(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / shelf.FILE) as db:
        db.execute("CREATE TABLE entities (id TEXT)")
    with pytest.raises(ShelfError, match="another release; build it again"):
        Shelf(tmp_path)


def test_nothing_is_written_to_it(shelved: Shelf) -> None:
    with pytest.raises(sqlite3.OperationalError):
        shelved.db.execute("DELETE FROM entities")
