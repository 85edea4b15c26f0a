"""How files name the parts of an article: ontology/forms.yaml, and the columns that the user names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from kg.lexicon import LexiconError, default_root
from kg.pages.sidecar import iso_date
from kg.settings import COLUMNS, Settings
from kg.text.yaml import load as load_yaml

_SECTIONS = {"columns": COLUMNS, "labels": (), "selectors": ("content", "title"), "meta": ()}
_LISTS = ("sites", "clutter")
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?|(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The words of forms.yaml.

    `columns`, `labels`, `selectors` and `meta` hold a list for each part (title, byline …), the likeliest word first; names of
    columns are folded.
    """

    columns: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    selectors: Mapping[str, tuple[str, ...]]
    meta: Mapping[str, tuple[str, ...]]
    sites: tuple[str, ...]
    clutter: tuple[str, ...]


def load(settings: Settings) -> Forms:
    """The words of the ontology folder in use. Raises LexiconError with all faults."""
    return _load(Path(settings.ontology) if settings.ontology else default_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> Forms:
    try:
        data = load_yaml((root / "forms.yaml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError([f"forms.yaml: {error}"]) from error
    if faults := _faults(data):
        raise LexiconError(faults)
    words = {section: {part: tuple(found) for part, found in data[section].items()} for section in _SECTIONS}
    words["columns"] = {part: tuple(dict.fromkeys(map(fold, names))) for part, names in words["columns"].items()}
    return Forms(**words, sites=tuple(data["sites"]), clutter=tuple(data["clutter"]))


def _faults(data: object) -> list[str]:
    if not isinstance(data, dict):
        return ["forms.yaml:1: should be a mapping of keys to values"]
    faults = [f"forms.yaml:1: the section {section!r} is missing" for section in (*_SECTIONS, *_LISTS) if section not in data]
    for section, needed in _SECTIONS.items():
        parts = data.get(section, {part: [] for part in needed})
        if not isinstance(parts, dict):
            faults.append(f"forms.yaml: {section} should be a mapping of parts to lists of words")
            continue
        faults += [f"forms.yaml: {section}: the part {part!r} is missing; it may be empty" for part in needed if part not in parts]
        faults += [f"forms.yaml: {section}: {part} should be a list of words" for part, words in parts.items() if not _words(words)]
    faults += [f"forms.yaml: {section} should be a list of words" for section in _LISTS if not _words(data.get(section, []))]
    return faults


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word for word in value)


def fold(name: str) -> str:
    """A column's name as names are compared."""
    return re.sub(r"[\s_\-.·:：]+", "", name).casefold()


def day(text: str) -> str:
    """The first day that a text names as an ISO date, empty when it names none."""
    for match in _DAY.finditer(text):
        if found := iso_date("-".join(part for part in match.groups() if part)):
            return found
    return ""


def edition(text: str) -> str:
    """The number of an edition (第02版：要闻 → 02); a text that names none is given back."""
    found = re.search(r"([A-Z]?\d{1,3})\s*版|版\s*([A-Z]?\d{1,3})|^\s*([A-Z]?\d{1,3})\b", text)
    return next(filter(None, found.groups())) if found else text.strip()
