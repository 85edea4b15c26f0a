"""Tours: who is on one, the places that a sentence shows or a delegation goes to, and what a visit is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.patterns import Match
from kg.claims.skeleton import CODES, Skeleton
from kg.lexicon import Lexicon
from kg.model import Claim, Term
from kg.text.choice import choice

PLACES = f"[{CODES['LOC']}{CODES['ORG']}]"
SHOWN = re.compile(f"^(?:在|位于)?(?:{CODES['LOC']}的)?{PLACES}+")  # 在白地村，连片的麦田……
LONGEST = 40  # characters of what a visit is about


@dataclass(frozen=True)
class Tour:
    """The state of reading: who is on a tour and by what names, who went where in this very sentence, the scene and where a delegation goes."""

    visitors: tuple[Term, ...] = ()
    names: frozenset[str] = frozenset()
    now: tuple[Term, ...] = ()
    scene: tuple[Term, ...] = ()
    bound: tuple[Term, ...] = ()


NONE = Tour()


@dataclass(frozen=True)
class _Words:
    """The compiled words of ontology/cues.yaml for tours: delegations and persons on their way, and the forms of what a visit is about."""

    delegation: re.Pattern[str]
    led: re.Pattern[str]
    about: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.words["cues"]["tour"]
    groups, ways, looks, does = (choice(words[key]) for key in ("groups", "ways", "looks", "does"))
    what = f"(?P<what>[^，。；：！？]{{4,{LONGEST}}}?)"
    forms = (
        f"(?:就|围绕|对){what}(?<!工)(?:{does})[^，。；]{{0,6}}?(?:{looks})",  # 就防汛工作开展专题调研
        f"(?:{looks})(?:了)?+(?!组|团|时|后|中|点|员|或|和|并|活动|，){what}(?=[，。；]|$)",  # 检查指导防汛减灾工作
    )
    return _Words(
        re.compile(f"(?:{groups}|{CODES['POST']}团)[^，。；{PLACES[1:-1]}]{{0,8}}?(?:{ways})(?P<where>{PLACES}+)"),
        re.compile(
            f"(?P<who>{CODES['PER']})(?:一行)?，?(?:率队|带队|率领?[^，。；{CODES['PER']}]{{0,20}})?，?(?:先后|分别|实地)?(?:{ways})"
            f"[^。；{CODES['PER']}{PLACES[1:-1]}]{{0,30}}?(?:{looks})"
        ),
        tuple(map(re.compile, forms)),
    )


def after(tour: Tour, sentence: Skeleton, said: Sequence[Claim], lexicon: Lexicon) -> Tour:
    """The tour after a sentence and what it says; a meeting that is named ends it for those who take part without more words."""
    visits = [c for c in said if c.predicate == "visited" and c.subject.kind == "mention"]
    now = tuple(dict.fromkeys(claim.subject for claim in visits))
    named = {slot.mention.id: slot.mention.normal for slot in sentence.slots.values() if slot.mention}
    names = frozenset(named[term.value] for term in now if term.value in named)
    bound = _words(lexicon).delegation.search(sentence.text)
    types = {slot.mention.id: slot.type for slot in sentence.slots.values() if slot.mention}
    people = [term for term in now if types.get(term.value) == "PER"]  # 省农工党到佛坪县调研。某人带队 is led by him
    met = any(slot.type == "EVT" for slot in sentence.slots.values())
    on = () if now else _led(sentence, _words(lexicon).led.search(sentence.text))
    return Tour(
        visitors=now or on or (() if met else tour.visitors),
        names=tour.names | names,
        now=now,
        scene=_places(sentence, SHOWN.match(sentence.text), 0),
        bound=() if people else tuple(claim.object for claim in visits) or _places(sentence, bound, "where"),
    )


def on(tour: Tour, match: Match) -> bool:
    """Whether the person of a match is on the tour already."""
    return any(slot.mention.normal in tour.names for slot in match.fields.get("who", ()) if slot.mention)


def _led(sentence: Skeleton, found: re.Match[str] | None) -> tuple[Term, ...]:
    """Who tours what has no name (率队深入多个重点项目调研)."""
    slots = sentence.within(found.span("who"), ("PER",)) if found else []
    return tuple(Term("mention", slot.mention.id) for slot in slots if slot.mention)


def _places(sentence: Skeleton, found: re.Match[str] | None, group: str | int) -> tuple[Term, ...]:
    """The last place of the chain in a match, as a term."""
    slots = sentence.within(found.span(group), ("LOC", "ORG")) if found else []
    return tuple(Term("mention", slot.mention.id) for slot in slots[-1:] if slot.mention)


def purpose(sentence: Skeleton, lexicon: Lexicon) -> Mapping[str, str]:
    """What the visit of a sentence is about, as a qualifier: 就防汛工作开展调研, 检查指导防汛减灾工作; empty when it does not say."""
    for form in _words(lexicon).about:
        for found in form.finditer(sentence.text):
            what = sentence.original(found.span("what")).replace("\n", "")
            place = sentence.within((found.start("what"), found.start("what") + 1), ("LOC", "ORG"))
            if len(what) <= LONGEST and not place and not sentence.within(found.span("what"), ("PER",)):
                return {"purpose": what[1:-1] if what[0] == "“" and what.find("”") == len(what) - 1 else what}
    return {}
