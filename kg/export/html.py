"""The whole graph as one interactive HTML file: a few hundred entities are drawn at first, the rest is a search or a click away.

pyvis's templates link a CDN even with `cdn_resources="in_line"`, so our own `drawing/page.jinja` inlines vis-network from the installed
pyvis, its `style.css` and our scripts. Nothing in the file reaches for the network, and a Content-Security-Policy that knows each
script by its hash would not let it. All text travels as compressed JSON and becomes text nodes: `core` has what the network
and the search need, in columns; `detail` has what the panel tells, and is unpacked when it is first asked for.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import networkx as nx
from markupsafe import Markup

from kg.export.drawing.communities import communities, landmarks
from kg.export.drawing.payload import Drawing, edges_of, entity_of, fold, plain, short
from kg.export.files import policy_hash, save, whole

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.model import Relation
    from kg.settings import Settings

HERE = Path(__file__).parent / "drawing"
LIMIT = 400  # nodes of the first view; more than that is a hairball on any screen, and all others are a click away
HOPS = 2
ROWS = 1_000  # of a table of the panel that become JSON at a time
TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined)
SCRIPTS = (
    *("payload", "graph", "filter", "words", "dom", "network", "labels", "choose", "history"),
    *("panel", "side", "timeline", "search", "views", "posts", "meetings", "policies", "figures", "places", "exports", "keys", "start"),
)


def write(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    lexicon: Lexicon,
    settings: Settings,
    around: str | None = None,
    limit: int = LIMIT,
) -> None:
    """Write the drawing of `graph` to `path`, opening on at most `limit` entities: the most central of each community.

    With `around`, it opens on those within two steps of the entity with that id, name, alias or code; one that no entity has
    raises LookupError with names that look like it.
    """
    centres = _find(graph, around) if around else []
    edges = edges_of(graph)
    ranked = _ranked(graph, centres, edges)
    groups = _groups(graph, ranked)
    near = len(_reach(graph, centres))  # they stand first in `ranked`
    first = list(range(min(near, limit))) if centres else landmarks(groups, limit)
    drawing = Drawing(graph, lexicon, settings, ranked, groups, edges)
    core = drawing.core(first)
    centre = centres[0] if len(centres) == 1 and first else ""
    core["meta"] |= {"around": around or "", "centre": centre, "language": settings.language}
    save(path, [whole(_render(core, drawing.details(), around))])


# --- which entities come first ------------------------------------------------------------------------------------------


def _ranked(graph: nx.MultiDiGraph[str], centres: Sequence[str], edges: Mapping[str, Sequence[Relation]]) -> list[str]:
    """Ids of all entities: nearest to the centres first, then best connected."""
    far = _reach(graph, centres) if centres else {}
    degree = dict(graph.degree())

    def rank(node: str) -> tuple[int, int, int, int, str]:
        stated = sum(1 for r in edges[node] if r.claims)  # articles before gazetteers: nobody asked for the ladder
        return far.get(node, HOPS + 1), -stated, -degree[node], -len(entity_of(graph, node).mentions), node

    return sorted(graph.nodes, key=rank)


def _groups(graph: nx.MultiDiGraph[str], ranked: Sequence[str]) -> list[list[int]]:
    """Communities as places in `ranked`; what articles state binds more than what gazetteers know."""
    place = {node: i for i, node in enumerate(ranked)}
    edges = graph.edges(data="record")
    return communities(len(ranked), [(place[s], place[o], 1 + 3 * len(record.claims)) for s, o, record in edges])


def _find(graph: nx.MultiDiGraph[str], name: str) -> list[str]:
    """Ids of the entities that `name` is the id, a name or an alias of."""
    wanted = fold(name)
    names: dict[str, list[str]] = {}
    for node in graph.nodes:
        entity = entity_of(graph, node)
        for each in {node, entity.name, *entity.aliases, *([entity.code] if entity.code else [])}:
            names.setdefault(fold(each), []).append(node)
    if wanted in names:
        return sorted(set(names[wanted]))
    near = get_close_matches(wanted, names, n=5, cutoff=0.5) or sorted(n for n in names if wanted and wanted in n)[:5]
    hint = f"; near it: {'、'.join(entity_of(graph, names[n][0]).name for n in near)}" if near else ""
    raise LookupError(f"no entity is called {name!r}{hint}")


def _reach(graph: nx.MultiDiGraph[str], starts: Iterable[str]) -> dict[str, int]:
    """Steps to every entity within HOPS of the starts, whichever way the relations point."""
    far = dict.fromkeys(starts, 0)
    ring = list(far)
    for step in range(1, HOPS + 1):
        ring = sorted({n for node in ring for n in nx.all_neighbors(graph, node)} - far.keys())
        far.update(dict.fromkeys(ring, step))
    return far


# --- the file -----------------------------------------------------------------------------------------------------------


def _render(core: dict[str, Any], detail: Iterable[tuple[str, Iterable[Any]]], around: str | None) -> str:
    scripts = [_asset("vis-network.min.js"), program()]
    styles = [_asset("vis-network.css"), _own("style.css")]
    policy = [
        "default-src 'none'",
        f"script-src {' '.join(map(policy_hash, scripts))}",
        f"style-src {' '.join(map(policy_hash, styles))}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return TEMPLATES.get_template("page.jinja").render(
        title=f"{short(plain(around), 40)} · zhitu" if around else "zhitu",
        site=None,
        policy="; ".join(policy),
        scripts=[Markup(script) for script in scripts],
        styles=[Markup(style) for style in styles],
        core=_packed([_json(core)]),
        detail=_packed(_members(detail)),
    )


def _packed(texts: Iterable[str]) -> str:
    """JSON, deflated, as base64: a sixth of its size, and nothing that an HTML parser could take for markup."""
    press = zlib.compressobj(6)
    pieces = [press.compress(text.encode("ascii")) for text in texts]
    return base64.b64encode(b"".join((*pieces, press.flush()))).decode("ascii")


def _members(data: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[str]:
    """A JSON object of some names with their dicts or rows, in pieces: a few rows are in memory at a time."""
    for n, (name, found) in enumerate(data):
        yield f"{',' if n else '{'}{_json(name)}:"
        if isinstance(found, dict):
            yield _json(found)
        else:
            rows = iter(found)
            yield f"[{_json(list(islice(rows, ROWS)))[1:-1]}"
            while more := list(islice(rows, ROWS)):
                yield f",{_json(more)[1:-1]}"
            yield "]"
    yield "}"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))  # ASCII, because halves of characters have no UTF-8


def library(name: str) -> Path:
    """A file of vis-network as the installed pyvis has it, its newest copy. Raises FileNotFoundError."""
    import pyvis

    found = sorted((Path(pyvis.__file__).parent / "lib").glob(f"vis-*/{name}"), key=lambda p: _version(p.parent.name))
    if not found:
        raise FileNotFoundError(f"the installed pyvis has no {name}; zhitu is made for pyvis 0.3.2")
    return found[-1]


def _asset(name: str) -> str:
    """A file of vis-network without the pointer to a source map."""
    lines = library(name).read_text(encoding="utf-8").split("\n")  # read_text makes CR LF and CR one LF, as an HTML parser does
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))


def _version(folder: str) -> list[int]:
    return [int(number) for number in folder.removeprefix("vis-").split(".") if number.isdigit()]


def program() -> str:
    """Our scripts as one function: they share its scope, and nothing of theirs is global but `zhitu`, for tests."""
    return "\n".join(["(async () => {", '"use strict";', *(_own(f"js/{name}.js") for name in SCRIPTS), "})();\n"])


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
