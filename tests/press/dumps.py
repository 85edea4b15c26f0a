"""Text dumps of pages: ``seed``, printed from the layout with the habits of real page dumps, and what PDF readers give."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pypdfium2
from pdfminer.high_level import extract_text

from .blocks import Region
from .makeup import Page
from .setting import SPACED, Line, meets, tokens

MISSING_BLANK = 0.8  # share of lines ending in digits that lose their blank line; 8 of 10 on the two seed pages
JOINED = 0.3  # share of bodies and captions joined on by a leading space without a blank line; 4 on the seed pages
HEADING = {"strap", "title", "subtitle", "byline", "header", "editor", "advert"}  # set close: no blank line between their lines
LOST = 3  # glyphs at most that a page with holes in its font loses


def seed(page: Page) -> tuple[str, list[str]]:
    """The page as the two seed pages are dumped: a blank line after every line, and the characters lost from it."""
    rng = random.Random(f"{page.spec.name} dump")
    printed, lost = [""] if rng.random() < 0.5 else [], []
    victims = set(rng.sample(range(sum(1 for _ in texts(page))), LOST)) if "lost" in page.spec.flags else set()
    previous: Region | None = None
    serial = -1
    for region in page.regions:
        joined = previous is not None and region.part in ("body", "captions") and rng.random() < JOINED
        heading = previous is not None and (previous.part, region.part, previous.article) == ("title", "subtitle", region.article)
        if printed and not joined and not (heading and not region.lines[0].vertical):
            printed.append("")
        habit = rng.choice(("before", "before", "before", "both", "none"))
        first = len(printed)
        for number, line in enumerate(region.lines):
            text = line.text
            if region.part == "body":
                serial += 1
                if serial in victims and (han := [i for i, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]):
                    at = rng.choice(han)
                    lost.append(text[at])
                    text = text[:at] + rng.choice(("", " ")) + text[at + 1 :]
            if number and apart(region, printed[-1], rng):
                printed.append("")
            if line.vertical:
                printed += [char.strip() for char in text]
            else:
                text = spaced(text, line, habit, rng)
                printed.append(text * 2 if region.shadow else text)
        if joined:
            printed[first] = " " + printed[first]
        previous = region
    return "\n".join([*printed, rng.choice((" ", ""))]) + "\n", lost


def texts(page: Page) -> Iterator[Line]:
    """The lines of all bodies."""
    return (line for region in page.regions if region.part == "body" for line in region.lines)


def apart(region: Region, before: str, rng: random.Random) -> bool:
    """Whether a blank line comes between two lines of a region."""
    if region.lines[0].vertical:
        return True
    return region.part not in HEADING and not (before[-1:].isdigit() and rng.random() < MISSING_BLANK)


def spaced(text: str, line: Line, habit: str, rng: random.Random) -> str:
    """A line with blanks where setting left air: around digits, around brackets, in wide-set lines between all characters."""
    if line.spread > SPACED:
        close = rng.random() < 0.5
        words = [word for word in tokens(text) if word != " "]
        return "".join(w + ("" if close and w in "，。、；：）》”" else " ") for w in words).strip()
    if line.spread > 0.06:
        habit = "both"
        text = re.sub(r"(?<=[^ ，。、])(?=[《（])|(?<=[》）])(?=[^ ，。、；：》”）])", " ", text) if rng.random() < 0.3 else text
    out = ""
    for i, char in enumerate(text):
        if i and meets(text[i - 1], char) and (habit == "both" or (habit == "before" and char.isascii())):
            out += " "
        out += char
    return re.sub("  +", " ", out)


def pdfium(data: bytes) -> str:
    """The text of a PDF's first page in the order of its content."""
    document = pypdfium2.PdfDocument(data)
    try:
        text = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    return str(text).replace("\r\n", "\n")


def poppler(data: bytes, *options: str) -> str | None:
    """What pdftotext prints; None, said on stderr, when the command is not there."""
    if not shutil.which("pdftotext"):
        print("pdftotext (poppler-utils) is not installed: no poppler dumps", file=sys.stderr)
        return None
    done = subprocess.run(["pdftotext", *options, "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8").replace("\f", "")


def pdfminer(data: bytes) -> str:
    """What pdfminer.six prints."""
    return str(extract_text(io.BytesIO(data))).replace("\f", "")
