"""A file that comes in parts, over a few requests: announced, sent, looked at. For this room and for contests.

The browser's side is `frontend/src/upload.ts`; each answer is JSON, and what is refused says why in a sentence.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from portevoix.campus.library import acts, rules, store
from portevoix.campus.library.models import File
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
            why: dict[str, Any] = {"code": refused.code, "sentence": refused.sentence}
            if isinstance(refused, rules.Elsewhere):
                why["received"] = refused.received
            return JsonResponse(why, status=refused.status)

    return cast(View, answered)


def announced(request: HttpRequest) -> dict[str, Any]:
    """What the browser says of the file: its name, its size, and what it is for."""
    words = said(request)
    if not isinstance(words.get("name"), str) or type(words.get("size")) is not int:
        raise Refused(_("This file was not announced as it should be."), code="shape", status=422)
    return words


def said(request: HttpRequest) -> dict[str, Any]:
    """The few words that come with a file, as one JSON object."""
    try:
        words = json.loads(request.read(LONGEST_ANNOUNCEMENT))
    except (ValueError, RecursionError):
        words = None
    if not isinstance(words, dict):
        raise Refused(_("This file was not announced as it should be."), code="shape", status=422)
    return cast(dict[str, Any], words)


def begin(school: School, sender: str, words: dict[str, Any], wanted: set[File.Kind]) -> HttpResponse:
    """Answers with the file's identifier and how much may come at once."""
    file = acts.begin(school, sender, words["name"], words["size"], wanted)
    return JsonResponse({"file": file.ident, "part": store.PART}, status=201)


def go_on(
    request: HttpRequest, school: School, sender: str, ident: str, offset: int, wanted: set[File.Kind]
) -> HttpResponse:
    """Take a part; answers with how much has come."""
    if int(request.headers.get("Content-Length") or 0) > store.PART:
        raise Refused(_("More has come than was announced."), code="too_large", status=413)
    file = acts.go_on(File.objects.for_school(school).named(ident), sender, offset, request, wanted)
    return JsonResponse({"received": file.received})


def finish(school: School, sender: str, ident: str, wanted: set[File.Kind]) -> File:
    """The whole file, looked at: one begun for something else is not taken here."""
    file = File.objects.for_school(school).named(ident)
    if file is not None and file.kind:
        rules.must_be_allowed_to_be_sent(file.kind, file.size, wanted)
    return acts.finish(file, sender)
