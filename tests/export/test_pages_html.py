"""The view of pages: what its file holds, and what a person sees and does in headless Chromium."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from test_html import CHROMIUM, HOSTILE, Browser, Reader

from kg.export import pages_html
from kg.model import Article, Box, Layout, Origin, Page, Part, Print, Reading
from kg.settings import Settings

Kg = Callable[..., tuple[int, str, str]]
Stroke = tuple[str, Box, float, bool, int, str]  # text, box, size, vertical, order of its article (0: none), role

ROADS = (
    "本报讯（记者 田禾） 3月5日，临河市召开农", "村公路建设推进会，部署今年“四好农村路”", "建设任务。副市长江帆出席并讲话。",
    "会议指出，去年全市新改建农村公路312公", "里，解决了46个自然村出行难题。",
)  # fmt: skip
TEA = ("春分时节，青石县云雾镇的", "茶园里人头攒动，采茶能手", "比赛在这里举行。松岭村村", "民程小满夺得第一名。")


def sheet() -> list[Stroke]:
    """A small sheet: a headline over two columns, one set vertically, a picture with its caption, a header and an advert."""
    strokes: list[Stroke] = [
        ("临河日报　2024年3月6日　第2版", (40, 24, 300, 36), 11, False, 0, "header"),
        ("我市部署农村公路建设", (40, 60, 360, 92), 30, False, 1, "title"),
        ("——今年新改建三百公里", (40, 100, 240, 116), 15, False, 1, "subtitle"),
    ]
    strokes += [
        (text, (40, 130 + 15 * i, 40 + 10.5 * len(text), 141 + 15 * i), 10.5, False, 1, "paragraph") for i, text in enumerate(ROADS)
    ]
    strokes += [("采茶能手比赛开镰", (540, 60, 566, 280), 26, True, 2, "title")]
    strokes += [(text, (400, 60 + 15 * i, 400 + 10.5 * len(text), 71 + 15 * i), 10.5, False, 2, "paragraph") for i, text in enumerate(TEA)]
    return [
        *strokes,
        ("图为采茶现场。", (400, 290, 470, 300), 10, False, 2, "caption"),
        ("苏木　摄", (500, 290, 540, 300), 10, False, 2, "credit"),
        ("临河大酒店招聘服务员，电话5550123", (40, 330, 300, 341), 10.5, False, 0, "advert"),
    ]


def reading(strokes: Sequence[Stroke], *, layout: bool = True, source: str = "pages/临河.pdf") -> Reading:
    """The page of some lines of print, split as they say; neighbours of one role are one part, but a line that ends in 。 closes it."""
    body, prints, furniture = "", [], []
    pieces: dict[int, list[tuple[str, list[tuple[int, int]]]]] = {}
    before = (0, "", "")
    for text, box, size, vertical, order, role in strokes:
        span = (len(body), len(body) + len(text))
        prints.append(Print(*span, box, size, vertical, role == "title"))
        body += text + "\n"
        if not order:
            furniture.append((*span, role))
        elif before[:2] == (order, role) and not before[2].endswith("。"):
            pieces[order][-1][1].append(span)
        else:
            pieces.setdefault(order, []).append((role, [span]))
        before = (order, role, text)
    articles = []
    for order, listed in pieces.items():
        text, parts, runs = "", [], []
        for role, spans in listed:
            start = len(text)
            for first, last in spans:
                runs.append((len(text), first, last - first))
                text += body[first:last]
            parts.append(Part(role, start, len(text)))  # type: ignore[arg-type]
            text += "\n"
        title = next(text[part.start : part.end] for part in parts if part.role == "title")
        articles.append(
            Article(f"p-{order}", "p", order, text[:-1], tuple(parts), Origin(tuple(runs)), title, authors=("田禾",) * (order == 1))
        )
    drawn = Layout(600, 360, tuple(prints), ((385, 50, 386, 310), (40, 320, 560, 320.5)), ((400, 140, 530, 282),))
    page = Page("p", source, "pdf", body, "2024-03-06", "临河日报", "02", layout=drawn if layout else None)
    return Reading(page, tuple(articles), furniture=tuple(furniture))


DRAWN = reading(sheet())
DUMP = reading(sheet(), layout=False, source="pages/临河.txt")


def view(path: Path, *readings: Reading, language: str = "zh") -> str:
    pages_html.write(readings, path, settings=Settings(language=language))  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


# --- the file ---------------------------------------------------------------------------------------------------------


def test_every_line_of_a_dump_is_there_as_printed_with_number_article_and_role(tmp_path: Path) -> None:
    found = view(tmp_path / "p.html", DUMP)
    lines = re.findall(r'<div class="line" data-n="(\d+)">.*?<span class="text">(.*?)</span></div>', found, re.DOTALL)
    assert [(int(number), re.sub("<[^>]+>", "", text)) for number, text in lines] == list(
        enumerate(DUMP.page.body.replace("&", "&amp;").splitlines(), 1)
    )
    pieces = re.findall(r'<span class="(k\w+) r-(\w+)( opens)?" data-a="(-?\d+)">([^<]+)</span>', found)
    assert ("k1", "title", "", "1", "我市部署农村公路建设") in pieces
    assert ("k0", "header", "", "0", "临河日报　2024年3月6日　第2版") in pieces
    assert [text for _, _, opens, _, text in pieces if opens] == [ROADS[0], ROADS[3], TEA[0]]


def test_the_list_tells_title_authors_size_and_lines(tmp_path: Path) -> None:
    found = view(tmp_path / "p.html", DUMP)
    words = [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in re.findall(r'<li class="k\d+".*?</button>', found, re.DOTALL)]
    assert words[0].startswith("1 我市部署农村公路建设 消息 news · 113 字 characters · 田禾 · 行 lines 2–8")
    assert words[2].startswith("· 不属文章 in no article 36 字")


def test_one_line_may_be_of_two_articles(tmp_path: Path) -> None:
    text = "茶香四溢 三月的茶园里人头攒动。"
    title, story = (Article(f"p-{n}", "p", n, t, (Part("title" if n == 1 else "paragraph", 0, len(t)),), Origin(((0, at, len(t)),)))
                    for n, at, t in ((1, 0, text[:4]), (2, 5, text[5:])))  # fmt: skip
    found = view(tmp_path / "p.html", Reading(Page("p", "p.txt", "text", text), (title, story)))
    assert 'data-a="1">茶香四溢 </span><span class="k2 r-paragraph opens" data-a="2">三月的茶园里人头攒动。' in found


def test_characters_that_are_nowhere_or_twice_are_shown_as_such(tmp_path: Path) -> None:
    lost, twice = replace(DUMP, furniture=DUMP.furniture[1:]), replace(DUMP, furniture=(*DUMP.furniture, (20, 22, "strap")))
    assert "alarm" not in re.sub("<style>.*?</style>", "", view(tmp_path / "0.html", DUMP), flags=re.DOTALL)
    assert '<span class="kx r-nowhere" data-a="-1">临河日报　2024年3月6日　第2版</span>' in view(tmp_path / "1.html", lost)
    assert '2 <span class="zh">字无归属或重复' in view(tmp_path / "2.html", twice)


def test_the_sheet_has_each_line_at_its_box_and_vertical_ones_upright(tmp_path: Path) -> None:
    found = view(tmp_path / "p.html", DRAWN)
    assert '<svg viewBox="0 0 600 360"' in found
    (title,) = re.findall(r"<text ([^>]*)>我市部署农村公路建设</text></g>", found)
    assert title == 'x="40" y="86.8" font-size="30" textLength="320" lengthAdjust="spacingAndGlyphs"'
    (down,) = re.findall(r"<text ([^>]*)>采茶能手比赛开镰</text></g>", found)
    assert re.search(r'x="553( 553){7}" y="83.1 110.6 ', down)
    assert re.findall(r'class="badge k\d" data-a="(\d)"', found) == ["1", "2", "2", "2", "2"]
    assert found.count('class="rule"') == 2
    assert found.count('class="picture"') == 1


def test_the_same_pages_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    assert view(tmp_path / "0.html", DUMP, DRAWN) == view(tmp_path / "1.html", DRAWN, DUMP)


def test_the_file_refers_to_nothing_outside_and_its_policy_knows_script_and_style(tmp_path: Path) -> None:
    page = Reader(view(tmp_path / "p.html", DUMP, DRAWN))
    assert [value for _, a in page.tags for key, value in a.items() if key in ("src", "href", "srcset", "action", "data")] == ["data:,"]
    assert not [a for _, a in page.tags if "style" in a or any(key.startswith("on") for key in a)]
    policy = next(a["content"] or "" for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        (block,) = page.block(kind)
        assert base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() in policy


def test_words_of_a_page_never_become_markup(tmp_path: Path) -> None:
    def odd(text: str) -> Reading:
        strokes = [(text if i in (1, 3, 9) else line[0], *line[1:]) for i, line in enumerate(sheet())]
        found = reading(strokes, source=text)
        articles = tuple(replace(a, title=text, authors=(text,), kind=text) for a in found.articles)
        return replace(found, page=replace(found.page, newspaper=text, edition=text), articles=articles)

    harmless, hostile = view(tmp_path / "a.html", odd("茶" * len(HOSTILE))), view(tmp_path / "b.html", odd(HOSTILE + "\ud83d"))
    assert [tag for tag, _ in Reader(hostile).tags] == [tag for tag, _ in Reader(harmless).tags]


def test_a_page_without_articles_and_a_graph_without_pages_are_shown_too(tmp_path: Path) -> None:
    assert '0 <span class="zh">篇文章' in view(
        tmp_path / "p.html", Reading(Page("p", "", "text", "\ufeff\n\x0c广告\n"), furniture=((2, 5, "advert"),))
    )
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(pages={}, articles={}, furniture={})
    assert "</html>" in view(tmp_path / "g.html", *pages_html.readings(graph))


def test_the_commands_write_the_view(tmp_path: Path, kg: Kg) -> None:
    dump = tmp_path / "临河.txt"
    dump.write_text("我市部署农村公路建设\n\n" + "\n".join(ROADS) + "\n", encoding="utf-8")
    code, out, err = kg("pages", dump, tmp_path / "none.txt", "-o", tmp_path / "view.html", "--newspaper", "临河日报")
    assert (code, out) == (1, f"{tmp_path / 'view.html'}\n")
    assert "none.txt: no such file" in err
    code, out, _ = kg("build", dump, "-o", tmp_path / "graph", "--show-pages", "--no-validate", "--newspaper", "临河日报")
    assert code == 0
    assert out.endswith(f"{tmp_path / 'graph' / 'pages.html'}\n")
    assert (tmp_path / "graph" / "pages.html").read_bytes() == (tmp_path / "view.html").read_bytes()
    code, _, err = kg("pages", tmp_path / "none.txt", "-o", tmp_path / "nothing.html")
    assert code == 2
    assert "no page was found" in err
    assert not (tmp_path / "nothing.html").exists()


# --- the browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: the view of pages was not opened by anyone; `apt-get install chromium` and run again")
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The view of a drawn page and a dump, which must keep to itself and keep quiet."""
    path = tmp_path / "版 & 面.html"
    view(path, DRAWN, DUMP)
    browser.open(path)
    yield browser
    assert browser.requests() == [path.as_uri()]
    assert browser.complaints() == []


