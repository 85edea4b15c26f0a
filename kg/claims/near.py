"""Which rules nearly read a sentence and why they did not: for people who write rules (`kg try --near`).

A rule is near when all the words that it cannot do without (its cues: 主持, 与 … 签订) are in the sentence. Patterns are taken apart at their top
level into elements; those that may be empty say nothing, the others are cues, names or neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from kg.claims import HAN, ROLES, Context, _terms
from kg.claims.patterns import Compiled, Match, compiled, matches
from kg.claims.skeleton import CODES, Skeleton
from kg.model import Claim, Part

Reason = Literal["demanded", "unless", "empty", "between", "around", "order", "lacks"]
TEXTS: Mapping[Reason, Mapping[str, str]] = {
    "demanded": {
        "en": "would read “{words}”, but the paragraph says what is demanded, and the rule reads facts",
        "zh": "本可读“{words}”，但本段讲的是要求，而此规则只读事实（facts）",
    },
    "unless": {"en": "would read “{words}”, but the sentence has “{found}” (unless)", "zh": "本可读“{words}”，但句中有“{found}”（unless）"},
    "empty": {"en": "reads “{words}”, but {what} stands for nothing here", "zh": "读出“{words}”，但此处没有{what}所指"},
    "between": {
        "en": "“{words}” between “{left}” and “{right}” is not what the rule allows there",
        "zh": "“{left}”与“{right}”之间有“{words}”，不合规则",
    },
    "around": {"en": "what stands around “{words}” is not what the rule allows there", "zh": "“{words}”前后的文字不合规则"},
    "order": {"en": "needs {what} behind “{left}”", "zh": "“{left}”之后要有{what}"},
    "lacks": {"en": "needs {what} {side} “{words}”; the sentence has {there}", "zh": "“{words}”{side}要有{what}；句中有{there}"},
}
SIDES = {"before": {"en": "before", "zh": "之前"}, "behind": {"en": "behind", "zh": "之后"}}
NOTHING = {"en": "no names", "zh": "不见名称"}
CLASS = re.compile(r"\[\^[^\]]*\]|\[[^\]]*-[^\]]*\]")  # anything but, or any of a range: no cue
QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9,]+\})[?+]?")
FIELD = re.compile(r"\(\?P<(\w+)>")
NOT = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")
NAMES = {code: f"{{{kind}}}" for kind, code in CODES.items()}


@dataclass(frozen=True)
class Miss:
    """A rule that nearly read a sentence, and why it did not; `said` fills the text of the reason."""

    rule: str
    reason: Reason
    said: Mapping[str, str]

    def text(self, language: str) -> str:
        """The reason in words, in "zh" or "en"."""
        side, there = SIDES.get(self.said.get("side", ""), {}), self.said.get("there") or NOTHING[language]
        return TEXTS[self.reason][language].format_map({**self.said, "side": side.get(language, ""), "there": there})


@dataclass(frozen=True)
class Element:
    """A piece of a pattern that cannot be empty: a cue, or a name whose sign is one of `signs`; `end` is where it ends in the pattern."""

    pattern: str
    end: int
    signs: str = ""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The element, or any one of its signs."""
        return re.compile(f"[{self.signs}]" if self.signs else self.pattern)

    def told(self, sentence: Skeleton) -> str:
        """What a sentence should have: {PER}, or the words of the cue as the sentence has them."""
        found = self.regex.search(sentence.text)
        return "|".join(NAMES[sign] for sign in self.signs) or (f"“{_shown(found[0])}”" if found else self.pattern)


def misses(context: Context, sentence: Skeleton, part: Part, said: Sequence[Claim]) -> Iterator[Miss]:
    """The rules that nearly read a sentence of which `said` was read, those that match first and in file order."""
    if part.role not in ROLES:
        return
    found: dict[str, Match] = {}
    for match in matches(sentence, context.lexicon, demanded=context.demanded[1]):
        found.setdefault(match.rule.id, match)
    read = {claim.rule for claim in said}
    later: list[Miss] = []
    for pattern in compiled(context.lexicon):
        rule = pattern.rule
        if rule.id in found and rule.id not in read:
            yield from _empty(context, sentence, found[rule.id])
        elif rule.id not in found and (hit := pattern.regex.search(sentence.text)):
            yield from _silenced(pattern, hit, sentence, demanded=context.demanded[1])
        elif rule.id not in found and (miss := _near(pattern, sentence)):
            later.append(miss)
    yield from later


def _empty(context: Context, sentence: Skeleton, match: Match) -> Iterator[Miss]:
    """What a match claims nothing for want of."""
    words = sentence.original(match.span)
    names = dict.fromkeys(spec[end] for spec in match.rule.claims for end in ("subject", "object"))
    lacking = [name for name in names if not _terms(context, sentence, name, match)]
    if lacking:
        yield Miss(match.rule.id, "empty", {"words": words, "what": ", ".join(lacking)})


