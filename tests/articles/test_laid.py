"""Pages whose lines have places: headlines, columns, frames and pictures tell what belongs together."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from layouts import FOLDER, ROADS, SCHOOL, TEA, parts, wrap
from press import makeup, pool
from test_laws_of_articles import check

from kg import articles
from kg.articles import split
from kg.model import Article, Box, Layout, Page, Print, digest

SIZE, PITCH = 9.5, 14.0
HARVEST = (
    "本报讯（记者 石磊） 连日来，云麓县抢抓晴好天气组织机收小麦，38台收割机在田间来回穿梭，一派丰收景象。",
    "县农业农村局派出12支技术队下田，帮助农户检修农机、排除田间积水，做到成熟一块收割一块，颗粒归仓。",
)
LIBRARY = (
    "本报讯（记者 黎明） 5月20日，临汀县图书馆新馆开馆，馆内藏书21万册，设有少儿借阅区和盲文阅读室。",
    "新馆每天开放12个小时，读者凭身份证就能借书，首日有3000多名读者前来。",
)


@dataclass
class Press:
    """A sheet that is printed line by line, in points from the top left."""

    width: float = 760.0
    height: float = 1080.0
    texts: list[str] = field(default_factory=list)
    prints: list[tuple[Box, float, bool]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def line(self, text: str, x: float, y: float, size: float = SIZE) -> float:
        """A line from its upper left corner; returns where it ends below."""
        wide = sum(size / 2 if char.isascii() else size for char in text)
        self.texts.append(text)
        self.prints.append(((x, y, x + wide, y + size), size, False))
        return y + size

    def centred(self, text: str, left: float, right: float, y: float, size: float) -> float:
        return self.line(text, (left + right - len(text) * size) / 2, y, size)

    def upright(self, text: str, x: float, y: float, size: float) -> float:
        """A vertical line."""
        self.texts.append(text)
        self.prints.append(((x, y, x + size, y + 1.1 * size * len(text)), size, True))
        return y + 1.1 * size * len(text)

    def lines(self, paragraphs: Sequence[str], em: int = 18) -> list[tuple[float, str]]:
        """Wrapped paragraphs with the indent of each line."""
        return [(0 if i else 2 * SIZE, text) for paragraph in paragraphs for i, text in enumerate(wrap(paragraph, em))]

    def column(self, lines: Sequence[tuple[float, str]], x: float, y: float) -> float:
        for indent, text in lines:
            self.line(text, x + indent, y)
            y += PITCH
        return y

    def columns(self, paragraphs: Sequence[str], x: float, y: float, *, count: int = 2, em: int = 18) -> float:
        """A text in columns side by side; returns where the longest ends."""
        found = self.lines(paragraphs, em)
        each = -(-len(found) // count)
        step = em * SIZE + 14
        return max(self.column(found[i * each : (i + 1) * each], x + i * step, y) for i in range(count))

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]

    def page(self, source: str = "a.pdf", **known: str) -> Page:
        body = "".join(f"{text}\n" for text in self.texts)
        found, at = [], 0
        for text, (box, size, vertical) in zip(self.texts, self.prints, strict=True):
            found.append(Print(at, at + len(text), box, size, vertical))
            at += len(text) + 1
        layout = Layout(self.width, self.height, tuple(found), tuple(self.rules), tuple(self.pictures))
        return Page(id=digest(body), source=source, format="pdf", body=body, layout=layout, **known)


def read(press: Press) -> tuple[list[Article], list[tuple[str, str]]]:
    """The articles, and the furniture as (role, text). Every character is accounted for."""
    page = press.page()
    found, furniture, _ = split(page, FOLDER, None)
    check(page.body, found, furniture)
    return list(found), [(role, page.body[start:end]) for start, end, role in furniture]


def told(found: Sequence[Article]) -> dict[str, str]:
    """Headline and body of each article."""
    return {article.title: "".join(parts(article, "paragraph")).replace(" ", "") for article in found}


def said(*paragraphs: str) -> str:
    return "".join(paragraphs).replace(" ", "")


def spread(press: Press, title: str, paragraphs: Sequence[str], x: float, y: float, *, size: float = 22.0) -> float:
    """A headline centred over two columns."""
    bottom = press.centred(title, x, x + 356, y, size)
    return press.columns(paragraphs, x, bottom + 10)


def two(press: Press) -> None:
    spread(press, "我市部署农村公路建设", ROADS, 24, 120)
    spread(press, "青石县举行采茶比赛", TEA, 396, 120)


def test_a_headline_over_columns_heads_all_of_them() -> None:
    press = Press()
    two(press)
    found, furniture = read(press)
    assert told(found) == {"我市部署农村公路建设": said(*ROADS), "青石县举行采茶比赛": said(*TEA)}
    assert [parts(article, "paragraph") for article in found] == [[text.replace("） ", "）") for text in story] for story in (ROADS, TEA)]
    assert found[0].authors == ("田禾",)
    assert furniture == []


def test_articles_one_below_the_other_are_parted_by_their_headlines() -> None:
    press = Press()
    bottom = spread(press, "我市部署农村公路建设", ROADS, 24, 120)
    spread(press, "青石县举行采茶比赛", TEA, 24, bottom + 12)
    assert told(read(press)[0]) == {"我市部署农村公路建设": said(*ROADS), "青石县举行采茶比赛": said(*TEA)}


def test_kicker_and_subtitle_are_told_by_size_and_place() -> None:
    press = Press()
    press.centred("打通群众出行最后一公里", 24, 380, 100, 14)
    press.centred("我市部署农村公路建设", 24, 380, 120, 26)
    press.centred("江帆出席并讲话", 24, 380, 152, 14)
    press.columns(ROADS, 24, 176)
    (article,), _ = read(press)
    assert (parts(article, "strap"), article.title, article.subtitle) == (
        ["打通群众出行最后一公里"],
        "我市部署农村公路建设",
        "江帆出席并讲话",
    )


def test_a_vertical_headline_stands_beside_its_text() -> None:
    press = Press()
    press.upright("白沙渡最后的摆渡人", 24, 120, 22)
    press.columns(SCHOOL, 60, 120)
    spread(press, "我市部署农村公路建设", ROADS, 24, 340)
    assert told(read(press)[0]) == {"白沙渡最后的摆渡人": said(*SCHOOL), "我市部署农村公路建设": said(*ROADS)}


def test_a_vertical_headline_heads_the_story_that_opens_left_of_it() -> None:
    """The text begins at the left, runs past the headline in its middle and ends at the right."""
    press = Press()
    lines = press.lines((*ROADS, *SCHOOL))
    third = -(-len(lines) // 3)
    for i, x in enumerate((24, 24 + 185, 24 + 410)):
        press.column(lines[i * third : (i + 1) * third], x, 120)
    press.upright("我市部署农村公路建设", 396, 120, 22)
    spread(press, "青石县举行采茶比赛", TEA, 24, 420)
    assert told(read(press)[0]) == {"我市部署农村公路建设": said(*ROADS, *SCHOOL), "青石县举行采茶比赛": said(*TEA)}


def test_subtitles_side_by_side_belong_to_their_headlines() -> None:
    press = Press()
    for title, subtitle, story, x in (
        ("农村公路建设提速", "今年新改建312公里", ROADS, 24),
        ("采茶能手云雾镇比武", "86名选手同台竞技", TEA, 396),
    ):
        press.columns(story, x, press.centred(subtitle, x, x + 356, press.centred(title, x, x + 356, 120, 26) + 8, 13) + 10)
    found, _ = read(press)
    assert [(article.title, article.subtitle) for article in found] == [
        ("农村公路建设提速", "今年新改建312公里"), ("采茶能手云雾镇比武", "86名选手同台竞技"),
    ]  # fmt: skip


def test_a_headline_below_the_rule_of_the_page_is_no_strap() -> None:
    """A rule above and one below it make no frame of briefs when text stands right below the headline."""
    press = Press()
    press.rules += [(24, 110, 752, 110), (24, 600, 752, 600)]
    y = spread(press, "我市部署农村公路建设", (*ROADS, *SCHOOL), 24, 120, size=28)
    spread(press, "青石县举行采茶比赛", TEA, 24, y + 20)
    spread(press, "临汀县图书馆新馆开馆", LIBRARY, 396, y + 20)
    assert set(told(read(press)[0])) == {"我市部署农村公路建设", "青石县举行采茶比赛", "临汀县图书馆新馆开馆"}


def test_a_public_service_advert_heads_no_story() -> None:
    press = Press()
    y = spread(press, "我市部署农村公路建设", ROADS, 24, 120)
    for text, size in (("节约用水 从点滴做起", 30), ("公益广告", 16), ("临河市节水办宣", 16)):
        y = press.centred(text, 24, 380, y + 8, size)
    assert [article.title for article in read(press)[0]] == ["我市部署农村公路建设"]


def test_a_headline_over_some_columns_heads_the_others_beside_it_too() -> None:
    """The text goes on in a third column that reaches up beside the headline."""
    press = Press()
    lines = press.lines((*SCHOOL, *SCHOOL[:2]))
    press.centred("白沙渡最后的摆渡人", 24, 380, 120, 24)
    press.column(lines[:4], 24, 156)
    press.column(lines[4:8], 24 + 185, 156)
    press.column(lines[8:], 24 + 370, 120)
    assert told(read(press)[0]) == {"白沙渡最后的摆渡人": said(*SCHOOL, *SCHOOL[:2])}


def test_subheads_stand_between_paragraphs_and_head_nothing() -> None:
    press = Press()
    y = press.centred("我市部署农村公路建设", 24, 195, 120, 16) + 10
    y = press.column(press.lines(ROADS[:2]), 24, y) + 3
    y = press.centred("抢抓施工黄金期", 24, 195, y, 11) + 6
    press.column(press.lines(ROADS[2:]), 24, y)
    spread(press, "青石县举行采茶比赛", TEA, 396, 120)
    found, _ = read(press)
    assert told(found) == {"我市部署农村公路建设": said(*ROADS), "青石县举行采茶比赛": said(*TEA)}
    assert [parts(article, "subhead") for article in found] == [["抢抓施工黄金期"], []]


def test_a_line_as_large_as_the_subheads_is_one_at_the_top_of_a_column_too() -> None:
    press = Press()
    left, right = 24, 24 + 185
    press.centred("白沙渡最后的摆渡人", left, right + 171, 120, 26)
    y = press.column(press.lines(SCHOOL[:1]), left, 160) + 4
    y = press.column(press.lines(SCHOOL[1:2]), left, press.centred("一条旧船", left, left + 171, y, 12.5) + 6) + 4
    press.column(press.lines(TEA[1:]), left, press.centred("四十个孩子", left, left + 171, y, 12.5) + 6)
    press.column(press.lines(SCHOOL[2:]), right, press.centred("一座新桥", right, right + 171, 160, 12.5) + 6)
    (found,) = read(press)[0]
    assert (found.title, parts(found, "subhead")) == ("白沙渡最后的摆渡人", ["一条旧船", "四十个孩子", "一座新桥"])


def test_a_subhead_of_two_rows_is_one() -> None:
    press = Press()
    y = press.column(press.lines(ROADS[:2]), 24, press.centred("我市部署农村公路建设", 24, 195, 120, 16) + 10) + 3
    y = press.centred("工期", 24, 195, press.centred("抢抓施工黄金期倒排", 24, 195, y, 11) + 4, 11) + 6
    press.column(press.lines(ROADS[2:]), 24, y)
    assert parts(read(press)[0][0], "subhead") == ["抢抓施工黄金期倒排工期"]


def test_photo_news_has_its_caption_and_credit() -> None:
    press = Press()
    two(press)
    press.pictures.append((24, 400, 380, 600))
    press.line("图为5月3日，云麓县麦田里收割机正在作业。", 24, 606, 8.5)
    press.line("记者 石磊 摄", 300, 620, 8.5)
    spread(press, "云麓县机收小麦忙", HARVEST, 24, 360 + 290)
    found, _ = read(press)
    assert set(told(found)) >= {"我市部署农村公路建设", "青石县举行采茶比赛", "云麓县机收小麦忙"}
    (own,) = [article for article in found if "图为5月3日" in article.text]
    assert own.title not in ("我市部署农村公路建设", "青石县举行采茶比赛")
    assert "石磊" in own.authors


def test_a_strap_heads_a_frame_of_briefs_and_belongs_to_none() -> None:
    press = Press()
    spread(press, "我市部署农村公路建设", (*ROADS, *SCHOOL), 24, 120)
    press.frame(390, 110, 758, 460)
    press.centred("简讯", 390, 758, 118, 18)
    for i, stories in enumerate(((("青石县举行采茶比赛", TEA), ("云麓县机收小麦忙", HARVEST)), (("临汀县图书馆新馆开馆", LIBRARY),))):
        left, y = 396 + 185 * i, 150.0
        for title, story in stories:
            y = press.column(press.lines(story), left, press.centred(title, left, left + 171, y, 13) + 8) + 10
    found, furniture = read(press)
    assert told(found) == {
        "我市部署农村公路建设": said(*ROADS, *SCHOOL), "青石县举行采茶比赛": said(*TEA),
        "云麓县机收小麦忙": said(*HARVEST), "临汀县图书馆新馆开馆": said(*LIBRARY),
    }  # fmt: skip
    assert [parts(article, "strap") for article in found] == [[]] * 4
    assert furniture == [("strap", "简讯")]


def test_a_picture_inside_a_column_does_not_end_the_article() -> None:
    press = Press()
    y = press.centred("白沙渡最后的摆渡人", 24, 195, 120, 17) + 10
    lines = press.lines(SCHOOL)
    y = press.column(lines[:4], 24, y)
    press.pictures.append((24, y + 2, 195, y + 112))
    press.column(lines[4:], 24, y + 118)
    spread(press, "我市部署农村公路建设", ROADS, 396, 120)
    assert told(read(press)[0]) == {"白沙渡最后的摆渡人": said(*SCHOOL), "我市部署农村公路建设": said(*ROADS)}


def test_a_table_stays_in_its_article_row_by_row() -> None:
    press = Press()
    y = press.columns(ROADS, 24, press.centred("我市部署农村公路建设", 24, 380, 120, 22) + 10) + 10
    rows = ["县区 里程 投资 完工", "青石县 120 2.1 36", "云麓县 96 1.7 28", "临汀县 88 1.2 25", "沐川县 8 0.6 5"]
    for row in map(str.split, rows):
        for i, cell in enumerate(row):
            press.line(cell, 30 + 80 * i, y)
        y += PITCH
    spread(press, "青石县举行采茶比赛", TEA, 396, 120)
    found, _ = read(press)
    assert {article.title for article in found} == {"我市部署农村公路建设", "青石县举行采茶比赛"}
    road = next(article for article in found if article.title.startswith("我市"))
    cells = "".join(road.text.split())
    assert all(row.replace(" ", "") in cells for row in rows)


def test_cells_of_a_table_may_hold_their_label_or_several_figures() -> None:
    """As readers put them together where a table is set small."""
    press = Press()
    press.columns(ROADS, 396, press.centred("我市部署农村公路建设", 396, 752, 120, 22) + 10)
    y = press.centred("各县区公路里程", 24, 195, 120, 20) + 12
    for cells in (
        ("县区 里程 投资 完工",),
        ("青石县120", "2.1", "36"),
        ("云麓县96", "1.7 28"),
        ("临汀县88", "1.2", "25"),
        ("沐川县8", "0.6", "5"),
    ):
        press.line(cells[0], 30, y, 6)
        for i, cell in enumerate(cells[1:]):
            press.line(cell, 80 + 15 * i, y, 6)
        y += PITCH
    press.line("（数据来源：市交通局）", 43, y + 4)
    found, _ = read(press)
    assert {article.title for article in found} == {"我市部署农村公路建设", "各县区公路里程"}
    table = next(article for article in found if article.title == "各县区公路里程")
    assert all(said in table.text for said in ("青石县120", "1.7 28", "数据来源"))
    assert parts(table, "subhead") == []


def test_names_far_apart_in_a_row_stay_in_it() -> None:
    press = Press()
    y = press.centred("全市最美护路员名单", 24, 195, 120, 16) + 10
    for names in (("田禾　江　帆　程小满",), ("叶青（女）", "苏木"), ("石磊", "黎　明"), ("白音查干　范江渡",)):
        for i, name in enumerate(names):
            press.line(name, 24 + 80 * i, y)
        y += PITCH
    spread(press, "青石县举行采茶比赛", TEA, 396, 120)
    found, _ = read(press)
    assert [article.title for article in found] == ["全市最美护路员名单", "青石县举行采茶比赛"]
    assert parts(found[0], "subhead") == []
    assert found[0].text.index("叶青") < found[0].text.index("苏木") < found[0].text.index("石磊")


def test_verse_keeps_its_lines() -> None:
    press = Press()
    y = press.centred("渡口谣", 24, 195, 120, 18) + 24
    verse = ("清晨的雾还没有散", "桨声先醒了过来", "船头坐着去上学的孩子", "船尾站着白发的老人", "他把一生划成了河水", "又把河水划成了桥")
    for text in verse:
        y = press.line(text, 50, y) + 5
    spread(press, "我市部署农村公路建设", ROADS, 396, 120)
    found, _ = read(press)
    (poem,) = [article for article in found if article.title == "渡口谣"]
    assert parts(poem, "paragraph") == list(verse)


def test_centred_verse_keeps_its_lines_whatever_marks_they_have() -> None:
    press = Press()
    y = press.centred("渡口二题", 24, 195, 120, 18) + 10
    y = press.centred("夜泊", 24, 195, y, 10) + 5
    verse = ("清晨的雾还没有散", "桨声，先醒了过来", "船头", "风啊，你轻一点", "别吹走他一生的河水……")
    for text in verse:
        y = press.centred(text, 24, 195, y, SIZE) + 4.5
    spread(press, "我市部署农村公路建设", ROADS, 396, 120)
    (poem,) = [article for article in read(press)[0] if article.title == "渡口二题"]
    assert (parts(poem, "subhead"), parts(poem, "paragraph")) == (["夜泊"], list(verse))


def test_head_and_foot_of_the_page_belong_to_no_article() -> None:
    press = Press()
    press.line("临河日报　2024年3月6日　星期三　第02版　要闻", 24, 30, 10)
    press.rules.append((24, 50, 736, 50))
    two(press)
    press.line("责任编辑：黄英　版式设计：方晓", 500, 1050, 8)
    found, furniture = read(press)
    assert told(found) == {"我市部署农村公路建设": said(*ROADS), "青石县举行采茶比赛": said(*TEA)}
    assert [role for role, _ in furniture] == ["header", "editor"]


def test_a_headline_with_a_telephone_sells_something() -> None:
    press = Press()
    y = spread(press, "临河治理农村公路", ROADS, 40, 100)
    for text, size in (("白沙新茶", 24.0), ("山里人家的春天", 14.0), ("订货电话：0700-3310077", 14.0)):
        y = press.line(text, 60, y + 20, size)
    found, furniture = read(press)
    assert [article.title for article in found] == ["临河治理农村公路"]
    assert "白沙新茶" in {text for _, text in furniture}


def test_the_last_characters_of_a_signature_at_the_top_of_the_next_column_are_text() -> None:
    press = Press()
    rows = "云麓县抢抓晴好天气组织机收小麦，", "三十八台收割机在田间来回穿梭，颗粒归仓。", "农户都说今年收成好，明年还要种。（祝愿"
    lines = [(2 * SIZE, rows[0]), (0.0, rows[1][:18]), (0.0, rows[2][-18:])]
    press.line("云麓县抢收小麦", 40, 100, 22.0)
    press.column(lines, 40, 140)
    press.line("葛一帆）", 40 + 20 * SIZE, 140)
    found, _ = read(press)
    assert len(found) == 1
    assert "（祝愿葛一帆）" in found[0].text


def jumping() -> tuple[Press, Press]:
    front, back = Press(), Press()
    lines = front.lines((*ROADS, *SCHOOL))
    front.centred("我市部署农村公路建设", 24, 380, 120, 24)
    front.column(lines[:6], 24, 156)
    front.column(lines[6:11], 24 + 185, 156)
    front.line("（下转第3版）", 24 + 185 + 90, 156 + 5 * PITCH)
    spread(front, "青石县举行采茶比赛", TEA, 396, 120)
    back.centred("我市部署农村公路建设", 24, 380, 120, 20)
    back.line("（上接第1版）", 24 + 2 * SIZE, 150)
    back.column(lines[11:], 24, 150 + PITCH)
    spread(back, "云麓县机收小麦忙", HARVEST, 396, 120)
    return front, back


def test_an_article_that_jumps_is_joined_to_its_other_half() -> None:
    pages = [
        press.page(f"{edition}.pdf", newspaper="临河日报", published="2024-03-06", edition=edition)
        for press, edition in zip(jumping(), ("1", "3"), strict=True)
    ]
    found = [(page, split(page, FOLDER, None)[0]) for page in pages]
    first = next(article for article in found[0][1] if article.goes_on)
    second = next(article for article in found[1][1] if article.came_from)
    assert (first.title, first.goes_on, first.came_from) == ("我市部署农村公路建设", "3", "")
    assert (second.title, second.goes_on, second.came_from) == ("我市部署农村公路建设", "", "1")
    assert "版" not in first.text.replace("出版", "")
    assert articles.link(found) == {second.id: first.id}
    apart = [(replace(page, published=f"2024-03-0{n}"), own) for n, (page, own) in enumerate(found, 1)]
    assert articles.link(apart) == {}


def test_sheets_of_one_file_are_one_issue() -> None:
    pages = [press.page(f"a.pdf#page={number}") for press, number in zip(jumping(), (1, 3), strict=True)]
    found = [(page, split(page, FOLDER, None)[0]) for page in pages]
    assert len(articles.link(found)) == 1


# ---- laws ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def printed() -> list[Page]:
    """The pages of the development set, as a perfect reader would have them."""
    return [laid(page) for page in makeup.pages("dev", pool.read(pool.ARTICLES / "dev.yaml"))]


def laid(page: makeup.Page) -> Page:
    body, prints = "", []
    for region in page.regions:
        for line in region.lines:
            prints.append(Print(len(body), len(body) + len(line.text), ends(line.box), line.face.size, line.vertical, line.face.bold))
            body += f"{line.text}\n"
    pictures = tuple(ends(shape.box) for shape in page.shapes if shape.seed)
    rules = tuple(ends(shape.box) for shape in page.shapes if not shape.seed and min(shape.box.w, shape.box.h) <= 3)
    layout = Layout(page.width, page.height, tuple(prints), rules, pictures)
    return Page(id=digest(body), source=f"{page.spec.name}.pdf", format="pdf", body=body, layout=layout)


def ends(box: makeup.Box) -> Box:
    return (box.x, box.y, box.right, box.bottom)


def moved(page: Page, change: Callable[[list[Print]], list[Print]]) -> Page:
    """The page with its lines in another order in the file, or fewer of them."""
    assert page.layout is not None
    body, prints = "", []
    for line in change(list(page.layout.lines)):
        text = page.body[line.start : line.end]
        prints.append(replace(line, start=len(body), end=len(body) + len(text)))
        body += f"{text}\n"
    return replace(page, id=digest(body), body=body, layout=replace(page.layout, lines=tuple(prints)))


NUMBERS = st.integers(0, 23)


@pytest.mark.parametrize("number", range(24))
def test_every_character_of_a_printed_page_stands_in_one_place(number: int) -> None:
    page = printed()[number]
    found, furniture, _ = split(page, FOLDER, None)
    assert found
    check(page.body, found, furniture)


@settings(max_examples=40, deadline=None)
@given(NUMBERS, st.integers())
def test_the_order_of_lines_in_the_file_does_not_change_the_articles(number: int, seed: int) -> None:
    page = printed()[number]
    other = moved(page, lambda lines: random.Random(seed).sample(lines, len(lines)))
    one, another = (split(each, FOLDER, None) for each in (page, other))
    check(other.body, another[0], another[1])
    assert sorted((article.title, article.text) for article in one[0]) == sorted((article.title, article.text) for article in another[0])
    assert sorted((role, page.body[start:end]) for start, end, role in one[1]) == sorted(
        (role, other.body[start:end]) for start, end, role in another[1]
    )


@settings(max_examples=30, deadline=None)
@example(number=3, seed=0, kept=0.5, shift=0.0)  # a subhead over small advertisements
@example(number=20, seed=68, kept=0.9, shift=30)  # a table right below another
@given(NUMBERS, st.integers(), st.sampled_from([0.1, 0.5, 0.9]), st.floats(0, 30))
def test_a_page_with_holes_and_crooked_lines_keeps_its_characters(number: int, seed: int, kept: float, shift: float) -> None:
    """Lines are lost, moved, turned, of other sizes: whatever stands there is read, and every character stays."""
    rng = random.Random(seed)

    def spoiled(lines: list[Print]) -> list[Print]:
        return [bent(line) for line in lines if rng.random() < kept]

    def bent(line: Print) -> Print:
        x, y = rng.uniform(-shift, shift), rng.uniform(-shift, shift)
        x0, y0, x1, y1 = line.box
        turned = line.vertical if rng.random() < 0.95 else not line.vertical
        return replace(line, box=(x0 + x, y0 + y, x1 + x, y1 + y), size=line.size * rng.choice((1, 1, 1, 0.5, 3)), vertical=turned)

    page = moved(printed()[number], spoiled)
    found, furniture, _ = split(page, FOLDER, None)
    check(page.body, found, furniture)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*ROADS, "简讯", "□ 记者 田禾", "（下转第3版）", "12.5", "记者 石磊 摄", " ", "图为采茶。", "责任编辑：黄英"]),
                          st.integers(-50, 800), st.integers(-50, 1100), st.sampled_from([0.1, 8, 9.5, 24, 300]), st.booleans()), max_size=25),
       st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 4), max_size=5))  # fmt: skip
@example(drawn=[(ROADS[0], 0, 91, 300, False), ("图为采茶。", 0, 0, 300, False)], rules=[])  # a caption whose lines stand the other way round
def test_lines_anywhere_on_the_sheet_keep_their_characters(drawn: list[tuple[str, int, int, float, bool]], rules: list[Box]) -> None:
    press = Press(rules=rules, pictures=rules[:2])
    for text, x, y, size, vertical in drawn:
        (press.upright if vertical else press.line)(text, x, y, size)
    read(press)
