"""The scores of page splitting: pages made by hand whose figures are known, and the command that measures whole folders."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import page_scores, scoring
from kg.model import Article, Origin, Page, Part, Reading, Role
from kg.page_scores import Row, Scores, distance, figure, overlaps, score, truth
from kg.settings import Settings

Kg = Callable[..., tuple[int, str, str]]
Piece = tuple[Role, str]

ROADS = (
    "本报讯（记者 田禾） 3月5日，临河市召开农村公路建设推进会，部署今年重点任务。",
    "会议指出，去年全市新改建农村公路312公里，解决了46个自然村出行难题。",
)
TEA = (
    "本报讯（通讯员 叶青 苏木） 春分时节，青石县云雾镇的茶园里人头攒动。",
    "来自12个村的86名选手同台竞技，松岭村村民程小满夺得第一名。",
)
TRUE: list[dict[str, Any]] = [
    {"id": "p-1", "title": "我市部署农村公路建设", "subtitle": None, "strap": "加快建设 交通强市", "authors": [["田禾", "记者"]],
     "paragraphs": list(ROADS), "subheads": [], "captions": []},
    {"id": "p-2", "title": "采茶能手比赛开镰", "subtitle": "——云雾镇见闻", "strap": None, "authors": [["叶青", "通讯员"], ["苏木", "通讯员"]],
     "paragraphs": list(TEA), "subheads": [], "captions": [{"text": "图为比赛现场。"}]},
]  # fmt: skip
ONE: tuple[Piece, ...] = (
    ("strap", "加快建设　交通强市"), ("title", "我市部署农村公路建设"), ("paragraph", ROADS[0]), ("paragraph", ROADS[1]),
)  # fmt: skip
TWO: tuple[Piece, ...] = (
    ("title", "采茶能手比赛开镰"), ("subtitle", "——云雾镇见闻"), ("paragraph", TEA[0]), ("paragraph", TEA[1]), ("caption", "图为比赛现场。"),
)  # fmt: skip
ALL = ((ONE, ("田禾",)), (TWO, ("叶青", "苏木")))


def printed(*stories: tuple[Sequence[Piece], Sequence[str]], furniture: Sequence[str] = ("第2版 要闻",)) -> Reading:
    """A page with some articles, a line for each part, and furniture below."""
    body, articles = "", []
    for order, (pieces, authors) in enumerate(stories, 1):
        text = "\n".join(line for _, line in pieces)
        parts, at = [], 0
        for role, line in pieces:
            parts.append(Part(role, at, at + len(line)))
            at += len(line) + 1
        runs = tuple((part.start, len(body) + part.start, part.end - part.start) for part in parts)
        heads = {role: line for role, line in pieces if role in ("title", "subtitle")}
        articles.append(Article(f"p-{order}", "p", order, text, tuple(parts), Origin(runs), authors=tuple(authors), **heads))
        body += text + "\n\n"
    stretches = []
    for line in furniture:
        stretches.append((len(body), len(body) + len(line), "header"))
        body += line + "\n"
    return Reading(Page("p", "p.txt", "text", body), tuple(articles), furniture=tuple(stretches))


def scored(reading: Reading | None, true: Any = TRUE) -> Row:
    return score("p.txt", truth(true), reading)


def without(pieces: Sequence[Piece], *lines: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece[1] not in lines)


def named(row: Row, *names: str) -> tuple[float | None, ...]:
    return tuple(None if (value := figure(row, name)) is None else round(value, 3) for name in names)


HEADS = ("titles", "subtitles", "straps", "authors")


def test_a_page_that_is_all_right_has_full_scores_and_no_fault() -> None:
    row = scored(printed(*ALL), {"articles": TRUE, "furniture": [{"role": "header", "text": "第 2 版　要闻"}]})
    figures = {name: figure(row, name) for name in page_scores.FIGURES}
    assert figures == dict.fromkeys(page_scores.FIGURES, 1.0) | {"subheads": None}
    assert row.faults == ()


def test_white_space_width_and_lost_glyphs_make_no_difference() -> None:
    lost = ROADS[0].replace("公路", "□路").replace("（", "(")
    here = ROADS[0].replace("公路", "路").replace("月", " 月\u3000")
    row = scored(
        printed((((*ONE[:2], ("paragraph", here), ONE[3])), ("田 禾",)), ALL[1]), [{**TRUE[0], "paragraphs": [lost, ROADS[1]]}, TRUE[1]]
    )
    assert row.faults == ()


def test_an_article_split_in_two_is_one_missed_and_two_spurious() -> None:
    row = scored(printed((ONE[:3], ("田禾",)), ((ONE[3],), ()), ALL[1]))
    assert (row.boundaries.tp, row.boundaries.fp, row.boundaries.fn) == (1, 2, 1)
    assert named(row, "boundaries", *HEADS) == (0.4, 1.0, 1.0, 1.0, 1.0)
    assert named(row, "paragraphs", "kept") == (1.0, 1.0)
    lost, total = len(page_scores.fold(ROADS[1])), sum(len(page_scores.fold(text)) for text in ROADS + TEA)
    assert (row.characters.right, row.characters.of) == (total - lost, total)
    assert [fault.kind for fault in row.faults] == ["boundary", "characters", "spurious"]


def test_two_articles_merged_count_for_the_one_that_has_more_of_them() -> None:
    row = scored(printed(((*ONE, *without(TWO, "采茶能手比赛开镰", "——云雾镇见闻")), ("田禾",))))
    assert (row.articles.right, row.boundaries.tp, row.boundaries.fp, row.boundaries.fn) == (1, 0, 1, 2)
    assert named(row, *HEADS, "paragraphs", "captions") == (0.5, 0.5, 0.5, 0.5, 1.0, 1.0)
    assert [fault.article for fault in row.faults if fault.kind == "boundary"] == ["p.txt p-1", "p.txt p-2"]


@pytest.mark.parametrize(
    ("lines", "figures"),
    [
        (("我市部署农村公路建设",), (0.5, 1.0, 1.0, 1.0)),
        (("——云雾镇见闻",), (1.0, 0.5, 1.0, 1.0)),
        (("加快建设　交通强市",), (1.0, 1.0, 0.5, 1.0)),
    ],
)
def test_a_missing_head_costs_that_head_alone(lines: tuple[str, ...], figures: tuple[float, ...]) -> None:
    row = scored(printed((without(ONE, *lines), ("田禾",)), (without(TWO, *lines), ("苏木", "叶青"))))
    assert named(row, *HEADS) == figures
    assert named(row, "boundaries", "paragraphs") == (1.0, 1.0)


def test_a_headline_that_should_not_be_there_is_wrong() -> None:
    row = scored(printed(*ALL), [{**TRUE[0], "title": None}, TRUE[1]])
    assert named(row, *HEADS) == (0.5, 1.0, 1.0, 1.0)
    assert (row.faults[0].kind, row.faults[0].expected, row.faults[0].found) == ("title", "–", "我市部署农村公路建设")


def test_a_lost_paragraph_break_costs_two_paragraphs_and_no_characters() -> None:
    row = scored(printed(((*ONE[:2], ("paragraph", "".join(ROADS))), ("田禾",)), ALL[1]))
    assert (row.paragraphs.tp, row.paragraphs.fp, row.paragraphs.fn) == (2, 1, 2)
    assert named(row, "boundaries", "characters") == (1.0, 1.0)
    assert [(fault.article, fault.kind) for fault in row.faults] == [("p.txt p-1", "paragraphs")] * 2


@pytest.mark.parametrize("undecided", ["会议指出，去年", 4])
def test_an_undecided_break_is_not_scored(undecided: int | str) -> None:
    parted = printed(*ALL)
    assert parted.page.body.split("\n")[3] == ROADS[1]
    article = parted.articles[0]
    whole = Part("paragraph", article.parts[2].start, article.parts[3].end)
    merged = replace(parted, articles=(replace(article, parts=(*article.parts[:2], whole)), parted.articles[1]))
    for reading in (parted, merged):
        assert scored(reading, {"articles": TRUE, "undecided": [undecided]}).paragraphs.f == 1.0
    assert scored(merged).paragraphs.f < 1.0


def test_characters_that_are_missing_in_a_body_are_counted() -> None:
    short = ROADS[1].replace("新改建", "")
    row = scored(printed(((*ONE[:3], ("paragraph", short)), ("田禾",)), ALL[1]))
    assert row.characters.of - row.characters.right == 3
    assert named(row, "boundaries") == (1.0,)


def test_misread_print_moves_no_border() -> None:
    noisy = "".join("囗" if i % 9 == 5 else char for i, char in enumerate(ROADS[0] + ROADS[1]))
    row = scored(printed(((*ONE[:2], ("paragraph", noisy)), ("田禾",)), ALL[1]))
    assert row.boundaries.f == 1.0
    assert row.characters.accuracy < 0.95


def test_a_body_in_the_wrong_order_keeps_its_borders_and_loses_characters() -> None:
    row = scored(printed(((*ONE[:2], ONE[3], ONE[2]), ("田禾",)), ALL[1]))
    assert named(row, "boundaries", "paragraphs") == (1.0, 1.0)
    assert row.characters.accuracy < 0.8


def test_characters_that_stand_nowhere_or_twice_are_residual() -> None:
    whole = printed(*ALL)
    assert scored(replace(whole, furniture=())).kept.of - scored(replace(whole, furniture=())).kept.right == len("第2版要闻")
    twice = scored(replace(whole, furniture=(*whole.furniture, (0, 4, "strap"))))
    assert twice.kept.of - twice.kept.right == 4
    assert [fault.found for fault in twice.faults] == ["2 × 0: 加快建设"]


def test_a_page_that_cannot_be_read_has_nothing() -> None:
    row = scored(None)
    assert named(row, "boundaries", *HEADS, "characters", "paragraphs") == (0.0,) * 7
    assert named(row, "kept") == (None,)


def test_furniture_inside_an_article_is_not_kept_apart() -> None:
    advert = "临河大酒店招聘服务员数名，电话：5550123"
    true = {"articles": TRUE, "furniture": [{"role": "header", "text": "第2版要闻"}, {"role": "advert", "text": advert}]}
    row = scored(printed((ONE, ("田禾",)), ((*TWO, ("paragraph", advert)), ("叶青", "苏木"))), true)
    assert (row.furniture.right, row.furniture.of) == (1, 2)
    assert scored(printed(*ALL, furniture=("第2版 要闻", advert)), true).furniture.accuracy == 1.0


def test_averages_leave_out_pages_that_have_no_such_thing() -> None:
    bare = {**TRUE[0], "strap": None}
    rows = [scored(printed(*ALL)), score("q.txt", truth([bare]), printed((without(ONE, ONE[0][1], ONE[1][1]), ("田禾",))))]
    scores = Scores.of(rows)
    assert page_scores.macro(scores)["captions"] == 1.0
    assert (page_scores.macro(scores)["titles"], page_scores.micro(scores)["titles"]) == (0.5, 2 / 3)


def test_a_photo_without_text_is_known_by_its_caption() -> None:
    photo = {"id": "p-3", "title": None, "authors": ["石磊"], "paragraphs": [], "captions": ["昨日，渔民在临河水库撒网捕鱼。"]}
    row = scored(printed(*ALL, ((("paragraph", "昨日，渔民在临河水库撒网捕鱼。"),), ("石磊",))), [*TRUE, photo])
    assert named(row, "boundaries", *HEADS) == (1.0,) * 5
    assert (row.paragraphs.fp, row.captions.fn) == (1, 1)


def table_of_distances(a: str, b: str) -> int:
    """The edit distance by its definition."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


