"""Whose words a sentence reports: 陈立强调，要…, 会议指出，…, “……。”陈立说。 Who speaks is named at the claims; he does not become who acts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from kg.claims.skeleton import CODES, Skeleton
from kg.lexicon import Lexicon, load
from kg.model import Article, Claim, Mention, Part
from kg.text.choice import choice

HAN = re.compile("[\u4e00-\u9fff]")
MARKS = "，。：；！？“”:,; \u3000"
QUOTED = re.compile("[，：:\\s]*“")  # right behind who speaks: it is nobody else's
SHORTEST = 4  # characters: less is no statement (好的)
HEAD = 14  # characters: who acts in a sentence stands in them


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as it was read: the part of the article it stands in, and the meeting in progress."""

    part: Part
    sentence: Skeleton
    meeting: Mention | None


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of the article's text that is somebody's words: a person's, an organ's or a meeting's, by the mention, and how they are introduced."""

    start: int
    end: int
    speaker: str
    verb: str
    meeting: bool = False

    def within(self, start: int, end: int) -> Speech:
        """The same words over another stretch of text."""
        return replace(self, start=start, end=end)


@dataclass(frozen=True)
class _Words:
    opening: re.Pattern[str]
    formal: frozenset[str]
    must: re.Pattern[str]
    ends: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a sentence begins to report words: the beginning of its clause and the end of the verb in the skeleton, and who speaks."""

    at: int
    end: int
    speaker: Mention
    verb: str


@lru_cache(maxsize=4)
def _words(root: str) -> _Words:
    lexicon = load(root)
    said, anaphors = lexicon.words["cues"]["speech"], lexicon.words["events"]["anaphors"]
    per, org, evt = CODES["PER"], CODES["ORG"], CODES["EVT"]
    gap, more = f"[^，。；：“”{per}{org}{evt}]", "(?:还|也|又|则|同时)?"
    who = (
        f"[^，。；：“”]{{0,24}}?(?P<per>{per}){gap}{{0,12}}?",
        f"据?[{org}{CODES['LOC']}{CODES['DATE']}、和]{{0,4}}?(?P<org>{org})(?:{gap}{{0,6}}(?:人|员|同志|{CODES['POST']}))?{more}",
        f"[^，。；：“”]{{0,24}}?(?P<evt>{evt}){more}",
        f"(?P<meeting>{choice([*anaphors, *said['meeting']])}){more}",
        f"(?P<he>[他她]){gap}{{0,6}}?",
    )
    verbs, must = f"(?<!批示)(?<!指示)(?<!讲话)(?:{choice([*said['formal'], *said['plain']])})", choice(said["must"])
    return _Words(
        re.compile(f"(?:^|(?<=[，；：”。]))(?:{'|'.join(who)})(?P<verb>{verbs})(?=[，：:“。]|{must})"),
        frozenset(said["formal"]),
        re.compile(f"(?:^|[，；、])[^，；]{{0,16}}?(?:{must})"),
        re.compile(f"(?:{choice(said['ends'])})"),
    )


def openings(sentence: Skeleton, lexicon: Lexicon, meeting: Mention | None, he: Mention | None) -> Iterator[_Opening]:
    """Where a sentence begins to report somebody's words; `he` is whom a pronoun can mean."""
    for match in _words(str(lexicon.root)).opening.finditer(sentence.text):
        kind = next(name for name in ("per", "org", "evt", "meeting", "he") if match[name])
        unnamed = {"meeting": meeting, "he": he}
        speaker = unnamed[kind] if kind in unnamed else sentence.slots[match.start(kind)].mention
        if speaker:
            yield _Opening(match.start(), match.end(), speaker, match["verb"])


def introduced(sentence: Skeleton, lexicon: Lexicon) -> int:
    """How much of a sentence's head only says who speaks (区长陈立介绍，…), in the skeleton; 0 when nobody does."""
    match = _words(str(lexicon.root)).opening.match(sentence.text)
    return match.end() if match else 0


