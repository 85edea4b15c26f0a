"""Page dumps on which hardly an article opens with a dateline, printed as data/press.py prints them, with known answers.

usage, from the project root:  python -m tests.press.undated OUT COUNT [NAME]

The stories are those of the pools that one may look at. Most lose their dateline: their reporter then signs below the headline, at the
end, or not at all. A page has two usual widths of column; headlines stand above, below, inside or after their texts.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from . import pool, remake

POOLS = ("dev", "third", "fourth")
KINDS = {"poem", "list", "table", "advert"}  # left out
DATED, TORN, USUAL = 0.2, 0.3, 0.75
WIDTHS, OTHERS = (13, 15, 16, 17, 18, 20, 22), (13, 14, 15, 16, 17, 18, 20, 22, 24)
PLACES = (("above", 0.6), ("below", 0.15), ("amid", 0.15), ("last", 0.1))
LONG = 450  # characters of a body that may take several columns


def article(printer: ModuleType, item: pool.Story, rng: random.Random) -> Any:
    """A story as the printer's article, mostly without its dateline."""
    story = item if rng.random() < DATED else pool.undated(item)
    blocks, byline, authors = list(story.blocks), story.byline, story.authors
    if story is not item and item.authors and not byline:
        signed = tuple(author for author in item.authors if author[1] == "记者")
        names, draw = " ".join(name for name, _ in signed), rng.random()
        below, end = bool(names) and draw < 0.35, bool(names) and 0.35 <= draw < 0.6 and not blocks[-1][1]
        authors = signed if below or end else ()
        if below:
            byline = f"□ 本报记者 {names}"
        elif end:
            byline = f"（{names}）"
            blocks[-1] = (blocks[-1][0] + byline, False)

    def text(words: str) -> Any:
        return printer.Text(words, printer.squash(words), ())

    return printer.Article(
        story.id, story.kind if story.kind in printer.KINDS else "news", "", text(story.title), text(story.subtitle), text(story.strap),
        text(byline), text(story.credit), authors, tuple((text(words), subhead) for words, subhead in blocks), (),
        tuple(text(caption) for caption in story.captions), (),
    )  # fmt: skip


def slots(printer: ModuleType, story: Any, widths: Sequence[int], rng: random.Random) -> list[Any]:
    """The slots of one article in the order in which it is printed when nothing comes between."""
    body = sum(len(text.plain) for text, _ in story.paragraphs)
    count = rng.choice((1, 2, 2, 3)) if body > LONG else 1
    width = rng.choice(widths) if rng.random() < USUAL else rng.choice(OTHERS)
    upright = rng.random() < 0.15

    def slot(part: str, **more: Any) -> Any:
        return replace(printer.Slot(story.id, part, None, False, None, None), **more)

    columns = [slot("body", width=width, column=(k + 1, count) if count > 1 else None) for k in range(count)]
    head = [slot("strap")] if story.strap.plain else []
    if story.title.plain:
        head.append(slot("title", vertical=upright, width=None if upright or rng.random() < 0.8 else rng.choice((10, 12, 14))))
    head += [slot("subtitle")] if story.subtitle.plain else []
    head += [slot("byline")] if story.byline.plain and not printer.byline_in_body(story) else []
    pictures = [slot("captions", width=rng.choice((None, 12, 16)))] if story.captions else []
    pictures += [slot("credit")] if story.credit.plain else []
    place = rng.choices([name for name, _ in PLACES], [share for _, share in PLACES])[0]
    orders = {
        "above": (head, columns, pictures), "below": (columns, head, pictures),
        "amid": (columns[:1], head, columns[1:], pictures), "last": (columns, pictures, head),
    }  # fmt: skip
    return [each for part in orders[place] for each in part]


def pages(count: int, name: str = "undated") -> Iterator[tuple[Any, Any]]:
    """So many pages with their dumps; the same name gives the same pages."""
    printer, rng = remake.press(), random.Random(name)
    stories = [item for each in POOLS for item in pool.read(pool.ARTICLES / f"{each}.yaml") if item.kind not in KINDS]
    (sample, *_), _ = printer.read_sources(sorted(remake.SOURCES[0].glob("*.yaml")))
    furniture = replace(printer.Slot(None, None, None, False, None, None), text="")
    for number in range(count):
        chosen = [article(printer, item, rng) for item in rng.sample(stories, rng.choice((4, 5, 6, 7)))]
        widths, order = rng.sample(WIDTHS, 2), list[Any]()
        for story in chosen:
            run, at = slots(printer, story, widths, rng), len(order)
            for part in remake.torn(run, rng) if rng.random() < TORN else [run]:
                order[at:at] = [part]
                at = rng.randint(0, len(order))
        layout = [slot for part in order for slot in part]
        if rng.random() < 0.8:
            layout.insert(0, replace(furniture, text=rng.choice(remake.FURNITURE).format(n=rng.randint(1, 8))))
        page = replace(
            sample, name=f"{name}{number:03}", articles=tuple(chosen), layout=tuple(layout), blank_lines=rng.random() < 0.85,
            spaced_lines=0.04, digit_spaces=rng.random() < 0.8,
        )  # fmt: skip
        yield page, printer.print_page(page)


if __name__ == "__main__":
    remake.write(Path(sys.argv[1]), pages(int(sys.argv[2]), *sys.argv[3:]))
