"""Articles pasted one after another into one text, as people collect them: a headline, perhaps who wrote it, a paragraph on each line."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from . import pool

KINDS = {"news", "feature", "wire", "commentary", "brief"}
# Blank lines before an article, and between its lines.
GAPS = ((1, 0), (1, 1), (0, 0), (2, 1), (3, 1))
# How often an article keeps its dateline, its subtitle, is signed below its headline, and ends with its editor.
DATED, SUBTITLED, SIGNED, EDITED = 0.4, 0.7, 0.3, 0.25


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text and, by where it begins, the number of the article whose paragraph each line is."""

    body: str
    owners: dict[int, int]


def stories(pools: Collection[str]) -> list[pool.Story]:
    """The stories of some pools that people paste."""
    read = chain.from_iterable(pool.read(pool.ARTICLES / f"{name}.yaml") for name in pools)
    return [item for item in read if item.kind in KINDS and item.title and len(item.blocks) > 1]


def texts(count: int, name: str, pools: Collection[str]) -> Iterator[Pasted]:
    """So many texts; the same name gives the same ones."""
    rng, items = random.Random(name), stories(pools)
    for _ in range(count):
        between, inside = rng.choice(GAPS)
        indent = "\u3000\u3000" if rng.random() < 0.5 else ""
        body, owners = "", {}
        for number, item in enumerate(rng.sample(items, rng.choice((2, 3, 4, 5)))):
            for i, (text, paragraph) in enumerate(_lines(item if rng.random() < DATED else pool.undated(item), indent, rng)):
                body += "\n" * (1 + (inside if i else between)) if body else ""
                if paragraph:
                    owners[len(body) + len(indent)] = number
                body += text
        yield Pasted(body + "\n", owners)


def _lines(item: pool.Story, indent: str, rng: random.Random) -> Iterator[tuple[str, bool]]:
    """The lines of a story, and whether each is a paragraph."""
    yield item.title, False
    if item.subtitle and rng.random() < SUBTITLED:
        yield item.subtitle, False
    if item.authors and not item.dateline and rng.random() < SIGNED:
        yield f"本报记者 {item.authors[0][0]}", False
    for text, subhead in item.blocks:
        yield (text, False) if subhead else (indent + text, True)
    if rng.random() < EDITED:
        yield "责任编辑：徐敏", False
