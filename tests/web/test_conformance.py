"""The W3C cases of the SPARQL 1.1 Protocol, Service Description and Graph Store Protocol, which stand beside the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scenes import ROOT
from serving import serving

CASES = ROOT.parent / "shared" / "conformance"


def ran(script: Path, address: str) -> str:
    urls = (f"{address}/sparql", f"{address}/sparql", f"{address}/graphs")
    return subprocess.run([sys.executable, script, *urls], capture_output=True, encoding="utf-8", timeout=120, check=True).stdout


def own_graphs(manifest: Path) -> None:
    """Give each case a graph of its own: the script runs all on one store, but each counts on an empty one. It knows no $LOCATION$ either."""
    blocks = re.split(r"\n(?=gsp:\w+ rdf:type)", manifest.read_text(encoding="utf-8"))
    text = "\n".join(block.replace("1.ttl", f"{number}-1.ttl") for number, block in enumerate(blocks))
    manifest.write_text(text.replace("/gsp?graph=$LOCATION$", "$NEWPATH$"), encoding="utf-8")


def test_the_w3c_cases_pass(tmp_path: Path) -> None:
    if not (CASES / "protocol.py").is_file():
        pytest.skip(f"{CASES} is not there: the W3C cases stand beside the project, not in it; the endpoint is NOT checked against them")
    copy = shutil.copytree(CASES, tmp_path / "conformance")
    for manifest in (copy / "sparql11" / "graph-store-protocol").glob("manifest-*.ttl"):
        own_graphs(manifest)
    with serving(tmp_path, trusting=True, writable=True, empty=True) as address:
        said = ran(copy / "protocol.py", address)
    assert re.findall(r"pass (\d+) fail (\d+)", said) == [("34", "0"), ("9", "0"), ("4", "0")], said
    assert "('returns-rdf', True), ('has-endpoint-triple', True)" in said
