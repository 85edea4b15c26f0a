"""Whose figure it is: the organisation, place or person that a clause is about, by its name or by a word for it (该企业, 水厂, 他)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from kg.claims.skeleton import Skeleton, Slot
from kg.lexicon import Lexicon
from kg.model import HOME, Mention, Term
from kg.text.choice import choice

NEAR = 4  # characters: so many may stand between the beginning of a clause and whom it is about (近年来，目前)
LONGEST = 6  # characters of a word for something named before
POINTING = ("该", "全", "本")
LIST = re.compile("[、和及与]?$")
DIGIT = re.compile("\\d")
VILLAGES = ("村", "嘎查", "社区", "村党支部", "村党总支", "村党委", "村委会")
SPEAKS = ("PER", "POST")
EXAMPLES = re.compile("等(?!地|处)")  # behind names that are only examples of what is counted (一中、二中等5所学校)


@dataclass(frozen=True)
class _Cues:
    governed: re.Pattern[str]
    brings: re.Pattern[str]
    anaphor: re.Pattern[str]
    ends: Mapping[str, tuple[str, ...]]
    lead: re.Pattern[str]
    pronoun: re.Pattern[str]
    says: re.Pattern[str]
    heads: Mapping[str, tuple[str, ...]]
    governing: frozenset[str]
    occupation: re.Pattern[str]


@lru_cache(maxsize=64)
def _cues(lexicon: Lexicon) -> _Cues:
    data = lexicon.words["indicators"]
    ends = {word: tuple(ends) for word, ends in data["anaphors"].items()}
    return _Cues(
        re.compile(f"(?:{choice(data['governed'])})$"),
        re.compile(f"(?:{choice(data['brings'])})了?$"),
        re.compile(f"(?:{choice(ends)})"),
        ends,
        re.compile(f"(?:{choice({'得知', *data['lead']} - ends.keys())})，?"),
        re.compile(f"(?:{choice(data['pronouns'])})(?!们)"),
        re.compile(f"[^，。；]{{0,6}}(?:{choice(data['says'])})"),
        {post: tuple(ends) for post, ends in data["heads_of"].items()},
        frozenset(data["governing"]),
        re.compile(f"(?:{choice(lexicon.words['posts']['occupations'])})"),
    )


@dataclass(frozen=True)
class Bodies:
    """The organisations and places that an article names, in the order of the text, and its people."""

    mentions: Sequence[Mention] = ()
    people: Sequence[Mention] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [m.span.start for m in self.mentions]

    @cached_property
    def endings(self) -> frozenset[str]:
        """The ends of their names by which the article may speak of them (水厂 of 城东水厂)."""
        return frozenset(m.surface[-n:] for m in self.mentions for n in range(2, min(LONGEST, len(m.surface) - 1) + 1))

    def before(self, offset: int) -> Sequence[Mention]:
        """Those that begin before an offset."""
        return self.mentions[: bisect_left(self._starts, offset)]

    def inside(self, start: int, end: int) -> Sequence[Mention]:
        """Those that begin in an interval."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


NOBODY = Bodies()


