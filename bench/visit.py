"""Someone comes for the first time: what travels, and when they can begin to write."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser

from bench.browser import Wire, a_browser, a_visitor
from bench.house import House, a_house
from bench.load import Client
from bench.rows import Row, at_most

FORM = "/demo/temoigner/"
ROUNDS = 5

# The first choice is the button that begins. It works when the next screen has come.
TRY_TO_BEGIN = """
(() => {
  const tried = () => {
    const button = document.querySelector("[data-screen=before] [data-to]");
    if (button?.checkVisibility()) button.click();
    const next = document.querySelector(`[data-screen="${button?.dataset.to}"]`);
    if (next?.checkVisibility() && !button.checkVisibility()) window.begunAfter ??= performance.now();
    else requestAnimationFrame(tried);
  };
  requestAnimationFrame(tried);
})();
"""


def measure() -> Iterator[Row]:
    """Bytes and requests of a first visit, then the same on a slow phone."""
    with a_house() as house, a_browser() as browser:
        house.scene("school", "recovery")
        house.start()
        Client(house.port).send("GET", FORM)
        with a_visitor(browser, house.origin) as page:
            wire = Wire(page)
            page.goto(FORM, wait_until="networkidle")
            page.wait_for_timeout(3000)
            icons = re.findall(r'<link rel="icon"[^>]* href="([^"]+)"', page.content())
            unseen = [icon for icon in icons if not any(url.endswith(icon) for url in wire.asked.values())]
        # A browser without a window fetches no icon; people's do.
        extra = [_bytes(house, icon) for icon in unseen]
        peer = "1 180 kB, 16 requests"
        yield at_most("first visit to the form", (wire.total + sum(extra)) / 1000, 60, "kB transferred", peer=peer)
        yield at_most("… requests", len(wire.asked) + len(extra), 8, "")
        empty = statistics.median(_slow(browser, house, "/empty/", "") for _ in range(ROUNDS))
        usable = statistics.median(_slow(browser, house, FORM, TRY_TO_BEGIN) for _ in range(ROUNDS))
        yield at_most(
            "form usable, 1.6 Mbit/s, 150 ms, processor ÷ 4",
            usable,
            1.5,
            "s",
            peer="6.8 s",
            floor=empty,
            floor_is="empty page",
        )


def _slow(browser: Browser, house: House, path: str, script: str) -> float:
    """Seconds from the address to the first choice made, or with no script to the page loaded."""
    with a_visitor(browser, house.origin) as page:
        wire = Wire(page)
        page.add_init_script(script or "addEventListener('load', () => { window.begunAfter = performance.now() })")
        wire.slow(bits=1.6e6, latency=150, processor=4)
        page.goto(path)
        while (after := page.evaluate("window.begunAfter ?? 0")) == 0:
            page.wait_for_timeout(50)
        return float(after) / 1000


def _bytes(house: House, path: str) -> int:
    client = Client(house.port)
    answer = client.send("GET", path, headers={"Accept-Encoding": "gzip, br"})
    client.close()
    return answer.size
