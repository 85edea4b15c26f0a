"""Word segmentation and word frequency by jieba's dictionary; for finding words, never for finding entities."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba  # it takes a tenth of a second to load, which dictionary and all tagging by LAC need not wait for

    jieba.setLogLevel(60)
    words = jieba.Tokenizer()
    words.initialize()
    return words


@lru_cache(maxsize=1)
def _fields() -> list[bytes]:
    """jieba's dictionary as it stands in its file (word, count, tag, …): a seventh of the time that its tokenizer takes to start."""
    return Path(str(distribution("jieba").locate_file("jieba/dict.txt"))).read_bytes().split()


@lru_cache(maxsize=1)
def _frequencies() -> dict[bytes, bytes]:
    return dict(zip(_fields()[::3], _fields()[1::3], strict=True))


@lru_cache(maxsize=1)
def _tags() -> dict[bytes, bytes]:
    return dict(zip(_fields()[::3], _fields()[2::3], strict=True))


def frequency(word: str) -> int:
    """How often jieba's dictionary saw a word; 0 for one it does not hold."""
    return int(_frequencies().get(word.encode(errors="surrogatepass"), 0))


@lru_cache(maxsize=4096)
def tag(word: str) -> str:
    """The part of speech of a word in jieba's dictionary (n noun, v verb, vn noun of a verb …); "" for one it does not hold."""
    return _tags().get(word.encode(errors="surrogatepass"), b"").decode()


def words(text: str) -> list[str]:
    """The words of a text by jieba's dictionary."""
    return list(_tokenizer().cut(text, HMM=False))


def search_words(text: str) -> list[str]:
    """The words of a text by jieba's dictionary and the shorter ones inside them: 市委书记 → 市委, 书记, 市委书记."""
    return list(_tokenizer().cut_for_search(text, HMM=False))
