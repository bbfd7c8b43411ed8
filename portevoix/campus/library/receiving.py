"""A file that comes in parts, over a few requests: announced, sent, looked at. For this room and for contests.

The browser's side is `frontend/src/upload.ts`; each answer is JSON, and what is refused says why in a sentence.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from portevoix.campus.library import acts, store
from portevoix.campus.library.models import File
from portevoix.campus.library.rules import Elsewhere
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

View = TypeVar("View", bound=Callable[..., HttpResponse])
LONGEST_ANNOUNCEMENT = 4096


def in_json(view: View) -> View:
    """A rule that says no below answers in JSON."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        try:
            return view(request, *args, **words)
        except Refused as refused:
            said: dict[str, Any] = {"code": refused.code, "sentence": refused.sentence}
            if isinstance(refused, Elsewhere):
                said["received"] = refused.received
            return JsonResponse(said, status=refused.status)

    return cast(View, answered)


def announced(request: HttpRequest) -> dict[str, Any]:
    """What the browser says of the file: its name, its size, and what it is for."""
    try:
        said = json.loads(request.read(LONGEST_ANNOUNCEMENT))
    except ValueError:
        said = None
    whole = isinstance(said, dict) and isinstance(said.get("name"), str) and type(said.get("size")) is int
    if not whole:
        raise Refused(_("This file was not announced as it should be."), code="shape", status=422)
    return cast(dict[str, Any], said)


def begin(school: School, sender: str, said: dict[str, Any], wanted: set[File.Kind]) -> HttpResponse:
    """Answers with the file's identifier and how much may come at once."""
    file = acts.begin(school, sender, said["name"], said["size"], wanted)
    return JsonResponse({"file": file.ident, "part": store.PART}, status=201)


def go_on(
    request: HttpRequest, school: School, sender: str, ident: str, offset: int, wanted: set[File.Kind]
) -> HttpResponse:
    """Take a part; answers with how much has come."""
    if int(request.headers.get("Content-Length") or 0) > store.PART:
        raise Refused(_("More has come than was announced."), code="too_large", status=413)
    file = acts.go_on(File.objects.for_school(school).named(ident), sender, offset, request, wanted)
    return JsonResponse({"received": file.received})


def finish(school: School, sender: str, ident: str) -> File:
    """The whole file, looked at."""
    return acts.finish(File.objects.for_school(school).named(ident), sender)
