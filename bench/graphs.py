#!/usr/bin/env python3
"""A newspaper graph of any size, as `kg build` would make it of as many articles, streamed as quads from a seed.

usage, from the project root:  python bench/graphs.py 1000000 graph.nq [--seed 1]

Places in a tree, organs, people with posts and tenures, meetings with chair, attendance and agenda, policies that rest on one another,
figures, and articles of sentences with mentions and claims. It conforms to ontology/shapes.ttl and to the laws of kg/rdf/validate.py.
"""

from __future__ import annotations

import argparse
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox

from kg import lexicon
from kg.model import digest
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary, boolean, chinese, confidence, decimal, index, integer, period, string
from kg.settings import Settings

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海龙云飞宇晨欣怡梓涵浩然子轩一诺思雨佳琪立新永春光辉成林东南西北山川江河"
PLACES = "安宁平阳临永新清河泉山岭石城林江海湖白青龙凤云东西南北长兴昌德和丰太康乐武文定远庆福嘉金玉银铁铜盐田原野关桥塔寺溪谷沟洼坪川浦港湾洲岛沙柳松柏桃李梅兰竹菊"
LEVELS = (("省", 1), ("市", 10), ("县", 8), ("镇", 7))  # how many of each there are within one of the level above
ORGANS = ((("{}委", "PartyOrgan"), ("书记", "副书记")), (("{}人民政府", "GovernmentOrgan"), ("{}长", "副{}长")), (("{}教育局", "GovernmentOrgan"), ("局长", "副局长")))
INDICATORS = (("地区生产总值", "亿元"), ("新增就业", "人"), ("粮食产量", "吨"), ("空气优良天数", "天"), ("脱贫户", "户"), ("新建公路", "公里"))
MATTERS = ("乡村振兴", "安全生产", "生态保护", "教育改革", "营商环境", "疫情防控", "防汛抗旱", "基层治理", "人才引进", "项目建设")
NEWSPAPERS = ("吕梁日报", "衢州日报", "邵阳日报", "江苏法治报")
FIRST_DAY = date(2015, 1, 5)
PER_PAGE = 4  # articles of a page
PER_DAY = 40
TOLD_BY = 2  # articles of one meeting
# Triples for each of these; so an entity is mentioned about as often in a graph of any size.
PER_PLACE, PER_PERSON, PER_POLICY = 2_500, 400, 2_000


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: its id, name and class; `words` is what it bears besides (a place's code, an organ's place, a person's title)."""

    id: str
    name: str
    kind: str
    words: str = ""
    above: int = -1


Piece = str | Thing


class Newspapers:
    """A graph of at least so many triples, the same for the same seed; `counts` grows as quads are drawn."""

    def __init__(self, triples: int, seed: int = 1) -> None:
        self.triples, self.seed = triples, seed
        self.counts: Counter[str] = Counter()
        self.lexicon = lexicon.load()
        self.t = Vocabulary(self.lexicon.prefixes)
        self.names = Names(Settings().base)
        self.places = _places(max(60, triples // PER_PLACE))
        self.organs = list(_organs(self.places))
        self.people = [self._person(number) for number in range(max(30, triples // PER_PERSON))]
        self.policies = [_policy(number, self.places) for number in range(max(20, triples // PER_POLICY))]
        self._described: set[str] = set()

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad once in its graph: articles until there are enough, then the background."""
        background = list(dict.fromkeys(self._background()))
        left, number = self.triples - len(background), 0
        while left > 0:
            made = dict.fromkeys(_Article(self, number).triples())
            graph = self.names.iri("article", _article(number))
            yield from (ox.Quad(*triple, graph) for triple in made)
            left, number = left - len(made), number + 1
        graph = self.names.iri("graph", "background")
        yield from (ox.Quad(*triple, graph) for triple in background)

    def count(self, what: str, id: str = "") -> None:
        """One more of a class; a thing that has been counted before is none."""
        if id not in self._described:
            self.counts[what] += 1
            if id:
                self._described.add(id)

    def iri(self, thing: Thing) -> ox.NamedNode:
        return self.names.entity(thing.id)

    def described(self, thing: Thing) -> Iterator[Triple]:
        """What is said of a thing wherever it is described."""
        node, info = self.iri(thing), self.lexicon.types[thing.kind]
        self.count(info.kind, thing.id)
        classes = {"org": "Organization", "place": "Place", "policy": "Policy", "event": "Event"}.get(info.kind, info.cls)
        for curie in (f"kg:{classes}", f"kg:{info.cls}", *info.also):
            yield node, self.t["rdf:type"], self.t[curie]
        yield node, self.t["skos:prefLabel"], chinese(thing.name)

    def post(self, person: Thing) -> ox.NamedNode:
        return self.names.iri("post", self.organs[person.above].name, person.words)

    def _person(self, number: int) -> Thing:
        base = len(GIVEN)
        name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % base] + GIVEN[number // len(SURNAMES) // base % base]
        again = number // (len(SURNAMES) * base * base)
        organ = number % len(self.organs)
        titles = ORGANS[organ % len(ORGANS)][1]
        level = self.places[self.organs[organ].above].name[-1]
        return Thing(f"person/{name}{again or ''}", name, "PER", titles[number // len(self.organs) % len(titles)].format(level), organ)

    def _background(self) -> Iterator[Triple]:
        t, chance = self.t, Random(f"{self.seed} places")
        source = {name: self.names.iri("gazetteer", name, "tsv") for name in ("divisions", "organs")}
        for name, node in source.items():
            yield node, t["rdf:type"], t["kg:Gazetteer"]
            yield node, t["rdf:type"], t["prov:Entity"]
            yield node, t["kg:source"], string(f"gazetteers/{name}.tsv")
        for place in self.places:
            node = self.iri(place)
            yield from self.described(place)
            yield node, t["skos:altLabel"], chinese(place.name[:-1])
            yield node, t["dct:identifier"], string(place.words)
            yield node, t["kg:codeSource"], source["divisions"]
            yield node, t["geo:lat"], decimal(f"{chance.uniform(20, 45):.4f}")
            yield node, t["geo:long"], decimal(f"{chance.uniform(90, 125):.4f}")
            if place.above >= 0:
                yield from self._known(node, "schema:containedInPlace", self.iri(self.places[place.above]), source["divisions"])
        for number, organ in enumerate(self.organs):
            node, where = self.iri(organ), self.iri(self.places[organ.above])
            yield from self.described(organ)
            yield from self._known(node, "kg:jurisdiction", where, source["organs"])
            if number % len(ORGANS) == 2:
                yield from self._known(node, "org:subOrganizationOf", self.iri(self.organs[number - 1]), source["organs"])

    def _known(self, subject: ox.NamedNode, property: str, value: ox.NamedNode, source: ox.NamedNode) -> Iterator[Triple]:
        claim = self.names.iri("claim", digest(subject.value, property, value.value))
        yield subject, self.t[property], value
        yield from self.claimed(claim, (subject, self.t[property], value), source, "gazetteer", 1.0)

    def claimed(self, claim: ox.NamedNode, triple: Triple, source: ox.NamedNode, rule: str, sure: float) -> Iterator[Triple]:
        """A claim of a triple."""
        t = self.t
        self.count("claim")
        yield claim, t["rdf:type"], t["kg:Claim"]
        yield claim, t["rdf:type"], t["rdf:Statement"]
        for curie, term in zip(("rdf:subject", "rdf:predicate", "rdf:object"), triple, strict=True):
            yield claim, t[curie], term
        yield claim, t["prov:wasDerivedFrom"], source
        yield claim, t["kg:rule"], string(rule)
        yield claim, t["kg:confidence"], confidence(sure)
        yield claim, t["kg:negated"], boolean(False)


class _Article:
    """One article: its sentences grow its text, and each sentence leaves mentions and claims."""

    def __init__(self, world: Newspapers, number: int) -> None:
        self.world, self.number, self.id = world, number, _article(number)
        self.chance = Random(f"{world.seed} {number}")
        self.event_number = number // TOLD_BY
        self.day = FIRST_DAY + timedelta(days=self.event_number // PER_DAY)
        self.node = world.names.iri("article", self.id)
        self.text = ""
        self.out: list[Triple] = []
        self.said = 0

    def triples(self) -> Iterator[Triple]:
        """Everything that the article says."""
        world, t = self.world, self.world.t
        self._meeting()
        for _ in range(self.chance.randint(6, 12)):
            self.chance.choices((self._figure, self._policy, self._visit, self._appointed, self._issued), (4, 2, 3, 2, 2))[0]()
        page, published = world.names.iri("page", f"p{self.number // PER_PAGE}"), period(self.day.isoformat())
        yield page, t["rdf:type"], t["kg:Page"]
        yield page, t["rdf:type"], t["schema:CreativeWork"]
        yield page, t["kg:source"], string(f"pages/{self.number // PER_PAGE:07}.txt")
        yield page, t["kg:newspaper"], chinese(NEWSPAPERS[self.number // PER_PAGE % len(NEWSPAPERS)])
        world.count("page", page.value)
        world.count("article")
        for curie in ("schema:NewsArticle", "nif:Context"):
            yield self.node, t["rdf:type"], t[curie]
        yield self.node, t["nif:isString"], string(self.text)
        yield self.node, t["schema:isPartOf"], page
        yield self.node, t["schema:position"], integer(self.number % PER_PAGE + 1)
        yield self.node, t["kg:kind"], string("news")
        yield self.node, t["schema:headline"], chinese(self.text[: self.chance.randint(8, 16)])
        yield self.node, t["schema:datePublished"], published
        yield from self.out

    # --- sentences ----------------------------------------------------------------------------------------------------

    def _meeting(self) -> None:
        """A meeting that several articles tell of: who chaired it, who attended it, what it passed."""
        world, t = self.world, self.world.t
        same = Random(f"{world.seed} event {self.event_number}")
        organ = world.organs[same.randrange(len(world.organs))]
        name = f"{organ.name}{same.choice(MATTERS)}工作会议"
        event = Thing(f"event/{name}-{self.event_number}", name, "Meeting")
        first = int(len(world.people) * same.random() ** 3)  # those who meet are of one circle
        chair, *others = (world.people[(first + step) % len(world.people)] for step in same.sample(range(12), 4))
        matter = world.policies[same.randrange(len(world.policies))]
        node = world.iri(event)
        listed = [piece for person in others for piece in (person, "、")][:-1]
        pieces = [f"{self.day.month}月{self.day.day}日，", chair.words, chair, "主持召开", event, "，", *listed, "出席会议。"]
        stated = [(node, "kg:chair", world.iri(chair)), *((node, "schema:attendee", world.iri(one)) for one in others)]
        self._sentence("chaired", pieces, stated)
        self._holds(chair)
        self.out += [
            (node, t["schema:attendee"], world.iri(chair)),
            (node, t["schema:startDate"], period(self.day.isoformat())),
            (node, t["kg:eventKind"], chinese("工作会议")),
        ]
        for person in (chair, *others):
            self._participation(event, person, "主持" if person is chair else "出席")
        self._sentence("considered", ["会议审议通过《", matter, "》。"], [(node, "kg:considered", world.iri(matter))])
        item = world.names.iri("agenda", name, matter.name)
        self.out += [(item, t["rdf:type"], t["kg:AgendaItem"]), (item, t["kg:inEvent"], node), (item, t["kg:document"], world.iri(matter))]
        self.out += [(item, t["kg:outcome"], chinese("审议通过"))]

    def _participation(self, event: Thing, person: Thing, role: str) -> None:
        t, node = self.world.t, self.world.names.iri("participation", event.id, person.name)
        self.out += [
            (node, t["rdf:type"], t["kg:Participation"]),
            (node, t["kg:inEvent"], self.world.iri(event)),
            (node, t["kg:participant"], self.world.iri(person)),
            (node, t["kg:role"], chinese(role)),
        ]

    def _figure(self) -> None:
        """A figure of a place."""
        world, t = self.world, self.world.t
        place, (indicator, unit) = self._some(world.places), self.chance.choice(INDICATORS)
        value = self.chance.randint(10, 99_999)
        node = world.names.iri("observation", place.name, indicator, str(self.day.year), str(value), unit)
        sentence = self._sentence(
            "observation", [place, f"今年{indicator}{value}{unit}。"], [(node, "schema:observationAbout", world.iri(place))]
        )
        world.count("observation", node.value)
        self.out += [
            (node, t["rdf:type"], t["schema:Observation"]),
            (node, t["schema:variableMeasured"], chinese(indicator)),
            (node, t["schema:value"], integer(value)),
            (node, t["schema:unitText"], string(unit)),
            (node, t["schema:observationPeriod"], period(str(self.day.year))),
            (node, t["prov:wasDerivedFrom"], sentence),
        ]

    def _policy(self) -> None:
        """A policy that rests on an older one."""
        number = self.chance.randrange(1, len(self.world.policies))
        new, old = self.world.policies[number], self.world.policies[number // 2]
        stated = [(self.world.iri(new), "kg:basedOn", self.world.iri(old))]
        self._sentence("based_on", ["《", new, "》依据《", old, "》制定。"], stated)

    def _issued(self) -> None:
        organ, policy = self._some(self.world.organs), self._some(self.world.policies)
        stated = [(self.world.iri(policy), "kg:issuedBy", self.world.iri(organ))]
        self._sentence("issued", [organ, "印发《", policy, "》。"], stated)

    def _visit(self) -> None:
        person, place = self._some(self.world.people), self._some(self.world.places)
        stated = [(self.world.iri(person), "kg:visited", self.world.iri(place))]
        self._sentence("visited", [person.words, person, "到", place, f"调研{self.chance.choice(MATTERS)}工作。"], stated)
        self._holds(person)

    def _appointed(self) -> None:
        person = self._some(self.world.people)
        organ = self.world.organs[person.above]
        stated = [(self.world.iri(person), "org:holds", self.world.post(person))]
        self._sentence("appointed", ["任命", person, "为", organ, f"{person.words}。"], stated)
        self._holds(person)

    def _holds(self, person: Thing) -> None:
        """The post and the tenure of a person whom a sentence has just called by the post."""
        world, t = self.world, self.world.t
        organ, post = world.organs[person.above], world.post(person)
        tenure = world.names.iri("tenure", person.id, organ.name, person.words)
        self.out += [
            (post, t["rdf:type"], t["org:Post"]),
            (post, t["org:postIn"], world.iri(organ)),
            (post, t["kg:title"], chinese(person.words)),
            (tenure, t["rdf:type"], t["kg:Tenure"]),
            (tenure, t["rdf:type"], t["org:Membership"]),
            (tenure, t["org:member"], world.iri(person)),
            (tenure, t["org:organization"], world.iri(organ)),
            (tenure, t["kg:post"], post),
            (tenure, t["kg:observedOn"], period(self.day.isoformat())),
            (tenure, t["kg:since"], period(str(FIRST_DAY.year))),
        ]
        world.count("tenure", tenure.value)
        self._claim("holds_post", (world.iri(person), t["org:holds"], post), self._last)

    # --- what a sentence leaves ---------------------------------------------------------------------------------------

    def _sentence(self, rule: str, pieces: Iterable[Piece], stated: Iterable[tuple[Any, str, Any]]) -> ox.NamedNode:
        """Write a sentence with its mentions, and claim what it states; returns the sentence."""
        world, start, spoken = self.world, len(self.text), []
        for piece in pieces:
            if isinstance(piece, Thing):
                spoken.append((piece, len(self.text)))
            self.text += piece.name if isinstance(piece, Thing) else piece
        for thing, begin in spoken:
            self._mention(thing, begin)
        self._last = world.names.iri("sentence", self.id, str(start), str(len(self.text)))
        self.out.append((self._last, world.t["rdf:type"], world.t["nif:Sentence"]))
        self._span(self._last, start, len(self.text))
        world.count("sentence")
        for subject, property, value in stated:
            self._claim(rule, (subject, world.t[property], value), self._last)
        return self._last

    def _mention(self, thing: Thing, begin: int) -> None:
        world, t, end = self.world, self.world.t, begin + len(thing.name)
        node = world.names.iri("mention", self.id, str(begin), str(end))
        world.count("mention")
        self.out.append((node, t["rdf:type"], t["nif:Phrase"]))
        self._span(node, begin, end)
        self.out += [
            (node, t["itsrdf:taIdentRef"], world.iri(thing)),
            (node, t["kg:rule"], string(thing.kind)),
            (node, t["kg:confidence"], confidence(self.chance.choice((0.8, 0.9, 0.95, 1.0)))),
        ]
        if thing.kind in ("PER", "PolicyDocument", "Meeting"):  # the others are described in the background
            self.out += world.described(thing)

    def _span(self, node: ox.NamedNode, begin: int, end: int) -> None:
        t, before = self.world.t, self.number % PER_PAGE * 3_000
        self.out += [
            (node, t["nif:referenceContext"], self.node),
            (node, t["nif:beginIndex"], index(begin)),
            (node, t["nif:endIndex"], index(end)),
            (node, t["nif:anchorOf"], string(self.text[begin:end])),
            (node, t["kg:sourceBegin"], index(before + begin)),
            (node, t["kg:sourceEnd"], index(before + end)),
        ]

    def _claim(self, rule: str, triple: Triple, sentence: ox.NamedNode) -> None:
        claim = self.world.names.iri("claim", digest(self.id, str(self.said)))
        self.said += 1
        self.out.append(triple)
        self.out += self.world.claimed(claim, triple, sentence, rule, self.chance.choice((0.7, 0.85, 0.95)))

    def _some(self, things: list[Thing]) -> Thing:
        """One of some things; those in front are spoken of more often, as in any newspaper."""
        return things[int(len(things) * self.chance.random() ** 3)]


def _article(number: int) -> str:
    return f"a{number:08}"


def _places(number: int) -> list[Thing]:
    """So many places, province by province and in each level by level, each within the one `above`."""
    made: list[Thing] = []
    for province in count():
        queue = deque([((province,), -1)])
        while queue:
            path, above = queue.popleft()
            if len(made) == number:
                return made
            made.append(_place(len(made), path, above))
            if len(path) < len(LEVELS):
                queue += [((*path, child), len(made) - 1) for child in range(LEVELS[len(path)][1])]
    raise AssertionError("there is always one more province")


def _place(number: int, path: tuple[int, ...], above: int) -> Thing:
    size = len(PLACES)
    name = PLACES[number % size] + PLACES[number // size % size] + (PLACES[number // size // size % size] if number >= size * size else "")
    digits = [10 + path[0] % 90, *(1 + step for step in path[1:]), 0, 0, 0][:4]
    code = "{:02}{:02}{:02}{:03}".format(*digits)
    code = code if len(path) == 4 else code[:6]
    return Thing(f"place/{code}{path[0] // 90 or ''}", name + LEVELS[len(path) - 1][0], "AdministrativeArea", code, above)


def _organs(places: list[Thing]) -> Iterator[Thing]:
    for where, place in enumerate(places):
        for (name, kind), _ in ORGANS:
            yield Thing(f"org/{name.format(place.name)}", name.format(place.name), kind, "", where)


def _policy(number: int, places: list[Thing]) -> Thing:
    name = f"{places[number % len(places)].name}{MATTERS[number % len(MATTERS)]}工作方案（第{number}号）"
    return Thing(f"policy/{name}", name, "PolicyDocument")


def write(triples: int, path: Path, seed: int = 1) -> Counter[str]:
    """Write a graph as N-Quads; returns how much there is of what."""
    made = Newspapers(triples, seed)
    ox.serialize(made.quads(), output=str(path), format=ox.RdfFormat.N_QUADS)
    return made.counts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("triples", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for what, many in sorted(write(given.triples, given.path, given.seed).items()):
        print(f"{what:12}{many:>12,}")
