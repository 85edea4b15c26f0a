"""Saved web pages: the articles of digital newspapers (数字报) and of news sites, without the site around them.

Where the running text stands is told by the words of ontology/forms.yaml, else by where most of the text is that is no link.
Headline, kicker, subtitle, author, date, edition and newspaper stand before it, or in what the page says of itself.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from kg.model import Problem
from kg.pages import blocks, files, forms, stated, text
from kg.pages.blocks import Block
from kg.pages.draft import Draft, Reader, Source, problem
from kg.pages.forms import Forms
from kg.pages.pieces import Piece, compose
from kg.pages.stated import Stated
from kg.pages.story import Story, running
from kg.settings import Settings

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".mhtml", ".mht")

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w\-]+)""", re.I)
_GBK = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312")
# So many lines before a running text are looked at.
_NEAR = 40


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The page of a saved web page, with an article for each running text on it."""
    data, fault = files.content(source, settings.max_page_chars)
    if fault is not None:
        yield fault
        return
    said, encoding, problems = decode(Path(source.name), data)
    yield from problems
    if said is not None:
        yield _page(said, source.name, {"encoding": encoding}, forms.load(settings))


READER = Reader("html", SUFFIXES, read)


def decode(path: Path, data: bytes) -> tuple[str | None, str, tuple[Problem, ...]]:
    """The text of a saved page: as its marks and <meta> say, else as any text. A web archive (MHTML) gives its main page."""
    if path.suffix.lower() in (".mht", ".mhtml"):
        data = _archived(data)
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode().lower() if declared else ""
    encoding = "gb18030" if encoding in _GBK else encoding
    if encoding and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(encoding), encoding, ()
        except (UnicodeDecodeError, LookupError):
            pass  # many pages state what they are not
    return text.decode(path, data)


def _archived(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(payload := part.get_payload(decode=True), bytes):
            charset = str(part.get_content_charset() or "")
            return b"" if not payload else (f'<meta charset="{charset}">'.encode() if charset else b"") + payload
    return data


def _page(said: str, name: str, meta: Mapping[str, str], words: Forms) -> Draft | Problem:
    if blocks.too_deep(said):
        return problem("html", f"elements nested more than {blocks.DEEPEST:,} deep", f"{name}@0", "this is no page of a newspaper")
    tree = LexborHTMLParser(re.sub(r"<!--\s*(/?)enpcontent\s*-->", r"<\1founder-content>", said))
    if tree.css_first('meta[name="generator"][content^="zhitu"]'):
        return problem("own", "made by zhitu itself: not read", f"{name}@0", "give the pages that it was made from", warning=True)
    found = articles(tree, stated.stated(tree, said, words), words)
    if found is None:
        hint = "save the page of each article"
        return problem("no-article", "only headlines, links or pictures: there is no article on this page", f"{name}@0", hint, warning=True)
    groups, known = found
    body, marks = compose(groups)
    return Draft(body, meta={**meta, **known}, marks=marks)


def pieces(fragment: str, words: Forms) -> list[Piece]:
    """The paragraphs of a fragment of HTML, as tables of web pages hold them."""
    if blocks.too_deep(fragment):
        return [Piece("body", re.sub("<[^>]*>", "\n", fragment))]
    return list(running(blocks.blocks(LexborHTMLParser(fragment), {}, {}), words))


def articles(tree: LexborHTMLParser, about: Stated, words: Forms) -> tuple[list[list[Piece]], dict[str, str]] | None:
    """The groups of pieces of a parsed page (furniture first) and its metadata; None when it has no running text."""
    nodes = blocks.contents(tree, words)
    found = blocks.blocks(tree, blocks.roles(tree, words), {node.mem_id: i for i, node in enumerate(nodes)})
    if not nodes and not blocks.heaviest(found):
        return None
    stories: list[Story] = []
    at = 0
    for number in sorted({block.content for block in found if block.content >= 0}):
        own = [i for i, block in enumerate(found) if block.content == number]
        head = [block for block in found[at : own[0]] if block.content < 0][-_NEAR:]
        stories.append(Story(head, [found[i] for i in own], about if at == 0 else Stated({}, about.name), words))
        at = own[-1] + 1
    groups = [story.pieces() for story in stories]
    furniture = [Piece("furniture", line) for line in dict.fromkeys(line for story in stories for line in story.furniture)]
    known = _metadata([story.about for story in stories], found, about, words)
    return ([furniture, *groups] if furniture else groups), known


def _metadata(near: Sequence[Mapping[str, str]], found: Sequence[Block], about: Stated, words: Forms) -> dict[str, str]:
    """Date, newspaper, edition and address: as the lines beside the articles say, then the page itself, then its other lines."""
    lines = [line.parts for block in found if block.content < 0 and (line := stated.said_of(block, words)) and _heads(block, line)]
    own = {"date": forms.day(about.parts.get("date", "")), "edition": forms.edition(about.parts.get("edition", ""))}
    known = {part: next((said[part] for said in (*near, own, *lines) if said.get(part)), "") for part in ("date", "edition")}
    known["date"] = known["date"] or forms.day(about.name)
    papers = [
        *(said.get("newspaper", "") for said in near),
        stated.paper(about.name, words),
        *(said.get("newspaper", "") for said in lines),
    ]
    known["newspaper"] = next((paper for paper in (*papers, about.parts.get("newspaper", "")) if paper.endswith(("报", "报社"))), "")
    known["url"] = about.parts.get("url", "")
    return {part: said for part, said in known.items() if said}


def _heads(block: Block, line: stated.Line) -> bool:
    """Whether a line heads the page: it names edition or newspaper, or a weekday stands beside its date."""
    return "edition" in line.parts or "newspaper" in line.parts or bool(stated.TIME.search(block.text))
