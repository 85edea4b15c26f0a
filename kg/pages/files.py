"""The bytes of a file, or a clear word on why there are none."""

from __future__ import annotations

from kg.model import Problem
from kg.pages.draft import Source, problem

# No encoding uses more bytes for a character.
_WIDEST = 4


def content(source: Source, most_chars: int) -> tuple[bytes, Problem | None]:
    """The bytes of a file of text of at most so many characters, or a problem."""
    return limited(source, most_chars * _WIDEST, too_long(source.name, "", most_chars))


def limited(source: Source, most: int, refusal: Problem) -> tuple[bytes, Problem | None]:
    """The bytes of a file no larger than `most`; the refusal, with the size in its message, when it is larger."""
    file, name = source.path, source.name
    try:
        size = file.stat().st_size
        if size > most:
            return b"", Problem(
                refusal.stage, refusal.code, refusal.severity, f"{size:,} bytes{refusal.message}", refusal.where, refusal.hint
            )
        data = file.read_bytes()
    except FileNotFoundError:
        return b"", problem("unreadable", "no such file", name, "check the path")
    except PermissionError:
        return b"", problem("unreadable", "no permission to read this file", name, "change its permissions")
    except (OSError, ValueError) as error:
        return b"", problem("unreadable", f"cannot be read: {getattr(error, 'strerror', '') or error}", name)
    return data, None if data else problem("empty", "the file is empty", f"{name}@0", "dump the page again")


def too_long(name: str, size: str, most: int) -> Problem:
    """The refusal of a page that is longer than any newspaper's."""
    hint = "a newspaper page holds some 10,000 characters: split the file, or raise max_page_chars"
    return problem("too-long", f"{size}, more than {most:,} characters: not read", f"{name}@{most}", hint)
