"""The sample conforms, and each way of breaking the contract is noticed."""


# fmt: off

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox
import pytest

from kg.lexicon import Lexicon
from kg.rdf.chunks import Changes
from kg.rdf.iris import Names, expand
from kg.rdf.piecewise import sound
from kg.rdf.unbroken import unbroken
from kg.rdf.validate import validate
from kg.settings import Settings

NAMES = Names(Settings().base)


def test_the_sample_conforms(quads: list[ox.Quad], lexicon: Lexicon) -> None:
    assert validate(quads, lexicon) == ()


# without: a subject and property whose statements go (property "" for all); plus: Turtle that is added. Then: what is said of whom.
BROKEN = {
    "no name": ("person:孙大军 skos:prefLabel", "", "shape-mincount", "孙大军"),
    "two names": ("", 'person:孙大军 skos:prefLabel "老孙"@zh .', "shape-maxcount", "孙大军"),
    "a name in no language": ("person:孙大军 skos:prefLabel", 'person:孙大军 skos:prefLabel "孙大军" .', "shape-datatype", "孙大军"),
    "an English name": ("person:孙大军 skos:prefLabel", 'person:孙大军 skos:prefLabel "Sun"@en .', "shape-languagein", "孙大军"),
    "an alias that is the name": ("", 'person:孙大军 skos:altLabel "孙大军"@zh .', "shape-disjoint", "孙大军"),
    "a standard class left out": ("person:孙大军 rdf:type", "person:孙大军 a kg:Person .", "shape-hasvalue", "孙大军"),
    "a person who is a place": ("", "person:孙大军 a kg:Place, schema:Place .", "shape-not", "孙大军"),
    "a place code of five digits": ("place:141102 dct:identifier", 'place:141102 dct:identifier "14110" .', "shape-pattern", "141102"),
    "a place within a person": ("", "place:141102 schema:containedInPlace person:孙大军 .", "shape-class", "141102"),
    "a latitude beyond the pole": ("place:141102 geo:lat", "place:141102 geo:lat 97.5 .", "shape-maxinclusive", "141102"),
    "two sources of a position": ("", "place:141125 kg:coordinateSource gazetteer:divisions-tsv .", "shape-maxcount", "141125"),
    "a seat in words": ("place:141125 kg:seat", 'place:141125 kg:seat "柳林镇" .', "shape-nodekind", "141125"),
    "a meeting on no date": ("event:市委常委会议-2021-08-18 schema:startDate", 'event:市委常委会议-2021-08-18 schema:startDate "昨日" .', "shape-node", "市委常委会议"),
    "a chair who does not attend": ("event:市委常委会议-2021-08-18 schema:attendee", "", "shape-sparql", "市委常委会议"),
    "an organ in the chair": ("", "event:市委常委会议-2021-08-18 kg:chair orgs:北城一幼 ; schema:attendee orgs:北城一幼 .", "shape-class", "市委常委会议"),
    "a post in no organ": ("post:中共吕梁市委员会-书记 org:postIn", "", "shape-mincount", "post/中共吕梁市委员会-书记"),
    "a tenure of nobody": ("tenure:孙大军-中共吕梁市委员会-书记 org:member", "", "shape-mincount", "tenure/孙大军"),
    "an agenda item of no meeting": ("", 'agenda:x a kg:AgendaItem ; kg:document policy:双减 .', "shape-mincount", "agenda/x"),
    "a value that is a word": ("", 'observation:x a schema:Observation ; schema:value "许多" .', "shape-or", "observation/x"),
    "an article on no page": ("article:a1 schema:isPartOf", "", "shape-mincount", "article/a1"),
    "an article of no text": ("article:a1 nif:isString", "", "shape-mincount", "article/a1"),
    "a page of no file": ("page:p2 kg:source", "", "shape-mincount", "page/p2"),
    "a mention of nothing": ("mention:a2-37-39 itsrdf:taIdentRef", "", "shape-mincount", "mention/a2-37-39"),
    "a mention of a stranger": ("mention:a2-37-39 itsrdf:taIdentRef", "mention:a2-37-39 itsrdf:taIdentRef person:某人 .", "shape-mincount", "mention/a2-37-39"),
    "offsets of the wrong type": ("mention:a2-37-39 nif:beginIndex", "mention:a2-37-39 nif:beginIndex 37 .", "shape-datatype", "mention/a2-37-39"),
    "an end before the beginning": ("mention:a2-37-39 nif:endIndex", 'mention:a2-37-39 nif:endIndex "3"^^xsd:nonNegativeInteger .', "shape-lessthan", "mention/a2-37-39"),
    "a confidence above one": ("mention:a2-37-39 kg:confidence", "mention:a2-37-39 kg:confidence 1.5 .", "shape-maxinclusive", "mention/a2-37-39"),
    "a sentence of no article": ("sentence:a1-15-57 nif:referenceContext", "", "shape-mincount", "sentence/a1-15-57"),
    "a claim without evidence": ("claim:c0 prov:wasDerivedFrom", "", "shape-mincount", "claim/c0"),
    "a claim without a rule": ("claim:c0 kg:rule", "", "shape-mincount", "claim/c0"),
    "a nameless gazetteer": ("gazetteer:divisions-tsv kg:source", "", "shape-mincount", "gazetteer/divisions-tsv"),
    "words that stand elsewhere": ("mention:a2-37-39 nif:anchorOf", 'mention:a2-37-39 nif:anchorOf "全县" .', "anchor", "mention/a2-37-39"),
    "a claim of nothing stated": ("place:141125 kg:implements", "", "claim-without-triple", "claim/c13"),
    "a statement without a claim": ("", "place:141102 kg:implements policy:双减 .", "triple-without-claim", "place/141102"),
    "a blank node": ("", "[] a kg:Place, schema:Place .", "blank-node", "_:"),
}


