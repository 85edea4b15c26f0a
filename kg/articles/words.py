"""The words by which a page is taken apart: ontology/page_words.yaml, surnames.txt and given_names.txt, compiled once for each ontology folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import yaml

from kg.text.yaml import load as load_yaml

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BLANK = r"[ \u3000\n]?"
COMMON = 100  # of the surnames, which the list has by how many bear them
NUMBER = r"[\d０-９一二三四五六七八九十]{1,3}"

LISTS = (
    "dateline", "papers", "reporters", "reporter_marks", "author_offices", "byline_ends", "byline_marks", "credits", "captions", "header",
    "editors", "adverts", "small_adverts", "news_words", "notices", "notice_signs", "jumps", "subtitle_words", "strap_words", "bullets",
    "paragraph_openers", "back_references", "contacts", "desk_labels", "reach_labels", "sources", "offices", "columns",
    "column_ends",
)  # fmt: skip
CHARACTERS = ("sentence_ends", "closers", "no_line_start", "openers")


class Rooted(Protocol):
    """What this room needs of a lexicon: where its folder is."""

    @property
    def root(self) -> Path: ...


class PageWordsError(ValueError):
    """page_words.yaml is missing or faulty; the message lists every fault with its file and section."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The compiled words. Patterns match text without layout blanks, though single blanks may stand in it."""

    dateline: re.Pattern[str]
    dateline_start: re.Pattern[str]
    local: re.Pattern[str]
    spoken: re.Pattern[str]
    reporter: re.Pattern[str]
    signed_office: re.Pattern[str]
    byline_end: re.Pattern[str]
    byline_mark: re.Pattern[str]
    credit: re.Pattern[str]
    caption: re.Pattern[str]
    header: re.Pattern[str]
    header_word: re.Pattern[str]
    contact: re.Pattern[str]
    desk: re.Pattern[str]
    reach: re.Pattern[str]
    source: re.Pattern[str]
    editor: re.Pattern[str]
    advert: re.Pattern[str]
    small_advert: re.Pattern[str]
    notice: re.Pattern[str]
    notice_sign: re.Pattern[str]
    jump: re.Pattern[str]
    subtitle: re.Pattern[str]
    strap: re.Pattern[str]
    bullet: re.Pattern[str]
    opener: re.Pattern[str]
    backward: re.Pattern[str]
    office: re.Pattern[str]
    column: re.Pattern[str]
    mark: re.Pattern[str]
    sentence_ends: frozenset[str]
    closers: str
    no_line_start: frozenset[str]
    openers: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]


def load(lexicon: Rooted) -> PageWords:
    """The words of a lexicon's folder. Raises PageWordsError with all faults."""
    return _load(str(lexicon.root))


@lru_cache(maxsize=8)
def _load(root: str) -> PageWords:
    path = Path(root) / "page_words.yaml"
    try:
        data = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PageWordsError(f"{path}: {error}") from error
    faults = _faults(path, data)
    if faults:
        raise PageWordsError("\n".join(faults))
    return _compile(data, _names(Path(root) / "surnames.txt"), _names(Path(root) / "given_names.txt"))


def _faults(path: Path, data: object) -> list[str]:
    if not isinstance(data, dict):
        return [f"{path}: should be a mapping of sections"]
    faults = [f"{path}: section {key} is missing" for key in (*LISTS, *CHARACTERS) if key not in data]
    for key in LISTS:
        words = data.get(key, [])
        if not isinstance(words, list):
            faults.append(f"{path}: section {key} should be a list of words")
            continue
        faults += [f"{path}: section {key}: {word!r} is not a word" for word in words if not isinstance(word, str) or not word]
    faults += [f"{path}: {key} should be a string of characters" for key in CHARACTERS if not isinstance(data.get(key, ""), str)]
    for form in data.get("dateline") or []:
        if isinstance(form, str) and (unknown := set(re.findall(r"\{(\w+)\}", form)) - {"date", "place", "paper"}):
            faults.append(f"{path}: section dateline: {form!r} has unknown {{{', '.join(sorted(unknown))}}}")
    return faults


