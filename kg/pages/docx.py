"""Word documents: articles told apart by styles (Title, Heading 1 …), or by large or centred lines where no styles are used."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Word

from kg.model import Problem
from kg.pages import container
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.headings import USUAL_SIZE, Paragraph, articles
from kg.pages.pieces import Piece, compose
from kg.settings import Settings

# What is not part of the text as it stands: old wording, codes of fields, boxes (read by themselves) and what stands in for them.
_LEFT_OUT = frozenset(
    [*map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:txbxContent", "w:rPr", "w:pPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)  # fmt: skip
_INSIDE = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")))
# Whatever python-docx and lxml raise on a broken document.
_BROKEN = (
    PythonDocxError, SyntaxError, zipfile.BadZipFile, OSError, KeyError, ValueError, AttributeError, TypeError, IndexError,
    NotImplementedError, RecursionError, EOFError,
)  # fmt: skip
# A cell of figures is shorter.
_CELL = 60


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The document as one page with its articles; headers of its sheets are furniture."""
    if (fault := container.fault(source, settings)) is not None:
        yield fault
        return
    try:
        document = docx.Document(str(source.path))
        lines = dict.fromkeys(line.text for section in document.sections for line in section.header.paragraphs)
        paragraphs = [paragraph for paragraph in _Document(document).paragraphs() if paragraph.text.strip()]
    except _BROKEN as error:
        message = f"not a sound Word document: {' '.join(str(error).split())[:200] or type(error).__name__}"
        yield problem("unreadable", message, source.name, "open it in Word and save it again")
        return
    body, marks = compose([[Piece("furniture", line) for line in lines], *articles(paragraphs)])
    yield Draft(body, marks=marks)


READER = Reader("docx", (".docx", ".docm"), read)


# ---- the document ----------------------------------------------------------------------------------------------------


class _Document:
    """Reads the paragraphs of a document in the order of its text, those of boxes behind the one that holds them."""

    def __init__(self, document: Any) -> None:
        self.document = document
        sizes = document.styles.element.xpath("w:docDefaults//w:rPrDefault//w:sz/@w:val")
        self.usual = float(sizes[0]) / 2 if sizes else USUAL_SIZE
        self.sizes: dict[str, float] = {}

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs, rows of tables with figures among them."""
        yield from self._inside(self.document.element.body)

    def _inside(self, element: Any) -> Iterator[Paragraph]:
        for child in element.iterchildren():
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
                for box in child.iter(qn("w:txbxContent")):
                    if not any(above.tag in _LEFT_OUT for above in _above(box, child)):
                        yield from self._inside(box)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _INSIDE:
                yield from self._inside(child)

    def _table(self, table: Any) -> Iterator[Paragraph]:
        """A row of short cells is a line; a table that only lays out text is read cell by cell."""
        rows = [[[*self._inside(cell)] for cell in row.iter(qn("w:tc"))] for row in table.iterchildren(qn("w:tr"))]
        cells = [cell for row in rows for cell in row]
        figures = all(len(cell) == 1 and len(cell[0].text) <= _CELL for cell in cells) and any(len(row) > 1 for row in rows)
        for row in rows:
            if figures:
                yield Paragraph("\u3000".join(cell[0].text.strip() for cell in row if cell[0].text.strip()))
            else:
                yield from (paragraph for cell in row for paragraph in cell)

    def _paragraph(self, element: Any) -> Paragraph:
        word = Word(element, self.document)
        style = word.style
        said, sizes = [], Counter[float]()
        usual = self._size(style)
        for run in element.iter(qn("w:r")):
            if any(above.tag in _LEFT_OUT for above in _above(run, element)):
                continue
            text = _text(run)
            said.append(text)
            own = run.xpath("w:rPr/w:sz/@w:val")
            sizes[float(own[0]) / 2 if own else usual] += len(text.strip())
        alignment = word.alignment if word.alignment is not None else (style.paragraph_format.alignment if style is not None else None)
        name = (style.name or "").lower() if style is not None else ""
        return Paragraph("".join(said).strip("\n"), name, max(sizes, key=lambda size: sizes[size], default=usual), alignment == 1)

    def _size(self, style: Any) -> float:
        """The size of a style, or of the first one that it is based on and that says one."""
        if style is None:
            return self.usual
        if style.style_id not in self.sizes:
            seen: list[Any] = []
            each = style
            while each is not None and each.font.size is None and each.style_id not in seen:
                seen.append(each.style_id)
                each = each.base_style
            size = each.font.size if each is not None else None
            self.sizes[style.style_id] = size.pt if size is not None else self.usual
        return self.sizes[style.style_id]


def _above(element: Any, top: Any) -> Iterator[Any]:
    """The elements between an element and one that holds it."""
    above = element.getparent()
    while above is not None and above is not top:
        yield above
        above = above.getparent()


def _text(run: Any) -> str:
    """The text of a run: tabs are blanks, breaks line feeds."""
    said = []
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            said.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:ptab")):
            said.append("\u3000")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            said.append("\n" if child.get(qn("w:type")) in (None, "textWrapping") else "")
        elif child.tag == qn("w:noBreakHyphen"):
            said.append("-")
    return "".join(said)
