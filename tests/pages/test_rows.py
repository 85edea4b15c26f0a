"""Tables: an article in each row, whatever the columns are called; bad rows are named with their line, and big files are cut."""

from __future__ import annotations

import csv
import importlib
import io
import json
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from whole import parts, read

from kg import pages
from kg.model import Page, Problem
from kg.settings import Settings, SettingsError, load

FIRST = "本报讯（记者 田禾）3月5日，临河市召开农村公路建设推进会。"
SECOND = "会议强调，各县区要抢抓施工黄金期，“倒排工期”、挂图作战。"
BODY = f"{FIRST}\n{SECOND}"
CHINESE = {"标题": "我市部署农村公路建设", "副标题": "江帆出席并讲话", "作者": "田禾 叶青", "日期": "2024年3月6日", "报纸": "临河日报", "版次": "第02版：要闻",
           "正文": BODY, "链接": "https://paper.example/1", "编号": "7"}  # fmt: skip
ENGLISH = dict(zip(("headline", "deck", "byline", "pub_date", "newspaper", "page", "Content", "URL", "id"), CHINESE.values(), strict=True))
SAID = ("临河日报", "2024-03-06", "02", "我市部署农村公路建设", "江帆出席并讲话", ("田禾", "叶青"))


def table(rows: Sequence[dict[str, str]], separator: str = ",", **how: object) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=separator, **how)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def many(count: int) -> list[dict[str, str]]:
    return [{"标题": f"第{i}条", "正文": f"这是第{i}条消息，\n说的是青石县“第{i}号”公路。"} for i in range(1, count + 1)]


WRITTEN = {
    "a.csv": table([CHINESE]),
    "b.csv": table([ENGLISH], ";"),
    "c.tsv": table([CHINESE], "\t", lineterminator="\n"),
    "d.csv": table([ENGLISH], "|", quoting=csv.QUOTE_ALL),
    "e.jsonl": json.dumps(CHINESE, ensure_ascii=False) + "\n",
    "f.ndjson": json.dumps(ENGLISH) + "\r\n\r\n",
    "g.json": json.dumps([CHINESE], ensure_ascii=False, indent=2),
    "h.json": json.dumps(ENGLISH, ensure_ascii=False, indent=2),
    "i.json": json.dumps({"total": 1, "data": [CHINESE]}, ensure_ascii=False, indent=2),
    "j.json": json.dumps(CHINESE, ensure_ascii=False) + "\n",
}


def known(page: Page) -> tuple[object, ...]:
    from whole import split

    (article,) = split(page)
    return (page.newspaper, page.published, page.edition, article.title, article.subtitle, article.authors)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", WRITTEN)
