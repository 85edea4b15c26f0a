"""Names that end in a telling word: companies, schools, hospitals, bodies; parks, sites, waters. And what the tagger calls an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import towns
from kg.lexicon import Lexicon, level_word
from kg.mentions.candidates import Candidate, Line
from kg.mentions.expected import words_too
from kg.mentions.persons import plausible
from kg.mentions.places import chain, common, slogan
from kg.mentions.regions import regions
from kg.mentions.scan import longest, scan
from kg.mentions.small_places import ends_word, street_end
from kg.mentions.table import LONGEST, Table, table_of
from kg.mentions.tagger import Token
from kg.text.choice import choice
from kg.text.segment import frequency

NOUNS = frozenset(("n", "nz", "vn", "an", "LOC", "ORG", "PER", "nw", "j", "ns", "nr", "b", "g", "q"))
SHORT = frozenset(("a", "f", "s", "v", "m", "xc", "vd", "ad"))
BODY_ENDS = (
    "大学",
    "学院",
    "学校",
    "医院",
    "公司",
    "集团",
    "局",
    "委",
    "会",
    "政府",
    "中心",
    "院",
    "所",
    "厅",
    "部",
    "办",
    "市",
    "县",
    "区",
    "省",
)
JOINTS = ("由", "在", "与", "和", "向", "对", "将", "获", "为")
PROPER = frozenset(("PER", "LOC", "ORG", "nz"))
STUDIED = ("毕业", "期间", "读书", "时")
NUMBER = re.compile("第[一二三四五六七八九十百\\d]+|[一二三四五六七八九十]|\\d{1,4}")
VILLAGE = re.compile("[\u4e00-\u9fff]{1,5}?(?:社区|嘎查|村|镇|乡)")
VILLAGE_FIRM = re.compile("([\u4e00-\u9fff]{2,4}社区)[\u4e00-\u9fff]{2,}(?:有限公司|股份公司|有限责任公司)$")  # 中沟社区|东申玻璃有限公司
CAMPUS = re.compile("[（(][\u4e00-\u9fff]{2,8}[）)]")
TOWNS = ("镇", "乡", "村", "街道")
BODIES = ("Company", "School", "Hospital", "Institution", "MediaOrganization")
TOWN_BODIES = ("School", "Hospital", "Institution")
SURE = 3.0  # of the tagger, that what has a legal form is one name
GRADED = re.compile("(?:国家)?(?:\\d?A)?级")
COUNTED = re.compile("\\d+[余多]?[个家所座处支](?=[，。；、]|$)")  # 新建互助资金协会|13个
JOINED = re.compile("[和与及](?=[县市区镇乡州旗](.*)$)")  # 堤防和|县污水处理厂
OWNED = re.compile("([一-鿿]{2,}(?:集团|公司))(?:旗下|下属|所属)")  # 中信集团|旗下公司
Interval = tuple[int, int]


def two_fields(line: Line) -> Iterator[Candidate]:
    """Colleges and institutes that bear two fields of study: 宁夏葡萄酒与防沙治沙职业技术学院, 浙江大学化学工程与生物工程学院."""
    ends = tuple(line.lexicon.words["suffixes"]["two_fields"])
    for mark in re.finditer("[与和]", line.text):
        at = mark.start()
        left, right = line.at(at - 1) if at else None, line.at(min(at + 1, len(line.text) - 1))
        if left is None or right.tag != "ORG" or not line.text.endswith(ends, 0, right.end):
            continue
        first = next((t for t in (left, line.at(left.start - 1) if left.start else left) if t.tag in ("ORG", "LOC")), None)
        if (
            first is None
            or at - first.start < 4
            or line.text.endswith(tuple(line.lexicon.words["suffixes"]["sure_ends"]) + BODY_ENDS, 0, at)
        ):
            continue
        name = line.text[first.start : right.end]
        yield Candidate(first.start, right.end, "ORG", "name.School", 58, 0.75, name, {"subtype": "School"})


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORG and LOC."""
    table = table_of(line.lexicon)
    yield from tagged(line, table)
    yield from two_fields(line)
    for ending in endings(line, table):
        yield from headed(ending)


