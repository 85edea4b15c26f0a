"""Prints the sets of test pages.

usage, from the project root:  python -m tests.press OUT --set dev|frozen [--forms pdf,seed] [--pages f01 f02]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from . import dumps, html, makeup, pdf, pool, scan
from .makeup import Page

FROZEN = Path(__file__).resolve().parent / "frozen.sha256"
FORMS = ("pdf", "seed", "pdfium", "poppler", "pdfminer", "scan", "chromium")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.press", description="Lay out invented articles as newspaper pages.")
    parser.add_argument("out", type=Path, help="folder for OUT/FORM/PAGE.*, OUT/truth/PAGE.json and OUT/layout/PAGE.json")
    parser.add_argument("--set", choices=("dev", "frozen"), default="dev", dest="kind")
    parser.add_argument("--forms", default="pdf,seed", help=f"of {','.join(FORMS)} (default: pdf,seed)")
    parser.add_argument("--pages", nargs="*", default=(), metavar="PAGE", help="only these, such as d01 (default: all)")
    parser.add_argument("--freeze", action="store_true", help="note what the frozen pages are, for the test that they stay so")
    parser.add_argument("--articles", type=Path, help="another file of articles")
    options = parser.parse_args(arguments)
    forms = options.forms.split(",")
    if set(forms) - set(FORMS):
        parser.error(f"unknown form; there are {', '.join(FORMS)}")
    stories = pool.read(options.articles or pool.ARTICLES / f"{options.kind}.yaml")
    pages = makeup.pages(options.kind, stories, options.pages)
    for page in pages:
        write(page, options.out, forms)
    if options.freeze and options.kind == "frozen" and not options.pages:
        FROZEN.write_text("".join(f"{digest(page)}\n" for page in pages), encoding="utf-8")
    if "pdf" in forms:
        for _, issue in groupby(pages, key=lambda page: (page.spec.newspaper, page.spec.date)):
            whole = list(issue)
            pdf.write(whole, options.out / "pdf" / f"{whole[0].spec.name}-{whole[-1].spec.name}.issue.pdf")
    print(f"{len(pages)} pages, {sum(len(page.truth['articles']) for page in pages)} articles", file=sys.stderr)
    return 0


def write(page: Page, out: Path, forms: Sequence[str]) -> None:
    """The files of one page."""
    name, truth = page.spec.name, dict(page.truth)
    data = pdf.as_bytes(page) if set(forms) - {"seed", "scan", "chromium"} else b""
    if "seed" in forms:
        text, lost = dumps.seed(page)
        save(out / "seed" / f"{name}.txt", text)
        truth |= {"lost": lost} if lost else {}
    if "pdf" in forms:
        save(out / "pdf" / f"{name}.pdf", data)
    if "pdfium" in forms:
        save(out / "pdfium" / f"{name}.txt", dumps.pdfium(data))
    if "poppler" in forms:
        for folder, switches in (("poppler", ()), ("poppler-raw", ("-raw",))):
            if (dump := dumps.poppler(data, *switches)) is not None:
                save(out / folder / f"{name}.txt", dump)
    if "pdfminer" in forms:
        save(out / "pdfminer" / f"{name}.txt", dumps.pdfminer(data))
    if "scan" in forms:
        for ending, content in scan.files(page):
            save(out / "scan" / f"{name}.{ending}", content)
    if "chromium" in forms and int(name[1:]) % html.EVERY == 0:
        text = html.page(page)
        save(out / "chromium" / f"{name}.html", text)
        if (printed := html.pdf(text)) is not None:
            save(out / "chromium" / f"{name}.pdf", printed)
    save(out / "truth" / f"{name}.json", as_json(truth))
    save(out / "layout" / f"{name}.json", as_json(layout(page)))


def layout(page: Page) -> dict[str, Any]:
    """Where every line of every part stands, to 0.01 pt."""
    lines = [
        {
            "article": region.article or None,
            "part": region.part,
            "role": role,
            "number": number,
            "order": region.first + order,
            "text": line.text,
            "box": [round(value, 2) for value in line.box],
            "at": [round(value, 2) for value in line.at],
        }
        | ({"vertical": True} if line.vertical else {})
        | ({"shadow": True} if region.shadow else {})
        for region in page.regions
        for order, (line, (role, number)) in enumerate(zip(region.lines, region.marks, strict=True))
    ]
    return {"page": page.spec.name, "width": page.width, "height": page.height, "shows": sorted(page.shows), "lines": lines}


def digest(page: Page) -> str:
    """The page's name and what its truth and layout come to."""
    return f"{page.spec.name} {hashlib.sha256((as_json(page.truth) + as_json(layout(page))).encode('utf-8')).hexdigest()}"


def as_json(value: object) -> str:
    """JSON in the layout of the gold files."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def save(path: Path, content: str | bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


if __name__ == "__main__":
    sys.exit(main())
