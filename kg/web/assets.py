"""What pages load from here: the style sheet, the icon, our scripts, and third-party ones as installed packages have them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.export.html import library
from kg.export.pages_html import PALETTE
from kg.web.service import Options
from kg.web.views import Handler

HERE = Path(__file__).parent
STYLE = HERE / "style.css"
OWN = HERE / "static"
VENDOR = HERE / "vendor"  # filled by tools/frontend.py from package.json; not there where no npm registry could be reached
EDITOR = ("yasqe.js", "yasqe.css")
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f5f8b"/>
<path d="M4 11l4-6 4 6M4 11h8" stroke="#fff" fill="none"/><g fill="#fff"><circle cx="4" cy="11" r="2"/><circle cx="12" cy="11" r="2"/>
<circle cx="8" cy="5" r="2"/></g></svg>"""
# Of pages that run scripts: ours and those beside them, from this server, which they may also ask; nothing inline, no other server.
SCRIPTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}


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


def editor() -> bool:
    """Whether the editor of queries is installed."""
    return all((VENDOR / name).is_file() for name in EDITOR)


def files() -> Mapping[str, Path]:
    """The files under /assets/ by name."""
    own = {path.name: path for path in sorted(OWN.iterdir()) if path.suffix in (".js", ".css")}
    there = {name: VENDOR / name for name in EDITOR if (VENDOR / name).is_file()}
    return {**own, **there, "vis-network.js": library("vis-network.min.js"), "vis-network.css": library("vis-network.css")}


def asset(texts: Mapping[str, str]) -> Handler:
    """The handler of /assets/NAME: files, and `texts` by name."""
    known = files()

    async def handler(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in known and name not in texts:
            raise HTTPException(404, "there is no such file")
        media_type = "text/javascript" if name.endswith(".js") else "text/css"
        return FileResponse(known[name], media_type=media_type) if name in known else Response(texts[name], media_type=media_type)

    return handler
