"""Meetings: where their names begin and end."""

from __future__ import annotations

import pytest
from conftest import Named


@pytest.mark.parametrize(
    ("text", "meetings"),
    [
        ("县委书记主持召开十二届县委常委会第57次会议，研究工作。", ["十二届县委常委会第57次会议"]),
        ("市委书记主持召开市委常委会，研究防汛工作。", ["市委常委会"]),
        ("本报讯市十三届人大常委会第21次会议前日下午在会议厅结束。", ["市十三届人大常委会第21次会议"]),
        ("县长主持召开县政府党组学习会议暨党组会议。", ["县政府党组学习会议暨党组会议"]),
        ("漳平商会召开第一届第一次会员大会暨理事会就职典礼。", ["第一届第一次会员大会暨理事会就职典礼"]),
        ("以“奋进”为主题的潮汕商会成立大会在酒店举行。", ["潮汕商会成立大会"]),
        ("在当天召开的楚商联合会成立大会上，局长讲话。", ["楚商联合会成立大会"]),
        ("会议还传达了陈立在市文联代表大会开幕式上的讲话。", []),
        ("会议审议《关于召开纪念建县节暨表彰大会有关事项的请示》。", []),
        ("这是在关键节点召开的一次重要会议。", []),
    ],
)
def test_a_meeting_is_named_whole_and_only_where_it_is_held(named: Named, text: str, meetings: list[str]) -> None:
    assert named("EVT", text) == meetings
