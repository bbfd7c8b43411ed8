"""A list comes in: sent, looked at, corrected, taken in by the background task while a bar shows how far it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population import lists
from portevoix.ground.population.forms import HowToRead
from portevoix.ground.population.lines import Options, understand
from portevoix.ground.population.models import Import
from portevoix.ground.population.plan import Plan, plan
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet, Unreadable
from portevoix.ground.web.rules import must_be_there
from portevoix.ground.web.tables import Send

SHOWN = 5
"""People of the list that are shown before it is taken in."""
SAID = 50
"""Wrong lines that are told, and names of those who are missing."""


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Choose the file of a list."""
    form = Send(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect("population:look", school.slug, lists.receive(office, file.name, file.read()).ident)
        except Unreadable as unreadable:
            form.add_error("file", unreadable.sentence)
    return render(request, "population/import.html", {"school": school, "section": "population", "form": form})


def _import(school: School, ident: str) -> Import:
    return must_be_there(Import.objects.for_school(school).named(ident))


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """What the list would change, and the button that does it; afterwards, how far it is and what it did."""
    one = _import(school, ident)
    shown = {"school": school, "section": "population", "import": one}
    if one.is_under_way or one.state == Import.State.DONE:
        return render(request, "population/taken_in.html", shown)
    sheet, kept = lists.sheet_of(one), Options.from_json(one.options)
    form = HowToRead(sheet, kept, request.POST or None)
    chosen = form.options() if form.is_valid() else kept
    found = plan(school, understand(sheet, chosen), chosen)
    if form.is_valid():
        lists.set_options(one, chosen)
        if "look" in request.POST:
            return redirect("population:look", school.slug, ident)
        form.must_take_in(found)
    if form.is_bound and form.is_valid():
        lists.begin(one)
        return redirect("population:look", school.slug, ident)
    return render(request, "population/look.html", {**shown, "form": form, **_preview(sheet, found)})


def _preview(sheet: Sheet, found: Plan) -> dict[str, Any]:
    return {
        "lines": len(sheet.rows),
        "plan": found,
        "wrong": list(found.wrong.items())[:SAID],
        "more_wrong": max(0, len(found.wrong) - SAID),
        "first": found.changes[:SHOWN],
        "missing": found.missing[:SAID],
        "more_missing": max(0, len(found.missing) - SAID),
    }


@for_the_mission
@require_safe
def progress(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """How far it is, for the bar of the page."""
    one = _import(school, ident)
    return JsonResponse({"percent": one.percent, "is_over": not one.is_under_way})


@for_the_mission
@require_POST
def drop(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Forget a list without taking it in."""
    lists.drop(_import(school, ident))
    return redirect("population:manage", school.slug)
