"""Places below the towns that the tagger misses or splits: villages, townships named with their peoples, streets, numbered roads, waters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import nearest, towns, villages
from kg.lexicon import Lexicon, load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.generic import generic
from kg.mentions.organs import clean_left
from kg.mentions.places import LINK, common, slogan, subtype
from kg.text.choice import choice
from kg.text.segment import frequency

VILLAGE = re.compile(
    "[\u4e00-\u9fff]{1,6}?(村(?!民|庄|委|两委|党|支书|主任|干部|医|落|集体|小组|级|组|寨)|社区(?!居民|书记|干部)|屯(?!垦|兵|子)|嘎查)"
)
# Places in a row before the word they share.
SHARED = re.compile(
    "(?P<names>[\u4e00-\u9fff]{2,5}(?:、[\u4e00-\u9fff]{2,5})*(?:[、和][\u4e00-\u9fff]{2,5}?))"
    "(?:等)?(?:[两二三四五六七八九十]|\\d{1,2}个?)?(?P<level>乡镇|镇街|镇乡|县区|县市|区县|市县|旗县"
    "|县|镇|乡|街道|区|旗|个?村(?!民|支|级|集|组))(?![\u4e00-\u9fff]?[委长域内里中])"
)
UNIT_WORDS = {
    "乡镇": ("镇", "乡"), "镇街": ("镇", "街道"), "镇乡": ("镇", "乡"), "县区": ("县", "区"), "区县": ("县", "区"), "县市": ("县", "市"),
    "市县": ("县", "市"), "旗县": ("旗", "县"), "县": ("县",), "镇": ("镇",), "乡": ("乡",), "街道": ("街道",), "区": ("区",),
    "旗": ("旗",), "村": ("村",), "个村": ("村",),
}  # fmt: skip
TERMINAL = re.compile("(?:[东南西北]站|火车站|高铁站|汽车站|客运站|国际机场|机场|港(?![口区币元股]))")
STEM_TAGS = ("n", "nz", "nw", "s", "f", "LOC", "ns", "PER")
BESIDE_STREET = ("区", "城", "于", "沿", "在", "至", "、", "与")  # letters before a street whose first word the tagger joined to them


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type LOC."""
    yield from roads(line)
    yield from streets(line)
    yield from small_units(line)
    yield from ethnic_towns(line)
    yield from waters(line)
    yield from listed_units(line)
    yield from terminals(line)
    yield from sites_of_level(line)


def roads(line: Line) -> Iterator[Candidate]:
    """Numbered roads: 209国道, G347, 国道218线."""
    for match in _roads(str(line.lexicon.root)).finditer(line.text):
        yield Candidate(match.start(), match.end(), "LOC", "place.road", 66, 0.9, match.group(), {"subtype": "Road"})


@lru_cache(maxsize=4)
def _roads(root: str) -> re.Pattern[str]:
    return re.compile("|".join(load(root).words["suffixes"]["road_patterns"]))


def streets(line: Line) -> Iterator[Candidate]:
    """Streets whose name is a plain word, so that the tagger misses or splits them: 市区|建设街, 人民东路, 经三路."""
    for match in _streets(str(line.lexicon.root)).finditer(line.text):
        start, end = match.span()
        if (start in line.starts or line.text[start - 1 : start] in BESIDE_STREET) and not slogan(line, start, end):
            yield Candidate(start, end, "LOC", "place.street", 66, 0.8, match.group(), {"subtype": "Road"})


def street_end(text: str, start: int, lexicon: Lexicon) -> int:
    """Where a street of a common name that begins at `start` ends, 0 when none does."""
    match = _streets(str(lexicon.root)).match(text, start)
    return match.end() if match else 0


