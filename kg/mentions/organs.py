"""Organs of Party and state in every short form: templates × places, from ontology/organs.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from kg.gazetteer import nearest, towns
from kg.lexicon import BUREAUS, LEVEL_WORDS, Lexicon, OrganForm, level_word, load
from kg.mentions.candidates import Candidate, Line
from kg.mentions.places import common
from kg.mentions.scan import bare_departments
from kg.text.choice import choice
from kg.text.segment import frequency

TERM = re.compile("第?[一二三四五六七八九十百\\d]+届$")  # 市[六届]人大常委会, [十三届]县委
TOWN = re.compile("[\u4e00-\u9fff]{1,7}?(?:镇|乡|街道|苏木|民族乡|村|社区|嘎查)$")
LEVELS = tuple(w for w in LEVEL_WORDS if w != "国")
Before = tuple[int, dict[str, str]]
"""A place or level word before an organ: its start and what it tells the resolver."""
STREET = "街道"
HISTORIC = re.compile("中共[\u4e00-\u9fff]{2,9}?(?:特委|中心县委|临时省委|临时县委|苏区省委|边区党委)")
OFFICE = re.compile("[省市县区州盟旗][\u4e00-\u9fff]{2}办")
BEHIND = re.compile("[、，。；）]|等|负责|主要|主任|副主任|相关|有关|联合|工作人员")  # an office for a task
KINDS = ("中心",)  # of a town or county, its middle: 镇|中心
OFFICED = ("领导小组", "指挥部", "委员会")
NAMELIKE = ("LOC", "ORG", "n", "nz", "PER", "ns", "s", "nw", "j")


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORG."""
    yield from national(line)
    yield from placed(line)
    yield from bare(line)
    yield from elliptic(line)
    yield from provincial(line)
    yield from unlisted(line)
    yield from offices(line)
    yield from central(line)
    yield from corps(line)
    yield from historic(line)


@lru_cache(maxsize=4)
def _by_tail(root: str) -> dict[str, tuple[OrganForm, ...]]:
    found: dict[str, list[OrganForm]] = defaultdict(list)
    for form in load(root).forms:
        found[form.tail].append(form)
    return {tail: tuple(forms) for tail, forms in found.items()}


def national(line: Line) -> Iterator[Candidate]:
    """Organs of the whole country (国务院, 党中央, 国家发展改革委)."""
    for start, end, form in line.longest("national"):
        if _stopped(line, form, end) or not (start in line.starts or line.at(start).tag == "ORG"):
            continue
        if len(form) <= 3 and not line.aligned(start, end) and not (line.at(start).tag == "ORG" and line.at(start).start == start):
            continue
        if line.at(start).start == start and line.at(start).tag == "ORG" and _institute(line, end, line.at(start).end):
            continue  # 中国科学院|青海盐湖研究所
        if level_word(line.text[max(0, start - 6) : start]) and _placed_before(line, start):
            continue  # 锡林郭勒盟|文旅部门
        name, cls = line.lexicon.national[form]
        if cls == "Company" and line.text.endswith(tuple(line.lexicon.words["suffixes"]["finals"]), end, line.at(start).end):
            continue  # 中广核|环保产业有限公司
        if office := _regional(line, end) or (_institute_end(line, end) if form.endswith("科学院") else 0):
            yield Candidate(start, office, "ORG", "organ.regional", 91, 0.85, line.text[start:office], {"subtype": cls})
        else:
            yield Candidate(start, end, "ORG", "organ.national", 90, 0.97, form, {"official": name, "subtype": cls})


def _institute_end(line: Line, start: int) -> int:
    """Where the name of an academy's institute ends that the tagger did not see (中国科学院|大安碱地生态试验站), 0 when none follows."""
    found = _institutes(str(line.lexicon.root)).match(line.text, start)
    words = {t.tag for t in line.between(start, found.end())} if found else set()
    return found.end() if found and not words & {"v", "p", "u", "w", "d", "r", "c", "PER"} else 0


@lru_cache(maxsize=4)
def _institutes(root: str) -> re.Pattern[str]:
    return re.compile(f"[\u4e00-\u9fff]{{2,12}}?(?:{choice(load(root).words['organs']['institutes'])})")


