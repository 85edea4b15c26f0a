"""Prints invented articles as page dumps have them: hard wraps, lost indents, blank lines, spaced characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.articles import split
from kg.lexicon import default_root
from kg.model import Article, Page

OPENING, CLOSING = set("“《（"), set("，。、；：！？”》）")

ROADS = (
    "本报讯（记者 田禾） 3月5日，临河市召开农村公路建设推进会，部署今年“四好农村路”建设任务。副市长江帆出席并讲话。",
    "会议指出，去年全市新改建农村公路312公里，解决了46个自然村出行难题，群众走上了平坦路。",
    "会议强调，各县区要抢抓施工黄金期，倒排工期、挂图作战，确保年底前完成投资5.6亿元。",
)
TEA = (
    "本报讯（通讯员 叶青 苏木） 春分时节，青石县云雾镇的茶园里人头攒动，采茶能手比赛在这里举行。",
    "来自12个村的86名选手同台竞技，经过两个小时的角逐，松岭村村民程小满以每小时采摘鲜叶1.8公斤的成绩夺得第一名。",
)
HEALTH = (
    "本报讯（记者 卫红） 4月9日，县人民医院的巡回医疗队来到石门乡，为山里老人看病送药，当天接诊136人次。",
    "“药送到家门口，少跑四十里山路。”七十八岁的村民丁大娘说，医生还给她装上了能直接拨到卫生院的电话。",
    "医疗队长韦青介绍，今年他们要走遍全县23个偏远村，把慢性病档案建到每一户。",
)
SCHOOL = (
    "清晨六点，白沙渡的船工老范准时解开缆绳，送对岸的11个孩子去上学。这条船，他撑了整整二十六年。",
    "老范记得，最多的时候船上坐过四十多个孩子，如今孩子少了，船却没有停过一天。",
    "“只要还有一个孩子要过河，我就撑下去。”老范说，等大桥通车那天，他要带着老伴第一个走过去。",
)


def wrap(text: str, width: int, *, indent: int = 2) -> list[str]:
    """Lines of a paragraph, digits half as wide; the first is shorter by an indent that the dump does not show."""
    lines, line, used, room = [], "", 0.0, float(width - indent)
    for token in re.findall(r"[0-9.]+| |.", text):
        size = len(token) / 2 if token.isascii() else 1.0
        if used + size > room and token not in CLOSING and token != " " and line[-1:] not in OPENING:
            lines.append(line)
            line, used, room = "", 0.0, float(width)
        line, used = line + token, used + size
    return [*lines, line]


def body(paragraphs: Iterable[str], width: int, *, blank: bool = True) -> str:
    """A column of text, by habit with a blank line after every line."""
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, width)]
    return ("\n\n" if blank else "\n").join(lines)


def page(*regions: str) -> str:
    """Regions one below the other."""
    return "\n\n".join(regions) + "\n"


@dataclass(frozen=True)
class Folder:
    """What this room needs of a lexicon."""

    root: Path


FOLDER = Folder(default_root())


def read(text: str) -> tuple[tuple[Article, ...], tuple[tuple[int, int, str], ...]]:
    """The articles and furniture of a page."""
    found, furniture, _ = split(Page(id="p", source="p.txt", format="text", body=text), FOLDER, None)
    return found, furniture


def parts(article: Article, role: str) -> list[str]:
    """The texts of an article's parts of one role."""
    return [article.text[part.start : part.end] for part in article.parts if part.role == role]


def clean(paragraph: str) -> str:
    """A paragraph as it should be read."""
    return paragraph.replace("） ", "）")
