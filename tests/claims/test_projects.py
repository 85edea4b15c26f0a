"""Projects: where, by whom, how much, how far."""

from __future__ import annotations

import pytest
from scenes import extract, marked, words, world

PROJECTS = {
    "an owner and an amount": (
        "[金源铝业/ORG:subtype=Company]年产30万吨电解铝项目在[巴林左旗/LOC]开工，总投资45亿元。",
        {
            "金源铝业 owns_project 年产30万吨电解铝项目 state=开工 unit=亿元 value=45",
            "巴林左旗 project_at 年产30万吨电解铝项目 state=开工 unit=亿元 value=45",
        },
    ),
    "an investor": (
        "[华川重工/ORG:subtype=Company]投资3.2亿元建设风电塔筒制造项目，项目落户[金塔县/LOC]，预计明年投产。",
        {
            "华川重工 invests 风电塔筒制造项目 unit=亿元 value=3.2",
            "金塔县 project_at 风电塔筒制造项目 unit=亿元 value=3.2",
        },
    ),
    "an amount before": (
        "总投资15亿元的光伏产业园项目正在建设。",
        {"place:home project_at 光伏产业园项目 state=在建 unit=亿元 value=15"},
    ),
    "by whom": (
        "由[江南药业/ORG:subtype=Company]投资的中药饮片加工项目已竣工。",
        {"江南药业 invests 中药饮片加工项目 state=竣工", "place:home project_at 中药饮片加工项目 state=竣工"},
    ),
    "a number of them is none": ("现场签约项目12个，总投资78.6亿元。", set()),
    "a kind of them is none": ("总投资58亿元的17个重点项目全部开工。", set()),
    "of which nothing is said": ("要把项目建设作为牛鼻子，推进产业融合项目。", set()),
    "what is not begun": ("光伏产业园项目尚未开工。", set()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PROJECTS.values(), ids=PROJECTS)
def test_projects(text: str, wanted: set[str]) -> None:
    _, mentions = marked(text)
    found = {words(c, mentions).replace(" home=141100", "") for c in extract(text) if c.rule == "project"}
    assert found == wanted


def test_a_project_is_no_mention() -> None:
    graph = world("离石区老旧管网改造工程开工，总投资1.5亿元。")
    assert [r.object for r in graph.graph["literals"] if r.predicate == "project_at"] == ["老旧管网改造工程"]
    assert not any("工程" in mention.surface for mention in graph.graph["mentions"].values())
