"""Where the fields of a gold article stand in the graph's articles."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.strings import fold, sentence_at
from kg.evaluate.view import View
from kg.model import EVT

PROBE, STRIDE = 12, 24  # a damaged field is sought by every second dozen of its characters …
ENOUGH = 0.3  # … and taken as found where more than this share of them occurs: less is shared boilerplate
LONG = 40  # shorter fields must be found whole: they have too few probes to tell
# A recovered body has (nearly) all its characters, and headline and captions at most beside.
BODY_SHARE, BODY_EXCESS = 0.98, 1.35

_GoldKey = tuple[str | None, int | None, int | None, int, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention of gold, and its right spans in the graph's article, the annotated one first."""

    article: str | None
    spans: tuple[tuple[int, int] | None, ...]
    types: tuple[str, ...]
    surface: str
    entity: str
    optional: bool
    deictic: bool
    sentence: str

    @property
    def soft(self) -> bool:
        """Neither demanded nor forbidden (a deictic reference is judged by what it stands for alone)."""
        return self.optional or self.deictic or EVT in self.types


@dataclass(slots=True)
class Placing:
    """Where the fields of one gold article stand: marks, and which characters of which articles gold speaks of."""

    marks: dict[_GoldKey, Mark] = field(default_factory=dict)
    covered: dict[str, set[int]] = field(default_factory=dict)
    body: str | None = None
    recovered: bool = False
    told: str = ""  # how much of the body was found

    @property
    def home(self) -> str | None:
        """The graph's article that holds most of it."""
        return max(self.covered, key=lambda key: (len(self.covered[key]), key), default=None)


def _fields(gold: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a gold article, the body first: it tells where to look for the others."""
    for name in ("body", "title", "subtitle"):
        if gold.get(name):
            yield name, gold[name]
    yield from (("caption", text) for text in gold.get("captions", ()) if text)


def place(gold: Mapping[str, Any], view: View) -> Placing:
    """Where the fields and mentions of a gold article stand in the graph's articles."""
    placing = Placing()
    for name, text in _fields(gold):
        article, where = _seek(text, view, placing.body)
        if name == "body":
            size = max(1, len(fold(text).text))
            placing.body = article
            excess = len(view.folded[article].text) / size if article else 0.0
            placing.recovered = len(where) / size > BODY_SHARE and excess < BODY_EXCESS
            if article:
                placing.told = f"{article}: {len(where) / size:.0%} of the body, {excess:.0%} of its length"
        if article is not None:
            placing.covered.setdefault(article, set()).update(where.values())
        for mention in gold["mentions"]:
            if mention["field"] == name and text[mention["start"] : mention["end"]] == mention["surface"]:
                mark = _mark(mention, text, article, where)
                span = mark.spans[0] or (where.get(mention["start"]), None)
                placing.marks[article, *span, mention["start"], name] = mark
    return placing


def _mark(mention: Mapping[str, Any], text: str, article: str | None, where: Mapping[int, int]) -> Mark:
    alternatives = [alt for alt in mention.get("alts", ()) if isinstance(alt, dict) and "start" in alt]
    return Mark(
        article,
        tuple(_carry(each["start"], each["end"], where) for each in (mention, *alternatives)),
        tuple(mention["type"]),
        mention["surface"],
        mention["entity"],
        bool(mention.get("optional")),
        bool(mention.get("deictic")),
        sentence_at(text, mention["start"], mention["end"]),
    )


def _carry(start: int, end: int, where: Mapping[int, int]) -> tuple[int, int] | None:
    if start in where and end - 1 in where:
        return where[start], where[end - 1] + 1
    return None


def _seek(text: str, view: View, first: str | None) -> tuple[str | None, dict[int, int]]:
    """The article a gold field stands in and a map from the field's offsets to the article's, or (None, {})."""
    gold = fold(text)
    for article in sorted(view.folded, key=lambda key: (key != first, key)):
        folded = view.folded[article]
        at = folded.text.find(gold.text)
        if at >= 0:
            return article, dict(zip(gold.kept, folded.kept[at : at + len(gold.kept)], strict=True))
    if len(gold.text) <= LONG:
        return None, {}
    probes = [gold.text[i : i + PROBE] for i in range(0, len(gold.text) - PROBE, STRIDE)]
    hits = {key: sum(probe in folded.text for probe in probes) / len(probes) for key, folded in view.folded.items()}
    best = max(hits, key=lambda key: (hits[key], key), default=None)
    if best is None or hits[best] <= ENOUGH:
        return None, {}
    folded = view.folded[best]
    blocks = difflib.SequenceMatcher(None, gold.text, folded.text, autojunk=False).get_matching_blocks()
    return best, {gold.kept[b.a + i]: folded.kept[b.b + i] for b in blocks for i in range(b.size)}
