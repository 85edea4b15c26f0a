"""One settings object; every default stands here, `kg.toml` and command-line flags override it."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_type_hints


class SettingsError(ValueError):
    """A setting that does not exist or has the wrong type, with the file it stands in."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build is done. A field left empty means: infer it, and say with what confidence.

    base: the IRI under which individuals live. iris: "readable" names or opaque "hash" ones. language: of the messages, "auto"
    takes it from the locale. tagger: "lac" (LAC on ONNX Runtime) or "jieba". jobs: processes for the reading half, 0 = one per
    core. validate: check every build against the SHACL shapes. newspaper, date, edition, home: metadata that override sidecars.
    ontology: a folder instead of the one that ships with zhitu.
    max_page_chars: a longer page is refused (a broadsheet page holds about 10,000 characters; 5 million is far beyond any).
    """

    base: str = "https://w3id.org/zhitu/id/"
    iris: Literal["readable", "hash"] = "readable"
    language: Literal["auto", "zh", "en"] = "auto"
    tagger: Literal["lac", "jieba"] = "lac"
    jobs: int = 0
    validate: bool = True
    newspaper: str = ""
    date: str = ""
    edition: str = ""
    home: str = ""
    ontology: str = ""
    max_page_chars: int = 5_000_000


def load(path: Path | None = None, **flags: Any) -> Settings:
    """Settings from a TOML file (default: `kg.toml` in the working directory, if there) and flags; a flag of None is not given.

    Raises SettingsError naming the file, the key and the values that are possible.
    """
    found = path or Path("kg.toml")
    values: dict[str, Any] = {}
    if path is not None or found.is_file():
        try:
            values = tomllib.loads(found.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{found}: {error}") from error
    values.update({key: value for key, value in flags.items() if value is not None})
    for key, value in values.items():
        _check(str(found), key, value)
    return Settings(**values)


def _check(where: str, key: str, value: Any) -> None:
    hints = get_type_hints(Settings)
    known = {f.name for f in dataclasses.fields(Settings)}
    if key not in known:
        raise SettingsError(f"{where}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
    choices = getattr(hints[key], "__args__", ())
    if choices and value not in choices:
        raise SettingsError(f"{where}: {key} = {value!r}; it must be one of {', '.join(map(str, choices))}")
    if not choices and type(value) is not hints[key]:  # not isinstance: true would be an int
        raise SettingsError(f"{where}: {key} = {value!r} should be of type {hints[key].__name__}")
