"""How someone of the school comes in, and goes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population import acts, visits
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School


@login_not_required
@require_safe
def sign_in(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "population/sign_in.html", {"school": School.objects.addressed(school)})


@login_not_required
@require_POST
def sign_out(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    acts.close_visit(visits.token_of(request))
    return visits.forget(HttpResponseRedirect(place.get_absolute_url()), place)


@for_individuals
@require_safe
def me(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What the school's lists say of whoever has come in."""
    return render(request, "population/me.html", {"school": school, "individual": individual})


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Who is on the school's lists, counted."""
    present = Individual.objects.for_school(school).present()
    shown = {"school": school, "section": "population", "present": present.count()}
    return render(request, "population/manage.html", shown)
