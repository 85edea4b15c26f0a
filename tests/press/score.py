"""Scores the splitting of the printed pages in each form, and keeps floors.json.

usage, from the project root:  python -m tests.press.score [--set frozen|dev] [--forms pdf,seed] [--raise | --lower]

Of the frozen pages only averages are shown: who tunes the splitter must not see where it fails on them.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from kg import evaluate, page_scores, scoring
from kg.page_scores import Scores
from kg.pages import image
from kg.settings import Settings

from . import dumps, makeup, pdf, pool
from .__main__ import write

FLOORS = Path(__file__).resolve().parent / "floors.json"
FORMS = ("pdf", "seed", "pdfium", "poppler-raw", "scan")
# Recognition takes seconds a page; every third page makes eight, two of each format of picture.
SCANNED = 3
# Recognition differs in its last bits between processors, so that a character may fall out otherwise.
SLACK = {"scan": 0.02}


def lacking(form: str) -> str:
    """Why a form cannot be made or read on this machine as on others, empty when it can."""
    if form != "seed" and (
        absent := sorted(set(pdf.FAMILIES.values()) - {family for family in pdf.FAMILIES.values() if pdf.installed(family)})
    ):
        return f"fonts are not installed: {', '.join(absent)}"
    if form == "poppler-raw" and (reason := _deaf()):
        return reason
    if form == "scan" and not image.installed():
        return "OCR (the extra zhitu[ocr]) is not installed"
    return ""


@lru_cache(maxsize=1)
def _deaf() -> str:
    """Why pdftotext gives no Chinese text here, empty when it does."""
    if not shutil.which("pdftotext"):
        return "pdftotext (poppler-utils) is not installed"
    pdf.fonts()  # registers the face that no file embeds
    sheet = io.BytesIO()
    canvas = Canvas(sheet, invariant=1)
    canvas.setFont(pdf.CID, 12)
    canvas.drawString(72, 72, "知图")
    canvas.save()
    return "" if "知图" in (dumps.poppler(sheet.getvalue()) or "") else "pdftotext knows no Chinese encodings: poppler-data is not installed"


def printed(kind: str, out: Path, forms: Collection[str]) -> None:
    """The pages of a set in some forms: OUT/FORM/PAGE.* and OUT/truth/PAGE.json; scans stand in OUT/scanned with their own."""
    dumped = [form.partition("-")[0] for form in forms if form != "scan"]
    for number, page in enumerate(makeup.pages(kind, pool.read(pool.ARTICLES / f"{kind}.yaml")), 1):
        write(page, out, dumped)
        if "scan" in forms and number % SCANNED == 0:
            write(page, out / "scanned", ["scan"])


def measured(out: Path, form: str) -> Scores:
    """The scores of one form of what `printed` left."""
    home = out / "scanned" if form == "scan" else out
    return scoring.run_pages(home / "truth", [home / form], Settings(language="en", jobs=1)).scores


def held(form: str) -> dict[str, float]:
    """The floors of a form, by figure."""
    return evaluate.read_floors(FLOORS).get(form, {})


def table(found: dict[str, Scores]) -> Iterator[str]:
    """A line for each form: its macro averages and the characters that are nowhere or twice."""
    yield f"{'':14}{''.join(f'{name:>13}' for name in page_scores.FIGURES)}{'residual':>13}"
    for form, scores in found.items():
        averages = page_scores.macro(scores)
        cells = "".join(f"{averages[name]:13.4f}" if name in averages else f"{'–':>13}" for name in page_scores.FIGURES)
        yield f"{form:14}{cells}{scores.total.kept.of - scores.total.kept.right:13,}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.score", description="Score the splitting of the printed pages.")
    parser.add_argument("--set", choices=("dev", "frozen"), default="frozen", dest="kind")
    parser.add_argument("--forms", default=",".join(FORMS), help=f"of {','.join(FORMS)} (default: all)")
    parser.add_argument("--raise", action="store_true", dest="higher", help="raise the floors of the frozen pages to what is reached")
    parser.add_argument("--lower", action="store_true", help="also lower those that are not reached")
    options = parser.parse_args(arguments)
    forms = options.forms.split(",")
    if set(forms) - set(FORMS):
        parser.error(f"unknown form; there are {', '.join(FORMS)}")
    if options.kind != "frozen" and (options.higher or options.lower):
        parser.error("floors are those of the frozen pages")
    for form in [form for form in forms if lacking(form)]:
        print(f"{form}: {lacking(form)}; not measured", file=sys.stderr)
        forms.remove(form)
    with tempfile.TemporaryDirectory() as folder:
        printed(options.kind, Path(folder), forms)
        found = {form: measured(Path(folder), form) for form in forms}
    print("\n".join(table(found)))
    if options.higher or options.lower:
        floors = evaluate.read_floors(FLOORS)
        for form, scores in found.items():
            reached = page_scores.new_floors(scores, {}, lower=True)
            slack = SLACK.get(form, 0.0)
            reached = {key: max(0.0, round(value - slack, 3)) if key != "kept" else value for key, value in reached.items()}
            floors[form] = reached if options.lower else {key: max(value, held(form).get(key, 0.0)) for key, value in reached.items()}
        FLOORS.write_text(evaluate.floors_text(floors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
