"""The name of what a number measures: a noun phrase before it (新增学位1080个) or, for what is counted, behind it (建起3座烘干塔)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from kg.lexicon import Lexicon, load
from kg.text import segment
from kg.text.choice import choice

MAKES = "(?:年产|日产|年处理|日处理|年加工)"  # what a project will make or treat is told in its name
LONGEST = 16  # characters: longer names are clauses
BEHIND = re.compile("[\u4e00-\u9fff、]{1,16}")
BRACKETS = re.compile('（[^）]*）|\\([^)]*\\)|[“”‘’《》"]')
CLAUSE = re.compile("((?!的)[\u4e00-\u9fff]{3,8}?)的")  # 开设山歌课程的 before 学校
CLOSED = ("p", "c", "r", "uj", "ul", "uz", "y", "e", "o")  # prepositions, conjunctions, pronouns, particles: no name goes across them
NOUNS = ("n", "vn", "j", "i", "an", "k", "g", "zg", "b", "s")  # zg: parts of words that the dictionary lacks


@dataclass(frozen=True)
class Words:
    """Compiled ontology/indicators.yaml."""

    data: dict[str, Any]
    whole: re.Pattern[str]
    cut: frozenset[str]
    lead: frozenset[str]
    tail: frozenset[str]
    never: re.Pattern[str]
    counters: frozenset[str]
    scope: frozenset[str]
    verbs: frozenset[str]
    modifiers: frozenset[str]
    spent_on: re.Pattern[str]
    served: re.Pattern[str]
    to: tuple[str, ...]
    each: re.Pattern[str]
    carried: re.Pattern[str]
    sown: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Words:
        """Those of a lexicon."""
        return _words(str(lexicon.root))


@lru_cache(maxsize=4)
def _words(root: str) -> Words:
    data = load(root).words["indicators"]
    cut, lead, tail, counters, scope, verbs, modifiers = (
        frozenset(data[key]) for key in ("cut", "lead", "tail", "counters", "scope", "verbs", "modifiers")
    )
    never = re.compile("|".join(f"(?:{pattern})" for pattern in data["never"]))
    return Words(
        data,
        re.compile(f"({choice(data['whole'])})"),
        cut,
        lead,
        tail,
        never,
        counters,
        scope,
        verbs,
        modifiers,
        re.compile(f"，?(?:{choice(data['spent_on'])})了?"),
        re.compile(f"(?:{choice(data['served'])})了?"),
        tuple(data["to"]),
        re.compile(choice(data["each"])),
        re.compile(f"(?:{choice(data['carried'])})$"),
        re.compile(f"(.+?)(?:{choice(data['sown'])})"),
    )


@dataclass(frozen=True, slots=True)
class Name:
    """A name in two parts: what is done (新增, 收储; may be empty) and to what (学位, 闲置农房; may be empty).

    `open` is the verb that it ends with (等领域选派), which may have its noun behind the number, or "".
    """

    verb: str = ""
    noun: str = ""
    open: str = ""

    @property
    def text(self) -> str:
        """The whole name."""
        return self.verb + self.noun


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    tag: str

    @property
    def verbal(self) -> bool:
        """Whether it is a verb or says how often something is done (年产)."""
        return self.tag in ("v", "vd", "ad") or (self.word.startswith(("年产", "新")) and not self.word.endswith(("值", "量", "能")))


def before(text: str, words: Words) -> Name:
    """The name that stands before a number, where `text` ends: 全市共开工改造老旧小区 → 开工改造 + 老旧小区."""
    tokens = _tokens(words.each.sub("", BRACKETS.sub("", text)), words)
    while tokens and (tokens[-1].word in words.tail or tokens[-1].word in ("、", "和", "及")):
        tokens.pop()
    run: list[_Token] = []
    stop = ""
    for token in reversed(tokens):
        if token.word in words.data["denials"] and run:  # 未脱贫户, 不捕率
            run.insert(0, token)
            break
        joined = token.word in ("和", "及") and run
        if (token.word in words.cut and not joined) or (
            not joined and token.tag.startswith(CLOSED) and not words.whole.fullmatch(token.word)
        ):
            stop = token.word
            break
        run.insert(0, token)
    run = _trimmed(_done(run) if stop in words.to else run, words)
    while sum(len(t.word) for t in run) > LONGEST:
        run = _trimmed(run[1:], words)
    return _name(run)


def _done(run: list[_Token]) -> list[_Token]:
    """What is done for somebody, without whom (为 群众 + 挽回经济损失), if something is done to something."""
    verb = next((i for i, token in enumerate(run) if token.verbal), len(run))
    return run[verb:] if any(not token.verbal for token in run[verb:]) else run


def first_noun(text: str, words: Words) -> str:
    """A noun phrase up to what is done or measured next: 村 of 村种植洋芋, 项目 of 项目总投资; all of it when there is nothing such."""
    tokens = _tokens(text, words)
    ends = (i for i, token in enumerate(tokens) if i and (token.word in words.verbs or token.word in words.data["bare"] or _act(token)))
    return "".join(token.word for token in tokens[: next(ends, len(tokens))])


def _act(token: _Token) -> bool:
    return segment.tag(token.word).startswith("v")


def shared(text: str, words: Words) -> str:
    """What the last of a list shares with the others: 出栏 of 家禽出栏, "" when it is one word."""
    return "".join(token.word for token in _tokens(text, words)[1:])


def behind(text: str, words: Words, *, acts: bool = False) -> str:
    """The noun phrase that a text begins with: 义务教育学校课后服务实现全覆盖 → 义务教育学校课后服务; "" when there is none.

    With `acts` it may end with what is done (普惠性技能培训).
    """
    match = BEHIND.match(text)
    run: list[_Token] = []
    tokens = _tokens(match.group(), words) if match else []
    for token, following in zip_longest(tokens, tokens[1:]):
        done = acts and (token.word in words.modifiers or (following is None and len(run) > 0 and token.verbal))
        nominal = _nominal(token, words) or done
        first = not run and token.tag in ("v", "a") and following is not None and _nominal(following, words)
        joins = token.tag in ("a", "l", "t", "f", "b", "vn") and following is not None and _nominal(following, words)
        joins = joins or (token.word == "、" and bool(run) and run[-1].word in words.modifiers and following is not None)  # 独居、空巢老人
        joins = joins or (token.word == "和" and bool(run) and following is not None and _nominal(following, words))
        if run and token.word in words.data["done_for"]:
            break
        if (token.word in words.cut and not joins) or token.word in words.scope or not (nominal or first or joins):
            break
        run.append(token)
    while run and not acts and not _nominal(run[-1], words):
        run.pop()
    return "".join(token.word for token in run)


def related(text: str, read: str, words: Words) -> str:
    """The noun that a text begins with behind a clause that tells which, with that: 即将入伍的青年 → 即将入伍青年; "" when there is none.

    `read` is what `behind` reads: a noun there owns what follows and is itself counted (3个村的产业).
    """
    clause = CLAUSE.match(text)
    if read and not (_act(_tokens(read, words)[0]) and text.startswith("的", len(read))):
        return ""
    noun = behind(text[clause.end() :], words) if clause else ""
    return clause[1] + noun if clause and noun else ""


def _nominal(token: _Token, words: Words) -> bool:
    known = (token.tag == "" and len(token.word) > 1) or (token.tag == "l" and not token.word.startswith("一"))
    return token.word not in words.cut and (token.tag.startswith(NOUNS) or known or token.word in words.data["suffixes"])


def _trimmed(run: Sequence[_Token], words: Words) -> list[_Token]:
    """A run without the words that only lead in, and without adverbs around and inside it."""
    left = [token for token in run if token.tag != "d" or token.word in words.data["denials"]]
    while left and (left[0].word in words.lead or left[0].word in ("、", "和", "及") or left[0].word in words.tail):
        if len(left) == 1 and left[0].word in words.data["anaphors"]:  # 其中企业2317户
            break
        left = left[1:]
    return left


def _name(run: Sequence[_Token]) -> Name:
    verbs = 0
    while verbs < len(run) and run[verbs].verbal:
        verbs += 1
    last = len(run)
    while last and run[last - 1].verbal:
        last -= 1
    return Name(*("".join(t.word for t in part) for part in (run[:verbs], run[verbs:], run[last:])))


def _tokens(text: str, words: Words) -> list[_Token]:
    """The words of a text with their tags, those that nothing may cut into kept whole."""
    found: list[_Token] = []
    for part in words.whole.split(text):
        pieces: Iterable[str] = [part] if words.whole.fullmatch(part) else segment.words(part) if part else ()
        found += [_Token(word, _tag(word, words)) for word in pieces]
    return found


def _tag(word: str, words: Words) -> str:
    if word in words.verbs:
        return "v"
    if word in words.modifiers:
        return "vn"
    return segment.tag(word) or ("n" if words.whole.fullmatch(word) else "")
