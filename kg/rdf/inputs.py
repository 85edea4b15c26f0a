"""What the named graph of each article is made of, taken from the graph of all: a record that holds all that its conversion may see.

Equal inputs give equal statements, whatever else is in the graph. So what follows from other articles alone (the mentions of an entity there, the
other claims of a relation) is left out, and the digest of an input tells whether its statements must be made again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec
import networkx as nx

from kg.graph import by_article, relations_of
from kg.graph.stored import Stored
from kg.model import Article, Claim, Entity, Mention, Page, Relation, article_of
from kg.rows import DISK, HERE, Groups

OWN = 20_000  # entities at hand, without their mentions some 1 kB each
Stated = tuple[Relation, tuple[Claim, ...]]
"""A relation, and the claims that one article makes of it."""
Backed = tuple[Relation, tuple[str, ...]]
"""The same with the ids of the claims."""


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
    """A graph of records by article; `entities` are those of the graph by id."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.entities = entities(graph)
        self._graph, self._space = graph, DISK if isinstance(graph, Stored) else HERE
        self._articles: Mapping[str, Article] = graph.graph["articles"]
        self._authors: Mapping[str, tuple[str, ...]] = graph.graph["authors"]
        links: Mapping[str, str] = graph.graph["links"]
        self._links = links if self._space.disk else {mention: entity for mention, entity in links.items() if entity in self.entities}
        self._by_code = {entity.code: entity.id for entity in self.entities.values() if entity.code}
        self._own = lru_cache(maxsize=OWN)(self._without_others)
        self._mentions = by_article(graph.graph["mentions"], lambda mention: mention.span.article)
        self._relations = self._by_article()
        self._unwritten = self._never_written()
        self._spoken: set[str] | None = None

    def __iter__(self) -> Iterator[ArticleInput]:
        """The input of each article, by id."""
        spoken: set[str] = set()
        for id in sorted(self._articles):
            found = self._input(id)
            spoken.update(found.entities)
            yield found
        self._spoken = spoken

    @property
    def spoken_of(self) -> set[str]:
        """The entities that any article speaks of."""
        if self._spoken is None:
            found = (self._speaks_of(article, self._linked(id), self._stated(id)) for id, article in self._articles.items())
            self._spoken = set().union(*found)
        return self._spoken

    @property
    def known(self) -> Iterator[Relation]:
        """The relations that gazetteers state, by id."""
        return (relation for relation in relations_of(self._graph) if relation.source)

    def written(self, entity: Entity, alias: str) -> bool:
        """Whether any article writes a name of an entity."""
        return alias not in self._unwritten.get(entity.id, ())

    def _input(self, id: str) -> ArticleInput:
        article, mentions, relations = self._articles[id], self._linked(id), self._stated(id)
        spoken = {entity: self._own(entity) for entity in sorted(self._speaks_of(article, mentions, relations))}
        said_by = {claim.said_by for _, claims in relations for claim in claims}
        written: dict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            written[self._links[mention.id]].update((mention.surface, mention.normal))
        return ArticleInput(
            article=article,
            page=replace(self._graph.graph["pages"][article.page], body="", layout=None, marks=()),
            entities={entity: own for entity, (own, _) in spoken.items()},
            aliases={entity: self._aliases(own, aliases, written.get(entity, ())) for entity, (own, aliases) in spoken.items()},
            relations=tuple(relations),
            mentions=tuple(mentions),
            links={m: self._links[m] for m in sorted({m.id for m in mentions} | said_by) if m in self._links},
            authors=self._authors.get(id, ()),
            about=self._by_code.get(article.locality, ""),
        )

    def _aliases(self, entity: Entity, aliases: Iterable[str], here: Collection[str]) -> tuple[str, ...]:
        """The aliases that an article's own graph gives: those that it writes, and of an entity that no gazetteer knows those that none writes."""
        return tuple(alias for alias in aliases if alias in here or not (entity.gazetteer or self.written(entity, alias)))

    def _without_others(self, id: str) -> tuple[Entity, tuple[str, ...]]:
        """An entity without what was decided of it over all articles, and its aliases, which stand where they are written."""
        entity = self.entities[id]
        return replace(entity, aliases=(), mentions=(), same_as=(), homonyms=(), maybe=(), reasons=()), entity.aliases

    def _linked(self, article: str) -> list[Mention]:
        """An article's mentions that refer to an entity of the graph; others have nothing to say in RDF."""
        return [mention for mention in self._mentions(article) if mention.id in self._links]

    def _stated(self, article: str) -> list[Stated]:
        """The relations that an article states, each with its claims."""
        claims: Mapping[str, Claim] = self._graph.graph["claims"]
        return [(relation, tuple(claims[id] for id in ids)) for relation, ids in self._relations.get(article, ())]

    def _by_article(self) -> Mapping[str, Sequence[Backed]]:
        """What each article states: relations without what others say of them, and the ids of its claims."""
        claims: Mapping[str, Claim] = self._graph.graph["claims"]
        groups: Groups[Backed] = self._space.groups(Backed)
        for relation in relations_of(self._graph):
            made: dict[str, list[str]] = defaultdict(list)
            for id in relation.claims:
                made[article_of(id) if self._space.disk else claims[id].evidence.article].append(id)
            said = {name: value for name, value in relation.qualifiers.items() if name != "observed"}
            alone = replace(relation, claims=(), source="", qualifiers=said, confidence=1.0)
            for article, own in made.items():
                groups.add(article, 0, (alone, tuple(own)))
        return self._space.table(list[Backed], groups)

    def _never_written(self) -> dict[str, frozenset[str]]:
        """The aliases of each entity that no article writes, if there are any."""
        groups: Groups[tuple[str, str]] = self._space.groups(tuple[str, str])
        for id, mention in self._graph.graph["mentions"].items():
            if entity := self._links.get(id):
                groups.add(entity, 0, (mention.surface, mention.normal))
        found: dict[str, frozenset[str]] = {}
        written = iter(groups)  # both in the order of ids
        key, names = next(written, ("", []))
        for id, record in self.entities.items():
            while key and key < id:
                key, names = next(written, ("", []))
            if rest := frozenset(record.aliases).difference(*(names if key == id else ())):
                found[id] = rest
        return found

    def _speaks_of(self, article: Article, mentions: Iterable[Mention], relations: Iterable[Stated]) -> set[str]:
        """The entities that an article speaks of: mentioned, implied by a relation, its authors, its home."""
        found = {*self._authors.get(article.id, ()), *(self._links[m.id] for m in mentions)}
        for relation, claims in relations:
            found.add(relation.subject)
            found.update(self._links[claim.said_by] for claim in claims if claim.said_by in self._links)
            if not relation.literal:
                found.add(relation.object)
        home = self._by_code.get(article.locality)
        return found | {home} if home else found


def entities(graph: nx.MultiDiGraph[str]) -> Mapping[str, Entity]:
    """The entities of a graph by id, sorted."""
    return graph.entities if isinstance(graph, Stored) else {id: graph.nodes[id]["record"] for id in sorted(graph.nodes)}
