"""What the documents promise: every example runs, and the check of the documents sees what is wrong."""

from __future__ import annotations

import dataclasses
import gzip
import importlib.util
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import claims, export, model, pages, pipeline
from kg import lexicon as lexicons
from kg.claims import patterns
from kg.lexicon import Lexicon, Rule
from kg.rdf import iris, query
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_of_documents", ROOT / "tools" / "docs.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = tool()
GRAPH, EXTENDING = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("graph.md", "extending.md"))


@pytest.fixture
def document(tmp_path: Path) -> Any:
    """A page of the project with some text."""
    return lambda text: docs.Document(ROOT / "docs" / "page.md", text, docs.Workshop(tmp_path))


@pytest.fixture(scope="module")
def extending(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return docs.Document(ROOT / "docs" / "extending.md", EXTENDING, docs.Workshop(tmp_path_factory.mktemp("extending")))


@pytest.fixture(scope="module")
def extended(extending: Any) -> Lexicon:
    """The ontology with everything that docs/extending.md adds."""
    return lexicons.load(extending.workshop.ontology(extending.additions))


# ---- the documents as they are --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted({p for pattern in docs.PAGES for p in ROOT.glob(pattern)}), ids=lambda p: str(p.relative_to(ROOT)))
def test_page_is_sound(path: Path, tmp_path: Path, demo: Path) -> None:
    page = docs.Document(path, path.read_text(encoding="utf-8"), docs.Workshop(tmp_path, demo / "output"))
    assert docs.faults(page) == []


@pytest.mark.parametrize("text", [m[3] for m in docs.FENCE.finditer(GRAPH) if m[1] == "sparql"])
def test_queries_of_the_graph_page_have_answers(text: str, demo_store: ox.Store, lexicon: Lexicon) -> None:
    assert query.query(demo_store, text, iris.prefixes(lexicon, Settings())).rows


def test_extending_explains_every_key_sign_and_word_of_rules() -> None:
    keys = {field.name for field in dataclasses.fields(Rule)} - {"where"}
    signs = re.findall(r"[^\[\]]", re.findall(r"\(\[([^]]*)\]\?\)", patterns.FIELD.pattern)[0])
    words = set(re.findall(r'"(@\w+)"', inspect.getsource(claims)))
    assert [key for key in sorted(keys) if f"| `{key}` |" not in EXTENDING] == []
    assert [sign for sign in signs if not re.search(rf"\{{x:[A-Z]+{re.escape(sign)}\}}", EXTENDING)] == []
    assert [word for word in sorted(words) if f"| `{word}` |" not in EXTENDING] == []


def test_architecture_names_every_room_and_every_field_of_records() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").glob("[a-z]*")
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    records = (model.Page, model.Article, model.Span, model.Mention, model.Claim, model.Entity, model.Relation, model.Problem)
    rows = {m[1]: set(re.findall(r"\w+", m[2])) | {"id"} for m in re.finditer(r"(?m)^\| `(\w+)` \| ([^|]+) \|", text)}
    assert [room for room in sorted(rooms) if f"`{room}" not in text] == []
    assert {r.__name__: {f.name for f in dataclasses.fields(r)} | {"id"} for r in records} == {
        r.__name__: rows[r.__name__] for r in records
    }


def test_readme_names_every_command_once() -> None:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `kg ")]
    assert [row.split()[2].strip("`") for row in rows] == list(docs.cli.commands)


# ---- the examples of extending.md -----------------------------------------------------------------------------------


def said(text: str, lexicon: Lexicon) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """Mentions as surface → (entity's name, subtype), and the rules of all claims."""
    settings = Settings(home="丽水市")
    reading = pipeline.read_text(text, lexicon, settings)
    graph = pipeline.join([reading], (), lexicon, settings)
    named = {m.surface: graph.nodes[graph.graph["links"][m.id]]["record"] for m in reading.mentions}
    return {surface: (entity.name, entity.subtype) for surface, entity in named.items()}, {c.rule for c in reading.claims}


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        ("市义工联会长陈立到景宁县义工联走访。", "景宁县义工联", ("景宁畲族自治县义工联合会", "MassOrganization")),
        ("市低空局局长陈立介绍了情况。", "市低空局", ("丽水市低空经济发展局", "GovernmentOrgan")),
        ("我市深入实施绿谷英才计划。", "绿谷英才计划", ("绿谷英才计划", "Programme")),
        ("副市长陈立来到青云寺，察看消防设施。", "青云寺", ("青云寺", "Temple")),
    ],
)
def test_an_addition_is_read_and_without_it_is_not(
    text: str, surface: str, entity: tuple[str, str], extended: Lexicon, lexicon: Lexicon
) -> None:
    assert said(text, extended)[0].get(surface) == entity
    assert said(text, lexicon)[0].get(surface) != entity


