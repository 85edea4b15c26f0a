"""Metamorphic laws of claims over real pages: what a later year, another order of a list, a sentence less and the passive voice change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import laws
import pytest
from laws import LEXICON, SETTINGS, replace
from scenes import said

from kg import claims
from kg.claims import appointments, cues
from kg.model import Article, Claim, Mention, Part, Span
from kg.relations import SYMMETRIC
from kg.text import dates
from kg.text.sentences import of_article

Scene = tuple[Article, tuple[Mention, ...]]
RULES = {rule.id: rule for rule in LEXICON.rules}


@cache
def scenes() -> tuple[Scene, ...]:
    """Every article of the sample pages and the held-out ones, and its mentions."""
    return tuple(laws.plain(page, article) for page in laws.pages() for article in page.articles)


def extract(scene: Scene) -> tuple[Claim, ...]:
    return claims.extract(*scene, LEXICON, SETTINGS)[0]


class Said(NamedTuple):
    """What a claim says, without its id; an implied end without its place in the text, the ends of a symmetric predicate sorted."""

    predicate: str
    subject: str
    object: str
    rule: str
    sentence: int
    qualifiers: tuple[tuple[str, str], ...]
    when: str
    as_of: str
    negated: bool


def plain(claim: Claim) -> Said:
    ends = [re.sub(r":\d+$", "", term.value) if term.kind == "implied" else term.value for term in (claim.subject, claim.object)]
    ends = sorted(ends) if claim.predicate in SYMMETRIC else ends
    qualifiers = tuple(claim.qualifiers.items())
    return Said(claim.predicate, *ends, claim.rule, claim.evidence.start, qualifiers, claim.when, claim.as_of, claim.negated)


DECISIONS = {"post.appointed", "post.removed", "post.holds"}


# --- another year of publication ------------------------------------------------------------------------------------------------

YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?=-|$|/)")
WRITTEN = re.compile("[0-9]{4}|十[一二三四]五|[一二][〇零○一二三四五六七八九]{3}")
CALENDARS = re.compile(
    "立[春夏秋冬]|雨水|惊蛰|[春秋]分|谷雨|小满|芒种|[夏冬]至|[小大处]暑|[白寒]露|霜降|[小大][雪寒]"
    "|清明|腊月|正月|农历|中秋|重阳|端午|春节|元宵|除夕"
)  # of the sun and the moon: no whole years
SAME_YEAR = re.compile("当年|同年|次年")  # the year named before, whether written or relative
WEEK = re.compile("周|星期|礼拜")
LEAP = re.compile("02-2[89]")


def later(day: str, years: int) -> str:
    """A day or period some years later."""
    return YEAR.sub(lambda year: str(int(year[0]) + years), day)


@pytest.mark.parametrize("years", [1, 28])
def test_relative_dates_move_with_the_day_of_the_paper_and_written_ones_stay(years: int) -> None:
    """By exactly so many years. In a year the days of the week fall on others and February may have a day more; in 28 years all come again."""
    moved = 0
    for article, _ in scenes():
        new = later(article.published, years)
        before, after = (dates.find(article.text, published=day) for day in (article.published, new))
        assert [(d.start, d.end, d.kind) for d in before] == [(d.start, d.end, d.kind) for d in after]
        for old, now in zip(before, after, strict=True):
            if CALENDARS.search(old.surface) or (
                years % 28 and (WEEK.search(old.surface) or LEAP.search(old.value + now.value) or "国庆" in old.surface)
            ):
                continue
            till_today = old.value.replace(f"/{article.published}", f"/{new}")  # 2018年以来
            stays, moves = till_today, later(old.value, years)
            wanted = (stays, moves) if SAME_YEAR.search(old.surface) else (stays,) if WRITTEN.search(old.surface) else (moves,)
            assert now.value in wanted, (old.surface, article.published)
            moved += now.value != old.value
    assert moved > 400


def test_a_paper_of_28_years_later_tells_the_same_of_the_same_days_or_of_those_28_years_later() -> None:
    """A decision without a day of its own is of the last day named in the month before the paper: here of the day of the paper."""
    for article, mentions in scenes():
        new = later(article.published, 28)
        before = sorted(extract((article, mentions)), key=undated)
        after = sorted(extract((replace(article, published=new), mentions)), key=undated)
        assert list(map(undated, before)) == list(map(undated, after))
        for old, now in zip(before, after, strict=True):
            for first, second in zip(days(old), days(now), strict=True):
                told = {first, later(first, 28), first.replace(f"/{article.published}", f"/{new}")} | (
                    {new} if old.rule in DECISIONS else set()
                )
                assert second in told or CALENDARS.search(article.text)


def undated(claim: Claim) -> Said:
    """What a claim says, but for its days."""
    return plain(claim)._replace(qualifiers=unperiodic(claim.qualifiers.items()), when="", as_of="")


def unperiodic(qualifiers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        pair for pair in qualifiers if pair[0] not in ("period", "of", "status")
    )  # `of` names a period too; one to come is planned


def days(claim: Claim) -> tuple[str, str, str]:
    return claim.when, claim.as_of, claim.qualifiers.get("period", "")


# --- another order of a list ----------------------------------------------------------------------------------------------------

ORDERED = {
    "post.kind": "a post without an organ is of the one named last",
    "visit.went": "who came is the last before the verb",
    "visit.accompanied": "so does who is accompanied",
    "cooperate.signed": "the first signs with each of the others",
}


WORDS = ("said", "discussed")  # their objects are the article's own words, in whose order a list stands


def lists(article: Article, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The lists of names with 、 between them, but for those next to another name or between two pairs (甲与乙、丙与丁)."""
    flat = sorted((m for m in mentions if m.type != "EVT"), key=lambda m: m.span)
    edges = {m.span.start for m in flat}, {m.span.end for m in flat}
    run: list[Mention] = []
    for mention in [*flat, None]:
        if mention and run and mention.type == run[-1].type and article.text[run[-1].span.end : mention.span.start] == "、":
            run.append(mention)
            continue
        if len(run) > 1:
            start, end = run[0].span.start, run[-1].span.end
            inner = {m.span.end for m in run} & edges[0] or {m.span.start for m in run} & edges[1]
            if not inner and not (article.text[start - 1] in "与和同" and article.text[end] in "与和同"):
                yield run
        run = [mention] if mention else []


