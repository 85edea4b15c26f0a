"""Saved web pages: the article of each usual markup of digital newspapers comes out whole, and nothing of the site around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from whole import parts, read

from kg.model import Article, Page, Problem

# Invented pages in the markups that digital newspapers and news sites use.

FIRST = "本报讯（记者 田禾）3月5日，临河市召开农村公路建设推进会，部署今年“四好农村路”建设任务。副市长江帆出席并讲话。"
SECOND = "会议指出，去年全市新改建农村公路312公里，解决了46个自然村出行难题，群众走上了平坦路。"
THIRD = "会议强调，各县区要抢抓施工黄金期，倒排工期、挂图作战，确保年底前完成投资5.6亿元。"
FERRY = (
    "清晨六点，白沙渡的船工老范准时解开缆绳，送对岸的11个孩子去上学。这条船，他撑了整整二十六年。",
    "老范记得，最多的时候船上坐过四十多个孩子，如今孩子少了，船却没有停过一天。",
    "等大桥通车那天，他要带着老伴第一个走过去。",
)

FOUNDER = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>临河日报数字报-我市部署农村公路建设</title>
<script>var a = "<p>不是正文，只是脚本。</p>";</script></head><body>
<div class="top"><a href="/">首页</a> | <a href="/past">往期回顾</a></div>
<ul class="list"><li><a href="node_1.html">第01版：要闻</a></li><li><a href="node_2.html">第02版：综合</a></li></ul>
<div class="head">2024年03月06日 星期三 &nbsp; <a href="p.pdf">PDF版</a></div>
<!--enpproperty <articleid>10021</articleid><date>2024-03-06 00:00:00:000</date><author>田禾</author><title>我市部署农村公路建设</title>
<keyword></keyword><subtitle>江帆出席并讲话</subtitle><introtitle>打通最后一公里</introtitle><siteid>1</siteid><nodeid>3</nodeid>
<nodename>第02版：要闻</nodename><nodesearchname>02</nodesearchname>/enpproperty-->
<p class="yinti">打通最后一公里</p><h2>我市部署农村公路建设</h2><p>江帆出席并讲话</p>
<div class="tools">【<a href="#">放大</a>】 【<a href="#">缩小</a>】 【<a href="#">默认</a>】 <span>朗读</span></div>
<founder-content><!--enpcontent--><p>　　{FIRST}</p><p>　　{SECOND}</p>
<table><tr><td><img src="1.jpg"></td></tr><tr><td>3月5日，推进会现场。田禾 摄</td></tr></table>
<p>　　<b>抢抓黄金期</b></p><p>　　{THIRD}</p><!--/enpcontent--></founder-content>
<p>上一篇：<a href="c1.html">青石县举行采茶能手比赛</a></p><p>下一篇：<a href="c3.html">云雾镇小学换新颜</a></p>
<div class="foot">版权所有 临河日报社 未经许可不得转载 <a href="/icp">备案号</a></div></body></html>"""

HEADINGS = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>我市部署农村公路建设--临河日报</title></head>
<body><div class="header"><div class="date">2024年03月06日 星期三</div><div class="ban"><a href="x">上一版</a><a href="y">下一版</a></div></div>
<div class="left"><ul class="news-list"><li><a href="1">我市部署农村公路建设</a></li><li><a href="2">青石县举行采茶能手比赛</a></li></ul></div>
<div class="article"><h3>打通最后一公里</h3><h1>我市部署农村公路建设</h1><h2>江帆出席并讲话</h2>
<p class="sec">本报记者　　田　禾　通讯员　叶　青
  <span class="date">《临河日报》（<span class="newstime">2024年03月06日</span>　第 02 版）</span></p>
<div id="ozoom"><p> 　　{FIRST} </p><p> 　　{SECOND} </p><p> 　　{THIRD} </p></div></div></body></html>"""

TABLES = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>临河日报多媒体数字版</title></head>
<body bgcolor=#ffffff><table width=100%><tr><td width=215 class="Navwhite">2024年3月6日 星期三</td><td>临河日报 第02版：要闻</td>
<td><a href=a>返回首页</a></td></tr></table><form action="s"><table><tr><td valign=top><table>
<tr><td><a href=1>· 我市部署农村公路建设</a></td></tr><tr><td><a href=2>· 青石县举行采茶能手比赛</a></td></tr></table></td>
<td><table><tr><td align=center class="font02">打通最后一公里</td></tr><tr><td align=center class="font01">我市部署农村公路建设</td></tr>
<tr><td align=center class="font02">——江帆出席并讲话</td></tr><tr><td align=center>2024年03月06日　作者：田禾　来源：临河日报</td></tr>
<tr><td><div id="ozoom" style="zoom:100%">&nbsp;&nbsp;&nbsp;&nbsp;{FIRST}<br>&nbsp;&nbsp;&nbsp;&nbsp;{SECOND}<BR>
&nbsp;&nbsp;&nbsp;&nbsp;{THIRD}<br></div></td></tr>
<tr><td><a href=0>上一篇</a> <a href=3>下一篇</a></td></tr></table></td></tr></table></form></body></html>"""

