"""The pages of the mission: its own sheets, the feeds it follows, what came by them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan.models import Action, Plan
from portevoix.steering.practices import acts, begun, forms, rules
from portevoix.steering.practices.models import Received, Sheet, Subscription

BOTH = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 25


def _shown(
    request: HttpRequest, school: School, template: str, words: dict[str, Any], status: int = 200
) -> HttpResponse:
    usual = {"school": school, "section": "practices"}
    return render(request, template, usual | words, status=status)


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What the school gives, and what has come lately."""
    received = Received.objects.for_school(school)
    words = {
        "sheets": Sheet.objects.for_school(school).latest_first(),
        "latest": received.not_gone().latest_first().without_texts()[:5],
        "received": received.count(),
        "troubled": [one for one in Subscription.objects.for_school(school) if one.trouble],
    }
    return _shown(request, school, "practices/manage.html", words)


@for_the_mission
@BOTH
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """A sheet begun from nothing, or from an action of one's own plan: `?action=`."""
    sheet = Sheet(school=school, action=_action(school, request.GET.get("action", "")))
    return _write(request, school, office, sheet)


def _action(school: School, ident: str) -> Action | None:
    found = Action.objects.for_school(school).with_everything().named(ident) if ident else None
    if ident and found is None:
        raise Http404
    return found


@for_the_mission
@BOTH
def edit(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _write(request, school, office, Sheet.objects.for_school(school).named(ident))


def _write(request: HttpRequest, school: School, office: Office, sheet: Sheet) -> HttpResponse:
    started = begun.from_action(sheet.action) if sheet.action and not sheet.pk else None
    form = forms.SheetForm(request.POST or None, instance=sheet, initial=started)
    if form.is_valid():
        try:
            acts.keep_sheet(sheet, office, **form.words)
        except Refused as refused:
            form.add_error("problem", refused.sentence)
        else:
            return redirect("practices:one", school.slug, sheet.ident)
    return _shown(request, school, "practices/write.html", {"form": form, "sheet": sheet}, 422 if form.errors else 200)


@for_the_mission
@require_safe
def one(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    sheet = Sheet.objects.for_school(school).named(ident)
    return _shown(request, school, "practices/one.html", {"sheet": sheet, "may_publish": rules.may_publish(sheet)})


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.publish(Sheet.objects.for_school(school).named(ident), office)
    return redirect("practices:one", school.slug, ident)


@for_the_mission
@require_POST
def withdraw(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.withdraw(Sheet.objects.for_school(school).named(ident), office)
    return redirect("practices:one", school.slug, ident)


@for_the_mission
@require_POST
def remove(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.remove(Sheet.objects.for_school(school).named(ident), office)
    return redirect("practices:manage", school.slug)


@for_the_mission
@BOTH
def following(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Whose sheets come here; one more address."""
    form = forms.SubscribeForm(request.POST or None)
    if form.is_valid():
        try:
            acts.subscribe(school, form.cleaned_data["address"], office)
        except Refused as refused:
            form.add_error("address", refused.sentence)
        else:
            return redirect("practices:following", school.slug)
    now = timezone.now()
    held = [(one, rules.may_ask(one, now)) for one in Subscription.objects.for_school(school).with_counts()]
    return _shown(
        request, school, "practices/following.html", {"form": form, "held": held}, 422 if form.errors else 200
    )


@for_the_mission
@require_POST
def look_now(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.look_now(Subscription.objects.for_school(school).named(ident))
    return redirect("practices:following", school.slug)


@for_the_mission
@require_POST
def stop(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.stop_following(Subscription.objects.for_school(school).named(ident), office)
    return redirect("practices:following", school.slug)


@for_the_mission
@require_safe
def received(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What has come, the latest first, and a way to look among it."""
    form = forms.SearchForm(request.GET, school=school)
    page = Paginator(form.found(), ON_A_PAGE).get_page(request.GET.get("page"))
    return _shown(request, school, "practices/received.html", {"form": form, "page": page})


@for_the_mission
@require_safe
def read(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One sheet of somebody else, as it came."""
    return _shown(request, school, "practices/read.html", {"sheet": Received.objects.for_school(school).named(ident)})


@for_the_mission
@BOTH
def adopt(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Make it an action of one's own plan."""
    sheet = Received.objects.for_school(school).named(ident)
    plan = Plan.objects.for_school(school).current(timezone.localdate())
    form = forms.AdoptForm(request.POST or None, received=sheet, plan=plan)
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.adopt(sheet, said["axis"], office, title=said["title"], text=said["text"])
        except Refused as refused:
            form.add_error("axis", refused.sentence)
        else:
            return redirect("practices:read", school.slug, ident)
    words = {"sheet": sheet, "form": form, "plan": plan, "credit": acts.credit_of(sheet)}
    return _shown(request, school, "practices/adopt.html", words, 422 if form.errors else 200)