def speeches(article: Article, read: Sequence[Read], lexicon: Lexicon) -> list[Speech]:
    """What is reported as somebody's words, in order: a text has one speaker everywhere, and most of it none."""
    words, found = _words(str(lexicon.root)), []
    open_: Speech | None = None  # what may go on in the next sentence
    part: Part | None = None
    he: Mention | None = None
    for one in read:
        sentence = one.sentence
        if one.part != part:
            open_, part = None, one.part
        opened = list(openings(sentence, lexicon, one.meeting, he))
        first = sentence.offsets[opened[0].at] if opened else sentence.end
        if open_ and not _ended(sentence, words, opened) and _goes_on(article.text, open_, sentence, words):
            found.append(open_.within(sentence.start, first))
        else:
            open_ = None
        for opening, after in zip_longest(opened, opened[1:]):
            begin = sentence.offsets[opening.end]
            end = sentence.offsets[after.at] if after else sentence.end
            open_ = Speech(begin, end, opening.speaker.id, opening.verb, opening.speaker.type == "EVT")
            theirs = {mark.end() for speech in found if (mark := QUOTED.match(article.text, speech.start))}
            found.append(open_)
            quote = _quoted_before(article.text, sentence.offsets[opening.at], one.part.start)
            if quote and quote not in theirs:
                found.append(open_.within(quote, sentence.offsets[opening.at]))
        people = {slot.mention.normal: slot.mention for slot in sentence.slots.values() if slot.type == "PER" and slot.mention}
        he = next(iter(people.values())) if len(people) == 1 else None if people else he
    said = (speech for speech in found if HAN.search(article.text, speech.start, speech.end))
    return sorted(said, key=lambda speech: (speech.start, speech.end))


def _ended(sentence: Skeleton, words: _Words, opened: Sequence[_Opening]) -> bool:
    """Whether a sentence no longer goes on with the words of before: somebody else acts or speaks in it, or the meeting goes on."""
    if opened and opened[0].at == 0:
        return True
    head = sentence.text[:HEAD]
    return bool(words.ends.match(head)) or CODES["EVT"] in head[:2] or (CODES["PER"] in head and not head.startswith("要"))


def _goes_on(text: str, speech: Speech, sentence: Skeleton, words: _Words) -> bool:
    """Whether words go on in the next sentence: those of a meeting do, a leader's as long as he demands something, all while a quotation is open."""
    said = text[speech.start : sentence.start]
    formal = speech.verb in words.formal and (speech.meeting or bool(words.must.search(sentence.text)))
    return formal or said.count("“") > said.count("”")


def _quoted_before(text: str, at: int, start: int) -> int:
    """Where the quotation begins that ends right before the speaker is named (“……。”陈立说), or 0."""
    close = len(text[:at].rstrip())
    if text[close - 1 : close] != "”":
        return 0
    begin = text.rfind("“", start, close)
    return begin + 1 if begin >= 0 else 0


def quoted(text: str, read: Sequence[Read], spoken: Sequence[Speech]) -> Iterator[tuple[Skeleton, str, str]]:
    """(sentence, speaker's mention, words) for what each sentence reports of each speech, without the marks around it."""
    for one in read:
        for speech in spoken:
            begin, end = max(speech.start, one.sentence.start), min(speech.end, one.sentence.end)
            words = _whole(text[begin:end]) if begin < end else ""
            if len(words) >= SHORTEST:
                yield one.sentence, speech.speaker, words


def attributed(claims: Sequence[Claim], spoken: Sequence[Speech], mentions: Sequence[Mention], text: str) -> list[Claim]:
    """The claims with their speakers: a claim is somebody's where the last of its words stands in his."""
    places = {mention.id: mention.span.start for mention in mentions}
    starts = [speech.start for speech in spoken]
    found = []
    for claim in claims:
        at = _place(claim, places, text)
        speech = spoken[i - 1] if (i := bisect_right(starts, at)) else None
        inside = speech and speech.start <= at < speech.end and speech.speaker not in (claim.subject.value, claim.object.value)
        found.append(replace(claim, said_by=speech.speaker) if speech and inside else claim)
    return found


def _place(claim: Claim, places: dict[str, int], text: str) -> int:
    """Where a claim is made: at the last of its mentions in its sentence, else at the words that are its object, else where the sentence begins."""
    span = claim.evidence
    named = [places[term.value] for term in (claim.subject, claim.object) if term.value in places and places[term.value] >= span.start]
    literal = text.find(claim.object.value, span.start, span.end) if claim.object.kind == "literal" else -1
    return max([span.start, literal, *named])



def _whole(said: str) -> str:
    """Words without the marks around them, but with those of a quotation that begins or ends them: 要坚持“人民至上”."""
    words = said.strip(MARKS)
    opened, closed = words.count("“"), words.count("”")
    if opened == closed + 1 and said.startswith(f"{words}”", said.find(words)):
        return f"{words}”"
    return f"“{words}" if closed == opened + 1 and f"“{words}" in said else words
