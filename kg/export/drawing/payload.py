"""What the file of a drawing holds: `core` for the network and the search, in columns, and `detail` for the panel and the tables."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg import gazetteer
from kg.export.drawing.layout import STEPS, arrange, parts
from kg.graph import published
from kg.model import Article, Claim, Entity, Mention, Page, Relation, Span, article_of
from kg.rdf.iris import Names, expand
from kg.rows import Table
from kg.text.feeds import feeds, lines
from kg.text.sentences import sentences

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.settings import Settings

CLOSERS = "。！？!?”’」』）)》\n"
PLACE, ORGAN = "LOC", "ORG"
SMALLEST = 3  # drawn members of a community that is named
QUOTES = 40  # passages shown of one entity; `kg explain` lists them all
QUOTES_OF_ARTICLE = 4  # of them from one article, so that one long report does not fill the panel
CLAIMS = 12  # claims shown of one relation
MANY = 100_000  # mentions; a file with more of them holds FEW quotes and claims, to stay one that a browser opens
FEW = 4
CONTEXT = 70  # characters of a sentence shown before and after a mention
SENTENCE = 400  # characters of a claim's sentence: the longest real one in our samples has 310
NAME = 120  # characters of a name
# By place in types.yaml, because colour alone fails the colour-blind; with what makes them look as large as a dot.
SHAPES = (("dot", 1.0), ("square", 0.86), ("diamond", 1.2), ("triangle", 1.1), ("hexagon", 1.05), ("star", 1.2))
INNER = {"organ", "place", "scope"}  # facts that the resolver keeps for itself
EM = 13.0  # a character of a label, in units of the drawing

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},  # places are computed here, so the picture stands still and is the same every time
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "tooltipDelay": 0},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {
        "width": 1,
        "selectionWidth": 1.2,
        "hoverWidth": 0.8,
        "arrowStrikethrough": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
        "selfReference": {"size": 14},
    },
}


class Drawing:
    """Collects what the file says of entities: their relations, the claims behind them, the sentences, the articles."""

    steps = STEPS

    def __init__(
        self,
        graph: nx.MultiDiGraph[str],
        lexicon: Lexicon,
        settings: Settings,
        ranked: Sequence[str],
        groups: Sequence[Sequence[int]],
        edges: Mapping[str, Sequence[Relation]],
    ) -> None:
        """`edges`: what `edges_of` gives."""
        self.graph, self.lexicon, self.incident = graph, lexicon, edges
        self.names = Names(settings.base, settings.iris)
        self.prefixes = lexicon.prefixes
        self.place = {node: i for i, node in enumerate(ranked)}
        self.groups = groups
        few = len(graph.graph.get("mentions", ())) > MANY
        self.quotes, self.claims_of = (FEW, FEW) if few else (QUOTES, CLAIMS)
        self.edges: list[Relation] = [
            record for s in ranked for record in sorted((r for r in edges[s] if r.subject == s), key=lambda record: record.id)
        ]
        self.pages: dict[str, Page] = graph.graph.get("pages", {})
        self.articles: dict[str, Article] = graph.graph.get("articles", {})
        self.mentions: dict[str, Mention] = graph.graph.get("mentions", {})
        self.claims: dict[str, Claim] = graph.graph.get("claims", {})
        self.links: dict[str, str] = graph.graph.get("links", {})
        self.literals: dict[str, list[Relation]] = {}
        for relation in graph.graph.get("literals", ()):
            self.literals.setdefault(relation.subject, []).append(relation)
        self.reported: dict[str, list[str]] = {}
        for article, authors in sorted(graph.graph.get("authors", {}).items()):
            for author in authors:
                self.reported.setdefault(author, []).append(article)
        self.day = partial(published, graph)
        dated = sorted(self.articles, key=lambda key: (self.day(key), key))
        self.dated = {key: i for i, key in enumerate(dated)}
        self.order = {key: i for i, key in enumerate(lexicon.predicates)}
        self.feeds: dict[str, list[int]] = {}
        self.sentences: dict[Span, int] = {}
        self.used_sentences: list[dict[str, Any]] = []
        self.used_articles: dict[str, dict[str, str]] = {}

    def core(self, first: Sequence[int]) -> dict[str, Any]:
        """What the network and the search need, in columns; `first` are the places of the entities to draw at first."""
        records = [entity_of(self.graph, node) for node in self.place]
        types, predicates = self._types(), self._predicates()
        kinds = {t["key"]: i for i, t in enumerate(types)}
        verbs = {key: i for i, key in enumerate(predicates)}
        spots, names = self._spots(first, kinds)
        return {
            "meta": self._meta(),
            "types": types,
            "predicates": predicates,
            "options": OPTIONS,
            "nodes": {
                "id": [record.id for record in records],
                "name": [_label(record) for record in records],
                "type": [kinds[record.type] for record in records],
                "aliases": [[short(a, NAME) for a in record.aliases if a != record.name][:QUOTES] for record in records],
                "code": [short(record.code, NAME) for record in records],
                "mentions": [len(record.mentions) for record in records],
                "told": [self._told_in(record.mentions, self.mentions) for record in records],
            },
            "edges": {
                "id": [r.id for r in self.edges],
                "s": [self.place[r.subject] for r in self.edges],
                "p": [verbs[r.predicate] for r in self.edges],
                "o": [self.place[r.object] for r in self.edges],
                "n": [len(r.claims) for r in self.edges],
                "own": [short(r.qualifiers.get("title") or r.qualifiers.get("outcome", ""), NAME) for r in self.edges],
                "time": [self._time(r) for r in self.edges],
                "told": [self._told_in(r.claims, self.claims) for r in self.edges],
            },
            "articles": self._articles(),
            "iris": {i: iri for i, node in enumerate(self.place) if (iri := self.names.entity(node).value) != self.names.base + node},
            "first": [[node, x, y] for node, (x, y) in zip(first, spots, strict=True)],
            "groups": names,
        }

    def detail(self, told: Collection[str] | None = None) -> dict[str, Any]:
        """What the panel tells: entities in order (only those `told`, when given), relations in the order of the edges with the literal ones after them."""
        return {name: found if isinstance(found, dict) else list(found) for name, found in self.details(told)}

    def details(self, told: Collection[str] | None = None) -> Iterator[tuple[str, Iterable[Any]]]:
        """What `detail` gives, by name, each to be read before the next: the last two are complete when the others were read."""
        literals = [r for node in self.place for r in self.literals.get(node, ())]
        number = {id(r): i for i, r in enumerate(chain(self.edges, literals))}
        yield "entities", (self._entity(node, number) if told is None or node in told else {} for node in self.place)
        yield "relations", (self._relation(r) for r in chain(self.edges, literals))
        yield "literals", ([r.id, self.place[r.subject], r.predicate, short(r.object, SENTENCE)] for r in literals)
        yield "sentences", self.used_sentences
        yield "articles", self.used_articles

    def _span(self, mention: str) -> Span | None:
        found = self.mentions.get(mention)
        return found.span if found else None

    def _told_in(self, ids: Sequence[str], records: Mapping[str, Mention] | Mapping[str, Claim]) -> list[int]:
        """The articles in which mentions or claims stand, as places in `articles` of the core."""
        return sorted({self.dated[article] for article in self._named_in(ids, records)})

    def _named_in(self, ids: Sequence[str], records: Mapping[str, Mention] | Mapping[str, Claim]) -> Iterator[str]:
        """The article of each mention or claim that the graph has, by their ids."""
        if isinstance(records, Table):  # it has them all, and is slow to ask
            return map(article_of, ids)
        found = (record for id in ids if (record := records.get(id)))
        articles = (record.span.article if isinstance(record, Mention) else record.evidence.article for record in found)
        return (article for article in articles if article in self.dated)

    def _articles(self) -> dict[str, list[str]]:
        """Id, title, day and newspaper of each article, oldest first, for the filters."""
        pages = [self.pages.get(self.articles[key].page) for key in self.dated]
        return {
            "id": list(self.dated),
            "title": [short(self.articles[key].title, 60) or key for key in self.dated],
            "date": [self.day(key) for key in self.dated],
            "paper": [short(page.newspaper, NAME) if page else "" for page in pages],
        }

    def _time(self, relation: Relation) -> str:
        """First and last day on which the relation holds, or else was reported, as `2019-01/2020`; empty when nobody knows."""
        days = (self.day(article) for article in self._named_in(relation.claims, self.claims))
        told = sorted(day for day in days if day)
        since, until = relation.since or (told[0] if told else ""), relation.until or (told[-1] if told else "")
        return f"{since}/{until}" if since or until else ""

    def _meta(self) -> dict[str, Any]:
        literals = sum(len(found) for found in self.literals.values())
        dates = sorted(day for key in self.dated if (day := self.day(key)))
        return {
            "entities": self.graph.number_of_nodes(),
            "relations": self.graph.number_of_edges() + literals,
            "articles": len(self.articles),
            "mentions": len(self.links) or len(self.mentions),
            "base": self.names.base,
            "first": dates[0] if dates else "",
            "last": dates[-1] if dates else "",
            "positions": self._positions(),
        }

    def _positions(self) -> str:
        """Where coordinates that no entity has of itself come from, and their licence; "" when none do."""
        origin = self.lexicon.sources.get(gazetteer.COORDINATES)
        return f"{origin.source}, {origin.licence}" if origin and any(self._seat(entity_of(self.graph, node)) for node in self.place) else ""

    def _seat(self, record: Entity) -> dict[str, str]:
        """Where a division's government sits, as the gazetteer has it, unless the entity says so itself."""
        found = gazetteer.seat(record.code, self.lexicon) if record.type == PLACE and not record.facts.keys() & {"lat", "long"} else None
        return {"lat": found.lat, "long": found.long} if found else {}

    def _types(self) -> list[dict[str, str]]:
        """The types of the lexicon in its order, then those of the graph that it does not know."""
        known = [t for key, t in self.lexicon.types.items() if key == t.type]
        found = [
            {
                "key": t.key,
                "zh": t.label_zh,
                "en": t.label_en,
                "color": t.color,
                "shape": SHAPES[i % len(SHAPES)][0],
                "iri": self._iri(f"kg:{t.cls}"),
            }
            for i, t in enumerate(known)
        ]
        odd = {entity_of(self.graph, node).type for node in self.place} - {t.key for t in known}
        return found + [{"key": k, "zh": k, "en": k, "color": "#7a7a7a", "shape": "dot", "iri": self._iri(f"kg:{k}")} for k in sorted(odd)]

    def _predicates(self) -> dict[str, dict[str, Any]]:
        literals = {r.predicate for found in self.literals.values() for r in found}
        used = sorted({r.predicate for r in self.edges} | literals, key=lambda p: (self.order.get(p, len(self.order)), p))
        return {key: self._predicate(key) for key in used}

    def _predicate(self, key: str) -> dict[str, Any]:
        """Labels and property of a predicate; one that the lexicon does not know is called as its key."""
        known = self.lexicon.predicates.get(key)
        if known is None:
            return {"zh": key, "en": key, "iri": self._iri(f"kg:{key}"), "reverse": False}
        return {"zh": known.label_zh or key, "en": known.label_en or key, "iri": self._iri(known.iri), "reverse": known.reverse}

    def _iri(self, curie: str) -> str:
        return expand(curie, self.prefixes).value

    def _spots(self, first: Sequence[int], kinds: Mapping[str, int]) -> tuple[list[tuple[int, int]], list[list[Any]]]:
        """Where the nodes of the first view stand, those of a community together; and its communities: [members drawn, name]."""
        ids = list(self.place)
        records = {node: entity_of(self.graph, ids[node]) for node in first}
        at = {node: i for i, node in enumerate(first)}
        home = {node: i for i, group in enumerate(self.groups) for node in group if node in at}
        ends = [(self.place[r.subject], self.place[r.object]) for r in self.edges]
        inner = [(at[a], at[b]) for a, b in ends if a in at and b in at and home[a] == home[b]]
        members: dict[int, list[int]] = {}
        for node in first:
            members.setdefault(home[node], []).append(node)
        apart = parts(len(first), inner)  # a community whose links are not all drawn falls into these, and is held together
        leader = {home[first[part[0]]]: part[0] for part in reversed(apart)}
        inner += [(leader[home[first[part[0]]]], part[0]) for part in apart]
        boxes = [_box(_label(records[node]), _radius(records[node])) for node in first]
        spots = arrange(boxes, inner, [f"{kinds[records[node].type]:03d}" for node in first], self.steps)
        spots = [(x, y + round(_radius(records[node]))) for node, (x, y) in zip(first, spots, strict=True)]  # the node tops its box
        large = [nodes for nodes in members.values() if len(nodes) >= SMALLEST]
        return spots, [list(pair) for pair in zip(large, titles([[records[node] for node in nodes] for nodes in large]), strict=True)]

    # --- one entity

    def _entity(self, node: str, number: Mapping[int, int]) -> dict[str, Any]:
        record = entity_of(self.graph, node)
        subtype = self.lexicon.types.get(record.subtype)
        relations = self._relations_of(node)
        quotes = self._quotes(record)
        found = {
            "name": short(record.name, NAME) if record.name != _label(record) else "",
            "sub": [subtype.label_zh, subtype.label_en] if subtype else [],
            "gazetteer": record.gazetteer,
            "articles": len(self._told_in(record.mentions, self.mentions)),
            "quotes": quotes,
            "relations": [number[id(r)] for r in relations],
            "reported": [self._article(a) for a in self.reported.get(node, ())][:QUOTES],
            "same": list(record.same_as),
            "homonyms": list(record.homonyms),
            "maybe": list(record.maybe),
            "reasons": [short(reason, SENTENCE) for reason in record.reasons[:QUOTES]],
            "facts": {key: value for key, value in sorted(record.facts.items()) if key not in INNER} | self._seat(record),
        }
        return _told(found)

    def _relations_of(self, node: str) -> list[Relation]:
        """Relations of an entity and those that are literal, in the order of the lexicon."""

        def rank(relation: Relation) -> tuple[int, str, bool, int, str, str]:
            place = self.order.get(relation.predicate, len(self.order))
            return place, relation.predicate, relation.subject != node, -len(relation.claims), relation.since, relation.id

        return sorted([*self.incident[node], *self.literals.get(node, ())], key=rank)

    def _quotes(self, entity: Entity) -> list[list[int]]:
        """Passages that name the entity, oldest first: [sentence, start, end, deictic]."""
        found = sorted(
            (m for id in entity.mentions if (m := self.mentions.get(id)) and m.span.article in self.dated),
            key=lambda m: (self.day(m.span.article), m.span.article, m.span.start, m.span.end, m.id),
        )
        quotes: list[list[int]] = []
        taken: dict[str, int] = {}
        for mention in found:
            article = mention.span.article
            taken[article] = taken.get(article, 0) + 1
            if taken[article] > QUOTES_OF_ARTICLE or len(quotes) >= self.quotes:
                continue
            span = _passage(self.articles[article].text, mention.span)
            sentence = self._sentence(span)
            at = [mention.span.start - span.start, mention.span.end - span.start]
            quotes.append([sentence, *at, int(mention.hint.get("deictic") == "true")])
        return quotes

    # --- one relation

    def _relation(self, record: Relation) -> dict[str, Any]:
        claims = sorted(
            (c for id in record.claims if (c := self.claims.get(id)) and c.evidence.article in self.dated),
            key=lambda c: (self.day(c.evidence.article), c.evidence.article, c.evidence.start, c.evidence.end, c.id),
        )
        found: dict[str, Any] = {
            "literal": record.literal,
            "q": dict(sorted(record.qualifiers.items())),
            "since": record.since,
            "until": record.until,
            "source": record.source,
            "claims": [self._claim(claim) for claim in claims[: self.claims_of]],
            "n": len(record.claims),
        }
        return {"conf": round(record.confidence, 2)} | _told(found)

    def _claim(self, claim: Claim) -> dict[str, Any]:
        marks = [(role, self._span(term.value)) for role, term in (("s", claim.subject), ("o", claim.object)) if term.kind == "mention"]
        spans = [(role, span) for role, span in marks if span and span.article == claim.evidence.article]
        span = _clip(claim.evidence, [span for _, span in spans])
        inside = [[s.start - span.start, s.end - span.start, role] for role, s in spans if span.start <= s.start < s.end <= span.end]
        found = {
            "marks": sorted(inside),
            "rule": claim.rule,
            "when": claim.when,
            "negated": claim.negated,
            "modality": claim.modality,
            "by": self._speaker(claim.said_by),
        }
        return {"at": self._sentence(span), "conf": round(claim.confidence, 2)} | _told(found)

    def _speaker(self, mention: str) -> str:
        if mention in self.links and self.links[mention] in self.graph:
            return short(entity_of(self.graph, self.links[mention]).name, NAME)
        found = self.mentions.get(mention)
        return short(found.surface, NAME) if found else ""

    # --- tables that entities and relations point into

    def _sentence(self, span: Span) -> int:
        if span not in self.sentences:
            text = self.articles[span.article].text
            self.sentences[span] = len(self.used_sentences)
            record: dict[str, Any] = {"a": self._article(span.article), "t": text[span.start : span.end], "l": self._lines(span)}
            if not _complete(text, span.start):
                record["pre"] = 1
            if span.end < len(text) and text[span.end] != "\n" and not _complete(text, span.end):
                record["post"] = 1
            self.used_sentences.append(record)
        return self.sentences[span]

    def _article(self, key: str) -> str:
        if key not in self.used_articles and key in self.articles:
            article = self.articles[key]
            page = self.pages.get(article.page)
            found = {
                "title": short(article.title, NAME) or f"〔{short(article.text.partition(chr(10))[0], 24)}〕",
                "date": article.published,
                "paper": page.newspaper if page else "",
                "edition": page.edition if page else "",
                "source": page.source if page else "",
                "by": "、".join(article.authors),
                "url": page.meta.get("url", "") if page else "",
            }
            self.used_articles[key] = _told(found)
        return key

    def _lines(self, span: Span) -> list[int]:
        """First and last line of the page that the span stands on, from 1; empty when the page does not have it."""
        article = self.articles[span.article]
        page = self.pages.get(article.page)
        found = article.origin.span(span.start, span.end) if page else None
        if page is None or found is None:
            return []
        if page.id not in self.feeds:
            self.feeds[page.id] = feeds(page.body)
        return list(lines(self.feeds[page.id], *found))


