"""Attack 28: the house asks a school's own server something, and is led to one that is none of its business.

The other half, what such a server may say, is in `population/tests/test_sign_on.py`.
"""

import time
from collections.abc import Callable

import pytest

from portevoix.ground.web import outside
from tests.elsewhere import Answer, drips, drops, says


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "2002:7f00:1::", "2002:0a00:0001::", "64:ff9b::7f00:1", "::127.0.0.1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_an_address_of_our_own_network_is_no_public_one(written: str) -> None:
    assert not outside.is_public(written)


@pytest.mark.parametrize("written", ["193.49.159.1", "2001:660:3305::1", "::ffff:193.49.159.1"])
def test_an_address_of_the_internet_is_one(written: str) -> None:
    assert outside.is_public(written)


@pytest.mark.parametrize(
    "address",
    [
        "http://sso.example/", "https://user@sso.example/", "https:///x", "file:///etc/passwd", "https://127.0.0.1/",
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://2130706433/",
        "https://0x7f.1/", "https://sso.example:99999/", "https://sso.example/a b", "https://sso.example/\r\nX: y",
    ],
)  # fmt: skip
def test_what_may_not_be_asked_is_not(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.create_connection", lambda *_: pytest.fail("a connection was opened"))
    with pytest.raises(outside.NoAnswer):
        outside.ask(address)


def test_a_name_with_one_public_and_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_look_up", lambda _host, _port: ["193.49.159.1", "127.0.0.1"])
    monkeypatch.setattr("socket.create_connection", lambda *_: pytest.fail("a connection was opened"))
    with pytest.raises(outside.NoAnswer):
        outside.ask("https://sso.example/")


def test_the_name_is_looked_up_once_and_that_address_is_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up, spoken_to = [], []

    def look_up(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["193.49.159.1"] if len(looked_up) == 1 else ["127.0.0.1"]

    def connect(where: tuple[str, int], _within: float) -> None:
        spoken_to.append(where)
        raise OSError

    monkeypatch.setattr(outside, "_look_up", look_up)
    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(outside.NoAnswer):
        outside.ask("https://sso.example/")
    assert spoken_to == [("193.49.159.1", 443)]


def test_a_server_answers(elsewhere: Callable[[Answer], str]) -> None:
    assert outside.ask(elsewhere(says(b"{}"))) == b"{}"


def test_a_server_sends_us_to_another(elsewhere: Callable[[Answer], str]) -> None:
    with pytest.raises(outside.NoAnswer):
        outside.ask(elsewhere(says(b"", 302, Location="https://127.0.0.1/")))


def test_a_server_sends_more_than_anyone_asked_for(elsewhere: Callable[[Answer], str]) -> None:
    with pytest.raises(outside.NoAnswer):
        outside.ask(elsewhere(says(b" " * (outside.HEAVIEST + 1))))


def test_a_server_never_ends(elsewhere: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "WITHIN", 0.3)
    begun = time.monotonic()
    with pytest.raises(outside.NoAnswer):
        outside.ask(elsewhere(drips))
    assert time.monotonic() - begun < 2


def test_a_server_shows_the_certificate_of_another(elsewhere: Callable[[Answer], str]) -> None:
    with pytest.raises(outside.NoAnswer):
        outside.ask(elsewhere(says(b"{}")).replace("sso.example", "other.example"))


def test_who_asks_again_is_told_the_status_and_the_headers(elsewhere: Callable[[Answer], str]) -> None:
    heard = outside.hear(elsewhere(says(b"", 304, ETag='"a"')), headers={"If-None-Match": '"a"'})
    assert (heard.status, heard.headers["etag"], heard.body) == (304, '"a"', b"")


@pytest.mark.parametrize("why", ["address", "silent", "heavy", "other"])
def test_no_answer_says_why(why: str, elsewhere: Callable[[Answer], str]) -> None:
    told = {"address": "", "silent": elsewhere(drops), "heavy": elsewhere(says(b" " * 300_000)), "other": ""}
    told |= {"address": "http://sso.example/", "other": elsewhere(says(b"", 500))}
    with pytest.raises(outside.NoAnswer) as none:
        outside.ask(told[why])
    assert none.value.why == why
