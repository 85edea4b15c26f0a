"""The drawing: what its file holds, and what a person sees and does in headless Chromium.

The browser is driven through its debugging pipe (`--remote-debugging-pipe`, messages end in NUL), which needs no package.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import json
import math
import os
import random
import re
import select
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib

import kg
from kg import lexicon
from kg.export import html
from kg.export.drawing import payload
from kg.export.drawing.communities import communities, landmarks
from kg.model import Article, Claim, Entity, Mention, Origin, Page, Part, Relation, Span, Term
from kg.settings import Settings

ZH = Settings(language="zh")
HOSTILE = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>\u202e\u2028"

TEXT = "市委常委会召开会议\n8月17日，临河市委书记周明远主持召开会议，原则通过《临河市养犬管理办法》。周明远指出，我市要抓紧落实。"
BODY = "\n市委常委会召开会议\n\n8月17日，临河市委书记周明远主\n持召开会议，原则通过《临河市养犬管理\n办法》。周明远指出，我市要抓紧落实。\n"
PERSON, PARTY, CITY, MEETING, POLICY, SCHOOL = (
    "person/周明远", "org/中共临河市委员会", "place/990100", "event/常委会会议", "policy/临河市养犬管理办法", "org/河东小学",
)  # fmt: skip


def origin() -> Origin:
    """Where each character of TEXT stands in BODY: the same ones in the same order, between other line breaks."""
    runs, at = [], 0
    for i, character in enumerate(TEXT):
        if character != "\n":
            at = BODY.index(character, at) + 1
            runs.append((i, at - 1, 1))
    return Origin(tuple(runs))


def story(seed: int = 0, *, extra: str = "") -> nx.MultiDiGraph[str]:
    """A small graph of one article; `seed` shuffles the order in which it is put together, `extra` is said by a second article."""
    articles = {
        "a1": Article(
            "a1", "p1", 1, TEXT, (Part("title", 0, 9),), origin(), title="市委常委会召开会议", published="2021-08-18", authors=("罗丽",)
        )
    }
    pages = {"p1": Page("p1", "pages/临河日报.txt", "text", BODY, "2021-08-18", "临河日报", "01")}
    mentions: dict[str, Mention] = {}
    links: dict[str, str] = {}

    def mention(surface: str, entity: str, at: int = 0, **hint: str) -> str:
        key = f"m{len(mentions)}"
        start = TEXT.index(surface, at)
        mentions[key] = Mention(key, Span("a1", start, start + len(surface)), surface, "ORG", "test", surface, hint)
        links[key] = entity
        return key

    party, person = mention("市委", PARTY, 10), mention("周明远", PERSON)
    policy, again, city = (
        mention("《临河市养犬管理办法》", POLICY),
        mention("周明远", PERSON, TEXT.index("周明远指出")),
        mention("我市", CITY, deictic="true"),
    )
    sentence = Span("a1", 10, TEXT.index("周明远指出"))
    pieces: list[tuple[str, str, str, str, Term, Term, dict[str, str]]] = [
        ("r1", PERSON, "holds_post", PARTY, Term("mention", person), Term("mention", party), {"title": "书记"}),
        ("r2", PERSON, "chaired", MEETING, Term("mention", person), Term("implied", "event"), {}),
        ("r3", MEETING, "considered", POLICY, Term("implied", "event"), Term("mention", policy), {"outcome": "原则通过"}),
    ]
    claims = {f"c-{r}": Claim(f"c-{r}", p, s, o, sentence, f"{p}.rule", 0.9, q) for r, _, p, _, s, o, q in pieces}
    edges = [Relation(r, s, p, o, claims=(f"c-{r}",), qualifiers=q, confidence=0.9) for r, s, p, o, _, _, q in pieces]
    edges += [Relation("r4", PARTY, "jurisdiction", CITY, source="gazetteers/divisions.tsv")]
    former = Relation("r5", SCHOOL, "formerly", "河东村小", literal=True, claims=())
    number = Relation(
        "r6", CITY, "observation", "新增学位", literal=True, qualifiers={"value": "1080", "unit": "个", "period": "2020"}, source="x"
    )
    entities = [
        Entity(PERSON, "PER", "周明远", mentions=(person, again)),
        Entity(PARTY, "ORG", "中共临河市委员会", "PartyOrgan", aliases=("市委", "临河市委"), mentions=(party,)),
        Entity(CITY, "LOC", "临河市", "AdministrativeArea", aliases=("我市",), mentions=(city,), code="990100"),
        Entity(MEETING, "EVT", "临河市委常委会会议", "Meeting", facts={"startDate": "2021-08-17"}),
        Entity(POLICY, "POL", "临河市养犬管理办法", "PolicyDocument", mentions=(policy,)),
        Entity(SCHOOL, "ORG", "河东小学", "School"),
    ]
    if extra:
        entities.append(
            Entity("org/odd", "ORG", extra, aliases=(extra + "2",), mentions=("mx",), reasons=(extra,), facts={extra: extra}, code=extra)
        )
        articles["a2"] = Article("a2", "p2", 1, extra, (), Origin(((0, 0, len(extra)),)), title=extra, published=extra)
        pages["p2"] = Page("p2", extra, "text", extra, newspaper=extra, edition=extra, meta={"url": "javascript:window.hit=1"})
        mentions["mx"] = Mention("mx", Span("a2", 0, len(extra)), extra, "ORG", extra, extra)
        links["mx"] = "org/odd"
        claims["cx"] = Claim(
            "cx", "part_of", Term("mention", "mx"), Term("implied", extra), Span("a2", 0, len(extra)), extra, when=extra, said_by="mx"
        )
        edges.append(Relation("rx", "org/odd", "part_of", PARTY, claims=("cx",), qualifiers={extra: extra}, since=extra))
    dice = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in dice.sample(entities, len(entities)):
        graph.add_node(entity.id, record=entity)
    for edge in dice.sample(edges, len(edges)):
        graph.add_edge(edge.subject, edge.object, key=edge.id, record=edge)
    graph.graph.update(pages=pages, articles=articles, mentions=mentions, claims=claims, links=links, problems=())
    graph.graph.update(literals=(former, number), authors={"a1": (PERSON,)})
    return graph


def draw(path: Path, graph: nx.MultiDiGraph[str] | None = None, *, settings: Settings = ZH, **options: Any) -> str:
    html.write(story() if graph is None else graph, path, lexicon=lexicon.load(None), settings=settings, **options)
    return path.read_text(encoding="utf-8")


class Reader(HTMLParser):
    """What a parser takes for tags, scripts and data."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.blocks.append([name if (name := dict(attrs).get("id")) in ("core", "detail") else tag, ""])

    def handle_endtag(self, tag: str) -> None:
        self.blocks.append(["", ""])

    def handle_data(self, data: str) -> None:
        if self.blocks:
            self.blocks[-1][1] += data  # the parser hands scripts over in pieces

    def block(self, kind: str) -> list[str]:
        return [data for tag, data in self.blocks if tag == kind]


