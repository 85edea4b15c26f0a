"""Companies named by brand and trade alone (墨砺数控, 离石电缆), and brands that the tagger cuts short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.lexicon import Lexicon, load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.places import common, slogan
from kg.mentions.table import Table, table_of
from kg.mentions.tagger import Token
from kg.text.segment import frequency

ENOUGH = 2.0  # signs needed: each is worth 1, a word that only companies have behind them 2
BRAND_TAGS = frozenset(("n", "nz", "nw", "PER", "LOC", "ORG", "a", "v", "vn", "s", "xc", "q"))
FIRMS = re.compile("(?<=[\u4e00-\u9fff）)])等[\\d一二三四五六七八九十多余]*[家名户]?[^，。；、]{0,14}?(?:企业|公司)(?!家)")
TOURED = re.compile(
    "(?:先后|分别|依次|深入|实地)(?:来到|深入|走进|走访|察看|查看|考察|调研|前往|赴|到)了?(?=[^，。；：]*、)"
    "(?P<names>[^，。；：！？《》]{5,120}?)(?=等地|等处|进行|开展|实地|调研|考察|走访|[，。；])"
)
QUOTED = re.compile(
    "“[^“”《》，。、：]{2,8}”[\u4e00-\u9fff]{2,16}?(?:有限责任公司|股份有限公司|集团有限公司|有限公司|专业合作社联合社|专业合作社|家庭农场)"
)
CLAUSE = "，。；：！？“”（\n"
FUNCTION = ("p", "c", "u", "d", "r", "w", "TIME")
GOING = "到赴往进访看在"
STOPS = "，。；：、！？”“）（\n"


@dataclass(frozen=True)
class Words:
    """What speaks for a company: words before and behind, and trades that are no sign by themselves."""

    after: tuple[str, ...]
    before: tuple[str, ...]
    deeds: tuple[str, ...]
    vague: tuple[str, ...]
    weak: frozenset[str]


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORG, subtype Company."""
    table = table_of(line.lexicon)
    found = [*brands(line, table), *listed(line, table), *toured(line, table)]
    sure = {(c.start, c.end) for c in found if c.confidence >= 0.7}
    for candidate in (*found, *reversed(found)):  # there and back: a list may be told by its last name as well as by its first
        if _listed(line, candidate, sure, table):
            sure.add((candidate.start, candidate.end))
    yield from (c for c in found if (c.start, c.end) in sure)
    yield from quoted(line)
    yield from cut_short(line)


def quoted(line: Line) -> Iterator[Candidate]:
    """Firms whose brand stands in quotation marks, with the place right before it: 山东“山里红”农业发展有限公司."""
    for match in QUOTED.finditer(line.text):
        trade = line.between(line.text.index("”", match.start()) + 1, match.end())
        if any(token.tag in (*FUNCTION, "v", "m", "LOC") or token.start in line.gazetteer_starts for token in trade):
            continue  # “隐形冠军”浙江…有限公司, “全身是宝”走进…有限公司
        place = line.at(match.start() - 1) if match.start() else None
        start = place.start if place and place.tag == "LOC" and place.end == match.start() else match.start()
        name = re.sub("[“”]", "", line.text[start : match.end()])
        yield Candidate(start, match.end(), "ORG", "org.quoted", 92, 0.85, name, {"subtype": "Company"})


def listed(line: Line, table: Table) -> Iterator[Candidate]:
    """Whatever a list names that ends in 等企业: 先后到巨宁森工、兴兴奶业、胜美达等3家企业."""
    for match in FIRMS.finditer(line.text):
        begin = max(line.text.rfind(stop, 0, match.start()) for stop in CLAUSE) + 1
        cuts = [begin - 1, *(i for i in range(begin, match.start()) if line.text[i] == "、"), match.start()]
        named: list[tuple[int, int]] = []
        plain: list[tuple[int, int]] = []  # words that are names if another item before them is one
        for left, end in reversed(list(pairwise(cuts))):
            start = _item(line, left + 1, end, table) if left >= begin else None
            first = _first_item(line, left + 1, end, table) if start is None else start
            if start is None and first is None and named and left > begin and _word(line, left + 1, end, table):
                plain.append((left + 1, end))
                continue
            if first is not None:
                named += [*plain, (first, end)]
                plain = []
            if start is None:
                break
        for start, end in named if len(named) > 1 else ():
            yield Candidate(start, end, "ORG", "org.listed", 57, 0.7, line.text[start:end], {"subtype": "Company"})