def tagged(line: Line, table: Table) -> Iterator[Candidate]:
    """The tagger's organisations, with a campus in brackets and an inner unit: 中国石油大学（北京）党委宣传部."""
    for token in line.tokens:
        if token.tag == "ORG":
            start, end = _without_lead(line, token, table), _until_final(line, token, table)
            group = OWNED.match(line.text, start, end)
            end = group.end(1) if group else end
            candidate = _tagged(line, start, end, token.margin, table)
            if candidate:
                yield candidate


def _without_lead(line: Line, token: Token, table: Table) -> int:
    """The start of the tagger's organisation behind a verb that it joined to it: 成立|兵地水管协会."""
    lead = next((len(w) for w in table.leads if line.text.startswith(w, token.start) and token.end - token.start - len(w) >= 4), 0)
    return token.start + lead


def _until_final(line: Line, token: Token, table: Table) -> int:
    """The end of the tagger's organisation, at 有限公司 when what follows is no telling word."""
    if table.of(line.word(token))[0]:
        return token.end
    found = (e for _, e, word in longest(scan(line.word(token), line.lexicon)["suffixes"]) if word in table.finals and len(word) > 2)
    return token.start + next(found, token.end - token.start)


def _tagged(line: Line, start: int, end: int, margin: float, table: Table) -> Candidate | None:
    start += line.text[start] in "+＋"
    name = line.text[start:end]
    suffix, kind, cls = table.of(name)
    firm = _firm(name, margin, line, table)
    if (
        (not firm and _common(name, line, table))
        or name in line.lexicon.place_names
        or name in line.lexicon.national
        or (level_word(name) == name[-1:] and len(name) <= 3)
    ):
        return None
    if line.text[end : end + 1] in ("〔", "[", "［"):
        return None  # （陕财办农|〔2021〕38号）
    if _trades(line.lexicon).fullmatch(name) or name in table.words["nations"]:
        return None  # 新能源汽车, 维吾尔族
    stop = extend(line, end, table)
    if (kind == "LOC" and cls != "Site") or (suffix and stop == end and not firm and table.generic(name[: len(name) - len(suffix)])):
        return None
    if cls == "Company" and (village := VILLAGE_FIRM.match(name)):
        start += len(village.group(1))
    if suffix or stop > end:
        return Candidate(
            start, stop, "ORG", "org.tagger", 62, 0.8, line.text[start:stop], {"subtype": table.of(line.text[start:stop])[2] or cls}
        )
    if len(name) >= 4 and margin >= 1.0 and not slogan(line, start, end) and not _mixed(name, line.lexicon):
        return Candidate(start, end, "ORG", "org.tagger-other", 48, 0.6, name)
    return None


def _firm(name: str, margin: float, line: Line, table: Table) -> bool:
    """Whether a name has a brand, be it a common word, between nothing else and its legal form: 平安机械有限公司, 东方粮油有限公司."""
    legal = next((form for form in table.words["legal_forms"] if name.endswith(form)), "")
    own = name.removesuffix(legal)
    outside = any(own[:length] in table.outside for length in range(1, 5))
    return bool(legal) and margin >= SURE and len(own) >= 4 and not outside and _trades(line.lexicon).sub("", own) != ""


@lru_cache(maxsize=64)
def _trades(lexicon: Lexicon) -> re.Pattern[str]:
    """A row of trades."""
    return re.compile(f"(?:{choice(lexicon.words['suffixes']['industries'])})+")


def _mixed(name: str, lexicon: Lexicon) -> bool:
    """Whether an organisation of the tagger's is a chain of places (浙江省慈溪市) or place and word (库尔勒讯)."""
    cuts = list(chain(name, 0, len(name), lexicon))
    rest = name[cuts[-1][0] :] if len(cuts) > 1 else name
    return rest in lexicon.place_names or name[:-1] in lexicon.place_names


def _common(name: str, line: Line, table: Table) -> bool:
    """Whether a name is a common noun, or begins with one (党支部领办合作社)."""
    if common(name, line.lexicon) or name.endswith(table.never_ends):
        return True
    begins = any(name[:length] in table.outside or common(name[:length], line.lexicon) for length in range(2, min(len(name), 6)))
    return begins and not name.startswith(("国家", *line.lexicon.words["suffixes"]["quarters"]))


