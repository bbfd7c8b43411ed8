"""Chromium as people hold it: a phone of 360 pixels, a desk of 1 280; and axe as a gate."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect, sync_playwright

from tests import chromium

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
AXE = Path(__file__).parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]


def sent_by(page: Page) -> list[Request]:
    """Every request from now on that could carry something away; the list grows."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        if request.method != "GET":
            sent.append(request)

    page.on("request", note)
    return sent


def asked_by(page: Page) -> list[str]:
    """What dialogs say from now on, each of them sent away; the list grows."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return asked


PATIENCE = 15_000
"""Milliseconds that a story waits for a page, on a machine with something else to do."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories of a worker; it reaches this machine and nothing else."""
    # Playwright keeps an event loop in this thread; Django would take the test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        outside = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
        browser = playwright.chromium.launch(executable_path=chromium.installed(), args=[*chromium.FLAGS, outside])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of page errors that a story provokes on purpose; any other error in a page fails the story."""
    return []


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest, expected_errors: list[str]) -> Iterator[OpenPage]:
    """Opens a page of a new visitor: `open_page(PHONE)`, `open_page(DESK, java_script_enabled=False)`.

    An uncaught error or a violation of the content security policy in any of them fails the story.
    """
    contexts = []
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "TrustedType" in message.text:
            errors.append(message.text)

    def opened(viewport: Any = DESK, **options: Any) -> Page:
        origin = request.getfixturevalue("live")
        usual = {"viewport": viewport, "base_url": origin, "locale": "fr-FR", "accept_downloads": True}
        # A colour that is still changing has no contrast to measure.
        context = browser.new_context(**usual | {"reduced_motion": "reduce"} | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", listen)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    unexpected = [error for error in errors if not any(part in error for part in expected_errors)]
    assert not unexpected, "errors in the pages:\n" + "\n".join(unexpected)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A visitor's page, 360 pixels wide."""
    return open_page(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    """A visitor's page on a desk."""
    return open_page(DESK)


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest) -> Page:
    """Runs the story twice, on a phone and on a desk."""
    opened: Page = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)` fails with what is wrong for somebody who does not see, hear or point.

    It runs in a world of its own beside the page, so that the page keeps its content security policy.
    """
    source = AXE.read_text()

    def check(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
        run = f"axe.run(document, {{resultTypes: ['violations'], runOnly: {RULES!r}}}).then((r) => r.violations)"
        answer = session.send(
            "Runtime.evaluate",
            {"contextId": world, "expression": f"{source};\n{run}", "awaitPromise": True, "returnByValue": True},
        )
        session.detach()
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        violations = [
            f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}\n    {node.get('failureSummary', '')}"
            for violation in answer["result"]["value"]
            for node in violation["nodes"]
        ]
        assert not violations, f"axe on {page.url}:\n" + "\n".join(violations)

    return check
