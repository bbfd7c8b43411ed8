"""What is written down when something breaks: where, and of what kind. Never a value, never a request."""

import logging
import re
import traceback
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portevoix.ground.web.rules import Refused

logger = logging.getLogger("portevoix")
PLACE = re.compile(r"%[sdr]")
ADDRESS = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}(:\d+)?|[\[\]0-9a-fA-F]*:[0-9a-fA-F]*:[\[\]0-9a-fA-F:.]+")

View = Callable[..., HttpResponse]


def note_failure(failure: BaseException) -> None:
    """Log the type of a failure and the lines it passed through, without its message: a message may quote content."""
    logger.error("%s", _where(failure))


def _where(failure: BaseException) -> str:
    passed = " < ".join(
        f"{frame.name} ({frame.filename.rsplit('/', 2)[-1]}:{frame.lineno})"
        for frame in reversed(traceback.extract_tb(failure.__traceback__)[-6:])
    )
    return f"{type(failure).__name__} in {passed}"


class Discreet(logging.Formatter):
    """What reaches the log of the server: no address, no path, no message of an exception.

    The house's own sentences are whole. Those of the libraries keep their constant part only.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.startswith("portevoix")
        said = record.getMessage() if own else ADDRESS.sub("…", PLACE.sub("…", str(record.msg)))
        where = f" · {_where(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else ""
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {said}{where}"


def without_trace(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """Decorate a view that holds content in clear for an instant: when it breaks, no report quotes the content.

    Django's own report shows the posted fields when DEBUG is on; so the failure never reaches Django. `answer` makes
    the page shown instead.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (Http404, Refused):  # neither quotes what was sent, and each has its page
                raise
            except SuspiciousOperation:  # more fields than any form of ours has
                return render(request, "web/bad_request.html", status=400)
            except Exception as failure:
                note_failure(failure)
                return answer(request)

        return guarded

    return decorate