def extend(line: Line, end: int, table: Table) -> int:
    """Where an organisation's name ends when a campus in brackets and an inner unit follow."""
    match = CAMPUS.match(line.text, end)
    if match and (match.group()[1:-1] in line.lexicon.place_names or level_word(match.group()[1:-1]) or line.at(end + 1).tag == "LOC"):
        end = match.end()
    unit = table.units.match(line.text, end)
    return unit.end() if unit else end


@dataclass(frozen=True)
class Ending:
    """A telling last word in a line: [start, end) holds it, `type` and `cls` say what a name that ends in it is."""

    line: Line
    table: Table
    start: int
    end: int
    word: str
    type: str
    cls: str

    @property
    def memorial(self) -> bool:
        """Whether names of organs and persons may stand before it: 中共中央西北局|旧址."""
        return self.word in self.table.memorials


def endings(line: Line, table: Table) -> Iterator[Ending]:
    """The telling last words of two characters and more, the longest at each place, at which a name may end."""
    first: dict[int, int] = {}
    for start, end, word in line.hits.get("suffixes", ()):
        if len(word) > 1:
            first[end] = min(start, first.get(end, start))
    for end, start in sorted(first.items()):
        word = line.text[start:end]
        ending = Ending(line, table, start, end, word, *table.kinds[word])
        if _closed(line, end, table) and not line.text.endswith(table.never_ends, 0, end) and not _goes_on(ending):
            yield ending


def headed(ending: Ending) -> Iterator[Candidate]:
    """The name that ends there, and the places before it that are names of their own."""
    line, table, text = ending.line, ending.table, ending.line.text
    begin = _begin(ending)
    if begin is None:
        return
    places = _places(line, begin, ending.start)
    start, outer = _cut(ending, places, begin)
    start, county = _waters_county(ending, start, places)
    for s, e in (*outer, *county):
        if (level_word(text[s:e]) or (s, e) in county) and not common(text[s:e], line.lexicon):
            yield Candidate(s, e, "LOC", "place.chain", 64, 0.85, text[s:e], _place_hint(line, text[s:e]))
    lead = next((len(w) for w in table.leads if len(w) > 1 and text.startswith(w, start) and ending.start - start - len(w) >= 2), 0)
    start += lead if line.at(start).tag == "ORG" else 0
    own = text[start : ending.start]
    if (
        not own
        or ending.end - start < 3
        or table.generic(own)
        or text[start : ending.end] in line.lexicon.full_names
        or slogan(line, start, ending.end)
    ):
        return
    if _common(text[start : ending.end], line, table) or (
        (start, ending.start) in places and ending.word in table.words["place_is_not_enough"]
    ):
        return
    if GRADED.match(own) or COUNTED.match(text, ending.end):
        return  # 国家4A级|旅游景区
    if (joined := JOINED.search(own)) and table.generic(joined[1]):
        return
    if ending.word.startswith("高速") and level_word(own) in TOWNS:
        return  # 四通镇|高速路口
    if ending.word == "大学" and text.startswith(STUDIED, ending.end) and plausible(own, line.lexicon):
        return  # 王艳红|大学毕业
    stop = extend(line, ending.end, table) if ending.type == "ORG" else ending.end
    yield Candidate(
        start, stop, ending.type, f"name.{ending.cls}", 91 if ending.memorial else 58, 0.75, text[start:stop], {"subtype": ending.cls}
    )


def _waters_county(ending: Ending, start: int, places: list[Interval]) -> tuple[int, list[Interval]]:
    """Where the name of a water begins behind the short name of a county, which is a place of its own: 兴宁|合水水库."""
    first = next(((s, e) for s, e in places if s == start), None)
    if ending.cls != "Water" or first is None or ending.start - first[1] < 2:
        return start, []
    name = ending.line.text[slice(*first)]
    code = ending.line.locate(name)
    county = code and ending.line.lexicon.divisions[code].level == "county" and name not in ending.line.lexicon.full_names
    return (first[1], [first]) if county else (start, [])


def _place_hint(line: Line, name: str) -> dict[str, str]:
    code = line.locate(name)
    if code:
        return {"code": code, "subtype": "AdministrativeArea"}
    return {"subtype": "Village" if level_word(name) in ("村", "社区", "嘎查") else "AdministrativeArea"}


