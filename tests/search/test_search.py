"""Every part of a name or sentence is found, whatever the words of a dictionary; nothing that is asked for is more than text."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg import search
from kg.graph import assemble
from kg.model import Article, Entity, Mention, Origin, Page, Part, Reading, Relation, Resolution, Span
from kg.search.words import LONGEST, MOST_WORDS, fold, parse
from kg.settings import Settings
from kg.text.sentences import sentences

TEXTS = {
    "a1": "城市委员会审议通过《养犬管理条例》。市委书记孙大军主持会议。孙大军说：“要快。”",
    "b2": "副市长张伟到沭阳县调研ＧＤＰ增长。It's 3.5% more; DROP TABLE sentences.",
}
PEOPLE = {
    "person/孙大军": Entity("person/孙大军", "PER", "孙大军", aliases=("大军书记",), mentions=("m1", "m2")),
    "person/孙大军军": Entity("person/孙大军军", "PER", "孙大军军"),
    "org/大军": Entity("org/大军", "ORG", "大军", mentions=("m3",)),
    "place/321322": Entity("place/321322", "LOC", "沭阳县", mentions=("m4",)),
}


def graph_of(texts: dict[str, str], entities: dict[str, Entity] | None = None, mentions: tuple[Mention, ...] = ()) -> nx.MultiDiGraph:
    """A graph of one-article pages: a1 of 吕梁日报 of 2021-08-19, b2 of 宿迁日报 of 2022, others without either."""
    known = {"a1": ("吕梁日报", "2021-08-19"), "b2": ("宿迁日报", "2022")}
    readings = []
    for id, text in texts.items():
        paper, day = known.get(id, ("", ""))
        article = Article(id, f"p{id}", 1, text, (Part("paragraph", 0, len(text)),), Origin(), title=f"题{id}", published=day)
        readings.append(Reading(Page(f"p{id}", "x.txt", "text", text, published=day, newspaper=paper), (article,), mentions if id == "a1" else ()))
    found = entities or {}
    links = {mention: id for id, entity in found.items() for mention in entity.mentions}
    formerly = Relation("r1", "place/321322", "formerly", "厚丘", literal=True, source="former.tsv")
    return assemble(readings, Resolution(tuple(found.values()), links, {}), (formerly,) if found else (), ())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("search")
    at = [TEXTS["a1"].index("孙大军"), TEXTS["a1"].rindex("孙大军"), TEXTS["a1"].index("大军")]
    mentions = [Mention(f"m{i}", Span("a1", start, start + 3), "孙大军", "PER", "x", "孙大军") for i, start in enumerate(at, 1)]
    search.write(graph_of(TEXTS, PEOPLE, tuple(mentions)), where / search.FILE, settings=Settings())
    return where


def texts(folder: Path, query: str, **more: object) -> list[str]:
    return [passage.text for passage in search.find(folder, query, **more).passages]  # type: ignore[arg-type]


def names(folder: Path, query: str, **more: object) -> list[str]:
    return [thing.name for thing in search.find(folder, query, **more).things]  # type: ignore[arg-type]


@hypothesis_settings(deadline=None)  # the first text loads jieba
@given(st.text(min_size=1, max_size=40), st.integers(0, 1 << 20), st.integers(0, 1 << 20))
@example("市委书记“孙 大军”主持", 1, 7)
@example('说"你 好"了', 1, 6)
@example("\x00a\x00'*^", 1, 2)
@example("ΑΣ ΑΣΑ ǅ ﬁ İ ß ⅷ", 0, 3)
def test_any_part_of_a_sentence_finds_it(tmp_path_factory: pytest.TempPathFactory, text: str, first: int, last: int) -> None:
    where = tmp_path_factory.mktemp("law") / search.FILE
    search.write(graph_of({"x9": text}), where, settings=Settings())
    for start, end in sentences(text):
        begin = start + first % (end - start)
        part = text[begin : begin + 1 + last % (end - begin)]
        if part.strip():
            found = search.find(where, part, limit=None)
            assert (start, end) in {(p.begin, p.end) for p in found.passages}
            assert all(fold(word) in fold(p.text) for p in found.passages for word in parse(part))


def test_any_part_of_the_sample_finds_its_sentence_marked(demo: Path, demo_graph: nx.MultiDiGraph) -> None:
    choose, articles = random.Random(6), sorted(demo_graph.graph["articles"].items())
    for id, article in choose.sample(articles, 20):
        start, end = choose.choice(sentences(article.text))
        at = choose.choice([i for i in range(start, end) if not article.text[i].isspace()])
        part = article.text[at : min(end, at + choose.randrange(1, 9))]
        hits = [p for p in search.find(demo / "output", f'"{part}"', limit=None).passages if (p.article[-len(id) :], p.begin) == (id, start)]
        assert [hit.text for hit in hits] == [article.text[start:end]]
        assert any(a <= at - start < b for a, b in hits[0].marks)


def test_words_of_the_dictionary_come_before_the_same_characters_across_two_words(folder: Path) -> None:
    assert [text[:4] for text in texts(folder, "市委")] == ["市委书记", "城市委员"]


def test_all_words_must_be_there_and_phrases_as_they_stand(folder: Path) -> None:
    assert texts(folder, "市委 主持") == ["市委书记孙大军主持会议。"]
    assert texts(folder, "市委 条例 主持") == []
    assert texts(folder, '"3.5% more"') == ["It's 3.5% more; DROP TABLE sentences."]
    assert texts(folder, '"more 3.5%"') == []


def test_width_and_case_do_not_matter(folder: Path) -> None:
    assert texts(folder, "gdp") == texts(folder, "ＧＤＰ") == ["副市长张伟到沭阳县调研ＧＤＰ增长。"]


def test_entities_rank_by_how_well_the_name_fits(folder: Path) -> None:
    assert names(folder, "大军") == ["大军", "孙大军", "孙大军军"]  # the name; the beginning of an alias; anywhere
    assert names(folder, "孙大军") == ["孙大军", "孙大军军"]
    assert names(folder, "大军书记") == ["孙大军"]
    assert names(folder, "厚丘") == ["沭阳县"]  # its former name


def test_hits_tell_where_they_stand(folder: Path) -> None:
    hit = search.find(folder, "主持").passages[0]
    assert TEXTS["a1"][hit.begin : hit.end] == hit.text
    assert [hit.text[a:b] for a, b in hit.marks] == ["主持"]
    assert (hit.article, hit.title, hit.newspaper, hit.date) == ("https://w3id.org/zhitu/id/article/a1", "题a1", "吕梁日报", "2021-08-19")
    assert "https://w3id.org/zhitu/id/person/孙大军" in hit.entities


def test_filters_narrow_both_kinds_of_hits(folder: Path) -> None:
    assert names(folder, "大军", type="ORG") == ["大军"]
    assert texts(folder, "大军", type="LOC") == []
    assert texts(folder, "市", newspaper="宿迁") == texts(folder, "市", since="2021-09") == texts(folder, "市", since="2022", until="2022")
    assert len(texts(folder, "市", until="2021")) == 2
    assert names(folder, "大军", until="2020") == names(folder, "沭阳") [1:] == []
    assert names(folder, "孙大军", since="2021-08-19") == ["孙大军"]
    found = search.find(folder, "市", limit=1)
    assert (len(found.passages), found.all_passages) == (1, 3)


@pytest.mark.parametrize(
    "query", ['"; DROP TABLE sentences', "市 OR 委*", "NEAR(市 委)", "pairs : 市", "a\x00b", "'", "市^", "\ud800", "市" * 100_000, "市 委 " * 50_000]
)
def test_hostile_queries_are_only_text(folder: Path, query: str) -> None:
    assert all(fold(word) in fold(text) for text in texts(folder, query) for word in parse(query))
    assert len(texts(folder, "市")) == 3


def test_words_beyond_what_the_index_is_asked_still_count(tmp_path: Path) -> None:
    long, many = "长" * (LONGEST + 5), "".join(chr(0x4E00 + i) for i in range(MOST_WORDS + 5))
    search.write(graph_of({"x9": f"{long}。{long}短。{many}。\ud800半。"}), tmp_path / search.FILE, settings=Settings())
    assert texts(tmp_path, f"{long}短") == [f"{long}短。"]
    assert texts(tmp_path, " ".join(many)) == [f"{many}。"]
    assert texts(tmp_path, " ".join((*many, "缺"))) == []
    assert texts(tmp_path, "\ud800半") == ["\ufffd半。"]  # half of a surrogate pair


@pytest.mark.parametrize(
    ("query", "more", "message"),
    [
        ("  ", {}, "give a word"),
        ("市", {"since": "去年"}, "去年 is no date"),
        ("市", {"type": "XYZ"}, "no type XYZ"),
    ],
)
def test_what_cannot_be_asked_is_said(folder: Path, query: str, more: dict[str, str], message: str) -> None:
    with pytest.raises(search.SearchError, match=message):
        search.find(folder, query, **more)  # type: ignore[arg-type]


def test_a_folder_without_a_search_file_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(search.SearchError, match="kg build PAGES"):
        search.find(tmp_path, "市")
    (tmp_path / search.FILE).write_bytes(b"no database" * 100)
    with pytest.raises(search.SearchError, match="build it again"):
        search.find(tmp_path, "市")


def test_the_file_is_the_same_for_the_same_graph(tmp_path: Path) -> None:
    for name, items in (("one", TEXTS), ("two", dict(reversed(TEXTS.items())))):
        search.write(graph_of(items, PEOPLE), tmp_path / name, settings=Settings())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_command_prints_tables_csv_and_json(demo: Path, kg: object) -> None:
    code, out, talk = kg("find", "陈功", demo / "output")  # type: ignore[operator]
    assert (code, talk) == (0, "1/1 entities, 1/1 sentences\n")
    assert "«陈功»" in out
    assert out.splitlines()[2].split()[:2] == ["PER", "陈功"]
    rows = list(csv.DictReader(io.StringIO(kg("find", "陈功", demo / "output", "-f", "csv")[1])))  # type: ignore[operator]
    found = json.loads(kg("find", "陈功", demo / "output", "-f", "json")[1])  # type: ignore[operator]
    assert [row["kind"] for row in rows] == ["entity", "sentence"]
    assert rows[0]["iri"] == found["entities"][0]["iri"]
    assert rows[1]["text"] == found["sentences"][0]["text"]
    assert kg("find", "没有这个词", demo / "output")[0] == 1  # type: ignore[operator]
    assert kg("find", " ", demo / "output")[0] == 2  # type: ignore[operator]