def test_an_added_rule_claims(extended: Lexicon) -> None:
    assert "own.based-on" in said("市政府依据《中华人民共和国水法》制定《丽水市节水办法》。", extended)[1]


def test_an_added_class_is_labelled_in_both_languages(extended: Lexicon) -> None:
    quads = ox.parse(path=str(extended.root / "kg.ttl"), format=ox.RdfFormat.TURTLE)
    labels = [q.object for q in quads if str(q.subject).endswith("#Temple>") and str(q.predicate).endswith("#label>")]
    assert {label.language for label in labels} == {"zh", "en"}


def test_an_added_query_is_saved(extended: Lexicon, demo_store: ox.Store) -> None:
    added = query.saved(extended.root)["chairs"]
    assert added.title_en == "How many meetings each person chaired"
    assert query.query(demo_store, added.text, extended.prefixes).rows


def code(number: int) -> dict[str, Any]:
    """The names that the page's nth block of Python defines."""
    blocks = [m[3] for m in docs.FENCE.finditer(EXTENDING) if m[1] == "python"]
    found: dict[str, Any] = {"__name__": "example"}
    exec(compile(blocks[number], "extending.md", "exec"), found)  # our own page
    return found


def test_input_format_of_the_page_reads_compressed_dumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "READERS", (code(0)["READER"], *pages.READERS))
    (tmp_path / "good.txt.gz").write_bytes(gzip.compress("市委书记陈立主持会议。\n".encode()))
    (tmp_path / "bad.txt.gz").write_bytes(b"\x1f\x8bnothing")
    bad, good = (pages.read(source, settings=Settings()) for source in pages.discover([tmp_path], Settings()))
    assert [(page.format, page.body) for page in good[0]] == [("gzip", "市委书记陈立主持会议。\n")]
    assert [p.code for p in bad[1]] == ["binary"]


def test_output_format_of_the_page_writes_every_entity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo_graph: nx.MultiDiGraph, lexicon: Lexicon
) -> None:
    monkeypatch.setattr(export, "WRITERS", {**export.WRITERS, **code(1)["WRITER"]})
    export.write(demo_graph, tmp_path / "graph.dot", format="dot", lexicon=lexicon, settings=Settings())
    text = (tmp_path / "graph.dot").read_text(encoding="utf-8")
    assert text.startswith("digraph zhitu {\n")
    assert all(f'"{node}"' in text for node in demo_graph)
    assert text.count(" -> ") == demo_graph.number_of_edges()


# ---- the check ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[x](nowhere.md)\n", "there is no nowhere.md"),
        ("![x](images/nothing.png)\n", "there is no images/nothing.png"),
        ("[x](graph.md#five-answers)\n", "graph.md has no heading #five-answers"),
        ("see `kg/nothing.py`\n", "there is no kg/nothing.py"),
        ("see `ontology/patterns/*.yml`\n", "there is no ontology/patterns/*.yml"),
        ("in /home/somebody/zhitu\n", "an absolute path: /home/somebody/zhitu"),
        ("```sh\nkg built data/pages\n```\n", "kg built: there is no command built"),
        ("```sh\nkg draw output/ --arund 沭阳县\n```\n", "kg draw: No such option '--arund'. Did you mean '--around'?"),
        ("```sh\nkg explain output/ 沭阳县 丽水市\n```\n", "kg explain: does not take 丽水市"),
        ("```sh\nkg explain output/\n```\n", "kg explain: lacks name"),
        ("```sh\nkg query output/ meeting | head\n```\n", "kg query: there is no saved query meeting"),
        ("```sh\nkg export output/ --to word\n```\n", "kg export: there is no format word"),
        ("```sh\nmake demos\n```\n", "make demos: the Makefile has no target demos"),
        ("```sh\npython tools/doc.py\n```\n", "python tools/doc.py: there is no tools/doc.py"),
        ("```sh\nkg try '市委\n```\n", "not a command line: No closing quotation"),
        ("```yaml my-ontology/types.yaml\nsubtypes: new\n```\n", "my-ontology/types.yaml: subtypes stands there already"),
        (
            "<!-- made: command -->\n<!-- end -->\n",
            "nothing makes 'command'; there are ablation, baselines, commands, figures, frozen figures, frozen articles, formats, layers, "
            "queries, rules, questions and run",
        ),
        ("<!-- made: commands -->\n<!-- end -->\n", "commands: out of date; run: make docs"),
    ],
)
def test_what_is_wrong_is_found(text: str, fault: str, document: Any) -> None:
    assert [found.split(": ", 1)[1] for found in docs.faults(document(text))] == [fault]


