"""Where films and signed agreements come in, in parts."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portevoix.campus.contests import acts, rules, watching
from portevoix.campus.contests.models import Entry
from portevoix.campus.library import receiving
from portevoix.campus.library.models import File
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

WANTED = {"film": acts.FILM, "accord": acts.SIGNED}
MOST_AGREEMENTS = 60


def _may_send(request: HttpRequest, entry: Entry) -> set[File.Kind]:
    wanted = WANTED.get(request.GET.get("pour", ""))
    if wanted is None:
        raise Refused(_("This file was not announced as it should be."), code="shape", status=422)
    rules.must_be_allowed_to_change(entry, datetime.now(UTC))
    if wanted == acts.SIGNED and entry.consents.count() >= MOST_AGREEMENTS:
        raise Refused(_("There are sixty agreements already."), code="many", status=409)
    return wanted


@for_individuals
@require_POST
@receiving.in_json
def begin(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    entry = watching.own_entry(school, individual, slug)
    return receiving.begin(school, individual.ident, receiving.announced(request), _may_send(request, entry))


@for_individuals
@require_http_methods(["PUT"])
@receiving.in_json
def go_on(
    request: HttpRequest, school: School, individual: Individual, slug: str, file: str, offset: int
) -> HttpResponse:
    wanted = _may_send(request, watching.own_entry(school, individual, slug))
    return receiving.go_on(request, school, individual.ident, file, offset, wanted)


@for_individuals
@require_POST
@receiving.in_json
def finish(request: HttpRequest, school: School, individual: Individual, slug: str, file: str) -> HttpResponse:
    """The file is whole: it is the entry's film, or the agreement of whoever is named."""
    entry = watching.own_entry(school, individual, slug)
    wanted, said = _may_send(request, entry), receiving.said(request)
    if wanted == acts.SIGNED and not str(said.get("name", "")).strip():
        raise Refused(_("Say whose agreement it is."), code="name", status=422)
    whole = receiving.finish(school, individual.ident, file, wanted)
    _keep(entry, wanted, whole, said)
    return JsonResponse({"next": reverse("contests:enter", args=[school.slug, slug])})


def _keep(entry: Entry, wanted: set[File.Kind], whole: File, said: dict[str, Any]) -> None:
    if wanted == acts.FILM:
        acts.film(entry, whole)
    else:
        acts.consent(entry, str(said["name"]), whole)
