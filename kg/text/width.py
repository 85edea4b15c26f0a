"""Full-width and half-width forms of one character: ５ and 5, ， and ,."""

from __future__ import annotations

import re

# ０–９, Ａ–Ｚ, ａ–ｚ, ％ and ＋ → ASCII.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0B)}
_WIDE = {narrow: chr(ord(narrow) + 0xFEE0) for narrow in ",:;!?()"}
_POINT = re.compile(r"(?<=\d)．(?=\d)")
# Punctuation of Chinese text stands beside a character that is not ASCII; 14:30, 1,200 and f(x) have none.
_BESIDE = re.compile(r"(?<=[^\x00-\x7f])[,:;!?()]+|[,:;!?()]+(?=[^\x00-\x7f])")


def fold(text: str) -> str:
    """The text with half-width digits and letters and with the punctuation of Chinese text; as long as it was, so that offsets hold."""
    narrow = _POINT.sub(".", text.translate(_NARROW))
    return _BESIDE.sub(lambda match: "".join(_WIDE.get(char, char) for char in match[0]), narrow)
