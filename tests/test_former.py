"""Divisions that are no more: a name means what bore it on the day of the article, and the unit of that day names its successor."""

from __future__ import annotations

from collections import Counter

import pytest
from scenes import named, read, record, relations, world

from kg.lexicon import Lexicon

# name, home, date of the article, what it means.
NAMES = {
    "a county before it was a district": ("静海县", "天津市", "2010-05-01", "120223"),
    "its short name then": ("静海", "天津市", "2010-05-01", "120223"),
    "its short name now": ("静海", "天津市", "2020-05-01", "120118"),
    "its short name without a date": ("静海", "天津市", "", "120118"),
    "its old name in a new article": ("静海县", "天津市", "2020-05-01", "120223"),
    "its new name in an old article": ("静海区", "天津市", "2010-05-01", "120118"),
    "a city before its neighbour took it in": ("莱芜", "济南市", "2018-12-20", "371200"),
    "the district it became": ("莱芜", "济南市", "2019-01-20", "370116"),
    "a city of county rank in the 地区 of its name": ("临汾市", "", "1998-03-01", "142601"),
    "the city that the 地区 became": ("临汾市", "", "2005-03-01", "141000"),
    "a city beside the county of its name": ("上饶", "上饶市", "2010-03-01", "361100"),
    "a county under a city that is gone": ("庐江县", "", "2010-03-01", "341421"),
    "the same county, moved": ("庐江县", "", "2012-03-01", "340124"),
    "a name that two levels bore in turn, first": ("巢湖市", "", "2011-07-31", "341400"),
    "and then": ("巢湖市", "", "2011-08-22", "340181"),
    "a county that was moved and raised, first": ("无为县", "", "2005-03-01", "341422"),
    "in between": ("无为县", "", "2015-03-01", "340225"),
    "another name for the same": ("襄樊", "", "2008-03-01", "420600"),
    "one that took another's name": ("襄阳区", "襄阳市", "2008-03-01", "420607"),
    "merged into one of like name": ("宣化", "", "2010-03-01", ""),
    "a namesake of the same province": ("桥东区", "张家口市", "2010-03-01", "130702"),
}


@pytest.mark.parametrize(("name", "home", "date", "code"), NAMES.values(), ids=NAMES)
def test_a_name_means_what_bore_it_on_the_day(lexicon: Lexicon, name: str, home: str, date: str, code: str) -> None:
    assert lexicon.locate(name, lexicon.locate(home) if home else "", date) == code


def test_the_table_holds_hundreds_of_changes_of_each_kind(lexicon: Lexicon) -> None:
    kinds = Counter(d.change for d in lexicon.former)
    assert len(lexicon.former) >= 550
    assert kinds.keys() == {"became", "renamed", "merged", "split"}
    assert all("1997" <= d.until[:4] <= "2023" for d in lexicon.former)


def test_every_former_division_leads_to_one_of_today(lexicon: Lexicon) -> None:
    for division in lexicon.former:
        later = [lexicon.divisions[code] for code in lexicon.around(division.successors)]
        assert [d for d in later if not d.until and d.level != "province"], division.name
        assert all(lexicon.divisions[s].until >= division.until for s in division.successors if lexicon.divisions[s].until), division.name


def test_what_lay_in_a_former_prefecture_lies_in_its_successor(lexicon: Lexicon) -> None:
    assert lexicon.prefecture("142302") == "141100"  # 离石市, 吕梁地区
    assert lexicon.within("142302", "141100")
    assert lexicon.within("141125", "142300")  # 柳林县 in the paper of 吕梁地区
    assert not lexicon.within("371203", "370100")  # 钢城区 was in 莱芜市, not yet in 济南市


def test_an_old_article_speaks_of_the_unit_of_its_day_and_the_graph_names_the_successor() -> None:
    graph = world(read("静海县召开教育工作会议，崇文区教育局局长陈立出席。", "天津市", date="2010-05-01"))
    assert record(graph, "静海县").facts == {"until": "2015"}
    known = relations(graph, "replaced_by", "within")
    assert "静海县 replaced_by 静海区" in known
    assert "静海区 within 天津市" in known
    assert "崇文区 replaced_by 东城区" in known


def test_a_division_that_only_changed_its_name_stays_one_node() -> None:
    old = world(read("襄樊市召开教育工作会议。", "湖北省", date="2009-05-01"))
    new = world(read("襄阳市召开教育工作会议。", "湖北省", date="2019-05-01"))
    assert named(old, "襄樊市") == named(new, "襄阳市") == "襄阳市"
    assert "襄阳市 formerly 襄樊市" in relations(new, "formerly")
