"""Compiles the relation patterns of ontology/patterns and runs them over skeletons. docs/extending.md explains the notation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.skeleton import CODES, KINDS, Skeleton, Slot
from kg.lexicon import Lexicon, Rule

REMARK = "(?:（[^（）]{0,16}）)?"
# People in a row with what stands between them: organs, posts, remarks, and the name of a unit that no list knows before a post or a name.
RUN = (
    "(?:\ue000[\u4e00-\u9fff](?=、)|\ue005[\u4e00-\u9fff]{2,4}(?=[、，])|(?<=[、，\ue001\ue002])[\u4e00-\u9fff]{1,10}(?=\ue005[、兼]?[\ue000\ue005])"
    "|(?<=、)[\u4e00-\u9fff]{2,6}(?=\ue000)|[省市州盟县区旗镇乡]级?领导(?=\ue000)"
    "|(?<=，)(?:国家(?=\ue001)|《[^《》]{2,10}》(?=\ue005))"
    "|；(?=[\ue001\ue002\ue005]+\ue000)|[\ue000\ue001\ue002\ue005、，和及与 ]|以及|同志|领导|成员|（[^（）]{0,16}）)*"
)
FIELD = re.compile(r"\{(?:(\w+):)?([A-Z|]+)([+*~]?)\}")
MACRO = re.compile(r"<(\w+)>")


class PatternError(ValueError):
    """A pattern that does not compile, with the rule and the file and line it stands in."""


@dataclass(frozen=True)
class Compiled:
    """A rule with its regular expression and the types of its named fields: alternatives in order, each one or more types with blanks.

    `needs` are the types of each field without which all its claims would lack an end: a sentence without one of them is not searched.
    """

    rule: Rule
    regex: re.Pattern[str]
    types: Mapping[str, tuple[str, ...]]
    unless: re.Pattern[str] | None = None
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Match:
    """One match of a rule: per field the slots it took, and the words of fields that are words; where its group `verb` begins, or -1."""

    rule: Rule
    fields: Mapping[str, tuple[Slot, ...]]
    words: Mapping[str, str]
    span: tuple[int, int]
    verb: int = -1


def expand(pattern: str, macros: Mapping[str, str]) -> tuple[str, dict[str, tuple[str, ...]]]:
    """A pattern in our notation as a regular expression, and the types that its named fields take."""
    types: dict[str, tuple[str, ...]] = {}
    for _ in range(5):
        pattern = MACRO.sub(lambda m: f"(?:{macros[m[1]]})" if m[1] in macros else m[0], pattern)

    def field(match: re.Match[str]) -> str:
        name, many = match[1], match[3]
        kinds = [kind for given in match[2].split("|") for kind in KINDS[given]]
        one = "[" + "".join(CODES[k] for k in kinds) + "]" + (REMARK if "PER" in kinds else "")
        body = {
            "+": f"{one}(?:(?:、|，|和|及|与|以及|”“|”、“|”和“)?{one})*",
            "*": f"{RUN}{one}",
            "~": f"{one}(?:(?:[^，。；、\ue000-\ue008]{{0,14}}、){{0,4}}?[^，。；、\ue000]{{0,14}}?(?:和|及)?{one})*",
        }.get(many, one)
        if name:
            types[name] = tuple(kinds) if many == "*" else (" ".join(kinds),)
            return f"(?P<{name}>{body})"
        return f"(?:{body})"

    return FIELD.sub(field, pattern), types


@lru_cache(maxsize=64)
def compiled(lexicon: Lexicon) -> tuple[Compiled, ...]:
    """All rules, compiled once for a lexicon, in file order. Raises PatternError."""
    found = []
    for rule in lexicon.rules:
        try:
            text, types = expand(rule.pattern, lexicon.macros)
            unless, _ = expand(rule.unless, lexicon.macros)
            found.append(Compiled(rule, re.compile(text), types, re.compile(unless) if unless else None, _needs(rule, types)))
        except (re.error, KeyError) as error:
            raise PatternError(f"{rule.where}: rule {rule.id}: pattern does not compile: {error}") from error
    return tuple(found)


def _needs(rule: Rule, types: Mapping[str, tuple[str, ...]]) -> tuple[frozenset[str], ...]:
    """The types of each field that is an end of every claim of a rule."""
    ends = [(spec["subject"], spec["object"]) for spec in rule.claims]
    return tuple(frozenset(" ".join(types[name]).split()) for name in types if all(name in pair for pair in ends))


@lru_cache(maxsize=1024)
def _possible(lexicon: Lexicon, there: frozenset[str]) -> tuple[Compiled, ...]:
    """The rules that may claim something of a sentence with slots of the types that are `there`, in file order."""
    return tuple(pattern for pattern in compiled(lexicon) if not any(there.isdisjoint(need) for need in pattern.needs))


def matches(sentence: Skeleton, lexicon: Lexicon, *, demanded: bool = False) -> Iterator[Match]:
    """Every match of every rule in a sentence; where it only says what is `demanded` (会议强调，要…), rules about facts keep silent."""
    for pattern in _possible(lexicon, frozenset(slot.type for slot in sentence.slots.values())):
        if demanded and pattern.rule.facts:
            continue
        hits = list(pattern.regex.finditer(sentence.text))
        if hits and pattern.unless and pattern.unless.search(sentence.text):
            continue
        for found in hits:
            fields = {name: _slots(sentence, found.span(name), types) for name, types in pattern.types.items() if found.group(name)}
            words = {
                name: sentence.original(found.span(name)) if found.group(name) else ""
                for name in found.re.groupindex
                if name not in pattern.types
            }
            yield Match(pattern.rule, fields, words, found.span(), found.start("verb") if "verb" in found.re.groupindex else -1)


def _slots(sentence: Skeleton, span: tuple[int, int], types: tuple[str, ...]) -> tuple[Slot, ...]:
    """The slots of a field; of a run ({who:PER|ORG*}) those of the first type that is there: people before the organs they are from."""
    for kinds in types:
        if slots := sentence.within(span, kinds.split()):
            inner = {slot.start for slot in slots}
            return tuple(slot for slot in slots if slot.type != "LOC" or slot.end not in inner)  # 临县三交镇双塔村 means 双塔村
    return ()
