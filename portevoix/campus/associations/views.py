"""Pages of associations: for everyone, for those who hold an office in one, and for the mission."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.associations import acts, checklist, forms, rules
from portevoix.campus.associations.models import (
    Association,
    Event,
    Line,
    Standard,
    officers_of,
    offices_of,
)
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.sheets import sending
from portevoix.ground.web.compression import same_for_everyone
from portevoix.ground.web.rules import Refused, must_be_there


@login_not_required
@same_for_everyone
@require_safe
def everyone(request: HttpRequest, school: str) -> HttpResponse:
    """The associations that show themselves."""
    place = School.objects.addressed(school)
    shown = {"school": place, "associations": Association.objects.for_school(place).published()}
    return render(request, "associations/everyone.html", shown)


@login_not_required
@same_for_everyone
@require_safe
def page(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """What one of them does, and what it shows of what comes."""
    place = School.objects.addressed(school)
    association = must_be_there(Association.objects.for_school(place).published().addressed(slug))
    shown = {
        "school": place,
        "association": association,
        "events": Event.objects.of(association).public().coming_on(timezone.now()),
        "trained": _trained(association),
    }
    return render(request, "associations/page.html", shown)


def _trained(association: Association) -> int:
    people = Individual.objects.present().in_group(association.group)
    return Standard.objects.of(association.school).trained_among(people, timezone.localdate()).count()


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    held = offices_of(individual)
    return render(request, "associations/mine.html", _mine(school) | {"offices": held})


def _mine(school: School) -> dict[str, Any]:
    return {"school": school, "section": "associations"}


@for_individuals
@require_safe
def own(request: HttpRequest, school: School, individual: Individual, group: str) -> HttpResponse:
    """The association as those who hold an office in it see it."""
    found = rules.must_speak_for(individual, Group.objects.for_school(school).named(group))
    association = Association.objects.of(found)
    events = Event.objects.of(association).latest_first() if association else []
    shown = {"group": found, "association": association, "events": events}
    return render(request, "associations/own.html", _mine(school) | shown)


@for_individuals
def edit(request: HttpRequest, school: School, individual: Individual, group: str) -> HttpResponse:
    found = rules.must_speak_for(individual, Group.objects.for_school(school).named(group))
    form = forms.Page(request.POST or None, instance=Association.objects.of(found))
    if form.is_valid():
        acts.describe(acts.association_of(found), **form.cleaned_data)
        return redirect("associations:own", school.slug, group)
    return render(request, "associations/edit.html", _mine(school) | {"group": found, "form": form})


@for_individuals
def propose(request: HttpRequest, school: School, individual: Individual, group: str) -> HttpResponse:
    found = rules.must_speak_for(individual, Group.objects.for_school(school).named(group))
    form = forms.Propose(request.POST or None)
    if form.is_valid():
        event = acts.propose(acts.association_of(found), individual, **form.cleaned_data)
        return redirect("associations:event", school.slug, event.ident)
    return render(request, "associations/propose.html", _mine(school) | {"group": found, "form": form})


@for_individuals
@require_safe
def event(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """What was proposed, what was said of it, and the list of a party."""
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    shown = _mine(school) | _event(found) | {"call_off": forms.CallOff()}
    shown |= {"may_revise": rules.may_become(found, Event.State.PROPOSED)}
    return render(request, "associations/event.html", shown)


def _event(event: Event) -> dict[str, Any]:
    steps = event.steps.select_related("individual", "office__person")
    known = {"event": event, "steps": steps, "is_over": event.ends <= timezone.now()}
    return known | ({"list": checklist.of(event), "referents": event.referents.by_name()} if event.is_party else {})


@for_individuals
def revise(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    form = forms.Revise(request.POST or None, instance=found)
    if form.is_valid():
        acts.revise(found, individual, **form.cleaned_data)
        return redirect("associations:event", school.slug, ident)
    shown = {"group": found.association.group, "form": form, "event": found}
    return render(request, "associations/propose.html", _mine(school) | shown)


@for_individuals
@require_POST
def call_off(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    acts.call_off(found, individual, request.POST.get("sentence", "")[:2000])
    return redirect("associations:event", school.slug, ident)


@for_individuals
@require_POST
def show(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    acts.show(found, shown=request.POST.get("shown") == "yes")
    return redirect("associations:event", school.slug, ident)


@for_individuals
def referents(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """Name who will be there."""
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    members = Individual.objects.present().in_group(found.association.group).by_name()
    form = forms.Referents(request.POST if request.method == "POST" else None, event=found, members=members)
    if form.is_valid():
        acts.name_referents(found, form.cleaned_data["people"])
        return redirect("associations:event", school.slug, ident)
    trained = Standard.objects.of(school).trained_among(members, timezone.localdate(found.begins))
    return render(
        request, "associations/referents.html", _mine(school) | {"event": found, "form": form, "trained": trained}
    )


@for_individuals
@require_POST
def tick(request: HttpRequest, school: School, individual: Individual, ident: str, line: str) -> HttpResponse:
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    _tick(request, found, line, individual)
    return redirect("associations:event", school.slug, ident)


def _tick(request: HttpRequest, event: Event, line: str, by: Individual | Office) -> None:
    asked = Line.objects.named(line)
    if request.POST.get("seen") == "yes":
        acts.tick(event, asked, by)
    else:
        acts.untick(event, asked)


@for_individuals
@require_safe
def door(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """The list on one page, for the door."""
    found = rules.must_be_an_event_of(individual, Event.objects.for_school(school).named(ident))
    return render(request, "associations/door.html", _mine(school) | _event(found) | {"frame": "web/personal.html"})


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What waits for an answer, what comes, and every association with its charter."""
    events, now = Event.objects.for_school(school), timezone.now()
    coming = [(one, checklist.of(one) if one.is_party else None) for one in events.accepted().coming_on(now)]
    known = {one.group_id: one for one in Association.objects.for_school(school)}
    groups = Group.objects.for_school(school).of_kind(Group.Kind.ASSOCIATION)
    shown = {"waiting": events.waiting(), "coming": coming, "all": [(one, known.get(one.pk)) for one in groups]}
    return render(request, "associations/manage.html", _office(school) | shown)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """Every event, as a sheet."""
    header = [_("Association"), _("Event"), _("What is it?"), _("Where it stands"), _("Begins"), _("Ends"), _("Place")]
    header += [_("People expected"), _("With whom"), _("Red lines")]
    events = Event.objects.for_school(school).latest_first()
    rows = (one.as_row(checklist.of(one).missing if one.is_party else "") for one in events)
    return sending.sent("associations", header, rows, kind)