def toured(line: Line, table: Table) -> Iterator[Candidate]:
    """What a tour goes to beside firms that their names tell: 先后来到同安水泥有限公司、金鼎远大、上海全宇进行调研."""
    trades = tuple({line.text[start:end] for start, end, _ in line.hits.get("industries", ())})
    for match in TOURED.finditer(line.text):
        cuts = [match.start("names") - 1, *(i for i in range(*match.span("names")) if line.text[i] == "、"), match.end("names")]
        items = [(left + 1, end) for left, end in pairwise(cuts)]
        firms = [(start, end) for start, end in items if line.text.endswith((*table.finals, *trades), start, end)]
        if any(line.text.endswith(tuple(table.finals), *item) for item in firms) or len(firms) > 1:
            for start, end in items:
                if end - start <= 6 and _item(line, start, end, table) is not None:
                    yield Candidate(start, end, "ORG", "org.listed", 57, 0.7, line.text[start:end], {"subtype": "Company"})


def _word(line: Line, start: int, end: int, table: Table) -> bool:
    """Whether an item of a list is one word that may be a name among names: 汇成."""
    name, token = line.text[start:end], line.at(start)
    known = table.generic(name) or common(name, line.lexicon) or name in table.outside or name in line.lexicon.place_names
    return 2 <= end - start <= 3 and (token.start, token.end) == (start, end) and not known and not _does(line, token, table)


def _item(line: Line, start: int, end: int, table: Table) -> int | None:
    """Where an item of a list of companies begins if it can be a name: no function words, and something that is no dictionary's word."""
    name, tokens = line.text[start:end], line.between(start, end)
    if not 2 <= end - start <= 14 or any(t.tag in FUNCTION or t.start < start or t.end > end or _does(line, t, table) for t in tokens):
        return None
    if table.generic(name) or common(name, line.lexicon) or name in line.lexicon.place_names or name in table.outside:
        return None
    proper = any(t.tag in ("LOC", "ORG", "PER", "nw", "nz") or frequency(line.word(t)) == 0 for t in tokens)
    return start if proper or _traded(line, start, end, table) else None


def _traded(line: Line, start: int, end: int, table: Table) -> bool:
    """Whether an item is a trade behind a plain word that is none: 山河|智能, but not 新能源|汽车."""
    trades = {s for s, e, _ in line.hits.get("industries", ()) if e == end and s >= start + 2}
    known = {(s, e) for s, e, _ in line.hits.get("industries", ())}
    return any((start, s) not in known and not table.generic(line.text[start:s]) for s in trades)


def _does(line: Line, token: Token, table: Table) -> bool:
    """Whether a word is a verb that leads to a list (到, 走访) rather than part of a name."""
    word = line.word(token)
    return token.tag == "v" and (len(word) == 1 or word in table.verbs or word in table.outside or word in table.leads)


def _first_item(line: Line, start: int, end: int, table: Table) -> int | None:
    """The same for the first item, which begins behind a verb or preposition."""
    at = line.index(end - 1)
    while at >= 0 and line.tokens[at].start >= start and line.tokens[at].tag not in (*FUNCTION, "v", "m", "q", "f"):
        at -= 1
    return _item(line, line.tokens[at + 1].start, end, table) if at + 1 < len(line.tokens) else None


def brands(line: Line, table: Table) -> Iterator[Candidate]:
    """Brand and trade, with a confidence of 0.7 where the text has enough signs of a company, else 0.4."""
    words = words_of(line.lexicon)
    trades: dict[int, int] = {}
    for start, end, _ in line.hits.get("industries", ()):
        trades[end] = min(start, trades.get(end, start))
    for end, start in sorted(trades.items()):
        begin = _brand(line, start, table) if _ends(line, end, words) and not slogan(line, start, end) else None
        if begin is None:
            continue
        shorter = trades.get(start)
        if shorter is not None and line.text[shorter:start] not in words.weak and _brand(line, shorter, table) == begin:
            continue  # 云锐智造|氢能装备总部项目
        brand = Brand(line, begin, start, end)
        yield Candidate(
            begin, end, "ORG", "org.brand", 57, 0.7 if brand.signs(words) >= ENOUGH else 0.4, line.text[begin:end], {"subtype": "Company"}
        )


def _ends(line: Line, end: int, words: Words) -> bool:
    """Whether a trade is the last word of a name: no further noun but one that follows companies."""
    if line.text.startswith(words.after, end) or end >= len(line.text):
        return True
    if end not in line.ends:
        return False
    return line.at(end).tag not in ("n", "nz", "vn", "LOC", "ORG") or line.text.startswith(words.deeds, end)


