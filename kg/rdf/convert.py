"""The graph of records as RDF quads, as docs and queries expect them: no blank nodes, nothing inferred or random.

Where a statement stands: what an article says (itself, its mentions, sentences, claims, and the triples they back) in
the named graph of that article, whose name is the article's IRI. Entities that a gazetteer knows, and what gazetteers
state, in `{base}graph/background`. An entity that only articles know is described in the graph of each article that
speaks of it, and an alias stands where it is written; so dropping an article's graph drops what only it knew.
What the resolver decided over all articles (namesakes, reasons, outside identifiers) stands in `{base}graph/resolution`,
contradictions between articles in `{base}graph/contradictions`, figures told more exactly in
`{base}graph/refinements`; what the build says of itself in `{base}graph/build`. Queries see the union of all graphs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

import networkx as nx
import pyoxigraph as ox

from kg import curation, gazetteer
from kg.graph import refinements
from kg.graph.contradictions import Contradiction, find
from kg.model import Article, Claim, Entity, Mention, Page, Relation, Span, sha256
from kg.rdf import bylines, description, meetings, observations, projects, tours
from kg.rdf.inputs import ArticleInput, Inputs
from kg.rdf.iris import Names, name_of
from kg.rdf.policies import Lives
from kg.rdf.terms import Triple, Vocabulary, boolean, chinese, confidence, decimal, index, integer, period, string
from kg.relations.distinct import PROJECT
from kg.relations.tenures import HELD, LEFT

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

Profile = Literal["full", "core"]


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph: its name, the triples in it (they may come twice), and the key of what they are made of, "" where none is kept."""

    graph: ox.NamedNode
    triples: Callable[[], Iterator[Triple]]
    key: str = ""


POSTS = (HELD, LEFT)  # what is said of somebody and a post
GEONAMES = "https://sws.geonames.org/"
ROW = re.compile(r":[0-9]+$")
FACTS = {
    "startDate": ("schema:startDate", period),
    "endDate": ("schema:endDate", period),
    "issued": ("dct:issued", period),
    "documentKind": ("kg:documentKind", chinese),
    "level": ("kg:level", string),
    "until": ("kg:until", period),
    "lat": ("geo:lat", decimal),
    "long": ("geo:long", decimal),
}


def convert(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, *, profile: Profile = "full") -> Iterator[ox.Quad]:
    """All quads, each once: `statements`, and last what the build says of itself."""
    census = description.Census(Vocabulary(lexicon.prefixes))
    yield from statements(graph, lexicon, settings, profile=profile, census=census)
    own = build(graph, census, lexicon, settings)
    yield from (ox.Quad(*triple, own.graph) for triple in dict.fromkeys(own.triples()))


def statements(
    graph: nx.MultiDiGraph[str],
    lexicon: Lexicon,
    settings: Settings,
    *,
    profile: Profile = "full",
    census: description.Census | None = None,
) -> Iterator[ox.Quad]:
    """What the pages and the gazetteers say, counted by `census`: articles by id, then what follows from all of them.

    Profile "core" lacks mentions, almost half of it.
    """
    for part in parts(graph, lexicon, settings, profile=profile):
        found = dict.fromkeys(part.triples())
        if census:
            census.add(census.count(found))
        yield from (ox.Quad(*triple, part.graph) for triple in found)


def parts(graph: nx.MultiDiGraph[str], lexicon: Lexicon, settings: Settings, *, profile: Profile = "full") -> Iterator[Part]:
    """The named graphs of `statements`, in that order."""
    if profile not in get_args(Profile):
        raise ValueError(f"profile {profile!r} is neither full nor core")
    writer, given = Converter(lexicon, settings, mentions=profile == "full"), Inputs(graph)
    for one in given:
        yield Part(writer.names.iri("article", one.article.id), partial(writer.article, one), one.key)
    rest = {
        "background": lambda: writer.background(given),
        "resolution": lambda: writer.resolution(given.entities.values()),
        "contradictions": lambda: writer.contradictions(find(graph, lexicon)),
        "refinements": lambda: writer.refinements(refinements.find(graph, lexicon)),
    }
    for name, triples in rest.items():
        yield Part(writer.names.iri("graph", name), triples)


def build(graph: nx.MultiDiGraph[str], census: description.Census, lexicon: Lexicon, settings: Settings) -> Part:
    """The named graph in which a build speaks of itself, once the census has counted the others."""
    names, terms = Names(settings.base, settings.iris), Vocabulary(lexicon.prefixes)
    return Part(names.iri("graph", "build"), lambda: description.triples(census.counts(), graph.graph["pages"], names, terms, lexicon))


