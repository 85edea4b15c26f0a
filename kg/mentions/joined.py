"""Names made of two: places joined by a dash or a bracket, a body and where it is posted, a bank and its branch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.lexicon import level_word, load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.table import Table, table_of
from kg.text.choice import choice
from kg.text.segment import frequency

BOARD = re.compile("(?<=[、，。；：])(?:管委会|管理委员会)")
HEADED = re.compile("(?:党组|常务)?副?主任")
STATION = re.compile("[\u4e00-\u9fff]{2,4}分局[\u4e00-\u9fff]{2,5}?派出所")


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORG and LOC."""
    yield from linked(line, table_of(line.lexicon))
    yield from posted(line)
    yield from branches(line)
    yield from stations(line)
    yield from zones(line)
    yield from zoned(line)


def linked(line: Line, table: Table) -> Iterator[Candidate]:
    """Names that join two places: 三水—雷山产业园, 昆山（沭阳）工业园区, 中国（黑龙江）自由贸易试验区黑河片区; companies with a place in brackets."""
    for match in _linked(str(line.lexicon.root)).finditer(line.text):
        right = match.group("right") or match.group("dashed")
        if right not in line.lexicon.place_names:
            continue
        kind, cls = table.kinds[match.group("suffix")]
        left = next(
            (n for n in range(min(7, match.start()), 1, -1) if line.text[match.start() - n : match.start()] in line.lexicon.place_names), 0
        )
        start = match.start() - left
        if cls == "Company" and not left:
            start = _brand_before(line, match.start(), table)
        unit = table.units.match(line.text, match.end()) if cls == "Company" else None
        if match.group("board"):
            kind, cls = "ORG", "Institution"
        if start < match.start():
            end = unit.end() if unit else match.end()
            yield Candidate(start, end, kind, "name.linked", 89, 0.85, line.text[start:end], {"subtype": cls})


def _brand_before(line: Line, end: int, table: Table) -> int:
    """Where a company's name before a bracket begins: 克劳泽精机|（中国）有限公司."""
    start, at = end, line.index(end - 1) if end else -1
    while at >= 0 and end - line.tokens[at].start <= 12:
        token = line.tokens[at]
        if (
            token.tag in ("w", "p", "u", "c", "d", "r", "TIME")
            or (token.tag == "v" and frequency(line.word(token)) > 0)
            or line.word(token) in table.outside
        ):
            break
        start = token.start
        at -= 1
    return start


