"""The pages that run scripts, as a person uses them: the editor of queries with its answers, and the explorer over the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from driving import Chromium, Person
from hostile import PAYLOADS
from scenes import LVLIANG
from serving import TOKEN, reading, serving

from kg import archive, curation
from kg.graph import folder
from kg.lexicon import Lexicon
from kg.settings import Settings
from kg.web import assets

pytestmark = pytest.mark.browser
CITY, PERSON, OTHER = "place/430500", "person/郝维东-黑河市", "person/黄振邦-河池市"  # the last is named once
ORGANS = "SELECT ?机构 (COUNT(*) AS ?次数) { ?m itsrdf:taIdentRef ?e . ?e a kg:Organization ; skos:prefLabel ?机构 } GROUP BY ?机构 ORDER BY DESC(?次数) LIMIT 5"
MEMBERS = "SELECT ?人 ?机构 { ?m org:member ?人 ; org:organization ?机构 } LIMIT 20"


@pytest.fixture(scope="module")
def address(demo: Path, lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("decisions") / "curation.yaml"
    with serving(demo / "output", **reading(demo / "output", lexicon), curation=file) as found:
        yield found


@pytest.fixture
def editor() -> None:
    if not assets.editor():
        pytest.skip("NO front-end packages: the editor of queries was not tried; run tools/frontend.py")


def asking(address: str, query: str, **more: str) -> str:
    return f"{address}/ask?query={quote(query)}" + "".join(f"&{key}={value}" for key, value in more.items())


# ---- the page for SPARQL --------------------------------------------------------------------------------------------


def test_a_query_is_written_with_completion_and_asked_by_the_keyboard(person: Person, address: str, editor: None) -> None:
    page = person.page
    person.goes(f"{address}/ask")
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?p ?n { ?p a kg:Pers")
    page.keyboard.press("Control+Space")
    assert "kg:Person 人物 Person" in person.reads(".CodeMirror-hints")
    page.keyboard.press("Enter")
    page.keyboard.type(" ; skos:pref")
    page.keyboard.press("Control+Space")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?n } LIMIT 7")
    assert person.until("zhitu.editor.getValue()") == "SELECT ?p ?n { ?p a kg:Person ; skos:prefLabel ?n } LIMIT 7"
    assert not page.query_selector(".parseErrorIcon"), "prefixes that the server declares are no fault"
    page.keyboard.press("Control+Enter")
    assert person.reads("#answer .filters .source") == "7 行"
    assert page.get_attribute("#answer tbody a", "href").startswith("/id/person/")


def test_properties_are_found_by_their_chinese_names(person: Person, address: str, editor: None) -> None:
    person.goes(f"{address}/ask")
    person.until("window.zhitu?.editor")
    person.page.evaluate("zhitu.editor.setValue('SELECT * { ?s kg:title')")
    person.page.click(".CodeMirror")
    person.page.keyboard.press("Control+End")
    person.page.keyboard.press("Control+Space")
    assert person.reads(".CodeMirror-hints").startswith("kg:title ")
    found = person.page.evaluate("zhitu.world.terms.filter(each => each.kind === 'property').map(each => each.term)")
    assert {"kg:considered", "skos:prefLabel", "rdf:type", "org:member", "geo:lat"} <= set(found)


def test_an_answer_is_a_table_that_sorts_filters_and_is_copied(person: Person, address: str) -> None:
    page = person.page
    person.goes(asking(address, ORGANS))
    page.click("#answer .sort >> nth=1")
    counts = [int(text) for text in page.locator("#answer tbody td:nth-child(2)").all_inner_texts()]
    assert counts == sorted(counts)
    assert len(counts) == 5
    page.fill("#answer input[type=search]", "邵阳")
    names = page.locator("#answer tbody td:first-child").all_inner_texts()
    assert names
    assert all("邵阳" in name for name in names)
    page.click("[data-act=csv]")
    person.until("navigator.clipboard.readText().then(text => text.startsWith('机构,次数'))")


def test_an_answer_is_a_network_a_chart_and_a_map_and_the_address_keeps_which(person: Person, address: str) -> None:
    page = person.page
    person.goes(asking(address, MEMBERS))
    page.click("[data-view=network]")
    page.wait_for_selector(".stage[data-still] canvas")
    assert "20 条线" in page.get_attribute(".stage", "aria-label")
    page.keyboard.press("ArrowRight")
    assert "?lat" in person.reads("#answer .empty"), "an answer without coordinates says what a map needs"
    person.goes(asking(address, ORGANS, view="chart"))
    page.wait_for_selector("#answer svg rect")
    assert page.locator("#answer rect").count() == 5
    person.goes(asking(address, 'SELECT * { VALUES (?name ?lat ?long) { ("甲镇" 30.1 120.2) ("乙镇" 30.4 120.9) } }', view="map"))
    page.wait_for_selector("#answer circle")
    assert page.locator("#answer text").all_inner_texts() == ["甲镇", "乙镇"] or page.locator("#answer text").all_text_contents() == ["甲镇", "乙镇"]
    east = [float(x) for x in page.locator("#answer circle").evaluate_all("all => all.map(each => each.getAttribute('cx'))")]
    assert east[0] < east[1], "east is right"
    person.goes(asking(address, 'SELECT * { VALUES (?day ?value) { ("2021-01-01" 3) ("2022-01-01" 5) } }', view="chart"))
    page.wait_for_selector("#answer polyline")


def test_triples_faults_and_yes_or_no_are_shown_too(person: Person, address: str) -> None:
    person.goes(asking(address, "CONSTRUCT { ?s skos:prefLabel ?n } WHERE { ?s a kg:Person ; skos:prefLabel ?n } LIMIT 4"))
    assert person.reads("#answer .filters .source") == "4 行"
    assert "skos:prefLabel" in person.reads("#answer tbody")
    person.goes(asking(address, "ASK { ?s a kg:Person }"))
    assert person.reads("#answer tbody") == "true"
    person.goes(asking(address, "SELECT nonsense"))
    assert person.reads("#result .fault")


def test_without_scripts_the_form_works_as_it_stands(playwright_chromium: Chromium, address: str) -> None:
    with playwright_chromium.person(scripts=False) as person:
        person.goes(f"{address}/ask")
        person.page.fill("#query", ORGANS)
        person.page.click("form#ask button")
        assert person.page.locator("#result tbody tr").count() == 5


def test_without_the_front_end_packages_a_plain_field_asks(
    playwright_chromium: Chromium, demo: Path, lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    with serving(demo / "output", **reading(demo / "output", lexicon)) as address, playwright_chromium.person() as person:
        person.goes(f"{address}/ask")
        person.page.fill("#query", MEMBERS)
        person.page.click("form#ask button")
        assert person.reads("#answer .filters .source") == "20 行"
        assert not person.page.query_selector(".CodeMirror")
        assert (person.complaints, person.elsewhere) == ([], [])


# ---- the explorer ---------------------------------------------------------------------------------------------------


def explore(person: Person, address: str) -> None:
    person.goes(address)
    person.until("Boolean(window.zhitu)")


def test_the_explorer_opens_on_the_most_mentioned_and_finds_the_rest_in_the_store(person: Person, address: str, demo: Path) -> None:
    whole = folder.load(demo / "output")
    relations = whole.number_of_edges() + len(whole.graph["literals"]) + len(whole.graph["unasserted"])
    explore(person, f"{address}/explore")
    assert person.until("zhitu.drawn.size") == 160
    assert person.reads("#counts").startswith(f"{whole.number_of_nodes():,} 实体 · {relations:,} 关系")
    assert not person.page.evaluate(f"zhitu.drawn.has({OTHER!r})")
    person.page.fill("#search", "黄振邦")
    assert person.reads("#hits li[role=option]").startswith("黄振邦")
    person.page.keyboard.press("Enter")
    person.sees("#panel h2", "黄振邦")
    assert person.reads("#panel blockquote mark")
    assert person.until(f"zhitu.drawn.has({OTHER!r})")


def test_neighbours_come_from_the_store_and_are_taken_back(person: Person, address: str) -> None:
    explore(person, f"{address}/explore?around={CITY}")
    person.sees("#panel h2", "邵阳市")
    first = person.until("zhitu.drawn.size")
    end = person.until("[...zhitu.drawn.keys()].find(id => id !== 'place/430500' && zhitu.left(id))")
    person.page.evaluate(f"zhitu.choose({{node: {end!r}}}, {{move: true}})")
    person.until(f"zhitu.whole.has({end!r})")
    person.page.click("#panel [data-act=expand]")
    assert person.until(f"zhitu.drawn.size > {first} && zhitu.drawn.size") > first
    person.page.click("#undo")
    assert person.until("zhitu.drawn.size") == first
    person.page.click("#redo")
    person.page.click("#panel [data-act=collapse]")
    assert person.page.evaluate("zhitu.drawn.size") <= first


def test_a_path_is_found_in_the_store_with_its_sentences_and_a_link_to_the_article(person: Person, address: str) -> None:
    explore(person, f"{address}/explore?around={PERSON}")
    person.page.click("#panel [data-act=path]")
    person.page.fill("#search", "黑河市人民政府")
    person.page.wait_for_selector("#hits li[role=option]")
    person.page.keyboard.press("Enter")
    person.page.wait_for_selector("#panel .way")
    assert person.reads("#panel .kind") == "最短路径"
    assert person.page.locator("#panel .step").count() >= 1
    person.page.click("#panel cite a")
    assert person.reads("h1")
    assert "/id/article/" in person.page.url


def test_the_address_keeps_what_came_from_the_store(person: Person, address: str) -> None:
    explore(person, f"{address}/explore?around={CITY}")
    person.page.fill("#search", "黄振邦")
    person.page.wait_for_selector("#hits li[role=option]")
    person.page.keyboard.press("Enter")
    person.until(f"zhitu.drawn.has({OTHER!r})")
    drawn = person.page.evaluate("[...zhitu.drawn.keys()].sort()")
    explore(person, person.page.url)
    person.until(f"zhitu.drawn.has({OTHER!r})")
    assert person.page.evaluate("[...zhitu.drawn.keys()].sort()") == drawn
    person.sees("#panel h2", "黄振邦")


def test_an_entity_leads_to_the_explorer_and_back(person: Person, address: str) -> None:
    person.goes(f"{address}/id/{CITY}")
    person.page.click("text=关系图 >> nth=1")
    person.sees("#panel h2", "邵阳市")
    person.page.click("#panel .meta a")
    assert person.reads("main h1") == "邵阳市"


# ---- for everybody --------------------------------------------------------------------------------------------------

PAGES = ("/", "/find?q=巡察", f"/id/{PERSON}", "/id/org/中共邵阳市委员会", f"/id/{CITY}", "/id/article/10f40085d58c-3", "/id/page/10f40085d58c", "/posts",
         "/meetings", "/policies?sort=number", "/indicators", "/places?within=邵阳市",
         f"/review?token={TOKEN}", f"/review?what=claims&token={TOKEN}", "/review?what=problems",
         f"/review/change?kind=drop&ids={CITY}&token={TOKEN}", "/ask", "/queries/posts", "/id/mention/10f40085d58c-3-3-7", "/nowhere", "/explore",
         f"/explore?around={CITY}")  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light")])
def test_no_page_shuts_anybody_out(playwright_chromium: Chromium, address: str, width: int, scheme: str) -> None:
    answers = [asking(address, ORGANS, view=view) for view in ("table", "chart")] + [asking(address, MEMBERS, view="network")]
    found = {}
    with playwright_chromium.person(width=width, scheme=scheme) as person:
        for page in [*(address + path for path in PAGES), *answers]:
            person.goes(page)
            if "/explore" in page:
                person.until("Boolean(window.zhitu)")
            if "query=" in page:
                person.page.wait_for_selector("#answer > *")
            if barriers := person.barriers():
                found[page.removeprefix(address)] = barriers
            assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
        assert (person.complaints, person.elsewhere) == ([], [])
    assert found == {}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light")])
def test_no_view_of_the_drawing_shuts_anybody_out(playwright_chromium: Chromium, demo: Path, width: int, scheme: str) -> None:
    views = ("", f"?node={quote(CITY, safe='')}", *(f"?tab={tab}" for tab in ("posts", "meetings", "policies", "figures", "places")))
    found = {}
    with playwright_chromium.person(width=width, scheme=scheme) as person:
        for view in views:
            person.goes(f"{(demo / 'output' / 'graph.html').as_uri()}#{view}")
            person.until("Boolean(window.zhitu)")
            person.page.evaluate("zhitu.detail().then(() => true)")
            if barriers := person.barriers():
                found[view] = barriers
        assert (person.complaints, person.elsewhere) == ([], [])
    assert found == {}


def test_a_finger_chooses_a_node_and_two_zoom_the_map(playwright_chromium: Chromium, demo: Path) -> None:
    drawing = (demo / "output" / "graph.html").as_uri()
    with playwright_chromium.person(width=390, touch=True) as person:
        person.goes(f"{drawing}#?node={quote(CITY, safe='')}")
        person.until("Boolean(window.zhitu)")
        person.page.evaluate("zhitu.choose({})")
        at = person.until(f"(spot => spot && zhitu.network.canvasToDOM(spot))(zhitu.network.getPositions(['{CITY}'])['{CITY}'])")
        box = person.page.locator("#network").bounding_box()
        person.page.touchscreen.tap(box["x"] + at["x"], box["y"] + at["y"])
        person.sees("#panel h2", "邵阳市")
        person.goes(f"{drawing}#?tab=places")
        person.until("Boolean(window.zhitu)")
        person.page.wait_for_selector(".map .spot")
        before = person.page.evaluate("document.querySelectorAll('.map .spot').length")
        sheet = person.page.locator(".map").bounding_box()
        x, y = sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2
        hand = person.page.context.new_cdp_session(person.page)
        for kind, apart in (("touchStart", 10), ("touchMove", 30), ("touchMove", 60), ("touchMove", 90), ("touchEnd", None)):
            points = [] if apart is None else [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        assert 0 < person.page.evaluate("document.querySelectorAll('.map .spot').length") < before
        person.page.evaluate("document.querySelector('[data-zoom=whole]').click()")
        alone = """(() => { for (const dot of document.querySelectorAll('.map circle')) {
            const { x, y, width } = dot.getBoundingClientRect(), at = [x + width / 2, y + width / 2];
            if (document.elementFromPoint(...at) === dot) return [...at, dot.parentNode.querySelector('title').textContent.split(' ')[0]];
        } })()"""
        x, y, name = person.page.evaluate(alone)
        person.page.touchscreen.tap(x, y)
        person.sees("#panel h2", name)
        assert (person.complaints, person.elsewhere) == ([], [])


def test_what_is_printed_is_the_picture_and_what_the_panel_tells(playwright_chromium: Chromium, demo: Path, address: str) -> None:
    with playwright_chromium.person() as person:
        person.goes(f"{(demo / 'output' / 'graph.html').as_uri()}#?node={quote(CITY, safe='')}")
        person.until("Boolean(window.zhitu) && document.querySelector('#panel h2')")
        person.page.emulate_media(media="print")
        shown = "[...document.querySelectorAll('#search, #side, .tools, .zoom, #network, #panel h2')].filter(e => e.checkVisibility()).map(e => e.id || e.tagName)"
        assert person.page.evaluate(shown) == ["network", "H2"]
        assert person.page.pdf().startswith(b"%PDF")
        person.goes(f"{address}/id/{CITY}")
        assert person.page.pdf().startswith(b"%PDF")
        assert (person.complaints, person.elsewhere) == ([], [])


# ---- hostile newspapers ---------------------------------------------------------------------------------------------

HIT = "alert = () => { window.hit = 1; }; window.hit = 0"


def test_hostile_words_stay_words_on_the_pages_that_run_scripts(person: Person, hostile_address: str) -> None:
    page = person.page
    page.add_init_script(HIT)
    for view in ("table", "network", "chart", "map"):
        person.goes(asking(hostile_address, "SELECT ?s ?n { ?s a kg:Person ; skos:prefLabel ?n }", view=view))
        page.wait_for_selector("#answer > *")
        page.wait_for_timeout(200)
        assert page.evaluate("[window.hit, document.querySelectorAll('#result img, #result script, #result style, #result iframe').length]") == [0, 0], view
    explore(person, f"{hostile_address}/explore")
    for number in range(len(PAYLOADS)):
        page.evaluate(f"zhitu.choose({{node: 'person/h{number}'}}, {{move: true}})")
        page.wait_for_timeout(60)
        assert page.evaluate("[window.hit, document.querySelectorAll('#panel img, #panel script, #panel style, #panel iframe').length]") == [0, 0], PAYLOADS[number][:60]
    for text in PAYLOADS[:12]:
        page.fill("#search", text[:60])
        page.wait_for_timeout(80)
    assert page.evaluate("window.hit") == 0


def test_hostile_words_stay_words_on_every_page(person: Person, hostile_address: str) -> None:
    person.page.add_init_script(HIT)
    for path in ("/", "/review", "/review?what=problems", "/review?what=claims", "/posts", "/policies", "/indicators", "/find?q=" + quote("<script>")):
        person.goes(hostile_address + path)
        assert person.page.evaluate("window.hit") == 0, path
    for number in range(len(PAYLOADS)):
        for path in (f"/id/person/h{number}", f"/id/article/a{number}", f"/id/page/p{number}"):
            person.goes(hostile_address + path)
            assert person.page.evaluate("[window.hit, document.querySelectorAll('main script, main img, main style').length]") == [0, 0], path


# ---- the review queue -----------------------------------------------------------------------------------------------


def test_a_doubt_is_settled_and_taken_back_by_hand(playwright_chromium: Chromium, demo: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    with serving(demo / "output", **reading(demo / "output", lexicon), curation=file) as address, playwright_chromium.person() as person:
        page = person.page
        person.goes(f"{address}/review")
        page.fill("input[name=token]", TOKEN)
        page.click(".filters button")
        page.click(".candidates .act >> nth=1")
        assert "会改动什么" in person.reads("main")
        assert not file.exists(), "nothing is written before it is seen"
        page.fill("input[name=why]", "值班电话")
        page.click("form.decide button")
        page.click("button.yes")
        assert "same" in person.reads(".decision pre")
        decided, problems = curation.read(file)
        assert [(each.kind, each.why) for each in decided] == [("same", "值班电话")]
        assert problems == ()
        page.click(".decision button")
        assert "这里没有待办的" in person.reads("main")
        assert curation.read(file)[0] == ()


def test_entities_are_corrected_and_statements_rejected_by_hand_and_the_next_build_obeys(
    playwright_chromium: Chromium, lexicon: Lexicon, tmp_path: Path
) -> None:
    pages = [tmp_path / f"{day}.txt" for day in (19, 20)]
    for day, page in zip((19, 20), pages, strict=True):
        page.write_text(LVLIANG.replace("8月19日", f"8月{day}日"), encoding="utf-8")
    file, output, settings = tmp_path / "curation.yaml", tmp_path / "output", Settings(jobs=1)
    archive.build(pages, output, settings)
    bureau, guest, clerk = "org/离石区教育局", "person/周文海-吕梁市", "person/吴秀兰-吕梁市"
    issuer = "org/离石区人民政府"

    def decide(page: Any, address: str, id: str, kind: str, to: str = "", article: int | None = None) -> None:
        page.goto(f"{address}/id/{id}")
        page.click(".formats a >> nth=-1" if kind != "reject" else ".statements li:has-text('校车管理') .act")
        page.select_option("select[name=kind]", kind)
        page.fill("input[name=to]", to)
        if article is not None:
            page.locator(".choice input").nth(article).check()
        page.click("form.decide button")
        page.fill("form.filters input[name=token]", TOKEN)
        page.click("form.filters button")
        page.click("button.yes")
        assert id in page.inner_text(".decision >> nth=0")

    with serving(output, **reading(output, lexicon), curation=file) as address, playwright_chromium.person() as person:
        decide(person.page, address, bureau, "rename", to="离石区教育体育局")
        decide(person.page, address, guest, "split", to="农民", article=0)
        decide(person.page, address, clerk, "drop")
        decide(person.page, address, issuer, "reject")
        person.page.click(".tabs >> text=存疑")
        assert "同一个" not in person.reads("main"), "nothing else is asked"
    assert [decision.kind for decision in curation.read(file)[0]] == ["rename", "different", "drop", "reject"]
    archive.build(pages, output, replace(settings, curation=str(file)))
    with serving(output, **reading(output, lexicon), curation=file) as address, playwright_chromium.person() as person:
        person.goes(f"{address}/id/{bureau}")
        assert person.reads("h1") == "离石区教育体育局"
        assert "离石区教育局" in person.reads("main"), "the old name is an alias, and stands in the sentences"
        person.goes(f"{address}/id/person/周文海-农民")
        assert person.reads("h1") == "周文海"
        person.goes(f"{address}/id/{guest}")
        assert person.reads("h1") == "周文海"
        person.goes(f"{address}/id/{issuer}")
        assert not person.page.query_selector(".statements li:has-text('校车管理')")
        person.goes(f"{address}/find?q=吴秀兰")
        assert not person.page.query_selector(f'a[href*="{quote(clerk)}"]')
        assert person.complaints == []
