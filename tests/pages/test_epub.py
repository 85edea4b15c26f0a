"""EPUB books made of newspapers: each chapter a page with its articles; covers and lists of contents are none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from whole import parts, read

from kg.model import Article, Page, Problem

FIRST = "本报讯（记者 田禾）3月5日，临河市召开农村公路建设推进会，部署今年“四好农村路”建设任务。副市长江帆出席并讲话。"
SECOND = "会议强调，各县区要抢抓施工黄金期，倒排工期、挂图作战，确保年底前完成投资5.6亿元。"
FERRY = "清晨六点，白沙渡的船工老范准时解开缆绳，送对岸的11个孩子去上学。这条船，他撑了整整二十六年。"

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
CHAPTERS = {
    "cover.xhtml": '<p><img src="c.jpg"/></p>',
    "nav.xhtml": '<ol><li><a href="a.xhtml">我市部署农村公路建设和青石县举行采茶能手比赛的消息</a></li></ol>',
    "要闻 1.xhtml": f"<h1>要闻</h1><h2>我市部署农村公路建设</h2><h3>——江帆出席并讲话</h3><p>　　{FIRST}</p><h3>抢抓黄金期</h3><p>　　{SECOND}</p>"
    f"<h2>白沙渡最后的摆渡人</h2><p>□ 本报记者 苏木</p><p>　　{FERRY}</p><figure><img src='1.jpg'/><figcaption>老范和他的船。</figcaption></figure>",
    "b.xhtml": f"<div><p>　　{FIRST}<br/>　　{SECOND}</p></div>",
}


def book(chapters: dict[str, str] = CHAPTERS, **more: str) -> bytes:
    items = "".join(
        f'<item id="i{i}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>' for i, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{i}"/>' for i in range(len(chapters)))
    package = f"""<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>临河日报 2024-03-06</dc:title><dc:date>2024-03-06T00:00:00+00:00</dc:date></metadata>
    <manifest>{items}<item id="c" href="style.css" media-type="text/css"/></manifest><spine>{spine}<itemref idref="none"/></spine></package>"""
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package, **more}
    for name, said in chapters.items():
        title = "茶园里比手速" if name == "b.xhtml" else "临河日报 2024-03-06"
        members[f"OEBPS/{name}"] = (
            f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{said}</body></html>'
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in members.items():
            archive.writestr(name, said)
    return file.getvalue()


def reading(folder: Path, data: bytes) -> tuple[list[Page], list[list[Article]], list[Problem]]:
    (folder / "a.epub").write_bytes(data)
    return read(folder / "a.epub")


def test_each_chapter_with_text_is_a_page(tmp_path: Path) -> None:
    found, split, problems = reading(tmp_path, book())
    assert problems == []
    assert [page.source for page in found] == [f"{tmp_path / 'a.epub'}#chapter={number}" for number in (3, 4)]
    assert {(page.newspaper, page.published) for page in found} == {("临河日报", "2024-03-06")}
    assert [article.title for each in split for article in each] == ["我市部署农村公路建设", "白沙渡最后的摆渡人", "茶园里比手速"]


def test_headings_tell_the_parts_of_an_article(tmp_path: Path) -> None:
    _, ((first, second), (third,)), _ = reading(tmp_path, book())
    assert (first.subtitle, parts(first, "subhead"), parts(first, "paragraph")) == ("——江帆出席并讲话", ["抢抓黄金期"], [FIRST, SECOND])
    assert (second.authors, second.captions, parts(second, "paragraph")) == (("苏木",), ("老范和他的船。",), [FERRY])
    assert parts(third, "paragraph") == [FIRST, SECOND]


def test_a_missing_chapter_costs_only_itself(tmp_path: Path) -> None:
    data = book().replace(b"OEBPS/b.xhtml", b"OEBPS/c.xhtml")
    found, _, problems = reading(tmp_path, data)
    assert len(found) == 1
    assert [(p.code, p.where) for p in problems] == [("unreadable", f"{tmp_path / 'a.epub'}#chapter=4")]


def test_a_protected_chapter_is_told(tmp_path: Path) -> None:
    locked = '<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/b.xhtml"/></CipherData></EncryptedData></encryption>'
    found, _, problems = reading(tmp_path, book(**{"META-INF/encryption.xml": locked}))
    assert len(found) == 1
    assert [(p.code, p.where) for p in problems] == [("encrypted", f"{tmp_path / 'a.epub'}#chapter=4")]


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "package",
    ["", "<package>", "<package/>", f"{LAUGHS}<package><dc>&i;</dc></package>", "x" * 99],
    ids=["empty", "open", "bare", "laughs", "text"],
)
def test_a_broken_book_is_a_problem_at_once(package: str, tmp_path: Path) -> None:
    data = book({}, **{"OEBPS/book.opf": package})
    found, _, problems = reading(tmp_path, data)
    assert found == []
    assert [p.code for p in problems] == ["no-text" if package == "<package/>" else "unreadable"]


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_makes_the_reader_fail(tmp_path: Path, data: st.DataObject) -> None:
    said = bytearray(book())
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(said) - 1), st.integers(0, 255)), max_size=6)):
        said[at] = byte
    found, _, problems = reading(tmp_path, bytes(said[: data.draw(st.integers(0, len(said)))]))
    assert len(found) + len(problems) < 20
