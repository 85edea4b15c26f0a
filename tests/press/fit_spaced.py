"""Fits the weights NEXT, WHOLE and MATCH of kg/articles/weights.py: whether a paragraph goes on with the one above it, and whose headline a line is.

usage, from the project root:  python -m tests.press.fit_spaced [--pages 560] [--only MATCH] [--write]

Pages are made anew of the sample's articles (remake.py); all but the last 120 fit the weights, and these are scored with the weights of
today and with the new ones. MATCH sees pages drawn of the pools as well. `--write` writes what was fitted. The other weights stay: fitted
to the same pages, they lowered what the articles that took no part came to. WHOLE is for texts with a paragraph on each line (pasted.py);
the pool `dev` shows what it comes to.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg import lexicon, page_scores, scoring
from kg.articles import lines, ties, weights, words
from kg.articles.split import Split
from kg.settings import Settings

from . import pasted, remake
from .fit import POOLS, Group, Known, Printed, beginnings, dumps, fitted, likelihood, printed

TARGET = Path(weights.__file__)
TEST = 120
# Texts pasted together of these pools fit WHOLE, so many of them; those of the pool left out show what it comes to.
PASTED, COPIED, LEFT = 250, ("third", "fourth", "sample"), ("dev",)
# What pages made of few kinds of articles tell wrongly: photo news, lists and jump lines are rare among them.
HELD = {"ended": -7.038, "jump": -6.118, "listed": -2.779, "notice": -3.0, "photo": -7.0, "pictured": 0.091, "signed": -7.185}

# Lines in a row that no article follows are captions, which few pages made anew have, and bylines stand below headlines, not anywhere.
HEADS = {"trailing": -4.0, "signed": 3.0, "signed other": -1.5}
# So many pages of each pool show headlines, too.
DRAWN = 40

# A headline that stands apart from the text above it and not from the text below is one; pages made anew have none.
OPENED = -5.0


class Remade(Known):
    """Which article each line of a remade dump belongs to."""

    def __init__(self, dump: Any) -> None:
        self.lines: dict[int, Printed] = {}
        starts, at = [], 0
        for line in dump.lines:
            starts.append(at)
            at += len(line) + 1
        for (article, part), places in dump.places.items():
            order = 0
            for first, last in places:
                for number in range(first, last + 1):
                    text = dump.lines[number - 1]
                    if text.strip():
                        self.lines[starts[number - 1] + len(text) - len(text.lstrip())] = Printed(article, part, part, number, order)
                        order += 1


def observed(split: Split, known: Known) -> list[Group]:
    """What is seen on a dump between two paragraphs in a row, and whether they are of one article."""
    split.prepare()
    found: list[Group] = []
    for above, here, signs in ties.nexts(split.evidence):
        one, other = known.of(above.lines[::-1]), known.of(here.lines)
        if one and other and one.part == other.part == "body":
            found.append([(signs, one.article == other.article)])
    return found


def matched(split: Split, known: Known) -> list[Group]:
    """For each display line that may be a headline, the articles found, and which of them it heads."""
    split.settle()
    first = beginnings(split.pieces, known)
    groups: dict[int, Group] = {}
    for b, p, signs in split.matches():
        head = known.of(line for unit in split.blocks[b].units for line in unit.lines)
        if head:
            groups.setdefault(b, []).append((signs, head.part == "title" and first.get(head.article) == p))
    return list(groups.values())


def seen(made: Sequence[tuple[Any, Any]]) -> list[Group]:
    """What is seen on all pages."""
    vocabulary = words.load(lexicon.load())
    splits = ((Split(lines.read("\n".join(dump.lines)), vocabulary), Remade(dump)) for _, dump in made)
    return [group for split, known in splits for group in observed(split, known)]


def headed(made: Sequence[tuple[Any, Any]]) -> list[Group]:
    """For each display line of these pages and of some of the pools, the articles that it may head."""
    vocabulary = words.load(lexicon.load())
    pages = [(lines.read("\n".join(dump.lines)), Remade(dump)) for _, dump in made]
    with tempfile.TemporaryDirectory() as folder:
        for name in POOLS:
            printed(name, DRAWN, Path(folder) / name, ["seed"])
            pages += dumps(Path(folder) / name, ["seed"])
    return [group for some, known in pages for group in matched(Split(some, vocabulary), known)]


def told(made: Iterable[pasted.Pasted]) -> list[Group]:
    """What is seen between two paragraphs in a row of texts pasted together, and whether they are of one article."""
    vocabulary = words.load(lexicon.load())
    found: list[Group] = []
    for text in made:
        split = Split(lines.read(text.body), vocabulary)
        split.prepare()
        for above, here, signs in ties.nexts(split.evidence):
            if above.start in text.owners and here.start in text.owners:
                found.append([(signs, text.owners[above.start] == text.owners[here.start])])
    return found


def right(groups: Sequence[Group], model: ties.Signs) -> str:
    """Of the borders between articles, how many are found, and how many are found where there is none."""
    cut = [(ties.odds(model, signs) <= 0, not same) for ((signs, same),) in groups]
    borders = sum(border for _, border in cut)
    return f"{sum(found and border for found, border in cut)} of {borders} borders, {sum(found and not border for found, border in cut)} others"


def scored(made: Sequence[tuple[Any, Any]]) -> str:
    """Boundaries, titles and characters of some pages, split with the weights in use."""
    with tempfile.TemporaryDirectory() as folder:
        remake.write(Path(folder), made)
        scores = scoring.run_pages(Path(folder) / "truth", [Path(folder) / "pages"], Settings(language="en", jobs=1)).scores
    means = page_scores.macro(scores)
    return "  ".join(f"{name} {means[name]:.4f}" for name in ("boundaries", "titles", "subtitles", "authors", "characters", "paragraphs"))


def source(text: str, name: str, model: ties.Signs) -> str:
    """The module that holds the weights, with those of one name replaced."""
    lines_now = "".join(f'    "{sign}": {value},\n' for sign, value in model.items())
    return re.sub(rf"(?<=\n{name} = {{\n).*?(?=}}\n)", lambda _: lines_now, text, count=1, flags=re.S)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.fit_spaced", description="Fit the weights for dumps with blank lines.")
    parser.add_argument("--pages", type=int, default=560, help="pages made (default: 560)")
    parser.add_argument("--only", choices=("NEXT", "WHOLE", "MATCH"), help="fit these weights and leave the others (default: all)")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args(arguments)
    names = [options.only] if options.only else ["NEXT", "WHOLE", "MATCH"]
    made = list(remake.pages(options.pages + TEST))
    print(f"today:  {scored(made[-TEST:])}")
    if "NEXT" in names:
        groups = seen(made[:-TEST])
        weights.NEXT = fitted(groups, HELD | {"opened": OPENED})
        print(f"{len(groups):,} pairs of paragraphs, log-likelihood {likelihood(groups, weights.NEXT):.4f}", file=sys.stderr)
    if "MATCH" in names:
        heads = headed(made[:-TEST])
        weights.MATCH = fitted(heads, HEADS)
        print(f"{len(heads):,} headlines, log-likelihood {likelihood(heads, weights.MATCH):.4f}", file=sys.stderr)
    print(f"fitted: {scored(made[-TEST:])}")
    if "WHOLE" in names:
        weights.WHOLE = fitted(told(pasted.texts(PASTED, "fit", COPIED)), HELD)
        print(f"pasted: {right(told(pasted.texts(PASTED, 'left', LEFT)), weights.WHOLE)}")
    if options.write:
        text = TARGET.read_text(encoding="utf-8")
        for name in names:
            text = source(text, name, getattr(weights, name))
        TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