@given(st.text("市县镇", max_size=40), st.text("市县镇村", max_size=40))
def test_the_fast_distance_is_the_distance(a: str, b: str) -> None:
    assert distance(a, b) == table_of_distances(a, b)


@given(
    st.lists(st.text("市县镇村乡", max_size=30), min_size=1, max_size=4),
    st.lists(st.text("市县镇村乡", max_size=30), min_size=1, max_size=4),
)
def test_no_character_is_shared_twice(wanted: list[str], got: list[str]) -> None:
    shared = overlaps(wanted, got)
    assert all(sum(row) <= len(text) for row, text in zip(shared, wanted, strict=True))
    assert all(sum(column) <= len(text) for column, text in zip(zip(*shared, strict=True), got, strict=True))


# --- files and the command --------------------------------------------------------------------------------------------

DUMP = "我市部署农村公路建设\n\n" + "\n".join(ROADS) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("truth", "pages"):
        (tmp_path / name).mkdir()
    story = {**TRUE[0], "strap": None}
    (tmp_path / "truth" / "a.json").write_text(json.dumps([story], ensure_ascii=False), encoding="utf-8")
    (tmp_path / "pages" / "a.txt").write_text(DUMP, encoding="utf-8")
    return tmp_path


def test_the_command_scores_a_folder_and_exits_with_the_floors(folder: Path, kg: Kg) -> None:
    command = ("eval", "--pages", folder / "truth", folder / "pages", "--language", "en")
    code, out, err = kg(*command, "--raise-floors")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == ["a.txt", "1/1", *["1.000"] * 5, "1.0000", "1.000", "–", "–", "–", "–", "0"]
    floors = json.loads((folder / "floors.json").read_text(encoding="utf-8"))["truth"]
    assert floors == dict.fromkeys(("authors", "boundaries", "characters", "kept", "paragraphs", "straps", "subtitles", "titles"), 1.0)
    (folder / "pages" / "a.txt").write_text(DUMP.replace("我市部署", "某市部署"), encoding="utf-8")
    code, out, err = kg(*command, "--errors", 1)
    assert code == 1
    assert err == (
        "a.txt p-1  title\n    expected 我市部署农村公路建设\n    found 某市部署农村公路建设\ntitles  0.0000  below floor  1.0000\n"
    )
    assert kg(*command, "--raise-floors")[0] == 0
    assert json.loads((folder / "floors.json").read_text(encoding="utf-8"))["truth"] == floors
    kg(*command, "--lower-floors", "--floors", folder / "others.json")
    assert json.loads((folder / "others.json").read_text(encoding="utf-8"))["truth"]["titles"] == 0.0


