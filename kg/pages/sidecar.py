"""What is known of a page besides its text: NAME.toml beside it, _default.toml in its folder, and what the user says."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kg.model import Problem

KEYS = ("newspaper", "date", "edition", "home", "url")
DEFAULT = "_default.toml"
_LARGEST = 64 * 1024
_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月?)|\s*年?)")


def metadata(
    path: Path, overrides: Mapping[str, str] | None, stated: Mapping[str, str] | None = None, name: str = ""
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The metadata of a page: flags before the sidecar before what the file states before the folder's default.

    `stated` is what the file called `name` says of itself; keys that are no metadata are left out. Faults are problems, never fatal.
    """
    default, first = _file(path.parent / DEFAULT)
    own, second = _file(path.with_suffix(".toml"))
    flags, third = _checked({key: value for key, value in (overrides or {}).items() if value}, "--{key}", {})
    inside, fourth = _checked({key: value for key, value in (stated or {}).items() if key in KEYS and value}, name, {})
    return {**default, **inside, **own, **flags}, (*first, *second, *third, *fourth)


def iso_date(text: str) -> str | None:
    """2021-08-19, 2021-08 or 2021 from any usual way to write it; None when it is no date."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year] + [f"{int(part):02}" for part in (month, day) if part])


def _file(path: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    try:
        if not path.is_file():
            return {}, ()
        if path.stat().st_size > _LARGEST:
            return {}, (_problem(f"larger than {_LARGEST} bytes; ignored", f"{path}:1"),)
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        return {}, (_problem(f"cannot be read: {error.strerror or error}", str(path)),)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return {}, (_problem("not UTF-8; ignored", f"{path}:{line}"),)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return {}, (_problem(f"not valid TOML: {error}", f"{path}:{found[1] if found else 1}"),)
    lines = {m[1]: text.count("\n", 0, m.start()) + 1 for m in re.finditer(r"(?m)^[ \t]*[\"']?([\w-]+)[\"']?[ \t]*=", text)}
    return _checked(values, f"{path}:{{line}}", lines)


def _checked(values: Mapping[str, object], where: str, lines: Mapping[str, int]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The values that make sense, as strings."""
    found: dict[str, str] = {}
    problems = []
    for key, value in values.items():
        at = where.replace("{key}", key).replace("{line}", str(lines.get(key, 1)))
        if key not in KEYS:
            problems.append(_problem(f"unknown key {key!r}", at, f"known keys are {', '.join(KEYS)}"))
        elif isinstance(value, datetime.datetime):
            found[key] = value.date().isoformat()
        elif isinstance(value, datetime.date):
            found[key] = value.isoformat()
        elif isinstance(value, bool) or not isinstance(value, (str, int)):
            problems.append(_problem(f"{key} should be text", at))
        elif key == "date" and (iso := iso_date(str(value))) is None:
            problems.append(_problem(f"date {value!r} is no date", at, "write it like 2021-08-19"))
        elif key == "date":
            found[key] = iso or ""
        elif str(value).strip():
            found[key] = str(value).strip()
    return found, tuple(problems)


def _problem(message: str, where: str, hint: str = "") -> Problem:
    return Problem("pages", "metadata", "warning", message, where, hint or "the page is read without it")
