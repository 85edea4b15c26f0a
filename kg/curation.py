"""What people have decided about the graph: a file of decisions, hand-editable, replayed on every build.

A list of decisions in YAML, each an item that begins at the left margin, so that a fault in one costs only that one:

    - same: [person/张伟-吕梁市, person/张伟-太原市]
      why: 2021年由太原调任
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.model import Problem

KINDS: Mapping[str, tuple[str, ...]] = {
    "same": ("in",),
    "different": ("in",),
    "rename": ("to",),
    "retype": ("to",),
    "drop": ("in",),
    "alias": ("names",),
    "fact": ("title", "since", "until", "value", "unit", "period", "approximator", "outcome"),
    "reject": ("in", "title", "value", "unit", "period", "approximator"),
}
"""Kind of decision → what may stand beside it; `why` always may."""
NOTHING: Mapping[str, str] = {}
SOURCE = "curation/"
"""What the source of a relation begins with that a decision states: curation/FILE:LINE."""
NEEDED = {"rename": "to", "retype": "to", "alias": "names"}
HEADER = "# What people have decided about this graph; kg build replays it. Entities by the end of their IRI, as kg explain shows it.\n"
HINT = "see docs/curation.md; the other decisions were applied"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `ids` are entities by id ("person/张伟-吕梁市"), or codes of divisions, towns or villages; of a fact, and of
    what is rejected, subject, predicate and object. `articles` limit it to what these say; `where` is "FILE:LINE"."""

    kind: str
    ids: tuple[str, ...]
    where: str
    to: str = ""
    names: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    @property
    def reason(self) -> str:
        """What stands with an entity that this decision changed."""
        return f"curation: {self.kind} {' '.join((*self.ids, self.to)).strip()}" + (f": {self.why}" if self.why else "")


def read(path: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions of a file in its order, and what is wrong with the others."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return (), (Problem("curation", "unreadable", "error", f"no decision was applied: {error}", str(path)),)
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for line, item in _items(text):
        where = f"{path}:{line}"
        try:
            decisions.append(_decision(yaml.load(item, yaml.BaseLoader), where))
        except (yaml.YAMLError, ValueError) as error:
            fault = f"this is no YAML: {error.problem}" if isinstance(error, yaml.MarkedYAMLError) else str(error)
            problems.append(Problem("curation", "faulty-decision", "error", fault, where, HINT))
    return tuple(decisions), tuple(problems)


def append(
    path: Path, kind: str, ids: Sequence[str], *, articles: Sequence[str] = (), to: str = "", why: str = "", said: Mapping[str, str] = NOTHING
) -> Decision:
    """Write a decision at the end of a file (made when missing), what stands there left as it is; returns the decision.

    Raises ValueError when it is no decision, OSError when the file cannot be written.
    """
    item = written(kind, ids, articles=articles, to=to, why=why, said=said)
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else HEADER
    before += "" if before.endswith("\n") else "\n"
    path.write_text(f"{before}{item}\n", encoding="utf-8", newline="\n")
    return _decision(yaml.load(item, yaml.BaseLoader), f"{path}:{before.count(chr(10)) + 1}")


def items(path: Path) -> tuple[tuple[int, str], ...]:
    """Each decision of a file as it is written, with the number of its first line; none where there is no file."""
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    return tuple((line, re.sub(r"(?:\n(?:#.*|[ \t\r]*))*\Z", "", item)) for line, item in _items(text))


def remove(path: Path, line: int, item: str) -> None:
    """Take the decision that begins at a line out of a file, all else left as it is.

    Raises LookupError when this decision does not stand there (any more), OSError when the file cannot be written.
    """
    if (line, item) not in items(path):
        raise LookupError(f"{path}:{line}: another decision stands here now")
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    del lines[line - 1 : line + item.count("\n")]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def written(
    kind: str, ids: Sequence[str], *, articles: Sequence[str] = (), to: str = "", why: str = "", said: Mapping[str, str] = NOTHING
) -> str:
    """A decision as it stands in a file; `said` are the qualifiers of a statement. Raises ValueError when it is none."""
    given: dict[str, Any] = {kind: list(ids) if kind in ("same", "different", "fact", "reject") else "".join(ids[:1])}
    given |= {key: value for key, value in (("to", to), *said.items(), ("in", list(articles)), ("why", why)) if value}
    _decision(given, "")
    return "- " + "\n  ".join(f"{key}: {_inline(value)}" for key, value in given.items())


def _inline(value: Any) -> str:
    """A name or a list of names as YAML on one line."""
    return yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=math.inf).removesuffix("...\n").strip()


def _items(text: str) -> Iterator[tuple[int, str]]:
    """Each item of the list with the number of its first line, from 1."""
    starts = [m.start() for m in re.finditer(r"(?m)^\S", text) if text[m.start()] != "#"]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):  # a file of comments has no starts
        yield text.count("\n", 0, start) + 1, text[start:end]


def _decision(item: Any, where: str) -> Decision:
    """Raises ValueError with what is wrong and what would be right."""
    given = item[0] if isinstance(item, list) and len(item) == 1 else item
    kinds = [key for key in given if key in KINDS] if isinstance(given, dict) else []
    if len(kinds) != 1:
        raise ValueError(f"a decision is an item of a list with one of {', '.join(KINDS)}: - same: [person/…, person/…]")
    kind = kinds[0]
    odd = given.keys() - {kind, "why", *KINDS[kind]}
    if odd:
        raise ValueError(f"{kind}: {'、'.join(sorted(odd))} cannot stand here; {', '.join((*KINDS[kind], 'why'))} can")
    if kind in NEEDED and not given.get(NEEDED[kind]):
        raise ValueError(f"{kind}: {NEEDED[kind]} is missing")
    ids, articles = _strings(given[kind], kind), _strings(given.get("in", ()), "in")
    least, most = {"same": (1 if articles else 2, 99), "different": (2, 2 if articles else 99), "fact": (3, 3), "reject": (3, 3), "drop": (1, 99)}.get(
        kind, (1, 1)
    )
    if not least <= len(ids) <= most:
        raise ValueError(f"{kind}: {len(ids)} given, but {least if least == most else f'at least {least}'} needed")
    said = {key: str(given[key]) for key in KINDS["fact"] if key in given}
    return Decision(
        kind, ids, where, str(given.get("to", "")), _strings(given.get("names", ()), "names"), articles, said, str(given.get("why", ""))
    )


def _strings(value: Any, name: str) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    if (value and not found) or not all(isinstance(each, str) and each for each in found):
        raise ValueError(f"{name}: should be a name or a list of names")
    return found
