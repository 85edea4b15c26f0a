"""Word documents: one or several articles, told apart by styles or by how their headlines look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from whole import parts, read

from kg.model import Article, Page, Problem
from kg.settings import Settings

ROADS = (
    "本报讯（记者 田禾）3月5日，临河市召开农村公路建设推进会，部署今年“四好农村路”建设任务。副市长江帆出席并讲话。",
    "会议强调，各县区要抢抓施工黄金期，倒排工期、挂图作战，确保年底前完成投资5.6亿元。",
)
FERRY = (
    "清晨六点，白沙渡的船工老范准时解开缆绳，送对岸的11个孩子去上学。这条船，他撑了整整二十六年。",
    "老范记得，最多的时候船上坐过四十多个孩子，如今孩子少了，船却没有停过一天。",
)


def line(document: Document, text: str, *, size: float = 0, centred: bool = False, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.font.size = Pt(size) if size else None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None


def reading(folder: Path, make: Callable[[Document], None]) -> tuple[Page, list[Article], list[Problem]]:
    document = docx.Document()
    make(document)
    document.save(str(folder / "a.docx"))
    (page,), (found,), problems = read(folder / "a.docx")
    return page, found, problems


def styled(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "临河日报　2024年3月6日　星期三　第02版"
    line(document, "打通最后一公里", style="Subtitle")
    line(document, "我市部署农村公路建设", style="Title")
    line(document, "江帆出席并讲话", style="Subtitle")
    line(document, f"　　{ROADS[0]}")
    line(document, "抢抓黄金期", style="Heading 1")
    line(document, f"　　{ROADS[1]}")
    line(document, "白沙渡最后的摆渡人", style="Title")
    line(document, "□ 本报记者 苏木")
    for text in FERRY:
        line(document, text)
    line(document, "老范和他的船。", style="Caption")


def headed(document: Document) -> None:
    line(document, "临河日报 2024年3月6日", style="Title")
    line(document, "我市部署农村公路建设", style="Heading 1")
    line(document, "——江帆出席并讲话", style="Heading 2")
    for text in ROADS:
        line(document, text)
    line(document, "白沙渡最后的摆渡人", style="Heading 1")
    for text in FERRY:
        line(document, text)


def sized(document: Document) -> None:
    line(document, "临河日报", size=36, centred=True)
    line(document, "2024年3月6日　星期三", centred=True)
    line(document, "打通最后一公里", size=14, centred=True)
    line(document, "我市部署农村公路建设", size=22, centred=True)
    line(document, "江帆出席并讲话", size=14, centred=True)
    line(document, ROADS[0], size=12)
    line(document, "抢抓黄金期", size=14)
    line(document, ROADS[1], size=12)
    line(document, "白沙渡最后的摆渡人", size=20)
    for text in FERRY:
        line(document, text, size=12)


def centred(document: Document) -> None:
    for title, texts in (("我市部署农村公路建设", ROADS), ("白沙渡最后的摆渡人", FERRY)):
        line(document, title, centred=True)
        for text in texts:
            line(document, text)


def bare(document: Document) -> None:
    line(document, "我市部署农村公路建设")
    for text in ROADS:
        line(document, text)


@pytest.mark.parametrize("make", [styled, headed, sized, centred])
def test_each_headline_begins_an_article(make: Callable[[Document], None], tmp_path: Path) -> None:
    _, found, problems = reading(tmp_path, make)
    assert problems == []
    assert [article.title for article in found] == ["我市部署农村公路建设", "白沙渡最后的摆渡人"]
    assert [parts(article, "paragraph") for article in found] == [list(ROADS), list(FERRY)]
    assert found[0].authors == ("田禾",)


def test_styles_tell_kicker_subtitle_subhead_and_caption(tmp_path: Path) -> None:
    page, found, _ = reading(tmp_path, styled)
    assert page.body.startswith("临河日报　2024年3月6日　星期三　第02版\n\n")
    assert (parts(found[0], "strap"), found[0].subtitle, parts(found[0], "subhead")) == (
        ["打通最后一公里"],
        "江帆出席并讲话",
        ["抢抓黄金期"],
    )
    assert (found[1].byline, found[1].captions) == ("□ 本报记者 苏木", ("老范和他的船。",))


def test_sizes_tell_kicker_subtitle_and_subhead(tmp_path: Path) -> None:
    page, found, _ = reading(tmp_path, sized)
    assert page.body.startswith("临河日报\n2024年3月6日　星期三\n\n打通最后一公里\n")
    assert (parts(found[0], "strap"), found[0].subtitle, parts(found[0], "subhead")) == (
        ["打通最后一公里"],
        "江帆出席并讲话",
        ["抢抓黄金期"],
    )


def test_without_any_mark_the_first_line_is_the_headline(tmp_path: Path) -> None:
    _, (article,), _ = reading(tmp_path, bare)
    assert (article.title, parts(article, "paragraph")) == ("我市部署农村公路建设", list(ROADS))


def test_the_text_is_what_word_shows(tmp_path: Path) -> None:
    """Inserted words, not deleted ones; boxes once though they stand there twice; rows of figures; lines that are broken by hand."""

    def make(document: Document) -> None:
        line(document, "我市部署农村公路建设", style="Title")
        paragraph = document.add_paragraph("会议听取了")._p
        for tag, inner in (("w:del", "<w:delText>旧</w:delText>"), ("w:ins", "<w:t>新的</w:t>")):
            paragraph.append(parse_xml(f'<{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r>{inner}</w:r></{tag}>'))
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>汇报。</w:t></w:r>"))
        inner = "<w:txbxContent><w:p><w:r><w:t>框里的话也是一段完整的话。</w:t></w:r></w:p></w:txbxContent>"
        space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        choice = f'<mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>'
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')} {space}><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"))
        table = document.add_table(2, 2)
        for cell, text in zip((cell for row in table.rows for cell in row.cells), ("县区", "里程", "青石县", "三百公里"), strict=True):
            cell.text = text
        run = document.add_paragraph().add_run(f"　　{ROADS[0]}")
        run.add_break(WD_BREAK.LINE)
        run.add_text(f"　　{ROADS[1]}")

    _, (article,), _ = reading(tmp_path, make)
    said = parts(article, "paragraph", "subhead")
    assert said == ["会议听取了新的汇报。", "框里的话也是一段完整的话。", "县区\u3000里程", "青石县\u3000三百公里", *ROADS]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "unreadable"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "binary"),
        ("没有格式的字。".encode(), "unreadable"),
    ],
)
def test_what_is_no_document_is_a_problem(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    found, _, problems = read(tmp_path / "a.docx")
    assert (found, [problem.code for problem in problems]) == ([], [code])
    assert read(tmp_path / "gone.docx")[2][0].message == "no such file"


def container(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_document_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(container({"word/document.xml": b" " * 8_000_000}))
    assert [(p.code, p.where) for p in read(tmp_path / "a.docx")[2]] == [("bomb", f"{tmp_path / 'a.docx'}!word/document.xml")]
    assert [p.code for p in read(tmp_path / "a.docx", Settings(max_ratio=9_999))[2]] == ["unreadable"]


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_makes_the_reader_fail(tmp_path: Path, data: st.DataObject) -> None:
    document = docx.Document()
    sized(document)
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in data.draw(st.lists(st.sampled_from(sorted(members)), min_size=1, max_size=3)):
        said = bytearray(members.get(name, b""))
        if data.draw(st.booleans()):
            members.pop(name, None)
        elif said:
            at = data.draw(st.integers(0, len(said) - 1))
            said[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=4))
            members[name] = bytes(said)
    (tmp_path / "a.docx").write_bytes(container(members))
    found, _, problems = read(tmp_path / "a.docx")
    assert found or problems