@lru_cache(maxsize=4)
def _streets(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    names, stops = (choice(set(words[k])) for k in ("street_names", "street_stops"))
    return re.compile(f"(?:(?:{names})|[经纬][一二三四五六七八九十]+)[东西南北中]?(?:大道|大街|路|街|巷)(?:[东西南北中]段)?(?!{stops})")


def small_units(line: Line) -> Iterator[Candidate]:
    """Villages and communities that the tagger takes for words: of the gazetteer, behind a place of a higher level, or by a rare stem."""
    for match in VILLAGE.finditer(line.text):
        end = match.end()
        if end not in line.ends:
            continue
        known = villages(line.lexicon, line.home)
        plain = common(line.text[end - 2 : end], line.lexicon)  # 山村, but not that of 李家山村
        for start in range(match.start(), end - 2):
            if start not in line.starts or (plain and line.text[start:end] not in known):
                continue
            candidate = _village(line, start, end, line.text[start : end - len(match.group(1))])
            if candidate:
                yield candidate
                break


def _village(line: Line, start: int, end: int, stem: str) -> Candidate | None:
    words, tokens = line.lexicon.words["suffixes"], line.between(start, end)
    if any(at in line.post_ends for at in range(start, end)) or ends_word(line, start) or not 1 < len(stem) < 6 or "们" in stem or LINK.search(stem, 1):
        return None
    if _kind(stem, words["village_kinds"]) or common(line.text[start:end], line.lexicon):
        return None
    if any(t.tag in ("p", "u", "c", "d", "r", "w", "TIME", "ORG") or (t.tag == "v" and len(tokens) > 2) for t in tokens):
        return None
    first, outer = line.gazetteer_starts.get(start, (end, ""))
    if outer in line.lexicon.full_names and first < end - 1:
        return None  # 陵城区|小庄村
    inside = _inside(line, start)
    listed = inside or (line.text[start:end] in villages(line.lexicon, line.home) and tokens[0].tag in STEM_TAGS)
    if not listed and (_kind(stem, words["village_adjectives"]) or frequency(stem) > 0 or tokens[0].tag not in STEM_TAGS):
        return None
    return Candidate(
        start, end, "LOC", "place.village", 63 if inside else 50, 0.8 if listed else 0.65, line.text[start:end], {"subtype": "Village"}
    )


def ends_word(line: Line, start: int) -> bool:
    """Whether the character at an offset ends the last word of another place: 移民安置|点北门社区."""
    words = (line.text[start - n : start + 1] for n in (1, 2, 3) if n <= start)
    return any(subtype(word, line.lexicon) and common(word, line.lexicon) for word in words)


def _inside(line: Line, start: int) -> bool:
    """Whether a place of a higher level ends right before an offset."""
    outer = line.gazetteer_ends.get(start, (0, ""))[1]
    if outer in line.lexicon.full_names or outer in towns(line.lexicon):
        return True
    return line.text[start - 1 : start] in ("镇", "乡", "村") and line.at(start - 1).tag == "LOC"


def _kind(stem: str, words: list[str]) -> bool:
    """Whether a stem says what kind of village it is: 贫困, 示范."""
    return any(stem.endswith(w) or (stem.startswith(w) and len(w) > 1) for w in words)


def listed_units(line: Line) -> Iterator[Candidate]:
    """Towns and counties in a row that share their last word: 马头、重坊、港上|三镇, 盐池、同心|两县, 枫朗、西河|等镇."""
    for match in SHARED.finditer(line.text):
        level, end = match.group("level"), match.end("names")
        names = list(re.finditer("[^、和]+", match.group("names")))
        for name in names:
            begin = match.start() + name.start()
            last = begin + len(name.group()) == end
            for start in range(begin, begin + len(name.group()) - 1):
                stem = line.text[start : begin + len(name.group())]
                full = next((stem + word for word in UNIT_WORDS[level] if _unit_near(line, stem + word)), "")
                if full and (start == begin or name is names[0]):
                    code = line.locate(full)
                    hint = {"subtype": "AdministrativeArea", "full": full, **({"code": code} if code else {})}
                    yield Candidate(start, start + len(stem), "LOC", "place.listed", 74 if last else 72, 0.85, stem, hint)
                    break


def _unit_near(line: Line, name: str) -> bool:
    """Whether a county or a town of the name lies in the prefecture of the home."""
    code = line.locate(name) if name in line.lexicon.full_names else ""
    if code:
        return line.lexicon.prefecture(code) == line.lexicon.prefecture(line.home)
    if name.endswith("村"):
        return name in villages(line.lexicon, line.home)
    return name in towns(line.lexicon) and nearest(name, line.home, line.lexicon)[1] in ("county", "prefecture")


def terminals(line: Line) -> Iterator[Candidate]:
    """Stations, ports and airports named after a place: 大同|南站, 天津|港, 拉萨|贡嘎|国际机场."""
    for end, (start, name) in line.gazetteer_ends.items():
        match = TERMINAL.match(line.text, end)
        if match and name not in line.lexicon.full_names and start in line.starts:
            before = line.gazetteer_ends.get(start)
            first = before[0] if before else start
            yield Candidate(first, match.end(), "LOC", "place.terminal", 73, 0.85, line.text[first : match.end()], {"subtype": "Site"})


def sites_of_level(line: Line) -> Iterator[Candidate]:
    """Zones and facilities under a level word: 市|开发区, 县|烈士陵园, 县|第二污水处理厂."""
    for match in _sites(str(line.lexicon.root)).finditer(line.text):
        start, end = match.span()
        plain = not any(t.tag in ("v", "p", "u", "c", "d", "r", "w", "LOC", "ORG") for t in line.between(match.end("level"), match.start("site")))
        if plain and end in line.ends and clean_left(line, start, {}) and not slogan(line, start, end):
            hint = {"subtype": "Site", "level": match.group("level"), "rest": line.text[match.end("level") : end]}
            yield Candidate(start, end, "LOC", "place.level-site", 56, 0.75, match.group(), hint)


@lru_cache(maxsize=4)
def _sites(root: str) -> re.Pattern[str]:
    return re.compile(f"(?P<level>[市县区州盟旗镇乡])[\u4e00-\u9fff]{{0,4}}?(?P<site>{choice(load(root).words['suffixes']['level_sites'])})")


def ethnic_towns(line: Line) -> Iterator[Candidate]:
    """Townships named with their peoples, which registers and papers write differently: 四嘉子(满族)乡."""
    for match in _ethnic(str(line.lexicon.root)).finditer(line.text):
        end, begin = match.end(), match.start("nation")
        known = next(
            (n for n in range(min(5, begin), 0, -1) if f"{line.text[begin - n : begin]}{match.group('level')}" in towns(line.lexicon)), 0
        )
        if not known and begin:
            first = line.at(begin - 1)
            known = (
                begin - first.start if first.tag in ("LOC", "n", "nz", "m", "nw") and begin - first.start <= 5 and first.end <= end else 0
            )
        if known:
            yield Candidate(
                begin - known, end, "LOC", "place.ethnic", 71, 0.85, line.text[begin - known : end], {"subtype": "AdministrativeArea"}
            )


@lru_cache(maxsize=4)
def _ethnic(root: str) -> re.Pattern[str]:
    nations = choice(load(root).words["suffixes"]["nations"])
    return re.compile(f"(?P<nation>(?:{nations}){{1,3}})(?:民族)?(?P<level>乡|镇)(?!村|里|亲)")


def waters(line: Line) -> Iterator[Candidate]:
    """Rivers and canals whose name is a plain word and whose kind stands apart from it: 友谊|渠."""
    words = line.lexicon.words["suffixes"]
    for before, token in zip(line.tokens, line.tokens[1:], strict=False):
        stem = line.word(before)
        if line.word(token) not in words["water_ends"] or before.tag not in ("n", "nz", "LOC", "s", "nw") or not 2 <= len(stem) <= 3:
            continue
        part = stem.endswith(tuple(words["water_ends"])) or stem.endswith("型")  # 长岭河|河道, U型|渠
        if not part and stem not in words["water_kinds"] and not generic(stem, line.lexicon) and not slogan(line, before.start, token.end):
            yield Candidate(
                before.start, token.end, "LOC", "place.water", 55, 0.7, line.text[before.start : token.end], {"subtype": "Water"}
            )
