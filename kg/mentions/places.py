"""Places: the gazetteers' divisions, towns and regions, chains of smaller places (三交镇双塔村), and what the tagger calls a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import nearest, towns
from kg.lexicon import Lexicon, level_word, load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.expected import words_too
from kg.mentions.generic import generic
from kg.mentions.regions import regions
from kg.mentions.scan import longest, scan
from kg.mentions.tagger import Token
from kg.text.segment import frequency

# Names that are also plain words of town life; they are divisions only in their own prefecture (晋城市城区, 阳泉市矿区).
MARKETS = ("场", "值", "容")  # of 天津市场, where 天津市 is no place
GENERIC = re.compile("[城郊矿东西南北新]区|市中区|市辖区")
LINK = re.compile("(街道|社区|嘎查|苏木|[镇乡村])")
SEVERAL = re.compile("[两二三四五六七八九十](?:镇|乡|县|区|市|街道|乡镇)$")  # 港上三镇 are three towns
SLOGAN = 10  # a quotation up to this length is a label or a slogan (“离石蓝”): a place inside it is none
ALSO = re.compile("[也就还都既不正]是(?=..)")  # 也是|泰山街道
WIRE = re.compile("(?:新华社|中新社|中新网)$")
DATED = re.compile("(?:\\d{1,2}月)?\\d{1,2}日[电讯]")
SURE, FAIR, UNSURE = 2.0, 1.0, 0.5  # margins of the tagger: see `Token`
NOUNLIKE = ("LOC", "ORG", "PER", "nz", "n", "s", "nw", "j")


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type LOC."""
    yield from listed(line)
    yield from tagged(line)


def listed(line: Line) -> Iterator[Candidate]:
    """Divisions, towns and regions of the gazetteers; a short name needs the support of the tagger or of the home."""
    for start, end, name in line.gazetteer:
        for begin, stop, found in shorter(line, start, end, name):
            if found == name and name.endswith("市") and line.text.startswith(MARKETS, end):
                continue  # 天津|市场
            candidate = _listed(line, begin, stop, found)
            if candidate:
                yield candidate
                break


def shorter(line: Line, start: int, end: int, name: str) -> Iterator[tuple[int, int, str]]:
    """A name of the gazetteers and the shorter ones that it begins with: where 环江县 is cut 环江|县城, 环江 is meant."""
    yield start, end, name
    if len(name) > 2 and level_word(name) == name[-1] and name[:-1] in line.lexicon.place_names:
        yield start, end - 1, name[:-1]


def _listed(line: Line, start: int, end: int, name: str) -> Candidate | None:
    lexicon = line.lexicon
    if end - 1 in line.post_letters and end not in line.post_ends:  # 代|县长 is no 代县
        return None
    if name in lexicon.place_names:
        code = line.locate(name)
        full = name in lexicon.full_names
        if not _believable(line, start, end, name, code, full=full):
            return None
        return Candidate(start, end, "LOC", "place.gazetteer", 70, 0.98 if full else 0.9, name, _hint(line, name))
    if name in towns(lexicon):
        if not _town(line, start, end, name):
            return None
        code, _ = nearest(name, line.home, lexicon)
        return Candidate(
            start, end, "LOC", "place.town", 69, 0.92, name, {"subtype": "AdministrativeArea", **({"town": code} if code else {})}
        )
    token = line.at(start)
    if slogan(line, start, end) or (token.start != start and token.tag not in NOUNLIKE) or (token.tag == "ORG" and token.end > end):
        return None
    if end not in line.ends and not (token.tag == "LOC" and len(name) > 2):
        return None
    return Candidate(start, end, "LOC", "place.region", 67, 0.9, name, {"subtype": regions(lexicon)[name]})


