"""Policies: documents in 《…》, programmes with and without quotes, laws without brackets; no slogans, no books."""

from __future__ import annotations

import pytest
from conftest import Named


@pytest.mark.parametrize(
    ("text", "policies"),
    [
        ("会议通过《关于加强河道管理的意见》，要求落实《意见》。", ["《关于加强河道管理的意见》", "《意见》"]),
        ("审议《文明行为促进条例（草案）》。", ["《文明行为促进条例（草案）》"]),
        ("以村容“七乱”整治为抓手。", ["七乱"]),
        ("深化“放管服”“一网通办”改革。", ["放管服", "一网通办"]),
        ("县里推行“一村一幼”，孩子们有了老师。", ["一村一幼"]),
        ("街道实施“敲门行动”，看望老人。", ["敲门行动"]),
        ("全镇紧扣“双争”活动要求，排查纠纷。", ["双争"]),
        ("推进便民服务等八大民生实事工程。", ["八大民生实事工程"]),
        ("公安机关开展打击整治养老诈骗专项行动。", ["打击整治养老诈骗专项行动"]),
        ("全区深入实施兴边富民行动。", ["兴边富民行动"]),
        ("全面实施“虫口夺粮”保丰收行动。", ["虫口夺粮"]),
        ("由团市委主办的“邻里守望”志愿服务活动走进石壁村。", ["邻里守望"]),
        ("船舶污染要依照长江保护法处罚。", ["长江保护法"]),
        ("办好“我为群众办实事”实践活动。\n把“我为群众办实事”落到实处。", ["我为群众办实事", "我为群众办实事"]),
    ],
)
def test_policies_are_found(named: Named, text: str, policies: list[str]) -> None:
    assert named("POL", text) == policies


@pytest.mark.parametrize(
    "text",
    [
        "县里把道路改造作为一项民生工程来抓。",
        "打造民心工程，方便群众出行。",
        "这是重大民生工程。",
        "聚焦民生实事，多办好事。",
        "跑出发展“加速度”。",
        "他写了一本《山村记》。",
        "全区全面开展“两高”项目排查。",
        "县妇联开展“三八”维权宣传活动，“两会”期间开展安全大检查。",
        "各乡镇开展“创城我先行”活动，推出“红色记忆”专栏。",
        "树立“绿水青山就是金山银山”的理念。",
        "打造“幸福城”。",
        "他被评为“最美教师”。",
    ],
)
def test_slogans_and_books_are_no_policies(named: Named, text: str) -> None:
    assert named("POL", text) == []
