"""The pages of ledgers, and the same rows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from starlette.responses import Response

from kg import gazetteer
from kg.shelf import Shelf
from kg.shelf.ledgers import LEDGERS, Cell, Ledger, count, divisions, rows
from kg.web.charts import Atlas, Line, atlas, line
from kg.web.views import View

PER_PAGE = 50
ON_MAP = 400  # places, the most mentioned
FORMULA = tuple("=+-@\t\r")  # what a spreadsheet takes for a formula when a cell begins with it
Make = Callable[[View, Shelf], Response]


def ledger(key: str) -> Make:
    """What makes the page of a ledger."""
    shown = LEDGERS[key]

    def make(view: View, shelf: Shelf) -> Response:
        chosen = {each.key: view.given(each.key) for each in shown.filters}
        sort, down, number = view.given("sort"), view.given("down") == "1", view.number("page")
        found = list(rows(shelf, shown, chosen, sort=sort, down=down, limit=PER_PAGE, offset=(number - 1) * PER_PAGE))
        total = count(shelf, shown, chosen)
        return view.render(
            "ledger.jinja", here=key, ledger=shown, chosen=chosen, rows=found, total=total, number=number, last=max(1, -(-total // PER_PAGE)),
            sort=sort, down=down, chart=_series(shown, found), atlas=_atlas(view, shelf, chosen) if shown.key == "places" else None,
            origin=view.options.lexicon.sources.get(gazetteer.COORDINATES) if view.options.lexicon else None,
        )  # fmt: skip

    return make


def table(key: str) -> Make:
    """What makes the CSV of a ledger: all rows that the filters choose, as far as an answer may hold so many."""
    shown = LEDGERS[key]

    def make(view: View, shelf: Shelf) -> Response:
        chosen = {each.key: view.given(each.key) for each in shown.filters}
        out = io.StringIO("\ufeff", newline="")  # by which spreadsheets know UTF-8
        out.seek(1)
        writer = csv.writer(out)
        writer.writerow(name for column in shown.columns for name in ((column.key, f"{column.key}_iri") if column.entity else (column.key,)))
        for row in rows(shelf, shown, chosen, sort=view.given("sort"), down=view.given("down") == "1", limit=view.options.limits.rows):
            writer.writerow(text for cell in row for text in ((_plain(cell.text), view.options.base + cell.ref.path) if cell.ref else (_plain(cell.text),)))
        return Response(out.getvalue(), media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{key}.csv"'})

    return make


def _atlas(view: View, shelf: Shelf, chosen: Mapping[str, str]) -> Atlas | None:
    """The map of the chosen places whose seats are known."""
    lexicon = view.options.lexicon
    if lexicon is None:
        return None
    seats = ((place, gazetteer.seat(code, lexicon)) for place, code in divisions(shelf, chosen, limit=ON_MAP))
    return atlas([(place, float(seat.lat), float(seat.long)) for place, seat in seats if seat])


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay what they are."""
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("+-").replace(".", "", 1).isdecimal() else text


def _series(shown: Ledger, found: Sequence[tuple[Cell, ...]]) -> Line | None:
    """Figures of one thing, indicator and unit as a line over time."""
    if shown.key != "indicators" or len({(about.ref, what.text, unit.text) for about, what, _, _, unit in found}) != 1:
        return None
    return line([(period.text, value.text, f"{value.text}{unit.text}") for _, _, period, value, unit in found])
