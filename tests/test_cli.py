"""The `kg` command: results on stdout, talk on stderr, exit codes for scripts, UTF-8 under any locale."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from scenes import LVLIANG, ROOT, write

from kg import __version__, builds, cli
from kg.export import WRITERS
from kg.model import Problem

Kg = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]
COMMANDS = ("build", "query", "draw", "export", "explain", "problems", "review", "try", "check", "eval")


@pytest.fixture(scope="module")
def folder(builds: Path) -> Path:
    return builds / "one"


def said(build: Path, what: str) -> str:
    return build.with_name(f"{build.name}.{what}").read_bytes().decode("utf-8")


# --- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(cli.cli, [command, "--help"])
    assert result.exit_code == 0
    assert result.stderr == ""
    assert re.search(rf"Usage: \S+ {command} ", result.stdout)
    assert "--ontology" in result.stdout
    assert "--language" in result.stdout
    assert len(result.stdout.splitlines()) > 8


def test_the_help_of_all_names_every_command_in_both_languages() -> None:
    text = CliRunner().invoke(cli.cli, ["-h"]).stdout
    assert all(f"kg {command}" in text for command in COMMANDS if command not in ("check", "eval"))
    assert all(word in text for word in ("建图", "查询", "绘图", "溯源", "导出", "试读", *COMMANDS))
    assert CliRunner().invoke(cli.cli, ["--version"]).stdout.strip().endswith(__version__)


@pytest.mark.parametrize(
    "arguments", [["build"], ["query"], ["nonsense"], ["build", "--jobs", "-1", "x"], ["export", "."], ["draw"], ["try"]]
)
def test_a_call_that_cannot_be_meant_is_refused_with_usage(arguments: list[str], kg: Kg) -> None:
    code, out, err = kg(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: kg" in err
    assert "Error: " in err


# --- build ------------------------------------------------------------------------------------------------------------


def test_of_many_problems_the_errors_and_the_first_of_the_rest_are_told(tmp_path: Path) -> None:
    odd = [Problem("graph", "odd", "warning", f"odd {n}", "a.txt") for n in range(cli.SHOWN + 7)]
    faulty = [Problem("pages", "bad", "error", f"bad {n}", "b.txt") for n in range(30)]
    lines = list(cli._told((*odd, *faulty), tmp_path, zh=False))
    assert [line for line in lines if "odd" in line] == [f"warning: a.txt: odd {n} [graph/odd]" for n in range(cli.SHOWN)]
    assert sum("bad" in line for line in lines) == 30
    assert lines[-1] == f"and 7 more; all of them: kg problems {tmp_path}"
    assert list(cli._told(tuple(odd[:3]), tmp_path, zh=True)) == [f"warning: a.txt: odd {n} [graph/odd]" for n in range(3)]


def test_a_build_prints_a_table_and_its_files_and_says_nothing_else(builds: Path, folder: Path) -> None:
    lines = said(folder, "stdout").splitlines()
    assert said(folder, "code") == "0"
    assert said(folder, "stderr") == ""
    assert lines[-2:] == ["one/graph.ttl", "one/graph.html"]
    assert all((builds / line).is_file() for line in lines[-2:])
    figures = {m[1].strip(): m[2] for line in lines if (m := re.fullmatch(r"│ (.*?) +│ +([\d,]+) │", line))}
    assert figures["pages"] == "2"
    assert figures["articles"] == "3"
    assert figures["Person"] == "9"
    assert figures["problems"] == "0"
    assert "holds a post in" in figures


def test_a_build_speaks_chinese_in_a_chinese_locale(builds: Path) -> None:
    text = said(builds / "two", "stdout")
    assert all(word in text for word in ("版面", "文章", "人物", "机构", "关系", "任职于", "问题"))
    assert "Person" not in text


def test_pages_that_are_not_there_are_named_and_the_code_says_so(tmp_path: Path, kg: Kg) -> None:
    code, out, err = kg("build", tmp_path / "没有这一版.txt", "-o", tmp_path / "out", "--no-validate", "--language", "en")
    assert code == 1
    assert "没有这一版.txt: no such file" in err
    assert "problems" in out


def test_metadata_flags_beat_what_the_page_says(tmp_path: Path, kg: Kg) -> None:
    write(tmp_path, {"一版.txt": "市委书记陈立到会，全市各学校的师生也都参加了这次会议。\n"})
    flags = ("--home", "衢州市", "--date", "2022-06-01", "--newspaper", "衢州日报", "--edition", "03")
    code, _, err = kg("build", tmp_path / "一版.txt", "-o", tmp_path / "out", *flags)
    assert (code, err) == (0, "")
    page = json.loads((tmp_path / "out" / "records" / "pages.jsonl").read_text(encoding="utf-8"))
    assert {k: page[k] for k in ("locality", "published", "newspaper", "edition")} == {
        "locality": "330800", "published": "2022-06-01", "newspaper": "衢州日报", "edition": "03",
    }  # fmt: skip
    assert "中共衢州市委员会" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_settings_come_from_a_file_too(tmp_path: Path, kg: Kg) -> None:
    config = tmp_path / "mine.toml"
    config.write_text('hoem = "吕梁市"\n', encoding="utf-8")
    code, out, err = kg("try", "市委书记陈立到会。", "--config", config)
    assert (code, out) == (2, "")
    assert "mine.toml: unknown setting 'hoem'" in err
    config.write_text('home = "吕梁市"\n', encoding="utf-8")
    assert "中共吕梁市委员会" in kg("try", "市委书记陈立到会。", "--config", config)[1]


# --- query ------------------------------------------------------------------------------------------------------------


def test_a_query_answers_with_a_table_on_stdout(folder: Path, kg: Kg) -> None:
    code, out, err = kg("query", folder, 'SELECT ?人 { ?人 a kg:Person ; skos:prefLabel "罗丽"@zh }')
    assert (code, err) == (0, "")
    assert out.splitlines() == ["人", "───────────────────────", "person:罗丽-吕梁市-记者"]


def test_saved_queries_are_listed_and_asked_by_name(folder: Path, kg: Kg) -> None:
    code, out, _ = kg("query", folder, "--language", "zh")
    assert code == 0
    names = dict(line.split("\t") for line in out.splitlines())
    assert names["posts"] == "谁担任什么职务"
    assert "Who holds which post" in kg("query", folder, "--language", "en")[1]
    code, out, _ = kg("query", folder, "posts", "-f", "csv")
    assert code == 0
    assert ["陈立", "中共吕梁市委员会", "书记", "2021-08-19", "2021-08-19"] in list(csv.reader(io.StringIO(out)))


def test_a_query_may_stand_in_a_file(folder: Path, tmp_path: Path, kg: Kg) -> None:
    path = tmp_path / "我的.rq"
    path.write_text("\ufeffSELECT (COUNT(*) AS ?n) { ?p a kg:Person }", encoding="utf-8")
    assert kg("query", folder, path, "-f", "csv")[:2] == (0, "n\r\n9\r\n")
    code, out, err = kg("query", folder, tmp_path / "none.rq")
    assert (code, out) == (2, "")
    assert "none.rq" in err


def test_a_saved_query_that_is_not_there_is_refused_with_those_there_are(folder: Path, kg: Kg) -> None:
    code, out, err = kg("query", folder, "post")
    assert (code, out) == (2, "")
    assert "there is no saved query post; there are " in err
    assert "posts" in err


def test_individuals_may_be_asked_by_their_prefixes(folder: Path, kg: Kg) -> None:
    assert kg("query", folder, "SELECT ?name { place:141102 skos:prefLabel ?name }", "-f", "csv")[:2] == (0, "name\r\n离石区\r\n")


def test_every_form_of_an_answer_reads_back(folder: Path, kg: Kg) -> None:
    text = "SELECT ?name ?code { ?p a kg:AdministrativeArea ; skos:prefLabel ?name ; dct:identifier ?code } ORDER BY ?code"
    rows = [[b["name"]["value"], b["code"]["value"]] for b in json.loads(kg("query", folder, text, "-f", "json")[1])["results"]["bindings"]]
    assert ["离石区", "141102"] in rows
    assert list(csv.reader(io.StringIO(kg("query", folder, text, "-f", "csv")[1])))[1:] == rows
    tsv = kg("query", folder, text, "-f", "tsv")[1].splitlines()
    assert tsv[0] == "?name\t?code"
    assert tsv[1] == f'"{rows[0][0]}"@zh\t"{rows[0][1]}"'


CODES = {
    "rows": ("SELECT ?p { ?p a kg:Person }", 0),
    "no rows": ("SELECT ?p { ?p a kg:Spaceship }", 1),
    "true": ("ASK { ?p a kg:Person }", 0),
    "false": ("ASK { ?p a kg:Spaceship }", 1),
    "triples": ("CONSTRUCT { ?p a foaf:Agent } { ?p a kg:Person }", 0),
    "no triples": ("CONSTRUCT { ?p a foaf:Agent } { ?p a kg:Spaceship }", 1),
    "no query": ("SELEKT ?p", 2),
    "an unknown prefix": ("SELECT ?p { ?p a mo:Band }", 2),
    "another server": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2),
    "an update": ("DELETE WHERE { ?s ?p ?o }", 2),
}


@pytest.mark.parametrize(("text", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_of_a_query_says_what_it_found(text: str, code: int, folder: Path, kg: Kg) -> None:
    found, out, err = kg("query", folder, text)
    assert found == code
    assert bool(err) == (code == 2)
    assert out == "" if code == 2 else out
    assert "Traceback" not in err


@pytest.mark.parametrize("command", [("query", "posts"), ("draw",), ("export", "--to", "turtle"), ("explain", "陈立")], ids=lambda c: c[0])
def test_a_folder_that_is_missing_or_empty_is_named(command: tuple[str, ...], tmp_path: Path, kg: Kg) -> None:
    name, *rest = command
    code, out, err = kg(name, tmp_path / "无此文件夹", *rest)
    assert (code, out) == (2, "")
    assert "无此文件夹" in err
    code, out, err = kg(name, tmp_path, *rest)
    assert (code, out) == (2, "")
    assert "kg build PAGES" in err
    assert "Traceback" not in err


def test_a_damaged_graph_is_named(folder: Path, tmp_path: Path, kg: Kg) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    build = builds.current(copy)
    (build / "store" / "CURRENT").write_text("nothing\n", encoding="utf-8")
    (build / "records" / "entities.jsonl").write_text("{\n", encoding="utf-8")
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "graph.nq").write_text("<a:b> <a:c\n", encoding="utf-8")
    damaged = (("query", copy, "posts"), "store"), (("query", tmp_path / "alone", "posts"), "graph.nq"), (("explain", copy, "陈立"), "entities.jsonl:1")
    for arguments, where in damaged:
        code, out, err = kg(*arguments)
        assert (code, out) == (2, "")
        assert where in err


# --- draw, export, explain --------------------------------------------------------------------------------------------


def test_a_drawing_of_all_and_one_around_an_entity(folder: Path, tmp_path: Path, kg: Kg) -> None:
    code, out, err = kg("draw", folder, "-o", tmp_path / "all.html")
    assert (code, out, err) == (0, f"{tmp_path / 'all.html'}\n", "")
    assert kg("draw", folder, "--around", "罗丽", "-o", tmp_path / "around.html")[0] == 0
    whole, around = (first_view(tmp_path / name) for name in ("all.html", "around.html"))
    assert "龙游县第三幼儿园" in whole
    assert "龙游县第三幼儿园" not in around
    assert "罗丽" in around


def first_view(path: Path) -> set[str]:
    """Names of the entities that a drawing opens on."""
    found = re.search(r'id="core">([^<]+)<', path.read_text(encoding="utf-8"))
    assert found
    core = json.loads(zlib.decompress(base64.b64decode(found[1])))
    return {core["nodes"]["name"][at] for at, _, _ in core["first"]}


def test_a_drawing_around_a_name_is_called_after_it(folder: Path, tmp_path: Path, kg: Kg) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    assert kg("draw", copy, "--around", "吕梁")[1] == f"{copy / '吕梁.html'}\n"
    assert (copy / "吕梁.html").is_file()


def test_a_name_that_nobody_bears_is_refused_with_the_nearest(folder: Path, kg: Kg) -> None:
    for arguments in (("draw", folder, "--around", "陈丽"), ("explain", folder, "陈丽")):
        code, out, err = kg(*arguments)
        assert (code, out) == (2, "")
        assert "陈丽" in err
        assert "陈立" in err or "罗丽" in err


def test_no_name_is_nobody_s(folder: Path, kg: Kg) -> None:
    for name in ("", "　 "):
        assert kg("explain", folder, name) == (2, "", "kg: a name is needed\n")


@pytest.mark.parametrize("profile", ["full", "core"])
@pytest.mark.parametrize("format", WRITERS)
def test_every_format_is_written_where_it_should_be(format: str, profile: str, folder: Path, tmp_path: Path, kg: Kg) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder / "records", copy / "records")
    code, out, err = kg("export", copy, "--to", format, "--profile", profile)
    assert (code, err) == (0, "")
    path = Path(out.removesuffix("\n"))
    assert path.parent == copy
    assert path.name == ("graph" if profile == "full" else "graph-core") + (WRITERS[format].suffix or f"-{format}")
    files = [path] if path.is_file() else sorted(path.iterdir())
    assert sum(file.stat().st_size for file in files) > 100 * len(files)
    if format not in ("bulk", "parquet", "html"):  # compressed; tests/export reads them
        assert any("罗丽" in file.read_text(encoding="utf-8") or "\\u7f57" in file.read_text(encoding="utf-8") for file in files)


def test_a_format_that_nobody_writes_is_refused_with_those_there_are(folder: Path, kg: Kg) -> None:
    code, out, err = kg("export", folder, "--to", "docx")
    assert (code, out) == (2, "")
    assert all(format in err for format in WRITERS)


def test_explain_leads_from_a_name_to_the_lines_of_the_page(folder: Path, kg: Kg) -> None:
    code, out, err = kg("explain", folder, "陈立", "--language", "zh")
    assert (code, err) == (0, "")
    assert "陈立  (人物)  person/陈立-吕梁市" in out
    assert "陈立  (人物)  person/陈立-衢州市" in out
    assert "同名异者: person/陈立-衢州市" in out
    assert "→ 任职于 中共吕梁市委员会 [observed: 2021-08-19] [title: 书记]" in out
    lines = re.findall(r"吕梁\.txt:(\d+)(?:-(\d+))?  (.*?)  \(", out)
    page = LVLIANG.splitlines()
    assert lines
    for first, last, sentence in lines:
        there = "".join(page[int(first) - 1 : int(last or first)])
        assert sentence[:6] in there
        assert sentence[-3:] in there


@pytest.mark.parametrize("name", ["吕梁", "141100", "place/141100", "吕 梁 市", "１４１１００"])
def test_names_aliases_codes_and_ids_lead_to_the_same_entity(name: str, folder: Path, kg: Kg) -> None:
    code, out, _ = kg("explain", folder, name, "--language", "en")
    assert code == 0
    assert out.startswith("吕梁市  (Administrative area)  place/141100\n")


# --- try, check, eval -------------------------------------------------------------------------------------------------


def test_try_shows_mentions_claims_and_the_rule_behind_each(kg: Kg) -> None:
    code, out, err = kg("try", "市委书记陈立主持召开市委常委会会议。", "--home", "吕梁市")
    assert (code, err) == (0, "")
    assert re.search(r"^ORG  市委  = 中共吕梁市委员会  \(organ\.\S+, 0\.\d\d; ", out, re.MULTILINE)
    assert re.search(r"^PER  陈立  = 陈立  \(person\.", out, re.MULTILINE)
    assert "陈立 → holds_post → 市委 [title: 书记]  (post.chain, 0.93)" in out
    assert "(meeting.chaired, " in out


def test_try_shows_the_rules_that_nearly_read_a_sentence(kg: Kg) -> None:
    text = "县教育局主持会议。"
    assert "meeting.chaired" not in kg("try", text)[1]
    assert "nearly  meeting.chaired: needs {PER} before “主持”; the sentence has {ORG} 县教育局\n" in kg("try", text, "--near")[1]
    assert "差一点  meeting.chaired: “主持”之前要有{PER}" in kg("try", text, "--near", "--language", "zh")[1]


def test_try_shows_claims_that_are_dropped_for_what_their_ends_are(kg: Kg, tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", ontology)
    rule = "{id: odd.led, pattern: '{org:ORG}领导{loc:LOC}', claims: [{predicate: chaired, subject: org, object: loc}], examples: [{text: 领导}]}"
    (ontology / "patterns" / "odd.yaml").write_text(f"rules:\n- {rule}\n", encoding="utf-8")
    code, out, err = kg("try", "县教育局领导龙游县。", "--near", "--ontology", ontology)
    assert (code, err) == (0, "")
    assert "nearly  odd.led: 县教育局 → chaired → 龙游县 is dropped: chaired is said of PER → EVT, not of ORG → LOC\n" in out


def test_try_of_nothing_says_nothing_and_is_no_fault(kg: Kg) -> None:
    assert "中共许昌市委员会" in kg("try", "市委书记陈立到会。", "--newspaper", "许昌日报")[1]
    assert "阳江" not in kg("try", "秘书长欧阳春，政协副主席高峰到会。")[1], "the letters of 阳春 in a name are no home"
    assert kg("try", "天气很好。")[:2] == (0, "")
    assert kg("try", "")[:2] == (0, "")


def test_check_finds_the_shipped_ontology_sound(kg: Kg) -> None:
    code, out, err = kg("check")
    assert (code, out) == (0, "")
    assert re.fullmatch(r"\d+ rules, \d+ examples, 0 problems\n", err)


def test_check_names_a_broken_promise_and_a_faulty_file(tmp_path: Path, kg: Kg) -> None:
    root = Path(shutil.copytree(cli.lexicon.default_root(), tmp_path / "ontology"))
    for path in (root / "patterns").glob("*.yaml"):
        path.unlink()
    rule = "rules:\n- id: odd.rule\n  pattern: '{per:PER}搬到了{loc:LOC}'\n  claims: [{predicate: visited, subject: per, object: loc}]\n"
    (root / "patterns" / "odd.yaml").write_text(
        rule + "  examples: [{text: 陈立来到离石区。, expect: [[visited, 陈立, 离石区]]}]\n", encoding="utf-8"
    )
    code, out, err = kg("check", "--ontology", root)
    assert code == 1
    assert out == "patterns/odd.yaml:2: rule odd.rule does not read visited → 陈立 → 离石区 in: 陈立来到离石区。\n"
    assert re.fullmatch(r"1 rules, \d+ examples, 1 problems\n", err)
    (root / "patterns" / "odd.yaml").write_text("rules: [\n", encoding="utf-8")
    (root / "surnames.txt").unlink()
    code, out, err = kg("check", "--ontology", root.rename(tmp_path / "broken"))
    assert (code, out) == (2, "")
    assert "patterns/odd.yaml:2: not valid YAML" in err
    assert "surnames.txt: cannot be read" in err


@pytest.fixture
def small_gold(tmp_path: Path) -> Path:
    """The gold of one sample page."""
    gold = json.loads((ROOT / "data" / "gold" / "sample.json").read_text(encoding="utf-8"))
    gold["articles"] = [article for article in gold["articles"] if article["page"] == "301_zhumadian.txt"]
    path = tmp_path / "small.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    return path


def test_eval_shows_kinds_provinces_and_the_baselines_beside_zhitu(small_gold: Path, kg: Kg) -> None:
    pages = ROOT / "data" / "pages" / "301_zhumadian.txt"
    code, out, err = kg("eval", small_gold, pages, "--by", "kind", "--by", "province", "--baselines", "--language", "en")
    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert [line[0] for line in lines if line[-2:] == ["mentions", "relations"]] == ["kind", "province"]
    assert ["mentions", "zhitu", "LAC", "jieba"] in lines
    zhitu, *others = next(line[-3:] for line in lines if line[:2] == ["all", "F"])
    assert all(float(zhitu) > float(other) for other in others)
    assert any(line and line[0] == "clusters" for line in lines)


def test_eval_answers_programs_in_json(small_gold: Path, kg: Kg) -> None:
    code, out, _ = kg("eval", small_gold, ROOT / "data" / "pages" / "301_zhumadian.txt", "--by", "province", "--by-article", "--json")
    found = json.loads(out)
    assert (code, list(found["by_province"])) == (0, ["河南省"])
    assert len(found["by_article"]) == found["bodies"]["of"] == 6


# --- real processes ---------------------------------------------------------------------------------------------------

LOCALES = {"LANG=C": {"LANG": "C", "LC_ALL": ""}, "LC_ALL=POSIX": {"LC_ALL": "POSIX"}, "an unknown one": {"LC_ALL": "xx_YY.ISO-8859-1"}}


@pytest.mark.parametrize("environment", LOCALES.values(), ids=LOCALES)
def test_chinese_goes_in_and_out_under_any_locale(environment: dict[str, str], folder: Path, kg_process: Process) -> None:
    done = kg_process(
        "query", folder, 'SELECT ?名 { ?人 skos:altLabel|skos:prefLabel ?名 FILTER(?名 = "罗丽"@zh) }', "-f", "csv", **environment
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == "名\r\n罗丽\r\n"
    done = kg_process("explain", folder, "无名氏", **environment)
    assert done.returncode == 2
    assert "无名氏" in done.stderr.decode("utf-8")


def test_a_whole_build_runs_in_the_posix_locale(builds: Path) -> None:
    assert said(builds / "three", "code") == "0"
    assert said(builds / "three", "stdout").splitlines()[-1] == "three/graph.html"


@pytest.mark.parametrize("lines", [["?s\t?p\t?o\n"], []], ids=["after a line", "at once"])
def test_a_reader_of_a_pipe_may_leave_early(lines: list[str], folder: Path, kg_process: Process) -> None:
    reading = [sys.executable, "-m", "kg", "query", str(folder), "SELECT ?s ?p ?o { ?s ?p ?o }", "-f", "tsv"]
    with subprocess.Popen(reading, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert [process.stdout.readline().decode() for _ in lines] == lines
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_the_words_of_a_demo_are_talk_and_its_table_is_the_result(demo: Path) -> None:
    assert said(demo / "output", "code") == "0"
    assert "Traceback" not in said(demo / "output", "stderr")
    assert str(demo / "output" / "graph.ttl") in said(demo / "output", "stdout")
