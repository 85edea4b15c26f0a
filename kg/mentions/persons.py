"""Persons: what the tagger calls a person, names behind posts (秘书长权威), name lists, appointments, and the byline's authors."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.mentions import bylines
from kg.mentions.candidates import Candidate, Line
from kg.mentions.expected import given_end
from kg.mentions.person_words import CLOSED, DOTS, HAN, Words, words_of
from kg.mentions.places import slogan
from kg.mentions.tagger import Token
from kg.text.segment import frequency

SEVERAL = re.compile("[两二三四五六七八九十][位名](?:同志)?$")  # 李超群三位同志
HANS = "\u4e00-\u9fff"
DOTTED = re.compile("[\u4e00-\u9fff]{1,8}(?:[·•・][\u4e00-\u9fff]{1,8})+")
ANONYMOUS = re.compile("[\u4e00-\u9fff]某[某\u4e00-\u9fff]?")
NATION = re.compile("[（(][^（()）]{1,8}[）)]")
ITEM = re.compile("([\u4e00-\u9fff·]{2,9})(?:[（(][^（()）]{1,8}[）)])?(?:、|$)")
HOUSE = re.compile(f"(?<=[村屯寨组])([{HANS}]{{2,3}})(?=家(?:的|里|中|院|门))")
THOUGHT = re.compile("[\u4e00-\u9fff]{0,12}(?:思想|论述|理论)")
COMMON = 200  # occurrences in jieba's dictionary from which on a word is a word, and a name only with more signs
LINKING = frozenset("为是与和将把被对向从以于及")  # words that something must follow
ASPECTS = ("了", "着", "过")
STOPPED = ("，", "。", "；", "、", "（", "”")
LEADS = ("率", "携")
CLOSING = frozenset("等说称道讲问答笑哭喊叫想看摄文图著撰画书题曰谈率携")  # words of their own behind a name, at the end of a clause
ENDED = tuple("，、；。）")
LISTING = "等和与及同"
TALKING = ("作", "做", "致")
ADVERBS = frozenset("正已也都就还又便刚曾率将")  # what may stand between a name and its verb
WORD = 5000  # occurrences from which on a word is never the beginning of a longer name
GIVEN_ADVERBS = frozenset("太全永常恒尤")  # in names as well: 张甲太
FUNCTION = ("p", "c", "u", "d", "r")
LEVELS = tuple("省市县区州盟旗镇乡")
FIRM = 3.0  # a margin of the tagger above which nearly every person is one (97 of 100 on our gold; below 1 one in two)


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type PER: names only, titles and honorifics left out."""
    found = [*_authors(line), *_leaders(line), *_tagged(line), *_dotted(line), *_composed(line), *_appointed(line)]
    found += _at_home(line)
    found += _after_posts(line, {c.start for c in found})
    found += _before_titles(line, {i for c in found for i in range(c.start, c.end)})
    found += _in_lists(line, found)
    found += _before_lists(line, found)
    yield from (c for c in found if not _part_of_word(line, c))


def _part_of_word(line: Line, c: Candidate) -> bool:
    """Whether what looks like a name is the end or the beginning of something else: 居民|楼前, 苏|副市长."""
    ahead = (line.text[c.end : c.end + n] for n in (2, 3, 4))
    deputy = c.end - c.start == 2 and line.text[c.end - 1] == "副" and not line.lexicon.posts.keys().isdisjoint(ahead)
    return deputy or (line.text[c.start] == "楼" and line.text.endswith("居民", 0, c.start))


def surname(name: str, lexicon: Lexicon) -> str:
    """The surname a name begins with: the compound one if there is one, else its first character when that is a surname, else ""."""
    if len(name) >= 3 and name[:2] in lexicon.surnames:
        return name[:2]
    return name[:1] if name[:1] in lexicon.surnames else ""


