"""Fits the weights of kg/articles/dense_weights.py: what ties pieces, sentences and headlines of a page without geometry.

usage, from the project root:  python -m tests.press.fit [--pages 80] [--cross | --write]

Pages are drawn from each pool of stories (`makeup.drawn`), dumped, and split with the weights of today; logistic regression with a
penalty on the squares then fits each set of weights to what the layout says. `--cross` fits on all pools but one and scores the pages
of that one, each in turn; `--write` fits on all and writes the weights. The frozen pool takes no part.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from kg import lexicon, page_scores
from kg.articles import dense_weights, display, lines, ties, words
from kg.articles.dense import Dense
from kg.articles.flow import Piece
from kg.articles.lines import Line

from . import makeup, pool, score
from .__main__ import write

POOLS = ("dev", "third", "fourth", "sample")
FORMS = ("pdfium", "poppler-raw")
TARGET = Path(dense_weights.__file__)
# Later models see what earlier ones say; those that choose (or choose nothing) have a group of rows for each choice.
STAGES = (("NEXT", "SENTENCE"), ("HEADLINE",), ("LINK",), ("MATCH",))
PENALTY = 3.0
STEPS = 30
# Rounds of the averaged perceptron; a weight that came out smaller says nothing.
ROUNDS, LEAST = 6, 0.02
LABELS = {
    "strap": display.STRAP, "title": display.TITLE, "subtitle": display.SUBTITLE, "byline": display.BYLINE, "captions": display.CAPTION,
    "advert": display.ADVERT, "body": display.TEXT,
}  # fmt: skip

Group = list[tuple[ties.Signs, bool]]
Rows = dict[str, list[Group]]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a line of a dump was printed for."""

    article: str
    part: str
    role: str
    number: int
    order: int


class Known:
    """Which article each line of a dump belongs to: lines are found again by their text, of several alike the nearest to the last."""

    def __init__(self, body: str, layout: Mapping[str, Any]) -> None:
        self.lines: dict[int, Printed] = {}
        printed = [Printed(line["article"] or "", *(line[key] for key in ("part", "role", "number", "order"))) for line in layout["lines"]]
        places: dict[str, list[int]] = defaultdict(list)
        for i, line in enumerate(layout["lines"]):
            text = page_scores.fold(line["text"])
            for each in {text, text * 2 if line.get("shadow") else text, *(text if line.get("vertical") else ())}:
                places[each].append(i)
        last = -1
        for line in lines.read(body):
            found = places.get(page_scores.fold(line.text))
            if found:
                last = min(found, key=lambda i: abs(i - last - 0.5))
                self.lines[line.start] = printed[last]

    def of(self, some: Iterable[Line]) -> Printed | None:
        """The first of some lines that is known."""
        return next((self.lines[line.start] for line in some if line.start in self.lines), None)


def observed(split: Dense, known: Known) -> Rows:
    """What is seen on a dump wherever a model is asked, and whether the answer is yes."""
    rows = Rows()
    split.prepare()
    pieces = split.pieces
    for above, here, seen in ties.nexts(split.evidence):
        one, other = known.of(above.lines[::-1]), known.of(here.lines)
        if one and other and one.part == other.part == "body":
            rows.setdefault("NEXT", []).append([(seen, one.article == other.article)])
    for p, q in split.seams():
        one, other = known.of(pieces[p].units[-1].lines[::-1]), known.of(pieces[q].units[0].lines)
        if one and other:
            rows.setdefault("SENTENCE", []).append([(ties.follows(split.evidence, p, q), _goes_on(one, other))])
    first = beginnings(pieces, known)
    headings: dict[int, Group] = {}
    heads: dict[tuple[int, int], float] = {}
    for b, p, seen in split.headings():
        head = known.of(line for unit in split.blocks[b].units for line in unit.lines)
        heads[b, p] = ties.odds(dense_weights.HEADLINE, seen)
        if head:
            answer = head.part in ("title", "subtitle", "strap") and first.get(head.article) == p
            headings.setdefault(b, []).append((seen, answer))
    rows["HEADLINE"] = list(headings.values())
    rows["MATCH"] = _matches(split, known, first)
    rows["LINK"] = _links(split, heads, known, set(first.values()))
    return rows


