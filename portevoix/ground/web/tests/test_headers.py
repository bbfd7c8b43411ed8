"""What leaves with every answer. A change here is a decision, so the whole set is written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portevoix.ground.web import headers

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
CONSTANT = {
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), payment=(), usb=(), xr-spatial-tracking=(), clipboard-write=(self), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/en/", 200), ("/quitter/comment/", 200), ("/nowhere/", 404), ("/%00", 404)]
)
def test_a_public_page_carries_this_set_and_no_other(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    carried = dict(answer.headers)
    assert carried.pop("Content-Length")
    language = carried.pop("Content-Language")
    assert language == ("en" if path.startswith("/en/") else "fr")
    assert carried == CONSTANT | {"Content-Security-Policy": STRICT, "Content-Type": "text/html; charset=utf-8"}
    assert not answer.cookies


@pytest.mark.django_db
def test_a_public_page_is_the_same_whatever_the_browser_says_of_itself(client: Client) -> None:
    plain = client.get("/")
    client.cookies["django_language"] = "en"
    other = client.get("/", headers={"accept-language": "en", "user-agent": "x", "referer": "https://example.org/"})
    assert other.content == plain.content
    assert dict(other.headers) == dict(plain.headers)


@pytest.mark.parametrize(
    ("declare", "more"),
    [
        (headers.sealing, {"img-src": "'self' blob:", "media-src": "blob:"}),
        (headers.member, {"script-src": "'self' 'wasm-unsafe-eval'", "frame-src": "'self' blob:"}),
        (headers.watching, {"media-src": "'self'", "script-src": "'self'"}),
        (headers.viewer, {"sandbox": "allow-scripts", "frame-ancestors": "'self'"}),
    ],
)
def test_a_view_that_needs_more_declares_it(declare: Callable[..., Any], more: dict[str, str]) -> None:
    @declare
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("…")

    answer = headers.HeadersMiddleware(page)(RequestFactory().get("/"))
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert {name: policy[name] for name in more} == more
    assert policy["default-src"] == "'none'"
    assert answer.headers["X-Frame-Options"] == ("SAMEORIGIN" if declare is headers.viewer else "DENY")


def test_only_a_page_that_says_so_follows_the_head() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("…") if request.path == "/" else headers.allow_headset(HttpResponse("…"))

    answers = [headers.HeadersMiddleware(page)(RequestFactory().get(path)) for path in ("/", "/film/")]
    plain, following = [answer.headers["Permissions-Policy"].split(", ") for answer in answers]
    assert plain == CONSTANT["Permissions-Policy"].split(", ")
    opened = {"accelerometer=(self)", "gyroscope=(self)", "xr-spatial-tracking=(self)"}
    assert set(following) - set(plain) == opened
    assert "camera=()" in following


@pytest.mark.parametrize(
    "policy", [headers.PAGE, headers.SEALING, headers.MEMBER, headers.WATCHING, headers.VIEWER, headers.STATIC]
)
def test_no_policy_opens_the_door_to_another_site_or_to_inline_code(policy: headers.Policy) -> None:
    written = headers.written(policy)
    assert "'unsafe-" not in written
    assert "http" not in written
    assert "*" not in written
    assert policy["default-src"] == "'none'"
    assert "frame-ancestors" in policy


def test_https_is_required_for_two_years_once_there_is_https(settings: Any) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    settings.PRODUCTION = True
    answer = headers.HeadersMiddleware(page)(RequestFactory().get("/"))
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


@pytest.mark.django_db
def test_static_files_may_be_kept_and_may_do_nothing_on_their_own(client: Client) -> None:
    answer = client.get("/static/web/portevoix.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "no-store" not in answer.headers["Cache-Control"]
    answer.close()
    missing = client.get("/static/web/nothing.css")
    assert missing.status_code == 404
    assert missing.headers["Cache-Control"] == "no-store"