def test_faulty_sparql_is_found_in_blocks_and_commands(document: Any) -> None:
    text = "```sparql\nSELECT ?x { ?x a kg:Person\n```\n```sh\nkg query output/ 'SELECT ?x { ?x a kgg:Person }'\n```\n"
    assert [line.split(":")[1] for line in docs.faults(document(text))] == ["2", "5"]


def test_a_rule_that_breaks_its_promise_is_found(document: Any) -> None:
    claims, expect = '[{predicate: attended, subject: per, object: "@meeting"}]', "[[attended, 陈立, 会议]]"
    rule = f"- {{id: own.x, pattern: '{{per:PER}}来了', claims: {claims}, examples: [{{text: 陈立走了。, expect: {expect}}}]}}"
    found = docs.faults(document(f"```yaml my-ontology/patterns/own.yaml\nrules:\n{rule}\n```\n"))
    assert found == ["docs/page.md:2: rule own.x does not read attended → 陈立 → 会议 in: 陈立走了。"]


def test_an_addition_that_no_lexicon_takes_is_found(document: Any) -> None:
    found = docs.faults(document("```yaml my-ontology/types.yaml\nsubtypes:\n  Hall: {type: BLD, label_zh: 厅, label_en: Hall}\n```\n"))
    assert len(found) == 1
    assert "subtype Hall: its type must be one of PER" in found[0]


def test_commands_over_several_lines_and_in_pipes_are_told_apart() -> None:
    text = "LANG=C kg try '市委 书记' | head -3  # a remark\nkg build a \\\n  b && make demo\nkg query output 'SELECT ?x\n{ ?x a kg:Person }'\n"
    assert list(docs.commands(text)) == [
        *(["kg", "try", "市委 书记"], ["head", "-3"], ["kg", "build", "a", "b"], ["make", "demo"]),
        ["kg", "query", "output", "SELECT ?x\n{ ?x a kg:Person }"],
    ]


def test_write_makes_a_part_that_the_check_accepts(document: Any) -> None:
    page = document("before\n<!-- made: formats -->\nold\n<!-- end -->\nafter\n")
    fresh = docs.made(page)
    assert fresh.startswith("before\n")
    assert fresh.endswith("after\n")
    assert "| `turtle` | `.ttl` |" in fresh
    assert list(docs.generated(docs.Document(page.path, fresh, page.workshop))) == []


# ---- what limits.md says of pyoxigraph ------------------------------------------------------------------------------

S, P, XSD = ox.NamedNode("https://example.org/s"), ox.NamedNode("https://example.org/p"), "http://www.w3.org/2001/XMLSchema#"


def test_a_store_still_forgets_the_types_of_integers() -> None:
    store = ox.Store()
    store.add(ox.Quad(S, P, ox.Literal("7", datatype=ox.NamedNode(f"{XSD}nonNegativeInteger"))))
    assert next(iter(store)).object == ox.Literal("7", datatype=ox.NamedNode(f"{XSD}integer"))


def test_a_union_on_the_fly_still_answers_once_for_each_graph() -> None:
    store = ox.Store()
    store.extend(ox.Quad(S, P, S, ox.NamedNode(f"https://example.org/{name}")) for name in "ab")
    assert len(list(store.query("SELECT ?o { ?s ?p ?o }", use_default_graph_as_union=True))) == 2
