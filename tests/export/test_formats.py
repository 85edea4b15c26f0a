"""Every format holds the graph, and holds it in the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import lexicon as lexicons
from kg.export import WRITERS, turtle, write
from kg.export.ntriples import line
from kg.export.turtle import Leaves, Style, natural, quoted, rewrite
from kg.lexicon import Lexicon
from kg.rdf.convert import convert
from kg.rdf.query import query
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "rdf" / "sample.py"
RDF = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml", "nquads": "nquads", "trig": "trig"}
PLAIN = ("turtle", "ntriples", "jsonld", "rdfxml")
OTHER = ("graphml", "gexf", "csv", "cypher", "neo4j")
SETTINGS = Settings()
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib's parsers call its own old names


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicons.load()


@pytest.fixture
def graph() -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = runpy.run_path(str(SAMPLE))["graph"]()
    return made


@pytest.fixture
def out(tmp_path: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> Path:
    """A folder with the sample in every format."""
    for format in (*RDF, *OTHER):
        write(graph, tmp_path / target(format), format=format, lexicon=lexicon, settings=SETTINGS)
    return tmp_path


def target(format: str) -> str:
    return f"graph{WRITERS[format].suffix or '-' + format}"


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("format", RDF)
def test_rdflib_and_oxigraph_read_the_same_number_of_triples(format: str, out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> None:
    path = out / target(format)
    quads = list(convert(graph, lexicon, SETTINGS))
    expected = len({(q.subject, q.predicate, q.object) for q in quads}) if format in PLAIN else len(quads)
    read = rdflib.Dataset().parse(path, format=RDF[format])
    assert len(set(read.quads())) == expected
    found = set(ox.parse(path=str(path), format=ox.RdfFormat.from_extension(path.suffix[1:])))
    assert len(found) == expected
    if format not in PLAIN:
        assert found == set(quads)


@pytest.mark.parametrize("format", PLAIN)
def test_the_plain_formats_hold_the_union_term_by_term(format: str, out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> None:
    path = out / target(format)
    found = {q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.from_extension(path.suffix[1:]))}
    assert found == {q.triple for q in convert(graph, lexicon, SETTINGS)}


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed(out: Path) -> None:
    code = (
        "import runpy, sys; from pathlib import Path; from kg.export import write\n"
        "from kg.lexicon import load; from kg.settings import Settings\n"
        "graph = runpy.run_path(sys.argv[1])['graph']()\n"
        "for pair in sys.argv[3:]:\n"
        "    format, name = pair.split('=')\n"
        "    write(graph, Path(sys.argv[2]) / name, format=format, lexicon=load(), settings=Settings())"
    )
    pairs = [f"{format}={target(format)}" for format in (*RDF, *OTHER)]
    for seed in ("1", "4242"):
        folder = out.parent / f"seed{seed}"
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LANG": "C", "PYTHONUTF8": "0"}
        subprocess.run([sys.executable, "-c", code, str(SAMPLE), str(folder), *pairs], env=environment, check=True, cwd=out)
        assert digests(folder) == digests(out)


def test_the_order_of_nodes_and_edges_does_not_matter(out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    nodes, edges = (
        list(graph.nodes),
        [(a, b, key, data["record"]) for a, b, key, data in graph.edges(keys=True, data=True)],
    )
    random.Random(7).shuffle(nodes)
    random.Random(7).shuffle(edges)
    for node in nodes:
        shuffled.add_node(node, record=graph.nodes[node]["record"])
    for subject, object, key, record in edges:
        shuffled.add_edge(subject, object, key=key, record=record)
    before = digests(out)
    for format in (*RDF, *OTHER):
        write(shuffled, out / target(format), format=format, lexicon=lexicon, settings=SETTINGS)
    assert digests(out) == before


def test_turtle_reads_like_a_page(out: Path) -> None:
    text = (out / "graph.ttl").read_text(encoding="utf-8")
    assert (
        "\n\norgs:北城一幼 a kg:Organization, kg:School, org:Organization, schema:Organization ;\n"
        '    skos:prefLabel "北城一幼"@zh ;\n    kg:formerLabel "盛地幼儿园"@zh ;\n'
        "    org:subOrganizationOf orgs:离石区教育局 .\n" in text
    )
    assert "    schema:value 6.35 ;\n" in text
    assert '    kg:confidence "1"^^xsd:decimal ;\n' in text
    assert not re.search(r"<https://w3id\.org/zhitu", re.sub("@prefix.*", "", text))
    order = [
        text.index(f"\n{name} a ")
        for name in (
            "person:孙大军",
            "orgs:北城一幼",
            "place:141102",
            "policy:双减",
            "article:a1",
            "claim:c2",
            "claim:c10",
        )
    ]
    assert order == sorted(order)


@settings(deadline=None)  # rdflib loads its plugins on the first call
@given(st.text())
def test_any_text_survives_turtle_and_ntriples_in_both_libraries(text: str) -> None:
    node, literal = "<https://example.org/x>", ox.Literal(text)
    turtle, triples = (
        f"{node} {node} {quoted(text)} .",
        line(ox.NamedNode(node[1:-1]), ox.NamedNode(node[1:-1]), literal),
    )
    for data, format, theirs in ((turtle, ox.RdfFormat.TURTLE, "turtle"), (triples, ox.RdfFormat.N_QUADS, "nquads")):
        assert next(ox.parse(data, format=format)).object == literal
        assert [str(o) for _, _, o, _ in rdflib.Dataset().parse(data=data, format=theirs).quads()] == [text]


def test_an_iri_from_outside_is_written_in_full(lexicon: Lexicon) -> None:
    style = Style(lexicon, SETTINGS)
    assert style.name("http://www.wikidata.org/entity/Q73125") == "<http://www.wikidata.org/entity/Q73125>"
    assert style.name("https://w3id.org/zhitu/id/org/%E5%8C%97") == "<https://w3id.org/zhitu/id/org/%E5%8C%97>"


def test_the_core_profile_is_smaller_in_every_format(out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    for format in ("turtle", "nquads", "jsonld", "graphml", "cypher"):
        full = (out / target(format)).stat().st_size
        write(graph, out / "core", format=format, lexicon=lexicon, settings=SETTINGS, profile="core")
        assert (out / "core").stat().st_size < full, format


def test_jsonld_keeps_decimals_and_one_node_a_line(out: Path) -> None:
    text = (out / "graph.jsonld").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith('{"@id"')]
    assert len(lines) == len(json.loads(text)["@graph"])
    assert '"schema:value": {"@value": "6.35", "@type": "xsd:decimal"}' in text
    assert '"schema:value": 1080' in text


def test_graphml_opens_in_networkx_with_every_node_and_edge(out: Path, graph: nx.MultiDiGraph[str]) -> None:
    read = nx.read_graphml(out / "graph.graphml", force_multigraph=True)
    assert (set(read.nodes), read.number_of_edges()) == (set(graph.nodes), graph.number_of_edges())
    assert read.nodes["org/北城一幼"]["former_names"] == "盛地幼儿园"
    assert (
        read.nodes["place/141102"]["indicators"]
        == "学位 2万个 | 投资 约6.350亿元 | 投资同比增长 8% | 新增学位 1080个（2020） | 新增学位 90个（2020）"
    )
    edge = read.get_edge_data("person/孙大军", "org/中共吕梁市委员会", "r0")
    assert (edge["title"], edge["claims"], edge["confidence"]) == ("书记", 1, 1.0)
    assert edge["evidence"].startswith("本报讯（记者 罗丽）")


def test_gexf_has_colours_and_no_date(out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon) -> None:
    root = ElementTree.parse(out / "graph.gexf").getroot()
    space = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    assert len(root.findall(".//g:node", space)) == graph.number_of_nodes()
    assert len(root.findall(".//g:edge", space)) == graph.number_of_edges()
    color = root.find(".//g:node[@id='person/孙大军']/viz:color", space)
    assert color is not None
    assert "#{:02x}{:02x}{:02x}".format(*(int(color.attrib[c]) for c in "rgb")) == lexicon.types["PER"].color
    assert "lastmodifieddate" not in (out / "graph.gexf").read_text(encoding="utf-8")


def test_csv_opens_in_excel_and_reads_back(out: Path, graph: nx.MultiDiGraph[str]) -> None:
    folder = out / target("csv")
    assert (folder / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbfId,Label,")
    nodes = list(csv.DictReader(io.StringIO((folder / "nodes.csv").read_text(encoding="utf-8-sig"))))
    edges = list(csv.DictReader(io.StringIO((folder / "edges.csv").read_text(encoding="utf-8-sig"))))
    assert {row["Id"] for row in nodes} == set(graph.nodes)
    assert len(edges) == graph.number_of_edges()
    assert {row["Source"] for row in edges} | {row["Target"] for row in edges} <= set(graph.nodes)
    assert next(row for row in nodes if row["Id"] == "place/141125")["mentions"] == "3"


def test_no_cell_of_a_spreadsheet_is_a_formula(graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    from kg.export.csv import _cell

    assert _cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert _cell(("+1", "b")) == "'+1 | b"
    assert _cell(-1.5) == "-1.5"


def test_neo4j_gets_typed_columns_labels_and_ends_that_are_there(out: Path, graph: nx.MultiDiGraph[str]) -> None:
    folder = out / target("neo4j")
    nodes = list(csv.DictReader(io.StringIO((folder / "nodes.csv").read_text(encoding="utf-8"))))
    related = list(csv.DictReader(io.StringIO((folder / "relationships.csv").read_text(encoding="utf-8"))))
    assert list(nodes[0])[:4] == ["id:ID", "label:string", "type:string", "class:string"]
    assert {"aliases:string[]", "mentions:long", ":LABEL"} < set(nodes[0])
    assert {":START_ID", ":END_ID", "confidence:double", ":TYPE"} < set(related[0])
    assert {row["id:ID"] for row in nodes} == set(graph.nodes)
    assert {row[end] for row in related for end in (":START_ID", ":END_ID")} <= set(graph.nodes)
    party = next(row for row in nodes if row["id:ID"] == "org/中共吕梁市委员会")
    assert (party[":LABEL"], party["aliases:string[]"]) == ("Entity;Organization;PartyOrgan", "市委")
    assert all(re.fullmatch("[A-Z_]+", row[":TYPE"]) for row in related)


def test_parts_for_bulk_loaders_hold_every_quad_and_each_graph_whole(graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(graph, tmp_path / name, format="bulk", lexicon=lexicon, settings=SETTINGS)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    parts = [
        list(ox.parse(gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS))
        for path in sorted((tmp_path / "one").glob("*.nq.gz"))
    ]
    assert len(parts) == 8
    assert {quad for part in parts for quad in part} == set(convert(graph, lexicon, SETTINGS))
    homes = [{quad.graph_name for quad in part} for part in parts]
    assert sum(map(len, homes)) == len(set().union(*homes))


def test_parquet_has_typed_tables_that_join(graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: Parquet is NOT tested")
    for name in ("one", "two"):
        write(graph, tmp_path / name, format="parquet", lexicon=lexicon, settings=SETTINGS)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    tables = {path.stem: parquet.read_table(path).to_pylist() for path in (tmp_path / "one").iterdir()}
    assert set(tables) == {"nodes", "edges", "claims", "mentions"}
    ids = {row["id"] for row in tables["nodes"]}
    assert ids == set(graph.nodes)
    assert {row["entity"] for row in tables["mentions"]} <= ids
    assert {row["subject"] for row in tables["claims"]} <= ids
    texts = {id: article.text for id, article in graph.graph["articles"].items()}
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["surface"] for row in tables["mentions"])
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["sentence"] for row in tables["claims"])
    assert any(row["negated"] is True for row in tables["claims"])
    assert next(row for row in tables["nodes"] if row["id"] == "org/中共吕梁市委员会")["aliases"] == ["市委"]
    write(graph, tmp_path / "core", format="parquet", lexicon=lexicon, settings=SETTINGS, profile="core")
    assert not (tmp_path / "core" / "mentions.parquet").exists()


@pytest.mark.parametrize("chunk", [1, 7, 1_000_000])
def test_turtle_that_is_sorted_on_disk_has_the_same_bytes(
    chunk: int, out: Path, graph: nx.MultiDiGraph[str], lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.runs.CHUNK", chunk)
    quads = list(convert(graph, lexicon, SETTINGS))
    random.Random(chunk).shuffle(quads)
    style = Style(lexicon, SETTINGS)
    assert "".join((*style.header(), *style.body(quads))) == (out / "graph.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def short_leaves() -> Iterator[None]:
    """Turtle files in leaves of two subjects on average."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turtle, "LEAF", 2)
        yield


@settings(deadline=None)
@given(old=st.lists(st.text(alphabet='a "\\\n', max_size=8), max_size=12), new=st.lists(st.text(alphabet='a "\\\n', max_size=8), max_size=12))
def test_turtle_of_which_some_subjects_are_made_anew_has_the_same_bytes(
    old: list[str], new: list[str], lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory, short_leaves: None
) -> None:
    def quads(texts: list[str]) -> list[ox.Quad]:
        subjects = (ox.NamedNode(f"{SETTINGS.base}person/{n}") if n % 2 else ox.NamedNode(f"u:{n}") for n in range(len(texts)))
        return [ox.Quad(subject, ox.NamedNode("u:p"), ox.Literal(text)) for subject, text in zip(subjects, texts, strict=True) if text]

    folder: Path = tmp_path_factory.mktemp("turtle")
    was, now = ({quad.triple for quad in quads(some)} for some in (old, new))
    changed: dict[str, tuple[set[str], set[str]]] = {}
    for side, triples in enumerate((was - now, now - was)):
        for subject, predicate, value in triples:
            changed.setdefault(subject.value, (set(), set()))[side].add(f"{predicate} {value}")
    before = rewrite(quads(old), folder / "old.ttl", lexicon=lexicon, settings=SETTINGS)
    expected = rewrite(quads(new), folder / "new.ttl", lexicon=lexicon, settings=SETTINGS)
    leaves = Leaves(folder / "old.ttl", before, lexicon=lexicon, settings=SETTINGS)
    assert leaves.revise(folder / "revised.ttl", changed) == expected
    assert (folder / "revised.ttl").read_bytes() == (folder / "new.ttl").read_bytes()
    found = Leaves(folder / "revised.ttl", expected, lexicon=lexicon, settings=SETTINGS)
    for subject in {subject for subject, *_ in now}:
        assert {quad.triple for quad in found.quads([subject.value])} == {triple for triple in now if triple[0] == subject}


@given(st.lists(st.text(alphabet="a0129-b中", max_size=8), min_size=2, max_size=2))
def test_numbers_in_names_are_sorted_as_numbers(names: list[str]) -> None:
    def parts(text: str) -> list[str | int]:
        return [int(part) if n % 2 else part for n, part in enumerate(re.split("([0-9]+)", text))]

    one, other = names
    assert (natural(one) < natural(other)) == (parts(one) < parts(other))


def test_cypher_creates_every_entity_and_relation_once(out: Path, graph: nx.MultiDiGraph[str]) -> None:
    text = (out / "graph.cypher").read_text(encoding="utf-8")
    assert text.startswith("CREATE CONSTRAINT")
    assert len(re.findall(r'^\{id: "', text, re.M)) == graph.number_of_nodes()
    assert len(re.findall(r'^\{source: "', text, re.M)) == graph.number_of_edges()
    assert "MERGE (n:Entity {id: row.id}) SET n += row, n:Organization:PartyOrgan;" in text
    assert "MERGE (s)-[r:HOLDS_POST {id: row.id}]->(o) SET r += row;" in text
    assert 'aliases: ["市委"]' in text


def test_text_that_xml_cannot_hold_does_not_break_the_file(graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    from dataclasses import replace

    node = graph.nodes["place/吕梁会堂"]
    node["record"] = replace(node["record"], name='会堂\x0b<&">\ud800')
    for format in (*RDF, *OTHER):
        write(graph, tmp_path / target(format), format=format, lexicon=lexicon, settings=SETTINGS)
    assert nx.read_graphml(tmp_path / "graph.graphml").nodes["place/吕梁会堂"]["label"] == '会堂\ufffd<&">\ufffd'
    ElementTree.parse(tmp_path / "graph.gexf")
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) == len(list(ox.parse(path=str(tmp_path / "graph.ttl"))))


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    from kg.export.files import save

    path = tmp_path / "graph.ttl"
    save(path, ["old\n"])
    with pytest.raises(ZeroDivisionError):
        save(path, (str(1 // n) for n in (1, 0)))
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]
    assert path.read_text(encoding="utf-8") == "old\n"


def test_an_unknown_format_lists_the_known_ones(graph: nx.MultiDiGraph[str], lexicon: Lexicon, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'excel' is none of turtle, nquads"):
        write(graph, tmp_path / "x", format="excel", lexicon=lexicon, settings=SETTINGS)


def test_the_exported_quads_answer_a_question(out: Path, lexicon: Lexicon) -> None:
    from kg.rdf.iris import prefixes
    from kg.rdf.store import open_store

    found = query(
        open_store(out),
        'ASK { ?p skos:prefLabel "孙大军"@zh ; org:holds/kg:title "书记"@zh }',
        prefixes(lexicon, SETTINGS),
    )
    assert found.answer
