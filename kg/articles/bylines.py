"""Who wrote it: reporters' names in datelines, in lines of their own, in brackets at the end, and beside pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.articles.words import BLANK, HAN, PageWords

# A byline line holds a handful of names; longer lines are prose.
_LONGEST = 60
# Names of more than four characters without a dot: Mongolian and Tibetan ones (乌兰其其格).
_LONG_NAME = 5
_SEPARATOR = re.compile(r"[ \t\u3000、/／|]+")
_HANS = re.compile(f"[{HAN}]+")
_MINORITY = re.compile(rf"[{HAN}]{{1,8}}(?:[·•・．][{HAN}]{{1,8}}){{1,2}}")
# Blanks between names, and a name up to a blank; its two characters may stand apart, and a line of the page may end in it.
_GAPS = re.compile(r"[ \u3000\n、]*")
_NAME = re.compile(rf"(?:[{HAN}][ \u3000]+[{HAN}]{{1,2}}|[{HAN}·\n]{{2,12}}?)(?=[ \u3000“‘《]|\n[^{HAN}]|$)")
_NAME_AT_END = re.compile(rf"[{HAN}]{{2,3}}(?=\n)")
_OFFICE = re.compile(rf"[{HAN}A-Za-z（）()“”]{{0,14}}$")
# What may be a name in brackets at a story's end: rare surnames, names of other peoples.
_SIGNED = re.compile(rf"[（(]([{HAN}]{{2,3}}|[{HAN}]{{2,6}}(?:[ \u3000][{HAN}]{{2,6}}){{1,2}})[）)]")
# Names without a role before 报道: 本报讯 罗丽 报道 3月2日.
_REPORTED = re.compile(rf"[ \u3000]*([{HAN}]{{2,3}}(?:[ \u3000、][{HAN}]{{2,3}}){{0,3}})[ \u3000]?报道(?:[:：]|[ \u3000]|(?=\d))")
# Names with a stroke and what each did behind them: 罗丽 王小东/文 李强/图.
_STROKE = re.compile(rf"(?:(?<![{HAN}])(?:文|图|摄影|摄))?[/／](?:文图|图文|文|图|摄影|摄)(?![{HAN}])")
# Who came after the reporter, up to the end: 记者 罗丽 编辑 王小东.
_EDITORS = re.compile(r"[ \u3000]*(?:责任编辑|责编|编辑|校对|审核|审校|编审|监制|初审|复审|终审)[ \u3000:：].*$")
_BRACKETS = ("（）", "()", "[]", "【】")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a news story: where it ends in the text, the byline as printed and the names in it."""

    end: int
    byline: str
    names: tuple[str, ...]


def names_of(text: str, words: PageWords) -> tuple[str, ...] | None:
    """The names in a byline that fills the whole text (□ 本报记者 罗丽 通讯员 张三), or None when it is something else."""
    if len(text) > _LONGEST or "。" in text[:-1]:
        return None
    mark = words.byline_mark.match(text)
    rest = words.byline_mark.sub(" ", text[mark.end() :]) if mark else text
    bracketed = rest[:1] + rest[-1:] in _BRACKETS
    rest = _EDITORS.sub("", (rest[1:-1] if bracketed else rest).strip())
    plain = _STROKE.sub(" ", rest).strip()
    if plain != rest and not words.reporter.search(plain) and (stroked := _only_names(plain, words, strict=True)):
        return stroked
    names = _roles_and_names(rest, words, strict=not (mark or bracketed))
    if names is None and (office := words.signed_office.match(rest)):
        return _only_names(rest[office.end() :], words, strict=True)
    if names is None and (mark or bracketed):
        names = _only_names(rest, words, strict=True) or _only_names(words.byline_end.sub("", rest).strip(), words, strict=True)
    return names


def bare_name(text: str, words: PageWords) -> tuple[str, ...]:
    """The name in a line below a headline that holds nothing else (柳下惠风, □ 尔雅), empty when it holds something else."""
    mark = words.byline_mark.match(text)
    squeezed = text[mark.end() if mark else 0 :].replace(" ", "")
    if not 2 <= len(squeezed) <= 4 or not _HANS.fullmatch(squeezed) or words.column.match(squeezed):
        return ()
    return (squeezed,) if _surname(squeezed, words) or (mark and len(squeezed) < 4) else ()


def more_names(text: str, words: PageWords) -> tuple[str, ...] | None:
    """The names in a line below a byline, which may do without a role."""
    if len(text) > _LONGEST:
        return None
    found = names_of(text, words)
    return found if found or ("·" in text and " " not in text) else _only_names(text, words, strict=True)


