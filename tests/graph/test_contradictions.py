"""What cannot all be true is found, with both sentences; what only looks so is not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from scenes import LEXICON, read, world

from kg.graph import contradictions, folder
from kg.model import Reading
from kg.rdf import iris, query
from kg.rdf.convert import convert
from kg.rdf.validate import validate
from kg.settings import Settings


def paper(text: str, date: str) -> Reading:
    """A text as an article of a day; the day stands in it too, so that equal texts of two days are two pages."""
    return read(f"{text}本报{date}讯。", date=date)


def found(*papers: Reading) -> list[str]:
    return [f"{c.kind}: {c.zh}" for c in contradictions.find(world(*papers), LEXICON)]


REAL = {
    "two mayors in the papers of one day": (
        [paper("市长陈立到会。", "2021-08-18"), paper("市长周文海调研。", "2021-08-18")],
        "post: 吕梁市人民政府市长同时有两人：周文海（2021-08-18）、陈立（2021-08-18）",
    ),
    "a mayor between two days of another": (
        [paper("市长陈立到会。", "2021-03-01"), paper("市长周文海调研。", "2021-06-01"), paper("市长陈立讲话。", "2021-09-01")],
        "post: 吕梁市人民政府市长同时有两人：陈立（2021-03-01—2021-09-01）、周文海（2021-06-01）",
    ),
    "an old mayor long after the election of a new one": (
        [paper("大会选举周文海为市长。", "2021-03-01"), paper("市长陈立到会。", "2021-01-01"), paper("市长陈立到会。", "2021-06-01")],
        "post: 吕梁市人民政府市长同时有两人：陈立（2021-01-01—2021-06-01）、周文海（2021-03-01）",
    ),
    "one person in two counties in one morning": (
        [
            paper("8月17日上午，市委书记陈立到临县调研防汛工作。", "2021-08-18"),
            paper("8月17日上午，市委书记陈立到柳林县调研教育工作。", "2021-08-18"),
        ],
        "venue: 陈立在2021-08-17既到临县又到柳林县",
    ),
    "one person in two prefectures in a day": (
        [
            paper("8月17日，市委书记陈立到临县调研防汛工作。", "2021-08-18"),
            paper("8月17日，市委书记陈立到大同市调研教育工作。", "2021-08-18"),
        ],
        "venue: 陈立在2021-08-17既到大同市又到临县",
    ),
    "two values of one figure": (
        [paper("2020年，离石区新增学位1080个。", "2021-03-01"), paper("2020年，离石区新增学位1500个。", "2021-04-01")],
        "value: 离石区2020新增学位有两个数值：1080个、1500个",
    ),
    "an approximate value that is far off": (
        [paper("2020年，离石区新增学位约2000个。", "2021-03-01"), paper("2020年，离石区新增学位1500个。", "2021-04-01")],
        "value: 离石区2020新增学位有两个数值：2000个、1500个",
    ),
}


@pytest.mark.parametrize(("papers", "wanted"), REAL.values(), ids=REAL)
def test_a_contradiction_is_found(papers: list[Reading], wanted: str) -> None:
    assert found(*papers) == [wanted]


APPARENT = {
    "a handover": [
        paper("市长陈立到会。", "2021-03-01"), paper("会议接受陈立辞去市长职务的请求。大会选举周文海为市长。", "2021-06-01"),
        paper("市长周文海调研。", "2021-09-01"),
    ],
    "an old title some days later": [
        paper("市长陈立到会。", "2021-03-01"), paper("大会选举周文海为市长。", "2021-06-01"), paper("市长陈立到会。", "2021-06-03"),
    ],
    "one who follows another": [paper("市长陈立到会。", "2021-03-01"), paper("市长周文海到会。", "2021-06-01")],
    "a removal between": [
        paper("市长陈立到会。", "2021-03-01"), paper("会议接受陈立辞去市长职务的请求。", "2021-04-01"),
        paper("市长周文海到会。", "2021-05-01"), paper("会议接受周文海辞去市长职务的请求。", "2021-06-01"), paper("大会选举陈立为市长。", "2021-07-01"),
    ],
    "deputies are many": [paper("副市长陈立到会。", "2021-08-18"), paper("副市长周文海调研。", "2021-08-18")],
    "posts of two organs": [paper("市长陈立到会。", "2021-08-18"), paper("离石区区长周文海调研。", "2021-08-18")],
    "a former holder": [paper("市长陈立到会。", "2021-08-18"), paper("原市长周文海调研。", "2021-08-18")],
    "morning and afternoon": [
        paper("8月17日上午，市委书记陈立到临县调研防汛工作。", "2021-08-18"), paper("8月17日下午，市委书记陈立到柳林县调研教育工作。", "2021-08-18"),
    ],
    "a day's tour of neighbours": [
        paper("8月17日，市委书记陈立到临县调研防汛工作。", "2021-08-18"), paper("8月17日，市委书记陈立到柳林县调研教育工作。", "2021-08-18"),
    ],
    "a place inside the other": [
        paper("8月17日上午，市委书记陈立到临县调研防汛工作。", "2021-08-18"), paper("8月17日上午，市委书记陈立到临县三交镇调研。", "2021-08-19"),
    ],
    "an approximate value told exactly": [
        paper("2020年，离石区新增学位约2000个。", "2021-03-01"), paper("2020年，离石区新增学位1987个。", "2021-04-01"),
    ],
    "figures of two years": [paper("2020年，离石区新增学位1080个。", "2021-03-01"), paper("2019年，离石区新增学位1500个。", "2021-04-01")],
    "a word for many figures": [
        paper("2020年，离石区新增学位1080个，离石区新增学位90个。", "2021-03-01"), paper("2020年，离石区新增学位1500个。", "2021-04-01"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("papers", APPARENT.values(), ids=APPARENT)
def test_what_only_looks_like_a_contradiction_is_none(papers: list[Reading]) -> None:
    assert found(*papers) == []


# ---- injected ---------------------------------------------------------------------------------------------------------

COUNTIES = ("临县", "柳林县", "石楼县", "岚县", "方山县", "中阳县", "交口县", "兴县")
NAMES = ("陈立", "周文海", "吴秀兰", "张明远", "李晓红", "王建国", "刘志强", "赵海燕")
POSTS = ("县长", "委书记", "人大常委会主任", "政协主席", "教育局局长")


def injected(chance: random.Random) -> tuple[list[Reading], Counter[str]]:
    """Papers of a year about some counties with one contradiction here and there, and how many of each kind these are."""
    papers, wanted = [], Counter[str]()
    for county in COUNTIES:
        for post in POSTS:
            one, other = chance.sample(NAMES, 2)
            day = f"2021-{chance.randint(2, 9):02}-{chance.randint(1, 28):02}"
            papers += [paper(f"{county}{post}{one}到会。", d) for d in ("2021-01-05", "2021-12-05")]
            if chance.random() < 0.4:
                papers.append(paper(f"{county}{post}{other}到会。", day))
                wanted["post"] += 1
        value = chance.randint(1000, 9000)
        papers.append(paper(f"2020年，{county}新增学位{value}个。", "2021-02-01"))
        if chance.random() < 0.5:
            papers.append(paper(f"2020年，{county}新增学位{value * 2}个。", "2021-03-01"))
            wanted["value"] += 1
        else:
            papers.append(paper(f"2020年，{county}新增学位约{round(value, -2)}个。", "2021-01-01"))
    for number, (one, other) in enumerate(pairwise(COUNTIES), 1):
        half = chance.choice(["下午", "上午"])
        papers.append(paper(f"10月{number}日上午，市委书记郭振东到{one}调研防汛工作。", "2021-10-20"))
        papers.append(paper(f"10月{number}日{half}，市委书记郭振东到{other}调研教育工作。", "2021-10-21"))
        wanted["venue"] += half == "上午"
    return papers, wanted


def test_injected_contradictions_are_found() -> None:
    papers, wanted = injected(random.Random(5))
    found = Counter(str(c.kind) for c in contradictions.find(world(*papers), LEXICON))
    assert sum((found & wanted).values()) >= 0.95 * sum(wanted.values()), (found, wanted)
    assert found - wanted == Counter()


def test_the_sample_has_no_false_alarms(demo_graph: nx.MultiDiGraph) -> None:
    assert contradictions.find(demo_graph, LEXICON) == ()


# ---- what becomes of them ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    return world(paper("市长陈立到会。", "2021-08-18"), paper("市长周文海调研。", "2021-08-18"))


def test_a_contradiction_is_a_problem_with_both_places(graph: nx.MultiDiGraph) -> None:
    problem, *others = (p for p in graph.graph["problems"] if p.stage == "contradictions")
    assert (problem.code, problem.severity, others) == ("post", "warning", [])
    assert problem.where.startswith("text:1")
    assert problem.message.endswith("(and text:1)")


def test_a_contradiction_stands_in_a_graph_of_its_own_between_two_claims(graph: nx.MultiDiGraph) -> None:
    quads = list(convert(graph, LEXICON, Settings()))
    assert validate(quads, LEXICON) == ()
    store = ox.Store()
    store.extend(quads)
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    prefixes = iris.prefixes(LEXICON, Settings())
    asked = "ASK { GRAPH ?g { ?c a kg:Contradiction ; kg:between ?a, ?b } FILTER(?a != ?b && STRENDS(STR(?g), 'graph/contradictions')) }"
    assert query.query(store, asked, prefixes).answer
    rows = query.query(store, query.saved(LEXICON.root)["contradictions"].text, prefixes).rows
    assert [row[2].value for row in rows if row[2]] == ["市长周文海调研。", "市长陈立到会。"]  # type: ignore[union-attr]


def test_problems_shows_both_sentences(graph: nx.MultiDiGraph, tmp_path: Path, kg: Callable[..., tuple[int, str, str]]) -> None:
    folder.save(graph, tmp_path)
    code, out, talk = kg("problems", tmp_path, "--language", "zh")
    assert code == 0
    assert out.splitlines() == [
        "warning: 吕梁市人民政府市长同时有两人：周文海（2021-08-18）、陈立（2021-08-18） [contradictions/post]",
        "    text:1  市长周文海调研。",
        "    text:1  市长陈立到会。",
    ]
    assert "1 处矛盾，0 个其他问题" in talk


def test_the_order_of_pages_changes_nothing() -> None:
    papers, _ = injected(random.Random(7))
    mixed = random.Random(1).sample(papers, len(papers))
    assert contradictions.find(world(*papers), LEXICON) == contradictions.find(world(*mixed), LEXICON)
