"""The only way out: asking another server something over HTTPS, and never one of our own network.

The host is looked up once and its very address is spoken to, so that no later answer of a name server leads elsewhere.
No redirect is followed, no proxy of the environment is used, and nothing lasts longer or weighs more than said here.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

WITHIN = 5.0
"""Seconds, for the whole of one question and its answer."""
HEAVIEST = 256 * 1024
"""Bytes of an answer."""


class NoAnswer(Exception):  # noqa: N818  it says what came: nothing that may be used
    """The other server may not be asked, did not answer in time, or answered something else than what was asked.

    `why` is one of: `address` (it may not be asked), `silent`, `heavy`, `other`.
    """

    def __init__(self, said: str, why: str = "address") -> None:
        super().__init__(said)
        self.why = why


@dataclass(frozen=True)
class Answer:
    """What a server said, whatever it is; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """What the server at this address answers: GET, or POST when there is a body. Raises NoAnswer."""
    answer = hear(address, body=body, headers=headers)
    if answer.status != 200:
        raise NoAnswer("the other server answered something else", "other")
    return answer.body


def hear(
    address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, heaviest: int | None = None
) -> Answer:
    """The same with its status and headers, for who asks again what has changed. Raises NoAnswer when there is none."""
    host, port, path = _parts(address)
    line = _Line(host, port, _address_of(host, port))
    alarm = threading.Timer(WITHIN, line.cut)
    alarm.daemon = True
    alarm.start()
    most = HEAVIEST if heaviest is None else heaviest
    try:
        line.request("GET" if body is None else "POST", path, body, dict(headers or {}))
        with line.getresponse() as answer:
            said = answer.read(most + 1)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        raise NoAnswer("the other server did not answer", "silent") from failure
    finally:
        alarm.cancel()
        line.close()
    if line.is_cut:
        raise NoAnswer("the other server did not answer in time", "silent")
    if len(said) > most:
        raise NoAnswer("the other server answered more than may be taken", "heavy")
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, said)


def host_of(address: str) -> str:
    """Host and port of an address that may be asked. Raises NoAnswer."""
    host, port, _path = _parts(address)
    return f"{host}:{port}"


def is_public(written: str) -> bool:
    """Whether this is an address of the internet at large, however it is disguised."""
    address = ip_address(written.partition("%")[0])
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour
        if address.teredo or (hidden is not None and not is_public(str(hidden))):
            return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _parts(address: str) -> tuple[str, int, str]:
    try:
        read = urlsplit(address)
        port = read.port or 443
    except ValueError:
        raise NoAnswer("this is no address") from None
    whole = all("!" <= character <= "~" for character in address)
    if read.scheme != "https" or not read.hostname or read.username is not None or read.fragment or not whole:
        raise NoAnswer("only https addresses may be asked")
    path = (read.path or "/") + (f"?{read.query}" if read.query else "")
    return read.hostname, port, path


def _address_of(host: str, port: int) -> str:
    found = _look_up(host, port)
    if not found or not all(is_public(one) for one in found):
        raise NoAnswer("this host is not on the internet at large")
    return found[0]


def _look_up(host: str, port: int) -> list[str]:
    try:
        return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Line(http.client.HTTPSConnection):
    """A connection to one address, whose certificate must name the host."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=WITHIN)
        self._address, self._trust, self.is_cut = address, _trust(), False

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), WITHIN)
        line = self._trust.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self._held = line  # the library lets go of its own while it still reads
        line.do_handshake()

    def cut(self) -> None:
        """End it now, whatever it was waiting for."""
        self.is_cut = True
        with suppress(OSError, AttributeError):
            self._held.shutdown(socket.SHUT_RDWR)
