"""A sentence as patterns see it: every mention, post and date is one private-use character, the rest stays as written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import Lexicon, load
from kg.model import Mention
from kg.text.choice import choice

CODES: Mapping[str, str] = {
    "PER": "\ue000",
    "ORG": "\ue001",
    "LOC": "\ue002",
    "DOC": "\ue003",
    "PROG": "\ue008",
    "EVT": "\ue004",
    "POST": "\ue005",
    "DATE": "\ue007",
}
KINDS: Mapping[str, tuple[str, ...]] = {**{name: (name,) for name in CODES}, "POL": ("DOC", "PROG")}
"""The names that patterns use, and the placeholders each takes: POL is a document in 《…》 (DOC) or a programme (PROG)."""


HEAD = "长"
SPEAKS_FOR = "代表"  # a post, but between a person and a body what he does: 陈立代表县政府签约
RANK = {"EVT": 0, "POST": 2, "DATE": 3}  # of slots that begin together, the meeting hides what is inside it


@dataclass(frozen=True, slots=True)
class Slot:
    """What a placeholder stands for: its interval in the article's text, and the mention when it is one."""

    start: int
    end: int
    type: str
    text: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The pattern text of one sentence; `slots[i]` explains the placeholder at position i, `offsets[i]` its place in `source`, the article."""

    text: str
    source: str
    slots: Mapping[int, Slot]
    offsets: tuple[int, ...]
    start: int
    end: int

    def original(self, span: tuple[int, int]) -> str:
        """The article's own characters behind an interval of the skeleton."""
        return self.source[self.offsets[span[0]] : self.offsets[span[1]]]

    def within(self, span: tuple[int, int], types: Iterable[str]) -> list[Slot]:
        """The slots of some types in an interval of the skeleton, in order."""
        wanted = set(types)
        return [slot for i, slot in sorted(self.slots.items()) if span[0] <= i < span[1] and slot.type in wanted]


def skeleton(text: str, start: int, end: int, mentions: Sequence[Mention], extras: Sequence[Slot], lexicon: Lexicon) -> Skeleton:
    """The skeleton of text[start:end); of overlapping slots the first and longest stands, meetings before what is inside them."""
    slots = [Slot(m.span.start, m.span.end, _kind(m), m.surface, m) for m in mentions if start <= m.span.start and m.span.end <= end]
    taken = sorted((s.start, s.end) for s in slots)
    slots += [s for s in extras if start <= s.start and s.end <= end and not any(a < s.end and s.start < b for a, b in taken)]
    people, bodies = {s.end for s in slots if s.type == "PER"}, {s.start for s in slots if s.type in ("ORG", "LOC")}
    for left, right in _gaps(taken, start, end):
        slots += (s for s in posts(text, left, right, lexicon) if not (s.text == SPEAKS_FOR and s.start in people and s.end in bodies))
    slots += _heads(text, slots, lexicon)
    slots.sort(key=lambda s: (s.start, RANK.get(s.type, 1), -s.end))
    out: list[str] = []
    offsets: list[int] = []
    found: dict[int, Slot] = {}
    at = start
    for slot in slots:
        if slot.start < at:
            continue
        out += text[at : slot.start]
        offsets += range(at, slot.start)
        found[len(out)] = slot
        out.append(CODES[slot.type])
        offsets.append(slot.start)
        at = slot.end
    out += text[at:end]
    offsets += range(at, end)
    return Skeleton("".join(out), text, found, (*offsets, end), start, end)


def _heads(text: str, slots: Sequence[Slot], lexicon: Lexicon) -> list[Slot]:
    """The posts whose word runs together with the name of the body: 县公安局|长陈立, 派出所|长周文海; each as the 长 between body and person."""
    people, found = {slot.start for slot in slots if slot.type == "PER"}, []
    for slot in slots:
        if slot.type == "ORG" and text[slot.end : slot.end + 1] == HEAD and slot.end + 1 in people:
            ends = (slot.text[-length:] + HEAD for length in (2, 1))
            found += [Slot(slot.end, slot.end + 1, "POST", title) for title in ends if title in lexicon.posts][:1]
    return found


def _gaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What sorted intervals leave of [start, end)."""
    gaps, at = [], start
    for left, right in taken:
        if left > at:
            gaps.append((at, left))
        at = max(at, right)
    return [*gaps, (at, end)] if at < end else gaps


def _kind(mention: Mention) -> str:
    return mention.type if mention.type != "POL" else "DOC" if mention.surface.startswith("《") else "PROG"


@lru_cache(maxsize=4)
def _posts(root: str) -> re.Pattern[str]:
    lexicon = load(root)
    prefixes = choice(lexicon.words["posts"]["prefixes"])
    heads, bodies = choice(lexicon.posts), (f"(?<={body})" for body in lexicon.words["posts"]["party_bodies"])
    return re.compile(f"(?:{prefixes})*(?:{heads})|(?:{'|'.join(bodies)})成员")


def posts(text: str, start: int, end: int, lexicon: Lexicon) -> list[Slot]:
    """The posts in an interval: prefixes and head as one slot (党组副书记)."""
    return [Slot(m.start(), m.end(), "POST", m.group()) for m in _posts(str(lexicon.root)).finditer(text, start, end)]