def _town(line: Line, start: int, end: int, name: str) -> bool:
    if line.text.startswith(tuple(line.lexicon.words["suffixes"]["town_stops"]), end):
        return False
    near = nearest(name, line.home, line.lexicon)[1] in ("county", "prefecture")
    first = line.at(start)
    if not near and first.start == start and first.end == end - 1 and first.tag in ("v", "p", "c", "d"):
        return False  # 宝盖镇纪委联合|镇经济服务中心
    if start in line.starts:
        return near or line.at(start).tag in ("LOC", "ORG") or (end in line.ends and (len(name) > 3 or _place_ends(line, start)))
    return (near and not line.text.endswith("城镇", 0, end)) or (line.at(start).tag in ("LOC", "ORG") and line.at(start).start < start)


def _believable(line: Line, start: int, end: int, name: str, code: str, *, full: bool) -> bool:
    lexicon = line.lexicon
    near = bool(code and line.home) and lexicon.prefecture(code) == lexicon.prefecture(line.home)
    token = line.at(start)
    if WIRE.search(line.text, max(0, start - 4), start) and DATED.match(line.text, end):
        return True  # 新华社|长春|5月14日电
    if GENERIC.fullmatch(name):
        return near and lexicon.divisions[code].level == "county" and start in line.starts
    if line.text[end : end + 1] == "城" and name.endswith("县") and name[:-1] in lexicon.place_names:  # 环江|县城
        return False
    if full and len(name) > 2:
        return (start in line.starts or token.tag in NOUNLIKE or near) and (
            end in line.ends or line.at(end).tag != "LOC" or line.at(end).start < start
        )
    if slogan(line, start, end) and not full:
        return False
    exact = token.start == start and token.end == end
    if not near and _among_persons(line, start, end):
        return False
    if name in words_too(lexicon) or full:
        return _word_place(line, start, end, code, near=near)
    if token.tag in ("LOC", "ORG") and token.start == start:
        rest = line.text[end : token.end]
        return exact or token.tag == "ORG" or rest in line.lexicon.words["suffixes"]["place_rests"] or end in line.gazetteer_starts
    if (
        token.start < start
        and token.end > end
        and not (token.tag == "LOC" and (lexicon.full_names | towns(lexicon).keys()) & {line.text[token.start : start]})
    ):
        return False
    if any(d.code == code for d in lexicon.ladder(line.home)):  # a paper's own town needs no tagger
        return exact or (token.tag != "PER" and (start in line.starts or end in line.ends))
    return near and exact and token.tag in NOUNLIKE and start not in line.post_ends


def _word_place(line: Line, start: int, end: int, code: str, *, near: bool) -> bool:
    """Whether a name that is also a plain word (平原, 和平) is a place here: beside another place, or by the tagger's firm word."""
    token = line.at(start)
    if token.start != start or token.end != end or token.tag not in ("LOC", "ORG", "PER", "nz", "n", "s"):
        return False
    if start in line.starts and (above := line.gazetteer_ends.get(start, (0, ""))[1]) in line.lexicon.full_names:
        return not code or any(above == division.name for division in line.lexicon.ladder(code))
    if (
        token.tag != "LOC"
        or line.text[start - 1 : start] == "的"
        or line.text.startswith(tuple(line.lexicon.words["suffixes"]["generic_places"]), start)
    ):
        return False
    return (
        (near and token.margin >= FAIR)
        or token.margin >= 3.0
        or (token.margin >= FAIR and (_in_list(line, start, -1) or _in_list(line, end, 1)))
    )


def _among_persons(line: Line, start: int, end: int) -> bool:
    """Whether the neighbours in a list are persons: 唐树备、浦江、黄天明."""
    left = line.text[start - 1 : start] == "、" and line.at(start - 2).tag == "PER" if start > 1 else False
    right = line.text[end : end + 1] == "、" and end + 1 < len(line.text) and line.at(end + 1).tag == "PER"
    return left or right


def _place_ends(line: Line, offset: int) -> bool:
    """Whether a division of the gazetteer by its full name ends right before an offset."""
    return line.gazetteer_ends.get(offset, (0, ""))[1] in line.lexicon.full_names


