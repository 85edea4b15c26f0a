#!/usr/bin/env python3
"""Make the pictures of docs/images: every view of the drawing and of the site, of a build of the sample pages, in the machine's Chromium.

    kg build data/pages -o output
    python tools/pictures.py output                 # docs/images/*.png
    python tools/pictures.py output --look FOLDER   # the same at 1440, 768 (dark) and 390 pixels, whole pages, to be looked at

Each picture keeps its name; a view that cannot be drawn, or that complains on the console, ends the run with its name.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "web")]

from driving import Chromium, Person  # noqa: E402
from PIL import Image  # noqa: E402
from serving import TOKEN, reading, serving  # noqa: E402

from kg import lexicon as lexicons  # noqa: E402

ORGAN, CITY = "org/中共邵阳市委员会", "place/430500"
NETWORK = f"SELECT ?人 ?机构 {{\n  ?任 org:member ?人 ; org:organization ?机构 .\n  ?机构 kg:jurisdiction {CITY.replace('/', ':')}\n}}"
SEES = [(1440, "light"), (768, "dark"), (390, "light")]
COLOURS = 255  # of a picture: a third of the bytes


def settled(person: Person) -> None:
    person.until("Boolean(window.zhitu)")
    person.page.wait_for_timeout(700)


def drawing(tab: str = "network", script: str = "") -> Callable[[Person], None]:
    """Turn to a view of the drawing, and do something there."""

    def act(person: Person) -> None:
        settled(person)
        person.page.evaluate(f"zhitu.turn('{tab}')")
        if script:
            person.page.evaluate(script)
        person.page.wait_for_timeout(500)

    return act


def views(site: str, file: str) -> dict[str, tuple[str, Callable[[Person], object]]]:
    """Name of a picture → address and what is done there first."""
    chosen = f"zhitu.choose({{node: '{ORGAN}'}}, {{move: true}})"
    found: dict[str, tuple[str, Callable[[Person], object]]] = {
        "explorer": (file, drawing()), "graph": (file, drawing(script=chosen)),
        **{tab: (file, drawing(tab)) for tab in ("posts", "meetings", "policies", "figures", "places")},
        "site-explorer": (f"{site}/explore?around={CITY}", settled),
        "site-ask": (f"{site}/ask?view=network&query={quote(NETWORK)}", lambda person: person.page.wait_for_selector("[data-still]")),
    }  # fmt: skip
    pages = {"home": "/", "find": "/find?q=乡村振兴", "entity": f"/id/{ORGAN}", "posts": "/posts", "meetings": "/meetings", "policies": "/policies",
             "figures": "/indicators", "places": "/places", "review": f"/review?token={TOKEN}", "claims": f"/review?what=claims&token={TOKEN}",
             "change": f"/review/change?kind=split&to=旧&in=10f40085d58c-2&token={TOKEN}&ids={ORGAN}"}  # fmt: skip
    return found | {f"site-{name}": (site + quote(path, safe="/?&=%#+"), lambda person: None) for name, path in pages.items()}


def follow(person: Person, site: str, kind: str) -> None:
    """Open the first article or page that the first page of the site leads to."""
    person.goes(f"{site}/id/{quote(ORGAN)}")
    person.page.click('main a[href*="/id/article/"] >> nth=0')
    if kind == "page":
        person.page.click('main a[href*="/id/page/"] >> nth=0')


def taken(person: Person, path: Path, whole: bool) -> None:
    person.page.wait_for_timeout(200)
    with Image.open(io.BytesIO(person.page.screenshot(full_page=whole))) as image:
        image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
    if person.complaints or person.elsewhere:
        raise SystemExit(f"{path.stem}: {person.complaints + person.elsewhere}")
    print(path, f"{path.stat().st_size / 1000:.0f} kB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, help="a build of data/pages")
    parser.add_argument("--look", type=Path, help="a folder for all widths and themes, instead of docs/images")
    given = parser.parse_args()
    to = given.look or ROOT / "docs" / "images"
    to.mkdir(parents=True, exist_ok=True)
    options = reading(given.output, lexicons.load()) | {"curation": Path("curation.yaml")}  # none is written
    with serving(given.output, **options) as site, Chromium.opened() as chromium:
        for width, scheme in SEES if given.look else SEES[:1]:
            name = f"{{}}-{width}.png" if given.look else "{}.png"
            with chromium.person(width=width, scheme=scheme) as person:
                for view, (address, act) in views(site, (given.output / "graph.html").resolve().as_uri()).items():
                    person.goes(address)
                    act(person)
                    taken(person, to / name.format(view), given.look is not None)
                for kind in ("article", "page"):
                    follow(person, site, kind)
                    taken(person, to / name.format(f"site-{kind}"), given.look is not None)


if __name__ == "__main__":
    main()
