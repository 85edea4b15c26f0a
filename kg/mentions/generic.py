"""Words that say of what kind a thing is: a name needs something else beside them."""

from __future__ import annotations

from functools import lru_cache

from kg.lexicon import Lexicon, load

LONGEST = 7  # characters of a modifier


@lru_cache(maxsize=4)
def _modifiers(root: str) -> frozenset[str]:
    return frozenset(load(root).words["suffixes"]["modifiers"])


@lru_cache(maxsize=50_000)
def _generic(root: str, text: str) -> bool:
    modifiers = _modifiers(root)
    reach = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        reach[end] = any(reach[begin] and text[begin:end] in modifiers for begin in range(max(0, end - LONGEST), end))
    return reach[-1]


def generic(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is made of such words alone; an empty one is. A long text never is."""
    return len(text) <= 26 and _generic(str(lexicon.root), text)