def _matches(split: Dense, known: Known, first: Mapping[str, int]) -> list[Group]:
    """For each headline, the articles found that it may head."""
    split.assemble()
    groups: dict[int, Group] = {}
    for b, p, seen in split.matches():
        head = known.of(line for unit in split.blocks[b].units for line in unit.lines)
        if head and head.part in ("title", "subtitle", "strap"):
            groups.setdefault(b, []).append((seen, first.get(head.article) == p))
    return list(groups.values())


def labelled(split: Dense, known: Known) -> Iterator[tuple[display.Chain, list[str]]]:
    """The runs of short lines of a page and what their lines were printed for; runs with unknown lines are left out."""
    for chain in split.chains:
        labels: list[str] = []
        last: object = None
        for token in chain.tokens:
            line = known.of(token.unit.lines[:1])
            label = _label(line) if line else ""
            part = line and (line.article, line.part, line.role, line.part != "title" and line.number)
            labels.append(label.lower() if part == last and label.lower() in display.LABELS else label)
            last = part
        if all(label in chain.allowed(i) for i, label in enumerate(labels)):
            yield chain, labels


def _label(line: Printed) -> str:
    """What the first line of a part should be taken for."""
    special = {"subhead": display.SUBHEAD, "jump": display.OTHER}
    return special[line.role] if line.role in special else LABELS.get(line.part, display.OTHER)


def trained(chains: Sequence[tuple[display.Chain, Sequence[str]]]) -> dict[str, float]:
    """The weights by which the labels of most lines come out right: an averaged perceptron."""
    rng, order, seen = random.Random("lines"), list(chains), 0
    model: dict[str, float] = defaultdict(float)
    drift: dict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        rng.shuffle(order)
        for chain, right in order:
            seen += 1
            found = display.labels(chain, model)
            for path, sign in ((right, 1.0), (found, -1.0)) if found != right else ():
                for name, value in display.signs(chain, path):
                    model[name] += sign * value
                    drift[name] += seen * sign * value
    means = {name: round(value - drift[name] / seen, 3) for name, value in sorted(model.items())}
    return {name: value for name, value in means.items() if abs(value) >= LEAST}


def _links(split: Dense, heads: Mapping[tuple[int, int], float], known: Known, first: Collection[int]) -> list[Group]:
    """For each piece, those that it may go on with; pieces whose true one is not among them are left out."""
    groups: dict[int, list[tuple[ties.Signs, bool, bool]]] = {}
    for q, p, seen in split.links(split.headed(heads)):
        one, other = known.of(split.pieces[p].units[-1].lines[::-1]), known.of(split.pieces[q].units[0].lines)
        if one and other and other.part == "body":
            near = one.article == other.article and one.order < other.order and one.part == "body"
            groups.setdefault(q, []).append((seen, _goes_on(one, other), near))
    found: list[Group] = []
    for q, group in groups.items():
        exact = any(answer for _, answer, _ in group)
        answers = [answer if exact else near for _, answer, near in group]
        if sum(answers) == (q not in first):
            found.append([(seen, answer) for (seen, *_), answer in zip(group, answers, strict=True)])
    return found


def _goes_on(one: Printed, other: Printed) -> bool:
    """Whether a line is the next of the same text."""
    return one.article == other.article and one.part == other.part and one.order + 1 == other.order


def beginnings(pieces: Sequence[Piece], known: Known) -> dict[str, int]:
    """The piece that each article begins with."""
    found: dict[str, tuple[int, int]] = {}
    for p, piece in enumerate(pieces):
        line = known.of(piece.units[0].lines)
        if line and line.article and line.part == "body":
            found[line.article] = min(found.get(line.article, (line.order, p)), (line.order, p))
    return {article: p for article, (_, p) in found.items()}


