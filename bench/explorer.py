#!/usr/bin/env python3
"""How large a drawing is and how fast it answers in headless Chromium, beside plain pyvis and sigma.js on the same graph.

usage, from the project root:  python bench/explorer.py [SIZE …] [--seed 1] [--limit 120] [--quick] [--json FILE]

SIZE is a number of entities (1000, 10000, 50000). Each entity stands in one community of about 60 and is joined to two or three others, most of
them there; every relation has a claim with its sentence. pyvis draws with physics, as it does by itself; it is given --limit seconds. sigma.js (with
graphology, both from node_modules: tools/frontend.py --dev) draws all nodes at once at given places, names only, by WebGL in software.
Measured are seconds to write the file, its size, milliseconds to the first picture, for the first and another search, an expansion, a shortest path,
a view, and megabytes of JavaScript heap.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import networkx as nx
from measure import LESS, ROOT, Curve, Found, Ratio, Table, often, parser, rounds, told
from pyvis.network import Network

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "export")]

import test_html  # noqa: E402
from test_html import CHROMIUM, Browser  # noqa: E402

from kg import lexicon  # noqa: E402
from kg.export import html  # noqa: E402
from kg.model import Article, Claim, Entity, Mention, Origin, Page, Relation, Span, Term  # noqa: E402
from kg.settings import Settings  # noqa: E402

COMMUNITY = 60
KINDS = (("PER", "person"), ("ORG", "org"), ("LOC", "place"), ("POL", "policy"), ("EVT", "event"))
SYLLABLES = "安宁平阳临永新清河泉山岭石城林江海湖白青龙凤云东西南北长兴昌德和丰太康乐武文定远庆福嘉金玉银铁铜盐田原野关桥塔寺溪谷"
PICTURE = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


def graph(size: int, seed: int) -> nx.MultiDiGraph[str]:
    """A graph of `size` entities with the records of a build."""
    dice = Random(seed)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    articles: dict[str, Article] = {}
    pages: dict[str, Page] = {}
    mentions: dict[str, Mention] = {}
    links: dict[str, str] = {}
    claims: dict[str, Claim] = {}
    names = ["".join(dice.choices(SYLLABLES, k=4)) + str(i) for i in range(size)]
    ids = [f"{KINDS[i % 5][1]}/{names[i]}" for i in range(size)]
    relations: list[Relation] = []
    said: dict[int, list[str]] = {}
    for i in range(size):
        for _ in range(dice.choice((2, 3))):
            first = i // COMMUNITY * COMMUNITY
            j = dice.randrange(first, min(first + COMMUNITY, size)) if dice.random() < 0.9 else dice.randrange(size)
            key, number = f"a{i}", len(claims)
            text = f"{names[i]}与{names[j]}签署合作协议，共同推进重点项目建设，双方将在人才、资金、技术等方面深化协作。"
            start = sum(map(len, said.get(i, ())))
            said.setdefault(i, []).append(text)
            ends = []
            for node, at in ((i, 0), (j, len(names[i]) + 1)):
                mention = f"m{len(mentions)}"
                span = Span(key, start + at, start + at + len(names[node]))
                mentions[mention] = Mention(mention, span, names[node], KINDS[node % 5][0], "bench", names[node])
                links[mention] = ids[node]
                ends.append(Term("mention", mention))
            claim = Claim(f"c{number}", "cooperates_with", ends[0], ends[1], Span(key, start, start + len(text)), "bench", 0.9)
            claims[claim.id] = claim
            relations.append(Relation(f"r{number}", ids[i], "cooperates_with", ids[j], claims=(claim.id,), confidence=0.9))
    for i, texts in said.items():
        text = "".join(texts)
        day = f"20{10 + i % 14}-{1 + i % 12:02d}-{1 + i % 28:02d}"
        articles[f"a{i}"] = Article(f"a{i}", f"p{i}", 1, text, (), Origin(((0, 0, len(text)),)), title=names[i], published=day)
        pages[f"p{i}"] = Page(f"p{i}", f"{i}.txt", "text", text, day, f"{SYLLABLES[i % 9]}日报")
    of: dict[str, list[str]] = {}
    for mention, node in links.items():
        of.setdefault(node, []).append(mention)
    for i, node in enumerate(ids):
        made.add_node(node, record=Entity(node, KINDS[i % 5][0], names[i], mentions=tuple(of.get(node, ()))))
    for relation in relations:
        made.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
    made.graph.update(pages=pages, articles=articles, mentions=mentions, claims=claims, links=links, problems=(), literals=(), authors={})
    return made


def ours(made: nx.MultiDiGraph[str], folder: Path, browser: Browser) -> dict[str, Any]:
    """Figures of our drawing."""
    path = folder / "ours.html"
    started = time.perf_counter()
    html.write(made, path, lexicon=lexicon.load(None), settings=Settings(language="zh"))
    found: dict[str, Any] = {"write_s": round(time.perf_counter() - started, 1), "file_mb": round(path.stat().st_size / 1e6, 1)}
    browser.go("about:blank")
    started = time.perf_counter()
    browser.go(path.as_uri())
    browser.run("(async () => { while (!window.zhitu) await new Promise(done => setTimeout(done, 5)); })()")
    found["first_view_ms"] = round(browser.run(PICTURE))
    browser.run("new Promise(done => setTimeout(done, 2000))")  # nobody acts at once; what the page prepares while idle is prepared then
    took = "(async () => {{ const start = performance.now(); {0}; return performance.now() - start; }})()"
    word = json.dumps(made.nodes[max(made.nodes)]["record"].name[:3])
    typing = f"const i = document.getElementById('search'); i.value = {word}; i.dispatchEvent(new Event('input'))"
    found["first_search_ms"] = round(browser.run(took.format(typing)))
    found["search_ms"] = round(browser.run(took.format(typing)))
    found["expand_ms"] = round(browser.run(took.format("zhitu.expand([...zhitu.drawn.keys()][0])")))
    found["path_ms"] = round(browser.run(took.format("zhitu.connect(zhitu.all[0].id, zhitu.all.at(-1).id)")))
    found["next_path_ms"] = round(browser.run(took.format("zhitu.connect(zhitu.all[7].id, zhitu.all.at(-9).id)")))
    found["detail_ms"] = round(browser.run(took.format("await zhitu.detail()")))
    found["table_ms"] = round(browser.run(took.format("await zhitu.turn('policies')")))
    browser.call("HeapProfiler.collectGarbage")
    found["heap_mb"] = round(browser.call("Runtime.getHeapUsage")["usedSize"] / 1e6)
    return found


def plain(made: nx.MultiDiGraph[str], folder: Path, browser: Browser, limit: float) -> dict[str, Any]:
    """Figures of pyvis as it comes, its lists filled at once because `from_nx` is quadratic; at rest when its physics is."""
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [{"id": node, "label": made.nodes[node]["record"].name, "shape": "dot"} for node in made]
    network.edges = [{"from": s, "to": o} for s, o in made.edges()]
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")
    browser.go("about:blank")
    started = time.perf_counter()
    try:
        browser.call("Page.navigate", url=path.as_uri())
        while time.perf_counter() - started < limit:
            if browser.run("typeof network === 'object' && network.physics.stabilized"):
                return {"file_mb": round(path.stat().st_size / 1e6, 1), "at_rest_ms": round((time.perf_counter() - started) * 1000)}
            time.sleep(0.2)
    except AssertionError:  # Chromium says nothing for a minute while physics runs
        pass
    return {"file_mb": round(path.stat().st_size / 1e6, 1), "at_rest_ms": limit * 1000}


ABOUT = """The HTML drawing in headless Chromium, beside plain pyvis and sigma.js on the same graph: ours until the first picture of its first view,
pyvis until its physics is at rest (it shows the graph while it moves, but cannot be used before), sigma.js until it has drawn every node."""
ROWS = {
    "write_s": "write the file, s", "file_mb": "size, MB", "first_view_ms": "first picture, ms", "at_rest_ms": "at rest, ms",
    "first_search_ms": "first search, ms", "search_ms": "another search, ms", "expand_ms": "expand, ms", "path_ms": "shortest path, ms",
    "next_path_ms": "another path, ms", "detail_ms": "everything, ms", "table_ms": "table, ms", "heap_mb": "JavaScript heap, MB",
}  # fmt: skip


def one(made: nx.MultiDiGraph[str], draw: str, limit: float) -> dict[str, Any]:
    """Figures of one drawing in a browser of its own."""
    with tempfile.TemporaryDirectory() as name:
        flags = test_html.FLAGS
        if draw == "sigma.js":  # WebGL needs a processor of graphics, or software that plays one
            test_html.FLAGS = (*(flag for flag in flags if flag != "--disable-gpu"), "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
        browser = Browser(Path(name) / "profile")
        test_html.FLAGS = flags
        try:
            if draw == "sigma.js":
                return sigma(made, Path(name), browser)
            return ours(made, Path(name), browser) if draw == "zhitu" else plain(made, Path(name), browser, limit)
        finally:
            browser.process.kill()
            browser.process.wait()


def middle(figures: list[dict[str, Any]], key: str) -> float | None:
    """The median of a figure, None where a drawing has none."""
    known = [one[key] for one in figures if key in one]
    return median(known) if known else None


def run(sizes: list[int], times: int, seed: int, limit: float) -> Found:
    """The drawings at all sizes; sigma.js where npm installed it."""
    draws = ("zhitu", "pyvis", *(["sigma.js"] if (ROOT / "node_modules" / "sigma").is_dir() else []))
    tables, ratios, files = [], [], {draw: [] for draw in draws}
    for size in sizes:
        made = graph(size, seed)
        found = rounds(draws, times, lambda draw, made=made: one(made, draw, limit), f"{size:,} entities, ")
        rows = []
        for key, title in ROWS.items():
            values = {draw: middle(figures, key) for draw, figures in found.items()}
            cells = (
                "" if v is None else f"over {v:,.0f}" if key == "at_rest_ms" and v >= limit * 1000 else f"{v:,.1f}".removesuffix(".0")
                for v in values.values()
            )
            rows.append((title, *cells))
        tables.append(Table((f"{size:,} entities", *found), tuple(rows)))
        pairs = list(zip(found["zhitu"], found["pyvis"], strict=True))
        ratios.append(
            Ratio(
                f"time of pyvis until it rests over ours to the first picture, {size:,} entities",
                tuple(p["at_rest_ms"] / o["first_view_ms"] for o, p in pairs),
                within=0.5,
            )
        )
        ratios.append(
            Ratio(
                f"size of our file, of that of pyvis, {size:,} entities",
                tuple(o["file_mb"] / p["file_mb"] for o, p in pairs),
                LESS,
                within=0.1,
            )
        )
        for draw, figures in found.items():
            files[draw].append((size, middle(figures, "file_mb") or 0.0))
    curve = Curve(
        "bench-drawing-size", "Size of a drawing", "entities", "MB", {draw: tuple(line) for draw, line in files.items()}, log=True
    )
    return Found("Drawing", "python bench/explorer.py", ABOUT, tuple(tables), tuple(ratios), (curve,))


def sigma(made: nx.MultiDiGraph[str], folder: Path, browser: Browser) -> dict[str, Any]:
    """Figures of sigma.js with graphology: to its first picture, for a search through all names, a shortest path by breadth-first search."""
    modules = ROOT / "node_modules"
    scripts = [(modules / path).read_text(encoding="utf-8") for path in ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js")]
    dice = Random(1)
    place = {node: i for i, node in enumerate(made)}
    nodes = [[made.nodes[node]["record"].name, round(dice.gauss(0, 1), 4), round(dice.gauss(0, 1), 4)] for node in made]
    edges = [[place[s], place[o]] for s, o in made.edges()]
    page = """<!doctype html><meta charset="utf-8"><div id="c" style="height:880px"></div>%s<script>
      const [nodes, edges] = JSON.parse(document.getElementById("data").textContent), graph = new graphology.MultiDirectedGraph();
      nodes.forEach(([label, x, y], i) => graph.addNode(i, { label, x, y, size: 3 }));
      edges.forEach(([s, o]) => graph.addEdge(s, o));
      window.picture = new Sigma(graph, document.getElementById("c"));
      window.way = (from, to) => {
        const came = new Map([[from, null]]);
        for (let ring = [from]; ring.length && !came.has(to);)
          ring = ring.flatMap(node => graph.neighbors(node).filter(each => !came.has(each) && came.set(each, node)));
        return came.has(to);
      };</script>"""
    blocks = [f"<script>{script}</script>" for script in scripts] + [f'<script type="application/json" id="data">{json.dumps([nodes, edges])}</script>']
    path = folder / "sigma.html"
    path.write_text(page.replace("%s", "".join(blocks)), encoding="utf-8")
    browser.go("about:blank")
    browser.go(path.as_uri())
    found: dict[str, Any] = {"file_mb": round(path.stat().st_size / 1e6, 1), "first_view_ms": round(browser.run(PICTURE))}
    took = "(() => {{ const start = performance.now(); {0}; return performance.now() - start; }})()"
    found["search_ms"] = round(browser.run(took.format("nodes.filter(([name]) => name.includes('安宁')).length")))
    found["path_ms"] = round(browser.run(took.format("way('0', String(nodes.length - 1))")))
    browser.call("HeapProfiler.collectGarbage")
    found["heap_mb"] = round(browser.call("Runtime.getHeapUsage")["usedSize"] / 1e6)
    return found


def main() -> None:
    """Measure both drawings, if there is a browser."""
    made = parser(__doc__)
    made.add_argument("sizes", nargs="*", type=int, help="entities (default: 1000 10000 50000; quick: 1000)")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--limit", type=float, default=120.0, help="seconds that pyvis is given to come to rest (default: 120)")
    given = made.parse_args()
    if not CHROMIUM:
        told([Found("Drawing", "python bench/explorer.py", ABOUT, skipped=("there is no Chromium",))], given.json)
        return
    sizes = given.sizes or ([1_000] if given.quick else [1_000, 10_000, 50_000])
    told([run(sizes, often(given, 1), given.seed, given.limit)], given.json)


if __name__ == "__main__":
    main()
