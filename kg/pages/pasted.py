"""An article copied from a web page into a text file: headline, a line that says source and day, the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Mark
from kg.pages import forms, stated
from kg.pages.blocks import Block
from kg.pages.forms import Forms

# The line of source and day is among so many first lines; a headline has at most so many characters.
_NEAR, _HEADLINE = 6, 60
_STOP = re.compile("[。！？；]$")
_CLOCK = re.compile(r"\d[:：]\d\d")
_HASH = re.compile(r"^#+\s*")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The marks of the article, and what its line of source and day says (date, newspaper)."""

    marks: tuple[Mark, ...]
    meta: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    said: Mapping[str, str]


def pasted(body: str, words: Forms) -> Pasted | None:
    """The article that a text holds when it is one from a web page; None for anything else (a page of print above all)."""
    spans = [match.span() for match in re.finditer(r"\S[^\n]*", body)]
    lines = [_line(body, *span, words) for span in spans[:_NEAR]]
    first = next((i for i, line in enumerate(lines) if _sourced(line, words)), 0)
    if not first:
        return None
    lines += (_line(body, *span, words) for span in spans[_NEAR:])
    last = next((i for i in range(first, len(lines)) if i == len(lines) - 1 or not lines[i + 1].said), 0)
    head, text = lines[:first], lines[last + 1 :]
    if not text or any(_sourced(line, words) for line in text) or not all(_headline(line) for line in head):
        return None
    roles = ("title", *("subtitle" for _ in head[1:]))
    marks = [Mark(line.start, line.end, role) for line, role in zip(head, roles, strict=True)]
    parts: dict[str, str] = {}
    for line in lines[first : last + 1]:
        parts = {**line.said, **parts}
        if name := re.split(r"\s+(?=\S*[:：])", line.said.get("byline", ""))[0]:
            at = body.index(name, line.start)
            marks.append(Mark(at, at + len(name), "byline"))
    marks.append(Mark(text[0].start, text[-1].end, "body"))
    meta = {"date": forms.day(parts.get("date", "")), "newspaper": parts.get("newspaper", "")}
    return Pasted((Mark(head[0].start, text[-1].end, "article"), *marks), {key: value for key, value in meta.items() if value})


def _line(body: str, start: int, end: int, words: Forms) -> _Line:
    said = body[start:end].rstrip()
    text = _HASH.sub("", said)
    found = stated.said_of(Block(text), words)
    parts = found.parts if found else {"clutter": text} if _clutter(text, words) else {}
    return _Line(start + len(said) - len(text), start + len(said), text, parts)


def _sourced(line: _Line, words: Forms) -> bool:
    """Whether a line says, with a label or the time of day, when and where the article came out: no page of print has such a line."""
    labels = "|".join(map(re.escape, (*words.labels["newspaper"], *words.labels["date"])))
    labelled = bool(re.search(rf"(?<![\u4e00-\u9fff])(?:{labels})\s*[:：]", line.text))
    day = bool(forms.day(line.said.get("date", "")))
    return (labelled and "newspaper" in line.said) or (day and (labelled or bool(_CLOCK.search(line.text))))


def _headline(line: _Line) -> bool:
    return len(line.text) <= _HEADLINE and not _STOP.search(line.text) and not line.said


def _clutter(said: str, words: Forms) -> bool:
    """Whether a line is only what a site puts beside an article (【字体：大 中 小】)."""
    left = re.sub("|".join(sorted(map(re.escape, words.clutter), key=len, reverse=True)), "", said)
    return bool(said) and len(re.findall("[\u4e00-\u9fff]", left)) <= 3 and left != said