def _in_list(line: Line, offset: int, step: int) -> bool:
    """Whether the neighbour behind a 、 or 和 is a place too."""
    mark = line.text[offset : offset + 1] if step > 0 else line.text[offset - 1 : offset]
    if mark not in ("、", "和", "与") or not 0 < offset < len(line.text) - 1:
        return False
    return offset + 1 in line.gazetteer_starts if step > 0 else offset - 1 in line.gazetteer_ends


def slogan(line: Line, start: int, end: int) -> bool:
    """Whether a stretch stands inside a short quotation, as labels and slogans do (“离石蓝”, “幸福路”)."""
    inside = line.quotation(start, end)
    return bool(inside and inside[1] - inside[0] <= SLOGAN)


def tagged(line: Line) -> Iterator[Candidate]:
    """The tagger's places, cut into one candidate a level: 林家坪镇南圪垛村 → 林家坪镇, 南圪垛村."""
    for index, token in enumerate(line.tokens):
        if token.tag != "LOC" or slogan(line, token.start, token.end):
            continue
        start, end = _without_adjective(line, token), _followed(line, index)
        for begin, stop in chain(line.text, start, end, line.lexicon, line.home):
            candidate = _tagged(line, begin, stop, token.margin)
            if candidate:
                yield candidate


def _without_adjective(line: Line, token: Token) -> int:
    """The start of the tagger's place behind a letter that it joined to a division's name: 新|邵阳."""
    name, lexicon = line.word(token), line.lexicon
    if verb := ALSO.match(name):
        return token.start + verb.end()
    if name not in lexicon.place_names and name[1:] in lexicon.full_names and len(name) > 2 and frequency(name) == 0:
        return token.start + 1  # 推|介|威县
    joined = name[0] in lexicon.words["suffixes"]["town_adjectives"] and name not in lexicon.place_names and name[1:] in lexicon.place_names
    return token.start + joined


def _followed(line: Line, index: int) -> int:
    """The end of the tagger's place, without 境内 and house numbers, and with the last letter that it cut off (镇, 路)."""
    token, words = line.tokens[index], line.lexicon.words["suffixes"]
    end = _trimmed(line, token.start, token.end)
    if end < token.end or index + 1 == len(line.tokens):
        return end
    follower, name = line.word(line.tokens[index + 1]), line.text[token.start : end]
    if follower[0] == "城" and name.endswith("县") and name[:-1] in line.lexicon.place_names:  # 环江|县城
        return end - 1
    if follower in words["road_followers"] and not subtype(name, line.lexicon):
        return end + 1
    if follower in words["place_followers"] and not level_word(name):
        return line.tokens[index + 1].end
    return end


def _tagged(line: Line, start: int, end: int, margin: float) -> Candidate | None:
    name, lexicon = line.text[start:end], line.lexicon
    if len(name) < 2 or common(name, lexicon) or name in lexicon.posts:
        return None
    if name in lexicon.place_names:
        if name in words_too(lexicon) or (name in lexicon.full_names and len(name) == 2) or GENERIC.fullmatch(name):
            return None  # `listed` has decided
        return Candidate(start, end, "LOC", "place.tagger", 60, 0.8, name, _hint(line, name))
    if margin < FAIR and len(name) == 3 and name[0] in lexicon.surnames and line.text.startswith("家", end):
        return None  # 响水洞村|龙金海家的院坝
    if not _named(name, margin, lexicon) or (SEVERAL.search(name) and name not in towns(lexicon)):
        return None
    return Candidate(start, end, "LOC", "place.tagger", 60, 0.8, name, {"subtype": subtype(name, lexicon)})


def _hint(line: Line, name: str) -> dict[str, str]:
    """What a division's name tells the resolver: its code, or the codes it may have."""
    code = line.locate(name)
    return {
        "subtype": "AdministrativeArea",
        **({"code": code} if code else {"ambiguous": " ".join(line.lexicon.codes(name, line.published))}),
    }


