"""Who may knock at the JSON doors of members: somebody with a seat, second factor passed, and the CSRF token."""

from typing import Any

from django.http import HttpRequest
from ninja.security import SessionAuth

from portevoix.ground.people.models import Membership


class Seated(SessionAuth):
    """`door(…, auth=seated)`. Anybody else is answered 401 before what they sent is looked at."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        membership: Membership | None = getattr(request, "membership", None)
        return membership


seated = Seated()