def _regional(line: Line, start: int) -> int:
    """Where the name of a national body's office at a place ends (国家统计局|山西调查总队), 0 when none follows."""
    end, place = line.gazetteer_starts.get(start, (0, ""))
    office = _offices(str(line.lexicon.root)).match(line.text, end) if place else None
    return office.end() if office else 0


@lru_cache(maxsize=4)
def _offices(root: str) -> re.Pattern[str]:
    return re.compile(choice(load(root).words["organs"]["regional_offices"]))


def _institute(line: Line, start: int, end: int) -> bool:
    """Whether what the tagger adds to a national body's name makes it one of the body's institutes."""
    return end - start >= 4 and line.text.endswith(tuple(line.lexicon.words["organs"]["institutes"]), start, end)


def _placed_before(line: Line, offset: int) -> bool:
    return line.gazetteer_ends.get(offset, (0, ""))[1] in line.lexicon.full_names


def placed(line: Line) -> Iterator[Candidate]:
    """Organs behind a place or a level word: 吕梁市委, 区政府, 团市委, 市六届人大常委会."""
    forms = _by_tail(str(line.lexicon.root))
    places: dict[tuple[int, str], Before | None] = {}
    for start, end, tail in line.hits.get("tails", ()):
        for form in forms[tail]:
            key = start, form.slot
            place = places[key] if key in places else places.setdefault(key, _place_before(line, *key))
            if place and (candidate := _placed(line, place, end, form)):
                yield candidate


def _placed(line: Line, place: Before, end: int, form: OrganForm) -> Candidate | None:
    begin, hint = place
    begin -= len(form.before)
    if form.before and not line.text.startswith(form.before, begin):
        outer = line.gazetteer_ends.get(place[0], (0, ""))  # 中共|云南省|楚雄州委
        begin = outer[0] - len(form.before) if outer[1] in line.lexicon.full_names else -1
    if begin < 0 or not line.text.startswith(form.before, begin):
        return None
    if form.slot == "p" and form.tail.endswith(BUREAUS) and _placed_before(line, begin):
        return None  # 绥化市|北林生态环境局 is the city's
    if _stopped(line, "{" + form.slot + "}" + form.tail, end) or not clean_left(line, begin, hint):
        return None
    organ = line.lexicon.organs[form.organ]
    if organ.levels and not _level_fits(organ.levels, hint, line.lexicon):
        return None
    if end not in line.ends and line.at(end - 1).tag not in ("ORG", "LOC", "n", "v", "nz", "j") and len(form.tail) < 2:
        return None
    begin = _wider(line, begin, hint)
    unit = _unit(line, end)
    hint = {**hint, "organ": form.organ, "subtype": organ.cls, **({"unit": line.text[end:unit]} if unit > end else {})}
    return Candidate(begin, unit, "ORG", "organ.template", 88, 0.95, line.text[begin:unit], hint)


def _wider(line: Line, begin: int, hint: dict[str, str]) -> int:
    """Where an organ's name begins when a city stands before its district, or a term before a bare level: 驻马店市|驿城区人民法院, 十三届|县委."""
    lexicon = line.lexicon
    division = lexicon.divisions.get(hint.get("code", ""))
    if division and division.name == hint.get("place") and division.name.endswith("区") and division.level == "county":
        city = lexicon.divisions.get(division.parent)
        if city and city.level in ("prefecture", "province") and line.text.endswith(city.name, 0, begin):
            return begin - len(city.name)
    term = TERM.search(line.text, max(0, begin - 6), begin) if "place" not in hint else None
    return term.start() if term else begin


