"""What --explain says: the steps of a query with what they match, and the traps in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import lexicon as lexicons
from kg.rdf.plan import plan
from kg.rdf.query import QueryError, saved


def test_steps_stand_in_order_with_what_they_match(store: ox.Store, prefixes: dict[str, str]) -> None:
    text = "SELECT ?n { VALUES ?t { '市长' } ?p org:holds/kg:title ?title ; skos:prefLabel ?n OPTIONAL { ?p kg:none ?x } FILTER(STR(?title) = ?t) } ORDER BY ?n"
    lines = [line.split("  ") for line in str(plan(store, text, prefixes)).splitlines()]
    shown = {"  ".join(parts[:-1]).strip() or parts[-1]: parts[-1].strip() for parts in lines}
    assert str(plan(store, text, prefixes)).startswith("SELECT ORDER BY")
    assert shown["VALUES ?t"] == "1"
    assert shown["?p org:holds/kg:title ?title"] == "4"
    assert shown["?p kg:none ?x"] == "0"


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ('SELECT * { ?p skos:prefLabel "孙大军" }', '?p skos:prefLabel "孙大军" matches nothing; write "孙大军"@zh'),
        ('SELECT * { ?p skos:prefLabel "没有"@zh }', '?p skos:prefLabel "没有"@zh matches nothing; look for the name with kg find'),
        ("SELECT * { ?p a kg:Person OPTIONAL { ?p kg:reason ?r } ?p skos:prefLabel ?n }", "?p skos:prefLabel ?n is required, but stands behind an OPTIONAL"),
        ("SELECT * { OPTIONAL { ?p kg:reason ?r } { ?p a kg:Person } UNION { ?p a kg:Place } }", ""),
        ("SELECT * { ?p a kg:Person OPTIONAL { ?p org:holds ?r } BIND(?r AS ?s) ?s kg:title ?t }", ""),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "?a ?b ?c … and ?d ?e ?f … share no variable: "),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?c), STR(?f)) AS ?g) }", ""),
        ("SELECT * { ?a schema:containedInPlace+ ?b }", "?a schema:containedInPlace+ ?b follows its path from everything"),
        ("SELECT * { ?a schema:containedInPlace+ place:140000 }", ""),
        ("SELECT * { ?a a kg:Place . ?a schema:containedInPlace+ ?b }", ""),
        ("ASK { { SELECT ?a { ?a ?b ?c . ?d ?e ?f } } }", "share no variable"),
        ("SELECT * { VALUES ?found { } ?found a kg:Person }", ""),
        ("DESCRIBE person:孙大军", ""),
    ],
)
def test_traps_are_named_with_what_to_do(text: str, warning: str, store: ox.Store, prefixes: dict[str, str]) -> None:
    found = plan(store, text, prefixes).warnings
    assert len(found) == bool(warning), found
    assert warning in "".join(found)


def test_sorting_and_reading_many_texts_is_said_of_large_graphs_only(prefixes: dict[str, str]) -> None:
    text = "SELECT * { ?a kg:n ?b FILTER(CONTAINS(STR(?b), '7')) } ORDER BY ?b"
    large = ox.Store()
    large.bulk_extend(ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode(f"{prefixes['kg']}n"), ox.Literal(i)) for i in range(100_001))
    assert plan(ox.Store(), text, prefixes).warnings == ('?a kg:n ?b matches nothing; look for the name with kg find, or for the property in docs/graph.md',)  # fmt: skip
    assert [each.split(";")[0] for each in plan(large, text, prefixes).warnings] == [
        "a FILTER reads about 100,001 texts",
        "ORDER BY without LIMIT sorts all answers, perhaps 100,001 or more",
    ]


def test_saved_queries_keep_clear_of_the_traps(demo_store: ox.Store, prefixes: dict[str, str]) -> None:
    for name, one in saved(lexicons.default_root()).items():
        warnings = [each for each in plan(demo_store, one.text, prefixes).warnings if "matches nothing" not in each]
        assert warnings == [], name


def test_a_faulty_query_is_named_as_when_it_is_asked(store: ox.Store, prefixes: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="not a valid query"):
        plan(store, "SELECT ?x { ?x", prefixes)


def test_the_command_explains_without_asking(demo: Path, kg: Any) -> None:
    code, out, _ = kg("query", demo / "output", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--explain")
    assert code == 0
    assert out.startswith("SELECT")
    assert "share no variable" in out
