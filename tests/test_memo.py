"""What was made once is not made again, unless what it was made of is another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from scenes import LVLIANG, QUZHOU, write

from kg import archive
from kg.engine import memo
from kg.memo import NOTHING
from kg.search.words import fold
from kg.settings import Settings
from kg.text import segment

Call = tuple[str, list[str]]


def recalled(path: Path, *calls: Call, software: str = "one", keep: bool = True) -> list[str]:
    """What some calls make anew."""
    made: list[str] = []
    with memo.opened(path, software) as known:
        for kind, given in calls:
            assert known.recall(kind, given, list[str], lambda given=given: made.extend(given) or given[::-1]) == given[::-1]
        if keep:
            known.keep()
    return made


def test_only_the_same_function_of_the_same_thing_in_the_same_software_is_known(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    assert recalled(path, ("words", ["市委"])) == ["市委"]
    assert recalled(path, ("words", ["市委"])) == []
    assert recalled(path, ("words", ["市政府"]), ("words", ["市委"])) == ["市政府"]
    assert recalled(path, ("others", ["市委"]), keep=False) == ["市委"]
    assert recalled(path, ("words", ["市委"]), software="two", keep=False) == ["市委"]
    assert recalled(path, ("words", ["市政府"])) == []
    assert recalled(path, ("words", ["市委"])) == ["市委"]  # the build before did not ask for it


def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    assert recalled(tmp_path / "memo.db", ("words", ["\ud800"])) == ["\ud800"]
    assert recalled(tmp_path / "memo.db", ("words", ["\ud800"])) == ["\ud800"]
    assert NOTHING.recall("words", [], int, lambda: 1) == 1


def test_a_damaged_memory_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    recalled(path, ("words", ["市委"]))
    with memo.opened(path, "one") as known:
        known._rows.execute("UPDATE memo SET value = x'00'")
        known._rows.commit()
    assert recalled(path, ("words", ["市委"])) == ["市委"]
    path.write_bytes(b"no database at all " * 100)
    assert recalled(path, ("words", ["市委"])) == ["市委"]


def test_articles_that_were_there_are_neither_identified_nor_cut_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(jobs=1, validate=False)
    old, new = write(tmp_path, {"吕梁.txt": LVLIANG, "衢州.txt": QUZHOU})
    archive.build([old], tmp_path / "out", settings)
    identified: list[str] = []
    module = sys.modules["kg.entities.identify"]
    real = module._identified
    monkeypatch.setattr(module, "_identified", lambda article, *rest: identified.append(article.page) or real(article, *rest))
    cut: list[str] = []
    words = segment.search_words
    monkeypatch.setattr("kg.search.index.search_words", lambda text: cut.append(text) or words(text))
    graph = archive.add(tmp_path / "out", [new], settings)
    page = next(page.id for page in graph.graph["pages"].values() if page.source == str(new))
    assert set(identified) == {page}
    texts = [fold(article.text) for article in graph.graph["articles"].values() if article.page == page]
    assert cut
    assert all(any(sentence in text for text in texts) for sentence in cut)
