"""The guard of the doors for JSON that are for members: asked before anything that was sent is looked at."""

from django.http import HttpRequest
from ninja.security.session import SessionAuth

from portevoix.ground.people.models import Membership
from portevoix.ground.people.rules import must_be_lead, must_be_member


class Seated(SessionAuth):
    """A session with a CSRF token (401 without); a second factor passed, a seat in a cell (Refused without)."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Membership | None:
        return must_be_member(request) if super().authenticate(request, key) else None


class Leading(Seated):
    """The same, for the lead of the cell only."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Membership | None:
        return must_be_lead(request) if super().authenticate(request, key) else None


seated = Seated()
leading = Leading()
