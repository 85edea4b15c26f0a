"""Sessions of people's congresses, which bear the name of a body and are not convened by it."""

from __future__ import annotations

import re

_SESSION = re.compile("(?:人大|人民代表大会).{0,2}[一二三四五六七八九十]+次会议")


def congress(name: str) -> bool:
    """Whether a meeting's name is that of a session of a people's congress (盐池县十九届人大三次会议), not of its standing committee."""
    return bool(_SESSION.search(name)) and "常" not in name
