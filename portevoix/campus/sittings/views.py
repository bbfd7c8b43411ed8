"""What someone of the school sees and does about their own dates."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.sittings import acts, rules
from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What is to come, what they wait for, what is over."""
    registrations, now = Registration.objects.of(individual), clock.rounded()
    shown = {
        "coming": registrations.with_a_place().not_over_on(now).by_date(),
        "waiting": registrations.waiting().not_over_on(now).by_date(),
        "past": registrations.with_a_place().over_on(now).latest_first(),
    }
    return render(request, "sittings/mine.html", {"school": school, "section": "agenda", **shown})


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
    if registration is None and not sitting.is_open:
        raise Http404
    shown = {
        "sitting": sitting,
        "training": sitting.training,
        "registration": registration,
        "held_back": registration is None and rules.holds_back(sitting, individual, clock.rounded()),
        "may_cancel": registration is not None and rules.may_cancel(registration, clock.rounded()),
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
