"""Article and mentions → claims: what each sentence says, in terms of spans. Patterns are data (ontology/patterns)."""

from __future__ import annotations

import datetime as dt
import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from kg.claims import appointments, bylines, indicators, meetings, modality, names, posts, projects, speech, visits
from kg.claims.bearers import NOBODY, Bodies
from kg.claims.patterns import Match, matches
from kg.claims.skeleton import CODES, Skeleton, Slot, skeleton
from kg.lexicon import Lexicon
from kg.model import HOME, Article, Claim, Mention, Part, Problem, Span, Term, digest
from kg.settings import Settings
from kg.text import dates
from kg.text.choice import choice
from kg.text.sentences import of_article

SURE = {
    **{"post.chain": 0.93, "post.deputy": 0.85, "post.implied": 0.9, "post.behind": 0.8, "post.kind": 0.65},
    **{"post.holds": 0.9, "post.appointed": 0.9, "post.removed": 0.9},
}
RECENT = 31  # days: what an article says of a decision without a day of its own goes with the day it named before (12月27日，大会闭幕)
MEETING = frozenset(("attended", "chaired", "convened", "considered", "discussed", "located_at", "branch_venue"))
DATED = MEETING | {"visited"}
REPORTER = re.compile(r"(?:记者|通讯员)\s*$")
COMING = re.compile("假?期?(?:将至|将临|来临|临近|即将|前夕|到来|将近|在即)")  # 中秋将至 says when nothing
LONGEST = 10  # days that a meeting lasts at most
WHEN = frozenset(("day", "month", "year", "period"))
SAID = 0.6  # the confidence of a date that may say when something happened: 今天 has it, a count of years does not
SAYS = 0.9  # the confidence that words are the speaker's; a guess, since the gold does not say who speaks
TOPIC = 14  # characters: an organ or place within them, before any person, is what a sentence is about
LINKS = frozenset("、和及")
ROLES = ("paragraph", "title", "subtitle", "caption", "strap")  # of the parts that rules are tried on
OVER = re.compile("(?:胜利|圆满)?(?:结束|闭幕|召开|举行)?(?:之|以)?[后前](?=，|[\u4e00-\u9fff])")  # a meeting before the one that is told of
GOES_ON = re.compile("(?:会议|大会|全会|会上)(?!结束|闭幕|前|后|开始|期间)")  # a sentence of the meeting in progress, whatever other it names
HAN = re.compile("[\u4e00-\u9fff]")
LISTED = re.compile(f"(?:[{CODES['ORG']}{CODES['LOC']}][、和及])+$")  # the items before one of a list
CIRCUMSTANCE = re.compile(
    "(?:在|经|随着)[^，。；]{2,40}?(?:[下后中]|以来|过程中)，"
    f"|(?:为了?|根据|按照|针对|面对|结合)[^。；]{{2,120}}?，(?=(?:{CODES['DATE']}，?|近日，?|日前，?)?[{CODES['ORG']}{CODES['LOC']}])"
)  # 在市委领导下，为落实《条例》，: not yet what a sentence is about


@dataclass(frozen=True)
class Cues:
    """Compiled ontology/cues.yaml: what is demanded, what only leads in."""

    demand: re.Pattern[str]
    lead: re.Pattern[str]
    body: re.Pattern[str]
    place: re.Pattern[str]


@lru_cache(maxsize=64)
def cues(lexicon: Lexicon) -> Cues:
    """The cues of a lexicon."""
    words = lexicon.words["cues"]

    who, verbs = choice(words["demand"]["who"]), choice(words["demand"]["verbs"])
    people = f"{CODES['EVT']}|{CODES['PER']}|[^，。]{{0,10}}{CODES['PER']}"
    return Cues(
        re.compile(f"^(?:{who}|{people})(?:在[^，。]{{1,10}})?(?:{verbs})|^(?:{choice(words['demand']['must'])})"),
        re.compile(f"(?:{choice(words['lead'])}|{CODES['DATE']})+$"),
        re.compile(f"(?:^|[，；：])(?:{CODES['DATE']}，?)?(?:近年来，|目前，)?({choice(words['bodies'])})(?![长里内的])"),
        re.compile(f"(?:^|[，；：])(?:{CODES['DATE']}，?)?(?:近年来，|目前，)?({choice(words['places'])})(?![长内的居书干党{CODES['POST']}])"),
    )


