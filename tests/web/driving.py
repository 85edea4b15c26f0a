"""A person at a browser: the machine's Chromium through Playwright, with what its network and its console saw."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
PATIENCE = 20.0  # seconds that something may take to appear


class Person:
    """A window. `complaints` are errors and warnings of the console, `elsewhere` addresses that are not of this machine's server."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._requested(request.url))
        page.set_default_timeout(PATIENCE * 1000)

    def _heard(self, message: Any) -> None:
        expected = "404 (Not Found)" in message.text or "400 (Bad Request)" in message.text  # pages that are asked for on purpose
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(message.text)

    def _requested(self, url: str) -> None:
        self.asked.append(url)
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:", "file:")):
            self.elsewhere.append(url)

    def goes(self, url: str) -> None:
        """Open an address anew, also when only what is behind its # differs."""
        self.page.goto("about:blank")
        self.page.goto(url)

    def until(self, expression: str) -> Any:
        """The value of an expression as soon as it is true; Playwright's own waiting evaluates strings, which our policy forbids."""
        for _ in range(int(PATIENCE * 20)):
            if value := self.page.evaluate(expression):
                return value
            self.page.wait_for_timeout(50)
        pytest.fail(f"never true: {expression}")

    def reads(self, selector: str) -> str:
        """The words of the first element that a selector finds, as soon as it is seen."""
        self.page.wait_for_selector(selector)
        return " ".join(self.page.inner_text(selector).split())

    def sees(self, selector: str, words: str) -> None:
        """Wait until the first element that a selector finds says just these words; fail with what it says instead."""
        for _ in range(int(PATIENCE * 20)):
            if (said := self.reads(selector)) == words:
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{selector} never said {words!r}, but {said!r}")

    def barriers(self) -> list[str]:
        """What axe-core finds seriously wrong for people with other eyes, ears or hands: rule and first element of each."""
        if not AXE.is_file():
            pytest.skip("NO axe-core (front-end packages were not installed): accessibility was NOT checked; run tools/frontend.py --dev")
        script = AXE.read_text(encoding="utf-8")
        found = self.page.evaluate(f"(async () => {{ {script}; return (await axe.run(document, {{resultTypes: ['violations']}})).violations }})()")
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in SERIOUS]


class Chromium:
    """A running browser."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser

    @classmethod
    @contextlib.contextmanager
    def opened(cls) -> Iterator[Chromium]:
        if CHROMIUM is None:
            pytest.skip("NO BROWSER: the site was not opened by anyone; `apt-get install chromium` and run again")
        api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: nobody has used the site's scripts")
        if why := _no_driver():
            pytest.skip(f"playwright's driver does not run ({why}): nobody has used the site's scripts; `apt-get install libatomic1` and run again")
        with api.sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            try:
                yield cls(browser)
            finally:
                browser.close()

    @contextlib.contextmanager
    def person(self, *, width: int = 1440, scheme: str = "light", scripts: bool = True, language: str = "zh-CN", touch: bool = False) -> Iterator[Person]:
        """A window of its own."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, locale=language, reduced_motion="reduce", has_touch=touch,
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        try:
            yield Person(context.new_page())
        finally:
            context.close()


def _no_driver() -> str:
    """Why the Node.js that playwright brings does not run on this machine (a library that is missing, say), or ""."""
    from playwright._impl._driver import compute_driver_executable

    node = compute_driver_executable()[0]
    tried = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else tried.stderr.strip().rpartition(": ")[0] or f"exit {tried.returncode}"
