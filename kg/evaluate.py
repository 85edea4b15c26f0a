"""Scores a graph against gold, article by article, and holds the scores to floors.

Gold says for each clean article which names stand where, what they stand for and what the article states. Offsets of
gold count in fields (title, subtitle, body, captions); a field is looked up in the graph's articles without regard to
white space and width of characters; every figure follows from there. Optional gold is neither rewarded nor punished.
"""

from __future__ import annotations

import difflib
import json
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import networkx as nx

from kg.lexicon import Lexicon
from kg.model import EVT, LOC, ORG, PER, POL, Article, Entity, Mention, Relation

TYPES = (PER, ORG, LOC, POL)
OBSERVATION, REPORTED = "observation", "reported"
# What GUIDELINES annotates; a claim of another kind (jurisdiction, based_on …) cannot be judged and counts nowhere.
SCORED = (
    *("holds_post", "within", "part_of", "attended", "chaired", "convened", "considered", "issued", "submitted_to"),
    *("implements", "visited", "cooperates_with", "established", "formerly"),
)
BACKGROUND = ("within", "part_of")  # knowledge that a gazetteer may state in the article's stead

PROBE, STRIDE = 12, 24  # a damaged field is sought by every second dozen of its characters …
ENOUGH = 0.3  # … and taken as found where more than this share of them occurs: less is shared boilerplate
LONG = 40  # shorter fields must be found whole: they have too few probes to tell
BODY_SHARE, BODY_EXCESS = (
    0.98,
    1.35,
)  # a recovered body has (nearly) all its characters, and headline and captions at most beside


@dataclass(frozen=True, slots=True)
class Count:
    """Right, spurious and missed findings of one kind."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp else 0.0

    @property
    def f(self) -> float:
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def accuracy(self) -> float:
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `kind` is body, title, subtitle, authors, missed, spurious, type, link, deictic, relation-missed or
    relation-spurious; `what` the type or predicate. `expected`, `found` and `sentence` may be empty.
    """

    article: str
    kind: str
    what: str
    expected: str
    found: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one article of gold, or of several added up (`article` is then empty)."""

    article: str = ""
    bodies: Share = Share()
    titles: Share = Share()
    subtitles: Share = Share()
    authors: Share = Share()
    mentions: Mapping[str, Count] = field(default_factory=dict)
    linking: Share = Share()
    deictic: Share = Share()
    relations: Mapping[str, Count] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def all_mentions(self) -> Count:
        return sum(self.mentions.values(), Count())

    @property
    def all_relations(self) -> Count:
        """All but observations: their indicators have no canonical wording, so they cannot be spurious."""
        return sum((count for key, count in self.relations.items() if key != OBSERVATION), Count())


@dataclass(frozen=True, slots=True)
class Scores:
    """`rows` has a row for each article of gold, in gold's order; `total` is their sum."""

    rows: tuple[Row, ...]
    total: Row

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.total.faults


class EvaluationError(ValueError):
    """Something that is no gold, or no file of floors; the message says what is wrong."""


def evaluate(graph: nx.MultiDiGraph, gold: Mapping[str, Any], lexicon: Lexicon) -> Scores:
    """The scores of `graph` against `gold`, the content of a gold file; `lexicon` tells which type a class is of.

    Raises EvaluationError when it is not the content of a gold file.
    """
    needed = {"id", "body", "mentions", "relations"}
    if not isinstance(gold, dict) or not all(needed <= set(article) for article in gold.get("articles", [{}])):
        raise EvaluationError(f"gold holds a list of articles, each with {', '.join(sorted(needed))}")
    view = _View.of(graph, lexicon)
    aliases = gold.get("aliases", {})
    rows = tuple(_judge(article, view, {**aliases, **article.get("aliases", {})}) for article in gold["articles"])
    return Scores(rows, reduce(_add, rows, Row()))