def credit(text: str, words: PageWords) -> tuple[str, ...] | None:
    """The names in a line that says who took a picture (记者 刘亮亮 摄); an empty tuple when it names nobody, None for other lines."""
    bare = text.strip("（）() ")
    found = words.credit.search(bare)
    if len(bare) > 36 or not found or "。" in bare[:-1] or "，" in bare:
        return None
    head = bare[: found.start()].strip()
    if not head or head.startswith("图片由"):
        return ()
    names = _roles_and_names(head, words) or _only_names(head, words, strict=not re.fullmatch(f"[{HAN}]{{2,3}}", head))
    if names is None and head[-1] in "/／、":
        names = _roles_and_names(head[:-1], words) or _only_names(head[:-1], words, strict=True)
    if names is None and (cut := re.search(rf"[:：\s]([{HAN}]{{2,3}})$", head)):
        names = _only_names(cut[1], words, strict=True)
    return names


def tail_credit(text: str, words: PageWords) -> tuple[str, ...]:
    """Names in a picture credit or a bracketed byline that ends a paragraph (……成就展。本报记者 罗丽 摄, ……。（张三）)."""
    tail = re.split(r"[。！？”]\s?", text[-_LONGEST:].rstrip())
    last = tail[-1] or (tail[-2] if len(tail) > 1 else "")
    if not last or len(tail) < 2:
        return ()
    if last[0] in "（(" and last[-1] in "）)":
        return names_of(last, words) or credit(last, words) or ()
    return credit(last, words) or ()


def signature(text: str, words: PageWords) -> tuple[str, ...]:
    """The names in brackets that end a story whose dateline names nobody (……。（海生林）), be their surnames ever so rare."""
    found = _SIGNED.fullmatch(re.split("[。！？”]", text.rstrip())[-1].replace("\n", ""))
    return tuple(_SEPARATOR.split(found[1])) if found and not words.reporter.search(found[1]) else ()


def opens(text: str, words: PageWords) -> bool:
    """Whether a line begins a story by its dateline; the byline's bracket may close on the next line."""
    found = words.dateline.match(text)
    if found:
        return found[0].endswith(("讯", "消息")) or bool(re.match(r"[\s（(：:\d]|记者|$", text[found.end() : found.end() + 2]))
    return bool(words.local.match(text)) or _bracket_dateline(text, words) is not None or _spoken(text, words) is not None


def dateline(text: str, words: PageWords) -> Dateline | None:
    """The dateline that a paragraph opens with (本报讯（记者 罗丽）), or None."""
    found = words.dateline.match(text) or words.local.match(text)
    if not found:
        if (reported := _spoken(text, words)) is not None:
            return Dateline(reported[0], text[: reported[0]], reported[1])
        return _bracket_dateline(text, words)
    if not opens(text, words):
        return None
    end = found.end()
    after = re.match(r"\s?([（(][^（）()]{1,50}[）)])", text[end:])
    if after:
        names = names_of(after[1], words)
        if names is not None:
            end += after.end()
            return Dateline(end, text[:end], names)
    spoken = re.match(rf"\s?((?:本报)?(?:记者|通讯员)[\s{HAN}·、]{{2,20}}?)(?:报{BLANK}道[:：]?|[:：])", text[end:])
    if spoken and (names := _roles_and_names(spoken[1].strip(), words)):
        end += spoken.end()
        return Dateline(end, text[:end], names)
    told = _REPORTED.match(text, end)
    if told and (names := _only_names(told[1], words, strict=True)):
        return Dateline(told.end(), text[: told.end()], names)
    bare = end + _unbracketed(text[end:], words)
    return Dateline(bare, text[:bare], _roles_and_names(text[end:bare].strip(), words) or () if bare > end else ())


def _unbracketed(text: str, words: PageWords) -> int:
    """Where reporters' names without brackets end at the beginning of a text (记者 马晓岚 通讯员 丁守义 “我……), 0 when there are none."""
    end = at = 0
    while (gap := _GAPS.match(text, at)) is not None:
        role = words.reporter.match(text, gap.end())
        if role:
            at = role.end()
            continue
        name = _NAME.match(text, gap.end()) or _NAME_AT_END.match(text, gap.end()) if at else None
        if name is None:
            break
        if "\n" in name[0] and _only_names(name[0].replace("\n", ""), words, strict=True) is None:
            first = name[0].partition("\n")[0]  # the text begins on the next line
            return gap.end() + len(first) if _only_names(first, words, strict=True) else end
        if _only_names(name[0], words, strict=True) is None:
            break
        end = at = name.end()
    return end


def _spoken(text: str, words: PageWords) -> tuple[int, tuple[str, ...]] | None:
    """Where 本报记者丁一报道： ends at the beginning of a text, and the names in it."""
    found = words.spoken.match(text)
    names = _roles_and_names(found[1].strip(), words) if found else None
    return (found.end(), names) if found and names else None


def _bracket_dateline(text: str, words: PageWords) -> Dateline | None:
    found = re.match(r"[（(]([^（）()]{3,40})[）)]", text)
    if not found or not words.reporter.search(found[1]):
        return None
    names = names_of(found[0], words)
    return Dateline(found.end(), found[0], names) if names and len(text) > found.end() else None