def test_the_columns_of_a_table_are_recognised_by_their_names(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(WRITTEN[name].encode(encoding))
    (page,), ((article,),), problems = read(tmp_path / name)
    assert problems == []
    assert known(page) == SAID
    assert (page.source, page.meta["url"]) == (f"{tmp_path / name}#row=1", "https://paper.example/1")
    assert parts(article, "paragraph") == [FIRST, SECOND]


def test_the_user_names_columns_and_the_others_are_still_recognised(tmp_path: Path) -> None:
    row = {"x": BODY, "text": "别的话，不是正文。", "标题": CHINESE["标题"], "who": "田禾"}
    (tmp_path / "a.csv").write_text(table([row]), encoding="utf-8")
    (page,), ((article,),), _ = read(tmp_path / "a.csv", Settings(columns="body=X, author=who"))
    assert (article.title, article.authors, parts(article, "paragraph")) == (CHINESE["标题"], ("田禾",), [FIRST, SECOND])
    assert "别的话" not in page.body


def test_a_path_of_names_reaches_into_objects(tmp_path: Path) -> None:
    row = {"article": {"main": [FIRST, SECOND], "who": ["田禾", "叶青"]}, "meta": {"day": "20240306"}}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    settings = Settings(columns="body=article.main,author=article.who,date=meta.day")
    (page,), ((article,),), _ = read(tmp_path / "a.jsonl", settings)
    assert (page.published, article.authors, parts(article, "paragraph")) == ("2024-03-06", ("田禾", "叶青"), [FIRST, SECOND])


@pytest.mark.parametrize("columns", ["body", "body=", "text=content", "=x"])
def test_columns_that_cannot_be_understood_are_refused(columns: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="should be PART=NAME"):
        load(None, columns=columns)


@pytest.mark.parametrize(
    ("said", "columns", "message"),
    [
        ("a,b\n1,2\n", "", "no column is known to hold the text; there are a, b"),
        ("标题,正文\n题,文\n", "body=内文", "there is no column 内文; there are 标题, 正文"),
        ('{"a": 1}\n{"a": 2}\n', "", "no column is known to hold the text; there are a"),
    ],
)
def test_a_table_without_a_text_is_one_problem(said: str, columns: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.jsonl" if said[0] == "{" else "a.csv")
    path.write_text(said, encoding="utf-8")
    found, _, problems = read(path, Settings(columns=columns))
    assert found == []
    assert [(p.code, p.where, p.message) for p in problems] == [("table", f"{path}:1", message)]
    assert "--columns" in problems[0].hint


@pytest.mark.parametrize(("columns", "severity"), [("", "warning"), ("body=text", "error")])
def test_json_that_holds_something_else_is_a_fault_only_when_the_user_says_it_is_a_table(
    columns: str, severity: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text('{"name": "zhitu", "files": []}', encoding="utf-8")
    assert {p.severity for p in read(tmp_path / "a.json", Settings(columns=columns))[2]} == {severity}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-03-06", "2024-03-06"),
        ("2024-03-06T08:30:00+08:00", "2024-03-06"),
        ("2024/3/6 8:30", "2024-03-06"),
        ("20240306", "2024-03-06"),
        ("1709683200", "2024-03-06"),
        ("1709683200000", "2024-03-06"),
        ("2024年3月", "2024-03"),
        ("2024", "2024"),
    ],
)
def test_dates_of_every_form_are_read(written: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table([{"date": written, "text": BODY}]), encoding="utf-8")
    assert read(tmp_path / "a.csv")[0][0].published == meant


def test_a_date_that_is_none_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table([{"date": "昨天", "text": BODY}]), encoding="utf-8")
    found, _, problems = read(tmp_path / "a.csv")
    assert len(found) == 1
    assert [(p.code, p.severity) for p in problems] == [("metadata", "warning")]


def test_markup_in_a_text_is_read_as_markup(tmp_path: Path) -> None:
    row = {"title": "“村村通”&amp;“户户通”", "content": f"<p>　　{FIRST}</p><script>x()</script><p>　　{SECOND}</p>"}
    (tmp_path / "a.csv").write_text(table([row]), encoding="utf-8")
    _, ((article,),), _ = read(tmp_path / "a.csv")
    assert (article.title, parts(article, "paragraph")) == ("“村村通”&“户户通”", [FIRST, SECOND])


# ---- bad rows --------------------------------------------------------------------------------------------------------


def wrong(problems: list[Problem], path: Path) -> list[tuple[str, str]]:
    """Places and messages without the name of the file."""
    assert {p.severity for p in problems} <= {"error"}
    return [(p.where.removeprefix(str(path)), p.message) for p in problems]


def text(said: str) -> str:
    """A row of JSON as it is written."""
    return f'{{"text": "{said}"}}'


def test_bad_rows_of_csv_are_named_by_their_line_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f'标题,正文\n甲,"{FIRST}\n{SECOND}"\n乙\n丙,\n丁,{FIRST},多出来的\n戊,{SECOND},,\n\n"己,{FIRST}\n庚,{SECOND}\n', encoding="utf-8"
    )
    found, split, problems = read(path)
    assert [article.title for each in split for article in each] == ["甲", "戊", "庚"]
    assert [page.source.rpartition("=")[2] for page in found] == ["1", "5", "7"]
    assert wrong(problems, path) == [
        (":4", "1 columns, the header has 2"),
        (":5", "no text in column 正文"),
        (":6", "3 columns, the header has 2"),
        (":9", "a quote that is never closed"),
    ]


