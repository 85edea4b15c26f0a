"""Where a page comes from and what place an article is about: the home that short names (市委, 区政府, 我市) refer to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick

from kg.lexicon import RANKS, Lexicon, load, same_level
from kg.model import Article, Page, Problem

# A county is an article's home when it is named at least this often (headlines count three times) and clearly more often than
# any sister county. On the sample pages 2 takes in reports that only pass through a county, 4 misses short county news.
LEAST, CLEARLY = 3.0, 2.0
# A name of two characters (和县, 天水) is as often part of other words, so it votes with this weight.
SHORT = 0.4
# Below this the best prefecture is hardly better than the next: the home stays unknown rather than guessed.
UNSURE = 0.15
# One name that may be part of another word (阳春 in 欧阳春) is not enough.
ONCE = 0.5
PAPER = re.compile("(.{2,6}?)(?:日报|晚报|晨报|早报|时报|新报|特区报|都市报|报|新闻网|网|发布|融媒|广播电视台|电视台|资讯)")
DATELINE = re.compile("(?m)(?:^|本报讯|□ ?)([\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|时报|新报|报))讯")
POINTERS = re.compile("(?:我|全|该|本)([市县区州盟旗])|([市县区州盟旗])(?:委|政府|人大|政协|纪委)")


@dataclass(frozen=True, slots=True)
class Home:
    """A GB/T 2260 code ("" when unknown), how sure it is (0–1) and what it rests on."""

    code: str
    confidence: float
    source: str


def home(page: Page, articles: Sequence[Article], lexicon: Lexicon) -> Home:
    """The home of a page: what the user says, else the newspaper's name, else the prefecture that its texts name most."""
    said = page.meta.get("home", "") or page.locality
    code = said if said in lexicon.divisions else lexicon.locate(said, date=page.published) if said else ""
    if code:
        return Home(code, 1.0, "given")
    names = [page.newspaper, *(m.group(1) for a in articles for m in DATELINE.finditer(a.text))]
    for name in names:
        place = PAPER.match(name)
        code = (lexicon.newspapers.get(place.group(1)) or lexicon.locate(place.group(1), date=page.published)) if place else ""
        if code and lexicon.divisions[code].level != "country":  # a national paper says nothing of the place
            return Home(code, 0.95, "newspaper")
    return _inferred(articles, lexicon)


def _inferred(articles: Sequence[Article], lexicon: Lexicon) -> Home:
    votes: dict[str, float] = defaultdict(float)
    for article in articles:
        for _, name, weight in places(article, lexicon):
            codes = lexicon.codes(name, article.published)
            sure = (1.0 if name in lexicon.full_names else 0.5) * (SHORT if len(name) == 2 else 1.0)
            for code in codes:
                if RANKS[lexicon.divisions[code].level] >= RANKS["prefecture"] or lexicon.divisions[code].word == "市":
                    votes[lexicon.prefecture(code)] += weight * sure / len(codes)
    levels = Counter(a or b for article in articles for a, b in POINTERS.findall(article.text))
    enough = ((score, code) for code, score in votes.items() if score >= ONCE)
    ranked = sorted(((score * _fit(code, levels, lexicon), code) for score, code in enough), key=lambda v: (-v[0], v[1]))
    if not ranked:
        return Home("", 0.0, "nothing")
    best, second = ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0
    sure = round(min(0.9, (best - second) / (best + 1)), 2)
    return Home(ranked[0][1], sure, "text") if sure >= UNSURE else Home("", sure, "text names too many places alike")


def _fit(code: str, levels: Counter[str], lexicon: Lexicon) -> float:
    """How well a prefecture answers to the level words in use: 州委 and 我州 speak for an autonomous prefecture, 市委 for a city."""
    own = lexicon.divisions[code].word
    said = {word: n for word, n in levels.items() if word in "市州盟"}
    total = sum(said.values())
    return 1.0 if not total else 0.4 + 1.2 * sum(n for word, n in said.items() if same_level(word, own)) / total


def about(article: Article, code: str, lexicon: Lexicon) -> str:
    """The code of the place an article is about: the page's home, or a county inside it that the article is clearly about."""
    if not code or lexicon.divisions[code].level == "county":
        return code
    votes: dict[str, float] = defaultdict(float)
    for _, name, weight in places(article, lexicon):
        found = lexicon.locate(name, code, article.published)
        if found and found != code and lexicon.within(found, code) and lexicon.divisions[found].level == "county":
            votes[found] += weight
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < LEAST or (len(ranked) > 1 and ranked[0][1] < CLEARLY * ranked[1][1]):
        return code
    county = lexicon.divisions[ranked[0][0]]
    levels = Counter(a or b for a, b in POINTERS.findall(article.text))
    above = sum(n for word, n in levels.items() if same_level(word, lexicon.divisions[code].word))
    below = sum(n for word, n in levels.items() if same_level(word, county.word))
    return county.code if below + ranked[0][1] > 2 * above or below > above else code


def locate(page: Page, articles: Sequence[Article], lexicon: Lexicon) -> tuple[Page, tuple[Article, ...], tuple[Problem, ...]]:
    """The page with its home's code in `locality` and how it was found in `meta`, its articles with the place each is about.

    A home that the user gives and no gazetteer knows is a problem; an unknown home means that 市委 and 我市 stay unresolved.
    """
    found = home(page, articles, lexicon)
    said = page.meta.get("home", "")
    problems = () if not said or found.source == "given" else (_unknown(page, said),)
    meta = {**page.meta, "home_confidence": f"{found.confidence:.2f}", "home_source": found.source}
    return (
        replace(page, locality=found.code, meta=meta),
        tuple(replace(a, locality=about(a, found.code, lexicon), home=found.code) for a in articles),
        problems,
    )


def _unknown(page: Page, said: str) -> Problem:
    hint = "give the name of a province, prefecture or county (吕梁市), or its six-digit code (141100)"
    return Problem(
        "articles",
        "unknown-home",
        "warning",
        f"the home {said!r} is in no gazetteer, or more than one place bears that name",
        page.source,
        hint,
    )


def places(article: Article, lexicon: Lexicon) -> Iterator[tuple[int, str, float]]:
    """(offset, name, weight) of every division named in an article; a headline counts three times, the first lines twice."""
    end = 0
    hits = sorted(
        ((last + 1 - len(name), name) for last, name in _names(str(lexicon.root)).iter(article.text)), key=lambda h: (h[0], -len(h[1]))
    )
    head = {i for p in article.parts if p.role in ("title", "subtitle", "strap") for i in range(p.start, p.end)}
    body = next((p.start for p in article.parts if p.role == "paragraph"), 0)
    for start, name in hits:
        if start >= end:
            end = start + len(name)
            yield start, name, 3.0 if start in head else 2.0 if body <= start < body + 60 else 1.0


@lru_cache(maxsize=4)
def _names(root: str) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in load(root).place_names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton
