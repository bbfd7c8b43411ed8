"""The pages where the mission writes the plan: its years, its measures, what is done in each, and what shows it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.library import ranges
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts, forms, rules, standing
from portevoix.steering.plan.gauge_forms import YearForm
from portevoix.steering.plan.models import Action, Axis, Evidence, Plan, Proposal


@for_the_mission
@require_safe
def plans(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Every plan of the school, and what asks for something today."""
    found, today = Plan.objects.for_school(school).latest_first(), timezone.localdate()
    shown = {
        "plans": [(plan, standing.progress(plan, today)) for plan in found],
        "due": standing.due(current, today) if (current := found.current(today)) else [],
        "waiting": Proposal.objects.for_school(school).waiting().count(),
    }
    return render(request, "plan/manage.html", _words(school) | shown)


@for_the_mission
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    form = forms.PlanForm(request.POST or None)
    if plan := forms.tried(form, acts.make_plan, school, office):
        return redirect("plan:edit", school.slug, plan.slug)
    return _form(request, school, form, "plan/plan_form.html")


@for_the_mission
@require_safe
def plan(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """One plan, whole: its measures, their actions and their indicators."""
    found, today = _plan(school, slug), timezone.localdate()
    parts = standing.axes_of(found, today)
    shown = {
        "plan": found,
        "parts": parts,
        "due": [one.gauge for part in parts for one in part.gauges if one.is_due],
        "is_long": rules.is_longer_than_the_law_says(found),
        "year": min(today.year, found.last_year + rules.AFTER),
    }
    return render(request, "plan/edit.html", _words(school) | shown)


@for_the_mission
def change(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    found = _plan(school, slug)
    form = forms.PlanForm(request.POST or None, instance=_plan(school, slug))
    if forms.tried(form, acts.change_plan, found, office):
        return redirect("plan:edit", school.slug, slug)
    return _form(request, school, form, "plan/plan_form.html", plan=found)


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    acts.publish(_plan(school, slug), office)
    return redirect("plan:edit", school.slug, slug)


@for_the_mission
@require_POST
def withdraw(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    acts.withdraw(_plan(school, slug), office)
    return redirect("plan:edit", school.slug, slug)


@for_the_mission
@require_POST
def count(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Ask the rooms now, without waiting for the night."""
    form = YearForm(request.POST)
    if form.is_valid():
        acts.feed(_plan(school, slug), form.cleaned_data["year"], office)
    return redirect("plan:edit", school.slug, slug)


@for_the_mission
def new_axis(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    found = _plan(school, slug)
    form = forms.AxisForm(request.POST or None, initial={"number": standing.next_number(found)})
    if forms.tried(form, acts.make_axis, found, office):
        return redirect("plan:edit", school.slug, slug)
    return _form(request, school, form, "plan/axis_form.html", plan=found)


@for_the_mission
def axis(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _axis(school, ident)
    form = forms.AxisForm(request.POST or None, instance=_axis(school, ident))
    if forms.tried(form, acts.change_axis, found, office):
        return redirect("plan:edit", school.slug, found.plan.slug)
    may_go = rules.may_be_taken_away(found)
    return _form(request, school, form, "plan/axis_form.html", plan=found.plan, axis=found, may_go=may_go)


@for_the_mission
@require_POST
def remove_axis(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _axis(school, ident)
    acts.remove_axis(found, office)
    return redirect("plan:edit", school.slug, found.plan.slug)


@for_the_mission
def new_action(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _axis(school, ident)
    form = forms.ActionForm(request.POST or None, instance=Action(axis=found))
    if action := forms.tried(form, partial(acts.make_action, by=office)):
        return redirect("plan:action", school.slug, action.ident)
    return _form(request, school, form, "plan/action_form.html", plan=found.plan, axis=found)


@for_the_mission
def action(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One action: everything about it, and what shows it. The form adds a file or an address."""
    found = _action(school, ident)
    form = forms.PieceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _add_piece(found, office, **form.cleaned_data)
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("plan:action", school.slug, ident)
    shown = {"plan": found.plan, "line": standing.Line(found, found.is_late(timezone.localdate())), "form": form}
    shown["action"] = found
    shown |= {"gauges": standing.gauges_of(found, timezone.localdate()), "may_go": not found.pieces.exists()}
    return render(request, "plan/action.html", _words(school) | shown, status=422 if form.errors else 200)


def _add_piece(action: Action, by: Office, title: str, file: Any, link: str, *, published: bool) -> Evidence:
    rules.must_be_one_piece(has_file=file is not None, has_link=bool(link))
    kept = acts.receive(action.plan.school, by, file.name, file.size, file) if file is not None else None
    return acts.add_piece(action, by, title, file=kept, link=link, published=published)


@for_the_mission
def change_action(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _action(school, ident)
    form = forms.ActionForm(request.POST or None, instance=found)
    if forms.tried(form, acts.change_action, found, office):
        return redirect("plan:action", school.slug, ident)
    return _form(request, school, form, "plan/action_form.html", plan=found.plan, axis=found.axis, action=found)


@for_the_mission
@require_POST
def remove_action(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _action(school, ident)
    acts.remove_action(found, office)
    return redirect("plan:edit", school.slug, found.plan.slug)


@for_the_mission
@require_safe
def piece(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """The file of a piece: taken away, never opened in the page."""
    found = rules.must_be_there(Evidence.objects.for_school(school).named(ident))
    if found.file is None:
        raise Http404
    return ranges.answer(request, found.file, slugify(found.title), inline=False)


@for_the_mission
@require_POST
def show_piece(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_there(Evidence.objects.for_school(school).named(ident))
    acts.show_piece(found, office, published=request.POST.get("shown") == "yes")
    return redirect("plan:action", school.slug, found.action.ident)


@for_the_mission
@require_POST
def remove_piece(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_there(Evidence.objects.for_school(school).named(ident))
    acts.remove_piece(found, office)
    return redirect("plan:action", school.slug, found.action.ident)


def _words(school: School) -> dict[str, Any]:
    return {"school": school, "section": "plan"}


def _form(request: HttpRequest, school: School, form: Any, template: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, _words(school) | more | {"form": form}, status=status)


def _plan(school: School, slug: str) -> Plan:
    return rules.must_be_there(Plan.objects.for_school(school).addressed(slug))


def _axis(school: School, ident: str) -> Axis:
    return rules.must_be_there(Axis.objects.for_school(school).named(ident))


def _action(school: School, ident: str) -> Action:
    return rules.must_be_there(Action.objects.for_school(school).named(ident))