def test_bad_rows_of_json_lines_are_named_by_their_line_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [text(FIRST), '{"text": "', "", "[1]", '{"text": null}', '{"other": 1}', "[" * 100_000, text(SECOND), text(f"\\ud800{SECOND}")]
    path.write_text("\n".join(rows), encoding="utf-8")
    found, _, problems = read(path)
    assert [page.body.strip() for page in found] == [FIRST, SECOND, f"\ufffd{SECOND}"]
    assert [(where, message[:14]) for where, message in wrong(problems, path)] == [
        (":2", "not valid JSON"),
        (":4", "not an object "),
        (":5", "no text in col"),
        (":6", "no column is k"),
        (":7", "not valid JSON"),
    ]


def test_a_fault_in_a_json_list_costs_one_element(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rows = ",\n".join([text(FIRST), text(FIRST).replace("}", ", bad}"), text(SECOND), "5", text(f"{FIRST}\\n{SECOND}")])
    path.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    found, _, problems = read(path)
    assert [page.source.rpartition("=")[2] for page in found] == ["1", "3", "5"]
    assert [(where, message[:14]) for where, message in wrong(problems, path)] == [(":3", "not valid JSON"), (":5", "not an object ")]
    path.write_text(f"[\n{rows}", encoding="utf-8")
    assert [p.message for p in read(path)[2]][-1] == "the list does not end: the file is cut off"


def test_broken_bytes_of_a_row_are_told_and_the_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table(many(3)).encode().replace("第2条消息".encode(), "第2条".encode() + b"\xff" + "消息".encode()))
    found, _, problems = read(path)
    assert [page.body.count("\ufffd") for page in found] == [0, 1, 0]
    assert [(p.code, p.where, p.severity) for p in problems] == [("bad-bytes", f"{path}:4", "warning")]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 \xe4\xb8\xad", bytes(range(256)) * 20])
