"""Quantities in Chinese text: 6.35亿元, 1500余万元, 三分之二, 百分之十, 两成, 一年半, 7至9个.

The value is a `Decimal`. A final 万 or 亿 stays with a unit that follows, as papers and statisticians write it:
1500余万元 is 1500 万元; without a unit it is part of the value. Dates, times, ordinals and the numbers of roads and
telephones are no quantities. What has no value (几十, 数百, 上千) is not guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.text import notation


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit where it stands: `surface == text[start:end]`.

    `unit` may be empty; `approximator` is the word that blurs the value (近, 约, 余, 多, 超过, 以上 …) or empty; of a
    range, `value` is the lower end and `top` the upper, in the same unit.
    """

    start: int
    end: int
    surface: str
    value: Decimal
    unit: str = ""
    approximator: str = ""
    top: Decimal | None = None


# The units of statistics and the measure words of news; callers may give others.
UNITS = tuple(
    re.findall(
        r"\S+",
        """
    元 美元 欧元 日元 港元 英镑 元钱 块钱 % ‰ 百分点 个百分点 倍 番
    毫米 厘米 米 千米 公里 里 海里 平方厘米 平方米 平方公里 平方千米 公顷 亩 立方米 立方 方
    克 毫克 千克 公斤 斤 吨 升 毫升 吨标准煤 摄氏度 ℃ 度 分贝 毫克/立方米 微克/立方米
    瓦 千瓦 兆瓦 千瓦时 兆瓦时 千伏 千伏安 千卡 km² km m² m mm cm kg t kW MW GW kWh kV
    秒 分钟 小时 个小时 天 周 个月 年 个工作日 个季度 课时 学时 岁 周岁
    人 人次 名 位 口 个 户 户次 家 所 座 栋 幢 套 间 层 张 床 件 件次 条 项 处 场 场次 次 批 批次 例 起 宗 笔 单
    台 台次 台套 台（套） 部 辆 辆次 艘 架 架次 列 趟 车次 班次 头 只 羽 匹 尾 株 棵 穴 眼 册 本 篇 份 支 枚 块 片 幅
    盏 根 对 双 组 类 种 门 颗 粒 袋 箱 瓶 桶 捆 棒 车 标箱 标段 孔 盘 首 顶 款 剂次
        """,
    )
)