def _office(school: School) -> dict[str, Any]:
    return {"school": school, "section": "associations"}


@for_the_mission
def one(request: HttpRequest, school: School, office: Office, group: str) -> HttpResponse:
    """One association: who holds an office, the charter, its events."""
    found = rules.must_be_an_association_of(school, Group.objects.for_school(school).named(group))
    association = Association.objects.of(found)
    signed = {"signed": association.charter_signed, "began": association.mandate_began} if association else None
    form = forms.Charter(request.POST if request.method == "POST" else None, initial=signed)
    if form.is_valid():
        acts.record_charter(acts.association_of(found), office, **form.cleaned_data)
        return redirect("associations:one", school.slug, group)
    shown = _office(school) | {"group": found, "association": association, "form": form}
    shown |= {"officers": officers_of(found), "trained": _trained(association) if association else 0}
    shown |= {"events": Event.objects.of(association).latest_first() if association else []}
    return render(request, "associations/one.html", shown)


@for_the_mission
def office_event(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One event, and the mission's answer."""
    found = rules.must_be_of_the_school(school, Event.objects.for_school(school).named(ident))
    form = forms.Answer(request.POST or None)
    if form.is_valid():
        try:
            acts.answer(found, office, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("sentence" if refusal.code == "sentence" else None, refusal.sentence)
        else:
            return redirect("associations:office_event", school.slug, ident)
    shown = _office(school) | _event(found) | {"form": form, "office": office}
    if rules.may_become_a_sitting(found):
        shown["sitting_form"] = forms.MakeSitting(None, trainings=Training.objects.for_school(school).in_order())
    return render(request, "associations/office_event.html", shown)


@for_the_mission
@require_POST
def office_tick(request: HttpRequest, school: School, office: Office, ident: str, line: str) -> HttpResponse:
    found = rules.must_be_of_the_school(school, Event.objects.for_school(school).named(ident))
    _tick(request, found, line, office)
    return redirect("associations:office_event", school.slug, ident)


@for_the_mission
@require_safe
def office_door(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_of_the_school(school, Event.objects.for_school(school).named(ident))
    return render(request, "associations/door.html", _office(school) | _event(found) | {"frame": "people/mission.html"})


@for_the_mission
@require_POST
def make_sitting(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_of_the_school(school, Event.objects.for_school(school).named(ident))
    form = forms.MakeSitting(request.POST, trainings=Training.objects.for_school(school).in_order())
    if form.is_valid():
        acts.make_sitting(found, form.cleaned_data["training"], office)
    return redirect("associations:office_event", school.slug, ident)


@for_the_mission
def standard(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What a party must have here."""
    trainings = Training.objects.for_school(school).in_order()
    asked = request.POST if request.method == "POST" else None
    form = forms.StandardForm(asked, standard=Standard.objects.of(school), trainings=trainings)
    if form.is_valid():
        acts.set_standard(school, office, **form.cleaned_data)
        return redirect("associations:standard", school.slug)
    lines = Line.objects.for_school(school)
    shown = {"form": form, "lines": lines, "new_line": forms.NewLine()}
    return render(request, "associations/standard.html", _office(school) | shown)


@for_the_mission
@require_POST
def add_line(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """One more line; without a name, only the usual ones are put in."""
    form = forms.NewLine(request.POST)
    if form.is_valid():
        acts.add_line(school, office, **form.cleaned_data)
    else:
        acts.set_up(school)
    return redirect("associations:standard", school.slug)


@for_the_mission
@require_POST
def ask_for_line(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_a_line_of(school, Line.objects.named(ident))
    acts.ask_for_line(found, office, asked=request.POST.get("asked") == "yes")
    return redirect("associations:standard", school.slug)