def data(text: str) -> dict[str, Any]:
    """The two compressed blocks, with what the tests ask for by name."""
    page = Reader(text)
    core, detail = (json.loads(zlib.decompress(base64.b64decode(page.block(block)[0]))) for block in ("core", "detail"))
    ids = [*core["edges"]["id"], *(literal[0] for literal in detail["literals"])]
    return {
        **core,
        "drawn": {core["nodes"]["id"][at] for at, _, _ in core["first"]},
        "entities": dict(zip(core["nodes"]["id"], detail["entities"], strict=True)),
        "relations": dict(zip(ids, detail["relations"], strict=True)),
        "sentences": detail["sentences"],
        "articles": detail["articles"],
    }


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes_whatever_order_hash_seed_and_locale(tmp_path: Path) -> None:
    draw(tmp_path / "0.html", story(0))
    draw(tmp_path / "1.html", story(1))
    code = f"import sys; sys.path[:0] = {[str(Path(__file__).parent)]!r}; import test_html as t; t.draw(t.Path({str(tmp_path / '2.html')!r}), t.story(2))"
    environment = {
        "PYTHONHASHSEED": "7",
        "LANG": "C",
        "LC_ALL": "C",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(kg.__file__).parents[1]),
    }
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert len({hashlib.sha256((tmp_path / f"{i}.html").read_bytes()).hexdigest() for i in range(3)}) == 1


def test_the_file_refers_to_nothing_outside_itself(tmp_path: Path) -> None:
    page = Reader(draw(tmp_path / "g.html"))
    addresses = [
        value for _, attributes in page.tags for key, value in attributes.items() if key in ("src", "href", "srcset", "action", "data")
    ]
    assert addresses == ["data:,"]
    assert all(
        found.startswith(("data:", '"data:', "'data:")) for css in page.block("style") for found in re.findall(r"url\(([^)]{0,20})", css)
    )
    assert not [css for css in page.block("style") if "@import" in css]
    assert not [script for script in page.block("script") if "sourceMappingURL" in script]


