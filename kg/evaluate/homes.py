"""Where the pages of gold are at home, by the localities of their articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.lexicon import Lexicon


def homes(gold: Mapping[str, Any], lexicon: Lexicon) -> dict[str, str]:
    """The code of the prefecture that most articles of each page are about; pages without a known one are left out."""
    found: dict[str, Counter[str]] = {}
    for article in gold["articles"]:
        name = article.get("locality") or ""
        code = lexicon.prefecture(gold.get("codes", {}).get(name) or lexicon.locate(name))
        if code:
            found.setdefault(page(article), Counter())[code] += 1
    return {key: min(codes, key=lambda code: (-codes[code], code)) for key, codes in found.items()}


def page(article: Mapping[str, Any]) -> str:
    """The page of a gold article, "" when gold does not say."""
    return str(article.get("page") or "")


def province(code: str, lexicon: Lexicon) -> str:
    """The name of the province that a division lies in, "" when it is unknown."""
    ladder = lexicon.ladder(code)
    return ladder[-1].name if ladder else ""
