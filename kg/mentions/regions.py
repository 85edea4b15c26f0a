"""Countries, regions, mountains and waters that are no administrative divisions: gazetteers/regions.tsv."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.lexicon import Lexicon


def regions(lexicon: Lexicon) -> dict[str, str]:
    """Name → class (a subtype of types.yaml); empty when the ontology folder has no such table."""
    return _regions(str(lexicon.root))


@lru_cache(maxsize=4)
def _regions(root: str) -> dict[str, str]:
    path = Path(root) / "gazetteers" / "regions.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()
    return {name: row[0] for row in rows if len(row) == 2 and row[0] != "class" and not row[0].startswith("#") for name in row[1].split()}
