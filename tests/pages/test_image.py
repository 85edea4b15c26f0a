"""Scans and photos: text, places, sizes and signs are read as printed, and bad pictures give a problem."""

from __future__ import annotations

import socket
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fonts import FONT

from kg import pages, pipeline
from kg.lexicon import Lexicon
from kg.model import Layout, Origin, Page, Print, Problem, digest
from kg.pages import image
from kg.pages.certainty import certainty
from kg.settings import Settings

needs_ocr = pytest.mark.skipif(
    not image.installed() or FONT is None, reason="OCR is not tested: pip install 'zhitu[ocr]', and a Chinese font"
)
SIZE, SCALE = 9.5, 200 / 72

LEFT = (
    "城东街道的老旧小区今年开",
    "始改造，屋顶漏雨的楼房先",
    "修，居民代表参加了质量监",
    "督小组，每周到工地查看一",
    "次，发现问题当天就改好。",
)
RIGHT = (
    "县图书馆新添的流动书车上",
    "路了，每个周末开进一个村",
    "子，孩子们排着队借书，老",
    "人也来翻看种果树的手册，",
    "书车一停就是整整半天时间",
)


class Sheet:
    """A page to print on; places and sizes in points."""

    def __init__(self, width: float, height: float, dpi: float = 200) -> None:
        from PIL import Image, ImageDraw

        self.scale = dpi / 72
        self.image = Image.new("L", (round(width * self.scale), round(height * self.scale)), 240)
        self.canvas = ImageDraw.Draw(self.image)

    def line(self, text: str, x: float, y: float, size: float = SIZE, *, down: bool = False, ink: int = 20) -> None:
        from PIL import ImageFont

        assert FONT is not None
        font = ImageFont.truetype(FONT[0], size * self.scale, index=FONT[1])
        for char in text:
            self.canvas.text((x * self.scale, (y + 0.88 * size) * self.scale), char, font=font, fill=ink, anchor="ls")
            step = size * (0.5 if char.isascii() else 1.0)
            x, y = (x, y + 1.08 * step) if down else (x + step, y)

    def lines(self, texts: Sequence[str], x: float, y: float, leading: float = 14) -> None:
        for i, text in enumerate(texts):
            self.line(text, x, y + i * leading)

    def box(self, x0: float, y0: float, x1: float, y1: float, ink: int = 20) -> None:
        self.canvas.rectangle([value * self.scale for value in (x0, y0, x1, y1)], fill=ink)

    def read(self, dpi: float = 200, turn: float = 0) -> tuple[list[str], Layout]:
        """Its lines as OCR reads them from a grainy scan, and their layout."""
        from kg.pages import scan

        shown = np.asarray(self.image.rotate(turn, fillcolor=240, resample=3), np.float32)
        grainy = np.clip(shown + np.random.default_rng(1).normal(0, 6, shown.shape), 0, 255).astype(np.uint8)
        body, layout = scan.recognise(grainy, dpi)
        assert [body[line.start : line.end] for line in layout.lines] == body.splitlines()
        return body.splitlines(), layout


def columns(gutter: float = 18) -> Sheet:
    sheet = Sheet(2 * 114 + gutter + 40, 110)
    sheet.lines(LEFT, 20, 20)
    sheet.lines(RIGHT, 134 + gutter, 20)
    return sheet


# --- reading ----------------------------------------------------------------------------------------------------------


@needs_ocr
def test_columns_are_read_one_after_the_other_and_nothing_reaches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    assert columns().read()[0] == [*LEFT, *RIGHT]


@needs_ocr
def test_lines_stand_where_they_are_printed_and_have_the_size_of_their_type() -> None:
    _, layout = columns().read()
    for i, line in enumerate(layout.lines):
        x, y = (20, 20 + 14 * i) if i < 5 else (152, 20 + 14 * (i - 5))
        assert line.size == pytest.approx(SIZE, rel=0.02)
        assert line.box[:2] == pytest.approx((x, y), abs=1.5)
        assert line.box[3] - line.box[1] == pytest.approx(SIZE, abs=0.5)
        assert 0.9 < line.confidence < 1 or line.confidence == 1
    assert (layout.width, layout.height) == pytest.approx((286, 110), abs=1)


@needs_ocr
@pytest.mark.parametrize("gutter", [6, 9])
def test_columns_with_a_narrow_gutter_stay_apart(gutter: float) -> None:
    assert columns(gutter).read()[0] == [*LEFT, *RIGHT]


@needs_ocr
@pytest.mark.parametrize("turn", [-2, 1.2])
def test_a_crooked_sheet_is_turned_upright(turn: float) -> None:
    texts, layout = columns().read(turn=turn)
    assert texts == [*LEFT, *RIGHT]
    for left, right in zip(layout.lines[:5], layout.lines[5:], strict=True):
        assert left.box[1] == pytest.approx(right.box[1], abs=1)


