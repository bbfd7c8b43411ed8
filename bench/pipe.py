"""A Chromium that nothing watches: whoever records every request also copies every byte of it.

Playwright keeps the bodies of requests, which makes a large upload many times slower than people's. This speaks to the
browser's own pipe, in the few words that a measure needs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.browser import OUTSIDE
from tests import chromium


class Page:
    """One page of one browser."""

    def __init__(self, down: int, up: int) -> None:
        self._down, self._up = os.fdopen(down, "wb", 0), os.fdopen(up, "rb")
        self._number = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """One command and its result."""
        self._number += 1
        said = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            said["sessionId"] = self._session
        self._down.write(json.dumps(said).encode() + b"\0")
        while (heard := self._heard()).get("id") != self._number:
            pass
        if "error" in heard:
            raise RuntimeError(f"{method}: {heard['error']}")
        return heard["result"]

    def goto(self, url: str) -> None:
        """Open an address and wait until it has loaded."""
        self.call("Page.navigate", url=url)
        while self._heard().get("method") != "Page.loadEventFired":
            pass

    def evaluate(self, expression: str) -> Any:
        """What an expression, or the promise it gives, comes to."""
        done = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{expression}: {json.dumps(done['exceptionDetails'])[:2000]}")
        return done["result"].get("value")

    def choose(self, selector: str, file: Path) -> None:
        """Choose a file of the disk in a field."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        field = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=field, files=[str(file)])

    def _heard(self) -> Any:
        said = bytearray()
        while (one := self._up.read(1)) != b"\0":
            if not one:
                raise RuntimeError("the browser has gone")
            said += one
        return json.loads(said)


@contextmanager
def an_unwatched_page() -> Iterator[Page]:
    """A browser of its own, closed at the end."""
    profile = tempfile.mkdtemp(prefix="portevoix-bench-profile-")
    read_below, down = os.pipe()
    up, write_above = os.pipe()
    # The browser reads commands from descriptor 3 and answers on 4.
    command = [chromium.installed(), *chromium.FLAGS, OUTSIDE, "--headless=new", "--remote-debugging-pipe"]
    wrapped = f'exec 3<&{read_below} 4>&{write_above}; exec "$@"'
    browser = subprocess.Popen(
        ["sh", "-c", wrapped, "sh", *command, f"--user-data-dir={profile}", "about:blank"],
        pass_fds=[read_below, write_above],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_below)
    os.close(write_above)
    try:
        yield Page(down, up)
    finally:
        browser.terminate()
        browser.wait(20)
        shutil.rmtree(profile, ignore_errors=True)
