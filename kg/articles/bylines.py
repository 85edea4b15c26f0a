"""Who wrote it: reporters' names in datelines, in lines of their own, in brackets at the end, and beside pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.articles.words import HAN, PageWords

# A byline line holds a handful of names; longer lines are prose.
_LONGEST = 60
_SEPARATOR = re.compile(r"[ \t\u3000、/／|]+")
_HANS = re.compile(f"[{HAN}]+")
_MINORITY = re.compile(rf"[{HAN}]{{1,5}}(?:[·•・．][{HAN}]{{1,5}}){{1,2}}")
_OFFICE = re.compile(rf"[{HAN}A-Za-z（）()“”]{{0,14}}$")
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
    rest = text[mark.end() :] if mark else text
    bracketed = rest[:1] + rest[-1:] in _BRACKETS
    rest = (rest[1:-1] if bracketed else rest).strip()
    names = _roles_and_names(rest, words, strict=not (mark or bracketed))
    if names is None and (mark or bracketed):
        names = _only_names(rest, words, strict=True)
    return names


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


def opens(text: str, words: PageWords) -> bool:
    """Whether a line begins a story by its dateline; the byline's bracket may close on the next line."""
    found = words.dateline.match(text)
    if found:
        return found[0].endswith(("讯", "消息")) or bool(re.match(r"[\s（(：:\d]|记者|$", text[found.end() : found.end() + 2]))
    return _bracket_dateline(text, words) is not None


def dateline(text: str, words: PageWords) -> Dateline | None:
    """The dateline that a paragraph opens with (本报讯（记者 罗丽）), or None."""
    found = words.dateline.match(text)
    if not found:
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
    spoken = re.match(rf"\s?((?:本报)?(?:记者|通讯员)[\s{HAN}·、]{{2,20}}?)(?:报道[:：]?|[:：])", text[end:])
    if spoken and (names := _roles_and_names(spoken[1].strip(), words)):
        end += spoken.end()
        return Dateline(end, text[:end], names)
    return Dateline(end, text[:end], ())


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
    for part in _parts(text, words):
        if _MINORITY.fullmatch(part):
            names.append(part)
        elif not _HANS.fullmatch(part):
            return None
        elif 2 <= len(part) <= 4 and (not strict or _surname(part, words)):
            names.append(part)
        elif len(part) > 4 and (cut := _cut(part, words.surnames)) is not None:
            names += cut
        else:
            return None
    return tuple(dict.fromkeys(names)) if names else None


def _parts(text: str, words: PageWords) -> list[str]:
    """The words of a byline; where a line of the page ends inside one, it is one name if it is short enough, else two."""
    parts: list[str] = []
    text = re.sub(rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])", r"\1\2", text)
    for part in _SEPARATOR.split(text.strip()):
        whole, pieces = part.replace("\n", ""), part.split("\n")
        one = len(whole) <= 3 or min(map(len, pieces)) < 2 or (len(whole) == 4 and not _surname(pieces[-1], words))
        parts += [whole] if one else pieces
    return [part for part in parts if part]


def _surname(name: str, words: PageWords) -> bool:
    return name[0] in words.surnames or name[:2] in words.surnames


@lru_cache(maxsize=4096)
def _cut(text: str, surnames: frozenset[str]) -> list[str] | None:
    """Cut names that stand without blanks (张三李小四) so that each begins with a surname; the fewest names win."""
    if len(text) > 24:
        return None
    best: list[list[str] | None] = [[]] + [None] * len(text)
    for end in range(2, len(text) + 1):
        for size in (3, 2, 4):
            start = end - size
            before = best[start] if start >= 0 else None
            name = text[max(start, 0) : end]
            known = (name[:1] in surnames and size < 4) or (size > 2 and name[:2] in surnames)
            if before is not None and known and (best[end] is None or len(before) + 1 < len(best[end] or [])):
                best[end] = [*before, name]
    return best[len(text)]