def plausible(name: str, lexicon: Lexicon, *, places: bool = False) -> bool:
    """Whether a string has the form of a Chinese person's name: surname + 1–2 characters (compound surname too); `places`: a post stands before it."""
    rare = name[:1] if places and name[:1] in lexicon.words["posts"]["rare_surnames"] else ""
    family = surname(name, lexicon) or rare
    return bool(family and HAN.fullmatch(name)) and 1 <= len(name) - len(family) <= 2 and (places or name not in lexicon.full_names)


def _authors(line: Line) -> Iterator[Candidate]:
    for author in line.authors:
        for match in re.finditer(f"{re.escape(author)}(?![{HANS}]{{0,3}}[{DOTS}])", line.text):
            if line.role in ("byline", "credit", "caption") or match.start() < 40 or match.end() > len(line.text) - 25:
                hint = bylines.hint(line.text, match.start(), match.end(), line.lexicon)
                yield Candidate(match.start(), match.end(), "PER", "person.byline", 96, 0.97, author, hint)


def _leaders(line: Line) -> Iterator[Candidate]:
    """The leaders of the country, whom every article may name, but not the bodies of thought named after them."""
    for name in line.lexicon.words["posts"]["leaders"]:
        for match in re.finditer(re.escape(name), line.text):
            if not THOUGHT.match(line.text, match.end()) or line.text.startswith(words_of(line.lexicon).honorifics, match.end()):
                yield Candidate(match.start(), match.end(), "PER", "person.leader", 97, 0.98, name)


def _tagged(line: Line) -> Iterator[Candidate]:
    words = words_of(line.lexicon)
    for index, token in enumerate(line.tokens):
        beside_dot = line.text[token.start - 1 : token.start] in tuple(DOTS) or line.text[token.end : token.end + 1] in tuple(DOTS)
        if token.tag == "PER" and not any(c in line.word(token) for c in DOTS) and not (beside_dot and token.margin < 1.0):
            start, end = token.start, _without_honorific(line, token, words)
            name = re.sub("\\s", "", line.text[start:end])
            if ANONYMOUS.fullmatch(name) or name in words.not_names or _takes_office(name, line.lexicon) or name[1:] in words.never_given or not HAN.fullmatch(name):
                continue
            candidate = (
                _split(line, index, name, words)
                or _filled(line, start, end)
                or _longer(line, index, start, end)
                or _as_tagged(line, token, _before_talk(line, start, end), name)
            )
            if candidate:
                yield candidate


def _before_talk(line: Line, start: int, end: int) -> int:
    """Where the tagger's person ends, without the verb of a talk that it joined to the name: 江海|作动员讲话."""
    talks = tuple(line.lexicon.words["posts"]["talks"])
    pair = line.text[end - 1 : end + 1]
    if end - start == 3 and frequency(pair) > WORD and end < len(line.text) and line.at(end).end == end + 1 and pair[0] not in CLOSED:
        return end - 1  # 郑洪|利用担任
    return end - 1 if end - start == 3 and line.text[end - 1] in TALKING and line.text.startswith(talks, end) else end


def _filled(line: Line, start: int, end: int) -> Candidate | None:
    """A name of three whose last character the tagger left over, in a list or behind a post: 陈社|教、楼伟成, 张演|和对工作提出要求, 程军|才出席."""
    text, name, words = line.text, line.text[start : end + 1], words_of(line.lexicon)
    if end - start != 2 or len(name) != 3 or not plausible(name, line.lexicon) or surname(name, line.lexicon) != name[0]:
        return None
    listed = text[start - 1 : start] == "、"
    if not (listed or start in line.post_ends) or frequency(name[1:]) > WORD:
        return None
    ends = line.lexicon.words["posts"]["name_ends"]
    item = text[end + 1 : end + 2] == "、" and end + 2 < len(text) and line.at(end + 2).tag == "PER" and name[2] not in LISTING
    last = line.at(end)
    letter = name[2] not in words.starters and (last.tag not in FUNCTION or name[2] in GIVEN_ADVERBS) and last.end - last.start == 1
    acts = text.startswith(tuple(ends[name[2]]) if name[2] in ends else words.long_predicates if letter else (), end + 1)
    return Candidate(start, end + 1, "PER", "person.filled", 85, 0.85, name) if item or acts else None


