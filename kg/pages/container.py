"""The ZIP containers that Word documents and EPUB books are: whether one can be opened without harm."""

from __future__ import annotations

import zipfile

from kg.model import Problem
from kg.pages.archives import HARMLESS
from kg.pages.draft import Source, problem
from kg.settings import Settings

# So many bytes of a document are held at once; a page of a newspaper with its pictures has a few million.
_HELD = 500_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def fault(source: Source, settings: Settings) -> Problem | None:
    """Why a file is no container that can be opened without harm, None when it is one."""
    name = source.name
    try:
        with source.path.open("rb") as file:
            begin = file.read(4)
        if not begin:
            return problem("empty", "the file is empty", f"{name}@0", "save the document again")
        if begin == _OLD_WORD:
            message = "an encrypted document, or one of Word 2003 or before"
            return problem("binary", message, f"{name}@0", "save it as DOCX without a password")
        with zipfile.ZipFile(source.path) as container:
            infos = container.infolist()
    except FileNotFoundError:
        return problem("unreadable", "no such file", name, "check the path")
    except PermissionError:
        return problem("unreadable", "no permission to read this file", name, "change its permissions")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return problem("unreadable", f"cut off, damaged or another kind of file: {error}", f"{name}@0", "save the document again")
    for info in infos:
        where = f"{name}!{info.filename}"
        if info.flag_bits & 1:
            return problem("encrypted", "encrypted: not read", where, "save it without a password")
        if info.file_size > max(HARMLESS, settings.max_ratio * info.compress_size):
            message = f"{info.file_size:,} bytes packed to {info.compress_size:,}: not read"
            return problem("bomb", message, where, "raise max_ratio in kg.toml if it is meant")
    if (size := sum(info.file_size for info in infos)) > _HELD:
        return problem("bomb", f"unpacks to {size:,} bytes, more than {_HELD:,}: not read", name, "leave large pictures out")
    return None