def test_json_has_pages_averages_and_errors(folder: Path, kg: Kg) -> None:
    (folder / "pages" / "a.txt").write_text(DUMP.replace("我市部署", "某市部署"), encoding="utf-8")
    code, out, _ = kg("eval", "--pages", folder / "truth" / "a.json", folder / "pages" / "a.txt", "--json", "--errors", 9)
    found = json.loads(out)
    assert code == 0
    assert (found["pages"][0]["page"], found["macro"]["titles"], found["micro"]["boundaries"]) == ("a.txt", 0.0, 1.0)
    assert found["errors"] == [
        {"where": "a.txt p-1", "kind": "title", "expected": "我市部署农村公路建设", "found": "某市部署农村公路建设"}
    ]  # fmt: skip


def test_other_dumps_of_a_page_have_its_truth_and_unreadable_ones_score_nothing(folder: Path, kg: Kg) -> None:
    (folder / "pages" / "a.other.txt").write_text(DUMP, encoding="utf-8")
    (folder / "pages" / "a.empty.txt").write_text("\n\n", encoding="utf-8")
    (folder / "truth" / "b.json").write_text("[]", encoding="utf-8")
    code, out, err = kg("eval", "--pages", folder / "truth", folder / "pages", "--language", "en")
    assert code == 0
    rows = {line.split("  ")[0]: line.split() for line in out.splitlines()[1:]}
    assert list(rows) == ["a.empty.txt (a)", "a.other.txt", "a.txt", "macro", "micro"]
    assert (rows["a.empty.txt (a)"][2:4], rows["macro"][2]) == (["0/1", "0.000"], "0.667")
    assert "pages/empty" in err
    assert "b.json: there is no page of this name [eval/no-page]" in err