_DIGITS = {
    c: i for i, group in enumerate(("零〇○", "一壹", "二贰貳两兩", "三叁", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")) for c in group
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
# Full-width digits and signs; and the traditional forms of words around numbers.
_WIDE = str.maketrans("０１２３４５６７８９．％／－～後週禮個點餘幾對雙負歲", "0123456789.%/-~后周礼个点余几对双负岁")

_MINUS = re.compile("[-−负]")
_SIGNED = re.compile("(?<=[为达至到约比长速幅（(，、：:])[-−负]$")  # 增长-3.2%; elsewhere a hyphen stands between things
_KILOS = {"k": "千", "m": "百万"}
_KILO_SUFFIX = re.compile("(?<=[0-9]) ?[kKM](?![A-Za-z])")
_KILO = "千(?!瓦|克|米|伏|卡|帕|赫|焦)"  # 500千瓦 counts kilowatts; 三千米 is the same distance either way
_HAN_DIGIT = "".join(_DIGITS)
_MULTIPLE = f"(?:[十拾百佰仟万萬亿億]|{_KILO}|兆(?=[元一二三四五六七八九十零]))"  # 兆 is mega before other units
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_AND_ARABIC = re.compile(f"零?{_ARABIC.pattern}")
# 40: the longest numerals have about twenty characters; a bound keeps hostile text from costing quadratic time.
_HAN = re.compile(f"(?:[{_HAN_DIGIT}廿卅]|{_MULTIPLE}){{1,40}}(?:点[{_HAN_DIGIT}]{{1,20}}[万亿]{{0,2}})?")
_MULTIPLES = re.compile(f"{_MULTIPLE}{{1,4}}")
_INNER = re.compile("[余多来几](?=.)")
_BEFORE = re.compile(
    "(?<![最附临靠邻新])近|将近|接近|大约|约为|大概|(?<![节预签制契违履条合简公])约|超过|超出|(?<![赶反])超|高于|低于|逾|"
    "不足|不到|不少于|不低于|不超过|至少|最多"
)
_AFTER = re.compile("以上|以下|以内|左右|上下|[余多](?![个名位人])")
_TO = re.compile("至|到|——?|–|-|~|──")

_YEAR = "(?:18[4-9]|19[0-9]|20[0-9])[0-9]"
_SOME = "[—–~至到、-]{1,2}"
_TENS_DAY = "[一二三四五六七八九十廿]{1,3}"

# What looks like a number and counts nothing.
_NEVER = re.compile(
    "|".join(
        (
            rf"第[{_HAN_DIGIT}十百千0-9]{{1,12}}|初{_TENS_DAY}|(?:星期|礼拜|周)[一二三四五六日]",
            rf"(?<![0-9]){_YEAR}(?:{_SOME}(?:19|20)?[0-9]{{2}})?(?=年)年?度?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}[日号])?",
            rf"[一二][{_HAN_DIGIT}]{{3}}年",
            rf"(?<![0-9]){_YEAR}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}(?![0-9])",
            rf"(?<![0-9.])[0-9]{{1,2}}(?:{_SOME}[0-9]{{1,2}})?月(?:[0-9]{{1,2}}[日号]?(?:{_SOME}[0-9]{{1,2}}){{0,6}}[日号])?",
            rf"(?<![0-9.])[0-9]{{1,2}}(?:{_SOME}[0-9]{{1,2}}){{0,6}}日(?!元|均)",
            rf"(?<![{_HAN_DIGIT}十])[一二三四五六七八九十]{{1,3}}月(?:{_TENS_DAY}[日号])?|{_TENS_DAY}日",
            r"(?<![0-9.])[0-9]{1,2}[时点:：](?:[0-9]{1,2}分?|半|许|整)?(?![代期间尚段])",
            # telephones; roads, buildings, buses, grades; designations such as G20 and 3D2
            r"[0-9]{2,4}-[0-9]{6,8}(?![0-9])|(?<![0-9.])[0-9]{7,}(?=[\s，。、；）)]|$)",
            r"(?<![0-9])[0-9]{1,6}(?:国道|省道|县道|乡道|号|路|届|线|[Aa]级|级|期|年级|次列车|[GgKk]\b)",
            r"[A-Za-z][A-Za-z-]{0,9}[0-9]{1,12}|(?<![0-9])[0-9]{1,9}[A-Za-z]{1,9}[0-9]{1,9}",
            rf"(?<![{_HAN_DIGIT}十])[{_HAN_DIGIT}十]{{1,8}}(?:年级|届|级|期|等奖|中全会|方面|号|位(?=一体|数))",
            "一起|一道|一度|一部分|一次性|一方|一对一|一体|一个劲|一批批|一个个|一场场|一位位|一条龙|一条心|一生|一本正经",
            # 几十, 数百, 上千, 成千上万
            "(?:几|(?<![总人个户次件倍分基])数|(?<!以)上|成(?=[百千][上成]))(?:[十百千万亿](?!分之)){1,4}",
            "十分|万一|千万|三农|双方|三方|四方",
        )
    )
)
_PER = re.compile("[百千万佰仟萬]分之")
_PARTS = {"百": "%", "千": "‰", "万": "‱", "佰": "%", "仟": "‰", "萬": "‱"}
_MILLIONTH = re.compile("(?P<millions>百万万|百万|千万|万万)分之")
_MILLIONS = {"百万": 10**6, "千万": 10**7, "万万": 10**8, "百万万": 10**10}
_DISCOUNT = re.compile("折(?![射叠腾扇旧断磨中返回合])")
_TENTH = re.compile("成(?![立为功长员果本效都就品熟交分人型套])")
_NO_UNIT = re.compile(
    "部[署分门委队级件]|本[报市县区省次]|口[乡镇村]|里[湾沟镇乡村]|周[边年]|年级|条例|处[理置分]|种[植养]|项目|家[庄庭]|张[家村]"
)
_AND_HALF = re.compile("半(?!年|路|数)(?:(个?月|个?小时)|钟头)?")  # 一年半, 两个半小时
_HALF_NAMES = {"月": "个月", "个月": "个月", "小时": "小时", "个小时": "小时"}
_HALF_UNIT = re.compile("数|年|天|个月|个小时|小时|月|亩|公里|里")


@dataclass(frozen=True, slots=True)
class _Number:
    """A bare number up to `end`; `scale` is the final 万 or 亿 (1 when none), `top` the upper end of 七八 or 三四十."""

    end: int
    value: Decimal
    scale: int = 1
    scale_text: str = ""
    inner: str = ""
    top: Decimal | None = None
    arabic: bool = True


def narrow(text: str) -> str:
    """The text with its full-width digits and signs made narrow, and traditional words of time and number simplified; of the same length."""
    return text.translate(_WIDE)


def parse(text: str, *, units: tuple[str, ...] = UNITS) -> Quantity | None:
    """The quantity that the whole text is, or None: parse("三分之二"), parse("１５００余万"), parse("-3.2%"), parse("三又五分之一")."""
    plain = _KILO_SUFFIX.sub(lambda match: _KILOS[match.group().strip().lower()], narrow(text))
    sign = _MINUS.match(plain)
    start = sign.end() if sign else 0
    found = _quantity(plain, start, plain, units, strict=False)
    if found and found.end == len(plain):
        return replace(found, start=0, end=len(text), surface=text, value=-found.value if sign else found.value)
    value = notation.value(plain, _bare)
    return None if value is None else Quantity(0, len(text), text, _plain(value))


def _bare(text: str) -> Decimal | None:
    found = _number(text, 0)
    return found.value if found and found.end == len(text) and found.top is None else None


@lru_cache(maxsize=256)
def find(text: str, *, units: tuple[str, ...] = UNITS) -> tuple[Quantity, ...]:
    """All quantities of a text from left to right; a bare number counts only with 万 or 亿 or as a share."""
    return tuple(_find(text, narrow(text), units))


def _find(text: str, narrow: str, units: tuple[str, ...]) -> Iterator[Quantity]:
    starts = list(_START.finditer(narrow))
    barred = [match.span() for match in _NEVER.finditer(narrow)] if starts else []
    end = 0
    for match in starts:
        start = match.start()
        before = bisect_right(barred, (start, len(text))) - 1
        if start < end or (before >= 0 and start < barred[before][1]):
            continue
        found = _quantity(narrow, start, text, units, strict=True)
        if found is not None:
            sign = _SIGNED.search(narrow, max(end, start - 1), start)
            yield replace(found, start=start - 1, surface=text[start - 1 : found.end], value=-found.value) if sign else found
            end = found.end


_HAN_START = f"{_HAN_DIGIT}十百千万廿卅"
_START = re.compile(f"(?:{_BEFORE.pattern})(?=[0-9{_HAN_START}半])|(?<![0-9.%])[0-9]|(?<![{_HAN_START}亿])[{_HAN_START}]|半")


def _quantity(narrow: str, start: int, text: str, units: tuple[str, ...], *, strict: bool) -> Quantity | None:
    before = _BEFORE.match(narrow, start)
    at = before.end() if before else start
    made = _share(narrow, at, strict) or _half(narrow, at) or _counted(narrow, at, units, strict)
    if made is None:
        return None
    end, value, unit, inner, top = made
    after = _AFTER.match(narrow, end) if unit or not strict or narrow[end - 1] in "万亿" else None
    if after:
        end = after.end()
    if before and before.group() == "近" and unit in ("年", "个月", "天", "周"):  # 近三年 is a period of three years
        start, before = at, None
    approximator = before.group() if before else inner or (after.group() if after else "")
    return Quantity(start, end, text[start:end], value, unit, approximator, top)


_Made = tuple[int, Decimal, str, str, Decimal | None]  # end, value, unit, inner approximator, top


def _share(text: str, at: int, strict: bool) -> _Made | None:
    """三分之二, 百分之十, 百分之五至百分之十, 两成, 三成五."""
    per = _PER.match(text, at)
    if per:
        return _per(text, per.end(), _PARTS[per.group()[0]])
    small = _MILLIONTH.match(text, at)
    if small:
        part = _number(text, small.end())
        return (part.end, part.value / _MILLIONS[small["millions"]], "", part.inner, None) if part and part.top is None else None
    first = _number(text, at)
    if first is None:
        return _half_tenth(text, at)
    discount = _discount(text, at, first, strict)
    if discount:
        return discount
    if text.startswith("分之", first.end):
        second = _number(text, first.end + 2)
        if second is None or second.top is not None or first.top is not None or not first.value:
            return None
        return second.end, _plain(second.value / first.value), "", second.inner, None
    tenth = _TENTH.match(text, first.end)
    if tenth is None or first.scale != 1 or not 1 <= first.value <= 10 or (strict and (first.arabic or first.value == 10)):
        return None
    rest = text[tenth.end() : tenth.end() + 1]
    if rest and rest in _DIGITS and not _MULTIPLES.match(text, tenth.end() + 1):  # 三成五
        return tenth.end() + 1, first.value * 10 + _DIGITS[rest], "%", "", None
    if rest == "半":
        return tenth.end() + 1, first.value * 10 + 5, "%", "", None
    return tenth.end(), first.value * 10, "%", "", None if first.top is None else first.top * 10


def _half_tenth(text: str, at: int) -> _Made | None:
    """半成, 半折, 对折."""
    half = re.compile("半[成折](?!品)|(?<=打)对折|对折$").match(text, at)
    return (half.end(), Decimal(5 if half.group() == "半成" else 50), "%", "", None) if half else None


def _discount(text: str, at: int, number: _Number, strict: bool) -> _Made | None:
    """八折 and 85折 leave 80% and 85% of a price; 一波三折 has nothing to do with it."""
    fold = _DISCOUNT.match(text, number.end)
    if fold is None or number.scale != 1 or not 0 < number.value < 100 or (strict and not (number.arabic or text[at - 1 : at] == "打")):
        return None
    value = number.value * 10 if number.value < 10 else number.value
    return fold.end(), value, "%", "", None


def _per(text: str, at: int, unit: str) -> _Made | None:
    if text.startswith("百", at):
        return at + 1, Decimal(100), unit, "", None
    first = _number(text, at)
    if first is None:
        return None
    to = _TO.match(text, first.end)
    if to and first.top is None:
        per = _PER.match(text, to.end())
        second = _number(text, per.end() if per else to.end())
        if second is not None and first.value < second.value <= 100 and second.top is None:
            return second.end, first.value, unit, second.inner, second.value
    return first.end, first.value, unit, first.inner, first.top


def _half(text: str, at: int) -> _Made | None:
    """半年, 一半, 半数; 一年半 and 两个半小时 are counted with their number."""
    if text.startswith("一半", at):
        return at + 2, Decimal("0.5"), "", "", None
    unit = _HALF_UNIT.match(text, at + 1) if text.startswith("半", at) else None
    if unit is None or text[max(0, at - 1) : at] in tuple("上下前后大多过夜"):
        return None
    return unit.end(), Decimal("0.5"), "" if unit.group() == "数" else unit.group(), "", None


def _counted(text: str, at: int, units: tuple[str, ...], strict: bool) -> _Made | None:
    """A number with its unit, or a range of two."""
    first = _number(text, at)
    if first is None:
        return None
    unit = _unit(text, first.end, units)
    end = first.end + len(unit)
    return _range(text, first, unit, units) or _finish(text, first, unit, end, strict)


def _finish(text: str, number: _Number, unit: str, end: int, strict: bool) -> _Made | None:
    value, top, inner = number.value, number.top, number.inner
    if unit and number.scale != 1:
        value, unit = _plain(value / number.scale), number.scale_text + unit
        top = None if top is None else _plain(top / number.scale)
    elif not unit:
        if inner and text[end - 1] == inner:  # 多 and 来 with nothing to count behind them are other words
            inner, end = "", end - 1
        if strict and number.scale == 1:
            return None
    if strict and not value and not number.arabic:  # 零件, 零距离
        return None
    half = _AND_HALF.match(text, end) if unit in ("个", "年", "天", "倍", "周", "里", "公里") else None
    if half and value == value.to_integral() and top is None:
        return half.end(), value + Decimal("0.5"), _HALF_NAMES.get(half.group(1), unit), inner, None
    return end, value, unit, inner, top


def _range(text: str, first: _Number, unit: str, units: tuple[str, ...]) -> _Made | None:
    """7至9个, 300万至500万元, 5%—8%, 8000万至1.2亿元; None when the two do not make a range."""
    to = _TO.match(text, first.end + len(unit))
    second = _number(text, to.end()) if to else None
    if second is None or first.top is not None or second.top is not None or first.arabic != second.arabic:
        return None
    last = _unit(text, second.end, units)
    if unit and unit != last:
        return None
    low, high, scale, scale_text = first.value, second.value, second.scale, second.scale_text
    if first.scale == 1 and not unit and scale != 1 and low < high / scale:  # 3至5亿元: both in 亿元
        low *= scale
    elif first.scale != second.scale:  # 8000万至1.2亿元: both in 万元
        scale, scale_text = min((first.scale, first.scale_text), (second.scale, second.scale_text))
    if low >= high:
        return None
    if last:
        low, high, last = _plain(low / scale), _plain(high / scale), scale_text + last
    return second.end + len(last.removeprefix(scale_text)), low, last, second.inner, high


@lru_cache(maxsize=8)
def _unit_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(unit) for unit in sorted(set(units), key=lambda unit: (-len(unit), unit)))
    latin = "(?![A-Za-z])"  # 5m is a length, 5min is not
    return re.compile(f"(?:{words})(?:(?<=[A-Za-z²]){latin}|(?<![A-Za-z²]))(?<!%(?=[0-9A-Za-z]{{2}}))(?:(?<!次)次|/(?:{words}|日|月|人))?")


def _unit(text: str, at: int, units: tuple[str, ...]) -> str:
    match = _unit_pattern(units).match(text, at)
    return match.group() if match and not _NO_UNIT.match(text, match.start()) else ""


def _number(text: str, at: int) -> _Number | None:
    """The bare number that begins at `at`, with what follows of its multipliers: 1500余万, 2亿5000万, 十余, 七八千."""
    match = _ARABIC.match(text, at)
    if match is None:
        return _han_number(text, at)
    run, end = match.group(), match.end()
    while multiples := _MULTIPLES.match(text, end):
        run, end = run + multiples.group(), multiples.end()
        more = _AND_ARABIC.match(text, end)
        if more is None:
            break
        run, end = run + more.group(), more.end()
    return _with_inner(text, run, end, arabic=True)


def _han_number(text: str, at: int) -> _Number | None:
    match = _HAN.match(text, at)
    return _with_inner(text, match.group(), match.end(), arabic=False) if match else None


def _with_inner(text: str, run: str, end: int, *, arabic: bool) -> _Number | None:
    low, high = _values(run)
    if low is None:
        return None
    inner = _INNER.match(text, end)
    factor = Decimal(1)
    if inner:
        multiples = _MULTIPLES.match(text, inner.end())
        if multiples:
            scaled = _value("1" + multiples.group())
            if scaled is None:
                return None
            run, end, factor = multiples.group(), multiples.end(), scaled
        else:
            end = inner.end()
    scale_text = re.search("[万萬亿億]*$", run)
    suffix = scale_text.group() if scale_text else ""
    scale = 1
    for char in suffix:
        scale *= _BIG[char]
    top = None if high is None else high * factor
    return _Number(end, low * factor, scale, suffix, inner.group() if inner else "", top, arabic)


_PAIR = re.compile("(?<![一二三四五六七八九])([一两二三四五六七八])([二三四五六七八九])(?![一二三四五六七八九])")


def _values(run: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of a run of numerals; two for neighbours that stand for "one or the other": 七八, 三四十, 十五六."""
    pair = _PAIR.search(run)
    if pair and _DIGITS[pair[2]] == _DIGITS[pair[1]] + 1 and "点" not in run:
        low, high = (_value(run[: pair.start()] + each + run[pair.end() :]) for each in pair.groups())
        if low is not None and high is not None:
            return low, high
    return _value(run), None


def _value(run: str) -> Decimal | None:
    """The value of a run of Arabic and Chinese numerals, None when it is not well formed."""
    if all(char in _DIGITS for char in run):
        return Decimal("".join(str(_DIGITS[char]) for char in run))  # 二〇二〇
    whole, point, fraction = run.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    total = section = Decimal(0)
    number: Decimal | None = None
    smallest, last = 10**4, 0  # the last ten, hundred … of this section; the unit just before, for 三万五
    largest = 10**12
    for token in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?|.", run):
        if token in _BIG:
            big = _BIG[token]
            if number is None and section == 0 and total == 0:
                return None
            section += number or 0
            carries = section == 0 or big > largest  # 1万亿, 1万2000亿: the whole so far is multiplied
            total = (total + section) * big if carries else total + section * big
            section, number, smallest, last, largest = Decimal(0), None, 10**4, big, big
        elif token in _TENS:
            ten = 10 if _TENS[token] in (20, 30) else _TENS[token]
            number = number or None  # 一万零十二
            if number is None and (ten != 10 or section) and not (ten == 10 and last == 0):
                return None
            if ten >= smallest and not (number is not None and number >= 10):
                return None
            if number is None and ten != 10:
                return None
            section += _TENS[token] if number is None else number * ten
            number, smallest, last = None, ten, ten
        else:
            digit = Decimal(_DIGITS[token]) if token in _DIGITS else Decimal(token.replace(",", ""))
            if number is not None and number != 0:
                return None
            if token in _DIGITS and digit == 0:
                last = 0
            number = digit
    if number is not None and last >= 100 and number < 10 and run[-1] in _DIGITS:
        number *= last // 10
    return _plain(total + section + (number or 0))


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    """三点五, 一点二亿."""
    digits = fraction.rstrip("万亿")
    base = _value(whole) if whole else None
    if base is None or not digits:
        return None
    value = base + Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))
    for char in fraction[len(digits) :]:
        value *= _BIG[char]
    return _plain(value)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 1500, not 1.5E+3."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() and value.adjusted() < 27 else value