# --- text ---------------------------------------------------------------------------------------------------------------


def _passage(text: str, span: Span) -> Span:
    """The sentence around a mention, at most CONTEXT characters on each side of it."""
    start, end = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
    for first, last in sentences(text[start:end]):
        if start + first <= span.start < start + last:
            end = min(max(start + last, span.end), span.start + SENTENCE)
            return Span(span.article, min(start + first, span.start), end)
    return Span(span.article, span.start, min(span.end, span.start + SENTENCE))


def _complete(text: str, at: int) -> bool:
    """Whether a sentence can end right before `at`, so that no ellipsis is due there."""
    before = text[max(0, at - 4) : at].rstrip(" \t\u3000")
    return not before or before[-1] in CLOSERS


def _clip(evidence: Span, marks: Sequence[Span]) -> Span:
    """The evidence, or when it is too long to read the stretch of it that begins shortly before the first mark."""
    if evidence.end - evidence.start <= SENTENCE:
        return evidence
    first = min((m.start for m in marks), default=evidence.start)
    start = max(evidence.start, min(first - CONTEXT, evidence.end - SENTENCE))
    return Span(evidence.article, start, min(evidence.end, start + SENTENCE))


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def plain(text: str) -> str:
    """A name fit for a label: a line, without control and direction characters."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def _label(record: Entity) -> str:
    return short(plain(record.name) or record.id, NAME)


def titles(groups: Sequence[Sequence[Entity]]) -> list[str]:
    """A name for each group of entities, most central first: its place, and its organ where that tells more or keeps two apart."""
    found: list[str] = []
    for group in groups:
        organs = [_label(entity) for entity in group if entity.type == ORGAN]
        places = [
            (sum(_label(entity)[:2] in organ for organ in organs), len(entity.mentions), -i)
            for i, entity in enumerate(group)
            if entity.type == PLACE
        ]
        place = _label(group[-max(places)[2]]) if places else ""  # of 黑河市 and 福民村 the one whose organs stand around it
        organ = next((each for each in organs if not place or place[:2] not in each), organs[0] if organs else "")
        alone = place and place not in found and any(place[:2] in each for each in organs)
        found.append(short(place if alone else " · ".join(filter(None, (place, organ))) or _label(group[0]), 24))
    return found


def _radius(record: Entity) -> float:
    """Of a node: larger when it is mentioned more; payload.js has the same."""
    return min(28.0, 7 + 2.6 * math.sqrt(len(record.mentions)))


def short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _box(label: str, radius: float) -> tuple[float, float]:
    """Width and height that a node and its label take; labels.js wraps labels in the same way."""
    length = sum(1.0 if ord(c) > 0x2E7F else 0.56 for c in label)
    width, rows = (length, 1) if length <= 10 else (min(10.0, length / 2 + 1), 2)
    return max(2 * radius, width * EM) + 12, 2 * radius + rows * EM * 1.3 + 12


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something, no text in them longer than anyone reads in a panel."""

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {short(key, NAME): cut(each) for key, each in value.items()}
        return short(value, SENTENCE) if isinstance(value, str) else value

    return {key: cut(value) for key, value in fields.items() if value}


# --- the graph ----------------------------------------------------------------------------------------------------------


def edges_of(graph: nx.MultiDiGraph[str]) -> dict[str, list[Relation]]:
    """The relations that begin or end at each node."""
    found: dict[str, list[Relation]] = {node: [] for node in graph}
    for subject, object_, record in graph.edges(data="record"):
        found[subject].append(record)
        if object_ != subject:
            found[object_].append(record)
    return found


def entity_of(graph: nx.MultiDiGraph[str], node: str) -> Entity:
    record: Entity = graph.nodes[node]["record"]
    return record
