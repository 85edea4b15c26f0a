"""The corpus that bench/corpus.py makes: the same bytes from a seed, truth that stands in the text, and a build that finds its people."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg import output, pipeline
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus", ROOT / "bench" / "corpus.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


corpus = tool()


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def sheets() -> list[object]:
    return list(corpus.sheets(400, 3, 2))


@pytest.mark.parametrize("form", ["dumps", "jsonl", "parquet"])
def test_a_seed_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        corpus.make(tmp_path / name, 30, seed, form)
    assert content(tmp_path / "one") == content(tmp_path / "again")
    assert content(tmp_path / "one").keys() >= {"truth.jsonl"}
    assert content(tmp_path / "one") != content(tmp_path / "other")


def test_every_surface_stands_in_its_article_and_no_slot_is_left(sheets: list[object]) -> None:
    for told in (told for sheet in sheets for told in sheet.articles):  # type: ignore[attr-defined]
        text = told.title + "".join(told.paragraphs)
        assert all(surface in text for surface in (*told.people, *told.organs))
        assert {person for person, _, _ in told.posts} <= {person.id for person in told.people.values()}
        assert not set("{}[]?|@#") & set(text)


def test_articles_are_as_long_as_those_of_papers_and_no_two_alike(sheets: list[object]) -> None:
    texts = ["".join(told.paragraphs) for sheet in sheets for told in sheet.articles]  # type: ignore[attr-defined]
    assert len(set(texts)) == len(texts) == 400
    assert all(150 <= len(text) <= 900 for text in texts)


def test_a_page_has_four_to_nine_articles_and_the_days_run_over_ten_years(sheets: list[object]) -> None:
    assert all(4 <= len(sheet.articles) <= 9 for sheet in sheets[:-1])  # type: ignore[attr-defined]
    days = [sheet.date for sheet in sheets]  # type: ignore[attr-defined]
    assert days == sorted(days)
    assert (days[0].year, days[-1].year) == (2014, 2023)


def test_a_seat_has_one_holder_after_another_and_nobody_holds_two() -> None:
    world = corpus.World(1, 1)
    prefecture = world.prefecture(world.places[0])
    assert all(terms.days == sorted(set(terms.days)) for terms in prefecture.terms.values())
    for day in (0, 1500, 3000):
        holders = [terms.on(day).id for terms in prefecture.terms.values()]
        assert len(holders) == len(set(holders))


@pytest.mark.parametrize("form", ["dumps", "jsonl"])
def test_a_build_of_sixty_articles_tells_their_people_apart(form: str, tmp_path: Path) -> None:
    corpus.make(tmp_path, 60, 1, form)
    output.write(pipeline.build([tmp_path / "pages"], Settings()), tmp_path / "out", Settings())
    people, *_, bodies = corpus.score(tmp_path / "out", tmp_path / "truth.jsonl")
    assert people.found / people.known > 0.95
    assert people.clusters.f > 0.97
    assert people.clusters.pairs.precision > 0.99
    assert bodies.clusters.f > 0.95
    assert "people" in "\n".join(corpus.report([people, bodies], examples=1))


def test_the_truth_names_post_body_and_day_of_officials(tmp_path: Path) -> None:
    corpus.make(tmp_path, 60, 1, "jsonl")
    truth = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    posts = [post for row in truth for post in row["posts"]]
    assert posts[0].keys() == {"person", "title", "organ", "day"}
    assert {"书记", "局长"} <= {post["title"] for post in posts}
