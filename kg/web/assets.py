"""What pages load from here: the style sheet and the icon."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.export.pages_html import PALETTE
from kg.web.service import Options
from kg.web.views import Handler

STYLE = Path(__file__).parent / "style.css"
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f5f8b"/>
<path d="M4 11l4-6 4 6M4 11h8" stroke="#fff" fill="none"/><g fill="#fff"><circle cx="4" cy="11" r="2"/><circle cx="12" cy="11" r="2"/>
<circle cx="8" cy="5" r="2"/></g></svg>"""


def style(options: Options) -> Handler:
    """The handler of the style sheet: our own rules, the colours of types from the ontology, those of articles as in the page dumps."""
    colours = "".join(f".{key} {{ --type: {info.color}; }}\n" for key, info in options.types.items() if key == info.type)
    text = PALETTE.read_text(encoding="utf-8") + colours + STYLE.read_text(encoding="utf-8")

    async def handler(request: Request) -> Response:
        return Response(text, media_type="text/css")

    return handler


async def icon(request: Request) -> Response:
    """The icon of the site."""
    return Response(ICON, media_type="image/svg+xml")
