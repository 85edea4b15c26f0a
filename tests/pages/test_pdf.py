"""PDF files: characters and their places are right, and no file, however broken, costs more than itself."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from fonts import needs_font
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg import pages
from kg.model import Page, Print, Problem
from kg.pages import image
from kg.pages.draft import Source
from kg.settings import Settings

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
HIGH = 800.0
SETTINGS = Settings(page_seconds=20)
TEXT = ("本报讯（记者 田禾）三月五日，", "临河市召开农村公路建设推进会，", "部署今年四好农村路建设任务。")
OTHER = ("清晨六点，白沙渡的船工老范", "准时解开缆绳，送对岸的孩子", "去上学，一天也没有停过。")
Draw = Callable[[Canvas], None]


def put(canvas: Canvas, x: float, y: float, text: str, size: float = 10.0, *, spread: float = 0.0) -> None:
    """A line whose em boxes begin at (x, y) from the top left."""
    out = canvas.beginText(x, canvas._pagesize[1] - y - 0.88 * size)
    out.setFont(SONG, size)
    out.setCharSpace(spread)
    out.textOut(text)
    canvas.drawText(out)


def column(canvas: Canvas, lines: Iterable[str], x: float, y: float) -> None:
    for i, line in enumerate(lines):
        put(canvas, x, y + 16 * i, line)


def pdf(*draws: Draw, **options: object) -> bytes:
    """A PDF, a page for each function, 600 × 800 points."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, HIGH), invariant=1, **options)
    for draw in draws:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def plain(canvas: Canvas) -> None:
    put(canvas, 50, 40, "我市部署农村公路建设", 24)
    column(canvas, TEXT, 50, 80)
    column(canvas, OTHER, 220, 80)


def read(folder: Path, data: bytes, settings: Settings = SETTINGS) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    (folder / "a.pdf").write_bytes(data)
    return pages.read(Source(folder / "a.pdf", "a.pdf"), settings=settings)


def prints(folder: Path, data: bytes) -> dict[str, Print]:
    """The lines of a page that has nothing wrong, by their text."""
    (page,), problems = read(folder, data)
    assert problems == ()
    assert page.layout is not None
    assert page.format == "pdf"
    return {page.body[line.start : line.end]: line for line in page.layout.lines}


def codes(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems]


def test_every_line_stands_where_it_is_printed(tmp_path: Path) -> None:
    found = prints(tmp_path, pdf(plain))
    assert list(found) == ["我市部署农村公路建设", *TEXT, *OTHER]
    title, third = found["我市部署农村公路建设"], found[OTHER[2]]
    assert title.box == pytest.approx((50, 40, 290, 64), abs=0.6)
    assert (title.size, third.size) == pytest.approx((24, 10), abs=0.1)
    assert third.box == pytest.approx((220, 112, 340, 122), abs=0.6)
    assert not any(line.vertical or line.bold or line.confidence < 1 for line in found.values())


def test_columns_with_a_narrow_gutter_stay_apart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, TEXT, 50, 80)
        column(canvas, OTHER, 208, 80)

    assert list(prints(tmp_path, pdf(draw))) == [*TEXT, *OTHER]


def test_blanks_between_words_are_kept_and_letter_spacing_is_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 50, 40, "投资临河", 20)
        put(canvas, 150, 40, "共赢未来", 20)
        put(canvas, 50, 80, "农村公路建设提速", 14, spread=7)
        put(canvas, 50, 120, "记者 田禾 摄")
        put(canvas, 50, 160, "全长312公里")

    assert list(prints(tmp_path, pdf(draw))) == ["投资临河 共赢未来", "农村公路建设提速", "记者 田禾 摄", "全长312公里"]


@needs_font
def test_a_vertical_headline_is_one_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i, char in enumerate("最后的摆渡人"):
            put(canvas, 30, 80 + 26 * i, char, 22)
        column(canvas, TEXT, 80, 80)

    found = prints(tmp_path, pdf(draw))
    assert found["最后的摆渡人"].vertical
    assert found["最后的摆渡人"].box == pytest.approx((30, 80, 52, 80 + 5 * 26 + 22), abs=0.6)
    assert [text for text, line in found.items() if not line.vertical] == list(TEXT)


def test_a_shadowed_headline_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 51, 41, "青石县春茶开采", 24)
        put(canvas, 50, 40, "青石县春茶开采", 24)

    assert list(prints(tmp_path, pdf(draw))) == ["青石县春茶开采"]


