"""The ledger of meetings in RDF: participations, agenda items, kinds and half-days, each in the graph of the article that tells of it."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from scenes import LEXICON, read, world

from kg.model import Reading
from kg.rdf.convert import statements
from kg.rdf.iris import prefixes
from kg.rdf.query import query
from kg.rdf.validate import validate
from kg.settings import Settings

PREFIXES = prefixes(LEXICON, Settings())
FIRST = read("8月18日下午，市委召开常委会会议，听取防汛工作情况汇报。市委书记陈立主持会议并讲话。会议审议《吕梁市供热条例（草案）》。")
SECOND = read(
    "8月18日，市委召开常委会会议。市长周文海列席。市委书记陈立出席。会议原则同意《吕梁市供热条例（草案）》，按程序提请市人大常委会审议。"
)
EVENT = "event:吕梁市委常委会会议-2021-08-18"


def quads(readings: Sequence[Reading]) -> list[ox.Quad]:
    return list(statements(world(*readings), LEXICON, Settings()))


def stated(pattern: str, quads: list[ox.Quad]) -> bool:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return bool(query(store, f"ASK {{ {pattern} }}", PREFIXES).answer)


STATED = {
    "the chair speaks": '?x a kg:Participation ; kg:inEvent {e} ; kg:participant/skos:prefLabel "陈立"@zh ; kg:role "主持"@zh, "讲话"@zh, "出席"@zh',
    "who sits in": '?x kg:inEvent {e} ; kg:participant/skos:prefLabel "周文海"@zh ; kg:role "列席"@zh',
    "the half of the day": '{e} kg:halfDay "afternoon" ; schema:startDate ?day',
    "the kind": '{e} a kg:Meeting ; kg:eventKind "常委会会议"@zh',
    "a matter": '?i kg:inEvent {e} ; kg:topic "防汛工作情况汇报"@zh ; kg:outcome "听取"@zh ; kg:outcomeKind "听取"@zh . {e} kg:discussed ?topic',
    "a document": '?i kg:inEvent {e} ; kg:document ?d ; kg:outcome "审议"@zh, "原则同意"@zh, "提请"@zh ; kg:outcomeKind "原则通过"@zh',
}  # fmt: skip


@pytest.mark.parametrize("pattern", STATED.values(), ids=STATED)
def test_two_articles_tell_of_one_meeting(pattern: str) -> None:
    assert stated(pattern.replace("{e}", EVENT), quads([FIRST, SECOND]))


def test_each_article_tells_its_part_and_another_changes_none_of_it() -> None:
    alone, both = quads([FIRST]), quads([FIRST, SECOND])
    assert set(alone) <= set(both)
    graph = next(q.graph_name for q in alone if "article/" in q.graph_name.value)  # type: ignore[union-attr]
    assert not stated(f'?x kg:inEvent {EVENT} ; kg:role "列席"@zh', [q for q in both if q.graph_name == graph])


def test_the_ledger_conforms_to_its_shapes() -> None:
    assert validate(quads([FIRST, SECOND]), LEXICON) == ()


def test_words_and_what_is_claimed_in_them_have_a_speaker() -> None:
    spoken = quads([read("8月18日，市教育局局长陈立介绍，市政府印发《吕梁市校车管理办法》。")])
    assert stated(
        "?who skos:prefLabel '陈立'@zh ; kg:said '市政府印发《吕梁市校车管理办法》'@zh . ?claim rdf:predicate kg:issuedBy ; kg:saidBy ?who",
        spoken,
    )
    assert not stated("?claim rdf:predicate org:holds ; kg:saidBy ?who", spoken)
    assert validate(spoken, LEXICON) == ()


FAULTY = {
    "a document speaks": 'policy:x kg:said "好"@zh .',
    "an item about nothing": f"agenda:x a kg:AgendaItem ; kg:inEvent {EVENT} .",
    "nobody takes part": f"participation:x a kg:Participation ; kg:inEvent {EVENT} .",
    "a half that no day has": f'{EVENT} kg:halfDay "noon" .',
}


@pytest.mark.parametrize("wrong", FAULTY.values(), ids=FAULTY)
def test_what_is_amiss_is_reported(wrong: str) -> None:
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    more = [ox.Quad(*triple) for triple in ox.parse(head + wrong, format=ox.RdfFormat.TURTLE)]
    assert validate([*quads([FIRST]), *more], LEXICON)


def test_meetings_of_no_name_in_two_papers_are_two() -> None:
    one, other = (read(f"8月18日，市长{name}主持召开座谈会，听取汇报。") for name in ("陈立", "周文海"))
    assert len({q.subject for q in quads([one, other]) if q.predicate.value.endswith("#eventKind")}) == 2