def _add(a: Row, b: Row) -> Row:
    return Row(
        "",
        a.bodies + b.bodies,
        a.titles + b.titles,
        a.subtitles + b.subtitles,
        a.authors + b.authors,
        _add_counts(a.mentions, b.mentions),
        a.linking + b.linking,
        a.deictic + b.deictic,
        _add_counts(a.relations, b.relations),
        a.faults + b.faults,
    )


def _add_counts(a: Mapping[str, Count], b: Mapping[str, Count]) -> dict[str, Count]:
    return {key: a.get(key, Count()) + b.get(key, Count()) for key in sorted({*a, *b})}


# ---- comparing strings ----------------------------------------------------------------------------------------------

_QUOTES = str.maketrans("“”‘’〈〉", "\"\"''<>")
_MARKS = frozenset("“”\"'‘’《》〈〉<>·.")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without white space and differences of width; `kept[i]` is where its i-th character stood."""

    text: str
    kept: tuple[int, ...]


def _fold(text: str) -> _Folded:
    kept = tuple(i for i, char in enumerate(text) if not char.isspace())
    return _Folded("".join(_narrow(text[i]) for i in kept), kept)


def _narrow(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return (plain if len(plain) == 1 else char).translate(_QUOTES)


def _key(name: str) -> str:
    """A name as it is compared: without white space, quotation marks, title marks and dots."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(char for char in plain if not char.isspace() and char not in _MARKS)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around [start, end), for a reader of errors."""
    stops = [i for i, char in enumerate(text) if char in "。！？；\n"]
    begin = max((i + 1 for i in stops if i < start), default=0)
    return text[begin : min((i + 1 for i in stops if i >= max(start, end - 1)), default=len(text))].strip()


# ---- what the graph says --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A linked mention of the graph: where it stands and the entity it names."""

    start: int
    end: int
    entity: str
    type: str
    deictic: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True, order=True)
class _Fact:
    """What one article says: `detail` is the title of a post, the article of a reporter, otherwise empty."""

    subject: str
    object: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Measure:
    """An observation as one claim of an article makes it."""

    indicator: str
    value: str
    unit: str


@dataclass(frozen=True)
class _View:
    """The graph, arranged by article."""

    articles: Mapping[str, Article]
    folded: Mapping[str, _Folded]
    names: Mapping[str, str]  # entity → its name
    labels: Mapping[str, frozenset[str]]  # entity → its name and aliases, as compared
    mentions: Mapping[str, tuple[_Found, ...]]  # article → …
    facts: Mapping[str, Mapping[str, Mapping[_Fact, str]]]  # article → predicate → fact → its sentence
    measures: Mapping[str, tuple[_Measure, ...]]
    background: Mapping[str, tuple[tuple[str, str], ...]]  # predicate → (subject, object) whoever states it
    authors: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, graph: nx.MultiDiGraph, lexicon: Lexicon) -> _View:
        kept = graph.graph
        entities: dict[str, Entity] = {node: data["record"] for node, data in graph.nodes(data=True)}
        relations = [data["record"] for *_, data in graph.edges(data=True)] + list(kept.get("literals", ()))
        facts, measures = _facts(relations, kept["claims"], kept["articles"])
        return cls(
            kept["articles"],
            {key: _fold(article.text) for key, article in sorted(kept["articles"].items())},
            {key: entity.name for key, entity in entities.items()},
            {key: frozenset(map(_key, (entity.name, *entity.aliases))) for key, entity in entities.items()},
            _mentions(kept["mentions"].values(), kept["links"], entities, lexicon),
            facts,
            measures,
            {p: tuple(sorted((r.subject, r.object) for r in relations if r.predicate == p)) for p in BACKGROUND},
            kept.get("authors", {}),
        )

    def matches(self, entity: str, names: frozenset[str]) -> bool:
        return not names.isdisjoint(self.labels.get(entity, frozenset()))

    def named(self, entity: str) -> str:
        return self.names.get(entity, entity)


