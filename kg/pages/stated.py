"""What a web page says of itself outside its text: in Founder's comment, <meta>, linked data and <title>."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kg.pages import forms
from kg.pages.blocks import HAN, HEADLINE, LINKED, SHORT, SPACE, Block
from kg.pages.forms import Forms

TIME = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?|(?:星期|周)[一二三四五六日天]|农历\S*|T(?=\s|$)|[+Z]")
_EDITION = re.compile(
    r"第?\s*([A-ZＡ-Ｚ]?\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?:\s*[:：]\s*[^\s|｜》）)]{1,12})?|(?<!\w)([A-Z]\d{1,2})(?=[:：\s]|$)"
)
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_LEFT = re.compile(r"[\s\u3000\xa0|｜/()（）·,，、《》\-—:：\[\]【】>＞]+")


@dataclass(slots=True)
class Stated:
    """What a page says of itself outside its text: parts as in forms.yaml, and the words of <title>."""

    parts: Mapping[str, str]
    name: str


def stated(tree: LexborHTMLParser, said: str, words: Forms) -> Stated:
    """The statements of Founder's comment first, then <meta>, then linked data."""
    title = tree.css_first("title")
    name = SPACE.sub(" ", title.text(deep=True)).strip() if title else ""
    parts: dict[str, str] = {}
    if comment := re.search(r"<!--\s*enpproperty(.*?)/?enpproperty\s*-->", said, re.S):
        tags = {"title": "title", "subtitle": "subtitle", "introtitle": "strap", "author": "byline", "date": "date", "nodename": "edition"}
        for tag, part in tags.items():
            field = re.search(rf"<{tag}>(.*?)</{tag}>", comment[1], re.S)
            parts[part] = _plain(field[1]) if field else ""
    given: dict[str, str] = {}
    for node in tree.css("meta"):
        key, value = (
            node.attributes.get("name") or node.attributes.get("property") or node.attributes.get("itemprop"),
            node.attributes.get("content"),
        )
        if key and value:
            given.setdefault(key.lower(), _plain(value))
    for part, names in words.meta.items():
        parts[part] = parts.get(part) or next((given[name.lower()] for name in names if given.get(name.lower())), "")
    for part, value in _linked_data(tree).items():
        parts[part] = parts.get(part) or value
    if link := tree.css_first("link[rel=canonical]"):
        parts["url"] = parts.get("url") or link.attributes.get("href") or ""
    if saved := re.search(r"<!--\s*saved from url=\(\d+\)(\S+)", said[:2000]):
        parts["url"] = parts.get("url") or saved[1]
    if "title" in parts:
        parts["title"] = without_site(parts["title"], words)
    if not re.fullmatch(r"[\u4e00-\u9fff·\s、，,]{2,30}", parts.get("byline", "")) or parts["byline"].endswith(
        (*words.sites, "社", "部", "台", "中心")
    ):
        parts.pop("byline", None)
    return Stated({part: value for part, value in parts.items() if value}, name)


def _linked_data(tree: LexborHTMLParser) -> dict[str, str]:
    """What the JSON-LD of an article says."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text(deep=True), strict=False)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else [data]:
            if isinstance(item, dict) and "Article" in str(item.get("@type")):
                keys = {"title": "headline", "byline": "author", "date": "datePublished", "newspaper": "publisher"}
                return {part: said for part, key in keys.items() if (said := _plain(_named(item.get(key))))}
    return {}


def _named(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(filter(None, map(_named, value)))
    if isinstance(value, dict):
        return _named(value.get("name"))
    return value if isinstance(value, str) else ""


def _plain(value: str) -> str:
    return SPACE.sub(" ", unescape(re.sub("<[^>]*>", " ", value))).strip()


def without_site(name: str, words: Forms) -> str:
    """A page's name without the site's behind or before it."""
    kept = [part for part in re.split(r"\s*[_|｜]\s*|\s+[\-—－–]+\s*|\s*[\-－–]+\s+|-+(?=[^-]*$)", name) if part]
    while len(kept) > 1 and (kept[-1].endswith(words.sites) or _DATE.search(kept[-1]) or _EDITION.search(kept[-1])):
        kept.pop()
    while len(kept) > 1 and len(kept[0]) <= 14 and kept[0].endswith(words.sites):
        kept.pop(0)
    return kept[0] if kept and len(kept) < len(re.split(r"[_|｜]", name)) + 3 and not kept[0].endswith(("数字报", "电子版")) else ""


@dataclass(slots=True)
class Line:
    """What a line beside an article says: the parts it states, and what is left of it."""

    parts: dict[str, str]
    rest: str


def said_of(block: Block, words: Forms) -> Line | None:
    """What a line beside an article says of it; None for a line that says nothing of the kind."""
    said = block.text
    if len(said) > SHORT or "。" in said or block.linked >= LINKED:
        return None
    parts: dict[str, str] = {}
    rest = _DATE.sub(" ", said)
    if day := forms.day(said):
        parts["date"] = day
    if (edition := _EDITION.search(rest)) and len(said) <= HEADLINE:
        parts["edition"] = re.sub(r"\s", "", edition[1] or edition[2])
        rest = f"{rest[: edition.start()]} {rest[edition.end() :]}"
    rest = TIME.sub(" ", rest)
    if parts and (name := paper(rest, words)):
        parts["newspaper"] = name
        rest = re.sub(f"《?{re.escape(name)}》?(?:数字报|电子版|社)?", " ", rest, count=1)
    every = "|".join(sorted((re.escape(word) for labels in words.labels.values() for word in labels), key=len, reverse=True))
    for part, labels in words.labels.items():
        label = "|".join(re.escape(word) for word in labels)
        found = re.search(rf"(?<![\u4e00-\u9fff])(?:{label})\s*[:：/]\s*(.*?)\s*(?=[|｜\n]|\s(?:{every})\s*[:：/]|$)", rest)
        if found:
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            if value := found[1].strip(" （）()[]|\u3000\xa0"):
                parts.setdefault(part, value)
            parts.setdefault("labelled", "")
    if not parts or (len(HAN.findall(_LEFT.sub("", rest))) > 16 and "labelled" not in parts):
        return None
    parts.pop("labelled", None)
    return Line(parts, SPACE.sub(" ", rest).strip(" |｜/()（）·,，《》-—:：\u3000\xa0\n"))


def paper(said: str, words: Forms) -> str:
    """The newspaper's name in a line (临河日报数字报)."""
    ends = "|".join(sorted((end for end in words.sites if end.endswith("报") and end not in ("数字报", "电子报")), key=len, reverse=True))
    found = re.search(
        rf"《([^《》]{{2,12}}报)》|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,8}}?(?:{ends}))(?=数字|电子|客户端|社|[^\u4e00-\u9fff]|$)", said
    )
    name = (found[1] or found[2]) if found else ""
    return "" if name in ("数字报", "电子报") or name.endswith(("数字报", "电子报")) else name
