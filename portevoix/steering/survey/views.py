"""Where a ticket is asked for, by somebody who is known; where it is spent, by nobody in particular.

The page of a survey has no cookie and is the same bytes for everyone. What is sent to it is the ticket and the answers.
"""

import json
import time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.care.models import Service
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.web import throttle
from portevoix.ground.web.compression import same_for_everyone
from portevoix.ground.web.doors import problem
from portevoix.ground.web.failures import without_trace
from portevoix.ground.web.models import Instance
from portevoix.ground.web.origin import by_origin
from portevoix.ground.web.rules import Refused, TooMany
from portevoix.steering.survey import acts, answering, instrument, rules
from portevoix.steering.survey.models import Survey, Ticket

AGAIN = 5
"""Seconds for which the page of a survey, the same for everyone, is kept as it was drawn."""
MOST_PAGES = 50
_drawn: dict[str, tuple[float, bytes]] = {}
LARGEST = 64 * 1024
"""Bytes of what is sent: a ticket and a choice for each question are a tenth of it."""


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """Ask for my ticket."""
    today = timezone.localdate()
    opened = [one for one in Survey.objects.for_school(school).open_now() if rules.may_answer(one, today)]
    given = {ticket.survey_id for ticket in Ticket.objects.of(individual).given_out()}
    shown = {"school": school, "section": "survey", "inst": Instance.current_ident()}
    return render(request, "survey/mine.html", shown | {"surveys": [(one, one.pk in given) for one in opened]})


@for_individuals
@require_POST
def give(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    """Evaluate what the browser has drawn and blinded: JSON in, JSON out."""
    try:
        blinded = unb64(json.loads(request.body[:1000])["blinded"], 32)
    except (ValueError, KeyError, TypeError, SealError):
        return problem("malformed", _("This request is not in a form that is understood here."), 422)
    try:
        evaluated, proof = answering.give_ticket(_survey(school, slug), individual, blinded, timezone.localdate())
    except Refused as refused:
        return problem(refused.code, refused.sentence, refused.status)
    return JsonResponse({"evaluated": b64(evaluated), "proof": b64(proof)})


def _broken(request: HttpRequest) -> HttpResponse:
    """It repeats nothing of what was sent."""
    return render(request, "web/broken.html", status=500)


@login_not_required
@by_origin
@sensitive_post_parameters()
@without_trace(_broken)
@same_for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """Answer, with a ticket and nothing else."""
    place = School.objects.addressed(school)
    survey = _survey(place, slug)
    shown: dict[str, Any] = {"school": place, "survey": survey}
    shown["services"] = Service.objects.for_school(place).lines_and_places()
    if request.method != "POST":
        return HttpResponse(_page(request, survey, shown))
    try:
        typed, said = _read(request)
        answering.answer(survey, typed, said, timezone.localdate())
    except Refused as refused:
        return _refuse(request, refused, shown)
    if _wants_json(request):
        return JsonResponse({"kept": True})
    return render(request, "survey/thanks.html", shown)


def _page(request: HttpRequest, survey: Survey, shown: dict[str, Any]) -> bytes:
    """Drawing seventy questions takes a while, and a whole school opens them in one hour: drawn again now and then."""
    is_asked = rules.may_answer(survey, timezone.localdate())
    page, now = f"{request.path} {survey.ident} {is_asked}", time.monotonic()
    drawn, content = _drawn.get(page, (0.0, b""))
    if not content or now - drawn > AGAIN:
        if is_asked:
            content = render(request, "survey/answer.html", shown | _asked(survey, {}, "")).content
        else:
            content = render(request, "survey/not_now.html", shown).content
        if len(_drawn) > MOST_PAGES:
            _drawn.clear()
        _drawn[page] = now, content
    return content


def _read(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The ticket, and by question the choices."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refused(_("This is too large to be received here."), code="too_large", status=413)
    names = [name for name in request.POST if "." in name]
    return request.POST.get("ticket", ""), {name: " ".join(request.POST.getlist(name)) for name in names}


def _refuse(request: HttpRequest, refused: Refused, shown: dict[str, Any]) -> HttpResponse:
    """Say why, with everything still there. Only mistakes are counted: whoever has a ticket always gets through."""
    if not throttle.take(throttle.address_key(request, "survey"), capacity=300, per_second=2):
        refused = TooMany()
    if _wants_json(request):
        return problem(refused.code, refused.sentence, refused.status)
    typed, said = _read(request) if refused.status != 413 else ("", {})
    again = shown | _asked(shown["survey"], said, typed) | {"sentence": refused.sentence}
    return render(request, "survey/answer.html", again, status=refused.status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _asked(survey: Survey, said: dict[str, str], typed: str) -> dict[str, Any]:
    """The questions, each with what was answered to it: nothing, unless a form comes back."""
    asked = instrument.of(survey)
    modules = [(one, [(item, said.get(item.name, "").split()) for item in one.items]) for one in asked.modules]
    named = acts.mint_of(survey).named.hex()
    return {"asked": asked, "modules": modules, "typed": typed, "named": named}


def _survey(school: School, slug: str) -> Survey:
    survey = Survey.objects.for_school(school).published().at(slug)
    if survey is None:
        raise Http404
    return survey
