"""page_words.yaml is checked as a whole: every fault at once, each with its section."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from layouts import FOLDER

from kg.articles import words


def test_every_fault_is_listed(tmp_path: Path) -> None:
    data = yaml.safe_load((FOLDER.root / "page_words.yaml").read_text(encoding="utf-8"))
    data |= {"credits": "摄", "captions": ["图为", 7], "dateline": ["本报{wher}讯"]}
    del data["jumps"]
    (tmp_path / "page_words.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(words.PageWordsError) as caught:
        words.load(SimpleNamespace(root=tmp_path))
    message = str(caught.value)
    for section in ("jumps", "credits", "captions", "dateline"):
        assert f"section {section}" in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(words.PageWordsError, match=r"page_words\.yaml"):
        words.load(SimpleNamespace(root=tmp_path))


def test_the_words_are_compiled_once() -> None:
    assert words.load(FOLDER) is words.load(FOLDER)