def test_the_policy_knows_every_script_and_style_and_forbids_the_network(tmp_path: Path) -> None:
    page = Reader(draw(tmp_path / "g.html"))
    policy = next(a["content"] or "" for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        assert len(page.block(kind)) == 2
        for block in page.block(kind):
            assert base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() in policy


def test_words_of_an_article_never_become_markup(tmp_path: Path) -> None:
    harmless, hostile = draw(tmp_path / "a.html", story(extra="河东中学")), draw(tmp_path / "b.html", story(extra=HOSTILE), around=HOSTILE)
    assert [tag for tag, _ in Reader(hostile).tags] == [tag for tag, _ in Reader(harmless).tags]
    assert HOSTILE in data(hostile)["entities"]["org/odd"]["name"]


def test_halves_of_characters_and_names_without_end_do_no_harm(tmp_path: Path) -> None:
    long = data(draw(tmp_path / "g.html", story(extra="\ud83d" + "长" * 100_000)))
    assert len(long["entities"]["org/odd"]["name"]) == payload.NAME
    assert (tmp_path / "g.html").stat().st_size < 2_000_000


def test_a_relation_comes_with_its_sentence_and_the_lines_of_the_page(tmp_path: Path) -> None:
    found = data(draw(tmp_path / "g.html"))
    claim = found["relations"]["r1"]["claims"][0]
    sentence = found["sentences"][claim["at"]]
    marked = {role: sentence["t"][start:end] for start, end, role in claim["marks"]}
    assert marked == {"s": "周明远", "o": "市委"}
    assert sentence["l"] == [4, 6]
    assert found["articles"][sentence["a"]] == {
        "title": "市委常委会召开会议", "date": "2021-08-18", "paper": "临河日报", "edition": "01", "source": "pages/临河日报.txt", "by": "罗丽",
    }  # fmt: skip


def test_a_mention_is_quoted_in_its_own_sentence_and_deixis_is_told(tmp_path: Path) -> None:
    found = data(draw(tmp_path / "g.html"))
    ((at, start, end, deictic),) = found["entities"][CITY]["quotes"]
    assert (found["sentences"][at]["t"], deictic) == ("周明远指出，我市要抓紧落实。", 1)
    assert found["sentences"][at]["t"][start:end] == "我市"


def test_the_limit_is_of_the_first_view_and_the_file_holds_all(tmp_path: Path) -> None:
    found = data(draw(tmp_path / "g.html", limit=2))
    assert len(found["drawn"]) == 2
    assert set(found["nodes"]["id"]) == set(found["entities"]) == {PERSON, PARTY, CITY, MEETING, POLICY, SCHOOL}
    assert set(found["relations"]) == {"r1", "r2", "r3", "r4", "r5", "r6"}


@pytest.mark.parametrize("name", [CITY, "临河市", "我市", "990100", " 临河市 "])
def test_around_takes_ids_names_aliases_and_codes_and_goes_two_steps(tmp_path: Path, name: str) -> None:
    found = data(draw(tmp_path / "g.html", around=name))
    assert found["drawn"] == {CITY, PARTY, PERSON}
    assert found["meta"]["centre"] == CITY


def test_around_nobody_says_who_is_near(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="周明远"):
        draw(tmp_path / "g.html", around="周明")
    assert not (tmp_path / "g.html").exists()


def test_an_empty_graph_is_drawn_too(tmp_path: Path) -> None:
    assert data(draw(tmp_path / "g.html", nx.MultiDiGraph()))["nodes"]["id"] == []


# --- the browser ------------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """A page in headless Chromium, and everything that it asked the network for or complained of."""

    def __init__(self, profile: Path) -> None:
        ours, theirs = os.pipe(), os.pipe()

        def pipes() -> None:  # Chromium reads commands from descriptor 3 and writes answers to 4
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (ours[0], theirs[1])]  # out of the way of 3 and 4 first
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        null = subprocess.DEVNULL
        self.process = subprocess.Popen(command, close_fds=False, preexec_fn=pipes, stdin=null, stdout=null, stderr=null)  # noqa: PLW1509
        os.close(ours[0])
        os.close(theirs[1])
        self.writer, self.reader, self.rest, self.number = ours[1], theirs[0], b"", 0
        self.events: list[dict[str, Any]] = []
        self.session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self.number += 1
        message = {"id": self.number, "method": method, "params": params} | ({"sessionId": self.session} if self.session else {})
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != self.number:
            self.events.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def receive(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            assert select.select([self.reader], [], [], 60)[0], "chromium has been silent for a minute"
            piece = os.read(self.reader, 1 << 20)
            assert piece, "chromium has ended"
            self.rest += piece
        first, self.rest = self.rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(first)
        return message

    def open(self, path: Path, size: tuple[int, int] = (1400, 900)) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=size[0] < 600)
        self.go("about:blank")  # loaded before the events are cleared: its load event must not pass for the drawing's
        self.events.clear()
        self.go(path.as_uri())
        if self.run("Boolean(document.getElementById('core'))"):  # a drawing, and not the pages of test_pages_html
            self.run("(async () => { while (!window.zhitu) await new Promise(done => setTimeout(done, 5)); await zhitu.detail(); })()")
        self.settle()

    def go(self, url: str) -> None:
        before = len(self.events)
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events[before:]):
            self.events.append(self.receive())

    def run(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def settle(self) -> None:
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def press(self, key: str, code: int = 0) -> None:
        text = {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **(text if kind == "keyDown" else {}))
        self.settle()

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        self.settle()

    def words(self, selector: str) -> str:
        return str(self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def spot(self, expression: str) -> tuple[float, float]:
        """Where a point of the network stands in the window."""
        found = self.run(
            f"(() => {{ const p = zhitu.network.canvasToDOM({expression}), r = document.getElementById('network').getBoundingClientRect();"
            " return [p.x + r.left, p.y + r.top]; })()"
        )
        return found[0], found[1]

    def requests(self) -> list[str]:
        urls = [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("data:", "blob:"))]  # neither leaves the page

    def complaints(self) -> list[Any]:
        loud = (
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
            "Page.javascriptDialogOpening",
            "Network.loadingFailed",
        )
        return [event for event in self.events if event.get("method") in loud]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        os.close(self.writer)
        os.close(self.reader)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: the drawing was not opened by anyone; `apt-get install chromium` and run again")
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """Opens a drawing, and after the test looks whether it kept to itself and kept quiet."""
    path = tmp_path / "图 & 谱.html"

    def opening(graph: nx.MultiDiGraph[str] | None = None, size: tuple[int, int] = (1400, 900), **options: Any) -> Browser:
        draw(path, graph, **options)
        browser.open(path, size)
        return browser

    yield opening
    assert browser.requests() == [path.as_uri()]
    assert browser.complaints() == []


@pytest.mark.browser
def test_it_opens_with_counts_legend_and_a_lesson(opened: Callable[..., Browser]) -> None:
    page = opened()
    assert "6 实体 · 6 关系 · 1 篇文章" in page.words("#counts")
    assert re.findall(r"人物|机构|地点|政策|事件", page.words("#side"))[:5] == ["人物", "机构", "地点", "政策", "事件"]
    assert "Organization" in page.words("#side")
    assert "点一个点" in page.words("#panel")
    assert page.run("document.querySelector('#network canvas').width") > 100


@pytest.mark.browser
def test_search_finds_an_alias_and_focuses_the_node_by_keyboard_alone(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.press("/")
    page.type("市委")
    assert page.words("#hits li[aria-selected=true]").startswith("中共临河市委员会")
    page.press("ArrowDown", 40)
    page.press("ArrowUp", 38)
    page.press("Enter", 13)
    page.settle()
    assert page.words("#panel h2") == "中共临河市委员会"
    x, y = page.spot(f"zhitu.network.getPositions()[{json.dumps(PARTY)}]")
    left, top, width, height = page.run(
        "(r => [r.left, r.top, r.width, r.height])(document.getElementById('network').getBoundingClientRect())"
    )
    assert abs(x - left - width / 2) < 3
    assert abs(y - top - height / 2) < 3
    page.press("Escape", 27)
    assert page.words("#panel h2") == "从这里开始"


@pytest.mark.browser
def test_a_click_on_a_node_shows_names_relations_and_their_sentences(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.click(*page.spot(f"zhitu.network.getPositions()[{json.dumps(PARTY)}]"))
    panel = page.words("#panel")
    assert page.words("#panel h2") == "中共临河市委员会"
    assert "党的机关" in panel
    assert "临河市委" in page.words("#panel .chips")
    assert page.words("[data-predicate=holds_post][data-direction=in] .entity") == "周明远"
    assert "书记周明远主持召开会议" in page.words("[data-predicate=holds_post] blockquote")
    assert "市委常委会召开会议 临河日报 2021-08-18 01版 临河日报.txt 第 4–6 行" in page.words("[data-predicate=holds_post] figcaption")
    assert "来自名录" in page.words("[data-predicate=jurisdiction]")
    assert page.words("#mentions mark") == "市委"


@pytest.mark.browser
def test_literal_relations_and_facts_stand_in_the_panel(opened: Callable[..., Browser]) -> None:
    page = opened()
    for node, words in (
        (SCHOOL, ["曾用名", "河东村小"]),
        (CITY, ["新增学位", "1080个", "2020", "990100"]),
        (MEETING, ["开始日期", "2021-08-17"]),
    ):
        page.run(f"zhitu.choose({{ node: {json.dumps(node)} }})")
        assert [word for word in words if word not in page.words("#panel")] == []
    page.run(f"zhitu.choose({{ node: {json.dumps(PERSON)} }})")
    assert "采写的文章" in page.words("#panel")


@pytest.mark.browser
def test_a_click_on_a_line_shows_its_claims_rule_and_confidence(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.click(*page.spot("zhitu.network.body.edges.r1.edgeType.getPoint(0.5)"))
    panel = page.words("#panel")
    assert [
        word for word in ("任职于", "周明远", "中共临河市委员会", "书记", "holds_post.rule", "可信度", "0.9") if word not in panel
    ] == []
    assert page.run("[...document.querySelectorAll('#panel blockquote mark')].map(m => m.innerText)") == ["市委", "周明远"]


@pytest.mark.browser
def test_types_and_relation_types_can_be_switched_off_and_on(opened: Callable[..., Browser]) -> None:
    page = opened()
    hidden = "zhitu.network.body.data.{0}.get().filter(x => x.hidden).map(x => x.id).sort().join()"
    page.run("document.querySelector('[data-key=PER] input').click()")
    assert page.run(hidden.format("nodes")) == PERSON
    assert page.run(hidden.format("edges")) == "r1,r2"
    page.run("document.querySelector('[data-key=PER] input').click()")
    page.run("document.querySelector('[data-key=chaired] .only').click()")
    assert page.run(hidden.format("nodes")) == ""
    assert page.run(hidden.format("edges")) == "r1,r3,r4"


@pytest.mark.browser
def test_hostile_words_stay_words_in_the_browser(opened: Callable[..., Browser]) -> None:
    page = opened(story(extra=HOSTILE))
    for choice in ("{ node: 'org/odd' }", "{ edge: 'rx' }", "{}"):
        page.run(f"zhitu.choose({choice})")
        page.settle()
        assert page.run("document.querySelectorAll('img, iframe, object, body script:not([type]) ~ script ~ script').length") == 0
    page.run("zhitu.choose({ node: 'org/odd' })")
    assert "<img src=x onerror=window.hit=1>" in page.words("#panel h2")
    assert page.run("[...document.querySelectorAll('a')].filter(a => !/^https?:/.test(a.href)).length") == 0
    page.run("zhitu.connect('org/odd', " + json.dumps(PERSON) + ")")
    for view in ("posts", "meetings", "policies", "figures", "places"):
        turn(page, view)
        assert page.run("document.querySelectorAll('img, iframe, object').length") == 0
    turn(page, "network")
    page.press("/")
    page.type("onerror")
    assert "</script>" in page.words("#hits li")
    assert page.run("window.hit ?? 'unharmed'") == "unharmed"


@pytest.mark.browser
def test_the_address_keeps_the_selection_and_back_returns(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.run(f"zhitu.choose({{ node: {json.dumps(PARTY)} }})")
    page.run(f"zhitu.choose({{ node: {json.dumps(PERSON)} }})")
    page.run("new Promise(done => { addEventListener('hashchange', () => setTimeout(done, 20), { once: true }); history.back(); })")
    assert page.words("#panel h2") == "中共临河市委员会"


@pytest.mark.browser
def test_the_page_speaks_english_and_knows_the_dark(opened: Callable[..., Browser]) -> None:
    page = opened(settings=Settings(language="en"))
    assert "6 entities · 6 relations · 1 article" in page.words("#counts")
    light = page.run("getComputedStyle(document.body).backgroundColor")
    page.run("document.getElementById('theme').click()")
    assert page.run("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.browser
def test_a_telephone_shows_the_panel_below_and_nothing_runs_over_its_edge(opened: Callable[..., Browser]) -> None:
    page = opened(size=(390, 844))
    page.run(f"zhitu.choose({{ node: {json.dumps(PARTY)} }})")
    assert page.run("document.documentElement.scrollWidth") == 390
    assert page.run("document.getElementById('panel').getBoundingClientRect().top") > 300
    page.run("document.getElementById('filters').click()")
    assert "关系类型" in page.words("#side")


@pytest.mark.browser
def test_an_empty_graph_says_how_to_fill_it(opened: Callable[..., Browser]) -> None:
    assert "kg build" in opened(nx.MultiDiGraph()).words("#blank")


@pytest.mark.browser
def test_what_is_not_drawn_is_told_and_comes_by_search(opened: Callable[..., Browser]) -> None:
    page = opened(limit=3)
    assert "另有 3 个没有画" in page.words("#note")
    page.press("/")
    page.type("河东小学")
    page.press("Enter", 13)
    assert page.words("#panel h2") == "河东小学"
    assert SCHOOL in page.run("zhitu.network.body.data.nodes.getIds()")


def test_the_first_view_has_the_most_central_of_each_community() -> None:
    two = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (3, 4, 1), (4, 5, 1), (3, 5, 1), (2, 3, 1)]
    groups = communities(7, two)
    assert groups == [[0, 1, 2], [3, 4, 5], [6]] == communities(7, two[::-1])
    assert landmarks(groups, 3) == [0, 3, 6]
    assert landmarks(groups, 7) == list(range(7))


def test_a_community_is_named_by_the_place_whose_organs_stand_in_it() -> None:
    def entities(*names: str) -> list[Entity]:
        kinds = {"市": "LOC", "村": "LOC", "府": "ORG", "局": "ORG", "报": "ORG"}
        return [Entity(name, kinds.get(name[-1], "PER"), name) for name in names]

    groups = [
        entities("周明远", "福民村", "黑河市人民政府", "黑河市"),
        entities("黑河市教育局", "黑河市"),
        entities("松树村", "省水利局"),
        entities("罗丽"),
    ]
    assert payload.titles(groups) == ["黑河市", "黑河市 · 黑河市教育局", "松树村 · 省水利局", "罗丽"]


@pytest.mark.browser
def test_neighbours_expand_and_collapse_while_all_else_stands_still(opened: Callable[..., Browser]) -> None:
    page = opened(limit=1)
    start = page.run("JSON.stringify([...zhitu.drawn])")
    node = page.run("[...zhitu.drawn.keys()][0]")
    page.run(f"zhitu.choose({{ node: {json.dumps(node)} }})")
    page.run("document.querySelector('[data-act=expand]').click()")
    assert page.run("zhitu.drawn.size") > 1
    assert page.run("JSON.stringify([...zhitu.drawn].slice(0, 1))") == start
    page.run("document.querySelector('[data-act=collapse]').click()")
    assert page.run("JSON.stringify([...zhitu.drawn])") == start


# --- ways through the graph -------------------------------------------------------------------------------------------


def pick(page: Browser, node: str) -> None:
    page.run(f"zhitu.choose({{ node: {json.dumps(node)} }})")


def act(page: Browser, key: str) -> None:
    page.run(f"document.querySelector('[data-act={key}]').click()")
    page.settle()


def seen(page: Browser) -> set[str]:
    """Ids of the nodes that are drawn and not hidden."""
    return set(page.run("zhitu.network.body.data.nodes.get().filter(x => !x.hidden).map(x => x.id)"))


@pytest.mark.browser
def test_the_shortest_path_comes_with_a_sentence_for_each_step(opened: Callable[..., Browser]) -> None:
    page = opened(limit=1)
    pick(page, POLICY)
    act(page, "path")
    page.press("/")
    page.type("990100")
    page.press("Enter", 13)
    assert page.words("#panel h2") == "4 步"
    assert page.run("[...document.querySelectorAll('.step .entity')].map(e => e.dataset.id)") == [MEETING, PERSON, PARTY, CITY]
    assert "原则通过" in page.words(".step blockquote")
    assert seen(page) >= {POLICY, MEETING, PERSON, PARTY, CITY}
    assert "path=" in page.run("location.hash")


@pytest.mark.browser
def test_two_nodes_that_nothing_joins_have_no_path(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.run(f"zhitu.connect({json.dumps(CITY)}, {json.dumps(SCHOOL)})")
    assert "没有路" in page.words("#note")


@pytest.mark.browser
def test_hidden_nodes_go_and_undo_and_redo_bring_them_back_and_away(opened: Callable[..., Browser]) -> None:
    page = opened()
    pick(page, PARTY)
    act(page, "hide")
    assert PARTY not in seen(page)
    page.run("document.getElementById('undo').click()")
    assert PARTY in seen(page)
    page.run("document.getElementById('redo').click()")
    assert PARTY not in seen(page)
    page.run("document.getElementById('unhide').click()")
    assert PARTY in seen(page)


@pytest.mark.browser
def test_focus_keeps_neighbours_and_what_is_pinned(opened: Callable[..., Browser]) -> None:
    page = opened()
    pick(page, SCHOOL)
    act(page, "pin")
    pick(page, CITY)
    act(page, "focus")
    assert seen(page) == {CITY, PARTY, SCHOOL}


@pytest.mark.browser
def test_several_nodes_are_chosen_with_ctrl(opened: Callable[..., Browser]) -> None:
    page = opened()
    pick(page, CITY)
    act(page, "add")
    page.click(*page.spot(f"zhitu.network.getPositions()[{json.dumps(POLICY)}]"))
    assert page.words("#panel h2") == "2 实体"
    act(page, "path")
    assert page.words("#panel h2") == "4 步"


@pytest.mark.browser
def test_the_address_keeps_the_whole_view(opened: Callable[..., Browser]) -> None:
    page = opened(limit=2)
    pick(page, PARTY)
    act(page, "expand")
    pick(page, CITY)
    act(page, "pin")
    page.run("document.querySelector('[data-key=PER] input').click()")
    view = (
        "JSON.stringify([[...zhitu.drawn].sort(), zhitu.network.body.data.nodes.get().filter(x => x.hidden).map(x => x.id), location.hash])"
    )
    before = page.run(view)
    page.run("new Promise(done => { addEventListener('hashchange', done, { once: true }); location.hash = ''; })")
    assert page.run(view) != before
    page.run(
        f"new Promise(done => {{ addEventListener('hashchange', done, {{ once: true }}); location.hash = {json.dumps(json.loads(before)[2])}; }})"
    )
    assert page.run(view) == before
    assert page.words("#panel h2") == "临河市"


def two_papers() -> nx.MultiDiGraph[str]:
    """The story, and an article of 2023 in another newspaper that knows a school and its head."""
    graph = story()
    text = "河东小学校长罗丽介绍了情况。"
    span = Span("a2", 0, len(text))
    graph.graph["articles"]["a2"] = Article("a2", "p2", 1, text, (), Origin(((0, 0, len(text)),)), title="学校", published="2023-02-03")
    graph.graph["pages"]["p2"] = Page("p2", "b.txt", "text", text, "2023-02-03", "河东晚报")
    graph.graph["mentions"]["mz"] = Mention("mz", Span("a2", 6, 8), "罗丽", "PER", "test", "罗丽")
    graph.graph["claims"]["cz"] = Claim("cz", "holds_post", Term("mention", "mz"), Term("implied", "x"), span, "rule", 0.9)
    graph.add_node("person/罗丽", record=Entity("person/罗丽", "PER", "罗丽", mentions=("mz",)))
    graph.add_edge(
        "person/罗丽",
        SCHOOL,
        key="rz",
        record=Relation("rz", "person/罗丽", "holds_post", SCHOOL, claims=("cz",), qualifiers={"title": "校长"}),
    )
    return graph


@pytest.mark.browser
@pytest.mark.parametrize("way", ["paper", "article", "period"])
def test_newspaper_article_and_period_let_through_what_they_tell_of(opened: Callable[..., Browser], way: str) -> None:
    page = opened(two_papers())
    page.run({
        "paper": "document.querySelector('[data-key=临河日报] input').click()",
        "article": "(s => { s.focus(); s.value = 1; s.dispatchEvent(new Event('change')); })(document.getElementById('article'))",
        "period": "(s => { s.value = 1; s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change')); })(document.querySelector('[data-time=since]'))",
    }[way])  # fmt: skip
    page.settle()
    assert seen(page) == {"person/罗丽", SCHOOL}
    page.run("document.getElementById('undo').click()")
    assert len(seen(page)) == 7


@pytest.mark.browser
def test_the_period_walks_by_itself_and_stands_when_told(opened: Callable[..., Browser]) -> None:
    page = opened(two_papers())
    months = page.words("#period").split(" – ")
    assert months[1] == "2023-02"
    page.run("window.steps = 0; void new MutationObserver(() => { steps += 1; }).observe(document.getElementById('period'), { childList: true })")
    page.run("document.getElementById('play').click()")
    assert page.words("#play") == "■"
    page.run("(async () => { while (!steps) await new Promise(done => setTimeout(done, 20)); document.getElementById('play').click(); })()")
    stood = page.words("#period")
    assert page.words("#play") == "▶"
    assert stood.startswith(f"{months[0]} – ")
    assert stood != " – ".join(months), "it stands where it was told to"
    page.run("new Promise(done => setTimeout(done, 1300))")
    assert page.words("#period") == stood
    assert "person/罗丽" not in seen(page), "nothing of 2023 yet"
    page.run("document.getElementById('play').click()")
    page.run("(async () => { while (document.getElementById('play').innerText === '■') await new Promise(done => setTimeout(done, 20)); })()")
    assert page.words("#period") == " – ".join(months), "at the end it stands by itself"
    assert "person/罗丽" in seen(page)


# What the eyes of people without one of the three cones make of linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
CONES = {
    "all three": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(color: tuple[int, ...], cones: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour of 0 to 255 in CIELAB (D65), as some eyes see it."""
    linear = [c / 12.92 if (c := value / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for value in color]
    r, g, b = (min(1, max(0, sum(weight * value for weight, value in zip(row, linear, strict=True)))) for row in cones)
    xyz = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_types_are_told_apart_without_one_of_the_three_cones_and_without_colour(opened: Callable[..., Browser], theme: str) -> None:
    page = opened()
    if theme == "dark":
        page.run("document.getElementById('theme').click()")
    glyphs = page.run("[...document.querySelectorAll('#side .glyph path')].map(path => [getComputedStyle(path).fill, path.getAttribute('d')])")
    colours = {tuple(int(n) for n in re.findall(r"\d+", fill)): shape for fill, shape in glyphs}
    assert len(colours) == len(set(colours.values())) == 5, "each type has a colour and a shape of its own"
    for eyes, cones in CONES.items():
        for one, two in combinations(colours, 2):
            assert math.dist(lab(one, cones), lab(two, cones)) > 15, (eyes, one, two)


# --- views beside the network -----------------------------------------------------------------------------------------


def turn(page: Browser, view: str) -> str:
    """Open a tab as a person does; its words."""
    page.run(f"document.querySelector('[data-tab={view}]').click()")
    page.run("new Promise(done => setTimeout(done, 30))")
    return page.words("#view")


def with_meetings() -> nx.MultiDiGraph[str]:
    """The story with a second person at its meeting, a policy's issuer and parent, a second value of its figure, and a place on the map."""
    graph = story()
    for entity in (
        Entity("person/罗丽", "PER", "罗丽"),
        Entity("policy/省养犬条例", "POL", "省养犬条例", facts={"level": "provincial"}),
        Entity(POLICY, "POL", "临河市养犬管理办法", facts={"level": "county"}),
        Entity(CITY, "LOC", "临河市", code="990100", facts={"lat": "40.75", "long": "107.42"}),
    ):
        graph.add_node(entity.id, record=entity)
    for relation in (
        Relation("ra", "person/罗丽", "attended", MEETING, qualifiers={"role": "列席"}),
        Relation("rb", PARTY, "issued", POLICY),
        Relation("rc", POLICY, "based_on", "policy/省养犬条例"),
        Relation(
            "rd", "person/罗丽", "holds_post", PARTY, qualifiers={"title": "秘书长", "observed": "2019-05-06 2021-08-18"}, since="2018"
        ),
    ):
        graph.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
    later = Relation(
        "re", CITY, "observation", "新增学位", literal=True, qualifiers={"value": "2160", "unit": "个", "period": "2021"}, source="x"
    )
    graph.graph["literals"] = (*graph.graph["literals"], later)
    return graph


@pytest.mark.browser
@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("posts", ["中共临河市委员会", "周明远", "书记", "罗丽", "秘书长", "2018", "2019-05-06 2021-08-18"]),
        ("meetings", ["2021-08-17", "临河市委常委会会议", "周明远", "罗丽（列席）", "临河市养犬管理办法（原则通过）", "同场"]),
        ("policies", ["省", "省养犬条例", "县区", "发布 中共临河市委员会", "↑ 省养犬条例", "临河市委常委会会议（原则通过）"]),
        ("figures", ["新增学位", "2020: 1080个", "2021: 2160个"]),
        ("places", ["临河市", "990100"]),
    ],
)
def test_a_view_tells_what_the_graph_knows(opened: Callable[..., Browser], view: str, words: list[str]) -> None:
    found = turn(opened(with_meetings()), view)
    assert [word for word in words if word not in found] == []


@pytest.mark.browser
def test_posts_stand_by_organ_or_by_person_and_their_times_are_bars(opened: Callable[..., Browser]) -> None:
    page = opened(with_meetings())
    turn(page, "posts")
    assert page.run("[...document.querySelectorAll('.lead')].map(e => e.innerText)") == ["中共临河市委员会"]
    page.run("document.querySelector('[data-by=person]').click()")
    assert page.run("[...document.querySelectorAll('.lead')].map(e => e.innerText)") == ["周明远", "罗丽"]
    assert page.run("document.querySelectorAll('.bar-of-time rect.held').length") == 1
    assert page.run("document.querySelectorAll('.bar-of-time circle.held').length") == 2


@pytest.mark.browser
def test_figures_of_two_periods_are_a_line_and_places_with_coordinates_a_map(opened: Callable[..., Browser]) -> None:
    page = opened(with_meetings())
    turn(page, "figures")
    assert page.run("document.querySelector('.series polyline').points.numberOfItems") == 2
    turn(page, "places")
    assert page.words(".map") or page.run("document.querySelector('.map .spot text').textContent") == "临河市"
    page = opened()
    assert "没有地点带坐标" in turn(page, "places")


def with_counties() -> nx.MultiDiGraph[str]:
    """The story with real divisions beside and below it, whose seats the gazetteer knows; 米脂县 is one that it does not know."""
    graph = with_meetings()
    divisions = {"141100": "吕梁市", "141102": "离石区", "141125": "柳林县", "141122": "交城县", "140100": "太原市", "610827": "米脂县"}
    for code, name in divisions.items():
        graph.add_node(f"place/{code}", record=Entity(f"place/{code}", "LOC", name, code=code))
    return graph


SPOTS = "[...document.querySelectorAll('.map .spot')].map(e => e.dataset.id).sort()"
# Names that cover one another, or the dot of another place.
COVERED = """(() => {
  const parts = [...document.querySelectorAll('.map .spot :is(text, circle)')];
  const boxes = parts.map((part) => [part.parentNode.dataset.id, part.tagName, part.getBBox()]);
  const over = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height - 2 && b.y + 2 < a.y + a.height - 2;
  return boxes.filter(([id, tag, a]) => tag === 'text' && boxes.some(([other, , b]) => other !== id && over(a, b))).map(([id]) => id);
})()"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_the_map_has_every_place_whose_seat_is_known_and_names_do_not_overlap(opened: Callable[..., Browser], width: int) -> None:
    page = opened(with_counties(), size=(width, 900))
    turn(page, "places")
    assert page.run(SPOTS) == sorted([CITY, "place/140100", "place/141100", "place/141102", "place/141122", "place/141125"])
    assert page.run("document.querySelectorAll('.map .spot text').length") >= 2
    assert page.run(COVERED) == []
    assert "GeoNames" in page.words("#view figcaption")
    assert "CC BY 4.0" in page.words("#view figcaption")
    assert " km" in page.run("document.querySelector('.map').textContent")
    east, north = (page.run(f"document.querySelector('[data-id=\"place/140100\"] circle').getAttribute('{key}')") for key in ("cx", "cy"))
    west, south = (page.run(f"document.querySelector('[data-id=\"place/141125\"] circle').getAttribute('{key}')") for key in ("cx", "cy"))
    assert float(west) < float(east)
    assert float(north) < float(south)


@pytest.mark.browser
def test_the_map_is_zoomed_moved_and_asked_by_hand_and_by_keys(opened: Callable[..., Browser]) -> None:
    page = opened(with_counties())
    turn(page, "places")
    before = page.run(SPOTS)
    spread = "Math.abs(... ['141102', '141122'].map(k => document.querySelector(`[data-id=\"place/${k}\"] circle`).getAttribute('cx')).reduce((a, b) => [a - b]))"
    narrow = page.run(spread)
    page.run("document.querySelector('.map').dispatchEvent(new KeyboardEvent('keydown', { key: '+' }))")
    page.run("document.querySelector('[data-zoom=closer]').click()")
    page.run("document.querySelector('.map').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))")
    assert len(page.run(SPOTS)) < len(before)
    page.run("document.querySelector('[data-zoom=whole]').click()")
    assert page.run(SPOTS) == before
    assert page.run(spread) == narrow
    page.run("document.querySelector('[data-id=\"place/141125\"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))")
    page.run("new Promise(done => setTimeout(done, 50))")
    assert "柳林县" in page.words("#panel")
    assert "37.4" in page.words("#panel .facts")


@pytest.mark.browser
def test_a_table_sorts_filters_copies_as_csv_and_leads_to_the_evidence(opened: Callable[..., Browser]) -> None:
    page = opened(with_meetings())
    turn(page, "posts")
    first = "document.querySelector('#view .pick td').innerText"
    page.run("document.querySelector('#view thead button').click()")
    names = [page.run(first)]
    page.run("document.querySelector('#view thead button').click()")
    assert sorted([*names, page.run(first)]) == ["周明远", "罗丽"]
    page.run("(i => { i.value = '秘书'; i.dispatchEvent(new Event('input')); })(document.querySelector('#view input'))")
    assert page.run("document.querySelectorAll('#view .pick').length") == 1
    page.run("document.querySelector('[data-act=csv]').click()")
    page.run("new Promise(done => setTimeout(done, 50))")
    assert page.run("zhitu.copy.last").splitlines()[1].startswith("罗丽,秘书长,中共临河市委员会,2018,")
    page.run("(i => { i.value = '书记'; i.dispatchEvent(new Event('input')); })(document.querySelector('#view input'))")
    page.run("document.querySelector('#view .pick').click()")
    assert "书记周明远主持召开会议" in page.words("#panel blockquote")
    assert "tab=posts" in page.run("location.hash")


@pytest.mark.browser
def test_a_formula_in_a_table_is_copied_as_text(opened: Callable[..., Browser]) -> None:
    page = opened(story(extra="=HYPERLINK(1)"))
    turn(page, "posts")
    page.run("zhitu.choose({ node: 'org/odd' })")
    assert page.run("zhitu.csv([{ name: 'n', text: (row) => row }], ['=1+1', '-1.5', 'a,\"b\"'])").splitlines() == [
        "n",
        "'=1+1",
        "-1.5",
        '"a,""b"""',
    ]


@pytest.mark.browser
def test_views_keep_to_the_filters(opened: Callable[..., Browser]) -> None:
    page = opened(two_papers())
    assert "校长" in turn(page, "posts")
    page.run("document.querySelector('[data-key=河东晚报] input').click()")
    assert "校长" not in page.words("#view")
    assert "书记" in page.words("#view")


# --- exports, keyboard, search by initials ----------------------------------------------------------------------------


def export(page: Browser, kind: str, folder: Path) -> bytes:
    """The file that a click in the menu downloads."""
    page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    page.run(f"document.querySelector('[data-export={kind}]').click()")
    for _ in range(200):
        if found := [each for each in folder.glob("zhitu.*") if each.suffix != ".crdownload" and each.stat().st_size]:
            return found[0].read_bytes()
        page.run("new Promise(done => setTimeout(done, 20))")
    raise AssertionError(f"{kind} was not downloaded")


@pytest.mark.browser
@pytest.mark.parametrize("extra", ["河东中学", HOSTILE + "\x00\ud83d"])
def test_the_view_is_exported_as_picture_and_data(opened: Callable[..., Browser], tmp_path: Path, extra: str) -> None:
    page = opened(story(extra=extra))
    found = {}
    for kind in ("PNG", "SVG", "GEXF", "Turtle"):
        (tmp_path / kind).mkdir()
        found[kind] = export(page, kind, tmp_path / kind)
    assert found["PNG"].startswith(b"\x89PNG")
    svg = ElementTree.fromstring(found["SVG"])
    assert "临河市" in "".join(svg.itertext())
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} == {"svg", "rect", "line", "title", "path", "text"}
    gexf = nx.read_gexf(io.BytesIO(found["GEXF"]), version="1.3")
    assert (gexf.number_of_nodes(), gexf.nodes[CITY]["label"]) == (7, "临河市")
    turtle = rdflib.Graph().parse(data=found["Turtle"].decode(), format="turtle")
    jurisdiction = rdflib.URIRef("https://w3id.org/zhitu/ontology#jurisdiction")
    assert [str(place).rpartition("/")[2] for place in turtle.objects(None, jurisdiction)] == ["990100"]
    assert rdflib.Literal("书记", lang="zh") in set(turtle.objects())


@pytest.mark.browser
def test_an_export_has_what_is_shown_and_nothing_else(opened: Callable[..., Browser]) -> None:
    page = opened()
    page.run("document.querySelector('[data-key=PER] input').click()")
    assert "周明远" not in page.run("zhitu.turtle() + zhitu.svg() + zhitu.gexf()")


@pytest.mark.browser
def test_all_is_done_by_keyboard(opened: Callable[..., Browser]) -> None:
    page = opened(limit=1)
    page.press("ArrowRight", 39)  # the best connected node
    start = page.words("#panel h2")
    page.press("e")
    assert len(seen(page)) > 1
    before = len(seen(page))
    walked = []
    for key, code in (("ArrowRight", 39), ("ArrowLeft", 37), ("ArrowDown", 40), ("ArrowUp", 38)):
        page.press(key, code)
        walked.append(page.words("#panel h2"))
    assert set(walked) > {start}
    page.press("h")
    assert len(seen(page)) == before - 1
    page.press("z")
    assert len(seen(page)) == before
    page.press("2")
    assert page.run("document.querySelector('[data-tab=posts]').getAttribute('aria-selected')") == "true"
    page.press("?")
    assert "最短路径" in page.words("#help[open]")


@pytest.mark.browser
def test_search_knows_pinyin_initials(opened: Callable[..., Browser]) -> None:
    page = opened()
    names = {"临河市": "lhs", "中共临河市委员会": "zglhswyh", "周明远": "zmy", "嗯二鹅": "nee", "鄂尔多斯": "eeds", "Ａ-1": ""}
    assert {name: page.run(f"zhitu.initials({json.dumps(name)})") for name in names} == names
    page.press("/")
    page.type("zmy")
    assert page.words("#hits li[aria-selected=true]").startswith("周明远")


@pytest.mark.browser
def test_every_button_field_and_view_has_a_name(opened: Callable[..., Browser]) -> None:
    page = opened(with_meetings())
    nameless = (
        "[...document.querySelectorAll('button, input, select, [role=img], [role=tabpanel]')].filter(e => !e.hidden && e.getClientRects().length"
        " && !(e.innerText || e.getAttribute('aria-label') || e.title || e.labels?.length || e.placeholder)).map(e => e.outerHTML)"
    )
    for view in ("network", "posts", "meetings", "policies", "figures", "places"):
        turn(page, view)
        assert page.run(nameless) == []
