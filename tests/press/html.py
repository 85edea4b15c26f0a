"""Pages set by another hand: the same articles as HTML, made up by CSS and printed to PDF by Chromium."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from .makeup import Page
from .pool import Story

EVERY = 4  # one page in four
STYLE = """
@page {{ size: {width}pt {height}pt; margin: 0 }}
body {{ margin: 0; padding: 30pt; width: {inner}pt; font: {size}pt/1.5 serif; box-sizing: content-box }}
header {{ display: flex; justify-content: space-between; border-bottom: 1pt solid; font-size: 12pt; margin-bottom: 8pt }}
footer {{ text-align: right; font-size: 8pt; border-top: 0.5pt solid; margin-top: 6pt }}
.row {{ display: flex; gap: 18pt; margin-bottom: 12pt }}
article {{ min-width: 0 }} .boxed {{ border: 0.6pt solid; padding: 6pt }} .tint {{ background: #e8e8e8; padding: 6pt }}
h1 {{ font: 700 {head}pt/1.2 sans-serif; margin: 0 0 4pt; text-align: center }}
.strap, .subtitle, .byline {{ text-align: center; font-size: 12pt; margin: 0 0 3pt }}
.upright {{ display: flex; flex-direction: row-reverse; gap: 12pt }} .upright .body {{ flex: 1 }}
.upright .heading {{ writing-mode: vertical-rl }} .upright .heading * {{ text-align: left }}
.body p {{ margin: 0; text-indent: 2em; text-align: justify; text-justify: inter-character; line-break: strict }}
.body .subhead {{ text-indent: 0; text-align: center; font-weight: 700; break-after: avoid }}
.body .verse {{ text-indent: 0; text-align: center }} .right {{ text-align: right !important }} td {{ padding-right: 1em }}
figure {{ margin: 0 0 6pt; break-inside: avoid }} figure img {{ width: 100%; height: 90pt; display: block }} figcaption {{ font-size: 8pt }}
.advert {{ border: 1pt solid; padding: 8pt; text-align: center; font-size: 12pt }}
"""
PICTURE = '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mOMCmA8sQEABVECJRB5AcwAAAAASUVORK5CYII=">'  # of two by two points
FIT = "document.body.style.zoom = Math.min(1, ({height} * 96 / 72 - 4) / document.body.scrollHeight)"


def page(made: Page) -> str:
    """The articles and furniture of a page in rows of one to three, as HTML that shrinks itself to its one sheet."""
    rng = random.Random(f"{made.spec.name} html")
    stories = [item for item in made.spec.stories if item.kind != "advert"]
    rng.shuffle(stories)
    furniture = made.truth["furniture"]
    told = {role: [escape(record["text"]) for record in furniture if record["role"] == role] for role in ("header", "editor", "advert")}
    straps = [record["text"] for record in furniture if record["role"] == "strap"]
    short = [item for item in stories if item.kind == "brief"] if straps else []
    rest = [item for item in stories if item not in short]
    rows = []
    while rest:
        count = rng.randint(1, 3)
        row, rest = rest[:count], rest[count:]
        cells = [article(item, rng, 4 if len(row) == 1 else 2, max(item.chars, 250) / sum(max(i.chars, 250) for i in row)) for item in row]
        rows.append(f'<div class="row">{"".join(cells)}</div>')
    if short:
        cells = [article(item, rng, 1, 1 / len(short)) for item in short]
        rows.insert(
            rng.randint(0, len(rows)), f'<div class="boxed"><h1>{escape(straps[0])}</h1><div class="row">{"".join(cells)}</div></div>'
        )
    rows += [f'<div class="advert">{text}</div>' for text in told["advert"]]
    numbers = {
        "width": made.width,
        "height": made.height,
        "inner": made.width - 60,
        "size": rng.choice((9, 10, 10.5)),
        "head": rng.randint(20, 30),
    }
    strip = "".join(f"<span>{text}</span>" for text in told["header"])
    return (
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>{STYLE.format(**numbers)}</style><body>'
        f"<header>{strip}</header>{''.join(rows)}<footer>{' '.join(told['editor'])}</footer>"
        f"<script>{FIT.format(**numbers)}</script></body></html>\n"
    )


def article(item: Story, rng: random.Random, columns: int, share: float) -> str:
    """One article, as wide as its share of the row."""
    upright = bool(item.title) and item.chars > 200 and len(item.title) < 20 and rng.random() < 0.3
    frame = rng.choice(("", "", "", "boxed", "tint"))
    parts = [("strap", item.strap), ("title", item.title), ("subtitle", item.subtitle), ("byline", item.byline)]
    head = "".join(
        f"<h1>{escape(text)}</h1>" if part == "title" else f'<p class="{part}">{escape(text)}</p>' for part, text in parts if text
    )
    columns = 1 if item.chars < 200 else columns
    return (
        f'<article class="{frame} {"upright" if upright else ""}" style="flex: {share:.3f} 1 0"><div class="heading">{head}</div>'
        f'<div class="body" style="column-count: {columns}; column-gap: 14pt">{body(item)}</div></article>'
    )


def body(item: Story) -> str:
    """Pictures, jump lines and running text of an article."""
    parts = [f"<figure>{PICTURE}<figcaption>{escape(text)}</figcaption></figure>" for text in item.captions]
    parts += [f"<figure>{PICTURE}</figure>"] if item.kind == "photo_news" and not item.captions else []
    credit = [f'<p class="right">{escape(item.credit)}</p>'] if item.credit else []
    parts += credit if item.captions else []
    parts += [f"<p>（上接第{item.since}版）</p>"] if item.since else []
    for text, subhead in item.blocks:
        form = ' class="subhead"' if subhead else ' class="verse"' if item.kind == "poem" else ""
        if item.kind == "table" and text.count(" ") > 1:
            parts.append(f"<table><tr>{''.join(f'<td>{escape(cell)}</td>' for cell in text.split(' '))}</tr></table>")
        else:
            parts.append(f"<p{form}>{escape(text)}</p>")
    parts += [] if item.captions else credit
    parts += [f'<p class="right">（下转第{item.to}版）</p>'] if item.to else []
    return "".join(parts)


def pdf(text: str) -> bytes | None:
    """The HTML printed by Chromium; None, said on stderr, when it is not there."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not installed: no pages printed from HTML", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(text, encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
        subprocess.run([chromium, *switches, f"--print-to-pdf={target}", source.as_uri()], capture_output=True, check=True, timeout=120)
        return target.read_bytes()
