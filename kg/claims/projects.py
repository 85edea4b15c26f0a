"""Projects (年产30万吨电解铝项目): where they are, who invests, how much, how far they are. Words are data: ontology/projects.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.indicator_names import MAKES, Words, before
from kg.claims.skeleton import Skeleton, Slot
from kg.lexicon import Lexicon
from kg.model import HOME, Term
from kg.text import numerals
from kg.text.choice import choice

PART = re.compile("[；。！？\n]")
CLAUSE = re.compile("[，；。！？\n：]")
OUTPUT = re.compile(f"{MAKES}[0-9.]+[余多]?[万亿]?(?:吨|台套|台|套|件|头|只|羽|辆|米|平方米|立方米|千瓦|瓶|张|公斤)")
PLAIN = re.compile("[0-9A-Za-z.\u4e00-\u9fff·+-]+")
LEAST = 4  # characters of a name before 项目
CURRENCY = ("元", "美元", "欧元", "港元", "日元", "英镑")
Claimed = tuple[str, Term, str, dict[str, str]]  # predicate, subject, project, qualifiers


@dataclass(frozen=True)
class _Cues:
    words: Words
    end: re.Pattern[str]
    begun: re.Pattern[str]
    generic: re.Pattern[str]
    amount: re.Pattern[str]
    invests: re.Pattern[str]
    place: re.Pattern[str]
    states: re.Pattern[str]
    planned: re.Pattern[str]
    denied: re.Pattern[str]
    names: dict[str, str]


@lru_cache(maxsize=64)
def _cues(lexicon: Lexicon) -> _Cues:
    data, planned = lexicon.words["projects"], lexicon.words["indicators"]["planned"]
    states = {word: state for state, words in data["states"].items() for word in words}
    return _Cues(
        Words.of(lexicon),
        re.compile(f"(?:{choice(data['ends'])})(?:[一二三四]期)?(?![经部组法建管办区名制申评方清库队负为王现之的进早包])"),
        re.compile(f"^(?:{choice(lexicon.words['indicators']['spent_on'])})"),
        re.compile(f"^(?:{choice(data['generic'])})*$"),
        re.compile(f"(?:{choice(data['amount'])})(?:约为|约|达到|达|为|超过|近)?$"),
        re.compile(f"(?:{choice(data['invests'])})"),
        re.compile(f"(?:{choice(data['place'])})(?:于|在|到)?[^，。；]{{0,4}}$"),
        re.compile(f"(?:{choice(states)})(?!后|之后|以后)"),
        re.compile(choice(planned)),
        re.compile(choice(lexicon.words["cues"]["denied"])),
        states,
    )


def projects(sentence: Skeleton, lexicon: Lexicon) -> Iterator[Claimed]:
    """(predicate, subject, name of the project, qualifiers value, unit, approximator, state) for each project of which a sentence says any of these.

    Predicates: project_at, of a place (the article's home when none is said); invests, of an organisation; owns_project, of one whose name the
    project bears and that is not said to invest.
    """
    text = sentence.source[sentence.start : sentence.end]
    cues = _cues(lexicon)
    if not any(end in text for end in lexicon.words["projects"]["ends"]):
        return
    slots = [_moved(s, sentence.start) for s in sorted(sentence.slots.values(), key=lambda s: s.start) if s.mention]
    found = list(_named(text, slots, cues))
    for number, (start, end, name) in enumerate(found):
        part = max([m.end() for m in PART.finditer(text, 0, start)], default=0)
        first = max(part, found[number - 1][1] if number else 0)
        stop = PART.search(text, end)
        last = min(stop.start() if stop else len(text), found[number + 1][0] if number + 1 < len(found) else len(text))
        said = _amount(text, first, start, end, last, cues) | _state(text, start, end, last, cues)
        investor = _investor(text, slots, part, start, last, cues, lexicon.words["indicators"]["public"])
        if said or investor:
            yield "project_at", _place(text, slots, part, start, last, cues), name, said
        if investor:
            yield *investor, name, said


def _moved(slot: Slot, by: int) -> Slot:
    return Slot(slot.start - by, slot.end - by, slot.type, slot.text, slot.mention)


def _named(text: str, slots: Sequence[Slot], cues: _Cues) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of the projects that a text names, from left to right; the bearer's name is left out (瑶岭羊业 + 肉羊养殖项目)."""
    for match in cues.end.finditer(text):
        clause = max([m.end() for m in CLAUSE.finditer(text, 0, match.start())], default=0)
        ends = [s.end for s in slots if clause <= s.start and s.end <= match.start() and s.type in ("ORG", "LOC", "PER", "EVT")]
        begin = max([clause, *ends])
        left = text[begin : match.start()]
        output = OUTPUT.search(left)
        amounts = [] if output else list(numerals.find(left))
        if amounts and (amounts[-1].unit in cues.words.counters or not amounts[-1].unit):  # 17个重点项目
            continue
        if text[match.end() : match.end() + 1].isdigit():  # 签约项目68个
            continue
        own = before(re.split("[、和]", left[output.end() if output else amounts[-1].end if amounts else 0 :])[-1], cues.words).noun
        own = cues.begun.sub("", own)
        name = (output.group() if output else "") + own + match.group()
        start = match.end() - len(name)
        bears = begin in ends and start == begin
        if (
            len(own) >= (2 if bears or output else LEAST)
            and PLAIN.fullmatch(name)
            and text.startswith(name, start)
            and not cues.generic.match(own)
            and not _crosses(slots, start, match.end())
        ):
            yield start, match.end(), name


def _crosses(slots: Sequence[Slot], start: int, end: int) -> bool:
    """Whether a stretch cuts a name in two, or is one that is a mention already (a programme)."""
    return any(
        s.start < start < s.end or s.start < end < s.end or (s.type in ("PROG", "DOC", "EVT") and s.start < end and start < s.end)
        for s in slots
    )


def _amount(text: str, first: int, start: int, end: int, last: int, cues: _Cues) -> dict[str, str]:
    """The investment that is told behind a project, or right before it (总投资15亿元的安亭中学项目)."""
    for quantity in numerals.find(text[first:last]):
        begin = first + quantity.start
        behind = begin >= end
        before = first + quantity.end <= start and re.fullmatch("的?[^，；。]{0,8}", text[first + quantity.end : start])
        if quantity.unit.endswith(CURRENCY) and (behind or before) and cues.amount.search(text[max(first, begin - 10) : begin]):
            given = {"value": format(quantity.value.normalize(), "f"), "unit": quantity.unit, "approximator": quantity.approximator}
            return {key: value for key, value in given.items() if value}
    return {}


def _state(text: str, start: int, end: int, last: int, cues: _Cues) -> dict[str, str]:
    """How far a project is, by the words around it in its clause or behind; nothing of what is planned or denied."""
    clause = max([m.end() for m in CLAUSE.finditer(text, 0, start)], default=0)
    for begin, stop in ((end, last), (clause, start)):
        for match in cues.states.finditer(text, begin, stop):
            near = max([m.end() for m in CLAUSE.finditer(text, 0, match.start())], default=0)
            told = text[near : match.end() + 2]
            if not cues.planned.search(text[near : match.start()]) and not cues.denied.search(told):
                return {"state": cues.names[match.group()]}
    return {}


def _place(text: str, slots: Sequence[Slot], part: int, start: int, last: int, cues: _Cues) -> Term:
    """Where a project is: where it is said to settle, else the place right before its name or at the head of its part of the sentence."""
    for slot in slots:
        if slot.type == "LOC" and slot.mention and part <= slot.start < last and cues.place.search(text, part, slot.start):
            return Term("mention", slot.mention.id)
    before = [s for s in slots if s.type == "LOC" and s.mention and s.start >= part and s.end <= start]
    near = [s for s in before if s.end == start] or before[:1]
    return Term("mention", near[-1].mention.id) if near and near[-1].mention else HOME


def _investor(
    text: str, slots: Sequence[Slot], part: int, start: int, last: int, cues: _Cues, public: Sequence[str]
) -> tuple[str, Term] | None:
    """Who invests in a project (X投资2亿元建设Y项目, 由X投资), or else whose name it bears."""
    firms = [s for s in slots if s.type == "ORG" and s.mention and part <= s.start < last]
    for slot in firms:
        after = text[slot.end : slot.end + 8]
        if slot.mention and cues.invests.match(re.sub("^(?:计划|拟|将|已|共|总|累计)*", "", after)):
            return "invests", Term("mention", slot.mention.id)
    spends = re.match(
        "(?:计划|拟|将|共)*(?:总?投资|出资)[^，；]*$", text[max([m.end() for m in CLAUSE.finditer(text, 0, start)], default=0) : start]
    )
    private = [s for s in firms if s.end <= start and s.mention and s.mention.hint.get("subtype") not in public]
    if spends and private and private[-1].mention:  # 与X公司签约，投资8亿元建设Y项目
        return "invests", Term("mention", private[-1].mention.id)
    for slot in firms:
        if slot.mention and slot.end == start and slot.mention.hint.get("subtype") not in public:
            return "owns_project", Term("mention", slot.mention.id)
    return None