def _named(name: str, margin: float, lexicon: Lexicon) -> bool:
    """Whether a place that only the tagger knows is a name and no kind of place."""
    words = lexicon.words["suffixes"]
    if name in regions(lexicon) or name in towns(lexicon):
        return True
    kind = next((w for w in words["generic_places"] if name.endswith(w)), "")
    if kind and (kind == name or (frequency(name[: -len(kind)]) > 0 and margin < 3.0)):
        return False
    level = level_word(name)
    if level and level not in ("镇", "乡", "村", "社区", "街道", "嘎查", "苏木"):
        return (
            margin >= 1.5 and frequency(name[: -len(level)]) == 0 and len(name) > 2
        )  # the gazetteer holds all counties: this is an old name or none
    suffix = next((name[i:] for i in range(1, len(name)) if name[i:] in _endings(str(lexicon.root))), "")
    if suffix and generic(name[: -len(suffix)], lexicon):
        return False
    if level and len(name) > 2 and margin < UNSURE and frequency(name[: -len(level)]) > 0:
        return False  # 共商|村集体经济
    if level and len(name) > 2:
        return (frequency(name) == 0 or margin >= FAIR) and name[: -len(level)] not in (
            *words["village_kinds"],
            *words["village_adjectives"],
        )
    if name[-1] in words["weak_ends"] and not subtype(name, lexicon) and frequency(name[:-1]) > 0:
        return margin >= 3.0
    if subtype(name, lexicon):
        return margin >= 0.3 or frequency(name) == 0
    return margin >= (FAIR if frequency(name) == 0 else SURE)


def _trimmed(line: Line, start: int, end: int) -> int:
    """The end of a tagger's place without what does not belong to it: house numbers, 境内, 一带."""
    match = _tails(str(line.lexicon.root)).search(line.text[start:end])
    return start + match.start() if match and match.start() >= 2 else end


@lru_cache(maxsize=4)
def _tails(root: str) -> re.Pattern[str]:
    return re.compile("|".join(load(root).words["suffixes"]["place_tails"]))


def chain(text: str, start: int, end: int, lexicon: Lexicon, home: str = "") -> Iterator[tuple[int, int]]:
    """Cuts a run of places into its levels; divisions and towns of the gazetteers first, then at 镇, 乡, 街道, 村, 社区."""
    at = start
    hits = {s + start: (e + start, name) for s, e, name in longest(scan(text[start:end], lexicon)["gazetteer"])}
    while at < end:
        stop, name = hits.get(at, (at, ""))
        if not (name and stop < end and (name in lexicon.full_names or name in towns(lexicon) or _heads(name, stop, hits, lexicon))):
            stop = _link(text, at, end)
        yield at, stop
        at = stop


def _heads(name: str, stop: int, hits: dict[int, tuple[int, str]], lexicon: Lexicon) -> bool:
    """Whether a short name stands before a place of its own area: 福建|古田县."""
    inner = hits.get(stop, (0, ""))[1]
    return name in lexicon.place_names and bool(inner) and (inner in lexicon.place_names or inner in towns(lexicon))


def _link(text: str, at: int, end: int) -> int:
    match = LINK.search(text, at + 1, end)
    stop = match.end() if match else end
    rest = end - stop
    if rest and (stop - at < 2 or rest < 2 or text[stop:end] in ("委会", "民委员会") or LINK.fullmatch(text[stop:end])):
        return end
    return stop


def common(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is only a common noun of the lexicon's lists (农村, 示范区)."""
    return name in _commons(str(lexicon.root))


@lru_cache(maxsize=4)
def _commons(root: str) -> frozenset[str]:
    words = load(root).words["suffixes"]
    return frozenset(words["common"]) | frozenset(words["generic_places"])


def subtype(name: str, lexicon: Lexicon) -> str:
    """The class of a place by the last word of its name, "" when no suffix fits; the longest suffix decides."""
    endings = _endings(str(lexicon.root))
    for length in range(min(len(name), max(map(len, endings))), 0, -1):
        if name[-length:] in endings:
            return endings[name[-length:]]
    return "AdministrativeArea" if level_word(name) else ""


@lru_cache(maxsize=4)
def _endings(root: str) -> dict[str, str]:
    return {suffix: key for key, block in load(root).words["suffixes"]["places"].items() for suffix in block["strong"]}