def fitted(groups: Sequence[Group], held: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """The weights that make the answers likeliest, less a penalty for large ones: of each group one row or none; Newton's method.

    Weights that are `held` stay as they are.
    """
    names = sorted({name for group in groups for seen, _ in group for name in seen} - held.keys())
    given = np.array([sum(held[name] * float(each[name]) for name in held if name in each) for group in groups for each, _ in group])
    seen = np.array([[float(each.get(name, 0.0)) for name in names] + [1.0] for group in groups for each, _ in group])
    answers = np.array([float(answer) for group in groups for _, answer in group])
    sizes = [len(group) for group in groups]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    ridge = np.diag(np.append(PENALTY * np.maximum(seen[:, :-1].var(axis=0), 1e-6), 1e-6))
    found = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        weight = np.exp(np.clip(seen @ found + given, -30, 30))
        chance = weight / (1 + np.add.reduceat(weight, starts))[owner]
        mean = np.add.reduceat(seen * chance[:, None], starts)
        slope = seen.T @ (answers - chance) - ridge @ found
        step = np.linalg.solve((seen * chance[:, None]).T @ seen - mean.T @ mean + ridge, slope)
        found += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {**held, **{name: round(float(value), 3) for name, value in zip([*names, "one"], found, strict=True)}}


def likelihood(groups: Sequence[Group], model: ties.Signs) -> float:
    """The mean log-likelihood of the answers."""
    total = 0.0
    for group in groups:
        odds = [(ties.odds(model, seen), answer) for seen, answer in group]
        total += sum(value for value, answer in odds if answer) - math.log1p(sum(math.exp(value) for value, _ in odds))
    return total / len(groups)


def printed(name: str, count: int, out: Path, forms: Sequence[str] = FORMS) -> None:
    """Print pages of a pool in all forms, unless they are there."""
    if not out.is_dir():
        for page in makeup.drawn(name, pool.read(pool.ARTICLES / f"{name}.yaml"), count):
            write(page, out, [form.partition("-")[0] for form in forms])


def dumps(out: Path, forms: Sequence[str] = FORMS) -> Iterator[tuple[list[Line], Known]]:
    """The lines of the printed pages of a pool in all forms, and what they were printed for."""
    for form in forms:
        for path in sorted((out / form).glob("*.txt")):
            layout = json.loads((out / "layout" / f"{path.stem}.json").read_text(encoding="utf-8"))
            body = path.read_text(encoding="utf-8")
            yield lines.read(body), Known(body, layout)


def seen(out: Path) -> Iterator[tuple[Dense, Known]]:
    """The same pages, read."""
    vocabulary = words.load(lexicon.load())
    for printed_lines, known in dumps(out):
        yield Dense(printed_lines, vocabulary), known


def together(some: Iterable[Rows]) -> Rows:
    """The rows of several pages as one."""
    found: Rows = {model: [] for stage in STAGES for model in stage}
    for rows in some:
        for model, more in rows.items():
            found[model] += more
    return found


def models(folders: Sequence[Path]) -> dict[str, dict[str, float]]:
    """All weights, fitted one after the other on the pages in some folders."""
    found = {"LINES": trained([each for folder in folders for page in seen(folder) for each in labelled(*page)])}
    use(found)
    for step in STAGES:
        rows = together(observed(*page) for folder in folders for page in seen(folder))
        found |= {model: fitted(rows[model]) for model in step}
        use(found)
    return found


def use(found: Mapping[str, Mapping[str, float]]) -> None:
    """Let this process split pages with some weights."""
    for model, signs in found.items():
        setattr(dense_weights, model, signs)


def source(found: Mapping[str, Mapping[str, float]]) -> str:
    """The module that holds the weights."""
    text = '"""Log-odds fitted by `python -m tests.press.fit --write`; ties.py says what each sign is. Do not edit."""\n'
    for model, signs in found.items():
        text += f"\n{model} = {{\n" + "".join(f'    "{name}": {value},\n' for name, value in signs.items()) + "}\n"
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.fit", description="Fit the weights of the page splitter.")
    parser.add_argument("--pages", type=int, default=80, help="pages drawn of each pool (default: 80)")
    parser.add_argument("--cross", action="store_true", help="leave out each pool in turn, and score the pages of that one")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    parser.add_argument("--folder", type=Path, help="keep the pages there, and use those that are there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        out = options.folder or Path(folder)
        for name in POOLS:
            printed(name, options.pages, out / name)
        for left in POOLS if options.cross else ():
            models([out / name for name in POOLS if name != left])
            print(f"{left}, fitted on the others", *score.table({form: score.measured(out / left, form) for form in FORMS}), sep="\n")
        found = models([out / name for name in POOLS])
        for model, groups in together(observed(*page) for name in POOLS for page in seen(out / name)).items():
            print(f"{model}: {len(groups):,} choices, log-likelihood {likelihood(groups, found[model]):.4f}", file=sys.stderr)
    if options.write:
        TARGET.write_text(source(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
