"""A server that anybody may ask: what is hostile costs one answer, and nothing of it reaches a reader's browser."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import Ask, asker, serving

from kg import builds
from kg.rdf.store import StoreError
from kg.web import server

RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghijklm") + " }"
QUERY = "application/sparql-query"


def post(ask: Ask, text: str) -> int:
    return ask("POST", "/sparql", text.encode("utf-8", "surrogatepass"), Content_Type=QUERY).status


def alive(ask: Ask) -> bool:
    return ask("GET", "/sparql?query=ASK%7B%7D").text == '{"head":{},"boolean":true}'


def test_a_runaway_query_is_stopped_and_the_server_lives_on(ask: Ask) -> None:
    began = time.monotonic()
    reply = ask("POST", "/sparql", RUNAWAY.encode(), Content_Type=QUERY)
    assert (reply.status, reply.text) == (504, "the query took more than 2 seconds and was stopped\n")
    assert time.monotonic() - began < 8
    assert alive(ask)


def test_an_answer_is_bounded(ask: Ask) -> None:
    rows = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd")
    reply = ask("POST", "/sparql", f"SELECT * {{ {rows} }}".encode(), Content_Type=QUERY)
    assert (reply.status, reply.text) == (400, "the answer has more than 1000 rows; add a LIMIT\n")
    assert post(ask, f"SELECT * {{ {rows} }} LIMIT 1000") == 200


def test_a_hundred_clients_at_once_all_get_their_own_answer(address: str) -> None:
    def client(number: int) -> list[int]:
        ask, start = asker(address), number * 5
        texts = [f"SELECT ({n} AS ?n) {{ ?s <http://e/name> '陈立' }}" for n in range(start, start + 5)]
        replies = [ask("GET", "/sparql?" + urlencode({"query": text})) for text in texts]
        return [int(json.loads(reply.text)["results"]["bindings"][0]["n"]["value"]) for reply in replies]

    with ThreadPoolExecutor(100) as threads:
        assert [number for found in threads.map(client, range(100)) for number in found] == list(range(500))


def test_clients_go_on_beside_a_runaway_query(address: str) -> None:
    ask = asker(address)
    runaway = threading.Thread(target=post, args=(ask, RUNAWAY))
    runaway.start()
    with ThreadPoolExecutor(20) as threads:
        assert all(threads.map(lambda _: alive(asker(address)), range(40)))
    runaway.join()


def test_who_waits_too_long_is_told_to_come_again(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("")
    with serving(tmp_path / "graph.nq", size=1, seconds=5, patience=0.5) as address:
        ask = asker(address)
        runaway = threading.Thread(target=post, args=(ask, RUNAWAY))
        runaway.start()
        time.sleep(1)
        reply = ask("GET", "/sparql?query=ASK%7B%7D")
        assert (reply.status, reply.headers["retry-after"]) == (503, "10")
        runaway.join()


HOSTILE = {
    "deep groups": "SELECT * " + "{" * 50_000 + "}" * 50_000,
    "deep expression": "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }",
    "deep path": "ASK { ?s " + "^" * 100_000 + "<http://e/name> ?o }",
    "deep list": "ASK { ?s ?p " + "(" * 20_000 + ")" * 20_000 + " }",
    "many unions": "SELECT * { {}" + " UNION {}" * 50_000 + " }",
    "huge regex": 'ASK { ?s ?p ?o FILTER(REGEX(?o, "' + "(a{1000}){1000}" * 50 + '")) }',
    "catastrophic regex": 'ASK { FILTER(REGEX("' + "a" * 5_000 + '!", "^(a+)+$")) }',
    "a million characters": "ASK { ?s ?p '" + "长" * 600_000 + "' }",
    "a million spaces": "ASK {" + " " * 1_000_000 + "}",
    "many values": "ASK { VALUES ?x { " + "1 " * 400_000 + " } }",
    "many prefixes": "".join(f"PREFIX p{n}: <http://e/{n}> " for n in range(40_000)) + "ASK {}",
    "nothing": "",
    "nul": "ASK { ?s ?p '\0' }\0",
    "byte order mark": "\ufeffASK {}",
    "lone surrogate": "ASK { ?s ?p '\ud800' }",
    "escaped surrogate": "ASK { ?s ?p '\\uD800' }",
    "beyond unicode": "ASK { ?s ?p '\\U00110000' \\UFFFFFFFF }",
    "half an escape": "ASK { ?s ?p '\\u12",
    "huge numbers": f"SELECT (1{'0' * 5000} * 1e999999999 AS ?x) {{}} OFFSET 99999999999999999999999",
    "doubling": "SELECT (?l AS ?x) { BIND('x' AS ?a) " + " ".join(f"BIND(CONCAT(?{x}, ?{x}) AS ?{y})" for x, y in zip(
        [*"abcdefghijk", *(f"k{n}" for n in range(40))], [*"bcdefghijk", *(f"k{n}" for n in range(41))], strict=False)) + " BIND(STRLEN(?k39) AS ?l) }",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_costs_one_answer(ask: Ask, text: str) -> None:
    assert post(ask, text) in (200, 400, 500, 504)
    assert alive(ask)


WORDS = ("SELECT", "*", "{", "}", "(", ")", "?s", "<http://e/name>", "FILTER", "'陈立'", "\\u0041", "UNION", "OPTIONAL", "#", "\n", ".", ";",
         "1e400", "GROUP BY", "HAVING", "SERVICE", "_:b", "@zh", "^^xsd:date", "VALUES", "+", "|", "!", "\udcff", "<<", ">>")  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)))
def test_any_text_is_answered_or_refused(ask: Ask, text: str) -> None:
    assert post(ask, text) in (200, 400)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.binary(max_size=60),
    headers=st.dictionaries(
        st.sampled_from(("Accept", "Content-Type", "Host", "Authorization", "Content-Length", "Origin", "Expect")), st.binary(max_size=30), max_size=4
    ),
    body=st.binary(max_size=60),
)
def test_any_request_is_answered_or_refused(address: str, query: bytes, headers: dict[str, bytes], body: bytes) -> None:
    url = urlsplit(address)
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=20) as connection:
        lines = [b"POST /sparql?" + query + b" HTTP/1.1", *(name.encode() + b": " + value for name, value in headers.items()), b"Connection: close"]
        connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    assert not reply.startswith(b"HTTP/1.1 5")
    assert alive(asker(address))


def test_odd_accept_headers_are_answered_or_refused(ask: Ask) -> None:
    for accept in (",", ";q=", "*/*;q=nan", "text/csv;q=-1", "a" * 10_000, "text/*;q=0.5,text/csv;q=x", "*", "/"):
        assert ask("GET", "/sparql?query=ASK%7B%7D", Accept=accept).status in (200, 406), accept


def test_names_of_other_hosts_are_refused(ask: Ask) -> None:
    assert ask("GET", "/sparql?query=ASK%7B%7D", Host="evil.example").status == 400
    assert ask("GET", "/sparql?query=ASK%7B%7D", Host="localhost:80").status == 200


def test_other_web_pages_may_ask_only_when_they_were_named(ask: Ask, tmp_path: Path) -> None:
    assert "access-control-allow-origin" not in ask("GET", "/sparql?query=ASK%7B%7D", Origin="https://a.example").headers
    (tmp_path / "graph.nq").write_text("")
    with serving(tmp_path / "graph.nq", origins=("https://a.example",)) as address:
        replies = [asker(address)("GET", "/sparql?query=ASK%7B%7D", Origin=f"https://{name}.example").headers for name in "ab"]
    assert [reply.get("access-control-allow-origin") for reply in replies] == ["https://a.example", None]


def test_pages_escape_what_they_show_and_run_no_script(ask: Ask) -> None:
    page = ask("GET", "/queries/hostile")
    assert "&lt;script&gt;陈立" in page.text
    assert "<b>" not in page.text
    assert ask("GET", "/queries/hostile?%3Cscript%3E=1").headers["content-type"] == "text/plain; charset=utf-8"
    home = ask("GET", "/")
    assert home.status == 200
    assert "<script" not in home.text
    assert home.headers["content-security-policy"].startswith("default-src 'none'")
    assert home.headers["x-content-type-options"] == "nosniff"
    names = re.findall(r'href="(/queries/\w+)"', home.text)
    assert len(names) > 10
    for name in names:
        assert ask("GET", name).status == 200, name


def test_a_scratch_store_is_a_copy_that_no_build_sees(tmp_path: Path) -> None:
    with builds.writing(tmp_path):
        staging = builds.staged(tmp_path, "one")
        (staging / "graph.nq").write_text("<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\n")
        builds.publish(tmp_path, staging)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    with serving(tmp_path, writable=True, token="t") as address:
        ask = asker(address)
        assert '"boolean":true' in ask("GET", "/sparql?" + urlencode({"query": "ASK { GRAPH ?g { ?s ?p <http://e/c> } ?s ?p <http://e/c> }"})).text
        assert ask("POST", "/sparql", b"CLEAR ALL", Content_Type="application/sparql-update", Authorization="Bearer t").status == 204
    assert [path for path in sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) if path.parts[0] != "scratch"] == before
    with serving(tmp_path) as address:
        assert '"boolean":true' in asker(address)("GET", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D").text
    with pytest.raises(StoreError, match="no graph here"):
        server.scratch(tmp_path / "scratch")


def test_only_loopback_addresses_are_for_this_machine_alone() -> None:
    assert all(map(server.loopback, ("127.0.0.1", "::1", "localhost", "127.1.2.3")))
    assert not any(map(server.loopback, ("0.0.0.0", "::", "192.168.1.2", "example.org")))
