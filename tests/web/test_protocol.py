"""SPARQL 1.1 Protocol, main cases: ways to ask, formats, status codes. The W3C's own cases are in test_conformance."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph
from serving import Ask

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
SELECT, CONSTRUCT = "SELECT ?n { GRAPH <http://e/g1> { ?s ?p ?n } }", "CONSTRUCT WHERE { ?s skos:prefLabel ?o }"


def get(text: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": text, **more})


def test_a_query_is_asked_in_three_ways(ask: Ask) -> None:
    replies = (
        ask("GET", get(SELECT)),
        ask("POST", "/sparql", urlencode({"query": SELECT}).encode(), Content_Type=FORM),
        ask("POST", "/sparql", SELECT.encode(), Content_Type=f"{QUERY}; charset=UTF-8"),
    )
    for reply in replies:
        assert reply.status == 200
        assert json.loads(reply.text)["results"]["bindings"] == [{"n": {"type": "literal", "value": "陈立"}}]
    assert ask("HEAD", get(SELECT)).headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "text", "expected"),
    [
        ("*/*", SELECT, "application/sparql-results+json"),
        ("application/sparql-results+xml", SELECT, "application/sparql-results+xml"),
        ("text/csv", SELECT, "text/csv; charset=utf-8"),
        ("text/tab-separated-values, */*;q=0.1", SELECT, "text/tab-separated-values; charset=utf-8"),
        ("application/json", SELECT, "application/sparql-results+json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", SELECT, "application/sparql-results+xml"),
        ("text/csv;q=0, */*", "ASK {}", "application/sparql-results+json"),
        ("text/turtle;q=0.1, application/sparql-results+xml;q=0.9", "ASK {}", "application/sparql-results+xml"),
        ("*/*", CONSTRUCT, "text/turtle; charset=utf-8"),
        ("application/n-triples", CONSTRUCT, "application/n-triples"),
        ("application/rdf+xml", CONSTRUCT, "application/rdf+xml"),
        ("application/ld+json", CONSTRUCT, "application/ld+json"),
        ("text/*", "DESCRIBE <http://e/陈立>", "text/turtle; charset=utf-8"),
    ],
)
def test_the_answer_has_the_format_that_is_wanted(ask: Ask, accept: str, text: str, expected: str) -> None:
    reply = ask("GET", get(text), Accept=accept)
    assert (reply.status, reply.headers["content-type"], reply.headers["vary"]) == (200, expected, "Accept")


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_graphs_are_read_by_rdflib(ask: Ask, accept: str) -> None:
    reply = ask("GET", get(CONSTRUCT), Accept=accept)
    assert [str(o) for o in Graph().parse(data=reply.body, format=accept).objects()] == ["陈立"]


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "content_type"),
    [
        (400, "GET", get("SELEKT"), None, ""),
        (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, ""),
        (400, "GET", "/sparql?query=%FF", None, ""),
        (400, "GET", "/sparql?update=CLEAR%20ALL", None, ""),
        (400, "GET", get("ASK {}", **{"default-graph-uri": "kein iri"}), None, ""),
        (400, "POST", "/sparql", b"", FORM),
        (400, "POST", "/sparql", b"query=ASK%7B%7D&update=CLEAR%20ALL", FORM),
        (400, "POST", "/sparql", b"ASK { ?s ?p '\xff' }", QUERY),
        (400, "POST", get("ASK {}"), b"ASK {}", QUERY),
        (400, "GET", get("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), None, ""),
        (403, "POST", "/sparql", b"CLEAR ALL", UPDATE),
        (404, "GET", "/nichts", None, ""),
        (404, "GET", "/graphs?graph=http%3A%2F%2Fe%2Fnone", None, ""),
        (404, "GET", "/queries/nichts", None, ""),
        (405, "PUT", "/sparql", b"ASK {}", QUERY),
        (405, "PUT", "/graphs?default", b"", "text/turtle"),
        (413, "POST", "/sparql", b"ASK {}" + b" " * 2_000_000, QUERY),
        (415, "POST", "/sparql", b"ASK {}", "text/plain"),
        (415, "POST", "/sparql", b"ASK {}", ""),
        (415, "POST", "/sparql", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    ],
)
def test_what_is_wrong_has_its_status_code(ask: Ask, status: int, method: str, path: str, body: bytes | None, content_type: str) -> None:
    reply = ask(method, path, body, **({"Content_Type": content_type} if content_type else {}))
    assert reply.status == status
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(reply.text) > 5


@pytest.mark.parametrize(("accept", "text"), [("text/turtle", SELECT), ("image/png", "ASK {}"), ("text/csv", CONSTRUCT)])
def test_a_format_that_there_is_not_is_not_acceptable(ask: Ask, accept: str, text: str) -> None:
    assert ask("GET", get(text), Accept=accept).status == 406


def test_the_dataset_of_the_request_counts(ask: Ask) -> None:
    text = "ASK FROM <http://e/g2> { ?s <http://e/name> '陈立' }"
    assert '"boolean":true' in ask("GET", get(text, **{"default-graph-uri": "http://e/g1"})).text
    assert '"boolean":false' in ask("GET", get(text)).text


def test_the_projects_prefixes_are_declared_and_the_querys_own_win(ask: Ask) -> None:
    assert '"boolean":true' in ask("GET", get("ASK { ?s skos:prefLabel ?o }")).text
    assert '"boolean":true' in ask("GET", get("PREFIX skos: <http://e/> ASK { ?s skos:name ?o }")).text


def test_without_a_query_the_endpoint_describes_itself(ask: Ask, address: str) -> None:
    reply = ask("GET", "/sparql", Accept="application/rdf+xml")
    rows = Graph().parse(data=reply.body, format="xml").query("ASK { ?s sd:endpoint ?e }", initNs={"sd": "http://www.w3.org/ns/sparql-service-description#"})
    assert bool(rows.askAnswer)
    assert ask("GET", "/sparql", Accept="text/csv").status == 406


def test_graphs_are_read_by_name_and_default(ask: Ask) -> None:
    assert "陈立" in ask("GET", "/graphs?graph=" + quote("http://e/g1", safe="")).text
    assert ask("GET", "/graphs?default", Accept="application/n-triples").text.count("\n") == 3
    head = ask("HEAD", "/graphs?default")
    assert (head.status, head.body) == (200, b"")
    for wrong in ("", "?graph=", "?graph=x%20y", "?default&graph=http%3A%2F%2Fe%2Fg1", "/direct?default"):
        assert ask("GET", f"/graphs{wrong}").status == 400, wrong


def test_updates_need_the_token(scratch: Ask, token: dict[str, str]) -> None:
    insert = "INSERT DATA { <http://e/a> <http://e/b> '临县' }".encode()
    for wrong in ({}, {"Authorization": "Bearer falsch"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        reply = scratch("POST", "/sparql", insert, Content_Type=UPDATE, **wrong)
        assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="kg"')
        assert scratch("DELETE", "/graphs?default", **wrong).status == 401
    assert '"boolean":false' in scratch("GET", get("ASK { ?s ?p ?o }")).text
    assert scratch("POST", "/sparql", insert, Content_Type=UPDATE, **token).status == 204
    assert '"boolean":true' in scratch("GET", get("ASK { ?s ?p '临县' }")).text
    assert scratch("POST", "/sparql", b"LOAD <http://127.0.0.1:1/>", Content_Type=UPDATE, **token).status == 400


def test_a_graph_is_put_added_to_and_deleted(scratch: Ask, token: dict[str, str]) -> None:
    path, turtle = "/graphs/新闻/一", '<> <http://e/b> "甲" .'.encode()
    path = quote(path)
    assert scratch("PUT", path, turtle, Content_Type="text/turtle", **token).status == 201
    assert scratch("POST", path, turtle.replace("甲".encode(), "乙".encode()), Content_Type="text/turtle", **token).status == 204
    assert scratch("GET", path, Accept="application/n-triples").text.count("\n") == 2
    new = scratch("POST", "/graphs", turtle, Content_Type="text/turtle", **token)
    assert new.status == 201
    assert scratch("GET", "/graphs?graph=" + quote(new.headers["location"], safe="")).status == 200
    assert scratch("PUT", path, b"<a> <b", Content_Type="text/turtle", **token).status == 400
    assert scratch("PUT", path, b"a,b", Content_Type="text/csv", **token).status == 415
    assert scratch("DELETE", path, **token).status == 204
    assert scratch("DELETE", path, **token).status == 404