def _brand(line: Line, trade: int, table: Table) -> int | None:
    """Where the brand before a trade begins: one or two words, 2–6 characters, none of them a kind of thing."""
    at, begin = line.index(trade - 1) if trade else -1, None
    while at >= 0 and trade - line.tokens[at].start <= 6:
        token = line.tokens[at]
        word = line.text[token.start : min(token.end, trade)]
        if (
            token.tag not in BRAND_TAGS
            or (token.tag == "v" and word in GOING)
            or word in table.outside
            or word in table.verbs
            or word in table.people
            or common(word, line.lexicon)
        ):
            break
        if len(word) > 1 and (table.generic(word) or (token.tag in ("v", "a", "vn") and begin is not None)):
            break
        begin = token.start
        if token.tag in ("LOC", "ORG"):
            break
        at -= 1
    if (begin, trade) in {(start, end) for start, end, _ in line.hits.get("industries", ())}:
        return None  # 新能源|汽车
    if begin is None or trade - begin < 2 or table.generic(line.text[begin:trade]) or len(table.of(line.text[begin:trade])[0]) > 1:
        return None  # 县殡仪馆|建设
    return begin


@dataclass(frozen=True)
class Brand:
    """A brand [start, trade) and its trade [trade, end) in a line."""

    line: Line
    start: int
    trade: int
    end: int

    def signs(self, words: Words) -> float:
        """How much speaks for a company; see ENOUGH."""
        line, text = self.line, self.line.text
        brand = text[self.start : self.trade]
        place, weak, cued = (
            brand in line.lexicon.place_names,
            text[self.trade : self.end] in words.weak,
            text.startswith(words.after, self.end),
        )
        if place and weak:  # 离石农业 is no company
            return ENOUGH if cued and not text.startswith(words.vague, self.end) else 0.0
        if weak and not place and line.at(self.start).tag == "LOC":  # 国际商贸城|建设
            return 0.0
        own = frequency(brand) == 0 or place or line.at(self.start).tag in ("nz", "PER", "ORG", "LOC")
        first = self.start == 0 or text[self.start - 1] in STOPS
        following = line.at(self.end).tag if self.end < len(text) else "w"
        acts = first and (following in ("v", "d", "ad", "p") or text.startswith("等", self.end))
        led = text.endswith(words.before, 0, self.start) or (text[self.start - 1 : self.start] == "在" and text.startswith("，", self.end))
        return 2.0 * cued + own + led + acts - (weak and frequency(brand) > 0)


def _listed(line: Line, candidate: Candidate, sure: set[tuple[int, int]], table: Table) -> bool:
    """Whether a neighbour in a list (、, 和) is surely a company, or the list ends in 等企业."""
    text = line.text
    if text[candidate.end : candidate.end + 1] in ("、", "和"):
        after = candidate.end + 1
        stop = re.search("[、，。；和]", text[after:])
        right = after + stop.start() if stop else len(text)
        if any(after <= s and e <= right for s, e in sure) or text[after:right].endswith(tuple(table.finals)):
            return True
        if re.match("[^，。；]{0,80}等[\\d一二三四五六七八九十多余]*[家名]?[^，。；、]{0,6}(?:企业|公司|集团|单位)", text[after:]):
            return True
    if text[candidate.start - 1 : candidate.start] in ("、", "和"):
        left = text[: candidate.start - 1]
        if left.endswith(tuple(table.finals)) or any(e == candidate.start - 1 for _, e in sure):
            return True
        return bool(re.match("等[\\d一二三四五六七八九十多余]*[家名]?[^，。；、]{0,6}(?:企业|公司|集团|单位)", text[candidate.end :]))
    return False


def cut_short(line: Line) -> Iterator[Candidate]:
    """A brand of the tagger's whose last character it left out: 中磁尚|善 成功入选."""
    for token, nxt, then in zip(line.tokens, line.tokens[1:], line.tokens[2:], strict=False):
        if token.tag != "ORG" or not 2 <= token.end - token.start <= 3 or nxt.end - nxt.start != 1 or nxt.tag not in ("v", "a", "n", "nz"):
            continue
        name = line.text[token.start : nxt.end]
        if (
            then.tag in ("ad", "d")
            and table_of(line.lexicon).of(line.word(token))[0] == ""
            and not slogan(line, token.start, nxt.end)
            and token.margin >= 0.0
        ):
            yield Candidate(token.start, nxt.end, "ORG", "org.brand-cut", 56, 0.6, name, {"subtype": "Company"})


def words_of(lexicon: Lexicon) -> Words:
    """The lists of an ontology folder."""
    return _words(str(lexicon.root))


@lru_cache(maxsize=4)
def _words(root: str) -> Words:
    words = load(root).words["suffixes"]
    after, before, deeds, vague = (tuple(words[k]) for k in ("industry_cues", "company_leads", "company_deeds", "vague_cues"))
    return Words(after, before, deeds, vague, frozenset(words["weak_industries"]))
