"""The agenda that anyone reads, someone's own dates, and those that the mission sets."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.sittings import acts, ics, rules
from portevoix.campus.sittings.almanac import Month
from portevoix.campus.sittings.forms import CallOffForm, Choose, CycleForm, RepeatForm, SittingForm
from portevoix.campus.sittings.models import Cycle, Feed, OptOut, Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.sheets import sending
from portevoix.ground.web import clock
from portevoix.ground.web.compression import same_for_everyone
from portevoix.ground.web.rules import is_done, must_be_there

NEXT = 40
"""So many dates on the first page of the agenda; the months have them all."""
WEEK = timedelta(weeks=1)
PAST = 200
"""So many past dates on one page."""
BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
"""What a calendar that subscribes is given."""
BOTH = require_http_methods(["GET", "HEAD", "POST"])
CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
@same_for_everyone
@require_safe
def agenda(request: HttpRequest, school: str) -> HttpResponse:
    """What is to come, as a list or month by month, by campus and kind."""
    place = School.objects.addressed(school)
    choose = Choose(request.GET, school=place)
    found = choose.among(Sitting.objects.for_school(place).public().with_places())
    shown: dict[str, object] = {"choose": choose, "today": Month.read("")}
    if "mois" not in request.GET:
        coming = list(found.coming_on(clock.rounded())[: NEXT + 1])
        more = Month.of(timezone.localdate(coming.pop().begins)) if len(coming) > NEXT else None
        shown |= {"coming": coming, "more": more}
    else:
        month = Month.read(request.GET["mois"])
        shown |= {"month": month, "weeks": month.weeks(found.between(month.begins, month.next.begins))}
    return render(request, "sittings/agenda.html", {"school": place, **shown})


@login_not_required
@require_safe
def feed(request: HttpRequest, school: str) -> HttpResponse:
    """The agenda for calendars that subscribe to it."""
    place, now = School.objects.addressed(school), clock.rounded()
    sittings = Sitting.objects.for_school(place).public().between(now - BEFORE, now + AFTER).without_audiences()
    return HttpResponse(ics.public(place, sittings), content_type=CALENDAR)


def _public(school: School, ident: str) -> Sitting:
    return must_be_there(Sitting.objects.for_school(school).public().with_places().named(ident))


@login_not_required
@same_for_everyone
@require_safe
def one(request: HttpRequest, school: str, ident: str) -> HttpResponse:
    """One date, for anyone."""
    place = School.objects.addressed(school)
    sitting = _public(place, ident)
    shown = {"sitting": sitting, "training": sitting.training}
    return render(request, "sittings/one.html", {"school": place, **shown})


@login_not_required
@require_safe
def one_feed(request: HttpRequest, school: str, ident: str) -> HttpResponse:
    """One date, for a calendar."""
    place = School.objects.addressed(school)
    answer = HttpResponse(ics.public(place, [_public(place, ident)]), content_type=CALENDAR)
    answer["Content-Disposition"] = 'attachment; filename="date.ics"'
    return answer


@login_not_required
@require_safe
def my_feed(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """Someone's own dates for their calendar, which has no cookie: the address is the secret."""
    place = School.objects.addressed(school)
    found = must_be_there(Feed.objects.for_school(place).at(token))
    registrations = Registration.objects.of(found.individual).not_over_on(clock.rounded() - BEFORE).by_date()
    return HttpResponse(ics.personal(place, registrations), content_type=CALENDAR)


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What is to come, what they wait for, what is over; and the address for their calendar."""
    registrations, now = Registration.objects.of(individual), clock.rounded()
    known = Feed.objects.of(individual).first()
    address = known and settings.ORIGIN + reverse("sittings:my_feed", args=[school.slug, known.token])
    shown = {
        "coming": registrations.with_a_place().not_over_on(now).by_date(),
        "waiting": registrations.waiting().not_over_on(now).by_date(),
        "past": registrations.with_a_place().over_on(now).latest_first(),
        "address": address,
        "webcal": address and re.sub("^https?:", "webcal:", address),
    }
    return render(request, "sittings/mine.html", {"school": school, "section": "agenda", **shown})


@for_individuals
@require_POST
def renew_feed(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    acts.renew_feed(individual)
    return redirect(reverse("sittings:mine", args=[school.slug]) + "#calendar")


def _sitting(school: School, ident: str) -> Sitting:
    return must_be_there(Sitting.objects.for_school(school).with_places().named(ident))


@for_individuals
@require_safe
def one_of_mine(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """One date, for whoever would like to come, comes, or waits."""
    sitting = _sitting(school, ident)
    mine = Registration.objects.of(individual)
    registration = mine.at(sitting).first()
    if registration is None and not (sitting.is_open and sitting.training.is_published):
        raise Http404
    now = clock.rounded()
    shown = {
        "sitting": sitting,
        "training": sitting.training,
        "registration": registration,
        "held_back": registration is None and rules.holds_back(sitting, individual, now),
        "may_cancel": registration is not None and rules.may_cancel(registration, now),
        "opted_out": OptOut.objects.to(sitting.training).of(individual).exists(),
        "elsewhere": mine.to(sitting.training).elsewhere_than(sitting).with_a_place().at_sittings_to_come(now),
    }
    return render(request, "sittings/one_of_mine.html", {"school": school, "section": "agenda", **shown})


@for_individuals
@require_POST
def register(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    acts.register(_sitting(school, ident), individual)
    return redirect("sittings:one_of_mine", school.slug, ident)


@for_individuals
@require_POST
def cancel(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    sitting = _sitting(school, ident)
    for registration in Registration.objects.at(sitting).of(individual):
        acts.cancel_registration(registration)
    return redirect("sittings:one_of_mine", school.slug, ident)


def _training(school: School, slug: str) -> Training:
    return must_be_there(Training.objects.for_school(school).published().addressed(slug))


@for_individuals
@require_safe
def my_training(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    """How someone keeps away from a training, and what else there is."""
    training = _training(school, slug)
    shown = {"training": training, "opted_out": OptOut.objects.to(training).of(individual).exists()}
    return render(request, "sittings/my_training.html", {"school": school, "section": "agenda", **shown})


@for_individuals
@require_POST
def opt_out(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.opt_out(_training(school, slug), individual)
    return redirect("sittings:my_training", school.slug, slug)


@for_individuals
@require_POST
def take_back(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.take_back_opt_out(_training(school, slug), individual)
    return redirect("sittings:my_training", school.slug, slug)


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """The dates to come or past, with how many are expected and what is missing."""
    sittings, now = Sitting.objects.for_school(school).with_places(), clock.rounded()
    past = "passees" in request.GET
    shown = {
        "past": past,
        "sittings": sittings.past_on(now)[:PAST] if past else sittings.coming_on(now),
        "lacking": 0 if past else sittings.coming_on(now).without_psychologist().count(),
        "trainings": Training.objects.for_school(school).in_order(),
        "cycles": Cycle.objects.for_school(school),
    }
    return render(request, "sittings/manage.html", {"school": school, "section": "sittings", **shown})


def _to_teach(request: HttpRequest, school: School) -> Training | None:
    return Training.objects.for_school(school).named(request.GET.get("formation", ""))


@for_the_mission
@BOTH
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    training = _to_teach(request, school)
    if training is None:
        return redirect("sittings:manage", school.slug)
    return _write(request, school, office, Sitting(training=training))


@for_the_mission
@BOTH
def change(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _write(request, school, office, _sitting(school, ident))


def _write(request: HttpRequest, school: School, office: Office, sitting: Sitting) -> HttpResponse:
    form = SittingForm(request.POST or None, instance=sitting)
    if is_done(form, lambda _said: acts.keep_sitting(sitting, office)):
        return redirect("sittings:overview", school.slug, sitting.ident)
    shown = {"form": form, "sitting": sitting}
    return render(request, "sittings/write.html", {"school": school, "section": "sittings", **shown})


@for_the_mission
@require_safe
def overview(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One date as the mission looks after it: who is expected, who waits, what may be done."""
    return _overview(request, school, _sitting(school, ident))