def _mentions(
    mentions: Iterable[Mention], links: Mapping[str, str], entities: Mapping[str, Entity], lexicon: Lexicon
) -> dict[str, tuple[_Found, ...]]:
    found: dict[str, list[_Found]] = {}
    for mention in mentions:
        entity = entities.get(links.get(mention.id, ""))
        if entity is None:  # a mention of nothing is nobody's finding
            continue
        info = lexicon.types.get(entity.type)
        span, deictic = mention.span, mention.hint.get("deictic") == "true"
        found.setdefault(span.article, []).append(_Found(span.start, span.end, entity.id, info.type if info else "?", deictic))
    return {key: tuple(sorted(value, key=lambda m: (m.span, m.entity))) for key, value in found.items()}


def _facts(
    relations: Iterable[Relation], claims: Mapping[str, Any], articles: Mapping[str, Article]
) -> tuple[dict[str, dict[str, dict[_Fact, str]]], dict[str, tuple[_Measure, ...]]]:
    facts: dict[str, dict[str, dict[_Fact, str]]] = {}
    measures: dict[str, list[_Measure]] = {}
    for relation in relations:
        for span in sorted(claims[claim].evidence for claim in relation.claims):
            if relation.predicate == OBSERVATION:
                quality = relation.qualifiers
                measures.setdefault(span.article, []).append(_Measure(relation.object, quality.get("value", ""), quality.get("unit", "")))
                continue
            detail = relation.qualifiers.get("title", "") if relation.predicate == "holds_post" else ""
            said = facts.setdefault(span.article, {}).setdefault(relation.predicate, {})
            sentence = articles[span.article].text[span.start : span.end]
            said.setdefault(_Fact(relation.subject, relation.object, detail), sentence)
    return facts, {key: tuple(value) for key, value in measures.items()}


# ---- gold on the graph's articles -----------------------------------------------------------------------------------

