"""A graph that was changed in one character, or whose page was, is found out, and the character is named."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from scenes import PAGES, write

from kg.lexicon import Lexicon
from kg.model import Origin
from kg.settings import Settings
from kg.verify import Verified, verify

Kg = Callable[..., tuple[int, str, str]]
TEXTS = re.compile(r'nif:(?:anchorOf "([^"\n]+)"|isString """(.+?)""")', re.S)


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    return list(write(tmp_path, PAGES))


@pytest.fixture
def turtle(builds: Path) -> str:
    return (builds / "one" / "graph.ttl").read_text(encoding="utf-8")


@pytest.fixture
def check(tmp_path: Path, lexicon: Lexicon, settings: Settings) -> Callable[..., Verified]:
    """check(Turtle, *pages)"""

    def call(text: str, *pages: Path) -> Verified:
        path = tmp_path / "graph.ttl"
        path.write_text(text, encoding="utf-8")
        return verify(path, lexicon, settings, pages)

    return call


@pytest.fixture
def without_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pySHACL says is tested elsewhere, and takes a second each time."""
    monkeypatch.setattr("kg.verify.validate", lambda quads, lexicon: ())


def changed(text: str, at: int, to: str = "囧") -> str:
    return text[:at] + to + text[at + 1 :]


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", ""])
def test_a_build_and_its_files_are_sound(name: str, builds: Path, pages: list[Path], kg: Kg) -> None:
    code, said, talk = kg("verify", builds / "one" / name, *pages, "--language", "en")
    assert (code, said) == (0, "")
    assert re.fullmatch(r"[\d,]+ triples, \d\d+ quotes, 2 pages compared: 0 problems\n", talk)


def test_one_changed_character_of_a_text_or_quote_is_named(
    turtle: str, pages: list[Path], check: Callable[..., Verified], without_shapes: None
) -> None:
    places = [
        at for m in TEXTS.finditer(turtle) for at in range(*m.span(m.lastindex or 0)) if turtle[at] not in '\\"' and turtle[at - 1] != "\\"
    ]
    assert len(places) > 500
    for at in random.Random(6).sample(places, 60):
        for given in ((), pages):  # the hash and the offsets tell, the pages tell once more
            found = check(changed(turtle, at), *given)
            assert any("囧" in problem.message for problem in found.problems), turtle[at - 30 : at + 30]
            assert all(problem.where.startswith("http") for problem in found.problems)


def test_one_changed_character_of_a_page_is_named_with_all_that_quotes_it(
    turtle: str, pages: list[Path], check: Callable[..., Verified], without_shapes: None
) -> None:
    page = pages[0].read_text(encoding="utf-8")
    at = page.index("陈立")
    pages[0].write_text(changed(page, at), encoding="utf-8")
    found = check(turtle, *pages)
    assert {"page-changed", "page-text", "page-quote"} == {problem.code for problem in found.problems}
    quotes = [problem for problem in found.problems if problem.code == "page-quote"]
    assert any("/mention/" in problem.where for problem in quotes)
    assert any("/sentence/" in problem.where for problem in quotes)
    assert all(f"(the page at {at})" in p.message and "囧立" in p.message and "陈立" in p.message for p in quotes)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (r"void:entities (\d+)", "void:entities 99", "count"),
        (r'kg:sourceBegin "\d+"', 'kg:sourceBegin "1"', "source"),
        (r'kg:sha256 "[0-9a-f]', 'kg:sha256 "x', "text-hash"),
        (r'kg:origin "0:\d+', 'kg:origin "0:1', "source"),
        (r'kg:origin "0:\d+:\d+ ', 'kg:origin "', "origin"),
        (r"(?m)^    kg:origin .*\n", "", "origin"),
        (r'(?m)^(page:.*(?:\n    .*)*?kg:sha256 ")[0-9a-f]{4}', r"\g<1>ffff", "page-hash"),
        (r"nif:anchorOf", "nif:anchorOf nif:anchorOf", "syntax"),
    ],
)
def test_other_damage_is_named(old: str, new: str, code: str, turtle: str, check: Callable[..., Verified], without_shapes: None) -> None:
    damaged = re.sub(old, new, turtle, count=1)
    assert damaged != turtle
    assert code in {problem.code for problem in check(damaged).problems}


def test_pages_that_are_not_there_are_missed(turtle: str, pages: list[Path], check: Callable[..., Verified], without_shapes: None) -> None:
    found = check(turtle, pages[0])
    assert [problem.code for problem in found.problems] == ["page-missing"]
    assert pages[1].name in found.problems[0].message


def test_a_shape_that_does_not_hold_is_told_and_the_exit_code_says_so(turtle: str, tmp_path: Path, kg: Kg) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(re.sub(r" ;\n    schema:position \d+", "", turtle, count=1), encoding="utf-8")
    code, said, _ = kg("verify", path)
    assert code == 1
    assert "shape-mincount" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("name", ["nothing.ttl", "data/pages"])
def test_what_is_no_graph_is_refused(name: str, kg: Kg) -> None:
    assert kg("verify", name)[0] == 2


def test_an_origin_comes_back_from_its_text() -> None:
    origin = Origin(((0, 44, 14), (15, 59, 15)))
    assert str(origin) == "0:44:14 15:59:15"
    assert Origin.parse(str(origin)) == origin
    assert Origin.parse("") == Origin()
    with pytest.raises(ValueError):
        Origin.parse("1:2")