def _as_tagged(line: Line, token: Token, end: int, name: str) -> Candidate | None:
    """A person as the tagger cut it, if its form, its margin or what stands around it bears it out."""
    words, lexicon, start = words_of(line.lexicon), line.lexicon, token.start
    name = name if end - start == len(name) else line.text[start:end]
    behind = start in line.post_ends
    if slogan(line, start, end) or (name in lexicon.place_names and not behind and not line.text.startswith(words.speech, end)):
        return None
    if len(name) == 3 and name[2] == "先" and line.text.startswith("后", end) and plausible(name[:2], lexicon):
        end, name = end - 1, name[:2]  # 王鑫|先后来到
    if plausible(name, lexicon):
        if (line.text.startswith(words.geography, end) or name[1:] in words.geography) and token.margin < FIRM:
            return None
        if name[-1] in words.waters and not behind and line.text.startswith(words.beside_waters, end):
            return None  # 赵王河|下游
        needed = 2.5 if len(name) == 2 and frequency(name) > 0 else 1.0
        closed = end == len(line.text) or line.text[end] in CLOSED
        near = (frequency(name) == 0 or closed) and token.margin >= 0.3
        if behind or near or token.margin >= needed or end == len(line.text) or line.text.startswith(words.predicates, end):
            return Candidate(start, end, "PER", "person.tagger", 80, 0.95, name)
        return None
    if len(name) == 4 and behind and plausible(name[:3], lexicon) and name[3] in ADVERBS:
        return Candidate(start, end - 1, "PER", "person.tagger", 80, 0.85, name[:3])  # 郎志国|正
    if len(name) >= 2 and behind and not name.startswith(words.predicates):
        return Candidate(start, end, "PER", "person.tagger-post", 80, 0.85, name)
    if 3 <= len(name) <= 8 and name not in lexicon.place_names and frequency(name) == 0 and token.margin >= 1.0:
        return Candidate(start, end, "PER", "person.tagger-other", 55, 0.6, name)
    return None


def _without_honorific(line: Line, token: Token, words: Words) -> int:
    name = line.word(token)
    bracketed = name[-1] == "摄" or "（" in line.text[max(0, token.start - 8) : token.start]
    named = name[-1] != "摄" and line.text[: token.start].rstrip().endswith(("记者", "通讯员"))
    if len(name) > 2 and name.endswith(words.credits) and bracketed and line.text[token.end : token.end + 1] in ("/" if named else "）)/"):
        return token.end - 1
    if len(name) == 3 and name[-1] in LEADS and plausible(name[:2], line.lexicon):
        return token.end - 1  # 陈立率|视察组
    cut = next((len(w) for w in words.honorifics if name.endswith(w) and len(name) - len(w) >= 2), 0)
    several = SEVERAL.search(name[: len(name) - cut])
    return token.end - cut - (len(several[0]) if several and cut and several.start() >= 2 else 0)


def _split(line: Line, index: int, name: str, words: Words) -> Candidate | None:
    """A name behind a post whose surname the tagger cut off: 理事长|种|兆田."""
    before = line.tokens[index - 1] if index else None
    if (
        not before
        or len(name) != 2
        or before.end - before.start != 1
        or before.tag in ("w", "p", "c", "u")
        or before.start not in line.post_ends
    ):
        return None
    joined = line.text[before.start : line.tokens[index].end]
    if plausible(joined, line.lexicon) or words.foreign(joined):
        return Candidate(before.start, before.start + len(joined), "PER", "person.split", 81, 0.85, joined)
    return None


