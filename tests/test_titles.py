"""Titles of documents say what kind of document they name, of what level, a draft of what, and on what it rests."""

from __future__ import annotations

import pytest
from scenes import LEXICON

from kg import titles


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于推进移风易俗的实施意见", "意见"),
        ("太原市节约用水条例（草案）", "条例"),
        ("校外托管扶持办法（试行）", "办法"),
        ("城市更新三年行动计划（2021—2023年）", "计划"),
        ("中华人民共和国水法", "法"),
        ("马背法庭工作法", "工作法"),
        ("双减", ""),
    ],
)
def test_the_last_word_of_a_title_is_its_kind(title: str, kind: str) -> None:
    assert titles.kind(title, LEXICON) == kind


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("中共中央 国务院关于实施乡村振兴战略的意见", "national"),
        ("民法典", "national"),
        ("山西省实施〈中华人民共和国水法〉办法", "provincial"),
        ("青海建设盐湖产业基地行动方案", "provincial"),
        ("中共吕梁市委 吕梁市人民政府关于推进移风易俗的意见", "prefectural"),
        ("丽水市莲都区民宿管理办法", "county"),
        ("柳林县农村宅基地管理办法", "county"),
        ("柳林县成家庄镇村庄规划", "town"),
        ("宝盖镇农村集体资产管理办法", "town"),
        ("盐湖产业用水指标调剂办法", ""),
        ("城乡规划条例", ""),
        ("关于乡镇机构改革的意见", ""),
    ],
)
def test_the_place_that_begins_a_title_is_its_level(title: str, level: str) -> None:
    assert titles.level(title, LEXICON) == level


@pytest.mark.parametrize(
    ("title", "final"),
    [
        ("太原市节约用水条例（草案）", "太原市节约用水条例"),
        ("关于加强校车管理的意见（征求意见稿）", "关于加强校车管理的意见"),
        ("校外托管扶持管理办法（试行）", ""),
        ("条例（草案）", ""),
    ],
)
def test_a_draft_is_of_the_document_without_the_remark(title: str, final: str) -> None:
    assert titles.final(title, LEXICON) == final


@pytest.mark.parametrize(
    ("title", "bases"),
    [
        ("山西省实施〈中华人民共和国水法〉办法", ["中华人民共和国水法"]),
        ("关于贯彻落实《中共中央 国务院关于实施乡村振兴战略的意见》的实施方案", ["中共中央 国务院关于实施乡村振兴战略的意见"]),
        ("太原市落实省政府〈山西省节约用水条例〉若干措施", ["山西省节约用水条例"]),
        ("贯彻实施乡村振兴促进法工作方案", ["中华人民共和国乡村振兴促进法"]),
        ("关于印发〈太原市节约用水规划〉的通知", []),
        ("关于贯彻落实《意见》的通知", []),
    ],
)
def test_a_title_names_what_it_carries_out(title: str, bases: list[str]) -> None:
    assert list(titles.bases(title, LEXICON)) == bases
