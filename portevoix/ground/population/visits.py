"""Being signed in as someone of the school, on one device, for a month.

The cookie is sent to the personal pages only (`/<school>/moi/`): the browser never shows it to the pages where people
testify, so that nobody can tell from it who is speaking. It has nothing to do with the sessions of the cell.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portevoix.ground.population.models import Individual, Visit
from portevoix.ground.schools.models import School
from portevoix.ground.web.origin import SAFE, by_origin

SECURE = "__Secure-" if settings.PRODUCTION else ""
COOKIES = {"": f"{SECURE}visit", "/en": f"{SECURE}visit-en"}
"""One for the pages in each language: a response gives one cookie of each name."""
LASTS = timedelta(days=30)


def individual_of(request: HttpRequest, school: School) -> Individual | None:
    """Whoever is signed in on this device as someone of this school, and is still there."""
    visit = Visit.objects.with_token(token_of(request))
    if visit is None or visit.opened < datetime.now(UTC) - LASTS:
        return None
    individual = visit.individual
    return individual if individual.school_id == school.pk and individual.left is None else None


def token_of(request: HttpRequest) -> str:
    """What this device holds; empty when it holds nothing."""
    return next((request.COOKIES[name] for name in COOKIES.values() if request.COOKIES.get(name)), "")


def remember(response: HttpResponse, school: School, token: str) -> HttpResponse:
    """Give the device its token, for the personal pages of this school."""
    return _set(response, school, token, LASTS)


def forget(response: HttpResponse, school: School) -> HttpResponse:
    """Take the token back from the device."""
    return _set(response, school, "", timedelta(0))


def _set(response: HttpResponse, school: School, token: str, lasts: timedelta) -> HttpResponse:
    for prefix, name in COOKIES.items():
        path = f"{prefix}/{school.slug}/moi/"
        response.set_cookie(
            name, token, max_age=lasts, path=path, secure=settings.PRODUCTION, httponly=True, samesite="Lax"
        )
    return response


def for_individuals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, school, individual, …)` for whoever is signed in here; the others are asked to sign in first.

    No token is needed in their forms: a cookie for it would reach every page (see `web/origin.py`).
    """

    @login_not_required
    @by_origin
    @wraps(view)
    def guarded(request: HttpRequest, school: str, **words: Any) -> HttpResponse:
        place = School.objects.addressed(school)
        individual = individual_of(request, place)
        if individual is None:
            then = urlencode({"suite": _wanted(request)})
            return HttpResponseRedirect(f"{reverse('population:sign_in', args=[school])}?{then}")
        return view(request, place, individual, **words)

    return guarded


def _wanted(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one that held the form which came too late."""
    if request.method in SAFE:
        return request.get_full_path()
    return urlsplit(request.headers.get("Referer", "")).path
