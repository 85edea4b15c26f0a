"""Files are written whole or not at all, in UTF-8 with plain line feeds on every machine."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

SURROGATES = re.compile("[\ud800-\udfff]")


def save(path: Path, chunks: Iterable[str]) -> None:
    """Write the chunks to `path`, which is replaced only when all are written; its folder is made."""
    with replaced(path) as file, TextIOWrapper(file, encoding="utf-8", newline="") as text:
        text.writelines(chunks)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when all is written; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def whole(text: str) -> str:
    """A text without halves of surrogate pairs, which UTF-8 cannot hold; each becomes U+FFFD."""
    return SURROGATES.sub("\ufffd", text)


def policy_hash(text: str) -> str:
    """By which a Content-Security-Policy knows a script or a style sheet that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
