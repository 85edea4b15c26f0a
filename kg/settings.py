"""One settings object; every default stands here, `kg.toml` and command-line flags override it."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_type_hints

CURATION = "curation.yaml"
Validator = Literal["fast", "reference"]
COLUMNS = ("body", "title", "subtitle", "strap", "byline", "date", "newspaper", "edition", "url", "home")
"""What a column of a table may hold."""


class SettingsError(ValueError):
    """A setting that does not exist or has the wrong type, with the file it stands in."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build is done. A field left empty means: infer it, and say with what confidence.

    base: the IRI under which individuals live. iris: "readable" names or opaque "hash" ones. language: of the messages, "auto"
    takes it from the locale. tagger: "lac" (LAC on ONNX Runtime) or "jieba". jobs: processes for the reading half, 0 = one per
    core. engine: "local" (processes of this machine) or "spark"; master: Spark's master (local[2], spark://HOST:7077, yarn; "": what Spark's
    own configuration says). validate: check every build against the SHACL shapes. validator: "fast", or "reference" (pySHACL: the same result, slowly).
    newspaper, date, edition, home: metadata that override sidecars.
    ontology: a folder instead of the one that ships with zhitu. curation: a file of people's decisions to replay ("": none).
    links: a table of Wikidata items or other IRIs by code or id ("": none).
    max_page_chars: a longer page is refused (a broadsheet page holds about 10,000 characters; 5 million is far beyond any).
    max_pdf_pages: of a longer PDF only so many pages are read. page_seconds: a page of a PDF that takes longer is given up.
    scan_seconds: the same for the recognition of a scan (a broadsheet page takes some twenty seconds on a core).
    columns: which column of a table holds what, "body=content,title=headline"; those not named are recognised by their names.
    stdin_as: the name whose ending says what comes on standard input ("pages.csv"); empty: it is recognised.
    max_members, max_unpacked: how many files and bytes an archive may hold. max_ratio: how many times larger than packed they may be
    (text packs to a tenth, pictures of white paper to a hundredth).
    """

    base: str = "https://w3id.org/zhitu/id/"
    iris: Literal["readable", "hash"] = "readable"
    language: Literal["auto", "zh", "en"] = "auto"
    tagger: Literal["lac", "jieba"] = "lac"
    jobs: int = 0
    engine: Literal["local", "spark"] = "local"
    master: str = ""
    validate: bool = True
    validator: Validator = "fast"
    newspaper: str = ""
    date: str = ""
    edition: str = ""
    home: str = ""
    ontology: str = ""
    curation: str = ""
    links: str = ""
    max_page_chars: int = 5_000_000
    max_pdf_pages: int = 2_000
    page_seconds: int = 60
    scan_seconds: int = 600
    columns: str = ""
    stdin_as: str = ""
    max_members: int = 100_000
    max_unpacked: int = 10_000_000_000
    max_ratio: int = 500


def load(path: Path | None = None, **flags: Any) -> Settings:
    """Settings from a TOML file and flags; a flag of None is not given. In the working directory `kg.toml` and `curation.yaml` are taken
    without being named.

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
    if "curation" not in values and Path(CURATION).is_file():
        values["curation"] = CURATION
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
    if key == "columns":
        named(value, where)


def named(columns: str, where: str = "columns") -> dict[str, str]:
    """The columns that a setting names, by what they hold. Raises SettingsError for what is no PART=NAME or no known part."""
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in columns.split(","))):
        part, equals, name = (piece.strip() for piece in pair.partition("="))
        part = {"content": "body", "author": "byline"}.get(part, part)
        if not equals or not name or part not in COLUMNS:
            raise SettingsError(f"{where}: columns: {pair!r} should be PART=NAME, where PART is one of {', '.join(COLUMNS)}")
        found[part] = name
    return found
