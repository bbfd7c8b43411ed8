"""The agenda that anyone reads, and what someone of the school sees and does about their own dates."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.sittings import acts, ics, rules
from portevoix.campus.sittings.almanac import Month
from portevoix.campus.sittings.forms import Choose
from portevoix.campus.sittings.models import Feed, OptOut, Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.ground.web.compression import same_for_everyone

NEXT = 40
"""So many dates on the first page of the agenda; the months have them all."""
BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
"""What a calendar that subscribes is given."""
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
        more = Month.of(coming.pop().begins.date()) if len(coming) > NEXT else None
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
    sittings = Sitting.objects.for_school(place).public().between(now - BEFORE, now + AFTER)
    return HttpResponse(ics.public(place, sittings), content_type=CALENDAR)


def _public(school: School, ident: str) -> Sitting:
    sitting = Sitting.objects.for_school(school).public().with_places().named(ident)
    if sitting is None:
        raise Http404
    return sitting


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
    found = Feed.objects.for_school(place).at(token)
    if found is None:
        raise Http404
    registrations = Registration.objects.of(found.individual).not_over_on(clock.rounded() - BEFORE).by_date()
    return HttpResponse(ics.personal(place, registrations), content_type=CALENDAR)


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What is to come, what they wait for, what is over; and the address for their calendar."""
    registrations, now = Registration.objects.of(individual), clock.rounded()
    known = Feed.objects.of(individual).first()
    shown = {
        "coming": registrations.with_a_place().not_over_on(now).by_date(),
        "waiting": registrations.waiting().not_over_on(now).by_date(),
        "past": registrations.with_a_place().over_on(now).latest_first(),
        "address": known and request.build_absolute_uri(reverse("sittings:my_feed", args=[school.slug, known.token])),
    }
    return render(request, "sittings/mine.html", {"school": school, "section": "agenda", **shown})


@for_individuals
@require_POST
def renew_feed(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    acts.renew_feed(individual)
    return redirect(reverse("sittings:mine", args=[school.slug]) + "#calendar")


def _sitting(school: School, ident: str) -> Sitting:
    sitting = Sitting.objects.for_school(school).with_places().named(ident)
    if sitting is None:
        raise Http404
    return sitting


@for_individuals
@require_safe
def one_of_mine(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """One date, for whoever would like to come, comes, or waits."""
    sitting = _sitting(school, ident)
    registration = Registration.objects.at(sitting).of(individual).first()
    if registration is None and not (sitting.is_open and sitting.training.is_published):
        raise Http404
    shown = {
        "sitting": sitting,
        "training": sitting.training,
        "registration": registration,
        "held_back": registration is None and rules.holds_back(sitting, individual, clock.rounded()),
        "may_cancel": registration is not None and rules.may_cancel(registration, clock.rounded()),
        "opted_out": OptOut.objects.to(sitting.training).of(individual).exists(),
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
    training = Training.objects.for_school(school).published().addressed(slug)
    if training is None:
        raise Http404
    return training


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
