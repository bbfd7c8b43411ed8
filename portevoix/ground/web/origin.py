"""Forms on pages that give no cookie: the browser says where they come from, and is believed.

A token would need a cookie that every page of the site receives, those where people testify included.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., HttpResponse])
SAFE = {"GET", "HEAD", "OPTIONS"}


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this. Saying nothing is not enough."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def by_origin(view: View) -> View:
    """The view takes forms of our own pages only, and leaves no token with the browser."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        trusted = getattr(request, "_dont_enforce_csrf_checks", False)  # Django's client in a test, and nobody else
        if request.method not in SAFE and not trusted and not comes_from_here(request):
            return render(request, "web/stale_form.html", status=403)
        response = view(request, *args, **kwargs)
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        return response

    return cast(View, guarded)
