"""The gates every story passes can close: what is wrong on a page for somebody, and what a page's policy refuses."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, Axe, OpenPage


def test_a_picture_without_words_does_not_pass(desk: Page, axe: Axe) -> None:
    desk.goto("/")
    axe(desk)
    desk.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(desk)


def test_axe_looks_without_loosening_the_policy_of_the_page(
    open_page: OpenPage, axe: Axe, expected_errors: list[str], live: str
) -> None:
    page = open_page(DESK)
    page.goto("/")
    axe(page)
    expected_errors += ["Content Security Policy", "TrustedHTML"]
    refused = page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'done' } catch (e) { return e.name } })()"
    )
    assert refused == "TypeError"


def test_an_error_in_a_page_fails_the_story(open_page: OpenPage, expected_errors: list[str]) -> None:
    page = open_page(DESK)
    page.goto("/")
    expected_errors.append("on purpose")
    with page.expect_event("pageerror", lambda error: re.search("on purpose", str(error)) is not None):
        page.evaluate("setTimeout(() => { throw new Error('on purpose') })")


def test_no_page_reaches_the_outside(desk: Page) -> None:
    desk.goto("/")
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        desk.goto("http://example.org/")