def turned(article: Article, mentions: Sequence[Mention], run: Sequence[Mention]) -> Scene:
    """The article with a list the other way round; every mention keeps its id."""
    start, end, spans = run[0].span.start, run[-1].span.end, {}
    at = start
    for mention in reversed(run):
        spans[mention.id] = Span(article.id, at, at := at + len(mention.surface))
        at += 1
    text = article.text[:start] + "、".join(article.text[m.span.start : m.span.end] for m in reversed(run)) + article.text[end:]
    moved = [replace(m, span=spans.get(m.id, m.span)) for m in mentions]
    return replace(article, text=text), tuple(sorted(moved, key=lambda m: m.span))


def test_a_list_of_names_in_another_order_tells_the_same() -> None:
    """But for figures, which go with the name next to them, and the rules in ORDERED."""
    tried = 0
    for article, mentions in scenes():
        before = {plain(claim) for claim in extract((article, mentions))}
        for run in lists(article, mentions):
            tried += 1
            other = before ^ {plain(claim) for claim in extract(turned(article, mentions, run))}
            odd = [claim for claim in other if claim.predicate not in ("observation", *WORDS) and claim.rule not in ORDERED]
            assert odd == [], [m.surface for m in run]
    assert tried > 150


# --- a sentence less ------------------------------------------------------------------------------------------------------------


def uses(*terms: str) -> set[str]:
    """The rules of ontology/patterns that claim something of these terms."""
    return {rule.id for rule in LEXICON.rules for spec in rule.claims if {spec["subject"], spec["object"]} & set(terms)}


TAKES = {
    "EVT": uses("@meeting") | {"meeting.matter"},
    "PER": uses("@actor", "@visitor", "@bound", "@scene") | DECISIONS | {"indicator"},  # 免去其职务, 他调解纠纷30起
    "ORG": uses("@actor", "@topic", "@itself", "@agent", "@visitor", "@bound", "@scene")
    | {"indicator"}
    | {"post.kind", "post.deputy", "name.unit", "name.part", "name.college", "name.branch"},  # 学校 of the sentence before
    "LOC": uses("@bound", "@scene", "@topic", "@itself") | {"name.county-before", "name.home-town", "name.part", "indicator"},
    "heading": DECISIONS,
    "demand": {rule.id for rule in LEXICON.rules if rule.facts},
}
"""The rules that may read another sentence in the light of what a sentence brings."""