def _closed(line: Line, end: int, table: Table) -> bool:
    """Whether a name can end here: at a token's end, or inside one that the tagger made too long."""
    if end in line.ends:
        return True
    token = line.at(end - 1)
    rest = line.text[end : token.end]
    if token.tag == "ORG" and table.units.fullmatch(rest):
        return True
    below = rest.endswith(tuple(table.subordinate)) and line.text.endswith(table.above, 0, end)
    return token.tag in ("ORG", "LOC", "nz") and (below or rest in table.words["name_followers"])


def _goes_on(ending: Ending) -> bool:
    """Whether the next tokens carry the name on to a further telling word: 果蔬|批发|市场, 大学|附属|医院."""
    line, table, end = ending.line, ending.table, ending.end
    if ending.word in table.finals:
        return False
    at = line.index(end) if end < len(line.text) else len(line.tokens)
    for further in range(at, min(at + 4, len(line.tokens))):
        token = line.tokens[further]
        if token.start < end or token.tag in ("LOC", "PER", "v") or not _joins(ending, further):
            return False
        more, _, _ = table.of(line.text[end : token.end])
        if more in table.subordinate and ending.word in table.above and token.end - len(more) > end:
            return False
        if len(more) >= 2 and token.end - len(more) >= end and not line.text.endswith(table.never_ends, 0, token.end):
            return True
    return False


def _begin(ending: Ending) -> int | None:
    """Where a name begins, the places before it included; None when nothing in the run of words is proper."""
    line, table = ending.line, ending.table
    last = line.index(ending.start)
    last -= line.tokens[last].start == ending.start
    first = last
    while first >= 0 and ending.end - line.tokens[first].start <= LONGEST and _joins(ending, first):
        first -= 1
    run = line.tokens[first + 1 : last + 1]
    for before, token in zip((None, *run), run, strict=False):
        if _proper(ending, token):
            letter = before and before.end - before.start == 1 and before.tag in ("n", "nz", "nw", "xc") and token.tag != "LOC"
            return _below(ending, before.start if before and letter and not ends_word(line, before.start) else token.start)
    own = line.text[run[0].start : ending.start] if run else ""
    if ending.word in table.subordinate:
        quarters = (ending.start - len(word) for word in table.words["town_quarters"] if line.text.endswith(word, 0, ending.start))
        return next((start for start in quarters if start in line.starts), None)
    plain = ending.cls in table.plain and ending.word in table.words["plain_suffixes"] and 2 <= len(own) <= 4
    if plain and all(t.tag in ("n", "nz") for t in run) and not table.generic(own) and not table.generic(line.word(run[-1])):
        return run[0].start
    return None


def _below(ending: Ending, begin: int) -> int:
    """Behind the body above, for a body below it: 黑河边境管理支队|四嘉子边境派出所."""
    if ending.word not in ending.table.subordinate:
        return begin
    cuts = [i + len(w) for w in ending.table.above for i in [ending.line.text.rfind(w, begin, ending.start)] if i >= 0]
    return max([begin, *(c for c in cuts if ending.start - c >= 2)])


def _joins(ending: Ending, index: int) -> bool:
    """Whether a token can be inside a name."""
    line, table = ending.line, ending.table
    token = line.tokens[index]
    word = line.word(token)
    if ending.memorial and word in table.memorial_words:
        return True
    if token.tag in PROPER and token.margin < 1.0 and len(word) > 3 and word.endswith(JOINTS):
        return False  # 悦童文创由|江苏悦童玩具集团
    if (
        word in table.outside
        or word in table.people
        or word in table.verbs
        or (token.end <= ending.start and word.endswith(tuple(table.finals)))
    ):
        return False
    if token.tag in ("vn", "v"):
        return word in table.inner_verbs or (token.tag == "vn" and word in table.modifiers) or (frequency(word) == 0 and len(word) > 1)
    if token.tag in NOUNS:
        return True
    if token.tag == "m":
        return bool(NUMBER.fullmatch(word))
    if word == "地" and token.tag == "u":  # 新|发|地
        return index > 0 and line.tokens[index - 1].end - line.tokens[index - 1].start == 1
    return token.tag in SHORT and (word in table.modifiers or (len(word) == 1 and token.tag in ("a", "f", "s")))


