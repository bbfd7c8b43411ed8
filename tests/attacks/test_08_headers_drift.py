"""Attack 8: a header is lost on one kind of address, and nobody notices.

Everything is asked of the real server, over the network, as an attacker would.
"""

import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from portevoix.ground.web import headers

pytestmark = pytest.mark.usefixtures("mines")

ADDRESSES = {
    "a page to read": "/mines/limites/",
    "the same in English": "/en/mines/limites/",
    "the list of schools": "/",
    "a page to write on": "/mines/temoigner/",
    "a redirection to sign in": "/cellule/",
    "an address without its slash": "/mines/limites",
    "the way out": "/quitter/",
    "something that is not there": "/nulle/part/",
    "a school that is not there": "/ailleurs/",
    "a strange address": "/%00/%ff/..%2f",
    "JSON that is refused": "/mines/api/revenir",
    "the key of the trail": "/.well-known/portevoix-log/key",
    "a file that is not there": "/static/rien.js",
}
ALLOWED = {
    name.title(): value
    for name, value in (headers.CONSTANT | {"Cache-Control": "no-store", "X-Frame-Options": "DENY"}).items()
}
BESIDES = {
    "Allow",
    "Clear-Site-Data",
    "Connection",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Date",
    "Location",
    "Set-Cookie",
    "Transfer-Encoding",
    "Via",
}
"""What an answer may carry beside the constant set: nothing of it names the software or the visitor."""


@pytest.fixture
def mines(live: str) -> None:
    from portevoix.ground.schools.models import Cell, School

    School.objects.create(slug="mines", name="Mines", cell=Cell.objects.create(name="Cellule"))


def ask(origin: str, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=10)
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.putheader("Content-Length", "0")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    connection.close()
    return answer, body


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_every_kind_of_answer_carries_the_whole_set(live: str, address: str, method: str) -> None:
    answer, _ = ask(live, address, method)
    carried = {name.title(): value for name, value in answer.getheaders()}
    assert {name: carried.get(name) for name in ALLOWED} == ALLOWED
    policy = carried["Content-Security-Policy"]
    assert policy in map(headers.written, (headers.PAGE, headers.SEALING, headers.MEMBER))
    assert carried.keys() - ALLOWED.keys() <= BESIDES, "a header that nobody has decided"


def test_a_stylesheet_is_kept_for_ever_under_a_name_that_changes_with_it(live: str) -> None:
    _, page = ask(live, "/mines/limites/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.", file)
        answer, _ = ask(live, file)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"] == headers.written(headers.STATIC)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Access-Control-Allow-Origin"] is None
        assert answer.headers["Set-Cookie"] is None


def test_no_visitor_of_the_public_side_is_given_a_cookie(live: str) -> None:
    for address in ("/", "/mines/", "/mines/limites/", "/mines/temoigner/", "/mines/revenir/", "/nulle/part/"):
        answer, _ = ask(live, address)
        assert answer.headers["Set-Cookie"] is None, address
