"""The pages where a plan is read: by everyone once it is published, by the mission always."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portevoix.campus.library import ranges
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.plan import alarms, board, dashboard, export, printed, rules
from portevoix.steering.plan.models import Axis, Evidence, Plan


@login_not_required
@same_for_everyone
@require_safe
def home(request: HttpRequest, school: str) -> HttpResponse:
    """The plan that runs; where none is published, the page says so."""
    place = School.objects.addressed(school)
    return _public(request, place, Plan.objects.for_school(place).published().current(timezone.localdate()))


@login_not_required
@same_for_everyone
@require_safe
def one(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """A plan that is published."""
    place = School.objects.addressed(school)
    return _public(request, place, _published(place, slug))


@login_not_required
@same_for_everyone
@require_safe
def measure(request: HttpRequest, school: str, slug: str, ident: str) -> HttpResponse:
    """A measure of a published plan, with its figures over the years."""
    place = School.objects.addressed(school)
    plan = _published(place, slug)
    shown = {"school": place, "plan": plan, "today": timezone.localdate()}
    shown |= {"dashboard": dashboard.of(_axis(plan, ident), timezone.localdate(), public=True)}
    return render(request, "plan/measure.html", shown)


@login_not_required
@same_for_everyone
@require_safe
def pdf(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """A published plan, on paper."""
    return _paper(_published(School.objects.addressed(school), slug), public=True)


@login_not_required
@require_safe
def public_piece(request: HttpRequest, school: str, ident: str) -> HttpResponse:
    """A file that shows what was done: taken away, never opened in the page."""
    pieces = Evidence.objects.for_school(School.objects.addressed(school)).published()
    piece = rules.must_be_there(pieces.named(ident))
    if piece.file is None:
        raise Http404
    return ranges.answer(request, piece.file, piece.title, inline=False)


@for_the_mission
@require_safe
def whole(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """The plan on one page, with what is late, what is missing, and when the next one is to be begun."""
    plan, today = _plan(school, slug), timezone.localdate()
    shown = _words(school, plan, "board") | {
        "board": board.of(plan, today, public=False),
        "alarms": alarms.of(plan, today, is_followed=plan.followers.exists()),
    }
    return render(request, "plan/board.html", shown)


@for_the_mission
@require_safe
def calendar(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """What is done when, measure by measure."""
    plan = _plan(school, slug)
    shown = _words(school, plan, "calendar") | {"board": board.of(plan, timezone.localdate(), public=False)}
    return render(request, "plan/calendar.html", shown)


@for_the_mission
@require_safe
def dials(request: HttpRequest, school: School, office: Office, slug: str, ident: str) -> HttpResponse:
    """A measure, with all its figures."""
    plan = _plan(school, slug)
    found = dashboard.of(_axis(plan, ident), timezone.localdate(), public=False)
    return render(request, "plan/dashboard.html", _words(school, plan, "") | {"dashboard": found})


@for_the_mission
@require_safe
def paper(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """The plan on paper, with what is not published."""
    return _paper(_plan(school, slug), public=False)


@for_the_mission
@require_safe
def export_actions(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    found = board.of(_plan(school, slug), timezone.localdate(), public=False)
    return sent(_("actions"), export.action_header(), export.actions(found), kind)


@for_the_mission
@require_safe
def export_gauges(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    found = board.of(_plan(school, slug), timezone.localdate(), public=False)
    return sent(_("indicators"), export.gauge_header(), export.gauges(found), kind)


@for_the_mission
@require_safe
def export_values(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    return sent(_("values"), export.value_header(), export.values(_plan(school, slug)), kind)


def _public(request: HttpRequest, school: School, plan: Plan | None) -> HttpResponse:
    today = timezone.localdate()
    others = Plan.objects.for_school(school).published().latest_first()
    shown: dict[str, Any] = {"school": school, "plan": plan, "today": today}
    shown["others"] = [one for one in others if one != plan]
    shown["board"] = board.of(plan, today, public=True) if plan else None
    return render(request, "plan/public.html", shown)


def _paper(plan: Plan, *, public: bool) -> HttpResponse:
    today = timezone.localdate()
    drawn = printed.as_pdf(board.of(plan, today, public=public), today, get_language() or "fr")
    name = {"Content-Disposition": f'attachment; filename="plan-{plan.slug}.pdf"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=name)


def _words(school: School, plan: Plan, view: str) -> dict[str, Any]:
    words = {"school": school, "section": "plan"}
    return words | {"plan": plan, "view": view, "today": timezone.localdate()}


def _plan(school: School, slug: str) -> Plan:
    return rules.must_be_there(Plan.objects.for_school(school).addressed(slug))


def _published(school: School, slug: str) -> Plan:
    return rules.must_be_there(Plan.objects.for_school(school).published().addressed(slug))


def _axis(plan: Plan, ident: str) -> Axis:
    return rules.must_be_there(Axis.objects.of(plan).named(ident))