def centre(page: Browser, selector: str) -> tuple[float, float]:
    x, y = page.run(
        f"(() => {{ const r = document.querySelector('{selector}').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
    )
    return x, y


def hot(page: Browser) -> list[str]:
    found: list[str] = page.run(
        "[...document.querySelectorAll('.shown :is(.sheet, .lines) .hot')].filter(p => !p.closest('.badge') && p.checkVisibility()).map(p => p.textContent.trim())"
    )
    return found


@pytest.mark.browser
def test_the_sheet_opens_and_the_hand_shows_all_pieces_of_an_article(opened: Browser) -> None:
    assert "我市部署农村公路建设" in opened.words(".shown .stories")
    assert opened.run("document.querySelectorAll('.page.shown').length") == 1
    x, y = centre(opened, ".shown .sheet g.r-caption")
    opened.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    opened.settle()
    assert hot(opened) == ["采茶能手比赛开镰", *TEA, "图为采茶现场。", "苏木　摄"]
    assert opened.words("#status").split() == ["2", "采茶能手比赛开镰"]


@pytest.mark.browser
def test_print_stands_inside_its_box(opened: Browser) -> None:
    outside = opened.run(
        "[...document.querySelectorAll('.shown .sheet g[class*=r-]')].filter(g => { const a = g.querySelector('rect').getBBox(), b = g.querySelector('text').getBBox();"
        " return b.x < a.x - 4 || b.x + b.width > a.x + a.width + 4 || b.y < a.y - 9 || b.y + b.height > a.y + a.height + 9; }).map(g => g.textContent)"
    )
    assert outside == []