BARE = f"""<HTML><HEAD><TITLE>我市部署农村公路建设</TITLE></HEAD><BODY><TABLE><TR><TD><A HREF=a>要闻</A> <A HREF=b>综合</A></TD></TR></TABLE>
<TABLE><TR><TD ALIGN=center><FONT SIZE=3>打通最后一公里</FONT></TD></TR><TR><TD ALIGN=center><STRONG><FONT SIZE=5>我市部署农村公路建设</FONT></STRONG></TD></TR>
<TR><TD ALIGN=center><FONT SIZE=3>江帆出席并讲话</FONT></TD></TR><TR><TD ALIGN=center>临河日报　2024年3月6日　星期三　第02版</TD></TR>
<TR><TD><P>　　{FIRST}<P>　　{SECOND}<P>　　{THIRD}</TD></TR></TABLE>
<TABLE><TR><TD><A HREF=c>关于我们</A> <A HREF=d>联系我们</A></TD></TR></TABLE></BODY></HTML>"""

SITE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>我市部署农村公路建设_要闻_临河新闻网</title>
<meta property="og:title" content="我市部署农村公路建设"><meta property="og:url" content="https://news.example/a/1.html">
<meta property="article:published_time" content="2024-03-06T08:30:00+08:00"><meta name="author" content="临河新闻网"></head>
<body><nav><a href="/">首页</a></nav><header><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/y">要闻</a></div></header>
<main><article><h1>我市部署农村公路建设</h1><div class="info"><span>2024-03-06 08:30</span> <span>来源：临河日报</span> <span>作者：田禾 叶青</span></div>
<p>{FIRST}</p><figure><img src="1.jpg" alt="会场"><figcaption>3月5日，推进会现场。</figcaption></figure><p>{SECOND}</p>
<h2>抢抓黄金期</h2><p>{THIRD}</p><p>（责任编辑：黄英）</p><div class="share">分享到： <a href="w">微信</a> <a href="b">微博</a></div></article>
<aside><h3>推荐阅读</h3><ul><li><a href="2">青石县举行采茶能手比赛，十二个村的选手同台竞技</a></li><li><a href="3">云雾镇小学换新颜</a></li></ul></aside></main>
<footer><p>版权所有 临河新闻网，未经书面授权，不得转载、摘编或以其他方式使用上述作品。</p></footer></body></html>"""

LINKED = f"""<html><head><meta charset=gbk><title>临河市融媒体中心</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "我市部署农村公路建设", "datePublished": "2024-03-06T08:00:00+08:00",
"author": [{{"@type": "Person", "name": "田禾"}}], "publisher": {{"@type": "Organization", "name": "临河日报"}}}}</script></head>
<body><div id=a><div id=b><div class=bt>我市部署农村公路建设</div><div class=zw><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div></div>
<div id=c><div><a href=1>青石县举行采茶能手比赛</a></div><div><a href=2>云雾镇小学换新颜，孩子们搬进新教室，家长们说好</a></div></div></div></body></html>"""

SIZES = f"""<html><head><meta charset=utf-8><title>临河日报数字报</title></head><body><div>2024-03-06 第02版 要闻</div><div><a href=1>上一版</a></div>
<div id=main><div style="font-size:14px">打通最后一公里</div><div style="font-size: 18.5pt; color: red"><b>我市部署<br>农村公路建设</b></div>
<div style="font-size:14px">江帆出席并讲话</div><div style="font-size:12px">本报记者 田禾</div>
<div id="zoom" style="font-size:14px"><p>　　{FIRST}</p><p>　　{SECOND}</p><p>　　{THIRD}</p></div></div></body></html>"""

SHEET = f"""<html><head><meta charset="utf-8"><title>临河日报 2024年3月6日 第02版 要闻</title></head><body>
<h1>临河日报</h1><div>2024年3月6日 星期三 第02版 要闻</div>
<div class="item"><h2>我市部署农村公路建设</h2><div class="article-content"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div></div>
<div class="item"><h3>人物</h3><h2>白沙渡最后的摆渡人</h2><p class="author">本报记者 苏木</p>
<div class="article-content"><p>{FERRY[0]}</p><p>{FERRY[1]}</p><p>{FERRY[2]}</p></div></div>
</body></html>"""

MARKUPS = {"founder": FOUNDER, "headings": HEADINGS, "tables": TABLES, "bare": BARE, "sizes": SIZES, "site": SITE, "linked": LINKED}
GBK = ("tables", "linked")

LIST = """<html><head><meta charset=utf-8><title>临河日报 2024年3月6日 第02版</title></head><body><h1>第02版：要闻</h1><div id="articleContent"><ul>
<li><a href=1>我市部署农村公路建设，副市长江帆出席并讲话</a></li><li><a href=2>青石县举行采茶能手比赛</a></li>
<li><a href=3>白沙渡最后的摆渡人</a></li></ul></div><p>上一版 下一版</p><p>2024年3月6日 星期三</p></body></html>"""


def reading(folder: Path, said: str | bytes, name: str = "a.html") -> tuple[Page | None, list[Article], list[Problem]]:
    """The page of a saved page, its articles, and what was wrong."""
    (folder / name).write_bytes(said.encode() if isinstance(said, str) else said)
    found, split, problems = read(folder / name)
    assert len(found) <= 1
    return next(iter(found), None), next(iter(split), []), problems


@pytest.mark.parametrize("name", MARKUPS)
def test_an_article_comes_out_of_every_markup(name: str, tmp_path: Path) -> None:
    said = MARKUPS[name].encode("gbk" if name in GBK else "utf-8", "xmlcharrefreplace")
    page, found, problems = reading(tmp_path, said)
    assert problems == []
    assert page
    (article,) = found
    assert parts(article, "paragraph") == [FIRST, SECOND, THIRD]
    assert article.title == ("我市部署 农村公路建设" if name == "sizes" else "我市部署农村公路建设")
    if name != "bare":
        assert article.authors[:1] == ("田禾",)
    assert page.published == "2024-03-06"
    assert page.newspaper == "临河日报"
    assert page.edition == ("02" if name in ("founder", "headings", "tables", "bare", "sizes") else "")


@pytest.mark.parametrize("name", ["founder", "headings", "tables", "bare", "sizes"])
def test_kicker_and_subtitle_are_told_apart(name: str, tmp_path: Path) -> None:
    _, (article,), _ = reading(tmp_path, MARKUPS[name].encode("gbk" if name in GBK else "utf-8", "xmlcharrefreplace"))
    assert parts(article, "strap") == ["打通最后一公里"]
    assert article.subtitle.strip("—") == "江帆出席并讲话"


def test_captions_subheads_and_the_line_with_the_date_keep_their_roles(tmp_path: Path) -> None:
    page, (article,), _ = reading(tmp_path, FOUNDER)
    assert article.captions == ("3月5日，推进会现场。田禾 摄",)
    assert parts(article, "subhead") == ["抢抓黄金期"]
    assert page
    assert page.body.startswith("2024年03月06日 星期三")
    assert "上一篇" not in page.body


def test_a_site_around_an_article_is_left_out_and_its_figure_is_a_caption(tmp_path: Path) -> None:
    page, (article,), _ = reading(tmp_path, SITE)
    assert page
    assert (article.byline, article.authors, article.captions) == ("田禾 叶青", ("田禾", "叶青"), ("3月5日，推进会现场。",))
    assert page.meta["url"] == "https://news.example/a/1.html"
    assert [word for word in ("推荐阅读", "采茶", "首页", "版权所有", "微博") if word in page.body] == []


def test_authors_are_read_from_a_line_that_also_has_the_date(tmp_path: Path) -> None:
    assert reading(tmp_path, HEADINGS)[1][0].authors == ("田禾", "叶青")


def test_a_page_with_several_articles_gives_them_all(tmp_path: Path) -> None:
    page, found, _ = reading(tmp_path, SHEET)
    assert [(article.title, len(parts(article, "paragraph"))) for article in found] == [
        ("我市部署农村公路建设", 3),
        ("白沙渡最后的摆渡人", 3),
    ]
    assert (parts(found[1], "strap"), found[1].authors) == (["人物"], ("苏木",))
    assert page
    assert (page.newspaper, page.published, page.edition) == ("临河日报", "2024-03-06", "02")


@pytest.mark.parametrize(
    "said",
    [
        LIST,
        "<html><body><p>2024年3月6日 临河日报</p></body></html>",
        "<html><head><title>临河日报</title></head><body><img src=1.jpg></body></html>",
        "<p><a href=1>我市部署农村公路建设，副市长江帆出席。</a></p><p><a href=2>会议指出，去年全市新改建农村公路三百公里。</a></p>",
        "",
        "<",
        "<!--enpproperty <title>无文</title>/enpproperty-->",
    ],
)
def test_a_page_of_links_is_a_problem_not_an_article(said: str, tmp_path: Path) -> None:
    page, found, problems = reading(tmp_path, said or " ")
    assert (page, found) == (None, [])
    assert [(problem.code, problem.where) for problem in problems] == [("no-article", f"{tmp_path / 'a.html'}@0")]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        *((declared, encoding) for declared in ("gbk", "utf-8", "x-unknown", "") for encoding in ("gb18030", "utf-8-sig", "utf-16")),
        *((declared, "utf-8") for declared in ("utf-8", "x-unknown", "")),
        *((declared, "gb18030") for declared in ("gb2312", "GB18030")),
    ],
)
def test_the_text_is_right_whatever_the_page_says_of_its_encoding(declared: str, encoding: str, tmp_path: Path) -> None:
    said = SITE.replace('<meta charset="utf-8">', f'<meta charset="{declared}">').replace("田禾", "田𬭎")
    _, (article,), problems = reading(tmp_path, said.encode(encoding))
    assert problems == []
    assert parts(article, "paragraph") == [FIRST.replace("田禾", "田𬭎"), SECOND, THIRD]


def test_a_web_archive_gives_its_main_page(tmp_path: Path) -> None:
    import email.message

    archive = email.message.EmailMessage()
    archive.set_content(SITE, subtype="html", charset="utf-8", cte="quoted-printable")
    archive.add_related(b"\x89PNG", "image", "png", cid="<1>")
    _, (article,), _ = reading(tmp_path, archive.as_bytes(), "a.mhtml")
    assert parts(article, "paragraph") == [FIRST, SECOND, THIRD]


def test_a_picture_with_a_caption_is_photo_news(tmp_path: Path) -> None:
    said = "<h1>春到茶园</h1><div id=ozoom><p><img src=1></p><p>　　3月5日，青石县云雾镇的茶农在采茶。</p><p>　　苏木 摄</p></div>"
    _, (article,), _ = reading(tmp_path, said)
    assert (article.title, article.kind, article.authors) == ("春到茶园", "photo_news", ("苏木",))


def test_a_table_of_figures_is_a_line_for_each_row(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>县区</th><th>里程</th></tr><tr><td>青石县</td><td>312公里</td></tr><tr><td>临河区</td><td>46公里</td></tr></table>"
    )
    _, (article,), _ = reading(tmp_path, SITE.replace(f"<p>{SECOND}</p>", table))
    assert parts(article, "paragraph")[1:-1] == ["县区\u3000里程", "青石县312公里", "临河区46公里"]


def test_a_page_nested_without_end_is_refused_at_once(tmp_path: Path) -> None:
    page, _, problems = reading(tmp_path, "<div>" * 200_000 + FIRST)
    assert page is None
    assert [problem.code for problem in problems] == ["html"]


def test_a_page_that_zhitu_made_is_not_read(tmp_path: Path) -> None:
    page, _, problems = reading(tmp_path, SITE.replace("<title>", '<meta name="generator" content="zhitu 1"><title>'))
    assert (page, [problem.code for problem in problems]) == (None, ["own"])


TAGS = ["<p>", "</p>", "<div id=ozoom>", "</div>", "<table><tr><td>", "</table>", "<h1>", "</h1>", "<br>", "<a href=1>", "</a>", "<b>", "<article>", "<!--", "-->",
        "<founder-content>", "<script>", "</script>", "<title>", "</title>", "<img>", "<pre>", "<p class=author>", "<time>", FIRST, SECOND, "田禾",
        "2024年3月6日 第02版", "来源：临河日报 作者：田禾", "&nbsp;", "\n", "　　", "——副题", "\x00",
        "<!--enpproperty <title>题</title>/enpproperty-->", "<style>", "责任编辑：黄英"]  # fmt: skip


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TAGS), max_size=40))
def test_any_soup_of_tags_is_read_and_every_character_kept(tmp_path: Path, tags: list[str]) -> None:
    page, _, problems = reading(tmp_path, "".join(tags))
    assert page or problems
