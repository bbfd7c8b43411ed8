"""Leaving quickly, as the server sees it. The browser's part is in tests/journeys."""

import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/quitter/", "/en/quitter/"])
def test_camille_leaves_without_javascript(client: Client, settings: Any, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == 303
    assert answer.headers["Location"] == settings.NEUTRAL_SITE
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content == b""


def test_leaving_takes_the_cookies_of_this_site_along(client: Client) -> None:
    client.cookies["session"] = "x"
    answer = client.get("/quitter/")
    assert {name: cookie["max-age"] for name, cookie in answer.cookies.items()} == {
        "session": 0,
        "csrf": 0,
        "messages": 0,
    }


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_ines_out_with_a_picture(client: Client, site: str) -> None:
    answer = client.get("/quitter/", headers={"sec-fetch-site": site})
    assert answer.status_code == 303
    assert "Clear-Site-Data" not in answer.headers
    assert not answer.cookies


def test_leaving_without_having_been_to_a_form_needs_no_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/quitter/").status_code == 303


@pytest.mark.parametrize("path", ["/", "/en/", "/quitter/comment/", "/nowhere/"])
def test_the_way_out_is_the_first_thing_on_the_page(client: Client, settings: Any, path: str) -> None:
    page = client.get(path).content.decode()
    first = re.search(r"<(?:a|button|input|select|textarea|summary)\b[^>]*>", page)
    assert first is not None
    assert 'class="exit"' in first[0]
    assert f'data-exit="{settings.NEUTRAL_SITE}"' in first[0]
    assert 'href="/en/quitter/"' in first[0] if path == "/en/" else 'href="/quitter/"' in first[0]


@pytest.mark.parametrize("path", ["/", "/quitter/comment/", "/nowhere/"])
def test_titles_and_icon_say_nothing_of_the_subject(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert title[1] == "Student space" or title[1] == "Espace étudiant"
    assert "web/icon.svg" in page
