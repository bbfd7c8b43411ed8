"""One process that serves: waitress, the worker of the background tasks, and the clock.

No access log: nothing here ever writes an address down.
"""

import logging
import os
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.wasyncore import close_all

MIB = 1024 * 1024
THREADS = 4
STOPPING = 10
"""Seconds a request or a task under way is given to end when the server stops."""
ONE_PIECE = 64 * 1024
"""Bytes up to which an answer leaves in one piece, from the thread that holds the lines. waitress would send its head,
then its body, from the thread that answered, while the other goes round in circles for a line that is being written."""

# A body may hold a testimony in clear, on the page without JavaScript: it stays in memory, whatever its size allowed.
# Only PUT, which carries parts of files sealed in the browser or meant to be shown, may rest in a temporary file.
WORDS: dict[str, Any] = {"max_request_body_size": 4 * MIB, "inbuf_overflow": 4 * MIB}
SEALED_PARTS: dict[str, Any] = {"max_request_body_size": 9 * MIB, "inbuf_overflow": MIB // 2}

log = logging.getLogger("portevoix.server")


class Parser(HTTPRequestParser):
    """Gives each request the room its method deserves, and takes one at a time."""

    sealed_parts: Adjustments

    def parse_header(self, header_plus: bytes) -> None:
        if header_plus.startswith(b"PUT "):
            self.adj = self.sealed_parts
        super().parse_header(header_plus)

    def received(self, data: bytes) -> int:
        """How much of `data` was of this request. What follows it in the same breath is dropped and the line closed.

        Browsers wait for an answer before they ask again. Someone who does not, and does not listen either, would hold
        a thread for as long as they like.
        """
        used: int = super().received(data)
        if self.completed and not self.empty and used < len(data):
            self.headers["CONNECTION"] = "close"
            return len(data)
        return used


def lets_go(application: Any) -> Any:
    """The application, whose threads give their database line back as soon as they have answered.

    A file is sent, and its answer closed, by the thread that holds the lines: Django would then tidy up there, and the
    thread that answered would keep its place in the pool until it is asked something else.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        from django.db import close_old_connections

        said = application(environ, start_response)
        close_old_connections()
        return said

    return answer


class Front:
    """The server of one origin. `start` returns at once; `stop` lets what is under way end."""

    def __init__(self, host: str = "127.0.0.1", port: int = 8000) -> None:
        proxy = settings.TRUSTED_PROXY
        common: dict[str, Any] = {
            "host": host,
            "port": port,
            "threads": THREADS,
            "connection_limit": 1000,
            "channel_timeout": 60,
            "recv_bytes": 128 * 1024,
            "outbuf_overflow": 16 * MIB,
            "max_request_header_size": 32 * 1024,
            "asyncore_use_poll": True,
            "ident": "",
        }
        if proxy:
            forwarded = {"x-forwarded-for", "x-forwarded-proto"}
            common |= {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": forwarded}
        parser = type("Parser", (Parser,), {"sealed_parts": Adjustments(**common | SEALED_PARTS)})
        self._server = create_server(lets_go(get_wsgi_application()), **common | WORDS)
        self._server.adj.send_bytes = ONE_PIECE  # as an argument it is "deprecated", since 2019 and without a successor
        self._server.channel_class = type("Channel", (HTTPChannel,), {"parser_class": parser})
        self.origin = f"http://{host}:{self._server.effective_port}"
        self._loop = threading.Thread(target=self._server.run, name="http", daemon=True)
        self._behind = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("tasks", self._do_tasks), ("clock", self._keep_time))
        ]
        self._stopping = threading.Event()

    def start(self, *, behind: bool = True) -> None:
        """Serve; `behind` also runs the background tasks and the clock."""
        self._loop.start()
        for thread in self._behind if behind else []:
            thread.start()

    def stop(self) -> None:
        """Take no new request, let the others end, close everything."""
        self._stopping.set()
        self._server.accepting = False
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=STOPPING)
        # When the loop has ended by itself, its trigger is closed and nothing is left to wake.
        with suppress(OSError):
            self._server.trigger.pull_trigger(self._hang_up)
        for thread in [self._loop, *self._behind]:
            if thread.is_alive():
                thread.join(STOPPING)

    def _hang_up(self) -> None:
        """Close every line, and first the files that were being sent on them."""
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        close_all(self._server._map, ignore_all=True)

    def _do_tasks(self) -> None:
        from django.db import close_old_connections, connections
        from django_tasks_db.management.commands.db_worker import Worker
        from django_tasks_db.models import DBTaskResult

        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.getpid()}-{os.urandom(8).hex()}",
            excluded_queue_names=[],
        )
        while not self._stopping.wait(1):
            try:
                close_old_connections()
                if DBTaskResult.objects.ready().exists():
                    worker.run()
            except Exception:
                log.exception("the background tasks stumbled; they go on in a moment")
                self._stopping.wait(5)
        connections.close_all()

    def _keep_time(self) -> None:
        from django.db import connections

        from portevoix.timetable import Clock

        clock = Clock()
        while not self._stopping.wait(20):
            clock.tick()
        connections.close_all()
