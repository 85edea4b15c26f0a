"""The site as a person uses it: in Chromium, with a mouse and a keyboard, on three widths, by day and by night, with scripts off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import test_html
from serving import reading, serving
from test_html import CHROMIUM, Browser

from kg.lexicon import Lexicon

PAGES = ("/", "/find?q=巡察", "/id/person/郝维东-黑河市", "/id/org/中共邵阳市委员会", "/id/place/430500", "/id/article/10f40085d58c-3", "/id/page/10f40085d58c",
         "/posts", "/meetings", "/policies?sort=number", "/indicators", "/places?within=邵阳市",
         "/review", "/review?what=claims", "/review/change?kind=drop&ids=place/430500", "/ask",
         "/queries/posts", "/id/mention/10f40085d58c-3-3-7", "/nowhere")  # fmt: skip
# What WCAG 2.1 AA asks of contrast, names and headings, as far as a script can tell: (what, where) of each fault.
FAULTS = """(() => {
  const faults = [], numbers = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const rgba = c => { const [r, g, b, a = 1] = numbers(c); return c.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]; };
  const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => e ? over(rgba(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('svg, option')) continue;
    const ground = behind(e), style = getComputedStyle(e), ink = over(rgba(style.color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) faults.push('contrast ' + ratio.toFixed(1) + ' ' + e.className + ' ' + walker.currentNode.data.slice(0, 9));
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!e.labels?.length && !e.ariaLabel) faults.push('no label: ' + e.name);
  for (const e of document.querySelectorAll('a[href], button')) if (!e.textContent.trim() && !e.ariaLabel) faults.push('no name: ' + e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('svg[role=img]')) if (!e.getAttribute('aria-label')) faults.push('drawing without a name');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids.filter((id, i) => ids.indexOf(id) < i)) faults.push('two of one id: ' + id);
  if (document.querySelectorAll('h1').length !== 1) faults.push(document.querySelectorAll('h1').length + ' first headings');
  if (document.querySelectorAll('main').length !== 1 || !document.documentElement.lang || !document.title) faults.push('landmarks, language, title');
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window: ' + document.documentElement.scrollWidth);
  return [...new Set(faults)];
})()"""


@pytest.fixture(scope="module")
def address(demo: Path, lexicon: Lexicon) -> Iterator[str]:
    with serving(demo / "output", **reading(demo / "output", lexicon), language="zh") as found:
        yield found


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: the site was not opened by anyone; `apt-get install chromium` and run again")
    with pytest.MonkeyPatch.context() as patch:  # only this machine is there
        patch.setattr(test_html, "FLAGS", tuple(f"{f}, EXCLUDE 127.0.0.1" if "resolver" in f else f for f in test_html.FLAGS))
        found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture
def browser(chromium: Browser, address: str) -> Iterator[Browser]:
    """Chromium, which must have asked no other server, and have nothing to complain of."""
    chromium.go("about:blank")
    chromium.events.clear()
    yield chromium
    assert {urlsplit(url).netloc for url in chromium.requests()} <= {urlsplit(address).netloc}
    loud = [event for event in chromium.complaints() if "404" not in str(event)]
    assert loud == []


def show(browser: Browser, url: str, width: int = 1440, scheme: str = "light") -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.go(quote(url, safe=":/?&=%"))


def follow(browser: Browser, selector: str) -> None:
    """Click on something that leads to another page, as far as one can tell: the page that it was on is gone."""
    before = len(browser.events)
    x, y = browser.run(f"""(() => {{ const e = document.querySelector('{selector}'); e.scrollIntoView({{block: 'center'}});
        const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; }})()""")
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    while not any(event.get("method") == "Page.loadEventFired" for event in browser.events[before:]):
        browser.events.append(browser.receive())


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light")])
def test_every_page_fits_and_can_be_read_by_all(browser: Browser, address: str, width: int, scheme: str) -> None:
    faults: dict[str, Any] = {}
    for page in PAGES:
        show(browser, address + page, width, scheme)
        if found := browser.run(FAULTS):
            faults[page] = found
    assert faults == {}


@pytest.mark.browser
def test_the_check_itself_sees_faults(browser: Browser, address: str) -> None:
    show(browser, address + "/ask")
    browser.run("""document.querySelector('main').insertAdjacentHTML('beforeend',
        '<p id="main"><font color="#999">灰</font><input name="x"><a href="/"></a></p><h1>又</h1><pre><img width=3000></pre>')""")
    found = " ".join(browser.run(FAULTS))
    assert all(word in found for word in ("contrast", "no label: x", "no name", "two of one id: main", "2 first headings"))


@pytest.mark.browser
def test_from_a_word_to_the_line_of_the_page_and_back_without_scripts(browser: Browser, address: str) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(browser, address + "/")
        browser.run("document.querySelector('header input[name=q]').focus()")
        browser.call("Input.insertText", text="郝维东")
        follow(browser, "header button")
        assert "郝维东" in browser.words("main .list")
        follow(browser, "main .list a.PER")
        assert browser.words("h1") == "郝维东"
        follow(browser, ".quote footer a[href^=\"/id/article\"]")
        assert "郝维东" in browser.words(".s:target")
        headline = browser.words(".reader h1")
        follow(browser, ".title a[href^=\"/id/page\"]")
        assert headline in browser.words(".stories li:target")
        follow(browser, ".stories a")
        assert browser.words(".reader h1")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.browser
def test_the_keyboard_reaches_the_text_first(browser: Browser, address: str) -> None:
    show(browser, address + "/posts")
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.className") == "skip"
    browser.press("Tab", 9)
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.name") == "q"
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.browser
def test_a_ledger_is_filtered_and_sorted_by_hand(browser: Browser, address: str) -> None:
    show(browser, address + "/posts")
    browser.run("document.querySelector('.filters input[name=post]').focus()")
    browser.type("市长")
    follow(browser, ".filters button")
    assert all("市长" in post for post in browser.run("[...document.querySelectorAll('tbody td:nth-child(2)')].map(e => e.innerText)"))
    follow(browser, "thead th:nth-child(4) a")
    days = browser.run("[...document.querySelectorAll('tbody td:nth-child(4)')].map(e => e.innerText)")
    assert days == sorted(days)
    assert len(days) > 3
