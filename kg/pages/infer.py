"""What a page does not state is inferred, with a confidence: the newspaper from its head, the date from a date line or the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from kg.model import Page
from kg.pages.sidecar import iso_date
from kg.text.choice import choice
from kg.text.yaml import load as load_yaml

# The head and foot of a page: so many of its first and last lines that are not blank.
_EDGE = 12
# … and such shares of its height where the places of lines are known.
_TOP, _FOOT = 0.115, 0.06
_BLANK = r"[ \t\u3000]*"
_DATE_LINE = re.compile(
    rf"(20\d\d|19\d\d){_BLANK}[年.\-/]{_BLANK}(\d{{1,2}}){_BLANK}[月.\-/]{_BLANK}(\d{{1,2}})(?!\d){_BLANK}日?(?=(.{{0,12}}))", re.S
)
_WEEKDAY = re.compile("星期|农历|周[一二三四五六日]|第.{1,3}版|总第")
_EDITION = re.compile(
    rf"第{_BLANK}([0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_BLANK}版|(?<![\d年日共])([A-D]?\d{{1,2}}){_BLANK}版"
    r"|^([A-D]?\d{1,2})(?=[ \t\u3000/|·]+\D)|^([A-D]0?\d|0\d)(?=[\u4e00-\u9fff])"
)
# The first page says how many the issue has (今日8版); a line that sends the reader elsewhere says nothing of its own page.
_ISSUE = re.compile(rf"今日{_BLANK}共?{_BLANK}\d{{1,3}}{_BLANK}版|本期{_BLANK}共?{_BLANK}\d{{1,3}}{_BLANK}版")
_JUMP = re.compile("[上下紧]?[转接]第?.{1,3}版")
_YEAR = re.compile(rf"(?<!\d)(20\d\d|19[5-9]\d){_BLANK}年")
# Years that are plans or history, not the paper's own year.
_PLANNED = re.compile("(?:到|至|截至|力争|争取|确保|预计|计划|有望|将于|将在|—|－|-|~|～|《[^》]*)$")
_PLAN_AFTER = re.compile(
    rf"{_BLANK}(?:[^。，]{{0,8}}起(?:施行|实施|执行)|前|底前|末前|[^。]{{0,6}}(?:远景|愿景|建成|基本实现|碳达峰|行动纲要|目标))"
)
_RECENT = re.compile(rf"{_BLANK}(?:\d{{1,2}}{_BLANK}月|上半年|下半年|第[一二三四]季度|[一二三四]季度|春季|秋季|年?初|今)")
_LAST_YEAR = re.compile("去年|上年|今年|年初以来")


class Rooted(Protocol):
    """What is needed of a lexicon here: where its folder is."""

    @property
    def root(self) -> Path: ...


def infer(page: Page, lexicon: Rooted) -> Page:
    """The page with newspaper, edition and date filled where they were empty; `meta` says how sure and from what."""
    papers, events = _words(str(lexicon.root))
    meta = dict(page.meta)
    head = _head(page)
    newspaper, edition, published = page.newspaper, page.edition, page.published
    if not newspaper:
        newspaper = _note(meta, "newspaper", _newspaper(page.body, head, papers))
    if not edition:
        edition = _note(meta, "edition", _edition(head, newspaper))
    if not published:
        published = _note(meta, "published", _date_line(head) or _said_year(page.body) or _event_year(page.body, events))
    return replace(page, newspaper=newspaper, edition=edition, published=published, meta=meta)


def _note(meta: dict[str, str], name: str, found: tuple[str, float, str] | None) -> str:
    if found is None:
        return ""
    value, confidence, source = found
    meta[f"{name}_confidence"] = f"{confidence:.2f}"
    meta[f"{name}_source"] = source
    return value


@lru_cache(maxsize=8)
def _words(root: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Ends of newspapers' names and events whose year is known, from page_words.yaml."""
    data = load_yaml((Path(root) / "page_words.yaml").read_text(encoding="utf-8"))
    ends = choice(data["papers"])
    return re.compile(f"《?([\u4e00-\u9fff]{{2,6}}?(?:{ends}))》?"), {str(k): str(v) for k, v in data.get("dated_events", {}).items()}