def _overview(request: HttpRequest, school: School, sitting: Sitting, **forms: object) -> HttpResponse:
    now = clock.rounded()
    shown = {
        "sitting": sitting,
        "registrations": Registration.objects.at(sitting).with_people().in_turn(),
        "keeps_closed": rules.keeps_closed(sitting, now),
        "may_call_off": sitting.is_open and rules.may_call_off(sitting, now),
        "may_discard": rules.may_discard(sitting, Registration.objects.at(sitting).count()),
        "repeat_form": RepeatForm(initial={"first": sitting.begins + WEEK, "times": 1, "every": 1}),
        "call_off_form": CallOffForm(),
    }
    return render(request, "sittings/overview.html", {"school": school, "section": "sittings", **shown, **forms})


@for_the_mission
@require_POST
def open_registration(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.open_registration(_sitting(school, ident), office)
    return redirect("sittings:overview", school.slug, ident)


@for_the_mission
@require_POST
def repeat(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    sitting, form = _sitting(school, ident), RepeatForm(request.POST)
    if not form.is_valid():
        return _overview(request, school, sitting, repeat_form=form)
    acts.repeat(sitting, form.dates, office)
    return redirect("sittings:manage", school.slug)


@for_the_mission
@require_POST
def call_off(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    sitting, form = _sitting(school, ident), CallOffForm(request.POST)
    if not form.is_valid():
        return _overview(request, school, sitting, call_off_form=form)
    acts.call_off(sitting, form.cleaned_data["because"], office)
    return redirect("sittings:overview", school.slug, ident)


@for_the_mission
@require_POST
def discard(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.discard(_sitting(school, ident), office)
    return redirect("sittings:manage", school.slug)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, ident: str, kind: str) -> HttpResponse:
    """Who is expected and who waits, as a sheet."""
    registrations = Registration.objects.at(_sitting(school, ident)).with_people().in_turn()
    header = [_("Name"), _("First name"), _("Address"), _("Status"), _("Campus"), _("Place")]
    return sending.sent("inscriptions", header, (one.as_row() for one in registrations), kind)


@for_the_mission
@BOTH
def new_cycle(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    training = _to_teach(request, school)
    if training is None:
        return redirect("sittings:manage", school.slug)
    return _write_cycle(request, school, office, Cycle(training=training))


@for_the_mission
@BOTH
def cycle(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = must_be_there(Cycle.objects.for_school(school).named(ident))
    return _write_cycle(request, school, office, found)


def _write_cycle(request: HttpRequest, school: School, office: Office, cycle: Cycle) -> HttpResponse:
    """A round of dates, and those that are in it."""
    form = CycleForm(request.POST or None, instance=cycle)
    if form.is_valid():
        acts.keep_cycle(cycle, office)
        return redirect("sittings:manage", school.slug)
    sittings = Sitting.objects.for_school(school).with_places().of_cycle(cycle) if cycle.pk else []
    shown = {"form": form, "cycle": cycle, "sittings": sittings}
    return render(request, "sittings/cycle.html", {"school": school, "section": "sittings", **shown})
