"""`kg try --near`: which rules nearly read a sentence and why they did not; what it says of a sentence is true of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import laws
import pytest
from laws import LEXICON, SETTINGS
from scenes import marked

from kg import claims
from kg.claims import near
from kg.claims.near import Miss, misses
from kg.claims.patterns import compiled
from kg.claims.skeleton import Skeleton
from kg.model import Article, Claim, Mention, Part

Watched = list[tuple[Skeleton, Sequence[Claim], list[Miss]]]


def watched(article: Article, mentions: Sequence[Mention]) -> Watched:
    """Each sentence of an article with what is read from it and what nearly is."""
    found: Watched = []

    def watch(context: claims.Context, sentence: Skeleton, part: Part, said: Sequence[Claim]) -> None:
        found.append((sentence, said, list(misses(context, sentence, part, said))))

    claims.extract(article, mentions, LEXICON, SETTINGS, watch=watch)
    return found


def nearly(text: str, rule: str, language: str = "en") -> list[str]:
    """Why a rule did not read a marked text."""
    return [miss.text(language) for _, _, missed in watched(*marked(text)) for miss in missed if miss.rule == rule]


WHY = {
    "no name of that type": (
        "meeting.chaired", "[县教育局/ORG]主持会议。",
        "needs {PER} before “主持”; the sentence has {ORG} 县教育局", "“主持”之前要有{PER}；句中有{ORG} 县教育局",
    ),
    "no name at all": (
        "meeting.convened", "昨日召开[工作会议/EVT]。",
        "needs {ORG}|{LOC} before “召开”; the sentence has {EVT} 工作会议", "“召开”之前要有{ORG}|{LOC}；句中有{EVT} 工作会议",
    ),
    "a meeting that nobody named": (
        "meeting.chaired", "[陈立/PER]主持会议。",
        "reads “陈立主持”, but @meeting stands for nothing here", "读出“陈立主持”，但此处没有@meeting所指",
    ),
    "words between": (
        "meeting.chaired", "[常务会议/EVT]召开。[陈立/PER]亲自到场主持。",
        "“亲自到场” between “陈立” and “主持” is not what the rule allows there", "“陈立”与“主持”之间有“亲自到场”，不合规则",
    ),
    "words behind": (
        "meeting.chaired", "[常务会议/EVT]召开。[陈立/PER]主持人。",
        "what stands around “陈立主持” is not what the rule allows there", "“陈立主持”前后的文字不合规则",
    ),
    "another order": ("policy.issued", "[《办法》/POL]由[县政府/ORG]印发。", "needs {DOC} behind “印发”", "“印发”之后要有{DOC}"),
    "what is demanded": (
        "policy.implements", "会议强调，要深入实施[《办法》/POL]。",
        "would read “深入实施《办法》”, but the paragraph says what is demanded, and the rule reads facts",
        "本可读“深入实施《办法》”，但本段讲的是要求，而此规则只读事实（facts）",
    ),
    "unless": (
        "policy.implements", "[龙游县/LOC]必须坚决实施[《办法》/POL]。",
        "would read “坚决实施《办法》”, but the sentence has “必须坚决实施” (unless)", "本可读“坚决实施《办法》”，但句中有“必须坚决实施”（unless）",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "en", "zh"), WHY.values(), ids=WHY)
def test_a_rule_that_nearly_reads_a_sentence_says_why_it_does_not(rule: str, text: str, en: str, zh: str) -> None:
    assert nearly(text, rule) == [en]
    assert nearly(text, rule, "zh") == [zh]


def test_a_rule_whose_words_are_not_there_is_not_near() -> None:
    assert nearly("[陈立/PER]到会。", "meeting.chaired") == []
    assert nearly("[县教育局/ORG]、[县公安局/ORG]。", "policy.of") == [], "a pattern without words of its own"


@pytest.mark.parametrize("pattern", compiled(LEXICON), ids=lambda pattern: pattern.rule.id)
def test_a_pattern_comes_apart_into_pieces_that_are_patterns(pattern: claims.patterns.Compiled) -> None:
    pieces = [pattern.regex.pattern[start:end] for start, end in near._elements(pattern.regex.pattern)]
    assert "".join(pieces) == pattern.regex.pattern
    for piece in pieces:
        re.compile(piece)


def test_of_a_sentence_that_is_nearly_read_only_what_is_true_is_said() -> None:
    count = 0
    for page in laws.pages()[::8]:
        for article in page.articles:
            for sentence, said, missed in watched(*laws.plain(page, article)):
                text = sentence.original((0, len(sentence.text)))
                read = {claim.rule for claim in said}
                for miss in missed:
                    count += 1
                    assert miss.rule not in read
                    assert all(miss.said[key] in text for key in ("words", "left", "right", "found") if key in miss.said), miss
    assert count > 100
