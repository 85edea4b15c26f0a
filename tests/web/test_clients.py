"""Clients that people use: SPARQLWrapper, rdflib's SPARQLStore, curl, and JavaScript."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from serving import asker
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

NAME = "SELECT ?n { GRAPH <http://e/g1> { ?s <http://e/name> ?n } }"
SCRIPT = """
const address = process.argv[1];
const ask = (text, accept) => fetch(address, {method: "POST", body: new URLSearchParams({query: text}), headers: {Accept: accept}});
(async () => {
  const found = await (await ask(process.argv[2], "application/sparql-results+json")).json();
  const graph = await (await ask("CONSTRUCT WHERE { ?s skos:prefLabel ?o }", "application/n-triples")).text();
  const fault = await ask("SELEKT", "*/*");
  console.log(JSON.stringify([found.results.bindings[0].n.value, graph, fault.status]));
})();
"""


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_asks(address: str, method: str, way: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(way if method == POST else "urlencoded")
    client.setQuery(NAME)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "陈立"
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode() == "n\r\n陈立\r\n"
    client.setReturnFormat(XML)
    assert client.queryAndConvert().getElementsByTagName("literal")[0].firstChild.data == "陈立"
    client.setQuery("CONSTRUCT WHERE { ?s skos:prefLabel ?o }")
    client.setReturnFormat(TURTLE)
    assert "陈立" in client.queryAndConvert().decode()


def test_sparqlwrapper_learns_what_is_wrong(address: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery("SELECT ?s {")
    with pytest.raises(QueryBadFormed, match="not a valid query"):
        client.query()


def test_rdflib_reads_the_endpoint_as_a_graph(address: str) -> None:
    store = SPARQLStore(f"{address}/sparql")
    assert [str(row[0]) for row in store.query(NAME)] == ["陈立"]
    assert len(list(store.triples((URIRef("http://e/陈立"), None, None)))) == 3
    assert len(store) == 3


def test_rdflib_writes_with_the_token(scratch_address: str, token: dict[str, str]) -> None:
    store = SPARQLUpdateStore(f"{scratch_address}/sparql", f"{scratch_address}/sparql", headers=token)
    store.update("INSERT DATA { <http://e/a> <http://e/b> '临县' }")
    assert [str(row[0]) for row in store.query("SELECT ?o { ?s ?p ?o }")] == ["临县"]
    assert asker(scratch_address)("GET", "/graphs?default").text.count("临县") == 1


def test_curl_asks(address: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not here: the endpoint is NOT tried with it")
    call = ("curl", "-sS", "--fail", "-H", "Accept: text/csv", "--data-urlencode", f"query={NAME}", f"{address}/sparql")
    assert subprocess.run(call, capture_output=True, check=True, timeout=60).stdout.decode() == "n\r\n陈立\r\n"


def test_javascript_asks(address: str) -> None:
    if not shutil.which("node"):
        pytest.skip("node is not here: the endpoint is NOT tried from JavaScript")
    call = ("node", "-e", SCRIPT, f"{address}/sparql", NAME)
    said = json.loads(subprocess.run(call, capture_output=True, check=True, timeout=60).stdout)
    assert said == ["陈立", '<http://e/陈立> <http://www.w3.org/2004/02/skos/core#prefLabel> "陈立"@zh .\n', 400]