def test_pages_of_one_file_have_truths_by_their_numbers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, article in enumerate(TRUE, 1):
        (folder / "truth" / f"b.{number}.json").write_text(json.dumps([article]), encoding="utf-8")
    file = folder / "pages" / "b.txt"
    file.write_text(DUMP, encoding="utf-8")
    page = printed(ALL[1], furniture=()).page
    second = replace(printed(ALL[1], furniture=()), page=replace(page, source=f"{file}#page=2"))
    monkeypatch.setattr(scoring, "split", lambda *_: ((second,), ()))
    report = scoring.run_pages(folder / "truth", [file], Settings())
    assert [(row.page, row.boundaries.f) for row in report.scores.rows] == [("b.txt#page=2", 1.0), ("b.txt (b.1)", 0.0)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        *((("--pages", option), "are not for --pages") for option in ("--by-article", "--by=kind", "--baselines")),
        (("--pages", "{folder}/truth"), "name the pages that this truth describes"),
        (("--pages", "{folder}/truth", "{folder}/other"), "none of the pages has a truth of its name (a …)"),
        (("{folder}/truth", "{folder}/pages"), "a folder as GOLD is for --pages"),
        (("--pages", "{folder}/bad.json", "{folder}/pages"), "bad.json: not the truth of a page"),
    ],
)
def test_faulty_calls_are_told(arguments: tuple[str, ...], said: str, folder: Path, kg: Kg) -> None:
    (folder / "bad.json").write_text('[{"id": 1}]', encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "z.txt").write_text(DUMP, encoding="utf-8")
    code, out, err = kg("eval", *(argument.format(folder=folder) for argument in arguments))
    assert (code, out) == (2, "")
    assert said in err
