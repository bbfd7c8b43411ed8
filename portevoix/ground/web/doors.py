"""The doors for JSON: strict bodies, bounded sizes, refusals that say a code, a sentence and no more."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.constants import NOT_SET
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json

from portevoix.ground.web.failures import note_failure
from portevoix.ground.web.rules import Refused

BODY: Final = 4 * 1024 * 1024
"""The largest JSON body, in bytes."""


class Strict(BaseModel):
    """A shape that takes its own fields and nothing else.

    Not Ninja's own base, which looks at each object in Python: it cost more than all the rest of reading a deposit.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Problem(BaseModel):
    """Every refusal: a code for the program, a sentence for the person."""

    code: str
    sentence: str
    bits: int | None = None


NAMES: Final = 10_000
"""The most names in a JSON body: each one too many would cost a kilobyte to refuse."""


class StrictParser(Parser):
    """JSON as RFC 8259 says: no NaN, no bottomless nesting, no crowd of names."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.body.count(b":") > NAMES:
            raise ValueError("too many names")
        body: dict[str, Any] = from_json(request.body, allow_inf_nan=False)
        return body


def problem(code: str, sentence: str, status: int, **more: object) -> JsonResponse:
    """A refusal, as every door says it."""
    return JsonResponse({"code": code, "sentence": sentence, **more}, status=status)


def door(namespace: str, *, auth: Any = NOT_SET) -> NinjaAPI:
    """A JSON interface without documentation pages, whose refusals never quote what was sent."""
    api = NinjaAPI(
        title=f"Portevoix: {namespace}",
        urls_namespace=namespace,
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
        auth=auth,
    )

    def refused(request: HttpRequest, failure: Any) -> HttpResponse:
        return problem(failure.code, failure.sentence, failure.status, **getattr(failure, "more", {}))

    def malformed(request: HttpRequest, failure: Any) -> HttpResponse:
        return problem("malformed", _("This request is not in a form that is understood here."), 422)

    def http_error(request: HttpRequest, failure: Any) -> HttpResponse:
        if failure.status_code in {401, 403}:
            return problem("forbidden", _("Sign in to do this."), failure.status_code)
        return malformed(request, failure)

    def too_large(request: HttpRequest, failure: Any) -> HttpResponse:
        return problem("too_large", _("This is too large to be received here."), 413)

    def unknown(request: HttpRequest, failure: Any) -> HttpResponse:
        return problem("unknown", _("There is nothing here."), 404)

    def broken(request: HttpRequest, failure: Any) -> HttpResponse:
        note_failure(failure)
        return problem("broken", _("Something broke on our side. Nothing was received; please try again."), 500)

    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, malformed)
    api.add_exception_handler(HttpError, http_error)
    api.add_exception_handler(RequestDataTooBig, too_large)
    api.add_exception_handler(UnreadablePostError, malformed)
    api.add_exception_handler(Http404, unknown)
    api.add_exception_handler(Exception, broken)
    return api


def addresses(api: NinjaAPI, *, without_account: bool = False, raw: dict[str, int] | None = None) -> list[URLPattern]:
    """The addresses behind a door, with bounded bodies: JSON, or for the names in `raw` as many bytes as it says."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in patterns:
        most = (raw or {}).get(pattern.name or "")
        view = _bounded(pattern.callback, BODY if most is None else most, only_json=most is None)
        pattern.callback = login_not_required(view) if without_account else view
    return patterns


def _bounded(view: Callable[..., HttpResponse], most: int, *, only_json: bool) -> Callable[..., HttpResponse]:
    @wraps(view)
    def bounded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > most:
            return problem("too_large", _("This is too large to be received here."), 413)
        # A page of another site cannot send JSON without asking first, and nobody answers it.
        if only_json and request.method not in {"GET", "HEAD"} and request.content_type != "application/json":
            return problem("malformed", _("This request is not in a form that is understood here."), 415)
        return view(request, *args, **kwargs)

    return bounded
