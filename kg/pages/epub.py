"""EPUB books, as archives and readers' programs make them of newspapers: each chapter a page with its articles."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from kg.model import Problem
from kg.pages import blocks, container, forms, html
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.headings import Paragraph, articles
from kg.pages.pieces import compose
from kg.settings import Settings

_CONTAINER = "META-INF/container.xml"
_PAPER = re.compile("[\u4e00-\u9fff]{2,8}报")
_HAN = re.compile("[\u3400-\u9fff]")
# A chapter with fewer Han characters outside links is a cover, a list of contents or an empty leaf.
_LEAST = 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, ElementTree.ParseError)


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says of itself: title, newspaper and date ("" when it does not say).

    `chapters` are its members in reading order, `locked` those that are protected against copying.
    """

    title: str
    newspaper: str
    date: str
    chapters: tuple[str, ...]
    locked: frozenset[str]


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The chapters of a book that hold text, a page each."""
    if (fault := container.fault(source, settings)) is not None:
        yield fault
        return
    empty = True
    try:
        with zipfile.ZipFile(source.path) as file:
            book = _book(file)
            for number, name in enumerate(book.chapters, 1):
                for found in _chapter(file, name, number, book, source, settings):
                    yield found
                    empty = False
    except _BROKEN as error:
        message = f"not a sound EPUB: {' '.join(str(error).split())[:200] or type(error).__name__}"
        yield problem("unreadable", message, source.name, "repair the book, or unpack it and read its pages")
        return
    if empty:
        yield problem("no-text", "no chapter of this book holds text", source.name, "a book of pictures has nothing to read")


READER = Reader("epub", (".epub",), read)


def _book(file: zipfile.ZipFile) -> Book:
    """The book behind a container. Raises one of _BROKEN."""
    package = _attribute(_xml(file.read(_CONTAINER)), "rootfile", "full-path")
    root = _xml(file.read(package))
    folder = posixpath.dirname(package)
    items = {each.get("id", ""): each for each in _all(root, "item")}
    chapters = []
    for reference in _all(root, "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is not None and "nav" not in (item.get("properties") or "").split() and "html" in (item.get("media-type") or ""):
            chapters.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))))
    title, publisher = (" ".join((_said(root, name)).split()) for name in ("title", "publisher"))
    paper = _PAPER.search(title) or _PAPER.search(publisher)
    date = forms.day(_said(root, "date")) or forms.day(title)
    return Book(title, paper[0] if paper else "", date, tuple(dict.fromkeys(chapters)), _locked(file))


def _xml(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """The elements of a name, in whatever namespace."""
    return (each for each in root.iter() if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == name)


def _attribute(root: ElementTree.Element, name: str, key: str) -> str:
    found = next((value for each in _all(root, name) if (value := each.get(key))), "")
    if not found:
        raise ValueError(f"no {name} with {key}")
    return found


def _said(root: ElementTree.Element, name: str) -> str:
    return next((each.text for each in _all(root, name) if each.text), "")


def _locked(file: zipfile.ZipFile) -> frozenset[str]:
    """The members that are protected against copying (fonts may be, too)."""
    try:
        root = _xml(file.read("META-INF/encryption.xml"))
    except KeyError:
        return frozenset()
    return frozenset(unquote(each.get("URI", "")) for each in _all(root, "CipherReference"))


def _chapter(file: zipfile.ZipFile, name: str, number: int, book: Book, source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    part = f"chapter={number}"
    where = f"{source.name}#{part}"
    if name in book.locked:
        yield problem("encrypted", "protected against copying: not read", where, "use a free copy")
        return
    try:
        data = file.read(name)
    except KeyError:
        yield problem("unreadable", f"the book has no {name}", where, "repair the book")
        return
    except _BROKEN as error:
        yield problem("unreadable", f"{name} is damaged: {error or type(error).__name__}", where, "repair the book; the others are read")
        return
    if len(data) > settings.max_page_chars * 4:
        yield problem("too-long", f"{len(data):,} bytes: not read", where, "raise max_page_chars")
        return
    said, _, problems = html.decode(Path(where), data)
    yield from problems
    if said is None or blocks.too_deep(said):
        return
    tree = LexborHTMLParser(said)
    lines = [block for block in blocks.lines(tree, forms.load(settings)) if block.linked <= 0.5]
    if sum(len(_HAN.findall(block.text)) for block in lines) < _LEAST:
        return
    title = tree.css_first("title")
    named = " ".join(title.text(deep=True).split()) if title is not None else ""
    if named and named != book.title and not any(block.level for block in lines):
        lines.insert(0, blocks.Block(named, level=1))
    styles = {"caption": "caption", "subtitle": "subtitle"}
    paragraphs = [Paragraph(block.text, f"heading {block.level}" if block.level else styles.get(block.role, "")) for block in lines]
    body, marks = compose(articles(paragraphs))
    about = {"newspaper": book.newspaper, "date": book.date}
    yield Draft(body, part, {key: value for key, value in about.items() if value}, marks=marks)
