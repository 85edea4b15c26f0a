"""Judges one article: what of gold was found, what is missing and what is too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.clusters import Bearers, Link
from kg.evaluate.counts import Count, Share
from kg.evaluate.homes import page
from kg.evaluate.measures import same_fields, same_figure, same_quantity
from kg.evaluate.placing import Mark, Placing, place
from kg.evaluate.scores import OBSERVATION, REPORTED, TYPES, Fault, Row
from kg.evaluate.strings import bare, fold, sentence_at
from kg.evaluate.view import Fact, Found, Measure, View

# What GUIDELINES annotates; a claim of another kind (jurisdiction, based_on …) cannot be judged and counts nowhere.
SCORED = (
    *("holds_post", "within", "part_of", "attended", "chaired", "convened", "considered", "issued", "submitted_to"),
    *("implements", "visited", "cooperates_with", "established", "formerly"),
)


_Names = Callable[[str], frozenset[str]]


@dataclass(slots=True)
class _Tally:
    """Counts of one article while they are being made; `names` tells all right names of an entity of gold, `bearers` whose they are."""

    article: str
    page: str
    view: View
    names: _Names
    bearers: Bearers
    mentions: dict[str, Count] = field(default_factory=dict)
    relations: dict[str, Count] = field(default_factory=dict)
    linking: Share = field(default_factory=Share)
    deictic: Share = field(default_factory=Share)
    figures: Count = field(default_factory=Count)
    links: list[Link] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def mention(self, type: str, count: Count) -> None:
        self.mentions[type] = self.mentions.get(type, Count()) + count

    def relation(self, predicate: str, count: Count) -> None:
        self.relations[predicate] = self.relations.get(predicate, Count()) + count

    def fault(self, kind: str, what: str, expected: str, found: str, sentence: str = "") -> None:
        self.faults.append(Fault(self.article, kind, what, expected, found, sentence))


TP, FP, FN = Count(1, 0, 0), Count(0, 1, 0), Count(0, 0, 1)


def judge(gold: Mapping[str, Any], view: View, aliases: Mapping[str, Sequence[str]], bearers: Bearers) -> Row:
    """The scores of a gold article; `aliases` are the other right names of its entities."""

    def names(canonical: str) -> frozenset[str]:
        return frozenset(map(bare, (canonical, *aliases.get(canonical, ()))))

    placing, tally = place(gold, view), _Tally(gold["id"], page(gold), view, names, bearers)
    bodies, titles, subtitles, authors = _heads(gold, placing, tally)
    _judge_mentions(placing, tally)
    _judge_relations(gold, placing, tally)
    _judge_observations(gold, placing, tally)
    return Row(
        tally.article,
        bodies=bodies,
        titles=titles,
        subtitles=subtitles,
        authors=authors,
        mentions=dict(sorted(tally.mentions.items())),
        linking=tally.linking,
        deictic=tally.deictic,
        relations=dict(sorted(tally.relations.items())),
        figures=tally.figures,
        links=tuple(tally.links),
        faults=tuple(tally.faults),
    )


def _heads(gold: Mapping[str, Any], placing: Placing, tally: _Tally) -> tuple[Share, Share, Share, Share]:
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
    joined = not heads[1][0] and fold(heads[0][0]).text == fold(heads[0][1] + heads[1][1]).text
    for name, (expected, got) in zip(("title", "subtitle"), heads, strict=True):
        right = article is not None and (joined or fold(expected).text == fold(got).text)
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


def _judge_mentions(placing: Placing, tally: _Tally) -> None:
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
            tally.fault("spurious", each.type, "", text[slice(*each.span)], sentence_at(text, *each.span))


def _judge_mark(mark: Mark, hit: Found | None, tally: _Tally) -> None:
    named = tally.view.named(hit.entity) if hit else ""
    linked = hit is not None and bare(named) in tally.names(mark.entity)
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
        tally.links.append(Link(mark.types[0], tally.bearers.bearer(mark.entity, mark.types, tally.page), hit.entity))
        if not linked:
            tally.fault("link", mark.types[0], canonical, named, mark.sentence)


def _judge_relations(gold: Mapping[str, Any], placing: Placing, tally: _Tally) -> None:
    wanted: dict[str, list[Mapping[str, Any]]] = {}
    for relation in gold["relations"]:
        if relation["pred"] != OBSERVATION:
            wanted.setdefault(relation["pred"], []).append(relation)
    said = {predicate: _said(predicate, placing, tally.view) for predicate in (*SCORED, REPORTED)}
    chairs = frozenset(bare(relation["subj"]) for relation in wanted.get("chaired", ()))
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


def _judge_wanted(wanted: Iterable[Mapping[str, Any]], found: Iterable[Fact], placing: Placing, tally: _Tally) -> set[Fact]:
    """Counts the relations of gold of one kind; returns the facts that are theirs, each the one of the first it fits."""
    taken: set[Fact] = set()
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


def _said(predicate: str, placing: Placing, view: View) -> dict[Fact, str]:
    """The facts of one kind that the articles under a gold article state, each once, in the order of their names."""
    found: dict[Fact, str] = {}
    for article in sorted(placing.covered):
        if predicate == REPORTED:
            found |= {Fact(author, "", article): view.articles[article].byline for author in view.authors.get(article, ())}
        else:
            found = {**view.facts.get(article, {}).get(predicate, {}), **found}
    return dict(sorted(found.items()))


_Sides = tuple[frozenset[str], frozenset[str]]  # the right names of a subject and of an object


def _fits(fact: Fact, relation: Mapping[str, Any], sides: _Sides, view: View) -> bool:
    predicate, (subject, object) = relation["pred"], sides
    if predicate in ("chaired", "attended", "convened", REPORTED):  # meetings have no canonical name
        return view.matches(fact.subject, subject)
    if predicate == "considered":
        return view.matches(fact.object, object)
    if predicate == "formerly":
        return view.matches(fact.subject, subject) and bare(fact.object) == bare(relation["obj"])
    straight = view.matches(fact.subject, subject) and view.matches(fact.object, object)
    if predicate == "cooperates_with":
        return straight or (view.matches(fact.object, subject) and view.matches(fact.subject, object))
    return straight and (predicate != "holds_post" or _same_post(fact.detail, relation.get("post", "")))


def _same_post(a: str, b: str) -> bool:
    """书记 is 市委书记 is 市委书记: one title may be the end of the other."""
    found, wanted = bare(a), bare(b)
    return bool(found) and (found.endswith(wanted) or wanted.endswith(found))


def _known(predicate: str, sides: _Sides, view: View) -> bool:
    pairs = view.background.get(predicate, ())
    return any(view.matches(subject, sides[0]) and view.matches(object, sides[1]) for subject, object in pairs)


def _miss(relation: Mapping[str, Any], placing: Placing, tally: _Tally) -> None:
    """The fault of a missed relation, with the first sentence that names both sides, or else one of them."""
    named: dict[str, set[str]] = {}
    for mark in placing.marks.values():
        named.setdefault(mark.sentence, set()).add(mark.entity)
    both = {relation["subj"], relation["obj"]}
    sentence = max(named, key=lambda each: len(named[each] & both), default="")
    told = filter(None, (relation.get(key) for key in ("subj", "post", "obj", "value", "unit")))
    found = sentence if named.get(sentence, set()) & both else ""
    tally.fault("relation-missed", relation["pred"], " ".join(told), "", found)


def _judge_observations(gold: Mapping[str, Any], placing: Placing, tally: _Tally) -> None:
    left = [measure for article in sorted(placing.covered) for measure in tally.view.measures.get(article, ())]
    wanted = [relation for relation in gold["relations"] if relation["pred"] == OBSERVATION]
    inside = [m for article, chars in placing.covered.items() for m in tally.view.measures.get(article, ()) if m.start in chars]
    _judge_fields(wanted, inside, tally)
    for relation in wanted:
        hit = next((measure for measure in left if same_figure(measure, relation)), None)
        if hit is not None:
            left.remove(hit)
        if relation.get("optional"):
            continue
        tally.relation(OBSERVATION, TP if hit else FN)
        if hit is None:
            _miss(relation, placing, tally)


def _judge_fields(wanted: Sequence[Mapping[str, Any]], measures: Sequence[Measure], tally: _Tally) -> None:
    """Counts the figures that are right in all five fields, and as spurious all others but those of a quantity that is optional in gold."""
    left = dict.fromkeys(measures)  # in order, equal ones once
    for relation in sorted(wanted, key=lambda r: bool(r.get("optional"))):
        names = tally.names(relation["subj"])
        hit = next((m for m in left if same_fields(m, relation, tally.view.matches(m.subject, names))), None)
        if hit is not None:
            del left[hit]
        if not relation.get("optional"):
            tally.figures += FN if hit is None else TP
    free = [relation for relation in wanted if relation.get("optional")]
    tally.figures += Count(fp=sum(not any(same_quantity(measure, relation) for relation in free) for measure in left))
