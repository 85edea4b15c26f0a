"""Numbers that papers report: what is measured, of whom, how much, when (新增学位1080个; 投资300余万元、面积1300平方米), and how it changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.claims.bearers import NOBODY, Bearers, Bodies
from kg.claims.indicator_names import MAKES, Name, Words, before, behind, first_noun, related, shared
from kg.claims.skeleton import Skeleton
from kg.lexicon import Lexicon
from kg.model import FIGURE, HOME, Term
from kg.text import dates, numerals
from kg.text.choice import choice

CLAUSE = re.compile("[，。；：！？\n]")
END = re.compile("[。；！？\n]")
PER = re.compile("每(斤|公斤|千克|吨|立方米|平方米|千瓦时|度|株|棵|头|只)(?:达到?|为|约|近|超过?)?$")
COMPARING = frozenset("比较与同")
FROM = re.compile("(?:由|从)(?:[0-9]{4}年底?|最[高低多少]时?|原来|过去|年初|上年|去年|每年|[\u4e00-\u9fff]{2,4}时)?的?$")
DIGIT = re.compile("\\d")
JOINED = frozenset(("、", "和", "及", "，"))  # between figures told in a row
ITEMS = re.compile("[、和及与]")
RESPECTIVELY = "分别"
RANK = re.compile("(?:居|列|排)[^，。；、]{0,10}第[0-9一二三四五六七八九十]+位?")
OUTPUT = re.compile(f"{MAKES}[^，。；、：！？]{{2,40}}?(?:项目|生产线)")  # a name: 年产30万吨电解铝项目
CRITERION = re.compile(
    "(?:及|（含）|\\(含\\))?以[上下内](?=的?[\u4e00-\u9fff])|(?<=元)(?:级|规模)?(?:的)?(?:重大|重点|产业|工业)?项目(?=\\d+个)|总投资(?=[\\d.]+[万亿]元[^，。；]{0,6}项目)"
)  # 10亿元以上的项目, 500万元以上项目, 20亿元|项目2个, 8个|总投资127亿元项目
OPENED = re.compile("(?<=（)[^（）]*$")
SAID = 0.6  # the confidence of a date that may say when something was so; counts of years (近三年) have less
PART = re.compile("[；。！？\n]")
THAN = "(?<![占对相])[比较](?![例重率])[^，。；0-9]{1,8}?"  # 比越冬前提高
MEAN = "(?:[两二三四五]年平均|年均)?"  # 两年平均增长
FROM_TO = re.compile("(?:由|从)[^，；]*(?:到|至)")
AMONG = "其中，"  # a clause of its own: 其中，民营企业2317户
SINCE = re.compile("[^，。；]{0,12}以来|起(?=[，])")
LOOKING_BACK = "06"  # the month until which 过去一年 is the year before; two of two on gold, of April and May
LEAST = 100  # smaller figures that matter are printed in digits
HEAD = 8  # characters: a time within them from the beginning of a sentence is that of all of it
Figure = tuple[Term, str, dict[str, str]]  # subject, indicator, qualifiers


@dataclass(frozen=True)
class _Cues:
    """What is said around a quantity, compiled."""

    change: re.Pattern[str]
    completion: re.Pattern[str]
    planned: re.Pattern[str]
    unplanned: re.Pattern[str]
    done: re.Pattern[str]
    scope: re.Pattern[str]
    about: re.Pattern[str]
    kinds: Mapping[str, str]  # 同比 → year-on-year
    level: re.Pattern[str]
    share: re.Pattern[str]
    now: re.Pattern[str]
    parts: re.Pattern[str]
    last_year: frozenset[str]
    own: re.Pattern[str]
    against: re.Pattern[str]
    rate: re.Pattern[str]


@lru_cache(maxsize=64)
def _cues(lexicon: Lexicon) -> _Cues:
    data = lexicon.words["indicators"]
    kinds = {word: kind for kind, words in data["compared"].items() for word in words}
    change = choice(data["change"])
    blur = choice({word for words in data["approximators"].values() for word in words} - {*data["after"]})
    return _Cues(
        re.compile(
            f"(?P<compared>{choice(kinds)}|[与同][^，。；]{{1,8}}相比|{THAN})?(?:名义|实际|净)?(?P<change>{MEAN}(?:{change}))(?:了|近|约|超过|超)?$"
        ),
        re.compile(f"(?:{choice(data['completion'])})(?:的|达到?|为)?$"),
        re.compile(choice(data["planned"])),
        re.compile(choice(data["unplanned"])),
        re.compile(choice(data["done"])),
        re.compile(choice(data["scope"])),
        re.compile(f"(?<!签)(?<!履)(?<!续)({blur})(?:了|达)?$"),
        kinds,
        re.compile(f"(?:{change})(?:到|至|为)$|^(?:到|至|[—~-])$"),
        re.compile(f"(?:{choice(data['share'])})(?:的|达到?|为)?$"),
        re.compile(choice(data["now"])),
        re.compile(f"{choice(data['among'])}|(?:{choice(data['by'])})[^，。；]{{1,8}}[看分]，"),
        frozenset(data["last_year"]),
        re.compile(f"[，。；：“]?(?:{choice(data['own'])})"),
        re.compile(f"(?:{choice(data['against'])})[^，。；]*$"),
        re.compile(f"[比较][^，。；0-9]{{1,10}}?({choice(data['rate_changes'])})(?:了|近|约)?$"),
    )


@dataclass
class _Reader:
    """One sentence while its quantities are read from left to right."""

    sentence: Skeleton
    text: str
    words: Words
    cues: _Cues
    bearers: Bearers
    clauses: Sequence[int]
    said: Sequence[dates.Date]
    published: str
    done: list[_Read] = field(default_factory=list)
    base: _Read | None = None  # the last figure that is no change of another
    taken: int = 0  # where the name behind the last quantity ends
    quantities: Sequence[numerals.Quantity] = ()
    whole: Figure | None = None  # of whose parts the sentence tells
    same: Term = HOME  # of whom a sentence without names goes on to tell
    outputs: Sequence[tuple[int, int]] = ()  # names of projects that say how much they will make

    @property
    def last(self) -> _Read | None:
        """The figure read last."""
        return self.done[-1] if self.done else None


@dataclass(frozen=True, slots=True)
class _Read:
    """A quantity with its name, and where its clause begins."""

    quantity: numerals.Quantity
    name: Name
    clause: int
    subject: Term
    qualifiers: Mapping[str, str]
    end: int = 0  # where its noun ends, if that stands behind it


def observations(
    sentence: Skeleton,
    said: Sequence[dates.Date],
    lexicon: Lexicon,
    *,
    bodies: Bodies = NOBODY,
    published: str = "",
    whole: Figure | None = None,
) -> Iterator[Figure]:
    """(subject, indicator, qualifiers) for each quantity of a sentence that something is said of; `bodies` are those of its article.

    A sentence that only goes into the parts of what the one before says (其中，…; 分产业看，…) takes the subject and period of its first figure, `whole`;
    one that names no body and no place takes its subject (合作社有成员306户。建有基地80亩。).

    Qualifiers: value, unit, approximator, period; status "planned"; scope; change with `of`, the name and value of the figure that changed.
    """
    text = sentence.source[sentence.start : sentence.end]
    quantities = numerals.find(text)
    if not quantities:
        return
    named = sorted((s for s in sentence.slots.values() if s.mention and s.type in ("ORG", "LOC")), key=lambda s: s.start)
    clauses = [0, *(m.end() for m in CLAUSE.finditer(text))]
    cues = _cues(lexicon)
    titles = [(s.start, s.end) for s in sentence.slots.values() if s.type in ("EVT", "DOC", "PROG")]  # 2018中秋恳亲大会 says no time of a figure
    inside = (
        _last_year(d, published, cues)
        for d in said
        if sentence.start <= d.start < sentence.end and not any(start <= d.start < end for start, end in titles)
    )
    dated = [d for d in inside if d.value and d.kind != "vague" and d.confidence >= SAID]
    bearers = Bearers(sentence, named, [sentence.start + c for c in clauses], bodies, lexicon)
    above = whole if cues.parts.match(text) else None
    same = whole[0] if whole and not named else HOME
    outputs = [m.span() for m in OUTPUT.finditer(text)]
    words = Words.of(lexicon)
    reader = _Reader(sentence, text, words, cues, bearers, clauses, dated, published, quantities=quantities, whole=above, same=same, outputs=outputs)
    for number, quantity in enumerate(quantities):
        read = _read(reader, quantity, number)
        if read:
            yield read.subject, read.name.text, dict(read.qualifiers)
            reader.done.append(read)
            aside = text[: quantity.start].count("（") > text[: quantity.start].count("）")  # 75亿元（占总投资的32%），增长10%
            reader.base = reader.base if aside or "change" in read.qualifiers else read


def _read(reader: _Reader, quantity: numerals.Quantity, number: int) -> _Read | None:
    words, text = reader.words, reader.text
    quantity = _priced(_counted(quantity, text, words), text)
    if not quantity.unit or quantity.unit in words.data["make"] or _inside(reader, quantity):
        return None
    if any(start < quantity.start < end for start, end in reader.outputs):
        return None
    if CRITERION.match(text, quantity.end - 2 * quantity.surface.endswith(("以上", "以下", "以内"))):
        return None
    if quantity.value < LEAST and not DIGIT.search(quantity.surface):  # 一处, 三个, 九成 are ways of speaking
        return None
    clause = reader.clauses[bisect_right(reader.clauses, quantity.start) - 1]
    if reader.cues.against.search(text, clause, quantity.start) or reader.cues.own.match(text, clause):
        return None
    ends = (
        q.end
        for q in reader.quantities[:number]
        if DIGIT.search(q.surface) or (q.unit not in words.data["durations"] and not _inside(reader, q))
    )  # 学前三年毛入园率, 中央八项规定
    begin = max(clause, reader.taken, *ends)
    left = _left(reader, begin, quantity.start)
    name, change = _named(reader, quantity, number, clause, left)
    if name is None or not _good(name, quantity, words):
        return None
    subject = reader.bearers.of(reader.sentence.start + quantity.start, village=name.text.startswith(tuple(words.data["village_names"])))
    if change.get("of") and reader.base:
        subject = reader.base.subject
    elif subject == HOME:
        subject = reader.whole[0] if reader.whole else reader.same
    given = {
        "value": format(quantity.value.normalize(), "f"),
        "unit": quantity.unit,
        "approximator": quantity.approximator or _blur(reader, left),
        "period": _period(reader, quantity, clause) or (reader.whole[2].get("period", "") if reader.whole else ""),
        "scope": _scope(reader, clause, quantity.start),
        **change,
    }
    given["status"] = _status(reader, quantity, clause, given["period"])
    return _Read(quantity, name, clause, subject, {key: value for key, value in given.items() if value}, reader.taken)


def _inside(reader: _Reader, quantity: numerals.Quantity) -> bool:
    """Whether a quantity is part of a name (209国道) or of a date, or only counts those who are named (陈立等6人)."""
    start, end = reader.sentence.start + quantity.start, reader.sentence.start + quantity.end
    slots = reader.sentence.slots.values()
    mentions = any(s.start < end and start < s.end for s in slots if s.mention and s.type != "EVT")
    named = reader.text[: quantity.start].endswith("某等") or any(s.type == "PER" and reader.sentence.source[s.end : start] == "等" for s in slots)
    return mentions or named or any(d.start <= start and end <= d.end for d in reader.said)


def _counted(quantity: numerals.Quantity, text: str, words: Words) -> numerals.Quantity:
    """A number of people without a unit in 万 (户籍人口近200万); any other quantity as it is."""
    if quantity.unit or not quantity.surface.endswith(("万", "亿")) or not text[: quantity.start].endswith(tuple(words.data["people"])):
        return quantity
    unit = quantity.surface[-1]
    return replace(quantity, unit=unit, value=quantity.value / (10**4 if unit == "万" else 10**8))


def _priced(quantity: numerals.Quantity, text: str) -> numerals.Quantity:
    """A price with the unit that it is of (收购价每斤1.8元 is in 元/斤); any other quantity as it is."""
    per = PER.search(text, 0, quantity.start) if quantity.unit == "元" else None
    return replace(quantity, unit=f"{quantity.unit}/{per[1]}") if per else quantity


def _left(reader: _Reader, begin: int, end: int) -> str:
    """The words before a quantity that may name it: behind the last name or date, and before 由 or 从 and an older value."""
    older = FROM.search(reader.text, begin, end)
    if older:
        begin, end = _subject_of(reader, begin, older.start()), older.start()
    end = per.start() if (per := PER.search(reader.text, begin, end)) else end
    begin = max([begin, *(m.end() for m in RANK.finditer(reader.text, begin, end))])
    opened = OPENED.search(reader.text, begin, end)
    begin = opened.start() if opened else begin
    offset = reader.sentence.start
    if begin in reader.clauses:  # 水厂总投资2.4亿元
        begin = reader.bearers.named_again(begin + offset, end + offset)[0] - offset
    inside = (s for s in reader.sentence.slots.values() if begin <= s.start - offset and s.end - offset <= end)
    slots = [s for s in inside if s.type != "DATE" or reader.text[s.start - offset - 1 : s.start - offset] not in COMPARING]  # 警情比上月下降31%
    return reader.text[max([begin, *(s.end - offset for s in slots if s.type not in ("POST", "PROG", "EVT", "DOC"))]) : end]


def _subject_of(reader: _Reader, begin: int, end: int) -> int:
    """Where what has changed is named: in the clause itself or, when it begins with 由 or 从, in the clause before (流失率，也从31%降到6%)."""
    if begin not in reader.clauses or end - begin > 1:
        return begin
    earlier = reader.clauses[bisect_right(reader.clauses, begin) - 2]
    return earlier if earlier < begin and not any(earlier <= q.start < begin for q in reader.quantities) else begin


# ---- names --------------------------------------------------------------------------------------------------------------------


def _named(reader: _Reader, quantity: numerals.Quantity, number: int, clause: int, left: str) -> tuple[Name | None, dict[str, str]]:
    """The name of what a quantity measures, with `change` and `of` when it is the change of the figure before."""
    cues, last = reader.cues, reader.last
    if cues.level.search(left) and last and last.clause == clause:  # 由20%提高到88.6%
        own = before(cues.level.sub("", left), reader.words)
        return (own if own.noun else last.name), {}
    changed = _listed(reader, number) or _respectively(reader, number) or _changed(reader, quantity, clause, left)
    if changed:
        return changed
    name = before(left, reader.words)
    if left.endswith(("的", *reader.words.to)) and quantity.unit in reader.words.counters:  # 纳入统计的75个景区
        name = _with_behind(reader, quantity, number, Name()) or name
    name = _with_behind(reader, quantity, number, name)
    name = _finished(reader, quantity, name)
    if quantity.unit == "倍":  # a comparison: 为历年平均任务的2.5倍
        return None, {}
    return (_inherited(reader, quantity, clause, name, left) if last else name), {}


def _row(reader: _Reader, number: int) -> tuple[int, int]:
    """The numbers of the first and behind the last of the quantities that stand in a row with one (162%和158%)."""

    def joined(one: int) -> bool:
        return reader.text[reader.quantities[one].end : reader.quantities[one + 1].start] in JOINED

    first, last = number, number + 1
    while first and joined(first - 1):
        first -= 1
    while last < len(reader.quantities) and joined(last - 1):
        last += 1
    return first, last


def _respectively(reader: _Reader, number: int) -> tuple[Name | None, dict[str, str]] | None:
    """Of changes told together (收入9.7亿元 …，同比分别增长162%和158%), the name of one; None when a quantity is none of them."""
    first, last = _row(reader, number)
    head = reader.text[: reader.quantities[first].start]
    clause = head[max(head.rfind(sign) for sign in "，；。、") + 1 :]
    change = reader.cues.change.search(clause.replace(RESPECTIVELY, ""))
    bases = [read for read in reader.done if "change" not in read.qualifiers][first - last :]
    if RESPECTIVELY not in clause or not change or len(bases) < last - first:
        return None
    return _change_of(bases[number - first], change, reader.cues)


def _listed(reader: _Reader, number: int) -> tuple[Name | None, dict[str, str]] | None:
    """Of quantities told together with what they are of (猪、牛、羊出栏分别为73万头、6万头、18万只), the name of one; None when it is none of them."""
    first, last = _row(reader, number)
    start = reader.quantities[first].start
    clause = reader.clauses[bisect_right(reader.clauses, start) - 1]
    at = reader.text.find(RESPECTIVELY, clause, start) if last - first > 1 else -1
    items = ITEMS.split(_left(reader, clause, at)) if at >= 0 else []
    if len(items) != last - first:
        return None
    head = "" if items[0].endswith(tuple(reader.words.data["measures"])) else shared(items[-1], reader.words)
    told = reader.text[at + len(RESPECTIVELY) : start]
    change = reader.cues.change.search(told)
    each = number - first
    name = before(items[each] + (head if items[each] != items[-1] else "") + ("" if change else told), reader.words)
    return _change(name, change, reader.cues) if change else (name, {})


def _change_of(base: _Read, change: re.Match[str], cues: _Cues) -> tuple[Name, dict[str, str]]:
    name, said = _change(base.name, change, cues)
    return name, said | {"of": _reference(base)}


def _change(name: Name, change: re.Match[str], cues: _Cues) -> tuple[Name, dict[str, str]]:
    """The name and kind of the change of what a name names."""
    compared = change["compared"] or ""
    head = (compared if compared in ("同比", "环比") else "") + change["change"]
    return Name(name.verb, name.noun + head), {"change": cues.kinds.get(compared, "growth")}


def _changed(reader: _Reader, quantity: numerals.Quantity, clause: int, left: str) -> tuple[Name | None, dict[str, str]] | None:
    """The name of a change (产值同比增长), of a degree of completion (筛查完成率), or None when the quantity is neither."""
    cues, base, start = reader.cues, reader.base, quantity.start - len(left)
    raw = reader.text[clause : quantity.start]
    rate = cues.rate.search(raw) if quantity.unit in reader.words.data["rated"] and reader.last else None
    if rate and reader.last and reader.last.quantity.unit == "%":
        return Name(reader.last.name.verb, f"{reader.last.name.noun.removesuffix('增长')}增速{rate[1]}"), {"change": "growth"}
    completed, change = cues.completion.search(raw), cues.change.search(raw)
    if change and not change["compared"] and change["change"] in reader.words.data["only_compared"]:
        change = None
    share = cues.share.search(raw) if base and quantity.unit == "%" and not completed else None
    if share and base and not before(reader.text[start : max(start, clause + share.start())], reader.words).text:
        return Name(base.name.verb, base.name.noun + "占比"), {}
    match = completed or change
    if match is None or (quantity.unit in reader.words.counters and not (change and change["compared"])):
        return None
    own = before(reader.text[start : max(start, clause + match.start())], reader.words)
    if base and (not own.text or own.text == base.name.text):
        if change and not completed:
            return _change_of(base, change, cues)
        return _completion(base.name, match), {"change": "completion", "of": _reference(base)}
    if not own.text:
        return None, {}
    return _change(own, change, cues) if change and not completed else (_completion(own, match), {"change": "completion"})


def _completion(name: Name, match: re.Match[str]) -> Name:
    """The name of how much of a task is done: 播种面积占计划, 税收完成率."""
    said = match.group().removesuffix("的")
    return Name(name.verb, name.noun + (said if said.startswith("占") else "完成率"))


def _reference(read: _Read) -> str:
    said = read.qualifiers
    return "|".join((read.name.text, *(said.get(key, "") for key in FIGURE)))


def _with_behind(reader: _Reader, quantity: numerals.Quantity, number: int, name: Name) -> Name:
    """A name with the noun that is counted behind its number (建起3座烘干塔), or that of a measure without a name (3万亩茶园)."""
    words, text = reader.words, reader.text
    end = quantity.end
    for other in reader.quantities[number + 1 :]:  # 42栋293套安置房
        if other.start != end:
            break
        end = other.end
    counted = quantity.unit in words.counters
    planted = _planted(reader, quantity, name) if quantity.unit in words.data["area"] else ""
    if planted and (crop := _behind(reader, end, owned=False)):  # 种了2000亩水稻
        reader.taken = end + len(crop)
        return Name("", crop + planted)
    owned = text[end : end + 1] == "的" and not name.noun
    spent = words.spent_on.match(text, end) if name.text in words.data["spent"] else None  # 投资2.6亿元建设智能化生产线
    if not spent and name.noun and not (counted and (name.open or not name.verb)):
        return name
    if not counted and not spent and len(name.verb) > 2 and not owned:
        return name
    if end != quantity.end and quantity.unit in words.data["heads"] and not (name.noun and quantity.unit in words.data["inhabitants"]):
        return Name("", words.data["heads"][quantity.unit])
    start = spent.end() if spent else end + owned
    noun = _behind(reader, start, owned=owned)
    if counted and not owned and not name.text and (told := related(text[start:], noun, words)):
        return Name("", told)
    if any(other.start == start + len(noun) for other in reader.quantities[number + 1 :]):  # 14个项目总投资42亿元
        noun = first_noun(noun, words)
    if not noun:
        return name
    if end == quantity.end and not spent:
        reader.taken = start + len(noun)
        served = words.served.match(text, reader.taken) if reader.text[: quantity.start].endswith(words.to) else None
        if served:  # 对1156对夫妇开展免费婚检
            noun = _behind(reader, served.end(), owned=True) + noun
    if spent:
        return Name("", noun + name.text)
    if name.noun.endswith(noun):  # 基础设施项目共12个项目
        return name
    if counted or owned:
        return Name(name.open or ("" if name.noun else name.verb), noun)
    return Name(name.verb, noun)


def _planted(reader: _Reader, quantity: numerals.Quantity, name: Name) -> str:
    """What the land is used for that somebody plants or stocks: 种植面积 of 种了2000亩; "" when the words before do not say so."""
    planted: Mapping[str, str] = reader.words.data["planted"]
    did = next((area for verb, area in planted.items() if reader.text.endswith(f"{verb}了", 0, quantity.start)), "")
    return did or planted.get(name.open or name.text, "")


def _behind(reader: _Reader, start: int, *, owned: bool) -> str:
    """The noun phrase that begins somewhere, up to the next mention; that of an action too, where one is meant (7000人的技能培训)."""
    named = ("POST", "PROG", "EVT") if owned else ("POST",)
    starts = [s.start - reader.sentence.start for s in reader.sentence.slots.values() if s.type not in named]
    return behind(reader.text[start : min([s for s in starts if s >= start], default=len(reader.text))], reader.words, acts=owned)


def _inherited(reader: _Reader, quantity: numerals.Quantity, clause: int, name: Name, left: str) -> Name:
    """A name with what it leaves unsaid because the figure before says it."""
    words, last = reader.words, reader.done[-1]
    gap = reader.text[last.quantity.end : quantity.start]
    joins = quantity.start == max(last.quantity.end, last.end)
    listed = (joins or gap.startswith(("、", "和", "及"))) and last.clause == clause
    if not name.text:
        heads = tuple({*words.data["inhabitants"].values(), *words.data["heads"].values()})
        if left in ("", "、") and {quantity.unit, last.quantity.unit} <= words.data["inhabitants"].keys() and not last.name.text.endswith(heads):
            return last.name  # 贫困户38户、76人
        if joins and quantity.unit in words.data["heads"]:  # 安置16个自然村310户804人
            whose = last.name.verb if last.name.verb or last.name.text.endswith(heads) else last.name.text
            return Name(whose, words.data["heads"][quantity.unit])  # 批准逮捕158件196人
        others = [read for read in reader.done if read.quantity.unit == quantity.unit and "change" not in read.qualifiers]
        return others[-1].name if others and not left else name  # 荆河街道32名、龙泉街道28名
    if name.text in words.data["bare"] and last.quantity.unit in words.counters:  # 签约项目12个，总投资78.6亿元
        return Name("", last.name.text + name.text)
    alike = next((read for read in reversed(reader.done) if read.quantity.unit == quantity.unit and read.name.noun), None)
    if alike and not name.noun and len(name.verb) <= 3 and alike.clause != clause:  # 收集意见5870条，办结5413条
        return Name(name.verb, alike.name.noun)
    base, kept = reader.base or last, words.carried.search((reader.base or last).name.text)
    if kept and base.quantity.unit == quantity.unit and not name.verb and not words.carried.search(name.noun):  # 蜜瓜种植面积8.6万亩，枸杞6.2万亩
        return Name("", name.noun + kept.group())
    crops = [found[1] for read in reader.done if (found := words.sown.fullmatch(read.name.text))]
    if crops and name.text in words.data["yields"]:  # 百香果种植面积680亩，产量970吨
        return Name("", crops[-1] + name.text)
    if listed and not name.verb and last.name.verb and not kept:  # 新增技能人才8.9万人、高技能人才3.1万人
        return Name(last.name.verb, name.noun)
    return name


def _finished(reader: _Reader, quantity: numerals.Quantity, name: Name) -> Name:
    """A name with 面积 for land that only its use names (3万亩茶园), and that of the inhabitants of a place (全村312户1380人)."""
    words = reader.words
    if (
        name.noun
        and not name.verb
        and quantity.unit in words.data["area"]
        and not name.noun.endswith("面积")
        and not words.never.search(name.noun)
    ):
        return Name("", name.noun + "面积")
    if not name.text and quantity.unit in words.data["inhabitants"]:
        at = reader.sentence.start + quantity.start
        last = reader.done[-1] if reader.done else None
        follows = last and reader.text[last.quantity.end : quantity.start] in ("", "、") and last.name.text in words.data["inhabitants"].values()
        if follows or any(slot.end == at and slot.type == "LOC" for slot in reader.sentence.slots.values()):
            return Name("", words.data["inhabitants"][quantity.unit])
    return name


def _good(name: Name, quantity: numerals.Quantity, words: Words) -> bool:
    """Whether a name says what is measured."""
    text = name.text
    if quantity.unit in words.data["durations"] and not text.endswith(tuple(words.data["lasting"])):
        return False
    return 2 <= len(text) <= 24 and not words.never.search(text)


# ---- what else is said --------------------------------------------------------------------------------------------------------


def _plain(reader: _Reader, begin: int, end: int) -> str:
    """A stretch of the sentence with blanks for what is named in it (《产业发展规划》)."""
    text, offset = reader.text, reader.sentence.start
    for slot in reader.sentence.slots.values():
        start, stop = slot.start - offset, slot.end - offset
        text = f"{text[:start]}{' ' * (stop - start)}{text[stop:]}" if slot.mention else text
    return text[begin:end]


def _blur(reader: _Reader, left: str) -> str:
    """The word before a number that makes its value approximate (突破40亿元), or ""."""
    found = reader.cues.about.search(left)
    return found[1] if found else ""


def _period(reader: _Reader, quantity: numerals.Quantity, clause: int) -> str:
    """The time that a quantity is of: said last before it in its part of the sentence, else at the head of the sentence.

    What it is compared with (比上年) and what an older value is of (由2015年的20%提高到88.6%) is not its time.
    """
    text, start = reader.text, reader.sentence.start
    part = max([m.end() for m in PART.finditer(text, 0, quantity.start)], default=0)
    older = [m.end() for m in FROM_TO.finditer(text, clause, quantity.start)]
    found = [
        d
        for d in reader.said
        if d.end - start <= quantity.start
        and not text[: d.start - start].endswith(("比", "较", "与", *older_words(older, text, d.start - start)))
    ]
    here = [d for d in found if d.start - start >= part] or [d for d in found if d.start - start <= HEAD]
    while len(here) > 1 and here[-1].surface in reader.words.data["whole_year"]:  # 2021年 …，完成全年任务的115%
        here.pop()
    if here and reader.cues.now.search(text, here[-1].end - start, quantity.start):  # 2018年返乡，如今有社员213户
        return ""
    return _since(here[-1], text[here[-1].end - start :]) if here else ""


def older_words(ends: Sequence[int], text: str, at: int) -> tuple[str, ...]:
    return ("由", "从") if any(end > at for end in ends) else ()


def _last_year(date: dates.Date, published: str, cues: _Cues) -> dates.Date:
    """A date, but for 过去一年 in the first half of a year, when it is the year before."""
    if date.surface not in cues.last_year or not "01" <= published[5:7] <= LOOKING_BACK:
        return date
    return replace(date, value=str(int(published[:4]) - 1), kind="year", confidence=SAID)


def _since(date: dates.Date, after: str) -> str:
    """A date's value; open when 以来 or 起 stands a few words behind it (去年3月驻村以来)."""
    return f"{date.value}/.." if "/" not in date.value and SINCE.match(after) else date.value


def _scope(reader: _Reader, clause: int, end: int) -> str:
    """What a figure covers, said last before it in its clause, or by 其中 and a comma before that."""
    begin = clause - len(AMONG) if reader.text.endswith(AMONG, 0, clause) else clause
    found = reader.cues.scope.findall(reader.text, begin, end)
    return found[-1] if found else ""


def _status(reader: _Reader, quantity: numerals.Quantity, clause: int, period: str) -> str:
    """ "planned" when a word of planning stands before a quantity in its clause or an earlier one, and nothing done since; or when its period is to come."""
    sentence = max([m.end() for m in END.finditer(reader.text, 0, quantity.start)], default=0)
    left = reader.cues.unplanned.sub(lambda word: " " * len(word[0]), _plain(reader, sentence, quantity.start))
    plans = [m.start() for m in reader.cues.planned.finditer(left)]
    deeds = [m.start() for m in reader.cues.done.finditer(left)]
    ahead = bool(period and reader.published and period[:10] > reader.published[: len(period[:10])])
    return "planned" if ahead or (plans and max(plans) > max(deeds, default=-1)) else ""