def _longer(line: Line, index: int, start: int, end: int) -> Candidate | None:
    """A name that the tagger cut short: 左东|升作表态发言; or in two: 孟和|巴雅尔."""
    words, text = words_of(line.lexicon), line.text
    if index + 1 >= len(line.tokens) or end != line.tokens[index].end or text[start + 1 : end] in words.geography:
        return None
    following = line.tokens[index + 1]
    joined = text[start : following.end]
    two = following.tag == "PER" and 4 < len(joined) <= 7 and not plausible(text[start:end], line.lexicon)
    foreign = following.tag in ("PER", "LOC", "nz", "n", "ORG") and 3 <= len(joined) <= 7 and words.foreign(joined)
    given = len(joined) == 4 and text[start : start + 2] in words.given and words.foreign(joined)
    if two or given or (foreign and (following.tag == "PER" or start in line.post_ends)):
        return Candidate(start, following.end, "PER", "person.sounds", 84, 0.85, joined)
    name = text[start : end + 1]
    if (
        end - start == 2
        and following.tag == "c"
        and following.end == end + 1
        and text[end + 1 : end + 2] in STOPPED
        and plausible(name, line.lexicon)
    ):
        return Candidate(start, end + 1, "PER", "person.longer", 81, 0.8, name)  # 王玉|和，
    if (
        end - start == 2
        and plausible(name, line.lexicon)
        and surname(text[start:end], line.lexicon) == text[start]
        and _cut_off(line, index, end, words)
    ):
        return Candidate(start, end + 1, "PER", "person.longer", 81, 0.8, name)
    return None


def _cut_off(line: Line, index: int, end: int, words: Words) -> bool:
    """Whether the character behind a name of two is its third: it begins no word and no predicate."""
    text, following = line.text, line.tokens[index + 1]
    if following.end - 1 in line.post_letters or (text[end] == "副" and not {text[end + 1 : end + 3], text[end + 1 : end + 4]}.isdisjoint(line.lexicon.posts)):
        return False  # 衡彤|副市长, 姜慧|副支队长
    single = following.end == end + 1 and following.tag not in ("c", "u", "w") and text[end] not in CLOSING
    if text.startswith("同志", end + 1) or (single and text[end + 1 : end + 2] in ENDED and end - 2 in line.post_ends):
        return True  # 侯宗|让同志; 总经理蔡浩|前，
    if words.foreign(text[end - 2 : end + 2]) or frequency(text[end - 2 : end]) > 50 or text[end] in words.starters:
        return False
    if text.startswith(words.honorifics, end + 1):
        return True
    if text.startswith(words.predicates, end) or text.startswith(words.geography, end + 1):
        return False
    if following.tag in ("p", "c", "u", "w", "r", "f", "q", "m", "d", "TIME", "xc"):
        return False
    if frequency(text[end : end + 2]) > 0 and text[end + 1 : end + 2] not in CLOSED:
        return False
    if following.end - following.start > 1:
        return frequency(line.word(following)) == 0 and following.tag not in ("PER", "LOC", "ORG", "nz")
    return index + 2 >= len(line.tokens) or line.word(line.tokens[index + 2]) not in ("了", "着", "过", "的")


def _dotted(line: Line) -> Iterator[Candidate]:
    """Names with a dot inside (古丽米热·艾则孜): from behind a post or a stop to the end of the word after the last dot."""
    words, taken = words_of(line.lexicon), 0
    for match in DOTTED.finditer(line.text):
        start, end = match.span()
        dots = [i for i in range(start, end) if line.text[i] in DOTS]
        stops = [e for e in range(start + 1, dots[0] + 1) if e in line.post_ends]
        before = [t for t in line.between(start, dots[0]) if t.tag in ("p", "u", "c", "v", "r", "d") and t.end <= dots[0]]
        stops += [t.end for t in before if not words.foreign(line.word(t))]
        start = max([start, taken, *stops])
        stop = min(_sounds_end(line, dots[-1] + 1, end, words), dots[-1] + 9)
        near = any(line.at(i).tag == "PER" and line.at(i).margin >= 1.0 for i in range(start, stop))
        if stop - start >= 4 and not slogan(line, start, stop) and (near or start in line.post_ends or words.foreign(re.sub(f"[{DOTS}]", "", line.text[start:stop]))):
            taken = stop
            yield Candidate(start, stop, "PER", "person.dotted", 95, 0.9, line.text[start:stop])


