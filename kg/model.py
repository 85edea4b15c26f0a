"""The records that flow through zhitu, as frozen dataclasses; this module knows nothing else.

A page becomes articles, an article mentions and claims, mentions entities, claims relations. Every offset is a Unicode code
point, every interval half-open. Records are never edited: a changed record is a new record (`dataclasses.replace`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
Role = Literal["strap", "title", "subtitle", "byline", "paragraph", "subhead", "caption", "credit"]
TermKind = Literal["mention", "literal", "implied"]
Modality = Literal["", "planned", "conditional"]

# The short type names that mentions carry; ontology/types.yaml maps them to classes of ontology/kg.ttl.
PER, ORG, LOC, POL, EVT = "PER", "ORG", "LOC", "POL", "EVT"


def digest(*parts: str, length: int = 12) -> str:
    """The first `length` hex digits of the SHA-256 of the parts joined by U+001F: the only source of opaque identifiers."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def article_of(id: str) -> str:
    """The id of the article in which a mention or a claim stands: it begins theirs ("04f496d71bdc-1-0-4": "04f496d71bdc-1")."""
    return "-".join(id.split("-", 2)[:2])


def sha256(text: str) -> str:
    """The whole SHA-256 of a text in UTF-8, in hexadecimal: what it was, whoever asks later."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd that did not stop the build. Errors are data.

    `where` is "FILE", "FILE:LINE" or "FILE@OFFSET" and may be empty; `hint` says what the user can do; `claims` are those that it is about.
    """

    stage: str
    code: str
    severity: Severity
    message: str
    where: str = ""
    hint: str = ""
    claims: tuple[str, ...] = ()


# x0, y0, x1, y1 in points (1/72 inch) from the top left corner of the sheet; y grows downward.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Print:
    """A line of print: the characters [start, end) of the page's body and where they stand on the sheet.

    `size` is the height of a Han character in points; `vertical` says that the characters run downward. `bold` is set for a
    heavier or other face than the sheet's commonest. `confidence` (0–1) is below 1 for recognised characters (OCR).
    """

    start: int
    end: int
    box: Box
    size: float
    vertical: bool = False
    bold: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the text of a page stands: width and height of the sheet in points, its lines of print in the order of the body,
    drawn rules (and the sides of frames) and pictures."""

    width: float
    height: float
    lines: tuple[Print, ...]
    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file itself says of a stretch [start, end) of a page's body (HTML, DOCX, a table's row).

    `role` is "article" for the whole of one, within it a part's role (title, paragraph …) or "body" for paragraphs that are still
    to be parted; other roles are furniture.
    """

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page as it was read; `body` is never edited.

    `source` is the path as the user named it, with the part of the file when it holds several pages ("a.pdf#page=3",
    "b.csv#row=17", "c.zip!d.txt"), `format` the reader's name ("text", "pdf" …). `published` is an ISO date ("2021-08-19"),
    only a year ("2021") or empty; `locality` the GB/T 2260 code of the paper's home, or empty. `layout` is where the lines stand
    (None when the form does not say), `marks` the articles that the file itself marks. `meta` holds the rest of the
    sidecar, and for every inferred field `<field>_confidence` (0–1) and `<field>_source`.
    """

    id: str
    source: str
    format: str
    body: str
    published: str = ""
    newspaper: str = ""
    edition: str = ""
    locality: str = ""
    layout: Layout | None = None
    marks: tuple[Mark, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """A map from offsets in `Article.text` to offsets in `Page.body`.

    `runs` are (text offset, page offset, length), sorted and disjoint in the text; characters in no run (the line feeds between
    parts) were put there by us.
    """

    runs: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> int | None:
        """The page offset of one character of the text, or None for a character that the page does not have."""
        i = bisect_right(self.runs, (offset, 1 << 60, 0)) - 1
        if i < 0:
            return None
        text, page, length = self.runs[i]
        return page + offset - text if offset < text + length else None

    def __str__(self) -> str:
        """The runs as text: "0:44:14 15:59:15"."""
        return " ".join(f"{text}:{page}:{length}" for text, page, length in self.runs)

    @classmethod
    def parse(cls, said: str) -> Origin:
        """The origin that `str` wrote. Raises ValueError for what it does not write."""
        runs = []
        for run in said.split():
            text, page, length = map(int, run.split(":"))
            runs.append((text, page, length))
        return cls(tuple(runs))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The page interval that covers the text interval [start, end), or None when none of it is on the page."""
        first = max(0, bisect_right(self.runs, (start, 1 << 60, 0)) - 1)
        low, high = 1 << 60, -1
        for text, page, length in self.runs[first:]:
            if text >= end:
                break
            begin, stop = max(start, text), min(end, text + length)
            if begin < stop:
                low, high = min(low, page + begin - text), max(high, page + stop - text)
        return (low, high) if high >= 0 else None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an article's text with a role; parts do not overlap and stand in text order."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is final: strap, title, subtitle, detached byline, paragraphs, captions, a line each.

    `authors` are the reporters' names that the byline states, `kind` is "news", "photo", "brief" …; `locality` the GB/T 2260
    code of the place the article is about, `home` that of its paper, empty when unknown. `order` is its place on the page, from 1.
    `goes_on` is the edition on which it says that it goes on ("3" for 下转第3版), `came_from` the one it says it began on, `continues`
    the id of the article there.
    """

    id: str
    page: str
    order: int
    text: str
    parts: tuple[Part, ...]
    origin: Origin
    title: str = ""
    subtitle: str = ""
    byline: str = ""
    captions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str = ""
    locality: str = ""
    home: str = ""
    kind: str = "news"
    goes_on: str = ""
    came_from: str = ""
    continues: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of an article's text: the only coordinate."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. `surface == article.text[span.start:span.end]` always.

    `type` is PER, ORG, LOC, POL or EVT; `rule` names the finder; `normal` is the name without quotes, blanks and brackets.
    `hint` tells the resolver what the finder knew: `deictic` "true", `level` "市", `template` the organ's key, `place` the code or
    name of the place inside the name, `code`, `subtype` (the class to give) …
    """

    id: str
    span: Span
    surface: str
    type: str
    rule: str
    normal: str
    hint: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """An argument of a claim: a mention's id, a literal, or something implied that no words name.

    An implied organ is "organ:KEY:LEVEL:PLACE:OFFSET": behind 市长张广勇 "organ:government:市::57"; PLACE is the id of a mention or
    the code of a division when the text names it. "place:home" is the place that the article is about, "place:CODE" a division of that
    code, "place:@MENTION" the one that an organ governs, "whole:NAME" the company of a branch, "whole:@MENTION" the body that the full name of one of its parts begins
    with (安徽医科大学 of its 第一附属医院), "policy:TITLE" the document that another's title names, "outlet:NAME" the outlet of a
    byline, "outlet:" the page's newspaper.
    """

    kind: TermKind
    value: str


