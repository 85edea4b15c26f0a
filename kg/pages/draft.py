"""What passes between the readers and the rest of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Layout, Mark, Problem
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Source:
    """What one call of `pages.read` reads: a file, or a part of one.

    `name` is what problems and pages call it (the path as given; ARCHIVE!MEMBER for a member of an archive). `part` is a
    half-open range of the file's pages or rows, counted from 0; None for a file that is one page.
    """

    path: Path
    name: str
    part: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One page as a reader found it.

    `part` is empty when the file is the page, else what follows "#" in its source ("page=3", "row=17"). `meta` is what the file
    itself states: newspaper, date, edition, home, url; other keys (encoding …) go into the page as they are.
    """

    body: str
    part: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    layout: Layout | None = None
    marks: tuple[Mark, ...] = ()


Read = Callable[[Source, Settings], Iterator[Draft | Problem]]
Parts = Callable[[Path, Settings], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format: its name, the ends of its files' names (lower case), how to read it.

    `read` gives pages and problems in the order of the file and never raises on a bad file. `parts` gives the ranges in which a
    file with many pages is read, one process each; None for formats with one page a file.
    """

    format: str
    suffixes: tuple[str, ...]
    read: Read
    parts: Parts | None = None


def problem(code: str, message: str, where: str, hint: str = "", *, warning: bool = False) -> Problem:
    """A problem of this room."""
    return Problem("pages", code, "warning" if warning else "error", message, where, hint)
