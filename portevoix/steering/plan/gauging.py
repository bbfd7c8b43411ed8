"""The pages where the mission says how it will know, and types what nobody counts by itself."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts, rules, standing
from portevoix.steering.plan.forms import tried
from portevoix.steering.plan.gauge_forms import GaugeForm, ValueForm, YearForm
from portevoix.steering.plan.models import Action, Axis, Gauge, Value


@for_the_mission
def new(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """An indicator of a measure, or of the action that the address names."""
    axis = rules.must_be_there(Axis.objects.for_school(school).named(ident))
    about = Action.objects.for_school(school).named(request.GET.get("action", ""))
    form = GaugeForm(request.POST or None, instance=Gauge(axis=axis, action=about))
    if gauge := tried(form, partial(acts.make_gauge, axis, office)):
        return redirect("plan:gauge", school.slug, gauge.ident)
    return _answer(request, school, "plan/gauge_form.html", form, plan=axis.plan, axis=axis)


@for_the_mission
def gauge(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One indicator: what it counts, its values, and one more."""
    found = _gauge(school, ident)
    form = ValueForm(request.POST or None, gauge=found, year=timezone.localdate().year)
    if tried(form, partial(acts.note_value, found, by=office)):
        return redirect("plan:gauge", school.slug, ident)
    values = Value.objects.of(found).select_related("gauge").in_order()
    years, lines = standing.table(values)
    indicator = DECLARED.get(found.feeds)
    shown: dict[str, Any] = {
        "gauge": found,
        "plan": found.axis.plan,
        "indicator": indicator,
        "about": dict(indicator.options(school)).get(found.option, "") if indicator is not None else "",
        "values": values,
    }
    shown["year_form"] = YearForm(initial={"year": timezone.localdate().year})
    shown |= {"years": years, "lines": [(name, [(year, line.get(year)) for year in years]) for name, line in lines]}
    return _answer(request, school, "plan/gauge.html", form, **shown)


@for_the_mission
def change(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _gauge(school, ident)
    form = GaugeForm(request.POST or None, instance=found)
    if tried(form, acts.change_gauge, found, office):
        return redirect("plan:gauge", school.slug, ident)
    return _answer(request, school, "plan/gauge_form.html", form, plan=found.axis.plan, axis=found.axis, gauge=found)


@for_the_mission
@require_POST
def remove(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _gauge(school, ident)
    acts.remove_gauge(found, office)
    return redirect("plan:edit", school.slug, found.axis.plan.slug)


@for_the_mission
@require_POST
def count(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Ask what counts it for one year: this one, or one before it was asked."""
    found, form = _gauge(school, ident), YearForm(request.POST)
    if form.is_valid():
        acts.feed(found.axis.plan, form.cleaned_data["year"], office, only=found)
    return redirect("plan:gauge", school.slug, ident)


@for_the_mission
@require_POST
def remove_value(request: HttpRequest, school: School, office: Office, ident: str, value: str) -> HttpResponse:
    found = _gauge(school, ident)
    acts.remove_value(rules.must_be_there(Value.objects.of(found).named(value)), office)
    return redirect("plan:gauge", school.slug, ident)


def _gauge(school: School, ident: str) -> Gauge:
    return rules.must_be_there(Gauge.objects.for_school(school).named(ident))


def _answer(request: HttpRequest, school: School, template: str, form: Any, **more: Any) -> HttpResponse:
    shown = {"school": school, "section": "plan", "form": form} | more
    return render(request, template, shown, status=422 if form.errors else 200)
