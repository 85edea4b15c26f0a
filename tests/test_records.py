"""Every record comes back from its line of JSON as it was, and a damaged line is named."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from kg import records
from kg.graph.folder import Furniture
from kg.model import (
    Article,
    Claim,
    Entity,
    Layout,
    Mark,
    Mention,
    Origin,
    Page,
    Part,
    Print,
    Problem,
    Reading,
    Relation,
    Resolution,
    Span,
    Term,
)

WORDS = st.one_of(st.sampled_from(["", "离石区", "市委书记\n陈立", "\u2028\x85 \t", "𠮷野家", "0", "false"]), st.text(max_size=8))
COUNTS = st.integers(0, 9)
SHARES = st.floats(0, 1)
PAIRS = st.dictionaries(WORDS, WORDS, max_size=3)
SPANS = st.builds(Span, WORDS, COUNTS, COUNTS)
TERMS = st.builds(Term, st.sampled_from(["mention", "literal", "implied"]), WORDS)
RUNS = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), max_size=3).map(tuple)
STRINGS = st.lists(WORDS, max_size=3).map(tuple)

# Only the fields that st.builds cannot guess from their types.
PARTS = st.builds(Part, st.sampled_from(["title", "paragraph", "caption"]), COUNTS, COUNTS)
BOXES = st.tuples(*[st.floats(0, 2000)] * 4)
PRINTS = st.builds(Print, COUNTS, COUNTS, BOXES, SHARES, st.booleans(), st.booleans(), SHARES)
LAYOUTS = st.builds(Layout, SHARES, SHARES, st.lists(PRINTS, max_size=2).map(tuple), st.lists(BOXES, max_size=2).map(tuple))
MARKS = st.lists(st.builds(Mark, COUNTS, COUNTS, WORDS), max_size=2).map(tuple)
PAGES = st.builds(
    Page, *[WORDS] * 4, published=WORDS, newspaper=WORDS, edition=WORDS, locality=WORDS, layout=st.none() | LAYOUTS, marks=MARKS, meta=PAIRS
)
PROBLEMS = st.builds(Problem, WORDS, WORDS, st.sampled_from(["error", "warning", "info"]), WORDS, WORDS, WORDS)
ARTICLES = st.builds(
    Article,
    WORDS,
    WORDS,
    COUNTS,
    WORDS,
    st.lists(PARTS, max_size=2).map(tuple),
    st.builds(Origin, RUNS),
    title=WORDS,
    subtitle=WORDS,
    byline=WORDS,
    captions=STRINGS,
    authors=STRINGS,
    published=WORDS,
    locality=WORDS,
    home=WORDS,
    kind=WORDS,
)
MENTIONS = st.builds(Mention, WORDS, SPANS, WORDS, WORDS, WORDS, WORDS, hint=PAIRS, confidence=SHARES)
CLAIMS = st.builds(
    Claim,
    WORDS,
    WORDS,
    TERMS,
    TERMS,
    SPANS,
    WORDS,
    confidence=SHARES,
    qualifiers=PAIRS,
    when=WORDS,
    negated=st.booleans(),
    modality=st.sampled_from(["", "planned", "conditional"]),
    said_by=WORDS,
)
ENTITIES = st.builds(
    Entity,
    WORDS,
    WORDS,
    WORDS,
    subtype=WORDS,
    aliases=STRINGS,
    mentions=STRINGS,
    code=WORDS,
    gazetteer=WORDS,
    same_as=STRINGS,
    homonyms=STRINGS,
    maybe=STRINGS,
    reasons=STRINGS,
    facts=PAIRS,
)
RELATIONS = st.builds(
    Relation,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    literal=st.booleans(),
    claims=STRINGS,
    source=WORDS,
    qualifiers=PAIRS,
    since=WORDS,
    until=WORDS,
    confidence=SHARES,
)
READINGS = st.builds(
    Reading,
    PAGES,
    st.lists(ARTICLES, max_size=1).map(tuple),
    st.lists(MENTIONS, max_size=1).map(tuple),
    st.lists(CLAIMS, max_size=1).map(tuple),
    st.lists(st.tuples(COUNTS, COUNTS, WORDS), max_size=2).map(tuple),
    st.lists(PROBLEMS, max_size=1).map(tuple),
)
FURNITURE = st.builds(Furniture, WORDS, COUNTS, COUNTS, WORDS)
ALL = (PAGES, ARTICLES, MENTIONS, CLAIMS, ENTITIES, RELATIONS, PROBLEMS, READINGS, SPANS, TERMS, PARTS, FURNITURE)


@limits(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(ALL))
def test_a_record_comes_back_from_its_line_as_it_was(record: Any) -> None:
    line = records.dumps(record)
    assert "\n" not in line
    assert records.loads(type(record), line) == record
    assert records.dumps(records.loads(type(record), line)) == line


@limits(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mentions=st.lists(MENTIONS, max_size=4))
def test_a_file_of_records_comes_back_as_it_was(mentions: list[Mention], tmp_path: Path) -> None:
    records.write(mentions, tmp_path / "mentions.jsonl")
    assert list(records.read(Mention, tmp_path / "mentions.jsonl")) == mentions


def test_every_record_of_the_model_that_is_written_is_tried_here() -> None:
    tried = {Page, Layout, Print, Mark, Article, Mention, Claim, Entity, Relation, Problem, Reading, Span, Term, Part, Origin}
    model = {c for c in vars(__import__("kg.model").model).values() if isinstance(c, type) and dataclasses.is_dataclass(c)}
    assert model - tried == {Resolution}  # keyed by pairs, never written


def test_lines_are_readable_short_and_sorted() -> None:
    line = records.dumps(Entity("place/141102", "LOC", "离石区", code="141102"))
    assert line == '{"code":"141102","id":"place/141102","name":"离石区","type":"LOC"}'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Input data was truncated"),
        ("3", "Expected `object`, got `int`"),
        ('"离石区"', "Expected `object`, got `str`"),
        ('{"article":"a","start":0}', "missing required field `end`"),
        ('{"article":"a","start":"零","end":1}', "Expected `int`, got `str`"),
        ('{"article":["a"],"start":0,"end":1}', "Expected `str`, got `array`"),
    ],
)
def test_a_line_that_is_no_such_record_says_so(line: str, message: str) -> None:
    with pytest.raises(records.RecordError, match=f"not a Span: .*{message}"):
        records.loads(Span, line)


def test_lists_and_mappings_are_not_made_of_strings() -> None:
    line = json.loads(records.dumps(Entity("person/陈立", "PER", "陈立", aliases=("立",))))
    for field in ("aliases", "facts"):
        with pytest.raises(records.RecordError, match="not a Entity"):
            records.loads(Entity, json.dumps({**line, field: "陈立"}))


def test_a_damaged_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "entities.jsonl"
    path.write_text(records.dumps(Entity("person/陈立", "PER", "陈立")) + "\n{damaged\n", encoding="utf-8")
    with pytest.raises(records.RecordError, match=r"entities\.jsonl:2: not a Entity"):
        list(records.read(Entity, path))


@given(RUNS, COUNTS, COUNTS)
def test_an_interval_stands_on_the_page_where_its_characters_do(runs: tuple[tuple[int, int, int], ...], start: int, length: int) -> None:
    at, ends = 0, list[tuple[int, int, int]]()
    for gap, page, size in runs:  # sorted and disjoint in the text
        ends.append((at + gap, page, size))
        at += gap + size
    origin = Origin(tuple(ends))
    found = [place for i in range(start, start + length) if (place := origin.at(i)) is not None]
    assert origin.span(start, start + length) == ((min(found), max(found) + 1) if found else None)
