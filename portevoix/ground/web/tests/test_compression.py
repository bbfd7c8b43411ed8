"""Public pages travel small, and are the same once unpacked."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portevoix.ground.web.compression import best_way, same_for_everyone

PAGE = "Bonjour à toutes et à tous. ".encode() * 200


@same_for_everyone
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


@same_for_everyone
def refusing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Non.", status=403)


def ask(accepted: str) -> HttpResponse:
    return page(RequestFactory().get("/", headers={"accept-encoding": accepted}))


@pytest.mark.parametrize(("accepted", "unpack"), [("gzip, deflate, br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_browser_gets_the_smallest_it_can_unpack(accepted: str, unpack: Callable[[bytes], bytes]) -> None:
    answer = ask(accepted)
    assert unpack(answer.content) == PAGE
    assert int(answer["Content-Length"]) == len(answer.content) < len(PAGE) / 10


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0, gzip; q=0", "zstd"])
def test_a_browser_that_unpacks_nothing_gets_the_page_itself(accepted: str) -> None:
    answer = ask(accepted)
    assert answer.content == PAGE
    assert "Content-Encoding" not in answer


def test_two_visitors_get_the_same_bytes() -> None:
    assert ask("br").content == ask("br").content
    assert ask("gzip").content == ask("gzip").content


def test_what_is_refused_leaves_as_it_is() -> None:
    assert refusing(RequestFactory().get("/", headers={"accept-encoding": "br"})).content == b"Non."


def test_weights_are_read() -> None:
    assert best_way("br;q=0, gzip;q=0.5") == "gzip"
