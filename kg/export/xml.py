"""What GraphML and GEXF share: escapes, and cells as text."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from kg.export.tables import Value

# XML 1.0 has no way to write these; each becomes U+FFFD.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def attribute(text: str) -> str:
    """An attribute's value with its quotes."""
    return quoteattr(ILLEGAL.sub("\ufffd", text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def text(value: Value) -> str:
    """A cell as text; lists joined by bars."""
    return " | ".join(value) if isinstance(value, tuple) else str(value)


def escaped(value: Value) -> str:
    """A cell as the content of an element."""
    return ILLEGAL.sub("\ufffd", text(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