@dataclass(frozen=True)
class Bearers:
    """Who may bear the figures of one sentence: its organisations and places, and those of the article before it."""

    sentence: Skeleton
    slots: Sequence[Slot]
    clauses: Sequence[int]  # where clauses begin, in the article
    bodies: Bodies
    lexicon: Lexicon

    def of(self, at: int, *, village: bool = False) -> Term:
        """The bearer of a figure at `at`, an offset in the article; what nobody bears is of the place that the article is about.

        That is whose name stands right before it (荆河街道32名), else what the nearest clause before begins with or brings in (引进瑶岭羊业，…), else the
        nearest name that no preposition governs (not 在上海), unless it only tells who speaks for a government (县教育局局长陈立说), else the
        institution whose head speaks (院长陈立介绍). What a government or Party committee brings about is its place's, and what is a `village`'s that
        of the one named last, whatever company of its brings it about (成立合作社，村集体收入…).
        """
        mention = self._bearer(at)
        if village and mention and mention.type == "ORG" and (own := self._meant(VILLAGES, before=at)):
            return Term("mention", own.id) if own.type == "LOC" else Term("implied", f"place:@{own.id}")
        if mention is None:
            return HOME
        return Term("implied", f"place:@{mention.id}") if self._governs(mention, at) else Term("mention", mention.id)

    def _bearer(self, at: int) -> Mention | None:
        before = [slot for slot in self.slots if slot.end <= at]
        if before and before[-1].end == at:
            return before[-1].mention
        free = [slot for i, slot in enumerate(before) if not self._governed(before, i) and not self._example(before, i)]
        silent = [slot for slot in free if not self._speaks(slot) and not self._goes_on(slot, free)]
        for begin, end in self._clauses(at):
            found = self._brought(begin, end, at, before) or self._villager(begin) or self._head(begin, at, silent)
            if not found and not any(begin <= slot.start < end for slot in silent):
                found = self._person(begin)
            if found:
                return found
        public = self.lexicon.words["indicators"]["public"]
        fronted = [slot for i, slot in enumerate(before) if self._fronted(slot) and not self._goes_on(slot, before)]
        if fronted and not silent:  # 在岔台村，48栋大棚整齐排列
            return fronted[-1].mention
        left = [slot for slot in silent or free if slot.mention and (slot in silent or slot.mention.hint.get("subtype") not in public)]
        return left[-1].mention if left else self._led(at) if not free else None

    def _governs(self, mention: Mention, at: int) -> bool:
        """Whether a figure comes of what a governing body did in an earlier clause, which has no figure itself (乡党委牵头，建起烘干塔3座)."""
        if mention.hint.get("organ") not in _cues(self.lexicon).governing:
            return False
        end = min((clause for clause in self.clauses if clause >= mention.span.end), default=at)
        return end <= at and not DIGIT.search(self.sentence.source, mention.span.end, end)

    def _person(self, begin: int) -> Mention | None:
        """The person that the clause at `begin` is about, by a name without a post or by a pronoun, unless it only tells what is said."""
        cues, source = _cues(self.lexicon), self.sentence.source
        start = self._behind_occupation(self._behind_dates(begin))
        pronoun = cues.pronoun.match(source, start)
        named = [m for m in self.bodies.people if m.span.start == start or (pronoun and m.span.end <= start)]
        end = pronoun.end() if pronoun else named[-1].span.end if named else start
        return named[-1] if named and not cues.says.match(source, end) else None

    def _villager(self, begin: int) -> Mention | None:
        """The person that the clause at `begin` is about, behind his places and occupation, or None."""
        start = self._behind_dates(begin)
        return self._person(begin) if self._behind_occupation(start) != start else None

    def _behind_occupation(self, start: int) -> int:
        """Where a name begins behind the places and the occupation of somebody (敖包嘎查牧民|朝鲁有绒山羊420只), or `start`."""
        places = sorted((s.start, s.end) for s in self.slots if s.mention and s.mention.type == "LOC")
        at = start
        for begin, end in places:
            at = end if begin == at else at
        named = _cues(self.lexicon).occupation.match(self.sentence.source, at) if at > start else None
        return named.end() if named and any(m.span.start == named.end() for m in self.bodies.people) else start

    def _led(self, at: int) -> Mention | None:
        """The institution named last whose head speaks in a sentence, by the post alone: 副院长陈立介绍，…"""
        heads = _cues(self.lexicon).heads
        posts = (slot for slot in self.sentence.slots.values() if slot.type == "POST" and slot.end <= at and self._speaks(slot))
        ends = next((ends for slot in posts for post, ends in heads.items() if slot.text.endswith(post)), None)
        return self._meant(ends, before=self.sentence.start) if ends else None

    def _clauses(self, at: int) -> list[tuple[int, int]]:
        begins = [clause for clause in self.clauses if clause <= at]
        return [*zip(begins, [*begins[1:], at], strict=True)][::-1]

    def _head(self, begin: int, at: int, silent: Sequence[Slot]) -> Mention | None:
        """Whom the clause at `begin` is about: a name or a word for one at its head."""
        for slot in silent:
            if slot.start >= begin and len(self._words(begin, slot.start)) <= NEAR:
                return slot.mention
        return self.named_again(begin, at)[1]

    def named_again(self, begin: int, at: int) -> tuple[int, Mention | None]:
        """Where the word ends with which the clause at `begin` speaks of something named before it, and that; (begin, None) when it has none.

        The word is one of the list (该企业, 村里) or the end of the name (水厂 for 城东水厂).
        """
        first = self._behind_dates(begin)
        lead = _cues(self.lexicon).lead.match(self.sentence.source, first, at)
        for start in (first, self._behind_dates(lead.end())) if lead else (first,):
            end, found = self._word(start, at)
            if found:
                return end, found
        return begin, None

    def _word(self, start: int, at: int) -> tuple[int, Mention | None]:
        cues, source = _cues(self.lexicon), self.sentence.source
        match = cues.anaphor.match(source, start, at)
        found = self._meant(cues.ends[match.group()], before=start) if match else None
        if match and found and match.end() < at:  # not 企业2317户
            return match.end(), found
        begin = start + source.startswith(POINTING, start)
        word = source[begin : min(at, begin + LONGEST)]
        for length in range(len(word), 1, -1):
            found = self._meant((word[:length],), before=start) if word[:length] in self.bodies.endings else None
            if found:
                return begin + length, found
        return start, None

    def _brought(self, begin: int, end: int, at: int, before: Sequence[Slot]) -> Mention | None:
        """Whom a clause before that of the figure brings in: 顺德区引入海川新材，计划投资22亿元."""
        if end == at:
            return None
        inside = [slot for slot in before if begin <= slot.start and slot.end <= end]
        last = inside[-1] if inside else None
        brings = _cues(self.lexicon).brings
        return (
            last.mention
            if last and brings.search(self.sentence.source, self.sentence.start, last.start) and end - last.end <= 2 * NEAR
            else None
        )

    def _meant(self, ends: Sequence[str], *, before: int) -> Mention | None:
        """The thing named last before an offset whose name has one of some endings ("": any company)."""
        inside = [slot.mention for slot in self.slots if slot.end <= before and slot.mention]
        for mention in chain(reversed(inside), reversed(self.bodies.before(self.sentence.start))):
            organ = mention.type == "ORG" and mention.hint.get("subtype", "Company") == "Company"
            if any(len(end) < len(mention.surface) and mention.surface.endswith(end) if end else organ for end in ends):
                return mention
        return None

    def _behind_dates(self, begin: int) -> int:
        """Where the words of a clause begin behind its times: 今年，该院…"""
        for slot in sorted(self.sentence.slots.values(), key=lambda s: s.start):
            if slot.type == "DATE" and begin <= slot.start <= begin + 1:
                begin = slot.end
        return begin + (self.sentence.source[begin : begin + 1] in "，“")

    def _words(self, begin: int, end: int) -> str:
        """The characters of a stretch that are in no name, date or post, without signs."""
        left = self.sentence.source[begin:end]
        for slot in self.sentence.slots.values():
            if begin <= slot.start and slot.end <= end:
                left = left.replace(slot.text, "", 1)
        return re.sub("[，。；：、“”\n]", "", left)

    def _governed(self, slots: Sequence[Slot], i: int) -> bool:
        """Whether a preposition stands before a name, or before the list or chain of names that it goes on."""
        source, slot = self.sentence.source, slots[i]
        if i and LIST.fullmatch(source, slots[i - 1].end, slot.start) and not self._speaks(slots[i - 1]):
            return self._governed(slots, i - 1)
        return _cues(self.lexicon).governed.search(source, max(self.sentence.start, slot.start - 3), slot.start) is not None

    def _example(self, slots: Sequence[Slot], i: int) -> bool:
        """Whether a name, or the last of the list that it stands in, is only an example (一中、二中等5所学校)."""
        source, slot = self.sentence.source, slots[i]
        if EXAMPLES.match(source, slot.end):
            return True
        following = slots[i + 1] if i + 1 < len(slots) else None
        return following is not None and LIST.fullmatch(source, slot.end, following.start) is not None and self._example(slots, i + 1)

    def _fronted(self, slot: Slot) -> bool:
        """Whether a name is that of the place with which a sentence begins: 在德江县煎茶镇重华村的坝区，…"""
        source = self.sentence.source
        begins = source.startswith("在", self.sentence.start) and not self._words(self.sentence.start + 1, slot.start)
        return begins and re.match("[^，。；]{0,4}，", source[slot.end : self.sentence.end]) is not None

    def _speaks(self, slot: Slot) -> bool:
        return any(other.start == slot.end and other.type in SPEAKS for other in self.sentence.slots.values())

    @staticmethod
    def _goes_on(slot: Slot, slots: Sequence[Slot]) -> bool:
        """Whether another name follows right behind: of a chain of places the last is meant."""
        return any(other.start == slot.end for other in slots)