@dataclass(frozen=True)
class Context:
    """What a sentence inherits from the article: the meeting in progress, who acts, what it is about.

    `seen` is the organisation of each subtype named last, `person` who was named last, `headed` what the heading of a list decides (免去：);
    `bodies` are the organisations and places of the article; `tour` who is on a tour; `figure` is the first of the sentence before;
    `demanded` is (start of the paragraph, whether it has begun to say what a meeting or a leader demands).
    """

    article: Article
    lexicon: Lexicon
    dates: tuple[dates.Date, ...]
    meeting: Mention | None = None
    actors: tuple[Term, ...] = ()
    topic: tuple[Term, ...] = (HOME,)
    agent: Term | None = None
    demanded: tuple[int, bool] = (-1, False)
    person: Mention | None = None
    headed: appointments.Act = ""
    seen: Mapping[str, Term] = field(default_factory=dict)
    tour: visits.Tour = visits.NONE
    bodies: Bodies = NOBODY
    figure: indicators.Figure | None = None


Watch = Callable[[Context, Skeleton, Part, Sequence[Claim]], None]


def extract(
    article: Article, mentions: Sequence[Mention], lexicon: Lexicon, settings: Settings, *, watch: Watch | None = None
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of an article, sorted by place; equal ones of one sentence once. `watch` is shown each sentence with what is read from it."""
    found: dict[str, Claim] = {}
    ordered = sorted((m for m in mentions if m.hint.get("role") != "reporter"), key=lambda m: m.span)  # who signs does nothing there
    starts = [m.span.start for m in ordered]
    bodies = Bodies(tuple(m for m in ordered if m.type in ("ORG", "LOC")), tuple(m for m in ordered if m.type == "PER"))
    context = Context(article, lexicon, dates.find(article.text, published=article.published), bodies=bodies)
    read: list[speech.Read] = []
    for part, start, end in of_article(article):
        if part.role in ("byline", "credit"):
            continue
        inside = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence = skeleton(article.text, start, end, inside, _dates(context, start, end), lexicon)
        context = _advance(context, sentence, part)
        read.append(speech.Read(part, sentence, context.meeting))
        said = list(_claims(context, sentence, part))
        if watch:
            watch(context, sentence, part, said)
        for claim in said:
            found.setdefault(claim.id, claim)
        tour = visits.after(context.tour, sentence, said, lexicon)
        context = replace(_after(context, sentence), actors=tour.now or context.actors, tour=tour, figure=_figure(said, part))
    for claim in (*names.extract(article, mentions, lexicon), *bylines.authored(article, mentions)):
        found.setdefault(claim.id, claim)
    spoken = speech.speeches(article, read, lexicon)
    whose = speech.attributed([*found.values()], spoken, mentions, article.text)
    for sentence, speaker, words in speech.quoted(article.text, read, spoken):
        whose.append(_claim(context, sentence, "said", Term("mention", speaker), Term("literal", words), "speech", SAYS, {}))
    return tuple(sorted(whose, key=lambda c: (c.evidence, c.predicate, c.id))), ()


def _dates(context: Context, start: int, end: int) -> list[Slot]:
    return [Slot(d.start, d.end, "DATE", d.surface) for d in context.dates if start <= d.start and d.end <= end]


def _advance(context: Context, sentence: Skeleton, part: Part) -> Context:
    """The context with what this sentence brings: the meeting it names last stays in progress until another is named."""
    named = {i: s.mention for i, s in sentence.slots.items() if s.type == "EVT" and s.mention}
    meetings = [m for i, m in named.items() if not OVER.match(sentence.text, i + 1)] or list(named.values())
    persons = [s.mention for _, s in sorted(sentence.slots.items()) if s.type == "PER" and s.mention and not _reports(context, s)]
    actors = context.actors or tuple(Term("mention", p.id) for p in persons[:1])
    demanded = context.demanded if context.demanded[0] == part.start else (part.start, False)
    demanded = (part.start, demanded[1] or bool(cues(context.lexicon).demand.search(sentence.text)))
    on = context.meeting if context.meeting and GOES_ON.match(sentence.text) else None
    meeting = (on or meetings[0]) if meetings and part.role != "caption" else context.meeting
    topic, agent = _topic(context, sentence), _agent(sentence)
    return replace(context, topic=topic, agent=agent, actors=actors, demanded=demanded, meeting=meeting)


def _reports(context: Context, person: Slot) -> bool:
    """Whether a person is named as the article's reporter: （某报记者 丁一）."""
    return REPORTER.search(context.article.text, max(0, person.start - 8), person.start) is not None


def _after(context: Context, sentence: Skeleton) -> Context:
    """The context of the next sentence: who and which organisations were named last, and what a heading of a list decides."""
    slots = [slot for _, slot in sorted(sentence.slots.items())]
    people = [slot.mention for slot in slots if slot.type == "PER" and slot.mention]
    headed = appointments.heading(sentence.text, context.lexicon)
    hidden = posts.kinds(context.bodies.inside(sentence.start, sentence.end), context.lexicon)  # 徐州学院与睢宁县政府签约仪式
    return replace(
        context,
        seen=posts.later(context.seen, posts.later(hidden, posts.kinds((s.mention for s in slots), context.lexicon))),
        person=people[-1] if people else context.person,
        headed=context.headed if headed is None else headed,
    )


def _figure(said: Sequence[Claim], part: Part) -> indicators.Figure | None:
    """The first figure that a sentence tells, unless it ends its paragraph."""
    told = (c for c in said if c.predicate == "observation" and c.evidence.end < part.end)
    return next(((c.subject, c.object.value, dict(c.qualifiers)) for c in told), None)


def _agent(sentence: Skeleton) -> Term | None:
    """The person that a sentence is about: one named before any organisation."""
    first = next((s for _, s in sorted(sentence.slots.items()) if s.type in ("PER", "ORG") and s.mention), None)
    return Term("mention", first.mention.id) if first and first.type == "PER" and first.mention else None


def _topic(context: Context, sentence: Skeleton) -> tuple[Term, ...]:
    """Who or what a sentence is about: the organ or place at its head (behind who only says it) and those listed with it, the last one of its
    kind where it only says 学校 or 公司, else the article's home."""
    words = cues(context.lexicon)
    circumstance = CIRCUMSTANCE.match(sentence.text)
    begin = max(circumstance.end() if circumstance else 0, speech.introduced(sentence, context.lexicon))
    for i, slot in sorted(sentence.slots.items()):
        if i < begin:
            continue
        if i > begin + TOPIC or slot.type == "PER":
            break
        if slot.type in ("ORG", "LOC") and slot.mention and not HAN.search(words.lead.sub("", LISTED.sub("", sentence.text[begin:i]))[-1:]):
            return tuple(Term("mention", other.mention.id) for other in _listed(sentence, _innermost(sentence, i)) if other.mention)
    if said := words.body.search(sentence.text):
        return (context.seen.get(context.lexicon.words["cues"]["bodies"][said[1]], HOME),)
    there = words.place.search(sentence.text)
    return (_place_before(context, sentence, there[1]) or HOME if there else HOME,)


def _place_before(context: Context, sentence: Skeleton, word: str) -> Term | None:
    """The place named last, in a sentence or before it, that a word stands for (镇里: 廉桥镇), or None."""
    ends = tuple(context.lexicon.words["cues"]["places"].get(word, ()))
    named = (m for m in reversed(context.bodies.before(sentence.end)) if m.type == "LOC" and not m.hint.get("deictic"))
    return next((Term("mention", m.id) for m in named if ends and m.normal.endswith(ends)), None)


def _innermost(sentence: Skeleton, first: int) -> int:
    """The last position of the chain of places that begins at one: 湟中区|拦隆口镇|西拉科村党支部 is about the last."""
    at = first
    while sentence.slots[at].type == "LOC" and (behind := sentence.slots.get(at + 1)) and behind.type in ("LOC", "ORG"):
        at += 1
    return at


def _listed(sentence: Skeleton, first: int) -> Iterator[Slot]:
    """The slot at a position and those of its type that a list names behind it (县教育局、县文旅局和团县委)."""
    for i in range(first, len(sentence.text), 2):
        if i not in sentence.slots or sentence.slots[i].type != sentence.slots[first].type:
            return
        yield sentence.slots[i]
        if sentence.text[i + 1 : i + 2] not in LINKS:
            return


def _claims(context: Context, sentence: Skeleton, part: Part) -> Iterator[Claim]:
    yield from _posts(context, sentence)
    if part.role in ROLES:
        for match in matches(sentence, context.lexicon, demanded=context.demanded[1]):
            yield from _from_match(context, sentence, match)
    if part.role == "paragraph":
        for meeting in _meeting(context):
            for matter, outcome in meetings.matters(sentence, context.lexicon):
                yield _claim(context, sentence, "discussed", meeting, Term("literal", matter), "meeting.matter", 0.8, {"outcome": outcome})
        published = context.article.published
        told = indicators.observations(
            sentence, context.dates, context.lexicon, bodies=context.bodies, published=published, whole=context.figure
        )
        for subject, indicator, qualifiers in told:
            yield _claim(context, sentence, "observation", subject, Term("literal", indicator), "indicator", 0.6, qualifiers)
        for predicate, subject, name, qualifiers in projects.projects(sentence, context.lexicon):
            home = {"home": context.article.home} if context.article.home else {}
            yield _claim(context, sentence, predicate, subject, Term("literal", name), "project", 0.6, qualifiers | home)


def _posts(context: Context, sentence: Skeleton) -> Iterator[Claim]:
    """Who holds a post, is appointed to it or leaves it."""
    decisions = list(appointments.decided(sentence, context.lexicon, context.seen, last=context.person, headed=context.headed))
    taken = {i for decision in decisions for i in range(*decision.held)}
    for person, organ, title, rule in posts.holders(sentence, context.lexicon, context.seen, taken):
        if person.mention:
            yield _claim(context, sentence, "holds_post", Term("mention", person.mention.id), organ, rule, SURE[rule], {"title": title})
    for decision in decisions:
        predicate = "left_post" if decision.act == "removed" else "holds_post"
        said = {"title": decision.title} | ({"act": decision.act} if decision.act == "appointed" else {})
        subject, rule = Term("mention", decision.person.id), f"post.{decision.act}"
        claim = _claim(context, sentence, predicate, subject, decision.organ, rule, SURE[rule], said)
        yield claim if decision.act == "holds" else replace(claim, when=_decided_on(context, sentence))


def _decided_on(context: Context, sentence: Skeleton) -> str:
    """The day of a decision: the one that the sentence says, else the last one said before it in the month before the paper, else the paper's."""
    published = context.article.published
    said = [d for d in context.dates if d.kind == "day" and d.value and d.start < sentence.end]
    inside = [d.value for d in said if d.start >= sentence.start]
    if inside:
        return inside[0]
    recent = [d.value for d in said if _recent(d.value, published)]
    return recent[-1] if recent else published


def _recent(day: str, published: str) -> bool:
    """Whether a day lies in the month before a paper's, or in its year or month if no more is known of the paper."""
    if 0 < len(published) < len(day):
        return day.startswith(published)
    return day <= published and _days(day, published) <= RECENT


def _days(first: str, last: str) -> int:
    """The days between two ISO days; a very large number when one of them is less than a day."""
    try:
        return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    except ValueError:
        return sys.maxsize


def _from_match(context: Context, sentence: Skeleton, match: Match) -> Iterator[Claim]:
    negated, mood = modality.mark(sentence, match, context.lexicon)
    respectively = any(word in sentence.text[slice(*match.span)] for word in ("分别", "分头"))
    about = visits.purpose(sentence, context.lexicon) if any(spec["predicate"] == "visited" for spec in match.rule.claims) else {}
    for spec in match.rule.claims:
        for subject, object_ in _pairs(_terms(context, sentence, spec["subject"], match), _terms(context, sentence, spec["object"], match), respectively):
            if subject != object_ and not (spec["predicate"] == "visited" and _whole_area(sentence, object_)):
                said = {**_qualifiers(context, spec, match), **about}
                claim = _claim(context, sentence, spec["predicate"], subject, object_, match.rule.id, match.rule.confidence, said)
                yield replace(claim, negated=negated, modality=mood, when=_happened(context, sentence, spec, match) or claim.when)
                for around in _around(context, sentence, subject, object_) if spec["predicate"] == "visited" else ():
                    also = _claim(context, sentence, "visited", subject, around, match.rule.id, match.rule.confidence, about)
                    yield replace(also, negated=negated, modality=mood)


def _whole_area(sentence: Skeleton, visited: Term) -> bool:
    """Whether somebody is said to go to all of an area, which says only where the place meant lies: 深入全市“双千”企业."""
    return any(slot.mention and slot.mention.id == visited.value and slot.text.startswith("全") and slot.mention.hint.get("deictic") for slot in sentence.slots.values())


def _around(context: Context, sentence: Skeleton, visitor: Term, visited: Term) -> list[Term]:
    """Where else who goes to the last of a chain goes: a person to the county it begins with, unless at home there, and everybody to the
    place right before an organisation."""
    slots = {slot.end: slot for slot in sentence.slots.values() if slot.type == "LOC" and slot.mention}
    here = next((slot for slot in sentence.slots.values() if slot.mention and slot.mention.id == visited.value), None)
    body = any(slot.type == "ORG" and slot.mention and slot.mention.id == visitor.value for slot in sentence.slots.values())
    found: list[Term] = []
    outer = here
    while outer and outer.start in slots:
        nearest = outer is here and outer.type == "ORG"
        outer = slots[outer.start]
        division = context.lexicon.divisions.get(outer.mention.hint.get("code", "")) if outer.mention else None
        abroad = division is not None and division.level == "county" and division.code != context.article.home
        away = outer.mention is not None and not outer.mention.hint.get("deictic") and (division is None or division.code != context.article.locality)
        if outer.mention and ((nearest and away) or (abroad and not body)):
            found.append(Term("mention", outer.mention.id))
        if division and division.level == "county":
            break
    return found


def _pairs(subjects: list[Term], objects: list[Term], respectively: bool) -> list[tuple[Term, Term]]:
    """Every subject with every object; where the text says 分别 and the lists are of one length, the first with the first and so on."""
    if respectively and len(subjects) == len(objects):
        return list(zip(subjects, objects, strict=True))
    return [(subject, object_) for subject in subjects for object_ in objects]


def _terms(context: Context, sentence: Skeleton, name: str, match: Match) -> list[Term]:
    """The terms that a name in a rule stands for: a field, words (text:field, literal:words), @meeting, @actor (who visited last, or is named
    first), @topic (of the sentence), @itself (the body or place named last of the kind that the group `itself` says), @here (the home that the
    character in the group `here` stands for), @agent (the person it is about, else its topic), @home, or of a tour @visitor, @bound (where a
    delegation goes) and @scene (the place that the sentence before shows)."""
    if name == "@meeting":
        return _meeting(context)
    if name == "@actor":
        return list(context.actors)
    if name == "@visitor":
        return list(context.tour.now or context.tour.visitors)
    if name == "@bound":
        return list(context.tour.bound)
    if name == "@scene":
        return list(context.tour.scene) if visits.on(context.tour, match) else []
    if name == "@topic":
        return list(context.topic)
    if name == "@itself":
        before = [slot.mention for i, slot in sorted(sentence.slots.items()) if i < match.span[0]]
        seen = posts.later(context.seen, posts.kinds(before, context.lexicon))
        word = match.words.get("itself", "")
        body = seen.get(context.lexicon.words["cues"]["bodies"].get(word, "")) or _place_before(context, sentence, word)
        return [body] if body else []
    if name == "@here":
        return _here(context, match.words.get("here", ""))
    if name == "@agent":
        return [context.agent] if context.agent else list(context.topic)
    if name == "@home":
        return [HOME]
    if name.startswith("literal:"):
        return [Term("literal", name.removeprefix("literal:"))]
    if name.startswith("text:"):
        return [Term("literal", text)] if (text := _words(match, name[5:])) else []
    return [Term("mention", slot.mention.id) for slot in match.fields.get(name, ()) if slot.mention]


def _here(context: Context, character: str) -> list[Term]:
    """The place that the article is about, its paper's home or a division around them, by the first character of its name (来邵调研)."""
    divisions = (*context.lexicon.ladder(context.article.locality), *context.lexicon.ladder(context.article.home))
    return [Term("implied", f"place:{d.code}") for d in divisions if d.name.startswith(character)][:1] if character else []


def _meeting(context: Context) -> list[Term]:
    """The meeting in progress, if there is one."""
    return [Term("mention", context.meeting.id)] if context.meeting else []


def _words(match: Match, name: str) -> str:
    slots = match.fields.get(name)
    return slots[0].text if slots else match.words.get(name, "")


def _qualifiers(context: Context, spec: Mapping[str, Any], match: Match) -> dict[str, str]:
    given = {
        key: _words(match, value) if value in match.words or value in match.fields else str(value)
        for key, value in spec.get("qualifiers", {}).items()
    }
    if "role" in given:
        given["role"] = meetings.roles(given["role"], context.lexicon)
    return {key: value for key, value in sorted(given.items()) if value}


def _when(context: Context, sentence: Skeleton) -> dates.Date | None:
    """The first day or period that a sentence says. The title of a document says when nothing, nor do guesses (近三年)."""
    titles = [slot for slot in sentence.slots.values() if slot.type in ("DOC", "PROG")]
    text = context.article.text
    days = (
        d
        for d in _said(context, sentence)
        if d.kind in ("day", "period") and d.confidence >= SAID and not COMING.match(text, d.start + len(d.surface))
    )
    return next((d for d in days if not any(t.start <= d.start < t.end for t in titles)), None)


def _short(period: str) -> bool:
    """Whether a period (ISO 8601 interval) is of days, no more than a meeting lasts."""
    first, _, last = period.partition("/")
    return len(first) == len("2024-01-01") and _days(first, last) <= LONGEST


def _happened(context: Context, sentence: Skeleton, spec: Mapping[str, Any], match: Match) -> str:
    """The time that a rule's claim names as `when`: of the date in a field, the day of a decision ("decided"), or of the last date that
    the sentence says up to where the rule ends ("said": 去年3月, but nothing behind 近日 or in a dateline); "" without `when`."""
    wanted = spec.get("when", "")
    if wanted == "decided":
        return _decided_on(context, sentence)
    if wanted == "said":
        until = sentence.offsets[match.span[1]]
        shown = [(i, slot.start) for i, slot in sorted(sentence.slots.items()) if slot.type == "DATE" and slot.start < until]
        starts = {start for i, start in shown[-1:] if not sentence.text.startswith("电", i + 1)}
        return next((d.value for d in context.dates if d.start in starts and d.kind in WHEN), "")
    starts = {slot.start for slot in match.fields.get(wanted, ())}
    return next((d.value.removesuffix("/..") for d in context.dates if d.start in starts), "")


def _as_of(context: Context, sentence: Skeleton) -> str:
    """The day up to which a sentence says that it speaks (截至10月底), or ""."""
    return next((d.value for d in _said(context, sentence) if d.surface.startswith("截")), "")


def _said(context: Context, sentence: Skeleton) -> Iterator[dates.Date]:
    return (d for d in context.dates if d.value and sentence.start <= d.start < sentence.end)


def _claim(
    context: Context,
    sentence: Skeleton,
    predicate: str,
    subject: Term,
    object_: Term,
    rule: str,
    confidence: float,
    qualifiers: Mapping[str, str],
) -> Claim:
    article = context.article
    when = _when(context, sentence) if predicate in DATED else None
    if when and predicate in MEETING and when.kind == "period" and not _short(when.value):
        when = None  # 对三、四季度工作作出部署
    if when and predicate in MEETING and (half := meetings.PARTS.get(when.part)):
        qualifiers = {**qualifiers, "half": half}
    evidence = Span(article.id, sentence.start, sentence.end)
    parts = (article.id, str(evidence.start), predicate, subject.value, object_.value, *(f"{k}={v}" for k, v in sorted(qualifiers.items())))
    return Claim(
        f"{article.id}-c{digest(*parts, length=10)}",
        predicate,
        subject,
        object_,
        evidence,
        rule,
        confidence,
        dict(sorted(qualifiers.items())),
        when.value if when else "",
        as_of=_as_of(context, sentence),
    )