def unlisted(line: Line) -> Iterator[Candidate]:
    """Institutions under a level word that no template knows: 市第十九小学, 区经济促进局, 县油茶产业发展中心; also behind a place's full name."""
    pattern = _unlisted(str(line.lexicon.root))
    at = 0
    while match := pattern.search(line.text, at):
        start, end = match.span()
        at = start + 1
        level = match.group(1)
        while (
            end > start and end not in line.ends and not line.text.endswith(tuple(line.lexicon.words["suffixes"]["sure_ends"]), start, end)
        ):
            shorter = pattern.match(line.text, start, end - 1)
            end = shorter.end() if shorter else start
        body = start + len(level)
        if line.text.endswith(OFFICED, start, end) and line.text.startswith("办公室", end):
            end += len("办公室")
        own = line.text[body:end]
        plain = end <= body + 1 or own in KINDS or own[0] in "和与及" or "各" in own
        if plain or line.text[start : start + 2] in line.lexicon.words["organs"]["level_pairs"] or not _body(line, body, end):
            continue
        place = _division_ending(line, body, full=True)
        if place and clean_left(line, place[0], place[1]):
            at = end
            yield Candidate(place[0], end, "ORG", "organ.unlisted", 60, 0.75, line.text[place[0] : end], _kind(line, place[0], end))
        elif not place and clean_left(line, start, {}) and not _tail_of_name(line, start, body):
            at = end
            yield Candidate(
                start,
                end,
                "ORG",
                "organ.unlisted",
                60,
                0.7,
                line.text[start:end],
                {"level": level, "rest": line.text[body:end], **_kind(line, start, end)},
            )


def offices(line: Line) -> Iterator[Candidate]:
    """Offices for a task, of which papers write a verb or a cut word: 县饮水办、市创文办|主任."""
    stops = tuple(line.lexicon.words["suffixes"]["never_ends"])
    for match in OFFICE.finditer(line.text):
        start, end = match.span()
        named = end < len(line.text) and line.at(end).tag == "PER" and line.at(end).start == end
        behind = named or BEHIND.match(line.text, end)
        if behind and clean_left(line, start, {}) and not line.text.endswith(stops, start, end) and not _tail_of_name(line, start, start + 1):
            hint = {"subtype": "GovernmentOrgan", "level": match.group()[0], "rest": match.group()[1:]}
            yield Candidate(start, end, "ORG", "organ.unlisted", 59, 0.65, match.group(), hint)


def _kind(line: Line, start: int, end: int) -> dict[str, str]:
    """The subtype that the last word of a name tells (市第十九小学 is a school), if any."""
    kinds = _kinds(str(line.lexicon.root))
    return next(({"subtype": kinds[word]} for i in range(start, end) if (word := line.text[i:end]) in kinds), {})


@lru_cache(maxsize=4)
def _kinds(root: str) -> dict[str, str]:
    """The last words of organisations' names → the subtype that each tells; of two the one that sorts last."""
    kinds = load(root).words["suffixes"]["organizations"]
    return {word: cls for cls, block in sorted(kinds.items()) for word in block["strong"]}


def _body(line: Line, start: int, end: int) -> bool:
    """Whether what stands behind a level word can be an institution: nouns, no function words, no number but an ordinal."""
    words = line.lexicon.words["suffixes"]
    if line.text.endswith(tuple(words["never_ends"]), 0, end):
        return False
    for token in line.between(start, end):
        word = line.text[max(start, token.start) : min(end, token.end)]
        if token.tag in ("p", "u", "r", "TIME", "d", "w", "PER") or word in words["outside"] or (token.tag == "LOC" and len(word) > 2):
            return False
        if token.tag == "c" and (word != "和" or line.text[token.end : token.end + 1] in LEVELS):
            return False
        if token.tag == "m" and not word.startswith("第") and len(word) > 1:
            return False
        if token.tag == "v" and word not in words["inner_verbs"] and not (token.end == end and len(word) <= 1):
            return False
    return True


def _tail_of_name(line: Line, start: int, end: int) -> bool:
    """Whether a level word is really the end of a place's name that the gazetteer or the tagger knows: 驻马店|市, 拖觉|镇."""
    if line.gazetteer_ends.get(end, (start, ""))[0] < start:
        return True
    if start == 0 or not "\u4e00" <= line.text[start - 1] <= "\u9fff":
        return False
    before = line.at(start - 1)
    return before.tag in ("LOC", "nz") or (before.tag in ("n", "PER") and frequency(line.word(before)) == 0)