HOME = Term("implied", "place:home")
FIGURE = ("value", "unit", "approximator", "period", "status")
"""The qualifiers that tell one figure of a subject and an indicator from another; `of` of a change names a figure by them, in this order."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence of one article says, in terms of spans.

    Three clocks: the article of the evidence has the day of publication, `when` is the time of what happened, `as_of` the day up to
    which the sentence says that it speaks (截至10月底); ISO dates or periods, empty when not said.

    `predicate` is a key of ontology/predicates (holds_post, within, chaired …). `qualifiers` hold title, act ("appointed"), role
    ("应邀 出席"), half (of the day), body (常委会 of the convener), outcome, state (of a document's life: 印发), value, unit, period,
    approximator …; `said_by` is the speaker's mention id, or empty. A claim that is `negated` (尚未印发), or whose `modality` is "planned"
    (将印发) or "conditional" (如果印发), is no fact: the graph keeps it and does not assert what it says.
    """

    id: str
    predicate: str
    subject: Term
    object: Term
    evidence: Span
    rule: str
    confidence: float = 1.0
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    negated: bool = False
    said_by: str = ""
    as_of: str = ""
    modality: Modality = ""

    @property
    def fact(self) -> bool:
        """Whether the sentence says that it is so."""
        return not self.negated and not self.modality


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world. No entity without mentions, a gazetteer line, or a part, a post, a title or a byline that names it; no merge without
    a reason.

    `id` is the local part of its IRI, "{kind}/{name}" ("place/141102", "org/中共吕梁市委员会"). `type` is PER, ORG, LOC, POL or
    EVT, `subtype` the finer class ("PartyOrgan", "AdministrativeArea") or empty. `gazetteer` names the file and row it comes
    from, empty when only articles know it. `same_as` are outside IRIs; `homonyms` ids of entities of the same name kept apart,
    `maybe` of those of the same name that may be this one.
    `facts` are attributes that are not relations (startDate of a meeting, say).
    """

    id: str
    type: str
    name: str
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    code: str = ""
    gazetteer: str = ""
    same_as: tuple[str, ...] = ()
    homonyms: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement about entities. No relation without a claim, or a line of a gazetteer that states it (`source`); it is asserted
    when one of its claims is a fact, or a gazetteer states it.

    `subject` is an entity id; `object` an entity id, or a literal when `literal` is true (formerly, observation). `claims` are
    claim ids, sorted; empty only when `source` names the gazetteer. `since` and `until` are days (or years) of a post; who leaves one
    and comes back has a relation for each term (qualifier `term`).
    """

    id: str
    subject: str
    predicate: str
    object: str
    literal: bool = False
    claims: tuple[str, ...] = ()
    source: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading half leaves of one page: everything that needs no other page."""

    page: Page
    articles: tuple[Article, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    furniture: tuple[tuple[int, int, str], ...] = ()  # (page start, page end, role) of what belongs to no article
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities, the entity of each mention (by id), and of each implied term as (article id, term value) → entity id.

    `moved` has the entities that a person's decision made part of another, as old id → new id.
    """

    entities: Collection[Entity]
    links: Mapping[str, str]
    implied: Mapping[tuple[str, str], str]
    moved: Mapping[str, str] = field(default_factory=dict)
