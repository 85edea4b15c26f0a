"""Word lists as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def choice(words: Iterable[str]) -> str:
    """The alternatives of a regular expression for a list of words, the longest first, so that none is cut short by its own beginning."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
