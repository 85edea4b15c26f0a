"""New page dumps of the sample's articles: other companies, other layouts, printed as data/press.py prints them.

The pages of data/ are few; drawn anew, their articles make as many dumps with known answers as fitting needs. The frozen articles take no part.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"
SOURCES = (DATA / "gold" / "source", DATA / "heldout" / "gold" / "source")
# Where a headline stands: above its body, below it, or anywhere; and how bodies flow over columns.
HEADLINES = (("above", 0.55), ("below", 0.25), ("far", 0.2))
COLUMNS = ((1, 0.7), (2, 0.24), (3, 0.06))
LONG = 350  # characters of a body that may take several columns
FURNITURE = (
    "{n}  要  闻", "{n} 综合新闻", "2022 年 6 月 1 日  星期三", "责任编辑：徐敏  版式：李佳  校对：王芳", "电话：0357-3991234  邮箱：news@example.cn",
)  # fmt: skip


def press() -> ModuleType:
    """The printer of the sample pages, data/press.py."""
    spec = importlib.util.spec_from_file_location("data_press", DATA / "press.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def pages(count: int, name: str = "remade") -> Iterator[tuple[Any, Any]]:
    """So many pages with their dumps; the same name gives the same pages."""
    printer = press()
    sources, faults = printer.read_sources(path for folder in SOURCES for path in sorted(folder.glob("*.yaml")))
    if faults:
        raise ValueError("\n".join(faults))
    rng = random.Random(name)
    articles = [article for page in sources for article in page.articles]
    for number in range(count):
        chosen = rng.sample(articles, rng.choice((4, 5, 5, 6, 6, 7)))
        page = replace(
            sources[0], name=f"{name}{number:03}", articles=tuple(chosen), layout=tuple(layout(printer, chosen, rng)),
            blank_lines=rng.random() < 0.85, spaced_lines=0.04, digit_spaces=rng.random() < 0.8,
        )  # fmt: skip
        yield page, printer.print_page(page)


def layout(printer: ModuleType, articles: Sequence[Any], rng: random.Random) -> Iterator[Any]:
    """The slots of a page: each article's in an order of its own, now and then with another's between them."""
    blank = printer.Slot(None, None, None, False, None, None)
    runs = [list(slots(printer, article, rng)) for article in articles]
    if rng.random() < 0.8:
        yield replace(blank, text=rng.choice(FURNITURE).format(n=rng.randint(1, 8)))
    order: list[Any] = []
    for run in runs:
        parts = [run] if rng.random() < 0.6 else torn(run, rng)
        at = len(order)
        for part in parts:
            at = at if part is parts[0] else rng.randint(0, len(order))
            order[at:at] = [part]
            at += 1
    yield from (slot for part in order for slot in part)
    if rng.random() < 0.5:
        yield replace(blank, text=rng.choice(FURNITURE[2:]))


def torn(run: Sequence[Any], rng: random.Random) -> list[list[Any]]:
    """A run of slots in two or three parts; a subtitle keeps to its title."""
    cuts = [i for i in range(1, len(run)) if run[i].part != "subtitle"]
    chosen = sorted(rng.sample(cuts, min(len(cuts), rng.choice((1, 1, 2)))))
    return [list(run[a:b]) for a, b in zip([0, *chosen], [*chosen, len(run)], strict=True)]


def slots(printer: ModuleType, article: Any, rng: random.Random) -> Iterator[Any]:
    """The slots of one article in the order in which it is printed when nothing comes between."""
    body = sum(len(text.plain) for text, _ in article.paragraphs)
    count = _drawn(COLUMNS, rng) if body > LONG else 1
    width, upright = rng.choice((12, 13, 14, 15, 16, 16, 17, 18, 18, 19, 20, 22, 24, 26)), rng.random() < 0.2

    def slot(part: str, **more: Any) -> Any:
        return replace(printer.Slot(article.id, part, None, False, None, None), **more)

    columns = [slot("body", width=width, column=(k + 1, count) if count > 1 else None) for k in range(count)]
    head = [slot("title", vertical=upright, width=None if upright or rng.random() < 0.8 else rng.choice((9, 10, 12, 14)))]
    if not article.title.plain:
        head = []
    if article.subtitle.plain:
        head.append(slot("subtitle", vertical=upright and rng.random() < 0.5))
    if article.strap.plain:
        head.insert(0, slot("strap"))
    tail = [slot("byline")] if article.byline.plain and not printer.byline_in_body(article) else []
    if article.captions:
        tail.append(slot("captions", width=rng.choice((None, None, 12, 16))))
    if article.credit.plain:
        tail.append(slot("credit"))
    rng.shuffle(tail)
    place = _drawn(HEADLINES, rng)
    if place == "above":
        yield from (*head, *tail, *columns) if rng.random() < 0.5 else (*head, *columns, *tail)
    elif place == "below":
        yield from (*columns, *head, *tail)
    else:
        yield from (*columns[:1], *tail, *columns[1:], *head)


def _drawn(choices: Sequence[tuple[Any, float]], rng: random.Random) -> Any:
    return rng.choices([value for value, _ in choices], [share for _, share in choices])[0]


def write(out: Path, made: Iterable[tuple[Any, Any]]) -> None:
    """OUT/pages/NAME.txt and OUT/truth/NAME.json for some pages."""
    printer = press()
    for folder in ("pages", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for page, dump in made:
        (out / "pages" / f"{page.name}.txt").write_text("\n".join(dump.lines), encoding="utf-8")
        (out / "truth" / f"{page.name}.json").write_text(printer.as_json(printer.page_gold(page, dump)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), pages(int(sys.argv[2]), *sys.argv[3:]))
