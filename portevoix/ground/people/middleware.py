"""Who is asking: a member who has passed the second factor, or someone who still has to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portevoix.ground.people import rules
from portevoix.ground.people.models import Membership, Office
from portevoix.ground.people.sessions import OPENED
from portevoix.ground.web import clock

SEEN = "seen"
SEAT = "seat"
"""In which of their cells somebody works in this session, when they sit in several."""
BEFORE_SECOND_FACTOR = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "account_logout",
    "people:invitation",
    "people:new_password",
    "people:new_password_now",
}
"""Pages for someone signed in who has no second factor yet."""


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this very session has shown a code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class MembershipMiddleware:
    """Sets `request.membership`: a current seat in a cell, and only once the second factor is passed.

    `request.offices`, those in missions, are asked of the database by the pages that show them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None  # type: ignore[attr-defined]  # set here, for every view
        request.seats = []  # type: ignore[attr-defined]  # set here, for every view
        request.has_passed = False  # type: ignore[attr-defined]  # set here, for every view
        request.offices = []  # type: ignore[attr-defined]  # set here, for every view
        if request.user.is_authenticated:
            self._recognise(request)
        return self.get_response(request)

    def _recognise(self, request: HttpRequest) -> None:
        opened = datetime.fromtimestamp(request.session.setdefault(OPENED, clock.minute() * 60), UTC)
        if datetime.now(UTC) - opened > rules.LONGEST_SESSION:
            logout(request)
            return
        # An idle session ends after half an hour; one write a minute is enough to know.
        if request.session.get(SEEN) != clock.minute():
            request.session[SEEN] = clock.minute()
        if passed_second_factor(request):
            request.has_passed = True  # type: ignore[attr-defined]  # set here, for every view
            seats = list(Membership.objects.of(request.user).current().with_people().order_by("pk"))  # type: ignore[arg-type]  # signed in, so a Person
            request.seats = seats  # type: ignore[attr-defined]  # set here, for every view
            request.membership = rules.seat_among(seats, request.session.get(SEAT))  # type: ignore[attr-defined]  # set here, for every view
            offices = Office.objects.of(request.user).current().with_people()  # type: ignore[arg-type]  # signed in, so a Person
            request.offices = offices.order_by("pk")  # type: ignore[attr-defined]  # set here, for every view

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or request.has_passed:  # type: ignore[attr-defined]  # set here, for every view
            return None
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in BEFORE_SECOND_FACTOR:
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