@lru_cache(maxsize=4)
def _linked(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    blocks = (
        words["places"]["Site"],
        words["organizations"]["Institution"],
        words["organizations"]["Company"],
        words["organizations"]["School"],
    )
    last = choice({s for block in blocks for s in block["strong"] if len(s) > 1})
    place = "[\u4e00-\u9fff]{2,7}"
    return re.compile(
        f"(?:[—–-]+(?P<dashed>{place}?)|[（(](?P<right>{place})[）)])[\u4e00-\u9fff]{{0,12}}?(?P<suffix>{last})(?:[\u4e00-\u9fff]{{2,4}}片区)?(?P<board>管委会|管理委员会|管理局)?"
    )


def posted(line: Line) -> Iterator[Candidate]:
    """A team of one body at another place: 佛山市驻黔东南州工作组, 县税务局驻新江村工作队, 广东省对口支援荆州医疗队, 湖南省第九批援藏工作队."""
    for match in _posted(str(line.lexicon.root)).finditer(line.text):
        start = match.start()
        cut = start
        for token in reversed(line.between(max(0, start - 20), start)):
            if token.tag in ("w", "p", "u", "v", "c", "d", "r", "TIME") or token.end > start:
                break
            cut = token.start
        if start - cut >= 2 and line.at(cut).tag in ("LOC", "ORG", "n", "nz"):
            yield Candidate(cut, match.end(), "ORG", "org.posted", 92, 0.85, line.text[cut : match.end()], {"subtype": "Institution"})


@lru_cache(maxsize=4)
def _posted(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    teams, aids, regions = (choice(words[key]) for key in ("teams", "aids", "aided"))
    batch = "(?:第[一二三四五六七八九十]+批)?"
    aid = f"{batch}(?:医疗|教育|组团式)?援(?:{regions})(?:医疗|教育|干部)?(?:工作)?(?:{teams}|队|团)"
    return re.compile(f"驻[\u4e00-\u9fff]{{2,16}}?(?:“[^“”]{{2,8}}”)?(?:{teams})|{batch}(?:{aids})[\u4e00-\u9fff]{{2,9}}?(?:{teams})|{aid}")


def branches(line: Line) -> Iterator[Candidate]:
    """Branches of the country's banks, networks and groups: 农发行驻马店市分行, 国网丽水供电公司."""
    for match in _branches(str(line.lexicon.root)).finditer(line.text):
        place = match.group("place")
        known = not place or level_word(place) or place.rstrip("省市县区") in line.lexicon.place_names
        if match.start() in line.starts and (known or line.at(match.start("place")).tag in ("LOC", "ORG", "nz")):
            yield Candidate(match.start(), match.end(), "ORG", "org.branch", 89, 0.85, match.group(), {"subtype": "Company"})


def stations(line: Line) -> Iterator[Candidate]:
    """Police stations behind the branch they belong to: 平城分局|向阳里派出所."""
    for match in STATION.finditer(line.text):
        if match.start() in line.starts and frequency(line.text[match.start() : match.start() + 2]) < 2000:
            yield Candidate(match.start(), match.end(), "ORG", "org.station", 89, 0.85, match.group(), {"subtype": "GovernmentOrgan"})


def zones(line: Line) -> Iterator[Candidate]:
    """The bodies of the home's zone (经开区党工委), and the committee of one whose name stands before: 赣江新区党工委书记、|管委会|主任."""
    home = line.lexicon.divisions.get(line.home)
    level = home.word if home else ""
    for match in _zones(str(line.lexicon.root)).finditer(line.text) if level else ():
        before = line.at(match.start() - 1).tag if match.start() else "w"
        if match.start() in line.starts and before not in ("LOC", "ORG", "nz", "nw"):
            cls = "PartyOrgan" if "工委" in match.group() else "GovernmentOrgan"
            hint = {"subtype": cls, "level": level, "rest": match.group()}
            yield Candidate(match.start(), match.end(), "ORG", "org.zone", 64, 0.75, match.group(), hint)
    for match in BOARD.finditer(line.text):
        if HEADED.match(line.text, match.end()) and any(match.end() <= start <= match.end() + 3 for start, _, _ in line.posts):
            yield Candidate(
                match.start(), match.end(), "ORG", "org.zone", 64, 0.75, match.group(), {"subtype": "GovernmentOrgan", "zone": "1"}
            )


def zoned(line: Line) -> Iterator[Candidate]:
    """The offices of a zone with a name of its own, before a post (临港经开区|社会事务工作局|局长), and its courts (镇江市开发区人民法院)."""
    posts = {start for start, _, _ in line.posts}
    for match in _courts(str(line.lexicon.root)).finditer(line.text):
        inner = line.gazetteer_ends.get(match.start())
        outer = line.gazetteer_ends.get(inner[0]) if inner and inner[1].endswith("区") else None
        start = outer[0] if outer else inner[0] if inner else line.at(match.start()).start
        if start < match.start() or (match.start() and line.at(match.start() - 1).tag == "LOC"):
            start = min(start, line.at(match.start() - 1).start)
            yield Candidate(start, match.end(), "ORG", "org.zoned", 90, 0.85, line.text[start : match.end()], {"subtype": "GovernmentOrgan"})
    for match in _zoned(str(line.lexicon.root)).finditer(line.text):
        token = line.at(match.start())
        before = line.at(token.start - 1) if token.start else token
        start = token.start if token.start < match.start() else before.start if before.tag in ("LOC", "nz") else match.start()
        inside = line.between(match.start(1), match.end(1))
        if start < match.start() and match.end() in posts and not any(t.tag in ("p", "c", "u", "d", "r", "w", "PER", "LOC") for t in inside):
            yield Candidate(start, match.end(), "ORG", "org.zoned", 63, 0.75, line.text[start : match.end()], {"subtype": "GovernmentOrgan"})


@lru_cache(maxsize=4)
def _courts(root: str) -> re.Pattern[str]:
    return re.compile(f"(?:{choice(load(root).words['suffixes']['zones'])})(?:人民法院|人民检察院|法院|检察院)")


@lru_cache(maxsize=4)
def _zoned(root: str) -> re.Pattern[str]:
    return re.compile(f"(?:{choice(load(root).words['suffixes']['zones'])})([\u4e00-\u9fff]{{2,8}}?(?:局|部|办公室|中心))")


@lru_cache(maxsize=4)
def _zones(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    return re.compile(f"(?<![市县区州])(?:{choice(words['zones'])})(?:{choice(words['zone_bodies'])})")


@lru_cache(maxsize=4)
def _branches(root: str) -> re.Pattern[str]:
    words = load(root).words["suffixes"]
    heads, tails = (choice(words[k]) for k in ("branch_heads", "branch_tails"))
    return re.compile(f"(?:{heads})(?P<place>[\u4e00-\u9fff]{{0,8}}?)(?:{tails})")