def without(scene: Scene, start: int, end: int) -> tuple[Scene, dict[int, int]]:
    """The article without text[start:end), and the new place of the begin of each other sentence; every mention keeps its id."""
    article, mentions = scene

    def at(offset: int) -> int:
        return offset if offset <= start else max(start, offset - (end - start))

    parts = tuple(Part(part.role, at(part.start), at(part.end)) for part in article.parts)
    kept = (m for m in mentions if m.span.end <= start or end <= m.span.start)
    moved = tuple(replace(m, span=Span(article.id, at(m.span.start), at(m.span.end))) for m in kept)
    places = {at(first): first for _, first, _ in of_article(article) if first != start}
    return (replace(article, text=article.text[:start] + article.text[end:], parts=parts), moved), places


def brought(scene: Scene, start: int, end: int) -> set[str]:
    """What a sentence may bring to those behind it, in the words of TAKES."""
    article, mentions = scene
    text = article.text[start:end]
    found = {m.type for m in mentions if m.span.start < end and start < m.span.end}
    found |= {"heading"} if appointments.heading(text, LEXICON) else set()
    return found | ({"demand"} if cues(LEXICON).demand.search(text) else set())


def test_a_sentence_less_takes_its_own_claims_and_what_it_brought_to_others() -> None:
    """Exactly the claims of the other sentences stay, but for those of a rule that TAKES something the sentence brings, and for days.

    What a rule took from the sentence it takes from an earlier one now, if at all: 出席会议 is of the meeting before.
    """
    bare = 0
    for scene in scenes()[::4]:
        article, _ = scene
        whole = extract(scene)
        found = dates.find(article.text, published=article.published)
        for _, start, end in of_article(article):
            less, places = without(scene, start, end)
            left = [plain(claim) for claim in whole if not start <= claim.evidence.start < end]
            got = [claim._replace(sentence=places[claim.sentence]) for claim in map(plain, extract(less))]
            brings = brought(scene, start, end)
            bare += not brings
            takers = {"speech"}.union(*(TAKES.get(kind, set()) for kind in brings))  # any sentence may tell who speaks in the next
            if any(start <= day.start < end for day in found):
                left, got = ([c._replace(qualifiers=unperiodic(c.qualifiers), when="", as_of="") for c in told] for told in (left, got))
            odd = {claim for claim in set(left) ^ set(got) if claim.rule not in takers}
            assert odd == set(), article.text[start:end]
            if "heading" not in brings and "demand" not in brings:
                new = {claim for claim in set(got) - set(left) if not claim.rule.startswith("name.") and claim.rule != "speech"}  # as above
                lost = {(claim.predicate, claim.rule, claim.sentence) for claim in set(left) - set(got)}
                assert {(claim.predicate, claim.rule, claim.sentence) for claim in new} <= lost, article.text[start:end]
    assert bare > 60


# --- active and passive ---------------------------------------------------------------------------------------------------------

