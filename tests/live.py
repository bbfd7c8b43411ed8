"""The real application on a real port, for stories in a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@pytest.fixture(scope="session")
def collected() -> dict[str, Any]:
    """The product's own static files, hashed and compressed once; returns the storage settings that serve them."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    from portevoix import settings as product

    with override_settings(STORAGES=product.STORAGES | {"staticfiles": product.HASHED}):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return settings.STORAGES | {"staticfiles": product.HASHED}


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """Address of a site outside the house, on this machine, that gives one page whatever it is asked."""
    body = page.encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def neutral() -> Iterator[str]:
    """The harmless site somebody lands on after a quick exit."""
    with another_site("<!doctype html><html lang=fr><title>Météo</title><h1>Beau temps</h1>") as address:
        yield address


@pytest.fixture
def live(transactional_db: None, settings: Any, collected: dict[str, Any], neutral: str) -> Iterator[str]:
    """Origin of the application, served by waitress as in production: `http://127.0.0.1:<port>`."""
    from portevoix.server import Front

    settings.STORAGES = collected
    settings.WHITENOISE_USE_FINDERS = False
    settings.NEUTRAL_SITE = neutral
    front = Front(port=0)
    settings.ORIGIN = front.origin
    front.start()
    yield front.origin
    front.stop()
    assert lines_kept() <= 1, "a thread of the server ended without giving its line to the database back"


def lines_kept() -> int:
    """How many lines to PostgreSQL are out of the pool: this thread may hold one. SQLite has no pool."""
    from django.db import connection

    pool = getattr(connection, "pool", None)
    stats = pool.get_stats() if pool else {}
    return int(stats.get("pool_size", 0)) - int(stats.get("pool_available", 0))