def _silenced(pattern: Compiled, hit: re.Match[str], sentence: Skeleton, *, demanded: bool) -> Iterator[Miss]:
    """Why a rule whose pattern fits keeps silent."""
    words = sentence.original(hit.span())
    if demanded and pattern.rule.facts:
        yield Miss(pattern.rule.id, "demanded", {"words": words})
    elif found := pattern.unless and pattern.unless.search(sentence.text):
        yield Miss(pattern.rule.id, "unless", {"words": words, "found": sentence.original(found.span())})


def _near(pattern: Compiled, sentence: Skeleton) -> Miss | None:
    """What a sentence with all the cues of a rule has not, or not where the rule wants it; None for any other sentence."""
    needed = _needed(pattern.regex.pattern, tuple(pattern.types.items()))
    if all(each.signs for each in needed) or not all(each.regex.search(sentence.text) for each in needed if not each.signs):
        return None
    lacking = [each for each in needed if not each.regex.search(sentence.text)]
    if len(lacking) > 1:
        return None
    if lacking:
        return Miss(pattern.rule.id, "lacks", _lacks(lacking[0], needed, sentence))
    at, places = 0, list[tuple[int, int]]()
    for each in needed:
        found = each.regex.search(sentence.text, at)
        if not found:
            return Miss(pattern.rule.id, "order", {"what": each.told(sentence), "left": sentence.original(places[-1])})
        places.append(found.span())
        at = found.end()
    return Miss(pattern.rule.id, *_misfit(pattern, needed, places, sentence))


def _lacks(slot: Element, needed: Sequence[Element], sentence: Skeleton) -> dict[str, str]:
    """What a name that is missing is, next to which cue it should stand, and which names there are."""
    at = needed.index(slot)
    behind = next((each for each in needed[at:] if not each.signs), None)
    cue = behind or next(each for each in reversed(needed[:at]) if not each.signs)
    found = cue.regex.search(sentence.text)
    there = ", ".join(dict.fromkeys(f"{{{s.type}}} {s.text}" for _, s in sorted(sentence.slots.items()) if s.type not in ("DATE", "POST")))
    side = "before" if behind else "behind"
    return {"what": slot.told(sentence), "side": side, "words": sentence.original(found.span()) if found else "", "there": there}


def _misfit(
    pattern: Compiled, needed: Sequence[Element], places: Sequence[tuple[int, int]], sentence: Skeleton
) -> tuple[Reason, dict[str, str]]:
    """Between which two elements a sentence leaves the pattern: the first two that no beginning of the pattern reaches together."""
    for (left, right), each in zip(pairwise(places), needed[1:], strict=True):
        if not re.search(pattern.regex.pattern[: each.end], sentence.text):
            if left[1] == right[0]:
                return "around", {"words": sentence.original((left[0], right[1]))}
            told = {"left": left, "words": (left[1], right[0]), "right": right}
            return "between", {key: sentence.original(span) for key, span in told.items()}
    return "around", {"words": sentence.original((places[0][0], places[-1][1]))}


@lru_cache(maxsize=1024)
def _needed(pattern: str, types: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Element, ...]:
    """The elements of a regular expression that cannot be empty and are cues or names, in order; `types` are those of its named fields."""
    found, typed = list[Element](), dict(types)
    for start, end in _elements(pattern):
        piece = pattern[start:end]
        if re.fullmatch(piece, ""):
            continue
        plain = NOT.sub("", CLASS.sub("", piece))
        field = FIELD.match(piece)
        if field and field[1] in typed:
            found.append(Element(piece, end, "".join(CODES[kind] for kinds in typed[field[1]] for kind in kinds.split())))
        elif (signs := "".join(sign for sign in NAMES if sign in plain)) and not HAN.search(plain):
            found.append(Element(piece, end, signs))
        elif HAN.search(plain):
            found.append(Element(piece, end))
    return tuple(found)


def _elements(pattern: str) -> Iterable[tuple[int, int]]:
    """Where the elements of a regular expression begin and end, each with its quantifier; Chinese characters in a row are one; alternatives are one."""
    found, at = list[tuple[int, int]](), 0
    while at < len(pattern):
        start = at
        at = _closed(pattern, at)
        if pattern[start] == "|":
            return [(0, len(pattern))]
        quantifier = QUANTIFIER.match(pattern, at)
        at = quantifier.end() if quantifier else at
        plain = at == start + 1 and HAN.match(pattern, start)
        if plain and found and HAN.fullmatch(pattern[found[-1][0] : found[-1][0] + 1]) and HAN.match(pattern, start - 1):
            found[-1] = found[-1][0], at
        else:
            found.append((start, at))
    return found


def _closed(pattern: str, at: int) -> int:
    """Where the character, class or group that begins at an offset ends."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        return pattern.index("]", at + 2) + 1
    if pattern[at] != "(":
        return at + 1
    at += 1
    while pattern[at] != ")":
        at = _closed(pattern, at)
    return at + 1


def _shown(text: str) -> str:
    """A piece of a skeleton with the names of types for its signs."""
    return "".join(NAMES.get(char, char) for char in text)