def test_what_is_no_table_is_a_problem(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found, _, problems = read(tmp_path / name)
    assert found == []
    assert len(problems) == 1
    assert read(tmp_path / f"gone.{name}")[2][0].message == "no such file"


# ---- parts -----------------------------------------------------------------------------------------------------------


def together(path: Path, settings: Settings) -> tuple[list[Page], list[Problem], int]:
    """Everything that the parts of a file hold, and how many there are."""
    sources = pages.discover([path], settings)
    found = [pages.read(source, settings=settings) for source in sources]
    return [page for each, _ in found for page in each], [problem for _, each in found for problem in each], len(sources)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_big_file_is_cut_into_parts_that_give_what_the_whole_gives(name: str, encoding: str, tmp_path: Path) -> None:
    rows = many(1_203)
    rows[700]["正文"] = ""
    said = {
        "a.csv": table(rows),
        "a.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
        "a.json": json.dumps(rows, ensure_ascii=False, indent=1),
    }[name]
    (tmp_path / name).write_bytes(said.encode(encoding))
    found, problems, count = together(tmp_path / name, Settings())
    whole, _, faults = read(tmp_path / name)
    assert count == 3
    assert found == whole
    assert problems == faults
    assert len(found) == 1_202
    assert problems[0].where.endswith({"a.csv": f":{2 + 2 * 700}", "a.jsonl": ":701", "a.json": f":{2 + 4 * 700}"}[name])


def test_a_big_file_is_never_held_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    body = "\n".join([FIRST + SECOND] * 12)
    path.write_text(table([{"标题": f"第{i}条", "正文": body} for i in range(8_000)]), encoding="utf-8")
    assert path.stat().st_size > 15_000_000
    tracemalloc.start()
    source = pages.discover([path], Settings())[-1]
    assert len(pages.read(source, settings=Settings())[0]) == 500
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_line_longer_than_any_page_is_skipped_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{FIRST}"}}\n{{"text": "{"长" * 9_000}"}}\n{{"text": "{SECOND}"}}\n', encoding="utf-8")
    found, _, problems = read(path, Settings(max_page_chars=1_000))
    assert len(found) == 2
    assert wrong(problems, path) == [(":2", "more than 4,000 bytes on one line")]


CELLS = st.text(alphabet="甲乙丙，。\"\n\r ,;\t'|", max_size=12)


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"]), st.booleans())
def test_whatever_a_table_holds_comes_back(tmp_path: Path, cells: list[tuple[str, str]], separator: str, quoted: bool) -> None:
    rows = [{"标题": first, "正文": f"春耕备耕{second}正当时"} for first, second in cells]
    how = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    (tmp_path / "a.csv").write_bytes(table(rows, separator, quoting=how).encode())
    found, _, problems = read(tmp_path / "a.csv")
    assert problems == []
    assert [page.body.split() for page in found] == [f"{row['标题']}\n{row['正文']}".split() for row in rows]


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json", "a.parquet"]), st.booleans())
def test_no_bytes_make_a_reader_fail(tmp_path: Path, data: bytes, name: str, begun: bool) -> None:
    begin = {"csv": "标题,正文\n", "tsv": "标题\t正文\n", "json": '[{"正文": "春耕备耕正当时"},', "jsonl": '{"正文": "春耕备耕正当时"}\n'}
    (tmp_path / name).write_bytes(begin.get(name[2:], "PAR1").encode() * begun + data)
    found, _, problems = read(tmp_path / name)
    assert isinstance(found, list)
    assert found or problems or begun


# ---- Parquet ---------------------------------------------------------------------------------------------------------


def parquet(rows: list[dict[str, object]], path: Path, **how: int) -> None:
    """Write a Parquet file, or skip the test."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow (zhitu[parquet]) is not installed: Parquet was NOT read")
    importlib.import_module("pyarrow.parquet").write_table(pa.Table.from_pylist(rows), path, **how)


def test_parquet_is_read_by_row_groups(tmp_path: Path) -> None:
    import datetime

    path = tmp_path / "a.parquet"
    rows = [{**CHINESE, "日期": datetime.date(2024, 3, 6), "正文": f"{i}、{BODY}", "作者": ["田禾", "叶青"]} for i in range(10)]
    parquet(rows, path, row_group_size=4)
    found, problems, count = together(path, Settings())
    assert (count, problems) == (3, [])
    assert [page.source for page in found] == [f"{path}#row={i}" for i in range(1, 11)]
    assert known(found[9]) == SAID
    assert found == read(path)[0]


def test_a_parquet_row_without_text_and_a_file_without_columns_are_problems(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet([{"text": BODY}, {"text": None}], path)
    assert [(p.code, p.where) for p in read(path)[2]] == [("bad-row", f"{path}#row=2")]
    assert [p.message for p in read(path, Settings(columns="body=x"))[2]] == ["there is no column x; there are text"]
    path.write_bytes(path.read_bytes()[:-9])
    assert [p.code for p in read(path)[2]] == ["unreadable"]


def test_without_pyarrow_the_problem_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    problems = read(tmp_path / "a.parquet")[2]
    assert [(p.code, p.hint) for p in problems] == [("no-reader", "pip install 'zhitu[parquet]', or write the table as CSV")]


def test_the_command_takes_columns_and_says_what_is_wrong_with_them(tmp_path: Path, kg: Callable[..., tuple[int, str, str]]) -> None:
    code, _, said = kg("build", tmp_path / "a.csv", "--columns", "text", "-o", tmp_path / "output")
    assert (code, "'text' should be PART=NAME" in said) == (2, True)
