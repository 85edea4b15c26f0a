#!/usr/bin/env python3
"""Print the sample newspaper: data/gold/source/*.yaml -> page dumps and their gold.

usage, from the project root:  python data/press.py [--check] [NAME ...]

Each source file is one invented page: clean articles with inline annotation ``[surface|TYPE|entity]`` (flags ``|opt``, ``|dei``),
their relations, and the order in which the dump prints their parts. From it come

* ``data/pages/NAME.txt``       the page as a PDF dump gives it: hard wraps, lost indents, stray blanks, titles after bodies;
* ``data/pages/NAME.toml``      its sidecar, when the source has one;
* ``data/gold/pages/NAME.json`` the articles of the page, with the line numbers of the dump on which they stand; ``title`` covers
  the subtitle when that follows directly, a body set in several columns has a list of ranges in reading order;
* ``data/gold/sample.json``     mentions, entities and relations of all pages, in white-space-free text, offsets in code points.

The same source gives the same bytes: every artefact is drawn from ``random.Random(NAME)``. A subhead is a paragraph written as
``{subhead: ...}``; sentences that head a paragraph may be listed under ``inline_subheads``. When a source is faulty, every fault
of every file is listed and nothing is written. With NAMEs, only those pages are read, and sample.json is left alone. ``--check``
writes nothing, lists the files that differ from what the sources would give, and exits 1 if there are any.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import random
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent

TYPES = {"PER", "ORG", "LOC", "POL", "EVT"}
FLAGS = {"opt", "dei"}
KINDS = {"news", "feature", "photo_news", "brief", "notice", "wire"}
PARTS = {"body", "title", "subtitle", "byline", "strap", "captions", "credit"}
PAGE_KEYS = {"name", "sidecar", "codes", "aliases", "articles", "layout", "options"}
ARTICLE_KEYS = {
    "id",
    "kind",
    "locality",
    "title",
    "subtitle",
    "strap",
    "byline",
    "credit",
    "authors",
    "paragraphs",
    "inline_subheads",
    "captions",
    "relations",
}
OPTION_KEYS = {"blank_lines", "spaced_lines", "digit_spaces"}
LAYOUT_KEYS = {"article", "part", "width", "vertical", "column", "text"}

# What a relation carries beside its subject and object.
QUALIFIERS: dict[str, tuple[str, ...]] = {
    "holds_post": ("post",),
    "considered": ("outcome",),
    "observation": ("value", "unit", "period"),
    "within": (),
    "part_of": (),
    "attended": (),
    "chaired": (),
    "convened": (),
    "issued": (),
    "submitted_to": (),
    "implements": (),
    "visited": (),
    "cooperates_with": (),
    "established": (),
    "formerly": (),
    "reported": (),
}
# Meetings and events are named by what the article calls them, not by a mention: these ends of a relation are not looked up,
# nor is an indicator, a former name, or the article of a report.
FREE_SUBJECTS = {"considered"}
FREE_OBJECTS = {"attended", "chaired", "convened", "observation", "formerly", "reported"}

HAN = "\u3400-\u9fff"
CLOSING = set("、，。；：？！）》」』】”’·,;!?)%％")  # never first on a line
OPENING = set("（《「『【“‘(")  # never last on a line
TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,:/+—–-]?[0-9A-Za-z]+)*%?| +|.", re.S)
MARKUP = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)((?:\|[^\[\]|]*)*)\]")
DATELINE = re.compile(r"^\S{0,14}?[讯电]\s*[（(][^（）()]*[）)]")

HEADLINE_WIDTH = 20  # a longer headline goes over two lines, as on the real pages
COLUMN_HEIGHT = 14  # characters of a vertical headline before it goes on in a second column
MISSING_BLANK = 0.8  # share of lines ending in digits that lose their blank line; 8 of 10 on the two seed pages
JOINED_BLOCKS = 0.3  # share of bodies and captions joined on without a blank line, by a leading space; 4 blocks on the seed pages


@dataclass(frozen=True, slots=True)
class Mention:
    """One annotated span; offsets in the white-space-free text of its field."""

    start: int
    end: int
    surface: str
    types: tuple[str, ...]
    entity: str
    optional: bool
    deictic: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A field without its annotation: as written, without any white space, and what is annotated in the latter."""

    plain: str = ""
    squashed: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page; ``paragraphs`` pairs each text with whether it is a subhead."""

    id: str
    kind: str
    locality: str
    title: Text
    subtitle: Text
    strap: Text
    byline: Text
    credit: Text
    authors: tuple[tuple[str, str], ...]
    paragraphs: tuple[tuple[Text, bool], ...]
    inline_subheads: tuple[str, ...]
    captions: tuple[Text, ...]
    relations: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry of the layout: a part of an article, or a line of page furniture (``text``)."""

    article: str | None
    part: str | None
    width: int | None
    vertical: bool
    column: tuple[int, int] | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One source file."""

    name: str
    sidecar: dict[str, Any]
    codes: dict[str, str]
    aliases: dict[str, list[str]]
    articles: tuple[Article, ...]
    layout: tuple[Slot, ...]
    blank_lines: bool
    spaced_lines: float
    digit_spaces: bool


@dataclass(slots=True)
class Dump:
    """The lines printed so far, and where each part of each article stands (first and last line, from 1)."""

    lines: list[str] = field(default_factory=list)
    places: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)


# ---------------------------------------------------------------------------------------------------------------- reading


class Reader:
    """Turns one parsed YAML file into a Page, noting every fault with its file and article."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.where = ""
        self.faults: list[str] = []

    def fault(self, message: str) -> None:
        """Note a fault at the place being read."""
        self.faults.append(": ".join(part for part in (f"{self.name}.yaml", self.where, message) if part))

    def text(self, markup: object) -> Text:
        """Take the annotation out of one field; null is the empty text."""
        if markup is None:
            return Text()
        if not isinstance(markup, str):
            self.fault(f"expected text, found {markup!r}")
            return Text()
        plain, squashed, mentions, at = [], "", [], 0
        for match in MARKUP.finditer(markup):
            self.outside(markup[at : match.start()])
            plain += [markup[at : match.start()], match[1]]
            squashed += squash(markup[at : match.start()])
            mentions.append(self.mention(match, len(squashed)))
            squashed += squash(match[1])
            at = match.end()
        self.outside(markup[at:])
        plain.append(markup[at:])
        return Text("".join(plain), squashed + squash(markup[at:]), tuple(mentions))

    def outside(self, text: str) -> None:
        """Text between annotations holds no bracket or bar of its own."""
        if re.search(r"[\[\]|]", text):
            self.fault(f"unbalanced annotation near {text[-30:]!r}")

    def mention(self, match: re.Match[str], start: int) -> Mention:
        """One annotation, checked."""
        surface, kind, entity = match[1], match[2], match[3]
        types, flags = tuple(kind.split("/")), set(match[4].split("|")[1:])
        if not surface or re.search(r"\s", surface):
            self.fault(f"a surface is empty or holds a space: {match[0]}")
        if not set(types) <= TYPES:
            self.fault(f"unknown type in {match[0]}")
        if not entity.strip() or entity != entity.strip():
            self.fault(f"entity missing or padded in {match[0]}")
        if not flags <= FLAGS:
            self.fault(f"unknown flag in {match[0]}")
        return Mention(start, start + len(surface), surface, types, entity, "opt" in flags, "dei" in flags)

    def page(self, raw: object) -> Page | None:
        """The whole file; None when it is not even a mapping."""
        if not isinstance(raw, dict):
            self.fault("not a mapping")
            return None
        self.keys(raw, PAGE_KEYS)
        if raw.get("name") != self.name:
            self.fault(f"name is {raw.get('name')!r}, not that of the file")
        codes = {str(k): str(v) for k, v in (raw.get("codes") or {}).items()}
        for place, code in codes.items():
            if not re.fullmatch(r"\d{6}", code):
                self.fault(f"code of {place} is not six digits: {code}")
        aliases = {str(k): [str(x) for x in v or []] for k, v in (raw.get("aliases") or {}).items()}
        articles = tuple(self.article(a) for a in raw.get("articles") or [] if self.mapping(a))
        self.where = ""
        layout = tuple(self.slot(s) for s in raw.get("layout") or [] if self.mapping(s))
        options = raw.get("options") or {}
        self.keys(options, OPTION_KEYS, "option ")
        page = Page(
            self.name,
            dict(raw.get("sidecar") or {}),
            codes,
            aliases,
            articles,
            layout,
            bool(options.get("blank_lines", True)),
            float(options.get("spaced_lines", 0.04)),
            bool(options.get("digit_spaces", True)),
        )
        self.check_layout(page)
        self.check_names(page)
        return page

    def mapping(self, raw: object) -> bool:
        """Whether an entry of a list is a mapping, as it must be."""
        if not isinstance(raw, dict):
            self.fault(f"not a mapping: {raw!r}")
        return isinstance(raw, dict)

    def keys(self, raw: Mapping[str, object], known: set[str], kind: str = "") -> None:
        """Unknown keys are misspelt ones."""
        for key in raw:
            if key not in known:
                self.fault(f"unknown {kind}key {key!r}")

    def article(self, raw: dict[str, Any]) -> Article:
        """One article, with all its texts."""
        self.where = str(raw.get("id") or "article without id")
        self.keys(raw, ARTICLE_KEYS)
        if raw.get("kind") not in KINDS:
            self.fault(f"unknown kind {raw.get('kind')!r}")
        if not raw.get("locality"):
            self.fault("locality missing")
        paragraphs = []
        for entry in raw.get("paragraphs") or []:
            subhead = isinstance(entry, dict) and set(entry) == {"subhead"}
            paragraphs.append((self.text(entry["subhead"] if subhead else entry), subhead))
        if not paragraphs:
            self.fault("no paragraphs")
        authors = []
        for entry in raw.get("authors") or []:
            if isinstance(entry, list) and len(entry) == 2 and all(isinstance(x, str) for x in entry):
                authors.append((entry[0], entry[1]))
            else:
                self.fault(f"an author is [name, role], not {entry!r}")
        article = Article(
            self.where,
            str(raw.get("kind")),
            str(raw.get("locality")),
            self.text(raw.get("title")),
            self.text(raw.get("subtitle")),
            self.text(raw.get("strap")),
            self.text(raw.get("byline")),
            self.text(raw.get("credit")),
            tuple(authors),
            tuple(paragraphs),
            tuple(str(x) for x in raw.get("inline_subheads") or []),
            tuple(self.text(c) for c in raw.get("captions") or []),
            tuple(r for entry in raw.get("relations") or [] if (r := self.relation(entry))),
        )
        self.check_authors(article)
        return article

    def relation(self, entry: object) -> dict[str, Any] | None:
        """``[predicate, subject, object, qualifiers ..., {optional: true}]`` as a record."""
        if not isinstance(entry, list) or len(entry) < 3 or entry[0] not in QUALIFIERS:
            self.fault(f"not a relation: {entry!r}")
            return None
        optional = isinstance(entry[-1], dict)
        if optional and entry[-1] != {"optional": True}:
            self.fault(f"unknown flag in {entry!r}")
        values = entry[1:-1] if optional else entry[1:]
        names = ("subj", "obj", *QUALIFIERS[entry[0]])
        if len(values) != len(names):
            self.fault(f"{entry[0]} takes {', '.join(names)}: {entry!r}")
            return None
        record: dict[str, Any] = {"pred": entry[0]}
        for name, value in zip(names, values, strict=True):
            record[name] = None if value is None else str(value)
            if value is None and name != "period" or value == "":
                self.fault(f"{name} missing in {entry!r}")
        if entry[0] == "observation" and not re.fullmatch(r"-?\d+(\.\d+)?", record["value"] or ""):
            self.fault(f"value is not a plain number in {entry!r}")
        if optional:
            record["optional"] = True
        return record

    def check_authors(self, article: Article) -> None:
        """Authors and the names in the byline are the same people, and printed somewhere."""
        names = {name for name, _ in article.authors}
        printed = article.byline.squashed + article.credit.squashed + body_text(article).squashed
        for name in sorted(names):
            if name not in printed:
                self.fault(f"author {name} stands neither in the byline nor in the body")
        for mention in article.byline.mentions:
            if mention.types == ("PER",) and mention.entity not in names:
                self.fault(f"{mention.entity} of the byline is not among the authors")

    def slot(self, raw: dict[str, Any]) -> Slot:
        """One entry of the layout."""
        self.keys(raw, LAYOUT_KEYS, "layout ")
        column = raw.get("column")
        if column is not None and not (isinstance(column, list) and len(column) == 2 and 1 <= column[0] <= column[1]):
            self.fault(f"column is not [k, n]: {column!r}")
            column = None
        if "text" not in raw and raw.get("part") not in PARTS:
            self.fault(f"unknown part {raw.get('part')!r} of {raw.get('article')}")
        if raw.get("part") == "body" and not isinstance(raw.get("width"), int):
            self.fault(f"body of {raw.get('article')} has no width")
        width = raw.get("width")
        if width is not None and (not isinstance(width, int) or width < 6):
            self.fault(f"width is not a number from 6 up: {width!r}")
            width = None
        return Slot(
            raw.get("article"),
            raw.get("part"),
            width,
            bool(raw.get("vertical")),
            (column[0], column[1]) if column else None,
            None if raw.get("text") is None else str(raw["text"]),
        )

    def check_layout(self, page: Page) -> None:
        """Every part of every article is printed once, and nothing is printed that is not there."""
        ids = [article.id for article in page.articles]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            self.fault(f"article id {twice} is used twice")
        for slot in page.layout:
            if slot.text is None and slot.article not in ids:
                self.fault(f"layout names an unknown article {slot.article!r}")
        for article in page.articles:
            self.where = article.id
            slots = [slot for slot in page.layout if slot.article == article.id]
            if not slots:
                self.fault("the layout does not use the article")
                continue
            bodies = [slot.column or (1, 1) for slot in slots if slot.part == "body"]
            if sorted(bodies) != [(k + 1, len(bodies)) for k in range(len(bodies))] or not bodies:
                self.fault(f"the body is not laid out once: pieces {bodies}")
            has = {
                "title": article.title.plain,
                "subtitle": article.subtitle.plain,
                "strap": article.strap.plain,
                "captions": article.captions,
                "byline": article.byline.plain,
            }
            in_body = bool(article.byline.plain) and byline_in_body(article)
            for part, content in has.items():
                count = sum(slot.part == part or part == "byline" and slot.part == "credit" and not article.credit.plain for slot in slots)
                wanted = int(bool(content) and not (part == "byline" and in_body))
                if count != wanted:
                    self.fault(
                        f"{part} is laid out {count} times, not {wanted}"
                        + (" (the byline is part of the body)" if part == "byline" and in_body else "")
                    )
            if bool(article.credit.plain) != any(slot.part == "credit" for slot in slots) and article.credit.plain:
                self.fault("credit is not laid out")
        self.where = ""

    def check_names(self, page: Page) -> None:
        """Both ends of a relation are known: annotated, declared in codes or aliases, or a body named for a known place."""
        for article in page.articles:
            self.where = article.id
            known = set(page.codes) | set(page.aliases) | {name for name, _ in article.authors}
            places = set(page.codes)
            for _, mention in mentions_of(article):
                known.add(mention.entity)
                if "LOC" in mention.types:
                    places.add(mention.entity)
            for record in article.relations:
                ends = [] if record["pred"] in FREE_SUBJECTS else [record["subj"]]
                ends += [] if record["pred"] in FREE_OBJECTS else [record["obj"]]
                for end in ends:
                    if end and end not in known and not any(place in end for place in places):
                        self.fault(f"{record['pred']}: {end} is not an entity of the article (annotate it or declare it in aliases)")
        self.where = ""