@needs_ocr
def test_a_headline_is_read_at_its_size_across_the_columns_and_a_vertical_one_downward() -> None:
    sheet = Sheet(330, 200)
    sheet.line("老旧小区换新颜", 30, 15, 28)
    sheet.lines(LEFT, 20, 60)
    sheet.line("书车开进山村", 270, 20, 22, down=True)
    sheet.line("孩子有了去处", 242, 20, 22, down=True)
    texts, layout = sheet.read()
    found = dict(zip(texts, layout.lines, strict=True))
    assert set(found) == {"老旧小区换新颜", "书车开进山村", "孩子有了去处", *LEFT}
    assert {text for text, line in found.items() if line.vertical} == {"书车开进山村", "孩子有了去处"}
    assert found["老旧小区换新颜"].size == pytest.approx(28, rel=0.06)
    assert found["书车开进山村"].size == pytest.approx(22, rel=0.06)


@needs_ocr
def test_signs_and_blanks_are_kept() -> None:
    sheet = Sheet(250, 130)
    sheet.line("□ 本报记者 田禾 通讯员 程小满", 20, 12)
    sheet.lines(LEFT, 20, 40)
    sheet.line("——城东街道改造见闻", 20, 112, 12)
    texts, _ = sheet.read()
    assert texts == ["□ 本报记者 田禾 通讯员 程小满", *LEFT, "——城东街道改造见闻"]


@needs_ocr
def test_white_print_on_black_is_read() -> None:
    sheet = Sheet(200, 130)
    sheet.box(18, 8, 92, 30)
    sheet.line("乡村振兴", 27, 12, 14, ink=240)
    sheet.lines(LEFT, 20, 45)
    assert sheet.read()[0] == ["乡村振兴", *LEFT]


@needs_ocr
def test_rules_and_pictures_are_found() -> None:
    sheet = columns(24)
    sheet.box(145.7, 15, 146.3, 92)
    sheet.box(20, 12, 260, 12.6)
    texts, layout = sheet.read()
    assert texts == [*LEFT, *RIGHT]
    assert layout.rules == (pytest.approx((20, 12, 260, 12.6), abs=1), pytest.approx((145.7, 15, 146.3, 92), abs=1))
    sheet = Sheet(286, 220)
    sheet.lines(LEFT, 20, 20)
    sheet.box(150, 20, 260, 100, ink=120)
    assert sheet.read()[1].pictures == (pytest.approx((150, 20, 260, 100), abs=4),)


@needs_ocr
def test_without_a_resolution_body_type_is_taken_to_be_of_nine_and_a_half_points() -> None:
    sheet = Sheet(286, 110, dpi=150)
    sheet.lines(LEFT, 20, 20)
    sheet.lines(RIGHT, 152, 20)
    texts, layout = sheet.read(dpi=0)
    assert texts == [*LEFT, *RIGHT]
    assert np.median([line.size for line in layout.lines]) == pytest.approx(SIZE, rel=0.1)


# --- files ------------------------------------------------------------------------------------------------------------


def read(path: Path, settings: Settings) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    return pages.read(path, settings=settings)


