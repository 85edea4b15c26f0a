"""YAML by libyaml says the same as by the parser in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.lexicon import default_root
from kg.text.yaml import load

FILES = sorted(default_root().rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_file_of_the_ontology_says_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert repr(load(text)) == repr(yaml.safe_load(text))


def test_a_fault_is_named_by_its_place_in_characters() -> None:
    with pytest.raises(yaml.reader.ReaderError) as caught:
        load("词: 市\x07委")
    assert (caught.value.position, caught.value.character) == (4, 7)
