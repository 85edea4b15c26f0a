"""Lines without layout blanks, each character with its place."""

from __future__ import annotations

import pytest

from kg.articles import lines


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("打 通 最 后 一 公 里 ，方 便 群 众 出 行", "打通最后一公里，方便群众出行"),
        ("截至 3 月底，全县建成大棚 300 座", "截至3月底，全县建成大棚300座"),
        ("《中共青石县委 青石县人民政府关于", "《中共青石县委 青石县人民政府关于"),
        ("会议原则通过 《方案》 并要求", "会议原则通过《方案》并要求"),
        ("记者 田禾 通讯员 叶 青", "记者 田禾 通讯员 叶青"),
        ("通 讯 员 苏木", "通讯员 苏木"),
        ("春耕正当时 沃野起新绿", "春耕正当时 沃野起新绿"),
        ("守住“绿水” 护好“青山”", "守住“绿水” 护好“青山”"),
        ("使用 5G 基站和 AI 平台", "使用5G基站和AI平台"),
        ("Green Valley 公司", "Green Valley公司"),
        ("李 明　王 芳　赵 一 凡", "李明　王芳　赵一凡"),
        ("\ufeff\u200b空白　", "空白"),
    ],
)
def test_blanks_are_kept_where_they_part_words(printed: str, meant: str) -> None:
    assert [line.text for line in lines.read(printed)] == [meant]


def test_every_character_knows_its_place() -> None:
    text = "第一行\r\n　　第 二 行 字\n\n\x0c3 月 5 日\n"
    for line in lines.read(text):
        for at, page, length in line.runs:
            assert line.text[at : at + length] == text[page : page + length]


def test_gaps_and_indents_are_noted() -> None:
    first, second = lines.read("甲乙丙\n\n\n　　丁戊己\n")
    assert (first.gap, second.gap, second.indent, second.number) == (0, 2, 4, 4)
