"""Texts and queries as FTS5 reads them: folded characters, pairs of neighbours, expressions that hold only what we quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# A quoted phrase, or a run without blanks; a quotation mark inside a run is a character like any other.
WORD = re.compile(r'(?<!\S)"([^"]*\S[^"]*)"(?!\S)|(\S+)')
# What FTS5 is asked; the whole of a longer query is compared with each text that is found so.
MOST_WORDS, LONGEST = 16, 64
SIGNS = 0xF0000  # a plane for private use


class _Fold(dict[int, str]):
    """Code point → folded character, worked out when first met.

    Small letters, one width, one form of compatible ones; ASCII signs, at which FTS5 would cut, move out of ASCII.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).casefold()
        if 0xD800 <= code < 0xE000:
            folded = "\ufffd"  # half of a surrogate pair has no UTF-8
        elif len(folded) != 1:
            folded = char
        if folded.isascii() and not folded.isalnum():
            folded = chr(SIGNS + ord(folded))
        self[code] = folded
        return folded


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text as it is compared, character by character and as long as it was."""
    return text.translate(_FOLD)


def pairs(folded: str) -> str:
    """A folded text for FTS5: 市委书记 → "市委 委书 书记 记"; each character begins one token."""
    return " ".join(folded[i : i + 2] for i in range(len(folded)))


def parse(query: str) -> tuple[str, ...]:
    """The words and "phrases" of a query, folded, each once, those left out that others hold; every one is a part of the query."""
    found = sorted({fold(m[1] or m[2]) for m in WORD.finditer(query)}, key=lambda word: (-len(word), word))
    if len(found) > MOST_WORDS:
        return tuple(found)
    return tuple(word for i, word in enumerate(found) if not any(word in longer for longer in found[:i]))


def cut(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words as far as FTS5 is asked for them."""
    return tuple(word[:LONGEST] for word in words[:MOST_WORDS])


def expression(words: Iterable[str], *, ranked: bool) -> str:
    """What FTS5 matches: all words, as phrases of pairs; with `ranked` it also counts which of them are words of jieba's."""
    asked = tuple(words)
    phrases = [f"(pairs : {_phrase(word)})" for word in asked]
    if ranked:  # the last phrase always holds: which words there are changes only the rank
        phrases.append(f"({' OR '.join([*(f'words : {chr(34)}{word}{chr(34)}' for word in asked), phrases[0]])})")
    return " AND ".join(phrases)


def _phrase(word: str) -> str:
    """A word as a phrase of pairs; one character is the beginning of a pair."""
    return '"' + " ".join(word[i : i + 2] for i in range(len(word) - 1)) + '"' if len(word) > 1 else f'"{word}" *'
