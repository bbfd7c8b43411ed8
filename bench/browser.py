"""Chromium as someone has it who was never here: nothing cached, this machine only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from tests import chromium

PHONE: ViewportSize = {"width": 360, "height": 740}
OUTSIDE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.installed(), args=[*chromium.FLAGS, OUTSIDE])
        yield browser
        browser.close()


@contextmanager
def a_visitor(browser: Browser, origin: str) -> Iterator[Page]:
    """A page of a new visitor; nothing is kept from the one before."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, base_url=origin, locale="fr-FR")
    context.set_default_timeout(120_000)
    yield context.new_page()
    context.close()


class Wire:
    """Counts what travels for a page: requests, and bytes with their headers, as compressed."""

    def __init__(self, page: Page) -> None:
        self.asked: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.loadingFinished", self._came)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def slow(self, *, bits: float, latency: float, processor: float) -> None:
        """A line of so many bits a second and milliseconds, a processor so many times slower."""
        line = {"offline": False, "latency": latency, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
        self.session.send("Network.emulateNetworkConditions", line)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": processor})

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.asked[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    @property
    def total(self) -> float:
        return sum(size for request, size in self.bytes.items() if request in self.asked)

    def told(self) -> str:
        """Each request with its bytes, for the curious."""
        return json.dumps({url: self.bytes.get(request) for request, url in self.asked.items()}, indent=1)