def _proper(ending: Ending, token: Token) -> bool:
    """Whether a name can begin with a token: a place, a person, a street, or a word that no dictionary holds."""
    line, table = ending.line, ending.table
    word = line.text[token.start : min(token.end, ending.start)]
    if ending.memorial and word in table.memorial_words:
        return True
    if token.tag in PROPER:
        return len(word) > 1 and not common(word, line.lexicon) and not table.generic(word)
    if street_end(line.text, token.start, line.lexicon):
        return True
    stop, name = line.gazetteer_starts.get(token.start, (0, ""))
    if len(word) >= 2 and name and (stop == token.end or (stop < token.end and name in line.lexicon.full_names)):
        return True
    if not 2 <= len(word) <= 5 or table.generic(word) or token.tag not in ("n", "nz", "nw"):
        return False
    return frequency(word) == 0 or (line.text.startswith("社区", token.end) and word not in table.village_kinds)


def _places(line: Line, begin: int, stop: int) -> list[Interval]:
    """The places that stand one after another from `begin` on, none reaching beyond `stop`."""
    found: list[Interval] = []
    at = begin
    while at < stop:
        end = _place_at(line, at, stop)
        if end is None or end > stop:
            break
        found.append((at, end))
        at = end
    return found


def _place_at(line: Line, at: int, stop: int) -> int | None:
    """The end of the place that begins at `at`."""
    lexicon, token = line.lexicon, line.at(at)
    end, name = line.gazetteer_starts.get(at, (0, ""))
    whole = name in lexicon.full_names or name in towns(lexicon)
    short = name in lexicon.place_names and not (token.end > end and (token.tag == "LOC" or name in words_too(lexicon)))
    if (whole or short) and end <= stop:
        return end
    if token.tag == "LOC":
        if line.text.startswith("社区", token.end):
            return token.end + 2
        return next((e for s, e in chain(line.text, at, token.end, lexicon, line.home) if s == at), None)
    if token.start != at:
        return None
    link = VILLAGE.match(line.text, at, stop)
    named = link and (token.tag in ("ORG", "nz") or frequency(link.group()) == 0) and (link.end() in line.ends or link.end() == stop)
    return street_end(line.text, at, lexicon) or (link.end() if link and named and link.end() - at > 1 else None)


def _cut(ending: Ending, places: list[Interval], begin: int) -> tuple[int, list[Interval]]:
    """Where the name begins, and which places before it are mentions of their own: 临县|三交镇|双塔村|中央后委旧址, but 柳林县展览馆 is one name."""
    if not places:
        return begin, []
    text = ending.line.text
    if len(places) > 1 and street_end(text, places[-1][0], ending.line.lexicon) == places[-1][1]:
        places = places[:-1]  # 滕州市|学院路小学: the street is the school's own name
    if not _belongs(ending, text[slice(*places[-1])], text[places[-1][1] : ending.start]):
        return places[-1][1], places
    keep = len(places) - 1
    if keep and (_district(ending.line, places[keep - 1], places[keep]) or ending.word in ending.table.words["two_places"]):
        keep -= 1
    return places[keep][0], places[:keep]


def _belongs(ending: Ending, place: str, own: str) -> bool:
    """Whether the place right before the rest of a name is part of it."""
    lexicon, table = ending.line.lexicon, ending.table
    level = level_word(place) if place in lexicon.full_names or place not in lexicon.place_names else ""
    if ending.cls == "AdministrativeArea" and len(own) > 1 and place in lexicon.place_names:
        return False  # 宝山|吴淞街道
    if ending.memorial and own:
        return not level or own.startswith(tuple(table.words["place_organs"]))
    if table.generic(own) or ending.word in table.words["temporary"] or place in regions(lexicon) or not level:
        return True  # 柳林县|展览馆, 建设街|创建工作领导小组, 吕梁|新发地果蔬批发市场
    if place in lexicon.full_names:
        return ending.cls in BODIES
    return level in ("镇", "乡", "街道", "苏木") and ending.cls in TOWN_BODIES


def _district(line: Line, outer: Interval, inner: Interval) -> bool:
    """Whether a city stands before one of its districts: their bodies bear both names (佛山市高明区中医院)."""
    lexicon = line.lexicon
    city, district = line.text[slice(*outer)], line.text[slice(*inner)]
    code = lexicon.locate(district, line.locate(city) or line.home, line.published)
    return (
        district.endswith("区")
        and bool(code)
        and city in lexicon.full_names
        and lexicon.divisions[code].parent in lexicon.place_names.get(city, ())
    )
