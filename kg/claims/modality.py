"""Whether a sentence says that something is so: the words before its verb that deny it, plan it or make it depend on something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.claims.patterns import Match
from kg.claims.skeleton import CODES, Skeleton
from kg.lexicon import Lexicon
from kg.model import Modality
from kg.text.choice import choice

HAN = re.compile("[\u4e00-\u9fff]")
CLAUSE = re.compile(f"(?<!{CODES['DATE']})[，：]|[。；！？]")  # 预计年底，… is one clause
SENTENCE = re.compile("[。；！？]")
NAMES = "".join(code for name, code in CODES.items() if name != "DATE")
THING = re.compile(f"的[^，。；]*?[{NAMES}]")  # 尚未开工的项目由县政府……


@dataclass(frozen=True)
class _Words:
    """The compiled words of ontology/cues.yaml, and the longer words in which they mean something else."""

    kinds: Mapping[str, re.Pattern[str]]
    other: re.Pattern[str]


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.words["cues"]
    taken = f"将(?:{choice(words['it'])}|[{NAMES}]|[^，。；]{{1,16}}?(?:{choice(words['object'])}))"
    kinds = {kind: re.compile(choice(words[kind])) for kind in ("denied", "planned", "conditional")}
    rank = f"(?<={CODES['PER']})[上中少大]将"  # behind a name: 司令员温某少将到我市
    return _Words(kinds, re.compile(f"{choice(words['other'])}|{taken}|{rank}"))


def mark(sentence: Skeleton, match: Match, lexicon: Lexicon) -> tuple[bool, Modality]:
    """Whether a sentence denies what a rule's match says, and whether it only plans it or makes it depend on something."""
    words, text, end = _words(lexicon), sentence.text, _verb(sentence, match)
    clause, whole = (_begin(border, text, end, match.span[0]) for border in (CLAUSE, SENTENCE))
    other = [found.span() for found in words.other.finditer(text)]

    def says(kind: str, start: int) -> bool:
        found = words.kinds[kind].finditer(text, start, end)
        return any(not _inside(word.span(), other) and not THING.search(text, word.end(), end) for word in found)

    planned: Modality = "planned" if says("planned", clause) else ""
    return says("denied", clause), "conditional" if says("conditional", whole) else planned


def _verb(sentence: Skeleton, match: Match) -> int:
    """Where the words that steer a match's verb end: at the group `verb` of its rule; at a match that begins with its verb; before the last
    of several fields (县政府印发《办法》); else at the end of the match (陈立出席)."""
    if match.verb >= 0:
        return match.verb
    if HAN.match(sentence.text, match.span[0]):
        return match.span[0]
    at = {slot.start: i for i, slot in sentence.slots.items()}
    fields = sorted(at[slots[0].start] for slots in match.fields.values() if slots)
    return fields[-1] if len(fields) > 1 and HAN.search(sentence.text, fields[-2], fields[-1]) else match.span[1]


def _begin(border: re.Pattern[str], text: str, end: int, first: int) -> int:
    """Where the clause or sentence begins in which a verb stands; a field of several names with commas between is one clause."""
    found = [one for one in border.finditer(text, 0, end) if one.start() <= first or HAN.search(text, first, one.start())]
    return found[-1].end() if found else 0


def _inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
