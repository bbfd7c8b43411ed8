"""Another site of the internet, on this machine: it speaks TLS, and says whatever the story wants."""

import datetime
import http.client
import http.server
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portevoix.ground.web import outside

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]
NAMES = ["sso.example", "mines.example", "ponts.example"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], str]]:
    """Real servers with a real certificate for `NAMES`; this machine counts as the internet. Addressed by the first."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.pem").write_bytes(private + pem)
    monkeypatch.setattr(outside, "_look_up", lambda _host, _port: ["127.0.0.1"])
    monkeypatch.setattr(outside, "is_public", lambda _address: True)
    monkeypatch.setattr(outside, "_trust", lambda: ssl.create_default_context(cadata=pem.decode()))
    servers = []

    def stand(answer: Answer) -> str:
        handler = type("Handler", (http.server.BaseHTTPRequestHandler,), {"do_GET": answer, "log_message": _silent})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.handle_error = _silent  # type: ignore[assignment]  # a method put in its place
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "server.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"https://{NAMES[0]}:{server.server_address[1]}/"

    yield stand
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def _silent(*_said: object) -> None:
    pass


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def drips(handler: http.server.BaseHTTPRequestHandler) -> None:
    """One byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def drops(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Hangs up."""
    handler.connection.close()


def relays(origin: str) -> Answer:
    """What stands in front of a real instance: TLS outside, plain HTTP to the instance behind."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        behind = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)
        kept = {name: value for name, value in handler.headers.items() if name.lower() not in {"host", "connection"}}
        behind.request("GET", handler.path, headers=kept)
        said = behind.getresponse()
        body = said.read()
        handler.send_response(said.status)
        for name, value in said.getheaders():
            if name.lower() not in {"connection", "transfer-encoding", "content-length"}:
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        behind.close()

    return answer
