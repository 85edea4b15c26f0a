"""What the title of an official document says by itself: its kind, its level, the final text of a draft, the documents that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.lexicon import Lexicon, load
from kg.text.choice import choice

LAND = "中华人民共和国"
# Titles of laws; what ends so and is none (办法, 工作法) stays out.
LAW = re.compile("[\u4e00-\u9fff]{1,20}(?<![办方做作说疗执司立普手想看书用])(?:法|法典)")
REMARK = re.compile(r"[（(]([^（）()]*)[）)]$")
INNER = re.compile("[〈《]([^〈〉《》]{2,60})[〉》]")
TOWN = re.compile("[\u4e00-\u9fff]{1,5}?(?:街道|(?<![村乡城])镇|(?<!城)乡(?![镇村土贤风]))")
SHORT = 8  # characters: a title no longer than this may be the later short form of a longer one
REACH = 16  # characters that may stand between 贯彻落实 and the document meant: its issuer


def stem(title: str) -> str:
    """A title without the remark in brackets at its end: 某条例（草案） → 某条例."""
    return REMARK.sub("", title)


def short(title: str) -> bool:
    """Whether a title is so short that a longer one before it may be meant (《意见》)."""
    return len(stem(title)) <= SHORT


def national_law(title: str, lexicon: Lexicon) -> str:
    """The full name of a law of the land: 民法典 → 中华人民共和国民法典; any other title as it is."""
    named = any(title[:i] in lexicon.place_names for i in range(2, 10))
    return f"{LAND}{title}" if LAW.fullmatch(title) and not title.startswith(LAND) and not named else title


def kind(title: str, lexicon: Lexicon) -> str:
    """What kind of document a title names (意见, 条例), or ""."""
    found = _kinds(str(lexicon.root)).search(stem(title).rstrip("”’》〉"))
    return found[0] if found else ""


def level(title: str, lexicon: Lexicon) -> str:
    """The level at which a document stands by its title alone: "national" … "town", or "" where the title does not say it."""
    words = lexicon.words["policies"]
    if title.startswith(tuple(words["beginnings"])) or LAW.fullmatch(title) or title in lexicon.words["documents"]["laws"]:
        return str(words["levels"]["country"])
    name = title.removeprefix("中共")
    end, codes = place(name, lexicon)
    if codes:
        levels = {"town"} if TOWN.match(name, end) else {lexicon.divisions[code].level for code in codes}
        return str(words["levels"][levels.pop()]) if len(levels) == 1 else ""
    return str(words["levels"]["town"]) if TOWN.match(name) else ""


def place(title: str, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """Where the division that a title begins with ends (丽水市莲都区: the last of a chain), and the codes it may mean; (0, ()) without one.

    The short name of a county alone tells nothing: 盐湖产业 is not of 盐湖区.
    """
    end, codes = 0, tuple[str, ...]()
    while found := _place_at(title, end, lexicon):
        end, codes = found, lexicon.place_names[title[end:found]]
    return end, codes


def _place_at(title: str, start: int, lexicon: Lexicon) -> int:
    """Where the longest name of a division from an offset on ends, or 0."""
    for end in range(min(start + 13, len(title) - 1), start + 1, -1):
        name = title[start:end]
        wide = not start and any(lexicon.divisions[code].level != "county" for code in lexicon.place_names.get(name, ()))
        if wide or (name in lexicon.full_names and name in lexicon.place_names):
            return end
    return 0


def final(title: str, lexicon: Lexicon) -> str:
    """The title of the document that a draft is to become: 某条例（草案） → 某条例; "" when the title is no draft's, or a short form."""
    remark = REMARK.search(title)
    return stem(title) if remark and remark[1] in lexicon.words["policies"]["drafts"] and not short(title) else ""


def bases(title: str, lexicon: Lexicon) -> Iterator[str]:
    """The documents that a title says it carries out: 关于贯彻落实〈A〉的实施意见 → A, 某市实施水法办法 → 中华人民共和国水法."""
    resting, law = _resting(str(lexicon.root))
    for inner in INNER.finditer(title):
        if resting.search(title[: inner.start()]) and kind(inner[1], lexicon) and not short(inner[1]):
            yield national_law(inner[1], lexicon)
    for named in law.finditer(title):
        yield national_law(named[1], lexicon)


def _longest(words: Sequence[str]) -> str:
    return f"(?:{choice(words)})$"


@lru_cache(maxsize=4)
def _kinds(root: str) -> re.Pattern[str]:
    return re.compile(_longest(load(root).words["policies"]["kinds"]))


@lru_cache(maxsize=4)
def _resting(root: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends where a document that a title rests on begins, and such a law named without brackets."""
    words = load(root).words
    resting, laws = choice(words["policies"]["resting"]), choice(words["documents"]["laws"])
    return re.compile(f"(?:{resting})[\u4e00-\u9fff]{{0,{REACH}}}$"), re.compile(f"(?:{resting})(?:{LAND})?({laws})")