def _composed(line: Line) -> Iterator[Candidate]:
    """Names that are made of given names of other languages, one right behind another: 次仁|多吉, wherever they stand."""
    words, begun = words_of(line.lexicon), 0
    for start, _, _ in sorted(line.hits.get("given", ())):
        end = words.given_end(line.text, start) if start >= begun else 0
        if end - start < 3 or line.text.startswith(words.geography, end) or line.text[end : end + 1] in DOTS:
            continue
        begin = next((at for at in range(start - 1, max(0, start - 4), -1) if at in line.post_ends), start)
        if begin == start and end - start < 4:
            continue
        begun = end
        if begin < start and HAN.fullmatch(line.text[begin:start]) and not any(t.tag in FUNCTION for t in line.between(begin, start)):
            yield Candidate(begin, end, "PER", "person.composed", 87, 0.85, line.text[begin:end])  # 牧户|苏伊拉|其其格
            continue
        if line.text[start - 1 : start] not in DOTS and frequency(line.text[start:end]) < COMMON and not slogan(line, start, end):
            yield Candidate(start, end, "PER", "person.composed", 83, 0.85, line.text[start:end])


def _sounds_end(line: Line, start: int, end: int, words: Words) -> int:
    """Where the part of a name after its last dot ends: at a known given name, the tagger's word, and as far as characters that write
    foreign sounds go on."""
    known = next((n for n in range(min(8, end - start), 1, -1) if line.text[start : start + n] in words.given), 0)
    stop = start + known
    for token in line.between(start, end):
        if token.end <= stop:
            continue
        text = line.text[max(start, token.start) : min(token.end, end)]
        ahead = line.text[token.end : token.end + 2]
        goes_on = words.foreign(text) and (len(text) > 1 or (len(ahead) == 2 and words.foreign(ahead)))
        more = words.foreign(text) and not (known and token.tag != "PER")  # 阿不都|哈德尔
        if (text.startswith(words.predicates) and not goes_on) or (stop > start and not more):
            break
        stop = min(token.end, end)
    return stop if stop > start else min(start + 2, end)


def _appointed(line: Line) -> Iterator[Candidate]:
    """Names in decisions: 任命毛红为…, 免去田径的…职务; ；蓝天（瑶族）为…."""
    words = words_of(line.lexicon)
    if not any(verb in line.text for verb in line.lexicon.words["posts"]["appointing"]):
        return
    for match in words.appointing.finditer(line.text):
        name = match.group(1)
        if plausible(name, line.lexicon, places=True) and name not in words.not_names:
            yield Candidate(match.start(1), match.end(1), "PER", "person.appointed", 86, 0.9, name)
    for match in words.appointed.finditer(line.text):
        items = [(match.start(1) + item.start(), SEVERAL.sub("", item.group(1))) for item in ITEM.finditer(match.group(1))]
        if sum(plausible(name, line.lexicon, places=True) or words.foreign(name) for _, name in items) * 2 > len(items) > 1:
            for start, name in items:
                if name not in words.not_names:
                    yield Candidate(start, start + len(name), "PER", "person.appointed", 86, 0.85, name)