def _roles_and_names(text: str, words: PageWords, *, strict: bool = False) -> tuple[str, ...] | None:
    """Names after 记者, 通讯员 …; None when there is no such word or something else stands between.

    Strictly, as in a line that nothing marks as a byline: names begin with a surname, and only an office may come before.
    """
    roles = list(words.reporter.finditer(text))
    if not roles or not _OFFICE.match(text[: roles[0].start()].rstrip()):
        return None
    if strict and roles[0].start() and not words.office.search(text[: roles[0].start()].rstrip()):
        return None
    names: list[str] = []
    for i, role in enumerate(roles):
        stop = roles[i + 1].start() if i + 1 < len(roles) else len(text)
        between = text[role.end() : stop].lstrip(" \u3000:：/／|丨").rstrip(" \u3000/／|丨。，,、；;")
        end = words.byline_end.search(between)
        between = between[: end.start()].strip() if end else between
        if i + 1 < len(roles) and stop > role.end() and _HANS.match(text[stop - 1]):
            between = _without_office(between)
        if not between:
            continue
        found = _only_names(between, words, strict=strict and not text[role.end()].isspace())
        if found is None:
            return None
        names += found
    return tuple(dict.fromkeys(names)) if names or len(text) <= 12 else None


def _without_office(between: str) -> str:
    """Drop what touches the next role when it is an office (文/佛山日报记者 …), not a name (记者罗丽通讯员张三)."""
    names, _, last = between.rpartition(" ")
    return between if len(last) <= 3 and not last.endswith(("报", "社", "台", "网")) else names.strip()


def _only_names(text: str, words: PageWords, *, strict: bool) -> tuple[str, ...] | None:
    """Names parted by blanks or commas, None when a part is no name. Strictly: every name begins with a known surname."""
    names: list[str] = []
    parts = [part for part in _parts(text, words) if not words.mark.match(part)]
    # beside a name that begins with a known surname, one with a rare surname is believed
    strict = strict and not (len(parts) > 1 and any(len(part) <= 3 and _surname(part, words) for part in parts))
    for part in parts:
        if _MINORITY.fullmatch(part):
            names.append(part)
        elif not _HANS.fullmatch(part):
            return None
        elif (2 <= len(part) <= 4 and (not strict or _surname(part, words))) or _given(part, words.given):
            names.append(part)
        elif len(part) > 4 and (cut := _cut(part, words)) is not None:
            names += cut
        elif len(part) == _LONG_NAME and not strict:
            names.append(part)
        else:
            return None
    return tuple(dict.fromkeys(names)) if names else None


def _parts(text: str, words: PageWords) -> list[str]:
    """The words of a byline; where a line of the page ends inside one, it is one name if it is short enough, else two."""
    parts: list[str] = []
    text = re.sub(rf"(?<![{HAN}·])([{HAN}])[ \u3000]+([{HAN}]{{1,2}})(?![{HAN}·/／])", r"\1\2", text)
    for part in _SEPARATOR.split(text.strip()):
        whole, pieces = part.replace("\n", ""), part.split("\n")
        one = len(whole) <= 3 or min(map(len, pieces)) < 2 or (len(whole) <= _LONG_NAME and not _surname(pieces[-1], words))
        one = one or bool(_MINORITY.fullmatch(whole)) or _given(whole, words.given)
        parts += [whole] if one else pieces
    return [part for part in parts if part]


@lru_cache(maxsize=4096)
def _given(text: str, given: frozenset[str]) -> bool:
    """Whether a name is made of given names of other languages (乌云|毕力格)."""
    return len(text) > 2 and any(text[:n] in given and (n == len(text) or text[n:] in given) for n in range(2, len(text) + 1))


def _surname(name: str, words: PageWords) -> bool:
    return name[0] in words.surnames or name[:2] in words.surnames


def _cut(text: str, words: PageWords) -> list[str] | None:
    """Cut names that stand without blanks (张三李小四) so that each begins with a surname or is made of given names; the fewest names win, of as
    many those with common surnames (王小东|李强)."""
    if len(text) > 24:
        return None
    best: list[tuple[int, int, list[str]] | None] = [(0, 0, [])] + [None] * len(text)
    for end in range(2, len(text) + 1):
        for size in (3, 2, 4, 5, 6):
            start = end - size
            before = best[start] if start >= 0 else None
            name = text[max(start, 0) : end]
            known = (name[:1] in words.surnames and size < 4) or (2 < size < 5 and name[:2] in words.surnames)
            if before is None or not (known or (size > 2 and _given(name, words.given))):
                continue
            found = before[0] + 1, before[1] + (name[:1] not in words.common), [*before[2], name]
            rival = best[end]
            if rival is None or found[:2] < rival[:2]:
                best[end] = found
    whole = best[len(text)]
    return whole[2] if whole else None
