"""docs/formats.md says what is so: every end of a name, every part and name of a column, every bound with its default."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kg.lexicon import LexiconError
from kg.pages import READERS, archives, discover, forms, rows
from kg.settings import COLUMNS, Settings

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("| ").split("|")] for line in TEXT.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("end", sorted({end for reader in READERS for end in reader.suffixes} | set(archives.SUFFIXES)))
def test_every_end_of_a_name_is_told(end: str) -> None:
    assert any(f"`{end}`" in cell for row in ROWS for cell in row)


def test_every_part_of_a_row_is_told_with_names_that_are_known() -> None:
    told = {row[0].strip("`"): row[1].split(", ") for row in ROWS if row[0].strip("`") in COLUMNS}
    known = forms.load(Settings()).columns
    assert list(told) == list(COLUMNS)
    assert [(part, name) for part, names in told.items() for name in names if forms.fold(name) not in known[part]] == []


def test_every_bound_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): int(row[1].replace(",", "")) for row in ROWS if re.fullmatch("`(?:max_|page_s).*`", row[0])}
    assert told == {field.name: field.default for field in fields(Settings) if field.name.startswith(("max_", "page_s"))}


def test_the_size_of_a_range_is_told() -> None:
    assert f"ranges of {rows.ROWS} rows" in TEXT
    assert f"more than {archives.HARMLESS >> 20} MiB" in TEXT


def test_what_a_build_left_in_a_folder_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "output" / "records").mkdir(parents=True)
    for name in ("a.txt", "records.jsonl", "output/graph.ttl", "output/graph.html", "output/records/pages.jsonl"):
        (tmp_path / name).write_text("版", encoding="utf-8")
    assert [source.path.name for source in discover([tmp_path], Settings())] == ["a.txt", "records.jsonl"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("- a", "should be a mapping of keys to values"),
        ("columns: {body: [x]}", "the section 'labels' is missing"),
        ("columns: {body: [x]}", "columns: the part 'title' is missing; it may be empty"),
        ("labels: [x]", "labels should be a mapping of parts to lists of words"),
        ("meta: {date: x}", "meta: date should be a list of words"),
        ("sites: 报", "sites should be a list of words"),
        ("columns: [", "while parsing"),
    ],
)
def test_a_faulty_forms_yaml_is_told(said: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "forms.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        forms.load(Settings(ontology=str(tmp_path)))
    assert any(each.startswith("forms.yaml") and fault in each for each in error.value.faults)