def _after_posts(line: Line, taken: set[int]) -> Iterator[Candidate]:
    words = words_of(line.lexicon)
    for begin, end, word in line.posts:
        start, title = end, line.at(begin).start
        if title and line.at(title - 1).tag == "PER":
            continue  # 衡彤副市长|来校交流
        while start < len(line.text) and line.text[start] in " \u3000":
            start += 1
        if start in taken or start >= len(line.text):
            continue
        sure = word in line.lexicon.posts or word in words.named
        stop = given_end(line.text, start, line.lexicon) or _name_end(line, start, sure=sure) or (sure and _foreign_end(line, start, words))
        if stop:
            yield Candidate(start, stop, "PER", "person.post", 82, 0.85, line.text[start:stop])


def _before_titles(line: Line, taken: set[int]) -> Iterator[Candidate]:
    """Names that the tagger took for words before a leader's title, at the beginning of a clause or behind a body: ；|冷劲松|市长在推进会上讲话, 市农业局|农朝日|局长."""
    titles, doing = "|".join(line.lexicon.words["posts"]["titles"]), "在|就|对|说|指出|强调|表示|代表|关于|主持|出席|告诉|介绍"
    clause, body = f"(?<=[，。；、的])([{HANS}]{{2,4}})(?:{titles})(?={doing})", f"(?<=[局厅])([{HANS}]{{3}})(?:{titles})(?={doing}|[、，。]|等)"
    for match in re.finditer(f"{clause}|{body}", line.text):
        start, stop = match.span(match.lastindex or 0)
        name = match[match.lastindex or 0]
        if plausible(name, line.lexicon) and frequency(name) == 0 and taken.isdisjoint(range(start, stop)) and name not in words_of(line.lexicon).not_names:
            yield Candidate(start, stop, "PER", "person.title", 81, 0.8, name)


def _at_home(line: Line) -> Iterator[Candidate]:
    """Whose house a village's is: 响水洞村|龙金海|家的院坝."""
    for match in HOUSE.finditer(line.text):
        name = match.group(1)
        if plausible(name, line.lexicon) and frequency(name) == 0 and name not in words_of(line.lexicon).not_names:
            yield Candidate(match.start(1), match.end(1), "PER", "person.house", 81, 0.85, name)


def _in_lists(line: Line, found: list[Candidate]) -> Iterator[Candidate]:
    """Names that the tagger missed or cut in a list: 陈立、权威、高峰出席."""
    ends = {c.end: c for c in found}
    starts = {c.start for c in found}
    queue = deque(sorted(ends))
    while queue:
        end = queue.popleft()
        nation = NATION.match(line.text, end)
        end = nation.end() if nation else end
        if line.text[end : end + 1] not in ("、", " ", "\u3000"):
            continue
        stop = _item_end(line, end + 1) or _between(line, end + 1, starts) or (0 if end + 1 in starts else _name_end(line, end + 1, sure=False, listed=True))
        if stop and (stop not in ends or ends[stop].start != end + 1):
            yield Candidate(end + 1, stop, "PER", "person.list", 84, 0.8, line.text[end + 1 : stop])
            starts.add(end + 1)
            queue.append(stop)


def _before_lists(line: Line, found: list[Candidate]) -> Iterator[Candidate]:
    """The first name of a list, behind a stop, that the tagger missed: ；|楼建明|、张仁贵、盛全生当选."""
    words, ends = words_of(line.lexicon), {c.end for c in found}
    for start in {c.start for c in found if c.end - c.start in (2, 3)}:
        stop = start - 1
        begin = stop - 3
        name = line.text[max(begin, 0) : stop]
        opens = begin == 0 or line.text[begin - 1 : begin] in ("。", "；", "，", "：")
        if line.text[stop : stop + 1] != "、" or stop in ends or begin < 0 or not opens or name[-1] in words.geography:
            continue
        if plausible(name, line.lexicon) and frequency(name) == 0 and name not in words.not_names and not any(t.tag in FUNCTION for t in line.between(begin, stop)):
            yield Candidate(begin, stop, "PER", "person.list", 84, 0.75, name)