def _head(page: Page) -> list[str]:
    """The lines of the page's head and foot: by their place on the sheet where that is known, else the first and last ones."""
    layout = page.layout
    if layout is not None:
        edge = [line for line in layout.lines if line.box[1] < _TOP * layout.height or line.box[3] > (1 - _FOOT) * layout.height]
        return [page.body[line.start : line.end].strip() for line in sorted(edge, key=lambda line: (line.box[1], line.box[0]))]
    lines = [line.strip() for line in page.body.splitlines() if line.strip()]
    return lines if len(lines) <= 2 * _EDGE else lines[:_EDGE] + lines[-_EDGE:]


def _newspaper(body: str, head: list[str], papers: re.Pattern[str]) -> tuple[str, float, str] | None:
    """From a line of the head; else from a dateline (佛山日报讯); else the paper that the page names most."""
    for line in head:
        tight = re.sub(r"\s+", "", line)
        match = papers.search(line) or papers.fullmatch(tight)
        if match and len(tight) <= 60 and (len(tight) - len(match[0]) <= 4 or _DATE_LINE.search(line) or _WEEKDAY.search(line)):
            return match[1], 0.95, "head"
    squeezed = re.sub(r"\s+", "", body)
    datelines = Counter(m[1] for m in papers.finditer(squeezed) if squeezed.startswith(("讯", "记者", "消息"), m.end()))
    if datelines:
        name, count = min(datelines.items(), key=lambda item: (-item[1], item[0]))
        return name, 0.85 if count > 1 else 0.7, "dateline"
    return None


def _edition(head: list[str], newspaper: str) -> tuple[str, float, str] | None:
    """From a line of the head; the page that says how many pages the issue has is the first."""
    for line in head:
        tight = len(re.sub(r"\s+", "", line))
        beside = tight <= 60 and (_DATE_LINE.search(line) or (newspaper and newspaper in line) or tight <= 8)
        if beside and not _JUMP.search(line) and (match := _EDITION.search(line)):
            return next(filter(None, match.groups())), 0.8, "head"
    if any(_ISSUE.search(line) for line in head):
        return "01", 0.7, "head"
    return None


def _date_line(head: list[str]) -> tuple[str, float, str] | None:
    """A date in the head or foot, surest beside a weekday."""
    found: list[tuple[float, str]] = []
    for line in head:
        for match in _DATE_LINE.finditer(line):
            iso = iso_date("-".join(match.groups()[:3]))
            if iso is None:
                continue
            rest = len(re.sub(r"\s+", "", line)) - len(re.sub(r"\s+", "", match[0]))
            if _WEEKDAY.search(line):
                found.append((0.98, iso))
            elif rest <= 6 and "（" not in line and line in (*head[:3], *head[-2:]):
                found.append((0.7, iso))
    if not found:
        return None
    confidence, iso = max(found, key=lambda item: item[0])
    return iso, confidence, "head"


def _said_year(body: str) -> tuple[str, float, str] | None:
    """The latest year that the text says of something done; 去年 beside the latest year only makes it less sure."""
    text = re.sub(r"\s+", "", body)
    years: Counter[str] = Counter()
    recent: set[str] = set()
    for match in _YEAR.finditer(text):
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
        if _PLANNED.search(before) or _PLAN_AFTER.match(after):
            continue
        years[match[1]] += 1
        if _RECENT.match(after):
            recent.add(match[1])
    if not years:
        return None
    year = max(years)
    if year in recent:
        return year, 0.8 if years[year] > 1 else 0.7, "text"
    return year, 0.6 if years[year] > 1 or not _LAST_YEAR.search(text) else 0.5, "text"


def _event_year(body: str, events: Mapping[str, str]) -> tuple[str, float, str] | None:
    text = re.sub(r"\s+", "", body)
    years = [(year, event) for event, year in events.items() if event in text]
    if not years:
        return None
    year, event = max(years)
    return year, 0.4, f"event {event}"
