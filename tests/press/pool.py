"""The articles that the pages are made of: articles/{dev,frozen}.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

ARTICLES = Path(__file__).resolve().parent / "articles"
KINDS = {"news", "brief", "feature", "photo_news", "notice", "wire", "commentary", "poem", "list", "table", "advert"}
KEYS = {"id", "kind", "strap", "title", "subtitle", "dateline", "byline", "tail", "authors", "paragraphs", "captions", "credit"}


@dataclass(frozen=True, slots=True)
class Story:
    """One article; ``blocks`` pairs each text of the body, as printed, with whether it is a subhead. A story that goes on on
    another page has ``to``, its second half ``since``: the number of that page."""

    id: str
    kind: str
    strap: str
    title: str
    subtitle: str
    dateline: str
    byline: str
    authors: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, bool], ...]
    captions: tuple[str, ...]
    credit: str
    to: str = ""
    since: str = ""

    @property
    def chars(self) -> int:
        """Characters of the body."""
        return sum(len(text) for text, _ in self.blocks)


def read(path: Path) -> list[Story]:
    """The stories of a file; ValueError names those that are faulty."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    faults = [f"{path.name}: {entry.get('id')}: {fault}" for entry in raw for fault in faults_of(entry)]
    ids = [entry.get("id") for entry in raw]
    faults += [f"{path.name}: {name} is used twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    if faults:
        raise ValueError("\n".join(faults))
    return [story(entry) for entry in raw]


def faults_of(entry: dict[str, Any]) -> list[str]:
    """What is wrong with an entry."""
    faults = [f"unknown key {key}" for key in sorted(set(entry) - KEYS)]
    if entry.get("kind") not in KINDS:
        faults.append(f"unknown kind {entry.get('kind')}")
    if not entry.get("paragraphs"):
        faults.append("no paragraphs")
    if not entry.get("title") and entry.get("kind") not in {"photo_news", "advert"}:
        faults.append("no title")
    return faults


def story(entry: dict[str, Any]) -> Story:
    """An entry as it is printed: the dateline heads the first paragraph, the signature in brackets ends the last."""
    blocks = [(str(p["subhead"]), True) if isinstance(p, dict) else (str(p), False) for p in entry["paragraphs"]]
    running = [i for i, (_, subhead) in enumerate(blocks) if not subhead]
    if entry.get("dateline"):
        blocks[running[0]] = (f"{entry['dateline']} {blocks[running[0]][0]}", False)
    if entry.get("tail"):
        blocks[running[-1]] = (blocks[running[-1]][0] + str(entry["tail"]), False)
    words = {key: str(entry.get(key) or "") for key in ("id", "kind", "strap", "title", "subtitle", "dateline", "byline", "credit")}
    return Story(
        **words,
        authors=tuple((str(name), str(role)) for name, role in entry.get("authors") or []),
        blocks=tuple(blocks),
        captions=tuple(str(c["text"] if isinstance(c, dict) else c) for c in entry.get("captions") or []),
    )


def halves(whole: Story, to: str, since: str, *, inside: bool) -> tuple[Story, Story]:
    """A long story in two: what stands on its page, and what goes on on page ``to`` of the issue under a short headline;
    ``inside``: the break is within a paragraph."""
    middle, at, run = whole.chars * 0.55, 0, 0
    while run < middle and at < len(whole.blocks) - 1:
        run += len(whole.blocks[at][0])
        at += 1
    if whole.blocks[at - 1][1]:
        at -= 1
    before, after = list(whole.blocks[:at]), list(whole.blocks[at:])
    cut = after[0][0].find("。") + 1
    if inside and not after[0][1] and 0 < cut < len(after[0][0]):
        text = after[0][0]
        before.append((text[:cut], False))
        after[0] = (text[cut:], False)
    short = re.split("[ ：，]", whole.title)[0]
    first = replace(whole, blocks=tuple(before), to=to)
    none = {"strap": "", "subtitle": "", "dateline": "", "byline": "", "credit": ""}
    return first, replace(
        whole, **none, title=short if len(short) > 3 else whole.title, authors=(), blocks=tuple(after), captions=(), since=since
    )


def undated(item: Story) -> Story:
    """A story without its dateline; who is named there is then no author."""
    text, subhead = item.blocks[0]
    if not item.dateline or subhead:
        return item
    rest = text.removeprefix(item.dateline).lstrip()
    named = tuple(author for author in item.authors if author[0] not in item.dateline)
    return replace(item, dateline="", authors=named, blocks=((rest, False), *item.blocks[1:]))


def truth(item: Story, name: str) -> dict[str, Any]:
    """What a reader should find of a story: the record of gold pages, and its credit."""
    sections: list[dict[str, Any]] = [{"head": None, "paragraphs": []}]
    for text, subhead in item.blocks:
        if subhead:
            sections.append({"head": text, "paragraphs": []})
        else:
            sections[-1]["paragraphs"].append(text)
    record: dict[str, Any] = {
        "id": name,
        "source": item.id,
        "title": item.title or None,
        "subtitle": item.subtitle or None,
        "strap": item.strap or None,
        "byline": item.byline or item.dateline or item.credit or None,
        "credit": item.credit or None,
        "authors": [list(author) for author in item.authors],
        "paragraphs": [text for text, subhead in item.blocks if not subhead],
        "subheads": [text for text, subhead in item.blocks if subhead],
        "sections": [section for section in sections if section["head"] or section["paragraphs"]],
        "captions": [{"text": text} for text in item.captions],
        "kind": item.kind,
    }
    if item.to or item.since:
        record["jump"] = {"to": item.to} if item.to else {"from": item.since}
    return record
