"""How texts and names are compared: without regard to white space and width of characters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_QUOTES = str.maketrans("“”‘’〈〉", "\"\"''<>")
_MARKS = frozenset("“”\"'‘’《》〈〉<>·.")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without white space and differences of width; `kept[i]` is where its i-th character stood."""

    text: str
    kept: tuple[int, ...]


def fold(text: str) -> Folded:
    """A text as it is sought and compared."""
    kept = tuple(i for i, char in enumerate(text) if not char.isspace())
    return Folded("".join(_narrow(text[i]) for i in kept), kept)


def _narrow(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return (plain if len(plain) == 1 else char).translate(_QUOTES)


def bare(name: str) -> str:
    """A name as it is compared: without white space, quotation marks, title marks and dots."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(char for char in plain if not char.isspace() and char not in _MARKS)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around [start, end), for a reader of errors."""
    stops = [i for i, char in enumerate(text) if char in "。！？；\n"]
    begin = max((i + 1 for i in stops if i < start), default=0)
    return text[begin : min((i + 1 for i in stops if i >= max(start, end - 1)), default=len(text))].strip()
