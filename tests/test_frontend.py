"""The front-end packages: exact versions, no addresses in the lock, and a machine without npm is told so and goes on."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from scenes import ROOT


@pytest.fixture
def front() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "frontend.py"))


def test_versions_are_exact_and_the_lock_has_hashes_but_no_addresses() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {path: package for path, package in packages.items() if path}
    assert {name: installed[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert all("resolved" not in package and package["integrity"] for package in installed.values())


def test_what_is_shipped_has_a_licence_that_allows_it() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = {package["license"] for path, package in packages.items() if path and not package.get("dev")}
    assert licences <= {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "(MPL-2.0 OR Apache-2.0)"}


def test_without_npm_what_is_there_stays(front: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in front["MANIFESTS"]:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    kept = tmp_path / front["TARGET"] / "yasqe.js"
    kept.parent.mkdir(parents=True)
    kept.write_text("// kept", encoding="utf-8")
    monkeypatch.setitem(front["_install"].__globals__, "npm", lambda: None)
    with pytest.raises(front["FrontEndError"], match="no npm"):
        front["fetch"](tmp_path)
    assert kept.read_text(encoding="utf-8") == "// kept"


def test_files_come_without_source_maps_and_with_the_licences_of_all(front: dict[str, Any], tmp_path: Path) -> None:
    modules = tmp_path / "node_modules"
    packages = {"": {}, "node_modules/b": {"version": "1.0.0", "license": "MIT"}, "node_modules/a": {"version": "2.0.0", "license": "MIT", "dev": True}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}), encoding="utf-8")
    for path in front["FILES"].values():
        (modules / path).parent.mkdir(parents=True, exist_ok=True)
        (modules / path).write_text("x;\n//# sourceMappingURL=x.map\n", encoding="utf-8")
    for name in ("a", "b"):
        (modules / name).mkdir()
        (modules / name / "LICENSE").write_text(f"of {name}", encoding="utf-8")
    target = front["_copy"](tmp_path, tmp_path)
    assert {path.name for path in target.iterdir()} == {*front["FILES"], "LICENCES.txt"}
    assert "sourceMappingURL" not in (target / "yasqe.js").read_text(encoding="utf-8")
    assert (target / "LICENCES.txt").read_text(encoding="utf-8") == "b 1.0.0: MIT\n\nof b\n"