def squash(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def join(texts: Iterable[Text]) -> Text:
    """Several texts as one, mentions moved along."""
    plain, squashed, mentions = "", "", []
    for text in texts:
        mentions += [
            Mention(m.start + len(squashed), m.end + len(squashed), m.surface, m.types, m.entity, m.optional, m.deictic)
            for m in text.mentions
        ]
        plain, squashed = plain + text.plain, squashed + text.squashed
    return Text(plain, squashed, tuple(mentions))


def body_text(article: Article) -> Text:
    """All paragraphs, subheads among them."""
    return join(text for text, _ in article.paragraphs)


def byline_in_body(article: Article) -> bool:
    """Whether the byline is a dateline or a closing signature, and so printed with the body."""
    body = body_text(article).squashed
    return body.startswith(article.byline.squashed) or body.endswith(article.byline.squashed)


def mentions_of(article: Article) -> Iterator[tuple[str, Mention]]:
    """Every mention with its field, in the order of the fields of sample.json."""
    for name, text in (("title", article.title), ("subtitle", article.subtitle), ("body", body_text(article))):
        yield from ((name, mention) for mention in text.mentions)
    for caption in article.captions:
        yield from (("caption", mention) for mention in caption.mentions)
    at = 0
    for name, _ in article.authors:
        yield "byline", Mention(at, at + len(name), name, ("PER",), name, False, False)
        at += len(name) + 1


# --------------------------------------------------------------------------------------------------------------- printing


def wrap(text: str, width: int, first: int, rng: random.Random) -> Iterator[str]:
    """Break a paragraph into lines of ``width`` Han characters (``first`` for the first line); digits are half as wide.

    A closing mark that would open a line hangs over the edge of the one before, or takes its neighbour down with it.
    """
    line: list[str] = []
    used, room = 0.0, float(first)
    for token in TOKEN.findall(text):
        size = len(token) * (0.5 if token.isascii() else 1.0)
        if not line and token.isspace():
            continue
        hangs = token[0] in CLOSING and (used > room or line[-1:] and line[-1] in CLOSING or len(line) < 5 or rng.random() < 0.5)
        if used + size > room and line and not hangs:
            carry = [line.pop()] if token[0] in CLOSING else []
            while len(line) > 1 and line[-1] in OPENING:
                carry.insert(0, line.pop())
            yield "".join(line).rstrip()
            line, room = carry, float(width)
            used = sum(len(t) * (0.5 if t.isascii() else 1.0) for t in line)
            if not line and token.isspace():
                continue
        line.append(token)
        used += size
    if line:
        yield "".join(line).rstrip()


def letter_space(line: str, rng: random.Random) -> str:
    """A justified line, as extraction sees it: every character on its own; some lines keep marks and what follows together."""
    spaced = " ".join(token for token in TOKEN.findall(line) if not token.isspace())
    return re.sub(r"([，、。；]) ", r"\1", spaced) if rng.random() < 0.5 else spaced


def mark_space(line: str) -> str:
    """A slightly loose line: gaps show only beside brackets and book-title marks."""
    line = re.sub(rf"(?<=[{HAN}])(?=[《（])", " ", line)
    return re.sub(rf"(?<=[》）])(?=[{HAN}])", " ", line)


def digit_space(line: str, habit: str) -> str:
    """Spaces between Han characters and digits: before them, or on both sides."""
    if habit in ("before", "both"):
        line = re.sub(rf"(?<=[{HAN}])(?=[0-9])", " ", line)
    if habit == "both":
        line = re.sub(rf"(?<=[0-9%])(?=[{HAN}])", " ", line)
    return line


def printed_paragraph(article: Article, text: str, spaced_names: bool, rng: random.Random) -> str:
    """A paragraph before it is broken: the dateline with its usual gaps, two-character reporters set wide."""
    match = DATELINE.match(text)
    if not match:
        return text
    head, rest = match[0], text[match.end() :].lstrip()
    if spaced_names:
        head = widen(article, head)
    if rng.random() < 0.4:
        head = re.sub(r"\s*（", " （", head, count=1)
    return head + (" " if rng.random() < 0.8 else "") + rest


def widen(article: Article, text: str) -> str:
    """Two-character names of authors spaced to the width of three."""
    for name, _ in article.authors:
        if len(name) == 2:
            text = text.replace(name, f"{name[0]} {name[1]}")
    return text


def body_pieces(page: Page, article: Article, widths: Sequence[int], spaced_names: bool, rng: random.Random) -> list[list[str]]:
    """The lines of a body, one list for each column; columns are of equal length in characters, whatever falls on the break."""
    pieces: list[list[str]] = [[] for _ in widths]
    total, done, k = len(body_text(article).plain), 0, 0
    for text, subhead in article.paragraphs:
        habit = rng.choices(("none", "before", "both"), (25, 45, 30))[0] if page.digit_spaces else "none"
        rest, first = printed_paragraph(article, text.plain, spaced_names, rng), True
        while rest:
            while k < len(widths) - 1 and done >= total * (k + 1) / len(widths):
                k += 1
            lines = list(wrap(rest, widths[k], widths[k] - 2 if first else widths[k], rng))
            take = len(lines)
            if k < len(widths) - 1:  # only as many as still go into this column
                left, take = total * (k + 1) / len(widths) - done, 0
                while take < len(lines) and left > 0:
                    left -= len(lines[take])
                    take += 1
            for number, line in enumerate(lines[:take]):
                last = number == len(lines) - 1
                pieces[k].append(line if subhead else loosen(page, line, habit, last, widths[k], rng))
            done += sum(map(len, lines[:take]))
            rest, first = drop(rest, lines[:take]), False
    return pieces


def drop(text: str, lines: Sequence[str]) -> str:
    """What is left of a text when its first lines have been set."""
    at = 0
    for line in lines:
        while text[at : at + 1].isspace():
            at += 1
        at += len(line)
    return text[at:].lstrip()


def loosen(page: Page, line: str, habit: str, last: bool, width: int, rng: random.Random) -> str:
    """The artefacts of justification on one line; the last of a paragraph is not justified. Short lines are spaced more often."""
    slack = width - sum(0.5 if c.isascii() else 1.0 for c in line)
    draw = rng.random()
    if not last and draw < page.spaced_lines * (2.5 if slack >= 1 else 0.8):
        return letter_space(line, rng)
    line = digit_space(line, habit)
    return mark_space(line) if not last and draw > 0.93 else line


def headline_lines(text: str, width: int | None) -> list[str]:
    """A headline on one line, or evenly over as many as it needs, broken at a space of its own when one is near the middle."""
    room = width or HEADLINE_WIDTH
    if len(text) <= room:
        return [text]
    count = math.ceil(len(text) / room)
    target = math.ceil(len(text) / count)
    near = [i for i, c in enumerate(text) if c == " " and abs(i - target) <= 3 and i <= room]
    if near:
        at = min(near, key=lambda i: abs(i - target))
    else:
        at = target
        while at < len(text) - 1 and (text[at] in CLOSING or text[at - 1] in OPENING or text[at - 1 : at + 1].isascii()):
            at += 1
    rest = text[at:].strip()
    return [text[:at].rstrip(), *(headline_lines(rest, width) if rest else [])]


def vertical_lines(text: str, rng: random.Random) -> list[str]:
    """A headline set vertically: one character a line, a blank line where the column ends, now and then a stray one."""
    lines: list[str] = []
    for run in text.split():
        if lines:
            lines.append("")
        tokens: list[str] = re.findall(r"(?<![0-9])[0-9]{1,2}(?![0-9])|.", run)  # a short number stands across the column
        height = math.ceil(len(tokens) / math.ceil(len(tokens) / COLUMN_HEIGHT))
        for number, token in enumerate(tokens):
            if number and number % height == 0 or number > 3 and rng.random() < 0.03:
                lines.append("")
            lines.append(token)
    return lines


def slot_lines(page: Page, article: Article, slot: Slot, spaced_names: bool, rng: random.Random) -> list[str]:
    """The lines of any part but the body and the captions."""
    if slot.part in ("title", "subtitle"):
        text = article.title.plain if slot.part == "title" else article.subtitle.plain
        return vertical_lines(text, rng) if slot.vertical else headline_lines(text, slot.width)
    if slot.part == "strap":
        times = 2 if rng.random() < 0.6 else 1  # a shadowed face comes out twice
        return [line * times for run in article.strap.plain.split() for line in headline_lines(run, slot.width)]
    text = article.credit.plain if slot.part == "credit" and article.credit.plain else article.byline.plain
    lines = [line.strip() for line in text.split(" / ")]
    if len(lines) > 1 and rng.random() < 0.6:
        lines = [line.replace("通讯员", "通 讯 员") for line in lines]
    return [widen(article, line) if spaced_names else line for line in lines]


def blanked(lines: Iterable[str], page: Page, rng: random.Random) -> list[str]:
    """Body lines with the blank line after each, which lines that end in digits mostly lose; none after the last."""
    out: list[str] = []
    for line in lines:
        out.append(line)
        if page.blank_lines and not (line[-1:].isdigit() and rng.random() < MISSING_BLANK):
            out.append("")
    return out[:-1] if out and not out[-1] else out


def print_page(page: Page) -> Dump:
    """Lay the page out, top to bottom."""
    rng = random.Random(page.name)
    articles = {article.id: article for article in page.articles}
    bodies: dict[str, list[list[str]]] = {}
    wide: dict[str, bool] = {}
    for article in page.articles:
        slots = sorted((s for s in page.layout if s.article == article.id and s.part == "body"), key=lambda s: s.column or (1, 1))
        wide[article.id] = rng.random() < 0.35
        bodies[article.id] = body_pieces(page, article, [s.width or 16 for s in slots], wide[article.id], rng)
    dump = Dump([""] if rng.random() < 0.5 else [])
    previous: Slot | None = None
    for slot in page.layout:
        if slot.text is not None or slot.article is None:
            start_block(dump, previous, slot, False)
            dump.lines += (slot.text or "").splitlines()
            previous = slot
            continue
        article = articles[slot.article]
        spot = dump.places.setdefault((article.id, slot.part or ""), [])
        joined = start_block(dump, previous, slot, rng.random() < JOINED_BLOCKS and slot.part in ("body", "captions"))
        first = len(dump.lines) + 1
        if slot.part == "captions":
            for number, caption in enumerate(article.captions):
                if number and page.blank_lines:
                    dump.lines.append("")
                lines = list(wrap(caption.plain, slot.width, slot.width, rng)) if slot.width else [caption.plain]
                spot.append((len(dump.lines) + 1, len(dump.lines) + len(lines)))
                dump.lines += lines
        else:
            if slot.part == "body":
                lines = blanked(bodies[article.id][slot.column[0] - 1 if slot.column else 0], page, rng)
            else:
                lines = slot_lines(page, article, slot, wide[article.id], rng)
            dump.lines += lines
            column = slot.column[0] if slot.column else 1
            spot += [(0, 0)] * (column - len(spot))  # columns may be printed out of reading order; gold has them in it
            spot[column - 1] = (first, len(dump.lines))
        if joined:
            dump.lines[first - 1] = " " + dump.lines[first - 1]
        previous = slot
    dump.lines += [" "] if rng.random() < 0.5 else [""]
    return dump


def start_block(dump: Dump, previous: Slot | None, slot: Slot, joined: bool) -> bool:
    """Open a block: after a blank line, or joined to the last one by a leading space; a subtitle keeps to its title."""
    if previous is None:
        return joined or not dump.lines
    heading = (previous.article, previous.part, slot.part) == (slot.article, "title", "subtitle")
    if not joined and not (heading and not previous.vertical and not slot.vertical):
        dump.lines.append("")
    return joined


# ------------------------------------------------------------------------------------------------------------------- gold


def clean(text: str) -> str:
    """A paragraph as it reads: of the spaces only those between words are left."""
    return re.sub(rf"(?<![{HAN}A-Za-z])\s+|\s+(?![{HAN}A-Za-z])", "", text)


def clean_byline(text: str) -> str:
    """A byline on one line, wide-set words closed up."""
    single = rf"(?<![{HAN}])[{HAN}](?: [{HAN}])+(?![{HAN}])"
    return re.sub(single, lambda m: m[0].replace(" ", ""), text.replace(" / ", " ")).strip()


def page_gold(page: Page, dump: Dump) -> list[dict[str, Any]]:
    """The articles of a page, with the lines of the dump on which they stand."""
    return [article_gold(article, dump) for article in page.articles]


def article_gold(article: Article, dump: Dump) -> dict[str, Any]:
    """One article of gold/pages/NAME.json."""
    places = {part: dump.places.get((article.id, part), []) for part in sorted(PARTS)}
    lines: dict[str, Any] = {"body": places["body"][0] if len(places["body"]) == 1 else places["body"]}
    for part in ("title", "subtitle", "strap", "byline", "credit"):
        if places[part]:
            lines[part] = places[part][0]
    if "subtitle" in lines and "title" in lines and 1 <= lines["subtitle"][0] - lines["title"][1] <= 2:
        lines["title"] = (lines["title"][0], lines["subtitle"][1])
    sections: list[dict[str, Any]] = [{"head": None, "paragraphs": []}]
    for text, subhead in article.paragraphs:
        if subhead:
            sections.append({"head": text.plain, "paragraphs": []})
        else:
            sections[-1]["paragraphs"].append(clean(text.plain))
    record: dict[str, Any] = {
        "id": article.id,
        "title": article.title.plain or None,
        "subtitle": article.subtitle.plain or None,
        "strap": article.strap.plain or None,
        "byline": clean_byline(article.byline.plain) or None,
        "authors": [list(author) for author in article.authors],
        "lines": lines,
        "paragraphs": [p for section in sections for p in section["paragraphs"]],
        "subheads": [section["head"] for section in sections if section["head"]],
    }
    if len(sections) > 1:
        record["sections"] = [section for section in sections if section["head"] or section["paragraphs"]]
    if article.inline_subheads:
        record["inline_subheads"] = list(article.inline_subheads)
    record["captions"] = [
        {"line": place[0], "text": caption.plain} for place, caption in zip(places["captions"], article.captions, strict=True)
    ]
    return record | {"kind": article.kind}


def sample_article(page: Page, article: Article) -> dict[str, Any]:
    """One article of sample.json."""
    mentions = [
        {
            "field": name,
            "start": m.start,
            "end": m.end,
            "surface": m.surface,
            "type": list(m.types),
            "entity": m.entity,
            "optional": m.optional,
            "deictic": m.deictic,
        }
        for name, m in mentions_of(article)
    ]
    reported = [{"pred": "reported", "subj": name, "obj": article.id} for name, _ in article.authors]
    return {
        "id": article.id,
        "kind": article.kind,
        "title": article.title.squashed,
        "subtitle": article.subtitle.squashed,
        "byline": [name for name, _ in article.authors],
        "body": body_text(article).squashed,
        "captions": [caption.squashed for caption in article.captions],
        "mentions": mentions,
        "relations": reported + [r for r in article.relations if r["pred"] != "reported"],
        "page": f"{page.name}.txt",
        "locality": article.locality,
    }


def sample(pages: Sequence[Page]) -> dict[str, Any]:
    """Mentions, entities and relations of all pages."""
    codes: dict[str, str] = {}
    aliases: dict[str, list[str]] = {}
    for page in pages:
        codes |= page.codes
        for name, others in page.aliases.items():
            known = aliases.setdefault(name, [])
            known += [other for other in others if other not in known]
    return {
        "version": 1,
        "codes": codes,
        "aliases": aliases,
        "articles": [sample_article(page, article) for page in pages for article in page.articles],
    }


def sidecar(page: Page) -> str:
    """What the newspaper's archive knows of the page, as TOML; dates are TOML dates."""
    lines = []
    for key, value in page.sidecar.items():
        text = value.isoformat() if isinstance(value, datetime.date) else str(value)
        lines.append(f"{key} = " + (text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else json.dumps(text, ensure_ascii=False)))
    return "\n".join(lines) + "\n"


def as_json(value: object) -> str:
    """JSON in the layout of the other gold files."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# ------------------------------------------------------------------------------------------------------------------ command


def read_sources(paths: Iterable[Path]) -> tuple[list[Page], list[str]]:
    """All pages, and every fault of their sources."""
    pages, faults = [], []
    for path in paths:
        reader = Reader(path.stem)
        try:
            page = reader.page(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            reader.fault(f"cannot be read: {error}")
            page = None
        pages += [page] if page else []
        faults += reader.faults
    return pages, faults + clashes(pages)


def clashes(pages: Sequence[Page]) -> list[str]:
    """Faults between files: an article id used twice, one place name with two codes."""
    faults: list[str] = []
    ids: dict[str, str] = {}
    codes: dict[str, tuple[str, str]] = {}
    for page in pages:
        for article in page.articles:
            if ids.setdefault(article.id, page.name) != page.name:
                faults.append(f"{page.name}.yaml: {article.id}: the id is also used in {ids[article.id]}.yaml")
        for place, code in page.codes.items():
            other, theirs = codes.setdefault(place, (page.name, code))
            if theirs != code:
                faults.append(f"{page.name}.yaml: {place} is {code} here, {theirs} in {other}.yaml (use a fuller name for one of them)")
    return faults


def press(pages: Sequence[Page], *, whole: bool, root: Path = DATA) -> dict[Path, str | None]:
    """Every file that the pages give, with its text; None for one that must not be there."""
    files: dict[Path, str | None] = {}
    for page in pages:
        dump = print_page(page)
        files[root / "pages" / f"{page.name}.txt"] = "\n".join(dump.lines) + "\n"
        files[root / "pages" / f"{page.name}.toml"] = sidecar(page) if page.sidecar else None
        files[root / "gold" / "pages" / f"{page.name}.json"] = as_json(page_gold(page, dump))
    if whole:
        names = {page.name for page in pages}
        for path in sorted((root / "gold" / "pages").glob("*.json")):  # what a renamed or withdrawn source left
            if path.stem not in names:
                files |= {path: None, **{root / "pages" / (path.stem + end): None for end in (".txt", ".toml")}}
        files[root / "gold" / "sample.json"] = as_json(sample(pages))
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description="Turn data/gold/source/*.yaml into sample pages and their gold.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pages to press, without .yaml (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if what is on disk is not up to date")
    parser.add_argument("--root", type=Path, default=DATA, help="folder with gold/source, pages and gold (default: data)")
    options = parser.parse_args(arguments)
    root, sources = options.root.resolve(), options.root.resolve() / "gold" / "source"
    paths = [sources / f"{name}.yaml" for name in options.names] or sorted(sources.glob("*.yaml"))
    pages, faults = read_sources(paths)
    if faults:
        print(*faults, f"{len(faults)} faults; nothing written", sep="\n", file=sys.stderr)
        return 1
    files = press(pages, whole=not options.names, root=root)
    stale = [path for path, text in files.items() if (path.read_text(encoding="utf-8") if path.exists() else None) != text]
    if options.check:
        print(*(f"not up to date: {path.relative_to(root.parent)}" for path in stale), sep="\n", end="\n" if stale else "")
        return 1 if stale else 0
    for path in stale:
        text = files[path]
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(pages)} pages, {sum(len(page.articles) for page in pages)} articles; {len(stale)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
