"""The pages for reading: what they say, in which format and language, and that nothing in a newspaper becomes markup."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import networkx as nx
import pyoxigraph as ox
import pytest
from hostile import PAYLOADS
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from serving import BROWSER, Ask, asker, look, reading, serving, words

from kg import gazetteer
from kg.lexicon import Lexicon
from kg.shelf.ledgers import LEDGERS
from kg.web import review


@pytest.fixture(scope="module")
def site_address(demo: Path, lexicon: Lexicon) -> Iterator[str]:
    with serving(demo / "output", **reading(demo / "output", lexicon)) as found:
        yield found


@pytest.fixture
def site(site_address: str) -> Ask:
    return asker(site_address)


def test_the_first_page_says_what_is_in_here(site: Ask) -> None:
    page = look(site, "/")
    assert "文章 66" in words(page, ".counts")
    assert page.css_first('.list a[href="/id/article/d1ea39380ef7-1"]')
    assert page.css_first('a.PER[href="/id/person/濮阳存义-湖南省"]')
    assert page.css_first('a[href="/queries/posts"]')


def test_an_entity_is_read_with_its_sentences(site: Ask) -> None:
    page = look(site, "/id/person/濮阳存义-湖南省")
    assert words(page, "h1") == "濮阳存义"
    assert "任职于 1 湖南省人民政府 副省长" in words(page)
    assert "".join(page.css_first(".quote p").text().split()) == "副省长濮阳存义在邵调研"
    assert "濮阳存义" in [node.text() for node in page.css("mark")]
    assert page.css_first('a[href="/id/article/10f40085d58c-3#s0"]')
    assert page.css_first('a[href="/id/page/10f40085d58c#L171"]')
    assert words(page, ".gantt text").endswith("湖南省人民政府 副省长")


def test_what_a_link_promises_is_there(site: Ask) -> None:
    seen, waiting = set[str](), ["/"]
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        page = HTMLParser(asked := site("GET", quote(path, safe="/?&=%"), Accept=BROWSER).body)
        assert b"<main" in asked or path.endswith((".ttl", ".jsonld", ".css", ".svg")) or "sparql" in path, path
        links = [node.attributes["href"] or "" for node in page.css("[href]")]
        assert all(link.startswith(("/", "#")) for link in links), links
        for link in links:
            target, _, anchor = link.partition("#")
            if not target and anchor:
                assert page.css_first(f'[id="{anchor}"]'), (path, link)
            elif target and "lang=" not in target and target not in seen and target not in waiting and len(waiting) < 400:
                waiting.append(target)
        seen.add(path)


def test_links_into_an_article_and_a_page_lead_to_their_sentence_and_line(site: Ask) -> None:
    page = look(site, "/id/org/中共邵阳市委员会")
    targets = {link for node in page.css(".quote a") if "#" in (link := node.attributes["href"] or "")}
    assert len(targets) > 4
    for target in targets:
        path, _, anchor = target.partition("#")
        assert look(site, path).css_first(f'[id="{anchor}"]'), target


def test_an_article_shows_every_name_and_claim(site: Ask, demo_graph: nx.MultiDiGraph) -> None:
    page = look(site, "/id/article/10f40085d58c-3")
    article = demo_graph.graph["articles"]["10f40085d58c-3"]
    text = "".join("".join(node.text(strip=False) for node in page.css(".reader .text")).split())
    assert text == "".join(article.text.split())
    assert {"濮阳存义", "省林业局", "乡村振兴"} <= {node.text() for node in page.css("a.m")}
    claims = [c for c in demo_graph.graph["claims"].values() if c.evidence.article == article.id]
    assert len(page.css(".margin li")) == len(claims)
    assert "邵阳市 指标 带动妇女 180多名" in words(page, ".margin")


def test_a_page_shows_its_lines_and_articles(site: Ask, demo_graph: nx.MultiDiGraph) -> None:
    page = look(site, "/id/page/10f40085d58c")
    body = demo_graph.graph["pages"]["10f40085d58c"].body
    assert "\n".join(node.text(strip=False).strip() for node in page.css(".line .text")) == "\n".join(line.strip() for line in body.split("\n"))
    assert len(page.css(".stories a")) == 5
    assert page.css_first('.label a[href="/id/article/10f40085d58c-1"]')


def test_ledgers_are_pages_and_tables(site: Ask) -> None:
    page = look(site, "/posts?person=濮阳存义")
    assert words(page, "tbody") == "濮阳存义 副省长 湖南省人民政府 2021-12-10 2021-12-10 2"
    assert page.css_first("input[name=person]").attributes["value"] == "濮阳存义"
    assert look(site, "/posts?sort=post").css_first("th[aria-sort=ascending] a").attributes["href"] == "/posts?sort=post&down=1"
    assert look(site, "/posts?page=2").css_first("a[rel=prev]")
    assert "没有符合条件的" in words(look(site, "/meetings?person=沈既济"))
    reply = site("GET", quote("/policies.csv?issuer=雷山县委员会", safe="/?&=."))
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(reply.text.removeprefix("\ufeff").splitlines())
    assert (header[:2], row[0]) == (["policy", "policy_iri"], "三水区雷山县东西部协作三年行动计划")


def test_places_stand_on_a_map_that_names_its_source(site: Ask, demo_graph: nx.MultiDiGraph, lexicon: Lexicon) -> None:
    page = look(site, "/places")
    mentioned = [entity for _, entity in demo_graph.nodes(data="record") if entity.type == "LOC" and entity.mentions]
    assert words(page, "h1 .count") == f"{len(mentioned):,}"
    seated = {quote(f"/id/{entity.id}") for entity in mentioned if gazetteer.seat(entity.code, lexicon)}
    assert {link.attributes["href"] for link in page.css(".atlas a")} == seated
    assert len(seated) > 20
    assert all(text in words(page, ".atlas figcaption") for text in ("GeoNames", "CC BY 4.0"))
    assert "Positions from GeoNames" in words(look(site, "/places?lang=en"), ".atlas figcaption")
    within = look(site, "/places?within=湖南省")
    assert {row.css_first("td:nth-child(2)").text() for row in within.css("tbody tr")} == {"湖南省"}
    assert 0 < len(within.css(".atlas a")) < len(seated)
    assert look(site, "/places?place=没有的地方").css_first(".atlas") is None
    assert site("GET", "/places.csv").text.removeprefix("\ufeff").startswith("place,place_iri,within,mentions,articles,events")


def test_search_finds_names_and_sentences(site: Ask) -> None:
    page = look(site, "/find?q=巡察")
    assert "名称 11 个，句子 19 句" in words(page)
    assert {node.text() for node in page.css("mark")} == {"巡察"}
    assert page.css_first("input[name=q]").attributes["value"] == "巡察"
    assert "没有找到" in words(look(site, "/find?q=沈既济"))
    assert look(site, "/find?q=巡察&since=昨天", 400).css_first(".fault")
    assert look(site, "/find?q=巡察&type=POL").css(".list a.ref")[0].attributes["class"] == "ref POL"
    assert look(site, "/find?q=的&page=2").css_first("a[rel=prev]")


def test_an_iri_gives_what_the_client_asks_for(site: Ask) -> None:
    path = quote("/id/person/濮阳存义-湖南省")
    node = ox.NamedNode("https://w3id.org/zhitu/id/person/濮阳存义-湖南省")
    for wish, format in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
        reply = site("GET", path, Accept=wish)
        assert reply.headers["content-type"].startswith(wish)
        assert "Accept" in reply.headers["vary"]
        triples = {quad.triple for quad in ox.parse(reply.body, format=format)}
        assert any(triple.subject == node and triple.object == ox.Literal("濮阳存义", language="zh") for triple in triples)
        assert any(triple.object == node for triple in triples)
    assert site("GET", f"{path}.jsonld").headers["content-type"].startswith("application/ld+json")
    assert json.loads(site("GET", f"{path}.jsonld").text)
    assert site("GET", path, Accept=BROWSER).headers["content-type"].startswith("text/html")
    assert site("GET", path, Accept="image/png").status == 406
    assert site("GET", f"{path}.docx").status == 404
    assert site("GET", "/zhitu" + path, Accept="text/turtle").status == 200, "the path of the IRI itself"


def test_what_is_not_there_is_404_in_every_format(site: Ask) -> None:
    for wish in ("text/turtle", BROWSER):
        assert site("GET", quote("/id/person/沈既济"), Accept=wish).status == 404
    for path in ('/id/person/x"><b>', "/id/a/b c", "/id/article/x", "/id/page/x"):
        assert look(site, path.replace('"', "%22").replace("<", "%3C").replace(">", "%3E"), 404).css_first(".fault")


def test_a_kind_of_statement_that_nobody_made_leads_to_all_of_them(site: Ask) -> None:
    assert "副省长" in words(look(site, "/id/person/濮阳存义-湖南省?of=holds_post"))
    reply = site("GET", quote("/id/person/濮阳存义-湖南省?of=attended", safe="/?="), Accept=BROWSER)
    assert (reply.status, reply.headers["location"]) == (303, quote("/id/person/濮阳存义-湖南省"))


def test_a_claim_leads_to_its_sentence_and_other_things_to_their_properties(site: Ask) -> None:
    reply = site("GET", "/id/claim/10f40085d58c-3-c72e60bea71", Accept=BROWSER)
    assert (reply.status, reply.headers["location"]) == (303, "/id/article/10f40085d58c-3#s0")
    assert "nif:Phrase" in words(look(site, "/id/mention/10f40085d58c-3-3-7"))


def test_pages_speak_the_language_of_the_reader(site: Ask) -> None:
    assert words(look(site, "/", Accept_Language="en-GB,en;q=0.9,zh;q=0.8"), ".counts").startswith("Pages 11")
    assert words(look(site, "/", Accept_Language="zh-TW,en;q=0.5"), ".counts").startswith("版面 11")
    assert words(look(site, "/", Accept_Language="fr;q=.,de;q=1.2.3,*")).startswith("知图")
    page = look(site, "/find?q=巡察&lang=en", Accept_Language="zh")
    assert page.css_first("html").attributes["lang"] == "en"
    assert all("lang=en" in (node.attributes["href"] or "") for node in page.css("main a"))
    assert page.css_first("header input[name=lang]").attributes["value"] == "en"


def test_queries_are_written_and_read_on_a_page(site: Ask) -> None:
    page = look(site, "/ask?" + urlencode({"query": "SELECT ?p { ?p skos:prefLabel '濮阳存义'@zh }"}))
    assert page.css_first('td a[href="/id/person/濮阳存义-湖南省"]').text() == "person:濮阳存义-湖南省"
    assert words(look(site, "/ask?query=ASK%7B%7D"), "td").startswith("true ")
    assert "SELECT" in words(look(site, "/ask"), "textarea")
    assert look(site, "/ask?query=ASK%7B", 400).css_first(".fault")
    assert look(site, "/ask?query=CONSTRUCT%20WHERE%7B%3Fs%20%3Fp%20%3Fo%7D", 400).css_first(".fault")


def test_of_a_graph_without_records_things_are_shown_with_their_properties(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text('<https://w3id.org/zhitu/id/person/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "陈立"@zh .', encoding="utf-8")
    with serving(path, **{**reading(path, lexicon), "folder": None}) as address:
        assert words(look(asker(address), "/id/person/x"), "td") == "陈立"
        assert look(asker(address), "/").css_first('a[href="/queries/posts"]')
        for nothing in ("/id/person/y", "/posts", "/find?q=x", "/review"):
            assert look(asker(address), nothing, 404).css_first(".fault")


# ---- hostile newspapers ---------------------------------------------------------------------------------------------

@pytest.fixture(scope="module", params=range(len(PAYLOADS)))
def payload(request: pytest.FixtureRequest) -> str:
    return PAYLOADS[request.param]


def test_nothing_in_a_newspaper_becomes_markup(hostile_address: str, payload: str) -> None:
    ask, number = asker(hostile_address), PAYLOADS.index(payload)
    word = quote(payload[:60], safe="")
    paths = ["/", f"/id/person/h{number}", f"/id/org/h{number}", f"/id/policy/h{number}", f"/id/article/a{number}", f"/id/page/p{number}", f"/id/mention/m{number}",
             f"/find?q={word}", f"/find?q=x&newspaper={word}&since={word}", f"/ask?query={word}", f"/{word}", f"/id/person/{word}",
             f"/id/person/h{number}?of={word}", *(f"/{key}?{LEDGERS[key].filters[0].key}={word}" for key in LEDGERS),
             *(f"/review?what={what}" for what in review.WHAT), f"/review/change?kind=rename&ids=person/h{number}%0A{word}&to={word}&why={word}"]  # fmt: skip
    for path in paths:
        reply = ask("GET", path, Accept=BROWSER)
        assert reply.status < 500, path
        page = HTMLParser(reply.body)
        tags = {node.tag for node in page.css("*")}
        assert not tags & {"img", "style", "math", "iframe", "object"}, path
        assert all((node.attributes.get("src") or "").startswith("/assets/") and not node.text() for node in page.css("script")), path
        attributes = {name: value or "" for node in page.css("*") for name, value in node.attributes.items()}
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "autofocus")], path
        addresses = [node.attributes.get(name) or "" for node in page.css("*") for name in ("href", "action") if name in node.attributes]
        assert all(re.match(r"/(?!/)|#", address) for address in addresses), path
    cells = [cell for key in LEDGERS for row in csv.reader(ask("GET", f"/{key}.csv").text.splitlines()[1:]) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    if payload.isprintable():
        assert payload[:50] in HTMLParser(ask("GET", f"/id/person/h{number}", Accept=BROWSER).body).css_first("h1").text()