def broken(without: str, plus: str, quads: list[ox.Quad], prefixes: dict[str, str]) -> list[ox.Quad]:
    gone = [expand(curie, prefixes) for curie in without.split()]
    left = [q for q in quads if [q.subject, q.predicate] != gone]
    assert (len(left) < len(quads)) == bool(without)
    header = "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in prefixes.items())
    return [*left, *ox.parse(header + plus, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_what_breaks_the_contract_is_noticed(
    case: tuple[str, str, str, str], quads: list[ox.Quad], lexicon: Lexicon, prefixes: dict[str, str]
) -> None:
    without, plus, code, where = case
    problems = validate(broken(without, plus, quads, prefixes), lexicon)
    assert [p for p in problems if p.code == code and where in p.where], problems
    assert all(p.stage == "rdf" and p.severity == "error" and p.message for p in problems)


def test_problems_name_the_node_and_read_in_both_languages(quads: list[ox.Quad], lexicon: Lexicon) -> None:
    name = expand("skos:prefLabel", lexicon.prefixes)
    person = NAMES.entity("person/孙大军")
    problem = next(p for p in validate([q for q in quads if (q.subject, q.predicate) != (person, name)], lexicon) if p.where == person.value)
    assert "每个实体恰有一个中文规范名称" in problem.message
    assert "exactly one skos:prefLabel" in problem.message


def kept(old: list[ox.Quad], new: list[ox.Quad], lexicon: Lexicon) -> bool:
    """Whether the step from one graph to another breaks nothing, asked of what it touches."""
    store, lines = ox.Store(), [{f"{quad} .\n".encode() for quad in quads} for quads in (old, new)]
    store.extend(ox.Quad(*quad.triple) for quad in new)
    changes = Changes(tuple(sorted(lines[0] - lines[1])), tuple(sorted(lines[1] - lines[0])), ())

    def said(subjects: Iterable[str]) -> list[ox.Quad]:
        wanted = {ox.NamedNode(subject) for subject in subjects}
        return [ox.Quad(*triple) for triple in {quad.triple for quad in new} if triple[0] in wanted]

    return unbroken(changes, said, store, lexicon)


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_what_a_step_breaks_is_noticed_at_what_it_touches(
    case: tuple[str, str, str, str], quads: list[ox.Quad], lexicon: Lexicon, prefixes: dict[str, str]
) -> None:
    without, plus, _, _ = case
    assert not kept(quads, broken(without, plus, quads, prefixes), lexicon)


def test_articles_that_come_and_go_break_nothing(quads: list[ox.Quad], lexicon: Lexicon) -> None:
    articles = sorted({q.graph_name for q in quads if "/article/" in str(q.graph_name)}, key=str)
    assert len(articles) > 1
    for article in articles:
        less = [q for q in quads if q.graph_name != article]
        expected = validate(less, lexicon) == ()
        assert kept(quads, less, lexicon) == expected
        assert not expected or kept(less, quads, lexicon)
    assert kept([], quads, lexicon)


def keeps(quads: Iterable[ox.Quad], lexicon: Lexicon, subjects: int) -> bool:
    """Whether a graph keeps its promises, asked of some subjects at a time."""
    said: dict[str, list[ox.Quad]] = {}
    for subject, own in groupby(sorted(quads, key=lambda quad: str(quad.subject)), key=lambda quad: quad.subject):
        said[subject.value] = [ox.Quad(*triple) for triple in dict.fromkeys(quad.triple for quad in own)]

    def pieces() -> Iterator[list[ox.Quad]]:
        names = list(said)
        for n in range(0, len(names), subjects):
            yield [quad for name in names[n : n + subjects] for quad in said[name]]

    return sound(pieces(), lambda names: (quad for name in names for quad in said.get(name, ())), lexicon)


@pytest.mark.parametrize("subjects", [1, 7, 10_000])
@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_noticed_some_subjects_at_a_time(
    case: tuple[str, str, str, str], subjects: int, quads: list[ox.Quad], lexicon: Lexicon, prefixes: dict[str, str]
) -> None:
    without, plus, _, _ = case
    assert not keeps(broken(without, plus, quads, prefixes), lexicon, subjects)


@pytest.mark.parametrize("subjects", [1, 7, 10_000])
def test_the_sample_and_its_articles_are_sound_some_subjects_at_a_time(subjects: int, quads: list[ox.Quad], lexicon: Lexicon) -> None:
    assert keeps(quads, lexicon, subjects)
    for article in sorted({q.graph_name for q in quads if "/article/" in str(q.graph_name)}, key=str):
        less = [q for q in quads if q.graph_name != article]
        assert keeps(less, lexicon, subjects) == (validate(less, lexicon) == ())
