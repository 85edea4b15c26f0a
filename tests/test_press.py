"""The test pages: they hold what their truth says, each thing in its own place, and the frozen ones stay as they are."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import combinations, pairwise

import pytest
from press import dumps, makeup, pdf, pool, undated
from press.__main__ import FROZEN, digest
from press.blocks import meeting
from press.makeup import Page

SETS = pytest.mark.parametrize("kind", ["dev", "frozen"])


@lru_cache(maxsize=2)
def pages(kind: str) -> list[Page]:
    """The pages of a set."""
    return makeup.pages(kind, pool.read(pool.ARTICLES / f"{kind}.yaml"))


def squeezed(*texts: str | None) -> str:
    """Texts one after the other, without white space."""
    return "".join("".join(text.split()) for text in texts if text)


def test_the_frozen_pages_are_as_they_were() -> None:
    assert [digest(page) for page in pages("frozen")] == FROZEN.read_text(encoding="utf-8").splitlines()


@SETS
def test_every_part_of_an_article_is_printed_once(kind: str) -> None:
    for page in pages(kind):
        printed: dict[tuple[str, str], list[tuple[int, str, int, str]]] = {}
        for region in page.regions:
            for order, (line, (role, number)) in enumerate(zip(region.lines, region.marks, strict=True), region.first):
                printed.setdefault((region.article, region.part), []).append((order, role, number, line.text))
        for record in page.truth["articles"]:
            for part in ("title", "subtitle", "strap", "credit"):
                assert squeezed(*(text for *_, text in printed.get((record["id"], part), []))) == squeezed(record[part])
            body = sorted(printed[record["id"], "body"])
            jump = f"（上接第{record['jump']['from']}版）" if "from" in record.get("jump", {}) else ""
            for role, texts in (("text", record["paragraphs"]), ("subhead", record["subheads"])):
                for number, text in enumerate(texts):
                    lines = squeezed(*(line for _, its_role, its, line in body if (its_role, its) == (role, number)))
                    assert lines.removeprefix(jump) == squeezed(text)
            shown = printed.get((record["id"], "captions"), [])
            for number, caption in enumerate(record["captions"]):
                assert squeezed(*(text for _, _, its, text in shown if its == number)) == squeezed(caption["text"])
            byline = squeezed(*(text for *_, text in printed.get((record["id"], "byline"), [])))
            assert byline in ("", squeezed(record["byline"]))


@SETS
def test_no_character_is_printed_that_the_truth_lacks(kind: str) -> None:
    for page in pages(kind):
        found = Counter(squeezed(*(line.text for region in page.regions for line in region.lines)))
        told: Counter[str] = Counter(squeezed(*(record["text"] for record in page.truth["furniture"])))
        for record in page.truth["articles"]:
            own = [record["title"], record["subtitle"], record["strap"], record["credit"], *record["paragraphs"], *record["subheads"]]
            own += [caption["text"] for caption in record["captions"]]
            if record["byline"] != record["credit"] and record["byline"] not in record["paragraphs"][0]:
                own.append(record["byline"])
            told += Counter(squeezed(*own))
        assert found == told, page.spec.name


@SETS
def test_no_line_stands_on_another_or_on_a_picture(kind: str) -> None:
    for page in pages(kind):
        lines = [(line.box, line.text) for region in page.regions for line in region.lines]
        photos = [(shape.box, "picture") for shape in page.shapes if shape.seed]
        for (one, text), (other, second) in combinations(lines + photos, 2):
            assert not meeting(one.inset(0.2), other.inset(0.2)), (page.spec.name, text, second)
        assert all(box.x > 0 and box.y > 0 and box.right < page.width and box.bottom < page.height for box, _ in lines)


@SETS
def test_a_set_shows_every_kind_of_article_and_every_device(kind: str) -> None:
    assert len(pages(kind)) == 24
    kinds = {record["kind"] for page in pages(kind) for record in page.truth["articles"]}
    assert kinds == pool.KINDS - {"advert"}
    assert {flag for page in pages(kind) for flag in page.shows} >= {flag for _, flags in makeup.PLAN for flag in flags.split()}
    sizes = [len(page.truth["articles"]) for page in pages(kind)]
    assert min(sizes) >= 2
    assert max(sizes) == 9


@SETS
def test_stories_that_jump_go_on_on_a_page_of_the_same_issue(kind: str) -> None:
    to, since = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for page in pages(kind):
        issue, own = (page.spec.newspaper, page.spec.date.isoformat()), str(page.spec.number)
        for record in page.truth["articles"]:
            if jump := record.get("jump"):
                ends = (own, jump["to"]) if "to" in jump else (jump["from"], own)
                (to if "to" in jump else since)[(*issue, record["source"], *ends)] += 1
    assert to == since
    assert to.total() >= 4


@pytest.mark.parametrize("name", ["d02", "d08"])
def test_a_pdf_holds_the_characters_of_its_page(name: str) -> None:
    page = next(page for page in pages("dev") if page.spec.name == name)
    assert pdf.as_bytes(page) == pdf.as_bytes(page)
    printed = squeezed(*(line.text for region in page.regions for line in region.lines))
    assert Counter(squeezed(dumps.pdfium(pdf.as_bytes(page)))) == Counter(printed)


def test_a_dump_has_the_habits_of_the_seed_pages() -> None:
    texts = [dumps.seed(page) for page in pages("dev")]
    lines = [line for text, _ in texts for line in text.split("\n")]
    followed = [after for before, after in pairwise(lines) if len(before) > 8 and before[-1].isdigit()]
    assert 0.5 < sum(bool(after) for after in followed) / len(followed) < 0.95  # no blank line after digits
    assert any(line.startswith(" ") and len(line) > 8 for line in lines)
    assert sum(line.count(" ") > 6 for line in lines) > 10  # letter-spaced
    assert any(len(line) > 8 and line[: len(line) // 2] == line[len(line) // 2 :] for line in lines)  # shadow print
    assert any(lost for _, lost in texts)
    assert sum(len(line) == 1 for line in lines) > 50  # vertical headlines


def test_pages_without_datelines_say_which_lines_are_whose() -> None:
    for page, dump in undated.pages(3):
        assert {story for story, part in dump.places if part == "body"} == {article.id for article in page.articles}
