"""The page without JavaScript sees a text for an instant. Then it is nowhere: no row, no file, no report, no log."""

import base64
import http.client
import logging
import tempfile
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.shortcuts import render
from django.test import Client
from django.urls import resolve

from portevoix.sealed.testimonies import plain, views
from portevoix.sealed.testimonies.models import Testimony
from tests.attacks.world import everything_stored
from tests.cast import a_school

SENTINEL = "le canari chante sous la pluie"
WRITE = "/mines/sans-javascript/"
BACK = "/mines/sans-javascript/revenir/"


def disguises(text: str) -> list[bytes]:
    """The text as it could hide: plain, hex, UTF-16, base64 at its three offsets."""
    data = text.encode()
    shifted = [base64.b64encode(bytes(n) + data)[4 * (n > 0) : -4] for n in range(3)]
    return [data, data.hex().encode(), text.encode("utf-16-le"), *shifted]


def posts(client: Client, address: str, **fields: str) -> Any:
    body = urlencode({"key": "0" * 32, "voice": "concerned", "keep": "send", **fields})
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


@pytest.fixture(autouse=True)
def _a_listening_school(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    a_school()
    caplog.set_level(logging.DEBUG)


def test_what_was_written_is_stored_sealed_only(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert posts(client, WRITE, text=SENTINEL, where=SENTINEL).status_code == 200
    assert Testimony.objects.count() == 1
    for stored in (*everything_stored(), caplog.text.encode(), *(str(m.message()).encode() for m in mail.outbox)):
        for disguise in disguises(SENTINEL):
            assert disguise not in stored


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("where", ["testify", "listeners", "PlainForm.is_valid", "render"])
def test_when_it_breaks_no_report_quotes_it(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: Any,
    settings: Any,
    debug: bool,
    where: str,
) -> None:
    settings.DEBUG = debug
    settings.ADMINS = [("Marc", "marc@example.org")]

    def breaks(*args: object, **kwargs: object) -> Any:
        secret = SENTINEL
        raise RuntimeError(f"cannot do it with {secret} {args} {kwargs}")

    if where == "render":
        monkeypatch.setattr(
            views, "render", lambda r, t, *a, **k: breaks() if t.endswith("plain.html") else render(r, t, *a, **k)
        )
        page = posts(client, WRITE, text=SENTINEL, voice="nobody")
    else:
        owner: Any = views if where == "PlainForm.is_valid" else plain
        monkeypatch.setattr(f"{owner.__name__}.{where}", breaks)
        page = posts(client, WRITE, text=SENTINEL)
    assert page.status_code == 500
    assert b"RuntimeError" not in page.content
    if where != "testify":  # there, her own text comes back to her, in the form
        assert SENTINEL.encode() not in page.content
    assert "RuntimeError" in caplog.text
    said = caplog.text + "".join(capfd.readouterr()) + "".join(str(m.message()) for m in mail.outbox)
    assert SENTINEL not in said
    assert not Testimony.objects.exists()


@pytest.mark.parametrize("address", [WRITE, BACK])
def test_the_fields_are_marked_as_secret_for_every_report(client: Client, address: str) -> None:
    request = posts(client, address, text=SENTINEL).wsgi_request
    assert request.sensitive_post_parameters == "__ALL__"
    assert resolve(address).func.csrf_exempt  # type: ignore[attr-defined]  # nothing of the body is read before the view


def test_a_large_body_never_touches_a_disk(live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def touches(*how: object, **more: object) -> Any:
        made.append((how, more))
        raise OSError("a file was asked for")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, touches)
    host = live.removeprefix("http://")
    for megabytes, expected in ((1, {413}), (3, {413}), (10, {413})):
        connection = http.client.HTTPConnection(host, timeout=20)
        body = urlencode({"text": SENTINEL * 1000}).encode().ljust(megabytes << 20, b"x")
        try:
            connection.request("POST", WRITE, body, {"Content-Type": "application/x-www-form-urlencoded"})
            status = connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            status = 413  # refused at the headers, before the body was through
        finally:
            connection.close()
        assert status in expected
    assert not made