def _between(line: Line, start: int, starts: set[int]) -> int:
    """The end of a list's item between two names whose surname no list knows: 陈恢根、|镇权|、刘合权; 0 if it is none."""
    stop = next((e for e in (start + 2, start + 3) if line.text[e : e + 1] == "、"), 0)
    name = line.text[start:stop]
    return stop if stop and stop + 1 in starts and HAN.fullmatch(name) and frequency(name) == 0 and not surname(name, line.lexicon) else 0


def _item_end(line: Line, start: int) -> int:
    """The end of a list's item that has the form of a full name and fills the space to the next 、 or bracket; 0 if it does not."""
    words = words_of(line.lexicon)
    for stop in (start + 3, start + 4, start + 2):
        name, closer = line.text[start:stop], line.text[stop : stop + 1]
        if len(name) > 3 and name[:2] in words.given and words.foreign(name) and _closes(line, stop, words):
            return stop
        if not closer or closer not in "、（(" or not plausible(name, line.lexicon) or name in words.not_names:
            continue
        tokens = line.between(start, stop)
        if len(name) > 2 and (len(tokens) > 1 or tokens[0].tag == "PER" or frequency(name) == 0):
            return stop
        if len(name) == 2 and frequency(name) == 0 and stop + 1 < len(line.text) and line.at(stop + 1).tag == "PER":
            return stop
    return 0


def _name_end(line: Line, start: int, *, sure: bool, listed: bool = False) -> int:
    """The end of a name that begins at `start` and that the tagger took for words, or 0. `sure`: a post of a person stands before it;
    `listed`: another name does."""
    words = words_of(line.lexicon)
    for length in (4, 3) if line.text[start : start + 2] in line.lexicon.surnames else (3, 2):
        name = line.text[start : start + length]
        if (
            len(name) < length
            or not plausible(name, line.lexicon, places=sure)
            or ANONYMOUS.fullmatch(name)
            or name[1:] in words.never_given
            or name in words.never
            or name in line.lexicon.posts  # 村民|代表
            or _takes_office(name, line.lexicon)
            or (name[0] == "来" and not line.text.startswith(words.speech, start + length))  # 有关负责人|来邵
            or _joins(line, start)
        ):
            continue
        whole = sure and length == 3 and line.aligned(start, start + length) and frequency(name) == 0 and line.at(start).tag not in FUNCTION
        if not (whole or _closes(line, start + length, words, sure=sure)) or _too_long(line, start, name, words):
            continue
        if _bearable(line, start, name, sure=sure, listed=listed):
            return start + length
    return 0


def _takes_office(name: str, lexicon: Lexicon) -> bool:
    """Whether a string is a post that somebody takes: 由县长|任组长."""
    return name.startswith(("任", "兼", "当")) and name[1:] in lexicon.posts


def _joins(line: Line, start: int) -> bool:
    """Whether a surname that is a linking word or a verb as well stands before a word: 法官|和|干警, 教村民|种|萝卜."""
    if line.text[start] not in line.lexicon.words["posts"]["surnames_too"] or start + 1 >= len(line.text):
        return False
    first, rest = line.at(start), line.at(start + 1)
    return first.end == start + 1 == rest.start and frequency(line.word(rest)) > 50


def _too_long(line: Line, start: int, name: str, words: Words) -> bool:
    """Whether a name of three is one of two and the beginning of a predicate: 尚可|说."""
    if len(name) != 3 or surname(name, line.lexicon) != name[0]:
        return False
    if frequency(name[:2]) > 0 and line.text.startswith(words.long_predicates, start + 3) and name[:2] not in words.not_names:
        return False  # 秘书长史前进|主持
    if name[2] in LINKING and line.text[start + 3 : start + 4] in CLOSED:
        return False  # 书记厉有为、刘玉浦: nothing is linked there
    did = name[2] in words.predicates and line.text[start + 3 : start + 4] in ASPECTS
    return (
        did
        or frequency(name[:2]) > WORD
        or name[:2] in words.not_names
        or name[2] in words.starters
        or line.text.startswith(words.long_predicates, start + 2)
    )