VOICES = [
    ("{ORG}印发{DOC}。", "{DOC}由{ORG}印发。", "policy.issued-by"),
    ("{ORG}、{ORG2}近日联合印发{DOC}。", "{DOC}近日由{ORG}、{ORG2}联合印发。", "policy.issued-by"),
    ("{LOC}出台{DOC}。", "{DOC}由{LOC}出台。", "policy.issued-by"),
    ("{ORG}制定{DOC}。", "{ORG}制定的{DOC}。", ""),
    ("{ORG}提请{ORG2}审议{DOC}。", "{DOC}由{ORG}提请{ORG2}审议。", ""),
    ("{ORG}将{DOC}提交{ORG2}审议。", "{DOC}被提交{ORG2}审议。", ""),
    ("{EVT}召开。{PER}主持会议。", "{EVT}召开。会议由{PER}主持。", ""),
    ("{EVT}召开。{PER}主持{EVT}。", "{EVT}召开。{EVT}由{PER}主持。", ""),
    ("{EVT}召开。会议审议通过{DOC}。", "{EVT}召开。{DOC}经会议审议通过。", ""),
    ("{EVT}召开。会议表决通过{DOC}。", "{EVT}召开。{DOC}获会议表决通过。", ""),
    ("{EVT}召开。会议讨论通过{DOC}{DOC2}。", "{EVT}召开。{DOC}{DOC2}经讨论通过。", ""),
    ("{ORG}主办{EVT}。", "{EVT}由{ORG}主办。", ""),
    ("{ORG}、{ORG2}联合举办{EVT}。", "{EVT}由{ORG}、{ORG2}联合举办。", ""),
    ("{ORG}成立{ORG2}。", "{ORG2}由{ORG}成立。", ""),
    ("{ORG}与{LOC}共建{ORG2}。", "{ORG2}由{ORG}与{LOC}共建。", ""),
    ("{LOC}对口帮扶{LOC2}。", "{LOC2}由{LOC}对口帮扶。", ""),
    ("{ORG}更名为{ORG2}。", "{ORG2}由{ORG}更名而来。", ""),
    ("{ORG2}原名{ORG}。", "{ORG}改名为{ORG2}。", ""),
    ("任命{PER}为{ORG}局长。", "{PER}被任命为{ORG}局长。", ""),
    ("任命{PER}为{ORG}局长、{ORG2}主任。", "{PER}被任命为{ORG}局长、{ORG2}主任。", ""),
    ("选举{PER}为{ORG}主席。", "{PER}当选为{ORG}主席。", ""),
    ("选举{PER}为{ORG}主席。", "{PER}被选举为{ORG}主席。", ""),
    ("免去{PER}的{ORG}局长职务。", "{PER}被免去{ORG}局长职务。", ""),
    ("免去{ORG}局长{PER}的职务。", "{PER}不再担任{ORG}局长职务。", ""),
    ("{PER}任{ORG}局长。", "{PER}接替{PER2}任{ORG}局长。", ""),
    ("{PER}担任{ORG}局长。", "{ORG}局长由{PER}担任。", ""),
    ("{PER}接任{ORG}局长。", "{ORG}局长一职由{PER}接任。", ""),
]
"""Two forms of one statement, and the rule that the second waits for, if this ontology does not have it yet."""
NAMED = {
    **{"ORG": "县教育局", "ORG2": "县校外培训治理中心", "LOC": "龙游县", "LOC2": "都安县", "PER": "陈立", "PER2": "周文海"},
    **{"DOC": "《校车管理办法》", "DOC2": "《某县养犬管理办法》", "EVT": "全县教育工作会议"},
}


def names_of_pages() -> Iterator[dict[str, str]]:
    """Names of one article each, for all the kinds of names that it has two of; others as in NAMED."""
    for _, mentions in scenes():
        found = dict(NAMED)
        for kind, letters in {"ORG": "ORG", "LOC": "LOC", "PER": "PER", "POL": "DOC"}.items():
            own = [m.surface for m in mentions if m.type == kind and (kind != "POL" or m.surface.startswith("《"))]
            if len(two := list(dict.fromkeys(own))[:2]) == 2:
                found |= {letters: two[0], f"{letters}2": two[1]}
        yield found


def marked(form: str, names: dict[str, str]) -> str:
    kinds = {"DOC": "POL"}
    return re.sub(r"\{(([A-Z]+)\d?)\}", lambda field: f"[{names[field[1]]}/{kinds.get(field[2], field[2])}]", form)


@pytest.mark.parametrize(("active", "passive", "rule"), VOICES, ids=[passive for _, passive, _ in VOICES])
def test_the_active_and_the_passive_tell_the_same(active: str, passive: str, rule: str) -> None:
    if rule and rule not in RULES:
        pytest.skip(f"no {rule} yet")
    predicates = {claim.split()[1] for claim in said(marked(active, NAMED))}
    assert predicates
    for names in (NAMED, *list(names_of_pages())[::3]):
        told = said(marked(active, names), *predicates)
        assert told, names
        assert said(marked(passive, names), *predicates) == told
