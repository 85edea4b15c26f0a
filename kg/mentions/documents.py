"""Documents in 《…》: laws, opinions, plans, notices, and their later short forms (《意见》)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.mentions.candidates import Candidate, Line

OPEN, CLOSE = "《", "》"
REMARK = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]$")
QUOTES = re.compile(r"[《》〈〉\s]")


def find(line: Line) -> Iterator[Candidate]:
    """Candidates of type POL: the bracketed title with its brackets, nested ones as one."""
    for start, end in brackets(line.text):
        title = line.text[start + 1 : end - 1]
        kind = kind_of(title, line.lexicon)
        if kind:
            yield Candidate(
                start, end, "POL", f"document.{kind}", 100, 0.95, normal(title), {"subtype": "Law" if kind == "law" else "PolicyDocument"}
            )


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost 《…》 intervals; an unclosed 《 ends with the line and is left out."""
    depth, begin = 0, 0
    for i, ch in enumerate(text):
        if ch == OPEN:
            if depth == 0:
                begin = i
            depth += 1
        elif ch == CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield begin, i + 1


def kind_of(title: str, lexicon: Lexicon) -> str:
    """ "law", "document" or "" (a book, a film, a lecture) by the last word of a title."""
    words = lexicon.words["documents"]
    name = re.sub(r"[\s”’\"]+$", "", title)
    while match := REMARK.search(name):
        name = name[: match.start()].rstrip()
    name = re.sub(r"[”’\"〉》]+$", "", name)
    if not name or any(name.endswith(w) for w in words["never"]):
        return ""
    if name in words["short"]:
        return "law" if name in words["kinds"]["law"] else "document"
    best = max(
        ((len(w), kind) for kind, ends in words["kinds"].items() for w in ends if name.endswith(w) and len(name) > len(w)), default=(0, "")
    )
    return best[1]


def normal(title: str) -> str:
    """A title as a name: inner brackets and layout blanks gone, the blank between two issuers kept as one."""
    return re.sub(r"\s+", " ", title).strip()
