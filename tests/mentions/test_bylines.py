"""As what and for whom the people of a byline wrote; and that they do nothing else there."""

from __future__ import annotations

import networkx as nx
import pytest
from scenes import LEXICON, read, relations, world

from kg.mentions.bylines import hint

BYLINES = {
    "本报讯（记者 罗丽 通讯员 周文海）": {"罗丽": ("记者", ""), "周文海": ("通讯员", "")},
    "本报记者 罗丽 周文海": {"罗丽": ("记者", ""), "周文海": ("记者", "")},
    "□ 山西日报记者 罗丽": {"罗丽": ("记者", "山西日报")},
    "临县融媒体中心 记者 罗丽": {"罗丽": ("记者", "临县融媒体中心")},
    "新华社太原8月18日电（记者 罗丽）": {"罗丽": ("记者", "新华社")},
    "新华社记者 罗丽": {"罗丽": ("记者", "新华社")},
    "本报特约评论员 罗丽": {"罗丽": ("评论员", "")},
    "记者 罗丽 摄": {"罗丽": ("摄影", "")},
    "罗丽 周文海 文/图": {"罗丽": ("作者", ""), "周文海": ("作者", "")},
    "罗丽": {"罗丽": ("作者", "")},
}


@pytest.mark.parametrize(("line", "wanted"), BYLINES.items(), ids=BYLINES)
def test_a_byline_says_as_what_and_for_whom(line: str, wanted: dict[str, tuple[str, str]]) -> None:
    for name, (role, outlet) in wanted.items():
        found = hint(line, line.index(name), line.index(name) + len(name), LEXICON)
        assert (found["byline"], found.get("outlet", "")) == (role, outlet), name


def page(dateline: str) -> nx.MultiDiGraph:
    from dataclasses import replace

    reading = read(f"{dateline}8月18日，离石区召开全区教育工作会议。", authors=("罗丽",))
    return world(replace(reading, page=replace(reading.page, newspaper="吕梁日报")))


@pytest.mark.parametrize(
    ("dateline", "wanted"), [("本报讯（记者 罗丽）", "罗丽 wrote_for 吕梁日报"), ("新华社记者 罗丽 ", "罗丽 wrote_for 新华社")]
)
def test_an_author_writes_for_the_newspaper_of_the_page_or_the_outlet_of_the_byline(dateline: str, wanted: str) -> None:
    assert list(relations(page(dateline), "wrote_for")) == [wanted]


ACTS = ["走进白地村，看望群众。", "主持召开全区教育工作会议。", "出席全区教育工作会议。", "到临县调研。", "，市委书记，到临县调研。"]


@pytest.mark.parametrize("act", ACTS)
def test_no_author_does_anything_by_the_byline(act: str) -> None:
    graph = world(read(f"离石区召开全区教育工作会议。本报记者 罗丽{act}", authors=("罗丽",)))
    assert [words for words in relations(graph) if "罗丽" in words and "wrote_for" not in words] == []


def test_no_author_of_the_sample_acts_where_it_signs(demo_graph: nx.MultiDiGraph) -> None:
    """The law: what is claimed of the mention in a byline or credit is authorship alone."""
    signed = {m.id for m in demo_graph.graph["mentions"].values() if m.hint.get("role") == "reporter"}
    assert len(signed) > 50
    said = {c.predicate for c in demo_graph.graph["claims"].values() if {c.subject.value, c.object.value} & signed}
    assert said == {"wrote_for"}