def _bearable(line: Line, start: int, name: str, *, sure: bool, listed: bool) -> bool:
    """Whether the words that the tagger saw here can be a name after all; a common word needs what only persons do behind it."""
    words, stop = words_of(line.lexicon), start + len(name)
    tokens = line.between(start, stop)
    if (name in words.not_names or frequency(name) > COMMON) and not ((sure or listed) and _said(line, start, stop, name, words)):
        return False
    verb = len(tokens) == 1 and tokens[0].tag in ("v", "vd", "vn", "ad") and (not sure or frequency(name) > 50)
    if verb and not line.text.startswith((*words.speech, "、", "（"), stop):
        return False
    if sure:
        beyond = tokens[-1].tag in ("ORG", "TIME") and tokens[-1].end > stop and not _beside(line, stop)
        shut = line.text[stop : stop + 1] in CLOSED or line.text[stop : stop + 1] == "等"
        if shut and tokens[0].end == start + 1 and len(name) > 2:
            tokens = tokens[1:]  # 院长|于|海洋，
        return not beyond and not any(t.tag in ("w", "u", "p", "r") or (t.tag == "TIME" and t.end - t.start > 1) for t in tokens)
    if listed and len(tokens) == 2 and tokens[1].tag == "PER" and tokens[1].start == start + 1:
        return line.aligned(start, stop)  # 、买|文秀出席
    return line.aligned(start, stop) and not any(
        t.tag in ("LOC", "ORG", "TIME", "w", "u", "p", "c", "r", "v", "d", "vn", "m", "f") for t in tokens
    )


def _said(line: Line, start: int, stop: int, name: str, words: Words) -> bool:
    closer = line.text[stop : stop + 1]
    if line.text.startswith(words.speech, stop) or closer == "、" or (closer in CLOSED and name not in words.not_names):
        return True
    return line.at(start).tag in ("LOC", "PER") and line.text.startswith(words.long_predicates, stop)


def _closes(line: Line, stop: int, words: Words, *, sure: bool = False) -> bool:
    """Whether a name can end here: before punctuation, or before what people do; behind a post any verb will do."""
    if stop >= len(line.text) or line.text[stop] in CLOSED or line.text.startswith("等领导", stop) or line.text.startswith(words.predicates, stop):
        return True
    if sure and _beside(line, stop):
        return True
    token = line.at(stop)
    return sure and token.start == stop and token.end - stop > 1 and token.tag in ("v", "p", "d")


def _beside(line: Line, stop: int) -> bool:
    """Whether another body is named right behind a name and a linking word: 副部长牟建国|与县民政局局长."""
    after = line.text[stop + 1 : stop + 2]
    return line.text[stop : stop + 1] in ("与", "和", "同", "及") and (stop + 1 in line.gazetteer_starts or after in LEVELS)


def _foreign_end(line: Line, start: int, words: Words) -> int:
    """The end of a name written by sound (俄木曲体, 勒格热体) that begins behind a post, or 0."""
    stop = start
    while stop < len(line.text) and line.text[stop] in words.sounds and not (stop - start >= 2 and _closes(line, stop, words)):
        stop += 1
    name, closed = line.text[start:stop], line.text[stop : stop + 1] in CLOSED
    if not 2 <= len(name) <= 6 or not _closes(line, stop, words) or frequency(name) > 0:
        return 0
    if name[0] in words.starters and (len(name) < 3 or not (closed or line.text.startswith(words.speech, stop))):
        return 0
    known = any(
        t.tag in ("v", "p", "d", "c", "u") and t.end - t.start > 1 and frequency(line.word(t)) > 500 for t in line.between(start, stop)
    )
    return 0 if known else stop