class Converter:
    """A generator of triples for each kind of record."""

    def __init__(self, lexicon: Lexicon, settings: Settings, *, mentions: bool) -> None:
        self.names = Names(settings.base, settings.iris)
        self.lexicon = lexicon
        self.terms = Vocabulary(lexicon.prefixes)
        self.full = mentions

    # --- graphs -------------------------------------------------------------------------------------------------------

    def article(self, given: ArticleInput) -> Iterator[Triple]:
        """Everything that one article says."""
        yield from self._article(given)
        yield from self._page(given.page)
        for id, entity in given.entities.items():
            yield from self._aliases(entity, given.aliases[id])
            if not entity.gazetteer:
                yield from self._entity(entity)
        lives = Lives(given.entities, self.names, self.terms, self.lexicon)
        for relation, claims in given.relations:
            yield from self._claimed(relation, claims, given, lives)
        yield from self._bylines(given)
        yield from tours.triples(given.article, given.relations, given.entities, self.names, self.terms)
        if self.full:
            for mention in given.mentions:
                yield from self._mention(mention, given)

    def background(self, given: Inputs) -> Iterator[Triple]:
        """What gazetteers know, and entities that no article speaks of (a county above a mentioned town)."""
        spoken = given.spoken_of
        for entity in given.entities.values():
            if entity.gazetteer or entity.id not in spoken:
                yield from self._entity(entity)
                named = (a for a in entity.aliases if self._given(entity, a, given.entities) or not given.written(entity, a))
                yield from self._aliases(entity, named)
        for relation in given.known:
            yield from self._known(relation)

    def resolution(self, entities: Iterable[Entity]) -> Iterator[Triple]:
        """What was decided of entities over all articles: why mentions mean one, who else bears the name, what others call it."""
        t = self.terms
        for entity in entities:
            node = self.names.entity(entity.id)
            for iri in entity.same_as:
                yield node, t["skos:exactMatch"], ox.NamedNode(iri)
            for other in entity.homonyms:
                yield node, t["kg:homonymOf"], self.names.entity(other)
            for other in entity.maybe:
                yield node, t["kg:maybeSame"], self.names.entity(other)
            if self.full:
                for reason in entity.reasons:
                    yield node, t["kg:reason"], string(reason)

    def contradictions(self, found: Iterable[Contradiction]) -> Iterator[Triple]:
        """What cannot all be true; in a graph of its own, since it follows from several articles."""
        t = self.terms
        for one in found:
            node = self.names.iri("contradiction", one.id)
            yield node, t["rdf:type"], t["kg:Contradiction"]
            yield node, t["rdf:type"], t["prov:Entity"]
            yield node, t["kg:kind"], string(one.kind)
            yield node, t["dct:description"], chinese(one.zh)
            for claim in one.claims:
                yield node, t["kg:between"], self.names.iri("claim", claim)

    def refinements(self, found: Iterable[tuple[Relation, Relation]]) -> Iterator[Triple]:
        """Which figure tells which more exactly; in a graph of its own, too."""
        for exact, rough in found:
            yield observations.of(self.names, exact), self.terms["kg:refines"], observations.of(self.names, rough)

    # --- articles, pages, spans ---------------------------------------------------------------------------------------

    def _article(self, given: ArticleInput) -> Iterator[Triple]:
        article = given.article
        t, node = self.terms, self.names.iri("article", article.id)
        yield node, t["rdf:type"], t["schema:NewsArticle"]
        yield node, t["rdf:type"], t["nif:Context"]
        text = string(article.text)
        yield node, t["nif:isString"], text
        yield node, t["kg:sha256"], string(sha256(text.value))
        yield node, t["kg:origin"], string(str(article.origin))
        yield node, t["schema:isPartOf"], self.names.iri("page", article.page)
        yield node, t["schema:position"], integer(article.order)
        yield node, t["kg:kind"], string(article.kind)
        if article.title:
            yield node, t["schema:headline"], chinese(article.title)
        if article.subtitle:
            yield node, t["schema:alternativeHeadline"], chinese(article.subtitle)
        if article.published:
            yield node, t["schema:datePublished"], period(article.published)
        if article.continues:
            yield node, t["kg:continues"], self.names.iri("article", article.continues)
        if given.about:
            yield node, t["kg:about"], self.names.entity(given.about)
        for author in given.authors:
            yield node, t["schema:author"], self.names.entity(author)

    def _bylines(self, given: ArticleInput) -> Iterator[Triple]:
        signed: dict[str, list[Mention]] = defaultdict(list)
        for mention in given.mentions:
            signed[given.links[mention.id]].append(mention)
        yield from bylines.triples(given.article, given.authors, signed, given.relations, given.entities, self.names, self.terms)

    def _page(self, page: Page) -> Iterator[Triple]:
        t, node = self.terms, self.names.iri("page", page.id)
        yield node, t["rdf:type"], t["kg:Page"]
        yield node, t["rdf:type"], t["schema:CreativeWork"]
        yield node, t["kg:source"], string(page.source)
        if page.newspaper:
            yield node, t["kg:newspaper"], chinese(page.newspaper)
        if page.edition:
            yield node, t["kg:edition"], string(page.edition)
        if page.published:
            yield node, t["schema:datePublished"], period(page.published)
        if page.meta.get("url"):
            yield node, t["schema:url"], string(page.meta["url"])

    def _span(self, node: ox.NamedNode, span: Span, article: Article) -> Iterator[Triple]:
        t, page = self.terms, article.origin.span(span.start, span.end)
        yield node, t["nif:referenceContext"], self.names.iri("article", article.id)
        yield node, t["nif:beginIndex"], index(span.start)
        yield node, t["nif:endIndex"], index(span.end)
        yield node, t["nif:anchorOf"], string(article.text[span.start : span.end])
        if page:
            yield node, t["kg:sourceBegin"], index(page[0])
            yield node, t["kg:sourceEnd"], index(page[1])

    def _mention(self, mention: Mention, given: ArticleInput) -> Iterator[Triple]:
        t, node = self.terms, self.names.iri("mention", mention.id)
        yield node, t["rdf:type"], t["nif:Phrase"]
        yield from self._span(node, mention.span, given.article)
        yield node, t["itsrdf:taIdentRef"], self.names.entity(given.links[mention.id])
        yield node, t["kg:rule"], string(mention.rule)
        yield node, t["kg:confidence"], confidence(mention.confidence)
        if mention.hint.get("deictic") == "true":
            yield node, t["kg:deictic"], boolean(True)

    # --- entities -----------------------------------------------------------------------------------------------------

    def _given(self, entity: Entity, alias: str, entities: Mapping[str, Entity]) -> bool:
        """Whether the gazetteers give a name: a division's short name, an organ's with that of its place. No article can take it away."""
        place = entity.facts.get("place", "")
        if not place:
            return entity.code in self.lexicon.divisions and alias in self.lexicon.divisions[entity.code].shorts
        where = entities.get(place if "/" in place else f"place/{place}")
        return where is not None and where.name in alias

    def _aliases(self, entity: Entity, aliases: Iterable[str]) -> Iterator[Triple]:
        for alias in aliases:
            if alias != entity.name:
                yield self.names.entity(entity.id), self.terms["skos:altLabel"], chinese(alias)

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        t, node = self.terms, self.names.entity(entity.id)
        for info in (self.lexicon.types[key] for key in (entity.type, entity.subtype) if key):
            for curie in (f"kg:{info.cls}", *info.also):
                yield node, t["rdf:type"], t[curie]
        yield node, t["skos:prefLabel"], chinese(entity.name)
        if entity.type == "EVT":
            yield from meetings.kind(entity.name, node, t, self.lexicon)
        if entity.code:
            yield node, t["dct:identifier"], string(entity.code)
        if entity.code and entity.gazetteer:
            yield node, t["kg:codeSource"], self._gazetteer(entity.gazetteer)
            yield from self._source(entity.gazetteer)
            yield from self._seat(entity, node)
        for code in entity.facts.get("candidates", "").split():
            yield node, t["kg:candidateCode"], string(code)
        facts = dict(entity.facts)
        if "/" in facts.get("startDate", ""):  # an event of several days
            facts["startDate"], _, facts["endDate"] = facts["startDate"].partition("/")
        for key in sorted(facts.keys() & FACTS.keys()):
            curie, literal = FACTS[key]
            yield node, t[curie], literal(facts[key])

    def _seat(self, entity: Entity, node: ox.NamedNode) -> Iterator[Triple]:
        """Where a division's government sits, as the gazetteer has it, unless the entity says so itself."""
        t, found = self.terms, gazetteer.seat(entity.code, self.lexicon)
        if found is None or entity.facts.keys() & {"lat", "long"}:
            return
        yield node, t["geo:lat"], decimal(found.lat)
        yield node, t["geo:long"], decimal(found.long)
        yield node, t["kg:coordinateSource"], self._gazetteer(gazetteer.COORDINATES)
        yield from self._source(gazetteer.COORDINATES)
        if found.geonames:
            yield node, t["kg:seat"], ox.NamedNode(f"{GEONAMES}{found.geonames}/")

    # --- relations and claims -----------------------------------------------------------------------------------------

    def _claimed(self, relation: Relation, claims: Sequence[Claim], given: ArticleInput, lives: Lives) -> Iterator[Triple]:
        """A relation as one article states it: the direct triple and details unless no claim says it as a fact, and every claim."""
        main, stated = self._main(relation), [claim for claim in claims if claim.fact]
        if stated:
            yield main
            yield from self._details(relation, stated)
            yield from lives.told(relation, stated, given.article)
            if relation.predicate in POSTS:
                yield from self._seen(relation, stated, given.article)
            if relation.predicate in PROJECT:
                for claim in stated:
                    yield from projects.qualified(self.names, self.terms, relation, claim, self.lexicon)
            if relation.predicate == "observation":
                for claim in stated:
                    yield main[0], self.terms["prov:wasDerivedFrom"], self.names.sentence(claim.evidence)
                    yield from observations.qualified(self.names, self.terms, relation, claim)
        for claim in stated if relation.predicate == "observation" else claims:
            yield from self._claim(claim, relation, main, given)

    def _known(self, relation: Relation) -> Iterator[Triple]:
        """A relation that a gazetteer or a person states, with a claim that names the gazetteer or the person's decisions."""
        t, main = self.terms, self._main(relation)
        source, rule = self._gazetteer(relation.source), "curation" if _decided(relation.source) else "gazetteer"
        yield from self._source(relation.source)
        yield main
        yield from self._details(relation)
        if relation.predicate in POSTS:
            yield from self._times(relation, "since", "until")
        if relation.predicate == "observation":
            yield main[0], t["prov:wasDerivedFrom"], source
        claim = self.names.iri("claim", relation.id)
        yield from self._statement(claim, main, source, rule=rule, certainty=relation.confidence)
        if relation.qualifiers.get("why"):
            yield claim, t["kg:reason"], string(relation.qualifiers["why"])

    def _gazetteer(self, source: str) -> ox.NamedNode:
        """The IRI of a table of the ontology or of a file of decisions, with or without a row: gazetteers/towns.tsv:17."""
        stem, _, suffix = ROW.sub("", source).removeprefix("gazetteers/").removeprefix(curation.SOURCE).rpartition(".")
        return self.names.iri("curation" if _decided(source) else "gazetteer", stem, suffix)

    def _source(self, source: str) -> Iterator[Triple]:
        """What is known of a table of the ontology, or a file of decisions: its name, where its facts come from, their licence."""
        t, node, file = self.terms, self._gazetteer(source), ROW.sub("", source).removeprefix(curation.SOURCE)
        yield node, t["rdf:type"], t["kg:Curation" if _decided(source) else "kg:Gazetteer"]
        yield node, t["rdf:type"], t["prov:Entity"]
        yield node, t["kg:source"], string(file)
        origin = self.lexicon.sources.get(file)
        if origin:
            yield node, t["dct:source"], string(origin.source)
            yield node, t["dct:valid"], period(origin.valid)
            yield node, t["dct:license"], string(origin.licence)

    def _claim(self, claim: Claim, relation: Relation, main: Triple, given: ArticleInput) -> Iterator[Triple]:
        t, node, sentence = self.terms, self.names.iri("claim", claim.id), self.names.sentence(claim.evidence)
        yield sentence, t["rdf:type"], t["nif:Sentence"]
        yield from self._span(sentence, claim.evidence, given.article)
        yield from self._statement(node, main, sentence, rule=claim.rule, certainty=claim.confidence, negated=claim.negated)
        if relation.predicate in POSTS:
            yield from self._post(relation)
        if claim.said_by in given.links:
            yield node, t["kg:saidBy"], self.names.entity(given.links[claim.said_by])
        if claim.when:
            yield node, t["kg:when"], period(claim.when)
        if claim.as_of:
            yield node, t["kg:asOf"], period(claim.as_of)
        if claim.modality:
            yield node, t["kg:modality"], string(claim.modality)

    def _statement(
        self,
        node: ox.NamedNode,
        main: Triple,
        source: ox.NamedNode,
        *,
        rule: str,
        certainty: float,
        negated: bool = False,
    ) -> Iterator[Triple]:
        t = self.terms
        yield node, t["rdf:type"], t["kg:Claim"]
        yield node, t["rdf:type"], t["rdf:Statement"]
        for curie, value in zip(("rdf:subject", "rdf:predicate", "rdf:object"), main, strict=True):
            yield node, t[curie], value
        yield node, t["prov:wasDerivedFrom"], source
        yield node, t["kg:rule"], string(rule)
        yield node, t["kg:confidence"], confidence(certainty)
        yield node, t["kg:negated"], boolean(negated)

    def _main(self, relation: Relation) -> Triple:
        """The direct triple of a relation, which its claims reify."""
        predicate = self.lexicon.predicates[relation.predicate]
        property, subject = self.terms[predicate.iri], self.names.entity(relation.subject)
        if relation.predicate in POSTS:
            return subject, property, self._post_iri(relation)
        if relation.predicate == "observation":
            return observations.of(self.names, relation), property, subject
        if relation.predicate in PROJECT:
            return projects.of(self.names, relation), property, subject
        if relation.literal:
            return subject, property, chinese(relation.object)
        object = self.names.entity(relation.object)
        return (object, property, subject) if predicate.reverse else (subject, property, object)

    def _details(self, relation: Relation, stated: Sequence[Claim] = ()) -> Iterator[Triple]:
        """What stands beside the direct triple: post, tenure, participation, agenda item, observation."""
        if relation.predicate in POSTS:
            yield from self._post(relation)
            yield from self._held(relation)
        elif relation.predicate == "observation":
            yield from observations.described(self.names, self.terms, relation, self.lexicon)
        elif relation.predicate in PROJECT:
            yield from projects.described(self.names, self.terms, relation)
        else:
            yield from meetings.details(relation, stated, self.names, self.terms, self.lexicon)

    def _post_iri(self, relation: Relation) -> ox.NamedNode:
        return self.names.iri("post", name_of(relation.object), relation.qualifiers.get("title", ""))

    def _post(self, relation: Relation) -> Iterator[Triple]:
        t, post = self.terms, self._post_iri(relation)
        yield post, t["rdf:type"], t["org:Post"]
        yield post, t["org:postIn"], self.names.entity(relation.object)
        if relation.qualifiers.get("title"):
            yield post, t["kg:title"], chinese(relation.qualifiers["title"])

    def _tenure(self, relation: Relation) -> ox.NamedNode:
        who, where, title = name_of(relation.subject), name_of(relation.object), relation.qualifiers.get("title", "")
        term = relation.qualifiers.get("term")  # of somebody's second and later term in a post
        return self.names.iri("tenure", who, where, title, hidden=(term,) if term else ())

    def _held(self, relation: Relation) -> Iterator[Triple]:
        t, tenure = self.terms, self._tenure(relation)
        yield tenure, t["rdf:type"], t["kg:Tenure"]
        yield tenure, t["rdf:type"], t["org:Membership"]
        yield tenure, t["org:member"], self.names.entity(relation.subject)
        yield tenure, t["org:organization"], self.names.entity(relation.object)
        yield tenure, t["kg:post"], self._post_iri(relation)
        if capacity := self.lexicon.capacity(relation.qualifiers.get("title", "")):
            yield tenure, t["kg:capacity"], string(capacity)

    def _seen(self, relation: Relation, stated: list[Claim], article: Article) -> Iterator[Triple]:
        """When an article shows somebody in a post; that the term begins, if it tells of the appointment, or ends, if of the removal."""
        if relation.predicate == "left_post":
            yield from self._times(relation, "until")
            return
        for when in dict.fromkeys(claim.when or article.published for claim in stated):
            if when:
                yield self._tenure(relation), self.terms["kg:observedOn"], period(when)
        if any(claim.qualifiers.get("act") == "appointed" for claim in stated):
            yield from self._times(relation, "since")

    def _times(self, relation: Relation, *names: Literal["since", "until"]) -> Iterator[Triple]:
        for name in names:
            if when := getattr(relation, name):
                yield self._tenure(relation), self.terms[f"kg:{name}"], period(when)


def _decided(source: str) -> bool:
    """Whether a relation's source is a file of people's decisions."""
    return source.startswith(curation.SOURCE)
