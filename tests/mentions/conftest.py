"""Mentions of one sentence, as the tests of this room ask for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg import mentions
from kg.lexicon import Lexicon
from kg.model import Article, Mention, Origin, Part
from kg.settings import Settings

Find = Callable[..., tuple[Mention, ...]]
Named = Callable[..., list[str]]


@pytest.fixture(scope="session")
def find(lexicon: Lexicon) -> Find:
    """The mentions of a text that stands in an article about `home`; each line is a paragraph."""

    def call(text: str, home: str = "吕梁市", authors: tuple[str, ...] = ()) -> tuple[Mention, ...]:
        parts, at = [], 0
        for line in text.split("\n"):
            parts.append(Part("paragraph", at, at + len(line)))
            at += len(line) + 1
        locality = lexicon.locate(home) if home else ""
        article = Article("a", "p", 1, text, tuple(parts), Origin(), authors=authors, locality=locality)
        (found,), problems = mentions.find([article], lexicon, Settings())
        assert problems == ()
        return found

    return call


@pytest.fixture(scope="session")
def named(find: Find) -> Named:
    """The surfaces of one type in a text, in order; deictic words left out."""

    def call(kind: str, text: str, home: str = "吕梁市", authors: tuple[str, ...] = ()) -> list[str]:
        return [m.surface for m in find(text, home, authors) if m.type == kind and "deictic" not in m.hint]

    return call