@needs_font
@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(quarter: int, tmp_path: Path) -> None:
    """The print is turned the other way, so that a person sees it upright."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(quarter)
        canvas.saveState()
        canvas.translate(*{90: (800, 0), 180: (600, 800), 270: (0, 600)}[quarter])  # reportlab's sheet is 600 × 800 as shown
        canvas.rotate(quarter)
        for i, text in enumerate(TEXT):
            out = canvas.beginText(100, 400 - 16 * i)
            out.setFont(SONG, 10)
            out.textOut(text)
            canvas.drawText(out)
        canvas.restoreState()

    found = prints(tmp_path, pdf(draw))
    assert list(found) == list(TEXT)
    for i, line in enumerate(found.values()):
        top = 800 - (400 - 16 * i) - 8.8
        assert line.box == pytest.approx((100, top, 100 + pdfmetrics.stringWidth(TEXT[i], SONG, 10), top + 10), abs=0.6)
        assert (line.size, line.vertical) == (pytest.approx(10, abs=0.1), False)


def test_places_are_those_on_the_cropped_sheet(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((40, 100, 560, 780))
        plain(canvas)
        put(canvas, 50, 4, "印刷厂的裁切标记")  # outside

    (page,), _ = read(tmp_path, pdf(draw))
    assert page.layout is not None
    assert (page.layout.width, page.layout.height) == (520, 680)
    assert "裁切" not in page.body
    assert page.layout.lines[0].box == pytest.approx((10, 20, 250, 44), abs=0.6)


def test_rules_frames_and_pictures_are_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        plain(canvas)
        canvas.line(210, HIGH - 80, 210, HIGH - 130)
        canvas.rect(40, HIGH - 300, 200, 100)
        canvas.drawInlineImage(picture(), 300, HIGH - 300, 120, 90)

    (page,), _ = read(tmp_path, pdf(draw))
    assert page.layout is not None
    assert [box for box in page.layout.rules if box[0] == pytest.approx(210, abs=1) and box[3] - box[1] == pytest.approx(50, abs=2)]
    assert len(page.layout.rules) == 5
    assert page.layout.pictures == (pytest.approx((300, 210, 420, 300), abs=0.6),)


def picture() -> object:
    from PIL import Image

    return Image.linear_gradient("L")


def test_each_sheet_is_a_page(tmp_path: Path) -> None:
    draws = [lambda canvas, n=n: put(canvas, 50, 60, f"第{'一二三四五六七八九'[n]}版的要闻") for n in range(9)]
    (tmp_path / "a.pdf").write_bytes(pdf(*draws))
    found, problems = pages.read(tmp_path / "a.pdf", settings=SETTINGS)
    assert problems == ()
    assert [page.source for page in found] == [f"{tmp_path / 'a.pdf'}#page={n}" for n in range(1, 10)]
    assert [page.body for page in found] == [f"第{n}版的要闻\n" for n in "一二三四五六七八九"]
    sources = pages.discover([tmp_path], SETTINGS)
    assert [source.part for source in sources] == [(0, 8), (8, 9)]
    assert tuple(page for source in sources for page in pages.read(source, settings=SETTINGS)[0]) == found


# ---- what is no PDF, or a bad one --------------------------------------------------------------------------------------

XREF = re.compile(rb"startxref\s+\d+")


def raw(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of hand-written objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>]>>"
)


def shown(*lines: str) -> bytes:
    """The content of a page with these lines."""
    said = b" ".join(b"<%s> Tj 0 -16 Td" % text.encode("utf-16-be").hex().encode() for text in lines)
    return b"BT /F1 10 Tf 50 700 Td %s ET" % said


def tree(*sheets: bytes, count: int = 0) -> list[bytes]:
    """Catalog, page tree, font (3) and the content of TEXT (4), then the sheets."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + len(sheets)))
    return [CATALOG, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count or len(sheets), kids), FONT, stream(shown(*TEXT)), *sheets]