@lru_cache(maxsize=4)
def _unlisted(root: str) -> re.Pattern[str]:
    ends = choice(load(root).words["suffixes"]["level_suffixes"])
    return re.compile(f"(自治区|自治州|自治县|省|市|县|区|州|盟|旗|镇|乡)(?:第[一二三四五六七八九十]+)?[\u4e00-\u9fff]{{0,14}}?(?:{ends})")


def central(line: Line) -> Iterator[Candidate]:
    """Bodies of the Party's centre and of the state that no list names: 中央教育工作领导小组, 国家防汛抗旱总指挥部."""
    for match in _central(str(line.lexicon.root)).finditer(line.text):
        if match.start() in line.starts and _body(line, match.end(1), match.end()) and match.end() in line.ends:
            cls = "PartyOrgan" if "中央" in match.group(1) else "GovernmentOrgan"
            yield Candidate(
                match.start(), match.end(), "ORG", "organ.central", 89, 0.85, match.group(), {"official": match.group(), "subtype": cls}
            )


@lru_cache(maxsize=4)
def _central(root: str) -> re.Pattern[str]:
    ends = choice(load(root).words["organs"]["central_ends"])
    return re.compile(f"(中共中央|中央|国家|国务院|全国)([\u4e00-\u9fff]{{2,14}}?)(?:{ends})")


def historic(line: Line) -> Iterator[Candidate]:
    """Committees of the Party in a region of former days: 中共闽粤赣边区特委, 中共豫北中心县委."""
    for match in HISTORIC.finditer(line.text):
        if match.start() in line.starts and not any(t.tag in ("v", "p", "u", "c", "w") for t in line.between(match.start(), match.end())):
            yield Candidate(match.start(), match.end(), "ORG", "organ.historic", 91, 0.85, match.group(), {"subtype": "PartyOrgan"})


def corps(line: Line) -> Iterator[Candidate]:
    """Divisions and regiments of the 兵团, and their bodies: 第二师铁门关市党委, 二十一团医院."""
    words = line.lexicon.words["organs"]["corps"]
    if not re.search("|".join(words["marks"]), line.text):
        return
    for match in _corps(str(line.lexicon.root)).finditer(line.text):
        start, end = match.span()
        if not (start in line.starts or line.text[start - 1 : start] in "，。、：“是") or line.text.startswith(tuple(words["stops"]), end):
            continue
        if match.group("company"):
            yield Candidate(start, end, "LOC", "place.corps", 89, 0.8, match.group(), {"subtype": "Village"})
        elif match.group("regiment") or match.group("division"):
            yield Candidate(start, end, "ORG", "organ.corps", 89, 0.8, match.group(), {"subtype": "GovernmentOrgan"})


@lru_cache(maxsize=4)
def _corps(root: str) -> re.Pattern[str]:
    words = load(root).words["organs"]["corps"]
    bodies = choice(words["bodies"])
    number = "(?:[一二三四五六七八九十〇○零]{1,4}|\\d{1,3})"
    division = f"(?P<division>第{number}师(?:[\u4e00-\u9fff]{{2,4}}?市)?)"
    regiment = f"(?P<regiment>{number}团|(?<![\u4e00-\u9fff])团(?=党委|机关|场))"
    return re.compile(f"(?:新疆生产建设兵团|兵团)?{division}?{regiment}?(?P<company>{number}连)?(?P<body>{bodies})?")


@lru_cache(maxsize=4)
def _units(root: str) -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    words = load(root).words["organs"]
    return re.compile("|".join(words["units"])), re.compile("|".join(words["weak_units"])), tuple(words["unit_stops"])


def _unit(line: Line, end: int) -> int:
    """Where an organ's name ends when a unit of it follows (县委第二巡察组)."""
    strong, weak, stops = _units(str(line.lexicon.root))
    match = strong.match(line.text, end)
    if match and not line.text.startswith(stops, match.end()):
        return match.end()
    match = weak.match(line.text, end)
    if match and _unit_stands(line, end, match.end()):
        return match.end()
    return end


