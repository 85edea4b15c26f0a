"""What pages for people share: the language, how addresses are made, templates, and answers made in a thread from the records of a build."""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.shelf import Headline, Ref, Shelf, ShelfError
from kg.shelf.ledgers import LEDGERS
from kg.text import amounts
from kg.web.protocol import Asked, parameters
from kg.web.service import Options, Service

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
LANGUAGES = ("zh", "en")
DETAILS = {"planned": ("计划", "planned"), "growth": ("增长", "growth"), "year-on-year": ("同比", "year-on-year"), "month-on-month": ("环比", "month-on-month")}
MAKERS = CapacityLimiter(2)  # pages made at a time: they share one interpreter, and who came first is served first
DAY = re.compile(r"\d{4}(-\d\d){1,2}")
RANGE = re.compile(r"\s*([A-Za-z*]+)[-\w]*\s*(?:;\s*q=([\d.]+))?")
Handler = Callable[[Request], Awaitable[Response]]


class View:
    """A request as templates see it: `language` is one of LANGUAGES, `asked` the parameters of the address."""

    def __init__(self, request: Request, options: Options) -> None:
        self.options = options
        self.asked: Asked = parameters(request.scope["query_string"])
        self.path: dict[str, str] = dict(request.path_params)
        self.root, self._here = request.scope.get("root_path", ""), request.url.path
        wish = self.asked.one("lang")
        self._chosen = wish if wish in LANGUAGES else ""
        self.language = self._chosen or _language(options.language, request.headers.get("accept-language", ""))

    def shelf(self) -> Shelf:
        """The records of the current build. Raises ShelfError when there are none."""
        if self.options.folder is None:
            raise ShelfError("this server has no pages for reading")
        return Shelf.of(self.options.folder)

    def given(self, name: str) -> str:
        """A parameter of the address without blanks around it, "" when it is not there. Raises HTTPException 400 when it stands twice."""
        return (self.asked.one(name) or "").strip()

    def number(self, name: str, default: int = 1) -> int:
        """A whole number from 1 that a parameter gives."""
        text = self.given(name)
        return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else default

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the page."""
        return zh if self.language == "zh" else en

    def many(self, number: int, zh: str, one: str, more: str = "") -> str:
        """A number of things: "3 篇文章", "1 article", "3 articles"."""
        return f"{number} {self.say(zh, one if number == 1 else more or one + 's')}"

    def link(self, path: str = "", /, anchor: str = "", **more: object) -> str:
        """The address of a page of this site: "find" with its parameters; the language goes along when the reader has chosen it."""
        values = {key: value for key, value in {**more, **({"lang": self._chosen} if self._chosen else {})}.items() if value not in ("", None)}
        query = f"?{urlencode(values)}" if values else ""
        return f"{self.root}/{path}{query}{f'#{anchor}' if anchor else ''}"

    def to(self, thing: Ref | Headline, anchor: str = "") -> str:
        """The address of an entity, article or page."""
        return self.link(f"id/{thing.path}", anchor)

    def again(self, **more: object) -> str:
        """The address of this page with other parameters; "" takes one away."""
        return f"{self._here}?{urlencode({key: value for key, value in {**dict(self.asked.pairs), **more}.items() if value not in ('', None)})}"

    def type_name(self, key: str) -> str:
        """The name of a type or class of entities."""
        info = self.options.types.get(key)
        return self.say(info.label_zh, info.label_en) if info else key

    def predicate_name(self, key: str) -> str:
        """The name of a relation."""
        predicate = self.options.predicates.get(key)
        return self.say(predicate.label_zh, predicate.label_en) if predicate else key

    def amount(self, said: Mapping[str, str]) -> str:
        """The value that qualifiers tell of, with its unit."""
        return amounts.written(said.get("value", ""), said.get("unit", ""), said.get("approximator", ""))

    def detail(self, value: str) -> str:
        """A qualifier in words: those that are terms of ours have a name in each language."""
        return self.say(*DETAILS[value]) if value in DETAILS else value

    def is_day(self, text: str) -> bool:
        """Whether a cell is a date, which is not broken."""
        return bool(DAY.fullmatch(text))

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The parts of the site as (path, name)."""
        ledgers = ((key, self.say(ledger.zh, ledger.en)) for key, ledger in LEDGERS.items())
        return (*ledgers, ("explore", self.say("关系图", "Explorer")), ("review", self.say("审校", "Review")), ("ask", "SPARQL"))

    def short(self, iri: str) -> str:
        """An IRI for reading: shortened when its prefix is known."""
        known = ((prefix, start) for prefix, start in self.options.prefixes.items() if iri.startswith(start))
        prefix, start = max(known, key=lambda pair: len(pair[1]), default=("", ""))
        return f"{prefix}:{iri[len(start) :]}" if start else iri

    def address(self, term: Mapping[str, Any]) -> str:
        """Where this site shows what a term of a SPARQL answer names, "" where it does not."""
        iri, base = str(term["value"]), self.options.base
        return self.link(f"id/{iri[len(base) :]}") if term["type"] == "uri" and base and iri.startswith(base) else ""

    def render(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page."""
        text = TEMPLATES.get_template(template).render(view=self, say=self.say, link=self.link, to=self.to, **values)
        return HTMLResponse(text, status_code=status, headers={"Vary": "Accept, Accept-Language"})


def page(service: Service, make: Callable[[View, Shelf], Response]) -> Handler:
    """The handler of a page that `make` fills from the records of the current build."""

    async def handler(request: Request) -> Response:
        return await run_sync(functools.partial(_made, View(request, service.options), make), limiter=MAKERS)

    return handler


def _made(view: View, make: Callable[[View, Shelf], Response]) -> Response:
    try:
        with view.shelf() as shelf:
            return make(view, shelf)
    except ShelfError as error:
        raise HTTPException(404, str(error)) from error


def missing(view: View) -> HTTPException:
    """What is raised where nothing has the address."""
    return HTTPException(404, view.say("没有这一条", "there is nothing of this name"))


def _language(setting: str, accepted: str) -> str:
    """The language of a page: as set, else what the reader's browser likes best of ours, else Chinese."""
    if setting in LANGUAGES:
        return setting
    found = [(float(match[2] or 1), match[1].lower()) for part in accepted.split(",") if (match := RANGE.match(part)) and _sound(match[2])]
    return next((name for _, name in sorted(found, key=lambda pair: -pair[0]) if name in LANGUAGES), "zh")


def _sound(quality: str | None) -> bool:
    return quality is None or quality.count(".") <= 1 and quality != "."