def sheet(box: str = "0 0 600 800", content: bytes = b"4 0 R", resources: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %s/Resources<</Font<</F1 3 0 R>>%s>>>>" % (box.encode(), content, resources)


def test_pages_written_by_hand_are_read(tmp_path: Path) -> None:
    (page,), problems = read(tmp_path, raw(*tree(sheet())))
    assert (page.body.splitlines(), problems) == (list(TEXT), ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("这里没有版式。".encode() * 99, "binary"),
        (b"%PDF-1.4\n", "broken"),
        (b"%PDF-1.4\n" + bytes(5000), "broken"),
        (raw(CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"), "broken empty"),
        (raw(CATALOG, b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R 2 0 R]>>"), "broken empty"),  # a tree that is its own branch
        (
            raw(CATALOG, b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[3 0 R]>>", b"<</Type/Pages/Parent 3 0 R/Count 1/Kids[2 0 R]>>"),
            "broken empty",
        ),
    ],
)
def test_what_has_no_page_is_a_problem(data: bytes, code: str, tmp_path: Path) -> None:
    found, problems = read(tmp_path, data)
    assert found == ()
    assert {problem.code for problem in problems} <= set(code.split())
    assert problems
    assert all(problem.where.startswith("a.pdf") and problem.message for problem in problems)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert codes(pages.read(tmp_path / "gone.pdf", settings=SETTINGS)[1]) == [("unreadable", str(tmp_path / "gone.pdf"))]


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    found, problems = read(tmp_path, pdf(plain, encrypt=StandardEncryption("秘密", ownerPassword="主人", strength=128)))
    assert (found, codes(problems)) == ((), [("encrypted", "a.pdf")])


def test_a_file_that_anyone_may_open_is_read_though_it_is_encrypted(tmp_path: Path) -> None:
    (page,), problems = read(tmp_path, pdf(plain, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0, strength=128)))
    assert (problems, page.body.splitlines()[1:]) == ((), [*TEXT, *OTHER])


def test_forms_that_draw_themselves_end(tmp_path: Path) -> None:
    loop = stream(
        b"/X1 Do " + shown(*OTHER), b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X1 7 0 R>>/Font<</F1 3 0 R>>>>"
    )
    calls = stream(b"/X1 Do")
    data = raw(*tree(sheet(), sheet(content=b"[4 0 R 8 0 R]", resources=b"/XObject<</X1 7 0 R>>")), loop, calls)
    began = time.monotonic()
    found, _ = read(tmp_path, data)
    assert time.monotonic() - began < 15
    assert [page.body.splitlines()[:3] for page in found] == [list(TEXT), list(TEXT)]


def test_a_page_without_bounds_costs_only_itself(tmp_path: Path) -> None:
    """10⁶ × 10⁶ points, and no size at all."""
    found, problems = read(tmp_path, raw(*tree(sheet("0 0 1000000 1000000"), sheet("0 0 0 0"), sheet("5 5 -9 nan"), sheet())))
    assert [page.body.splitlines() for page in found if page.source.endswith("=4")] == [list(TEXT)]
    assert {page.source for page in found} | {problem.where for problem in problems} <= {f"a.pdf#page={n}" for n in range(1, 5)}
    assert len(found) + len(problems) >= 4


def scan(width: int, height: int) -> bytes:
    """An image that says it is so large, with few bytes behind it."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode" % (
        width,
        height,
    )
    return stream(zlib.compress(bytes(1_000_000)), entries)


def test_a_huge_image_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100,000 × 100,000 pixels that fill their page, which is drawn for OCR, and the same behind print."""
    monkeypatch.setattr(image, "installed", lambda: False)
    resources = b"/XObject<</I1 7 0 R>>"
    draw = stream(b"q 600 0 0 800 0 0 cm /I1 Do Q")
    data = raw(
        *tree(sheet(content=b"8 0 R", resources=resources), sheet(content=b"[8 0 R 4 0 R]", resources=resources)), scan(10**5, 10**5), draw
    )
    found, problems = read(tmp_path, data)
    assert [(page.source, page.body.splitlines()) for page in found] == [("a.pdf#page=2", list(TEXT))]
    assert [problem.where for problem in problems] == ["a.pdf#page=1"]
    assert problems[0].code in ("needs-ocr", "broken")


def test_of_ten_thousand_pages_the_first_are_read(tmp_path: Path) -> None:
    data = raw(*tree(*[sheet()] * 10_000))
    began = time.monotonic()
    found, problems = read(tmp_path, data, Settings(page_seconds=20, max_pdf_pages=12))
    assert time.monotonic() - began < 20
    assert (len(found), {page.body for page in found}) == (12, {"\n".join([*TEXT, ""])})
    assert codes(problems) == [("too-long", "a.pdf#page=13")]
    assert problems[0].message == "10,000 pages: only the first 12 were read"
    (tmp_path / "b.pdf").write_bytes(data)
    parts = pages.discover([tmp_path / "b.pdf"], Settings(page_seconds=20, max_pdf_pages=12))
    assert [source.part for source in parts] == [(0, 8), (8, 12)]
    said = [problem.code for part in parts for problem in pages.read(part, settings=Settings(page_seconds=20, max_pdf_pages=12))[1]]
    assert said == ["too-long"]


def test_a_tree_that_lies_about_its_pages_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    found, problems = read(tmp_path, raw(*tree(sheet(), count=50)), Settings(page_seconds=20, max_pdf_pages=50))
    assert list(TEXT) in [page.body.splitlines() for page in found]
    assert all(problem.code == "broken" for problem in problems)


def test_fonts_without_characters_are_told(tmp_path: Path) -> None:
    """Codes of an embedded font that has no Unicode map: what they draw cannot be known."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+F1/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/AAAAAA+F1/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+F1/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>>>]>>"
    )
    objects = tree(sheet(), sheet().replace(b"3 0 R", b"7 0 R"))
    found, problems = read(tmp_path, raw(*objects, font))
    assert [page.source for page in found if page.body.splitlines() == list(TEXT)] == ["a.pdf#page=1"]
    assert [problem.where.partition("@")[0] for problem in problems] == ["a.pdf#page=2"]
    assert problems[0].code in ("no-unicode", "no-text")


def test_a_sheet_that_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.pages import pdf as reader

    asked = reader.WORKER.ask

    def slow(module: str, function: str, *args: object, seconds: float) -> object:
        return (
            asked("time", "sleep", 60, seconds=0.5)
            if (function, args[1:]) == ("read", (1,))
            else asked(module, function, *args, seconds=seconds)
        )

    monkeypatch.setattr(reader.WORKER, "ask", slow)
    found, problems = read(tmp_path, pdf(plain, plain, plain))
    assert [page.source for page in found] == ["a.pdf#page=1", "a.pdf#page=3"]
    assert codes(problems) == [("broken", "a.pdf#page=2")]
    assert problems[0].message == "this page cannot be read: took more than 0.5 seconds"


BOUNDED = hypothesis_settings(max_examples=40, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = pdf(plain, plain, plain, pageCompression=0)


def survives(folder: Path, data: bytes) -> None:
    """Whatever is in a file: pages or problems, each where it belongs."""
    found, problems = read(folder, data, Settings(page_seconds=10, max_pdf_pages=10))
    assert found or problems
    assert {place.split("#")[0].split("@")[0] for place in (*(page.source for page in found), *(p.where for p in problems))} == {"a.pdf"}
    for page in found:
        assert page.layout is not None
        assert all(0 <= line.start < line.end <= len(page.body) for line in page.layout.lines)


@BOUNDED
@given(st.integers(0, len(GOOD) - 1))
def test_a_file_cut_off_anywhere_is_read_or_told(tmp_path: Path, at: int) -> None:
    survives(tmp_path, GOOD[:at])


@BOUNDED
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=12))
def test_no_flipped_bytes_make_the_reader_fail(tmp_path: Path, flips: list[tuple[int, bytes]]) -> None:
    data = bytearray(GOOD)
    for at, content in flips:
        data[at : at + len(content)] = content
    survives(tmp_path, bytes(data))


OPERATORS = (
    b"q ", b"Q ", b"BT ", b"ET ", b"/F1 1e9 Tf ", b"/F1 -3 Tf ", b"/F9 9 Tf ", b"1e30 0 0 1e30 0 0 cm ", b"0 0 0 0 0 0 Tm ", b"<4e2d56fd> Tj ",
    b"[<4e00> -1e20 <4e01>] TJ ", b"99999 Td ", b"/X Do ", b"0 1e38 m 5 5 l S ", b"-1e38 0 9 9 re f ",
)  # fmt: skip


@BOUNDED
@given(st.lists(st.sampled_from(OPERATORS), max_size=30))
def test_no_drawing_makes_the_reader_fail(tmp_path: Path, operators: list[bytes]) -> None:
    objects = tree(sheet(), sheet(content=b"7 0 R"))
    (tmp_path / "a.pdf").write_bytes(raw(*objects, stream(b"".join(operators))))
    found, _ = pages.read(Source(tmp_path / "a.pdf", "a.pdf"), settings=SETTINGS)
    assert found[0].body.splitlines() == list(TEXT)