def _names(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PageWordsError(f"{path}: {error}") from error
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _any(words: list[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _spaced(words: list[str]) -> str:
    """Alternatives whose characters may have a blank between them (通 讯 员)."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(BLANK.join(re.escape(char) for char in word) for word in longest_first)


def _dateline(forms: list[str], papers: list[str]) -> str:
    fields = {
        "date": rf"(?:\d{{1,2}}{BLANK}月{BLANK})?\d{{1,2}}{BLANK}日",
        "place": rf"[{HAN}]{{2,6}}?",
        "paper": rf"[{HAN}]{{2,6}}?(?:{_any(papers)})",
    }
    patterns = []
    for form in sorted(set(forms), key=lambda form: (-len(form), form)):
        pieces = re.split(r"\{(\w+)\}", form)
        patterns.append(BLANK.join(fields[p] if i % 2 else _spaced([p]) for i, p in enumerate(pieces) if p))
    return "|".join(patterns)


def _header(words: list[str], papers: list[str], editors: list[str]) -> str:
    """The words of a page's head: dates, page numbers, names of sections, editors' offices and the paper's name."""
    pieces = [
        rf"《?[{HAN}]{{2,6}}(?:{_any(papers)})》?社?",
        _any([*words, *editors, *(f"{word}社" for word in papers)]),
        rf"(?:中共)?[{HAN}]{{2,10}}委(?:员会)?(?:机关报|主管主办|主管|主办)",
        rf"[{HAN}]{{2,8}}客户端|[{HAN}]{{2,6}}网(?=\s*(?:https?|www))",
        rf"[A-DＡ-Ｄ]?{NUMBER}版|第{NUMBER}版|[A-D]\d+|CN|ISSN",
        r"[\w.\-]+@[\w.\-]+|(?:https?://|www\.)[\w./\-]+",
        r"[年月日初廿正腊冬闰甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四五六七八九十〇零期共第总]",
        r"[\-－—–/|丨:：·.,，（）()《》\s\d]",
    ]
    return f"(?:{'|'.join(pieces)})"


def _reached(first: list[str], more: list[str]) -> str:
    """Labels, the first of them from one list, each with a telephone number or an address behind it."""
    said = r"[:：]? ?(?=[^\d@]*[\d@])[A-Za-z0-9_.@/\-－—–()（）、 ]+?"
    return rf"(?:{_any(first)}){said}(?:[ ,，；;/]*(?:{_any([*first, *more])}){said})*"


def _compile(data: dict[str, list[str]], surnames: Sequence[str], given: Sequence[str]) -> PageWords:
    marks = f"(?:{_any(data['reporter_marks'])}){BLANK}[:：/／|丨]"
    jumps = "|".join(re.escape(word).replace(r"\{n\}", f"({NUMBER})") for word in data["jumps"])
    header = _header(data["header"], data["papers"], data["editors"])
    bullets, papers = _any(data["byline_marks"]), data["papers"]
    return PageWords(
        dateline=re.compile(f"(?:{bullets})?{BLANK}(?:{_dateline(data['dateline'], papers)})"),
        dateline_start=re.compile(_any([form.split("{")[0] for form in data["dateline"] if form[0] != "{"])),
        local=re.compile(rf"(?![{HAN}]{{0,3}}(?:{_any(data['news_words'])}))[{HAN}]{{2,5}}讯(?=[ （(\d])"),
        spoken=re.compile(rf"((?:本报)?(?:{_spaced(data['reporters'])})[ \u3000\n{HAN}·、]{{2,20}}?)报{BLANK}道(?:[:：]|(?=[ \u3000\n]))"),
        reporter=re.compile(f"(?:{_spaced(data['reporters'])}|{marks})"),
        signed_office=re.compile(rf"[{HAN}（）]{{0,16}}(?:{_any(data['author_offices'])})[ \u3000]+(?=[{HAN}·\u3000 ]{{2,12}}$)"),
        byline_end=re.compile(f"{BLANK}(?:{_any(data['byline_ends'])})[。）)]?$"),
        byline_mark=re.compile(f"(?:{bullets}){BLANK}"),
        credit=re.compile(f"(?:{_any(data['credits'])})[）)。]?$"),
        caption=re.compile(f"[▲▼△▽↑↓←→]?(?:{_any(data['captions'])})"),
        header=re.compile(header + "+$"),
        header_word=re.compile(header),
        contact=re.compile(f"(?:{_any(data['contacts'])})|[{HAN}]{{2,6}}[:：](?:https?|www)"),
        desk=re.compile(_reached(data["desk_labels"], data["reach_labels"])),
        reach=re.compile(_reached(data["reach_labels"], data["reach_labels"])),
        source=re.compile(f"[（(]?(?:{_any(data['sources'])})[:：][^，。；]+$"),
        editor=re.compile(f"[（(]?(?:本期|本版|{header}+ )?(?:{_spaced(data['editors'])})(?:[:：/／ \u3000]|$)"),
        advert=re.compile(_any(data["adverts"])),
        small_advert=re.compile(f"(?:{_any(data['small_adverts'])})[:：]"),
        notice=re.compile(f"(?:{_any(data['notices'])})$"),
        notice_sign=re.compile(_any(data["notice_signs"])),
        jump=re.compile(f"[（(]?(?:{jumps})[）)]?"),
        subtitle=re.compile(f"(?:{_any(data['subtitle_words'])})$"),
        strap=re.compile(f"(?:{_any(data['strap_words'])})$"),
        opener=re.compile(_any(data["paragraph_openers"])),
        backward=re.compile(_any([*data["paragraph_openers"], *data["back_references"]])),
        column=re.compile(f"[“《【]?(?:{_any(data['columns'])}|[{HAN}]{{2,6}}(?:{_any(data['column_ends'])}))(?:[·•・].{{2,8}})?[”》】]?$"),
        mark=re.compile(f"(?:{_any(data['reporter_marks'])})+$"),
        office=re.compile(f"(?:{_any(data['offices'])})$"),
        bullet=re.compile(f"(?:{_any(data['bullets'])})"),
        sentence_ends=frozenset(data["sentence_ends"]),
        closers="".join(data["closers"]),
        no_line_start=frozenset(data["no_line_start"]),
        openers=frozenset(data["openers"]),
        surnames=frozenset(surnames),
        common=frozenset(surnames[:COMMON]),
        given=frozenset(given),
    )