@needs_ocr
@pytest.mark.parametrize(("ending", "options"), [("png", {}), ("jpg", {"quality": 85}), ("tif", {"compression": "tiff_lzw"})])
def test_a_picture_is_a_page(ending: str, options: dict[str, object], tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / f"page.{ending}"
    columns().image.save(path, dpi=(200, 200), **options)
    (page,), problems = read(path, settings)
    assert problems == ()
    assert (page.format, page.source, page.body.splitlines()) == ("image", str(path), [*LEFT, *RIGHT])
    assert page.layout is not None
    assert page.layout.lines[0].size == pytest.approx(SIZE, rel=0.03)


@needs_ocr
def test_each_picture_of_a_tiff_is_a_part_and_a_page(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "issue.tif"
    first, second = Sheet(200, 110), Sheet(200, 110)
    first.lines(LEFT, 20, 20)
    second.lines(RIGHT, 20, 20)
    first.image.save(path, save_all=True, append_images=[second.image], dpi=(200, 200))
    assert image.parts(path, settings) == [(0, 1), (1, 2)]
    (page,), problems = pages.read(pages.Source(path, str(path), (1, 2)), settings=settings)
    assert (problems, page.source) == ((), f"{path}#page=2")
    assert page.body.splitlines() == list(RIGHT)


def png(width: int, height: int) -> bytes:
    """A PNG file that says it is so large and holds nothing."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@needs_ocr
@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (lambda _: b"", "empty", "empty"),
        (lambda _: b"no picture at all", "broken", "cannot identify"),
        (lambda _: png(50_000, 50_000), "broken", "50,000 × 50,000 pixels"),
        (lambda whole: whole[: len(whole) // 2], "broken", "truncated"),
        (lambda _: png(300, 300), "broken", "cannot be read"),
    ],
    ids=["empty", "text", "bomb", "half", "hollow"],
)
def test_a_bad_picture_is_a_problem(content: Callable[[bytes], bytes], code: str, words: str, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "page.png"
    columns().image.save(path)
    path.write_bytes(content(path.read_bytes()))
    found, (problem,) = read(path, settings)
    assert (found, problem.code, problem.severity) == ((), code, "error")
    assert words in problem.message
    assert str(path) in problem.where


@needs_ocr
def test_a_picture_without_text_is_a_warning(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "sky.png"
    sheet = Sheet(100, 100)
    sheet.box(20, 20, 80, 80, ink=150)
    sheet.image.save(path)
    found, (problem,) = read(path, settings)
    assert (found, problem.code, problem.severity) == ((), "no-text", "warning")


@needs_ocr
def test_a_picture_that_takes_too_long_is_a_problem_and_the_next_is_read(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "page.png"
    columns().image.save(path, dpi=(200, 200))
    found, (problem,) = read(path, replace(settings, scan_seconds=0))
    assert (found, problem.code) == ((), "broken")
    assert "took more than 0 seconds" in problem.message
    assert "scan_seconds" in problem.hint
    (page,), problems = read(path, settings)
    assert problems == ()
    assert LEFT[0] in page.body


def test_without_the_extra_a_scan_says_what_to_install(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "installed", lambda: False)
    path = tmp_path / "page.png"
    path.write_bytes(png(300, 300))
    found, (problem,) = read(path, settings)
    assert (found, problem.code, problem.hint) == ((), "needs-ocr", "pip install 'zhitu[ocr]'")


# --- confidence -------------------------------------------------------------------------------------------------------


def recognised(body: str, *confidences: float) -> Page:
    """A page of lines that were recognised with these confidences."""
    lines, at = [], 0
    for i, (text, confidence) in enumerate(zip(body.splitlines(), confidences, strict=True)):
        lines.append(Print(at, at + len(text), (20, 20 + 14 * i, 20 + SIZE * len(text), 29.5 + 14 * i), SIZE, confidence=confidence))
        at += len(text) + 1
    return Page(digest(body), "scan.png", "image", body, layout=Layout(300, 200, tuple(lines)))


def test_a_stretch_is_as_sure_as_its_least_sure_line() -> None:
    sure = certainty(recognised("甲乙丙\n丁戊己\n庚辛壬\n", 0.9, 0.6, 0.8))
    assert sure is not None
    origin = Origin(((0, 0, 3), (3, 4, 3), (7, 8, 3)))
    cases = {(0, 2): 0.9, (0, 4): 0.6, (3, 6): 0.6, (6, 9): 0.8, (6, 7): 1.0, (0, 10): 0.6}
    assert {span: sure(origin, *span) for span in cases} == cases


def test_pages_that_were_not_recognised_are_sure() -> None:
    page = recognised("甲乙丙\n", 1.0)
    assert certainty(page) is None
    assert certainty(replace(page, layout=None)) is None


def test_mentions_and_claims_on_doubtful_lines_are_doubtful(lexicon: Lexicon, settings: Settings) -> None:
    body = "本报讯（记者田禾）昨日，山西省吕梁市\n副市长张广勇到离石区调研，要求抓好春\n耕生产。离石区区长陈晓明陪同调研工作。\n"
    page = replace(recognised(body, 1.0, 0.5, 1.0), published="2022-03-04", newspaper="吕梁日报")
    clear = replace(page, layout=recognised(body, 1.0, 1.0, 1.0).layout)
    doubtful, plain = (pipeline.read_page(p, lexicon, settings) for p in (page, clear))
    assert {m.surface for m in plain.mentions} >= {"张广勇", "陈晓明"}
    assert plain.claims
    for kind in ("mentions", "claims"):
        for one, other in zip(getattr(plain, kind), getattr(doubtful, kind), strict=True):
            assert other.confidence in (pytest.approx(one.confidence), pytest.approx(one.confidence / 2))
    halved = {m.surface for m, n in zip(doubtful.mentions, plain.mentions, strict=True) if m.confidence < n.confidence}
    assert "张广勇" in halved
    assert "陈晓明" not in halved
    assert any(c.confidence < d.confidence for c, d in zip(doubtful.claims, plain.claims, strict=True))
