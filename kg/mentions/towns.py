"""Towns, townships, sumu and streets of the whole country by county: gazetteers/towns.tsv, read when first asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from kg.lexicon import Lexicon

SHORTEST = 3  # 杨镇 and the like are left to the tagger: two characters are too often the end of one word and the beginning of another


def towns(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Name → the nine-digit codes of the units that bear it, sorted; empty when the ontology folder has no such table."""
    return _towns(str(lexicon.root))


@lru_cache(maxsize=4)
def _towns(root: str) -> dict[str, tuple[str, ...]]:
    path = Path(root) / "gazetteers" / "towns.tsv"
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        county, _, units = line.partition("\t")
        if county.isdigit():
            for unit in units.split():
                found[unit[3:]].append(county + unit[:3])
    return {name: tuple(sorted(codes)) for name, codes in sorted(found.items()) if len(name) >= SHORTEST}


def nearest(name: str, home: str, lexicon: Lexicon) -> tuple[str, str]:
    """The unit that a name means to a reader in `home`, as (nine-digit code or "", "county" | "prefecture" | "province" | "country" | "").

    The innermost area around the home that holds a unit of the name; the code stays empty where several in that area bear it.
    """
    codes = towns(lexicon).get(name, ())
    for outer in lexicon.ladder(home) if home else ():
        inside = [c for c in codes if lexicon.within(c[:6], outer.code)]
        if inside:
            return (inside[0] if len(inside) == 1 else ""), outer.level
    return (codes[0] if len(codes) == 1 else ""), "country" if codes else ""
