"""What is written down when something breaks: where, and of what kind. Never a value, never a request."""

import logging
import traceback
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

logger = logging.getLogger("portevoix")

View = Callable[..., HttpResponse]


def note_failure(failure: BaseException) -> None:
    """Log the type of a failure and the lines it passed through, without its message: a message may quote content."""
    passed = " < ".join(
        f"{frame.name} ({frame.filename.rsplit('/', 2)[-1]}:{frame.lineno})"
        for frame in reversed(traceback.extract_tb(failure.__traceback__)[-6:])
    )
    logger.error("%s in %s", type(failure).__name__, passed)


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
            except Http404:
                raise
            except Exception as failure:
                note_failure(failure)
                return answer(request)

        return guarded

    return decorate
