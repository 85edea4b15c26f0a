"""What the named graph of each article is made of, taken from the graph of all: a record that holds all that its conversion may see.

Equal inputs give equal statements, whatever else is in the graph. So what follows from other articles alone (the mentions of an entity there, the
other claims of a relation) is left out, and the digest of an input tells whether its statements must be made again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec
import networkx as nx

from kg.graph import relations_of
from kg.model import Article, Claim, Entity, Mention, Page, Relation

Stated = tuple[Relation, tuple[Claim, ...]]
"""A relation, and the claims that one article makes of it."""


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article, and what its graph tells of.

    `page` is without its body. `entities` are those that the article speaks of, by id, each without what other articles alone say of it;
    `aliases` their names that stand in this graph. `relations` are without the claims of others, `mentions` and `links` those that lead to
    one of `entities`. `authors` are entity ids; so is `about`, the place that the article is about, or "".
    """

    article: Article
    page: Page
    entities: Mapping[str, Entity]
    aliases: Mapping[str, tuple[str, ...]]
    relations: tuple[Stated, ...]
    mentions: tuple[Mention, ...]
    links: Mapping[str, str]
    authors: tuple[str, ...]
    about: str

    @property
    def key(self) -> str:
        """The digest of all of it; "" for a text that JSON cannot hold (halves of surrogate pairs)."""
        try:
            return hashlib.sha256(msgspec.json.encode(self)).hexdigest()
        except UnicodeEncodeError:
            return ""


class Inputs:
    """A graph of records indexed by article."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.entities = entities(graph)
        self._pages: Mapping[str, Page] = {id: replace(page, body="", layout=None, marks=()) for id, page in graph.graph["pages"].items()}
        self._articles: Mapping[str, Article] = graph.graph["articles"]
        self._links = {mention: entity for mention, entity in graph.graph["links"].items() if entity in self.entities}
        self._authors: Mapping[str, tuple[str, ...]] = graph.graph["authors"]
        self._by_code = {entity.code: entity.id for entity in self.entities.values() if entity.code}
        self._own = {id: _own(entity) for id, entity in self.entities.items()}
        self._mentions = self._linked(graph.graph["mentions"])
        self._relations, self.known = _by_article(relations_of(graph), graph.graph["claims"])
        self._surfaces = self._written()
        self._spoken_of = {id: self._speaks_of(id) for id in self._articles}

    def __iter__(self) -> Iterator[ArticleInput]:
        """The input of each article, by id."""
        return (self._input(id) for id in sorted(self._articles))

    @property
    def spoken_of(self) -> set[str]:
        """The entities that any article speaks of."""
        return set().union(*self._spoken_of.values())

    def written(self, entity: Entity, alias: str) -> bool:
        """Whether any article writes a name of an entity."""
        return bool(self._surfaces.get(entity.id, {}).get(alias))

    def _input(self, id: str) -> ArticleInput:
        article, spoken = self._articles[id], sorted(self._spoken_of[id])
        mentions, relations = self._mentions.get(id, ()), self._relations.get(id, ())
        said_by = {claim.said_by for _, claims in relations for claim in claims}
        return ArticleInput(
            article=article,
            page=self._pages[article.page],
            entities={entity: self._own[entity] for entity in spoken},
            aliases={entity: self._aliases(self.entities[entity], id) for entity in spoken},
            relations=tuple(relations),
            mentions=tuple(mentions),
            links={m: self._links[m] for m in sorted({m.id for m in mentions} | said_by) if m in self._links},
            authors=self._authors.get(id, ()),
            about=self._by_code.get(article.locality, ""),
        )

    def _aliases(self, entity: Entity, article: str) -> tuple[str, ...]:
        """The aliases that an article's own graph gives: those that it writes, and of an entity that no gazetteer knows those that none writes."""
        written = self._surfaces.get(entity.id, {})
        return tuple(
            alias for alias in entity.aliases if article in written.get(alias, ()) or not (entity.gazetteer or self.written(entity, alias))
        )

    def _linked(self, mentions: Mapping[str, Mention]) -> dict[str, list[Mention]]:
        """Mentions that refer to an entity of the graph, by article; others have nothing to say in RDF."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions.values():
            if mention.id in self._links:
                found[mention.span.article].append(mention)
        return found

    def _written(self) -> dict[str, dict[str, set[str]]]:
        """What is written for each entity, and in which articles: entity → surface → article ids."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for article, mentions in self._mentions.items():
            for mention in mentions:
                for surface in (mention.surface, mention.normal):
                    found[self._links[mention.id]][surface].add(article)
        return found

    def _speaks_of(self, article: str) -> set[str]:
        """The entities that an article speaks of: mentioned, implied by a relation, its authors, its home."""
        found = {*self._authors.get(article, ()), *(self._links[m.id] for m in self._mentions.get(article, ()))}
        for relation, claims in self._relations.get(article, ()):
            found.add(relation.subject)
            found.update(self._links[claim.said_by] for claim in claims if claim.said_by in self._links)
            if not relation.literal:
                found.add(relation.object)
        home = self._by_code.get(self._articles[article].locality)
        return found | {home} if home else found


def entities(graph: nx.MultiDiGraph[str]) -> dict[str, Entity]:
    """The entities of a graph by id, sorted."""
    return {id: graph.nodes[id]["record"] for id in sorted(graph.nodes)}


def _own(entity: Entity) -> Entity:
    """An entity without what was decided of it over all articles, and without its aliases, which stand where they are written."""
    return replace(entity, aliases=(), mentions=(), same_as=(), homonyms=(), maybe=(), reasons=())


def _by_article(relations: Iterable[Relation], claims: Mapping[str, Claim]) -> tuple[dict[str, list[Stated]], list[Relation]]:
    """Relations with the claims that each article makes of them, and the relations that gazetteers state."""
    found: dict[str, list[Stated]] = defaultdict(list)
    known: list[Relation] = []
    for relation in relations:
        made: dict[str, list[Claim]] = defaultdict(list)
        for claim in (claims[id] for id in relation.claims):
            made[claim.evidence.article].append(claim)
        said = {name: value for name, value in relation.qualifiers.items() if name != "observed"}
        alone = replace(relation, claims=(), source="", qualifiers=said, confidence=1.0)
        for article, own in made.items():
            found[article].append((alone, tuple(own)))
        if relation.source:
            known.append(relation)
    return found, known