def _unit_stands(line: Line, start: int, end: int) -> bool:
    """Whether a unit's name begins and ends with words, or lies in one of the tagger's bodies and a linking word follows (刑侦大队|联合…)."""
    if end in line.ends and start in line.starts:
        return _body(line, start, end)
    token = line.at(start)
    linked = line.text.startswith(tuple(line.lexicon.words["organs"]["unit_followers"]), end)
    return token.tag == "ORG" and token.start <= start and (token.end == end or linked)


def bare(line: Line) -> Iterator[Candidate]:
    """Organs named without a place, which mean the home's own: 纪委监委, 巡察办."""
    for start, end, form in line.longest("bare"):
        token = line.at(start)
        if form not in line.lexicon.bare:
            yield from _bare_department(line, start, end, form)
            continue
        if _stopped(line, form, end) or start not in line.starts or end not in line.ends:
            continue
        if (len(form) == 2 and token.tag not in ("ORG", "n", "nz", "j")) or line.text.endswith(
            tuple(line.lexicon.words["organs"]["not_after"]), 0, start
        ):
            continue
        organ = line.lexicon.bare[form]
        cls, levels = line.lexicon.organs[organ].cls, line.lexicon.organs[organ].levels
        level = {"level": STREET} if levels[:1] == (STREET,) else {}  # 办事处|主任 is of the street named before
        if level and not any(end <= at <= end + 1 for at, _, _ in line.posts):
            continue
        yield Candidate(start, end, "ORG", "organ.bare", 65, 0.8, form, {"organ": organ, "subtype": cls, **level})


def _bare_department(line: Line, start: int, end: int, form: str) -> Iterator[Candidate]:
    """A department named by its short form alone, as lists do: 招商局、工信局等单位."""
    words = line.lexicon.words["organs"]
    before = line.text[start - 1 : start]
    if (
        line.aligned(start, end)
        and (start == 0 or before in ("、" if form in words["bare_listed"] else words["bare_before"]))
        and not line.text.startswith(tuple(words["bare_stops"]), end)
    ):
        organ = departments(line.lexicon)[form]
        yield Candidate(start, end, "ORG", "organ.bare", 64, 0.7, form, {"organ": organ, "subtype": line.lexicon.organs[organ].cls})


def elliptic(line: Line) -> Iterator[Candidate]:
    """Departments in a list whose first member alone has a place or a level (市发改委、住建委、规划局和房管局): of the same place or level."""
    words = line.lexicon.words["organs"]["elliptic"]
    leader, member = _elliptic(str(line.lexicon.root))
    keys = _tails(str(line.lexicon.root))
    for lead in leader.finditer(line.text):
        at, end = lead.end(), lead.end()
        while found := member.match(line.text, at):
            start, end, name = found.start(1), found.end(1), found[1]
            at = end
            if start not in line.starts or name.startswith(tuple(words["not_first"])) or not (name in keys or _body(line, start, end)):
                break
            hint = {"level": lead[1]}
            if key := keys.get(name):
                yield Candidate(start, end, "ORG", "organ.bare", 63, 0.7, name, hint | {"organ": key, "subtype": line.lexicon.organs[key].cls})
            else:
                yield Candidate(start, end, "ORG", "organ.unlisted", 60, 0.6, name, hint | {"rest": name} | _kind(line, start, end))


def provincial(line: Line) -> Iterator[Candidate]:
    """Departments of a province named alone, which their last word 厅 tells: 省委宣传部副部长、|文化和旅游厅|党组书记."""
    for match in _provincial(str(line.lexicon.root)).finditer(line.text):
        start, end = match.span()
        if start in line.starts and (end in line.ends or line.at(end - 1).tag == "ORG" or line.text.startswith("长", end)):
            key = _tails(str(line.lexicon.root))[f"{match.group()[:-1]}局"]
            hint = {"organ": key, "level": "省", "subtype": line.lexicon.organs[key].cls}
            yield Candidate(start, end, "ORG", "organ.bare", 63, 0.75, match.group(), hint)


@lru_cache(maxsize=4)
def _provincial(root: str) -> re.Pattern[str]:
    known = load(root).words["organs"]["departments"]
    names = {f"{tail[:-1]}厅" for tail, key in _tails(root).items() if tail.endswith("局") and key in known and len(tail) > 2}
    return re.compile(f"(?<![省区市州])(?:{choice(names)})(?![堂室内里])")