@pytest.mark.browser
def test_keys_choose_articles_and_pages_and_release(opened: Browser) -> None:
    opened.press("1")
    assert hot(opened)[0] == "我市部署农村公路建设"
    opened.press("n")
    assert hot(opened)[0] == "采茶能手比赛开镰"
    opened.press("v")
    assert hot(opened)[-1] == "苏木　摄"
    opened.press("Escape", 27)
    assert hot(opened) == []
    opened.press("ArrowRight", 39)
    assert opened.run("document.querySelector('.page.shown').getAttribute('aria-label')") == "临河.txt"
    assert opened.run("location.hash") == "#p2"
    opened.press("2")
    x, y = centre(opened, ".shown .text .r-title")
    opened.press("Escape", 27)
    opened.click(x, y)
    assert "我市部署农村公路建设" in hot(opened)


@pytest.mark.browser
def test_language_theme_and_print(opened: Browser) -> None:
    assert "篇文章" in opened.words(".shown aside")
    opened.run("document.getElementById('language').click()")
    assert "2 articles" in opened.words(".shown aside")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = opened.run(paper)
    opened.press("t")
    assert opened.run(paper) != light
    opened.call("Emulation.setEmulatedMedia", media="print")
    assert opened.run("[...document.querySelectorAll('.page')].every(p => p.checkVisibility())")
    assert not opened.run("document.querySelector('.bar').checkVisibility()")
    assert opened.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    opened.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_runs_off_the_side(browser: Browser, tmp_path: Path, width: int) -> None:
    view(tmp_path / "p.html", DUMP, DRAWN)
    browser.open(tmp_path / "p.html", (width, 800))
    assert browser.run("document.documentElement.scrollWidth") <= width
    browser.press("ArrowRight", 39)
    assert browser.run("document.documentElement.scrollWidth") <= width
