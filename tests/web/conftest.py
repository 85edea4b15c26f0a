"""One server that reads, one that is written to, and requests to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Chromium, Person
from hostile import write as write_hostile
from serving import TOKEN, Ask, asker, reading, serving

from kg import lexicon as lexicons
from kg.lexicon import Lexicon
from kg.rdf import iris, query
from kg.rdf.answers import Limits
from kg.settings import Settings

DATA = """
<http://e/陈立> <http://e/name> "陈立" <http://e/g1> .
<http://e/陈立> <http://e/name> "<script>陈立</script>" <http://e/g2> .
<http://e/陈立> <http://www.w3.org/2004/02/skos/core#prefLabel> "陈立"@zh <http://e/g2> .
"""


HOSTILE = query.Saved("hostile", "<b>题", "title", "SELECT ?n { ?s <http://e/name> ?n }")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicons.load()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Iterator[str]:
    """A server that reads a small graph; queries have two seconds, answers at most 1,000 rows."""
    path = tmp_path_factory.mktemp("served") / "graph.nq"
    path.write_text(DATA, encoding="utf-8")
    more = {"prefixes": iris.prefixes(lexicon, Settings()), "saved": query.saved(lexicon.root) | {"hostile": HOSTILE}, "seconds": 2, "patience": 60}
    with serving(path, limits=Limits(rows=1000), max_body=2_000_000, **more) as found:
        yield found


@pytest.fixture
def ask(address: str) -> Ask:
    return asker(address)


@pytest.fixture
def scratch_address(tmp_path: Path) -> Iterator[str]:
    """A writable server with an empty store."""
    with serving(tmp_path, writable=True, empty=True) as found:
        yield found


@pytest.fixture
def scratch(scratch_address: str) -> Ask:
    return asker(scratch_address)


@pytest.fixture
def token() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}".encode().decode("latin-1")}


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Iterator[str]:
    """A server of a build in which everything that a newspaper can say is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder)
    with serving(folder, **reading(folder, lexicon)) as found:
        yield found


@pytest.fixture(scope="session")
def playwright_chromium() -> Iterator[Chromium]:
    """The machine's Chromium, driven by Playwright."""
    with Chromium.opened() as found:
        yield found


@pytest.fixture
def person(playwright_chromium: Chromium) -> Iterator[Person]:
    """Somebody at a new window, which must have asked no server but ours, and have nothing to complain of."""
    with playwright_chromium.person() as found:
        yield found
    assert found.elsewhere == []
    assert found.complaints == []