@lru_cache(maxsize=4)
def _elliptic(root: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first member of a list of departments, its level word in group 1, and the next member with what stands before and behind it."""
    words = load(root).words["organs"]["elliptic"]
    ends, behind = choice(words["ends"]), choice(words["behind"])
    name = f"[\u4e00-\u9fff]{{0,9}}?(?:{ends})"
    first = f"[\u4e00-\u9fff]{{1,9}}?(?:{choice([*words['ends'], *words['first_ends']])})"
    return re.compile(f"([省市县区州盟旗]){first}(?=、)"), re.compile(f"(?:、|以及|和|及|与)({name})(?=[、，。；）（]|{behind}|$)")


@lru_cache(maxsize=4)
def _tails(root: str) -> dict[str, str]:
    """The short forms of departments without their place → the organ's key."""
    return {form.tail: form.organ for form in load(root).forms if form.slot in ("X", "p") and not form.before and len(form.tail) > 1}


def departments(lexicon: Lexicon) -> dict[str, str]:
    """The short forms of departments that may stand alone → the organ."""
    return _departments(str(lexicon.root))


@lru_cache(maxsize=4)
def _departments(root: str) -> dict[str, str]:
    return bare_departments(load(root))


def _place_before(line: Line, end: int, slot: str) -> Before | None:
    """The place or level word that ends at `end` and fits the slot of an organ's form."""
    if slot == "":
        return (end, {})
    if slot not in ("X", "P"):
        return _division_ending(line, end, full=False)
    term = TERM.search(line.text, max(0, end - 8), end)
    stop = term.start() if term and slot == "X" else end
    place = _division_ending(line, stop, full=True) or _town_ending(line, stop)
    if place or slot == "P":
        return place
    if not line.text.endswith(LEVELS, 0, stop):
        return None
    word = next(w for w in LEVELS if line.text.endswith(w, 0, stop))
    doubled = _division_ending(line, stop - len(word), full=True)
    if doubled and doubled[1]["level"][-1:] == word:  # 锡林郭勒盟|盟委
        return doubled
    if line.text.endswith(word, 0, stop - len(word)):  # 东乌旗|旗委
        begin = _town_start(line, max(0, stop - 8), stop - len(word))
        if begin is not None:
            return begin, {"place": line.text[begin : stop - len(word)], "level": word}
    return stop - len(word), {"level": word}


def _division_ending(line: Line, end: int, *, full: bool) -> Before | None:
    for length in range(min(15, end), 1, -1):
        name = line.text[end - length : end]
        if name not in line.lexicon.place_names or (full and name not in line.lexicon.full_names and not level_word(name)):
            continue
        if not _stands(line, end - length, end, name):
            continue
        code = line.locate(name)
        hint = {"place": name, "level": level_word(name)}
        return end - length, {**hint, "code": code} if code else hint
    return None


def _stands(line: Line, start: int, end: int, name: str) -> bool:
    """Whether a division's name begins at a word's start, and is not a word and a level word (会同|县纪委, 和|县水利局)."""
    first = line.at(start)
    if start - 1 in line.post_ends and line.text[start - 1] in line.lexicon.surnames and name[1] in "和与及":
        return False  # 副县长唐|新和县|经信局
    if len(name) > 3 or name not in line.lexicon.full_names:
        return True
    stem = name[:-1]
    if first.start == start and first.end == end - 1 and first.tag in ("v", "p", "c", "d", "u", "vn", "ad"):
        return False
    if len(name) == 2 or (frequency(stem) and stem in line.lexicon.words["suffixes"]["word_places"]):
        code = line.locate(name)
        near = bool(line.home) and line.lexicon.prefecture(code) == line.lexicon.prefecture(line.home)
        return near or (first.start == start and first.tag in ("LOC", "ORG") and stem not in line.lexicon.words["organs"]["linking_words"])
    return True


def _town_ending(line: Line, end: int) -> Before | None:
    """A town or village that ends at `end`: one of the gazetteer, or words that can be its name."""
    known = towns(line.lexicon)
    for length in range(min(12, end), 2, -1):
        name = line.text[end - length : end]
        if name in known and (end - length in line.starts or nearest(name, line.home, line.lexicon)[1] in ("county", "prefecture")):
            return end - length, {"place": name, "level": level_word(name)}
    town = TOWN.search(line.text[max(0, end - 9) : end])
    begin = _town_start(line, end - len(town.group()), end) if town else None
    if begin is not None and "各" in line.text[begin:end]:
        return None  # 我乡各村党支部
    if begin is not None and end - begin == 2 and line.text[begin] in line.lexicon.words["organs"]["town_leads"]:
        return None
    return (begin, {"place": line.text[begin:end], "level": level_word(line.text[begin:end])}) if begin is not None else None


def _town_start(line: Line, earliest: int, end: int) -> int | None:
    """Where a town's name that ends at `end` begins: the leftmost token such that only words of names lie between."""
    found = None
    for token in reversed(line.between(max(0, earliest), end)):
        word = line.text[token.start : min(token.end, end)]
        if token.tag not in NAMELIKE and not (token.tag in ("f", "a", "m", "q", "vn") and len(word) == 1) and frequency(word) > 0:
            break
        if token.start < earliest:
            if token.tag in ("LOC", "ORG") and earliest in line.gazetteer_starts:
                found = earliest
            break
        if word in line.lexicon.words["suffixes"]["outside"] or word in line.lexicon.posts:
            break
        name = line.text[token.start : end]
        if len(name) >= 2 and not common(name, line.lexicon) and name not in line.lexicon.words["organs"]["no_towns"]:
            found = token.start
        if token.tag == "LOC":
            break
    if found is None:
        return None
    name = line.text[found:end]
    inner, outer = line.gazetteer_starts.get(found, (end, ""))
    start = inner if inner < end and (outer in line.lexicon.full_names or outer in towns(line.lexicon)) else found
    return (
        start
        if len(name) - (start - found) >= 2 and not common(line.text[start:end], line.lexicon) and re.fullmatch("[\u4e00-\u9fff]+", name)
        else None
    )


def clean_left(line: Line, begin: int, hint: dict[str, str]) -> bool:
    """Whether the name really begins here: a bare level word may not be the tail of another word (各市委, 超市委托, 开发区党工委)."""
    if "place" in hint:
        return begin in line.starts or line.at(begin).tag in ("LOC", "ORG", "n", "nz") or line.text[begin - 1 : begin] in "，。、“（"
    words = line.lexicon.words["organs"]
    if (
        _pointed(line, begin)
        or line.text.endswith(tuple(words["not_after"]), 0, begin)
        or line.text.endswith(tuple(words["level_tails"]), 0, begin + 1)
    ):
        return False
    return begin in line.starts or line.at(begin).tag == "ORG" or begin == 0 or not "\u4e00" <= line.text[begin - 1] <= "\u9fff"


def _pointed(line: Line, begin: int) -> bool:
    """Whether a level word belongs to a pointer before it: 全市|法院 are all courts of the city."""
    pointer = line.text[begin - 1 : begin] if begin else ""
    return pointer in line.lexicon.words["organs"]["pointers"] and not line.text.endswith(
        tuple(line.lexicon.words["deixis"]["never_after"]), 0, begin - 1
    )


def _level_fits(levels: tuple[str, ...], hint: dict[str, str], lexicon: Lexicon) -> bool:
    word = hint.get("level", "")
    if hint.get("code") in lexicon.divisions:
        word = lexicon.divisions[hint["code"]].word
    return any(word == level or word in lexicon.levels.get(level, ()) for level in levels)


SCHOOLS = tuple(f"}}{number}中" for number in "一二三四五六七八九十")  # 区七中, by what a form ends in


def _stopped(line: Line, form: str, end: int) -> bool:
    """Whether what follows makes the form another word: 政协委员, 市委托, 区七中队."""
    words = line.lexicon.words["organs"]
    if form.endswith(SCHOOLS) and line.text.startswith(tuple(words["not_before_schools"]), end):
        return True
    return any(line.text.startswith(word, end) for word in words["not_before"].get(form, ()))