_GoldKey = tuple[str | None, int | None, int | None, int, str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mention of gold, and its right spans in the graph's article, the annotated one first."""

    article: str | None
    spans: tuple[tuple[int, int] | None, ...]
    types: tuple[str, ...]
    surface: str
    entity: str
    optional: bool
    deictic: bool
    sentence: str

    @property
    def soft(self) -> bool:
        """Neither demanded nor forbidden (a deictic reference is judged by what it stands for alone)."""
        return self.optional or self.deictic or EVT in self.types


@dataclass(slots=True)
class _Placing:
    """Where the fields of one gold article stand: marks, and which characters of which articles gold speaks of."""

    marks: dict[_GoldKey, _Mark] = field(default_factory=dict)
    covered: dict[str, set[int]] = field(default_factory=dict)
    body: str | None = None
    recovered: bool = False
    told: str = ""  # how much of the body was found

    @property
    def home(self) -> str | None:
        return max(self.covered, key=lambda key: (len(self.covered[key]), key), default=None)


def _fields(gold: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a gold article, the body first: it tells where to look for the others."""
    for name in ("body", "title", "subtitle"):
        if gold.get(name):
            yield name, gold[name]
    yield from (("caption", text) for text in gold.get("captions", ()) if text)


def _place(gold: Mapping[str, Any], view: _View) -> _Placing:
    placing = _Placing()
    for name, text in _fields(gold):
        article, where = _seek(text, view, placing.body)
        if name == "body":
            size = max(1, len(_fold(text).text))
            placing.body = article
            excess = len(view.folded[article].text) / size if article else 0.0
            placing.recovered = len(where) / size > BODY_SHARE and excess < BODY_EXCESS
            if article:
                placing.told = f"{article}: {len(where) / size:.0%} of the body, {excess:.0%} of its length"
        if article is not None:
            placing.covered.setdefault(article, set()).update(where.values())
        for mention in gold["mentions"]:
            if mention["field"] == name and text[mention["start"] : mention["end"]] == mention["surface"]:
                mark = _mark(mention, text, article, where)
                span = mark.spans[0] or (where.get(mention["start"]), None)
                placing.marks[article, *span, mention["start"], name] = mark
    return placing


def _mark(mention: Mapping[str, Any], text: str, article: str | None, where: Mapping[int, int]) -> _Mark:
    alternatives = [alt for alt in mention.get("alts", ()) if isinstance(alt, dict) and "start" in alt]
    return _Mark(
        article,
        tuple(_carry(each["start"], each["end"], where) for each in (mention, *alternatives)),
        tuple(mention["type"]),
        mention["surface"],
        mention["entity"],
        bool(mention.get("optional")),
        bool(mention.get("deictic")),
        _sentence(text, mention["start"], mention["end"]),
    )


def _carry(start: int, end: int, where: Mapping[int, int]) -> tuple[int, int] | None:
    if start in where and end - 1 in where:
        return where[start], where[end - 1] + 1
    return None


def _seek(text: str, view: _View, first: str | None) -> tuple[str | None, dict[int, int]]:
    """The article a gold field stands in and a map from the field's offsets to the article's, or (None, {})."""
    gold = _fold(text)
    for article in sorted(view.folded, key=lambda key: (key != first, key)):
        folded = view.folded[article]
        at = folded.text.find(gold.text)
        if at >= 0:
            return article, dict(zip(gold.kept, folded.kept[at : at + len(gold.kept)], strict=True))
    if len(gold.text) <= LONG:
        return None, {}
    probes = [gold.text[i : i + PROBE] for i in range(0, len(gold.text) - PROBE, STRIDE)]
    hits = {key: sum(probe in folded.text for probe in probes) / len(probes) for key, folded in view.folded.items()}
    best = max(hits, key=lambda key: (hits[key], key), default=None)
    if best is None or hits[best] <= ENOUGH:
        return None, {}
    folded = view.folded[best]
    blocks = difflib.SequenceMatcher(None, gold.text, folded.text, autojunk=False).get_matching_blocks()
    return best, {gold.kept[b.a + i]: folded.kept[b.b + i] for b in blocks for i in range(b.size)}


# ---- judging one article --------------------------------------------------------------------------------------------


_Names = Callable[[str], frozenset[str]]


@dataclass(slots=True)
class _Tally:
    """Counts of one article while they are being made; `names` tells all right names of an entity of gold."""

    article: str
    view: _View
    names: _Names
    mentions: dict[str, Count] = field(default_factory=dict)
    relations: dict[str, Count] = field(default_factory=dict)
    linking: Share = Share()
    deictic: Share = Share()
    faults: list[Fault] = field(default_factory=list)

    def mention(self, type: str, count: Count) -> None:
        self.mentions[type] = self.mentions.get(type, Count()) + count

    def relation(self, predicate: str, count: Count) -> None:
        self.relations[predicate] = self.relations.get(predicate, Count()) + count

    def fault(self, kind: str, what: str, expected: str, found: str, sentence: str = "") -> None:
        self.faults.append(Fault(self.article, kind, what, expected, found, sentence))


TP, FP, FN = Count(1, 0, 0), Count(0, 1, 0), Count(0, 0, 1)


def _judge(gold: Mapping[str, Any], view: _View, aliases: Mapping[str, Sequence[str]]) -> Row:
    def names(canonical: str) -> frozenset[str]:
        return frozenset(map(_key, (canonical, *aliases.get(canonical, ()))))

    placing, tally = _place(gold, view), _Tally(gold["id"], view, names)
    heads = _heads(gold, placing, tally)
    _judge_mentions(placing, tally)
    _judge_relations(gold, placing, tally)
    _judge_observations(gold, placing, tally)
    return Row(
        gold["id"],
        *heads,
        dict(sorted(tally.mentions.items())),
        tally.linking,
        tally.deictic,
        dict(sorted(tally.relations.items())),
        tuple(tally.faults),
    )


def _heads(gold: Mapping[str, Any], placing: _Placing, tally: _Tally) -> tuple[Share, Share, Share, Share]:
    """Body, title, subtitle and authors, each right or wrong as a whole: no author missing, none too many."""
    view, names = tally.view, tally.names
    article = view.articles.get(placing.home or "")
    reported = [relation for relation in gold["relations"] if relation["pred"] == REPORTED]
    wanted = [relation["subj"] for relation in reported if not relation.get("optional")]
    found = tuple(view.authors.get(article.id, ())) if article else ()
    complete = all(any(view.matches(author, names(each)) for author in found) for each in wanted)
    allowed = all(any(view.matches(author, names(each["subj"])) for each in reported) for author in found)
    checks = [("body", placing.recovered, _start(gold["body"]), placing.told)]
    heads = [(gold.get(name) or "", getattr(article, name) if article else "") for name in ("title", "subtitle")]
    # Gold may keep both lines of a headline as the title.
    joined = not heads[1][0] and _fold(heads[0][0]).text == _fold(heads[0][1] + heads[1][1]).text
    for name, (expected, got) in zip(("title", "subtitle"), heads, strict=True):
        right = article is not None and (joined or _fold(expected).text == _fold(got).text)
        checks.append((name, right, expected, got))
    right = article is not None and complete and allowed
    checks.append(("authors", right, "、".join(wanted), "、".join(map(view.named, found))))
    for name, right, expected, got in checks:
        if not right:
            tally.fault(name, name, expected, got)
    body, title, subtitle, authors = (Share(int(right), 1) for _, right, _, _ in checks)
    return body, title, subtitle, authors


def _start(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"


def _judge_mentions(placing: _Placing, tally: _Tally) -> None:
    used: set[tuple[str, tuple[int, int]]] = set()
    marks = list(placing.marks.values())
    for mark in marks:
        here = tally.view.mentions.get(mark.article or "", ())
        hit = next((each for each in here if each.span in mark.spans), None)
        if hit is not None and mark.article is not None:
            used.add((mark.article, hit.span))
        _judge_mark(mark, hit, tally)
        if not mark.soft:
            wrong = (e for e in here if e.span == mark.spans[0] and e.type in TYPES and e.type not in mark.types)
            for each in wrong:  # a wrong type on a right span is missed as one type and spurious as another
                tally.mention(each.type, FP)
    for key, chars in sorted(placing.covered.items()):
        soft = [mark.spans[0] for mark in marks if mark.soft and mark.article == key and mark.spans[0] is not None]
        for each in tally.view.mentions.get(key, ()):
            if each.deictic or each.type not in TYPES or (key, each.span) in used:
                continue
            touches_soft = any(each.start < end and start < each.end for start, end in soft)
            if touches_soft or chars.isdisjoint(range(*each.span)):
                continue
            tally.mention(each.type, FP)
            text = tally.view.articles[key].text
            tally.fault("spurious", each.type, "", text[slice(*each.span)], _sentence(text, *each.span))


def _judge_mark(mark: _Mark, hit: _Found | None, tally: _Tally) -> None:
    named = tally.view.named(hit.entity) if hit else ""
    linked = hit is not None and _key(named) in tally.names(mark.entity)
    canonical = f"{mark.surface} = {mark.entity}"
    if mark.deictic:
        tally.deictic += Share(int(linked), 1)
        if not linked:
            tally.fault("deictic", mark.types[0], canonical, named, mark.sentence)
    elif mark.soft:
        return
    elif hit is None or hit.type not in mark.types:
        tally.mention(mark.types[0], FN)
        kind, got = ("type", hit.type) if hit else ("missed", "")
        tally.fault(kind, mark.types[0], mark.surface, got, mark.sentence)
    else:
        tally.mention(mark.types[0], TP)
        tally.linking += Share(int(linked), 1)
        if not linked:
            tally.fault("link", mark.types[0], canonical, named, mark.sentence)


def _judge_relations(gold: Mapping[str, Any], placing: _Placing, tally: _Tally) -> None:
    wanted: dict[str, list[Mapping[str, Any]]] = {}
    for relation in gold["relations"]:
        if relation["pred"] != OBSERVATION:
            wanted.setdefault(relation["pred"], []).append(relation)
    said = {predicate: _said(predicate, placing, tally.view) for predicate in (*SCORED, REPORTED)}
    chairs = frozenset(_key(relation["subj"]) for relation in wanted.get("chaired", ()))
    for predicate in sorted({*wanted, *said}):
        found = said.get(predicate, {})
        taken = _judge_wanted(wanted.get(predicate, ()), found, placing, tally)
        for fact, sentence in found.items():
            # The chair attends as well; gold need not say so.
            presides = predicate == "attended" and tally.view.matches(fact.subject, chairs)
            if fact not in taken and not presides:
                tally.relation(predicate, FP)
                names = (tally.view.named(fact.subject), fact.detail, tally.view.named(fact.object))
                tally.fault("relation-spurious", predicate, "", " ".join(filter(None, names)), sentence)


def _judge_wanted(wanted: Iterable[Mapping[str, Any]], found: Iterable[_Fact], placing: _Placing, tally: _Tally) -> set[_Fact]:
    """Counts the relations of gold of one kind; returns the facts that are theirs, each the one of the first it fits."""
    taken: set[_Fact] = set()
    for relation in wanted:
        sides = tally.names(relation["subj"]), tally.names(relation["obj"])
        hit = next((f for f in found if f not in taken and _fits(f, relation, sides, tally.view)), None)
        if hit is not None:
            taken.add(hit)
        if relation.get("optional"):
            continue
        known = hit is not None or _known(relation["pred"], sides, tally.view)
        tally.relation(relation["pred"], TP if known else FN)
        if not known:
            _miss(relation, placing, tally)
    return taken


def _said(predicate: str, placing: _Placing, view: _View) -> dict[_Fact, str]:
    """The facts of one kind that the articles under a gold article state, each once, in the order of their names."""
    found: dict[_Fact, str] = {}
    for article in sorted(placing.covered):
        if predicate == REPORTED:
            found |= {_Fact(author, "", article): view.articles[article].byline for author in view.authors.get(article, ())}
        else:
            found = {**view.facts.get(article, {}).get(predicate, {}), **found}
    return dict(sorted(found.items()))


_Sides = tuple[frozenset[str], frozenset[str]]  # the right names of a subject and of an object


def _fits(fact: _Fact, relation: Mapping[str, Any], sides: _Sides, view: _View) -> bool:
    predicate, (subject, object) = relation["pred"], sides
    if predicate in ("chaired", "attended", "convened", REPORTED):  # meetings have no canonical name
        return view.matches(fact.subject, subject)
    if predicate == "considered":
        return view.matches(fact.object, object)
    if predicate == "formerly":
        return view.matches(fact.subject, subject) and _key(fact.object) == _key(relation["obj"])
    straight = view.matches(fact.subject, subject) and view.matches(fact.object, object)
    if predicate == "cooperates_with":
        return straight or (view.matches(fact.object, subject) and view.matches(fact.subject, object))
    return straight and (predicate != "holds_post" or _same_post(fact.detail, relation.get("post", "")))


def _same_post(a: str, b: str) -> bool:
    """书记 is 市委书记 is 市委书记: one title may be the end of the other."""
    found, wanted = _key(a), _key(b)
    return bool(found) and (found.endswith(wanted) or wanted.endswith(found))


def _known(predicate: str, sides: _Sides, view: _View) -> bool:
    pairs = view.background.get(predicate, ())
    return any(view.matches(subject, sides[0]) and view.matches(object, sides[1]) for subject, object in pairs)


def _miss(relation: Mapping[str, Any], placing: _Placing, tally: _Tally) -> None:
    """The fault of a missed relation, with the first sentence that names both sides, or else one of them."""
    named: dict[str, set[str]] = {}
    for mark in placing.marks.values():
        named.setdefault(mark.sentence, set()).add(mark.entity)
    both = {relation["subj"], relation["obj"]}
    sentence = max(named, key=lambda each: len(named[each] & both), default="")
    told = filter(None, (relation.get(key) for key in ("subj", "post", "obj", "value", "unit")))
    found = sentence if named.get(sentence, set()) & both else ""
    tally.fault("relation-missed", relation["pred"], " ".join(told), "", found)


def _judge_observations(gold: Mapping[str, Any], placing: _Placing, tally: _Tally) -> None:
    left = [measure for article in sorted(placing.covered) for measure in tally.view.measures.get(article, ())]
    for relation in gold["relations"]:
        if relation["pred"] != OBSERVATION:
            continue
        hit = next((measure for measure in left if _same_measure(measure, relation)), None)
        if hit is not None:
            left.remove(hit)
        if relation.get("optional"):
            continue
        tally.relation(OBSERVATION, TP if hit else FN)
        if hit is None:
            _miss(relation, placing, tally)


def _same_measure(measure: _Measure, relation: Mapping[str, Any]) -> bool:
    """Same value and unit, and indicators that share half the characters of the shorter: 投资 is 完成投资."""
    try:
        if not math.isclose(float(measure.value), float(relation["value"]), rel_tol=0, abs_tol=1e-9):
            return False
    except ValueError:
        return False
    found, wanted = set(_key(measure.indicator)), set(_key(relation["obj"]))
    alike = len(found & wanted) >= 0.5 * min(len(found), len(wanted))
    return alike and _key(measure.unit) == _key(relation["unit"])


# ---- figures and floors ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that fell below its floor."""

    figure: str
    floor: float
    found: float


def figures(scores: Scores) -> dict[str, float]:
    """The figures that floors speak of, by name ("mentions.PER", "linking", "relations.all" …), from 0 to 1."""
    total = scores.total
    found = {
        "bodies": total.bodies.accuracy,
        "titles": total.titles.accuracy,
        "subtitles": total.subtitles.accuracy,
        "authors": total.authors.accuracy,
        "linking": total.linking.accuracy,
        "deictic": total.deictic.accuracy,
        "mentions.all": total.all_mentions.f,
        "relations.all": total.all_relations.f,
    }
    found |= {f"mentions.{key}": count.f for key, count in total.mentions.items()}
    found |= {f"relations.{key}": count.f for key, count in total.relations.items()}
    return dict(sorted(found.items()))


def shortfalls(scores: Scores, floors: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """Every floor that the scores do not reach; a figure that is no longer measured counts as 0."""
    return below(figures(scores), floors)


def below(reached: Mapping[str, float], floors: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """Every floor that some figures do not reach; a figure that is not there counts as 0."""
    low = ((key, floor, reached.get(key, 0.0)) for key, floor in sorted(floors.items()))
    return tuple(Shortfall(key, floor, got) for key, floor, got in low if got < floor - 1e-9)


def new_floors(scores: Scores, floors: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """The floors raised to what the scores reach, cut to three decimals; never below `floors` unless `lower`."""
    return raised(figures(scores), floors, lower=lower)


def raised(reached: Mapping[str, float], floors: Mapping[str, float], *, lower: bool = False) -> dict[str, float]:
    """The floors raised to some figures, cut to three decimals; never below `floors` unless `lower`."""
    cut = {key: math.floor(value * 1000 + 1e-9) / 1000 for key, value in reached.items()}
    if lower:
        return cut
    return {key: max(cut.get(key, 0.0), floors.get(key, 0.0)) for key in sorted({*cut, *floors})}


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Floors by gold file (its stem), then figure; {} when there is no such file. Raises EvaluationError."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): {str(k): float(v) for k, v in floors.items()} for name, floors in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{path}: floors must be a table of figures for each gold file: {error}") from error


def floors_text(floors: Mapping[str, Mapping[str, float]]) -> str:
    """The content of a floors file: sorted JSON."""
    return json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


# ---- for people to read ---------------------------------------------------------------------------------------------

_WORDS = {
    "zh": {
        "articles": "篇",
        "article": "文章",
        "bodies": "正文还原",
        "titles": "标题",
        "subtitles": "副标题",
        "authors": "作者",
        "linking": "实体链接",
        "deictic": "指代",
        "mentions": "提及",
        "relations": "关系",
        "all": "合计",
        "all but observation": "合计（不含指标）",
        "P": "精确率",
        "R": "召回率",
        "F": "F 值",
        "tp": "正确",
        "fp": "多余",
        "fn": "遗漏",
        "expected": "应为",
        "found": "得到",
        "floor": "低于底线",
        REPORTED: "报道",
        OBSERVATION: "指标",
        "body": "正文",
        "title": "标题",
        "subtitle": "副标题",
        "missed": "遗漏",
        "spurious": "多余",
        "type": "类型错",
        "link": "链接错",
        "relation-missed": "关系遗漏",
        "relation-spurious": "关系多余",
    },
    "en": {"floor": "below floor"},
}


def table(scores: Scores, lexicon: Lexicon, *, language: str = "zh", by_article: bool = False) -> str:
    """The scores as aligned text in Chinese ("zh") or English ("en"); `by_article` adds a line for each article."""
    total = scores.total
    heads = ("bodies", "titles", "subtitles", "authors", "linking", "deictic")
    lines = _align([(_word(key, language), *_share(getattr(total, key))) for key in heads])
    for group, counts, all_counts, all_key in (
        ("mentions", total.mentions, total.all_mentions, "all"),
        ("relations", total.relations, total.all_relations, "all but observation"),
    ):
        cells = [(_label(key, lexicon, language), *_count(count)) for key, count in counts.items()]
        title = tuple(_word(key, language) for key in (group, "P", "R", "F", "tp", "fp", "fn"))
        lines += ["", *_align([title, *cells, (_word(all_key, language), *_count(all_counts))])]
    if by_article:
        title = tuple(_word(key, language) for key in ("article", *heads, "mentions", "relations"))
        lines += ["", *_align([title, *(_row(row, heads) for row in scores.rows)])]
    return "\n".join(lines) + "\n"


def fault_lines(faults: Iterable[Fault], lexicon: Lexicon, *, language: str = "zh") -> str:
    """A block of text for each fault: article, what is wrong, what gold has and the graph has, and the sentence."""
    lines = []
    for fault in faults:
        what = "" if fault.what == fault.kind else _label(fault.what, lexicon, language)
        lines.append("  ".join(filter(None, (fault.article, _word(fault.kind, language), what))))
        for key, value in (("expected", fault.expected), ("found", fault.found), ("", fault.sentence)):
            if value:
                lines.append(f"    {_word(key, language)} {value}" if key else f"    | {value}")
    return "\n".join(lines) + ("\n" if lines else "")


def shortfall_lines(shortfalls: Iterable[Shortfall], *, language: str = "zh") -> str:
    """A line for each figure that fell below its floor."""
    word = _word("floor", language)
    cells = [(each.figure, f"{each.found:.4f}", word, f"{each.floor:.4f}") for each in shortfalls]
    return "\n".join(_align(cells)) + ("\n" if cells else "")


def _word(key: str, language: str) -> str:
    return _WORDS.get(language, {}).get(key, key)


def _label(key: str, lexicon: Lexicon, language: str) -> str:
    info = lexicon.types.get(key) or lexicon.predicates.get(key)
    if info is None:
        return _word(key, language)
    if language == "zh":
        return f"{key} {info.label_zh}"
    return f"{key} {info.label_en}" if key in TYPES else key


def _share(share: Share) -> tuple[str, str]:
    return f"{share.right}/{share.of}", f"{share.accuracy:.3f}"


def _count(count: Count) -> tuple[str, ...]:
    rates = (count.precision, count.recall, count.f)
    return *(f"{rate:.3f}" for rate in rates), *(str(n) for n in (count.tp, count.fp, count.fn))


def _row(row: Row, heads: Iterable[str]) -> tuple[str, ...]:
    shares = (getattr(row, key) for key in heads)
    return (
        row.article,
        *(f"{share.right}/{share.of}" for share in shares),
        f"{row.all_mentions.f:.3f}",
        f"{row.all_relations.f:.3f}",
    )


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns line up on a terminal, where a Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_pad(cell, width, left=i == 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip() for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
